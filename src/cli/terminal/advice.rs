//! The commands that findings and sentences advise, completed so that they can be pasted where the run was typed.

use std::path::Path;

use super::help;
use crate::cli::papers::unrecorded;
use crate::diag::Diagnostic;
use crate::model::{Bilingual, Lang};

/// The commands that are about no folder.
const WITHOUT_A_FOLDER: [&str; 7] = ["explain", "expliquer", "completions", "completer", "compléter", "man", "manuel"];

/// Returns a finding whose way out names the folder that it is about, and whose places name commands in a language, for
/// the terminal: what programs read does not depend on how they were typed. What it says is left as it is, for it may
/// hold the text of strangers.
pub fn placed(finding: &Diagnostic, folder: &Path, lang: Lang) -> Diagnostic {
    let help = finding.help.as_ref().map(|help| placed_in(help, folder));
    let mut placed = Diagnostic { help, ..finding.clone() };
    for place in placed.places.iter_mut().filter(|_| lang == Lang::Fr) {
        if let Some(french) = place.file.strip_prefix("relance ").and_then(help::french_name) {
            place.file = format!("relance {french}");
        }
    }
    placed
}

/// Returns a sentence whose commands name the folder that they are about.
pub fn placed_in(words: &Bilingual, folder: &Path) -> Bilingual {
    let place = unrecorded::place(folder);
    Bilingual::new(text(&words.en, &place), text(&words.fr, &place))
}

/// Puts the place behind each command between backticks that has none.
fn text(text: &str, place: &str) -> String {
    let mut placed = String::with_capacity(text.len());
    for (i, part) in text.split('`').enumerate() {
        placed.extend((i > 0).then_some('`'));
        placed.push_str(part);
        let verb = part.strip_prefix("relance ").filter(|_| i % 2 == 1).and_then(|rest| rest.split(' ').next());
        if verb.is_some_and(|verb| !WITHOUT_A_FOLDER.contains(&verb))
            && ![" -C ", " --help"].iter().any(|own| part.contains(own))
        {
            placed.push_str(place);
        }
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_name_the_folder_once() {
        let told = |words: &str| text(words, " -C 'a b'");
        assert_eq!(
            told("`relance match B-1 --undo`, then `relance age`"),
            "`relance match B-1 --undo -C 'a b'`, then `relance age -C 'a b'`"
        );
        assert_eq!(
            told("`relance check -C x`; `relance explain dso`; `[creditor]`; relance"),
            "`relance check -C x`; `relance explain dso`; `[creditor]`; relance"
        );
    }
}
