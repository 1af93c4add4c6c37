//! The formula of each figure in words, and the same with its own numbers: what a bookkeeper needs to compute it again.

use chrono::Days;

use crate::engine::kpi::{Measure, Row, Unit};
use crate::model::{Amount, Lang, figures};

/// Returns the formula in words.
pub(super) fn formula(measure: Measure, row: &Row, lang: Lang) -> String {
    let date = |day| figures::date(day, lang);
    let days = row.inputs.recent_days;
    let recent = row.period.to - Days::new(u64::from(days.saturating_sub(1)));
    let (recent, to) = (date(recent), date(row.period.to));
    // What falls due on the last day of the period can be paid on that day.
    let due = [row.period.from, row.period.to].map(|day| day.pred_opt().map_or_else(String::new, date));
    let [due_from, due_to] = due;
    match (measure, lang) {
        (Measure::Dso, Lang::En) => format!("outstanding × {days} days / sales of these days ({recent} to {to})"),
        (Measure::Dso, Lang::Fr) => format!("encours × {days} jours / ventes de ces jours (du {recent} au {to})"),
        (Measure::DsoBest, Lang::En) => format!("not due × {days} days / sales of these days ({recent} to {to})"),
        (Measure::DsoBest, Lang::Fr) => format!("non échu × {days} jours / ventes de ces jours (du {recent} au {to})"),
        (Measure::DsoCountBack, Lang::En) => "the sales of the last month, of the one before and so on are taken from \
            the outstanding; each month used up counts its days, the last one in proportion"
            .to_owned(),
        (Measure::DsoCountBack, Lang::Fr) => {
            "de l'encours sont retirées les ventes du dernier mois, puis du précédent, \
            et ainsi de suite\u{202f}; chaque mois épuisé compte ses jours, le dernier en proportion"
                .to_owned()
        }
        (Measure::DaysDelinquent, Lang::En) => "DSO by balance - best possible DSO".to_owned(),
        (Measure::DaysDelinquent, Lang::Fr) => "DSO par le solde - DSO incompressible".to_owned(),
        (Measure::DaysLate, Lang::En) => {
            "days late of the items paid to the end in the period (0 if in time) / number of these items".to_owned()
        }
        (Measure::DaysLate, Lang::Fr) => {
            "jours de retard des pièces entièrement payées sur la période (0 si à temps) / \
            nombre de ces pièces"
                .to_owned()
        }
        (Measure::DaysLateByAmount, Lang::En) => {
            "amount × days late of each of these items, added up / amounts of these items".to_owned()
        }
        (Measure::DaysLateByAmount, Lang::Fr) => {
            "montant × jours de retard de chacune de ces pièces, additionnés / montants de ces pièces".to_owned()
        }
        (Measure::UnpaidRate, Lang::En) => {
            format!("still open or written off / fell due in the period (due dates {due_from} to {due_to})")
        }
        (Measure::UnpaidRate, Lang::Fr) => {
            format!("encore ouvert ou passé en perte / échu sur la période (échéances du {due_from} au {due_to})")
        }
        (Measure::CollectionEffectiveness, Lang::En) => "(open at the beginning + sales and penalties - open at the \
            end) / (open at the beginning + sales and penalties - not due at the end)"
            .to_owned(),
        (Measure::CollectionEffectiveness, Lang::Fr) => "(ouvert au début + ventes et pénalités - ouvert à la fin) / \
            (ouvert au début + ventes et pénalités - non échu à la fin)"
            .to_owned(),
        (Measure::Over90Share, Lang::En) => "open and more than 90 days late / open".to_owned(),
        (Measure::Over90Share, Lang::Fr) => "ouvert et en retard de plus de 90 jours / ouvert".to_owned(),
        (Measure::Top1Share, Lang::En) => "open with the largest debtor / open".to_owned(),
        (Measure::Top1Share, Lang::Fr) => "ouvert chez le premier débiteur / ouvert".to_owned(),
        (Measure::Top5Share, Lang::En) => "open with the five largest debtors / open".to_owned(),
        (Measure::Top5Share, Lang::Fr) => "ouvert chez les cinq premiers débiteurs / ouvert".to_owned(),
        (Measure::Top10Share, Lang::En) => "open with the ten largest debtors / open".to_owned(),
        (Measure::Top10Share, Lang::Fr) => "ouvert chez les dix premiers débiteurs / ouvert".to_owned(),
    }
}

/// Returns the formula with its numbers and what it comes to; says why when there is no figure.
pub(super) fn calculation(measure: Measure, row: &Row, lang: Lang) -> String {
    let money = |amount: Amount| figures::amount(amount, row.currency, lang);
    let sum = |amounts: &[Amount]| sum(amounts, money);
    let inputs = &row.inputs;
    let outstanding = || sum(&[inputs.not_due, inputs.overdue, inputs.credits]);
    let of_sales = |part: String| format!("{part} × {} / {}", inputs.recent_days, money(inputs.recent_sales));
    let of_open = |part: Amount| format!("{} / {}", money(part), money(inputs.open()));
    let numbers = match measure {
        Measure::Dso => of_sales(outstanding()),
        Measure::DsoBest => of_sales(money(inputs.not_due)),
        Measure::DsoCountBack => return count_back(row, lang),
        Measure::DaysDelinquent => {
            let days = |measure: Measure| measure.of(inputs).map_or("–".to_owned(), |days| figures::days(days, lang));
            format!("{} - {}", days(Measure::Dso), days(Measure::DsoBest))
        }
        Measure::DaysLate => {
            format!("{} / {}", figures::count(inputs.late_days, lang), figures::count(inputs.paid.into(), lang))
        }
        Measure::DaysLateByAmount => {
            // Amount x days is an amount in form; beyond what one holds, the sum is left out.
            let weighted = i64::try_from(inputs.amount_days).map(|minor| money(Amount::from_minor(minor)));
            format!("{} / {}", weighted.unwrap_or_else(|_| "…".to_owned()), money(inputs.paid_amount))
        }
        Measure::UnpaidRate => {
            format!("{} / {}", sum(&[inputs.fell_due_open, inputs.fell_due_written_off]), money(inputs.fell_due))
        }
        Measure::CollectionEffectiveness => {
            let charged = match inputs.penalties {
                none if none.is_zero() => money(inputs.sales),
                // More was undone of earlier notes than was charged.
                undone if undone.is_negative() => format!("{} - {}", money(inputs.sales), money(-undone)),
                penalties => format!("{} + {}", money(inputs.sales), money(penalties)),
            };
            let less = |left: Amount| format!("({} + {charged} - {})", money(inputs.opening), money(left));
            format!("{} / {}", less(inputs.open()), less(inputs.not_due))
        }
        Measure::Over90Share => of_open(inputs.over_90),
        Measure::Top1Share => of_open(inputs.owed_by_largest(1)),
        Measure::Top5Share => of_open(inputs.owed_by_largest(5)),
        Measure::Top10Share => of_open(inputs.owed_by_largest(10)),
    };
    let is_below_zero = measure == Measure::CollectionEffectiveness && inputs.collected().is_negative();
    match (measure.of(inputs), lang) {
        (Some(value), _) => match measure.unit() {
            Unit::Days => format!("{numbers} = {}", figures::days(value, lang)),
            Unit::Share => format!("{numbers} = {}", figures::share(value, lang)),
        },
        (None, Lang::En) if is_below_zero => format!("{numbers}: no figure, it would be below 0"),
        (None, Lang::Fr) if is_below_zero => {
            format!("{numbers}\u{a0}: pas de chiffre, il serait inférieur à 0")
        }
        (None, Lang::En) => format!("{numbers}: no figure, nothing to divide by"),
        (None, Lang::Fr) => format!("{numbers}\u{a0}: pas de chiffre, rien par quoi diviser"),
    }
}

/// Returns a sum of which the first part is always said and zeros are not; in brackets if anything is added.
fn sum(amounts: &[Amount], money: impl Fn(Amount) -> String) -> String {
    let mut text = String::new();
    let mut parts = 0;
    for &amount in amounts.iter().filter(|amount| !amount.is_zero()) {
        let (sign, shown) = if amount.is_positive() { ("+", amount) } else { ("-", -amount) };
        match (parts, sign) {
            (0, "+") => {}
            (0, _) => text.push('-'),
            _ => text.push_str(&format!(" {sign} ")),
        }
        text.push_str(&money(shown));
        parts += 1;
    }
    match parts {
        0 => money(Amount::ZERO),
        1 => text,
        _ => format!("({text})"),
    }
}

/// Returns each month that the outstanding uses up, and the part of the last one.
fn count_back(row: &Row, lang: Lang) -> String {
    let money = |amount: Amount| figures::amount(amount, row.currency, lang);
    let inputs = &row.inputs;
    let outstanding = inputs.outstanding();
    let Some(value) = Measure::DsoCountBack.of(inputs) else {
        let (outstanding, sales) = (money(outstanding), money(inputs.months.iter().map(|month| month.sales).sum()));
        return match lang {
            Lang::En => format!("{outstanding} is more than was ever sold ({sales}): no figure"),
            Lang::Fr => format!("{outstanding} dépasse toutes les ventes ({sales})\u{a0}: pas de chiffre"),
        };
    };
    let value = figures::days(value, lang);
    if !outstanding.is_positive() {
        return match lang {
            Lang::En => format!("{}: nothing is owed on balance = {value}", money(outstanding)),
            Lang::Fr => format!("{}\u{a0}: rien n'est dû, tout compte fait = {value}", money(outstanding)),
        };
    }
    let mut left = outstanding;
    let (mut taken, mut days) = (money(outstanding), String::new());
    for month in &inputs.months {
        let name = month.month.format(if lang == Lang::Fr { "%m/%Y" } else { "%Y-%m" });
        let sales = month.sales.max(Amount::ZERO);
        if left <= sales {
            if left < outstanding {
                taken.push_str(&format!(" = {}", money(left)));
            }
            let (of, part) = match lang {
                Lang::En => (format!(", of {} in {name}", money(sales)), format!("{} / {}", money(left), money(sales))),
                Lang::Fr => {
                    (format!(", sur {} en {name}", money(sales)), format!("{} / {}", money(left), money(sales)))
                }
            };
            taken.push_str(&of);
            days.push_str(&format!("{} × {part}", month.days));
            break;
        }
        left -= sales;
        taken.push_str(&format!(" - {} ({name})", money(sales)));
        days.push_str(&format!("{} + ", month.days));
    }
    match lang {
        Lang::En => format!("{taken}: {days} = {value}"),
        Lang::Fr => format!("{taken}\u{a0}: {days} = {value}"),
    }
}
