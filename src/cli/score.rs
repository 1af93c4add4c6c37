//! `relance score`: how good a payer each customer is, and how much credit he has.

use clap::Args as ClapArgs;
use rust_decimal::Decimal;

use super::exit::Exit;
use super::reading::load;
use super::terminal::ui::Ui;
use super::typed::common::Common;
use super::typed::day;
use super::typed::unfit::Unfit;
use crate::diag::{Diagnostic, code};
use crate::engine::history::History;
use crate::engine::{planning, scoring};
use crate::model::{Amount, Bilingual, Date, Selection};
use crate::output::reports::score::{Factors, Score, ScoreBacktest, ScoreInvoices, ScoreOrder};

/// How good a payer each customer is, and how much credit he has
#[derive(ClapArgs, Debug)]
#[command(after_help = "\
Examples:
  relance score                           the folder you are in, today
  relance score --explain --customer C-0014  how one customer's points come about
  relance score --invoices --format csv   probability and expected date of each open item
  relance score --backtest 2025-12-31     how well that would have worked since then
  relance score --customer C-0014 --order 5000.00
                                          may he order for that much today, and what must he pay first
  relance score -q --fail-if verdict=block")]
pub struct Args {
    /// One row per open item: probability of late payment and expected date
    #[arg(long)]
    invoices: bool,
    /// Say how the points of each factor come about, which JSON always does; with --invoices, how each probability does
    #[arg(long)]
    explain: bool,
    /// How well the score would have worked: learn up to this day, predict each later invoice on its issue date
    #[arg(long, value_name = "DAY", value_parser = day::date, allow_hyphen_values = true, conflicts_with_all = ["invoices", "explain"])]
    backtest: Option<Date>,
    /// May the customer that --customer names order for this sum today, including VAT, in the policy's currency?
    #[arg(long, value_name = "AMOUNT", value_parser = sum, conflicts_with_all = ["invoices", "explain", "backtest"])]
    order: Option<Decimal>,
    #[command(flatten)]
    common: Common,
}

/// Reads digits, perhaps with a point or comma before the cents.
fn sum(text: &str) -> Result<Decimal, Unfit> {
    let plain = text.replace(',', ".");
    let is_plain = plain.bytes().all(|b| b.is_ascii_digit() || b == b'.') && plain.as_bytes().first() != Some(&b'.');
    let sum = Decimal::from_str_exact(&plain).ok().filter(|sum| is_plain && sum.is_sign_positive());
    sum.filter(|sum| !sum.is_zero())
        .ok_or_else(|| Unfit::new("expected an amount such as 5000.00", "attendu : un montant tel que 5000,00"))
}

impl Args {
    /// Returns the terminal as the options want it.
    pub fn ui(&self) -> Ui {
        Ui::of(&self.common)
    }
}

/// Writes the scores. The portfolio that they are shrunk towards is that of all customers, also with `--customer`.
///
/// # Errors
/// When the folder cannot be answered for, or the result cannot be written.
pub fn run(args: &Args, ui: &mut Ui) -> anyhow::Result<Exit> {
    let desk = load::desk(&args.common, ui)?;
    let history = History::new(&desk.ledger, desk.as_of);
    let wanted = |customer| desk.selection.has(customer);
    if let Some(from) = args.backtest {
        return backtest(from, args, &desk, &history, ui);
    }
    let scores = scoring::score(&desk.ledger, &desk.balances, &history, &desk.policy, wanted);
    if let Some(sum) = args.order {
        return order(sum, &scores, &desk, ui);
    }
    if scores.left_out() > 0 {
        let count = scores.left_out();
        ui.say(&Bilingual::new(
            format!("natural persons left out by the policy: {count}"),
            format!("personnes physiques laissées de côté par la politique : {count}"),
        ));
    }
    if args.invoices {
        return ui.report(&ScoreInvoices { scores: &scores, explain: args.explain.then(|| ui.lang()) });
    }
    let factors = match (args.common.answer.shape.format(), args.explain) {
        (format, _) if format.has_lists() => Factors::List,
        (_, true) => Factors::Sentences,
        (_, false) => Factors::Hidden,
    };
    ui.report(&Score { scores: &scores, lang: ui.lang(), factors })
}

/// Writes whether the one customer that is asked about may order for a sum.
fn order(sum: Decimal, scores: &scoring::Scores<'_>, desk: &load::Desk, ui: &mut Ui) -> anyhow::Result<Exit> {
    let (Some(amount), [row]) = (Amount::from_decimal(sum, scores.currency()), scores.rows()) else {
        let finding = Diagnostic::new(
            code::cli::ORDER_CUSTOMER,
            format!("--order {sum}: one customer and a sum in {} are asked for", scores.currency()),
            format!("--order {sum} : un seul client et une somme en {} sont attendus", scores.currency()),
        );
        let help = ("--customer ID --order 5000.00", "--customer CODE --order 5000.00");
        return Ok(ui.refuse(vec![finding.help(help.0, help.1)]));
    };
    // A level that blocks sales does so until what it asked for is paid.
    let plan = planning::plan(&desk.ledger, &desk.balances, &desk.policy, &Selection::only([row.customer]));
    let blocking = plan.rows().iter().filter(|row| row.credit_hold());
    let is_comparable = |item| desk.ledger.invoice(item).currency == scores.currency();
    let blocked = blocking.filter(|row| is_comparable(row.item)).map(|row| row.chased).sum();
    let order = row.order(&desk.policy.score, amount, blocked);
    ui.report(&ScoreOrder { scores, row, order: &order, lang: ui.lang() })
}

/// Writes how well the score would have worked since a day.
fn backtest(from: Date, args: &Args, desk: &load::Desk, history: &History<'_>, ui: &mut Ui) -> anyhow::Result<Exit> {
    if from >= desk.as_of {
        let finding = Diagnostic::new(
            code::cli::BACKTEST_DATE,
            format!("--backtest {from}: nothing is known after that day on {}", desk.as_of),
            format!("--backtest {from} : rien n'est connu après ce jour au {}", desk.as_of),
        );
        let en = "a day before --as-of, with invoices on either side of it";
        let fr = "un jour antérieur à --as-of, avec des factures avant et après";
        return Ok(ui.refuse(vec![finding.help(en, fr)]));
    }
    let balances = load::balances_on(desk, &args.common.files, from, ui)?;
    let past = History::new(&desk.ledger, from);
    let before = scoring::score_knowing(&desk.ledger, &balances, &desk.balances, &past, &desk.policy, |_| false);
    let wanted = |customer| desk.selection.has(customer);
    let backtest = scoring::backtest(&before, &desk.ledger, &desk.balances, history, wanted);
    ui.report(&ScoreBacktest { backtest: &backtest, lang: ui.lang() })
}
