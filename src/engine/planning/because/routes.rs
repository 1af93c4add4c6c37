//! What can be done after the last level, in one sentence for people; JSON has more of it.

use super::Facts;
use crate::law::routes::{Route, RouteKind};
use crate::model::Lang;

/// Returns, after a blank, which routes are open, why the others are not, and what is cheaper. It informs and decides
/// nothing.
pub(super) fn sentence(facts: &Facts<'_, '_>) -> String {
    let routes = facts.plan.routes(facts.row);
    let is_amicable = |route: &&Route| matches!(route.kind, RouteKind::Mediation | RouteKind::PartialRemission);
    let (amicable, to_a_title): (Vec<&Route>, Vec<&Route>) = routes.iter().partition(is_amicable);
    let (open, closed): (Vec<&Route>, Vec<&Route>) = to_a_title.into_iter().partition(|route| route.is_open());
    let list = |routes: &[&Route], say: &dyn Fn(&Route) -> String| {
        routes.iter().map(|route| say(route)).collect::<Vec<_>>().join(", ")
    };
    // What one reason closes is named together, and of several reasons the first is enough.
    let barred = |routes: &[&Route]| {
        let groups = routes.chunk_by(|a, b| a.bars.first() == b.bars.first());
        groups.map(|routes| barred(facts, routes)).collect::<Vec<_>>().join(", ")
    };
    let titles = match facts.lang {
        Lang::En => ["Next, in law", "not open", "without a court"],
        Lang::Fr => ["Voies de droit", "fermées", "sans juge"],
    };
    let lists =
        [list(&open, &|route| opened(facts, route)), barred(&closed), list(&amicable, &|route| agreed(facts, route))];
    let parts: Vec<String> = titles
        .into_iter()
        .zip(lists)
        .filter(|(_, list)| !list.is_empty())
        .map(|(title, list)| match facts.lang {
            Lang::En => format!("{title}: {list}"),
            Lang::Fr => format!("{title}\u{a0}: {list}"),
        })
        .collect();
    let said = match facts.lang {
        _ if parts.is_empty() => return String::new(),
        Lang::En => format!(" {}.", first_upper(&parts.join("; "))),
        Lang::Fr => format!(" {}.", first_upper(&parts.join("\u{202f}; "))),
    };
    let has_ceiling = routes.iter().any(|route| route.ceiling.is_some());
    match facts.lang {
        _ if !has_ceiling || !facts.plan.lacks_a_rate(facts.row) => said,
        Lang::En => format!("{said} A rate is not known: of the interest only what ran before is counted."),
        Lang::Fr => format!("{said} Un taux n'est pas connu\u{a0}: seuls les intérêts courus auparavant sont comptés."),
    }
}

/// Begins a sentence, whichever list comes first.
fn first_upper(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

fn opened(facts: &Facts<'_, '_>, route: &Route) -> String {
    let name = route.name.get(facts.lang);
    match (route.ceiling, facts.lang) {
        (None, Lang::En) if route.kind == RouteKind::CommercialClaims => {
            format!("{name} (between traders, and once its decree is out: verify it, {})", route.article)
        }
        (None, Lang::Fr) if route.kind == RouteKind::CommercialClaims => {
            format!("{name} (entre commerçants, et si son décret est paru\u{a0}: à vérifier, {})", route.article)
        }
        (None, _) => format!("{name} ({})", route.article),
        (Some(ceiling), Lang::En) => format!(
            "{name} (principal and interest of his debts together up to {}, {})",
            facts.euros(ceiling),
            route.article
        ),
        (Some(ceiling), Lang::Fr) => format!(
            "{name} (principal et intérêts de ses dettes ensemble jusqu'à {}, {})",
            facts.euros(ceiling),
            route.article
        ),
    }
}

fn barred(facts: &Facts<'_, '_>, routes: &[&Route]) -> String {
    let names: Vec<&str> = routes.iter().map(|route| route.name.get(facts.lang)).collect();
    let why = routes.first().and_then(|route| route.bars.first()).map(|bar| bar.words());
    format!("{} ({})", names.join(", "), why.as_ref().map_or("", |why| why.get(facts.lang)))
}

fn agreed(facts: &Facts<'_, '_>, route: &Route) -> String {
    let name = route.name.get(facts.lang);
    match (route.cost_from.map(|cost| facts.euros(cost)), facts.lang) {
        (None, _) => format!("{name} ({})", route.article),
        (Some(cost), Lang::En) => format!("{name} (up to {cost} it costs no more than the cheapest known route)"),
        (Some(cost), Lang::Fr) => {
            format!("{name} (jusqu'à {cost}, elle ne coûte pas plus que la voie connue la moins chère)")
        }
    }
}
