//! What to type once a call was made: nobody but the caller knows that it was.

use super::build::Line;
use super::safe::one_line;
use crate::model::{CustomerId, Ledger};

/// Returns the commands that record a call about these lines, each as its words, quoted for a shell.
///
/// One command gives one level and one instalment: there is one for each pair.
pub(super) fn of_call(ledger: &Ledger, customer: CustomerId, lines: &[Line<'_>]) -> Vec<Vec<String>> {
    let mut acts: Vec<(&str, Option<&str>, Vec<String>)> = Vec::new();
    for line in lines {
        let number = one_line(ledger.number(ledger.invoice(line.item).number));
        let (level, instalment) = (line.level, ledger.instalment(line.item));
        match acts.iter_mut().find(|(known, part, _)| (*known, *part) == (level, instalment)) {
            Some((.., numbers)) => numbers.push(number),
            None => acts.push((level, instalment, vec![number])),
        }
    }
    let customer = option("customer-id", &one_line(&ledger.customer(customer).id));
    let command = |(level, instalment, numbers): (&str, Option<&str>, Vec<String>)| {
        let mut words = vec!["relance record call".to_owned(), customer.clone()];
        words.extend(numbers.iter().map(|number| option("invoice-id", number)));
        words.extend(instalment.map(|part| option("instalment", &one_line(part))));
        words.push(option("level", &one_line(level)));
        words
    };
    acts.into_iter().map(command).collect()
}

fn option(name: &str, value: &str) -> String {
    // A value that begins with a dash would be taken for an option.
    let between = if value.starts_with('-') { '=' } else { ' ' };
    format!("--{name}{between}{}", quoted(value))
}

/// Returns a text as one word of a POSIX shell.
fn quoted(text: &str) -> String {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"-_./:+,@".contains(&b);
    if !text.is_empty() && text.bytes().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_text_is_one_word_of_the_shell() {
        assert_eq!(option("invoice-id", "F-1"), "--invoice-id F-1");
        assert_eq!(option("invoice-id", "-f"), "--invoice-id=-f");
        assert_eq!(option("customer-id", "a'; rm $x"), "--customer-id 'a'\\''; rm $x'");
    }
}
