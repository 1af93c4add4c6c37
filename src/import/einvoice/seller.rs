//! Whether an invoice is ours: what others sold to us is owed by us, and chased by nobody here.

use super::document::{Document, Party};
use crate::input::header::same;
use crate::policy::Creditor;

/// Whose claim a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// The creditor of the policy is the seller.
    Ours,
    /// Somebody else is.
    Theirs,
    /// The policy has a creditor, and nothing of him can be compared with the seller.
    Unclear,
    /// The policy has no creditor yet.
    Unsaid,
}

/// What tells one business from another.
struct Identity {
    siren: String,
    vat_id: String,
}

impl Identity {
    fn of(siren: &str, vat_id: &str) -> Identity {
        let mut party = Party::default();
        party.registered("0002", siren);
        party.taxed(vat_id);
        Identity { siren: party.siren, vat_id: party.vat_id }
    }

    /// Tells whether two are the same; nothing when they have no number in common.
    fn is(&self, other: &Identity) -> Option<bool> {
        let pairs = [(&self.siren, &other.siren), (&self.vat_id, &other.vat_id)];
        pairs.into_iter().find(|(one, two)| !one.is_empty() && !two.is_empty()).map(|(one, two)| one == two)
    }
}

/// Judges by the numbers of the parties; by the name where they have none in common.
pub(super) fn owner(document: &Document, creditor: &Creditor) -> Owner {
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    let us = Identity::of(&said(&creditor.siren), &said(&creditor.vat_id));
    let name = said(&creditor.name);
    if us.siren.is_empty() && us.vat_id.is_empty() && name.is_empty() {
        return Owner::Unsaid;
    }
    let [seller, buyer] = [&document.seller, &document.buyer].map(|party| Identity::of(&party.siren, &party.vat_id));
    match us.is(&seller) {
        Some(true) => Owner::Ours,
        Some(false) => Owner::Theirs,
        None if us.is(&buyer) == Some(true) => Owner::Theirs,
        None if same(&document.seller.name, &name) => Owner::Ours,
        None => Owner::Unclear,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::einvoice::tests::document;

    fn creditor(name: &str, siren: &str, vat_id: &str) -> Creditor {
        let said = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Creditor { name: said(name), siren: said(siren), vat_id: said(vat_id), ..Creditor::default() }
    }

    #[test]
    fn numbers_tell_the_seller_and_names_only_where_there_are_none() {
        let mut document = document();
        document.seller =
            Party { name: "Atelier Martin".to_owned(), siren: "732829320".to_owned(), ..Party::default() };
        document.buyer = Party { name: "Boulangerie".to_owned(), siren: "404833048".to_owned(), ..Party::default() };
        let judged = |name, siren, vat_id| owner(&document, &creditor(name, siren, vat_id));
        assert_eq!(judged("", "", ""), Owner::Unsaid);
        assert_eq!(judged("Another name", "732 829 320", ""), Owner::Ours);
        // A French VAT number ends in the SIREN.
        assert_eq!(judged("", "", "FR44732829320"), Owner::Ours);
        assert_eq!(judged("Boulangerie", "404833048", ""), Owner::Theirs);
        assert_eq!(judged("ATELIER MARTIN", "", ""), Owner::Ours);
        assert_eq!(judged("Martin SARL", "", ""), Owner::Unclear);
        document.seller.siren.clear();
        assert_eq!(owner(&document, &creditor("X", "404833048", "")), Owner::Theirs, "we are the buyer");
    }
}
