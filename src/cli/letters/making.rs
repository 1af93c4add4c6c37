//! From a folder to the documents of a run, handed over one by one: what `letters` writes, and `--verify` makes again.

use std::path::{Path, PathBuf};

use super::super::exit::Exit;
use super::super::rates;
use super::wording::{self, Root};
use super::{enclosures, look, refused};
use crate::cli::reading::documents::Documents;
use crate::cli::reading::load::{self, Desk};
use crate::cli::reading::trial::FolderFile;
use crate::cli::terminal::ui::Ui;
use crate::cli::typed::common::{Chasing, Common, Files};
use crate::cli::typed::names;
use crate::diag::Diagnostic;
use crate::engine::history::History;
use crate::engine::penalties::Penalties;
use crate::engine::planning::{self, Plan};
use crate::input::Source;
use crate::input::edit::State;
use crate::letter::content::build;
use crate::letter::content::demand::Demand;
use crate::letter::content::required;
use crate::letter::formats::design::Design;
use crate::letter::run::files::{Bindery, Formats, Output, Taker};
use crate::letter::run::manifest::{Asked, FILE_NAME, HistoryState, Input, Lot, Manifest};
use crate::letter::run::merge;
use crate::letter::run::pages::Written;
use crate::letter::run::press;
use crate::letter::run::printed::Printed;
use crate::letter::safe::sha256_hex;
use crate::letter::wording::templates::{Given, Templates};
use crate::model::{Bilingual, FileRole};
use crate::policy::{Policy, PolicyFile, builtin};

/// What is to be made, and of what.
#[derive(Debug)]
pub struct Order {
    /// The folder and its files, and the day.
    pub common: Common,
    /// Templates in place of the folder's own.
    pub templates: Option<PathBuf>,
    /// What the list of the documents says of it.
    pub asked: Asked,
}

/// What came of it.
#[derive(Debug)]
pub struct Made<'a> {
    /// What it was made from.
    pub desk: &'a Desk,
    /// The notices, in the order of the plan.
    pub printed: &'a [Printed<'a>],
    /// What was written of them; nothing when there is nothing to write.
    pub run: Option<Run>,
}

/// What a run wrote.
#[derive(Debug)]
pub struct Run {
    /// The rows for a mail merge, which were not handed over with the documents: their name depends on what is there.
    pub merge: Option<Output>,
    /// The list of the documents.
    pub manifest: Manifest,
}

impl Run {
    /// Returns the names of its files, that of the list with them.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.manifest.outputs.iter().map(|output| output.file.as_str()).chain([FILE_NAME])
    }
}

/// Makes the documents and hands each to the keeper as soon as it is made; what is found on the way is said.
///
/// # Errors
/// When the folder cannot be answered for or a letter cannot be written whole; those of `take` and of `then`.
pub fn make<T, K>(
    order: &Order,
    (mut keeper, take): (K, impl Fn(&mut K, Output) -> Result<(), Box<Diagnostic>>),
    ui: &mut Ui,
    then: impl FnOnce(Made<'_>, K, &mut Ui) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let Order { common, templates, asked } = order;
    let mut desk = load::desk(common, ui)?;
    Chasing { accept_stale: asked.accept_stale, accept_suspense: asked.accept_suspense }.apply(&mut desk.policy);
    let sources = std::mem::take(&mut desk.files);
    let (rates, tables) = rates::of_folder(&common.files, &desk.policy, ui)?;
    let plan = planning::plan(&desk.ledger, &desk.balances, &desk.policy, &desk.selection);
    ui.findings(plan.findings());
    let dress = Dress::of(templates.as_deref(), &common.files.folder, &desk.policy, ui)?;
    let penalties = Penalties::new(&desk.ledger, &desk.balances, &desk.policy, &rates);
    say_unread_levels(&desk, &plan, &penalties, ui);
    let history = History::new(&desk.ledger, desk.as_of);
    let demand = asked.demand.map(Demand::new);
    let (enclosed, absent) = match demand {
        None => enclosures::find(&plan, &Documents::of(&common.files, &desk.policy_files)),
        Some(_) => Default::default(),
    };
    ui.findings(absent);
    let drafting = build::Desk {
        plan: &plan,
        balances: &desk.balances,
        penalties: &penalties,
        history: &history,
        shelf: &enclosed.shelf,
    };
    let (mut printed, found) = match &demand {
        Some(demand) => press::print_demanded(&drafting, demand, &desk.selection, &dress.templates),
        None => press::print(&drafting, &dress.templates),
    };
    let (faults, told): (Vec<Diagnostic>, Vec<Diagnostic>) = found.into_iter().partition(Diagnostic::is_error);
    ui.findings(told);
    let bindery = Bindery {
        ledger: &desk.ledger,
        day: desk.as_of,
        formats: &Formats(asked.formats.clone()),
        design: &dress.design,
        email: &desk.policy.letters.email,
        reader: &|file| enclosed.read(file),
    };
    let is_kept = faults.is_empty() || asked.keep_going;
    // What will not be written is set all the same: what is wrong with any letter is said at once.
    let mut taken = |file| if is_kept { take(&mut keeper, file) } else { Ok(()) };
    let mut written = bound(&bindery, (&mut printed, faults), asked.keep_going, &mut taken, ui)?;
    if !printed.is_empty() {
        ui.findings(remarks(&printed, &desk, &plan));
    }
    let mut inputs = inputs(&desk, sources, &tables).map_err(|finding| refused(vec![*finding], ui))?;
    inputs.extend(dress.inputs());
    inputs.append(&mut written.enclosed);
    let run = (!printed.is_empty()).then(|| listed(order, &desk, &printed, written, inputs)).transpose();
    let run = run.map_err(|faults| refused(faults, ui))?;
    then(Made { desk: &desk, printed: &printed, run }, keeper, ui)
}

/// The words of letters and how they look.
struct Dress {
    /// The folder's own words, as they were read.
    given: Vec<Given>,
    templates: Templates,
    design: Design,
}

impl Dress {
    fn of(templates: Option<&Path>, folder: &Path, policy: &Policy, ui: &mut Ui) -> Result<Dress, Exit> {
        let root = Root::of(templates, folder);
        let given = wording::given(&root, policy, ui)?;
        let design = look::design(&root, folder, policy).map_err(|faults| refused(faults, ui))?;
        let templates = Templates::new(&given).map_err(|faults| refused(faults, ui))?;
        Ok(Dress { given, templates, design })
    }

    fn inputs(&self) -> impl Iterator<Item = Input> {
        let words = self.given.iter().map(|given| Input::new(given.file.clone(), given.text.as_bytes()));
        words.chain(look::inputs(&self.design))
    }
}

/// Says which notices nobody can tell the level of, where letters depend on it.
fn say_unread_levels(desk: &Desk, plan: &Plan<'_>, penalties: &Penalties<'_>, ui: &mut Ui) {
    let mut undecided = penalties.unread_notices(&desk.selection);
    undecided.extend(plan.stopped_by_unknown_levels());
    ui.findings(names::levels_unread(&desk.ledger, &desk.policy, desk.as_of, &undecided));
}

/// Makes the files of letters and hands them over; what cannot be set is taken out of the letters and joins the faults
/// of those that could not be drafted.
///
/// # Errors
/// [`Exit::CouldNotRun`] when a letter has a fault and the others are not wanted without it; said already.
fn bound(
    bindery: &Bindery<'_>,
    (printed, mut faults): (&mut Vec<Printed<'_>>, Vec<Diagnostic>),
    keep_going: bool,
    take: &mut Taker<'_>,
    ui: &mut Ui,
) -> Result<Written, Exit> {
    let what = Bilingual::new("setting the letters", "composition des lettres");
    let bound = ui.working(&what, || bindery.bind(printed, take));
    let (written, mut unset) = bound.map_err(|finding| refused(vec![*finding], ui))?;
    faults.append(&mut unset);
    let has_faults = !faults.is_empty();
    if has_faults && !keep_going {
        return Err(refused(faults, ui));
    }
    ui.findings(faults);
    if has_faults {
        ui.note_found();
    }
    Ok(written)
}

/// Returns what is to be said of letters that are written: of who sends them, of addresses, of what does not go along,
/// and of debts that are barred by limitation, or will be soon.
fn remarks(printed: &[Printed<'_>], desk: &Desk, plan: &Plan<'_>) -> Vec<Diagnostic> {
    let ledger = &desk.ledger;
    let mut remarks: Vec<Diagnostic> = Vec::new();
    remarks.extend(required::sender(&desk.policy.creditor));
    remarks.extend(required::printed_for_want_of_an_address(printed, ledger));
    remarks.extend(required::unaddressed(printed, ledger));
    let formal = printed.iter().map(|one| &one.draft).filter(|draft| draft.is_french_formal_notice());
    remarks.extend(required::unregistered(formal.map(|draft| draft.customer), ledger));
    remarks.extend(required::not_enclosed(printed, ledger));
    let lines = printed.iter().flat_map(|one| &one.draft.lines);
    remarks.extend(plan.lapsed(&lines.map(|line| line.item).collect()));
    remarks
}

/// Returns the list of what was written.
///
/// # Errors
/// Returns the findings when the history cannot be read any more.
fn listed(
    order: &Order,
    desk: &Desk,
    printed: &[Printed<'_>],
    written: Written,
    inputs: Vec<Input>,
) -> Result<Run, Vec<Diagnostic>> {
    let Written { mut outputs, lots, .. } = written;
    let mut merges = Vec::new();
    let merge = order.asked.mail_merge.then(|| {
        let notices = printed.iter().map(|one| one.draft.notice_id.clone()).collect();
        merges.push(Lot { file: merge::FILE_NAME.to_owned(), notices });
        Output::new(merge::FILE_NAME, merge::to_csv(printed, &desk.ledger))
    });
    outputs.extend(merge.iter().map(|file| Input { file: file.name.clone(), sha256: file.sha256.clone(), size: None }));
    let manifest = Manifest {
        as_of: desk.as_of.to_string(),
        policy_sha256: policy_hash(&desk.policy_files),
        inputs,
        run: Some(order.asked.clone()),
        history: history(&order.common.files, &desk.policy)?,
        outputs,
        lots,
        merges,
        notices: printed.iter().map(|one| one.entry(&desk.ledger)).collect(),
        earlier: Vec::new(),
    };
    Ok(Run { merge, manifest })
}

/// Returns the hash of the policy that a folder's own file makes, or the built-in one where it has none; what that file
/// extends is listed among the inputs.
pub fn policy_hash(files: &[PolicyFile]) -> String {
    let own = files.first().map(|file| file.text.as_str());
    sha256_hex(own.or(builtin::text("fr-b2b")).expect("fr-b2b is compiled in").as_bytes())
}

/// Returns the files of a policy: the first by its name alone, the others by their paths from there.
pub fn policy_inputs(files: &[PolicyFile]) -> Vec<Input> {
    let name = |place: usize, file: &PolicyFile| match place {
        0 => name_of(&file.path, FileRole::Policy),
        // Where a machine keeps its files is nobody's business.
        _ if Path::new(&file.name).is_absolute() => name_of(&file.path, FileRole::Policy),
        _ => file.name.clone(),
    };
    let input = |(place, file): (usize, &PolicyFile)| Input::new(name(place, file), file.text.as_bytes());
    files.iter().enumerate().map(input).collect()
}

/// Tells whether a file grows by rows that stand below the others; of the history the manifest says more.
pub fn grows(role: FileRole) -> bool {
    matches!(role, FileRole::Customers | FileRole::Invoices | FileRole::Payments)
}

/// Returns the files of the folder that were read, as they were when they were.
fn inputs(
    desk: &Desk,
    sources: Vec<(FileRole, Source)>,
    tables: &[(String, Vec<u8>)],
) -> Result<Vec<Input>, Box<Diagnostic>> {
    let mut inputs = policy_inputs(&desk.policy_files);
    for (role, source) in sources {
        // What was read, not what stands there by now.
        let (name, bytes) = (name_of(&source.path, role), source.bytes()?);
        inputs.push(if grows(role) { Input::growing(name, &bytes) } else { Input::new(name, &bytes) });
    }
    inputs.extend(tables.iter().map(|(name, bytes)| Input::new(name.clone(), bytes)));
    Ok(inputs)
}

/// Returns a file's name alone: where the folder lies on this machine is nobody's business.
pub fn name_of(path: &Path, role: FileRole) -> String {
    path.file_name().map_or(role.file_name().into(), |name| name.to_string_lossy()).into_owned()
}

/// Returns what the history says as it is read; nothing without a file.
///
/// # Errors
/// Returns the findings when there is a file and it cannot be read: a list without it would prove less than it seems
/// to.
fn history(files: &Files, policy: &Policy) -> Result<Option<HistoryState>, Vec<Diagnostic>> {
    let path = files.sources().locate(FileRole::Events).path;
    // A pipe was read already, and is read only once.
    if !path.is_file() {
        return Ok(None);
    }
    let Some(file) = FolderFile::open(FileRole::Events, files, policy)?.file else { return Ok(None) };
    let State { rows, sha256, seal } = State::of(&file);
    Ok(Some(HistoryState { rows, sha256, seal: seal.map(|seal| seal.to_string()) }))
}
