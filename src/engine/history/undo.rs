//! Which acts were taken back, and since when.

use std::collections::BTreeMap;

use crate::model::{Date, Event, EventKind, Ledger};

/// The acts that an `undo` in force names, with the day from which they no longer count.
#[derive(Clone, Debug, Default)]
pub struct Undone<'a> {
    since: BTreeMap<&'a str, Date>,
    /// The acts that stand again because what took them back was itself taken back, with the day of that.
    resumed: BTreeMap<&'a str, Date>,
}

/// What is known of an `event_id` that undos mention.
#[derive(Debug, Default)]
struct Act<'a> {
    /// The undos that name it: the act that each belongs to, if it has an id, and its day.
    by: Vec<(Option<&'a str>, Date)>,
    /// The acts that undos of this act name, and the day of each undo.
    names: Vec<(&'a str, Date)>,
    /// How many of `by` are not known to be undone themselves.
    alive: usize,
    verdict: Option<Verdict>,
    /// Once it is undone, since when; once it stands, the last day on which an undo of it ended.
    turned: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Stands,
    Undone,
}

impl<'a> Undone<'a> {
    /// Returns the acts undone by `as_of`. An undo that is undone does not count; those that take each other back
    /// in a circle, or that name themselves, do not either.
    pub fn new(ledger: &'a Ledger, as_of: Date) -> Undone<'a> {
        let mut acts: BTreeMap<&str, Act<'_>> = BTreeMap::new();
        for undo in ledger.events().iter().filter(|event| event.kind == EventKind::Undo && event.date <= as_of) {
            let Some(named) = undo.reference.as_deref() else { continue };
            let own = undo.event_id.as_deref();
            let act = acts.entry(named).or_default();
            act.by.push((own, undo.date));
            act.alive += 1;
            if let Some(own) = own {
                acts.entry(own).or_default().names.push((named, undo.date));
            }
        }
        judge(&mut acts);
        let stands = |own: Option<&str>| own.is_none_or(|own| acts[own].verdict == Some(Verdict::Stands));
        let since = acts.iter().filter_map(|(&id, act)| {
            let days = act.by.iter().filter(|(own, _)| stands(*own)).map(|&(_, day)| day);
            Some((id, days.min()?))
        });
        let stands_again = |(&id, act): (&&'a str, &Act<'_>)| {
            act.turned.filter(|_| act.verdict == Some(Verdict::Stands)).map(|day| (id, day))
        };
        Undone { since: since.collect(), resumed: acts.iter().filter_map(stands_again).collect() }
    }

    /// Returns an id for an act: `id` itself, with a number behind it where the act of that id was taken back.
    pub fn id_in_force(&self, id: &str) -> String {
        let mut found = id.to_owned();
        let mut times = 1;
        while self.since.contains_key(found.as_str()) {
            times += 1;
            found = format!("{id}-{times}");
        }
        found
    }

    /// Returns the day from which an event no longer counts, if there is one.
    pub fn since(&self, event: &Event) -> Option<Date> {
        if self.since.is_empty() {
            return None;
        }
        self.since.get(event.event_id.as_deref()?).copied()
    }

    /// Returns the day since which an event that counts has done so: its own, or the later one on which an undo of it
    /// was undone. While that undo was in force the event did not count, and what was true then stays so.
    pub fn in_force_since(&self, event: &Event) -> Date {
        let id = event.event_id.as_deref();
        let resumed = id.and_then(|id| self.resumed.get(id)).copied();
        resumed.map_or(event.date, |day| day.max(event.date))
    }
}

/// Decides act by act: one stands when every undo of it is undone, and is undone when one of them stands.
fn judge(acts: &mut BTreeMap<&str, Act<'_>>) {
    let nameless = |act: &Act<'_>| act.by.iter().filter(|(own, _)| own.is_none()).map(|&(_, day)| day).min();
    let mut queue: Vec<(&str, Verdict, Option<Date>)> = Vec::new();
    for (&id, act) in &*acts {
        if act.alive == 0 {
            queue.push((id, Verdict::Stands, None));
        } else if let Some(day) = nameless(act) {
            queue.push((id, Verdict::Undone, Some(day)));
        }
    }
    while let Some((id, verdict, turned)) = queue.pop() {
        let act = acts.get_mut(id).expect("queued from the acts");
        if act.verdict.is_some() {
            continue;
        }
        (act.verdict, act.turned) = (Some(verdict), turned);
        for (named, day) in std::mem::take(&mut act.names) {
            let target = acts.get_mut(named).expect("every act that is named was entered");
            match verdict {
                // An undo that stands works from its own day, or from the later one on which it stood again.
                Verdict::Stands => queue.push((named, Verdict::Undone, turned.max(Some(day)))),
                Verdict::Undone => {
                    target.alive -= 1;
                    target.turned = target.turned.max(turned);
                    if target.alive == 0 {
                        queue.push((named, Verdict::Stands, target.turned));
                    }
                }
            }
        }
    }
}
