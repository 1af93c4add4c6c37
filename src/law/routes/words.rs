//! The names of the routes and what is known of each, in both languages.

use super::data::{self, Fact};
use super::{Bar, Case, RouteKind};
use crate::model::{Bilingual, Currency, CustomerKind, Lang, Term, figures};

impl RouteKind {
    /// Returns what people call it.
    pub const fn term(self) -> Term<'static> {
        match self {
            RouteKind::SmallClaims => {
                Term::new("small-claims procedure", "procédure simplifiée de recouvrement des petites créances")
            }
            RouteKind::CommercialClaims => Term::new(
                "recovery of undisputed commercial claims",
                "recouvrement des créances commerciales non contestées",
            ),
            RouteKind::OrderForPayment => Term::new("order for payment", "injonction de payer"),
            RouteKind::EuropeanOrder => Term::new("European order for payment", "injonction de payer européenne"),
            RouteKind::SummaryProvision => Term::new("summary provision", "référé-provision"),
            RouteKind::OrdinaryClaim => Term::new("ordinary claim", "assignation"),
            RouteKind::AdministrativeProvision => Term::new(
                "summary provision before the administrative court",
                "référé-provision devant le tribunal administratif",
            ),
            RouteKind::Mediation => Term::new("mediation or conciliation", "médiation ou conciliation"),
            RouteKind::PartialRemission => Term::new("partial remission", "remise partielle"),
        }
    }
}

/// Returns what a route is called in a case: of an ordinary claim, before which court it is brought.
pub(super) fn name(kind: RouteKind, case: &Case) -> Bilingual {
    let (en, fr) = match (kind, case.debtor) {
        (RouteKind::OrdinaryClaim, CustomerKind::Consumer) if case.courts.are_abroad() => {
            ("claim before the court of the debtor's place", "action devant le tribunal du lieu du débiteur")
        }
        (RouteKind::OrdinaryClaim, _) if case.courts.are_abroad() => (
            "claim before the court of the debtor's place, or of that of delivery or performance",
            "action devant le tribunal du lieu du débiteur, ou de celui de la livraison ou de l'exécution",
        ),
        (RouteKind::OrdinaryClaim, CustomerKind::Consumer) => {
            ("claim before the judicial court", "saisine du tribunal judiciaire")
        }
        // Between traders, the commercial court; a professional who is none (a doctor, a farmer, an association) is
        // sued before the judicial court.
        (RouteKind::OrdinaryClaim, _) => (
            "ordinary claim before the commercial court if the debtor is a trader, else the judicial court",
            "assignation au tribunal de commerce si le débiteur est commerçant, sinon au tribunal judiciaire",
        ),
        _ => (kind.term().en, kind.term().fr),
    };
    Bilingual::new(en, fr)
}

/// Returns what is known of costs, time and conditions; what is not known is said to be so.
pub(super) fn detail(kind: RouteKind, case: &Case) -> Bilingual {
    match kind {
        RouteKind::SmallClaims => Bilingual::new(
            "principal and interest of his debts count together; costs are wholly the creditor's (tariff not known here); the \
             debtor has one month to agree, silence is a refusal; said to be closed to traders' undisputed invoices \
             since law 2026-307",
            "principal et intérêts de ses dettes comptent ensemble ; frais à la charge du seul créancier (tarif inconnu ici) ; le \
             débiteur a un mois pour accepter, son silence vaut refus ; serait fermée aux factures non contestées \
             entre commerçants depuis la loi 2026-307",
        ),
        RouteKind::CommercialClaims => Bilingual::new(
            "between traders (commerçants) only, any amount; one month to pay or dispute, then 8 days; a dispute ends \
             it; before using it, verify that the decree that applies law 2026-307 is out",
            "entre commerçants seulement, sans plafond ; un mois pour payer ou contester, puis 8 jours ; une \
             contestation y met fin ; avant d'y recourir, vérifier que le décret d'application de la loi 2026-307 est \
             paru",
        ),
        RouteKind::OrderForPayment => order(case),
        RouteKind::SummaryProvision => and_lawyer(
            case,
            Bilingual::new(
                format!("no ceiling; the obligation must not be seriously disputable; {}", costs(kind, case).en),
                format!(
                    "sans plafond ; l'obligation ne doit pas être sérieusement contestable ; {}",
                    costs(kind, case).fr
                ),
            ),
        ),
        RouteKind::EuropeanOrder => Bilingual::new(
            "between member states of the European Union but Denmark, no ceiling; by form, to the court that is competent \
             for the debtor: for a consumer that of his home; he has 30 days to oppose it; costs are those of that court, \
             not known here",
            "entre États membres de l'Union européenne, Danemark excepté, sans plafond ; par formulaire, à la juridiction \
             compétente à l'égard du débiteur : pour un consommateur, celle de son domicile ; il a 30 jours pour s'y \
             opposer ; les frais sont ceux de cette juridiction, inconnus ici",
        ),
        RouteKind::OrdinaryClaim if case.courts.are_abroad() => Bilingual::new(
            "by the procedure of that court; costs, time and whether a lawyer is compulsory are not known here",
            "selon la procédure de ce tribunal ; frais, durée et représentation obligatoire inconnus ici",
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
    let costs = costs(RouteKind::OrderForPayment, case);
    let Some(months) = data::count(RouteKind::OrderForPayment, case.debtor, Fact::Serve, case.day) else {
        return costs;
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

/// Returns what is known of the costs: the clerk's, of which published amounts conflict, or the contribution to legal
/// aid.
fn costs(kind: RouteKind, case: &Case) -> Bilingual {
    let sum = |fact| data::euros(kind, case.debtor, fact, case.day);
    let plain = |amount, lang| figures::money(amount, Currency::EUR, lang);
    match (sum(Fact::CostFrom), sum(Fact::CostTo)) {
        (Some(from), Some(to)) => Bilingual::new(
            format!(
                "clerk's costs of the commercial court {} to {} (published amounts conflict), then those of service",
                plain(from, Lang::En),
                plain(to, Lang::En)
            ),
            format!(
                "frais de greffe du tribunal de commerce de {} à {} (les montants publiés divergent), puis ceux de la \
                 signification",
                plain(from, Lang::Fr),
                plain(to, Lang::Fr)
            ),
        ),
        (Some(one), None) => Bilingual::new(
            format!("contribution to legal aid {} (CGI 1635 bis Q), then the costs of service", plain(one, Lang::En)),
            format!(
                "contribution à l'aide juridique {} (CGI 1635 bis Q), puis frais de signification",
                plain(one, Lang::Fr)
            ),
        ),
        (None, _) => Bilingual::new("costs and time are not known here", "frais et durée inconnus ici"),
    }
}

fn and_conciliation(case: &Case) -> Bilingual {
    let costs = costs(RouteKind::OrdinaryClaim, case);
    if !case.is_within(data::euros(RouteKind::OrdinaryClaim, case.debtor, Fact::ConciliationUpTo, case.day)) {
        return costs;
    }
    Bilingual::new(
        format!("{}; before the judicial court, conciliation or mediation comes first (CPC 750-1)", costs.en),
        format!("{} ; devant le tribunal judiciaire, conciliation ou médiation d'abord (CPC 750-1)", costs.fr),
    )
}

fn and_lawyer(case: &Case, detail: Bilingual) -> Bilingual {
    let above = data::euros(RouteKind::OrdinaryClaim, case.debtor, Fact::LawyerAbove, case.day);
    let Some(above) = above.filter(|above| !case.is_within(Some(*above))) else { return detail };
    let plain = |lang| figures::money(above, Currency::EUR, lang);
    Bilingual::new(
        format!("{}; a lawyer is compulsory above {} (CPC 853, 761)", detail.en, plain(Lang::En)),
        format!("{} ; avocat obligatoire au-delà de {} (CPC 853, 761)", detail.fr, plain(Lang::Fr)),
    )
}

impl Bar {
    /// Returns why, in a few words.
    pub fn words(self) -> Bilingual {
        let euros = |amount, lang| figures::money(amount, Currency::EUR, lang);
        let (en, fr) = match self {
            Bar::Lapsed => ("barred by limitation, C. civ. 2219", "créance prescrite, C. civ. 2219"),
            Bar::Insolvent => ("insolvency, C. com. L622-21", "procédure collective, C. com. L622-21"),
            Bar::Abroad => ("the debtor is established abroad", "débiteur établi à l'étranger"),
            Bar::PublicDebtor => ("public debtor", "débiteur public"),
            Bar::Consumer => ("the debtor is a consumer", "le débiteur est un consommateur"),
            Bar::Disputed => ("disputed", "créance contestée"),
            Bar::AboveCeiling(ceiling) => {
                return Bilingual::new(
                    format!("above {}, principal and interest of his debts together", euros(ceiling, Lang::En)),
                    format!("au-delà de {}, principal et intérêts de ses dettes ensemble", euros(ceiling, Lang::Fr)),
                );
            }
            Bar::NotInEuros => ("the sum is not in euros", "somme en devise"),
            Bar::NotEstablished => ("not established that it is open", "ouverture non établie"),
        };
        Bilingual::new(en, fr)
    }
}
