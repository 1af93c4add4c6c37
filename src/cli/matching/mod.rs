//! `relance match`: whose money is that in suspense; shown, decided, posted, and taken back.

mod decide;
mod standing;
mod undo;

use clap::Args as ClapArgs;

use self::decide::Done;
use super::disk::interrupt;
use super::disk::pending;
use super::exit::Exit;
use super::lock::FolderLock;
use super::reading::load;
use super::reading::trial::Written;
use super::suspense::nowhere;
use super::suspense::posting::{self, Posted, Whose};
use super::terminal::ui::Ui;
use super::typed::common::Common;
use crate::diag::{Diagnostic, Place, code, nearest};
use crate::engine::matching::{self, Verdict};
use crate::engine::receipts::BankRows;
use crate::model::{Bilingual, Decision, Lang, Receipt, figures, shell};
use crate::output::reports::matching::Matched;

/// Whose money is that in suspense: the receipts with those who may have sent them; decide and post them
#[derive(ClapArgs, Debug)]
#[command(after_help = "\
Receipts of statements that name their invoices, or come from a known account, are posted when they are imported. The
others wait in suspense.csv, in nobody's balance, and whoever may have sent one is not chased. A decision posts the
receipt to payments.csv and notes the account that it came from as the customer's (iban of customers.csv): the next one
from there is posted without asking.

In a spreadsheet: write a customer or invoice (F-1 + F-2 for several), or the word ignore, into suspense.csv, then --post.

Examples:
  relance match                                   what waits, and whose it may be
  relance match B-20260203001 --to FA-2026-0048   it pays that invoice
  relance match B-20260203001 --to C-0014         it is that customer's: the oldest debts first
  relance match B-20260203001 --to ignore         it concerns no customer
  relance match B-20260203001 --undo              back into suspense, and the account forgotten
  relance match --post                            what was decided in suspense.csv, and what is certain by now")]
pub struct Args {
    /// The receipt: its payment_id
    #[arg(value_name = "RECEIPT")]
    receipt: Option<String>,
    /// Whose it is: a customer, an invoice (several times for several), ignore, or wait
    #[arg(long, value_name = "WHOM", requires = "receipt")]
    to: Vec<String>,
    /// Take the decision back: the receipt waits again
    #[arg(long, requires = "receipt", conflicts_with = "to")]
    undo: bool,
    /// Post what was decided in suspense.csv, and what is certain by now
    #[arg(long, conflicts_with_all = ["receipt", "to", "undo"])]
    post: bool,
    #[command(flatten)]
    common: Common,
}

impl Args {
    /// Returns the terminal as the options want it.
    pub fn ui(&self) -> Ui {
        Ui::of(&self.common)
    }
}

/// Shows the receipts in suspense, once what was asked for is done.
///
/// # Errors
/// When the folder cannot be answered for, a receipt or customer is not known, or a file cannot be written.
pub fn run(args: &Args, ui: &mut Ui) -> anyhow::Result<Exit> {
    let mut remarks = Vec::new();
    if args.post || args.undo || !args.to.is_empty() {
        let policy = load::sound_policy(&args.common.files, ui)?.0;
        let _lock = FolderLock::take(&args.common.files.folder, ui)?;
        if let Some(cut_off) = pending::cut_off(&args.common.files) {
            return Err(cut_off.finding().into());
        }
        let desk = load::desk(&args.common, ui)?;
        let id = args.receipt.as_deref().unwrap_or_default();
        let done = if args.post {
            let done = posting::post(&args.common.files, &policy, Vec::new(), Whose::Decided);
            done.map(|(files, posted)| Done { files, posted, said: Vec::new() })
        } else if args.undo {
            undo::undo(id, &args.common.files, &desk)
        } else {
            decide::decide(id, &args.to, &args.common.files, &desk)
        };
        let Done { files, posted, said } = done.map_err(|findings| ui.refuse(findings))?;
        write(files)?;
        remarks = said;
        remarks.extend(told(&posted, args.receipt.as_deref()));
        ui.note_written();
    }
    let desk = load::desk(&args.common, ui)?;
    if !args.to.is_empty() {
        remarks.extend(args.receipt.as_deref().and_then(|id| credit_left(id, &desk)));
    }
    ui.findings(nowhere::findings(&desk.ledger));
    let verdicts = matching::matched(&desk.ledger, &desk.balances, &desk.policy, desk.as_of);
    let is_wanted = |verdict: &&Verdict<'_>| {
        let mut suspects = verdict.suspects(&desk.ledger).into_iter();
        args.common.answer.customer.is_empty() || suspects.any(|customer| desk.selection.has(customer))
    };
    let of_receipt = |verdict: &&Verdict<'_>| {
        let is_asked = !args.undo && args.to.is_empty();
        !is_asked || args.receipt.as_ref().is_none_or(|id| verdict.receipt.id == *id)
    };
    let shown: Vec<&Verdict<'_>> = verdicts.iter().filter(is_wanted).filter(of_receipt).collect();
    if let Some(id) = args.receipt.as_deref().filter(|_| !args.undo && args.to.is_empty() && shown.is_empty()) {
        return Err(ui.refuse(vec![unknown(id, &desk)]).into());
    }
    let (lang, remarks) = (ui.lang(), ui.placed(&remarks));
    ui.report(&Matched { ledger: &desk.ledger, verdicts: &shown, as_of: desk.as_of, lang, remarks: &remarks })
}

/// Writes the files in their order: each prefix of it is a sound folder.
fn write(files: Vec<Written>) -> anyhow::Result<()> {
    let _placing = interrupt::placing();
    files.iter().try_for_each(|(file, bytes)| file.write(bytes))
}

fn told(posted: &Posted, receipt: Option<&str>) -> Vec<Bilingual> {
    let Some(id) = receipt.filter(|id| posted.is_settled(id)) else {
        return posted.rows_told.iter().cloned().chain(posting::told(posted)).collect();
    };
    let named = shell::word(id);
    let undo = if posted.same.contains(id) {
        Bilingual::new(
            format!(
                "the money is in payments.csv already: nothing is added; `relance match {named} --undo` takes that back"
            ),
            format!(
                "la somme est déjà dans payments.csv : rien n'est ajouté ; `relance rapprocher {named} --undo` l'annule"
            ),
        )
    } else {
        Bilingual::new(
            format!("posted to payments.csv; `relance match {named} --undo` takes it back"),
            format!("porté dans payments.csv ; `relance rapprocher {named} --undo` l'annule"),
        )
    };
    posted.rows_told.iter().cloned().chain([undo]).collect()
}

/// Says what credit its customer has once a receipt is posted: what it pays is not all of it.
fn credit_left(id: &str, desk: &load::Desk) -> Option<Bilingual> {
    let rows = standing::rows_of(id, &BankRows::of(&desk.ledger), &desk.ledger);
    let row = desk.ledger.payment(*rows.first()?);
    let credit = desk.balances.credit_in(row.customer, row.currency);
    let sum = |lang| figures::money(credit, row.currency, lang);
    (row.received().is_positive() && credit.is_positive()).then(|| {
        let (en, fr) = (sum(Lang::En), sum(Lang::Fr));
        let name = &desk.ledger.customer(row.customer).name;
        Bilingual::new(
            format!("credit left of {name}: {en}, which pays no invoice yet"),
            format!("crédit restant de {name} : {fr}, qui ne règle encore aucune facture"),
        )
    })
}

/// Returns the receipt of that id, if it is in suspense.
fn find<'a>(id: &str, desk: &'a load::Desk) -> Result<&'a Receipt, Vec<Diagnostic>> {
    desk.ledger.suspense().iter().find(|receipt| receipt.id == id).ok_or_else(|| vec![unknown(id, desk)])
}

fn unknown(id: &str, desk: &load::Desk) -> Diagnostic {
    let place = Place { text: Some(id.to_owned()), ..Place::file("relance match") };
    if desk.ledger.find_payment(id).is_some() {
        let finding = Diagnostic::new(
            code::write::RECEIPT_UNKNOWN,
            format!("receipt {id} waits no longer: it is posted to payments.csv"),
            format!("l'encaissement {id} n'attend plus : il est porté dans payments.csv"),
        );
        let id = shell::word(id);
        return finding.at(place).help(
            format!("`relance match {id} --undo` takes it back, and it waits again"),
            format!("`relance rapprocher {id} --undo` l'annule, et il attend de nouveau"),
        );
    }
    let finding = Diagnostic::new(
        code::write::RECEIPT_UNKNOWN,
        format!("no receipt {id} is in suspense"),
        format!("aucun encaissement {id} n'est en attente"),
    )
    .at(place);
    let waiting = desk.ledger.suspense().iter().filter(|receipt| receipt.decision != Decision::Ignore);
    match nearest(id, waiting.map(|receipt| receipt.id.as_str())) {
        Some(near) => finding.help(format!("did you mean {near}?"), format!("vouliez-vous dire {near} ?")),
        None => finding.help(
            "`relance match` lists those that are, by their payment_id",
            "`relance rapprocher` les énumère, par leur payment_id",
        ),
    }
}
