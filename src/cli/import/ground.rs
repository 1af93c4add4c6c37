//! Where an import is tried: the folder, or, where there is none yet, an empty passing one that stands for it.
//!
//! A folder is made only once everything in it is known to be sound.

use std::fs;

use tempfile::TempDir;

use crate::cli::disk::pending;
use crate::cli::exit::Exit;
use crate::cli::init;
use crate::cli::lock::FolderLock;
use crate::cli::reading::trial::{Written, unwritable};
use crate::cli::terminal::ui::Ui;
use crate::cli::typed::common::Files;
use crate::model::FileRole;

/// Where an import is tried.
#[derive(Debug)]
pub struct Ground {
    /// Where its files are.
    pub files: Files,
    /// Whether the folder is still to be started.
    pub is_new: bool,
    passing: Option<TempDir>,
}

impl Ground {
    /// Looks at the folder that was named.
    ///
    /// # Errors
    /// When no passing folder can be made.
    pub fn of(named: &Files) -> anyhow::Result<Ground> {
        if !named.folder.exists() {
            let passing = tempfile::tempdir()?;
            let files = Files { folder: passing.path().to_owned(), ..named.clone() };
            return Ok(Ground { files, is_new: true, passing: Some(passing) });
        }
        let sources = named.sources();
        let mut roles = [FileRole::Policy].into_iter().chain(FileRole::OF_LEDGER);
        let is_new = roles.all(|role| sources.locate(role).path.symlink_metadata().is_err());
        Ok(Ground { files: named.clone(), is_new, passing: None })
    }

    /// Keeps other runs out of the folder; of one that is not there nobody need be kept out.
    ///
    /// # Errors
    /// When another run holds it, or it cannot be written in.
    pub fn lock(&self, ui: &mut Ui) -> Result<Option<FolderLock>, Exit> {
        if self.passing.is_some() || !self.files.folder.is_dir() {
            return Ok(None);
        }
        FolderLock::take(&self.files.folder, ui).map(Some)
    }

    /// Writes the files, in their order, into the folder that was named; a new folder gets what `init` gives one.
    /// `lists` are the files that they come from.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write(
        &self,
        named: &Files,
        lists: &[String],
        mut candidates: Vec<Written>,
        ui: &mut Ui,
    ) -> anyhow::Result<()> {
        let mut lock = None;
        if self.passing.is_some() {
            let folder = &named.folder;
            fs::create_dir_all(folder).map_err(|error| unwritable(&folder.display().to_string(), &error))?;
            lock = Some(FolderLock::take(folder, ui)?);
        }
        let sources = named.sources();
        if self.is_new && named.policy.is_none() {
            init::make(&named.folder, FileRole::Policy, init::Start { lang: ui.lang(), backlog: false })?;
        }
        for (file, _) in &mut candidates {
            file.path = sources.locate(file.role).path;
        }
        pending::write(&named.folder, lists, &candidates)?;
        drop(lock);
        Ok(())
    }
}
