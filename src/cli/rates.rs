//! `relance rates`: the dated rates of a folder, those that are compiled in and the rows of its `rates/*.csv` over
//! them.

use clap::Args as ClapArgs;

use super::clock;
use super::exit::Exit;
use super::reading::load;
pub use super::reading::rate_tables::{of_folder, read};
use super::terminal::ui::Ui;
use super::typed::common::{Files, Shape, Speech};
use super::typed::day;
use super::typed::unfit::Unfit;
use crate::law::rates::Series;
use crate::model::Date;
use crate::output::reports::rates::{DatedRates, HalfYears};

/// Which official rates are known, from which day to which, and who says so
#[derive(ClapArgs, Debug)]
#[command(after_help = "\
A row in the folder's rates/SERIES.csv (valid_from,rate,source,confidence; in fr-legal-interest.csv the rate's column
is called professional) adds to the rates of the program, or stands in for the one of the same day.

Examples:
  relance rates                           every dated row with its source, and until when each table is known
  relance rates --series ecb-main-refinancing --format csv
  relance rates --half-years              business, public, legal rate and floor of each half-year since 2013")]
pub struct Args {
    /// Only this series; may be given several times
    #[arg(long, value_name = "NAME", value_parser = series)]
    series: Vec<Series>,
    /// The late-payment rates of law that follow, one row per half-year
    #[arg(long, conflicts_with = "series")]
    half_years: bool,
    /// The day to answer for [default: today]
    #[arg(long, value_name = "DAY", value_parser = day::date, allow_hyphen_values = true)]
    as_of: Option<Date>,
    #[command(flatten)]
    shape: Shape,
    #[command(flatten)]
    files: Files,
    #[command(flatten)]
    speech: Speech,
}

impl Args {
    /// Returns the terminal as the options want it.
    pub fn ui(&self) -> Ui {
        Ui::new(&self.speech).about(&self.files.folder).writing(&self.shape)
    }
}

/// Writes the dated rates, or those of each half-year.
///
/// # Errors
/// When the policy or a table of the folder cannot be read, or the result cannot be written.
pub fn run(args: &Args, ui: &mut Ui) -> anyhow::Result<Exit> {
    let policy = load::policy(&args.files, ui)?;
    let (rates, _) = of_folder(&args.files, &policy, ui)?;
    let as_of = args.as_of.map_or_else(clock::today, Ok)?;
    let series = if args.series.is_empty() { &Series::ALL } else { args.series.as_slice() };
    if args.half_years {
        return ui.report(&HalfYears { rates: &rates, as_of });
    }
    ui.report(&DatedRates { rates: &rates, series, as_of })
}

/// Reads the name of a series.
fn series(name: &str) -> Result<Series, Unfit> {
    Series::ALL.into_iter().find(|series| series.name() == name).ok_or_else(|| {
        let known = Series::ALL.map(Series::name).join(", ");
        Unfit::new(format!("known series: {known}"), format!("séries connues : {known}"))
    })
}
