//! What a letter is made of: everything that templates can name.
//!
//! Every text is ready to be read, in the language of the letter, on one line and harmless. What a letter does not have
//! is absent, not blank: a template that names it outside an `{{#if}}` is refused with its line, so that no letter
//! leaves with a hole in a sentence.

mod call;
mod claim;
mod penalties;

use serde::Serialize;

use super::content::past::Story;
pub use call::{Outcome, Said};
pub use claim::{Claim, Lawsuit};
pub use penalties::{NextRate, Penalties, PieceLine, RateLine};

/// One letter, e-mail or call sheet, before its wording.
#[derive(Clone, Debug, Serialize)]
pub struct Letter {
    /// The id of the notice, also found in the manifest and in `events.csv`.
    pub notice_id: String,
    /// The level of the procedure, as the policy names it: `second-reminder`.
    pub level: String,
    /// How it goes out: `email`, `phone`, `letter` or `registered`.
    pub channel: &'static str,
    /// The day it is written, in words: `1er juillet 2026`.
    pub date: String,
    /// The town it is written in: the creditor's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Who is owed.
    pub sender: Sender,
    /// Who owes.
    pub customer: Addressee,
    /// The open items it is about, oldest due date first; empty only on a statement of account.
    pub items: Vec<Item>,
    /// What else is open and not asked for here, oldest due date first: not due yet, disputed or waited for. Only on a
    /// statement of account, and on letters of a level that says `list_all`.
    pub others: Vec<Item>,
    /// The account as a whole, on a statement of account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<Account>,
    /// What is declared in insolvency proceedings, on a declaration of claim.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim: Option<Claim>,
    /// The payments of a proposed plan, first to last; empty on everything else.
    pub schedule: Vec<Instalment>,
    /// The last day on which a proposed plan can come back signed, in words, on one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub return_by: Option<String>,
    /// The item, when it is the only one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub single: Option<Item>,
    /// Whether every item is late.
    pub all_late: bool,
    /// Whether every item is a plain invoice.
    pub only_invoices: bool,
    /// What the items are together: `factures`, `notes de pénalités`, `factures et notes de pénalités` or, of several
    /// instalments of one invoice, `échéances`.
    pub kinds: &'static str,
    /// How many of these there are: `3`. An invoice in instalments is one.
    pub count: String,
    /// How many of what: `2 factures`, `1 facture et 1 note de pénalités`, `2 échéances de la facture F-2026-017`.
    pub counted: String,
    /// The code of the currency of every figure: `EUR`.
    pub currency: &'static str,
    /// What is open on the items, with the currency: `1 234,56 €`.
    pub open: String,
    /// Payments and credit notes not set against an invoice yet, negative, when there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credits: Option<String>,
    /// The late-payment interest claimed, when the level claims it and some has run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interest: Option<String>,
    /// The recovery indemnity claimed, when the level claims it and some is owed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indemnity: Option<String>,
    /// The recovery indemnity of invoices in another currency than the law's, in the law's own; it is asked for besides
    /// the total, and not in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indemnity_apart: Option<String>,
    /// What to pay: `open`, `credits`, `interest` and `indemnity` added up.
    pub total: String,
    /// What a public buyer in France is to pay by the deadline, where interest or indemnity is claimed besides: `open`
    /// less `credits`, the rest being payable within 45 days after it (CCP R2192-36).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_principal: Option<String>,
    /// The same as `total` in words: « mille trois cents euros ».
    pub total_in_words: String,
    /// The early-payment discount that can still be earned on the items, when there is one and no money waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount: Option<Discount>,
    /// The last day to pay, in words, when the level grants time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline: Option<String>,
    /// How many days the level grants, when it does: `15`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline_days: Option<String>,
    /// How to pay, when the policy gives a bank account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment: Option<Payment>,
    /// Who gets a copy that the customer sees, on an e-mail; may be empty.
    pub copies: Vec<String>,
    /// The copies of invoices that go along, on a letter or e-mail that has some; named below the signature.
    pub enclosures: Vec<Enclosed>,
    /// What late payment costs by law or contract.
    pub penalties: Penalties,
    /// Whether nothing of it can be claimed at law any more: then no court is spoken of.
    pub barred: bool,
    /// Whether some of it cannot, and the rest can.
    pub partly_barred: bool,
    /// Whether new orders are held until payment.
    pub credit_hold: bool,
    /// Whether the debtor is a professional.
    pub business: bool,
    /// Whether the law of another country than France governs lateness: no French court or article is named.
    pub foreign_law: bool,
    /// Whether the debtor is established in another country than France: no French procedure is open against him.
    pub abroad: bool,
    /// Whether an order for payment can be had across the border, in the European Union (regulation (EC) 1896/2006).
    pub european_order: bool,
    /// Whether the debtor is a public buyer.
    pub public: bool,
    /// Whether the debtor is a consumer.
    pub consumer: bool,
    /// Whether the next level of the procedure is a formal notice.
    pub formal_notice_next: bool,
    /// The day of the last notice or call that said one of these items was late, in words, when there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_notice: Option<String>,
    /// What went before about these items.
    #[serde(flatten)]
    pub story: Story,
    /// What was said and done with this customer before, latest first, at most ten; may be empty.
    pub history: Vec<Said>,
    /// What can come of the call, and the commands that note it; empty for what is no call.
    pub outcomes: Vec<Outcome>,
}

/// The sender, with the mentions of C. com. R123-237 and R123-238 as far as the policy's `[creditor]` gives them.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Sender {
    /// The firm's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The legal mentions, a line each: form and capital, SIREN and register, VAT number; may be empty.
    pub legal: Vec<String>,
    /// The postal address, a line each; may be empty.
    pub address: Vec<String>,
    /// The person to turn to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// His telephone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// His e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// The customer.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Addressee {
    /// His id in the files.
    pub id: String,
    /// His name; the id where no name is known.
    pub name: String,
    /// The postal address, a line each, the country only when it is not the sender's; may be empty.
    pub address: Vec<String>,
    /// The person to write to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// The e-mail address for dunning, else for billing, else the general one; several are parted by `, `.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// His telephone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Who is in charge of him, at the firm.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// His registration number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub siren: Option<String>,
    /// His language, in words, on the sheet of a call in another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<&'static str>,
}

/// One open item. Its figures stand in the currency of the letter, without naming it.
#[derive(Clone, Debug, Serialize)]
pub struct Item {
    /// What it is, in words: `facture`, `facture d’acompte` or `note de pénalités`; all are feminine in French.
    pub kind: &'static str,
    /// The same with a capital, to begin a sentence.
    pub kind_capital: &'static str,
    /// Whether its amounts include VAT: penalties bear none.
    pub bears_vat: bool,
    /// The invoice's number, with the instalment's name where it has one: `F-2026-017 (2/3)`.
    pub number: String,
    /// The day of issue, for a table: `01/07/2026`.
    pub issued: String,
    /// The due date, for a table.
    pub due: String,
    /// The day of issue, in words.
    pub issued_on: String,
    /// The due date, in words.
    pub due_on: String,
    /// The customer's order number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
    /// The amount at first.
    pub original: String,
    /// The same with the currency of the invoice, which may not be the letter's.
    pub price: String,
    /// What was paid since, less what was taken back.
    pub paid: String,
    /// What credit notes, discounts and write-offs took off, when they did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deducted: Option<String>,
    /// What is left and asked for: without what is in `disputed` and `awaited`. In `others`, all that is left.
    pub open: String,
    /// The part that is disputed, when one is: it is not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disputed: Option<String>,
    /// The part that is promised or in a payment plan, when one is: it is not asked for until its day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub awaited: Option<String>,
    /// The same, where more than what lateness costs is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub principal: Option<String>,
    /// How many days late it is, when it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_late: Option<String>,
    /// The interest claimed, when some is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interest: Option<String>,
    /// The indemnity claimed, when it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indemnity: Option<String>,
    /// The indemnity claimed in the law's own currency, with it, where the item is in another one: not in `total`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indemnity_apart: Option<String>,
    /// What of interest and indemnity was given up, charged apart or paid, when some was: it is not in them any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_up: Option<String>,
    /// The part of that which was interest, when some was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub less_interest: Option<String>,
    /// The part that was indemnity, when some was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub less_indemnity: Option<String>,
    /// The subtraction that leaves `interest`, when some of it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interest_left: Option<String>,
    /// The same of `indemnity`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indemnity_left: Option<String>,
    /// `open`, `interest` and `indemnity` added up.
    pub total: String,
}

/// An account as a whole, on one day; its figures name the currency.
#[derive(Clone, Debug, Serialize)]
pub struct Account {
    /// What is late, without disputed parts, when something is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub late: Option<String>,
    /// What is not due yet, without disputed parts, when something is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_due: Option<String>,
    /// What is disputed, when something is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disputed: Option<String>,
    /// What of `late` is promised or in a payment plan, to be paid on the days agreed, when something is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub awaited: Option<String>,
    /// What is to be paid today, when something is: `late` without `awaited`, credits deducted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_pay: Option<String>,
    /// The payments and credit notes that are set against no invoice yet; may be empty.
    pub unapplied: Vec<Unapplied>,
    /// What was refunded of money that the bank took back afterwards, when some was: it is owed on no invoice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken_back: Option<String>,
    /// What the customer owes in all, credits deducted; negative when he has paid too much.
    pub balance: String,
    /// Whether the customer is owed more than he owes, or exactly as much.
    pub nothing_owed: bool,
    /// Whether it is for a court, which is shown all of it: then nobody is asked for anything.
    pub for_court: bool,
    /// What moved since a day, when that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub running: Option<Running>,
}

/// The movements of an account since a day; its figures stand in the currency of the letter, without naming it.
#[derive(Clone, Debug, Serialize)]
pub struct Running {
    /// The day, in words.
    pub since: String,
    /// The day before it, for a table.
    pub brought_on: String,
    /// What was owed at the end of the day before.
    pub brought: String,
    /// The movements, by day; may be empty.
    pub movements: Vec<Movement>,
    /// What they add to what is owed.
    pub debits: String,
    /// What they take off.
    pub credits: String,
}

/// One movement of an account.
#[derive(Clone, Debug, Serialize)]
pub struct Movement {
    /// Its day, for a table.
    pub date: String,
    /// What it is, in words.
    pub what: String,
    /// What it adds to what is owed, when it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub debit: Option<String>,
    /// What it takes off, when it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
    /// What is owed after it; negative when the customer has paid too much.
    pub balance: String,
}

/// An early-payment discount that can still be earned; its figures name the currency.
#[derive(Clone, Debug, Serialize)]
pub struct Discount {
    /// What is saved.
    pub amount: String,
    /// What to pay instead of `total`.
    pub total: String,
    /// The last day on which that is enough, in words.
    pub until: String,
}

/// A payment or credit note that is set against no invoice yet.
#[derive(Clone, Debug, Serialize)]
pub struct Unapplied {
    /// What it is and its number, in words: `règlement P-31`, `avoir A-7`.
    pub what: String,
    /// The day since which it waits, for a table.
    pub date: String,
    /// What is left of it, negative, without the currency.
    pub amount: String,
}

/// One payment of a proposed plan.
#[derive(Clone, Debug, Serialize)]
pub struct Instalment {
    /// Its place: `1`.
    pub number: String,
    /// The day to pay, for a table.
    pub due: String,
    /// The day to pay, in words.
    pub due_on: String,
    /// What to pay, without the currency.
    pub amount: String,
}

/// How to pay.
#[derive(Clone, Debug, Serialize)]
pub struct Payment {
    /// The account, by groups of four: `FR76 3000 ...`.
    pub iban: String,
    /// The bank.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bic: Option<String>,
    /// What the payer writes with the transfer: the invoice numbers, or his id when they are many.
    pub reference: String,
    /// What the QR code of the transfer says, where one transfer can pay; set with `{{> payment}}`, no name to use.
    #[serde(skip)]
    pub transfer: Option<String>,
}

/// A copy that goes along.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Enclosed {
    /// What it is a copy of, in words: `facture`.
    pub kind: &'static str,
    /// Its number.
    pub number: String,
}
