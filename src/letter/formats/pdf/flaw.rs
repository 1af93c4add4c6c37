//! Why a file is no picture that can be shown.

/// Why a file is no picture that can be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It is of another kind.
    Kind,
    /// It cannot be read.
    Unreadable,
    /// It has too many dots.
    Large,
    /// It is a drawing with texts, pictures, masks or effects.
    Effects,
}
