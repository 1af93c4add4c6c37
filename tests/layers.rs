//! Who may import whom: the picture of `src/lib.rs`, checked; that no files import each other in a circle; and that
//! comments are no wider than the code (`width`).

#[path = "layers/circles.rs"]
mod circles;
#[path = "layers/width.rs"]
mod width;

use std::fs;
use std::path::{Path, PathBuf};

/// A layer, and what of ours it may import besides itself.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("law", &["model"]),
    ("diag", &["model"]),
    ("policy", &["diag", "law", "model"]),
    ("input", &["policy", "diag", "law", "model"]),
    ("import", &["input", "policy", "diag", "law", "model"]),
    ("engine", &["policy", "diag", "law", "model"]),
    ("letter", &["engine", "policy", "diag", "law", "model"]),
    // A report turns an engine's result into cells; how cells are written knows nothing of it.
    // What `check` answers is findings.
    ("output/reports", &["output", "engine", "policy", "diag", "law", "model"]),
    // How penalties come about, told with the parties and the safe texts of letters.
    ("output/statement", &["output", "letter", "engine", "policy", "diag", "law", "model"]),
    // The whole desk on one page: every result side by side.
    ("output/dashboard", &["output", "engine", "policy", "law", "model"]),
    ("output", &["model"]),
    ("cli", &["input", "import", "engine", "letter", "output", "policy", "diag", "law", "model"]),
];

#[test]
fn layers_import_only_what_they_may() {
    let mut faults = Vec::new();
    for file in sources() {
        let path = file.to_str().unwrap().replace('\\', "/");
        let Some((layer, allowed)) = MAY_IMPORT.iter().find(|(layer, _)| path.starts_with(&format!("src/{layer}/")))
        else {
            let is_top = ["src/lib.rs", "src/main.rs"].contains(&&*path);
            assert!(is_top, "{path} belongs to no layer: say in tests/layers.rs what it may import");
            continue;
        };
        let own = layer.replace('/', "::");
        for (line, import) in imports(&shipped(&fs::read_to_string(&file).unwrap())) {
            let is = |name: &str| import == name || import.starts_with(&format!("{name}::"));
            if !is(&own) && !allowed.iter().any(|name| is(name)) {
                faults.push(format!("{path}:{line}: {layer} may not import crate::{import}"));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let module = |file: &Path| {
        let inside = file.strip_prefix("src").unwrap().with_extension("");
        let names = inside.iter().map(|name| name.to_str().unwrap().to_owned());
        names.filter(|name| !["mod", "lib"].contains(&name.as_str())).collect()
    };
    let files = sources().into_iter().filter(|file| *file != Path::new("src/main.rs"));
    let house = circles::House::new(files.map(|file| {
        let source = without_comments(&shipped(&fs::read_to_string(&file).unwrap()));
        (module(&file), source)
    }));
    let circles = house.circles();
    let shown: Vec<Vec<String>> =
        circles.iter().map(|circle| circle.iter().map(|module| module.join("::")).collect()).collect();
    assert!(shown.is_empty(), "name what these files both need, and give it a room below them:\n{shown:#?}");
}

#[test]
fn money_is_set_against_debts_only_where_it_pays_claims_too() {
    // Else two commands work from two balances: one in which money that has paid a claim is free, one in which it is
    // not.
    let mut faults = Vec::new();
    let rooms = ["src/engine/allocation", "src/engine/penalties"];
    for file in sources().into_iter().filter(|file| !rooms.iter().any(|room| file.starts_with(room))) {
        for (i, line) in without_comments(&shipped(&fs::read_to_string(&file).unwrap())).lines().enumerate() {
            if ["allocate(", "allocate_around(", "allocation::allocate"].iter().any(|word| line.contains(word)) {
                faults.push(format!("{}:{}: {}", file.display(), i + 1, line.trim()));
            }
        }
    }
    assert!(faults.is_empty(), "in cli that is load::allocated:\n{}", faults.join("\n"));
}

#[test]
fn only_the_command_line_speaks() {
    // clippy.toml bans the macros; this bans the handles behind them.
    let mut faults = Vec::new();
    for file in sources().into_iter().filter(|file| !file.starts_with("src/cli")) {
        for (i, line) in shipped(&fs::read_to_string(&file).unwrap()).lines().enumerate() {
            let code = line.trim_start();
            let speaks =
                ["println!", "print!(", "stdout()", "stderr()", "dbg!("].iter().any(|word| code.contains(word));
            if speaks && !code.starts_with("//") {
                faults.push(format!("{}:{}: {code}", file.display(), i + 1));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn what_only_unix_has_stands_in_the_command_line_or_beside_what_windows_has() {
    let mut faults = Vec::new();
    for file in sources().into_iter().filter(|file| !file.starts_with("src/cli")) {
        let source = without_comments(&shipped(&fs::read_to_string(&file).unwrap()));
        let count = |word: &str| source.matches(word).count();
        let others = count("#[cfg(windows)]") + count("#[cfg(not(unix))]");
        if count("os::unix") > others || count("#[cfg(unix)]") != others {
            faults.push(file.display().to_string());
        }
    }
    assert!(faults.is_empty(), "nothing here for other systems: {faults:?}");
}

#[test]
fn an_import_is_seen_in_every_form() {
    let source = "use crate::model::{Amount, Date};\nuse crate::{cli::ui::Ui, diag};\nlet x = crate::law::now();\n\
        use crate::{\n    engine::ageing,\n    output::{Cell, figures},\n};\n// crate::never\n\
        #[cfg(test)]\nmod tests {\n    use crate::testing;\n}\n";
    let seen: Vec<String> = imports(&shipped(source)).into_iter().map(|(_, import)| import).collect();
    assert_eq!(
        seen,
        ["model", "cli::ui::Ui", "diag", "law::now", "engine::ageing", "output"],
        "paths are seen down to the first brace"
    );
}

fn sources() -> Vec<PathBuf> {
    let mut found = files_below("src");
    let tests: Vec<PathBuf> = found.iter().flat_map(|file| test_modules(file)).collect();
    found.retain(|file| !tests.iter().any(|module| file.starts_with(module) || *file == module.with_extension("rs")));
    found.sort();
    assert!(found.len() > 20, "run from the crate's root");
    found
}

/// Returns the Rust files of a folder and of those below it; none where there is no such folder.
fn files_below(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found
}

/// Returns the paths, without `.rs`, of the modules that a file declares for tests only: `#[cfg(test)] mod tests;`.
fn test_modules(file: &Path) -> Vec<PathBuf> {
    let is_root = file.file_stem().is_some_and(|stem| stem == "mod" || stem == "lib");
    let folder = if is_root { file.parent().unwrap().to_owned() } else { file.with_extension("") };
    let source = fs::read_to_string(file).unwrap();
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    let declared = lines.windows(2).filter(|pair| pair[0] == "#[cfg(test)]");
    declared.filter_map(|pair| pair[1].split("mod ").nth(1)?.strip_suffix(';')).map(|name| folder.join(name)).collect()
}

/// Returns the source without its test modules, each line where it was.
fn shipped(source: &str) -> String {
    let mut out = String::new();
    let mut lines = source.lines();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        if line.trim() != "#[cfg(test)]" {
            continue;
        }
        // rustfmt puts the closing brace of an item under its first letter.
        let indent = &line[..line.len() - line.trim_start().len()];
        let mut has_body = false;
        for line in lines.by_ref() {
            out.push('\n');
            has_body |= line.ends_with('{');
            if (has_body && line == format!("{indent}}}")) || (!has_body && line.ends_with(';')) {
                break;
            }
        }
    }
    out
}

/// Returns the source without its comments, each line where it was.
fn without_comments(source: &str) -> String {
    source.lines().map(|line| line.split("//").next().unwrap_or("").to_owned() + "\n").collect()
}

/// Returns the line and the path behind each `crate::`, one per name of a braced list.
fn imports(source: &str) -> Vec<(usize, String)> {
    let code = without_comments(source);
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let line = code[..at].matches('\n').count() + 1;
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => found.extend(names(list).into_iter().map(|name| (line, name))),
            None => found.push((line, path(rest))),
        }
    }
    found
}

/// Returns the names of a braced list, up to the brace that closes it.
fn names(list: &str) -> Vec<String> {
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (i, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                found.push(path(list[start..i].trim()));
                start = i + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

/// Returns the path that a text starts with.
fn path(text: &str) -> String {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(text.len());
    text[..end].trim_end_matches(':').to_owned()
}
