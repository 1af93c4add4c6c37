//! What `letters --outbox` shows: one row for each notice that is to be sent, by how it goes out.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::{Unsent, sum};
use crate::cli::papers::unrecorded;
use crate::letter::run::manifest::{Lot, NoticeEntry};
use crate::model::{Amount, Bilingual, Currency, Date, Lang, Ledger, figures, shell};
use crate::output::reports::{of_channels, of_levels};
use crate::output::{Cell, Column, Nested, Report};
use crate::policy::{Channel, Policy};

/// The place of the channel among the columns.
const CHANNEL: usize = 5;

/// The notices that are to be sent.
#[derive(Clone, Copy, Debug)]
pub struct Outbox<'a> {
    /// Where the names are.
    pub ledger: &'a Ledger,
    /// Where the names of levels are.
    pub policy: &'a Policy,
    /// The receivables folder.
    pub folder: &'a Path,
    /// The day of the list.
    pub as_of: Date,
    /// The notices, by how they go out.
    pub(super) to_send: &'a [Unsent<'a>],
    /// Whether the list of some run cannot be read: what it wrote may wait too.
    pub(super) is_part: bool,
}

/// Returns the place of a notice in the list: e-mails, then what is posted, then what is registered.
pub fn rank(notice: &NoticeEntry) -> u8 {
    match Channel::parse(&notice.channel) {
        Some(Channel::Email) => 0,
        Some(Channel::Letter) => 1,
        Some(Channel::Registered) => 2,
        Some(Channel::Phone) | None => 3,
    }
}

/// Returns the file of a notice that is sent or printed: the draft of an e-mail, the pages of a letter.
fn sent_file(notice: &NoticeEntry) -> Option<&str> {
    let ends: &[&str] = if notice.channel == Channel::Email.word() { &[".eml"] } else { &[".pdf", ".html"] };
    let found = ends.iter().find_map(|end| notice.files.iter().find(|file| file.ends_with(end)));
    found.or(notice.files.first()).map(String::as_str)
}

/// Tells whether somebody has to print it, and put what is enclosed into its envelope.
fn is_on_paper(notice: &NoticeEntry) -> bool {
    Channel::parse(&notice.channel).is_some_and(Channel::is_on_paper)
}

fn channel(notice: &NoticeEntry) -> Cell<'_> {
    match Channel::parse(&notice.channel) {
        Some(channel) => Cell::Named(channel.word(), channel.term()),
        None => Cell::text(&notice.channel),
    }
}

fn list(texts: &[String]) -> Cell<'_> {
    Cell::List(Nested::Values(texts.iter().map(Cell::text).collect()))
}

fn joined(texts: &[String]) -> Cell<'_> {
    if texts.is_empty() { Cell::Empty } else { Cell::text(texts.join(", ")) }
}

/// Returns what a notice asks for; nothing when its list was tampered with so that it cannot be read.
fn total(notice: &NoticeEntry) -> Option<(Currency, Amount)> {
    let currency = Currency::parse(&notice.currency)?;
    Some((currency, sum(&notice.total, currency)?))
}

/// Returns where a file of a run lies, from where the command was typed.
fn path(one: &Unsent<'_>, file: &str) -> String {
    let path = one.run.list.with_file_name(file).display().to_string();
    path.strip_prefix("./").map(str::to_owned).unwrap_or(path)
}

impl Outbox<'_> {
    /// Returns the command that notes a notice as sent.
    fn command(&self, one: &Unsent<'_>) -> String {
        let command = unrecorded::record_command(self.folder, &one.run.list).en;
        format!("{command} --notice {}", shell::word(&one.notice.notice_id))
    }
}

impl Report for Outbox<'_> {
    fn command(&self) -> &'static str {
        "letters-outbox"
    }

    fn as_of(&self) -> Option<Date> {
        Some(self.as_of)
    }

    fn title(&self) -> Option<Bilingual> {
        Some(Bilingual::new("To be sent", "À envoyer"))
    }

    fn columns(&self) -> Vec<Column> {
        vec![
            Column::data("notice_id").titled("Notice", "Relance"),
            Column::new("customer_id", "Customer", "Client").heading(),
            Column::new("name", "Name", "Nom").heading(),
            Column::currency(),
            of_levels(Column::new("level", "Level", "Niveau"), self.policy),
            of_channels(Column::data("channel").titled("Channel", "Canal")),
            Column::new("written_on", "Written", "Écrite le"),
            Column::nested("invoices"),
            Column::new("total", "Total", "Total"),
            Column::new("to", "To:", "À :").noted(),
            Column::new("copies", "Cc:", "Cc :").noted(),
            Column::new("to_enclose", "To enclose:", "À joindre :").noted(),
            Column::new("path", "File", "Fichier").below(),
            Column::nested("files"),
            Column::nested("enclosures"),
            Column::data("command").titled("Command", "Commande"),
        ]
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        self.to_send.iter().try_for_each(|one| {
            let notice = one.notice;
            each(&[
                Cell::text(&notice.notice_id),
                Cell::text(&notice.customer_id),
                Cell::text(&self.ledger.customer(one.customer).name),
                Cell::Word(&notice.currency),
                Cell::Named(&notice.level, self.policy.level_term(&notice.level)),
                channel(notice),
                Cell::Date(one.run.day),
                list(&notice.invoices),
                Cell::maybe(total(notice), |(currency, total)| Cell::Amount(total, currency)),
                joined(&notice.to),
                joined(&notice.copies),
                if is_on_paper(notice) { joined(&notice.enclosures) } else { Cell::Empty },
                Cell::maybe(sent_file(notice).map(|file| path(one, file)), Cell::text),
                list(&notice.files),
                list(&notice.enclosures),
                Cell::text(self.command(one)),
            ])
        })
    }

    fn part(&self, row: &[Cell<'_>]) -> Option<Bilingual> {
        let Some(Cell::Named(channel, _)) = row.get(CHANNEL) else { return None };
        Some(match Channel::parse(channel)? {
            Channel::Email => Bilingual::new("E-mails", "Courriels"),
            Channel::Letter => Bilingual::new("Letters to post", "Lettres à poster"),
            Channel::Registered => Bilingual::new("Registered letters", "Lettres recommandées"),
            Channel::Phone => Bilingual::new("Calls", "Appels"),
        })
    }

    fn totals(&self) -> Vec<Vec<Cell<'_>>> {
        let mut sums: BTreeMap<Currency, Amount> = BTreeMap::new();
        for (currency, total) in self.to_send.iter().filter_map(|one| total(one.notice)) {
            *sums.entry(currency).or_default() += total;
        }
        let columns = self.columns();
        let cells = |(currency, sum): (Currency, Amount)| {
            let cell = |column: &Column| match &*column.key {
                "currency" => Cell::Word(currency.code()),
                "total" => Cell::Amount(sum, currency),
                _ => Cell::Empty,
            };
            columns.iter().map(cell).collect()
        };
        sums.into_iter().map(cells).collect()
    }

    fn remarks(&self) -> Vec<Bilingual> {
        if self.to_send.is_empty() && self.is_part {
            return vec![Bilingual::new(
                "nothing waits to be sent of the runs whose manifest can be read",
                "rien n'attend d'être envoyé parmi les lettres dont le manifeste est lisible",
            )];
        }
        if self.to_send.is_empty() {
            return vec![Bilingual::new("nothing waits to be sent", "rien n'attend d'être envoyé")];
        }
        let mut runs: BTreeMap<&Path, Vec<&Unsent<'_>>> = BTreeMap::new();
        for one in self.to_send {
            runs.entry(&one.run.list).or_default().push(one);
        }
        let prints = runs.values().flat_map(|of_run| lots(of_run));
        let command = |of_run: &[&Unsent<'_>]| {
            let notices: Vec<&NoticeEntry> = of_run.iter().map(|one| one.notice).collect();
            let run = of_run.first()?.run;
            Some(unrecorded::command_for((self.folder, self.ledger), &run.list, &run.manifest, &notices))
        };
        let commands = runs.values().filter_map(|of_run| Some(note(&command(of_run)?, of_run)));
        let mut remarks: Vec<Bilingual> = prints.chain(commands).collect();
        if self.to_send.len() > 1 {
            remarks.push(Bilingual::new(
                "only some of them: with --notice or --customer; a registered letter: with --reference NOTICE=NUMBER",
                "une partie seulement : avec --notice ou --customer ; un recommandé : avec --reference RELANCE=NUMÉRO",
            ));
        }
        remarks
    }
}

/// Returns the files with which the letters of a run are printed at once: those in which each letter is to be sent.
fn lots(of_run: &[&Unsent<'_>]) -> Vec<Bilingual> {
    let Some(first) = of_run.first() else { return Vec::new() };
    let is_sent = |id: &String| of_run.iter().any(|one| one.notice.notice_id == *id);
    let is_whole = |lot: &&Lot| lot.notices.len() > 1 && lot.notices.iter().all(is_sent);
    let lots = first.run.manifest.lots.iter().filter(is_whole);
    let tell = |lot: &Lot| {
        let (path, count) = (path(first, &lot.file), lot.notices.len());
        Bilingual::new(
            format!("to print at once: {path} ({count} letters)"),
            format!("à imprimer d'un coup : {path} ({count} lettres)"),
        )
    };
    lots.map(tell).collect()
}

/// Says how the notices of a run are noted once they are sent.
fn note(command: &Bilingual, of_run: &[&Unsent<'_>]) -> Bilingual {
    let day = of_run.first().map(|one| one.run.day);
    let (en, fr) = [Lang::En, Lang::Fr].map(|lang| day.map(|day| figures::date(day, lang)).unwrap_or_default()).into();
    match of_run.len() {
        1 => Bilingual::new(
            format!("when that of {en} is sent, note it: `{}`", command.en),
            format!("une fois l'envoi du {fr} parti, le noter : `{}`", command.fr),
        ),
        count => Bilingual::new(
            format!("when these {count} of {en} are sent, note them: `{}`", command.en),
            format!("une fois ces {count} envois du {fr} partis, les noter : `{}`", command.fr),
        ),
    }
}
