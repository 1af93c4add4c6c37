//! What the law says, nothing computed: dated rates, terms, holidays. Each item cites its article.
pub mod courts;
pub mod holidays;
pub mod insolvency;
pub mod limitation;
pub mod maximum_terms;
pub mod rates;
pub mod regimes;
pub mod routes;
pub mod terms;
