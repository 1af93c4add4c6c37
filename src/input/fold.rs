//! Names without case, accents, blanks and punctuation, by which they are compared.

/// Returns the letters and digits of a name, without case and accents: `N° de facture` is `ndefacture`.
pub fn fold(name: &str) -> String {
    letters(name).collect()
}

/// Returns what [`fold`] does of somebody's name, with groups of digits kept apart: 1-3 rue Foch is not 13 rue Foch.
pub fn fold_name(name: &str) -> String {
    let pieces = name.split(|c: char| !c.is_alphanumeric()).map(fold).filter(|piece| !piece.is_empty());
    pieces.fold(String::new(), |mut folded, piece| {
        let is_digit = |c: char| c.is_ascii_digit();
        if folded.ends_with(is_digit) && piece.starts_with(is_digit) {
            folded.push(' ');
        }
        folded + &piece
    })
}

/// Tells whether two names are equal but for case, accents, blanks and punctuation.
pub fn same(a: &str, b: &str) -> bool {
    if a.is_ascii() && b.is_ascii() {
        // Nearly all are, and hundreds of pairs are compared for each file.
        return plain_letters(a).eq(plain_letters(b));
    }
    letters(a).eq(letters(b))
}

/// Returns of a name in ASCII what [`letters`] returns of any name.
fn plain_letters(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase())
}

fn letters(name: &str) -> impl Iterator<Item = char> {
    name.chars()
        .flat_map(char::to_lowercase)
        .flat_map(|c| {
            let plain = match c {
                'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => "a",
                'ç' => "c",
                'è' | 'é' | 'ê' | 'ë' => "e",
                'ì' | 'í' | 'î' | 'ï' => "i",
                'ñ' => "n",
                'ò' | 'ó' | 'ô' | 'õ' | 'ö' => "o",
                'ù' | 'ú' | 'û' | 'ü' => "u",
                'ý' | 'ÿ' => "y",
                'æ' => "ae",
                'œ' => "oe",
                // "N°", "Nº", and the accents of decomposed letters.
                '°' | 'º' | '\u{300}'..='\u{36f}' => "",
                _ => return [Some(c).filter(|c| c.is_alphanumeric()), None],
            };
            let mut chars = plain.chars();
            [chars.next(), chars.next()]
        })
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_case_accents_blanks_and_punctuation() {
        assert_eq!(fold("N° de Facture"), "ndefacture");
        assert_eq!(fold("Échéance"), "echeance");
        assert_eq!(fold("E\u{301}che\u{301}ance"), "echeance");
        assert_eq!(fold("e-mail"), fold("E_Mail"));
        assert_eq!(fold("Cœur"), "coeur");
        assert!(same("Raison sociale", "raison_sociale") && !same("nom", "noms"));
    }

    #[test]
    fn numbers_in_a_name_are_not_run_together() {
        assert_eq!(fold_name("Syndicat 1-3 rue Foch"), "syndicat1 3ruefoch");
        assert_eq!(fold_name("SYNDICAT 1 / 3, rue Foch"), "syndicat1 3ruefoch");
        assert_ne!(fold_name("Syndicat 1-3 rue Foch"), fold_name("Syndicat 13 rue Foch"));
        assert_eq!(fold_name("S.A.R.L. Caf\u{e9}-Cre\u{300}me 2 bis"), fold_name("SARL cafe creme 2bis"));
    }
}
