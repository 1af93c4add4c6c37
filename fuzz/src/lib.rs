//! Seeds, and what is made of them: the files of `tests/cases/`, changed as a run of bytes says.
//!
//! Bytes at random would never get past a header; a sound file with a few changes goes deep into its reader.

use std::fs;
use std::path::{Path, PathBuf};

/// The longest file that is taken for a seed.
const LONGEST: u64 = 64 * 1024;

/// How many changes a file gets at most.
const MOST_CHANGES: usize = 24;

/// What is worth writing somewhere: marks of dialects, amounts and days at their limits, openings of quotes and tags.
const TOKENS: [&[u8]; 32] = [
    b"\"",
    b";",
    b",",
    b"\t",
    b"\r\n",
    b"\n\n",
    b"\xef\xbb\xbf",
    b"\0",
    b"\xff\xfe",
    b"\xe9",
    b"sep=;\n",
    b"-",
    b"+",
    b"99999999999999999999",
    b"0.001",
    b"1e400",
    b"1 234,56",
    b"(1,00)",
    b"29/02/2026",
    b"9999-12-31",
    b"0000-00-00",
    b"<!DOCTYPE x [<!ENTITY a \"aaaa\">]>",
    b"&a;",
    b"<a>",
    b"</a>",
    b"<![CDATA[",
    b"{{#each lines}}",
    b"{{/each}}",
    b"**",
    b"[x](",
    b"\xe2\x80\xae",
    b"\xc2\xa0",
];

/// Fails once the process has ever held a gigabyte, where the system tells: the execution that did is shown then.
///
/// # Panics
/// Then.
pub fn stay_below_a_gigabyte() {
    const MOST_KIB: u64 = 1024 * 1024;
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"));
    let most = most.and_then(|most| most.trim().parse::<u64>().ok()).unwrap_or_default();
    assert!(most < MOST_KIB, "{most} KiB were held at once");
}

/// Files to start from.
pub struct Seeds(Vec<Vec<u8>>);

impl Seeds {
    /// Takes the files below `tests/cases/` and `examples/` that are wanted, by their path.
    ///
    /// # Panics
    /// When there is none: a target without seeds tries nothing.
    pub fn of(is_wanted: impl Fn(&str) -> bool) -> Seeds {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the project is above");
        let mut paths = Vec::new();
        for folder in ["tests/cases", "examples", "policies", "letter-templates"] {
            collect(&root.join(folder), &mut paths);
        }
        paths.sort();
        let wanted = paths.iter().filter(|path| is_wanted(&path.to_string_lossy().to_lowercase()));
        let short = wanted.filter(|path| path.metadata().is_ok_and(|found| found.len() <= LONGEST));
        let seeds: Vec<Vec<u8>> = short.filter_map(|path| fs::read(path).ok()).collect();
        assert!(!seeds.is_empty(), "no file of the cases is wanted");
        Seeds(seeds)
    }

    /// Takes texts that stand in the program itself.
    pub fn texts<'t>(texts: impl IntoIterator<Item = &'t str>) -> Seeds {
        Seeds(texts.into_iter().map(|text| text.as_bytes().to_vec()).collect())
    }

    /// Returns a seed with the changes that bytes say: two choose it, six make each change.
    pub fn changed(&self, bytes: &[u8]) -> Vec<u8> {
        let (head, changes) = bytes.split_at(bytes.len().min(2));
        let which = head.iter().fold(0, |sum, &byte| sum * 256 + usize::from(byte));
        let mut file = self.0[which % self.0.len()].clone();
        for change in changes.chunks_exact(6).take(MOST_CHANGES) {
            apply(change, &mut file, &self.0);
        }
        file
    }
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { collect(&path, paths) } else { paths.push(path) }
    }
}

/// Makes one change: what kind of, where, how much.
fn apply(change: &[u8], file: &mut Vec<u8>, seeds: &[Vec<u8>]) {
    let [kind, high, low, length, value, more] = change else { return };
    let at = (usize::from(*high) * 256 + usize::from(*low)) % (file.len() + 1);
    let end = (at + 1 + usize::from(*length)).min(file.len());
    let token = TOKENS[usize::from(*value) % TOKENS.len()];
    match kind % 8 {
        0 if at < file.len() => file[at] = *value,
        1 => drop(file.splice(at..at, token.iter().copied())),
        2 => drop(file.splice(at..end, token.iter().copied())),
        3 => drop(file.drain(at..end)),
        4 => {
            let copied = file[at..end].to_vec();
            let to = usize::from(*value) * usize::from(*more) % (file.len() + 1);
            drop(file.splice(to..to, copied));
        }
        5 => {
            let line = line_at(file, at);
            let copied = file[line.clone()].to_vec();
            drop(file.splice(line.end..line.end, copied));
        }
        6 => drop(file.drain(line_at(file, at))),
        7 if *more < 16 => file.truncate(at),
        _ => {
            let other = &seeds[usize::from(*value) % seeds.len()];
            let from = usize::from(*more) * 16 % (other.len() + 1);
            let part = other[from..(from + 64).min(other.len())].to_vec();
            drop(file.splice(at..at, part));
        }
    }
}

/// Returns where the line stands that holds a place, with what ends it.
fn line_at(file: &[u8], at: usize) -> std::ops::Range<usize> {
    let start = file[..at].iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
    let end = file[at..].iter().position(|&byte| byte == b'\n').map_or(file.len(), |end| at + end + 1);
    start..end
}
