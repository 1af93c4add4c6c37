//! The French regimes, those of earlier times included.

use rust_decimal::Decimal;

use super::{Anchor, Cited, Floor, Law, Regime, Start, before, day, ecb_plus, forty_euros};
use crate::model::rate::{RateRule, Series};
use crate::model::{CustomerKind, Date};

/// Against businesses, public buyers, consumers; the newest first.
pub(super) static REGIMES: [&[Regime]; 3] =
    [&[BUSINESS, BUSINESS_2009, BUSINESS_2001, BUSINESS_BEFORE], &[PUBLIC, PUBLIC_BEFORE], &[CONSUMER]];

/// Returns a multiple of the legal rate of claims held by professionals, since the creditor is one.
const fn legal_times(tenths: u32) -> RateRule {
    RateRule::Times(Series::Legal, Decimal::from_parts(tenths, 0, 0, false, 1))
}

/// The floor of a business contract since 2009.
const THREE_TIMES_LEGAL: Floor = Floor {
    rule: legal_times(30),
    name: ("three times the legal rate", "trois fois le taux légal"),
    consequence: (
        "C. com. L441-10 II; the rate is used as written, and a fine is possible (L441-16)",
        "C. com. L441-10 II ; le taux est pris tel qu'il est écrit, et une amende est possible (L441-16)",
    ),
};

/// Laws 2012-387 and decree 2012-1115: the rate of each half-year, and the indemnity.
const BUSINESS: Regime = Regime {
    law: Law::France,
    kind: CustomerKind::Business,
    word: "business",
    since: day(2013, 1, 1),
    rate: ecb_plus(10),
    article: "C. com. L441-10 II",
    anchor: Anchor::EachHalfYear,
    start: Start::DueDate,
    compounds: None,
    fixed_sum: forty_euros("C. com. D441-5"),
    floor: Some(THREE_TIMES_LEGAL),
    waiver_void: None,
    ground: (
        "Between professionals interest is owed without any reminder from the day after the due date (C. com. L441-10 II).",
        "Entre professionnels, les intérêts de retard sont dus sans rappel dès le lendemain de l’échéance (C. com. L441-10 II).",
    ),
    cited: Cited {
        both: (
            "articles L441-10 II and D441-5 of the French Commercial Code",
            "articles L441-10 II et D441-5 du Code de commerce",
        ),
        interest: ("article L441-10 II of the French Commercial Code", "article L441-10 II du Code de commerce"),
        indemnity: ("article D441-5 of the French Commercial Code", "article D441-5 du Code de commerce"),
    },
};

/// Law 2008-776: ten points, at the most recent operation of the ECB; no half-year and no indemnity yet.
const BUSINESS_2009: Regime = Regime {
    since: day(2009, 1, 1),
    article: "C. com. L441-6 [2009-2012]",
    anchor: Anchor::EachDay,
    fixed_sum: None,
    ground: (
        "For what was issued from 2009 to 2012, interest is owed without any reminder from the day after the due date, at the rate of the ECB’s most recent refinancing operation plus 10 points; there was no recovery indemnity yet (C. com. L441-6 as it then stood).",
        "Pour les factures émises de 2009 à 2012, les intérêts de retard sont dus sans rappel dès le lendemain de l’échéance, au taux de l’opération de refinancement la plus récente de la BCE majoré de 10 points ; l’indemnité de recouvrement n’existait pas (C. com. L441-6, rédaction d’alors).",
    ),
    cited: Cited::whole((
        "article L441-6 of the French Commercial Code, as it stood from 2009 to 2012",
        "l’article L441-6 du Code de commerce, dans sa rédaction de 2009 à 2012",
    )),
    ..BUSINESS
};

/// Law 2001-420: seven points, and a floor of one and a half times the legal rate.
const BUSINESS_2001: Regime = Regime {
    since: day(2001, 5, 16),
    rate: ecb_plus(7),
    article: "C. com. L441-6 [2001-2008]",
    floor: Some(Floor {
        rule: legal_times(15),
        name: ("one and a half times the legal rate", "une fois et demie le taux légal"),
        consequence: (
            "C. com. L441-6 as it stood until 2008; the rate is used as written",
            "C. com. L441-6, rédaction antérieure à 2009 ; le taux est pris tel qu'il est écrit",
        ),
    }),
    ground: (
        "For what was issued before 2009, interest is owed without any reminder from the day after the due date, at the rate of the ECB’s most recent refinancing operation plus 7 points; there was no recovery indemnity yet (C. com. L441-6 as it then stood).",
        "Pour les factures émises avant 2009, les intérêts de retard sont dus sans rappel dès le lendemain de l’échéance, au taux de l’opération de refinancement la plus récente de la BCE majoré de 7 points ; l’indemnité de recouvrement n’existait pas (C. com. L441-6, rédaction d’alors).",
    ),
    cited: Cited::whole((
        "article L441-6 of the French Commercial Code, as it stood until 2008",
        "l’article L441-6 du Code de commerce, dans sa rédaction antérieure à 2009",
    )),
    ..BUSINESS_2009
};

const BUSINESS_BEFORE: Regime = before(
    BUSINESS,
    (
        "The rule of that time between professionals is not computed: interest is owed only as far as the contract provides it.",
        "La règle d’alors entre professionnels n’est pas calculée : les intérêts ne sont dus que si le contrat les prévoit.",
    ),
);

/// Law 2013-100 and decree 2013-269, whose rules the Code de la commande publique took over in 2019.
const PUBLIC: Regime = Regime {
    law: Law::France,
    kind: CustomerKind::Public,
    word: "public",
    since: day(2013, 3, 16),
    rate: ecb_plus(8),
    article: "CCP R2192-31",
    anchor: Anchor::Beginning,
    start: Start::DueDate,
    compounds: None,
    fixed_sum: forty_euros("CCP D2192-35"),
    // Interest cannot be given up, so no contract may set less than the law grants.
    floor: Some(Floor {
        rule: RateRule::Plus(Series::Ecb, super::points(8)),
        name: ("the rate that a public buyer owes by law", "le taux dû par un acheteur public selon la loi"),
        consequence: (
            "CCP L2192-14: giving up interest is void, so the difference may still be claimed; the rate is used as written",
            "CCP L2192-14 : renoncer aux intérêts moratoires est réputé non écrit, la différence peut donc encore être réclamée ; le taux est pris tel qu'il est écrit",
        ),
    }),
    waiver_void: Some("CCP L2192-14"),
    ground: (
        "A public buyer owes interest without any notice from the day after the due date (CCP L2192-13), at the rate of the half-year in which it began, for the whole delay (CCP R2192-31).",
        "L’acheteur public doit les intérêts moratoires sans formalité dès le lendemain de l’échéance (CCP L2192-13), au taux du semestre où ils ont commencé à courir, pour tout le retard (CCP R2192-31).",
    ),
    cited: Cited {
        both: (
            "articles L2192-13, R2192-31 and D2192-35 of the French Public Procurement Code",
            "articles L2192-13, R2192-31 et D2192-35 du Code de la commande publique",
        ),
        interest: (
            "articles L2192-13 and R2192-31 of the French Public Procurement Code",
            "articles L2192-13 et R2192-31 du Code de la commande publique",
        ),
        indemnity: (
            "article D2192-35 of the French Public Procurement Code",
            "article D2192-35 du Code de la commande publique",
        ),
    },
};

const PUBLIC_BEFORE: Regime = before(
    PUBLIC,
    (
        "The rule of that time for public buyers is not computed: interest is owed only as far as the contract provides it.",
        "La règle d’alors pour les acheteurs publics n’est pas calculée : les intérêts ne sont dus que si le contrat les prévoit.",
    ),
);

/// Articles 1231-6 and 1344-1 say since 2016 what articles 1153 and 1139 said before.
const CONSUMER: Regime = Regime {
    law: Law::France,
    kind: CustomerKind::Consumer,
    word: "consumer",
    since: Date::MIN,
    // The rate of claims held by professionals: it depends on the creditor (CMF L313-2).
    rate: Some(legal_times(10)),
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
    cited: Cited::whole((
        "articles 1231-6 and 1344-1 of the French Civil Code",
        "articles 1231-6 et 1344-1 du Code civil",
    )),
};
