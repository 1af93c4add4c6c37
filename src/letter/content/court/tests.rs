//! What is refused, what is warned of, and what must stay allowed.

use super::super::court::*;
use crate::letter::wording::templates::BUILTIN;

fn found(source: &str) -> Vec<(&'static str, Option<u32>, String)> {
    let shown = |one: &Diagnostic| (one.code.slug, one.places[0].line, one.places[0].text.clone().unwrap_or_default());
    let all = [imitations("t", source), doubtful("t", source, Law::France)];
    all.iter().flatten().map(shown).collect()
}

fn codes(source: &str) -> Vec<&'static str> {
    found(source).into_iter().map(|(code, ..)| code).collect()
}

#[test]
fn the_built_in_letters_are_beyond_reproach() {
    for (lang, name, text) in BUILTIN {
        assert_eq!(found(text), [], "{} {name}", lang.tag());
    }
}

#[test]
fn what_imitates_a_court_is_found_with_its_line_and_words() {
    let source = "# Rappel\n\nMonsieur,\n\nLa présente vaut\n**commandement** de payer.\n";
    assert_eq!(found(source), [("court-imitated", Some(5), "vaut **commandement".to_owned())]);
    for title in [
        "Sommation de payer {{total}}",
        "INJONCTION DE PAYER n° 12",
        "{{#if single}}Assignation{{/if}} devant le tribunal",
        "Avis de saisie",
        "Avis avant saisie",
        "Commissaire de justice : dernier avis",
        "Tribunal de commerce d’Angers",
        "Facture impayée – commandement de payer",
        "Dernier avis : SOMMATION DE PAYER",
        "Writ of execution",
        "Court order",
        "Notice of enforcement",
    ] {
        assert_eq!(codes(&format!("# {title}\n")), ["court-imitated"], "{title}");
    }
    for text in [
        "RÉPUBLIQUE FRANÇAISE",
        "Au nom du Peuple français, payez.",
        "Il vous est fait commandement de payer sans délai.",
        "Nous vous faisons injonction de payer.",
        "Par la présente assignation, vous devez payer.",
        "Il vous est enjoint de payer.",
        "Vous êtes convoqué devant le tribunal le 3 mars.",
        "Je soussigné, huissier de justice, vous réclame cette somme.",
        "Agissant en notre qualité de commissaire de justice, nous réclamons.",
        "Cette lettre constitue un titre exécutoire.",
        "Maître Jean Dupont, commissaire de justice",
        "Étude d’huissiers Dupont & Durand",
        "Greffe du tribunal de commerce",
        "By order of the court, you must pay.",
        "Sur ordre du tribunal, nous vous réclamons cette somme.",
        "Tribunal de commerce de Paris",
        "You are hereby summoned to pay.",
        "Cette lettre est une injonction de payer.",
        "This notice is a court order.",
    ] {
        assert_eq!(codes(&format!("# Rappel\n\n{text}\n")), ["court-imitated"], "{text}");
    }
}

#[test]
fn what_only_a_title_allows_is_warned_of() {
    for text in [
        "Nous procéderons à la saisie de vos biens.",
        "Une saisie sera pratiquée sur vos comptes.",
        "Nous allons saisir vos comptes bancaires.",
        "We will seize your goods.",
        "Our bailiffs will call on you.",
        "Des frais de dossier de 25 € vous seront facturés.",
        "Les frais de recouvrement sont à votre charge.",
        "Ce montant sera majoré des frais de relance.",
        "A reminder fee of €15 will be charged.",
        "Tous les frais seront à votre charge.",
        "L’ensemble des frais vous sera réclamé.",
    ] {
        assert_eq!(codes(&format!("# Rappel\n\n{text}\n")), ["words-doubtful"], "{text}");
    }
    let cost = "# Reminder\n\nA reminder fee of £15 will be charged.\n";
    assert_eq!(doubtful("t", cost, Law::UnitedKingdom), []);
}

#[test]
fn what_may_follow_can_be_said() {
    for text in [
        "# Dernier avis avant saisine du tribunal",
        "# Mise en demeure avant assignation",
        "# Mise en demeure valant sommation de payer (C. civ. 1344)",
        "# Avertissement avant action en justice",
        "# Avertissement avant poursuites",
        "# Dernier avis avant injonction de payer",
        "# Vers une injonction de payer : dernière relance",
        "# Ordonnance n° 12 : facture impayée",
        "# Last notice before court action",
        "# Formal notice before an order for payment",
        "# Commande n° 12 : facture impayée",
        "À défaut, nous demanderons au tribunal une injonction de payer.",
        "Un commandement de payer pourra vous être signifié par un commissaire de justice.",
        "Nous saisirons la juridiction compétente. Le tribunal sera saisi sans autre avis.",
        "Nous transmettrons votre dossier à notre commissaire de justice",
        "- remise du dossier à un huissier de justice",
        "Munis d’un titre exécutoire, nous procéderons à la saisie de vos biens.",
        "Une saisie pourra être pratiquée après jugement.",
        "Une erreur de saisie sera corrigée.",
        "La présente vaut mise en demeure, et sommation au sens de l’article 1344 du Code civil.",
        "Une indemnité forfaitaire pour frais de recouvrement de 40 € s’ajoute à cette somme.",
        "Les frais que le tribunal mettra à votre charge s’ajouteront à cette somme.",
        "Sur justificatif, des frais de recouvrement supérieurs à 40 € vous seront réclamés.",
        "Les frais de port sont à votre charge. Des frais de port vous seront facturés.",
        "Tous les frais de livraison seront à votre charge.",
        "La présente commande reste à régler. Le présent avis vous est adressé par courtoisie.",
        "We may ask the court for an order for payment; bailiffs may then be instructed.",
        "The recovery indemnity of €40 will be charged for each invoice.",
        "By the order of 3 March you agreed to pay within 30 days. This order is unpaid.",
        "Nous vous sommons de payer cette somme. Veuillez agréer nos salutations.",
        "Le directeur du recouvrement",
        "Tribunal compétent : Angers",
        "Copie : Me Dupont, commissaire de justice",
        "Par ordre du président",
        "Costs may be added by order of the court.",
        "Des frais pourront être mis à votre charge par ordre du juge.",
        "Aucuns frais de dossier ne vous seront facturés. Aucun frais de relance ne vous est facturé.",
        "Les frais de procédure seront à votre charge.",
    ] {
        let source = if text.starts_with('#') { format!("{text}\n") } else { format!("# Rappel\n\n{text}\n") };
        assert_eq!(found(&source), [], "{text}");
    }
}
