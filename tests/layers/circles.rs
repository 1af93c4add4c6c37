//! Which file takes names from which other, and the circles among them.
//!
//! A name belongs to the file that defines it, whatever module passes it on. A file may take names from the modules
//! that it stands in: those are the room around it, not another room.

use std::collections::{BTreeMap, BTreeSet};

/// A module's place in the crate, from its root.
pub type Module = Vec<String>;

/// The modules of a crate, and the names that each of them takes from elsewhere.
pub struct House {
    /// By module: its source without comments, and the path behind each name that it uses.
    modules: BTreeMap<Module, (String, BTreeMap<String, Vec<String>>)>,
}

impl House {
    /// Takes modules with their sources, tests left out.
    pub fn new(sources: impl Iterator<Item = (Module, String)>) -> House {
        let module = |(module, source): (Module, String)| {
            let uses = uses(&source);
            (module, (source, uses))
        };
        House { modules: sources.map(module).collect() }
    }

    /// Returns the circles: each is the modules that take names from each other, directly or by way of others.
    pub fn circles(&self) -> Vec<BTreeSet<Module>> {
        let takes: BTreeMap<&Module, BTreeSet<Module>> =
            self.modules.keys().map(|module| (module, self.takes_from(module))).collect();
        let reached: BTreeMap<&Module, BTreeSet<Module>> =
            takes.keys().map(|module| (*module, reached(module, &takes))).collect();
        let circle = |module: &&Module| -> BTreeSet<Module> {
            let others = reached[*module].iter().filter(|other| reached[other].contains(*module));
            others.cloned().collect()
        };
        let found: BTreeSet<_> = reached.keys().map(circle).filter(|circle| !circle.is_empty()).collect();
        found.into_iter().collect()
    }

    /// Returns the modules from which one takes names, but for those that it stands in.
    fn takes_from(&self, module: &Module) -> BTreeSet<Module> {
        let (source, uses) = &self.modules[module];
        let inline = paths(source);
        let found = uses.values().chain(&inline).filter_map(|path| self.owner(module, path, 0));
        found.filter(|owner| !module.starts_with(owner)).collect()
    }

    /// Returns the module that defines what a path names; nothing for what is not ours.
    fn owner(&self, module: &Module, path: &[String], depth: usize) -> Option<Module> {
        let (first, mut rest) = path.split_first()?;
        let known =
            |place: &[String], name: &String| self.modules.contains_key(&[place, std::slice::from_ref(name)].concat());
        let mut place = match first.as_str() {
            "crate" => Vec::new(),
            "self" => module.clone(),
            "super" => {
                let mut place = parent(module);
                while let Some((_, behind)) = rest.split_first().filter(|(first, _)| *first == "super") {
                    (place, rest) = (parent(&place), behind);
                }
                place
            }
            _ if known(module, first) => {
                rest = path;
                module.clone()
            }
            _ => return self.passed_on(module, path, depth),
        };
        while let Some((name, behind)) = rest.split_first().filter(|(name, _)| known(&place, name)) {
            place.push(name.clone());
            rest = behind;
        }
        let passed_on = if place == *module { None } else { self.passed_on(&place, rest, depth) };
        passed_on.or(Some(place))
    }

    /// Returns the owner of a name that a module itself takes from elsewhere.
    fn passed_on(&self, module: &Module, path: &[String], depth: usize) -> Option<Module> {
        /// No name goes through so many hands.
        const DEEPEST: usize = 8;
        let (first, rest) = path.split_first()?;
        let (_, uses) = self.modules.get(module)?;
        let taken = uses.get(first).filter(|_| depth < DEEPEST)?;
        self.owner(module, &[taken, rest].concat(), depth + 1)
    }
}

fn parent(module: &Module) -> Module {
    module.split_last().map_or_else(Vec::new, |(_, parent)| parent.to_vec())
}

/// Returns every module from which one takes names, directly or by way of others.
fn reached(module: &Module, takes: &BTreeMap<&Module, BTreeSet<Module>>) -> BTreeSet<Module> {
    let mut reached = BTreeSet::new();
    let mut next: Vec<&Module> = vec![module];
    while let Some(module) = next.pop() {
        for other in &takes[module] {
            if reached.insert(other.clone()) {
                next.push(other);
            }
        }
    }
    reached
}

/// Returns the names that `use` declarations give, and the path behind each.
fn uses(source: &str) -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    for declaration in declarations(source) {
        spread(declaration, &[], &mut found);
    }
    found
}

/// Returns what stands between each `use` and its semicolon.
fn declarations(source: &str) -> impl Iterator<Item = &str> {
    source.match_indices("use ").filter_map(|(at, word)| {
        let begins = source[..at].chars().next_back().is_none_or(|before| before.is_whitespace() || before == ')');
        let rest = &source[at + word.len()..];
        begins.then(|| rest.split(';').next().unwrap_or(rest))
    })
}

/// Takes a tree of names apart: `a::{b, c::{self, D as E}}`.
fn spread(tree: &str, before: &[String], found: &mut BTreeMap<String, Vec<String>>) {
    let tree = tree.trim();
    let segments = |text: &str| -> Vec<String> {
        let names = text.split("::").map(str::trim).filter(|name| !name.is_empty());
        before.iter().cloned().chain(names.map(str::to_owned)).collect()
    };
    let Some((head, list)) = tree.split_once('{') else {
        let (path, name) = tree.split_once(" as ").map_or((tree, None), |(path, name)| (path, Some(name.trim())));
        let mut path = segments(path);
        if path.last().is_some_and(|last| last == "self") && path.len() > 1 {
            path.pop();
        }
        if let Some(last) = path.last() {
            // All names of a module, whichever they are, stand under its path.
            let last = if last == "*" { path.join("::") } else { last.clone() };
            found.insert(name.map_or(last, str::to_owned), path);
        }
        return;
    };
    let head = segments(head);
    let (mut depth, mut start) = (0, 0);
    for (i, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' | ',' if depth == 0 => {
                if !list[start..i].trim().is_empty() {
                    spread(&list[start..i], &head, found);
                }
                start = i + 1;
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
}

/// Returns the paths that stand in the code itself.
fn paths(source: &str) -> Vec<Vec<String>> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let words = source.split(|c| !is_name(c)).filter(|word| word.contains("::"));
    // What ends with colons stands before a brace, or before the types of a function.
    let words = words.filter(|word| !word.starts_with("::") && !word.ends_with("::"));
    words.map(|word| word.split("::").filter(|name| !name.is_empty()).map(str::to_owned).collect()).collect()
}

#[test]
fn a_circle_is_seen_in_every_form() {
    let circles = |files: &[(&str, &str)]| {
        let module = |path: &str| path.split("::").filter(|name| !name.is_empty()).map(str::to_owned).collect();
        let house = House::new(files.iter().map(|(path, source)| (module(path), (*source).to_owned())));
        house
            .circles()
            .iter()
            .map(|circle| circle.iter().map(|module| module.join("::")).collect())
            .collect::<Vec<Vec<String>>>()
    };
    let pair = [vec!["a::b".to_owned(), "a::c".to_owned()]];
    let of = |b: &str, c: &str| circles(&[("a", "pub use b::B;"), ("a::b", b), ("a::c", c), ("a::d", "")]);
    assert_eq!(of("use super::c::C;", "use crate::a::b::{self, B};"), pair);
    assert_eq!(of("fn f() { super::c::g(1) }", "use crate::{a::{d, b as e}, x};"), pair);
    assert_eq!(of("pub(super) use super::c;", "use super::B;"), pair, "what a module passes on is another's");
    assert_eq!(of("use super::d::*;\nuse super::c::*;", "use super::b::*;"), pair);
    assert_eq!(of("use super::c::C;", "use super::d::D;"), [] as [Vec<String>; 0]);
    assert_eq!(of("use super::A;", "use super::A;"), [] as [Vec<String>; 0], "the room around is no other room");
}
