//! Finds the payment that each return takes back.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, Place, code};
use crate::model::{
    Amount, Currency, CustomerId, Date, FileRole, InvoiceNo, Lang, Ledger, PaymentId, PaymentKind, figures,
};

/// One customer's returns: the payment that each takes back, whole or in part.
#[derive(Debug, Default)]
pub(super) struct Returns {
    payment_of_return: BTreeMap<PaymentId, PaymentId>,
    returns_of_payment: BTreeMap<PaymentId, Vec<PaymentId>>,
}

/// How many payments that fit a return are shown where several do.
const SHOWN: usize = 10;

impl Returns {
    /// Returns the payment that a return takes back; nothing when the return was refused.
    pub(super) fn payment(&self, of: PaymentId) -> Option<PaymentId> {
        self.payment_of_return.get(&of).copied()
    }

    /// Tells whether nothing is taken back.
    pub(super) fn is_empty(&self) -> bool {
        self.payment_of_return.is_empty()
    }

    /// Tells whether a payment is taken back some day, whole or in part.
    pub(super) fn is_returned(&self, payment: PaymentId) -> bool {
        self.returns_of_payment.contains_key(&payment)
    }

    /// Returns the days by `until` on which something was taken back, in their order.
    pub(super) fn days(&self, ledger: &Ledger, until: Date) -> BTreeSet<Date> {
        let days = self.payment_of_return.keys().map(|&id| ledger.payment(id).date);
        days.filter(|&day| day <= until).collect()
    }

    /// Returns what of a payment was taken back by a day.
    pub(super) fn taken_back(&self, ledger: &Ledger, payment: PaymentId, until: Date) -> Amount {
        let Some(returns) = self.returns_of_payment.get(&payment) else { return Amount::ZERO };
        let rows = returns.iter().map(|&id| ledger.payment(id));
        rows.filter(|row| row.date <= until).map(|row| row.amount).sum()
    }

    /// Matches a customer's returns: those that name their payment first, then the others by date and id.
    ///
    /// All rows of the files count, also those after the day asked for: whether a return is clear does not change
    /// with the day.
    pub(super) fn of(ledger: &Ledger, customer: CustomerId, findings: &mut Vec<Diagnostic>) -> Returns {
        let mut matched = Returns::default();
        let rows = ledger.payment_rows_of(customer);
        let returns: Vec<PaymentId> = rows
            .filter(|&id| ledger.payment(id).kind == PaymentKind::Return && !ledger.payment(id).amount.is_zero())
            .collect();
        if returns.is_empty() {
            return matched;
        }
        let named = |id: PaymentId| ledger.payment_more(id).and_then(|more| more.reverses);
        for &id in &returns {
            if let Some(payment) = named(id) {
                matched.enter_named(ledger, (id, payment), findings);
            }
        }
        if returns.iter().any(|&id| named(id).is_none()) {
            let mut open = Unreturned::of(ledger, customer, &matched);
            for &id in returns.iter().filter(|&&id| named(id).is_none()) {
                match open.only_fit(ledger, id) {
                    Ok(payment) => {
                        matched.enter(id, payment);
                        open.remove(ledger, payment);
                    }
                    Err(fitting) => findings.push(unclear(ledger, id, &fitting)),
                }
            }
        }
        matched
    }

    fn enter(&mut self, id: PaymentId, payment: PaymentId) {
        self.payment_of_return.insert(id, payment);
        self.returns_of_payment.entry(payment).or_default().push(id);
    }

    fn enter_named(&mut self, ledger: &Ledger, (id, payment): (PaymentId, PaymentId), findings: &mut Vec<Diagnostic>) {
        let (row, paid) = (ledger.payment(id), ledger.payment(payment));
        let left = paid.amount - self.taken_back(ledger, payment, Date::MAX);
        let money = |amount, lang| figures::money(amount, paid.currency, lang);
        let (en, fr) = if paid.kind != PaymentKind::Payment {
            ("is not a payment".to_owned(), "n'est pas un paiement".to_owned())
        } else if paid.date > row.date {
            ("is dated after it".to_owned(), "est daté d'après lui".to_owned())
        } else if paid.currency != row.currency {
            ("is in another currency".to_owned(), "est dans une autre devise".to_owned())
        } else if row.invoice.is_some() && row.invoice != paid.invoice {
            ("names another invoice".to_owned(), "désigne une autre facture".to_owned())
        } else if row.amount > left && left.is_positive() {
            (
                format!("has {} left to take back", money(left, Lang::En)),
                format!("n'a plus que {} à reprendre", money(left, Lang::Fr)),
            )
        } else if row.amount > left {
            ("was taken back whole already".to_owned(), "a déjà été repris en entier".to_owned())
        } else {
            return self.enter(id, payment);
        };
        let (name, paid_name) = (ledger.payment_id(id), ledger.payment_id(payment));
        findings.push(
            Diagnostic::new(
                code::ledger::RETURN_MISMATCH,
                format!("return {name} does not fit payment {paid_name}, which {en}"),
                format!("le rejet {name} ne correspond pas au paiement {paid_name}, qui {fr}"),
            )
            .at(place(ledger, id))
            .at(place(ledger, payment))
            .help(
                "a return takes back a payment or a part of it, at most what came in less what was taken back before; what \
                 the bank took beyond that is owed anew: a row of invoices.csv",
                "un rejet reprend un paiement ou une partie, au plus ce qui est entré moins ce qui a déjà été repris ; ce \
                 que la banque a pris de plus est dû à nouveau : une ligne de invoices.csv",
            ),
        );
    }
}

/// By return of a customer, the payment that it takes back.
pub type TakenBack = BTreeMap<PaymentId, PaymentId>;

/// Returns the payment that each return of a customer takes back, whether it names it or not; a return that is refused
/// is not among them.
pub fn payments_taken_back(ledger: &Ledger, customer: CustomerId) -> TakenBack {
    Returns::of(ledger, customer, &mut Vec::new()).payment_of_return
}

/// Returns the payments of which nothing is left, and the day of the return that took the last of each.
pub fn taken_back_whole(ledger: &Ledger) -> BTreeMap<PaymentId, Date> {
    let returns = ledger.payment_rows().map(|id| ledger.payment(id)).filter(|row| row.kind == PaymentKind::Return);
    let customers: BTreeSet<CustomerId> = returns.map(|row| row.customer).collect();
    let mut gone = BTreeMap::new();
    for customer in customers {
        let matched = Returns::of(ledger, customer, &mut Vec::new());
        for (&payment, returns) in &matched.returns_of_payment {
            let last = returns.iter().map(|&id| ledger.payment(id).date).max();
            if matched.taken_back(ledger, payment, Date::MAX) == ledger.payment(payment).amount {
                gone.extend(last.map(|last| (payment, last)));
            }
        }
    }
    gone
}

/// Returns what of payments of one customer can still be taken back, whatever day that is.
pub fn left_to_take_back(ledger: &Ledger, payments: &[PaymentId]) -> Vec<(PaymentId, Amount)> {
    let Some(&first) = payments.first() else { return Vec::new() };
    let matched = Returns::of(ledger, ledger.payment(first).customer, &mut Vec::new());
    let left = |payment| ledger.payment(payment).amount - matched.taken_back(ledger, payment, Date::MAX);
    payments.iter().map(|&payment| (payment, left(payment))).collect()
}

/// A sum of money as rows write it.
type Sum = (Amount, Currency);

/// The payments that nothing was taken back of, by what a return says of them. They stand in the order of days.
#[derive(Debug, Default)]
struct Unreturned {
    by_sum: BTreeMap<Sum, BTreeSet<PaymentId>>,
    by_invoice: BTreeMap<(InvoiceNo, Sum), BTreeSet<PaymentId>>,
}

impl Unreturned {
    fn of(ledger: &Ledger, customer: CustomerId, matched: &Returns) -> Unreturned {
        let mut open = Unreturned::default();
        for id in ledger.payment_rows_of(customer) {
            let row = ledger.payment(id);
            if row.kind != PaymentKind::Payment || matched.is_returned(id) {
                continue;
            }
            let sum = (row.amount, row.currency);
            open.by_sum.entry(sum).or_default().insert(id);
            if let Some(number) = row.invoice {
                open.by_invoice.entry((number, sum)).or_default().insert(id);
            }
        }
        open
    }

    fn remove(&mut self, ledger: &Ledger, payment: PaymentId) {
        let row = ledger.payment(payment);
        let sum = (row.amount, row.currency);
        self.by_sum.entry(sum).or_default().remove(&payment);
        if let Some(number) = row.invoice {
            self.by_invoice.entry((number, sum)).or_default().remove(&payment);
        }
    }

    /// Returns the only payment that fits a return that names none, or else the first that fit: none, or several.
    fn only_fit(&self, ledger: &Ledger, id: PaymentId) -> Result<PaymentId, Vec<PaymentId>> {
        let row = ledger.payment(id);
        let sum = (row.amount, row.currency);
        let instalment = |id: PaymentId| ledger.payment_more(id).and_then(|more| more.instalment.as_deref());
        let among = match row.invoice {
            Some(number) => self.by_invoice.get(&(number, sum)),
            None => self.by_sum.get(&sum),
        };
        let fitting = among.into_iter().flatten().copied();
        let fitting = fitting.take_while(|&other| ledger.payment(other).date <= row.date);
        let fitting = fitting.filter(|&other| instalment(id).is_none() || instalment(id) == instalment(other));
        let fitting: Vec<PaymentId> = fitting.take(SHOWN + 1).collect();
        if let [only] = fitting[..] { Ok(only) } else { Err(fitting) }
    }
}

/// Says that no payment fits a return, or several.
fn unclear(ledger: &Ledger, id: PaymentId, fitting: &[PaymentId]) -> Diagnostic {
    let name = ledger.payment_id(id);
    let finding = match fitting.len() {
        0 => Diagnostic::new(
            code::ledger::RETURN_UNMATCHED,
            format!("no payment fits return {name}"),
            format!("aucun paiement ne correspond au rejet {name}"),
        ),
        count if count <= SHOWN => Diagnostic::new(
            code::ledger::RETURN_AMBIGUOUS,
            format!("{count} payments fit return {name}"),
            format!("{count} paiements correspondent au rejet {name}"),
        ),
        _ => Diagnostic::new(
            code::ledger::RETURN_AMBIGUOUS,
            format!("more than {SHOWN} payments fit return {name}, first these"),
            format!("plus de {SHOWN} paiements correspondent au rejet {name}, d'abord ceux-ci"),
        ),
    };
    let places = fitting.iter().take(SHOWN).map(|&other| place(ledger, other));
    places.fold(finding.at(place(ledger, id)), Diagnostic::at).help(
        "name the payment in the column reverses; without it, a payment fits that has the same customer, the opposite \
         amount, the same invoice if one is named, is not later and was not taken back yet",
        "désigner le paiement dans la colonne reverses ; sans elle, convient un paiement du même client, de montant \
         opposé, de la même facture si elle est désignée, pas plus récent et pas encore repris",
    )
}

/// Returns the place of a row of `payments.csv`.
pub(super) fn place(ledger: &Ledger, payment: PaymentId) -> Place {
    Place::line(FileRole::Payments.file_name(), ledger.payment_line(payment))
}
