//! `import`: what was read, and what became of it, file by file.

use std::collections::BTreeMap;
use std::io;

use super::age::list;
use crate::model::{Amount, Bilingual, Currency, Date, Lang, figures};
use crate::output::{Cell, Column, Nested, Report};

/// What an import did, or would do.
#[derive(Clone, Debug)]
pub struct Imported {
    /// One per file of the folder, in the order in which they are written.
    pub files: Vec<ImportedFile>,
    /// One per file that was read.
    pub sources: Vec<ImportedSource>,
    /// What the files say that is owed, against what the folder says.
    pub control: Vec<Controlled>,
    /// What the accepted rows come to: invoiced and paid.
    pub totals: BTreeMap<Currency, (Amount, Amount)>,
    /// Whether the folder was started by this import.
    pub is_new_folder: bool,
    /// Whether nothing was to be written.
    pub is_dry_run: bool,
    /// What became of the receipts of statements.
    pub posted: Vec<Bilingual>,
}

/// One file that was read.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the names are those of the JSON keys")]
pub struct ImportedSource {
    pub file: String,
    /// The word of JSON, and what a person calls it.
    pub kind: Option<(&'static str, Bilingual)>,
    pub format: String,
    pub encoding: String,
    /// The first and the last day that it tells of.
    pub days: Option<(Date, Date)>,
    pub read: usize,
    pub taken: usize,
    /// The word of JSON, the words for a person, and how many rows.
    pub left_out: Vec<(&'static str, Bilingual, usize)>,
    pub refused: usize,
    /// What was decided on the way.
    pub choices: Vec<Bilingual>,
}

/// What a file says that is owed, against what the folder says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Controlled {
    /// The place of the file in [`Imported::sources`].
    pub list: usize,
    /// Who owes; nothing for the sum of all.
    pub customer: Option<String>,
    /// In which currency.
    pub currency: Currency,
    /// According to the file.
    pub stated: Amount,
    /// According to the folder.
    pub folder: Amount,
    /// What payments pay of it that are still to come: the file has counted them.
    pub later: Amount,
    /// What is owed in the folder at all, less all credit, where the file tells of single invoices; else `folder`.
    pub whole: Amount,
}

impl ImportedSource {
    /// Returns the file in one line: what it is, from when to when, and what became of its rows.
    pub fn line(&self) -> Bilingual {
        Bilingual::new(self.words(Lang::En), self.words(Lang::Fr))
    }

    fn words(&self, lang: Lang) -> String {
        let pick = |en: &'static str, fr: &'static str| if lang == Lang::En { en } else { fr };
        let mut words = self.file.clone();
        words.push_str(pick(": ", " : "));
        let kind = self.kind.as_ref().map(|(_, name)| name.get(lang).to_owned());
        let form = [&self.format, &self.encoding].into_iter().filter(|text| !text.is_empty()).cloned();
        let days = self.days.map(|(first, last)| {
            let [first, last] = [first, last].map(|day| figures::date(day, lang));
            if lang == Lang::En { format!("{first} to {last}") } else { format!("du {first} au {last}") }
        });
        words.push_str(&kind.into_iter().chain(form).chain(days).collect::<Vec<_>>().join(", "));
        let count = |count: usize| figures::count(count as i64, lang);
        let s = |count: usize| if count > 1 { "s" } else { "" };
        words.push_str(pick("; ", " ; "));
        words.push_str(&match lang {
            Lang::En => format!("{} row{} read, {} taken", count(self.read), s(self.read), count(self.taken)),
            Lang::Fr => {
                let (read, taken) = (s(self.read), s(self.taken));
                format!("{} ligne{read} lue{read}, {} reprise{taken}", count(self.read), count(self.taken))
            }
        });
        for (_, why, rows) in &self.left_out {
            words.push_str(&match lang {
                Lang::En => format!(", {} left out ({})", count(*rows), why.en),
                Lang::Fr => format!(", {} écartée{} ({})", count(*rows), s(*rows), why.fr),
            });
        }
        if self.refused > 0 {
            words.push_str(&match lang {
                Lang::En => format!(", {} refused", count(self.refused)),
                Lang::Fr => format!(", {} refusée{}", count(self.refused), s(self.refused)),
            });
        }
        words
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        let text = |text: &'static str| if text.is_empty() { Cell::Empty } else { Cell::Word(text) };
        let maybe = |written: &str| if written.is_empty() { Cell::Empty } else { Cell::text(written.to_owned()) };
        let left_out =
            self.left_out.iter().map(|(reason, _, rows)| vec![Cell::Word(reason), Cell::Count(*rows as i64)]).collect();
        vec![
            Cell::text(self.file.clone()),
            text(self.kind.as_ref().map_or("", |(word, _)| word)),
            maybe(&self.format),
            maybe(&self.encoding),
            Cell::maybe(self.days, |(first, _)| Cell::Date(first)),
            Cell::maybe(self.days, |(_, last)| Cell::Date(last)),
            Cell::Count(self.read as i64),
            Cell::Count(self.taken as i64),
            Cell::List(Nested::Objects(&["reason", "count"], left_out)),
            Cell::Count(self.refused as i64),
        ]
    }
}

impl Controlled {
    /// Returns what the folder says once the payments that are still to come have come.
    pub fn then(&self) -> Amount {
        self.folder - self.later
    }

    /// Returns the name of a difference, as far as payments that are still to come are it.
    fn named(&self) -> Bilingual {
        if self.later.is_zero() {
            return Bilingual::new("", "");
        }
        let [en, fr] = [Lang::En, Lang::Fr].map(|lang| figures::money(-self.later, self.currency, lang));
        if self.then() == self.stated {
            Bilingual::new(" (payments after today)", " (règlements postérieurs à aujourd'hui)")
        } else {
            Bilingual::new(
                format!(" (of which payments after today {en})"),
                format!(" (dont règlements postérieurs à aujourd'hui {fr})"),
            )
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        let money = |sum| Cell::Amount(sum, self.currency);
        vec![
            Cell::maybe(self.customer.as_deref(), Cell::text),
            Cell::Word(self.currency.code()),
            money(self.stated),
            money(self.folder),
            money(self.stated - self.folder),
            money(self.later),
        ]
    }

    /// Returns its line: "owed according to list.csv 6,100.00 EUR, to the folder 6,100.00 EUR, difference 0.00 EUR"
    fn line(&self, file: &str) -> Bilingual {
        let words = |lang| {
            [self.stated, self.folder, self.stated - self.folder].map(|sum| figures::money(sum, self.currency, lang))
        };
        let ([stated, folder, rest], [dit, dossier, reste]) = (words(Lang::En), words(Lang::Fr));
        let Bilingual { en, fr } = self.named();
        if self.whole == self.folder {
            return Bilingual::new(
                format!("owed according to {file}: {stated}; to the folder: {folder}; difference: {rest}{en}"),
                format!("dû d'après {file} : {dit} ; d'après le dossier : {dossier} ; écart : {reste}{fr}"),
            );
        }
        let whole = |lang| figures::money(self.whole, self.currency, lang);
        Bilingual::new(
            format!(
                "owed according to {file}: {stated}; to the folder, on the same: {folder}; difference: {rest}{en}; the whole \
                 folder: {}",
                whole(Lang::En)
            ),
            format!(
                "dû d'après {file} : {dit} ; pour les mêmes factures, d'après le dossier : {dossier} ; écart : {reste}{fr} ; \
                 tout le dossier : {}",
                whole(Lang::Fr)
            ),
        )
    }
}

/// The keys of a source in JSON.
const SOURCE_KEYS: &[&str] =
    &["file", "kind", "format", "encoding", "from", "to", "read", "taken", "left_out", "refused"];

/// The keys of a control row in JSON.
const CONTROL_KEYS: &[&str] = &["customer_id", "currency", "source_open", "folder_open", "difference", "paid_later"];

/// What became of the rows for one file.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "the names are those of the report's columns")]
pub struct ImportedFile {
    pub file: &'static str,
    pub added: usize,
    pub unchanged: usize,
    pub updated: usize,
    /// Rows of the folder whose place others take.
    pub removed: usize,
    pub refused: usize,
    /// Rows that say nothing for this file, by reason.
    pub skipped: Vec<(Skipped, usize)>,
}

/// Why a row gives nothing to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skipped {
    /// It has no date of payment.
    NotPaid,
    /// The list says the same on another row.
    Repeated,
}

impl Skipped {
    const fn word(self) -> &'static str {
        match self {
            Skipped::NotPaid => "no-payment-date",
            Skipped::Repeated => "repeated",
        }
    }

    fn sentence(self, count: usize, file: &str) -> Bilingual {
        let s = if count > 1 { "s" } else { "" };
        match self {
            Skipped::NotPaid => Bilingual::new(
                format!("{file}: {count} row{s} skipped, without a date of payment"),
                format!("{file} : {count} ligne{s} sans date de paiement"),
            ),
            Skipped::Repeated => Bilingual::new(
                format!("{file}: {count} row{s} skipped, said on another row already"),
                format!("{file} : {count} ligne{s} déjà dite{s} sur une autre ligne"),
            ),
        }
    }
}

impl ImportedFile {
    fn skipped(&self) -> usize {
        self.skipped.iter().map(|(_, count)| count).sum()
    }

    fn read(&self) -> usize {
        self.added + self.unchanged + self.updated + self.refused + self.skipped()
    }
}

impl Report for Imported {
    fn command(&self) -> &'static str {
        "import"
    }

    fn as_of(&self) -> Option<Date> {
        None
    }

    fn columns(&self) -> Vec<Column> {
        vec![
            Column::new("file", "File", "Fichier"),
            Column::new("read", "Read", "Lues"),
            Column::new("added", "Added", "Ajoutées"),
            Column::new("unchanged", "Unchanged", "Inchangées"),
            Column::new("updated", "Updated", "Modifiées").when_used(),
            Column::new("removed", "Removed", "Retirées").when_used(),
            Column::new("skipped", "Skipped", "Sautées").when_used(),
            Column::new("refused", "Refused", "Refusées").when_used(),
            Column::nested("reasons"),
            Column::currency().when_used(),
            Column::new("invoiced", "Invoiced", "Facturé").when_used(),
            Column::new("paid", "Paid", "Payé").when_used(),
        ]
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        let count = |count: usize| Cell::Count(count as i64);
        self.files.iter().try_for_each(|file| {
            let reasons = file.skipped.iter().map(|&(why, number)| vec![Cell::Word(why.word()), count(number)]);
            each(&[
                Cell::Word(file.file),
                count(file.read()),
                count(file.added),
                count(file.unchanged),
                count(file.updated),
                count(file.removed),
                count(file.skipped()),
                count(file.refused),
                Cell::List(Nested::Objects(&["reason", "count"], reasons.collect())),
                Cell::Empty,
                Cell::Empty,
                Cell::Empty,
            ])
        })
    }

    fn totals(&self) -> Vec<Vec<Cell<'_>>> {
        let cells = |(currency, (invoiced, paid)): (&Currency, &(Amount, Amount))| {
            let mut cells = vec![Cell::Empty; 9];
            cells.push(Cell::Word(currency.code()));
            cells.extend([*invoiced, *paid].map(|amount| Cell::Amount(amount, *currency)));
            cells
        };
        self.totals.iter().map(cells).collect()
    }

    fn lists(&self) -> Vec<(&'static str, Nested<'_>)> {
        let sources = self.sources.iter().map(ImportedSource::cells).collect();
        let control = self.control.iter().map(Controlled::cells).collect();
        vec![("sources", Nested::Objects(SOURCE_KEYS, sources)), ("control", Nested::Objects(CONTROL_KEYS, control))]
    }

    fn remarks(&self) -> Vec<Bilingual> {
        let mut remarks: Vec<Bilingual> = Vec::new();
        for source in &self.sources {
            remarks.push(source.line());
            remarks.extend(source.choices.iter().cloned());
        }
        for file in &self.files {
            remarks.extend(file.skipped.iter().map(|&(why, count)| why.sentence(count, file.file)));
        }
        let sums = |pick: fn(&(Amount, Amount)) -> Amount, lang| {
            list(&self.totals.iter().map(|(&currency, both)| (currency, pick(both))).collect::<Vec<_>>(), lang)
        };
        let control = |lang| [sums(|both| both.0, lang), sums(|both| both.1, lang), sums(|both| both.0 - both.1, lang)];
        // Where the files say what is owed, that is the better control.
        if !self.totals.is_empty() && self.control.is_empty() {
            let ([invoiced, paid, rest], [facture, paye, reste]) = (control(Lang::En), control(Lang::Fr));
            remarks.push(Bilingual::new(
                format!("control totals: invoiced {invoiced} - paid {paid} = {rest}"),
                format!("totaux de contrôle : facturé {facture} - payé {paye} = {reste}"),
            ));
        }
        remarks.extend(self.posted.iter().cloned());
        for row in self.control.iter().filter(|row| row.customer.is_none()) {
            remarks.push(row.line(&self.sources[row.list].file));
        }
        if self.is_new_folder {
            remarks.push(Bilingual::new(
                "the folder is new: policy.toml holds the rules of fr-b2b, to be completed with your own particulars",
                "le dossier est nouveau : policy.toml contient les règles fr-b2b, à compléter par vos coordonnées",
            ));
        }
        if self.is_dry_run {
            remarks.push(Bilingual::new("dry run: nothing was written", "essai : rien n'a été écrit"));
        }
        remarks
    }
}
