//! Letters that hold a character which no font has, found without setting the pages of them all: only where something
//! in unusual characters is written of whom a letter is about.

use super::design::Design;
use super::pdf::{Engine, Fault};
use crate::diag::Diagnostic;
use crate::engine::planning::Notice;
use crate::letter::content::build::Desk;
use crate::letter::content::identity::Names;
use crate::letter::content::required;
use crate::letter::run::press;
use crate::letter::wording::templates::Templates;
use crate::model::{Amount, Customer, CustomerId, Event, ItemId};
use crate::policy::Channel;

/// The first character that the built-in fonts may lack: before it all letters of western Europe stand.
const FIRST_UNUSUAL: char = '\u{180}';

/// What stands behind it, and in every other text.
const USUAL: &str = "\u{2011}–—‘’“”„…•\u{202f}€";

/// A notice with what is deducted from it.
type Suspect<'a> = (&'a Notice<'a>, Amount);

/// Returns the notices that become pages and may hold such a character; `wording` is what stands in all of them: the
/// texts of the policy and of the folder's own templates.
pub fn suspects<'a, 't>(desk: &Desk<'a>, mut wording: impl Iterator<Item = &'t str>) -> Vec<Suspect<'a>> {
    let is_every = wording.any(is_unusual);
    let is_paged = |notice: &Notice<'_>| notice.level.channel != Channel::Phone;
    let is_suspect = |notice: &Notice<'_>| is_paged(notice) && (is_every || is_about_unusual(desk, notice.customer));
    desk.notices().filter(|(notice, _)| is_suspect(notice)).collect()
}

/// Returns what keeps suspects from being set as pages.
pub fn unprintable<'a>(
    desk: &Desk<'a>,
    templates: &Templates,
    suspects: &[Suspect<'a>],
    design: &Design,
) -> Vec<Diagnostic> {
    if suspects.is_empty() {
        return Vec::new();
    }
    let engine = match Engine::new(design, desk.plan.as_of()) {
        Ok(engine) => engine,
        Err(fault) => return vec![required::unset(&fault)],
    };
    let (ledger, policy) = (desk.plan.ledger(), desk.plan.policy());
    let (mut names, mut faults) = (Names::new(desk.plan), Vec::new());
    for &(notice, credits) in suspects {
        // What else keeps it from being written is found beside.
        let Ok(named) = desk.named(notice, credits, &mut names) else { continue };
        let draft = desk.draft(&named);
        let Ok(document) = press::set(&draft, ledger, policy, templates) else { continue };
        if let Err(Fault::Letter(c)) = engine.set(&document) {
            let fault = required::unprintable(c, ledger.customer(notice.customer), &draft.letter.customer.id);
            press::add_new(&mut faults, vec![fault]);
        }
    }
    faults
}

fn is_unusual(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(|c| c >= FIRST_UNUSUAL && !USUAL.contains(c))
}

/// Tells whether something unusual is written of a customer, his invoices or what was said of them.
fn is_about_unusual(desk: &Desk<'_>, customer: CustomerId) -> bool {
    let ledger = desk.plan.ledger();
    let is_invoice = |item: ItemId| {
        let more = ledger.more(item).map(|more| [&more.reference, &more.instalment]);
        is_unusual(ledger.number(ledger.invoice(item).number))
            || more.into_iter().flatten().flatten().any(|text| is_unusual(text))
    };
    let is_said = |event: &Event| {
        [&event.reference, &event.note, &event.level].into_iter().flatten().any(|text| is_unusual(text))
    };
    is_customer(ledger.customer(customer))
        || ledger.items_of(customer).any(is_invoice)
        || desk.history.of(customer).any(is_said)
}

fn is_customer(customer: &Customer) -> bool {
    let more = customer.more();
    let cells = [
        &more.siren,
        &more.address_1,
        &more.address_2,
        &more.postal_code,
        &more.city,
        &more.country,
        &more.contact,
        &more.phone,
        &more.owner,
    ];
    [&customer.id, &customer.name].into_iter().chain(cells.into_iter().flatten()).any(|text| is_unusual(text))
}

#[cfg(test)]
mod tests {
    use super::super::pdf::face::Faces;
    use super::*;

    #[test]
    fn the_built_in_fonts_have_what_is_usual() {
        let faces = Faces::new(&[], &[None, None, None]).unwrap();
        let latin = (' '..FIRST_UNUSUAL).filter(|c| !c.is_control());
        let missing: Vec<char> = latin.chain(USUAL.chars()).filter(|&c| !faces.has(c)).collect();
        assert_eq!(missing, []);
        assert!(!is_unusual("L’Œuvre – 12 €") && is_unusual("Beta 😀"));
    }
}
