//! Figures computed by hand. Interest is base × rate × days / 36500, rounded half away from zero.
//!
//! Default rates (law.md, section 2): 2023 S2 14.00, 2024 14.50 and 14.25, 2025 13.15 and 12.15, 2026 12.15 and 12.40.

mod abroad;
mod apart;
mod asked;
mod business;
mod charged;
mod claimed;
mod claims;
mod contracts;
mod derivation;
mod draws;
mod imputation;
mod laws;
mod oracle;
mod regimes;
mod voided;
mod waivers;

use super::*;
use crate::diag::render;
use crate::engine::allocation::allocate;
use crate::model::Lang;
use crate::policy;
use crate::testing::{day, eur, ledger};

/// A small folder: CSV rows without their header lines.
#[derive(Clone, Copy, Default)]
struct Folder<'a> {
    /// `customer_id,kind,penalty_rate`
    customers: &'a str,
    /// `invoice_id,customer_id,issue_date,due_date,amount,instalment,kind,currency,penalty_rate,applies_to,`
    /// `supply_date,discount_rate,discount_until,discount_rate_2,discount_until_2`
    invoices: &'a str,
    /// `payment_id,date,amount,invoice_id,instalment,currency,kind,customer_id,reverses`
    payments: &'a str,
    /// `date,event,customer_id,invoice_id,level,amount,event_id,reference,interest,indemnity,instalment`
    events: &'a str,
    policy: &'a str,
}

/// What a test reads: a line per item that was late, its pieces under it, the totals, the findings.
#[derive(Debug, Default)]
struct Shown {
    rows: String,
    pieces: String,
    totals: String,
    findings: String,
    /// What is open of each invoice.
    open: String,
    /// What is left over, in euros.
    credit: String,
}

impl Folder<'_> {
    fn on(&self, as_of: &str) -> Shown {
        self.with(as_of, &Rates::builtin())
    }

    fn ledger(&self) -> Ledger {
        let invoices = "invoice_id,customer_id,issue_date,due_date,amount,instalment,kind,currency,penalty_rate,applies_to,supply_date,discount_rate,discount_until,discount_rate_2,discount_until_2";
        ledger(
            &format!("customer_id,kind,penalty_rate\n{}", self.customers),
            &format!("{invoices}\n{}", self.invoices),
            &format!(
                "payment_id,date,amount,invoice_id,instalment,currency,kind,customer_id,reverses\n{}",
                self.payments
            ),
            &format!(
                "date,event,customer_id,invoice_id,level,amount,event_id,reference,interest,indemnity,instalment\n{}",
                self.events
            ),
        )
    }

    fn with(&self, as_of: &str, rates: &Rates) -> Shown {
        let ledger = self.ledger();
        let policy = policy::load(self.policy, "policy.toml").unwrap();
        let allocation = allocate_and_pay_claims(&ledger, &policy, || rates.clone(), day(as_of));
        let penalties = Penalties::new(&ledger, &allocation.balances, &policy, rates);
        let mut shown = Shown::default();
        let credits = allocation.balances.credits().iter().map(|credit| credit.amount);
        shown.credit = credits.sum::<Amount>().to_decimal(Currency::EUR).to_string();
        let findings = [penalties.obstacles(&Selection::ALL), penalties.warnings(&Selection::ALL)].concat();
        let findings = [allocation.findings, findings].concat();
        shown.findings = findings.iter().map(|finding| render(finding, Lang::En)).collect();
        for item in penalties.items(&Selection::ALL) {
            let (invoice, open) = (ledger.invoice(item), allocation.balances.open(&ledger, item));
            shown.open += &format!("{} {}\n", ledger.number(invoice.number), open.to_decimal(invoice.currency));
        }
        let mut pieces = Vec::new();
        for item in penalties.items(&Selection::ALL) {
            let Ok(Some(row)) = penalties.for_item(item, &mut pieces) else { continue };
            shown.add_row(&ledger, &row);
            for piece in &pieces {
                shown.add_piece(&ledger, item, piece);
            }
        }
        for total in penalties.totals(&Selection::ALL) {
            let PenaltyTotal { currency, open, interest, indemnity, waived, charged, total, .. } = total;
            let show = |amount: Amount| amount.to_decimal(currency);
            shown.totals += &format!(
                "{currency} open {} interest {} indemnity {} waived {} charged {} total {}\n",
                show(open),
                show(interest),
                show(indemnity),
                show(waived),
                show(charged),
                show(total)
            );
        }
        shown
    }

    fn rows(&self, as_of: &str) -> String {
        self.on(as_of).rows
    }

    fn pieces(&self, as_of: &str) -> String {
        self.on(as_of).pieces
    }
}

impl Shown {
    fn add_row(&mut self, ledger: &Ledger, row: &PenaltyRow) {
        let invoice = ledger.invoice(row.item);
        let show = |amount: Amount| amount.to_decimal(invoice.currency);
        let part = ledger.instalment(row.item).map(|part| format!("/{part}")).unwrap_or_default();
        let settled = row.settled_on.map(|day| format!(" settled {day}")).unwrap_or_default();
        self.rows += &format!(
            "{}{part}{settled} late {} open {} interest {} indemnity {}",
            ledger.number(invoice.number),
            row.days_late,
            show(row.open),
            show(row.interest),
            show(row.indemnity)
        );
        for (word, amount) in [("waived", row.waived), ("charged", row.charged), ("paid", row.paid)] {
            if !amount.is_zero() {
                self.rows += &format!(" {word} {}", show(amount));
            }
        }
        if row.principal_due != row.open {
            self.rows += &format!(" principal {} interest due {}", show(row.principal_due), show(row.interest_due));
        }
        self.rows += &format!(" total {}\n", show(row.total()));
    }

    fn add_piece(&mut self, ledger: &Ledger, item: ItemId, piece: &Piece) {
        let currency = ledger.invoice(item).currency;
        let (base, interest) = (piece.base.to_decimal(currency), piece.interest.to_decimal(currency));
        self.pieces +=
            &format!("{} {} {} x {base} at {}: {interest}\n", piece.from, piece.to, piece.days, piece.rate());
    }
}

fn invoices(invoices: &str) -> Folder<'_> {
    Folder { invoices, ..Folder::default() }
}
