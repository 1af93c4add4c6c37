//! What a document's type (BT-3, UNTDID 1001) makes of it: the types that EN 16931 and the French rules allow.

/// What a document does to the debt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Nature {
    pub role: Role,
    /// Whether the claim belongs to a factor: he is paid, and he chases.
    pub is_factored: bool,
}

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// An invoice, whoever wrote it: 380, 389 (written by the buyer in the seller's name)...
    Invoice,
    /// An invoice for money on account: 386, 500.
    Deposit,
    /// A credit note: 381, 261...
    Credit,
    /// An invoice that takes the place of an earlier one: 384, 471, 472, 473.
    Corrected,
    /// Nothing that is owed: 325, a pro-forma invoice.
    ProForma,
}

const DEPOSITS: &[&str] = &["386", "500"];
const CREDITS: &[&str] = &["81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"];
const CORRECTED: &[&str] = &["384", "471", "472", "473"];
const FACTORED: &[&str] = &["393", "396", "472", "473", "501", "502"];
#[rustfmt::skip]
const INVOICES: &[&str] = &[
    "71", "80", "82", "84", "102", "130", "202", "203", "204", "211", "218", "219", "295", "326", "331", "380", "382",
    "383", "385", "387", "388", "389", "390", "393", "394", "395", "456", "457", "501", "527", "553", "575", "623",
    "633", "751", "780", "817", "870", "875", "876", "877", "935",
];

/// Returns what a type code says; nothing for one that is not known.
pub(super) fn nature(code: &str) -> Option<Nature> {
    let is = |codes: &[&str]| codes.contains(&code);
    let role = if is(DEPOSITS) {
        Role::Deposit
    } else if is(CREDITS) {
        Role::Credit
    } else if is(CORRECTED) {
        Role::Corrected
    } else if is(INVOICES) {
        Role::Invoice
    } else if code == "325" {
        Role::ProForma
    } else {
        return None;
    };
    Some(Nature { role, is_factored: is(FACTORED) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_has_one_role() {
        let role = |code| nature(code).map(|nature| nature.role);
        assert_eq!(
            [role("380"), role("389"), role("386")],
            [Some(Role::Invoice), Some(Role::Invoice), Some(Role::Deposit)]
        );
        assert_eq!(
            [role("381"), role("384"), role("325")],
            [Some(Role::Credit), Some(Role::Corrected), Some(Role::ProForma)]
        );
        assert_eq!([role("999"), role("")], [None, None]);
        assert!(nature("393").unwrap().is_factored && !nature("380").unwrap().is_factored);
        let mut all: Vec<&str> = [DEPOSITS, CREDITS, CORRECTED, INVOICES].concat();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count, "a code has two roles");
        assert!(FACTORED.iter().all(|code| all.contains(code)));
    }
}
