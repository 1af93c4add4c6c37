//! A question to whoever sits at the terminal. A script is never asked: it has options.

use std::io::{self, BufRead, Write};

use crate::cli::env;
use crate::model::{Bilingual, Lang};

/// Asks when somebody is there to answer, and returns the answer; nothing when nobody is.
pub fn at_terminal(question: &Bilingual, lang: Lang) -> Option<bool> {
    if !(env::stdin_is_terminal() && env::stdout_is_terminal() && env::stderr_is_terminal()) {
        return None;
    }
    yes_or_no(question, lang, &mut io::stdin().lock(), &mut io::stderr()).ok()
}

/// Asks until the answer is yes or no; an empty line and the end of the answers are a no.
fn yes_or_no(
    question: &Bilingual,
    lang: Lang,
    answers: &mut dyn BufRead,
    terminal: &mut dyn Write,
) -> io::Result<bool> {
    let (choice, again) = match lang {
        Lang::En => ("[y/N]", "please answer yes or no"),
        Lang::Fr => ("[o/N]", "répondre par oui ou par non"),
    };
    loop {
        write!(terminal, "{} {choice} ", question.get(lang))?;
        terminal.flush()?;
        let mut line = String::new();
        if answers.read_line(&mut line)? == 0 {
            writeln!(terminal)?;
            return Ok(false);
        }
        match line.trim().to_lowercase().as_str() {
            "y" | "yes" | "o" | "oui" => return Ok(true),
            "" | "n" | "no" | "non" => return Ok(false),
            _ => writeln!(terminal, "{again}")?,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(lang: Lang, typed: &str) -> (bool, String) {
        let mut shown = Vec::new();
        let question = Bilingual::new("Old ones?", "Des anciennes ?");
        let answer = yes_or_no(&question, lang, &mut typed.as_bytes(), &mut shown).unwrap();
        (answer, String::from_utf8(shown).unwrap())
    }

    #[test]
    fn yes_is_said_in_either_language_and_silence_is_no() {
        for (typed, answer) in
            [("oui\n", true), ("O\r\n", true), ("y\n", true), ("non\n", false), ("\n", false), ("", false)]
        {
            assert_eq!(asked(Lang::Fr, typed).0, answer, "{typed:?}");
        }
    }

    #[test]
    fn what_is_neither_is_asked_again() {
        let (answer, shown) = asked(Lang::Fr, "peut-être\noui\n");
        assert!(answer);
        assert_eq!(shown, "Des anciennes\u{a0}? [o/N] répondre par oui ou par non\nDes anciennes\u{a0}? [o/N] ");
        assert_eq!(asked(Lang::En, "hm\n").1, "Old ones? [y/N] please answer yes or no\nOld ones? [y/N] \n");
    }
}
