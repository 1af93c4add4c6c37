//! Documents written on demand, outside the plan: a statement of account, a note of what lateness costs, a proposal of
//! payment in parts. They chase nobody, and are no notices of a level.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, Months};
use serde::{Deserialize, Serialize};

use super::build::Desk;
use super::draft::{Draft, Line};
use super::identity::Names;
use super::kept_back::KeptBack;
use crate::diag::Diagnostic;
use crate::engine::allocation::{Credit, CreditSource};
use crate::engine::penalties::Obstacle;
use crate::engine::planning::{Notice, PlanRow};
use crate::engine::states::States;
use crate::law::holidays::next_working_day;
use crate::letter::model::{self, Instalment, Unapplied};
use crate::letter::safe::one_line;
use crate::model::{Amount, Bilingual, Currency, CustomerId, Date, InvoiceKind, ItemId, Lang, Selection, figures};
use crate::policy::{Channel, Level, Trigger};

/// How many days a proposed plan can be thought over when nobody says it.
const TO_SIGN_DAYS: u64 = 15;

/// What can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Everything open, not due and disputed items in their own section, credits, and the balance.
    Statement,
    /// The same after all that moved since a day, with the balance after each movement.
    Movements {
        /// The day.
        from: Date,
    },
    /// Interest and indemnity of every invoice that was late, settled ones too, and neither charged nor paid yet.
    PenaltyNote,
    /// What is declared in a debtor's insolvency proceedings.
    ClaimDeclaration,
    /// What is late, in equal monthly payments.
    PaymentPlan {
        /// How many; at least one.
        instalments: u32,
        /// The day of the first one; the others follow on that day of the month.
        first: Date,
        /// The last day on which it can come back signed; fifteen days later, and not after the first payment, where
        /// none is said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        return_by: Option<Date>,
    },
}

/// A document that was asked for.
#[derive(Clone, Debug)]
pub struct Demand {
    /// What it is.
    pub kind: Kind,
    /// What stands for a level: its name, channel and template.
    level: Level,
    /// Whether it asks the debtor for something: then what he may not pay, or owes to somebody else, is left out.
    asks: bool,
}

/// What the documents of one customer are made with.
pub(in crate::letter) struct Account<'s, 'p, 'a> {
    /// In which states his debts are, where that matters.
    states: Option<&'s States<'a>>,
    kept_back: &'s mut KeptBack,
    pub names: &'s mut Names<'p, 'a>,
}

impl Account<'_, '_, '_> {
    /// Leaves out an item that the debtor cannot be asked for, and tells whether it did.
    pub fn keeps_back(&mut self, customer: CustomerId, item: ItemId) -> bool {
        let state = self.states.and_then(|states| states.out_of_hand(item));
        if let Some((state, since)) = state {
            self.kept_back.item(customer, item, state, since);
        }
        state.is_some()
    }
}

impl Kind {
    /// Returns the name of its template, which is also its level in the manifest.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Statement | Kind::Movements { .. } => "statement",
            Kind::PenaltyNote => "penalty-note",
            Kind::ClaimDeclaration => "claim-declaration",
            Kind::PaymentPlan { .. } => "payment-plan",
        }
    }

    /// Returns what people call it.
    fn label(self) -> Bilingual {
        match self {
            Kind::Statement | Kind::Movements { .. } => Bilingual::new("statement", "relevé de compte"),
            Kind::PenaltyNote => Bilingual::new("penalty note", "note de pénalités"),
            Kind::ClaimDeclaration => Bilingual::new("declaration of claim", "déclaration de créance"),
            Kind::PaymentPlan { .. } => Bilingual::new("payment plan", "échéancier"),
        }
    }
}

impl Demand {
    /// Returns the demand of a kind.
    pub fn new(kind: Kind) -> Demand {
        let name = kind.name();
        let level = Level {
            name: name.to_owned(),
            label: kind.label(),
            trigger: Trigger::AfterDue(0),
            channel: match kind {
                // A plan is signed on paper.
                Kind::PaymentPlan { .. } => Channel::Letter,
                // The day of posting is to be proved.
                Kind::ClaimDeclaration => Channel::Registered,
                Kind::Statement | Kind::Movements { .. } | Kind::PenaltyNote => Channel::Email,
            },
            template: name.to_owned(),
            min_amount: BTreeMap::new(),
            min_percent: Default::default(),
            payment_deadline_days: None,
            claims_penalties: matches!(kind, Kind::PenaltyNote | Kind::ClaimDeclaration),
            formal_notice: false,
            requires_approval: false,
            credit_hold: false,
            formerly: Vec::new(),
            list_all: false,
        };
        Demand { kind, level, asks: true }
    }

    /// Returns the demand of a kind for a court, which is shown everything and asks nobody for money.
    pub fn for_court(kind: Kind) -> Demand {
        Demand { asks: false, ..Demand::new(kind) }
    }
}

impl<'a> Desk<'a> {
    /// Returns a draft for each customer and currency that a demand concerns, what kept others from being filled, and
    /// warnings about what was left out.
    pub fn demanded(&self, demand: &'a Demand, selection: &Selection) -> (Vec<Draft<'a>>, Vec<Diagnostic>) {
        let ledger = self.plan.ledger();
        let (mut drafts, mut stopped, mut kept_back) = (Vec::new(), BTreeSet::new(), KeptBack::default());
        let mut names = Names::new(self.plan);
        let sure = |customer: &CustomerId| !self.plan.is_doubted(*customer);
        for customer in selection.among(ledger.customer_ids()).filter(sure) {
            let states = demand.asks.then(|| self.states(customer));
            for currency in self.currencies(customer) {
                let procedure = self.plan.policy().default_procedure();
                let notice = Notice {
                    customer,
                    currency,
                    procedure,
                    rank: procedure.levels.len(),
                    level: &demand.level,
                    lines: Vec::new(),
                    deadline: None,
                };
                let mut account = Account { states: states.as_ref(), kept_back: &mut kept_back, names: &mut names };
                match self.demanded_of(demand.kind, &notice, &mut account) {
                    Ok(found) => drafts.extend(found),
                    Err(_) => {
                        stopped.insert(customer);
                    }
                }
            }
        }
        let mut told = kept_back.told(ledger, &demand.level.label);
        told.extend(self.stopped(stopped));
        (drafts, told)
    }

    fn demanded_of(
        &self,
        kind: Kind,
        notice: &Notice<'a>,
        account: &mut Account<'_, '_, 'a>,
    ) -> Result<Vec<Draft<'a>>, Obstacle> {
        let draft = match kind {
            Kind::Statement => self.statement(notice, None, account),
            Kind::Movements { from } => self.statement(notice, Some(from), account),
            Kind::PenaltyNote => self.penalty_note(notice, account)?,
            Kind::ClaimDeclaration => return self.claim_declarations(notice, account.kept_back, account.names),
            Kind::PaymentPlan { instalments, first, return_by } => {
                self.payment_plan(notice, (instalments, first, return_by), account)
            }
        };
        Ok(draft.into_iter().collect())
    }

    fn states(&self, customer: CustomerId) -> States<'a> {
        States::new(self.plan.ledger(), self.balances, self.plan.policy(), self.history, customer)
    }

    /// Returns the currencies that a customer was ever invoiced in, or has credit in.
    fn currencies(&self, customer: CustomerId) -> BTreeSet<Currency> {
        let ledger = self.plan.ledger();
        let invoiced = ledger.invoices_of(customer).map(|row| ledger.invoices()[row].currency);
        invoiced.chain(self.balances.credits_of(customer).iter().map(|credit| credit.currency)).collect()
    }

    /// Returns the lines of an account: what is asked for and late, and everything else with what is disputed of it.
    fn account_lines(&self, notice: &Notice<'a>, account: &mut Account<'_, '_, 'a>) -> (Vec<Line<'a>>, Vec<Line<'a>>) {
        let level = notice.level.name.as_str();
        let (mut late, mut others) = (Vec::new(), Vec::new());
        for place in self.account(notice.customer, notice.currency) {
            let row = &self.plan.rows()[place];
            if account.keeps_back(notice.customer, row.item) {
                continue;
            }
            let disputed = row.disputed;
            // What is promised is owed all the same.
            let claimed = row.open - disputed;
            if row.days_late > 0 && claimed.is_positive() {
                late.push(Line::plain(row.item, level, claimed, disputed, row.days_late));
            } else {
                others.push(Line::plain(row.item, level, row.open, disputed, row.days_late));
            }
        }
        self.sort(&mut late);
        self.sort(&mut others);
        (late, others)
    }

    /// Returns a statement of account: its total is that of `age`. With a day, it shows what moved since then.
    fn statement(
        &self,
        notice: &Notice<'a>,
        from: Option<Date>,
        account: &mut Account<'_, '_, 'a>,
    ) -> Option<Draft<'a>> {
        let ledger = self.plan.ledger();
        let (late, others) = self.account_lines(notice, account);
        let credits = -self.balances.credit_in(notice.customer, notice.currency);
        let sum = |of: &mut dyn Iterator<Item = Amount>| -> Amount { of.sum() };
        let overdue = sum(&mut late.iter().map(|line| line.open));
        let disputed = sum(&mut late.iter().chain(&others).map(|line| line.disputed));
        let not_due = sum(&mut others.iter().map(|line| line.open - line.disputed));
        let awaited = self.awaited(notice, &late);
        let lang = self.language(notice.customer);
        let balance = overdue + not_due + disputed + credits;
        let running = from.and_then(|from| self.running(notice, from, balance, lang));
        let is_still = running.as_ref().is_none_or(|running| running.movements.is_empty());
        // A credit alone would read as money to give back, where it is set off against what is left out.
        if late.is_empty()
            && others.is_empty()
            && (account.kept_back.has(notice.customer) || (credits.is_zero() && is_still))
        {
            return None;
        }
        let mut draft = self.named_filled(notice, late, credits, lang, account.names);
        let currency = notice.currency;
        let money = |amount| figures::money(amount, currency, lang);
        let some = |amount: Amount| (!amount.is_zero()).then(|| money(amount));
        draft.open = overdue + not_due + disputed;
        draft.total = balance;
        let letter = &mut draft.letter;
        letter.others = self.items(&others, lang);
        letter.only_invoices &= others.iter().all(|line| ledger.invoice(line.item).kind == InvoiceKind::Invoice);
        letter.open = money(draft.open);
        letter.total = money(draft.total);
        let taken_back = self.taken_back(notice);
        let applied = credits - taken_back;
        letter.credits = some(applied);
        letter.account = Some(model::Account {
            late: some(overdue),
            not_due: some(not_due),
            disputed: some(disputed),
            awaited: some(awaited),
            to_pay: some((overdue - awaited + applied).max(Amount::ZERO)),
            unapplied: self.unapplied(notice, lang),
            taken_back: some(taken_back),
            balance: money(draft.total),
            nothing_owed: !draft.total.is_positive(),
            for_court: account.states.is_none(),
            running,
        });
        if let Some(payment) = &mut letter.payment {
            payment.reference = letter.customer.id.clone();
            // Nobody pays an account whole before it is due.
            payment.transfer = None;
        }
        draft.lines.extend(others);
        Some(draft)
    }

    /// Returns how much of late lines is promised or in a payment plan, to be paid on the days agreed.
    fn awaited(&self, notice: &Notice<'a>, late: &[Line<'a>]) -> Amount {
        let late: BTreeSet<ItemId> = late.iter().map(|line| line.item).collect();
        let rows = self.account(notice.customer, notice.currency).map(|place| &self.plan.rows()[place]);
        rows.filter(|row| late.contains(&row.item)).map(PlanRow::awaited).sum()
    }

    /// Returns the customer's money that is set against no invoice, below zero where it was refunded and taken back.
    pub(in crate::letter) fn credits_of<'s>(
        &'s self,
        notice: &Notice<'a>,
    ) -> impl Iterator<Item = &'s Credit> + use<'s, 'a> {
        let currency = notice.currency;
        self.balances.credits_of(notice.customer).iter().filter(move |one| one.currency == currency)
    }

    /// Returns what was refunded of money that the bank took back.
    fn taken_back(&self, notice: &Notice<'a>) -> Amount {
        self.credits_of(notice).map(|one| (-one.amount).max(Amount::ZERO)).sum()
    }

    fn unapplied(&self, notice: &Notice<'a>, lang: Lang) -> Vec<Unapplied> {
        let ledger = self.plan.ledger();
        let what = |source| match (source, lang) {
            (CreditSource::CreditNote(item), Lang::Fr) => format!("avoir {}", self.number(item)),
            (CreditSource::CreditNote(item), Lang::En) => format!("credit note {}", self.number(item)),
            (CreditSource::Payment(id), _) => {
                let kind = ledger.payment(id).kind.term().get(lang);
                format!("{kind} {}", one_line(ledger.payment_id(id)))
            }
        };
        let since = |one: &Credit| match (one.amount.is_negative(), lang) {
            (false, _) => "",
            (true, Lang::Fr) => ", remboursé puis repris par la banque",
            (true, Lang::En) => ", refunded and taken back by the bank",
        };
        let credits = self.credits_of(notice);
        let mut found: Vec<_> =
            credits.map(|one| (one.date, format!("{}{}", what(one.source), since(one)), one.amount)).collect();
        found.sort();
        let line = |(date, what, amount): (Date, String, Amount)| Unapplied {
            what,
            date: figures::date(date, lang),
            amount: figures::amount(-amount, notice.currency, lang),
        };
        found.into_iter().map(line).collect()
    }

    /// Returns a proposal to pay what is late in equal parts, the last of which takes the cents.
    fn payment_plan(
        &self,
        notice: &Notice<'a>,
        (instalments, first, return_by): (u32, Date, Option<Date>),
        account: &mut Account<'_, '_, 'a>,
    ) -> Option<Draft<'a>> {
        let (late, _) = self.account_lines(notice, account);
        let open: Amount = late.iter().map(|line| line.open).sum();
        let credits = -self.balances.credit_in(notice.customer, notice.currency).clamp(Amount::ZERO, open);
        // Less than a cent a month is no plan.
        if (open + credits).minor() < i64::from(instalments) {
            return None;
        }
        let mut draft = self.named_filled(notice, late, credits, self.language(notice.customer), account.names);
        let part = draft.total.minor() / i64::from(instalments);
        let lang = draft.lang;
        draft.letter.schedule = (0..instalments)
            .map(|i| {
                // A day that we grant is a working day.
                let due = first.checked_add_months(Months::new(i)).unwrap_or(first);
                let due = next_working_day(due, notice.procedure.holidays);
                let rest = draft.total.minor() - part * i64::from(instalments - 1);
                let amount = Amount::from_minor(if i + 1 == instalments { rest } else { part });
                Instalment {
                    number: figures::count(i64::from(i) + 1, lang),
                    due: figures::date(due, lang),
                    due_on: figures::date_in_words(due, lang),
                    amount: figures::amount(amount, notice.currency, lang),
                }
            })
            .collect();
        // Whoever signs after the first payment was due has missed it.
        let usual = || next_working_day(self.plan.as_of() + Days::new(TO_SIGN_DAYS), notice.procedure.holidays);
        let return_by = return_by.unwrap_or_else(|| usual().min(first));
        draft.letter.return_by = Some(figures::date_in_words(return_by, lang));
        if let Some(payment) = &mut draft.letter.payment {
            payment.transfer = None;
        }
        Some(draft)
    }
}
