//! What a list states of an invoice's payment: balance, sum paid, day, status. Which rows are no invoices follows from
//! it, and what is owed; where two of them contradict each other the row is refused.

use std::collections::BTreeMap;

use super::statuses::Status;
use crate::diag::{Diagnostic, Place, code};
use crate::import::sums::is_credit_note;
use crate::input::columns::Column;
use crate::input::edit::PlainRow;
use crate::input::text::parse_amount;
use crate::model::dialect::DecimalMark;
use crate::model::{Amount, Currency};

/// What becomes of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is taken, and says no more than its cells.
    Taken,
    /// It is taken, and this is still owed; where the list itself says so it is a stated balance.
    Owed {
        /// How much: negative for a credit note.
        open: Amount,
        /// Of how much.
        total: Amount,
        /// Whether a balance, a sum paid or a status says so.
        is_stated: bool,
    },
    /// A credit note of which only a part is left, or nothing: the balances of the invoices know of the rest.
    Credit {
        /// What is left: negative, or zero.
        open: Amount,
        /// Of how much.
        total: Amount,
    },
    /// A draft.
    Draft,
    /// A cancelled invoice.
    Cancelled,
    /// It contradicts itself, or holds a word that is not known.
    Refused(Box<Diagnostic>),
}

/// Judges rows one after the other; a word is looked up once.
#[derive(Debug, Default)]
pub struct Judge {
    words: BTreeMap<String, Option<Status>>,
}

/// One row of a list, as far as its payment goes.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// The row for `invoices.csv`.
    pub invoice: PlainRow<'a>,
    /// The facts.
    pub facts: PlainRow<'a>,
    /// The currency of the row.
    pub currency: Currency,
    /// Whether the list has payments of its own: then sums paid follow from them.
    pub has_payments: bool,
}

/// Returns an amount of a plain row; nothing where it says none, or more decimals than its currency has.
pub fn money(text: &str, currency: Currency) -> Option<Amount> {
    parse_amount(text.as_bytes()).ok()?.under(DecimalMark::Point)?.to_amount(currency)
}

impl Judge {
    /// Judges a row; `place` returns the place of a cell in the list.
    pub fn judge(&mut self, claim: Claim<'_>, place: impl Fn(Column) -> Place) -> Verdict {
        let refused = |en: String, fr: String, columns: &[Column]| {
            let finding = Diagnostic::new(code::import::ROW_CONTRADICTS, en, fr);
            let finding = finding.help(
                "correct it in the program and export the list again; if a column means something else, a mapping of the \
                 policy says what, and `where` there leaves rows out",
                "le corriger dans le logiciel et exporter la liste de nouveau ; si une colonne veut dire autre chose, une \
                 correspondance de la politique le dit, et `where` y écarte des lignes",
            );
            Verdict::Refused(Box::new(columns.iter().fold(finding, |finding, &column| finding.at(place(column)))))
        };
        let word = claim.facts.get(Column::Status);
        let status = if word.is_empty() {
            None
        } else {
            let known = self.words.get(word).copied().unwrap_or_else(|| {
                let known = Status::of(word);
                self.words.insert(word.to_owned(), known);
                known
            });
            match known {
                Some(status) => Some(status),
                None => return Verdict::Refused(Box::new(unknown(place(Column::Status)))),
            }
        };
        if is_provisional(claim.invoice.get(Column::InvoiceId)) {
            return Verdict::Draft;
        }
        match status {
            Some(Status::Draft) => return Verdict::Draft,
            Some(Status::Cancelled) => return Verdict::Cancelled,
            _ => {}
        }
        let sum = |row: PlainRow<'_>, column| money(row.get(column), claim.currency);
        let Some(total) = sum(claim.invoice, Column::Amount) else { return Verdict::Taken };
        let is_credit = total.is_negative() || is_credit_note(claim.invoice);
        // A credit note counts as negative whatever its sign, and so does what is left of it.
        let signed = |amount: Amount| if is_credit && amount.is_positive() { -amount } else { amount };
        let (total, balance, paid) =
            (signed(total), sum(claim.facts, Column::Balance).map(signed), sum(claim.facts, Column::Paid).map(signed));
        if let (Some(balance), Some(paid)) = (balance, paid)
            && total - paid != balance
        {
            return refused(
                "the total less what was paid is not the balance".to_owned(),
                "le total moins ce qui a été payé ne fait pas le solde".to_owned(),
                &[Column::Balance, Column::Paid],
            );
        }
        let stated = balance.or(paid.map(|paid| total - paid));
        let open = match (stated, status) {
            (Some(open), _) => Some(open),
            (None, Some(Status::Paid)) => Some(Amount::ZERO),
            (None, Some(Status::Open | Status::Overdue | Status::Issued)) if !claim.has_payments => Some(total),
            (None, Some(Status::PartPaid)) if !claim.has_payments => {
                return refused(
                    "it is paid in part, and nothing says how much is left".to_owned(),
                    "elle est payée en partie, et rien ne dit ce qu'il en reste".to_owned(),
                    &[Column::Status],
                );
            }
            (None, Some(Status::Closed)) => {
                return refused(
                    "it is closed, and nothing says whether it was paid, credited or given up".to_owned(),
                    "elle est close, et rien ne dit si elle a été payée, créditée ou abandonnée".to_owned(),
                    &[Column::Status],
                );
            }
            (None, _) if !claim.facts.get(Column::PaidOn).is_empty() => Some(Amount::ZERO),
            (None, _) => None,
        };
        let Some(open) = open else { return Verdict::Taken };
        if let Some(status) = status.filter(|_| stated.is_some())
            && ((matches!(status, Status::Paid | Status::Closed) && !open.is_zero())
                || (status.claims_debt() && open.is_zero())
                || (status == Status::PartPaid && open == total && !claim.has_payments))
        {
            return refused(
                "its status and what it says is owed contradict each other".to_owned(),
                "son statut et ce qu'elle dit rester dû se contredisent".to_owned(),
                &[Column::Status, if balance.is_some() { Column::Balance } else { Column::Paid }],
            );
        }
        let is_above = if is_credit { open < total } else { open > total };
        if is_above {
            return refused(
                "more is left to pay than its total".to_owned(),
                "il reste à payer plus que son total".to_owned(),
                &[if balance.is_some() { Column::Balance } else { Column::Paid }],
            );
        }
        match (is_credit && !claim.has_payments, open) {
            (true, open) if open != total => Verdict::Credit { open, total },
            (_, open) => Verdict::Owed { open, total, is_stated: stated.is_some() || status.is_some() },
        }
    }
}

/// Tells whether a number is none yet: programs give drafts one that stands for it, Dolibarr `(PROV12)` and Odoo `/`.
pub fn is_provisional(number: &str) -> bool {
    number == "/" || (number.starts_with("(PROV") && number.ends_with(')'))
}

fn unknown(place: Place) -> Diagnostic {
    let known = Status::known();
    let column = place.column.clone().unwrap_or_default();
    Diagnostic::new(code::input::WORD_UNKNOWN, "this status is not known", "ce statut n'est pas connu").at(place).help(
        format!(
            "[import.NAME.values.\"{column}\"] of policy.toml says what it means, one of: {known}; --mapping NAME reads the \
             list so"
        ),
        format!(
            "[import.NOM.values.\"{column}\"] dans policy.toml dit ce qu'il veut dire, parmi : {known} ; --mapping NOM lit la \
             liste ainsi"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::edit::PlainRows;

    fn verdict(kind: &str, total: &str, balance: &str, paid: &str, status: &str) -> Verdict {
        let mut invoice = PlainRows::new(vec![Column::Kind, Column::Amount]);
        invoice.push([kind, total]);
        let mut facts = PlainRows::new(vec![Column::Balance, Column::Paid, Column::Status, Column::PaidOn]);
        facts.push([balance, paid, status, ""]);
        let (invoice, facts) = (invoice.row(0), facts.row(0));
        let claim = Claim { invoice, facts, currency: Currency::EUR, has_payments: false };
        Judge::default().judge(claim, |_| Place::file("list.csv"))
    }

    fn owed(minor: i64, of: i64) -> Verdict {
        Verdict::Owed { open: Amount::from_minor(minor), total: Amount::from_minor(of), is_stated: true }
    }

    #[test]
    fn the_balance_is_what_is_owed_and_a_status_stands_for_one() {
        // 1200 less 700 paid: 500 are left.
        assert_eq!(verdict("", "1200.00", "500.00", "", ""), owed(50_000, 120_000));
        assert_eq!(verdict("", "1200.00", "", "700.00", "partiellement payée"), owed(50_000, 120_000));
        assert_eq!(verdict("", "1200.00", "", "", "Payée"), owed(0, 120_000));
        assert_eq!(verdict("", "1200.00", "", "", "En retard"), owed(120_000, 120_000));
        // Paid too much: he is owed 50.
        assert_eq!(verdict("", "1200.00", "-50.00", "", ""), owed(-5_000, 120_000));
        assert_eq!(verdict("", "1200.00", "", "", ""), Verdict::Taken);
    }

    #[test]
    fn drafts_and_used_credit_notes_are_no_debts() {
        assert_eq!(verdict("", "1200.00", "", "", "Brouillon"), Verdict::Draft);
        assert_eq!(verdict("", "1200.00", "1200.00", "", "Annulée"), Verdict::Cancelled);
        let credit = |open: i64| Verdict::Credit { open: Amount::from_minor(open), total: Amount::from_minor(-20_000) };
        assert_eq!(verdict("avoir", "200.00", "0.00", "", ""), credit(0));
        assert_eq!(verdict("", "-200.00", "-80.00", "", ""), credit(-8_000));
        assert_eq!(verdict("avoir", "200.00", "200.00", "", ""), owed(-20_000, -20_000));
    }

    #[test]
    fn what_contradicts_itself_is_refused() {
        for (total, balance, paid, status) in [
            ("1200.00", "500.00", "800.00", ""),
            ("1200.00", "500.00", "", "Payée"),
            ("1200.00", "0.00", "", "En retard"),
            ("1200.00", "1300.00", "", ""),
            ("1200.00", "", "", "Partiellement payée"),
            ("1200.00", "", "", "Abandonnée"),
        ] {
            assert!(
                matches!(verdict("", total, balance, paid, status), Verdict::Refused(_)),
                "{balance} {paid} {status}"
            );
        }
    }
}
