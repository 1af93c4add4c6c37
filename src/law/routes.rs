//! What a creditor can ask of a court when the last reminder has failed. It informs and gives no verdict.

use crate::model::{Amount, CustomerKind, Date};

/// Is one way to a title that can be enforced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    /// Its name in English.
    pub en: &'static str,
    /// Its name in French.
    pub fr: &'static str,
    /// The articles that it rests on.
    pub article: &'static str,
    /// The most it is open for, principal and interest together, in EUR.
    pub ceiling: Option<Amount>,
}

/// Returns the routes that are open against a kind of debtor, for a principal in EUR or unknown in EUR, on a day.
///
/// A route whose ceiling the principal alone passes is left out. Whether interest brings the sum above it, and whether
/// the other conditions of a route are met, is the user's to say: what shows a ceiling must say that it includes both.
pub fn routes(kind: CustomerKind, principal: Option<Amount>, day: Date) -> Vec<Route> {
    let order = Route { en: "order for payment", fr: "injonction de payer", article: "CPC 1405", ceiling: None };
    let provision = |en, fr, article| Route { en, fr, article, ceiling: None };
    let mut routes = match kind {
        CustomerKind::Business => vec![
            order,
            // Between traders, the commercial court; a professional who is none (a doctor, a farmer, an association)
            // is sued before the judicial court.
            provision("summary provision", "référé-provision", "CPC 873, 835"),
            provision(
                "ordinary claim before the commercial court if the debtor is a trader, else the judicial court",
                "assignation au tribunal de commerce si le débiteur est commerçant, sinon au tribunal judiciaire",
                "C. com. L721-3",
            ),
        ],
        CustomerKind::Consumer => vec![
            order,
            provision("summary provision", "référé-provision", "CPC 835"),
            provision("claim before the judicial court", "saisine du tribunal judiciaire", "CPC 42, 750-1"),
        ],
        // A public buyer's debt under a public contract is not for the judicial courts.
        CustomerKind::Public => {
            return vec![provision(
                "summary provision before the administrative court",
                "référé-provision devant le tribunal administratif",
                "CJA R541-1",
            )];
        }
    };
    if let Some(ceiling) =
        small_claims_ceiling(day).filter(|&ceiling| principal.is_some_and(|principal| principal <= ceiling))
    {
        routes.insert(
            1,
            Route {
                en: "small-claims procedure",
                fr: "procédure simplifiée de recouvrement des petites créances",
                article: "C. exéc. L125-1, R125-1",
                ceiling: Some(ceiling),
            },
        );
    }
    routes
}

/// Returns the most that the small-claims procedure is open for (C. exéc. R125-1), where it exists on a day.
pub fn small_claims_ceiling(day: Date) -> Option<Amount> {
    // In cents.
    const SINCE: [(i32, u32, u32, i64); 2] = [(2020, 1, 1, 500_000), (2016, 6, 1, 400_000)];
    let row = SINCE.iter().find(|&&(year, month, first, _)| Date::from_ymd_opt(year, month, first) <= Some(day))?;
    Some(Amount::from_minor(row.3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{day, eur};

    #[test]
    fn the_small_claims_ceiling_is_the_one_of_the_day() {
        assert_eq!(small_claims_ceiling(day("2016-05-31")), None);
        assert_eq!(small_claims_ceiling(day("2019-12-31")), Some(eur("4000.00")));
        assert_eq!(small_claims_ceiling(day("2020-01-01")), Some(eur("5000.00")));
    }

    #[test]
    fn small_claims_stop_at_the_ceiling_and_public_buyers_have_their_own_court() {
        let articles = |kind, sum: &str| {
            let routes = routes(kind, Some(eur(sum)), day("2026-11-22"));
            routes.iter().map(|route| route.article).collect::<Vec<_>>()
        };
        assert!(articles(CustomerKind::Business, "5000.00").contains(&"C. exéc. L125-1, R125-1"));
        assert!(!articles(CustomerKind::Business, "5000.01").contains(&"C. exéc. L125-1, R125-1"));
        assert_eq!(articles(CustomerKind::Public, "100.00"), ["CJA R541-1"]);
    }

    #[test]
    fn the_commercial_court_is_for_traders() {
        let routes = routes(CustomerKind::Business, None, day("2026-11-22"));
        let claim = routes.iter().find(|route| route.article == "C. com. L721-3").unwrap();
        assert!(claim.fr.contains("tribunal de commerce si le débiteur est commerçant, sinon au tribunal judiciaire"));
        assert!(claim.en.contains("commercial court if the debtor is a trader, else the judicial court"));
    }
}
