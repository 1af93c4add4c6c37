//! The French regimes.

use rust_decimal::Decimal;

use super::{Anchor, Law, Regime, Start, ecb_plus, forty_euros};
use crate::model::CustomerKind;
use crate::model::rate::{RateRule, Series};

/// Against businesses, public buyers, consumers.
pub(super) static REGIMES: [Regime; 3] = [
    Regime {
        law: Law::France,
        kind: CustomerKind::Business,
        word: "business",
        rate: ecb_plus(10),
        article: "C. com. L441-10 II",
        anchor: Anchor::EachHalfYear,
        start: Start::DueDate,
        compounds: None,
        fixed_sum: forty_euros("C. com. D441-5"),
        // The legal rate is that of claims held by professionals, since the creditor is one.
        floor: Some(RateRule::Times(Series::Legal, Decimal::from_parts(3, 0, 0, false, 0))),
        waiver_void: None,
        ground: (
            "Between professionals interest is owed without any reminder from the day after the due date (C. com. L441-10 II).",
            "Entre professionnels, les intérêts de retard sont dus sans rappel dès le lendemain de l’échéance (C. com. L441-10 II).",
        ),
        cited: (
            "articles L441-10 II and D441-5 of the French Commercial Code",
            "articles L441-10 II et D441-5 du Code de commerce",
        ),
    },
    Regime {
        law: Law::France,
        kind: CustomerKind::Public,
        word: "public",
        rate: ecb_plus(8),
        article: "CCP R2192-31",
        anchor: Anchor::Beginning,
        start: Start::DueDate,
        compounds: None,
        fixed_sum: forty_euros("CCP D2192-35"),
        floor: None,
        waiver_void: Some("CCP L2192-14"),
        ground: (
            "A public buyer owes interest without any notice from the day after the due date (CCP L2192-13), at the rate of the half-year in which it began, for the whole delay (CCP R2192-31).",
            "L’acheteur public doit les intérêts moratoires sans formalité dès le lendemain de l’échéance (CCP L2192-13), au taux du semestre où ils ont commencé à courir, pour tout le retard (CCP R2192-31).",
        ),
        cited: (
            "articles L2192-13, R2192-31 and D2192-35 of the French Public Procurement Code",
            "articles L2192-13, R2192-31 et D2192-35 du Code de la commande publique",
        ),
    },
    Regime {
        law: Law::France,
        kind: CustomerKind::Consumer,
        word: "consumer",
        // The rate of claims held by professionals: it depends on the creditor (CMF L313-2).
        rate: RateRule::Times(Series::Legal, Decimal::ONE),
        article: "C. civ. 1231-6",
        anchor: Anchor::EachHalfYear,
        start: Start::FormalNotice,
        compounds: None,
        fixed_sum: None,
        floor: None,
        waiver_void: None,
        ground: (
            "The debtor is no professional: interest runs from the formal notice only (C. civ. 1231-6 and 1344-1).",
            "Le débiteur n’est pas un professionnel : les intérêts ne courent qu’à compter de la mise en demeure (C. civ. 1231-6 et 1344-1).",
        ),
        cited: ("articles 1231-6 and 1344-1 of the French Civil Code", "articles 1231-6 et 1344-1 du Code civil"),
    },
];
