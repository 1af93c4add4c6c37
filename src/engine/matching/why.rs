//! The evidence of a receipt in words.

use std::collections::BTreeSet;

use super::books::Books;
use super::seen::Seen;
use super::sums::{self, Fit};
use super::told_again::Again;
use super::{Candidate, Evidence, Outcome};
use crate::engine::allocation::CreditSource;
use crate::engine::meant::Ground;
use crate::model::receipt::perhaps_told;
use crate::model::{Bilingual, CustomerId, Decision, InvoiceNo, Lang, Ledger, PaymentId, figures};

/// Returns why a receipt comes to what it does.
pub(super) fn told(books: &Books<'_, '_>, seen: &Seen<'_>, outcome: &Outcome) -> Bilingual {
    let receipt = seen.receipt;
    match outcome {
        Outcome::Post { .. } if receipt.decision != Decision::None => {
            Bilingual::new("decided by hand", "décidé à la main")
        }
        Outcome::Post { instead, .. } if !instead.is_empty() => {
            let payments: Vec<PaymentId> = instead.iter().map(|(payment, _)| *payment).collect();
            let [en, fr] = [Lang::En, Lang::Fr].map(|lang| payment_list(books, &payments, lang));
            Bilingual::new(
                format!("the money of {en}, of which the day was only assumed: it takes that place"),
                format!("la somme de {fr}, dont le jour n'était que supposé : il en prend la place"),
            )
        }
        Outcome::Post { customer, parts, ground, .. } => {
            let named: Vec<InvoiceNo> = parts.iter().filter_map(|part| part.invoice).collect();
            if seen.sure().is_empty() {
                of_account(books, *customer, &named, ground.as_ref())
            } else {
                of_named(books, seen, named, ground.as_ref())
            }
        }
        Outcome::Reverse(payments) => {
            let [en, fr] = [Lang::En, Lang::Fr].map(|lang| payment_list(books, payments, lang));
            Bilingual::new(format!("takes back {en}"), format!("reprend {fr}"))
        }
        Outcome::Same(payments) => {
            let [en, fr] = [Lang::En, Lang::Fr].map(|lang| payment_list(books, payments, lang));
            Bilingual::new(
                format!("the same money as {en} of payments.csv"),
                format!("la même somme que {fr} de payments.csv"),
            )
        }
        Outcome::Batch(ids) if ids.len() > 1 => Bilingual::new(
            format!("a batch that another statement tells in {} parts", ids.len()),
            format!("une remise qu'un autre relevé détaille en {} opérations", ids.len()),
        ),
        Outcome::Batch(ids) => Bilingual::new(
            format!("a part of the batch {}, which is in the books as a whole", ids.join("")),
            format!("une partie de la remise {}, déjà comptabilisée en bloc", ids.join("")),
        ),
        Outcome::Wait(candidates) => waiting(books, seen, candidates),
    }
}

/// Says why money whose text names no invoice is posted: by the account that it came from.
fn of_account(books: &Books<'_, '_>, customer: CustomerId, paid: &[InvoiceNo], ground: Option<&Ground>) -> Bilingual {
    let name = &books.ledger.customer(customer).name;
    let [en, fr] = [Lang::En, Lang::Fr].map(|lang| list(books, paid, lang));
    if let Some(ground) = ground {
        let said = ground.said();
        let head = Bilingual::new(format!("of {name}, for {en}"), format!("de {name}, pour {fr}"));
        let sum = Bilingual::new(format!("the sum is {}", said.en), format!("le montant est {}", said.fr));
        return joined(head, sum);
    }
    if paid.is_empty() {
        return Bilingual::new(format!("from an account of {name}"), format!("depuis un compte de {name}"));
    }
    Bilingual::new(
        format!("from an account of {name}; the sum is what is open on {en} alone"),
        format!("depuis un compte de {name} ; le montant est le reste dû de {fr} seulement"),
    )
}

/// Says why money whose text names invoices is posted on those that it pays.
fn of_named(books: &Books<'_, '_>, seen: &Seen<'_>, mut paid: Vec<InvoiceNo>, ground: Option<&Ground>) -> Bilingual {
    paid.sort_unstable();
    let sure = seen.sure();
    let [en, fr] = [Lang::En, Lang::Fr].map(|lang| list(books, &paid, lang));
    let [on, sur] = [Lang::En, Lang::Fr].map(|lang| list(books, &sure, lang));
    if let Some(ground) = ground {
        let said = ground.said();
        return Bilingual::new(
            format!("names {on}; the sum is {}: for {en}", said.en),
            format!("désigne {sur} ; le montant est {} : pour {fr}", said.fr),
        );
    }
    if paid.iter().any(|&number| is_note_on(books, number, &sure)) {
        return Bilingual::new(
            format!("names {on}; the sum is what is open on {en}, for its lateness"),
            format!("désigne {sur} ; le montant est le reste dû de {fr}, note de pénalités sur elle"),
        );
    }
    let fit = sums::fit_then(books, &paid, seen.receipt);
    joined(Bilingual::new(format!("names {en}"), format!("désigne {fr}")), fitted(books, seen, fit))
}

/// Tells whether an invoice that a text does not name is a penalty note on one that it names.
fn is_note_on(books: &Books<'_, '_>, number: InvoiceNo, named: &[InvoiceNo]) -> bool {
    let ledger = books.ledger;
    let mut rows = ledger.rows_of(number).filter_map(|row| ledger.more(row));
    !named.contains(&number) && rows.any(|more| more.applies_to.is_some_and(|on| named.contains(&on)))
}

fn waiting(books: &Books<'_, '_>, seen: &Seen<'_>, candidates: &[Candidate]) -> Bilingual {
    if seen.receipt.decision == Decision::Wait {
        let waits = Bilingual::new("waits until somebody decides", "attend une décision");
        return match seen.receipt.told_before() {
            Some(id) => joined(perhaps_told(id), waits),
            None => waits,
        };
    }
    if let Some(&Again::Doubt(payment)) = books.elsewhere.found(seen.receipt) {
        return in_doubt(books, seen, payment);
    }
    let Some(best) = candidates.first() else {
        return if seen.receipt.amount.is_negative() {
            Bilingual::new(
                "taken back by the bank: no payment fits",
                "repris par la banque : aucun règlement ne correspond",
            )
        } else {
            Bilingual::new("nothing shows whose it is", "rien ne montre de qui il vient")
        };
    };
    let alike = candidates.iter().filter(|candidate| candidate.evidence == best.evidence);
    let alike: Vec<CustomerId> = alike.map(|candidate| candidate.customer).collect();
    let (en, fr) = evident(books, seen, best, alike.len());
    let name = &books.ledger.customer(best.customer).name;
    let head = Bilingual::new(format!("perhaps {name}: {en}"), format!("peut-être {name} : {fr}"));
    let fit = best.fit.filter(|fit| !matches!(fit, Fit::Exact) && best.evidence != Evidence::Asked);
    let told = match fit {
        Some(fit) => joined(head, fitted(books, seen, fit)),
        None => head,
    };
    let told = match books.elsewhere.alike(best.customer, seen.receipt) {
        Some(payment) if !best.evidence.is_weak() => joined(told, perhaps_the_same(books.ledger, payment)),
        _ => told,
    };
    match alike.iter().filter(|&&customer| customer != best.customer).collect::<BTreeSet<_>>().len() {
        0 if alike.len() > 1 && seen.receipt.amount.is_negative() => joined(
            told,
            Bilingual::new("several payments of his are of that sum", "plusieurs de ses règlements sont de ce montant"),
        ),
        0 => told,
        1 => Bilingual::new(format!("{}; or another customer", told.en), format!("{} ; ou un autre client", told.fr)),
        rivals => Bilingual::new(
            format!("{}; or {rivals} other customers", told.en),
            format!("{} ; ou {rivals} autres clients", told.fr),
        ),
    }
}

/// Returns what the evidence for a candidate is called; as many as `alike` have such evidence, he among them.
fn evident(books: &Books<'_, '_>, seen: &Seen<'_>, best: &Candidate, alike: usize) -> (&'static str, &'static str) {
    match best.evidence {
        Evidence::Number if alike > 1 => {
            ("it names invoices of several customers", "il désigne des factures de plusieurs clients")
        }
        Evidence::Number => (
            "it names his invoice, but comes from somebody else",
            "il désigne sa facture, mais vient de quelqu'un d'autre",
        ),
        Evidence::Account => ("from an account that several pay from", "depuis un compte commun à plusieurs clients"),
        Evidence::Id => (
            "it bears his customer number, which letters ask to quote",
            "il porte son numéro de client, que les lettres demandent de rappeler",
        ),
        Evidence::LikelyNumber => ("the text may name his invoice", "le libellé désigne peut-être sa facture"),
        Evidence::NameAndSum if seen.receipt.amount.is_negative() => {
            ("his name, and the sum of a payment", "son nom, et le montant d'un règlement")
        }
        Evidence::NameAndSum => ("his name, and a sum that fits", "son nom, et un montant qui convient"),
        Evidence::LikelyId => {
            ("the text may bear his customer number", "le libellé porte peut-être son numéro de client")
        }
        Evidence::PartAndSum => {
            ("a part of his name, and a sum that fits", "une partie de son nom, et un montant qui convient")
        }
        Evidence::Asked if is_rest_of_notice(books, seen, best) => {
            ("what is left of the sum that a notice asked for", "ce qui reste du montant que lui réclamait une relance")
        }
        Evidence::Asked => ("the sum that a notice asked for", "le montant que lui réclamait une relance"),
        Evidence::Name => {
            ("his name; the sum is of no open invoice", "son nom ; le montant n'est celui d'aucune facture ouverte")
        }
        Evidence::DoubtfulNumber => ("a number that may be another", "un numéro qui peut être autre chose"),
        Evidence::Sum => ("the sum alone", "le montant seul"),
    }
}

/// Says that a receipt may be the money of a payment.
pub fn perhaps_the_same(ledger: &Ledger, payment: PaymentId) -> Bilingual {
    let id = ledger.payment_id(payment);
    Bilingual::new(
        format!("perhaps the same money as {id} of payments.csv"),
        format!("peut-être la même somme que {id} de payments.csv"),
    )
}

/// Says why a receipt waits that may be the money of a payment, or a part of it.
fn in_doubt(books: &Books<'_, '_>, seen: &Seen<'_>, payment: PaymentId) -> Bilingual {
    let (ledger, row) = (books.ledger, books.ledger.payment(payment));
    let id = ledger.payment_id(payment);
    let is_assumed = ledger.is_assumed(payment);
    let told = |lang| {
        let sum = figures::money(row.amount, row.currency, lang);
        let on = list(books, &row.invoice.into_iter().collect::<Vec<_>>(), lang);
        let day = figures::date(row.date, lang);
        match (lang, is_assumed) {
            (Lang::En, false) => format!("{id}, {sum} of {day} for {on}"),
            (Lang::Fr, false) => format!("{id}, {sum} du {day} pour {on}"),
            (Lang::En, true) => format!("{id}, {sum} for {on} of which the day is only assumed"),
            (Lang::Fr, true) => format!("{id}, {sum} pour {on}, dont le jour n'est que supposé"),
        }
    };
    let is_part = seen.receipt.amount < row.amount;
    Bilingual::new(
        format!(
            "perhaps {} {}, perhaps further money",
            if is_part { "a part of" } else { "the same money as" },
            told(Lang::En)
        ),
        format!(
            "peut-être {} {}, peut-être un autre versement",
            if is_part { "une partie de" } else { "la même somme que" },
            told(Lang::Fr)
        ),
    )
}

fn is_rest_of_notice(books: &Books<'_, '_>, seen: &Seen<'_>, candidate: &Candidate) -> bool {
    let notices = books.notices_of_sum(seen.receipt);
    let first = notices.iter().find(|(customer, _)| *customer == candidate.customer);
    first.is_some_and(|(_, notice)| notice.is_rest)
}

/// Puts two reasons one behind the other.
pub(super) fn joined(head: Bilingual, tail: Bilingual) -> Bilingual {
    Bilingual::new(format!("{}; {}", head.en, tail.en), format!("{} ; {}", head.fr, tail.fr))
}

fn fitted(books: &Books<'_, '_>, seen: &Seen<'_>, fit: Fit) -> Bilingual {
    let money = |amount, lang| figures::money(amount, seen.receipt.currency, lang);
    match fit {
        Fit::Exact => Bilingual::new("the sum is what is open", "le montant est le reste dû"),
        Fit::Discount => {
            Bilingual::new("the sum is what is open less the discount", "le montant est le reste dû moins l'escompte")
        }
        Fit::Fee(fee) => Bilingual::new(
            format!("the sum is what is open less {}: a fee", money(fee, Lang::En)),
            format!("le montant est le reste dû moins {} : des frais", money(fee, Lang::Fr)),
        ),
        Fit::Credit(source, amount) => {
            let credit = |lang| match source {
                CreditSource::CreditNote(row) => {
                    let number = books.ledger.number(books.ledger.invoice(row).number);
                    if lang == Lang::Fr { format!("l'avoir {number}") } else { format!("credit note {number}") }
                }
                CreditSource::Payment(payment) => {
                    let id = books.ledger.payment_id(payment);
                    if lang == Lang::Fr { format!("l'avance {id}") } else { format!("the money of {id}") }
                }
            };
            Bilingual::new(
                format!("the sum is what is open less {} of {}", credit(Lang::En), money(amount, Lang::En)),
                format!("le montant est le reste dû moins {} de {}", credit(Lang::Fr), money(amount, Lang::Fr)),
            )
        }
        Fit::Asked => Bilingual::new(
            "the sum is what is open with the interest and indemnity that a notice asked for",
            "le montant est le reste dû avec les intérêts et l'indemnité qu'une relance a réclamés",
        ),
        Fit::Short => Bilingual::new("the sum is a part of what is open", "le montant est une partie du reste dû"),
        Fit::More => Bilingual::new("the sum is more than what is open", "le montant dépasse le reste dû"),
    }
}

fn list(books: &Books<'_, '_>, numbers: &[InvoiceNo], lang: Lang) -> String {
    listed(&numbers.iter().map(|&number| books.ledger.number(number)).collect::<Vec<_>>(), lang)
}

fn payment_list(books: &Books<'_, '_>, payments: &[PaymentId], lang: Lang) -> String {
    listed(&payments.iter().map(|&payment| books.ledger.payment_id(payment)).collect::<Vec<_>>(), lang)
}

fn listed(texts: &[&str], lang: Lang) -> String {
    let and = if lang == Lang::Fr { "et" } else { "and" };
    match texts {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
    }
}
