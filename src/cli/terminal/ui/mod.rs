//! The one owner of the terminal: results go to stdout or to `--output`, everything else to stderr.
//!
//! What `-q` and `-v` mean, what is coloured, and that a closed pipe is no error, is decided here and nowhere else.

mod result;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

pub use self::result::unwritten;
use super::{advice, patience};
use crate::cli::env;
use crate::cli::exit::Exit;
use crate::cli::typed::common::{Answer, ColorWhen, Common, FormatName, Shape, Speech};
use crate::cli::typed::fail_if::FailIf;
use crate::diag::{self, Detail, Diagnostic, Severity, code};
use crate::model::{Bilingual, Lang};
use crate::output::CsvStyle;

/// How a run speaks.
#[derive(Debug)]
pub struct Ui {
    lang: Lang,
    is_lang_asked: bool,
    loudness: Loudness,
    colour: ColorWhen,
    format: FormatName,
    csv: CsvStyle,
    /// Whether `--csv` is given with another form.
    has_two_forms: bool,
    output: Option<PathBuf>,
    /// The folder that advised commands are about.
    folder: PathBuf,
    fail_if: Vec<FailIf>,
    said: Vec<Diagnostic>,
    has_found: bool,
    /// Whether what the run was to write for good is written.
    has_written: bool,
}

/// How much is said on stderr.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Loudness {
    /// Nothing: what is found is asked for afterwards.
    Mute,
    /// Errors.
    Quiet,
    /// Warnings, notes and what was done too.
    Normal,
    /// How each file was read too.
    Verbose,
}

impl Ui {
    /// Returns the terminal of a command that writes tables to stdout, if anything.
    pub fn new(speech: &Speech) -> Ui {
        Ui {
            lang: speech.asked().or_else(env::language).unwrap_or_default(),
            is_lang_asked: speech.lang.is_some(),
            loudness: match (speech.quiet, speech.verbose) {
                (true, _) => Loudness::Quiet,
                (false, true) => Loudness::Verbose,
                (false, false) => Loudness::Normal,
            },
            colour: speech.color,
            format: FormatName::Table,
            csv: CsvStyle::Plain,
            has_two_forms: false,
            output: None,
            folder: PathBuf::new(),
            fail_if: Vec::new(),
            said: Vec::new(),
            has_found: false,
            has_written: false,
        }
    }

    /// Returns sentences whose commands name the folder that the run is about.
    pub fn placed(&self, sentences: &[Bilingual]) -> Vec<Bilingual> {
        sentences.iter().map(|sentence| advice::placed_in(sentence, &self.folder)).collect()
    }

    /// Returns the terminal of a command that answers a question about a receivables folder.
    pub fn of(common: &Common) -> Ui {
        Ui::new(&common.speech).about(&common.files.folder).answering(&common.answer)
    }

    /// Names a folder in the commands that are advised.
    pub fn about(mut self, folder: &Path) -> Ui {
        self.folder = folder.to_owned();
        self
    }

    /// Writes results as the options want them.
    fn answering(mut self, answer: &Answer) -> Ui {
        self.fail_if.clone_from(&answer.fail_if);
        self.writing(&answer.shape)
    }

    /// Writes results as the options want them, for a command whose rows nobody tests.
    pub fn writing(mut self, shape: &Shape) -> Ui {
        self.format = shape.format();
        self.csv = shape.csv.map_or(CsvStyle::Plain, CsvStyle::from);
        self.has_two_forms = shape.csv.is_some() && self.format != FormatName::Csv;
        self.output.clone_from(&shape.output);
        self
    }

    /// Returns a terminal of the same language that shows nothing, and keeps the same `--output` from files that are
    /// read.
    pub fn muted(&self) -> Ui {
        Ui {
            lang: self.lang,
            is_lang_asked: true,
            loudness: Loudness::Mute,
            colour: ColorWhen::Never,
            format: FormatName::Table,
            csv: CsvStyle::Plain,
            has_two_forms: false,
            output: self.output.clone(),
            folder: self.folder.clone(),
            fail_if: Vec::new(),
            said: Vec::new(),
            has_found: false,
            has_written: false,
        }
    }

    /// Returns what was found.
    pub fn into_findings(self) -> Vec<Diagnostic> {
        self.said
    }

    /// Returns the file that the result goes to; nothing for stdout.
    pub fn output(&self) -> Option<&Path> {
        self.output.as_deref()
    }

    /// Returns the language of what is shown.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Speaks the policy's language from now on, unless another was asked for.
    pub fn speak(&mut self, policy: Lang) {
        if !self.is_lang_asked {
            self.lang = policy;
        }
    }

    /// Shows a finding, and remembers it for the `warnings` of JSON.
    pub fn finding(&mut self, finding: Diagnostic) {
        let needed = match finding.severity {
            Severity::Error => Loudness::Quiet,
            // What is absent is no news to who left it out.
            Severity::Note if finding.code == code::input::FILE_ABSENT => Loudness::Verbose,
            Severity::Warning | Severity::Note => Loudness::Normal,
        };
        if self.loudness >= needed {
            let text = diag::render(&advice::placed(&finding, &self.folder, self.lang), self.lang);
            match text.split_once(']').filter(|_| self.colours_stderr()) {
                Some((head, rest)) => self.tell(&format!("\u{1b}[1;{}m{head}]\u{1b}[0m{rest}", tint(finding.severity))),
                None => self.tell(&text),
            }
        }
        self.said.push(finding);
    }

    /// Shows findings; those that go on saying the same are counted, unless more is asked for (`-v`).
    pub fn findings(&mut self, findings: Vec<Diagnostic>) {
        diag::shorten(findings, self.detail_of_findings()).into_iter().for_each(|finding| self.finding(finding));
    }

    /// Shows why the run ends here, and returns its exit.
    pub fn refuse(&mut self, findings: Vec<Diagnostic>) -> Exit {
        self.findings(findings);
        Exit::CouldNotRun
    }

    /// Tells whether an error was found.
    pub fn has_errors(&self) -> bool {
        self.said.iter().any(Diagnostic::is_error)
    }

    /// Shows those findings that were not shown before: a folder that is read twice says the same twice.
    pub fn new_findings(&mut self, findings: Vec<Diagnostic>) {
        let said = self.said.len();
        for finding in diag::shorten(findings, self.detail_of_findings()) {
            if !self.said[..said].contains(&finding) {
                self.finding(finding);
            }
        }
    }

    fn detail_of_findings(&self) -> Detail {
        if self.loudness >= Loudness::Verbose { Detail::Whole } else { Detail::Usual }
    }

    /// Counts what was shown in one last line: `2 errors, 1 warning`. With `-q`, only when there is an error.
    pub fn sum_up(&self) {
        let counted = || self.said.iter().filter(|finding| finding.severity != Severity::Note);
        let has_error = counted().any(Diagnostic::is_error);
        let summary = diag::summary(counted(), self.lang).filter(|_| has_error || self.loudness > Loudness::Quiet);
        if let Some(summary) = summary {
            self.tell(&format!("{summary}\n"));
        }
    }

    /// Says what was done; not with `-q`.
    pub fn say(&self, sentence: &Bilingual) {
        if self.loudness >= Loudness::Normal {
            self.tell(&format!("{}\n", advice::placed_in(sentence, &self.folder).get(self.lang)));
        }
    }

    /// Says how something was done; only with `-v`.
    pub fn detail(&self, sentence: &Bilingual) {
        if self.loudness >= Loudness::Verbose {
            self.tell(&format!("{}\n", sentence.get(self.lang)));
        }
    }

    /// Shows what ended the run, unless the part that ended it has said so, and returns the exit code.
    pub fn failed(&mut self, error: anyhow::Error) -> Exit {
        match error.downcast::<Exit>() {
            Ok(exit) => exit,
            Err(error) => {
                let error =
                    error.downcast::<Box<Diagnostic>>().map_or_else(|error| error, |finding| anyhow::anyhow!(*finding));
                match error.downcast::<Diagnostic>() {
                    Ok(finding) => self.finding(finding),
                    Err(error) => {
                        let (word, colon) = if self.lang == Lang::En { ("error", ":") } else { ("erreur", "\u{a0}:") };
                        self.tell(&format!("{word}{colon} {error:#}\n"));
                    }
                }
                Exit::CouldNotRun
            }
        }
    }

    /// Notes that the run found what it looks for: it ends with [`Exit::Found`] unless it fails.
    pub fn note_found(&mut self) {
        self.has_found = true;
    }

    /// Notes that what the run was to write for good is written, whatever becomes of the report of it.
    pub fn note_written(&mut self) {
        self.has_written = true;
    }

    /// Returns the exit code of a run that ended with `exit`.
    pub fn conclude(&self, exit: Exit) -> Exit {
        match exit {
            Exit::Done if self.has_found => Exit::Found,
            // Another program is at work there: trying again may be enough.
            Exit::CouldNotRun if self.said.iter().any(|found| found.code == code::cli::FOLDER_CHANGING) => Exit::Locked,
            exit => exit,
        }
    }

    /// Does some work; after a second of it, a terminal shows what is going on.
    pub fn working<T>(&self, what: &Bilingual, work: impl FnOnce() -> T) -> T {
        if self.loudness <= Loudness::Quiet || !env::stderr_is_terminal() {
            return work();
        }
        patience::showing(what.get(self.lang), |text| self.tell(text), work)
    }

    fn colours(&self, is_terminal: bool) -> bool {
        match self.colour {
            ColorWhen::Auto => is_terminal && !env::no_colour(),
            ColorWhen::Always => true,
            ColorWhen::Never => false,
        }
    }

    fn colours_stderr(&self) -> bool {
        self.colours(env::stderr_is_terminal())
    }

    /// Writes to stderr; when nobody listens there, there is nobody to tell.
    fn tell(&self, text: &str) {
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }
}

/// Returns the terminal's number of a severity's colour: red, yellow, blue.
const fn tint(severity: Severity) -> u8 {
    match severity {
        Severity::Error => 31,
        Severity::Warning => 33,
        Severity::Note => 34,
    }
}

#[cfg(test)]
impl Ui {
    /// Returns a terminal that shows errors only, in English.
    pub(crate) fn for_tests() -> Ui {
        use crate::cli::typed::common::LangName;
        let speech = Speech { lang: Some(LangName::En), color: ColorWhen::Never, quiet: true, verbose: false };
        Ui::new(&speech)
    }
}
