//! The exercise made of a scenario: who sits in the room, what they are told, and what it is to show.

use crate::diagnostic::Diagnostics;
use crate::document::decode::{Decode, Table, Text, call_or_word, misfit, unknown_word};
use crate::document::schema::DurationDoc;
use crate::document::schema::macros::{schema, words};
use crate::document::schema::scenario::wrong_values;
use crate::document::tree::Node;
use crate::source::{Place, Spanned};

schema! {
    /// The exercise that people hold on this scenario. No run reads it; `blackstart exercise` makes its papers from
    /// it, and fills in from the model and the trial whatever is not written.
    pub struct ExerciseDoc("an exercise", "exercises", "(...)") {
        /// The name players see; it should not tell what happens.
        optional title: Text = "the name of the organisation",
        /// How it is held.
        optional r#type: Spanned<ExerciseTypeDoc> = "Discussion",
        /// When it begins in the room, as `"2027-03-04T09:00"`.
        optional start: Text = "`--start`",
        /// How long people are in the room, with the opening and the closing talk.
        optional lasts: DurationDoc = "2h",
        /// Minutes of the scenario in a minute of play, counted from the onset.
        optional compression: Spanned<f64> = "none: time jumps from inject to inject",
        /// Which time of play is which time of the scenario; straight between the points.
        list jumps: JumpDoc = "none",
        /// What players know when it begins.
        optional situation: Text,
        /// What it is to show.
        list objectives: ExerciseObjectiveDoc = "made from the model",
        /// Who plays; roles that players hold, by id.
        map roles: RoleDoc = "the teams that the trial calls",
        /// What players are told, beside what is made from the trial.
        list injects: InjectDoc,
        /// Questions for the facilitator to ask.
        list questions: Text,
        /// Rules of this exercise, beside the usual ones.
        list rules: Text,
    }

    /// One thing an exercise is to show.
    pub struct ExerciseObjectiveDoc("an objective of an exercise", "objectives of an exercise", "(...)") {
        /// The id that injects name.
        optional id: Text = "its position in the list, such as `objective-1`",
        /// What participants are to do, in a sentence.
        required text: Text,
        /// The services it is about.
        list services: Text,
        /// The capability that evaluators rate.
        optional capability: Text,
        /// What evaluators watch for.
        list tasks: Text,
    }

    /// A role that one or more players hold.
    pub struct RoleDoc("a role", "roles", "(...)") {
        /// The name people see.
        optional name: Text = "its id",
        /// The teams it speaks for.
        list teams: Text,
        /// The services it answers for.
        list services: Text,
        /// What it knows at the start that others do not.
        optional knows: Text,
        /// What it may decide.
        list powers: Text,
        /// Where it is reached during the exercise.
        optional phone: Text,
    }

    /// Something that players are told.
    pub struct InjectDoc("an inject", "injects", "(...)") {
        /// The id in logs.
        optional id: Text = "its position in the list, such as `inject-1`",
        /// The time of the scenario from the onset at which it comes.
        optional at: DurationDoc,
        /// What in the trial it comes with, in place of `at`.
        optional when: Spanned<TriggerDoc>,
        /// Who speaks.
        optional from: Text = "the control cell",
        /// To whom: roles, teams, or `all`.
        list to: Text = "all",
        /// How: phone, mobile, e-mail, in the room, runner, radio. What names none, or is made from the trial, comes in
        /// person while a system, supplier or resource is down of which a word of the id, the name or a tag says that it
        /// carries the channel, such as `telephone`, `wireless` or `mail`.
        optional by: Text = "phone",
        /// What they see or hear, word for word.
        required text: Text,
        /// What good players do then.
        optional expect: Text,
        /// What is really so; for the control cell alone.
        optional truth: Text = "what happens in the trial at that time",
        /// The objective it serves, by id.
        optional objective: Text,
        /// Given only if the room needs it.
        optional contingency: Spanned<bool> = "`false`",
    }

    /// A point at which the clock of the room and that of the scenario are told.
    pub struct JumpDoc("a jump", "jumps", "(...)") {
        /// Time of play.
        required room: DurationDoc,
        /// Time of the scenario from the onset.
        required scenario: DurationDoc,
    }
}

words! {
    /// How an exercise is held.
    pub enum ExerciseTypeDoc("a type of exercise", "types of exercises") {
        /// People talk about what they would do.
        Discussion,
        /// People do it, with systems and sites simulated.
        Functional,
        /// People do it for real.
        FullScale,
    }
}

/// What in a trial an inject comes with.
#[derive(Clone, Debug)]
pub enum TriggerDoc {
    Incident,
    Detected,
    Assessed,
    Declared,
    /// First time down, of any node.
    Down(Text),
    /// Last time back, of a system or a service.
    Back(Text),
    /// Work by hand of a service runs out.
    Lapsed(Text),
    /// A task is done.
    Done(Text),
}

const TRIGGER_WORDS: &[&str] =
    &["Incident", "Detected", "Assessed", "Declared", "Down", "Back", "Lapsed", "Done"];

const TRIGGER: &Table = &Table {
    one: "a trigger",
    form: "",
    doc: &[
        " What in the trial an inject comes with. Where it does not happen, the inject is kept in reserve.",
    ],
    rows: &[],
    choices: &[
        ("Incident", &[" The incident begins."]),
        ("Detected", &[" It is noticed."]),
        ("Assessed", &[" It is understood."]),
        ("Declared", &[" It is declared."]),
        ("Down", &[" Something goes down for the first time: `Down(\"ledger-db\")`."]),
        ("Back", &[" A system or a service comes back for the last time: `Back(\"card-payments\")`."]),
        ("Lapsed", &[" Work by hand of a service runs out: `Lapsed(\"card-payments\")`."]),
        ("Done", &[" A task is done: `Done(\"clean-segment\")`."]),
    ],
    choice_tables: &[],
};

impl Decode for Spanned<TriggerDoc> {
    const ONE: &'static str = "a trigger";
    const MANY: &'static str = "triggers";
    const TABLE: Option<&'static Table> = Some(TRIGGER);

    fn shape() -> String {
        "a trigger such as `Detected` or `Down(\"ledger-db\")`".to_owned()
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
        let mut name = |node: &Node| Text::decode(node.clone(), found);
        let trigger = match (word.value.as_str(), items.as_slice()) {
            ("Incident", []) => TriggerDoc::Incident,
            ("Detected", []) => TriggerDoc::Detected,
            ("Assessed", []) => TriggerDoc::Assessed,
            ("Declared", []) => TriggerDoc::Declared,
            ("Down", [node]) => TriggerDoc::Down(name(node)),
            ("Back", [node]) => TriggerDoc::Back(name(node)),
            ("Lapsed", [node]) => TriggerDoc::Lapsed(name(node)),
            ("Done", [node]) => TriggerDoc::Done(name(node)),
            (known, _) if TRIGGER_WORDS.contains(&known) => {
                let takes_one = matches!(known, "Down" | "Back" | "Lapsed" | "Done");
                found.push(wrong_values(place, known, if takes_one { "one id" } else { "nothing" }));
                return Self::hole();
            }
            (other, _) => {
                found.push(unknown_word(other, word.place, Self::ONE, TRIGGER_WORDS));
                return Self::hole();
            }
        };
        Spanned::new(trigger, place)
    }

    fn hole() -> Self {
        Spanned::new(TriggerDoc::Incident, Place::NOWHERE)
    }
}
