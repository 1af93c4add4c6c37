//! Which texts are e-mail addresses: those that can stand in the head of a message as they are.

/// The most characters of an address, by RFC 5321.
const LONGEST: usize = 254;

/// Returns the addresses of a cell, as people write them: `a@b.fr; c@d.fr`, `a@b.fr / c@d.fr`, `Jean <a@b.fr>`,
/// `mailto:a@b.fr`; nothing unless the cell holds addresses and nothing else.
pub fn addresses(text: &str) -> Option<Vec<String>> {
    let unquoted = without_quoted(text).replace(" / ", ";").replace(" | ", ";");
    let mut found = Vec::new();
    // Of `Dupont, Jean <a@b.fr>` the comma parts no addresses.
    let mut is_name = false;
    for part in unquoted.split([';', ',']).map(str::trim).filter(|part| !part.is_empty()) {
        match part.strip_suffix('>').and_then(|part| part.rsplit_once('<')) {
            Some((_, address)) => {
                found.push(bare(address)?);
                is_name = false;
            }
            None if is_name => return None,
            None if !part.contains('@') => is_name = true,
            None => listed(part, &mut found)?,
        }
    }
    (!found.is_empty() && !is_name).then_some(found)
}

/// Takes the addresses of a text that blanks and slashes part.
fn listed(text: &str, found: &mut Vec<String>) -> Option<()> {
    for word in text.split_whitespace() {
        match bare(word) {
            Some(address) => found.push(address),
            // A slash can stand before the `@` of an address, never behind it.
            None => {
                for part in word.split(['/', '|']).filter(|part| !part.is_empty()) {
                    found.push(bare(part)?);
                }
            }
        }
    }
    Some(())
}

/// Returns the address alone, without the `mailto:` of a link.
fn bare(text: &str) -> Option<String> {
    let text = text.trim();
    let linked = text.get(..7).filter(|start| start.eq_ignore_ascii_case("mailto:")).map(|_| &text[7..]);
    let address = linked.map_or(text, |link| link.split('?').next().unwrap_or_default());
    is_address(address).then(|| address.to_owned())
}

/// Returns the text without what stands between quotes: names.
fn without_quoted(text: &str) -> String {
    text.split('"').step_by(2).collect()
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

    #[test]
    fn addresses_are_read_as_people_write_them() {
        for cell in [
            "a@b.fr / c@d.fr",
            "a@b.fr/c@d.fr",
            "a@b.fr c@d.fr",
            "Jean Dupont <a@b.fr>; \"Dupont; Anne\" <c@d.fr>",
            "Dupont, Jean <a@b.fr>, c@d.fr",
            "mailto:a@b.fr, MAILTO:c@d.fr?subject=Facture",
            "a@b.fr <a@b.fr>; <c@d.fr>",
            "Jean <a@b.fr> / c@d.fr",
        ] {
            assert_eq!(addresses(cell).unwrap_or_default(), ["a@b.fr", "c@d.fr"], "{cell}");
        }
        assert_eq!(addresses("devis/sav@b.fr").unwrap(), ["devis/sav@b.fr"]);
        for bad in [
            "voir Anne",
            "a@b.fr (Anne)",
            "a@b",
            "Jean <voir Anne>",
            "a@b.fr, Jean",
            "Jean, Anne, a@b.fr",
            "<>",
            "mailto:",
        ] {
            assert_eq!(addresses(bad), None, "{bad}");
        }
    }
}
