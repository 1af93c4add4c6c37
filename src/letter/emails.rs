//! Which texts are e-mail addresses: those that can stand in the head of a message as they are.

/// Is the most characters of an address, by RFC 5321.
const LONGEST: usize = 254;

/// Returns the addresses of a cell, which people part by `;`, `,` or spaces; nothing unless every one is an address.
pub fn addresses(text: &str) -> Option<Vec<String>> {
    let parts = text.split(|c: char| matches!(c, ';' | ',') || c.is_whitespace()).filter(|part| !part.is_empty());
    let found: Vec<String> = parts.map(str::to_owned).collect();
    (!found.is_empty() && found.iter().all(|address| is_address(address))).then_some(found)
}

/// Tells whether a text is `local@domain` with nothing that means something else in the head of a message. Quoted
/// local parts and letters beyond ASCII are no addresses here: few mail programs send to them.
pub fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let is_atom = |c: u8| c.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&c);
    let atoms = |text: &str, is: fn(u8) -> bool| text.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(is));
    let label = |c: u8| c.is_ascii_alphanumeric() || c == b'-';
    text.len() <= LONGEST && domain.contains('.') && atoms(local, is_atom) && atoms(domain, label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_stand_in_a_head_is_an_address() {
        for good in ["a@b.fr", "jean.dupont+relance@x-y.example", "o'neil@a.b.example"] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@b",
            "@b.fr",
            "a@",
            "a@b.fr@c.fr",
            "a@b.fr\r\nBcc: x@y.fr",
            "a b@c.fr",
            "<a@b.fr>",
            "a@b..fr",
            ".a@b.fr",
            "é@b.fr",
            "a@é.fr",
            "\"a\"@b.fr",
            "a,b@c.fr",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
        assert!(!is_address(&format!("{}@b.fr", "a".repeat(250))));
    }

    #[test]
    fn a_cell_can_hold_several() {
        assert_eq!(addresses("a@b.fr; c@d.fr").unwrap(), ["a@b.fr", "c@d.fr"]);
        assert_eq!((addresses("a@b.fr, nobody"), addresses(" ; ")), (None, None));
    }
}
