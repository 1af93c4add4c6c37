//! The mappings that come with the program: `policies/imports/*.toml`, each named after the export that it is for.
//!
//! They are tables of a policy like any other, so that one can be copied into `policy.toml` and changed there.

use std::sync::OnceLock;

use super::{ImportMapping, load};

const FILES: &[(&str, &str)] = &[
    ("dolibarr", include_str!("../../policies/imports/dolibarr.toml")),
    ("erpnext", include_str!("../../policies/imports/erpnext.toml")),
    ("invoice-ninja", include_str!("../../policies/imports/invoice-ninja.toml")),
    ("odoo-currencies", include_str!("../../policies/imports/odoo-currencies.toml")),
    ("odoo", include_str!("../../policies/imports/odoo.toml")),
    ("quickbooks", include_str!("../../policies/imports/quickbooks.toml")),
    ("shopify", include_str!("../../policies/imports/shopify.toml")),
    ("simple-fr", include_str!("../../policies/imports/simple-fr.toml")),
    ("xero", include_str!("../../policies/imports/xero.toml")),
    ("zoho", include_str!("../../policies/imports/zoho.toml")),
];

/// Returns the mappings that come with the program, by name.
pub fn presets() -> &'static [(String, ImportMapping)] {
    static PRESETS: OnceLock<Vec<(String, ImportMapping)>> = OnceLock::new();
    PRESETS.get_or_init(|| {
        let policies = FILES.iter().map(|(name, text)| load(text, name).expect("a compiled-in mapping has no faults"));
        policies.flat_map(|policy| policy.imports).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_is_named_after_its_file_and_recognises_its_export() {
        let names: Vec<&str> = presets().iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, FILES.iter().map(|(name, _)| *name).collect::<Vec<_>>());
        assert!(presets().iter().all(|(_, written)| written.recognise.len() >= 4));
    }
}
