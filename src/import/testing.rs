//! Texts given to a reader as files are given to `import`, for tests.

use super::Incoming;
use super::source::{Folder, Request, SourceFile};
use crate::input::Source;
use crate::model::Date;
use crate::policy::Policy;

/// Returns what a reader makes of XML texts, one file each, in a folder with that policy; nothing is asked for beside.
pub fn read_xml(
    read: impl Fn(&[&SourceFile], &Request<'_>) -> Incoming,
    texts: &[String],
    folder: &dyn Folder,
    policy: &Policy,
) -> Incoming {
    let open =
        |xml: &String| SourceFile::open(Source::of("f.xml".as_ref(), "f.xml", xml.as_bytes().to_vec().into())).unwrap();
    let files: Vec<SourceFile> = texts.iter().map(open).collect();
    let request =
        Request { policy, mapping: None, accounts: &[], paid_date: None, letters: None, folder, today: Date::MAX };
    read(&files.iter().collect::<Vec<_>>(), &request)
}
