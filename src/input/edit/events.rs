//! New rows of `events.csv`: what `record` and `letters --record` append.

use std::collections::BTreeMap;
use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::{Changes, CsvFile, PlainRow, PlainRows, chain, column_name, comparable};
use crate::diag::{Diagnostic, Place, code};
use crate::input::columns::Column;
use crate::input::text::trim_text;
use crate::model::{Amount, Currency, Date, EventKind, FileRole};

/// A row to append. Rows of one act share its `event_id`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the columns; model::Event says what each means")]
pub struct EventRow {
    pub date: Date,
    pub event: EventKind,
    /// Without one, or with an empty one, [`append`] makes it from what the act's rows say.
    pub event_id: Option<String>,
    pub customer_id: Option<String>,
    pub invoice_id: Option<String>,
    pub instalment: Option<String>,
    pub level: Option<String>,
    pub channel: Option<String>,
    pub amount: Option<Amount>,
    pub interest: Option<Amount>,
    /// In EUR.
    pub indemnity: Option<Amount>,
    /// Of `amount` and `interest`; written where it is given.
    pub currency: Option<Currency>,
    pub published: Option<Date>,
    pub until: Option<Date>,
    pub reference: Option<String>,
    pub note: Option<String>,
    pub file: Option<String>,
    pub by: Option<String>,
}

impl EventRow {
    /// Returns a row of which only the day and the event are known.
    pub fn new(date: Date, event: EventKind) -> EventRow {
        EventRow {
            date,
            event,
            event_id: None,
            customer_id: None,
            invoice_id: None,
            instalment: None,
            level: None,
            channel: None,
            amount: None,
            interest: None,
            indemnity: None,
            currency: None,
            published: None,
            until: None,
            reference: None,
            note: None,
            file: None,
            by: None,
        }
    }

    /// Returns what the row says in a column.
    fn plain(&self, column: Column) -> String {
        let money = |amount: Option<Amount>, currency: Option<Currency>| {
            amount.map(|amount| amount.to_decimal(currency.unwrap_or(Currency::EUR)).to_string())
        };
        let day = |date: Option<Date>| date.map(|date| date.to_string());
        let said = match column {
            Column::Date => day(Some(self.date)),
            Column::Event => Some(self.event.word().to_owned()),
            Column::EventId => self.event_id.clone(),
            Column::CustomerId => self.customer_id.clone(),
            Column::InvoiceId => self.invoice_id.clone(),
            Column::Instalment => self.instalment.clone(),
            Column::Level => self.level.clone(),
            Column::Channel => self.channel.clone(),
            Column::Amount => money(self.amount, self.currency),
            Column::Interest => money(self.interest, self.currency),
            Column::Indemnity => money(self.indemnity, None),
            Column::Currency => self.currency.map(|currency| currency.code().to_owned()),
            Column::Published => day(self.published),
            Column::Until => day(self.until),
            Column::Reference => self.reference.clone(),
            Column::Note => self.note.clone(),
            Column::File => self.file.clone(),
            Column::By => self.by.clone(),
            _ => None,
        };
        // What is read back has no blanks around it: an act that differs by one would never be found again.
        trim_text(&said.unwrap_or_default()).to_owned()
    }
}

/// What appending comes to.
#[derive(Clone, Debug)]
pub struct Appending {
    /// What is to be done to the file.
    pub changes: Changes,
    /// The ids of the acts, in the order of the rows, each once.
    pub ids: Vec<String>,
    /// How many rows stand there already.
    pub unchanged: usize,
}

/// Compares new rows with those of the file: an act that stands there already with the same content is no change. Rows
/// without an id are taken together as one act for each kind of event. `in_force` gives an id back as it is, or another
/// one when the act of that id was taken back: it is then added again.
///
/// # Errors
/// Returns one finding per id that stands there with other content, or that was given to an act taken back.
pub fn append(
    file: &CsvFile,
    rows: &[EventRow],
    in_force: &dyn Fn(&str) -> String,
) -> Result<Appending, Vec<Diagnostic>> {
    let columns = chain::all_columns();
    let new = with_ids(rows, &columns, in_force);
    let mut acts: BTreeMap<&str, Vec<PlainRow<'_>>> = BTreeMap::new();
    let mut ids: Vec<&str> = Vec::new();
    for row in new.iter() {
        let act = acts.entry(row.get(Column::EventId)).or_default();
        if act.is_empty() {
            ids.push(row.get(Column::EventId));
        }
        act.push(row);
    }
    let (old, lines) = file.rows(&columns);
    let mut known: BTreeMap<&str, (u32, Vec<PlainRow<'_>>)> = BTreeMap::new();
    for (row, &line) in old.iter().zip(&lines) {
        if acts.contains_key(row.get(Column::EventId)) {
            known.entry(row.get(Column::EventId)).or_insert_with(|| (line, Vec::new())).1.push(row);
        }
    }
    let mut added = PlainRows::new(columns);
    let mut unchanged = 0;
    let mut conflicts = Vec::new();
    for &id in &ids {
        let act = &acts[id];
        match known.get(id) {
            None => act.iter().for_each(|row| added.copy(*row)),
            Some((line, _)) if in_force(id) != id => conflicts.push(taken_back(file, id, *line)),
            Some((_, old)) if content(old) == content(act) => unchanged += act.len(),
            Some((line, _)) => conflicts.push(conflict(file, id, *line)),
        }
    }
    if !conflicts.is_empty() {
        return Err(conflicts);
    }
    let ids = ids.into_iter().map(str::to_owned).collect();
    let added = chain::sealed_behind(&added, chain::head(&old).as_ref());
    Ok(Appending { changes: Changes { added, ..Changes::default() }, ids, unchanged })
}

/// Returns the rows in plain form, those without an id with the one that they get together.
fn with_ids(rows: &[EventRow], columns: &[Column], in_force: &dyn Fn(&str) -> String) -> PlainRows {
    let mut nameless: BTreeMap<EventKind, PlainRows> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.event_id.is_none()) {
        let act = nameless.entry(row.event).or_insert_with(|| PlainRows::new(columns.to_vec()));
        act.push(columns.iter().map(|&column| row.plain(column)).collect::<Vec<_>>().iter().map(String::as_str));
    }
    let ids: BTreeMap<EventKind, String> =
        nameless.iter().map(|(&event, act)| (event, in_force(&act_id(&act.iter().collect::<Vec<_>>())))).collect();
    let mut all = PlainRows::new(columns.to_vec());
    for row in rows {
        let cell = |&column: &Column| match (column, &row.event_id) {
            (Column::EventId, None) => ids[&row.event].clone(),
            _ => row.plain(column),
        };
        all.push(columns.iter().map(cell).collect::<Vec<_>>().iter().map(String::as_str));
    }
    all
}

fn conflict(file: &CsvFile, id: &str, line: u32) -> Diagnostic {
    Diagnostic::new(
        code::write::ID_CONFLICT,
        format!("event {id} is recorded already, with other content"),
        format!("l'événement {id} est déjà enregistré, avec un autre contenu"),
    )
    .at(Place::line(file.name(), line).cell("event_id", id))
    .help(
        "events are only added: leave the id out, or take the recorded one back with an `undo`",
        "on ne fait qu'ajouter des événements : ne pas donner d'identifiant, ou annuler l'ancien par `relance noter annulation`",
    )
}

fn taken_back(file: &CsvFile, id: &str, line: u32) -> Diagnostic {
    Diagnostic::new(
        code::write::ID_CONFLICT,
        format!("event {id} was taken back by an undo: recording it again changes nothing"),
        format!("l'événement {id} a été annulé : l'enregistrer de nouveau ne change rien"),
    )
    .at(Place::line(file.name(), line).cell("event_id", id))
    .help("leave the id out, or give another one", "ne pas donner d'identifiant, ou en donner un autre")
}

/// Returns what an act says, in an order that is not its rows': without the seal, which is added later, and without who
/// noted it, for two people who note one act do not make two of it.
fn content(rows: &[PlainRow<'_>]) -> Vec<String> {
    let mut lines: Vec<String> = rows
        .iter()
        .map(|row| {
            let said = row.said().filter(|(column, _)| !matches!(column, Column::Seal | Column::EventId | Column::By));
            said.fold(String::new(), |mut line, (column, text)| {
                let _ = writeln!(line, "{}={:?}", column_name(FileRole::Events, column), comparable(column, text));
                line
            })
        })
        .collect();
    lines.sort_unstable();
    lines
}

/// Returns the id that an act gets from its content: the same act always gets the same one.
fn act_id(rows: &[PlainRow<'_>]) -> String {
    let digest = Sha256::digest(content(rows).join("\n"));
    digest.iter().take(6).fold("E-".to_owned(), |mut id, byte| {
        let _ = write!(id, "{byte:02x}");
        id
    })
}
