//! What the debtor's insolvency or over-indebtedness leaves to do, in both languages.

use super::Facts;
use crate::engine::planning::Stop;
use crate::model::{CustomerKind, Date, Lang};

/// The articles of one kind of proceedings.
struct Articles {
    /// How an opening is named, in English and in French; the day follows.
    opened: (&'static str, &'static str),
    /// What forbids the debtor to pay.
    no_payment: &'static str,
    /// How long claims can be declared, in words.
    time: (&'static str, &'static str),
    /// What sets that time.
    declare: &'static str,
    /// What relieves of having missed it.
    relief: &'static str,
}

const BUSINESS: Articles = Articles {
    opened: ("Insolvency opened on", "Procédure collective ouverte le"),
    no_payment: "C. com. L622-7",
    time: (
        "two months of the publication in the BODACC, four from abroad",
        "deux mois de la publication au BODACC, quatre depuis l'étranger",
    ),
    declare: "C. com. R622-24",
    relief: "C. com. L622-26",
};

const CONSUMER: Articles = Articles {
    opened: ("Personal insolvency opened on", "Rétablissement personnel ouvert le"),
    no_payment: "C. conso. L742-7",
    time: ("two months of the publication in the BODACC", "deux mois de la publication au BODACC"),
    declare: "C. conso. R742-11",
    relief: "C. conso. R742-13",
};

/// Returns the sentence of a stop by proceedings.
pub(super) fn sentence(facts: &Facts<'_, '_>, stop: &Stop<'_>) -> String {
    let articles = if facts.kind() == CustomerKind::Consumer { &CONSUMER } else { &BUSINESS };
    match *stop {
        Stop::OverIndebtedness { since } => over_indebtedness(facts, since),
        Stop::Insolvency { judgment, declared, .. } if !facts.is_under_french_law() => {
            abroad(facts, judgment, declared)
        }
        Stop::Insolvency { judgment, declare_by, relief_by, reclaim_by, declared } => {
            let opened = facts.day(judgment);
            let claim = claim(facts, articles, declare_by.zip(relief_by), declared);
            let goods = reclaim_by.map_or(String::new(), |day| goods(facts, day));
            let article = articles.no_payment;
            match facts.lang {
                Lang::En => format!(
                    "{} {opened}, after this debt arose: no reminder may go out ({article}). {claim}{goods}",
                    articles.opened.0
                ),
                Lang::Fr => format!(
                    "{} {opened}, après la naissance de la créance\u{a0}: plus aucune relance ({article}). {claim}{goods}",
                    articles.opened.1
                ),
            }
        }
        _ => unreachable!("only proceedings are told here"),
    }
}

fn abroad(facts: &Facts<'_, '_>, judgment: Date, declared: Option<Date>) -> String {
    let opened = facts.day(judgment);
    match (facts.lang, declared.map(|day| facts.day(day))) {
        (Lang::En, Some(declared)) => format!(
            "Insolvency opened on {opened}, after this debt arose: no reminder may go out. The claim was declared on \
             {declared}."
        ),
        (Lang::En, None) => format!(
            "Insolvency opened on {opened}, after this debt arose: no reminder may go out. Lodge the claim within the time \
             that the law of those proceedings sets, which is not known here."
        ),
        (Lang::Fr, Some(declared)) => format!(
            "Procédure collective ouverte le {opened}, après la naissance de la créance\u{a0}: plus aucune relance. Créance \
             déclarée le {declared}."
        ),
        (Lang::Fr, None) => format!(
            "Procédure collective ouverte le {opened}, après la naissance de la créance\u{a0}: plus aucune relance. \
             Déclarer la créance dans le délai que fixe la loi de cette procédure, qui n'est pas connu ici."
        ),
    }
}

/// Says by when the claim is declared, was, or can still be.
fn claim(facts: &Facts<'_, '_>, articles: &Articles, days: Option<(Date, Date)>, declared: Option<Date>) -> String {
    let today = facts.plan.as_of;
    let Articles { declare, relief: relief_article, .. } = articles;
    if let Some(declared) = declared {
        let declared = facts.day(declared);
        return match facts.lang {
            Lang::En => format!("The claim was declared on {declared}."),
            Lang::Fr => format!("Créance déclarée le {declared}."),
        };
    }
    let Some((last_day, relief_day)) = days else {
        return match facts.lang {
            Lang::En => format!(
                "Declare the claim within {} ({declare}); that day is not recorded: relance letters --template \
                 claim-declaration.",
                articles.time.0
            ),
            Lang::Fr => format!(
                "Déclarer la créance dans les {} ({declare})\u{202f}; ce jour n'est pas noté\u{a0}: relance lettres \
                 --template claim-declaration.",
                articles.time.1
            ),
        };
    };
    let (last, relief) = (facts.day(last_day), facts.day(relief_day));
    match facts.lang {
        Lang::En if relief_day < today => format!(
            "The time to declare the claim ended on {last}, and the time to seek relief on {relief} ({relief_article})."
        ),
        Lang::Fr if relief_day < today => format!(
            "Le délai de déclaration a pris fin le {last}, celui de demander un relevé de forclusion le {relief} \
             ({relief_article})."
        ),
        Lang::En if last_day < today => {
            format!(
                "The time to declare the claim ended on {last}; relief can be sought until {relief} ({relief_article})."
            )
        }
        Lang::Fr if last_day < today => format!(
            "Le délai de déclaration a pris fin le {last}\u{202f}; un relevé de forclusion se demande jusqu'au {relief} \
             ({relief_article})."
        ),
        Lang::En => {
            format!("Declare the claim by {last} ({declare}): relance letters --template claim-declaration.")
        }
        Lang::Fr => format!(
            "Déclarer la créance au plus tard le {last} ({declare})\u{a0}: relance lettres --template claim-declaration."
        ),
    }
}

/// Says by when goods of which the title was retained are claimed back.
fn goods(facts: &Facts<'_, '_>, last_day: Date) -> String {
    let (day, is_over) = (facts.day(last_day), last_day < facts.plan.as_of);
    match facts.lang {
        Lang::En if is_over => {
            format!(" The time to claim back goods under retention of title ended on {day} (C. com. L624-9).")
        }
        Lang::En => format!(" Claim back goods under retention of title by {day} (C. com. L624-9)."),
        Lang::Fr if is_over => format!(
            " Le délai de revendication des marchandises sous réserve de propriété a pris fin le {day} (C. com. L624-9)."
        ),
        Lang::Fr => format!(
            " Revendiquer au plus tard le {day} les marchandises vendues sous réserve de propriété (C. com. L624-9)."
        ),
    }
}

fn over_indebtedness(facts: &Facts<'_, '_>, since: Date) -> String {
    let since = facts.day(since);
    match facts.lang {
        Lang::En => format!(
            "File of over-indebtedness found admissible on {since}, after this debt arose: no reminder may go out, and it may \
             not be paid (C. conso. L722-2, L722-5). Who contests the list of debts that the commission sends proves his \
             claim within thirty days (C. conso. L723-2, R723-3)."
        ),
        Lang::Fr => format!(
            "Dossier de surendettement recevable depuis le {since}, après la naissance de la créance\u{a0}: plus aucune \
             relance, et elle ne peut être payée (C. conso. L722-2, L722-5). Qui conteste l'état du passif envoyé par la \
             commission justifie sa créance dans les trente jours (C. conso. L723-2, R723-3)."
        ),
    }
}
