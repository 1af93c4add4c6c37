//! The columns about credit: what is owed, how it is covered, and what the score suggests.

use rust_decimal::Decimal;

use crate::engine::scoring::{CustomerScore, Rating, Recommendation, Scores};
use crate::model::{Lang, figures};
use crate::output::{Cell, Column};

/// The terms that the score suggests: those of everybody, with a part of the price in advance, all of it in advance.
const USUAL: &str = "usual";
const DEPOSIT: &str = "deposit";
const ADVANCE: &str = "advance";

/// Returns the columns.
pub(super) fn columns() -> Vec<Column> {
    let keys = [
        "not_due",
        "overdue",
        "credits",
        "credit_limit_from",
        "credit_limit_until",
        "limit_used",
        "limit_threshold",
        "insured_limit",
        "insured",
        "own_risk",
        "group",
        "group_exposure",
        "group_limit",
        "group_threshold",
        "recommended_limit",
    ];
    let mut columns: Vec<Column> = keys.map(Column::data).into();
    columns.push(Column::data("recommended_because"));
    columns.push(Column::data("deposit_percent"));
    columns.push(Column::data("suggested_terms").of([USUAL, DEPOSIT, ADVANCE]));
    columns.extend(["disputed_invoices", "natural_person"].map(Column::data));
    columns.extend(["rating", "rating_date", "rating_source"].map(Column::data));
    columns
}

/// Returns a customer's cells.
pub(super) fn cells<'a>(scores: &Scores<'a>, row: &CustomerScore, lang: Lang) -> Vec<Cell<'a>> {
    let currency = scores.currency();
    let rules = scores.rules();
    let more = scores.ledger().customer(row.customer).more();
    let amount = |amount| Cell::Amount(amount, currency);
    let part = row.limit.amount().and_then(|limit| row.exposure.part_of(limit));
    let deposit = row.deposit_percent(rules);
    let terms = match deposit {
        0 => USUAL,
        100.. => ADVANCE,
        _ => DEPOSIT,
    };
    let text = |text: &'a Option<String>| Cell::maybe(text.as_deref(), Cell::text);
    vec![
        amount(row.exposure.not_due),
        amount(row.exposure.overdue),
        amount(row.exposure.credits),
        Cell::maybe(more.credit_limit_from, Cell::Date),
        Cell::maybe(more.credit_limit_until, Cell::Date),
        Cell::maybe(part, |part| Cell::Figure(Decimal::new(part, 4))),
        Cell::maybe(row.threshold(rules), |percent| Cell::Count(percent.into())),
        Cell::maybe(row.insured_limit, amount),
        amount(row.insured.0),
        amount(row.insured.1),
        text(&more.group),
        Cell::maybe(row.group, |group| amount(group.exposure)),
        Cell::maybe(row.group.and_then(|group| group.limit), amount),
        Cell::maybe(row.group.and_then(|group| group.threshold(rules)), |percent| Cell::Count(percent.into())),
        Cell::maybe(row.recommendation, |it| amount(it.limit)),
        Cell::maybe(row.recommendation, |it| Cell::text(reasoning(scores, row, &it, lang))),
        Cell::Count(deposit.into()),
        Cell::Word(terms),
        Cell::Count(row.habit.disputed.into()),
        Cell::Flag(row.is_natural_person),
        match row.rating {
            Rating::None => Cell::Empty,
            Rating::Known { .. } | Rating::Undated | Rating::Old(_) | Rating::NotInPolicy => text(&more.rating),
        },
        Cell::maybe(more.rating_date.filter(|&date| date <= scores.as_of()), Cell::Date),
        if row.rating == Rating::None { Cell::Empty } else { text(&more.rating_source) },
    ]
}

/// Returns how a recommended limit comes about, so that anybody can compute it again.
fn reasoning(scores: &Scores<'_>, row: &CustomerScore, it: &Recommendation, lang: Lang) -> String {
    let money = |amount| figures::money(amount, scores.currency(), lang);
    let Recommendation { sales, days, term_days, late_days, percent, limit, is_insured } = *it;
    let (sales, limit) = (money(sales), money(limit));
    let grade = row.grade.letter();
    if row.habit.insolvent_since.is_some() {
        return match lang {
            Lang::En => "none: insolvency proceedings are open".to_owned(),
            Lang::Fr => "aucune\u{a0}: une procédure collective est ouverte".to_owned(),
        };
    }
    match (lang, is_insured) {
        (Lang::En, true) => format!("{limit}: what the insurer covers, more than sales and grade {grade} call for"),
        (Lang::Fr, true) => {
            format!("{limit}\u{a0}: ce que couvre l'assureur, plus que ne demandent les ventes et la note {grade}")
        }
        (Lang::En, false) => format!(
            "{sales} invoiced in {days} days / {days} x ({term_days} days of term + {late_days} late) x {percent}% for grade \
             {grade}, rounded up to {limit}"
        ),
        (Lang::Fr, false) => format!(
            "{sales} facturés en {days} jours / {days} x ({term_days} jours de délai + {late_days} de retard) x {percent}\u{a0}% \
             pour la note {grade}, arrondi vers le haut à {limit}"
        ),
    }
}
