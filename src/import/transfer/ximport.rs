//! XIMPORT: piece 5, journal 2, date and due date AAAAMMJJ, reference 12, account 11, label 25, amount 13, side 1.

use super::line::{Line, at};

pub(super) const NAME: &str = "XIMPORT";

pub(super) fn is_line(line: &[u8]) -> bool {
    let is_day = |day: &[u8]| day.len() == 8 && day.iter().all(u8::is_ascii_digit);
    let amount = at(line, 71, 13).trim_ascii();
    let is_amount = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b',' | b'.' | b'-');
    is_day(at(line, 7, 8))
        && matches!(at(line, 84, 1), b"D" | b"C")
        && !amount.is_empty()
        && amount.iter().all(is_amount)
}

pub(super) fn translate(line: &[u8], text: &mut Vec<u8>) {
    let due = at(line, 15, 8);
    Line {
        number: at(line, 0, 5),
        journal: at(line, 5, 2),
        date: at(line, 7, 8),
        due: if due.iter().all(|byte| *byte == b'0') { b"" } else { due },
        piece: at(line, 23, 12),
        account: at(line, 35, 11),
        label: at(line, 46, 25),
        amount: at(line, 71, 13),
        is_debit: at(line, 84, 1) == b"D",
        name: at(line, 103, 34),
        ..Line::default()
    }
    .write(text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_stands_in_its_place() {
        let line = format!(
            "{:<5}{:<2}{}{}{:<12}{:<11}{:<25}{:>13}{}{:18}{:<34}O2003",
            "12",
            "VE",
            "20260105",
            "20260204",
            "FA2601-0012",
            "411DUPONT",
            "FA2601-0012 Dupont",
            "1440,00",
            "D",
            "",
            "Dupont"
        );
        assert_eq!(line.len(), 142);
        assert!(is_line(line.as_bytes()) && !is_line(&line.as_bytes()[1..]));
        let mut text = Vec::new();
        translate(line.as_bytes(), &mut text);
        assert_eq!(
            String::from_utf8(text).unwrap(),
            "VE\t12\t20260105\t411DUPONT\t411DUPONT\tDupont\tFA2601-0012\t20260105\tFA2601-0012 Dupont\t1440,00\t\t\t20260204"
        );
    }
}
