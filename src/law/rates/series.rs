//! The series of official rates: their names, their files, and who publishes them.

use chrono::Datelike;

use crate::model::Date;
use crate::model::rate::Series;

impl Series {
    /// Every series, in the order of its discriminants.
    pub const ALL: [Series; 5] =
        [Series::Ecb, Series::Legal, Series::BankOfEngland, Series::GermanBase, Series::Belgian];

    /// Returns the name of its file, without `.csv`.
    pub const fn name(self) -> &'static str {
        match self {
            Series::Ecb => "ecb-main-refinancing",
            Series::Legal => "fr-legal-interest",
            Series::BankOfEngland => "bank-of-england",
            Series::GermanBase => "de-basiszins",
            Series::Belgian => "be-late-payment",
        }
    }

    /// Returns the column of its file that holds the rate.
    ///
    /// The legal rate has another column for creditors who are consumers; ours are not (law.md, section 5).
    pub const fn column(self) -> &'static str {
        match self {
            Series::Legal => "professional",
            Series::Ecb | Series::BankOfEngland | Series::GermanBase | Series::Belgian => "rate",
        }
    }

    /// Returns how letters and statements call it, in English and in French.
    pub const fn title(self) -> (&'static str, &'static str) {
        match self {
            Series::Ecb => ("ECB main refinancing rate", "taux de refinancement de la BCE"),
            Series::Legal => ("legal interest rate", "taux d’intérêt légal"),
            Series::BankOfEngland => ("Bank of England’s Bank Rate", "Bank Rate de la Banque d’Angleterre"),
            Series::GermanBase => ("German base rate (Basiszinssatz)", "taux de base allemand (Basiszinssatz)"),
            Series::Belgian => ("Belgian rate for commercial transactions", "taux belge des transactions commerciales"),
        }
    }

    /// Returns where the rate in force on a day is officially published, in English and in French: what a judge can
    /// look up. How the rows of the tables were found is told by `relance rates -v`.
    pub fn publication(self, day: Date) -> (&'static str, &'static str) {
        // Half-yearly orders since 2015 (CMF L313-2); before, a decree for each year.
        let is_by_order = day.year() >= 2015;
        match self {
            Series::Ecb => ("European Central Bank, key interest rates", "Banque centrale européenne, taux directeurs"),
            Series::Legal if is_by_order => (
                "Journal officiel de la République française, order fixing the legal interest rate",
                "Journal officiel de la République française, arrêté relatif à la fixation du taux de l’intérêt légal",
            ),
            Series::Legal => (
                "Journal officiel de la République française, decree fixing the legal interest rate",
                "Journal officiel de la République française, décret fixant le taux de l’intérêt légal",
            ),
            Series::BankOfEngland => ("Bank of England, official Bank Rate", "Banque d’Angleterre, Bank Rate officiel"),
            Series::GermanBase => (
                "Deutsche Bundesbank, Basiszinssatz under section 247 BGB",
                "Deutsche Bundesbank, Basiszinssatz selon l’article 247 du BGB",
            ),
            Series::Belgian => (
                "Moniteur belge, notice of the rate for commercial transactions",
                "Moniteur belge, avis relatif au taux des transactions commerciales",
            ),
        }
    }

    /// Returns the day whose official rate counts for the half-year that begins on a day.
    ///
    /// That is the day itself, but for the Bank of England: there it is the day before, 31 December or 30 June
    /// (Late Payment of Commercial Debts (Rate of Interest) (No. 3) Order 2002).
    pub fn reference_day(self, half_year: Date) -> Date {
        match self {
            Series::BankOfEngland => half_year.pred_opt().unwrap_or(half_year),
            Series::Ecb | Series::Legal | Series::GermanBase | Series::Belgian => half_year,
        }
    }

    /// Returns the file of the folder that can add rows.
    pub fn file(self) -> String {
        format!("rates/{}.csv", self.name())
    }

    pub(super) const fn builtin_text(self) -> &'static str {
        match self {
            Series::Ecb => include_str!("../../../policies/rates/ecb-main-refinancing.csv"),
            Series::Legal => include_str!("../../../policies/rates/fr-legal-interest.csv"),
            Series::BankOfEngland => include_str!("../../../policies/rates/bank-of-england.csv"),
            Series::GermanBase => include_str!("../../../policies/rates/de-basiszins.csv"),
            Series::Belgian => include_str!("../../../policies/rates/be-late-payment.csv"),
        }
    }
}
