//! The QR code of a SEPA credit transfer (EPC069-12, version 2): the account, the sum and the reference, for the
//! banking app of whoever pays.

use std::fmt::Write;

use fast_qr::{ECL, Mode, QRBuilder};

use crate::letter::safe::whole_line;
use crate::model::{Amount, Currency};
use crate::policy::Creditor;

/// The largest sum of one transfer: 999 999 999.99 EUR.
const LARGEST_CENTS: i64 = 99_999_999_999;

/// The most characters of the beneficiary's name, and of a free reference.
const LONGEST_NAME: usize = 70;
const LONGEST_REFERENCE: usize = 140;

/// The most bytes of the whole, and the modules of a side of the largest code that the guidelines allow, version 13.
const LONGEST: usize = 331;
const LARGEST_SIDE: usize = 17 + 4 * 13;

/// How many light modules surround a code.
const QUIET: usize = 4;

/// Returns what the code says, when the claim can be paid by one: in euros, a valid account, a name, a sum that a
/// transfer can carry, a reference that is not cut.
pub fn payload(creditor: &Creditor, total: Amount, currency: Currency, reference: &str) -> Option<String> {
    let iban = compact(creditor.iban.as_deref()?);
    let is_sound = currency == Currency::EUR && is_iban(&iban) && (1..=LARGEST_CENTS).contains(&total.minor());
    let name = whole_line(creditor.name.as_deref()?);
    let fits =
        !name.is_empty() && name.chars().count() <= LONGEST_NAME && reference.chars().count() <= LONGEST_REFERENCE;
    if !is_sound || !fits {
        return None;
    }
    let bic = creditor.bic.as_deref().map(compact).filter(|bic| is_bic(bic)).unwrap_or_default();
    let sum = total.to_decimal(currency);
    let payload = format!("BCD\n002\n1\nSCT\n{bic}\n{name}\n{iban}\nEUR{sum}\n\n\n{reference}");
    (payload.len() <= LONGEST).then_some(payload)
}

/// A code as it is drawn: dark modules on white.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// How many modules the side has, margin included.
    pub side: usize,
    /// Dark modules side by side: from where, and how many. Fewer shapes, and no hairlines between them.
    pub runs: Vec<(usize, usize, usize)>,
}

/// Returns the code that says so; nothing for a text that no code of the size allowed can carry.
pub fn code(payload: &str) -> Option<Code> {
    let code = QRBuilder::new(payload).ecl(ECL::M).mode(Mode::Byte).build().ok()?;
    let side = code.size;
    if side > LARGEST_SIDE {
        return None;
    }
    let mut runs = Vec::new();
    for (y, row) in code.data.chunks(side).take(side).enumerate() {
        let mut x = 0;
        while x < side {
            let run = row[x..].iter().take_while(|module| module.value()).count();
            if run > 0 {
                runs.push((x + QUIET, y + QUIET, run));
            }
            x += run.max(1);
        }
    }
    Some(Code { side: side + 2 * QUIET, runs })
}

/// Returns the code as SVG, margin included; nothing where there is none.
pub fn svg(payload: &str) -> Option<String> {
    let Code { side, runs } = code(payload)?;
    let mut path = String::with_capacity(8 * 1024);
    for (x, y, run) in runs {
        let _ = write!(path, "M{x} {y}.5h{run}");
    }
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" width=\"{side}\" height=\"{side}\" \
            shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path stroke=\"#000\" d=\"{path}\"/></svg>"
    ))
}

/// Returns an account without its spaces, in capitals.
fn compact(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase()
}

/// Tells whether a text, without spaces and in capitals, is an IBAN: its form and its check digits (ISO 13616).
pub fn is_iban(iban: &str) -> bool {
    let bytes = iban.as_bytes();
    let form = bytes.len() >= 15
        && bytes.len() <= 34
        && bytes[..2].iter().all(u8::is_ascii_uppercase)
        && bytes[2..4].iter().all(u8::is_ascii_digit)
        && bytes[4..].iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    // Other countries' lengths change now and then; the check digits catch what matters.
    let length = !iban.starts_with("FR") || bytes.len() == 27;
    if !form || !length {
        return false;
    }
    let digits = bytes[4..].iter().chain(&bytes[..4]);
    let rest = digits.fold(0_u32, |rest, &b| match b {
        b'0'..=b'9' => (rest * 10 + u32::from(b - b'0')) % 97,
        _ => (rest * 100 + u32::from(b - b'A') + 10) % 97,
    });
    rest == 1
}

/// Tells whether the account of the policy, if there is one, is an IBAN.
pub fn is_account(text: &str) -> bool {
    is_iban(&compact(text))
}

fn is_bic(bic: &str) -> bool {
    matches!(bic.len(), 8 | 11)
        && bic[..6].bytes().all(|b| b.is_ascii_uppercase())
        && bic.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::eur;

    fn creditor() -> Creditor {
        Creditor {
            name: Some("Atelier Moreau".to_owned()),
            iban: Some("fr14 2004 1010 0505 0001 3m02 606".to_owned()),
            bic: Some("PSST FRPP SCE".to_owned()),
            ..Creditor::default()
        }
    }

    #[test]
    fn the_code_says_account_sum_and_reference() {
        let said = payload(&creditor(), eur("1431.70"), Currency::EUR, "F-1, F-2").unwrap();
        assert_eq!(
            said,
            "BCD\n002\n1\nSCT\nPSSTFRPPSCE\nAtelier Moreau\nFR1420041010050500013M02606\nEUR1431.70\n\n\nF-1, F-2"
        );
        let Code { side, runs } = code(&said).unwrap();
        // The top left corner of the code is the upper edge of a finder pattern, seven modules wide.
        assert_eq!(runs[0], (4, 4, 7));
        assert!(svg(&said).unwrap().contains("M4 4.5h7M"));
        // 84 bytes fit version 5 at level M, and 106 version 6: 41 modules, and 8 of margin.
        assert_eq!((said.len(), side), (90, 49));
    }

    #[test]
    fn what_a_transfer_cannot_carry_has_no_code() {
        let sound = |creditor: &Creditor, sum: &str, currency| payload(creditor, eur(sum), currency, "F").is_some();
        assert!(sound(&creditor(), "0.01", Currency::EUR) && sound(&creditor(), "999999999.99", Currency::EUR));
        assert!(!sound(&creditor(), "0.00", Currency::EUR) && !sound(&creditor(), "1000000000.00", Currency::EUR));
        assert!(!sound(&creditor(), "10.00", Currency::parse("USD").unwrap()));
        let wrong = Creditor { iban: Some("FR15 2004 1010 0505 0001 3M02 606".to_owned()), ..creditor() };
        let nameless = Creditor { name: None, ..creditor() };
        assert!(!sound(&wrong, "10.00", Currency::EUR) && !sound(&nameless, "10.00", Currency::EUR));
        assert_eq!(payload(&creditor(), eur("1"), Currency::EUR, &"é".repeat(141)), None);
        let no_bic = Creditor { bic: Some("?".to_owned()), ..creditor() };
        assert!(payload(&no_bic, eur("1"), Currency::EUR, "F").unwrap().starts_with("BCD\n002\n1\nSCT\n\nAtelier"));
    }

    #[test]
    fn check_digits_are_checked() {
        // Published examples of ISO 13616.
        for iban in
            ["FR1420041010050500013M02606", "DE89370400440532013000", "GB29NWBK60161331926819", "NO9386011117947"]
        {
            assert!(is_iban(iban), "{iban}");
        }
        for wrong in ["FR1420041010050500013M02607", "FR14", "", "fr1420041010050500013M02606", "FR14 2004"] {
            assert!(!is_iban(wrong), "{wrong}");
        }
    }
}
