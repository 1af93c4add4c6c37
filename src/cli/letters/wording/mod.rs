//! The user's own templates: which files of a folder they are.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::super::exit::Exit;
use crate::cli::disk::files;
use crate::cli::disk::plain_text;
use crate::cli::terminal::ui::Ui;
use crate::diag::{Diagnostic, Place, code};
use crate::letter::content::court;
use crate::letter::wording::templates::{BUILTIN, EXTENSION, Given, LARGEST, is_partial};
use crate::model::Lang;
use crate::policy::Policy;

mod misplaced;

/// The folder of templates in a receivables folder.
const FOLDER: &str = "letter-templates";

/// A folder of templates.
#[derive(Clone, Debug)]
pub struct Root {
    /// Where it is.
    pub path: PathBuf,
    /// As the user knows it.
    pub shown: String,
    /// Whether `--templates` named it.
    is_named: bool,
}

impl Root {
    /// Returns the named folder, else that of the receivables folder.
    pub fn of(named: Option<&Path>, folder: &Path) -> Root {
        match named {
            Some(root) => Root { path: root.to_owned(), shown: root.display().to_string(), is_named: true },
            None => Root { path: folder.join(FOLDER), shown: FOLDER.to_owned(), is_named: false },
        }
    }
}

/// Reads the templates of a folder, where it has some.
///
/// # Errors
/// [`Exit::CouldNotRun`] when one cannot be read; said already.
pub fn given(folder: &Root, policy: &Policy, ui: &mut Ui) -> Result<Vec<Given>, Exit> {
    let (given, findings) = judged(folder, policy);
    let has_errors = findings.iter().any(Diagnostic::is_error);
    ui.findings(findings);
    if has_errors { Err(Exit::CouldNotRun) } else { Ok(given) }
}

/// Returns the templates of a folder that can be read, and what is found in the folder.
pub fn judged(folder: &Root, policy: &Policy) -> (Vec<Given>, Vec<Diagnostic>) {
    let (root, shown) = (&folder.path, &folder.shown);
    let mut given = Vec::new();
    let mut findings = Vec::new();
    findings.extend(misplaced::no_folder(folder));
    findings.extend(misplaced::strays(folder));
    for lang in [Lang::En, Lang::Fr] {
        for name in names(&root.join(lang.tag())) {
            let file = format!("{shown}/{}/{name}{EXTENSION}", lang.tag());
            match read(&root.join(lang.tag()).join(format!("{name}{EXTENSION}")), &file) {
                Ok(text) => {
                    if !is_used(&name, policy) {
                        findings.push(unused(&file));
                    }
                    findings.extend(court::doubtful(&file, &text, policy.penalties.law));
                    given.push(Given { lang, name, file, text });
                }
                Err(fault) => findings.push(*fault),
            }
        }
    }
    (given, findings)
}

/// Tells whether a template is built in, or among the receivables folder's own.
pub fn is_there(folder: &Path, lang: Lang, name: &str) -> bool {
    let is_built_in = BUILTIN.iter().any(|&(known, template, _)| known == lang && template == name);
    is_built_in || folder.join(FOLDER).join(lang.tag()).join(format!("{name}{EXTENSION}")).is_file()
}

/// Returns the names of the templates in a folder, in order; none when there is no such folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> =
        entries.filter_map(|entry| entry.file_name().to_str()?.strip_suffix(EXTENSION).map(str::to_owned)).collect();
    names.sort();
    names
}

/// Reads a template, and of a large one only enough for it to be refused.
fn read(path: &Path, shown: &str) -> Result<String, Box<Diagnostic>> {
    let mut bytes = Vec::new();
    let opened = files::open_regular(path).and_then(|file| file.take(LARGEST as u64 + 4).read_to_end(&mut bytes));
    opened.map_err(|error| Box::new(unreadable(shown, &error)))?;
    // Where it was cut off a letter may be in pieces; it is too large anyway.
    if bytes.len() > LARGEST {
        return Ok(String::from_utf8_lossy(&bytes).into_owned());
    }
    plain_text::in_utf8(bytes, shown)
}

fn is_used(name: &str, policy: &Policy) -> bool {
    let mut levels = policy.procedures.iter().flat_map(|procedure| &procedure.levels);
    let is_known = is_partial(name) || BUILTIN.iter().any(|(_, known, _)| *known == name);
    is_known || levels.any(|level| level.template == name)
}

fn unused(file: &str) -> Diagnostic {
    let known: Vec<&str> = BUILTIN.iter().filter(|(lang, ..)| *lang == Lang::Fr).map(|(_, name, _)| *name).collect();
    let known = known.join(", ");
    Diagnostic::new(
        code::letter::TEMPLATE_UNUSED,
        "no level uses this template, and it replaces none",
        "aucun niveau n'emploie ce modèle, et il n'en remplace aucun",
    )
    .at(Place::file(file))
    .help(
        format!("built-in templates: {known}; a level's own is named by its key template"),
        format!("modèles intégrés : {known} ; celui d'un niveau est nommé par sa clé template"),
    )
}

fn unreadable(file: &str, error: &io::Error) -> Diagnostic {
    let why = files::why(error);
    Diagnostic::new(
        code::input::FILE_UNREADABLE,
        format!("the template cannot be read: {}", why.en),
        format!("le modèle ne peut pas être lu : {}", why.fr),
    )
    .at(Place::file(file))
}
