//! `record payment`, `return` and `refund`: money that somebody enters by hand, as a row of `payments.csv`.

mod again;
mod meant;

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::super::exit::Exit;
use super::book::Book;
use super::shortcut::Whom;
use super::{Args, act, dates, echo, refused, taken_back};
use crate::cli::reading::trial::FolderFile;
use crate::cli::suspense::posting::says_currency;
use crate::cli::terminal::ui::Ui;
use crate::diag::{Diagnostic, Place, code};
use crate::engine::receipts::receipt;
use crate::input::columns::Column;
use crate::input::edit::{CsvFile, PlainRow, PlainRows, comparable};
use crate::model::payment::{OF_HAND, OF_HAND_DIGITS, part_id};
use crate::model::{Amount, Bilingual, Currency, Date, FileRole, Ledger, PaymentId, PaymentKind};
use crate::output::reports::record::{Recorded, RecordedRow};

/// The columns that such a row may fill.
const COLUMNS: [Column; 9] = [
    Column::PaymentId,
    Column::Date,
    Column::Amount,
    Column::CustomerId,
    Column::InvoiceId,
    Column::Currency,
    Column::Kind,
    Column::Reverses,
    Column::Method,
];

/// What is to be written.
#[derive(Clone, Debug)]
struct Money {
    kind: PaymentKind,
    date: Date,
    customer: Option<String>,
    invoice: Option<String>,
    instalment: Option<String>,
    amount: Amount,
    currency: Currency,
    /// Whether the row has to say its currency: neither the invoice nor the policy does.
    says_currency: bool,
    reverses: Option<String>,
    /// Whether it takes back all that is left, as no sum is stated.
    is_rest: bool,
    method: Option<String>,
    reference: Option<String>,
}

/// Records the rows that the options describe.
///
/// # Errors
/// When the options describe none, the folder with it has new errors, or the file cannot be written.
pub(super) fn run(args: &Args, kind: PaymentKind, book: &Book<'_>, ui: &mut Ui) -> anyhow::Result<Exit> {
    let money = Money::of(args, kind, book).map_err(|findings| refused(findings, ui))?;
    let file = FolderFile::open(FileRole::Payments, book.files, book.policy).map_err(|f| refused(f, ui))?;
    let new = CsvFile::new(FileRole::Payments, &file.name, |_| true);
    let csv = file.file.as_ref().unwrap_or(&new);
    let id = args.event_id.clone().filter(|id| !id.is_empty()).unwrap_or_else(|| money.id());
    let is_new = !money.is_in(book.ledger, csv, &id)
        && is_new(csv, &money.row(&id), &id).map_err(|finding| refused(vec![*finding], ui))?;
    let (mut parts, mut remarks) = (vec![money.clone()], Vec::new());
    if is_new {
        let (own, said) = money.parts(args, book).map_err(|finding| refused(vec![*finding], ui))?;
        parts = own;
        // Its parts may name instalments where it does not.
        let widest = parts.iter().find(|part| part.instalment.is_some()).unwrap_or(&money);
        let mut rows = PlainRows::new(widest.row(&id).columns().to_vec());
        parts.iter().enumerate().for_each(|(place, part)| rows.append(part.row(&part_id(&id, place))));
        let after = book.add(&file, rows, dates::ahead(money.date, args), ui)?;
        let ids: Vec<String> = (0..parts.len()).map(|place| part_id(&id, place)).collect();
        remarks.extend(after.and_then(|after| echo::of_money(book, &after, &ids)));
        remarks.extend(said);
        remarks.extend(money.perhaps_again(book));
        remarks.push(Bilingual::new(format!("recorded in {}", file.name), format!("enregistré dans {}", file.name)));
    } else {
        remarks.push(Bilingual::new(
            "recorded already: no change; another one alike needs its own --reference or --payment-id",
            "déjà enregistré : aucun changement ; un autre tout pareil demande sa propre --reference ou --payment-id",
        ));
    }
    let ids: Vec<String> = (0..parts.len()).map(|place| part_id(&id, place)).collect();
    let rows = parts.iter().zip(&ids).map(|(money, id)| RecordedRow {
        event_id: id,
        date: money.date,
        event: (kind.word(), kind.term()),
        customer_id: money.customer.as_deref(),
        invoice_id: money.invoice.as_deref(),
        instalment: money.instalment.as_deref(),
        level: None,
        until: None,
        amount: Some(money.signed()),
        currency: Some(money.currency),
        is_new,
    });
    let rows: Vec<RecordedRow<'_>> = rows.collect();
    let remarks = ui.placed(&remarks);
    ui.report(&Recorded { rows: &rows, date: money.date, remarks: &remarks })
}

/// Tells whether the row is still to be written.
fn is_new(csv: &CsvFile, row: &PlainRows, id: &str) -> Result<bool, Box<Diagnostic>> {
    let columns: Vec<Column> = row.columns().to_vec();
    let (known, lines) = csv.rows(&columns);
    let Some((place, before)) = known.iter().enumerate().find(|(_, known)| known.get(Column::PaymentId) == id) else {
        return Ok(true);
    };
    let ours = row.row(0);
    let same = |&column: &Column| comparable(column, before.get(column)) == comparable(column, ours.get(column));
    if columns.iter().all(same) {
        return Ok(false);
    }
    Err(Box::new(
        Diagnostic::new(
            code::write::ID_CONFLICT,
            format!("payment {id} is recorded already, with other content"),
            format!("le règlement {id} est déjà enregistré, avec un autre contenu"),
        )
        .at(csv.place(lines[place], Column::PaymentId))
        .help("give another --payment-id, or none", "donner un autre --payment-id, ou aucun"),
    ))
}

impl Money {
    fn of(args: &Args, kind: PaymentKind, book: &Book<'_>) -> Result<Money, Vec<Diagnostic>> {
        let named = args.whom.as_deref().or(args.invoice_id.first().map(String::as_str));
        let Some(named) = named.or(args.customer_id.first().map(String::as_str)) else {
            return Err(vec![missing(
                Bilingual::new("a payment names nobody", "un règlement ne désigne personne"),
                Bilingual::new(
                    "name the customer or the invoice; of a return the payment",
                    "désigner le client ou la facture ; pour un rejet, le règlement",
                ),
            )]);
        };
        match kind {
            PaymentKind::Return => Money::taken_back(args, named, book),
            PaymentKind::Payment | PaymentKind::Refund => Money::paid(args, kind, named, book),
        }
    }

    /// Returns what takes a payment back that is named: the sum that is stated, else all of it.
    fn taken_back(args: &Args, named: &str, book: &Book<'_>) -> Result<Money, Vec<Diagnostic>> {
        let ledger = book.ledger;
        let Some(payment) = ledger.find_payment(named) else {
            return Err(vec![missing(
                Bilingual::new(format!("there is no payment {named}"), format!("il n'y a pas de règlement {named}")),
                Bilingual::new(
                    "payments are named by their payment_id: `relance history CUSTOMER` shows them",
                    "un règlement est désigné par son payment_id : `relance fiche CLIENT` les montre",
                ),
            )]);
        };
        let row = ledger.payment(payment);
        let sum = args.amount.first();
        let whole: Amount = receipt(ledger, named).iter().map(|&part| ledger.payment(part).amount).sum();
        let amount = sum.map_or(Ok(whole), |sum| sum_of(sum, row.currency))?;
        Ok(Money {
            kind: PaymentKind::Return,
            date: args.day(),
            customer: Some(ledger.customer(row.customer).id.clone()),
            invoice: row.invoice.map(|number| ledger.number(number).to_owned()),
            instalment: None,
            amount,
            currency: row.currency,
            says_currency: row.invoice.is_none() && says_currency(ledger, book.policy, row.customer, row.currency),
            reverses: Some(named.to_owned()),
            is_rest: sum.is_none(),
            method: stated(args.method.as_ref()),
            reference: stated(args.reference.first()),
        })
    }

    /// Returns a payment or a refund of whom is named, a customer or one of his invoices.
    fn paid(args: &Args, kind: PaymentKind, named: &str, book: &Book<'_>) -> Result<Money, Vec<Diagnostic>> {
        let ledger = book.ledger;
        let whom = Whom::named(named, ledger)?;
        let (customer, invoice) = match whom {
            Whom::Customer(_) => (Some(named.to_owned()), None),
            Whom::Invoice(_) => (None, Some(named.to_owned())),
        };
        let of_invoice = match whom {
            Whom::Invoice(number) => ledger.rows_of(number).next().map(|row| ledger.invoice(row).currency),
            Whom::Customer(_) => None,
        };
        let said = args.currency.as_deref().and_then(Currency::parse);
        let currency = said.or(of_invoice).unwrap_or(book.policy.currency);
        let Some(sum) = args.amount.first() else {
            return Err(vec![missing(
                Bilingual::new("the sum is not said", "la somme n'est pas dite"),
                Bilingual::new(
                    "write it behind whom it is from: `relance record payment F-12 412.80`",
                    "l'écrire après le client ou la facture : `relance noter règlement F-12 412,80`",
                ),
            )]);
        };
        Ok(Money {
            kind,
            date: args.day(),
            customer,
            invoice,
            instalment: stated(args.instalment.as_ref()),
            amount: sum_of(sum, currency)?,
            currency,
            says_currency: of_invoice.is_none() && currency != book.policy.currency || said.is_some(),
            reverses: None,
            is_rest: false,
            method: stated(args.method.as_ref()),
            reference: stated(args.reference.first()),
        })
    }

    /// Returns the rows that it becomes, and what is to be said of that: a payment that names nobody's invoice, but
    /// whose sum says what it pays, names that; what takes a receipt back that was divided takes its parts back.
    fn parts(&self, args: &Args, book: &Book<'_>) -> Result<(Vec<Money>, Option<Bilingual>), Box<Diagnostic>> {
        let ledger = book.ledger;
        let own = || Ok((vec![self.clone()], None));
        if let (PaymentKind::Return, Some(named)) = (self.kind, &self.reverses) {
            let rows = receipt(ledger, named);
            if rows.len() < 2 {
                return own();
            }
            let wanted = (!self.is_rest).then_some(self.amount);
            let part = |(row, amount): (PaymentId, Amount)| Money {
                invoice: ledger.payment(row).invoice.map(|number| ledger.number(number).to_owned()),
                amount,
                reverses: Some(ledger.payment_id(row).to_owned()),
                ..self.clone()
            };
            return Ok((taken_back::parts(ledger, named, &rows, wanted)?.into_iter().map(part).collect(), None));
        }
        let is_named = self.invoice.is_some() || !args.invoice_id.is_empty();
        match self.customer.as_deref().and_then(|id| ledger.find_customer(id)) {
            _ if self.kind != PaymentKind::Payment => own(),
            Some(customer) if !is_named => Ok(self.meant(customer, book)),
            _ => Ok((vec![self.clone()], self.perhaps_for_a_note(book))),
        }
    }

    /// Tells whether the folder has it under that id, in whatever parts: rows that say all that it says, and come to
    /// its sum.
    fn is_in(&self, ledger: &Ledger, csv: &CsvFile, id: &str) -> bool {
        if self.kind == PaymentKind::Refund || self.invoice.is_some() && self.kind == PaymentKind::Payment {
            return false;
        }
        let rows = receipt(ledger, id);
        let mut sum: Amount = rows.iter().map(|&row| ledger.payment(row).received()).sum();
        let mut settled = vec![Column::PaymentId, Column::Amount, Column::InvoiceId];
        // An instalment that it names is the parts' too.
        settled.extend(self.instalment.is_none().then_some(Column::Instalment));
        if let Some(named) = &self.reverses {
            let taken = receipt(ledger, named);
            let takes = |row: PaymentId| ledger.payment_more(row).and_then(|more| more.reverses);
            if !rows.iter().all(|&row| takes(row).is_some_and(|payment| taken.contains(&payment))) {
                return false;
            }
            settled.push(Column::Reverses);
            if self.is_rest {
                // What others took back of it is not this one's.
                let others = ledger.payments_of(ledger.payment(taken[0]).customer).map(|row| PaymentId(row as u32));
                let others = others.filter(|row| !rows.contains(row));
                let others = others.filter(|&row| takes(row).is_some_and(|payment| taken.contains(&payment)));
                sum += others.map(|row| ledger.payment(row).received()).sum();
            }
        }
        let own = self.row(id);
        let mut columns = own.columns().to_vec();
        columns.retain(|column| !settled.contains(column));
        let asked: Vec<Column> = columns.iter().copied().chain([Column::PaymentId]).collect();
        let (known, _) = csv.rows(&asked);
        let ids: Vec<&str> = rows.iter().map(|&row| ledger.payment_id(row)).collect();
        let same = |row: PlainRow<'_>| {
            let same =
                |&column: &Column| comparable(column, row.get(column)) == comparable(column, own.row(0).get(column));
            columns.iter().all(same)
        };
        let is_of_it = |row: &PlainRow<'_>| ids.contains(&row.get(Column::PaymentId));
        !rows.is_empty() && sum == self.signed() && known.iter().filter(is_of_it).all(same)
    }

    /// Returns the amount as the file has it: what went back is negative.
    fn signed(&self) -> Amount {
        if self.kind == PaymentKind::Payment { self.amount } else { -self.amount }
    }

    /// Returns the id that the row gets from what it says: the same row always gets the same one.
    fn id(&self) -> String {
        let said = format!("{:?}", (self.row("").row(0).cells().collect::<Vec<_>>(), &self.reference));
        Sha256::digest(said).iter().take(OF_HAND_DIGITS / 2).fold(OF_HAND.to_owned(), |mut id, byte| {
            let _ = write!(id, "{byte:02x}");
            id
        })
    }

    /// Returns the row; reference and instalment have a column of their own only where there is one.
    fn row(&self, id: &str) -> PlainRows {
        let mut columns = COLUMNS.to_vec();
        columns.push(Column::Reference);
        // What says no instalment keeps the id that it always had.
        columns.extend(self.instalment.as_ref().map(|_| Column::Instalment));
        let mut rows = PlainRows::new(columns.clone());
        let cell = |column: &Column| match column {
            Column::PaymentId => id.to_owned(),
            Column::Date => self.date.to_string(),
            Column::Amount => self.signed().to_decimal(self.currency).to_string(),
            Column::CustomerId => self.customer.clone().unwrap_or_default(),
            Column::InvoiceId => self.invoice.clone().unwrap_or_default(),
            Column::Currency if self.says_currency => self.currency.code().to_owned(),
            Column::Kind if self.kind != PaymentKind::Payment => self.kind.word().to_owned(),
            Column::Reverses => self.reverses.clone().unwrap_or_default(),
            Column::Method => self.method.clone().unwrap_or_default(),
            Column::Instalment => self.instalment.clone().unwrap_or_default(),
            Column::Reference => self.reference.clone().unwrap_or_default(),
            _ => String::new(),
        };
        rows.push(columns.iter().map(cell).collect::<Vec<_>>().iter().map(String::as_str));
        rows
    }
}

/// Returns what an option states; nothing where it is empty.
fn stated(text: Option<&String>) -> Option<String> {
    text.filter(|text| !text.is_empty()).cloned()
}

fn sum_of(text: &str, currency: Currency) -> Result<Amount, Vec<Diagnostic>> {
    let mut faults = Vec::new();
    let amount = act::amount("relance record", text, currency, &mut faults);
    match amount.filter(|amount| amount.is_positive()) {
        Some(amount) => Ok(amount),
        None if faults.is_empty() => Err(vec![
            Diagnostic::new(
                code::write::ACT_IMPOSSIBLE,
                "the sum is zero: nothing moved",
                "la somme est nulle : aucun argent n'a bougé",
            )
            .at(Place { text: Some(text.to_owned()), ..Place::file("relance record") })
            .help("write the sum that moved", "écrire la somme qui a été versée, reprise ou rendue"),
        ]),
        None => Err(faults),
    }
}

fn missing(what: Bilingual, help: Bilingual) -> Diagnostic {
    Diagnostic::new(code::write::WHOM_UNKNOWN, what.en, what.fr)
        .at(Place::file("relance record"))
        .help(help.en, help.fr)
}
