//! Work on all cores.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;

/// Below this many rows a second thread costs more than it saves.
pub const WORTH_A_THREAD: usize = 4_000;

/// Does two pieces of work, on two cores when there is much to do and the system gives a second thread.
///
/// # Panics
/// When one of them does.
pub fn both<A, B: Send>(is_large: bool, one: impl FnOnce() -> A, other: impl FnOnce() -> B + Send) -> (A, B) {
    if !is_large {
        return (one(), other());
    }
    // A thread that cannot be started does not give back what it was to do.
    let other = Mutex::new(Some(other));
    let take = || other.lock().ok().and_then(|mut other| other.take());
    thread::scope(|scope| match thread::Builder::new().spawn_scoped(scope, || take().map(|other| other())) {
        Ok(thread) => {
            let one = one();
            let other = thread.join().expect("the work does not panic");
            (one, other.expect("nobody else took the work"))
        }
        Err(_) => (one(), take().map(|other| other()).expect("no thread took the work")),
    })
}

/// Returns how many cores there are. Linux reads several files to tell: it is asked once.
pub fn cores() -> usize {
    static CORES: OnceLock<usize> = OnceLock::new();
    *CORES.get_or_init(|| thread::available_parallelism().map_or(1, NonZero::get))
}

/// Returns what a function makes of each, in order, on all cores.
pub fn each<T: Sync, R: Send>(all: &[T], make: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let made = Mutex::new(Vec::with_capacity(all.len()));
    let work = || {
        loop {
            let i = next.fetch_add(1, Ordering::Relaxed);
            let Some(one) = all.get(i) else { return };
            let result = make(one);
            made.lock().unwrap_or_else(PoisonError::into_inner).push((i, result));
        }
    };
    thread::scope(|scope| {
        for _ in 1..cores().min(all.len()) {
            // Where no further thread is to be had, the others do its part.
            let _ = thread::Builder::new().spawn_scoped(scope, work);
        }
        work();
    });
    let mut made = made.into_inner().unwrap_or_else(PoisonError::into_inner);
    made.sort_by_key(|(i, _)| *i);
    made.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stand_in_the_order_of_what_they_are_made_of() {
        let numbers: Vec<u64> = (0..1000).collect();
        assert_eq!(each(&numbers, |number| number * 2), (0..1000).map(|number| number * 2).collect::<Vec<_>>());
        assert_eq!(each(&[], |_: &u64| 1), Vec::<i32>::new());
    }
}
