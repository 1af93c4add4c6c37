//! Many folders, two at a time: as many processes, and one process that answers for all. Nobody hears another.
//!
//! `RELANCE_FOLDERS=1000 cargo test --release --test many_folders` asks as many as that.

#![expect(clippy::disallowed_methods, reason = "a test may read PATH and its own switches")]

#[allow(dead_code, reason = "other tests look for cases too")]
mod running;

use std::path::Path;

use running::files::{Files, read, write};
use running::shell;

/// How many folders unless the test is told otherwise: a debug build takes a few seconds for them.
const USUAL: usize = 60;

/// Returns the files of a folder in which nothing is as in another: C1 owes the number of the folder in euros, half of
/// it overdue, and folders with an even one share a policy.
fn folder(number: usize) -> Files {
    let invoices = format!(
        "invoice_id,customer_id,issue_date,due_date,amount\n\
         F-{number}-1,C{number},2026-01-05,2026-02-04,{number}.00\nF-{number}-2,C{number},2026-03-05,2026-04-04,{number}.00\n"
    );
    let payments = format!("payment_id,date,amount,invoice_id\nP-{number},2026-02-20,{number}.00,F-{number}-2\n");
    let policy = if number.is_multiple_of(2) { "extends = \"../common.toml\"\n" } else { "language = \"en\"\n" };
    [("invoices.csv", invoices), ("payments.csv", payments), ("policy.toml", policy.to_owned())]
        .into_iter()
        .map(|(name, text)| (format!("{number:04}/{name}").into(), text.into_bytes()))
        .collect()
}

#[test]
fn folders_that_are_answered_at_the_same_time_hear_nothing_of_each_other() {
    let count = std::env::var("RELANCE_FOLDERS").map_or(USUAL, |count| count.parse().unwrap());
    let scratch = tempfile::tempdir().unwrap();
    for number in 1..=count {
        write(scratch.path(), &folder(number));
    }
    write(scratch.path(), &[("common.toml".into(), b"[ageing]\nbands = [30, 60, 90]\n".to_vec())].into());
    let run = |command: &str| {
        let output = shell(command, scratch.path());
        assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let each = |command: &str| run(&format!("ls -d */ | xargs -P2 -I{{}} sh -c '{command}'"));
    each(
        "relance record note -C {} --customer-id C$(echo {} | sed s,^0*,,\\;s,/,,) --note {} --date 2026-03-31 --as-of 2026-03-31 -q >/dev/null",
    );
    each("relance age -C {} --as-of 2026-03-31 --format csv >{}age.csv");
    let all = run("relance age */ --as-of 2026-03-31 --format csv");
    let mut lines = all.lines().skip(1);
    let left = read(scratch.path());
    for number in 1..=count {
        let name = format!("{number:04}");
        let file = |file: &str| String::from_utf8_lossy(&left[&Path::new(&name).join(file)]).into_owned();
        let own = file("age.csv");
        let expected = format!("C{number},C{number},EUR,0.00,0.00,{number}.00,0.00,0.00,0.00,{number}.00");
        assert_eq!(own.lines().skip(1).collect::<Vec<_>>(), [expected.as_str()], "{name}");
        assert_eq!(lines.next(), Some(format!("{name},{expected}").as_str()), "one process for all");
        let events = file("events.csv");
        assert_eq!(events.lines().count(), 2, "{name}: {events}");
        assert!(events.contains(&format!("{name}/")), "{events}");
    }
    assert_eq!(lines.next(), None);
    let total = run("relance age */ --by folder --as-of 2026-03-31 --format json | tr -d '\\n'");
    let sum = count * (count + 1) / 2;
    assert!(total.contains(&format!("\"total\": \"{sum}.00\"}}],\"unanswered\"")), "{total}");
}
