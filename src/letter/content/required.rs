//! What a formal notice must hold (`reference/law.md` section 8), and what every letter should: checked before anything
//! is written.

use std::collections::BTreeSet;

use super::draft::Draft;
use super::formal;
use crate::diag::{Diagnostic, Place, Severity, code};
use crate::engine::planning::procedure_of;
use crate::letter::formats::pdf::Fault;
use crate::letter::formats::transfer;
use crate::letter::run::printed::Printed;
use crate::letter::safe::one_line;
use crate::letter::wording::markup::{Block, Body, Insert, Rich};
use crate::model::{Bilingual, Customer, CustomerId, CustomerKind, FileRole, Lang, Ledger, country, several};
use crate::policy::{Creditor, Policy, Procedure};

/// How many customers a finding about many names.
const NAMED: usize = 3;

/// How many customers are named whose letters are not written.
const NOT_WRITTEN: usize = 20;

/// Where a postal address belongs.
const ADDRESS_COLUMNS: (&str, &str) = (
    "give address_1, postal_code and city in customers.csv",
    "donner address_1, postal_code et city dans customers.csv",
);

/// One thing that is missing, and where to put it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Missing {
    what: Bilingual,
    place: Place,
}

/// Returns what keeps a draft from being a formal notice, all of it at once: what the folder lacks and, where the
/// template could be filled, what its wording lacks.
pub fn formal_notice(
    draft: &Draft<'_>,
    customer: &Customer,
    creditor: &Creditor,
    body: Option<&Body>,
) -> Option<Diagnostic> {
    let mut missing = facts_missing(draft, customer, creditor);
    missing.extend(body.map(|body| wording_missing(draft, body)).unwrap_or_default());
    report(draft, missing)
}

/// Returns what the folder does not give: the parties with their addresses, the creditor's registration (C. com.
/// R123-237), the account, the invoices, the deadline.
fn facts_missing(draft: &Draft<'_>, customer: &Customer, creditor: &Creditor) -> Vec<Missing> {
    let policy = |key: &str| column(Place::file(FileRole::Policy.file_name()), key);
    let row = |name: &str| {
        let file = FileRole::Customers.file_name();
        column(if customer.line == 0 { Place::file(file) } else { Place::line(file, customer.line) }, name)
    };
    let absent = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
    let more = customer.more();
    let mut missing = Vec::new();
    let mut want = |is_missing: bool, en: &str, fr: &str, place: Place| {
        if is_missing {
            missing.push(Missing { what: Bilingual::new(en, fr), place });
        }
    };
    want(absent(&creditor.name), "the creditor's name", "le nom du créancier", policy("creditor.name"));
    want(absent(&creditor.address_1), "the creditor's street", "l'adresse du créancier", policy("creditor.address_1"));
    want(
        is_home(&creditor.country) && absent(&creditor.postal_code),
        "the creditor's postal code",
        "le code postal du créancier",
        policy("creditor.postal_code"),
    );
    want(absent(&creditor.city), "the creditor's town", "la ville du créancier", policy("creditor.city"));
    want(
        is_home(&creditor.country) && absent(&creditor.siren),
        "the creditor's SIREN",
        "le SIREN du créancier",
        policy("creditor.siren"),
    );
    want(
        absent(&creditor.rcs) && absent(&creditor.legal_form),
        "the creditor's register or legal form",
        "le registre ou la forme juridique du créancier",
        policy("creditor.rcs"),
    );
    want(draft.letter.payment.is_none(), "the IBAN to pay to", "l'IBAN où payer", policy("creditor.iban"));
    want(customer.line == 0, "the customer's name", "le nom du client", row("name"));
    want(absent(&more.address_1), "the customer's street", "l'adresse du client", row("address_1"));
    want(
        is_home(&more.country) && absent(&more.postal_code),
        "the customer's postal code",
        "le code postal du client",
        row("postal_code"),
    );
    want(absent(&more.city), "the customer's town", "la ville du client", row("city"));
    want(draft.lines.is_empty(), "an invoice", "une facture", Place::file(FileRole::Invoices.file_name()));
    want(
        draft.letter.deadline.is_none(),
        "a deadline to pay",
        "un délai de paiement",
        policy("procedure.level.payment_deadline_days"),
    );
    missing
}

/// Names the customers whose letters are not written, for what they claim cannot be computed.
pub fn not_written(ledger: &Ledger, customers: &BTreeSet<CustomerId>) -> Diagnostic {
    let ids: Vec<String> = customers.iter().map(|&customer| one_line(&ledger.customer(customer).id)).collect();
    let Bilingual { en, fr } = several(&ids, NOT_WRITTEN);
    Diagnostic::new(
        code::letter::LETTER_NOT_WRITTEN,
        format!("letters that are not written, for what they claim cannot be computed: {en}"),
        format!("lettres non écrites, car ce qu'elles réclament ne peut être calculé : {fr}"),
    )
    .at(Place::file(FileRole::Customers.file_name()))
    .help("the errors beside say why, and the way out", "les erreurs à côté disent pourquoi, et comment faire")
}

/// Tells whether an address is in France, as one is that names no country. Other countries have addresses without
/// postal code and firms without SIREN.
fn is_home(country: &Option<String>) -> bool {
    country.as_deref().is_none_or(|written| written.trim().is_empty() || country::is_same(written, "France"))
}

/// Returns what the wording of a formal notice lacks: the words themselves, the sum, the deadline, the tables of
/// invoices and of what is claimed for lateness, how to pay.
fn wording_missing(draft: &Draft<'_>, body: &Body) -> Vec<Missing> {
    let mut text = body.subject.clone();
    for block in &body.blocks {
        match block {
            Block::Paragraph(paragraph) => text.push_str(&paragraph.plain()),
            Block::List { items, .. } => text.extend(items.iter().map(Rich::plain)),
            Block::Insert(_) => {}
        }
        text.push('\n');
    }
    let text = text.to_lowercase();
    let template = || Place::file(crate::letter::wording::templates::file_name(draft.lang, &draft.level.template));
    let mut missing = Vec::new();
    let mut want = |is_there: bool, en: &str, fr: &str| {
        if !is_there {
            missing.push(Missing { what: Bilingual::new(en, fr), place: template() });
        }
    };
    want(formal::says_it_is_one(&text, draft.lang), "the words \"formal notice\"", "les mots « mise en demeure »");
    want(text.contains(&draft.letter.total.to_lowercase()), "the sum to pay, {{total}}", "la somme à payer, {{total}}");
    let deadline = draft.letter.deadline.as_ref().is_none_or(|deadline| text.contains(&deadline.to_lowercase()));
    want(deadline, "the last day to pay, {{deadline}}", "la date limite, {{deadline}}");
    let has = |insert| body.blocks.contains(&Block::Insert(insert));
    want(has(Insert::Items), "the table of invoices, {{> items}}", "le tableau des factures, {{> items}}");
    let letter = &draft.letter;
    let claims = letter.interest.is_some() || letter.indemnity.is_some() || letter.indemnity_apart.is_some();
    want(
        !claims || has(Insert::Penalties),
        "the table of interest and indemnity, {{> penalties}}",
        "le tableau des pénalités et de l'indemnité, {{> penalties}}",
    );
    let is_paid_somewhere = draft.letter.payment.is_some();
    want(!is_paid_somewhere || has(Insert::Payment), "how to pay, {{> payment}}", "les moyens de payer, {{> payment}}");
    want(
        !claims || text.contains(&draft.letter.penalties.basis.to_lowercase()),
        "what interest and indemnity rest on, {{penalties.basis}}",
        "le fondement des pénalités et de l'indemnité, {{penalties.basis}}",
    );
    missing
}

/// Names the column, or the key of the policy, that is empty or not there.
fn column(place: Place, name: &str) -> Place {
    Place { column: Some(name.to_owned()), ..place }
}

fn report(draft: &Draft<'_>, missing: Vec<Missing>) -> Option<Diagnostic> {
    if missing.is_empty() {
        return None;
    }
    let customer = &draft.letter.customer.id;
    let list = |lang| missing.iter().map(|one| one.what.get(lang)).collect::<Vec<_>>().join(", ");
    let finding = Diagnostic::new(
        code::letter::LETTER_CONTENT_MISSING,
        format!("the formal notice to customer {customer} cannot be written without: {}", list(Lang::En)),
        format!("la mise en demeure au client {customer} ne peut s'écrire sans : {}", list(Lang::Fr)),
    )
    .help("fill in each place named above", "compléter chaque endroit nommé ci-dessus");
    Some(missing.into_iter().fold(finding, |finding, one| finding.at(one.place)))
}

/// Returns warnings when letters go out without the sender's name or bank account, or with an account that is none.
pub fn sender(creditor: &Creditor) -> Vec<Diagnostic> {
    incomplete(creditor).into_iter().chain(wrong_account(creditor)).collect()
}

/// Warns of an account that is no IBAN: a letter that sends money nowhere is worse than none; but some accounts never
/// are.
fn wrong_account(creditor: &Creditor) -> Option<Diagnostic> {
    let iban = creditor.iban.as_deref().filter(|iban| !transfer::is_account(iban))?;
    let mut place = column(Place::file(FileRole::Policy.file_name()), "creditor.iban");
    place.text = Some(iban.to_owned());
    let finding = Diagnostic::new(
        code::letter::IBAN_INVALID,
        "the account of the creditor is no IBAN: its length or its check digits are wrong",
        "le compte du créancier n'est pas un IBAN : sa longueur ou sa clé sont fausses",
    );
    Some(finding.at(place).help(
        "compare it with the bank's own statement; letters carry no payment code until it is right",
        "le comparer avec le relevé d'identité bancaire ; sans lui, les lettres n'ont pas de code de paiement",
    ))
}

/// Returns a warning that names the customers whose e-mails are letters to print, for want of an address.
pub fn printed_for_want_of_an_address(printed: &[Printed<'_>], ledger: &Ledger) -> Vec<Diagnostic> {
    let customers: BTreeSet<CustomerId> =
        printed.iter().filter(|one| one.draft.fallback().is_some()).map(|one| one.draft.customer).collect();
    named(&customers, ledger, |ids| {
        Diagnostic::new(
            code::letter::EMAIL_MISSING,
            format!("without an e-mail address, e-mails are letters to print: {}", ids.en),
            format!("sans adresse électronique, les courriels sont des lettres à imprimer : {}", ids.fr),
        )
        .help(
            "give dunning_email, billing_email or email in customers.csv",
            "donner dunning_email, billing_email ou email dans customers.csv",
        )
    })
}

/// Returns a warning that names the customers to whom a letter is to be posted nobody knows where.
pub fn unaddressed(printed: &[Printed<'_>], ledger: &Ledger) -> Vec<Diagnostic> {
    // A declaration of claim goes to somebody else, of whom the run tells itself.
    let is_to_customer = |one: &&Printed<'_>| one.draft.is_on_paper() && one.draft.letter.claim.is_none();
    let is_unaddressed = |one: &&Printed<'_>| is_to_customer(one) && one.draft.letter.customer.address.is_empty();
    let customers: BTreeSet<CustomerId> = printed.iter().filter(is_unaddressed).map(|one| one.draft.customer).collect();
    named(&customers, ledger, |ids| {
        Diagnostic::new(
            code::letter::ADDRESS_MISSING,
            format!("letters are to be posted to customers without postal address: {}", ids.en),
            format!("des lettres sont à poster à des clients sans adresse postale : {}", ids.fr),
        )
        .help(ADDRESS_COLUMNS.0, ADDRESS_COLUMNS.1)
    })
}

/// Returns a note that names the customers of the folder whose procedure posts letters, and who have no address.
pub fn without_address(ledger: &Ledger, policy: &Policy) -> Vec<Diagnostic> {
    let absent = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
    let is_posted_to = |procedure: &Procedure| procedure.levels.iter().any(|level| level.channel.is_on_paper());
    let is_without = |&id: &CustomerId| {
        let customer = ledger.customer(id);
        // Who is in no file of customers has no cells to be filled.
        customer.line > 0
            && absent(&customer.more().address_1)
            && absent(&customer.more().city)
            && ledger
                .items_of(id)
                .next()
                .and_then(|item| procedure_of(policy, ledger, item).ok())
                .is_some_and(is_posted_to)
    };
    let customers: BTreeSet<CustomerId> = ledger.customer_ids().filter(is_without).collect();
    named(&customers, ledger, |ids| {
        let finding = Diagnostic::new(
            code::letter::ADDRESS_MISSING,
            format!("customers who are written to by post have no postal address: {}", ids.en),
            format!("des clients à qui l'on écrit par la poste n'ont pas d'adresse postale : {}", ids.fr),
        );
        // No letter is to be written yet.
        Diagnostic { severity: Severity::Note, ..finding }.help(ADDRESS_COLUMNS.0, ADDRESS_COLUMNS.1)
    })
}

/// Returns a warning that names the professionals in France who have a formal notice under French law, and whom it
/// names without their SIREN: no text of law wants it of the debtor, but it tells a firm from its namesakes.
pub fn unregistered(noticed: impl Iterator<Item = CustomerId>, ledger: &Ledger) -> Vec<Diagnostic> {
    let is_unregistered = |id: &CustomerId| {
        let customer = ledger.customer(*id);
        let more = customer.more();
        let is_absent = more.siren.as_deref().is_none_or(|siren| siren.trim().is_empty());
        customer.kind == CustomerKind::Business && is_home(&more.country) && is_absent
    };
    let customers: BTreeSet<CustomerId> = noticed.filter(is_unregistered).collect();
    named(&customers, ledger, |ids| {
        Diagnostic::new(
            code::letter::REGISTRATION_MISSING,
            format!("formal notices name professionals without their SIREN: {}", ids.en),
            format!("des mises en demeure nomment des professionnels sans leur SIREN : {}", ids.fr),
        )
        .help("give siren in customers.csv", "donner siren dans customers.csv")
    })
}

/// Returns a note that names the customers whose notices do not carry all documents of their invoices.
pub fn not_enclosed(printed: &[Printed<'_>], ledger: &Ledger) -> Vec<Diagnostic> {
    let customers: BTreeSet<CustomerId> =
        printed.iter().filter(|one| one.draft.left_out > 0).map(|one| one.draft.customer).collect();
    let count: usize = printed.iter().map(|one| one.draft.left_out).sum();
    named(&customers, ledger, |ids| {
        Diagnostic::new(
            code::letter::NOT_ENCLOSED,
            format!("documents of invoices are not enclosed, for they are many or large ({count}): {}", ids.en),
            format!(
                "des documents de factures ne sont pas joints, trop nombreux ou trop lourds ({count}) : {}",
                ids.fr
            ),
        )
        .help(
            "raise most_enclosures under [letters.email] or [letters.post] in policy.toml, or most_megabytes under \
                [letters.email], or send the others apart",
            "relever most_enclosures sous [letters.email] ou [letters.post] dans policy.toml, ou most_megabytes sous \
                [letters.email], ou envoyer les autres à part",
        )
    })
}

/// Says something of customers, of whom there may be none, by their ids and lines: three of many, and a count.
fn named(
    customers: &BTreeSet<CustomerId>,
    ledger: &Ledger,
    say: impl FnOnce(&Bilingual) -> Diagnostic,
) -> Vec<Diagnostic> {
    if customers.is_empty() {
        return Vec::new();
    }
    let ids: Vec<String> = customers.iter().map(|&id| one_line(&ledger.customer(id).id)).collect();
    let file = FileRole::Customers.file_name();
    let lines = customers.iter().take(NAMED).map(|&id| ledger.customer(id).line).filter(|&line| line > 0);
    vec![lines.fold(say(&several(&ids, NAMED)), |finding, line| finding.at(Place::line(file, line)))]
}

/// Says that a letter to a customer holds a character that no font has.
pub fn unprintable(c: char, customer: &Customer, id: &str) -> Diagnostic {
    let code = format!("U+{:04X}", u32::from(c));
    let file = FileRole::Customers.file_name();
    Diagnostic::new(
        code::letter::LETTER_UNPRINTABLE,
        format!("the letter to customer {id} holds \"{c}\" ({code}), which no font of ours has"),
        format!("la lettre au client {id} contient « {c} » ({code}), qu'aucune de nos polices n'a"),
    )
    .at(if customer.line == 0 { Place::file(file) } else { Place::line(file, customer.line) })
    .help(
        "put a font that has it (.ttf, .otf) into letter-templates/fonts, or write without it",
        "mettre une police qui l'a (.ttf, .otf) dans letter-templates/fonts, ou écrire sans",
    )
}

/// Says what keeps pages from being set or written as PDF.
pub fn unset(fault: &Fault) -> Diagnostic {
    let say = |en: &str, fr: &str| {
        Diagnostic::new(
            code::letter::TEMPLATE_INVALID,
            format!("the pages cannot be set as PDF: {en}"),
            format!("les pages ne peuvent pas être composées en PDF : {fr}"),
        )
    };
    match fault {
        Fault::File(file, why) => say(&why.en, &why.fr).at(Place::file(file)),
        Fault::Letter(c) => {
            let code = format!("U+{:04X}", u32::from(*c));
            say(&format!("no font of ours has {code}"), &format!("aucune de nos polices n'a {code}"))
        }
        Fault::Unwritable(why) => say(why, why),
    }
}

/// Returns a warning when letters go out without the sender's name or bank account.
fn incomplete(creditor: &Creditor) -> Option<Diagnostic> {
    let absent = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
    let mut keys = Vec::new();
    keys.extend(absent(&creditor.name).then_some("name"));
    keys.extend(absent(&creditor.iban).then_some("iban"));
    if keys.is_empty() {
        return None;
    }
    let keys = keys.join(", ");
    let finding = Diagnostic::new(
        code::letter::SENDER_INCOMPLETE,
        format!("letters do not say who sends them or how to pay: [creditor] lacks {keys}"),
        format!("les lettres ne disent pas qui les envoie ou comment payer : [creditor] n'a pas {keys}"),
    );
    Some(
        finding
            .at(Place::file(FileRole::Policy.file_name()))
            .help("fill in [creditor] in policy.toml", "compléter [creditor] dans policy.toml"),
    )
}
