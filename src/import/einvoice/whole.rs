//! Documents of which a part was paid before, where the folder has the whole: what is to be paid is not what they are
//! for.

use super::document::Document;
use super::kinds::Role;
use crate::import::source::Folder;
use crate::model::Amount;

/// Returns the amount for which the folder has, or should have, a document whose sum to pay has a deposit or a set-off
/// taken off; nothing where the sum to pay is what it is for. `is_known` tells whether the folder or the run has an
/// invoice.
pub(super) fn of(document: &Document, folder: &dyn Folder, is_known: impl Fn(&str) -> bool) -> Option<Amount> {
    let (total, prepaid) = (document.total?, document.prepaid);
    let is_split = !prepaid.is_zero() && total - prepaid == document.payable && document.instalments.is_empty();
    let is_whole = match (document.nature.role, document.preceding.as_slice()) {
        _ if !is_split => false,
        // It was set off against the invoice, since nothing was paid on that which could be given back.
        (Role::Credit, [number]) => {
            document.payable.is_zero() && is_known(number) && folder.payments_on(number).is_empty()
        }
        (Role::Credit, _) => false,
        _ => folder.billed(&document.number) == Some((total, document.currency)) && has(folder, document, prepaid),
    };
    is_whole.then_some(total)
}

/// Tells whether the folder has a deposit: one payment, all of them, or all before the document.
fn has(folder: &dyn Folder, document: &Document, prepaid: Amount) -> bool {
    let payments = folder.payments_on(&document.number);
    let sum = |is_counted: &dyn Fn(&crate::model::Date) -> bool| -> Amount {
        payments.iter().filter(|(_, day, _)| is_counted(day)).map(|(_, _, amount)| *amount).sum()
    };
    payments.iter().any(|(_, _, amount)| *amount == prepaid)
        || sum(&|_| true) == prepaid
        || sum(&|day| *day <= document.issue) == prepaid
}
