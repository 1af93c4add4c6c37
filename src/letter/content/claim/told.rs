//! What a run says of the claims that it declares: by when, and to whom.

use super::super::build::Desk;
use crate::diag::{Diagnostic, Place, code};
use crate::engine::history::Judgment;
use crate::law::insolvency::reclaim_by;
use crate::letter::model::Addressee;
use crate::letter::safe::one_line;
use crate::model::{CustomerId, CustomerKind, Date, FileRole, Lang, figures, shell};

impl Desk<'_> {
    /// Says by when a declaration must be posted, and goods claimed back, and that nobody is named to whom it goes.
    pub(super) fn told_of_claim(
        &self,
        customer: CustomerId,
        judgment: Judgment,
        days: Option<(Date, Date)>,
        whom: Option<&Addressee>,
    ) -> Vec<Diagnostic> {
        let of = self.plan.ledger().customer(customer);
        let (id, today) = (one_line(&of.id), self.plan.as_of());
        let is_consumer = of.kind == CustomerKind::Consumer;
        let has_goods = self.plan.policy().terms.retention_of_title && !is_consumer;
        let goods = judgment.published.filter(|_| has_goods).map(reclaim_by).filter(|&last| last >= today);
        let mut told = vec![deadline(&id, days, today, is_consumer)];
        told.extend(goods.map(|last| reclaimed(&id, last)));
        told.extend(misses(whom).map(|(en, fr)| nobody(&id, &en, &fr)));
        told
    }
}

fn deadline(id: &str, days: Option<(Date, Date)>, today: Date, is_consumer: bool) -> Diagnostic {
    let (declare, relief) =
        if is_consumer { ("C. conso. R742-11", "C. conso. R742-13") } else { ("C. com. R622-24", "C. com. L622-26") };
    let [en, fr] = [Lang::En, Lang::Fr].map(|lang| {
        let day = |day| figures::date(day, lang);
        match (days, lang) {
            (None, Lang::En) => {
                "the claim must be declared in time, and the day of the judgment's publication is not noted".to_owned()
            }
            (None, Lang::Fr) => {
                "la créance se déclare dans un délai, et le jour de publication du jugement n'est pas noté".to_owned()
            }
            (Some((last, _)), Lang::En) if last >= today => {
                format!("the declaration must be posted by {} ({declare})", day(last))
            }
            (Some((last, _)), Lang::Fr) if last >= today => {
                format!("la déclaration doit être postée au plus tard le {} ({declare})", day(last))
            }
            (Some((last, until)), Lang::En) if until < today => {
                format!(
                    "the time to declare ended on {}, and that to seek relief on {} ({relief})",
                    day(last),
                    day(until)
                )
            }
            (Some((last, until)), Lang::Fr) if until < today => format!(
                "le délai de déclaration a pris fin le {}, celui du relevé de forclusion le {} ({relief})",
                day(last),
                day(until)
            ),
            (Some((last, until)), Lang::En) => {
                format!(
                    "the time to declare ended on {}; relief can be sought until {} ({relief})",
                    day(last),
                    day(until)
                )
            }
            (Some((last, until)), Lang::Fr) => format!(
                "le délai de déclaration a pris fin le {} ; un relevé de forclusion se demande jusqu'au {} ({relief})",
                day(last),
                day(until)
            ),
        }
    });
    let named = shell::word(id);
    finding(code::letter::CLAIM_DEADLINE, id, &en, &fr).help(
        format!(
            "verify the day against the BODACC; once it is sent: `relance record claim_declared {named} --date DATE`; a \
             pledge or other privilege is declared too, in a template of your own"
        ),
        format!(
            "vérifier le jour au BODACC ; une fois envoyée : `relance noter créance_déclarée {named} --date DATE` ; un \
             privilège ou une sûreté se déclare aussi, dans un modèle à vous"
        ),
    )
}

fn reclaimed(id: &str, last: Date) -> Diagnostic {
    let day = |lang| figures::date(last, lang);
    finding(
        code::letter::CLAIM_DEADLINE,
        id,
        &format!("goods under retention of title are claimed back by {} (C. com. L624-9)", day(Lang::En)),
        &format!(
            "les marchandises sous réserve de propriété se revendiquent au plus tard le {} (C. com. L624-9)",
            day(Lang::Fr)
        ),
    )
    .help(
        "by registered letter to the administrator, else to the judicial representative or liquidator",
        "par lettre recommandée à l'administrateur, à défaut au mandataire judiciaire ou au liquidateur",
    )
}

/// Returns what is missing of the one to whom a declaration goes.
fn misses(whom: Option<&Addressee>) -> Option<(String, String)> {
    match whom {
        None => Some((
            "the declaration does not name whom it goes to".to_owned(),
            "la déclaration ne nomme pas celui à qui elle s'adresse".to_owned(),
        )),
        Some(Addressee { name, address, .. }) => address.is_empty().then(|| {
            (
                format!("the declaration goes to {name}, whose address is not noted"),
                format!("la déclaration s'adresse à {name}, dont l'adresse n'est pas notée"),
            )
        }),
    }
}

fn nobody(id: &str, en: &str, fr: &str) -> Diagnostic {
    finding(code::letter::REPRESENTATIVE_MISSING, id, en, fr).help(
        "record the judgment with its judicial representative or liquidator: --reference \"NAME, STREET, TOWN\"",
        "noter le jugement avec son mandataire judiciaire ou liquidateur : --reference \"NOM, RUE, VILLE\"",
    )
}

fn finding(code: crate::diag::Code, id: &str, en: &str, fr: &str) -> Diagnostic {
    let events = Place::file(FileRole::Events.file_name());
    Diagnostic::new(code, format!("{id}: {en}"), format!("{id} : {fr}")).at(events)
}
