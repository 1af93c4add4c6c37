//! The notices of a run as rows for a mail merge: for who prints or posts elsewhere.

use csv::{QuoteStyle, Terminator, WriterBuilder};

use super::printed::Printed;
use crate::letter::formats::envelope;
use crate::model::Ledger;
use crate::model::guard::guard;

/// The name of the file beside the manifest.
pub const FILE_NAME: &str = "mail-merge.csv";

/// How many lines of an address have a column: all that the window of an envelope shows below a name.
const ADDRESS_LINES: usize = envelope::LINES - 1;

/// The columns, in order.
const COLUMNS: [&str; 29] = [
    "notice_id",
    "customer_id",
    "level",
    "channel",
    "language",
    "date",
    "name",
    "contact",
    "address_1",
    "address_2",
    "address_3",
    "address_4",
    "address_5",
    "email",
    "phone",
    "invoices",
    "count",
    "currency",
    "open",
    "credits",
    "interest",
    "indemnity",
    "indemnity_apart",
    "indemnity_currency",
    "total",
    "deadline",
    "iban",
    "reference",
    "file",
];

/// Returns one row for each notice: figures as in the manifest, dates in the words of the letter. No cell is a formula.
pub fn to_csv(printed: &[Printed<'_>], ledger: &Ledger) -> Vec<u8> {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::Any(b'\n'))
        .quote_style(QuoteStyle::Necessary)
        .from_writer(Vec::new());
    writer.write_record(COLUMNS).expect("memory can be written to");
    for one in printed {
        writer.write_record(row(one, ledger)).expect("every row has a cell a column");
    }
    writer.into_inner().expect("memory can be written to")
}

fn row(one: &Printed<'_>, ledger: &Ledger) -> Vec<String> {
    let (entry, letter, lang) = (one.entry(ledger), &one.draft.letter, one.draft.lang);
    let text = |text: &str| guard(text).into_owned();
    let maybe = |value: Option<&String>| value.map(|value| text(value)).unwrap_or_default();
    let customer = &letter.customer;
    let mut row = vec![
        text(&entry.notice_id),
        text(&customer.id),
        text(&letter.level),
        entry.channel,
        lang.tag().to_owned(),
        letter.date.clone(),
        text(&customer.name),
        maybe(customer.contact.as_ref()),
    ];
    row.extend((0..ADDRESS_LINES).map(|i| maybe(customer.address.get(i))));
    row.extend([
        maybe(customer.email.as_ref()),
        maybe(customer.phone.as_ref()),
        text(&entry.invoices.iter().map(|number| crate::letter::safe::one_line(number)).collect::<Vec<_>>().join(", ")),
        entry.invoices.len().to_string(),
        entry.currency,
        // Figures, not text: a minus is a minus.
        entry.open,
        entry.credits,
        entry.interest,
        entry.indemnity,
        entry.indemnity_apart.unwrap_or_default(),
        entry.indemnity_currency.unwrap_or_default(),
        entry.total,
        maybe(letter.deadline.as_ref()),
        maybe(letter.payment.as_ref().map(|payment| &payment.iban)),
        maybe(letter.payment.as_ref().map(|payment| &payment.reference)),
        one.files.first().cloned().unwrap_or_default(),
    ]);
    row
}
