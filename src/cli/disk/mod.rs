//! The disk: files that others use too.
//!
//! `steady` and `plain_text` read them; `files` writes them whole or not at all, put together in the place that
//! `passing` keeps and `interrupt` clears; `target` says where no result may go, `owner` to whom files belong.
//! `folder_file` and `journal` change files of the folder, `pending` several at once.

pub mod files;
pub mod folder_file;
pub mod interrupt;
pub mod journal;
pub mod owner;
pub mod passing;
pub mod pending;
pub mod plain_text;
pub mod steady;
pub mod target;
