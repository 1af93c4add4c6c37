//! Which column of a sheet is which: by the layouts of `policies/banks.toml`; without a header, by what the cells are.

use std::cmp::Reverse;
use std::sync::LazyLock;

use serde::Deserialize;

use super::balances;
use super::marks::{has_cents, is_amount, is_day};
use super::records::{Row, cells};
use super::words::{SideWords, StatusWords};
use crate::import::currencies::bare;
use crate::input::header::{fold, same};

/// How one bank's file is laid out, as `policies/banks.toml` says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Layout {
    name: Option<String>,
    date: String,
    text: Vec<String>,
    amount: Option<String>,
    debit: Option<String>,
    credit: Option<String>,
    side: Option<String>,
    #[serde(default)]
    signed: bool,
    fee: Option<String>,
    currency: Option<String>,
    reference: Option<String>,
    payer: Option<String>,
    payer_account: Option<String>,
    balance: Option<String>,
    #[serde(default)]
    has: Vec<String>,
}

/// All that is known of the sheets of banks.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Known {
    layout: Vec<Layout>,
    pub side: SideWords,
    pub status: StatusWords,
}

pub(super) static KNOWN: LazyLock<Known> =
    LazyLock::new(|| toml::from_str(include_str!("../../../../policies/banks.toml")).expect("a test reads them"));

/// The places of the columns.
#[derive(Debug)]
pub(super) struct Columns {
    /// The bank whose layout it is; nothing for one that many have.
    pub bank: Option<&'static str>,
    pub date: usize,
    pub text: Vec<usize>,
    pub sums: Sums,
    pub side: Option<(usize, SideForm)>,
    pub status: Option<usize>,
    pub fee: Option<usize>,
    pub currency: Option<usize>,
    pub reference: Option<usize>,
    pub payer: Option<usize>,
    pub payer_account: Option<usize>,
    pub balance: Option<usize>,
}

impl Columns {
    /// Tells whether a column is read.
    pub fn has(&self, place: usize) -> bool {
        let side = self.side.map(|(place, _)| place);
        let others =
            [side, self.status, self.fee, self.currency, self.reference, self.payer, self.payer_account, self.balance];
        let others = others.into_iter().flatten().chain(self.text.iter().copied());
        others.chain(self.sums.places()).chain([self.date]).any(|read| read == place)
    }
}

/// Where the sums are.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sums {
    One(usize),
    Two { debit: usize, credit: usize },
}

impl Sums {
    pub fn places(self) -> Vec<usize> {
        match self {
            Sums::One(amount) => vec![amount],
            Sums::Two { debit, credit } => vec![debit, credit],
        }
    }
}

/// What a column says of the side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SideForm {
    /// All: the sign of the sum says nothing.
    Alone,
    /// It must agree with a sign.
    Beside,
    /// It may be of something else.
    Perhaps,
}

/// Where the rows of a sheet begin, and what its columns are.
#[derive(Debug)]
pub(super) struct Header {
    pub columns: Columns,
    pub delimiter: u8,
    /// How many bytes stand before the first row, or before the header; and its line.
    pub start: usize,
    pub line: u32,
    /// The names of the columns; none where no header is there.
    pub names: Vec<String>,
    /// The lines before the header.
    pub above: Vec<Vec<String>>,
}

/// How far down the header may stand.
const PREAMBLE: usize = 20;

/// How many rows are looked at where there is no header.
const FIRST_ROWS: usize = 10;

impl Header {
    /// Finds the header of a sheet.
    pub fn of(text: &str) -> Option<Header> {
        let mut start = 0;
        let mut above: Vec<&str> = Vec::new();
        for (line, words) in (1_u32..).zip(text.split_inclusive('\n').take(PREAMBLE)) {
            for delimiter in [b';', b'\t', b','] {
                let names = cells(words, delimiter);
                if let Some(columns) = columns(&names) {
                    let above = above.iter().map(|line| cells(line, delimiter)).collect();
                    return Some(Header { columns, delimiter, start, line, names, above });
                }
            }
            above.push(words);
            start += words.len();
        }
        without_header(text)
    }

    /// Returns the name of a column.
    pub fn name(&self, place: usize) -> String {
        self.names.get(place).cloned().unwrap_or_else(|| (place + 1).to_string())
    }

    /// Tells whether a row is the header again.
    pub fn is_header(&self, row: &Row) -> bool {
        !self.names.is_empty() && row.told().eq(self.names.iter().map(String::as_str).filter(|name| !name.is_empty()))
    }
}

/// Returns the columns of the first layout that fits.
fn columns(names: &[String]) -> Option<Columns> {
    if names.len() < 3 || is_list(names) {
        return None;
    }
    let at = |wanted: &Option<String>| wanted.as_deref().and_then(|wanted| place(names, wanted));
    KNOWN.layout.iter().find_map(|layout| {
        let sums = match (at(&layout.amount), at(&layout.debit), at(&layout.credit)) {
            (Some(amount), ..) => Sums::One(amount),
            (None, Some(debit), Some(credit)) => Sums::Two { debit, credit },
            _ => return None,
        };
        let mut text: Vec<usize> = Vec::new();
        for found in layout.text.iter().filter_map(|wanted| place(names, wanted)) {
            // One that goes by names of several is read once.
            if !text.contains(&found) {
                text.push(found);
            }
        }
        let has_all = layout.text.first().is_some_and(|first| place(names, first).is_some())
            && layout.side.iter().chain(&layout.has).all(|wanted| place(names, wanted).is_some());
        let columns = Columns {
            bank: layout.name.as_deref(),
            date: place(names, &layout.date)?,
            side: side(names, layout, &text),
            status: any(names, &KNOWN.status.columns),
            text,
            sums,
            fee: at(&layout.fee),
            currency: at(&layout.currency),
            reference: at(&layout.reference),
            payer: at(&layout.payer),
            payer_account: at(&layout.payer_account),
            balance: at(&layout.balance),
        };
        has_all.then_some(columns)
    })
}

fn side(names: &[String], layout: &Layout, text: &[usize]) -> Option<(usize, SideForm)> {
    let alone = layout.side.as_deref().and_then(|wanted| place(names, wanted)).map(|place| (place, SideForm::Alone));
    let beside = || any(names, &KNOWN.side.columns).map(|place| (place, SideForm::Beside));
    let perhaps = || {
        let found = any(names, &KNOWN.side.maybe).filter(|place| !layout.signed && !text.contains(place));
        found.map(|place| (place, SideForm::Perhaps))
    };
    alone.or_else(beside).or_else(perhaps)
}

/// Returns where a column is that may go by several names, `Date|Date opération`; a currency may follow the name.
fn place(names: &[String], wanted: &str) -> Option<usize> {
    wanted.split('|').find_map(|wanted| {
        let plain = names.iter().position(|known| same(known, wanted));
        plain.or_else(|| names.iter().position(|known| same(bare(known).0, wanted)))
    })
}

fn any(names: &[String], wanted: &[String]) -> Option<usize> {
    wanted.iter().find_map(|wanted| names.iter().position(|known| same(known, wanted)))
}

/// Tells whether columns are those of a list of invoices, which has dates, labels and sums too.
fn is_list(names: &[String]) -> bool {
    let words = ["facture", "invoice", "client", "customer", "echeance"];
    names.iter().map(|name| fold(name)).any(|name| words.iter().any(|word| name.contains(word)))
}

/// Finds the columns of a sheet without a header: a day first in every row, one column of sums with cents, and words.
/// What has two columns of sums shows nobody which of them is which.
fn without_header(text: &str) -> Option<Header> {
    let first = text.lines().position(|line| !line.trim().is_empty())?;
    let start: usize = text.split_inclusive('\n').take(first).map(str::len).sum();
    let lines: Vec<&str> = text[start..].lines().filter(|line| !line.trim().is_empty()).collect();
    // The last line may be cut off, or tell the balance.
    let looked_at = &lines[..lines.len().min(FIRST_ROWS + 1).saturating_sub(1).max(1)];
    [b';', b'\t', b','].into_iter().find_map(|delimiter| {
        let rows: Vec<Vec<String>> = looked_at.iter().map(|line| cells(line, delimiter)).collect();
        let width = rows.iter().map(Vec::len).min().filter(|width| *width >= 3)?;
        let all = |place: usize, test: fn(&str) -> bool| rows.iter().all(|row| test(&row[place]));
        let sums: Vec<usize> =
            (1..width).filter(|&at| all(at, is_amount) && rows.iter().any(|row| has_cents(&row[at]))).collect();
        let length = |place: usize| rows.iter().map(|row| row[place].chars().count()).sum::<usize>();
        let is_told = |place: usize| rows.iter().any(|row| row[place].chars().any(char::is_alphabetic));
        let words = (1..width).filter(|&at| !sums.contains(&at) && is_told(at));
        let text = words.max_by_key(|&at| (length(at), Reverse(at)))?;
        let is_one = all(0, is_day) && sums.len() == 1 && all(text, |cell| !cell.is_empty());
        let columns = Columns {
            bank: None,
            date: 0,
            text: vec![text],
            sums: Sums::One(*sums.first()?),
            side: None,
            status: None,
            fee: None,
            currency: None,
            reference: None,
            payer: None,
            payer_account: None,
            balance: None,
        };
        let header = Header { columns, delimiter, start, line: first as u32 + 1, names: Vec::new(), above: Vec::new() };
        is_one.then_some(header)
    })
}

impl Header {
    /// Returns what a row tells of the account, and the label that says so: by its words, where nobody is named as the
    /// payer, or in place of its day. Without a header, a day, a sum and nothing but an account is the balance.
    pub fn balance(&self, row: &Row) -> Option<(balances::Told, String)> {
        let columns = &self.columns;
        let label = columns.text.iter().map(|&at| row.cell(at)).filter(|cell| !cell.is_empty()).collect::<Vec<_>>();
        let label = label.join(" ");
        let first = row.told().next().unwrap_or_default();
        if !is_day(row.cell(columns.date)) {
            let words = if row.cell(columns.date).is_empty() && !label.is_empty() { label.as_str() } else { first };
            return balances::told(words).map(|told| (told, words.to_owned()));
        }
        let is_account =
            |cell: &str| cell.len() >= 8 && cell.bytes().filter(u8::is_ascii_digit).count() * 3 > cell.len() * 2;
        if self.names.is_empty()
            && label.is_empty()
            && row.told().count() == 3
            && row.told().last().is_some_and(is_account)
        {
            return Some((balances::Told::After, label));
        }
        let is_named = columns.payer.is_some_and(|place| !row.cell(place).is_empty());
        balances::told(&label).filter(|_| !is_named).map(|told| (told, label))
    }
}
