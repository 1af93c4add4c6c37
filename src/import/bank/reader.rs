//! Statements given to `import`: what was received and taken back waits in `suspense.csv` until it is known whose it
//! is.

use std::collections::{BTreeMap, BTreeSet};

use super::bookings::{Split, Whole, splits, wholes};
use super::ids::{self, Given, Ids, Known};
use super::kinds::{self, Hint};
use super::likeness::Likeness;
use super::{
    Format, Kind as MovementKind, Movement, Read, Reading, WhatIsRead, Why, again, findings, format_of, is_sheet, read,
    read_sheets,
};
use crate::diag::Diagnostic;
use crate::import::counted::counted;
use crate::import::guessed_encoding::GuessedEncoding;
use crate::import::source::{Kind, LeftOut, Reader, ReceiptPlace, Request, SourceFile, SourceReport, Telling};
use crate::import::{Incoming, IncomingRows, unread};
use crate::input::Refusal;
use crate::input::columns::Column;
use crate::input::header::fold;
use crate::input::workbook::{self, Cell, SheetText};
use crate::model::{Amount, Bilingual, Currency, FileRole, Lang, compact, figures};
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

/// Returns the sheets of a workbook that are statements, with their texts; none of any other file. One that is hidden
/// is no statement beside one that is seen.
fn sheets(file: &SourceFile) -> Result<Vec<(&SheetText, Vec<u8>)>, Refusal> {
    if workbook::format(&file.head).is_none() {
        return Ok(Vec::new());
    }
    let texts = file.sheets()?.iter().map(|sheet| Ok((sheet, sheet.source.bytes()?)));
    let mut found = texts.collect::<Result<Vec<_>, Refusal>>()?;
    found.retain(|(_, text)| is_sheet(text));
    if found.iter().any(|(sheet, _)| sheet.is_visible) {
        found.retain(|(sheet, _)| sheet.is_visible);
    }
    Ok(found)
}

/// Returns a cell of a statement that is read, and whose formula has no value: that of a row, or the name of a column.
fn uncomputed(sheet: &SheetText, text: &[u8]) -> Option<Cell> {
    // To look at the table again is only worth while where there is one.
    sheet.uncomputed.first()?;
    let table = WhatIsRead::of(text)?;
    let is_read = |cell: &&Cell| match table.cell(cell.line, cell.column) {
        Reading::Header => sheet.goes_on_below(**cell),
        Reading::Row => true,
        Reading::Not => false,
    };
    sheet.uncomputed.iter().find(is_read).copied()
}

/// Reads a file, and tells how its bytes stand for letters; a workbook leaves no choice.
fn read_file(file: &SourceFile, request: &Request<'_>) -> Result<(Read, &'static str), Box<Diagnostic>> {
    let declared = request.mapping.map(|mapping| mapping.dialect).unwrap_or_default();
    if let Some(form) = workbook::format(&file.head) {
        let sheets = sheets(file)?;
        for (sheet, text) in &sheets {
            if let Some(cell) = uncomputed(sheet, text) {
                return Err(sheet.without_value(cell, ""));
            }
        }
        let texts: Vec<Vec<u8>> = sheets.into_iter().map(|(_, text)| text).collect();
        return Ok((read_sheets(form, &texts, declared), ""));
    }
    let bytes = file.source.bytes()?;
    let declared_encoding = request.mapping.and_then(|mapping| mapping.encoding());
    let encoding = request.letters.or(declared_encoding).unwrap_or_else(|| GuessedEncoding::of(&bytes));
    Ok((read(format_of(&file.head).unwrap_or(Format::Sheet), &bytes, encoding, declared), encoding.name()))
}

fn read_all(files: &[&SourceFile], request: &Request<'_>) -> Incoming {
    let mut incoming = Incoming::default();
    let mut rows = IncomingRows::new(COLUMNS);
    let reads: Vec<Result<(Read, &str), Box<Diagnostic>>> = files.iter().map(|file| read_file(file, request)).collect();
    let splits: Vec<BTreeSet<Split>> =
        reads.iter().map(|read| read.as_ref().map_or_else(|_| BTreeSet::new(), |(read, _)| splits(read))).collect();
    let all: BTreeSet<&Split> = splits.iter().flatten().collect();
    let mut taken = Taken::default();
    for (((list, file), read), own) in (0_u32..).zip(files).zip(reads).zip(&splits) {
        let name = file.name().to_owned();
        incoming.lists.push(name.clone());
        let mut report = SourceReport { file: name.clone(), kind: Some(Kind::Bank), ..SourceReport::default() };
        match read {
            Ok((found, encoding)) => {
                encoding.clone_into(&mut report.encoding);
                let elsewhere: Vec<&Split> = all.iter().copied().filter(|split| !own.contains(split)).collect();
                let wholes = wholes(&found, &elsewhere);
                let mut gathering =
                    Gathering { list, request, report: &mut report, rows: &mut rows, taken: &mut taken };
                gathering.take(&found, &wholes);
                incoming.is_unusable |= found.faults.iter().any(|fault| fault.what.is_of_books());
                incoming.refused.extend(found.faults.iter().map(|fault| (list, fault.line)));
                incoming.findings.extend(found.faults.iter().map(|fault| findings::unreadable(&name, fault)));
                incoming.findings.extend(findings::unbalanced(&name, &found));
                incoming.findings.extend(findings::not_continued(&name, &found));
                let perhaps = perhaps_returns(&found, request, &taken.tellings);
                incoming.findings.extend(findings::perhaps_returned(&name, &perhaps));
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
    ids: ids::Run,
    /// What was taken.
    tellings: again::Earlier,
}

/// One file on its way into what all statements say.
struct Gathering<'a> {
    list: u32,
    request: &'a Request<'a>,
    report: &'a mut SourceReport,
    rows: &'a mut IncomingRows,
    taken: &'a mut Taken,
}

/// A movement that is not known under its id.
struct Fresh<'f> {
    movement: &'f Movement,
    given: Given,
    /// The first payment of a booking that it may be the sum of.
    part: Option<&'f str>,
}

impl Gathering<'_> {
    /// Takes what was received and taken back; all else is left out and counted.
    fn take(&mut self, found: &Read, wholes: &BTreeMap<(usize, usize), Whole>) {
        self.report.format.clone_from(&found.format);
        self.report.read = found.faults.len();
        for (why, count) in &found.left_out {
            let (reason, Bilingual { en, fr }) = why.told();
            self.report.read += count;
            self.report.left_out.push((LeftOut::new(reason, en, fr), *count));
        }
        let unread: Vec<&str> = found.unread.iter().map(String::as_str).collect();
        self.report.choices.extend(unread::columns(&unread));
        let (fresh, own) = self.fresh(found, wholes);
        let tellings: Vec<(&Movement, &Telling)> = fresh.iter().map(|one| (one.movement, &one.given.telling)).collect();
        let mut again = again::find(&tellings, &own, self.request.folder, &self.taken.tellings);
        let parts = fresh.iter().enumerate().filter_map(|(at, one)| Some((at, one.part?)));
        again.extend(parts.map(|(at, part)| (at, (Likeness::Perhaps, part.to_owned()))));
        let (mut received, mut returned): (Vec<&Movement>, Vec<&Movement>) = (Vec::new(), Vec::new());
        for (at, Fresh { movement, given, .. }) in fresh.into_iter().enumerate() {
            let again = again.get(&at);
            let mut telling = given.telling.clone();
            add(self.list, &telling, movement, again, self.request.policy, self.rows);
            ids::note(&mut self.taken.ids, given);
            match (again, &movement.kind) {
                (Some((Likeness::Same, id)), _) => telling.again = Some(id.clone()),
                (_, MovementKind::Return { .. }) => returned.push(movement),
                (_, MovementKind::Receipt | MovementKind::LeftOut(_)) => received.push(movement),
            }
            self.taken.tellings.entry((movement.currency, movement.amount)).or_default().push(telling);
        }
        self.report.choices.extend(told_of(&received, ["receipt", "receipts"], ["encaissement", "encaissements"]));
        self.report.choices.extend(told_of(&returned, ["return", "returns"], ["rejet", "rejets"]));
        self.report.choices.extend(again::told(again.values().map(|(likeness, _)| *likeness)));
    }

    /// Returns what is not known under its id, and all ids of the file.
    fn fresh<'f>(
        &mut self,
        found: &'f Read,
        wholes: &'f BTreeMap<(usize, usize), Whole>,
    ) -> (Vec<Fresh<'f>>, BTreeSet<String>) {
        let own = own_accounts(self.request.policy);
        let mut ids = Ids::new(self.request.folder, &self.taken.ids);
        let mut fresh = Vec::new();
        for (at, statement) in found.statements.iter().enumerate() {
            for (place, movement) in statement.movements.iter().enumerate() {
                self.report.read += 1;
                self.report.tells_of(movement.date);
                if let Some(why) = left_out(movement, &own, self.request.policy) {
                    let (reason, Bilingual { en, fr }) = why.told();
                    self.report.leave_out(LeftOut::new(reason, en, fr));
                    continue;
                }
                let (given, known) = ids.give(statement, movement);
                let whole = wholes.get(&(at, place));
                match (known, whole) {
                    (Some(Known::Folder(place)), _) => self.report.leave_out(told(place)),
                    (_, Some(Whole::Told)) => self.report.leave_out(LeftOut::new(
                        "batch",
                        "bookings that another statement tells in parts",
                        "écritures qu'un autre relevé détaille",
                    )),
                    (Some(Known::Run), _) => self.report.leave_out(LeftOut::new(
                        "repeated",
                        "in another statement too",
                        "déjà dans un autre relevé",
                    )),
                    (None, whole) => {
                        let part = match whole {
                            Some(Whole::Perhaps(part)) => Some(part.as_str()),
                            Some(Whole::Told) | None => None,
                        };
                        fresh.push(Fresh { movement, given, part });
                    }
                }
            }
        }
        (fresh, ids.used)
    }
}

/// Returns the debits that are left out and may take back what a customer paid: a code of the bank's says so, or a word
/// does and money of just that sum came in.
fn perhaps_returns<'f>(found: &'f Read, request: &Request<'_>, taken: &again::Earlier) -> Vec<&'f Movement> {
    let (folder, own) = (request.folder, own_accounts(request.policy));
    let came_in = |amount: Amount, currency: Currency| {
        taken.contains_key(&(currency, amount)) || !folder.tellings(amount, currency).is_empty()
    };
    let movements = found.statements.iter().flat_map(|statement| &statement.movements);
    let perhaps = movements.filter(|movement| match kinds::hint(movement) {
        Some(Hint::Code) => true,
        Some(Hint::Word) => came_in(-movement.amount, movement.currency),
        None => false,
    });
    perhaps
        .filter(|movement| concerns_nobody(movement, &own, request.policy).is_none())
        .filter(|movement| !folder.has_return(-movement.amount, movement.currency, movement.date))
        .collect()
}

/// Says how many movements of a kind were taken, and what they come to.
fn told_of(movements: &[&Movement], en: [&'static str; 2], fr: [&'static str; 2]) -> Option<Bilingual> {
    let counted = counted(movements.len(), en, fr);
    let [en, fr] = [(Lang::En, counted.en), (Lang::Fr, counted.fr)].map(|(lang, words)| {
        let sums = sums(movements).into_iter().map(|(currency, sum)| figures::money(sum, currency, lang));
        sums.fold(words, |told, sum| format!("{told}, {sum}"))
    });
    (!movements.is_empty()).then(|| Bilingual::new(en, fr))
}

/// Returns why a movement concerns no customer, if it does not.
fn left_out(movement: &Movement, own: &[String], policy: &Policy) -> Option<Why> {
    if let MovementKind::LeftOut(why) = movement.kind {
        return Some(why);
    }
    concerns_nobody(movement, own, policy)
}

/// Returns why a movement concerns no customer by what the policy says of accounts and words.
fn concerns_nobody(movement: &Movement, own: &[String], policy: &Policy) -> Option<Why> {
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
