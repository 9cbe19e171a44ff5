//! The scenario file: what happens to the organisation, and for how long it is watched.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::decode::{Decode, Table, Text, call_or_word, misfit, unknown_word};
use crate::document::schema::macros::schema;
use crate::document::schema::{ActualDoc, AllowDoc, DurationDoc, EventDoc, ExerciseDoc, ResponseDoc};
use crate::document::tree::{Kind, Node};
use crate::source::{Place, Spanned};

schema! {
    /// A scenario file: what happens to the organisation of a model.
    pub struct ScenarioDoc("a scenario", "scenarios", "(...)") {
        /// The title people see.
        required title: Text,
        /// The model file, beside or below this one.
        required model: Text,
        /// How long is watched; what is not back by then counts as not recovered.
        required horizon: DurationDoc,
        /// What kind of scenario it is, after EU 2024/1774 Art. 26(2).
        optional class: Spanned<ClassDoc>,
        /// When it begins: `"Fri 22:40"`, `Any`, or `Within("Mon-Fri 08:00-18:00")`.
        optional onset: Spanned<OnsetDoc> = "Any",
        /// What happens, told for people.
        optional narrative: Text,
        /// Overrides the model's response, field by field.
        optional response: ResponseDoc,
        /// What happens.
        list events: EventDoc,
        /// Edits to model and scenario, applied before anything else: `Set("teams.dba.people", 2)`,
        /// `Remove("systems.crm.needs.sso")`, `Add("systems.crm.needs", "vpn")`; the paths are those of `--set`.
        list changes: ChangeDoc,
        /// The exercise that people hold on it; no run reads it.
        optional exercise: ExerciseDoc,
        /// Outages that really happened, to be set beside what is projected for them.
        list actuals: ActualDoc,
        /// Findings that are known and accepted.
        list allow: AllowDoc,
    }
}

/// What kind of scenario it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClassDoc {
    CyberAttack,
    DegradedQuality,
    PremisesLoss,
    IctFailure,
    StaffAbsence,
    ClimateOrPhysical,
    Insider,
    PoliticalInstability,
    PowerOutage,
    Other(String),
}

const CLASS_WORDS: &[&str] = &[
    "CyberAttack",
    "DegradedQuality",
    "PremisesLoss",
    "IctFailure",
    "StaffAbsence",
    "ClimateOrPhysical",
    "Insider",
    "PoliticalInstability",
    "PowerOutage",
    "Other",
];

const CLASS: &Table = &Table {
    one: "a class",
    form: "",
    doc: &[" The class of a scenario, after EU 2024/1774 Art. 26(2)."],
    rows: &[],
    choices: &[
        ("CyberAttack", &[" An attack on systems or data."]),
        ("DegradedQuality", &[" A service that runs, but badly."]),
        ("PremisesLoss", &[" A building or data centre that cannot be used."]),
        ("IctFailure", &[" A failure of systems or networks."]),
        ("StaffAbsence", &[" People who are not there."]),
        ("ClimateOrPhysical", &[" Weather, fire, water and the like."]),
        ("Insider", &[" Harm from within."]),
        ("PoliticalInstability", &[" Unrest, sanctions, war."]),
        ("PowerOutage", &[" Loss of power."]),
        ("Other", &[" Anything else, in your words: `Other(\"strike\")`."]),
    ],
    choice_tables: &[],
};

impl Decode for Spanned<ClassDoc> {
    const ONE: &'static str = "a class";
    const MANY: &'static str = "classes";
    const TABLE: Option<&'static Table> = Some(CLASS);

    fn shape() -> String {
        "a class such as `CyberAttack`, or `Other(\"...\")`".to_owned()
    }

    fn decode(node: Node, found: &mut Diagnostics) -> Self {
        let place = node.place;
        let (word, items) = match call_or_word(node) {
            Ok(call) => call,
            Err(node) => {
                found.push(misfit(&node, &Self::shape()));
                return Self::hole();
            }
        };
        let class = match (word.value.as_str(), items.as_slice()) {
            ("CyberAttack", []) => ClassDoc::CyberAttack,
            ("DegradedQuality", []) => ClassDoc::DegradedQuality,
            ("PremisesLoss", []) => ClassDoc::PremisesLoss,
            ("IctFailure", []) => ClassDoc::IctFailure,
            ("StaffAbsence", []) => ClassDoc::StaffAbsence,
            ("ClimateOrPhysical", []) => ClassDoc::ClimateOrPhysical,
            ("Insider", []) => ClassDoc::Insider,
            ("PoliticalInstability", []) => ClassDoc::PoliticalInstability,
            ("PowerOutage", []) => ClassDoc::PowerOutage,
            ("Other", [text]) => ClassDoc::Other(Text::decode(text.clone(), found).value),
            (known, _) if CLASS_WORDS.contains(&known) => {
                found.push(wrong_values(place, known, if known == "Other" { "one text" } else { "nothing" }));
                return Self::hole();
            }
            (other, _) => {
                found.push(unknown_word(other, word.place, Self::ONE, CLASS_WORDS));
                return Self::hole();
            }
        };
        Spanned::new(class, place)
    }

    fn hole() -> Self {
        Spanned::new(ClassDoc::IctFailure, Place::NOWHERE)
    }
}

/// Reports a known word with too few or too many values in brackets.
pub(super) fn wrong_values(place: Place, word: &str, expected: &str) -> Diagnostic {
    Diagnostic::error("E0118", format!("`{word}` takes {expected} in brackets"))
        .at(place, format!("expected {expected} in brackets"))
}

/// When a scenario begins.
#[derive(Clone, Debug)]
pub enum OnsetDoc {
    /// At any time of the week, drawn per trial.
    Any,
    /// At an instant of the week, as written.
    At(Text),
    /// At any time within these hours, as written.
    Within(Text),
}

impl Decode for Spanned<OnsetDoc> {
    const ONE: &'static str = "an onset";
    const MANY: &'static str = "onsets";

    fn shape() -> String {
        "`Any`, an instant of the week such as `\"Fri 22:40\"`, or `Within(\"Mon-Fri 08:00-18:00\")`"
            .to_owned()
    }

    fn decode(node: Node, found: &mut Diagnostics) -> Self {
        let place = node.place;
        if let Kind::Text(text) = node.kind {
            return Spanned::new(OnsetDoc::At(Spanned::new(text, place)), place);
        }
        let (word, items) = match call_or_word(node) {
            Ok(call) => call,
            Err(node) => {
                found.push(misfit(&node, &Self::shape()));
                return Self::hole();
            }
        };
        match (word.value.as_str(), items.as_slice()) {
            ("Any", []) => Spanned::new(OnsetDoc::Any, place),
            ("Within", [hours]) => Spanned::new(OnsetDoc::Within(Text::decode(hours.clone(), found)), place),
            (known @ ("Any" | "Within"), _) => {
                found.push(wrong_values(place, known, if known == "Any" { "nothing" } else { "one text" }));
                Self::hole()
            }
            (other, _) => {
                let instant = "an instant of the week is a text with its time: `\"Fri 22:40\"`";
                found.push(unknown_word(other, word.place, Self::ONE, &["Any", "Within"]).help(instant));
                Self::hole()
            }
        }
    }

    fn hole() -> Self {
        Spanned::new(OnsetDoc::Any, Place::NOWHERE)
    }
}

/// What an edit does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EditOp {
    Set,
    Remove,
    Add,
}

impl EditOp {
    /// Gives the word of the language.
    pub fn word(self) -> &'static str {
        match self {
            EditOp::Set => "Set",
            EditOp::Remove => "Remove",
            EditOp::Add => "Add",
        }
    }
}

/// One edit: `Set("path", value)`, `Remove("path")`, `Add("path", value)`.
#[derive(Clone, Debug)]
pub struct ChangeDoc {
    pub place: Place,
    pub op: EditOp,
    pub path: Text,
    /// The new value; none for a removal.
    pub value: Option<Node>,
}

impl ChangeDoc {
    /// The same in another source that holds the same text.
    pub fn moved_to(mut self, source: u32) -> ChangeDoc {
        for place in [&mut self.place, &mut self.path.place] {
            if !place.is_nowhere() {
                place.source = source;
            }
        }
        ChangeDoc { value: self.value.map(|value| value.moved_to(source)), ..self }
    }
}

impl Decode for ChangeDoc {
    const ONE: &'static str = "a change";
    const MANY: &'static str = "changes";

    fn shape() -> String {
        "`Set(\"path\", value)`, `Remove(\"path\")` or `Add(\"path\", value)`".to_owned()
    }

    fn decode(node: Node, found: &mut Diagnostics) -> Self {
        let place = node.place;
        let (word, items) = match call_or_word(node) {
            Ok(call) => call,
            Err(node) => {
                found.push(misfit(&node, &Self::shape()));
                return Self::hole();
            }
        };
        let op = match word.value.as_str() {
            "Set" => EditOp::Set,
            "Remove" => EditOp::Remove,
            "Add" => EditOp::Add,
            other => {
                found.push(unknown_word(other, word.place, Self::ONE, &["Set", "Remove", "Add"]));
                return Self::hole();
            }
        };
        let mut items = items.into_iter();
        match (op, items.next(), items.next(), items.next()) {
            (EditOp::Remove, Some(path), None, None) => {
                ChangeDoc { place, op, path: Text::decode(path, found), value: None }
            }
            (EditOp::Set | EditOp::Add, Some(path), Some(value), None) => {
                ChangeDoc { place, op, path: Text::decode(path, found), value: Some(value) }
            }
            _ => {
                let expected = if op == EditOp::Remove { "a path" } else { "a path and a value" };
                found.push(wrong_values(place, op.word(), expected));
                Self::hole()
            }
        }
    }

    fn hole() -> Self {
        ChangeDoc { place: Place::NOWHERE, op: EditOp::Remove, path: Text::hole(), value: None }
    }
}
