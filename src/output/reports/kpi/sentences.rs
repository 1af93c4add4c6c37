//! What `kpi` says in words.

use crate::engine::kpi::{By, Kpis, Measure, Row};
use crate::model::{Bilingual, Lang, figures};
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
