//! What is told of electronic invoices.

use super::document::{Document, Fault, Party, What};
use super::kinds::Role;
use super::pdf::Unfit;
use super::replaced::cancelling;
use crate::diag::{Diagnostic, Place, code};
use crate::import::unread;
use crate::import::xml::place;
use crate::law::terms::Terms;
use crate::model::shell::word;
use crate::model::{Amount, Bilingual, Currency, Lang, figures};

/// Returns why a PDF gives no invoice.
pub(super) fn unfit(why: Unfit) -> Bilingual {
    match why {
        Unfit::Nothing => Bilingual::new(
            "the PDF has no invoice in XML attached: it is a picture for people only",
            "aucune facture en XML n'est jointe au PDF : il ne se lit que par des personnes",
        ),
        Unfit::Locked => Bilingual::new("the PDF is encrypted", "le PDF est chiffré"),
        Unfit::Broken => {
            Bilingual::new("the attachment of the PDF is damaged", "la pièce jointe du PDF est endommagée")
        }
        Unfit::Large => too_large(),
        Unfit::Several => Bilingual::new(
            "several invoices that differ are attached to the PDF",
            "plusieurs factures différentes sont jointes au PDF",
        ),
    }
}

/// Says that a file is beyond the bound.
pub(super) fn too_large() -> Bilingual {
    Bilingual::new("it has more than 64 MiB", "il dépasse 64 Mio")
}

/// Says that a file as a whole cannot be read.
pub(super) fn unreadable(name: &str, line: u32, why: &Bilingual) -> Diagnostic {
    Diagnostic::new(
        code::import::EINVOICE_BROKEN,
        format!("this electronic invoice cannot be read: {}", why.en),
        format!("cette facture électronique est illisible : {}", why.fr),
    )
    .at(Place::line(name, line))
    .help(
        "fetch it again from the platform or the program that wrote it; the XML alone can be imported too",
        "la reprendre sur la plateforme ou dans le logiciel qui l'a écrite ; le XML seul s'importe aussi",
    )
}

/// Says that a field cannot be read.
pub(super) fn fault(name: &str, fault: &Fault) -> Diagnostic {
    let finding = match fault.what {
        What::Amount => unread::amount(),
        What::Date => unread::day(),
        What::Currency => unread::currency(),
        What::Missing => Diagnostic::new(
            code::import::EINVOICE_BROKEN,
            format!("this electronic invoice has no {}", meaning(fault.field).en),
            format!("cette facture électronique n'a pas de {}", meaning(fault.field).fr),
        ),
        What::Kind => Diagnostic::new(
            code::import::EINVOICE_BROKEN,
            "this type of document is none that EN 16931 or the French rules know",
            "ce type de document n'est pas de ceux de la norme EN 16931 ni des règles françaises",
        ),
        What::Days => Diagnostic::new(
            code::import::EINVOICE_BROKEN,
            "it is due on several days, and does not say how much on which",
            "elle a plusieurs échéances, sans dire combien est dû à chacune",
        ),
        What::Parts => Diagnostic::new(
            code::import::EINVOICE_BROKEN,
            "its instalments lack a day, or do not add up to what is to be paid",
            "ses échéances n'ont pas toutes une date, ou leur somme n'est pas le montant à payer",
        ),
        What::Discounts => Diagnostic::new(
            code::import::EINVOICE_BROKEN,
            "it grants more than three early-payment discounts: invoices.csv has room for three",
            "elle accorde plus de trois escomptes : invoices.csv n'en retient que trois",
        ),
    };
    let (en, fr) = match fault.what {
        What::Days | What::Parts => (
            "have it written again with an amount for each day; or add it to invoices.csv, a row with its instalment for \
             each day",
            "la faire établir de nouveau avec un montant par échéance ; ou la porter dans invoices.csv, une ligne par \
             échéance (colonne instalment)",
        ),
        _ => (
            "have it written again, or add the invoice to invoices.csv by hand",
            "la faire établir de nouveau, ou porter la facture à la main dans invoices.csv",
        ),
    };
    finding.at(place(name, fault.line, fault.field, &fault.text)).help(en, fr)
}

/// Returns what a term that must be there is.
fn meaning(field: &str) -> Bilingual {
    match field {
        "BT-1" => Bilingual::new("number", "numéro"),
        "BT-2" => Bilingual::new("day of issue", "date d'émission"),
        "BT-3" => Bilingual::new("type of document", "type de document"),
        "BT-5" => Bilingual::new("currency", "devise"),
        _ => Bilingual::new("amount to pay", "montant à payer"),
    }
}

/// Says of a credit note of which nothing is left that what it corrects stays as the folder has it.
pub(super) fn set_off(document: &Document) -> Option<Bilingual> {
    let (number, of) = (&document.number, document.preceding.join(", "));
    let is_used = document.nature.role == Role::Credit && !document.prepaid.is_zero() && !of.is_empty();
    is_used.then(|| {
        Bilingual::new(
            format!("credit note {number} was set off or paid out: nothing is taken off invoice {of} for it"),
            format!("l'avoir {number} a été imputé ou remboursé : rien n'est déduit pour lui de la facture {of}"),
        )
    })
}

/// Says that an invoice claims money of nobody: its buyer has neither name nor number, and the folder does not know it.
pub(super) fn buyer_unsaid(file: &str, document: &Document) -> Diagnostic {
    Diagnostic::new(
        code::import::EINVOICE_BROKEN,
        format!("invoice {} does not say who the buyer is: neither a name nor a number", document.number),
        format!("la facture {} ne dit pas qui est l'acheteur : ni nom ni numéro", document.number),
    )
    .at(Place::line(file, document.line))
    .help(
        "add the invoice to invoices.csv with its customer, or have it written again with its buyer",
        "porter la facture dans invoices.csv avec son client, ou la faire établir de nouveau avec son acheteur",
    )
}

/// Says that two buyers would be one customer: of one name without numbers, or under one number of the seller.
pub(super) fn buyer_ambiguous(file: &str, document: &Document, other: &Party) -> Diagnostic {
    let whole = |party: &Party| {
        let parts = [shown(party), party.address_1.clone(), party.postal_code.clone(), party.city.clone()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    };
    let (number, buyer, other) = (&document.number, whole(&document.buyer), whole(other));
    Diagnostic::new(
        code::import::ROWS_DISAGREE,
        format!("the buyer of invoice {number}, {buyer}, would be one customer with {other}, of another invoice"),
        format!("l'acheteur de la facture {number}, {buyer}, ne ferait qu'un client avec {other}, d'une autre facture"),
    )
    .at(Place::line(file, document.line).cell("BT-44", &document.buyer.name))
    .help(
        "if they are two, enter this invoice by hand with a customer of its own; if one, import the invoices one by one, \
         the later one with --update",
        "s'ils sont deux, saisir cette facture à la main avec un client à elle ; sinon, importer les factures une à une, \
         la seconde avec --update",
    )
}

/// Returns a party with what is known of it: "Martin SARL (732829320)".
fn shown(party: &Party) -> String {
    let number = if party.siren.is_empty() { &party.vat_id } else { &party.siren };
    match (party.name.is_empty(), number.is_empty()) {
        (false, false) => format!("{} ({number})", party.name),
        (false, true) => party.name.clone(),
        (true, _) => number.clone(),
    }
}

/// Says that the creditor of the policy did not write an invoice, or that nothing tells whether he did.
pub(super) fn not_ours(file: &str, document: &Document, is_known: bool) -> Diagnostic {
    let (number, seller) = (&document.number, shown(&document.seller));
    let finding = if is_known {
        Diagnostic::new(
            code::import::SELLER_DIFFERS,
            format!("invoice {number} was written by {seller}, not by the creditor of the policy: a purchase"),
            format!("la facture {number} a été émise par {seller}, non par le créancier de la politique : un achat"),
        )
        .help(
            "leave it out; when it is one of ours, correct siren or vat_id in [creditor] of the policy",
            "la laisser de côté ; si elle est des nôtres, corriger siren ou vat_id dans [creditor] de la politique",
        )
    } else {
        Diagnostic::new(
            code::import::SELLER_DIFFERS,
            format!("nothing tells whether {seller}, who wrote invoice {number}, is the creditor of the policy"),
            format!("rien ne dit si {seller}, qui a émis la facture {number}, est le créancier de la politique"),
        )
        .help(
            "write siren or vat_id into [creditor] of the policy",
            "écrire siren ou vat_id dans [creditor] de la politique",
        )
    };
    finding.at(Place::line(file, document.line).cell("BT-27", &document.seller.name))
}

/// Says that the policy has no creditor, and the documents have several sellers.
pub(super) fn sellers_differ(one: &Party, other: &Party) -> Diagnostic {
    let (one, other) = (shown(one), shown(other));
    Diagnostic::new(
        code::import::SELLERS_SEVERAL,
        format!("the invoices have several sellers, {one} and {other} among them: some may be purchases"),
        format!("les factures ont plusieurs vendeurs, dont {one} et {other} : certaines sont peut-être des achats"),
    )
    .help(
        "write siren or vat_id into [creditor] of the policy: then purchases are refused",
        "écrire siren ou vat_id dans [creditor] de la politique : les achats sont alors refusés",
    )
}

/// Says who is taken for the creditor.
pub(super) fn seller_assumed(seller: &Party) -> Bilingual {
    let seller = shown(seller);
    Bilingual::new(
        format!("the seller {seller} is taken for the creditor, whom the policy does not name yet ([creditor])"),
        format!("le vendeur {seller} est pris pour le créancier, que la politique ne nomme pas encore ([creditor])"),
    )
}

/// Says that a corrected invoice takes the place of another one.
pub(super) fn replaces(document: &Document, number: &str) -> Bilingual {
    let new = &document.number;
    Bilingual::new(
        format!("{new} corrects {number} and takes its place: credit note {number}-{new} cancels {number}"),
        format!("{new} rectifie {number} et la remplace : l'avoir {number}-{new} annule {number}"),
    )
}

/// Says that a corrected invoice takes the place of what is left of another one.
pub(super) fn replaces_rest(document: &Document, number: &str, (amount, currency): (Amount, Currency)) -> Bilingual {
    let new = &document.number;
    let [en, fr] = [Lang::En, Lang::Fr].map(|lang| figures::money(amount, currency, lang));
    Bilingual::new(
        format!("{new} corrects {number} and takes its place: credit note {number}-{new} cancels the {en} left of it"),
        format!("{new} rectifie {number} et la remplace : l'avoir {number}-{new} annule les {fr} qui en restaient"),
    )
}

/// Says that what was paid on an invoice is deducted from the one that corrects it.
pub(super) fn takes_over(document: &Document, number: &str) -> Bilingual {
    let new = &document.number;
    Bilingual::new(
        format!(
            "{new} corrects {number} and deducts what is paid on it: {number} stands as paid, {new} claims the rest"
        ),
        format!("{new} rectifie {number} et en déduit le règlement : {number} reste payée, {new} réclame le solde"),
    )
}

/// Says that nothing is left of the invoice that a document corrects.
pub(super) fn replaced_before(file: &str, document: &Document, number: &str) -> Diagnostic {
    let new = &document.number;
    Diagnostic::new(
        code::import::CORRECTED_TWICE,
        format!(
            "{new} corrects {number}, of which credit notes or another correction left nothing: it counts by itself"
        ),
        format!(
            "{new} rectifie {number}, dont un avoir ou une autre rectification n'a rien laissé : elle compte seule"
        ),
    )
    .at(Place::line(file, document.line).cell("BT-25", number))
    .help(
        format!(
            "if {new} takes the place of another correction, add the credit note that cancels that one to invoices.csv"
        ),
        format!("si {new} remplace une autre rectification, porter dans invoices.csv l'avoir qui annule celle-ci"),
    )
}

/// Says that nothing tells whether what a corrected invoice deducts was paid on the one whose place it takes.
pub(super) fn prepaid_unclear(file: &str, document: &Document) -> Diagnostic {
    let (new, of) = (&document.number, document.preceding.join(", "));
    let prepaid = document.prepaid.to_decimal(document.currency).to_string();
    Diagnostic::new(
        code::import::PREPAID_UNCLEAR,
        format!(
            "{new} deducts what was paid before, which is not what the folder has on {of}: it is taken for a deposit"
        ),
        format!(
            "{new} déduit un versement qui n'est pas ce que le dossier a reçu sur {of} : il est pris pour un acompte \
             facturé à part"
        ),
    )
    .at(Place::line(file, document.line).cell("BT-113", prepaid))
    .help(
        format!("if it was paid on {of}, take it off credit note {} in invoices.csv", cancelling(&of, document)),
        format!("s'il a été payé sur {of}, le retrancher de l'avoir {} dans invoices.csv", cancelling(&of, document)),
    )
}

/// Says that the invoice which a document corrects is not there.
pub(super) fn preceding_unknown(file: &str, document: &Document, preceding: &str) -> Diagnostic {
    let number = &document.number;
    Diagnostic::new(
        code::import::CORRECTED_UNKNOWN,
        format!("{number} corrects {preceding}, which the folder does not know: nothing of that is changed"),
        format!("{number} corrige {preceding}, que le dossier ne connaît pas : rien n'y est changé"),
    )
    .at(Place::line(file, document.line).cell("BT-25", preceding))
    .help(
        "import the corrected invoice, then this document once more with --update; until then it counts by itself",
        "importer la facture corrigée, puis ce document encore une fois avec --update ; d'ici là il compte seul",
    )
}

/// Says that what is to be paid is not what the document's sums come to.
pub(super) fn sums_differ(file: &str, document: &Document) -> Option<Diagnostic> {
    let computed = document.computed.filter(|computed| *computed != document.payable)?;
    let [en, fr] = [Lang::En, Lang::Fr].map(|lang| figures::money(computed, document.currency, lang));
    let payable = document.payable.to_decimal(document.currency).to_string();
    Some(
        Diagnostic::new(
            code::import::EINVOICE_SUMS,
            format!("the total less what was prepaid is {en}, not the amount to pay; the latter is taken"),
            format!(
                "le total moins les acomptes fait {fr}, et non le montant à payer ; c'est ce dernier qui est repris"
            ),
        )
        .at(Place::line(file, document.line).cell("BT-115", payable)),
    )
}

/// Says that a document grants a discount which is not taken over.
pub(super) fn other_discounts(document: &Document) -> Option<Bilingual> {
    let number = &document.number;
    document.has_other_discounts.then(|| {
        Bilingual::new(
            format!("{number} grants an early-payment discount that is no rate on all of it until a day: it is not taken over"),
            format!("{number} accorde un escompte qui n'est pas un taux sur le tout jusqu'à une date : il n'est pas repris"),
        )
    })
}

/// Says that an invoice is to be paid to somebody else than the seller, unless its type says so already.
pub(super) fn paid_to_another(document: &Document) -> Option<Bilingual> {
    let (number, payee) = (&document.number, shown(&document.payee));
    let is_told = document.nature.is_factored || document.is_credit();
    (!is_told).then(|| {
        Bilingual::new(
            format!(
                "{number} is to be paid to {payee}, not to the seller: if the claim was assigned, `relance record assigned {}`",
                word(number)
            ),
            format!(
                "{number} est à payer à {payee}, non au vendeur : si la créance est cédée, `relance noter cedee {}`",
                word(number)
            ),
        )
    })
}

/// Quotes terms that no due date comes with and that are not words which are read.
pub(super) fn terms_in_words(document: &Document) -> Option<Bilingual> {
    let has_day = document.due.is_some() || !document.instalments.is_empty();
    let is_open = !has_day && !document.terms.is_empty() && Terms::parse(&document.terms).is_none();
    is_open.then(|| {
        let (number, terms) = (&document.number, &document.terms);
        Bilingual::new(
            format!("{number} has no due date, only words: \"{terms}\""),
            format!("{number} n'a pas d'échéance, seulement des mots : « {terms} »"),
        )
    })
}
