//! `[import.NAME]` of the policy, checked: which of our columns gets what from a list, and which of its rows are taken.

use std::collections::BTreeMap;

use super::guessed_encoding::GuessedEncoding;
use super::list::statuses::Status;
use crate::diag::{Diagnostic, Place, code, nearest};
use crate::input::columns::{self, Column};
use crate::input::header::same;
use crate::input::list::{CellSource, Filter, NoRow, Part};
use crate::model::dialect::{DateOrder, Declared};
use crate::model::{Currency, FileRole};
use crate::policy::ImportMapping;

/// The files that a mapping can fill.
const MAPPED: [FileRole; 3] = [FileRole::Customers, FileRole::Invoices, FileRole::Payments];

/// What one of our files gets from each row of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// Our columns, in the order in which our own files have them, and where each comes from.
    pub columns: Vec<(Column, CellSource)>,
}

impl Target {
    /// Returns where a column comes from.
    pub fn source(&self, column: Column) -> Option<&CellSource> {
        self.columns.iter().find(|(known, _)| *known == column).map(|(_, source)| source)
    }
}

/// A checked mapping.
#[derive(Clone, Debug, Default)]
pub struct Mapping {
    /// The NAME of its table; nothing of one that nobody wrote.
    pub name: Option<String>,
    /// What is declared of the list.
    pub dialect: Declared,
    /// Whether it is in code page 850.
    pub is_cp850: bool,
    /// The order of day and month in columns of the list that have another than the rest.
    pub date_orders: BTreeMap<String, DateOrder>,
    /// How many lines stand before the header; found by its names where nothing is said.
    pub skip: Option<u32>,
    /// Which rows are taken.
    pub filters: Vec<Filter>,
    /// Whether invoices in other currencies than the policy's are not taken.
    pub own_currency: bool,
    /// For columns of the list, its words and ours.
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// What each file gets; files that get nothing are not there.
    pub targets: BTreeMap<FileRole, Target>,
    /// The list's columns that are knowingly not read.
    pub ignore: Vec<String>,
    /// What the list states of an invoice's payment: [`Column::Balance`], `Paid`, `PaidOn`, `Status`.
    pub facts: Target,
}

impl Mapping {
    /// Checks a mapping that somebody wrote under that name.
    ///
    /// # Errors
    /// Returns every fault: columns that are not ours, required ones that come from nowhere.
    pub fn of(name: &str, written: &ImportMapping) -> Result<Mapping, Vec<Diagnostic>> {
        let mapping = Mapping::in_table(name, written)?;
        Ok(Mapping { name: Some(name.to_owned()), ..mapping })
    }

    /// Checks a mapping that nobody wrote, but for what the table of that name declares.
    ///
    /// # Errors
    /// As [`Mapping::of`].
    pub fn in_table(table: &str, written: &ImportMapping) -> Result<Mapping, Vec<Diagnostic>> {
        let facts = [
            (Column::Balance, &written.balance),
            (Column::Paid, &written.paid),
            (Column::PaidOn, &written.paid_on),
            (Column::Status, &written.status),
        ];
        let named = |(column, name): (Column, &Option<String>)| Some((column, CellSource::Column(name.clone()?)));
        let mut mapping = Mapping {
            name: None,
            dialect: written.dialect,
            is_cp850: written.is_cp850,
            date_orders: written.date_orders.clone(),
            skip: written.skip,
            filters: written.filters.iter().map(|(column, words)| filter(column, words)).collect(),
            own_currency: written.own_currency,
            values: written.values.clone(),
            ignore: written.ignore.clone(),
            targets: BTreeMap::new(),
            facts: Target { columns: facts.into_iter().filter_map(named).collect() },
        };
        let mut faults = Vec::new();
        for role in MAPPED {
            mapping.add(table, role, written, &mut faults);
        }
        mapping.name_payments_by_their_invoices();
        for (role, target) in &mapping.targets {
            faults.extend(missing(table, *role, target));
        }
        if *written == ImportMapping::default() {
            faults.push(nothing_mapped(table));
        }
        if faults.is_empty() { Ok(mapping) } else { Err(faults) }
    }

    /// Tells whether it only declares how a list is written: its columns are known in another way then.
    pub fn only_declares(&self) -> bool {
        self.targets.is_empty()
    }

    /// Tells whether the list has no totals, and what is still owed stands for them.
    pub fn has_balances_alone(&self) -> bool {
        let amount = self.targets.get(&FileRole::Invoices).and_then(|target| target.source(Column::Amount)?.name());
        let balance = self.facts.source(Column::Balance).and_then(|from| from.name());
        amount.zip(balance).is_some_and(|(amount, balance)| same(amount, balance))
    }

    /// Returns how bytes stand for letters, where that is declared.
    pub fn encoding(&self) -> Option<GuessedEncoding> {
        if self.is_cp850 { Some(GuessedEncoding::Cp850) } else { self.dialect.encoding.map(GuessedEncoding::from) }
    }

    /// Returns the list's names of all columns that are read.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let targets = self.targets.values().chain([&self.facts]).flat_map(|target| &target.columns);
        targets.filter_map(|(_, from)| from.name()).chain(self.filters.iter().map(|filter| filter.column.as_str()))
    }

    /// Returns which rows are taken under a policy of that currency.
    pub fn filters(&self, currency: Currency) -> Vec<Filter> {
        let named = self.targets.get(&FileRole::Invoices).and_then(|target| target.source(Column::Currency)?.name());
        let own = named.filter(|_| self.own_currency).map(|column| Filter {
            column: column.to_owned(),
            takes: vec![currency.code().to_owned()],
            leaves: Vec::new(),
            noted: Vec::new(),
            why: NoRow::Foreign,
        });
        self.filters.iter().cloned().chain(own).collect()
    }

    /// Returns what is read of each row: for the file that says what a row is, then the others, then the facts.
    pub fn parts(&self) -> Vec<Part> {
        let order = [FileRole::Invoices, FileRole::Payments, FileRole::Customers];
        let mut parts: Vec<Part> = order
            .into_iter()
            .filter_map(|role| Some((role, self.targets.get(&role)?)))
            .map(|(role, target)| Part {
                role,
                columns: target.columns.clone(),
                needed: Some(Column::Date).filter(|_| role == FileRole::Payments),
            })
            .collect();
        for (at, part) in parts.iter_mut().enumerate() {
            let lacks = |column| part.columns.iter().all(|(known, _)| *known != column);
            // Payments without an id are given one later, and amounts may bear their currency.
            let (no_id, no_currency) = (lacks(Column::PaymentId), lacks(Column::Currency));
            if part.role == FileRole::Payments && no_id {
                part.columns.insert(0, (Column::PaymentId, CellSource::Fixed(String::new())));
            }
            if part.role != FileRole::Customers && at == 0 && no_currency {
                part.columns.push((Column::Currency, CellSource::Fixed(String::new())));
            }
        }
        if !self.facts.columns.is_empty() {
            let mut columns = self.facts.columns.clone();
            let id = self.targets.get(&FileRole::Invoices).and_then(|target| target.source(Column::InvoiceId));
            columns.extend(id.map(|id| (Column::InvoiceId, id.clone())));
            parts.push(Part { role: FileRole::Invoices, columns, needed: None });
        }
        parts
    }

    /// Reads a column as the kind of the invoices: what its words mean, as far as nobody said it, and which rows are
    /// taken.
    pub fn read_kind(&mut self, theirs: &str, words: BTreeMap<String, String>, filtered: &[String]) {
        let Some(target) = self.targets.get_mut(&FileRole::Invoices) else { return };
        target.columns.push((Column::Kind, CellSource::Column(theirs.to_owned())));
        let order = |ours: Column| columns::of(FileRole::Invoices).iter().position(|entry| entry.column == ours);
        target.columns.sort_by_key(|(ours, _)| order(*ours));
        let known = self.values.keys().find(|known| same(known, theirs)).cloned();
        let known = self.values.entry(known.unwrap_or_else(|| theirs.to_owned())).or_default();
        for (word, ours) in words {
            known.entry(word).or_insert(ours);
        }
        self.filters.push(filter(theirs, filtered));
    }

    fn add(&mut self, name: &str, role: FileRole, written: &ImportMapping, faults: &mut Vec<Diagnostic>) {
        let (file, cells) = match role {
            FileRole::Customers => ("customers", &written.customers),
            FileRole::Invoices => ("invoices", &written.invoices),
            _ => ("payments", &written.payments),
        };
        let mut found: BTreeMap<Column, CellSource> = BTreeMap::new();
        for (ours, theirs) in cells {
            match find(role, ours) {
                Some(column) => drop(found.insert(column, CellSource::Column(theirs.clone()))),
                None => faults.push(not_ours(role, &format!("[import.{name}.{file}]"), ours)),
            }
        }
        for (key, text) in &written.fixed {
            let Some(ours) = key.strip_prefix(file).and_then(|rest| rest.strip_prefix('.')) else { continue };
            match find(role, ours) {
                // A file that gets nothing from the list has no rows to give a fixed value to.
                Some(column) if !cells.is_empty() => drop(found.insert(column, CellSource::Fixed(text.clone()))),
                Some(_) => {}
                None => faults.push(not_ours(role, &format!("[import.{name}.fixed]"), key)),
            }
        }
        let order = columns::of(role).iter().map(|entry| entry.column);
        let columns: Vec<_> = order.filter_map(|column| Some((column, found.get(&column)?.clone()))).collect();
        if !columns.is_empty() {
            self.targets.insert(role, Target { columns });
        }
    }

    /// Lets a payment of a row belong to the row's invoice, unless the mapping says whose it is. Its sum is never taken
    /// for granted.
    fn name_payments_by_their_invoices(&mut self) {
        let Some(invoices) = self.targets.get(&FileRole::Invoices) else { return };
        let named = [Column::InvoiceId, Column::Instalment].map(|column| (column, invoices.source(column).cloned()));
        let whose = invoices.source(Column::CustomerId).cloned();
        if let Some(payments) = self.targets.get_mut(&FileRole::Payments)
            && payments.source(Column::InvoiceId).is_none()
            && payments.source(Column::CustomerId).is_none()
        {
            let inherited = named.into_iter().filter_map(|(column, source)| Some((column, source?)));
            payments.columns.extend(inherited);
        }
        if let (Some(customers), Some(whose)) = (self.targets.get_mut(&FileRole::Customers), whose)
            && customers.source(Column::CustomerId).is_none()
        {
            customers.columns.insert(0, (Column::CustomerId, whose));
        }
    }
}

/// Returns a mapping as another one wants it that names no columns: what that one declares stands.
pub fn declared_by(written: &ImportMapping, other: &ImportMapping) -> ImportMapping {
    let mut written = written.clone();
    let (own, dialect) = (written.dialect, other.dialect);
    written.is_cp850 = other.is_cp850 || written.is_cp850 && dialect.encoding.is_none();
    written.dialect = Declared {
        encoding: dialect.encoding.or(own.encoding),
        delimiter: dialect.delimiter.or(own.delimiter),
        decimal: dialect.decimal.or(own.decimal),
        date_order: dialect.date_order.or(own.date_order),
    };
    written.skip = other.skip.or(written.skip);
    written.date_orders.extend(other.date_orders.clone());
    written.filters.extend(other.filters.clone());
    for (column, words) in &other.values {
        // What their other words mean is known still.
        let known = written.values.keys().find(|known| same(known, column)).unwrap_or(column).clone();
        written.values.entry(known).or_default().extend(words.clone());
    }
    written.fixed.extend(other.fixed.clone());
    written.own_currency |= other.own_currency;
    written.ignore.extend(other.ignore.clone());
    for (fact, theirs) in [
        (&mut written.balance, &other.balance),
        (&mut written.paid, &other.paid),
        (&mut written.paid_on, &other.paid_on),
        (&mut written.status, &other.status),
    ] {
        *fact = theirs.clone().or_else(|| fact.take());
    }
    written
}

/// Returns which rows are taken: those that bear one of the words, or none of the words after a `!`.
fn filter(column: &str, words: &[String]) -> Filter {
    let (leaves, takes): (Vec<&String>, Vec<&String>) = words.iter().partition(|word| word.starts_with('!'));
    Filter {
        column: column.to_owned(),
        takes: takes.into_iter().cloned().collect(),
        leaves: leaves.into_iter().map(|word| word[1..].trim().to_owned()).collect(),
        noted: Status::of_cancelled().map(str::to_owned).collect(),
        why: NoRow::Filtered,
    }
}

fn find(role: FileRole, name: &str) -> Option<Column> {
    columns::of(role).iter().find(|entry| entry.name == name).map(|entry| entry.column)
}

fn not_ours(role: FileRole, table: &str, name: &str) -> Diagnostic {
    let known: Vec<&str> = columns::of(role).iter().map(|entry| entry.name).collect();
    let bare = name.rsplit_once('.').map_or(name, |(_, bare)| bare);
    let near = nearest(bare, known.iter().copied());
    let (meant, voulu) = near.map_or_else(Default::default, |near| {
        (format!("did you mean `{near}`? "), format!("vouliez-vous dire « {near} » ? "))
    });
    let (file, list) = (role.file_name(), known.join(", "));
    Diagnostic::new(
        code::import::MAPPING_INVALID,
        format!("`{name}` in {table} is not a column of {file}"),
        format!("« {name} » dans {table} n'est pas une colonne de {file}"),
    )
    .at(Place::file("policy.toml"))
    .help(format!("{meant}columns: {list}"), format!("{voulu}colonnes : {list}"))
}

/// Reports the required columns that come from nowhere. Payment ids are made, and due dates may follow from terms.
fn missing(name: &str, role: FileRole, target: &Target) -> Vec<Diagnostic> {
    let required = columns::of(role).iter().filter(|entry| entry.required).map(|entry| (entry.column, entry.name));
    let mut lacking: Vec<&str> = required
        .filter(|(column, _)| !matches!(column, Column::PaymentId | Column::DueDate))
        .filter(|(column, _)| target.source(*column).is_none())
        .map(|(_, name)| name)
        .collect();
    let has_party = target.source(Column::CustomerId).is_some() || target.source(Column::InvoiceId).is_some();
    if role == FileRole::Payments && !has_party {
        lacking.push("invoice_id");
    }
    let file = role.file_name();
    let table = file.trim_end_matches(".csv");
    let finding = |column: &str| {
        Diagnostic::new(
            code::import::MAPPING_INVALID,
            format!("the mapping {name} does not say where {column} of {file} comes from"),
            format!("la correspondance {name} ne dit pas d'où vient {column} de {file}"),
        )
        .at(Place::file("policy.toml"))
        .help(
            format!("write {column} = \"their column\" under [import.{name}.{table}]"),
            format!("écrire {column} = \"leur colonne\" sous [import.{name}.{table}]"),
        )
    };
    lacking.into_iter().map(finding).collect()
}

fn nothing_mapped(name: &str) -> Diagnostic {
    Diagnostic::new(
        code::import::MAPPING_INVALID,
        format!("the mapping {name} names no column"),
        format!("la correspondance {name} ne nomme aucune colonne"),
    )
    .at(Place::file("policy.toml"))
    .help(
        format!("write our_column = \"their column\" under [import.{name}.invoices], .payments or .customers"),
        format!("écrire notre_colonne = \"leur colonne\" sous [import.{name}.invoices], .payments ou .customers"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(ours, theirs)| ((*ours).to_owned(), (*theirs).to_owned())).collect()
    }

    fn invoices() -> BTreeMap<String, String> {
        columns(&[("invoice_id", "No"), ("customer_id", "Client"), ("issue_date", "Date"), ("amount", "TTC")])
    }

    #[test]
    fn a_payment_belongs_to_the_invoice_of_its_row() {
        let written = ImportMapping {
            invoices: invoices(),
            payments: columns(&[("date", "Payé le"), ("amount", "TTC")]),
            fixed: columns(&[("invoices.currency", "USD"), ("customers.kind", "public")]),
            ..ImportMapping::default()
        };
        let mapping = Mapping::of("x", &written).unwrap();
        let source = |name: &str| CellSource::Column(name.to_owned());
        let payments = &mapping.targets[&FileRole::Payments];
        assert_eq!(payments.source(Column::InvoiceId), Some(&source("No")));
        assert_eq!(payments.source(Column::Amount), Some(&source("TTC")));
        let invoices = &mapping.targets[&FileRole::Invoices];
        assert_eq!(invoices.source(Column::Currency), Some(&CellSource::Fixed("USD".to_owned())));
        assert!(!mapping.targets.contains_key(&FileRole::Customers));
    }

    #[test]
    fn words_that_are_declared_stand_beside_those_that_are_known() {
        let words = |column: &str, pair: (&str, &str)| ImportMapping {
            values: BTreeMap::from([(column.to_owned(), columns(&[pair]))]),
            ..ImportMapping::default()
        };
        let both = declared_by(&words("Type", ("Facture standard", "invoice")), &words("TYPE", ("Bizarre", "invoice")));
        assert_eq!(both.values["Type"], columns(&[("Facture standard", "invoice"), ("Bizarre", "invoice")]));
    }

    #[test]
    fn every_fault_of_a_mapping_is_said() {
        let written = ImportMapping {
            invoices: columns(&[("invoiceid", "No"), ("customer_id", "Client")]),
            payments: columns(&[("date", "Payé le"), ("amount", "TTC")]),
            ..ImportMapping::default()
        };
        let faults = Mapping::of("x", &written).unwrap_err();
        let said: Vec<&str> = faults.iter().map(|fault| fault.sentence.en.as_str()).collect();
        assert_eq!(
            said,
            [
                "`invoiceid` in [import.x.invoices] is not a column of invoices.csv",
                "the mapping x does not say where invoice_id of invoices.csv comes from",
                "the mapping x does not say where issue_date of invoices.csv comes from",
                "the mapping x does not say where amount of invoices.csv comes from",
                "the mapping x does not say where invoice_id of payments.csv comes from",
            ]
        );
        assert!(faults[0].help.as_ref().unwrap().en.starts_with("did you mean `invoice_id`?"));
        assert_eq!(Mapping::of("x", &ImportMapping::default()).unwrap_err().len(), 1);
    }
}
