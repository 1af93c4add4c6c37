//! What the pass over the lines makes of them.

use super::*;
use crate::testing::day as on;

const HEADER: &str = "JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|CompAuxLib|PieceRef|PieceDate|EcritureLib|Debit|Credit|EcritureLet|DateLet";

fn book(lines: &str) -> (Book, FileRead) {
    let text = format!("{HEADER}\n{lines}");
    let layout = Layout::of(header(text.as_bytes())).unwrap();
    let mut book = Book::default();
    let found = book.read(text.as_bytes(), &layout, GuessedEncoding::Utf8, (0, &[b"411".to_vec()]));
    (book, found)
}

#[test]
fn lines_of_one_number_are_one_entry_wherever_they_stand() {
    let (book, found) = book(
        "VE|V|1|20260105|411000|C|DUP|Dupont|F1|20260105|x|120,00|0||\n\
         VE|V|2|20260105|411000|C|DUP|Dupont|F2|20260105|x|12,00|0||\n\
         VE|V|1|20260105|707000|V|||F1|20260105|x|0|120,00||\n\
         VE|V|2|20260105|707000|V|||F2|20260105|x|0|12,00||\n",
    );
    assert_eq!((found.read, found.taken, found.unbalanced), (4, 2, 0));
    assert_eq!(book.entries.len(), 2);
    assert_eq!(book.entries[0].sides[Side::Sales as usize], -12_000);
}

#[test]
fn without_numbers_lines_are_put_together_until_they_balance() {
    for numbers in [["0"; 4], ["", "", "", ""], ["1", "2", "3", "4"]] {
        let lines = [
            format!("VE|V|{}|20260105|411000|C|DUP|Dupont|F1|20260105|x|120,00|0||", numbers[0]),
            format!("VE|V|{}|20260105|707000|V|||F1|20260105|x|0|120,00||", numbers[1]),
            format!("VE|V|{}|20260105|411000|C|DUP|Dupont|F2|20260105|x|12,00|0||", numbers[2]),
            format!("VE|V|{}|20260105|707000|V|||F2|20260105|x|0|12,00||", numbers[3]),
        ];
        let (book, found) = book(&lines.join("\r\r\n"));
        assert_eq!((found.unbalanced, book.entries.len(), book.lines.len()), (0, 2, 2), "{numbers:?}");
    }
}

#[test]
fn one_code_under_two_accounts_is_two_customers_when_it_has_two_names() {
    let (book, _) = book(
        "VE|V|1|20260105|411000|C|001|Dupont|F1|20260105|x|1,00|0||\n\
         VE|V|2|20260105|411100|C|001|DUPONT|F2|20260105|x|1,00|0||\n\
         VE|V|3|20260105|411200|C|001|Martin|F3|20260105|x|1,00|0||\n",
    );
    let ids: Vec<&str> = book.customers.iter().map(|customer| customer.id.as_str()).collect();
    assert_eq!(ids, ["001", "411200-001"]);
}

#[test]
fn an_account_that_is_a_customer_holds_no_retention_money() {
    let (book, _) = book(
        "VE|V|1|20260105|4117001|DUPONT SARL|||F1|20260105|x|120,00|0||\n\
         VE|V|2|20260105|4117001|DUPONT SARL|4117001|DUPONT|F2|20260105|x|120,00|0||\n\
         VE|V|3|20260105|411700|Clients|DUP|Dupont|F3|20260105|x|6,00|0||\n\
         VE|V|4|20260105|4117|Clients - Retenues de garantie|||F4|20260105|x|6,00|0||\n\
         VE|V|5|20260105|411700|Clients RG|||F5|20260105|x|6,00|0||\n",
    );
    let held_back: Vec<bool> = book.lines.iter().map(|line| line.is_retention).collect();
    assert_eq!(held_back, [false, false, true, true, true]);
}

#[test]
fn a_payment_on_the_first_day_of_the_year_is_no_opening() {
    let (book, found) = book(
        "BQ|B|1|20260101|411000|C|DUP|Dupont||20260101|x|0|50,00||\n\
         BQ|B|1|20260101|512000|B||||20260101|x|50,00|0||\n\
         OD|Bilan|2|20260101|411000|C|DUP|Dupont||20260101|x|70,00|0||\n\
         OD|Bilan|2|20260101|110000|R||||20260101|x|0|70,00||\n",
    );
    let first = on("2026-01-01");
    assert_eq!(book.entries.iter().map(|entry| entry.is_opening(first)).collect::<Vec<_>>(), [false, true]);
    assert_eq!(found.last_bank, Some(first));
}

#[test]
fn what_cannot_be_read_is_said_with_its_line_and_column() {
    let (book, found) = book(
        "VE|V|1|20260105|411000|C|DUP|Dupont|F1|20260105|x|1O,00|0||\n\
         VE|V|2|20261305|411000|C|DUP|Dupont|F2|20260105|x|10,00|0||\n",
    );
    let faults: Vec<_> = found.faults.iter().map(|fault| (fault.line, fault.field, fault.text.as_str())).collect();
    assert_eq!(faults, [(2, Field::Debit, "1O,00"), (3, Field::EcritureDate, "20261305")]);
    assert!(book.lines.is_empty());
}
