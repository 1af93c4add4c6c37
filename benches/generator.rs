//! A deterministic generator of large receivables folders: the same number gives the same bytes on every machine.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Writes `invoices.csv` and `payments.csv` of about that many rows each, and `customers.csv`: four years of invoices
/// with 30 days to pay, one customer for 20 of them; one in twelve is never paid, one in eight is paid in two parts,
/// half are late. Payments stand day by day, as on a bank statement, and so in another order than what they pay.
pub fn write_folder(folder: &Path, invoices: u32) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let customers = (invoices / 20).max(1);
    write_customers(folder, customers, |_| "business")?;
    let mut file = BufWriter::new(File::create(folder.join("invoices.csv"))?);
    writeln!(file, "invoice_id,customer_id,issue_date,due_date,amount,currency")?;
    let mut payments = Vec::new();
    for number in 0..invoices {
        let customer = dice.below(customers);
        let issue = dice.below(4 * 365);
        let cents = u64::from(1_000 + dice.below(1_000_000));
        let (issue_date, due_date, amount) = (Day(issue), Day(issue + 30), Cents(cents));
        writeln!(file, "F{number:07},C{customer:06},{issue_date},{due_date},{amount},EUR")?;
        if dice.below(12) == 0 {
            continue;
        }
        let day = issue + 10 + dice.below(45);
        let parts = if dice.below(8) == 0 { [cents / 3, cents - cents / 3] } else { [cents, 0] };
        let parts = parts.into_iter().zip([day, day + 20]).filter(|(part, _)| *part > 0);
        payments.extend(parts.map(|(part, day)| (day, number, customer, part)));
    }
    file.flush()?;
    payments.sort_unstable();
    let mut file = BufWriter::new(File::create(folder.join("payments.csv"))?);
    writeln!(file, "payment_id,customer_id,date,amount,invoice_id")?;
    for (place, (day, number, customer, part)) in payments.into_iter().enumerate() {
        let (date, amount) = (Day(day), Cents(part));
        writeln!(file, "P{place:07},C{customer:06},{date},{amount},F{number:07}")?;
    }
    file.flush()
}

fn write_customers(folder: &Path, count: u32, mut kind: impl FnMut(u32) -> &'static str) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(folder.join("customers.csv"))?);
    writeln!(file, "customer_id,name,kind")?;
    for customer in 0..count {
        writeln!(file, "C{customer:06},Customer {customer},{}", kind(customer))?;
    }
    file.flush()
}

/// Writes accounts (FEC) of that many entries of three lines: two sales in three, each with its VAT, the rest payments
/// that are lettered with an invoice before them; one customer for 40 entries.
pub fn write_accounts(file: &Path, entries: u32) -> io::Result<()> {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut out = BufWriter::new(File::create(file)?);
    writeln!(
        out,
        "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\t\
         PieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise"
    )?;
    let customers = (entries / 40).max(1);
    let mut sale = (0, 0, 0);
    for number in 0..entries {
        let is_sale = number % 3 < 2;
        let day = Day(4 * 365 + 1 + number / entries.div_ceil(364)).to_string().replace('-', "");
        if is_sale {
            sale = (number, dice.below(customers), 100 * (12 + dice.below(10_000)));
        }
        let (invoice, customer, cents) = (sale.0, sale.1, u64::from(sale.2));
        let letter = if number % 3 == 0 { String::new() } else { format!("L{invoice}") };
        let tax = cents / 6;
        let mut line = |account: &str, auxiliary: &str, debit: u64, credit: u64, letter: &str| {
            let (code, label) = if is_sale { ("VE", "Ventes") } else { ("BQ", "Banque") };
            let amount = |cents: u64| format!("{},{:02}", cents / 100, cents % 100);
            let name = if auxiliary.is_empty() { String::new() } else { format!("Client {customer}") };
            let (debit, credit) = (amount(debit), amount(credit));
            writeln!(
                out,
                "{code}\t{label}\t{number}\t{day}\t{account}\tCompte {account}\t{auxiliary}\t{name}\tF{invoice}\t{day}\t\
                 Piece F{invoice} de {customer}\t{debit}\t{credit}\t{letter}\t\t{day}\t\t"
            )
        };
        let auxiliary = format!("C{customer:06}");
        if is_sale {
            line("411000", &auxiliary, cents, 0, &letter)?;
            line("706000", "", 0, cents - tax, "")?;
            line("445710", "", 0, tax, "")?;
        } else {
            line("411000", &auxiliary, 0, cents, &letter)?;
            line("512000", "", cents - 50, 0, "")?;
            line("627000", "", 50, 0, "")?;
        }
    }
    out.flush()
}

/// Writes that many open items: customers of 25 invoices each, due within the year before the day of the benchmarks; a
/// third of them had a reminder, one in fifty is promised, disputed or on hold, and one payment came in.
pub fn write_open_items(folder: &Path, invoices: u32) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut invoice_file = BufWriter::new(File::create(folder.join("invoices.csv"))?);
    let mut event_file = BufWriter::new(File::create(folder.join("events.csv"))?);
    let customers = (invoices / 25).max(1);
    write_customers(folder, customers, |_| {
        ["business", "business", "business", "public", "consumer"][dice.below(5) as usize]
    })?;
    writeln!(invoice_file, "invoice_id,customer_id,issue_date,due_date,amount,currency")?;
    writeln!(event_file, "date,event,invoice_id,level,until")?;
    for number in 0..invoices {
        // The benchmarks' day is 1,550 days after the generator's first.
        let issue = 1_130 + dice.below(400);
        let (issue_date, due_date) = (Day(issue), Day(issue + 30));
        let (customer, amount) = (dice.below(customers), Cents(u64::from(1_000 + dice.below(1_000_000))));
        writeln!(invoice_file, "F{number:07},C{customer:06},{issue_date},{due_date},{amount},EUR")?;
        let day = Day((issue + 36).min(1_549));
        match dice.below(150) {
            0..50 => writeln!(event_file, "{day},notice,F{number:07},reminder,")?,
            50 => writeln!(event_file, "{day},promise,F{number:07},,{}", Day(issue + 60))?,
            51 => writeln!(event_file, "{day},dispute_opened,F{number:07},,")?,
            52 => writeln!(event_file, "{day},hold,F{number:07},,")?,
            _ => {}
        }
    }
    fs::write(folder.join("payments.csv"), "payment_id,date,amount,customer_id\nP1,2026-03-30,10.00,C000000\n")?;
    invoice_file.flush()?;
    event_file.flush()
}

/// A small generator of numbers (xorshift64*): no crate whose next version would draw others.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u32) -> u32 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32;
        ((high * u64::from(bound)) >> 32) as u32
    }
}

/// A day counted from 1 January 2022, shown as an ISO date.
struct Day(u32);

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let start = chrono::NaiveDate::from_ymd_opt(2022, 1, 1).expect("a date");
        let date = start + chrono::Days::new(u64::from(self.0));
        write!(f, "{date}")
    }
}

/// A number of cents, shown in euros.
struct Cents(u64);

impl std::fmt::Display for Cents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}
