//! `kpi --d441`: invoices issued, past their due date and unpaid at the close of a year (C. com. D441-6, I, 2°).

use std::io;

use rust_decimal::Decimal;

use super::share;
use crate::engine::kpi::{BANDS, LateInvoices, Period, Unpaid};
use crate::model::{Bilingual, Currency, Date, Lang, Term, figures};
use crate::output::{Cell, Column, Report};

/// The table: one row per band of days late and currency.
#[derive(Clone, Copy, Debug)]
pub struct KpiLate<'a> {
    /// The figures.
    pub tables: &'a [LateInvoices],
    /// The year that the sales are of; its last day is the closing day.
    pub year: Period,
    /// Whether some due dates are those of the law, for want of terms.
    pub by_law: bool,
}

/// The bands, youngest first.
const NAMES: [(&str, Term<'static>); BANDS] = [
    ("d0", Term::new("0 days (for information)", "0 jour (indicatif)")),
    ("d1_30", Term::new("1 to 30 days", "1 à 30 jours")),
    ("d31_60", Term::new("31 to 60 days", "31 à 60 jours")),
    ("d61_90", Term::new("61 to 90 days", "61 à 90 jours")),
    ("d91_plus", Term::new("91 days and more", "91 jours et plus")),
];

/// What is left out of them.
const DISPUTED: (&str, Term<'static>) = ("disputed", Term::new("left out: in dispute", "exclues : en litige"));

impl Report for KpiLate<'_> {
    fn command(&self) -> &'static str {
        "kpi"
    }

    fn as_of(&self) -> Option<Date> {
        Some(self.year.to)
    }

    fn title(&self) -> Option<Bilingual> {
        Some(Bilingual::new(
            "Invoices issued, past their due date and unpaid at the close (C. com. D441-6, I, 2°)",
            "Factures émises non réglées à la clôture dont le terme est échu (C. com. D441-6, I, 2°)",
        ))
    }

    fn columns(&self) -> Vec<Column> {
        vec![
            Column::currency().heading(),
            Column::new("band", "Days late", "Retard").among(NAMES.into_iter().chain([DISPUTED])),
            Column::new("invoices", "Invoices", "Factures"),
            Column::new("amount", "Amount incl. VAT", "Montant TTC"),
            Column::new("share", "Of the year's sales", "Part du CA TTC"),
        ]
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        for table in self.tables {
            for (name, unpaid) in NAMES.into_iter().zip(&table.bands) {
                each(&cells(table.currency, Some(name), unpaid, share(unpaid.amount, table.sales)))?;
            }
            each(&cells(table.currency, Some(DISPUTED), &table.disputed, None))?;
        }
        Ok(())
    }

    fn totals(&self) -> Vec<Vec<Cell<'_>>> {
        let total = |table: &LateInvoices| {
            cells(table.currency, None, &table.late, share(table.late.amount, table.sales)).to_vec()
        };
        self.tables.iter().map(total).collect()
    }

    fn remarks(&self) -> Vec<Bilingual> {
        let day = |lang| (figures::date(self.year.from, lang), figures::date(self.year.to, lang));
        let sales = |lang| {
            let sums = self.tables.iter().map(|table| figures::money(table.sales, table.currency, lang));
            sums.collect::<Vec<_>>().join(", ")
        };
        let ((from_en, to_en), (from_fr, to_fr)) = (day(Lang::En), day(Lang::Fr));
        let mut remarks = vec![
            Bilingual::new(
                "Total: one day late and more, without what is due on the closing day and what is in dispute; an invoice \
                 with instalments in two bands counts once in it.",
                "Total\u{a0}: un jour de retard et plus, sans ce qui échoit le jour de la clôture ni ce qui est en litige\u{202f}; une \
                 facture dont deux échéances sont dans deux tranches y compte une fois.",
            ),
            Bilingual::new(
                format!("Sales from {from_en} to {to_en}, VAT included, less credit notes: {}.", sales(Lang::En)),
                format!("Chiffre d'affaires du {from_fr} au {to_fr}, TTC, avoirs déduits\u{a0}: {}.", sales(Lang::Fr)),
            ),
        ];
        remarks.push(if self.by_law {
            Bilingual::new(
                "Terms referred to: those of the invoices, else those of the law (C. com. L441-10 I).",
                "Délais de référence\u{a0}: ceux des factures, à défaut le délai légal (C. com. L441-10 I).",
            )
        } else {
            Bilingual::new(
                "Terms referred to: those agreed, as the invoices state them.",
                "Délais de référence\u{a0}: contractuels, ceux que portent les factures.",
            )
        });
        remarks
    }
}

fn cells(
    currency: Currency,
    band: Option<(&'static str, Term<'static>)>,
    unpaid: &Unpaid,
    share: Option<Decimal>,
) -> [Cell<'static>; 5] {
    [
        Cell::Word(currency.code()),
        Cell::maybe(band, |(code, term)| Cell::Named(code, term)),
        Cell::Count(unpaid.invoices.into()),
        Cell::Amount(unpaid.amount, currency),
        Cell::maybe(share, Cell::Share),
    ]
}
