//! What people type.
//!
//! `common` has the options that commands share, `day` days, `fail_if` thresholds, `names` those of levels and
//! procedures; `whom` finds who is meant, `unfit` says why a value is not taken.

pub mod common;
pub mod day;
pub mod fail_if;
pub mod names;
pub mod unfit;
pub mod whom;
