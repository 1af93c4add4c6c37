//! The control of an import: what the files say that each customer owes, against what the folder answers.

use std::collections::{BTreeMap, BTreeSet};

use super::found::Found;
use crate::cli::reading::load;
use crate::cli::typed::common::Files;
use crate::diag::{Diagnostic, Place, Severity, code};
use crate::engine::ageing;
use crate::engine::allocation::{Balances, Cause, CreditSource};
use crate::import::Incoming;
use crate::import::source::{Kind, Stated, Whose};
use crate::input::columns::Column;
use crate::model::{
    Amount, Currency, CustomerId, Date, FileRole, InvoiceNo, ItemId, Lang, Ledger, PaymentId, PaymentKind, figures,
    plain, shell,
};
use crate::output::reports::import::Controlled;
use crate::policy::Policy;

/// What customers owe.
#[derive(Clone, Copy, Debug, Default)]
struct Both {
    /// According to a file.
    stated: Amount,
    /// According to the folder, once every payment that it knows has come.
    folder: Amount,
    /// What of those is still to come.
    later: Amount,
}

impl Both {
    fn add(&mut self, other: Both) {
        self.stated += other.stated;
        self.folder += other.folder;
        self.later += other.later;
    }
}

/// Compares what files state with the folder, in which their rows are `found`; by file, then customer (no customer: the
/// sum of all).
pub fn compare(
    incoming: &Incoming,
    found: &Found<'_>,
    (ledger, balances): (&Ledger, &Balances),
    (files, policy): (&Files, &Policy),
    today: Date,
) -> Vec<Controlled> {
    let mut rows = Vec::new();
    let mut owed = ageing::outstanding(ledger, balances, |_| true);
    for payment in ledger.payments().iter().filter(|payment| payment.date > today) {
        *owed.entry(payment.currency).or_default() += payment.received();
    }
    for (list, source) in incoming.sources.iter().enumerate() {
        let list = list as u32;
        let mut sums: BTreeMap<(String, Currency), Both> = BTreeMap::new();
        whole_accounts(incoming, list, (files, ledger, policy), source.days.map(|(_, last)| last), &mut sums);
        named_invoices(incoming, list, found, (ledger, balances, today), &mut sums);
        used_elsewhere(incoming, list, found, (ledger, balances), &mut sums);
        let mut totals: BTreeMap<Currency, Both> = BTreeMap::new();
        sums.iter().for_each(|((_, currency), both)| totals.entry(*currency).or_default().add(*both));
        let controlled = |customer: Option<String>, currency: Currency, both: Both| Controlled {
            list: list as usize,
            customer,
            currency,
            stated: both.stated,
            folder: both.folder + both.later,
            later: both.later,
            whole: both.folder + both.later,
        };
        let of_invoices = |stated: &Stated| stated.list == list && matches!(stated.whose, Whose::Invoice(_));
        let is_of_invoices = incoming.stated.iter().any(of_invoices);
        rows.extend(totals.into_iter().map(|(currency, both)| {
            let total = controlled(None, currency, both);
            let whole = if is_of_invoices { owed.get(&currency).copied().unwrap_or_default() } else { total.whole };
            Controlled { whole, ..total }
        }));
        rows.extend(sums.into_iter().map(|((customer, currency), both)| controlled(Some(customer), currency, both)));
    }
    rows
}

/// Adds what files say of a customer as a whole, and his balance on the file's last day, credits included.
fn whole_accounts(
    incoming: &Incoming,
    list: u32,
    (files, ledger, policy): (&Files, &Ledger, &Policy),
    last: Option<Date>,
    sums: &mut BTreeMap<(String, Currency), Both>,
) {
    let mut stated = incoming.stated.iter().filter(|stated| stated.list == list).filter_map(|stated| {
        let Whose::Customer(id) = &stated.whose else { return None };
        Some(((id.clone(), stated.currency), stated.open))
    });
    let (Some(first), Some(last)) = (stated.next(), last) else { return };
    for (key, open) in std::iter::once(first).chain(stated) {
        sums.entry(key).or_default().stated += open;
    }
    let then = load::booked(files, ledger, policy, last);
    let wanted: BTreeSet<String> = sums.keys().map(|(id, _)| id.clone()).collect();
    let aged =
        ageing::aged_balance(ledger, &then, &policy.ageing, |customer| wanted.contains(&ledger.customer(customer).id));
    for row in aged.rows {
        let id = row.customer.map(|customer| ledger.customer(customer).id.clone()).unwrap_or_default();
        sums.entry((id, row.currency)).or_default().folder += row.total();
    }
}

/// Adds what files say of single invoices, and what the folder says of the same: what is open on them, less the credit
/// of the payments that name them or nothing, as `age` has it. A credit note counts in full, wherever it went.
fn named_invoices(
    incoming: &Incoming,
    list: u32,
    found: &Found<'_>,
    (ledger, balances, today): (&Ledger, &Balances, Date),
    sums: &mut BTreeMap<(String, Currency), Both>,
) {
    let is_later = |payment: PaymentId| ledger.payment(payment).date > today;
    // Hardly any customer owes in two currencies.
    let mut of_customer: Vec<Vec<(Currency, Both)>> = vec![Vec::new(); ledger.customers().len()];
    let mut add = |item: ItemId, both: Both| {
        let invoice = ledger.invoice(item);
        let sums = &mut of_customer[invoice.customer.0 as usize];
        let place = sums.iter().position(|(currency, _)| *currency == invoice.currency).unwrap_or_else(|| {
            sums.push((invoice.currency, Both::default()));
            sums.len() - 1
        });
        sums[place].1.add(both);
    };
    let mut is_stated = vec![false; ledger.invoices().len()];
    let mut is_named = vec![false; ledger.number_count()];
    for stated in incoming.stated.iter().filter(|stated| stated.list == list) {
        let Whose::Invoice(row) = stated.whose else { continue };
        let Some(item) = found.item(row) else { continue };
        found.items(row).for_each(|item| is_stated[item.index()] = true);
        is_named[ledger.invoice(item).number.index()] = true;
        add(item, Both { stated: stated.open, ..Both::default() });
    }
    for item in ledger.items().filter(|item| is_stated[item.index()]) {
        let moves = balances.moves(item).iter();
        let others =
            moves.filter(|change| !matches!(change.cause(), Cause::CreditNote(note) if is_stated[note.index()]));
        let mut both = Both { folder: ledger.invoice(item).amount, ..Both::default() };
        for change in others {
            both.folder += change.change;
            if let Cause::Payment(payment) | Cause::Return(payment) = change.cause()
                && is_later(payment)
            {
                both.later -= change.change;
            }
        }
        add(item, both);
    }
    for credit in balances.credits() {
        let is_of_these = credit.named.is_none_or(|number| is_named[number.index()]);
        let theirs = of_customer[credit.customer.0 as usize].iter_mut();
        let mut theirs = theirs.filter(|(currency, _)| *currency == credit.currency);
        if let (CreditSource::Payment(payment), true, Some((_, both))) = (credit.source, is_of_these, theirs.next()) {
            both.folder -= credit.amount;
            both.later += if is_later(payment) { credit.amount } else { Amount::ZERO };
        }
    }
    for (customer, both) in ledger.customers().iter().zip(of_customer) {
        for (currency, both) in both {
            sums.entry((customer.id.clone(), currency)).or_default().add(both);
        }
    }
}

/// Takes off what credit notes in full count too much: what was refunded of them, since refunds seldom name one, and
/// what went to invoices that the list no longer names.
fn used_elsewhere(
    incoming: &Incoming,
    list: u32,
    found: &Found<'_>,
    (ledger, balances): (&Ledger, &Balances),
    sums: &mut BTreeMap<(String, Currency), Both>,
) {
    let used = incoming.used_credits.iter().filter(|used| used.list == list);
    let notes: BTreeSet<ItemId> = used.filter_map(|used| found.item(used.invoice)).collect();
    if notes.is_empty() {
        return;
    }
    let stated = incoming.stated.iter().filter(|stated| stated.list == list);
    let rows = stated.filter_map(|stated| match stated.whose {
        Whose::Invoice(row) => Some(row),
        Whose::Customer(_) => None,
    });
    let stated: BTreeSet<ItemId> = rows.flat_map(|row| found.items(row)).collect();
    // Of each note, what went to no invoice, and what went to one that is not listed.
    let mut rests: BTreeMap<ItemId, (Amount, Amount)> =
        notes.iter().map(|&note| (note, (-ledger.invoice(note).amount, Amount::ZERO))).collect();
    for item in ledger.items() {
        for change in balances.moves(item) {
            let (Cause::CreditNote(note) | Cause::Deposit(note)) = change.cause() else { continue };
            let Some((refunded, unlisted)) = rests.get_mut(&note) else { continue };
            *refunded += change.change;
            if !stated.contains(&item) {
                *unlisted -= change.change;
            }
        }
    }
    for credit in balances.credits() {
        if let CreditSource::CreditNote(note) = credit.source
            && let Some((refunded, _)) = rests.get_mut(&note)
        {
            *refunded -= credit.amount;
        }
    }
    let mut of_customer: BTreeMap<(CustomerId, Currency), (Amount, Amount)> = BTreeMap::new();
    for (note, (refunded, unlisted)) in rests {
        let invoice = ledger.invoice(note);
        let sum = of_customer.entry((invoice.customer, invoice.currency)).or_default();
        sum.0 += refunded;
        sum.1 += unlisted;
    }
    // Those that name a note are counted with what names it.
    let numbers: BTreeMap<InvoiceNo, ItemId> = notes.iter().map(|&note| (ledger.invoice(note).number, note)).collect();
    for payment in ledger.payments().iter().filter(|payment| payment.kind == PaymentKind::Refund) {
        let Some(note) = payment.invoice.and_then(|number| numbers.get(&number)) else { continue };
        let invoice = ledger.invoice(*note);
        if let Some(sum) = of_customer.get_mut(&(invoice.customer, invoice.currency)) {
            sum.0 += payment.received();
        }
    }
    for ((customer, currency), (refunded, unlisted)) in of_customer {
        let id = ledger.customer(customer).id.clone();
        let key = (list, id.clone(), currency);
        let most = |used: &BTreeMap<_, Amount>| used.get(&key).copied().unwrap_or_default();
        if let Some(both) = sums.get_mut(&(id, currency)) {
            both.folder += refunded.min(most(&incoming.given_back)).max(Amount::ZERO);
            both.folder += unlisted.min(most(&incoming.absorbed)).max(Amount::ZERO);
        }
    }
}

/// How many customers are named of those whose balances differ.
const NAMED: usize = 10;

/// Returns a finding for each customer of whom file and folder say different sums; beside accounts, which are nearer to
/// the truth, a list only warns. A folder that is still to be made cannot be asked what it says. Of whom a row is
/// refused nobody can tell.
pub fn differences(incoming: &Incoming, controlled: &[Controlled], is_new: bool) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let refused = incoming.rows_of(FileRole::Invoices).filter(|(_, place)| incoming.refused.contains(place));
    let refused: BTreeSet<(u32, &str)> = refused.map(|(row, place)| (place.0, row.get(Column::CustomerId))).collect();
    let has_accounts = incoming.sources.iter().any(|source| source.kind == Some(Kind::Fec));
    for (list, source) in incoming.sources.iter().enumerate() {
        let differing: Vec<_> = controlled
            .iter()
            .filter(|row| row.list == list && row.stated != row.then())
            .filter_map(|row| Some((row, row.customer.as_deref()?)))
            .filter(|(_, customer)| !refused.contains(&(list as u32, *customer)))
            .collect();
        let is_beside_accounts = has_accounts && source.kind != Some(Kind::Fec);
        for (row, customer) in differing.iter().take(NAMED) {
            let given_back = incoming.given_back.get(&(list as u32, (*customer).to_owned(), row.currency));
            let mut finding = differs(&source.file, customer, row, (given_back.copied(), is_new));
            if source.kind == Some(Kind::Fec) && row.then() < row.stated {
                finding = told_twice(finding, customer);
            }
            let credit = incoming.credit.get(&((*customer).to_owned(), row.currency)).copied().unwrap_or_default();
            if [credit.free, credit.free + credit.spent].contains(&(row.stated - row.then())) {
                finding = credited(&source.file, customer, row, credit.free);
            }
            if is_beside_accounts {
                finding.severity = Severity::Warning;
            }
            findings.push(finding);
        }
        if differing.len() > NAMED {
            let others = differing.len() - NAMED;
            let mut finding = Diagnostic::new(
                code::import::BALANCE_DIFFERS,
                format!("likewise for {others} more customers of {}", source.file),
                format!("de même pour {others} autres clients de {}", source.file),
            )
            .at(Place::file(&source.file));
            finding.count = others;
            if is_beside_accounts {
                finding.severity = Severity::Warning;
            }
            findings.push(finding);
        }
    }
    findings
}

/// Tells of what a customer has as credit, or what that has paid since by itself. No list of invoices states it, but
/// the folder had it before.
fn credited(file: &str, customer: &str, row: &Controlled, free: Amount) -> Diagnostic {
    let (en, fr) = if row.stated - row.then() == free {
        ("are credit", "sont en crédit")
    } else {
        (
            "name no invoice, and have paid what the file has as open",
            "ne désignent aucune facture, et ont payé ce que le fichier dit ouvert",
        )
    };
    let [stated, folder, credit] = [row.stated, row.then(), row.stated - row.then()]
        .map(|sum| [Lang::En, Lang::Fr].map(|lang| figures::money(sum, row.currency, lang)));
    let mut finding = Diagnostic::new(
        code::import::BALANCE_DIFFERS,
        format!(
            "{customer} owes {} according to the file and {} according to the folder, where {} of his payments {en}",
            stated[0], folder[0], credit[0]
        ),
        format!(
            "{customer} doit {} d'après le fichier et {} d'après le dossier, où {} de ses règlements {fr}",
            stated[1], folder[1], credit[1]
        ),
    )
    .at(Place::file(file))
    .help(
        format!(
            "`relance history {}` shows these payments; a refund or an allocation of them is recorded there",
            shell::word(customer)
        ),
        format!(
            "`relance fiche {}` montre ces règlements ; s'ils ont été remboursés ou imputés, l'enregistrer",
            shell::word(customer)
        ),
    );
    finding.severity = Severity::Warning;
    finding
}

/// Says what may be in the folder besides what its accounts know: the same money from a list, in other sums or on other
/// days.
fn told_twice(finding: Diagnostic, customer: &str) -> Diagnostic {
    let named = shell::word(customer);
    finding.help(
        format!(
            "`relance history {named}` shows his payments: what a list or a status 212 told in other sums or on other days than \
             the accounts counts twice; take its rows out of payments.csv, then import again"
        ),
        format!(
            "`relance fiche {named}` montre ses règlements : ceux qu'une liste ou un statut 212 a donnés en d'autres montants \
             ou à d'autres jours que la comptabilité compteraient deux fois ; ôter ces lignes de payments.csv, puis refaire \
             l'import"
        ),
    )
}

/// Says that a customer owes the folder another sum than the list. `given_back` is what was used of his credit notes
/// since and settles no invoice of the list.
fn differs(file: &str, customer: &str, row: &Controlled, (given_back, is_new): (Option<Amount>, bool)) -> Diagnostic {
    let named = shell::word(customer);
    let [stated, folder, rest] = [row.stated, row.then(), row.stated - row.then()]
        .map(|sum| [Lang::En, Lang::Fr].map(|lang| figures::money(sum, row.currency, lang)));
    let finding = Diagnostic::new(
        code::import::BALANCE_DIFFERS,
        format!(
            "{customer} owes {} according to the file and {} according to the folder: difference {}",
            stated[0], folder[0], rest[0]
        ),
        format!(
            "{customer} doit {} d'après le fichier et {} d'après le dossier : écart {}",
            stated[1], folder[1], rest[1]
        ),
    )
    .at(Place::file(file));
    if let Some(given_back) = given_back {
        let [en, fr] = [Lang::En, Lang::Fr].map(|lang| figures::money(given_back, row.currency, lang));
        let sum = plain::amount(given_back, row.currency);
        let sum = sum.as_str();
        return finding.help(
            format!(
                "{en} of his credit notes were used since, on no invoice of the list: if they were paid out to him, \
                 `relance record refund {named} {sum} --date DAY`"
            ),
            format!(
                "{fr} de ses avoirs ont été utilisés depuis, sur aucune facture de la liste : s'ils lui ont été remboursés, \
                 `relance noter remboursement {named} {sum} --date JOUR`"
            ),
        );
    }
    if is_new {
        return finding.help(
            "the totals of his rows, less what was paid, do not come to what the file says is owed: correct them where the file \
             comes from, or leave rows out with `where` of a mapping in policy.toml",
            "les totaux de ses lignes, moins ce qui a été payé, ne font pas ce que le fichier dit dû : les corriger là d'où vient le \
             fichier, ou écarter des lignes par `where` dans une correspondance de policy.toml",
        );
    }
    finding.help(
        format!("`relance age --detail --customer {named}` shows what the folder says of each invoice"),
        format!("`relance balance --detail --customer {named}` montre ce que dit le dossier de chaque facture"),
    )
}
