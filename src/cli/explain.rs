//! `relance explain`: what the code of a finding means, with an example and the way out.

use clap::Args as ClapArgs;

use super::exit::Exit;
use super::terminal::ui::Ui;
use super::typed::common::Speech;
use crate::diag::catalogue::Entry;
use crate::diag::{Diagnostic, code, nearest_few};

/// How many near codes are suggested.
const SUGGESTIONS: usize = 3;

/// What the code of a finding means, with an example and the way out
#[derive(ClapArgs, Debug)]
#[command(after_help = "\
The code is the word in square brackets: error[amount-ambiguous]. docs/codes.md lists every one.

Examples:
  relance explain amount-ambiguous
  relance explain stale-payments unrecorded-run --lang fr")]
pub struct Args {
    /// The codes to explain
    #[arg(required = true, value_name = "CODE")]
    codes: Vec<String>,
    #[command(flatten)]
    speech: Speech,
}

impl Args {
    /// Returns the terminal as the options want it.
    pub fn ui(&self) -> Ui {
        Ui::new(&self.speech)
    }
}

/// Writes what the catalogue says of each code.
///
/// # Errors
/// When a code is unknown, or the text cannot be written.
pub fn run(args: &Args, ui: &mut Ui) -> anyhow::Result<Exit> {
    let mut texts = Vec::new();
    for typed in &args.codes {
        let slug = bare(typed);
        let known = code::find(slug).and_then(|code| Some((code, Entry::of(code, ui.lang())?)));
        let (code, entry) = known.ok_or_else(|| unknown(slug))?;
        texts.push(format!("{}\n\n{}", code.slug, entry.plain()));
    }
    ui.text(&texts.join("\n"))
}

/// Returns the code in what was pasted: `error[amount-invalid]:`.
fn bare(typed: &str) -> &str {
    let inside = typed.split_once('[').and_then(|(_, rest)| rest.split_once(']'));
    inside.map_or(typed, |(code, _)| code).trim()
}

fn unknown(slug: &str) -> Diagnostic {
    let finding = Diagnostic::new(
        code::cli::CODE_UNKNOWN,
        format!("there is no code \"{slug}\""),
        format!("il n'y a pas de code « {slug} »"),
    );
    let near = nearest_few(slug, code::all().map(|code| code.slug), SUGGESTIONS);
    if near.is_empty() {
        return finding.help("docs/codes.md lists every code", "docs/fr/codes.md donne tous les codes");
    }
    finding.help(format!("did you mean {}?", near.join(", ")), format!("vouliez-vous dire {} ?", near.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_in_what_was_pasted() {
        assert_eq!(bare("error[amount-invalid]:"), "amount-invalid");
        assert_eq!(bare("amount-invalid"), "amount-invalid");
    }
}
