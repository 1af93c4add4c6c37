//! Pure functions: a ledger, a policy and a day go in, a result value comes out. One function per question.

pub mod ageing;
pub mod allocation;
pub mod history;
pub mod kpi;
pub mod limitation;
pub mod matching;
pub mod meant;
pub mod mentions;
pub mod penalties;
pub mod planning;
pub mod receipts;
pub mod returned;
pub mod running;
pub mod scoring;
pub mod states;
pub mod terms;
