//! `letters --outbox`: what was written and is not noted as sent, and what of it should go out no more.
//!
//! A letter is as good as the facts that it was written from. What was paid, promised or disputed since, what another
//! letter said since and what was written again is told, and not listed: nobody sends by mistake what a list of things
//! to be sent does not have.

mod outdated;
mod report;

use rust_decimal::Decimal;

use self::outdated::Today;
use self::report::Outbox;
use super::super::exit::Exit;
use super::{Args, verify};
use crate::cli::papers::lists::{Run, Runs};
use crate::cli::papers::unrecorded;
use crate::cli::reading::load;
use crate::cli::terminal::ui::Ui;
use crate::engine::planning;
use crate::letter::run::manifest::{FILE_NAME, NoticeEntry};
use crate::model::{Amount, Currency, CustomerId};

/// One notice that nobody noted as sent.
#[derive(Clone, Copy, Debug)]
struct Unsent<'m> {
    run: &'m Run,
    notice: &'m NoticeEntry,
    customer: CustomerId,
}

/// Lists what is to be sent of the last runs of `letters`, or of the one in `--out`.
///
/// # Errors
/// When the folder cannot be answered for, or the list of `--out` cannot be read.
pub fn run(args: &Args, ui: &mut Ui) -> anyhow::Result<Exit> {
    let mut desk = load::desk(&args.common, ui)?;
    args.chasing.apply(&mut desk.policy);
    let folder = &args.common.files.folder;
    let runs = match &args.out {
        Some(out) => {
            let list = out.join(FILE_NAME);
            let (manifest, day) = verify::read(&list).map_err(|finding| ui.refuse(vec![*finding]))?;
            Runs { read: vec![Run { list, day, manifest }], damaged: Vec::new() }
        }
        None => Runs::of(folder, |day| day <= desk.as_of),
    };
    let is_part = !runs.damaged.is_empty();
    ui.findings(runs.damaged);
    let known = unrecorded::recorded(&desk.ledger);
    let mut unsent = Vec::new();
    for run in &runs.read {
        for notice in unrecorded::unrecorded(&run.manifest, &known) {
            // Whoever is not in the folder any more has nothing in it to be asked for.
            let customer = desk.ledger.find_customer(&notice.customer_id).filter(|&id| desk.selection.has(id));
            unsent.extend(customer.map(|customer| Unsent { run, notice, customer }));
        }
    }
    let plan = planning::plan(&desk.ledger, &desk.balances, &desk.policy, &desk.selection);
    let (mut to_send, outdated) = Today::new(&plan, &desk.balances).parted(unsent);
    ui.findings(outdated::finding(&outdated, (folder, &desk.ledger), desk.as_of).into_iter().collect());
    to_send.sort_by_key(|one| report::rank(one.notice));
    let (ledger, policy, as_of) = (&desk.ledger, &desk.policy, desk.as_of);
    ui.report(&Outbox { ledger, policy, folder, as_of, to_send: &to_send, is_part })
}

/// Returns a sum of a list; nothing when the list was tampered with so that it cannot be read.
fn sum(text: &str, currency: Currency) -> Option<Amount> {
    Amount::from_decimal(Decimal::from_str_exact(text).ok()?, currency)
}
