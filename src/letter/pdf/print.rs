//! Sets many letters on all cores, and joins those for the printer.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::frame::Pages;
use super::{Engine, Fault};
use crate::letter::document::Document;

/// How many letters one file for the printer holds: a file of them all would hold them all in memory.
pub const LOT: usize = 100;

/// One letter to set.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    /// The letter.
    pub document: &'a Document,
    /// Whether it goes to the printer.
    pub on_paper: bool,
}

/// What became of the letters.
#[derive(Debug)]
pub struct Printed {
    /// Each letter as a file of its own, in the order of the jobs.
    pub letters: Vec<Result<Vec<u8>, Fault>>,
    /// Those on paper, by [`LOT`], without those that failed.
    pub lots: Vec<Result<Vec<u8>, Fault>>,
}

/// Sets letters.
pub fn print(engine: &Engine<'_>, jobs: &[Job<'_>]) -> Printed {
    let mut printed = Printed { letters: Vec::with_capacity(jobs.len()), lots: Vec::new() };
    let mut waiting: Vec<Pages> = Vec::new();
    // As many letters at a time as lots keep every core busy.
    for round in jobs.chunks(LOT * cores()) {
        let set = each(round, |job| {
            let pages = engine.set(job.document)?;
            let bytes = engine.write(&pages, &job.document.notice_id)?;
            Ok((bytes, job.on_paper.then_some(pages)))
        });
        for letter in set {
            printed.letters.push(letter.map(|(bytes, pages)| {
                waiting.extend(pages);
                bytes
            }));
        }
        let is_last = printed.letters.len() == jobs.len();
        let whole = if is_last { waiting.len() } else { waiting.len() - waiting.len() % LOT };
        let lots: Vec<Vec<Pages>> = waiting.drain(..whole).collect::<Vec<_>>().chunks(LOT).map(<[_]>::to_vec).collect();
        let first = printed.lots.len() + 1;
        let numbered: Vec<(usize, Vec<Pages>)> = (first..).zip(lots).collect();
        printed.lots.extend(each(&numbered, |(number, lot)| engine.merge(lot, &format!("lot-{number}"))));
    }
    printed
}

fn cores() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// Returns what a function makes of each, in order, on all cores.
pub fn each<T: Sync, R: Send>(all: &[T], make: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let made = Mutex::new(Vec::with_capacity(all.len()));
    thread::scope(|scope| {
        for _ in 0..cores().min(all.len()) {
            let work = || {
                loop {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    let Some(one) = all.get(i) else { return };
                    let result = make(one);
                    made.lock().unwrap_or_else(PoisonError::into_inner).push((i, result));
                }
            };
            scope.spawn(work);
        }
    });
    let mut made = made.into_inner().unwrap_or_else(PoisonError::into_inner);
    made.sort_by_key(|(i, _)| *i);
    made.into_iter().map(|(_, result)| result).collect()
}
