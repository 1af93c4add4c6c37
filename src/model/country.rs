//! Countries as an envelope names them: posts abroad know names in French or English, in capitals, and no codes.

use super::Lang;

/// The code of ISO 3166 and the names of countries that firms here write to: in French, in English.
const COUNTRIES: &[(&str, &str, &str)] = &[
    ("AD", "Andorre", "Andorra"),
    ("AE", "Émirats arabes unis", "United Arab Emirates"),
    ("AT", "Autriche", "Austria"),
    ("AU", "Australie", "Australia"),
    ("BE", "Belgique", "Belgium"),
    ("BG", "Bulgarie", "Bulgaria"),
    ("BR", "Brésil", "Brazil"),
    ("CA", "Canada", "Canada"),
    ("CH", "Suisse", "Switzerland"),
    ("CI", "Côte d’Ivoire", "Côte d’Ivoire"),
    ("CM", "Cameroun", "Cameroon"),
    ("CN", "Chine", "China"),
    ("CY", "Chypre", "Cyprus"),
    ("CZ", "Tchéquie", "Czechia"),
    ("DE", "Allemagne", "Germany"),
    ("DK", "Danemark", "Denmark"),
    ("DZ", "Algérie", "Algeria"),
    ("EE", "Estonie", "Estonia"),
    ("ES", "Espagne", "Spain"),
    ("FI", "Finlande", "Finland"),
    ("FR", "France", "France"),
    ("GB", "Royaume-Uni", "United Kingdom"),
    ("GR", "Grèce", "Greece"),
    ("HR", "Croatie", "Croatia"),
    ("HU", "Hongrie", "Hungary"),
    ("IE", "Irlande", "Ireland"),
    ("IL", "Israël", "Israel"),
    ("IN", "Inde", "India"),
    ("IS", "Islande", "Iceland"),
    ("IT", "Italie", "Italy"),
    ("JP", "Japon", "Japan"),
    ("LI", "Liechtenstein", "Liechtenstein"),
    ("LT", "Lituanie", "Lithuania"),
    ("LU", "Luxembourg", "Luxembourg"),
    ("LV", "Lettonie", "Latvia"),
    ("MA", "Maroc", "Morocco"),
    ("MC", "Monaco", "Monaco"),
    ("MG", "Madagascar", "Madagascar"),
    ("MT", "Malte", "Malta"),
    ("MU", "Maurice", "Mauritius"),
    ("MX", "Mexique", "Mexico"),
    ("NL", "Pays-Bas", "Netherlands"),
    ("NO", "Norvège", "Norway"),
    ("NZ", "Nouvelle-Zélande", "New Zealand"),
    ("PL", "Pologne", "Poland"),
    ("PT", "Portugal", "Portugal"),
    ("RO", "Roumanie", "Romania"),
    ("RS", "Serbie", "Serbia"),
    ("SE", "Suède", "Sweden"),
    ("SG", "Singapour", "Singapore"),
    ("SI", "Slovénie", "Slovenia"),
    ("SK", "Slovaquie", "Slovakia"),
    ("SN", "Sénégal", "Senegal"),
    ("TN", "Tunisie", "Tunisia"),
    ("TR", "Turquie", "Türkiye"),
    ("UA", "Ukraine", "Ukraine"),
    ("UK", "Royaume-Uni", "United Kingdom"),
    ("US", "États-Unis", "United States"),
];

/// Returns the name of a country for an envelope: a code's name in the letter's language, a name as it is written.
pub fn on_envelope(country: &str, lang: Lang) -> String {
    let known = COUNTRIES.iter().find(|(code, ..)| code.eq_ignore_ascii_case(country.trim()));
    let name = known.map_or(country, |&(_, fr, en)| if lang == Lang::Fr { fr } else { en });
    name.to_uppercase()
}

/// Tells whether two texts name one country, by its code or by its name in French or English.
pub fn is_same(a: &str, b: &str) -> bool {
    key(a) == key(b)
}

fn key(text: &str) -> String {
    let upper = text.trim().to_uppercase().replace('\'', "’");
    let is_known = |&&(code, fr, en): &&(&str, &str, &str)| {
        code == upper || fr.to_uppercase() == upper || en.to_uppercase() == upper || (code == "FR" && upper == "FRA")
    };
    COUNTRIES.iter().find(is_known).map_or(upper.clone(), |(_, fr, _)| (*fr).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_written_out_and_a_name_stays() {
        assert_eq!(on_envelope("CH", Lang::Fr), "SUISSE");
        assert_eq!(on_envelope("ie", Lang::En), "IRELAND");
        assert_eq!(on_envelope("Deutschland", Lang::Fr), "DEUTSCHLAND");
        assert_eq!(on_envelope("ZZ", Lang::Fr), "ZZ");
    }

    #[test]
    fn one_country_has_several_names() {
        for (a, b) in [
            ("FR", "France"),
            ("FRA", " france"),
            ("DE", "Allemagne"),
            ("Belgium", "belgique"),
            ("UK", "GB"),
            ("X", "x"),
        ] {
            assert!(is_same(a, b), "{a} {b}");
        }
        assert!(!is_same("CH", "CN") && !is_same("", "FR"));
    }
}
