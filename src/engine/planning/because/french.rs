//! The sentences in French.

use super::{Facts, proceedings, routes};
use crate::engine::history::Dispute;
use crate::engine::planning::{Counted, Remark, Stop, Unmatched};
use crate::model::refused::RefusedRow;
use crate::model::{CustomerKind, Date, figures};
use crate::policy::Trigger;

pub(super) fn due(facts: &Facts<'_, '_>) -> String {
    let since = facts.row.due_on.filter(|&day| day < facts.plan.as_of);
    let since = since.map_or("aujourd'hui".to_owned(), |day| format!("depuis le {}", facts.day(day)));
    let asked = facts.money(facts.row.chased);
    let less =
        facts.deducted().map_or(String::new(), |credits| format!(" (la relance en déduit {credits} de crédits)"));
    let (level, trigger) = (facts.next_level(), trigger(facts));
    format!("{}, {asked} à réclamer{less}\u{a0}: {level} à faire {since}{trigger}.", lateness(facts))
}

pub(super) fn stop(facts: &Facts<'_, '_>, stop: &Stop<'_>) -> String {
    let day = |day: Date| facts.day(day);
    let level = facts.next_level();
    match *stop {
        Stop::Insolvency { .. } | Stop::OverIndebtedness { .. } => proceedings::sentence(facts, stop),
        Stop::CourtFiled { since } => format!("La justice en est saisie depuis le {}.", day(since)),
        Stop::HandedOver { since, whom: None } => format!("Remise à un tiers pour recouvrement le {}.", day(since)),
        Stop::HandedOver { since, whom: Some(whom) } => {
            format!("Remise pour recouvrement le {} à {whom}.", day(since))
        }
        Stop::Assigned { since, whom: None } => {
            format!("Cédée le {}\u{a0}: c'est le cessionnaire qui doit être payé.", day(since))
        }
        Stop::Assigned { since, whom: Some(whom) } => {
            format!("Cédée le {} à {whom}, qui doit être payé.", day(since))
        }
        Stop::Hold { since, until: Some(until) } => {
            format!("En suspens depuis le {}, jusqu'au {}.", day(since), day(until))
        }
        Stop::Hold { since, until: None } => format!("En suspens depuis le {}, jusqu'à sa levée.", day(since)),
        Stop::Disputed { since, status: Some(status), reason } if status.turns_down() => format!(
            "Facture refusée ou rejetée le {}{}\u{a0}: la corriger et l'émettre à nouveau.",
            day(since),
            facts.reason(reason, Some(status))
        ),
        Stop::Disputed { since, reason, status } => {
            let (open, reason) = (facts.money(facts.row.open), facts.reason(reason, status));
            let since = day(since);
            format!("{open} en litige depuis le {since}{reason}\u{a0}: rien n'est réclamé avant la clôture du litige.")
        }
        Stop::PlanKept { since, next } => {
            format!("L'échéancier du {} est respecté\u{202f}; prochaine échéance le {}.", day(since), day(next))
        }
        Stop::Promise { since, by, last_day } if last_day > by => format!(
            "Règlement promis le {} pour le {}\u{202f}; il est attendu jusqu'au {}.",
            day(since),
            day(by),
            day(last_day)
        ),
        Stop::Promise { since, by, .. } => format!("Règlement promis le {} pour le {}.", day(since), day(by)),
        Stop::PaymentAnnounced { since, last_day } => {
            format!("Règlement annoncé le {}\u{202f}; il est attendu jusqu'au {}.", day(since), day(last_day))
        }
        Stop::CoveredByCredits { credits, asked } => {
            let (credits, asked) = (facts.money(credits), facts.money(asked));
            format!(
                "Les crédits du client, {credits}, couvrent les {asked} à réclamer\u{a0}: les affecter d'abord (relance \
                 noter imputation CRÉDIT --to FACTURE)."
            )
        }
        Stop::RefusedRow { row: RefusedRow { role, line, names_somebody } } => {
            let file = role.file_name();
            let who = if names_somebody { "nomme le client" } else { "peut concerner n'importe quel client" };
            format!(
                "La ligne {line} du fichier {file} est refusée et {who}\u{a0}: rien n'est réclamé avant sa correction."
            )
        }
        Stop::UnmatchedReceipt { receipt: Unmatched { date, amount, payer, .. } } => {
            let sum = facts.money(amount);
            let from = if payer.is_empty() { String::new() } else { format!(" de {payer}") };
            format!(
                "Un encaissement{from} de {sum}, reçu le {}, vient peut-être du client\u{a0}: rien n'est réclamé avant \
                 son affectation (relance rapprocher).",
                day(date)
            )
        }
        Stop::OpeningBalance => {
            "Solde repris sans ses factures\u{a0}: il est dû, mais rien ne dit de quoi ni depuis quand.".to_owned()
        }
        Stop::NoProcedure { named: Some(name) } => {
            format!("La politique n'a pas de procédure «\u{a0}{name}\u{a0}».")
        }
        Stop::NoProcedure { named: None } => {
            let kind = match facts.kind() {
                CustomerKind::Business => "les professionnels",
                CustomerKind::Public => "les acheteurs publics",
                CustomerKind::Consumer => "les consommateurs",
            };
            format!("Aucune procédure de la politique n'est faite pour {kind}.")
        }
        Stop::UnknownLevel { level } => {
            let procedure = facts.row.procedure.map_or("", |procedure| procedure.name.as_str());
            format!(
                "Le niveau «\u{a0}{level}\u{a0}» a été noté, mais la procédure {procedure} ne l'a pas\u{a0}: dans la \
                 politique, écrire formerly = [\"{level}\"] au niveau qui le remplace, ou ajouter ce niveau."
            )
        }
        Stop::NotDue => match facts.to_come() {
            Some(next) => format!("Échéance le {}\u{202f}; ensuite\u{a0}: {level} le {next}.", facts.due_date()),
            None => format!("Échéance le {}.", facts.due_date()),
        },
        Stop::BelowMinimum { asked, minimum } => {
            let (late, asked, minimum) = (lateness(facts), facts.money(asked), facts.money(minimum));
            format!(
                "{late}\u{202f}; la relance réclamerait {asked}, et le niveau «\u{a0}{level}\u{a0}» commence à {minimum}."
            )
        }
        Stop::BelowShare { asked, open, percent } => {
            let (late, asked, open, percent) =
                (lateness(facts), facts.money(asked), facts.money(open), facts.percent(percent));
            format!(
                "{late}\u{202f}; les {asked} au niveau «\u{a0}{level}\u{a0}» font moins de {percent} des {open} que doit le \
                 client."
            )
        }
        Stop::StalePayments { newest } => format!(
            "{}\u{202f}; personne n'est relancé tant que le dernier règlement connu est du {}\u{a0}: mettre payments.csv à \
             jour.",
            lateness(facts),
            day(newest)
        ),
        Stop::Deadline { last_day } => {
            format!("Une relance laisse jusqu'au {} pour payer{}.", day(last_day), then(facts))
        }
        Stop::MinInterval { last_notice, days } if last_notice == facts.plan.as_of => format!(
            "Une autre relance part ce jour au client\u{202f}; {days} jours au moins séparent deux relances{}.",
            then(facts)
        ),
        Stop::MinInterval { last_notice, days } => format!(
            "Le client a été relancé le {}\u{202f}; {days} jours au moins séparent deux relances{}.",
            day(last_notice),
            then(facts)
        ),
        Stop::NotYet => {
            let (late, next) = (lateness(facts), facts.to_come().unwrap_or_default());
            format!("{late}\u{202f}; ensuite\u{a0}: {level} le {next}{}.", trigger(facts))
        }
        Stop::Approval => format!(
            "{}\u{202f}; un accord est attendu avant\u{a0}: {level} (le noter par `relance noter approuvé {} --level {}`).",
            lateness(facts),
            facts.invoice_word(),
            facts.next_code()
        ),
        Stop::EndOfProcedure => end(facts),
    }
}

pub(super) fn remark(facts: &Facts<'_, '_>, remark: Remark<'_>) -> String {
    match remark {
        Remark::PartDisputed(Dispute { amount, reason, status, .. }) => {
            let (amount, reason) = (facts.money(amount), facts.reason(reason, status));
            format!("La part en litige, {amount}{reason}, est laissée de côté.")
        }
        Remark::PartPromised { amount, by, .. } => {
            format!("La part promise pour le {}, {}, est laissée de côté.", facts.day(by), facts.money(amount))
        }
        Remark::PartPlanned { amount, since, next } => format!(
            "La part de l'échéancier du {}, {}, est laissée de côté ; prochaine échéance le {}.",
            facts.day(since),
            facts.money(amount),
            facts.day(next)
        ),
        Remark::PromiseBroken(since) => format!("La promesse n'est pas tenue depuis le {}.", facts.day(since)),
        Remark::PlanBroken(since) => format!("L'échéancier n'est pas tenu depuis le {}.", facts.day(since)),
        Remark::NotAsked(amount) => {
            format!(
                "Aucune relance n'en a réclamé {}\u{a0}: le faire avant d'agir pour cette part.",
                facts.money(amount)
            )
        }
        Remark::Insurer(by) if by < facts.plan.as_of => {
            format!("Elle était à déclarer à l'assureur-crédit au plus tard le {}.", facts.day(by))
        }
        Remark::Insurer(by) => format!("La déclarer à l'assureur-crédit au plus tard le {}.", facts.day(by)),
        Remark::Lapse(lapse) => {
            let anew = lapse.anew.map_or(String::new(), |(day, cause)| {
                format!(", délai reparti le {} ({})", facts.day(day), cause.words().fr)
            });
            let (last, since) = (facts.day(lapse.last_day), facts.day(lapse.barred_since()));
            let article = lapse.rule.article;
            if lapse.last_day < facts.plan.as_of {
                format!("Prescrite depuis le {since} ({article}){anew}.")
            } else {
                format!("Prescription le {last} ({article}){anew}.")
            }
        }
        Remark::Arrears(days) => {
            format!("Ce client est relancé dès que sa plus ancienne pièce a {days} jours de retard.")
        }
        Remark::Lowered(own) => {
            format!(
                "Elle pèse trop peu dans ce que doit le client pour le niveau «\u{a0}{}\u{a0}».",
                facts.level_at(own)
            )
        }
        Remark::Raised(own) => format!("Seule, elle serait au niveau «\u{a0}{}\u{a0}».", facts.level_at(own)),
    }
}

/// Names what can be asked of a court; it informs and decides nothing.
fn end(facts: &Facts<'_, '_>) -> String {
    let reached = match (facts.row.level_reached, facts.row.last_contact) {
        (Some(level), Some(day)) => {
            let level = facts.row.level_label(level, facts.lang);
            format!("le dernier niveau, {level}, a été atteint le {}", facts.day(day))
        }
        _ => "la procédure n'a plus de niveau".to_owned(),
    };
    let hand_over = if facts.is_handed_over() {
        " À remettre à un tiers pour recouvrement, puis à noter par relance noter confié."
    } else {
        ""
    };
    format!("{}\u{202f}; {reached}.{hand_over}{}", lateness(facts), routes::sentence(facts))
}

fn lateness(facts: &Facts<'_, '_>) -> String {
    match facts.row.days_late {
        0 => format!("Échéance le {}", facts.due_date()),
        1 => "1 jour de retard".to_owned(),
        days => format!("{} jours de retard", figures::count(days, facts.lang)),
    }
}

/// Says what comes after what is waited for.
fn then(facts: &Facts<'_, '_>) -> String {
    facts.to_come().map_or(String::new(), |day| format!("\u{202f}; puis {} le {day}", facts.next_level()))
}

/// Says what the day of the next level is counted from, when nothing but days off has moved it.
fn trigger(facts: &Facts<'_, '_>) -> String {
    if facts.row.trigger_on != facts.row.due_on || facts.row.counted == Counted::Otherwise {
        return String::new();
    }
    let moved = if facts.row.counted == Counted::Moved { ", reporté au jour ouvré suivant" } else { "" };
    format!("{}{moved}", counted_from(facts))
}

/// Says what the trigger of the next level counts from.
fn counted_from(facts: &Facts<'_, '_>) -> String {
    let days = |count: i64| if count == 1 { "1 jour".to_owned() } else { format!("{count} jours") };
    let (grace, repeat, arrival) = (facts.grace_days(), facts.repeat_days(), facts.counts_from_arrival());
    let grace = if grace == 0 { String::new() } else { format!(" et {} de grâce", days(grace)) };
    let last_one = match (facts.row.last_was_call, arrival) {
        (true, _) => "l'appel",
        (false, true) => "l'arrivée de la relance",
        (false, false) => "la relance",
    };
    if let Some((count, last)) = repeat {
        return format!(", à nouveau {} après {last_one} du {}", days(count), facts.day(last));
    }
    match (facts.row.next_level().map(|level| level.trigger), facts.row.last_contact) {
        (Some(Trigger::AfterPrevious(count)), Some(last)) => {
            format!(", {} après {last_one} du {}", days(i64::from(count)), facts.day(last))
        }
        (Some(Trigger::AfterPrevious(count)), None) => {
            format!(", {} après le niveau précédent", days(i64::from(count)))
        }
        (Some(Trigger::AfterDue(0)), _) => format!(", à l'échéance{grace}"),
        (Some(Trigger::AfterDue(count)), _) if count < 0 => {
            format!(", {} avant l'échéance", days(-i64::from(count)))
        }
        (Some(Trigger::AfterDue(count)), _) => format!(", {} après l'échéance{grace}", days(i64::from(count))),
        (Some(Trigger::AfterMonthEnd(0)), _) => ", à la fin du mois de l'échéance".to_owned(),
        (Some(Trigger::AfterMonthEnd(count)), _) => {
            let side = if count < 0 { "avant" } else { "après" };
            format!(", {} {side} la fin du mois de l'échéance", days(i64::from(count.abs())))
        }
        (None, _) => String::new(),
    }
}
