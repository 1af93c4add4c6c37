//! Work that takes long: somebody who waits sees that it goes on.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// How long work may take before it is shown that it goes on.
const PATIENCE: Duration = Duration::from_secs(1);

/// Does some work; after a second of it, each second `tell` shows what is going on, and at the end takes it away.
pub fn showing<T>(what: &str, tell: impl Fn(&str) + Send, work: impl FnOnce() -> T) -> T {
    thread::scope(|scope| {
        let (end, ended) = mpsc::channel::<()>();
        let show = move || {
            let start = Instant::now();
            let mut shown = false;
            while ended.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                shown = true;
                tell(&format!("\r{what}… {} s", start.elapsed().as_secs()));
            }
            if shown {
                tell("\r\u{1b}[K");
            }
        };
        // Without a thread to be had, the work goes on unseen.
        let _ = thread::Builder::new().spawn_scoped(scope, show);
        let result = work();
        drop(end);
        result
    })
}
