//! What would keep letters from being written, found without writing them all: what is wrong with a template is wrong
//! with every letter of its wording, and what is wrong with an address stops the letters that go by post.

use std::collections::BTreeSet;

use super::press;
use crate::diag::Diagnostic;
use crate::engine::planning::Notice;
use crate::letter::content::build::Desk;
use crate::letter::content::identity::Names;
use crate::letter::content::parties;
use crate::letter::formats::envelope;
use crate::letter::wording::templates::Templates;
use crate::model::{CustomerId, Ledger};
use crate::policy::Channel;

/// Tells whether the folder's own facts can keep a notice from being written, besides rates: it is a formal one, or
/// goes by post.
pub fn is_exacting(ledger: &Ledger, notice: &Notice<'_>) -> bool {
    notice.level.formal_notice || channel(ledger, notice).is_on_paper()
}

/// Judges the letters that the plan calls for which the folder's own facts can stop: returns who has a formal notice
/// under French law that nothing stops, and what stops others. Each formal notice is filled, for its wording is held to
/// more; of other letters of one template and language those are filled and composed up to the first that is sound.
///
/// Interest that cannot be computed is none of its business: [`crate::engine::penalties::Penalties::obstacles`] finds
/// it.
pub fn judge(desk: &Desk<'_>, templates: &Templates) -> (BTreeSet<CustomerId>, Vec<Diagnostic>) {
    let (ledger, policy) = (desk.plan.ledger(), desk.plan.policy());
    let mut names = Names::new(desk.plan);
    let (mut noticed, mut faults, mut sound_wordings) = (BTreeSet::new(), Vec::new(), BTreeSet::new());
    for (notice, credits) in desk.notices().filter(|(notice, _)| is_exacting(ledger, notice)) {
        let lang = desk.language_of(notice);
        let wording = (lang.tag(), &notice.level.template);
        let is_sound = sound_wordings.contains(&wording);
        if is_sound && !notice.level.formal_notice {
            let customer = ledger.customer(notice.customer);
            let fault = envelope::fault(customer, &parties::addressee(customer, &policy.creditor, lang));
            press::add_new(&mut faults, fault.into_iter().collect());
            continue;
        }
        let Ok(named) = desk.named(notice, credits, &mut names) else { continue };
        let draft = desk.draft(&named);
        let judged = if is_sound {
            press::filled(&draft, ledger, policy, templates).map(drop)
        } else {
            press::set(&draft, ledger, policy, templates).map(drop)
        };
        match judged {
            Ok(()) => {
                sound_wordings.insert(wording);
                noticed.extend(draft.is_french_formal_notice().then_some(draft.customer));
            }
            Err(found) => press::add_new(&mut faults, found),
        }
    }
    (noticed, faults)
}

/// Returns how a notice goes.
fn channel(ledger: &Ledger, notice: &Notice<'_>) -> Channel {
    let asked = notice.level.channel;
    // Most go by e-mail: only for those the addresses are read.
    let has_email = asked == Channel::Email && parties::emails(ledger.customer(notice.customer).more()).is_some();
    asked.reaching(has_email)
}
