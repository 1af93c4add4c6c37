//! What a spreadsheet or a wrong encoding did to a cell: one pure function per kind of cell, for the folder's own files
//! and for the lists of other programs alike.
//!
//! | function | tells |
//! |---|---|
//! | [`text_damage`] | letters lost or decoded twice, an error of a spreadsheet in place of a text |
//! | [`id_damage`] | the same of an id, and digits cut by an exponent |
//! | [`look`], [`loose`], [`has_hidden`] | what ids that look alike have in common |
//! | [`figure_damage`] | why a text is no amount: exponent, sign behind, parentheses |
//! | [`date_damage`] | why a text is no date: a spreadsheet's serial number, `0000-00-00` |
//! | [`siren`], [`french_postcode`] | whether a SIREN or a French postal code can be one |
//!
//! Whether a cell holds e-mail addresses is told by [`crate::model::email::addresses`].

mod figure;
mod id;
mod postcode;
mod siren;
mod text;

pub use figure::{DateDamage, FigureDamage, date_damage, figure_damage};
pub use id::{IdDamage, has_hidden, id_damage, look, loose};
pub use postcode::{french_postcode, is_in_france};
pub use siren::{Siren, SirenFault, siren};
pub use text::{TextDamage, is_spreadsheet_error, text_damage};
