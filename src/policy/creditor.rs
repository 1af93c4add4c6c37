//! `[creditor]`: who is owed.

use serde::Deserialize;

/// The sender of letters: the mentions that C. com. R123-237 and R123-238 ask for, and how to pay.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table")]
#[expect(missing_docs, reason = "each key is documented in policies/fr-b2b.toml")]
pub struct Creditor {
    pub name: Option<String>,
    pub legal_form: Option<String>,
    pub share_capital: Option<String>,
    pub siren: Option<String>,
    pub rcs: Option<String>,
    pub vat_id: Option<String>,
    pub address_1: Option<String>,
    pub address_2: Option<String>,
    pub postal_code: Option<String>,
    pub city: Option<String>,
    pub country: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub contact: Option<String>,
    pub iban: Option<String>,
    pub bic: Option<String>,
}

impl Creditor {
    /// Returns every mention, in the order of the fields.
    pub(super) fn each_mut(&mut self) -> [&mut Option<String>; 16] {
        let Creditor { name, legal_form, share_capital, siren, rcs, vat_id, address_1, address_2, .. } = self;
        let Creditor { postal_code, city, country, email, phone, contact, iban, bic, .. } = self;
        [
            name,
            legal_form,
            share_capital,
            siren,
            rcs,
            vat_id,
            address_1,
            address_2,
            postal_code,
            city,
            country,
            email,
            phone,
            contact,
            iban,
            bic,
        ]
    }
}
