//! Turns edits (`changes` of a scenario, `--set`, `--remove`, `--add`) into changed trees, before anything is decoded.
//!
//! Invariant: an edit either changes exactly the place its path names and leaves a record, or changes nothing and
//! is reported. Whether the new value fits is for decoding to say, at the place where the value was written.

mod command;
mod events;
mod path;
mod walk;

pub use command::{Typed, remove_from_command_line, set_from_command_line};

use crate::diagnostic::Diagnostics;
use crate::document::decode::Decode;
use crate::document::edit::events::{Called, as_written};
use crate::document::edit::path::{Home, Path};
use crate::document::edit::walk::{Act, Shape};
use crate::document::schema::{ChangeDoc, EditOp, ModelDoc, ScenarioDoc};
use crate::document::tree::{Kind, Node};

/// What an edit did, in words for reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditRecord {
    /// The path in full, whatever spelling was used.
    pub path: String,
    pub op: EditOp,
    /// The new value as RON; none for a removal.
    pub value: Option<String>,
    /// The old value as RON; none where nothing was written.
    pub from: Option<String>,
}

impl EditRecord {
    /// `teams.dba.people is 4 instead of 3`, `["crm"] is added to systems.shop.needs`, `sites.lyon is removed`.
    pub fn words(&self) -> String {
        let EditRecord { path, op, value, from } = self;
        match (op, value, from) {
            (_, None, _) => format!("{path} is removed"),
            (EditOp::Add, Some(value), _) => format!("{value} is added to {path}"),
            (_, Some(value), Some(from)) => format!("{path} is {value} instead of {from}"),
            (_, Some(value), None) => format!("{path} is {value}"),
        }
    }
}

/// Reads the edits of a scenario out of its tree, so that they can be applied before it is decoded.
pub fn changes_of(scenario: &Node, found: &mut Diagnostics) -> Vec<ChangeDoc> {
    let Kind::Struct { fields, .. } = &scenario.kind else { return Vec::new() };
    let changes = fields.iter().find(|(key, _)| key.value == "changes");
    changes.map(|(_, node)| Vec::decode(node.clone(), found)).unwrap_or_default()
}

/// Applies edits in their order; each goes to the model or the scenario, as its path says. Later edits see what
/// earlier ones did.
pub fn apply(
    model: &mut Node,
    scenario: &mut Node,
    changes: &[ChangeDoc],
    found: &mut Diagnostics,
) -> Vec<EditRecord> {
    let mut records = Vec::new();
    let sound = changes.iter().filter(|change| !change.place.is_nowhere() && !change.path.place.is_nowhere());
    let sound: Vec<&ChangeDoc> = sound.collect();
    if sound.is_empty() {
        return records;
    }
    let mut called = Called::by_position(scenario);
    for change in sound {
        match apply_one(model, scenario, change) {
            Ok(record) => {
                let all_are_new = change.op == EditOp::Set && record.path == "events";
                called = if all_are_new { Called::by_position(scenario) } else { called.after(scenario) };
                records.push(record);
            }
            Err(diagnostic) => found.push(*diagnostic),
        }
    }
    records
}

fn apply_one(
    model: &mut Node,
    scenario: &mut Node,
    change: &ChangeDoc,
) -> Result<EditRecord, Box<crate::diagnostic::Diagnostic>> {
    let path = Path::read(&change.path, model)?;
    if let Some(first) = path.segments().first()
        && path.home() == Home::Model
        && ModelDoc::FIELDS.row(&first.text).is_none()
    {
        return Err(walk::leads_nowhere(first, &path.written(), [model, scenario]));
    }
    let (tree, table) = match path.home() {
        Home::Model => (model, ModelDoc::FIELDS),
        Home::Scenario => (scenario, ScenarioDoc::FIELDS),
    };
    let act = Act { op: change.op, value: change.value.as_ref() };
    let from = walk::edit(tree, Shape::of(table), path.segments(), &act)?;
    Ok(EditRecord {
        path: path.written(),
        op: change.op,
        value: change.value.as_ref().map(Node::written),
        from: from.map(|node| as_written(node).written()),
    })
}

/// Says of names that nothing bears any more which edit has removed what bore them.
#[must_use]
pub fn tell_removed(records: &[EditRecord], found: Diagnostics) -> Diagnostics {
    let removed = || records.iter().filter(|record| record.op == EditOp::Remove);
    if removed().next().is_none() {
        return found;
    }
    let mut told = Diagnostics::new();
    for diagnostic in found.iter().cloned() {
        let of_it = |record: &&EditRecord| {
            let id = record.path.rsplit('.').next().unwrap_or_default();
            diagnostic.code == "E0201" && diagnostic.message == format!("unknown name `{id}`")
        };
        let help = removed().find(of_it).map(|record| {
            format!(
                "{}, by an edit: edit what names it, too, or leave it out in the same way",
                record.words()
            )
        });
        told.push(diagnostic.help_maybe(help));
    }
    told
}

#[cfg(test)]
mod tests;
