//! The list of what a run wrote: `manifest.json`.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::files::Format;
use super::printed::Printed;
use crate::letter::content::demand::Kind;
use crate::letter::content::draft::Draft;
use crate::letter::safe::sha256_hex;
use crate::model::{Amount, Currency, Ledger};

/// The name of the list.
pub const FILE_NAME: &str = "manifest.json";

/// The program that writes letters: another one may set the same letters in other bytes.
pub const PROGRAM: &str = concat!("relance ", env!("CARGO_PKG_VERSION"));

/// What a run was given and what it wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The day of the letters.
    pub as_of: String,
    /// The SHA-256 of the policy file, or of the built-in policy where the folder has none.
    pub policy_sha256: String,
    /// The files that were read.
    pub inputs: Vec<Input>,
    /// Who wrote the letters, and what was asked for: with what was read, enough to make them again.
    #[serde(default)]
    pub run: Option<Asked>,
    /// What `events.csv` said, since it grows: whoever keeps the list can tell whether lines were taken away.
    #[serde(default)]
    pub history: Option<HistoryState>,
    /// The files that were written, besides this one.
    #[serde(default)]
    pub outputs: Vec<Input>,
    /// The files for the printer.
    #[serde(default)]
    pub lots: Vec<Lot>,
    /// The files with rows for a mail merge.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merges: Vec<Lot>,
    /// One for each notice: those of earlier runs of the day, then those of this one in the order of the plan.
    pub notices: Vec<NoticeEntry>,
    /// The runs of the day before this one, and which of the notices they wrote; what stands above is of the last run.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<EarlierRun>,
}

/// What a run was asked for, besides its day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The program, with its version.
    pub program: String,
    /// The ids of the customers it was about; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub customers: Vec<String>,
    /// What each notice was to be written as; absent for what its channel needs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formats: Option<Vec<Format>>,
    /// The document on demand that it wrote instead of the plan's notices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub demand: Option<Kind>,
    /// Whether payments of any age were good enough (`--accept-stale`).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub accept_stale: bool,
    /// Whether receipts in suspense held nobody back (`--accept-suspense`).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub accept_suspense: bool,
    /// Whether it went on without what is refused (`--keep-going`).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub keep_going: bool,
    /// Whether rows for a mail merge were asked for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub mail_merge: bool,
}

/// One file that holds several notices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    /// Its name.
    pub file: String,
    /// The ids of the notices in it, in its order.
    pub notices: Vec<String>,
}

/// What an earlier run of the day was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "as in Manifest")]
pub struct EarlierRun {
    pub policy_sha256: String,
    pub inputs: Vec<Input>,
    #[serde(default)]
    pub run: Option<Asked>,
    #[serde(default)]
    pub history: Option<HistoryState>,
    /// The ids of the notices that it wrote.
    pub notices: Vec<String>,
}

/// What `events.csv` said when it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryState {
    /// How many rows it had.
    pub rows: usize,
    /// The SHA-256 of what they say, in whatever dialect the file is saved.
    pub sha256: String,
    /// The seal given last.
    pub seal: Option<String>,
}

/// One file that was read, or written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Input {
    /// Its name, without the folder it is in.
    pub file: String,
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// How many bytes it had, of a file that grows by rows: so it can be told whether it only grew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
}

impl Input {
    /// Returns the entry of a file that holds these bytes.
    pub fn new(file: String, bytes: &[u8]) -> Input {
        Input { file, sha256: sha256_hex(bytes), size: None }
    }

    /// Returns the entry of a file that grows by rows.
    pub fn growing(file: String, bytes: &[u8]) -> Input {
        Input { size: Some(bytes.len() as u64), ..Input::new(file, bytes) }
    }

    /// Returns what a file held then that may have grown since; nothing where it was changed.
    pub fn beginning<'b>(&self, now: &'b [u8]) -> Option<&'b [u8]> {
        let then = now.get(..usize::try_from(self.size?).ok()?)?;
        (sha256_hex(then) == self.sha256).then_some(then)
    }
}

/// One notice. Amounts are strings with the currency's decimals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the keys are those of the design; scripts rely on them")]
pub struct NoticeEntry {
    pub notice_id: String,
    pub customer_id: String,
    pub currency: String,
    pub level: String,
    /// Whether it was written on demand, outside the plan: then it is no notice of a level, and is not recorded.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_demand: bool,
    /// How it goes out.
    pub channel: String,
    /// The last day to pay that it names, where it grants time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<String>,
    /// Why it does not go out as its level says: `no-email`, a letter for want of an e-mail address.
    #[serde(default)]
    pub fallback: Option<String>,
    /// To whom: the addresses of an e-mail, the lines of a postal address; nothing for a call.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<String>,
    /// Who gets a copy of an e-mail that the customer sees.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<String>,
    /// The names of its documents in the folder of the manifest.
    pub files: Vec<String>,
    /// The documents of its invoices that its e-mail carries or that go into its envelope, where they are from the
    /// receivables folder.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub enclosures: Vec<String>,
    /// The ids of its invoices, each once.
    pub invoices: Vec<String>,
    pub open: String,
    /// Negative, and included in `total`.
    pub credits: String,
    pub interest: String,
    pub indemnity: String,
    /// The indemnity in the law's own currency, where that is another one; not in `total`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indemnity_apart: Option<String>,
    /// What `indemnity_apart` is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indemnity_currency: Option<String>,
    pub total: String,
    /// What `record --manifest` writes down, row by row.
    #[serde(default)]
    pub lines: Vec<LineEntry>,
}

/// One line of a notice, as it is recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are those of the columns of events.csv")]
pub struct LineEntry {
    pub invoice_id: String,
    pub instalment: Option<String>,
    pub level: String,
    /// What is asked for on the item.
    pub amount: String,
    pub interest: String,
    /// In EUR.
    pub indemnity: String,
}

impl Printed<'_> {
    /// Returns what the manifest says of it.
    pub fn entry(&self, ledger: &Ledger) -> NoticeEntry {
        NoticeEntry::new(&self.draft, ledger, self.files.clone())
    }
}

impl NoticeEntry {
    /// Returns the entry of a draft whose documents have these names.
    pub fn new(draft: &Draft<'_>, ledger: &Ledger, files: Vec<String>) -> NoticeEntry {
        let amount = |amount: Amount| amount.to_decimal(draft.currency).to_string();
        let mut known = BTreeSet::new();
        let numbers = draft.lines.iter().map(|line| ledger.number(ledger.invoice(line.item).number));
        let invoices = numbers.filter(|number| known.insert(*number)).map(str::to_owned).collect();
        NoticeEntry {
            notice_id: draft.notice_id.clone(),
            customer_id: ledger.customer(draft.customer).id.clone(),
            currency: draft.currency.code().to_owned(),
            level: draft.level.name.clone(),
            on_demand: draft.on_demand,
            channel: draft.channel.word().to_owned(),
            deadline: draft.deadline.map(|day| day.to_string()),
            fallback: draft.fallback().map(str::to_owned),
            to: draft.sent_to(),
            copies: draft.letter.copies.clone(),
            files,
            enclosures: draft.enclosures.iter().map(|one| one.file.clone()).collect(),
            invoices,
            open: amount(draft.open),
            credits: amount(draft.credits),
            interest: amount(draft.interest),
            indemnity: amount(draft.indemnity),
            indemnity_apart: draft.indemnity_apart.map(|(sum, currency)| sum.to_decimal(currency).to_string()),
            indemnity_currency: draft.indemnity_apart.map(|(_, currency)| currency.code().to_owned()),
            total: amount(draft.total),
            lines: draft
                .lines
                .iter()
                .map(|line| LineEntry {
                    invoice_id: ledger.number(ledger.invoice(line.item).number).to_owned(),
                    instalment: ledger.instalment(line.item).map(str::to_owned),
                    level: line.level.to_owned(),
                    amount: amount(line.open),
                    interest: amount(line.interest),
                    indemnity: line.indemnity_recorded().to_decimal(Currency::EUR).to_string(),
                })
                .collect(),
        }
    }

    /// Tells whether it says what another one does. One of a list that names no deadlines yet says nothing of them.
    pub fn agrees_with(&self, other: &NoticeEntry) -> bool {
        *self == NoticeEntry { deadline: self.deadline.as_ref().and(other.deadline.clone()), ..other.clone() }
    }
}

impl Manifest {
    /// Returns the list as JSON text.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("a manifest is plain data");
        text.push('\n');
        text
    }
}
