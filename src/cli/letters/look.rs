//! How a firm's letters look: the logo and the fonts that its folder holds.

use std::fs;
use std::io;
use std::path::Path;

use super::wording::Root;
use crate::cli::disk::files;
use crate::diag::{Diagnostic, Place, code};
use crate::letter::formats::design::{Design, Image, ImageFormat};
use crate::letter::run::manifest::Input;
use crate::model::FileRole;
use crate::policy::Policy;

/// The file of a page design of earlier versions in a folder of templates, and the folder of fonts there.
const PAGE: &str = "letter.typ";
const FONTS: &str = "fonts";

/// The most bytes of a logo and of a font: Chinese ones have a few million.
const LARGEST_LOGO: u64 = 4 * 1024 * 1024;
const LARGEST_FONT: u64 = 64 * 1024 * 1024;

/// Reads what the policy and the folder of templates say of the look of letters.
///
/// # Errors
/// Every file that is there and cannot be read or shown.
pub fn design(root: &Root, folder: &Path, policy: &Policy) -> Result<Design, Vec<Diagnostic>> {
    let (mut design, mut faults) = faces(root, policy);
    design.two_sided = policy.letters.two_sided;
    if let Some(name) = &policy.letters.logo {
        match logo(&folder.join(name), name) {
            Ok(logo) => design.logo = Some(logo),
            Err(fault) => faults.push(*fault),
        }
    }
    let page = root.path.join(PAGE);
    if page.exists() {
        faults.push(retired(&format!("{}/{PAGE}", root.shown)));
    }
    if faults.is_empty() { Ok(design) } else { Err(faults) }
}

/// Reads what sheets share with letters, the colour and the fonts, and the faults of fonts that cannot be read.
pub fn faces(root: &Root, policy: &Policy) -> (Design, Vec<Diagnostic>) {
    let mut faults = Vec::new();
    let mut design = Design { color: policy.letters.color, page: policy.letters.page.clone(), ..Design::default() };
    for name in fonts(&root.path.join(FONTS)) {
        let shown = format!("{}/{FONTS}/{name}", root.shown);
        match files::read_regular(&root.path.join(FONTS).join(&name), LARGEST_FONT) {
            Ok(bytes) => design.fonts.push((shown, bytes)),
            Err(error) => faults.push(unreadable(&shown, &error)),
        }
    }
    (design, faults)
}

/// Returns the files that the look came from.
pub fn inputs(design: &Design) -> Vec<Input> {
    let logo = design.logo.iter().map(|logo| Input::new(logo.file.clone(), &logo.bytes));
    let fonts = design.fonts.iter().map(|(file, bytes)| Input::new(file.clone(), bytes));
    logo.chain(fonts).collect()
}

fn logo(path: &Path, name: &str) -> Result<Image, Box<Diagnostic>> {
    let bytes = files::read_regular(path, LARGEST_LOGO).map_err(|error| Box::new(unreadable(name, &error)))?;
    let known = ImageFormat::of(name).filter(|format| match format {
        ImageFormat::Png => bytes.starts_with(b"\x89PNG\r\n"),
        ImageFormat::Jpeg => bytes.starts_with(b"\xff\xd8"),
        ImageFormat::Svg => std::str::from_utf8(&bytes).is_ok_and(|text| text.contains("<svg")),
    });
    match known {
        Some(format) => Ok(Image { file: name.to_owned(), bytes, format }),
        None => Err(Box::new(
            Diagnostic::new(
                code::letter::LOGO_UNUSABLE,
                "the logo is no picture that letters can show",
                "le logo n'est pas une image que les lettres peuvent montrer",
            )
            .at(Place::file(name))
            .at(Place { column: Some("letters.logo".to_owned()), ..Place::file(FileRole::Policy.file_name()) })
            .help(
                "give a PNG, JPEG or SVG file, named .png, .jpg or .svg",
                "donner un fichier PNG, JPEG ou SVG, nommé .png, .jpg ou .svg",
            ),
        )),
    }
}

/// Returns the names of the fonts in a folder, in order; none when there is no such folder.
fn fonts(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let is_font = |name: &String| {
        let name = name.to_ascii_lowercase();
        [".ttf", ".otf", ".ttc"].iter().any(|end| name.ends_with(end))
    };
    let mut names: Vec<String> =
        entries.filter_map(|entry| entry.file_name().into_string().ok()).filter(is_font).collect();
    names.sort();
    names
}

fn unreadable(file: &str, error: &io::Error) -> Diagnostic {
    let why = files::why(error);
    Diagnostic::new(
        code::input::FILE_UNREADABLE,
        format!("the file cannot be read: {}", why.en),
        format!("le fichier ne peut pas être lu : {}", why.fr),
    )
    .at(Place::file(file))
}

/// Says that a page is no longer designed in Typst, and how it is.
fn retired(file: &str) -> Diagnostic {
    Diagnostic::new(
        code::letter::PAGE_RETIRED,
        "pages are no longer designed in Typst: letters would not look as this file says",
        "les pages ne sont plus dessinées en Typst : les lettres n'auraient pas l'allure que dit ce fichier",
    )
    .at(Place::file(file))
    .help(
        "say how letters look under [letters] and [letters.page] in policy.toml, what stands above and below them in \
            sender.md.hbs, head.md.hbs and foot.md.hbs beside the templates, and remove this file",
        "dire l'allure des lettres sous [letters] et [letters.page] dans policy.toml, ce qui figure en tête et au pied dans \
            sender.md.hbs, head.md.hbs et foot.md.hbs à côté des modèles, et supprimer ce fichier",
    )
}
