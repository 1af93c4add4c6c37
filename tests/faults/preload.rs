//! A library that is loaded before libc: the N-th call of a kind fails, or kills the program, as a disk or a power cut
//! would. `tests/faults.rs` builds it and says in the environment what is to fail:
//!
//! - `FAULT_CALL`: `write`, `open`, `sync` or `name` (whatever makes, moves or removes a name);
//! - `FAULT_AT`: the number of the call, from 1;
//! - `FAULT_DOES`: `kill`, `once` (EIO), or `full` (ENOSPC, from that call on);
//! - `FAULT_HIT`: the file that is made when a call was hit.
//!
//! What goes to standard output and error, and what is read of the system, does not count.

use std::ffi::{CStr, c_char, c_int, c_uint, c_void};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

const RTLD_NEXT: *mut c_void = -1_isize as *mut c_void;
const SIGKILL: c_int = 9;
const EIO: c_int = 5;
const ENOSPC: c_int = 28;
const O_CREAT_WRONLY: c_int = 0o101;

/// Returns the function of libc that bears that name.
macro_rules! real {
    ($name:ident: fn($($kind:ty),*) -> $result:ty) => {
        std::mem::transmute::<*mut c_void, unsafe extern "C" fn($($kind),*) -> $result>(
            dlsym(RTLD_NEXT, concat!(stringify!($name), "\0").as_ptr().cast()),
        )
    };
}
unsafe extern "C" {
    fn dlsym(handle: *mut c_void, symbol: *const c_char) -> *mut c_void;
    fn raise(signal: c_int) -> c_int;
    fn __errno_location() -> *mut c_int;
}

#[derive(PartialEq)]
enum Does {
    Kill,
    Once,
    Full,
}

struct Plan {
    call: String,
    at: u32,
    does: Does,
    hit: String,
}

fn plan() -> Option<&'static Plan> {
    static PLAN: OnceLock<Option<Plan>> = OnceLock::new();
    let plan = PLAN.get_or_init(|| {
        let given = |name| std::env::var(name).ok();
        let does = match given("FAULT_DOES")?.as_str() {
            "kill" => Does::Kill,
            "once" => Does::Once,
            _ => Does::Full,
        };
        Some(Plan {
            call: given("FAULT_CALL")?,
            at: given("FAULT_AT")?.parse().ok()?,
            does,
            hit: given("FAULT_HIT")? + "\0",
        })
    });
    plan.as_ref()
}

/// Tells whether this call of a kind is to fail; `errno` is set then. Does not return when it is to kill.
fn fails(call: &str) -> bool {
    static CALLS: AtomicU32 = AtomicU32::new(0);
    let Some(plan) = plan().filter(|plan| plan.call == call) else { return false };
    let number = CALLS.fetch_add(1, Ordering::SeqCst) + 1;
    if number < plan.at || (number > plan.at && plan.does != Does::Full) {
        return false;
    }
    unsafe {
        let mark = real!(open: fn(*const c_char, c_int, c_uint) -> c_int)(plan.hit.as_ptr().cast(), O_CREAT_WRONLY, 0o600);
        real!(close: fn(c_int) -> c_int)(mark);
        if plan.does == Does::Kill {
            raise(SIGKILL);
        }
        *__errno_location() = if plan.does == Does::Once { EIO } else { ENOSPC };
    }
    true
}

/// Stands before a function of libc, and fails in its place.
macro_rules! before {
    ($($call:literal $(if $counts:expr)?; $name:ident($($argument:ident: $kind:ty),*) -> $result:ty;)*) => { $(
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name($($argument: $kind),*) -> $result {
            if true $(&& $counts)? && fails($call) {
                return -1;
            }
            unsafe { real!($name: fn($($kind),*) -> $result)($($argument),*) }
        }
    )* };
}

/// Tells whether a path belongs to the user, and not to the system.
fn is_ours(path: *const c_char) -> bool {
    let path = unsafe { CStr::from_ptr(path) }.to_bytes();
    !["/proc/", "/sys/", "/etc/", "/dev/", "/usr/", "/lib"].iter().any(|system| path.starts_with(system.as_bytes()))
}

before! {
    "write" if file > 2; write(file: c_int, bytes: *const c_void, length: usize) -> isize;
    "write" if file > 2; writev(file: c_int, parts: *const c_void, count: c_int) -> isize;
    "write" if file > 2; pwrite64(file: c_int, bytes: *const c_void, length: usize, at: i64) -> isize;
    "write"; ftruncate64(file: c_int, length: i64) -> c_int;
    "write"; copy_file_range(from: c_int, from_at: *mut i64, to: c_int, to_at: *mut i64, length: usize, flags: c_uint) -> isize;
    "sync"; fsync(file: c_int) -> c_int;
    "sync"; fdatasync(file: c_int) -> c_int;
    // Variadic in C: where a third argument is missing, the callee does not look at it.
    "open" if is_ours(path); open(path: *const c_char, flags: c_int, mode: c_uint) -> c_int;
    "open" if is_ours(path); open64(path: *const c_char, flags: c_int, mode: c_uint) -> c_int;
    "open" if is_ours(path); openat(folder: c_int, path: *const c_char, flags: c_int, mode: c_uint) -> c_int;
    "open" if is_ours(path); openat64(folder: c_int, path: *const c_char, flags: c_int, mode: c_uint) -> c_int;
    "name"; rename(from: *const c_char, to: *const c_char) -> c_int;
    "name"; renameat(from: c_int, old: *const c_char, to: c_int, new: *const c_char) -> c_int;
    "name"; link(from: *const c_char, to: *const c_char) -> c_int;
    "name"; linkat(from: c_int, old: *const c_char, to: c_int, new: *const c_char, flags: c_int) -> c_int;
    "name"; unlink(path: *const c_char) -> c_int;
    "name"; unlinkat(folder: c_int, path: *const c_char, flags: c_int) -> c_int;
    "name"; mkdir(path: *const c_char, mode: c_uint) -> c_int;
    "name"; rmdir(path: *const c_char) -> c_int;
}
