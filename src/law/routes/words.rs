//! The names of the routes and what is known of each, in both languages.

use super::{Bar, CONCILIATION_UP_TO, Case, RouteKind, is_contribution_due, months_to_serve_an_order};
use crate::model::{Amount, Bilingual, Currency, CustomerKind, Lang, figures};

/// In cents: above it a lawyer is compulsory (CPC 853, 761).
const LAWYER_ABOVE: Amount = Amount::from_minor(1_000_000);

pub(super) fn name(kind: RouteKind, case: &Case) -> Bilingual {
    let (en, fr) = match (kind, case.debtor) {
        (RouteKind::SmallClaims, _) => {
            ("small-claims procedure", "procédure simplifiée de recouvrement des petites créances")
        }
        (RouteKind::CommercialClaims, _) => {
            ("recovery of undisputed commercial claims", "recouvrement des créances commerciales non contestées")
        }
        (RouteKind::OrderForPayment, _) => ("order for payment", "injonction de payer"),
        (RouteKind::SummaryProvision, _) => ("summary provision", "référé-provision"),
        (RouteKind::OrdinaryClaim, CustomerKind::Consumer) => {
            ("claim before the judicial court", "saisine du tribunal judiciaire")
        }
        // Between traders, the commercial court; a professional who is none (a doctor, a farmer, an association) is
        // sued before the judicial court.
        (RouteKind::OrdinaryClaim, _) => (
            "ordinary claim before the commercial court if the debtor is a trader, else the judicial court",
            "assignation au tribunal de commerce si le débiteur est commerçant, sinon au tribunal judiciaire",
        ),
        (RouteKind::AdministrativeProvision, _) => {
            ("summary provision before the administrative court", "référé-provision devant le tribunal administratif")
        }
        (RouteKind::Mediation, _) => ("mediation or conciliation", "médiation ou conciliation"),
        (RouteKind::PartialRemission, _) => ("partial remission", "remise partielle"),
    };
    Bilingual::new(en, fr)
}

/// Returns what is known of costs, time and conditions; what is not known is said to be so.
pub(super) fn detail(kind: RouteKind, case: &Case) -> Bilingual {
    match kind {
        RouteKind::SmallClaims => Bilingual::new(
            "principal and interest together count; costs are wholly the creditor's (tariff not known here); the \
             debtor has one month to agree, silence is a refusal; said to be closed to traders' undisputed invoices \
             since law 2026-307",
            "principal et intérêts comptent ensemble ; frais à la charge du seul créancier (tarif inconnu ici) ; le \
             débiteur a un mois pour accepter, son silence vaut refus ; serait fermée aux factures non contestées \
             entre commerçants depuis la loi 2026-307",
        ),
        RouteKind::CommercialClaims => Bilingual::new(
            "between traders, any amount; one month to pay or dispute, then 8 days; the day from which it is open is \
             not established (law 2026-307)",
            "entre commerçants, sans plafond ; un mois pour payer ou contester, puis 8 jours ; sa date d'ouverture \
             n'est pas établie (loi 2026-307)",
        ),
        RouteKind::OrderForPayment => order(case),
        RouteKind::SummaryProvision => and_lawyer(
            case,
            Bilingual::new(
                format!("no ceiling; the obligation must not be seriously disputable; {}", costs(case).en),
                format!("sans plafond ; l'obligation ne doit pas être sérieusement contestable ; {}", costs(case).fr),
            ),
        ),
        RouteKind::OrdinaryClaim => and_lawyer(case, and_conciliation(case)),
        RouteKind::AdministrativeProvision => Bilingual::new(
            "no ceiling; the obligation must not be seriously disputable; costs and time are not known here",
            "sans plafond ; l'obligation ne doit pas être sérieusement contestable ; frais et durée inconnus ici",
        ),
        RouteKind::Mediation => Bilingual::new(
            "free before a conciliateur de justice; limitation is suspended meanwhile",
            "gratuite devant un conciliateur de justice ; la prescription est suspendue pendant ce temps",
        ),
        RouteKind::PartialRemission => Bilingual::new(
            "giving up no more than this costs no more than the cheapest known route, and no time",
            "renoncer à cette somme au plus ne coûte pas plus que la voie connue la moins chère, ni de temps",
        ),
    }
}

fn order(case: &Case) -> Bilingual {
    let months = months_to_serve_an_order(case.day);
    let costs = match case.debtor {
        CustomerKind::Consumer => costs(case),
        _ => Bilingual::new(
            "clerk's costs of the commercial court 25 to 34 EUR (published amounts conflict), then those of service",
            "frais de greffe du tribunal de commerce de 25 à 34 EUR (les montants publiés divergent), puis ceux de la \
             signification",
        ),
    };
    Bilingual::new(
        format!(
            "{}; an order made today is served within {months} months, and the debtor has one month to oppose it",
            costs.en
        ),
        format!(
            "{} ; une ordonnance rendue aujourd'hui se signifie dans les {months} mois, et le débiteur a un mois pour \
             s'y opposer",
            costs.fr
        ),
    )
}

fn costs(case: &Case) -> Bilingual {
    if case.debtor == CustomerKind::Consumer && is_contribution_due(case.day) {
        Bilingual::new(
            "contribution to legal aid 50 EUR (CGI 1635 bis Q), then the costs of service",
            "contribution à l'aide juridique 50 EUR (CGI 1635 bis Q), puis frais de signification",
        )
    } else {
        Bilingual::new("costs and time are not known here", "frais et durée inconnus ici")
    }
}

fn and_conciliation(case: &Case) -> Bilingual {
    let costs = costs(case);
    if case.principal.is_none_or(|principal| principal > CONCILIATION_UP_TO) {
        return costs;
    }
    Bilingual::new(
        format!("{}; before the judicial court, conciliation or mediation comes first (CPC 750-1)", costs.en),
        format!("{} ; devant le tribunal judiciaire, conciliation ou médiation d'abord (CPC 750-1)", costs.fr),
    )
}

fn and_lawyer(case: &Case, detail: Bilingual) -> Bilingual {
    if case.principal.is_some_and(|principal| principal <= LAWYER_ABOVE) {
        return detail;
    }
    Bilingual::new(
        format!("{}; a lawyer is compulsory above 10,000 EUR (CPC 853, 761)", detail.en),
        format!("{} ; avocat obligatoire au-delà de 10\u{202f}000\u{a0}EUR (CPC 853, 761)", detail.fr),
    )
}

impl Bar {
    /// Returns why, in a few words.
    pub fn words(self) -> Bilingual {
        let euros = |amount, lang| figures::money(amount, Currency::EUR, lang);
        let (en, fr) = match self {
            Bar::Insolvent => ("insolvency, C. com. L622-21", "procédure collective, C. com. L622-21"),
            Bar::PublicDebtor => ("public debtor", "débiteur public"),
            Bar::Consumer => ("the debtor is a consumer", "le débiteur est un consommateur"),
            Bar::Disputed => ("disputed", "créance contestée"),
            Bar::AboveCeiling(ceiling) => {
                return Bilingual::new(
                    format!("above {}, principal and interest", euros(ceiling, Lang::En)),
                    format!("au-delà de {}, principal et intérêts", euros(ceiling, Lang::Fr)),
                );
            }
            Bar::NotInEuros => ("the sum is not in euros", "somme en devise"),
            Bar::NotEstablished => ("not established that it is open", "ouverture non établie"),
        };
        Bilingual::new(en, fr)
    }
}
