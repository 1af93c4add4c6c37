//! Documents on their way into a folder: `paper` and `tray` make them, `outbox` takes them all or none, `delivery` says
//! what became of them. `filed`, `lists` and `unrecorded`: what was written, and what of it the history does not know.

pub mod delivery;
pub mod filed;
pub mod lists;
pub mod outbox;
pub mod paper;
pub mod tray;
pub mod unrecorded;
