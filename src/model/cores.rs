//! Work on two cores.

use std::sync::Mutex;
use std::thread;

/// Below this many rows a second thread costs more than it saves.
pub const WORTH_A_THREAD: usize = 20_000;

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
