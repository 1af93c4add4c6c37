//! `relance man`: the manual pages of every command, in both languages.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args as ClapArgs, Command};
use clap_mangen::Man;

use super::disk::files::{self, Durability};
use super::exit::Exit;
use super::reading::trial::unwritable;
use super::terminal::help;
use super::terminal::ui::Ui;
use super::typed::common::Speech;
use crate::model::{Bilingual, Lang};

/// Write the manual pages of every command, in both languages
#[derive(ClapArgs, Debug)]
#[command(after_help = "\
English pages go to DIR/man1, French ones to DIR/fr/man1, as `man` looks for them.

Examples:
  relance man ~/.local/share/man
  relance man man && man -M man relance-age")]
pub struct Args {
    /// The folder for the pages
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    #[command(flatten)]
    speech: Speech,
}

impl Args {
    /// Returns the terminal as the options want it.
    pub fn ui(&self) -> Ui {
        Ui::new(&self.speech)
    }
}

/// The titles of sections that `clap_mangen` sets, in French where they differ.
const TITLES: [(&str, &str); 3] =
    [(".SH NAME\n", ".SH NOM\n"), (".SH SUBCOMMANDS\n", ".SH COMMANDES\n"), (".SH EXTRA\n", ".SH NOTES\n")];

/// Writes a page for the program and one for each of its commands.
///
/// # Errors
/// When a page cannot be written.
pub fn run(args: &Args, command: &Command, ui: &mut Ui) -> anyhow::Result<Exit> {
    let mut count = 0;
    for (lang, below) in [(Lang::En, "man1"), (Lang::Fr, "fr/man1")] {
        let folder = args.dir.join(below);
        fs::create_dir_all(&folder).map_err(|error| refused(&folder, &error))?;
        for (name, page) in pages(command.clone(), lang)? {
            let path = folder.join(format!("{name}.1"));
            files::replace(&path, Durability::Cached, |out| out.write_all(page.as_bytes()))
                .map_err(|error| refused(&path, &error))?;
            count += 1;
        }
    }
    let shown = args.dir.display();
    ui.say(&Bilingual::new(format!("{count} pages written to {shown}"), format!("{count} pages écrites dans {shown}")));
    Ok(Exit::Done)
}

fn refused(path: &Path, error: &io::Error) -> crate::diag::Diagnostic {
    unwritable(&path.display().to_string(), error)
}

/// Returns the name and the text of each page in a language.
fn pages(command: Command, lang: Lang) -> io::Result<Vec<(String, String)>> {
    let mut command = help::in_language(command, lang);
    command.build();
    let below = command.get_subcommands().filter(|below| below.get_name() != "help").cloned();
    let named = below.map(|below| {
        let name = format!("relance-{}", below.get_name());
        (name.clone(), below.name(name))
    });
    let all: Vec<(String, Command)> = named.chain([("relance".to_owned(), command.clone())]).collect();
    all.into_iter()
        .map(|(name, command)| {
            let mut page = Vec::new();
            Man::new(command).render(&mut page)?;
            let page = String::from_utf8_lossy(&page).into_owned();
            Ok((name, if lang == Lang::Fr { french(page) } else { page }))
        })
        .collect()
}

fn french(page: String) -> String {
    TITLES.iter().fold(page, |page, (english, french)| page.replace(english, french))
}
