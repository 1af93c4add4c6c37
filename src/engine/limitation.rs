//! Until when each item can be claimed at law: from the due date or an earlier supply, anew from what interrupts it.
//!
//! The date is the safe one: what may or may not have interrupted the time, such as a part payment, never moves it.

use crate::engine::history::Standing;
use crate::law::limitation::{CARRIAGE, Interruption, Limitation};
use crate::law::maximum_terms;
use crate::law::regimes::Law;
use crate::model::date::is_written;
use crate::model::{Date, InvoiceKind, ItemId, Ledger};
use crate::policy::{Policy, TermRules};

/// Until when an item can be claimed at law, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lapse {
    /// The last day.
    pub last_day: Date,
    /// The rule.
    pub rule: &'static Limitation,
    /// What last started the time anew, and on which day.
    pub anew: Option<(Date, Interruption)>,
}

impl Lapse {
    /// Returns the first day on which it can no longer be claimed: the time is complete when its last day has ended
    /// (C. civ. 2229).
    pub fn barred_since(&self) -> Date {
        self.last_day.succ_opt().unwrap_or(self.last_day)
    }
}

/// Returns until when an item can be claimed, after what its events say; nothing under a law other than the French one,
/// whose periods are not known here, and of a balance brought forward.
pub fn lapse(ledger: &Ledger, policy: &Policy, item: ItemId, standing: &Standing<'_>) -> Option<Lapse> {
    if policy.penalties.law != Law::France {
        return None;
    }
    let invoice = ledger.invoice(item);
    if invoice.kind == InvoiceKind::Opening {
        // Since when its invoices are due is not known: any date would be too late a one.
        return None;
    }
    let rule = Limitation::of(ledger.customer(invoice.customer).kind, is_carriage(ledger, &policy.terms, item));
    let supply = ledger.more(item).and_then(|more| more.supply_date);
    // A debt with a term runs from its due date (C. civ. 2233); rulings since 2020 look to the end of the service.
    let start = supply.map_or(invoice.due, |supply| supply.min(invoice.due));
    let mut lapse = Lapse { last_day: rule.last_day(start), rule, anew: None };
    for &(day, cause) in &standing.interruptions {
        // What comes before the time begins interrupts nothing, and what comes after its end revives nothing.
        if day >= start && day <= lapse.last_day {
            lapse.last_day = lapse.last_day.max(rule.last_day(day));
            lapse.anew = Some((day, cause));
        }
    }
    // A day beyond the year 9999 is no date that a file or an answer can write.
    is_written(lapse.last_day).then_some(lapse)
}

/// Tells whether an item is carriage: by the category of its invoice, else of its customer, else of the policy.
fn is_carriage(ledger: &Ledger, rules: &TermRules, item: ItemId) -> bool {
    let own = ledger.more(item).and_then(|more| more.category.as_deref());
    let customers = ledger.customer(ledger.invoice(item).customer).more().category.as_deref();
    let written = own.into_iter().chain(customers).find_map(maximum_terms::find);
    written.or(rules.category).is_some_and(|maximum| maximum.category == CARRIAGE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::allocation::allocate;
    use crate::engine::history::{Dossier, History};
    use crate::policy::builtin::fr_b2b;
    use crate::testing::{day, item, ledger};

    /// Returns the last day for item `F` on a day, the columns of its rows being as named.
    fn last_day(customer: &str, invoice: &str, events: &str, as_of: &str) -> String {
        let ledger = ledger(
            &format!("customer_id,name,kind,category\n{customer}\n"),
            &format!("invoice_id,customer_id,issue_date,due_date,amount,supply_date,category\n{invoice}\n"),
            "",
            &format!("date,event,customer_id,invoice_id,level,channel,event_id,reference\n{events}"),
        );
        let policy = fr_b2b();
        let balances = allocate(&ledger, &policy.allocation, day(as_of)).balances;
        let history = History::new(&ledger, day(as_of));
        let f = item(&ledger, "F");
        let dossier = Dossier::new(&ledger, &balances, &history, ledger.invoice(f).customer);
        let nothing = Standing::default();
        let standing = dossier.standings.first().unwrap_or(&nothing);
        lapse(&ledger, &policy, f, standing).unwrap().last_day.to_string()
    }

    const ONE: &str = "F,C,2026-01-30,2026-03-02,1000.00";

    #[test]
    fn the_kind_of_debtor_and_carriage_decide() {
        assert_eq!(last_day("C,Cie,business", ONE, "", "2026-03-10"), "2031-03-02");
        assert_eq!(last_day("C,Claire,consumer", ONE, "", "2026-03-10"), "2028-03-02");
        assert_eq!(last_day("C,Mairie,public", ONE, "", "2026-03-10"), "2030-12-31");
        assert_eq!(last_day("C,Cie,business,transport", ONE, "", "2026-03-10"), "2027-03-02");
        assert_eq!(last_day("C,Cie,business", &format!("{ONE},,transport"), "", "2026-03-10"), "2027-03-02");
        // The invoice's own category comes first.
        assert_eq!(last_day("C,Cie,business,transport", &format!("{ONE},,general"), "", "2026-03-10"), "2031-03-02");
    }

    #[test]
    fn an_earlier_supply_starts_it_and_a_later_one_does_not() {
        assert_eq!(last_day("C,Cie,business", &format!("{ONE},2026-01-15"), "", "2026-03-10"), "2031-01-15");
        assert_eq!(last_day("C,Cie,business", &format!("{ONE},2026-03-15"), "", "2026-03-10"), "2031-03-02");
        assert_eq!(last_day("C,Mairie,public", &format!("{ONE},2025-12-20"), "", "2026-03-10"), "2029-12-31");
    }

    #[test]
    fn an_acknowledgement_starts_it_anew_until_it_is_undone() {
        let events = "2027-05-04,acknowledged,,F,,,A1\n2028-01-10,undo,,F,,,U1,A1\n";
        let on = |as_of| last_day("C,Cie,business", ONE, events, as_of);
        assert_eq!([on("2027-05-03"), on("2027-05-04"), on("2028-01-10")], ["2031-03-02", "2032-05-04", "2031-03-02"]);
        // After the last day it revives nothing; nor does one before the time began, which the debt's own days rule.
        assert_eq!(last_day("C,Cie,business", ONE, "2031-03-03,acknowledged,C\n", "2031-04-01"), "2031-03-02");
        assert_eq!(last_day("C,Cie,business", ONE, "2026-02-20,acknowledged,C\n", "2031-04-01"), "2031-03-02");
    }

    #[test]
    fn a_formal_notice_interrupts_nothing_but_towards_a_public_body() {
        let events = "2027-06-01,notice,,F,formal-notice,registered,,\n2027-07-01,call,,F,call,phone,,\n";
        assert_eq!(last_day("C,Cie,business", ONE, events, "2027-08-01"), "2031-03-02");
        // Claimed in writing in 2027: 2028 to 2031. A call is not in writing.
        assert_eq!(last_day("C,Mairie,public", ONE, events, "2027-08-01"), "2031-12-31");
        assert_eq!(last_day("C,Mairie,public", ONE, "2027-07-01,call,,F,call,phone,,\n", "2027-08-01"), "2030-12-31");
    }

    #[test]
    fn a_claim_at_law_and_a_declaration_interrupt_and_a_petition_does_not() {
        let on = |event: &str| last_day("C,Cie,business", ONE, &format!("2027-06-01,{event}\n"), "2027-08-01");
        assert_eq!(on("court_filed,,F,ordinary-claim"), "2032-06-01");
        assert_eq!(on("court_filed,,F,summary-provision"), "2032-06-01");
        assert_eq!(on("court_filed,,F,order-for-payment"), "2031-03-02");
        assert_eq!(on("court_filed,,F"), "2031-03-02");
        // A declaration is one in proceedings; without them it is nothing, and what was born later was not declared.
        assert_eq!(on("claim_declared,,F"), "2031-03-02");
        assert_eq!(on("insolvency,C\n2027-06-02,claim_declared,C"), "2032-06-02");
        assert_eq!(on("claim_declared,C\n2026-01-15,insolvency,C"), "2031-03-02");
    }
}
