//! Statements given to `import`: what was received and taken back waits in `suspense.csv` until it is known whose it is.

use std::collections::{BTreeMap, BTreeSet};

use super::likeness::Likeness;
use super::{
    Kind as MovementKind, Movement, Parts, Read, Statement, Why, again, compact, findings, format_of, ids, is_sheet,
    read, read_sheets,
};
use crate::diag::Diagnostic;
use crate::import::counted::counted;
use crate::import::letters::Letters;
use crate::import::source::{Kind, LeftOut, Reader, ReceiptPlace, Request, SourceFile, SourceReport, Telling};
use crate::import::{Incoming, IncomingRows};
use crate::input::columns::Column;
use crate::input::header::fold;
use crate::input::workbook;
use crate::model::{Amount, Bilingual, Currency, Date, FileRole, Lang, figures};
use crate::policy::Policy;

/// The reader of bank statements.
pub const READER: Reader = Reader { kind: Kind::Bank, recognise, read: read_all };

const COLUMNS: &[Column] = &[
    Column::PaymentId,
    Column::Date,
    Column::Amount,
    Column::Currency,
    Column::Payer,
    Column::PayerAccount,
    Column::Reference,
    Column::CustomerId,
    Column::Candidates,
    Column::Why,
];

fn recognise(file: &SourceFile, _: &Request<'_>) -> Result<(), Bilingual> {
    if format_of(&file.head).is_some() || sheets(file).is_ok_and(|sheets| !sheets.is_empty()) {
        return Ok(());
    }
    Err(Bilingual::new(
        "no OFX, CAMT, CFONB 120 or MT940, and no header with the columns Date, Description, Amount (or Debit and Credit): \
         if it is a statement, rename its columns so",
        "ni OFX, CAMT, CFONB 120 ou MT940, ni en-tête aux colonnes Date, Libellé, Montant (ou Débit et Crédit) : si c'est \
         un relevé, renommer ainsi ses colonnes",
    ))
}

/// Returns the sheets of a workbook that are statements; none of any other file.
fn sheets(file: &SourceFile) -> Result<Vec<Vec<u8>>, Box<Diagnostic>> {
    if workbook::format(&file.head).is_none() {
        return Ok(Vec::new());
    }
    let sheets = workbook::sheets(&file.source)?;
    let texts: Result<Vec<_>, _> = sheets.iter().map(|sheet| sheet.source.bytes()).collect();
    Ok(texts?.into_iter().map(|text| text.to_vec()).filter(|text| is_sheet(text)).collect())
}

/// Reads a file, and tells how its bytes stand for letters; a workbook leaves no choice.
fn read_file(file: &SourceFile, request: &Request<'_>) -> Result<(Read, &'static str), Box<Diagnostic>> {
    if let Some(form) = workbook::format(&file.head) {
        return Ok((read_sheets(form, &sheets(file)?), ""));
    }
    let bytes = file.source.bytes()?;
    let letters = request.letters.unwrap_or_else(|| Letters::of(&bytes));
    Ok((read(format_of(&file.head).unwrap_or("CSV"), &bytes, letters), letters.name()))
}

fn read_all(files: &[&SourceFile], request: &Request<'_>) -> Incoming {
    let mut incoming = Incoming::default();
    let mut rows = IncomingRows::new(COLUMNS);
    let reads: Vec<Result<(Read, &str), Box<Diagnostic>>> = files.iter().map(|file| read_file(file, request)).collect();
    let split: Vec<BTreeSet<(Booking, String)>> =
        reads.iter().map(|read| read.as_ref().map_or_else(|_| BTreeSet::new(), |(read, _)| split(read))).collect();
    let all: BTreeSet<(Booking, String)> = split.iter().flatten().cloned().collect();
    let mut taken = Taken::default();
    for (((list, file), read), own) in (0_u32..).zip(files).zip(reads).zip(&split) {
        taken.split_elsewhere.clear();
        for (booking, _) in all.difference(own) {
            *taken.split_elsewhere.entry(booking.clone()).or_default() += 1;
        }
        let name = file.name().to_owned();
        incoming.lists.push(name.clone());
        let mut report = SourceReport { file: name.clone(), kind: Some(Kind::Bank), ..SourceReport::default() };
        match read {
            Ok((found, letters)) => {
                letters.clone_into(&mut report.encoding);
                take(&found, (list, &name), request, &mut report, &mut rows, &mut taken);
                incoming.refused.extend(found.faults.iter().map(|fault| (list, fault.line)));
                incoming.findings.extend(found.faults.iter().map(|fault| findings::unreadable(&name, fault)));
                incoming.findings.extend(findings::unbalanced(&name, &found));
            }
            Err(finding) => {
                incoming.findings.push(*finding);
                incoming.is_unusable = true;
            }
        }
        incoming.sources.push(report);
    }
    if !rows.rows.is_empty() {
        incoming.files.insert(FileRole::Suspense, rows);
    }
    incoming
}

/// What one run has seen so far: statements may overlap, and one of them may repeat another's movements in other words.
#[derive(Debug, Default)]
struct Taken {
    /// What each id is of.
    amounts: BTreeMap<String, Amount>,
    /// The bookings that other statements tell in parts: how many alike are not yet seen here as a whole.
    split_elsewhere: BTreeMap<Booking, usize>,
    /// What was taken.
    tellings: again::Earlier,
}

/// What two statements say alike of one booking: the account, the day, the currency and the sum.
type Booking = (String, Date, Currency, Amount);

/// Returns the bookings that a file tells in parts, each with the id of its first part.
fn split(read: &Read) -> BTreeSet<(Booking, String)> {
    let mut split = BTreeSet::new();
    for (statement, ids) in read.statements.iter().zip(ids(&read.statements)) {
        for (movement, id) in statement.movements.iter().zip(ids) {
            if let Parts::Told { of, is_first: true } = movement.parts {
                split.insert(((compact(&statement.account), movement.date, movement.currency, of), id));
            }
        }
    }
    split
}

/// Takes what was received and taken back; all else is left out and counted.
fn take(
    found: &Read,
    (list, _): (u32, &str),
    request: &Request<'_>,
    report: &mut SourceReport,
    rows: &mut IncomingRows,
    taken: &mut Taken,
) {
    report.format.clone_from(&found.format);
    report.read = found.faults.len();
    for (why, count) in &found.left_out {
        let (reason, Bilingual { en, fr }) = why.told();
        report.read += count;
        report.left_out.push((LeftOut::new(reason, en, fr), *count));
    }
    let own = own_accounts(request.policy);
    let mut here: BTreeSet<String> = BTreeSet::new();
    let mut fresh: Vec<(&Movement, Telling)> = Vec::new();
    for (statement, ids) in found.statements.iter().zip(ids(&found.statements)) {
        for (movement, id) in statement.movements.iter().zip(ids) {
            report.read += 1;
            report.tells_of(movement.date);
            if let Some(why) = left_out(movement, &own, request.policy) {
                let (reason, Bilingual { en, fr }) = why.told();
                report.leave_out(LeftOut::new(reason, en, fr));
                continue;
            }
            let id = own_id(id, movement, request, taken);
            here.insert(id.clone());
            if let Some(known) = request.folder.receipt(&id) {
                report.leave_out(told(known.place));
                continue;
            }
            let booking = (compact(&statement.account), movement.date, movement.currency, movement.amount);
            if let Some(left @ 1..) =
                taken.split_elsewhere.get_mut(&booking).filter(|_| movement.parts == Parts::Untold)
            {
                *left -= 1;
                report.leave_out(LeftOut::new(
                    "batch",
                    "bookings that another statement tells in parts",
                    "écritures qu'un autre relevé détaille",
                ));
                continue;
            }
            if taken.amounts.contains_key(&id) {
                report.leave_out(LeftOut::new("repeated", "in another statement too", "déjà dans un autre relevé"));
                continue;
            }
            fresh.push((movement, telling(id, movement, statement)));
        }
    }
    let again = again::find(&fresh, &here, request.folder, &taken.tellings);
    let (mut received, mut returned): (Vec<&Movement>, Vec<&Movement>) = (Vec::new(), Vec::new());
    for (at, (movement, mut telling)) in fresh.into_iter().enumerate() {
        let again = again.get(&at);
        add(list, &telling, movement, again, request.policy, rows);
        taken.amounts.insert(telling.id.clone(), movement.amount);
        match (again, &movement.kind) {
            (Some((Likeness::Same, id)), _) => telling.again = Some(id.clone()),
            (_, MovementKind::Return { .. }) => returned.push(movement),
            (_, MovementKind::Receipt | MovementKind::LeftOut(_)) => received.push(movement),
        }
        taken.tellings.entry((movement.currency, movement.amount)).or_default().push(telling);
    }
    let words = [
        (received, ["receipt", "receipts"], ["encaissement", "encaissements"]),
        (returned, ["return", "returns"], ["rejet", "rejets"]),
    ];
    for (movements, en, fr) in words {
        let counted = counted(movements.len(), en, fr);
        let [en, fr] = [(Lang::En, counted.en), (Lang::Fr, counted.fr)].map(|(lang, words)| {
            let sums = sums(&movements).into_iter().map(|(currency, sum)| figures::money(sum, currency, lang));
            sums.fold(words, |told, sum| format!("{told}, {sum}"))
        });
        report.choices.extend((!movements.is_empty()).then(|| Bilingual::new(en, fr)));
    }
    report.choices.extend(again::told(again.values().map(|(likeness, _)| *likeness)));
}

/// Returns why a movement concerns no customer, if it does not.
fn left_out(movement: &Movement, own: &[String], policy: &Policy) -> Option<Why> {
    if let MovementKind::LeftOut(why) = movement.kind {
        return Some(why);
    }
    let account = compact(&movement.payer_account);
    if !account.is_empty() && own.contains(&account) {
        return Some(Why::Own);
    }
    let told = fold(&format!("{} {} {}", movement.reference, movement.text, movement.payer));
    let is_ignored =
        policy.bank.ignore.iter().map(|words| fold(words)).any(|words| !words.is_empty() && told.contains(&words));
    is_ignored.then_some(Why::Ignored)
}

/// Returns the accounts that are ours.
fn own_accounts(policy: &Policy) -> Vec<String> {
    policy.bank.accounts.iter().chain(&policy.creditor.iban).map(|account| compact(account)).collect()
}

/// Returns the id of a movement: with its day where the bank gave the same reference to another sum before.
fn own_id(id: String, movement: &Movement, request: &Request<'_>, taken: &Taken) -> String {
    let known = request.folder.receipt(&id).map(|known| known.amount).or_else(|| taken.amounts.get(&id).copied());
    if known.is_some_and(|amount| amount != movement.amount) { format!("{id}-{}", movement.date) } else { id }
}

fn told(place: ReceiptPlace) -> LeftOut {
    match place {
        ReceiptPlace::Posted => LeftOut::new("posted", "in payments.csv already", "déjà dans payments.csv"),
        ReceiptPlace::Waiting => LeftOut::new("waiting", "in suspense.csv already", "déjà dans suspense.csv"),
        ReceiptPlace::Ignored => LeftOut::new("ignored-before", "ignored before", "ignorés auparavant"),
    }
}

/// Returns what movements come to, by currency.
fn sums(movements: &[&Movement]) -> BTreeMap<Currency, Amount> {
    let mut sums = BTreeMap::new();
    for movement in movements {
        *sums.entry(movement.currency).or_insert(Amount::ZERO) += movement.amount;
    }
    sums
}

/// Returns a movement as it will be known: with the words that it gets in the folder.
fn telling(id: String, movement: &Movement, statement: &Statement) -> Telling {
    // The reason for which the bank took money back is one of its words.
    let reason = if let MovementKind::Return { reason } = &movement.kind { reason.as_str() } else { "" };
    let words = [movement.reference.as_str(), &movement.text, reason].join(" ");
    Telling {
        id,
        date: movement.date,
        text: words.split_whitespace().collect::<Vec<_>>().join(" "),
        payer: movement.payer.clone(),
        payer_account: movement.payer_account.clone(),
        account: statement.account.clone(),
        again: None,
    }
}

fn add(
    list: u32,
    telling: &Telling,
    movement: &Movement,
    again: Option<&(Likeness, String)>,
    policy: &Policy,
    rows: &mut IncomingRows,
) {
    let amount = movement.amount.to_decimal(movement.currency).to_string();
    let (decision, why) = again.map(|(likeness, id)| likeness.decided(id)).unzip();
    let why = why.map(|why| why.get(policy.language).to_owned()).unwrap_or_default();
    let cells = [
        telling.id.as_str(),
        &movement.date.to_string(),
        &amount,
        movement.currency.code(),
        &telling.payer,
        &telling.payer_account,
        &telling.text,
        decision.unwrap_or_default(),
        again.map_or("", |(_, id)| id.as_str()),
        &why,
    ];
    rows.add_row(list, movement.line, cells);
}
