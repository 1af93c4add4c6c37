//! What was typed for one act, turned into the rows that `events.csv` gets.

use super::Args;
use super::book::Book;
use crate::cli::typed::names;
use crate::diag::{Diagnostic, Place, code};
use crate::input::edit::{CsvFile, EventRow, column_name};
use crate::input::header::same;
use crate::input::text::{AmountText, parse_amount, trim};
use crate::model::{Amount, Bilingual, Currency, Date, EventKind, FileRole, Ledger};
use crate::policy::{Channel, Policy};

/// Turns the options into rows, or says every option that has no single meaning.
pub(super) fn rows(
    args: &Args,
    event: EventKind,
    book: &Book<'_>,
    date: Date,
) -> Result<Vec<EventRow>, Vec<Diagnostic>> {
    let (policy, ledger) = (book.policy, book.ledger);
    let mut faults = Vec::new();
    let count = row_count(args, event, &mut faults);
    // An option that is given empty says nothing, like an empty cell.
    let said = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let level = said(&args.level).map(|text| names::level_word(event, &text, policy));
    faults.extend(level_fault(level.as_deref(), event, policy));
    let channel = said(&args.channel).and_then(|text| channel(&text, &mut faults));
    let currency = args.currency.as_deref().map(|code| currency(code, &mut faults));
    let customer = args.customer_id.first().cloned().or_else(|| undone_customer(args, event, ledger));
    let mut rows = Vec::new();
    for place in 0..count {
        let invoice = of_row(&args.invoice_id, place).cloned();
        let of_it = currency.flatten().unwrap_or_else(|| currency_of(invoice.as_deref(), policy, ledger));
        let mut sum = |name, list: &[String], currency| {
            list.get(place).and_then(|text| amount(name, text, currency, &mut faults))
        };
        let amount = sum("--amount", &args.amount, of_it);
        let interest = sum("--interest", &args.interest, of_it);
        let has_money = amount.is_some() || interest.is_some() || args.currency.is_some();
        rows.push(EventRow {
            date,
            event,
            event_id: said(&args.event_id),
            customer_id: customer.clone(),
            indemnity: sum("--indemnity", &args.indemnity, Currency::EUR),
            amount,
            interest,
            currency: has_money.then_some(of_it),
            invoice_id: invoice,
            instalment: said(&args.instalment),
            level: level.clone(),
            channel: channel.map(|channel| channel.word().to_owned()),
            published: args.published.and_then(|day| day.past(args.today())),
            until: of_row(&args.until, place).and_then(|day| day.coming(args.today(), date)),
            reference: args.reference.first().cloned(),
            note: said(&args.note),
            file: args.proofs(),
            by: args.author(),
        });
    }
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

/// Returns what an option says of a row: given once, it says so of all.
fn of_row<T>(given: &[T], place: usize) -> Option<&T> {
    given.get(if given.len() == 1 { 0 } else { place })
}

/// Returns what is wrong with the level of an act.
fn level_fault(level: Option<&str>, event: EventKind, policy: &Policy) -> Vec<Diagnostic> {
    let Some(level) = level else {
        return (event == EventKind::Notice).then(|| level_missing(policy)).into_iter().collect();
    };
    let unknown = names::level_unknown(event, level, policy, typed("--level", level));
    let no_notice = (event == EventKind::Call).then(|| no_formal_notice(level, policy)).flatten();
    unknown.into_iter().chain(no_notice).collect()
}

/// Returns how many rows the act has. A sum is never spread over several rows: each has its own.
fn row_count(args: &Args, event: EventKind, faults: &mut Vec<Diagnostic>) -> usize {
    let sums = [("--amount", &args.amount), ("--interest", &args.interest), ("--indemnity", &args.indemnity)];
    let most = sums.iter().map(|(_, list)| list.len()).max().unwrap_or(0).max(args.until.len());
    let invoices = args.invoice_id.len().max(1);
    // Only a plan has several days and sums for one invoice.
    let count = if event == EventKind::Plan { invoices.max(most) } else { invoices };
    for (option, list) in [("--customer-id", &args.customer_id), ("--reference", &args.reference)] {
        if list.len() > 1 {
            faults.push(one_for_all(option, list.len()));
        }
    }
    let mut uneven = |option: &str, found: usize| {
        let finding = Diagnostic::new(
            code::write::OPTION_COUNT,
            format!("{found} {option} for {count} rows"),
            format!("{found} {option} pour {count} lignes"),
        )
        .at(Place::file(option));
        faults.push(match event {
            EventKind::Plan => finding.help(
                "each row is one invoice by one day; a plan of all that a customer owes: `relance record plan CUSTOMER \
                 --until DAY --amount SUM`, each as often as there are days",
                "chaque ligne est une facture pour un jour ; un échéancier de tout ce que doit un client : `relance noter \
                 échéancier CLIENT --until JOUR --amount SOMME`, l'un et l'autre autant de fois qu'il y a de jours",
            ),
            _ => finding.help(
                "give it once per row, in the order of the rows",
                "le donner une fois par ligne, dans l'ordre des lignes",
            ),
        });
    };
    if ![0, 1, count].contains(&args.invoice_id.len()) {
        uneven("--invoice-id", args.invoice_id.len());
    }
    if ![0, 1, count].contains(&args.until.len()) {
        uneven("--until", args.until.len());
    }
    for (option, list) in sums.iter().filter(|(_, list)| ![0, count].contains(&list.len())) {
        uneven(option, list.len());
    }
    count
}

fn one_for_all(option: &str, found: usize) -> Diagnostic {
    Diagnostic::new(
        code::write::OPTION_COUNT,
        format!("{found} {option} for one act"),
        format!("{found} {option} pour un seul acte"),
    )
    .at(Place::file(option))
    .help("give it once: an act has one", "le donner une fois : un acte n'en a qu'un")
}

/// An option and what was typed for it.
fn typed(option: &str, text: &str) -> Place {
    Place { text: Some(text.to_owned()), ..Place::file(option) }
}

/// Says of the options what was found on the lines that they would have made.
pub(super) fn blame_options(
    findings: &mut [Diagnostic],
    file: Option<&CsvFile>,
    is_ours: &dyn Fn(&Diagnostic, &Place) -> bool,
) {
    for finding in findings {
        let ours: Vec<bool> = finding.places.iter().map(|place| is_ours(finding, place)).collect();
        // What was not recorded yet cannot be taken back.
        if finding.code == code::ledger::CREDIT_UNKNOWN && ours.contains(&true) {
            finding.help = Some(Bilingual::new(
                "an allocation names in reference the payment_id of an overpayment or the number of a credit note; `relance age \
                 --detail` and the customer's statement list what is left of each",
                "une imputation désigne dans reference le payment_id d'un trop-perçu ou le numéro d'un avoir ; `relance balance \
                 --detail` et le relevé de compte disent ce qu'il en reste",
            ));
        }
        for (place, _) in finding.places.iter_mut().zip(ours).filter(|(_, is_ours)| *is_ours) {
            // Another program's file may call the column otherwise.
            let column = place.column.as_deref().map(|name| match file.and_then(|file| file.meaning(name)) {
                Some(column) => column_name(FileRole::Events, column).to_owned(),
                None => name.to_owned(),
            });
            let option = column.map(|name| format!("--{}", name.replace('_', "-")));
            let option = option.unwrap_or_else(|| "relance record".to_owned());
            // An option that was not given has no text.
            *place = Place { text: place.text.take().filter(|text| !text.is_empty()), ..Place::file(option) };
        }
    }
}

/// What people call channels, besides their own words.
const CHANNELS: &[(Channel, &[&str])] = &[
    (Channel::Email, &["courriel", "mail", "mél", "message"]),
    (Channel::Phone, &["téléphone", "appel", "call"]),
    (Channel::Letter, &["lettre", "courrier", "lettre simple", "courrier simple", "post"]),
    (Channel::Registered, &["recommandé", "lettre recommandée", "LRAR", "RAR", "registered letter"]),
];

/// Reads a channel: our word, or what people call it.
fn channel(text: &str, faults: &mut Vec<Diagnostic>) -> Option<Channel> {
    let called = || CHANNELS.iter().find(|(_, names)| names.iter().any(|name| same(name, text)));
    let is = |channel: &&(Channel, _)| same(channel.0.word(), text);
    let found = CHANNELS.iter().find(is).or_else(called).map(|(channel, _)| *channel);
    if found.is_none() {
        let finding = Diagnostic::new(
            code::input::WORD_UNKNOWN,
            format!("{text} is not a channel"),
            format!("{text} n'est pas un canal"),
        )
        .at(typed("--channel", text))
        .help(
            "channels: email, phone, letter, registered",
            "canaux : courriel (email), téléphone (phone), lettre (letter), recommandé (registered)",
        );
        faults.push(finding);
    }
    found
}

/// Says that a call is no formal notice, from which on interest would run (C. civ. 1344 and 1344-1).
fn no_formal_notice(level: &str, policy: &Policy) -> Option<Diagnostic> {
    policy.level(level).filter(|level| level.formal_notice && level.channel != Channel::Phone)?;
    let term = policy.level_term(level);
    let finding = Diagnostic::new(
        code::write::ACT_IMPOSSIBLE,
        format!("a call is no \"{}\": that demands payment in a letter", term.en),
        format!("un appel n'est pas une « {} » : celle-ci réclame le paiement par lettre", term.fr),
    );
    Some(finding.at(typed("--level", level)).help(
        "leave the level out: the call is noted, and the letter is still to come",
        "omettre le niveau : l'appel est noté, et la lettre reste à envoyer",
    ))
}

/// Says that a notice is of some level, and which there are.
fn level_missing(policy: &Policy) -> Diagnostic {
    let Bilingual { en, fr } = names::levels_listed(policy);
    Diagnostic::new(
        code::ledger::EVENT_INCOMPLETE,
        "a notice is of a level, so that it is not sent again; a letter of no level is a note",
        "une relance a un niveau, pour qu'elle ne parte pas de nouveau ; un courrier sans niveau est une note",
    )
    .at(Place::file("--level"))
    .help(en, fr)
}

fn currency(code: &str, faults: &mut Vec<Diagnostic>) -> Option<Currency> {
    let found = Currency::parse(code);
    if found.is_none() {
        let finding = Diagnostic::new(
            code::input::CURRENCY_UNKNOWN,
            format!("{code} is not a currency of ISO 4217"),
            format!("{code} n'est pas une devise d'ISO 4217"),
        );
        faults.push(finding.at(typed("--currency", code)));
    }
    found
}

/// Returns the currency of the invoice that a row names, else the policy's.
fn currency_of(invoice: Option<&str>, policy: &Policy, ledger: &Ledger) -> Currency {
    let number = invoice.and_then(|id| ledger.find_number(id));
    let row = number.and_then(|number| ledger.rows_of(number).next());
    row.map_or(policy.currency, |row| ledger.invoice(row).currency)
}

/// Returns whom the act concerns that an undo takes back.
fn undone_customer(args: &Args, event: EventKind, ledger: &Ledger) -> Option<String> {
    let undone = args.reference.first().filter(|_| event == EventKind::Undo && args.invoice_id.is_empty())?;
    let event = ledger.events().iter().find(|event| event.event_id.as_deref() == Some(undone.as_str()))?;
    Some(ledger.customer(event.customer).id.clone())
}

/// Returns a sum without its currency, as lists write it: `5 €`, `EUR 5`.
fn without_unit(text: &str, currency: Currency) -> &str {
    let symbol = if currency == Currency::EUR { "€" } else { currency.code() };
    let units = [currency.code(), symbol];
    let text = text.trim();
    let bare = units.iter().find_map(|unit| text.strip_suffix(unit).or_else(|| text.strip_prefix(unit)));
    bare.unwrap_or(text)
}

pub(super) fn amount(option: &str, text: &str, currency: Currency, faults: &mut Vec<Diagnostic>) -> Option<Amount> {
    let read = parse_amount(trim(without_unit(text, currency).as_bytes()));
    let found = match read.map(|read| read.in_currency(currency)) {
        Ok(AmountText::One(value, _)) => value.to_amount(currency).filter(|amount| !amount.is_negative()),
        Ok(AmountText::Two { .. }) | Err(_) => None,
    };
    if found.is_none() {
        let decimals = currency.decimals();
        let finding = Diagnostic::new(
            code::input::AMOUNT_INVALID,
            format!("this is not a sum in {currency}"),
            format!("ce n'est pas une somme en {currency}"),
        )
        .at(typed(option, text))
        .help(
            format!("expected digits, a comma or a point before at most {decimals} decimals, such as 1200.50"),
            format!(
                "attendu : des chiffres, une virgule ou un point avant {decimals} décimales au plus, comme 1200,50"
            ),
        );
        faults.push(finding);
    }
    found
}
