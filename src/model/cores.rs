//! Work on two cores.

use std::thread;

/// Below this many rows a second thread costs more than it saves.
pub const WORTH_A_THREAD: usize = 20_000;

/// Does two pieces of work, on two cores when there is much to do.
///
/// # Panics
/// When one of them does.
pub fn both<A, B: Send>(is_large: bool, one: impl FnOnce() -> A, other: impl FnOnce() -> B + Send) -> (A, B) {
    if !is_large {
        return (one(), other());
    }
    thread::scope(|scope| {
        let other = scope.spawn(other);
        (one(), other.join().expect("the work does not panic"))
    })
}
