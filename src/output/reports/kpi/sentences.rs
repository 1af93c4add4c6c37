//! What `kpi` says in words, and the formula of each figure with its own numbers.

use crate::engine::kpi::{By, Kpis, Measure, Row};
use crate::model::{Amount, Bilingual, Lang, figures};
use crate::policy::KpiRules;

/// Returns the line over the table.
pub(super) fn title(kpis: &Kpis) -> Bilingual {
    let (en, fr) = match kpis.by {
        By::Portfolio => ("", ""),
        By::Month => (" by month", " par mois"),
        By::Customer => (" by customer", " par client"),
        By::Segment => (" by segment", " par segment"),
    };
    Bilingual::new(format!("Desk figures{en}"), format!("Indicateurs{fr}"))
}

/// Returns a measure's title over a narrow column.
pub(super) fn short(measure: Measure) -> Bilingual {
    match measure {
        Measure::Dso => Bilingual::new("DSO", "DSO"),
        Measure::DsoBest => Bilingual::new("Best", "Idéal"),
        Measure::DaysLate => Bilingual::new("Late", "Retard"),
        Measure::UnpaidRate => Bilingual::new("Unpaid", "Impayé"),
        Measure::CollectionEffectiveness => Bilingual::new("Collected", "Encaissé"),
        Measure::Over90Share => Bilingual::new("90+", "90+"),
        _ => label(measure),
    }
}

/// Returns a measure's whole name.
pub(super) fn label(measure: Measure) -> Bilingual {
    let (en, fr) = match measure {
        Measure::Dso => ("DSO by balance (days)", "DSO par le solde (jours)"),
        Measure::DsoCountBack => ("DSO by count-back (days)", "DSO par épuisement (jours)"),
        Measure::DsoBest => ("best possible DSO (days)", "DSO incompressible (jours)"),
        Measure::DaysDelinquent => ("days delinquent", "retard dans le DSO (jours)"),
        Measure::DaysLate => ("mean days late", "retard moyen (jours)"),
        Measure::DaysLateByAmount => ("mean days late by amount", "retard moyen pondéré par le montant (jours)"),
        Measure::UnpaidRate => ("unpaid rate", "taux d'impayés"),
        Measure::CollectionEffectiveness => ("collection effectiveness", "efficacité du recouvrement"),
        Measure::Over90Share => ("over 90 days late", "part en retard de plus de 90 jours"),
        Measure::Top1Share => ("largest debtor", "part du premier débiteur"),
        Measure::Top5Share => ("five largest debtors", "part des cinq premiers débiteurs"),
        Measure::Top10Share => ("ten largest debtors", "part des dix premiers débiteurs"),
    };
    Bilingual::new(en, fr)
}

/// Returns the lines under the table: the period, what the short titles mean, what the sector's figures are.
pub(super) fn remarks(kpis: &Kpis, rules: &KpiRules) -> Vec<Bilingual> {
    let date = |lang| (figures::date(kpis.period.from, lang), figures::date(kpis.period.to, lang));
    let ((from_en, to_en), (from_fr, to_fr)) = (date(Lang::En), date(Lang::Fr));
    let mut remarks = vec![Bilingual::new(
        format!(
            "sales, payments and what fell due: from {from_en} to {to_en}; DSO: sales of {} days; --explain shows how \
             each figure is made",
            rules.dso_days
        ),
        format!(
            "ventes, règlements et échéances : du {from_fr} au {to_fr} ; DSO : ventes de {} jours ; --explain montre \
             comment chaque chiffre est obtenu",
            rules.dso_days
        ),
    )];
    let usual = |lang| {
        let one = |measure: Measure| {
            let value = figure(measure, measure.in_sector(&rules.sector)?, lang);
            Some(format!("{} {value}", label(measure).get(lang)))
        };
        Measure::ALL.into_iter().filter_map(one).collect::<Vec<_>>().join(", ")
    };
    if !usual(Lang::En).is_empty() {
        remarks.push(Bilingual::new(
            format!("usual in the sector (policy): {}", usual(Lang::En)),
            format!("usuel dans le secteur (politique) : {}", usual(Lang::Fr)),
        ));
    }
    let doubtful: Vec<&Row> = kpis.totals.iter().filter(|total| total.inputs.doubtful.is_positive()).collect();
    if !doubtful.is_empty() {
        let sums = |lang| {
            let sum = |total: &&Row| figures::money(total.inputs.doubtful, total.currency, lang);
            doubtful.iter().map(sum).collect::<Vec<_>>().join(" · ")
        };
        remarks.push(Bilingual::new(
            format!(
                "proposed as doubtful (over {} days late, or insolvent): {}; --by customer lists it",
                rules.doubtful_days,
                sums(Lang::En)
            ),
            format!(
                "à proposer en douteux (411 vers 416, plus de {} jours de retard ou procédure collective)\u{a0}: {}\u{202f}; \
                 --by customer en donne le détail",
                rules.doubtful_days,
                sums(Lang::Fr)
            ),
        ));
    }
    remarks
}

fn figure(measure: Measure, value: rust_decimal::Decimal, lang: Lang) -> String {
    use crate::engine::kpi::Unit;
    match measure.unit() {
        Unit::Days => figures::days(value, lang),
        Unit::Share => figures::share(value, lang),
    }
}

/// Returns the formula of a figure, in words and with its numbers; says why when there is no figure.
pub(super) fn formula(measure: Measure, row: &Row, lang: Lang) -> String {
    let money = |amount: Amount| figures::amount(amount, row.currency, lang);
    let count = |count: i64| figures::count(count, lang);
    let inputs = &row.inputs;
    let (days, recent) = (inputs.recent_days, money(inputs.recent_sales));
    let text = match measure {
        Measure::Dso => Bilingual::new(
            format!("outstanding × days / sales of these days: {} × {days} / {recent}", money(inputs.outstanding())),
            format!("encours × jours / ventes de ces jours : {} × {days} / {recent}", money(inputs.outstanding())),
        ),
        Measure::DsoBest => Bilingual::new(
            format!("not due × days / sales of these days: {} × {days} / {recent}", money(inputs.not_due)),
            format!("non échu × jours / ventes de ces jours : {} × {days} / {recent}", money(inputs.not_due)),
        ),
        Measure::DaysDelinquent => Bilingual::new(
            "DSO by balance - best possible DSO".to_owned(),
            "DSO par le solde - DSO incompressible".to_owned(),
        ),
        Measure::DsoCountBack => count_back(row, lang),
        Measure::DaysLate => Bilingual::new(
            format!("days late / items settled in the period: {} / {}", count(inputs.late_days), inputs.settled),
            format!(
                "jours de retard / pièces soldées sur la période : {} / {}",
                count(inputs.late_days),
                inputs.settled
            ),
        ),
        Measure::DaysLateByAmount => {
            // Amount x days is an amount in form; beyond what one holds, the sum is left out.
            let weighted = i64::try_from(inputs.amount_days).map(|minor| money(Amount::from_minor(minor)));
            let weighted = weighted.unwrap_or_else(|_| "…".to_owned());
            let settled = money(inputs.settled_amount);
            Bilingual::new(
                format!(
                    "sum of amount × days late / amounts, of the items settled in the period: {weighted} / {settled}"
                ),
                format!(
                    "somme des montants × jours de retard / montants, des pièces soldées sur la période : {weighted} / {settled}"
                ),
            )
        }
        Measure::UnpaidRate => {
            let (open, due) = (money(inputs.fell_due_open), money(inputs.fell_due));
            Bilingual::new(
                format!("still open / fell due in the period: {open} / {due}"),
                format!("resté impayé / échu sur la période : {open} / {due}"),
            )
        }
        Measure::CollectionEffectiveness => {
            let Amounts { opening, sales, open, not_due } = Amounts::of(row, lang);
            Bilingual::new(
                format!(
                    "(opening + sales - open) / (opening + sales - not due): ({opening} + {sales} - {open}) / ({opening} + {sales} - {not_due})"
                ),
                format!(
                    "(ouverture + ventes - restant dû) / (ouverture + ventes - non échu) : ({opening} + {sales} - {open}) / ({opening} + {sales} - {not_due})"
                ),
            )
        }
        Measure::Over90Share => part_of_open(inputs.over_90, row, lang),
        Measure::Top1Share => part_of_open(inputs.owed_by_largest(1), row, lang),
        Measure::Top5Share => part_of_open(inputs.owed_by_largest(5), row, lang),
        Measure::Top10Share => part_of_open(inputs.owed_by_largest(10), row, lang),
    };
    let formula = text.get(lang).to_owned();
    match (measure.of(inputs), lang) {
        (Some(_), _) => formula,
        (None, Lang::En) => format!("{formula} – no figure: nothing to divide by"),
        (None, Lang::Fr) => format!("{formula} – pas de chiffre\u{a0}: rien par quoi diviser"),
    }
}

/// Is the amounts of the collection effectiveness index as they are shown.
struct Amounts {
    opening: String,
    sales: String,
    open: String,
    not_due: String,
}

impl Amounts {
    fn of(row: &Row, lang: Lang) -> Amounts {
        let money = |amount: Amount| figures::amount(amount, row.currency, lang);
        let inputs = &row.inputs;
        Amounts {
            opening: money(inputs.opening),
            sales: money(inputs.sales),
            open: money(inputs.open()),
            not_due: money(inputs.not_due),
        }
    }
}

fn part_of_open(part: Amount, row: &Row, lang: Lang) -> Bilingual {
    let money = |amount: Amount| figures::amount(amount, row.currency, lang);
    let (part, open) = (money(part), money(row.inputs.open()));
    Bilingual::new(format!("of what is open: {part} / {open}"), format!("de ce qui est ouvert : {part} / {open}"))
}

/// Returns each month that the outstanding uses up, and the part of the last one.
fn count_back(row: &Row, lang: Lang) -> Bilingual {
    let money = |amount: Amount| figures::amount(amount, row.currency, lang);
    let mut left = row.inputs.outstanding();
    let mut terms = Vec::new();
    for month in &row.inputs.months {
        let name = month.month.format("%Y-%m");
        let sales = month.sales.max(Amount::ZERO);
        if left <= sales {
            terms.push(format!("{name}: {} × {} / {}", month.days, money(left), money(sales)));
            break;
        }
        left -= sales;
        terms.push(format!("{name}: {}", month.days));
    }
    let (outstanding, terms) = (money(row.inputs.outstanding()), terms.join(" + "));
    Bilingual::new(
        format!("days of sales that {outstanding} is, backwards from the last month: {terms}"),
        format!("jours de ventes que représentent {outstanding}, en remontant depuis le dernier mois : {terms}"),
    )
}
