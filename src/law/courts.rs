//! Whose courts a debtor is sued before: those of the place where he lives or is established (CPC 42, 43). For an order
//! for payment that is public policy (CPC 1406), so there is none in France against a debtor abroad.

use crate::model::country;

/// Whose courts are those of the debtor's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Courts {
    /// France.
    France,
    /// Another member state of the European Union but Denmark: where the European order for payment goes (regulation
    /// (EC) 1896/2006, art. 2).
    Union,
    /// Any other country.
    Elsewhere,
}

/// The member states that the European order for payment is for, France left out.
const UNION: &[&str] = &[
    "AT", "BE", "BG", "HR", "CY", "CZ", "EE", "FI", "DE", "GR", "HU", "IE", "IT", "LV", "LT", "LU", "MT", "NL", "PL",
    "PT", "RO", "SK", "SI", "ES", "SE",
];

/// The parts of France that have a code of their own in ISO 3166.
const OVERSEAS: &[&str] = &["GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "NC", "PF", "WF"];

impl Courts {
    /// Returns whose courts those of a debtor are, by the country of his address; an address without one is in France.
    pub fn of(country: Option<&str>) -> Courts {
        let Some(country) = country.map(str::trim).filter(|country| !country.is_empty()) else { return Courts::France };
        if country::is_same(country, "France") || OVERSEAS.iter().any(|code| code.eq_ignore_ascii_case(country)) {
            return Courts::France;
        }
        let is_in_union = UNION.iter().any(|code| country::is_same(country, code));
        if is_in_union { Courts::Union } else { Courts::Elsewhere }
    }

    /// Tells whether a European order for payment can be had: only across a border (regulation (EC) 1896/2006, art. 3).
    pub fn has_european_order(creditor: Option<&str>, debtor: Option<&str>) -> bool {
        let is_same = creditor.zip(debtor).is_some_and(|(one, other)| country::is_same(one, other));
        Courts::of(debtor) == Courts::Union && Courts::of(creditor) != Courts::Elsewhere && !is_same
    }

    /// Tells whether the debtor is established in another country than France.
    pub const fn are_abroad(self) -> bool {
        !matches!(self, Courts::France)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_country_of_the_address_decides() {
        for home in [None, Some(""), Some(" "), Some("FR"), Some("France"), Some("fra"), Some("RE")] {
            assert_eq!(Courts::of(home), Courts::France, "{home:?}");
        }
        for union in ["DE", "Allemagne", "germany", "BE", "Belgique"] {
            assert_eq!(Courts::of(Some(union)), Courts::Union, "{union}");
        }
        // Denmark takes no part in the regulation.
        for elsewhere in ["DK", "Danemark", "CH", "Suisse", "GB", "Narnia"] {
            assert_eq!(Courts::of(Some(elsewhere)), Courts::Elsewhere, "{elsewhere}");
        }
    }
}
