//! A run made again, in memory: what it wrote must come out byte for byte.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::Args;
use super::super::making::{self, Made, Order};
use super::inputs::Now;
use crate::cli::terminal::ui::Ui;
use crate::diag::Diagnostic;
use crate::letter::run::manifest::{NoticeEntry, PROGRAM};
use crate::letter::run::runs::Past;
use crate::model::Date;

/// What came of making a run again.
#[derive(Debug)]
pub enum Again {
    /// These documents, by the program that wrote the first ones or by another.
    Made { documents: Documents, is_same_program: bool },
    /// It was not tried: what it read is not there any more, or not as it was.
    Gone,
    /// It was not tried: the manifest does not say what was asked for.
    Unsaid,
    /// Nothing, for what was found.
    Refused { findings: Vec<Diagnostic>, is_same_program: bool },
}

/// The documents of a run that was made again.
#[derive(Debug, Default)]
pub struct Documents {
    /// The SHA-256 of each, by its name.
    pub hashes: BTreeMap<String, String>,
    /// What the manifest should say of each notice.
    pub notices: Vec<NoticeEntry>,
}

/// Makes a run again from what is there now.
pub fn make(args: &Args, day: Date, past: &Past<'_>, now: &Now<'_>, ui: &Ui) -> Again {
    let Some(then) = now.then(past) else { return Again::Gone };
    let Some(asked) = past.asked else { return Again::Unsaid };
    let mut common = args.common.clone();
    common.answer.as_of = Some(day);
    common.answer.customer.clone_from(&asked.customers);
    common.files.keep_going = asked.keep_going;
    common.files.then = then.into_iter().map(|(role, bytes)| (role, Arc::new(bytes))).collect();
    let order = Order { common, templates: args.templates.clone(), asked: asked.clone() };
    let mut quiet = ui.muted();
    let documents = making::make(&order, ((), |(), _| Ok(())), &mut quiet, |Made { run, .. }, (), _| {
        Ok(run.map_or_else(Documents::default, |run| Documents {
            hashes: run.manifest.outputs.into_iter().map(|output| (output.file, output.sha256)).collect(),
            notices: run.manifest.notices,
        }))
    });
    let is_same_program = asked.program == PROGRAM;
    let error = match documents {
        Ok(documents) => return Again::Made { documents, is_same_program },
        Err(error) => error,
    };
    quiet.failed(error);
    let findings = quiet.into_findings().into_iter().filter(Diagnostic::is_error).collect();
    Again::Refused { findings, is_same_program }
}
