//! To whom files belong: one that is replaced stays its owner's, and one that is new belongs to whom its folder belongs
//! to, so that a run of root's under cron leaves nothing that the folder's users cannot change.

use std::fs::{File, Metadata};
use std::path::Path;

/// The user and group that a file is to have, and what of its folder they may do.
#[derive(Clone, Copy, Debug, Default)]
pub struct Owner {
    #[cfg(unix)]
    ids: Option<(u32, u32)>,
    #[cfg(unix)]
    mode: u32,
}

#[cfg(unix)]
impl Owner {
    /// Returns the owner of a file or folder; nobody in particular where it cannot be asked.
    pub fn of(path: &Path) -> Owner {
        std::fs::metadata(path).map(|found| Owner::in_metadata(&found)).unwrap_or_default()
    }

    /// Returns the owner that stands in what is known of a file.
    pub fn in_metadata(found: &Metadata) -> Owner {
        use std::os::unix::fs::MetadataExt;
        Owner { ids: Some((found.uid(), found.gid())), mode: found.mode() }
    }

    /// Gives a file to that user and group, as far as this user may: root may, others their own groups.
    pub fn give(&self, file: &File) {
        use std::os::unix::fs::fchown;
        let Some((user, group)) = self.ids else { return };
        // What the system does not allow leaves the file with who made it.
        let _ = fchown(file, Some(user), Some(group)).or_else(|_| fchown(file, None, Some(group)));
    }

    /// Gives a folder within one of that owner's to whoever may write there.
    pub fn share(&self, folder: &Path) {
        use std::fs::Permissions;
        use std::os::unix::fs::PermissionsExt;
        if let Ok(handle) = File::open(folder) {
            self.give(&handle);
            let _ = handle.set_permissions(Permissions::from_mode(self.mode & 0o7777));
        }
    }

    /// Lets whoever may write in a folder of that owner's read and write a file there.
    pub fn let_write(&self, file: &File) {
        use std::fs::Permissions;
        use std::os::unix::fs::PermissionsExt;
        self.give(file);
        let writers = self.mode & 0o222;
        let _ = file.set_permissions(Permissions::from_mode(0o600 | writers | writers << 1));
    }
}

/// Elsewhere a file has the rights that its folder hands down.
#[cfg(not(unix))]
impl Owner {
    pub fn of(_: &Path) -> Owner {
        Owner::default()
    }

    pub fn in_metadata(_: &Metadata) -> Owner {
        Owner::default()
    }

    pub fn give(&self, _: &File) {}

    pub fn share(&self, _: &Path) {}

    pub fn let_write(&self, _: &File) {}
}
