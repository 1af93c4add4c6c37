//! Where money went, said back to who noted it.

use super::words::{SHOWN, named};
use super::{balances, bilingual};
use crate::cli::record::book::Book;
use crate::engine::allocation::{Balances, Cause};
use crate::engine::returned;
use crate::model::{Amount, Bilingual, ItemId, Lang, Ledger, Payment, PaymentId, PaymentKind, figures, several};

/// Says where a payment went, in whatever parts, what a return opened again, or what credit a refund left.
pub(in crate::cli::record) fn of_money(book: &Book<'_>, after: &Ledger, ids: &[String]) -> Option<Bilingual> {
    let payments: Vec<PaymentId> = ids.iter().filter_map(|id| after.find_payment(id)).collect();
    let payment = *payments.first()?;
    let all: Amount = payments.iter().map(|&part| after.payment(part).amount).sum();
    let moved = Moved::by(book, after, payment);
    let reason = returned::reason(after, payment);
    Some(bilingual(|lang| {
        let why = reason.map_or(String::new(), |reason| format!(" ({}, {})", reason.term().get(lang), reason.code));
        let what = match (moved.payment.kind, lang) {
            (PaymentKind::Payment, Lang::En) => "received",
            (PaymentKind::Payment, Lang::Fr) => "reçus",
            (PaymentKind::Return, Lang::En) => "taken back",
            (PaymentKind::Return, Lang::Fr) => "repris",
            (PaymentKind::Refund, Lang::En) => "refunded",
            (PaymentKind::Refund, Lang::Fr) => "remboursés",
        };
        let why = if moved.payment.kind == PaymentKind::Return { why.as_str() } else { "" };
        let what = format!("{} {what}{why}", moved.money(all, lang));
        let parts = moved.parts(lang);
        let colon = if lang == Lang::En { ": " } else { " : " };
        if parts.is_empty() { what } else { format!("{what}{colon}{}", parts.join(", ")) }
    }))
}

/// What a payment changed, in its own currency.
struct Moved<'a> {
    after: &'a Ledger,
    payment: &'a Payment,
    now: Balances,
    /// By how much less is left to pay of items.
    paid: Vec<(ItemId, Amount)>,
    /// How much more came in of what was written off.
    recovered: Vec<(ItemId, Amount)>,
    /// How much more interest and indemnity of items is paid.
    claims: Vec<(ItemId, Amount)>,
    /// What is paid of what was given back and then never came: it is owed besides the invoices.
    besides: Amount,
}

impl<'a> Moved<'a> {
    fn by(book: &Book<'_>, after: &'a Ledger, payment: PaymentId) -> Moved<'a> {
        let row = after.payment(payment);
        let [now, before] = [after, book.ledger].map(|ledger| (ledger, balances(book, ledger, row.date)));
        // The new row moves the numbers of payments: each ledger knows those of its own balances.
        let changes = |of: &dyn Fn(&Ledger, &Balances, ItemId) -> Amount| -> Vec<(ItemId, Amount)> {
            let of = |(ledger, balances): &(&Ledger, Balances), item| of(ledger, balances, item);
            let items = after.invoices_of(row.customer).map(|place| ItemId(place as u32));
            let changes = items.map(|item| (item, of(&now, item) - of(&before, item)));
            changes.filter(|(_, change)| !change.is_zero()).collect()
        };
        let is_own = |item: ItemId| after.invoice(item).currency == row.currency;
        let own = |item: ItemId, sum: Amount| if is_own(item) { sum } else { Amount::ZERO };
        let paid = changes(&|ledger, balances, item| own(item, -balances.open(ledger, item)));
        let recovered = changes(&|_, balances, item| own(item, recovered_on(balances, item)));
        // An indemnity may be owed in another currency than its invoice.
        let claims = changes(&|ledger, balances, item| {
            let paid = balances.claims_paid(item).iter();
            let paid = paid.filter(|paid| ledger.payment(paid.payment).currency == row.currency);
            paid.map(|paid| paid.amount).sum()
        });
        let [now, before] = [now, before].map(|(_, balances)| balances);
        let owed = |balances: &Balances| -balances.credit_in(row.customer, row.currency).min(Amount::ZERO);
        let besides = owed(&before) - owed(&now);
        Moved { after, payment: row, now, paid, recovered, claims, besides }
    }

    fn money(&self, sum: Amount, lang: Lang) -> String {
        figures::money(sum, self.payment.currency, lang)
    }

    /// Tells all that it changed: invoices, losses and claims, and the credit that is left.
    fn parts(&self, lang: Lang) -> Vec<String> {
        let told: Vec<String> = self.paid.iter().map(|&(item, change)| self.told(item, change, lang)).collect();
        let mut parts = vec![several(&told, SHOWN).get(lang).to_owned()];
        parts.retain(|told| !told.is_empty());
        parts.extend(self.beside(lang));
        parts.extend(self.besides.is_positive().then(|| {
            let sum = self.money(self.besides, lang);
            let what = ("of what was owed besides the invoices", "de ce qui était dû en plus des factures");
            format!("{sum} {}", lang.pick(what))
        }));
        parts.extend(self.credit(lang));
        parts
    }

    /// Tells what money does to what is left to pay of an item.
    fn told(&self, item: ItemId, change: Amount, lang: Lang) -> String {
        let number = named(self.after, item);
        let left = self.now.open(self.after, item);
        let money = |amount| self.money(amount, lang);
        match lang {
            Lang::En if left.is_zero() => format!("{number} {} (settled)", money(change)),
            Lang::Fr if left.is_zero() => format!("{number} {} (soldée)", money(change)),
            Lang::En if change.is_negative() => format!("{number} owes {} again", money(left)),
            Lang::Fr if change.is_negative() => format!("{number} doit de nouveau {}", money(left)),
            Lang::En => format!("{number} {} (left to pay {})", money(change), money(left)),
            Lang::Fr => format!("{number} {} (reste dû {})", money(change), money(left)),
        }
    }

    /// Tells what money does beside the invoices: what it recovers of a loss, and what it pays of claims; or undoes of
    /// both.
    fn beside(&self, lang: Lang) -> Vec<String> {
        let told =
            |&(item, sum): &(ItemId, Amount)| (named(self.after, item), self.money(sum.abs(), lang), sum.is_negative());
        let of_losses = self.recovered.iter().map(told).map(|(number, sum, is_undone)| match (lang, is_undone) {
            (Lang::En, false) => format!("{number} {sum} of what was written off"),
            (Lang::Fr, false) => format!("{number} {sum} de ce qui était passé en perte"),
            (Lang::En, true) => format!("{number} {sum} written off again"),
            (Lang::Fr, true) => format!("{number} {sum} de nouveau en perte"),
        });
        let of_claims = self.claims.iter().map(told).map(|(number, sum, is_undone)| match (lang, is_undone) {
            (Lang::En, false) => format!("interest and indemnity of {number} {sum}"),
            (Lang::Fr, false) => format!("intérêts et indemnité de {number} {sum}"),
            (Lang::En, true) => format!("interest and indemnity of {number} {sum} owed again"),
            (Lang::Fr, true) => format!("intérêts et indemnité de {number} {sum} de nouveau dus"),
        });
        of_losses.chain(of_claims).collect()
    }

    /// Tells the credit that is left; of a refund also that there is none.
    fn credit(&self, lang: Lang) -> Option<String> {
        let credit = self.now.credit_in(self.payment.customer, self.payment.currency);
        if credit.is_zero() && self.payment.kind != PaymentKind::Refund {
            return None;
        }
        let sum = self.money(credit.abs(), lang);
        Some(match (lang, credit.is_negative()) {
            (Lang::En, false) => format!("credit left {sum}"),
            (Lang::Fr, false) => format!("crédit restant {sum}"),
            (Lang::En, true) => format!("owed besides the invoices {sum}"),
            (Lang::Fr, true) => format!("dû en plus des factures {sum}"),
        })
    }
}

/// Returns how much of what was written off on an item came in after all.
fn recovered_on(balances: &Balances, item: ItemId) -> Amount {
    let moves = balances.moves(item).iter();
    moves.filter(|step| matches!(step.cause(), Cause::Recovery(_))).map(|step| step.change).sum()
}
