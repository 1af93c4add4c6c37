//! What a shell script relies on: a reader that has seen enough is no error.

use std::fmt::Write;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

#[test]
fn a_closed_pipe_is_not_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let mut invoices = "invoice_id,customer_id,issue_date,due_date,amount\n".to_owned();
    // Far more than a pipe holds, so that the program is still writing when the reader leaves.
    for i in 0..20_000 {
        let _ = writeln!(invoices, "F-{i},C-{i},2026-01-01,2026-01-31,10.00");
    }
    std::fs::write(folder.path().join("invoices.csv"), invoices).unwrap();
    for format in ["table", "csv", "json"] {
        let mut run = Command::new(env!("CARGO_BIN_EXE_relance"))
            .args(["age", "--as-of", "2026-03-31", "--format", format, "-C"])
            .arg(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(run.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert!(!line.is_empty());
        let output = run.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{format}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{format}");
    }
}
