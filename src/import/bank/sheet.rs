//! The CSV files of banks. Their columns are known by the layouts of `policies/banks.toml`; lines before the header are
//! skipped.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{Fault, Kind, Movement, Read, Statement, What, Why, kinds};
use crate::input::header::{fold, same};
use crate::input::text::{AmountText, DateText, parse_amount, parse_date};
use crate::model::dialect::DecimalMark;
use crate::model::{Amount, Currency, Date};

/// How one bank's file is laid out.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Layout {
    name: String,
    date: String,
    text: Vec<String>,
    amount: Option<String>,
    debit: Option<String>,
    credit: Option<String>,
    side: Option<String>,
    currency: Option<String>,
    reference: Option<String>,
    payer: Option<String>,
    payer_account: Option<String>,
    balance: Option<String>,
    #[serde(default)]
    keep: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Layouts {
    layout: Vec<Layout>,
}

static LAYOUTS: LazyLock<Vec<Layout>> = LazyLock::new(|| {
    let layouts: Layouts = toml::from_str(include_str!("../../../policies/banks.toml")).expect("a test reads them");
    layouts.layout
});

/// How far down the header may stand.
const PREAMBLE: usize = 20;

pub(super) fn is_sheet(text: &str) -> bool {
    header(text).is_some()
}

pub(super) fn read(text: &str) -> Read {
    let Some(header) = header(text) else {
        let fault = Fault { line: 1, field: "", text: String::new(), what: What::Header };
        return Read { format: "CSV".to_owned(), faults: vec![fault], ..Read::default() };
    };
    let mut read = Read { format: format!("CSV {}", header.layout.name), ..Read::default() };
    let rows = header.rows(text);
    let marks = Marks::of(&header, &rows, &mut read.faults);
    let mut statement = Statement::default();
    let mut balances: Vec<Amount> = Vec::new();
    for row in &rows {
        if let Some(movement) = header.movement(row, &marks, &mut read.faults) {
            statement.currency = Some(movement.currency);
            let balance = header.layout.balance.as_deref().map(|name| header.cell(row, name));
            balances.extend(balance.and_then(|text| marks.amount(text, movement.currency)));
            statement.movements.push(movement);
        }
    }
    settle_balances(&mut statement, &balances);
    read.statements.push(statement);
    read
}

/// A file lists its movements from the oldest or from the newest: whichever way the balances follow each other.
fn settle_balances(statement: &mut Statement, balances: &[Amount]) {
    let movements = &statement.movements;
    let (Some(first), Some(last)) = (movements.first(), movements.last()) else { return };
    if balances.len() != movements.len() {
        return;
    }
    let rises = (1..balances.len()).all(|at| balances[at] == balances[at - 1] + movements[at].amount);
    let (oldest, newest, amount) =
        if rises { (0, balances.len() - 1, first.amount) } else { (balances.len() - 1, 0, last.amount) };
    (statement.opening, statement.closing) = (Some(balances[oldest] - amount), Some(balances[newest]));
}

/// The header of a file, and how it is laid out.
struct Header {
    layout: &'static Layout,
    delimiter: u8,
    /// How many bytes stand before it, and how many lines.
    start: usize,
    line: u32,
    names: Vec<String>,
}

struct Row {
    line: u32,
    cells: Vec<String>,
}

fn header(text: &str) -> Option<Header> {
    let mut start = 0;
    for (line, words) in (1_u32..).zip(text.split_inclusive('\n').take(PREAMBLE)) {
        for delimiter in [b';', b'\t', b','] {
            let names = cells(words, delimiter);
            let has = |name: &String| place(&names, name).is_some();
            let fits = |layout: &&Layout| {
                let sums = [&layout.amount, &layout.debit, &layout.credit, &layout.side];
                has(&layout.date) && has(&layout.text[0]) && sums.into_iter().flatten().all(has) && !is_list(&names)
            };
            if let Some(layout) = LAYOUTS.iter().find(fits) {
                return Some(Header { layout, delimiter, start, line, names });
            }
        }
        start += words.len();
    }
    None
}

/// Tells whether columns are those of a list of invoices, which has dates, labels and sums too.
fn is_list(names: &[String]) -> bool {
    let words = ["facture", "invoice", "client", "customer", "echeance"];
    names.iter().map(|name| fold(name)).any(|name| words.iter().any(|word| name.contains(word)))
}

/// Returns the cells of one line.
fn cells(line: &str, delimiter: u8) -> Vec<String> {
    // To make a reader of quotes takes longer than to read the line.
    if line.contains('"') {
        return records(line, delimiter).into_iter().next().map(|(_, cells)| cells).unwrap_or_default();
    }
    let first = line.split(['\r', '\n']).find(|line| !line.is_empty()).unwrap_or_default();
    first.split(char::from(delimiter)).map(|cell| cell.trim().to_owned()).collect()
}

/// Returns where a column is that may go by several names, `Date|Date opération`.
fn place(names: &[String], wanted: &str) -> Option<usize> {
    wanted.split('|').find_map(|wanted| names.iter().position(|known| same(known, wanted)))
}

/// Returns the records of a text, each with the line on which it begins.
fn records(text: &str, delimiter: u8) -> Vec<(u32, Vec<String>)> {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let records = reader.records().map_while(Result::ok);
    records
        .map(|record| {
            let line = record.position().map_or(1, |position| position.line() as u32);
            (line, record.iter().map(|cell| cell.trim().to_owned()).collect())
        })
        .collect()
}

impl Header {
    fn rows(&self, text: &str) -> Vec<Row> {
        let records = records(&text[self.start..], self.delimiter).into_iter().skip(1);
        let whole = records.filter(|(_, cells)| cells.iter().filter(|cell| !cell.is_empty()).count() > 1);
        whole.map(|(line, cells)| Row { line: self.line + line - 1, cells }).collect()
    }

    fn cell<'a>(&self, row: &'a Row, name: &str) -> &'a str {
        place(&self.names, name).and_then(|place| row.cells.get(place)).map_or("", String::as_str)
    }

    fn named<'a>(&self, row: &'a Row, name: &Option<String>) -> &'a str {
        name.as_deref().map_or("", |name| self.cell(row, name))
    }

    fn movement(&self, row: &Row, marks: &Marks, faults: &mut Vec<Fault>) -> Option<Movement> {
        let layout = self.layout;
        let mut fault =
            |field, text: &str, what| faults.push(Fault { line: row.line, field, text: text.to_owned(), what });
        let date = self.cell(row, &layout.date);
        let Some(date) = marks.date(date) else {
            fault("date", date, What::Date);
            return None;
        };
        let code = self.named(row, &layout.currency);
        let Some(currency) = (if code.is_empty() { Some(Currency::EUR) } else { Currency::parse(code) }) else {
            fault("currency", code, What::Currency);
            return None;
        };
        let amount = match self.amount(row, marks, currency) {
            Ok(amount) => amount,
            Err(text) => {
                fault("amount", text, What::Amount);
                return None;
            }
        };
        let words: Vec<&str> =
            layout.text.iter().map(|name| self.cell(row, name)).filter(|text| !text.is_empty()).collect();
        let text = words.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
        let is_booked = layout.keep.split_first().is_none_or(|(column, words)| {
            let status = self.cell(row, column);
            words.iter().any(|word| same(word, status))
        });
        let kind = if is_booked { kinds::kind(amount, true, None, &text) } else { Kind::LeftOut(Why::Pending) };
        Some(Movement {
            parts: super::Parts::Untold,
            line: row.line,
            date,
            amount,
            currency,
            bank_reference: self.named(row, &layout.reference).to_owned(),
            reference: String::new(),
            text,
            payer: self.named(row, &layout.payer).to_owned(),
            payer_account: self.named(row, &layout.payer_account).to_owned(),
            kind,
        })
    }

    /// Returns the signed amount, or the text that is none.
    fn amount<'a>(&self, row: &'a Row, marks: &Marks, currency: Currency) -> Result<Amount, &'a str> {
        let read = |text: &'a str| marks.amount(text, currency).ok_or(text);
        let layout = self.layout;
        if layout.amount.is_some() {
            let amount = read(self.named(row, &layout.amount))?;
            return match fold(self.named(row, &layout.side)).as_str() {
                "" => Ok(amount),
                "c" | "credit" | "cr" => Ok(amount.abs()),
                "d" | "debit" | "db" => Ok(-amount.abs()),
                _ => Err(self.named(row, &layout.side)),
            };
        }
        // Some banks write debits with a sign, and some without: the column tells.
        let [debit, credit] = [&layout.debit, &layout.credit].map(|name| self.named(row, name));
        match (debit, credit) {
            ("", "") => Err(""),
            (debit, "") => Ok(-read(debit)?.abs()),
            ("", credit) => Ok(read(credit)?.abs()),
            (debit, credit) => Ok(read(credit)?.abs() - read(debit)?.abs()),
        }
    }

    fn amount_columns(&self) -> impl Iterator<Item = &str> {
        let layout = self.layout;
        [&layout.amount, &layout.debit, &layout.credit, &layout.balance].into_iter().filter_map(|name| name.as_deref())
    }
}

/// What the columns of a file show as a whole: the mark before decimals, and the order of day and month.
struct Marks {
    decimal: DecimalMark,
    is_month_first: bool,
}

impl Marks {
    fn of(header: &Header, rows: &[Row], faults: &mut Vec<Fault>) -> Marks {
        let cells = || rows.iter().flat_map(|row| header.amount_columns().map(move |name| header.cell(row, name)));
        let shown = cells().find_map(|text| match amount_text(text)? {
            AmountText::One(_, mark) => mark,
            AmountText::Two { .. } => None,
        });
        // A semicolon divides fields where the comma stands before decimals.
        let default = if header.delimiter == b',' { DecimalMark::Point } else { DecimalMark::Comma };
        let days = rows.iter().filter_map(|row| match date_text(header.cell(row, &header.layout.date))? {
            DateText::Slash { day_first, month_first } => Some((row.line, day_first.is_some(), month_first.is_some())),
            DateText::Iso(_) => None,
        });
        let days: Vec<_> = days.collect();
        let only_month_first = days.iter().find(|(_, day_first, _)| !day_first);
        let only_day_first = days.iter().find(|(_, _, month_first)| !month_first);
        if let (Some((line, ..)), Some(_)) = (only_month_first, only_day_first) {
            faults.push(Fault { line: *line, field: "date", text: String::new(), what: What::Date });
        }
        Marks {
            decimal: shown.unwrap_or(default),
            is_month_first: only_month_first.is_some() && only_day_first.is_none(),
        }
    }

    fn amount(&self, text: &str, currency: Currency) -> Option<Amount> {
        amount_text(text)?.under(self.decimal)?.to_amount(currency)
    }

    fn date(&self, text: &str) -> Option<Date> {
        match date_text(text)? {
            DateText::Iso(date) => Some(date),
            DateText::Slash { month_first, .. } if self.is_month_first => month_first,
            DateText::Slash { day_first, .. } => day_first,
        }
    }
}

fn amount_text(text: &str) -> Option<AmountText> {
    let bare = text.trim().trim_end_matches(['€', ' ', '\u{a0}']).trim_start_matches('+');
    let bare = bare.trim_end_matches("EUR").trim();
    parse_amount(bare.replace('\u{2212}', "-").as_bytes()).ok()
}

/// Reads a day as banks write it: also with points or dashes, with a time behind, or with two digits for the year.
fn date_text(text: &str) -> Option<DateText> {
    let day = text.split([' ', 'T']).next().unwrap_or_default();
    if let Some(found) = parse_date(day.as_bytes()) {
        return Some(found);
    }
    let slashed = day.replace(['.', '-'], "/");
    let (head, year) = slashed.rsplit_once('/')?;
    let year = if year.len() == 2 { format!("20{year}") } else { year.to_owned() };
    parse_date(format!("{head}/{year}").as_bytes())
}
