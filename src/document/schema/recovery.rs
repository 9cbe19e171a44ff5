//! Strategies and steps, and who decides on them.

use crate::diagnostic::Diagnostics;
use crate::document::decode::{Decode, Fields, Table, Text};
use crate::document::schema::macros::schema;
use crate::document::schema::{ClassDoc, Described, DurationDoc};
use crate::document::tree::{Kind, Node};
use crate::source::Spanned;

schema! {
    /// A way to bring a system back.
    pub struct StrategyDoc("a strategy", "strategies", "(...)") {
        /// The name people see.
        required name: Text,
        /// The id in paths and reports.
        optional id: Text = "the name in lower case, with `-` for everything else",
        /// What has to be done, in this order unless a step says otherwise.
        required steps: Vec<StepDoc>,
        /// The site the system runs at afterwards.
        optional to: Text = "its home",
        /// The copy the data comes from; `"nothing"` brings it back empty.
        optional from: Text = "the data is still there",
        /// Needs that are exchanged afterwards: `{ "core-network": "core-network-lyon" }`.
        map instead: Text,
        /// What the system needs afterwards, in place of its `needs`; `[]` is nothing.
        optional needs_there: Vec<Text> = "its `needs`",
        /// Whether it goes by itself, without anybody noticing or assessing.
        optional automatic: Spanned<bool> = "`false`",
        /// A decision that its steps wait for, with the team that makes it: `(takes: ..., by: ...)`.
        optional decide: DecisionDoc = "none",
        /// Whether its steps wait for the declaration.
        optional after_declaration: Spanned<bool> = "`false`",
        /// What must hold for its steps to begin, for example tasks.
        list begins_when: Text = "nothing",
        /// What must hold for it to be taken at all.
        list only_if: Text = "nothing",
        /// The classes of scenario it is meant for.
        list only_for: Spanned<ClassDoc> = "all",
        /// The time the system must have been disrupted first.
        optional not_before: DurationDoc = "0s",
        /// The time after which it is given up.
        optional give_up: DurationDoc = "never",
        /// Resources it holds for as long as the system runs that way: `["lyon-hosts: 6"]`.
        list occupies: Text = "none",
        /// Whether it cleans the data, so that a copy made after an intrusion will do. Data that are decrypted where they lie are
        /// restored from a copy, too: an immutable `Replica` at the system's own site, with the wait for the key as a step.
        optional cleans: Spanned<bool> = "`false`",
        /// The day people last did this for real.
        optional tested: Text,
        /// Free text for the readers of the file.
        optional note: Text,
        /// The document and clause this rests on.
        optional r#ref: Text,
        /// The role or person who answers for it.
        optional owner: Text,
    }

    /// A piece of work.
    pub struct StepDoc("a step", "steps", "(...)") {
        /// What is done.
        required r#do: Text,
        /// How long it takes: a duration, a distribution, or an amount at a rate such as `"6TB at 800GB/h"`.
        required takes: DurationDoc,
        /// The id in paths and in `after`.
        optional id: Text = "what is done in lower case, with `-` for everything else",
        /// The teams that do it: `"dba"`, `"dba: 2"`, or a list.
        list by: Text = "nobody: machine work",
        /// The resources it holds meanwhile: `["restore-pipe"]`, `["seats: 4"]`.
        list uses: Text = "none",
        /// The steps it waits for; `[]` is none.
        optional after: Vec<Text> = "the step before it",
        /// What must hold for it to begin.
        list needs: Text = "nothing",
        /// The chance that an attempt succeeds.
        optional success: Spanned<f64> = "1",
        /// How often it is tried.
        optional attempts: Spanned<u64> = "1",
        /// What it takes longer without, and by what factor: `{ "monitoring": 2.0 }`.
        map slower_without: Spanned<f64>,
        shared described: Described,
    }

    /// A decision, and the team that makes it.
    pub struct DecisionFields("a decision", "decisions", "(...)") {
        /// How long it takes.
        required takes: DurationDoc,
        /// The team that decides.
        list by: Text = "nobody",
    }

    /// The work of starting again.
    pub struct RestartFields("a restart", "restarts", "(...)") {
        /// How long it takes.
        required takes: DurationDoc,
        /// The teams that do it.
        list by: Text = "nobody: machine work",
        /// The resources it holds meanwhile.
        list uses: Text = "none",
        /// What must hold for it to begin.
        list needs: Text = "nothing",
        /// Nodes that must be up first; when one was down, the system restarts as well.
        list after: Text = "none",
    }
}

/// A decision: a duration, or a duration and the team that decides.
#[derive(Clone, Debug)]
pub enum DecisionDoc {
    Plain(DurationDoc),
    By(DecisionFields),
}

/// A restart: a duration in which the machine starts by itself, or work.
#[derive(Clone, Debug)]
pub enum RestartDoc {
    Plain(DurationDoc),
    Work(RestartFields),
}

/// Tells a struct with fields of its own from a duration with its evidence.
pub(super) fn is_plain_duration(node: &Node) -> bool {
    match &node.kind {
        Kind::Struct { fields, .. } => fields.iter().any(|(key, _)| key.value == "is"),
        _ => true,
    }
}

impl Decode for DecisionDoc {
    const ONE: &'static str = "a duration in quotes or `(takes: ..., by: ...)`";
    const MANY: &'static str = "decisions";
    const TABLE: Option<&'static Table> = Some(DecisionFields::FIELDS);

    fn decode(node: Node, found: &mut Diagnostics) -> Self {
        if is_plain_duration(&node) {
            return DecisionDoc::Plain(DurationDoc::decode(node, found));
        }
        let fields = Fields::of(node, DecisionFields::ONE, found);
        DecisionDoc::By(DecisionFields::read_all(fields, found))
    }

    fn hole() -> Self {
        DecisionDoc::Plain(DurationDoc::hole())
    }
}

impl Decode for RestartDoc {
    const ONE: &'static str = "a duration in quotes or `(takes: ..., by: ...)`";
    const MANY: &'static str = "restarts";
    const TABLE: Option<&'static Table> = Some(RestartFields::FIELDS);

    fn decode(node: Node, found: &mut Diagnostics) -> Self {
        if is_plain_duration(&node) {
            return RestartDoc::Plain(DurationDoc::decode(node, found));
        }
        let fields = Fields::of(node, RestartFields::ONE, found);
        RestartDoc::Work(RestartFields::read_all(fields, found))
    }

    fn hole() -> Self {
        RestartDoc::Plain(DurationDoc::hole())
    }
}
