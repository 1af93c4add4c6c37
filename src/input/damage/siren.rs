//! SIREN and SIRET: nine or fourteen digits that end with a key (Luhn).

/// What a cell for a SIREN holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Siren {
    /// Nine digits with the right key, without the blanks between them.
    Sound(String),
    /// A SIRET: the SIREN in it.
    OfSiret(String),
    /// Something that cannot be one.
    Invalid(SirenFault),
}

/// Why a text is no SIREN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SirenFault {
    /// It is not nine digits.
    Form,
    /// Its last digit is not the key of the others: one of them is wrong.
    Key,
}

/// La Poste numbers its branches by itself: the digits of a SIRET of it add up to a multiple of five.
const LA_POSTE: &str = "356000000";

/// Reads a SIREN, with or without blanks, points and dashes between its digits.
pub fn siren(text: &str) -> Siren {
    let is_between = |c: char| c.is_whitespace() || matches!(c, '.' | '-');
    let digits: String = text.chars().filter(|&c| !is_between(c)).collect();
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Siren::Invalid(SirenFault::Form);
    }
    match digits.len() {
        9 if has_luhn_key(&digits) => Siren::Sound(digits),
        14 if is_siret(&digits) => Siren::OfSiret(digits[..9].to_owned()),
        9 | 14 => Siren::Invalid(SirenFault::Key),
        _ => Siren::Invalid(SirenFault::Form),
    }
}

fn is_siret(digits: &str) -> bool {
    let of_la_poste = || digits.bytes().map(|byte| u32::from(byte - b'0')).sum::<u32>().is_multiple_of(5);
    has_luhn_key(&digits[..9]) && (has_luhn_key(digits) || (digits.starts_with(LA_POSTE) && of_la_poste()))
}

/// Tells whether the digits, every second one from the right doubled, add up to a multiple of ten.
fn has_luhn_key(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let doubled = u32::from(byte - b'0') * if place % 2 == 0 { 1 } else { 2 };
            doubled / 10 + doubled % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 732829320, from the right: 0+(2→4)+3+(9→18→9)+2+(8→16→7)+2+(3→6)+7 = 40.
    #[test]
    fn the_key_is_checked() {
        assert_eq!(siren("732 829 320"), Siren::Sound("732829320".to_owned()));
        assert_eq!(siren("732.829.320"), Siren::Sound("732829320".to_owned()));
        assert_eq!(siren("732829321"), Siren::Invalid(SirenFault::Key));
        assert_eq!(siren("723829320"), Siren::Invalid(SirenFault::Key));
        for text in ["73282932", "7328293200", "FR732829320", "", "1,23E+08", "7328293200007"] {
            assert_eq!(siren(text), Siren::Invalid(SirenFault::Form), "{text}");
        }
    }

    /// 73282932000074 adds up to 50: the five digits of the place are 0, 0, 0, 7→14→5 and 4, and the SIREN is doubled
    /// the other way.
    #[test]
    fn a_siret_gives_its_siren() {
        assert_eq!(siren("732 829 320 00074"), Siren::OfSiret("732829320".to_owned()));
        assert_eq!(siren("73282932000075"), Siren::Invalid(SirenFault::Key));
    }

    /// 35600000049837: 3+5+6+4+9+8+3+7 = 45, a multiple of five; its Luhn sum is none of ten.
    #[test]
    fn la_poste_numbers_its_branches_by_itself() {
        assert_eq!(siren("35600000049837"), Siren::OfSiret("356000000".to_owned()));
        assert!(!has_luhn_key("35600000049837"));
        assert_eq!(siren("35600000049838"), Siren::Invalid(SirenFault::Key));
    }
}
