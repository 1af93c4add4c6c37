//! Which procedure an item is under: invoice, else customer, else segment, else kind, else the default one.

use crate::model::{ItemId, Ledger};
use crate::policy::{Policy, Procedure};

/// Returns the procedure of an item. A name that the policy does not have is never passed over in silence: it comes
/// back as the error, with nothing when no procedure is for such a customer.
///
/// # Errors
/// The name that the policy does not have; nothing when no procedure is for such a customer.
pub fn choose<'a>(policy: &'a Policy, ledger: &'a Ledger, item: ItemId) -> Result<&'a Procedure, Option<&'a str>> {
    let customer = ledger.customer(ledger.invoice(item).customer);
    let of_invoice = ledger.more(item).and_then(|more| more.procedure.as_deref());
    if let Some(name) = of_invoice.or(customer.more().procedure.as_deref()) {
        return policy.procedures.iter().find(|procedure| procedure.name == name).ok_or(Some(name));
    }
    let procedures = || policy.procedures.iter();
    let by_segment = customer
        .more()
        .segment
        .as_ref()
        .and_then(|own| procedures().find(|procedure| procedure.segments.contains(own)));
    let by_kind =
        || procedures().find(|procedure| procedure.segments.is_empty() && procedure.kinds.contains(&customer.kind));
    // The default is for all that no other one is for, unless it says itself for whom it is.
    let default = Some(policy.default_procedure());
    let for_all = default.filter(|procedure| procedure.segments.is_empty() && procedure.kinds.is_empty());
    by_segment.or_else(by_kind).or(for_all).ok_or(None)
}
