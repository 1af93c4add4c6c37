//! A year of a whole desk, driven through the command line at random: lists in two currencies, with instalments and
//! deposits, newer lists, statements of the bank, payments by hand of an invoice, an instalment or a customer, credit
//! notes, bounced cheques, refunds, moves of credit, disputes, promises, whole and partial write-offs, penalty notes,
//! waivers, letters, corrections and undos; businesses, a public buyer and a consumer; a contract's rate that changes;
//! runs that are cut off, run again and run twice; files saved in a spreadsheet.
//!
//! After each step the program is held against `desk/books.rs`, a small model that is worked out anew each time: what
//! is owed on each item and what each customer has over, interest and indemnity and what was charged, given up and paid
//! of them, what waits in suspense; and its letters against what the books allow. What would leave no money for what
//! was given back before, it must refuse.
//!
//! `desk/account.rs` makes up small accounts besides, with discounts, small rests, and more of all that moves money
//! than a year brings together, and works them out in memory.
//!
//! Two years and a few hundred accounts take some ten seconds of two cores: hence no more when nobody asks. Many of
//! them are lived by a program that is optimised a little, in a folder of its own so that nothing else is built again:
//!
//! ```sh
//! export CARGO_PROFILE_DEV_OPT_LEVEL=1 CARGO_TARGET_DIR=target/desk
//! RELANCE_SEEDS=500 cargo test --test desk year
//! RELANCE_ACCOUNTS=100000 cargo test --test desk account
//! ```
//!
//! `RELANCE_SEED_FROM=1001` begins there, to go on where another run ended.
//!
//! A year that fails is printed with its seed: `RELANCE_SEED=7 cargo test --test desk` lives it again, prints what was
//! done and leaves the folder.
//!
//! What the books leave out: payments that pay interest first, payment plans, retention money, openings, discounts and
//! small rests beside refunds, penalty notes on invoices in another currency than the law's.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test may read its own switches, and say what was done"
)]

#[path = "desk/account.rs"]
mod account;
#[path = "desk/bank.rs"]
mod bank;
#[path = "desk/books.rs"]
mod books;
#[path = "desk/claims.rs"]
mod claims;
#[path = "desk/comparing.rs"]
mod comparing;
#[path = "desk/days.rs"]
mod days;
#[path = "desk/dealings.rs"]
mod dealings;
#[path = "desk/deposits.rs"]
mod deposits;
#[path = "running/files.rs"]
mod files;
#[path = "desk/letters.rs"]
mod letters;
#[path = "faults/library.rs"]
mod library;
#[path = "desk/money.rs"]
mod money;
#[path = "desk/notes.rs"]
mod notes;
#[path = "desk/office.rs"]
mod office;
#[path = "desk/year.rs"]
mod year;

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use account::Account;
use office::Office;
use year::Year;

/// How many years are lived when nobody says how many.
const YEARS: u64 = 2;

/// How many accounts are worked out when nobody says how many.
const ACCOUNTS: u64 = 150;

/// How many lines of what was done are shown.
const SHOWN: usize = 60;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().expect("a number"))
}

/// The one seed that is asked for, else as many as the switch says.
fn seeds(switch: &str, unasked: u64) -> Range<u64> {
    let from = number("RELANCE_SEED_FROM").unwrap_or(1);
    number("RELANCE_SEED").map_or(from..from + number(switch).unwrap_or(unasked), |seed| seed..seed + 1)
}

#[test]
fn a_year_of_a_desk_is_as_the_books_say() {
    let seeds = seeds("RELANCE_SEEDS", YEARS);
    let is_one = seeds.end - seeds.start == 1;
    let scratch = tempfile::tempdir().unwrap();
    let faults = library::build(scratch.path());
    let next = AtomicU64::new(seeds.start);
    let failed: Vec<u64> = thread::scope(|scope| {
        let workers = [(), ()].map(|()| {
            scope.spawn(|| {
                let numbers = std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)));
                let mine = numbers.take_while(|seed| seeds.contains(seed));
                mine.filter(|&seed| !goes_well(seed, faults.as_deref(), is_one)).collect::<Vec<u64>>()
            })
        });
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    assert!(failed.is_empty(), "lived again by RELANCE_SEED=N cargo test --test desk: {failed:?}");
}

#[test]
fn an_account_is_as_the_books_say() {
    let rules = account::Rules::new();
    let accounts = seeds("RELANCE_ACCOUNTS", ACCOUNTS).map(|seed| (seed, Account::of_seed(seed)));
    let differing = accounts.filter_map(|(seed, account)| Some((account.differs(&rules)?, seed, account)));
    // The smallest tells most.
    let all: Vec<_> = differing.collect();
    let count = all.len();
    if let Some((difference, seed, account)) = all.into_iter().min_by_key(|(_, _, account)| account.size()) {
        let files = account.files().map(|(name, text)| format!("{name}:\n{text}")).concat();
        panic!("{count} accounts differ; the smallest, seed {seed}: (program, books) {difference}\n{files}");
    }
}

/// Lives a year, and tells whether it went well; if not, what was done is printed.
fn goes_well(seed: u64, faults: Option<&Path>, is_one: bool) -> bool {
    let office = |policy: &str, customers: &str| Office::new(faults.map(Into::into), policy, customers);
    let mut year = Year::new(office, seed);
    let outcome = catch_unwind(AssertUnwindSafe(|| year.live()));
    if outcome.is_err() {
        let log = &year.office.log;
        eprintln!("seed {seed}, {}:\n{}\n", year.today, log[log.len().saturating_sub(SHOWN)..].join("\n"));
        if is_one {
            eprintln!("the folder is left: {}", year.office.keep().display());
        }
    } else if faults.is_some() {
        assert!(year.office.cut_off > 0, "no run of year {seed} was cut off");
    }
    outcome.is_ok()
}
