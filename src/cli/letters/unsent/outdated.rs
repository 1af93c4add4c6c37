//! Why a letter that was written should not go out any more.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{Unsent, sum};
use crate::cli::papers::unrecorded;
use crate::diag::{Diagnostic, Place, code};
use crate::engine::allocation::Balances;
use crate::engine::planning::{Plan, PlanRow, Stop};
use crate::letter::run::manifest::{LineEntry, NoticeEntry};
use crate::letter::safe::one_line;
use crate::model::{Amount, Bilingual, Currency, Date, Lang, Ledger, figures, several};

/// How many letters are named.
const NAMED: usize = 3;

/// What a line of a notice is about: invoice and instalment.
type Item<'a> = (&'a str, Option<&'a str>);

/// The folder as it is today, which letters are held against.
pub struct Today<'p> {
    ledger: &'p Ledger,
    balances: &'p Balances,
    open: BTreeMap<Item<'p>, &'p PlanRow<'p>>,
}

/// Why a letter should not go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why<'p> {
    /// A later run wrote the same again.
    Rewritten(Date),
    /// Nothing of a line is owed any more.
    Settled,
    /// What is asked for on a line, or is deducted, is another sum by now.
    Changed,
    /// Another notice of that level, or of a higher one, was noted since.
    Reached,
    /// Something holds a line back.
    Stopped(Stop<'p>),
}

impl<'p> Today<'p> {
    /// Returns the folder as a plan finds it.
    pub fn new(plan: &'p Plan<'p>, balances: &'p Balances) -> Today<'p> {
        let ledger = plan.ledger();
        let key = |row: &PlanRow<'_>| (ledger.number(ledger.invoice(row.item).number), ledger.instalment(row.item));
        Today { ledger, balances, open: plan.rows().iter().map(|row| (key(row), row)).collect() }
    }

    /// Parts notices, oldest run first, into those to be sent, in their order, and those that should not be.
    pub fn parted<'m>(&self, unsent: Vec<Unsent<'m>>) -> (Vec<Unsent<'m>>, Vec<(Unsent<'m>, Why<'p>)>) {
        let (mut to_send, mut outdated) = (Vec::new(), Vec::new());
        let mut later: BTreeMap<(Item<'m>, &'m str), Date> = BTreeMap::new();
        for one in unsent.into_iter().rev() {
            let keys: Vec<_> = one.notice.lines.iter().map(|line| (item(line), line.level.as_str())).collect();
            let again = keys.iter().filter_map(|key| later.get(key)).max().copied();
            let why = again.map(Why::Rewritten);
            let why = why.or_else(|| one.notice.lines.iter().find_map(|line| self.why(&one, line)));
            let why = why.or_else(|| self.deducts_another_sum(&one).then_some(Why::Changed));
            later.extend(keys.into_iter().map(|key| (key, one.run.day)));
            match why {
                Some(why) => outdated.push((one, why)),
                None => to_send.push(one),
            }
        }
        to_send.reverse();
        outdated.reverse();
        (to_send, outdated)
    }

    /// Returns what speaks against a line of a letter.
    fn why(&self, one: &Unsent<'_>, line: &LineEntry) -> Option<Why<'p>> {
        let Some(row) = self.open.get(&item(line)) else { return Some(Why::Settled) };
        if let Some(stop) = row.stops.iter().find(|stop| stop.holds_back_what_is_written()) {
            return Some(Why::Stopped(*stop));
        }
        let rank = |name: &str| row.procedure?.levels.iter().position(|level| level.is_called(name));
        // A level that went out may go out again: then the plan asks for it.
        let is_asked_again = || row.stops.is_empty() && row.next.is_some() && row.next == rank(&line.level);
        let is_said = row.last_contact >= Some(one.run.day) || !is_asked_again();
        let reached = row.level_reached.and_then(rank).filter(|_| is_said);
        if reached.is_some_and(|reached| rank(&line.level).is_some_and(|own| own <= reached)) {
            return Some(Why::Reached);
        }
        let currency = self.ledger.invoice(row.item).currency;
        (line.amount != row.chased.to_decimal(currency).to_string()).then_some(Why::Changed)
    }

    /// Tells whether a letter deducts less of the customer's credit than there is by now, or more.
    ///
    /// The letters of a run share it: they have to deduct it together, each at most what it asks for.
    fn deducts_another_sum(&self, one: &Unsent<'_>) -> bool {
        let Some(currency) = Currency::parse(&one.notice.currency) else { return false };
        let deducted = |notice: &NoticeEntry| sum(&notice.credits, currency).map_or(Amount::ZERO, |credits| -credits);
        let own = deducted(one.notice);
        let of_account = one.run.manifest.notices.iter().filter(|notice| {
            notice.customer_id == one.notice.customer_id && notice.currency == one.notice.currency && !notice.on_demand
        });
        let by_run: Amount = of_account.map(deducted).sum();
        let there = self.balances.credit_in(one.customer, currency).max(Amount::ZERO);
        if there < by_run { own.is_positive() } else { there > by_run && sum(&one.notice.open, currency) > Some(own) }
    }
}

fn item(line: &LineEntry) -> Item<'_> {
    (&line.invoice_id, line.instalment.as_deref())
}

impl Why<'_> {
    /// Returns the reason in a few words, said of the letter.
    fn said(&self) -> Bilingual {
        match self {
            Why::Rewritten(day) => {
                let day_fr = figures::date(*day, Lang::Fr);
                Bilingual::new(format!("written again on {day}"), format!("réécrite le {day_fr}"))
            }
            Why::Settled => Bilingual::new("settled since", "réglé depuis"),
            Why::Changed => Bilingual::new("another sum is asked for by now", "la somme à réclamer a changé"),
            Why::Reached => Bilingual::new("another notice was recorded since", "une autre relance a été notée depuis"),
            Why::Stopped(stop) => Bilingual::new(stop.term().en, stop.term().fr),
        }
    }
}

/// Returns one warning that names the letters that should not go out: not those in whose place another one was noted.
/// What was written on the day of the desk stands where that day's letters go: it is only replaced when that is asked
/// for.
pub fn finding(
    outdated: &[(Unsent<'_>, Why<'_>)],
    (folder, ledger): (&Path, &Ledger),
    day: Date,
) -> Option<Diagnostic> {
    let outdated: Vec<_> = outdated.iter().filter(|(_, why)| *why != Why::Reached).collect();
    if outdated.is_empty() {
        return None;
    }
    let told = |lang| -> Vec<String> {
        let one = |(one, why): &&(Unsent<'_>, Why<'_>)| {
            let (id, day) = (one_line(&one.notice.customer_id), figures::date(one.run.day, lang));
            let why = why.said();
            match lang {
                Lang::En => format!("{id} ({day}: {})", why.en),
                Lang::Fr => format!("{id} ({day} : {})", why.fr),
            }
        };
        outdated.iter().map(one).collect()
    };
    let (en, fr) = (several(&told(Lang::En), NAMED).en, several(&told(Lang::Fr), NAMED).fr);
    let finding = Diagnostic::new(
        code::letter::LETTER_OUTDATED,
        format!("letters that were written should not go out any more: {en}"),
        format!("des lettres écrites ne sont plus à envoyer : {fr}"),
    );
    let lists: BTreeSet<&Path> = outdated.iter().map(|(one, _)| one.run.list.as_path()).collect();
    let places = lists.into_iter().take(NAMED);
    let finding = places.fold(finding, |finding, list| {
        finding.at(Place::file(list.strip_prefix(folder).unwrap_or(list).display().to_string()))
    });
    let force = if outdated.iter().any(|(one, _)| one.run.day == day) { " --force" } else { "" };
    let note = if let [(Unsent { run, notice, .. }, _)] = outdated[..] {
        let command = unrecorded::command_for((folder, ledger), &run.list, &run.manifest, &[notice]);
        Bilingual::new(
            format!("if it went out already, note it: `{}`", command.en),
            format!("si elle est déjà partie, la noter : `{}`", command.fr),
        )
    } else {
        Bilingual::new(
            "note those that went out with `relance record --manifest FILE --customer ID`",
            "noter celles qui sont déjà parties par `relance noter --manifest FICHIER --customer CLIENT`",
        )
    };
    Some(finding.help(
        format!("`relance letters{force}` writes what is to be said today; {}", note.en),
        format!("`relance lettres{force}` écrit ce qu'il y a à dire aujourd'hui ; {}", note.fr),
    ))
}
