//! The days of payments of which a list tells only the sum.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Place, code};
use crate::import::Incoming;
use crate::import::source::{Dating, PaidDate};
use crate::input::columns::Column;
use crate::input::edit::PlainRow;
use crate::model::Date;
use crate::policy::TermRules;

/// The day that stands for the one of a payment.
pub(super) struct Assumed {
    pub day: String,
    /// Whether the day that is named is still to come: then it is that of the import.
    pub is_ahead: bool,
}

/// Tells of each list which payments are dated to the day of the import.
pub(super) fn tell_ahead(incoming: &mut Incoming, ahead: BTreeMap<u32, Vec<String>>) {
    for (list, numbers) in ahead {
        let words = (
            "paid before the day that --paid-date names, and dated today",
            "payées avant le jour que désigne --paid-date, et datées d'aujourd'hui",
        );
        incoming.sources[list as usize].choose(words, &numbers);
    }
}

impl Dating {
    /// Returns the day that stands for the one of a payment: no later than the day of the import, since what is paid
    /// was paid by then.
    pub(super) fn assumed(self, invoice: PlainRow<'_>, terms: &TermRules) -> Option<Assumed> {
        let day = self.named(invoice, terms)?;
        let is_ahead = day.parse::<Date>().is_ok_and(|day| day > self.today);
        Some(Assumed { day: if is_ahead { self.today.to_string() } else { day }, is_ahead })
    }

    /// Returns the day that `--paid-date` names.
    fn named(self, invoice: PlainRow<'_>, terms: &TermRules) -> Option<String> {
        let issue = invoice.get(Column::IssueDate);
        let day = match self.paid_date? {
            PaidDate::Day(day) => return Some(day.to_string()),
            PaidDate::Issue => issue.to_owned(),
            PaidDate::Due if !invoice.get(Column::DueDate).is_empty() => invoice.get(Column::DueDate).to_owned(),
            PaidDate::Due => {
                let words = Some(invoice.get(Column::Terms)).filter(|words| !words.is_empty());
                let issued: Date = issue.parse().ok()?;
                terms.meaning(words)?.due_date(issued).to_string()
            }
        };
        (!day.is_empty()).then_some(day)
    }
}

/// Says of how many invoices nobody knows when they were paid.
pub(super) fn undated(count: usize, places: impl Iterator<Item = Place>, asked: Option<PaidDate>) -> Diagnostic {
    let finding = if count == 1 {
        Diagnostic::new(
            code::import::PAID_DATE_MISSING,
            "an invoice is paid, wholly or in part, and the list does not say when",
            "une facture est payée, en tout ou en partie, et la liste ne dit pas quand",
        )
    } else {
        Diagnostic::new(
            code::import::PAID_DATE_MISSING,
            format!("{count} invoices are paid, wholly or in part, and the list does not say when"),
            format!("{count} factures sont payées, en tout ou en partie, et la liste ne dit pas quand"),
        )
    };
    let finding = places.fold(finding, Diagnostic::at);
    match asked {
        Some(_) => finding.help(
            "they have no due date either: --paid-date issue, or a day",
            "elles n'ont pas non plus d'échéance : --paid-date issue, ou un jour",
        ),
        None => finding.help(
            "--paid-date due, issue or YYYY-MM-DD dates these payments; they are marked as assumed, and teach the score nothing",
            "--paid-date due, issue ou AAAA-MM-JJ date ces paiements ; ils sont marqués comme supposés, et n'apprennent rien au score",
        ),
    }
}
