//! Due dates where the files give none: accounts hardly ever do.

use std::collections::BTreeSet;

use super::counted::counted;
use super::source::{Folder, Kind};
use super::{Incoming, IncomingRows};
use crate::diag::{Diagnostic, code};
use crate::input::columns::Column;
use crate::input::edit::{PlainRow, PlainRows};
use crate::law::terms::Terms;
use crate::model::{Bilingual, Date, FileRole, InvoiceKind};

/// Payment terms for invoices without any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// As they were typed, or those of the law.
    pub words: String,
    /// Whether they are those of sales between businesses that agreed on none, which run from the supply (C. com.
    /// L441-10 I).
    pub is_legal: bool,
}

/// Gives terms to the invoices that neither have a due date nor get one from a customer's terms, if `terms` says which.
/// `has_terms` tells whether the folder or its policy gives a customer terms. What the folder knows already keeps its
/// due date.
///
/// Returns the finding that says how many invoices of accounts and of lists without any due date have none, if `terms`
/// says nothing.
pub fn give(
    incoming: &mut Incoming,
    terms: Option<&Given>,
    folder: &dyn Folder,
    has_terms: &dyn Fn(&str) -> bool,
) -> Option<Diagnostic> {
    let rows = incoming.files.get(&FileRole::Invoices)?;
    let customers = incoming.files.get(&FileRole::Customers).into_iter().flat_map(|rows| rows.rows.iter());
    let with_terms: BTreeSet<&str> =
        customers.filter(|row| !row.get(Column::Terms).is_empty()).map(|row| row.get(Column::CustomerId)).collect();
    let lacks = |row: PlainRow<'_>| {
        lacks_both(row)
            && folder.invoice(row.get(Column::InvoiceId)).is_none()
            && !has_terms(row.get(Column::CustomerId))
            && !with_terms.contains(row.get(Column::CustomerId))
    };
    let undated: Vec<usize> = (0..rows.rows.len()).filter(|&at| lacks(rows.rows.row(at))).collect();
    let Some(terms) = terms else {
        let is_accounts = |list: u32| {
            let kind = incoming.sources.get(list as usize).and_then(|source| source.kind);
            matches!(kind, Some(Kind::Fec | Kind::Transfer | Kind::Einvoice))
        };
        // Accounts hardly ever date anything, and some lists never: it is said once.
        let all = rows.rows.iter().zip(&rows.places);
        let dating: BTreeSet<u32> = all.filter(|(row, _)| !lacks_both(*row)).map(|(_, (list, _))| *list).collect();
        let is_whole = |list: u32| is_accounts(list) || !dating.contains(&list);
        let undated: Vec<usize> = undated.into_iter().filter(|&at| is_whole(rows.places[at].0)).collect();
        return undated.first().map(|&first| missing(incoming, rows, first, undated.len()));
    };
    if undated.is_empty() {
        return None;
    }
    let count = undated.len();
    let rows = incoming.files.get_mut(&FileRole::Invoices)?;
    write(rows, &undated, terms);
    let source = incoming.sources.last_mut()?;
    let given = counted(
        count,
        ["invoice without a due date", "invoices without a due date"],
        ["facture sans échéance", "factures sans échéance"],
    );
    source.choices.push(Bilingual::new(
        format!("terms {}: given to {}", terms.words, given.en),
        format!("conditions {} : données à {}", terms.words, given.fr),
    ));
    None
}

/// Tells whether a row is of an invoice and says neither when it is due nor by what terms.
fn lacks_both(row: PlainRow<'_>) -> bool {
    let is_claim = || InvoiceKind::parse(row.get(Column::Kind)).unwrap_or(InvoiceKind::Invoice).has_terms();
    row.get(Column::DueDate).is_empty()
        && row.get(Column::Terms).is_empty()
        && !row.get(Column::Amount).starts_with('-')
        && is_claim()
}

fn write(rows: &mut IncomingRows, undated: &[usize], terms: &Given) {
    let mut columns = rows.rows.columns().to_vec();
    for column in [Column::Terms, Column::DueDate] {
        let is_filled = column == Column::Terms || terms.is_legal;
        if is_filled && !columns.contains(&column) {
            columns.push(column);
            rows.sources.values_mut().for_each(|names| names.push(None));
        }
    }
    let mut undated = undated.iter().copied().peekable();
    let mut written = PlainRows::new(columns.clone());
    for (at, row) in rows.rows.iter().enumerate() {
        let is_undated = undated.next_if_eq(&at).is_some();
        // No words of terms count from the supply: where it is dated, the day itself is written.
        let supply = Some(row.get(Column::SupplyDate)).filter(|_| is_undated && terms.is_legal);
        let supply: Option<Date> = supply.and_then(|day| day.parse().ok());
        let due = supply.map(|day| Terms::legal().due_date(day).to_string());
        let cell = |&column: &Column| match (column, &due) {
            (Column::DueDate, Some(due)) => due.as_str(),
            (Column::Terms, None) if is_undated => &terms.words,
            _ => row.get(column),
        };
        written.push(columns.iter().map(cell));
    }
    rows.rows = written;
}

fn missing(incoming: &Incoming, rows: &IncomingRows, first: usize, count: usize) -> Diagnostic {
    let number = rows.rows.row(first).get(Column::InvoiceId);
    let lacking = counted(
        count,
        [
            "invoice has no due date, and nothing gives it payment terms",
            "invoices have no due date, and nothing gives them payment terms",
        ],
        [
            "facture n'a pas d'échéance, et rien ne lui donne de conditions de paiement",
            "factures n'ont pas d'échéance, et rien ne leur donne de conditions de paiement",
        ],
    );
    // One of these days may be the due date.
    let unread = incoming.sources.get(rows.places[first].0 as usize).map_or(&[][..], |source| &source.unread_days);
    let (en, fr) = match unread {
        [] => Default::default(),
        names => (
            format!("; these columns hold days and are not read: {}", names.join(", ")),
            format!(" ; ces colonnes contiennent des dates et ne sont pas lues : {}", names.join(", ")),
        ),
    };
    Diagnostic::new(
        code::ledger::DUE_MISSING,
        format!("{}; the first is {number}{en}", lacking.en),
        format!("{} ; la première est {number}{fr}", lacking.fr),
    )
    .at(rows.place(&incoming.lists, first, None))
    .help(
        "--terms \"30 days\" gives them all the same; or add a list that has due dates, fill in terms in customers.csv, \
         or write default = \"30 days\" under [terms] of the policy",
        "--terms \"30 jours\" leur donne à toutes les mêmes ; ou ajouter une liste qui porte les échéances, remplir les \
         conditions dans customers.csv, ou écrire default = \"30 days\" sous [terms] dans la politique",
    )
}
