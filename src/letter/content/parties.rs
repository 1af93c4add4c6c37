//! Who writes to whom: the sender's mentions, the addressee, and how to pay.

use std::collections::BTreeSet;

use crate::letter::formats::envelope;
use crate::letter::model::{Addressee, Payment, Sender};
use crate::letter::safe::{one_line, one_line_of};
use crate::model::{Customer, CustomerMore, Lang, compact, country, email};
use crate::policy::Creditor;

const HARD_SPACE: &str = "\u{a0}";

/// Returns the sender, with as many of the mentions of C. com. R123-237 and R123-238 as the policy gives.
pub fn sender(creditor: &Creditor, lang: Lang) -> Sender {
    let tidy = |text: &Option<String>| one_line_of(text.as_deref());
    let hard = |text: String| text.replace(' ', HARD_SPACE);
    let capital = tidy(&creditor.share_capital).map(hard);
    let form = match (tidy(&creditor.legal_form), capital, lang) {
        (Some(form), Some(capital), Lang::Fr) => Some(format!("{form} au capital de {capital}")),
        (Some(form), Some(capital), Lang::En) => Some(format!("{form} with share capital of {capital}")),
        (form, _, _) => form,
    };
    let siren = tidy(&creditor.siren).map(|siren| format!("SIREN{HARD_SPACE}{}", grouped_siren(&siren)));
    let register: Vec<String> = [siren, tidy(&creditor.rcs).map(hard)].into_iter().flatten().collect();
    let register = (!register.is_empty()).then(|| register.join(" – "));
    let vat = tidy(&creditor.vat_id).map(|vat| match lang {
        Lang::Fr => format!("TVA{HARD_SPACE}{vat}"),
        Lang::En => format!("VAT{HARD_SPACE}no.{HARD_SPACE}{vat}"),
    });
    Sender {
        name: tidy(&creditor.name),
        legal: [form, register, vat].into_iter().flatten().collect(),
        address: address(
            [&creditor.address_1, &creditor.address_2].into_iter().filter_map(tidy).collect(),
            [&creditor.postal_code, &creditor.city],
            &creditor.country,
            &creditor.country,
            lang,
        ),
        contact: tidy(&creditor.contact),
        phone: tidy(&creditor.phone),
        email: tidy(&creditor.email),
    }
}

/// Returns the customer as a letter addresses him.
pub fn addressee(customer: &Customer, creditor: &Creditor, lang: Lang) -> Addressee {
    let more: &CustomerMore = customer.more();
    let tidy = |text: &Option<String>| one_line_of(text.as_deref());
    let id = one_line(&customer.id);
    let name = one_line_of(Some(&customer.name)).unwrap_or_else(|| id.clone());
    let address = |streets: Vec<String>| {
        let town = [&more.postal_code, &more.city.as_ref().map(|city| city.to_uppercase())];
        address(streets, town, &more.country, &creditor.country, lang)
    };
    let streets = || [&more.address_1, &more.address_2].into_iter().flatten();
    // A line that was written as one stays one, where the window of an envelope has room for all.
    let as_written =
        address(streets().flat_map(|cell| cell.lines()).filter_map(|line| one_line_of(Some(line))).collect());
    let address = if envelope::has_room(&name, &as_written) {
        as_written
    } else {
        address(streets().filter_map(|cell| one_line_of(Some(cell))).collect())
    };
    Addressee {
        name,
        id,
        address,
        contact: tidy(&more.contact),
        email: emails(more).map(|found| found.join(", ")),
        phone: tidy(&more.phone),
        owner: tidy(&more.owner),
        siren: tidy(&more.siren).map(|siren| grouped_siren(&siren)),
        language: more.language.filter(|own| *own != lang).map(|own| match own {
            Lang::Fr => lang.pick(("French", "français")),
            Lang::En => lang.pick(("English", "anglais")),
        }),
    }
}

/// Returns where to write to by e-mail: the addresses for dunning, else for billing, else the general ones; the first
/// of these cells that holds addresses and nothing else.
pub fn emails(more: &CustomerMore) -> Option<Vec<String>> {
    let cells = [&more.dunning_email, &more.billing_email, &more.email];
    cells.into_iter().flatten().find_map(|cell| email::addresses(cell))
}

/// Returns who gets a copy of a customer's e-mails: those of the policy, then his own, each once, and nobody who is
/// written to anyway.
pub fn copies(more: &CustomerMore, of_policy: &[String]) -> Vec<String> {
    let own = more.cc_email.as_deref().and_then(email::addresses).unwrap_or_default();
    let mut known: BTreeSet<String> = emails(more).into_iter().flatten().map(|email| email.to_lowercase()).collect();
    let all = of_policy.iter().chain(&own);
    all.filter(|email| known.insert(email.to_lowercase())).cloned().collect()
}

/// Returns how to pay, when the policy gives an account; `transfer` gives what a banking app reads.
pub fn payment(
    creditor: &Creditor,
    reference: String,
    transfer: impl FnOnce(&str) -> Option<String>,
) -> Option<Payment> {
    let iban = grouped(&compact(creditor.iban.as_deref()?), 4);
    (!iban.is_empty()).then(|| Payment {
        iban,
        bic: one_line_of(creditor.bic.as_deref()),
        transfer: transfer(&reference),
        reference,
    })
}

/// Returns the lines of an address below those of house and street; the country only when the letter leaves the other
/// one.
fn address(
    mut lines: Vec<String>,
    town: [&Option<String>; 2],
    country: &Option<String>,
    other_country: &Option<String>,
    lang: Lang,
) -> Vec<String> {
    let tidy = |text: &Option<String>| one_line_of(text.as_deref());
    let town: Vec<String> = town.into_iter().filter_map(tidy).collect();
    let abroad =
        tidy(country).filter(|country| !country::is_same(country, other_country.as_deref().unwrap_or("France")));
    lines.extend((!town.is_empty()).then(|| town.join(" ")));
    lines.extend(abroad.map(|country| country::on_envelope(&country, lang)));
    lines
}

/// Groups the nine digits of a SIREN by three; another text stays as it is.
fn grouped_siren(siren: &str) -> String {
    let digits: String = siren.chars().filter(|c| !c.is_whitespace()).collect();
    let is_siren = digits.len() == 9 && digits.bytes().all(|b| b.is_ascii_digit());
    if is_siren { grouped(&digits, 3) } else { siren.to_owned() }
}

/// Groups ASCII letters and digits, with spaces that do not break.
fn grouped(text: &str, size: usize) -> String {
    let groups: Vec<String> = text.as_bytes().chunks(size).map(|group| String::from_utf8_lossy(group).into()).collect();
    groups.join(HARD_SPACE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn the_sender_carries_what_the_policy_gives() {
        let creditor = Creditor {
            name: some("Atelier Moreau"),
            legal_form: some("SARL"),
            share_capital: some("12 000 €"),
            siren: some("907314629"),
            rcs: some("RCS Angers"),
            vat_id: some("FR30907314629"),
            address_1: some("8 rue des Copeaux"),
            postal_code: some("49000"),
            city: some("Angers"),
            country: some("France"),
            ..Creditor::default()
        };
        let sender = sender(&creditor, Lang::Fr);
        let legal = ["SARL au capital de 12_000_€", "SIREN_907_314_629 – RCS_Angers", "TVA_FR30907314629"];
        assert_eq!(sender.legal, legal.map(|line| line.replace('_', "\u{a0}")));
        assert_eq!(sender.address, ["8 rue des Copeaux", "49000 Angers"]);
        assert_eq!(super::sender(&Creditor::default(), Lang::En).legal, [] as [String; 0]);
    }

    #[test]
    fn the_account_is_grouped_by_four() {
        let creditor = Creditor { iban: some("fr76 30999012 3400 0457 8912 140"), ..Creditor::default() };
        let payment = payment(&creditor, "F-1".to_owned(), |_| None).unwrap();
        assert_eq!(payment.iban, "FR76 3099 9012 3400 0457 8912 140".replace(' ', "\u{a0}"));
        assert!(super::payment(&Creditor::default(), String::new(), |_| None).is_none());
    }

    #[test]
    fn the_country_is_named_abroad_only_and_the_dunning_address_comes_first() {
        let more = CustomerMore {
            address_1: some("Mill House\r\n1 High Street"),
            city: some("Leeds"),
            country: some("United Kingdom"),
            email: some("info@x.example"),
            billing_email: some("ap@x.example"),
            ..CustomerMore::default()
        };
        let mut customer = Customer {
            id: "C".into(),
            name: " \u{202e}".into(),
            kind: Default::default(),
            line: 2,
            more: Some(Box::new(more)),
        };
        let to = addressee(&customer, &Creditor::default(), Lang::En);
        assert_eq!(to.address, ["Mill House", "1 High Street", "LEEDS", "UNITED KINGDOM"]);
        assert_eq!((to.name.as_str(), to.email.as_deref()), ("C", Some("ap@x.example")));
        let more = customer.more.as_mut().unwrap();
        more.country = some("FR");
        // A cell that holds no address sends nobody astray: the next one does.
        (more.dunning_email, more.billing_email) = (some("see billing"), some(" \n"));
        assert_eq!(emails(more).unwrap(), ["info@x.example"]);
        more.cc_email = some("Boss@x.example; INFO@x.example / agent@y.example");
        assert_eq!(copies(more, &["boss@x.example".to_owned()]), ["boss@x.example", "agent@y.example"]);
        more.address_2 = some("a\nb\nc\nd");
        // The name, seven lines and the town are too many; two and the town are not.
        let to = addressee(&customer, &Creditor::default(), Lang::En);
        assert_eq!(to.address, ["Mill House 1 High Street", "a b c d", "LEEDS"]);
    }
}
