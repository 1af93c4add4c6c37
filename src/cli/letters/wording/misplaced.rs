//! What stands in a folder of templates where no letter looks for it: a slip that would let the built-in words go out
//! without anybody noticing.

use std::fs;
use std::path::Path;

use super::Root;
use crate::diag::{Diagnostic, Place, code};
use crate::letter::wording::templates::EXTENSION;
use crate::model::Lang;

/// What a folder of templates may hold besides its templates.
const KNOWN: [&str; 2] = ["letter.typ", "fonts"];

/// Says that the folder is not there though it was named, or that something else stands in its place.
pub(super) fn no_folder(root: &Root) -> Option<Diagnostic> {
    let is_there = root.path.symlink_metadata().is_ok();
    if root.path.is_dir() || !(root.is_named || is_there) {
        return None;
    }
    let finding = if root.path.exists() {
        Diagnostic::new(
            code::input::NOT_A_FOLDER,
            "a file stands where the folder of templates is expected: none of its templates is used",
            "un fichier se trouve à la place du dossier de modèles : aucun modèle n'est utilisé",
        )
        .help(
            "make a folder of that name, with fr/ and en/ in it, or rename the file",
            "créer un dossier de ce nom, avec fr/ et en/ dedans, ou renommer le fichier",
        )
    } else if is_there {
        Diagnostic::new(
            code::input::FILE_MISSING,
            "the link to the folder of templates leads nowhere",
            "le lien vers le dossier de modèles ne mène nulle part",
        )
    } else {
        Diagnostic::new(
            code::input::FILE_MISSING,
            "there is no such folder of templates",
            "ce dossier de modèles n'existe pas",
        )
    };
    Some(finding.at(Place::file(&root.shown)))
}

/// Returns a warning for each file and folder that looks like a template and is in the wrong place.
pub(super) fn strays(root: &Root) -> Vec<Diagnostic> {
    let top = entries(&root.path);
    let mut found = Vec::new();
    for (name, is_folder) in &top {
        let lang = [Lang::En, Lang::Fr].into_iter().find(|lang| lang.tag().eq_ignore_ascii_case(name));
        let is_exact = KNOWN.contains(&name.as_str()) || lang.is_some_and(|lang| lang.tag() == name);
        // Where `FR` and `fr` are one name it is read.
        let is_read = lang.is_some_and(|lang| is_exact || root.path.join(lang.tag()).is_dir() && !has(&top, lang));
        let looks_meant =
            *is_folder || is_template_like(name) || KNOWN.iter().any(|known| known.eq_ignore_ascii_case(name));
        if !is_exact && !is_read && looks_meant {
            found.push(stray(&format!("{}/{name}", root.shown)));
        }
    }
    for lang in [Lang::En, Lang::Fr] {
        for (name, _) in entries(&root.path.join(lang.tag())) {
            if !name.ends_with(EXTENSION) {
                found.push(stray(&format!("{}/{}/{name}", root.shown, lang.tag())));
            }
        }
    }
    found
}

fn has(top: &[(String, bool)], lang: Lang) -> bool {
    top.iter().any(|(name, _)| name == lang.tag())
}

fn is_template_like(name: &str) -> bool {
    let name = name.to_lowercase();
    [".hbs", ".md", ".typ"].iter().any(|end| name.ends_with(end) || name.contains(&format!("{end}.")))
}

/// Returns what a folder holds, in order, and whether each is a folder; what is hidden or explains the folder is left
/// out.
fn entries(folder: &Path) -> Vec<(String, bool)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let named = entries.filter_map(|entry| Some((entry.file_name().into_string().ok()?, entry.path().is_dir())));
    let explains = |name: &str| name.to_lowercase().starts_with("readme");
    let mut found: Vec<(String, bool)> =
        named.filter(|(name, _)| !name.starts_with('.') && !name.ends_with('~') && !explains(name)).collect();
    found.sort();
    found
}

fn stray(file: &str) -> Diagnostic {
    Diagnostic::new(
        code::letter::TEMPLATE_MISPLACED,
        "nothing looks for this here: letters are written without it",
        "rien n'est cherché ici : les lettres sont écrites sans cela",
    )
    .at(Place::file(file))
    .help(
        format!(
            "templates are fr/NAME{EXTENSION} and en/NAME{EXTENSION} in that folder, in small letters, beside \
             fonts/"
        ),
        format!(
            "les modèles sont fr/NOM{EXTENSION} et en/NOM{EXTENSION} dans ce dossier, en minuscules, à côté de \
             fonts/"
        ),
    )
}
