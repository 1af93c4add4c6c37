//! The statutory regimes of other countries (law.md, section 14). Public authorities owe what businesses owe (directive
//! 2011/7/EU, art. 4; the British Act of 1998 draws no line). Consumers are outside these statutes: only what a
//! contract provides is computed against them, but in Germany, whose rule for consumers is established.

use super::{Anchor, Cited, FixedSum, Law, Regime, Start, before, day, ecb_plus, forty_euros, points};
use crate::model::rate::{RateRule, Series};
use crate::model::{Amount, Currency, CustomerKind, Date, Rate};

/// What is said of debts that are older than the statute.
const BEFORE: (&str, &str) = (
    "The rule before the present statute is not computed: interest is owed only as far as the contract provides it.",
    "La règle antérieure à la loi actuelle n’est pas calculée : les intérêts ne sont dus que si le contrat les prévoit.",
);

/// Returns the statute's regime against other debtors.
const fn against(kind: CustomerKind, word: &'static str, statute: Regime) -> Regime {
    Regime { kind, word, ..statute }
}

/// Returns the regime against debtors whom the statute leaves out: what the contract provides, and nothing else.
const fn outside(word: &'static str, ground: (&'static str, &'static str), statute: Regime) -> Regime {
    Regime {
        kind: CustomerKind::Consumer,
        word,
        since: Date::MIN,
        rate: Some(RateRule::Fixed(Rate::ZERO)),
        start: Start::Contract,
        compounds: None,
        fixed_sum: None,
        ground,
        cited: Cited::whole(("the contract", "le contrat")),
        ..statute
    }
}

const fn bands(article: &'static str, currency: Currency, bands: &'static [(Amount, Amount)]) -> Option<FixedSum> {
    Some(FixedSum { article, currency, bands })
}

const fn band(highest: i64, sum: i64) -> (Amount, Amount) {
    (Amount::from_minor(highest), Amount::from_minor(sum))
}

/// Ireland (S.I. 580/2012): the department takes the rate of the half-year in which the payment became late for the
/// whole delay; 40 up to 1 000.00, 70 up to 10 000.00, 100 above.
pub(super) static IRELAND: [&[Regime]; 3] =
    [&[IRISH, before(IRISH, BEFORE)], &[IRISH_PUBLIC, before(IRISH_PUBLIC, BEFORE)], &[IRISH_CONSUMER]];

const IRISH_PUBLIC: Regime = against(CustomerKind::Public, "ie-public", IRISH);

const IRISH_CONSUMER: Regime = outside(
    "ie-consumer",
    (
        "S.I. 580/2012 does not reach consumers: interest is owed only as far as the contract provides it.",
        "Le S.I. 580/2012 ne vise pas les consommateurs : les intérêts ne sont dus que si le contrat les prévoit.",
    ),
    IRISH,
);

const IRISH: Regime = Regime {
    law: Law::Ireland,
    kind: CustomerKind::Business,
    word: "ie-business",
    since: day(2013, 3, 16),
    rate: ecb_plus(8),
    article: "S.I. 580/2012",
    anchor: Anchor::Beginning,
    start: Start::DueDate,
    compounds: None,
    fixed_sum: bands(
        "S.I. 580/2012",
        Currency::EUR,
        &[band(100_000, 4_000), band(1_000_000, 7_000), band(i64::MAX, 10_000)],
    ),
    floor: None,
    waiver_void: None,
    ground: (
        "Interest is owed without any reminder from the day after the due date, at the ECB main refinancing rate of the half-year in which the payment became late plus 8 points, for the whole delay (S.I. 580/2012).",
        "Les intérêts sont dus sans rappel dès le lendemain de l’échéance, au taux de refinancement de la BCE du semestre où le paiement est devenu tardif majoré de 8 points, pour tout le retard (S.I. 580/2012).",
    ),
    cited: Cited::whole((
        "the European Communities (Late Payment in Commercial Transactions) Regulations 2012, S.I. 580/2012",
        "le règlement irlandais S.I. 580/2012 sur les retards de paiement",
    )),
};

/// United Kingdom: Bank Rate of the 30 June or 31 December before interest starts, plus 8, for the whole debt; 40 below
/// 1 000.00, 70 below 10 000.00, 100 from there on.
pub(super) static UNITED_KINGDOM: [&[Regime]; 3] =
    [&[BRITISH, before(BRITISH, BEFORE)], &[BRITISH_PUBLIC, before(BRITISH_PUBLIC, BEFORE)], &[BRITISH_CONSUMER]];

const BRITISH_PUBLIC: Regime = against(CustomerKind::Public, "gb-public", BRITISH);

const BRITISH_CONSUMER: Regime = outside(
    "gb-consumer",
    (
        "The 1998 Act does not reach consumers: interest is owed only as far as the contract provides it.",
        "Le 1998 Act ne vise pas les consommateurs : les intérêts ne sont dus que si le contrat les prévoit.",
    ),
    BRITISH,
);

const BRITISH_ACT: (&str, &str) = (
    "the Late Payment of Commercial Debts (Interest) Act 1998",
    "la loi britannique « Late Payment of Commercial Debts (Interest) Act 1998 »",
);

const BRITISH: Regime = Regime {
    law: Law::UnitedKingdom,
    kind: CustomerKind::Business,
    word: "gb-business",
    since: day(2002, 8, 7),
    rate: Some(RateRule::Plus(Series::BankOfEngland, points(8))),
    article: "1998 Act, s. 1 and 6; S.I. 2002/1675",
    anchor: Anchor::Beginning,
    start: Start::DueDate,
    compounds: None,
    fixed_sum: bands(
        "1998 Act, s. 5A",
        Currency::GBP,
        &[band(99_999, 4_000), band(999_999, 7_000), band(i64::MAX, 10_000)],
    ),
    floor: None,
    waiver_void: None,
    ground: (
        "Statutory interest runs without any reminder from the day after the due date (1998 Act, s. 4), at the Bank of England’s Bank Rate on the 30 June or 31 December before it starts plus 8 points, for the whole delay (S.I. 2002/1675).",
        "Les intérêts légaux courent sans rappel dès le lendemain de l’échéance (1998 Act, s. 4), au Bank Rate de la Banque d’Angleterre du 30 juin ou du 31 décembre précédent majoré de 8 points, pour tout le retard (S.I. 2002/1675).",
    ),
    cited: Cited {
        both: BRITISH_ACT,
        interest: BRITISH_ACT,
        indemnity: (
            "section 5A of the Late Payment of Commercial Debts (Interest) Act 1998",
            "la section 5A de la loi britannique « Late Payment of Commercial Debts (Interest) Act 1998 »",
        ),
    },
};

/// Germany: base rate of each half-year plus 9 points, or plus 5 where a consumer is party.
pub(super) static GERMANY: [&[Regime]; 3] = [
    &[GERMAN, before(GERMAN, BEFORE)],
    &[GERMAN_PUBLIC, before(GERMAN_PUBLIC, BEFORE)],
    &[GERMAN_CONSUMER, before(GERMAN_CONSUMER, BEFORE)],
];

const GERMAN_PUBLIC: Regime = against(CustomerKind::Public, "de-public", GERMAN);

const GERMAN_CONSUMER: Regime = Regime {
    kind: CustomerKind::Consumer,
    word: "de-consumer",
    since: day(2002, 1, 1),
    rate: Some(RateRule::Plus(Series::GermanBase, points(5))),
    article: "BGB 288 (1)",
    // A date fixed by calendar needs no warning (BGB 286 (2) no. 1); whether one was agreed, no file says.
    start: Start::FormalNotice,
    fixed_sum: None,
    ground: (
        "A consumer is in default from the warning notice on, unless a date was agreed (BGB 286); the rate is the base rate of each half-year plus 5 points (BGB 288 (1)).",
        "Un consommateur est en demeure à compter de la mise en demeure, sauf date convenue (BGB 286) ; le taux est le taux de base de chaque semestre majoré de 5 points (BGB 288 (1)).",
    ),
    cited: Cited::whole(GERMAN_CODE),
    ..GERMAN
};

const GERMAN_CODE: (&str, &str) =
    ("sections 286 and 288 of the German Civil Code (BGB)", "les articles 286 et 288 du Code civil allemand (BGB)");

const GERMAN: Regime = Regime {
    law: Law::Germany,
    kind: CustomerKind::Business,
    word: "de-business",
    since: day(2014, 7, 29),
    rate: Some(RateRule::Plus(Series::GermanBase, points(9))),
    article: "BGB 288 (2)",
    anchor: Anchor::EachHalfYear,
    start: Start::DueDate,
    compounds: None,
    fixed_sum: forty_euros("BGB 288 (5)"),
    floor: None,
    waiver_void: None,
    ground: (
        "Where a date of payment is agreed, the debtor is in default from the day after it without any reminder (BGB 286 (2) no. 1); the rate is the base rate of each half-year plus 9 points (BGB 288 (2)).",
        "Lorsqu’une date de paiement est convenue, le débiteur est en demeure dès le lendemain, sans rappel (BGB 286 (2) no 1) ; le taux est le taux de base de chaque semestre majoré de 9 points (BGB 288 (2)).",
    ),
    cited: Cited {
        both: GERMAN_CODE,
        interest: GERMAN_CODE,
        indemnity: ("section 288 (5) of the German Civil Code (BGB)", "l’article 288 (5) du Code civil allemand (BGB)"),
    },
};

/// Belgium: the rate published for each half-year: ECB + 8, rounded up to the half point.
pub(super) static BELGIUM: [&[Regime]; 3] =
    [&[BELGIAN, before(BELGIAN, BEFORE)], &[BELGIAN_PUBLIC, before(BELGIAN_PUBLIC, BEFORE)], &[BELGIAN_CONSUMER]];

const BELGIAN_PUBLIC: Regime = against(CustomerKind::Public, "be-public", BELGIAN);

const BELGIAN_CONSUMER: Regime = outside(
    "be-consumer",
    (
        "Debts of consumers follow rules of their own, which are not computed here: interest is owed only as far as the contract provides it.",
        "Les dettes des consommateurs suivent des règles propres, qui ne sont pas calculées ici : les intérêts ne sont dus que si le contrat les prévoit.",
    ),
    BELGIAN,
);

const BELGIAN: Regime = Regime {
    law: Law::Belgium,
    kind: CustomerKind::Business,
    word: "be-business",
    since: day(2013, 3, 16),
    rate: Some(RateRule::Plus(Series::Belgian, Rate::ZERO)),
    article: "loi du 2 août 2002, art. 5",
    anchor: Anchor::EachHalfYear,
    start: Start::DueDate,
    compounds: None,
    fixed_sum: forty_euros("loi du 2 août 2002, art. 6"),
    floor: None,
    waiver_void: None,
    ground: (
        "Interest is owed without any notice from the day after the due date, at the rate published for each half-year: ECB main refinancing rate plus 8 points, rounded up to the half point (law of 2 August 2002, art. 5).",
        "Les intérêts sont dus sans mise en demeure dès le lendemain de l’échéance, au taux publié pour chaque semestre : taux de refinancement de la BCE majoré de 8 points, arrondi au demi-point supérieur (loi du 2 août 2002, art. 5).",
    ),
    cited: Cited {
        both: (
            "the Belgian law of 2 August 2002 on late payment",
            "la loi belge du 2 août 2002 sur le retard de paiement",
        ),
        interest: (
            "article 5 of the Belgian law of 2 August 2002 on late payment",
            "l’article 5 de la loi belge du 2 août 2002 sur le retard de paiement",
        ),
        indemnity: (
            "article 6 of the Belgian law of 2 August 2002 on late payment",
            "l’article 6 de la loi belge du 2 août 2002 sur le retard de paiement",
        ),
    },
};

/// Luxembourg: ECB rate of each half-year plus 8, since the law of 29 March 2013.
pub(super) static LUXEMBOURG: [&[Regime]; 3] = [
    &[LUXEMBOURGISH, before(LUXEMBOURGISH, BEFORE)],
    &[LUXEMBOURGISH_PUBLIC, before(LUXEMBOURGISH_PUBLIC, BEFORE)],
    &[LUXEMBOURGISH_CONSUMER],
];

const LUXEMBOURGISH_PUBLIC: Regime = against(CustomerKind::Public, "lu-public", LUXEMBOURGISH);

const LUXEMBOURGISH_CONSUMER: Regime = outside(
    "lu-consumer",
    (
        "Debts of consumers follow rules of their own, which are not computed here: interest is owed only as far as the contract provides it.",
        "Les dettes des consommateurs suivent des règles propres, qui ne sont pas calculées ici : les intérêts ne sont dus que si le contrat les prévoit.",
    ),
    LUXEMBOURGISH,
);

const LUXEMBOURGISH: Regime = Regime {
    law: Law::Luxembourg,
    kind: CustomerKind::Business,
    word: "lu-business",
    since: day(2013, 4, 15),
    rate: ecb_plus(8),
    article: "loi du 18 avril 2004",
    anchor: Anchor::EachHalfYear,
    start: Start::DueDate,
    compounds: None,
    fixed_sum: forty_euros("loi du 18 avril 2004"),
    floor: None,
    waiver_void: None,
    ground: (
        "Interest is owed without any reminder from the day after the due date, at the ECB main refinancing rate of each half-year plus 8 points (law of 18 April 2004).",
        "Les intérêts sont dus sans rappel dès le lendemain de l’échéance, au taux de refinancement de la BCE de chaque semestre majoré de 8 points (loi du 18 avril 2004).",
    ),
    cited: Cited::whole((
        "the Luxembourg law of 18 April 2004 on late-payment interest",
        "la loi luxembourgeoise du 18 avril 2004 sur les intérêts de retard",
    )),
};

/// Netherlands: ECB rate of each half-year plus 8; after each full year, the year's interest joins the base.
pub(super) static NETHERLANDS: [&[Regime]; 3] =
    [&[DUTCH, before(DUTCH, BEFORE)], &[DUTCH_PUBLIC, before(DUTCH_PUBLIC, BEFORE)], &[DUTCH_CONSUMER]];

const DUTCH_PUBLIC: Regime = Regime {
    kind: CustomerKind::Public,
    word: "nl-public",
    article: "BW 6:119b and 6:120",
    compounds: Some("BW 6:119b"),
    cited: Cited {
        both: (
            "articles 6:119b and 6:96 of the Dutch Civil Code (BW)",
            "les articles 6:119b et 6:96 du Code civil néerlandais (BW)",
        ),
        interest: ("article 6:119b of the Dutch Civil Code (BW)", "l’article 6:119b du Code civil néerlandais (BW)"),
        indemnity: DUTCH_COSTS,
    },
    ..DUTCH
};

const DUTCH_CONSUMER: Regime = outside(
    "nl-consumer",
    (
        "Debts of consumers follow rules of their own, which are not computed here: interest is owed only as far as the contract provides it.",
        "Les dettes des consommateurs suivent des règles propres, qui ne sont pas calculées ici : les intérêts ne sont dus que si le contrat les prévoit.",
    ),
    DUTCH,
);

const DUTCH_COSTS: (&str, &str) =
    ("article 6:96 of the Dutch Civil Code (BW)", "l’article 6:96 du Code civil néerlandais (BW)");

const DUTCH: Regime = Regime {
    law: Law::Netherlands,
    kind: CustomerKind::Business,
    word: "nl-business",
    since: day(2013, 3, 16),
    rate: ecb_plus(8),
    article: "BW 6:119a and 6:120",
    anchor: Anchor::EachHalfYear,
    start: Start::DueDate,
    compounds: Some("BW 6:119a"),
    fixed_sum: forty_euros("BW 6:96"),
    floor: None,
    waiver_void: None,
    ground: (
        "Interest is owed without any reminder from the day after the due date, at the ECB main refinancing rate of each half-year plus 8 points; after each full year the interest of the year joins the base (BW 6:119a and 6:120).",
        "Les intérêts sont dus sans rappel dès le lendemain de l’échéance, au taux de refinancement de la BCE de chaque semestre majoré de 8 points ; après chaque année entière, les intérêts de l’année s’ajoutent à l’assiette (BW 6:119a et 6:120).",
    ),
    cited: Cited {
        both: (
            "articles 6:119a and 6:96 of the Dutch Civil Code (BW)",
            "les articles 6:119a et 6:96 du Code civil néerlandais (BW)",
        ),
        interest: ("article 6:119a of the Dutch Civil Code (BW)", "l’article 6:119a du Code civil néerlandais (BW)"),
        indemnity: DUTCH_COSTS,
    },
};
