//! Ctrl-C and its like: what a run has put together and not yet put in place goes away with it.
//!
//! Whoever makes such files notes where they are. On SIGINT, SIGTERM or SIGHUP these places go away, and the process
//! dies of the signal, as shells and jobs expect it (130, 143, 129). What is just being written there is written first,
//! and files that belong together are all put in place; a second signal does not wait.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, Once, PoisonError};

/// What is on its way in this run.
struct Run {
    /// The places that go away, each with how.
    places: BTreeMap<PathBuf, fn(&Path)>,
    /// How often something is being put in place.
    placing: usize,
    /// Whether a signal came: nothing new is begun.
    is_ending: bool,
}

static RUN: Mutex<Run> = Mutex::new(Run { places: BTreeMap::new(), placing: 0, is_ending: false });

/// Signals are heard from when something is first put in place.
static LISTENS: Once = Once::new();

/// Wakes whoever waits until nothing is being put in place.
static PLACED: Condvar = Condvar::new();

fn run() -> MutexGuard<'static, Run> {
    RUN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A place that a signal takes away, until this is dropped.
#[derive(Debug)]
pub struct Leaving(PathBuf);

/// Notes a place that a signal takes away, and how.
pub fn leaving(place: &Path, remove: fn(&Path)) -> Leaving {
    LISTENS.call_once(listen);
    run().places.insert(place.to_owned(), remove);
    Leaving(place.to_owned())
}

impl Drop for Leaving {
    fn drop(&mut self) {
        run().places.remove(&self.0);
    }
}

/// Something is being put in place: no signal ends the run until this is dropped.
#[derive(Debug)]
pub struct Placing(());

/// Lets no signal end the run while something is put in place. Does not return once one has come, unless this is a part
/// of what was begun before.
pub fn placing() -> Placing {
    // A place is often noted only once it is there: a signal before that would leave it lying about.
    LISTENS.call_once(listen);
    let begins_anew = |run: &mut Run| run.is_ending && run.placing == 0;
    let mut run = PLACED.wait_while(run(), begins_anew).unwrap_or_else(PoisonError::into_inner);
    run.placing += 1;
    Placing(())
}

impl Drop for Placing {
    fn drop(&mut self) {
        run().placing -= 1;
        PLACED.notify_all();
    }
}

#[cfg(unix)]
fn listen() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::flag::register_conditional_default;
    use signal_hook::iterator::Signals;

    let ignored = ignored();
    let is_heard = |signal: &i32| ignored >> (signal - 1) & 1 == 0;
    let heard = [SIGINT, SIGTERM, SIGHUP].into_iter().filter(is_heard).collect::<Vec<_>>();
    let is_second = Arc::new(AtomicBool::new(false));
    for &signal in &heard {
        let _ = register_conditional_default(signal, Arc::clone(&is_second));
    }
    // Where there are no signals, a run that is killed leaves its files to the next one.
    let Ok(mut signals) = Signals::new(heard) else { return };
    thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            is_second.store(true, Ordering::SeqCst);
            end(signal);
        }
    });
}

#[cfg(not(unix))]
fn listen() {}

/// Takes away what is on its way, and dies of a signal.
#[cfg(unix)]
fn end(signal: i32) {
    run().is_ending = true;
    let run = PLACED.wait_while(run(), |run| run.placing > 0).unwrap_or_else(PoisonError::into_inner);
    // It stays locked: no other place is noted, and nothing else is put in place. What is inside goes before what holds
    // it.
    run.places.iter().rev().for_each(|(place, remove)| remove(place));
    let _ = signal_hook::low_level::emulate_default_handler(signal);
}

/// Returns the signals at which whoever started the run wants it to go on, as `nohup` and `&` in a script do: the first
/// is the lowest bit.
#[cfg(unix)]
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default()
}
