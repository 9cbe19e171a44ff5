//! Events of a scenario: what strikes, when, and for how long.

use crate::diagnostic::Diagnostics;
use crate::document::decode::{Decode, Table, Text, call_or_word, misfit, unknown_word};
use crate::document::schema::macros::{schema, variants};
use crate::document::schema::scenario::wrong_values;
use crate::document::schema::{Described, DurationDoc, NumberDoc};
use crate::document::tree::{Kind, Node};
use crate::source::{Place, Spanned};

variants! {
    /// Something that happens.
    pub enum EventDoc("an event", "events") {
        Outage(OutageDoc),
        Destruction(DestructionDoc),
        Corruption(CorruptionDoc),
        Absence(AbsenceDoc),
        Delay(DelayDoc),
        Spread(SpreadDoc),
    }
}

schema! {
    /// What every event with targets may have.
    pub struct StrikeDoc("a strike", "strikes", "") {
        /// The id in paths, in `since` and in reports.
        optional id: Text = "its kind and its position in the list, such as `outage-3`",
        shared described: Described,
        /// What it strikes: ids, or selectors such as `tag:windows`, `home:paris`, `in:campus`, `kind:team`; `-`
        /// before one leaves it out.
        required targets: Vec<Text>,
        /// What its time counts from: `Onset`, `Detected`, `Assessed`, `Declared`, or the id of another event.
        optional since: Spanned<SinceDoc> = "Onset",
        /// The time from then until it strikes.
        optional after: DurationDoc = "0s",
        /// The chance that it strikes a target at all.
        optional chance: Spanned<f64> = "1",
        /// Whether it strikes all of its targets or none.
        optional together: Spanned<bool> = "`false`",
    }

    /// Nodes stop working; their data is kept.
    pub struct OutageDoc("an outage", "outages", "Outage(...)") {
        shared strike: StrikeDoc,
        /// How long it lasts.
        optional lasts: DurationDoc = "until a strategy recovers it",
        /// The task that ends it.
        optional until: Text,
    }

    /// Nodes are gone for good, and their data with them.
    pub struct DestructionDoc("a destruction", "destructions", "Destruction(...)") {
        shared strike: StrikeDoc,
    }

    /// Systems are spoilt: their data is lost, and copies made after the intrusion are unclean.
    pub struct CorruptionDoc("a corruption", "corruptions", "Corruption(...)") {
        shared strike: StrikeDoc,
        /// How long the intruder or the fault was there before it struck; needed where a target holds data.
        optional dwell: DurationDoc,
        /// The chance that the copies are destroyed as well, `immutable` ones excepted.
        optional destroys_copies: Spanned<f64> = "0",
    }

    /// People of a team are away.
    pub struct AbsenceDoc("an absence", "absences", "Absence(...)") {
        shared strike: StrikeDoc,
        /// The chance that any one of them is away.
        required share: NumberDoc,
        /// How long it lasts.
        optional lasts: DurationDoc = "for good",
    }

    /// Work takes longer.
    pub struct DelayDoc("a delay", "delays", "Delay(...)") {
        shared strike: StrikeDoc,
        /// How many times as long.
        required factor: NumberDoc,
        /// How long it lasts.
        optional lasts: DurationDoc = "for good",
    }

    /// Another event goes on from node to node.
    pub struct SpreadDoc("a spread", "spreads", "Spread(...)") {
        /// The id in paths, in `since` and in reports.
        optional id: Text = "its kind and its position in the list, such as `spread-3`",
        shared described: Described,
        /// The id of the event that spreads.
        required of: Text,
        /// Where it spreads to.
        required along: Spanned<AlongDoc>,
        /// The chance from one node to one other.
        optional chance: Spanned<f64> = "1",
        /// The time from one node to the other.
        optional delay: DurationDoc = "0s",
    }
}

/// What the time of an event counts from.
#[derive(Clone, Debug)]
pub enum SinceDoc {
    Onset,
    Detected,
    Assessed,
    Declared,
    /// The first strike of the event with this id.
    Event(Text),
}

const SINCE_WORDS: &[&str] = &["Onset", "Detected", "Assessed", "Declared"];

impl Decode for Spanned<SinceDoc> {
    const ONE: &'static str = "an instant to count from";
    const MANY: &'static str = "instants to count from";

    fn shape() -> String {
        "`Onset`, `Detected`, `Assessed`, `Declared`, or the id of an event in quotes".to_owned()
    }

    fn decode(node: Node, found: &mut Diagnostics) -> Self {
        let place = node.place;
        let since = match node.kind {
            Kind::Text(id) => SinceDoc::Event(Spanned::new(id, place)),
            Kind::Word(word) => match word.as_str() {
                "Onset" => SinceDoc::Onset,
                "Detected" => SinceDoc::Detected,
                "Assessed" => SinceDoc::Assessed,
                "Declared" => SinceDoc::Declared,
                other => {
                    let help = "the id of another event stands in double quotes";
                    found.push(unknown_word(other, place, Self::ONE, SINCE_WORDS).help(help));
                    return Self::hole();
                }
            },
            kind => {
                found.push(misfit(&Node { place, kind }, &Self::shape()));
                return Self::hole();
            }
        };
        Spanned::new(since, place)
    }

    fn hole() -> Self {
        Spanned::new(SinceDoc::Onset, Place::NOWHERE)
    }
}

/// Where an event spreads to.
#[derive(Clone, Debug)]
pub enum AlongDoc {
    Dependents,
    Dependencies,
    SameSite,
    Tag(Text),
}

const ALONG_WORDS: &[&str] = &["Dependents", "Dependencies", "SameSite", "Tag"];

const ALONG: &Table = &Table {
    one: "a way to spread",
    form: "",
    doc: &[" Where an event spreads to."],
    rows: &[],
    choices: &[
        ("Dependents", &[" To systems that name it in their `needs`."]),
        ("Dependencies", &[" To systems it names in its `needs`."]),
        ("SameSite", &[" To systems of the same home; from a site, to the systems whose home it is."]),
        ("Tag", &[" To systems with a tag: `Tag(\"windows\")`."]),
    ],
    choice_tables: &[],
};

impl Decode for Spanned<AlongDoc> {
    const ONE: &'static str = "a way to spread";
    const MANY: &'static str = "ways to spread";
    const TABLE: Option<&'static Table> = Some(ALONG);

    fn shape() -> String {
        "`Dependents`, `Dependencies`, `SameSite` or `Tag(\"...\")`".to_owned()
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
        let along = match (word.value.as_str(), items.as_slice()) {
            ("Dependents", []) => AlongDoc::Dependents,
            ("Dependencies", []) => AlongDoc::Dependencies,
            ("SameSite", []) => AlongDoc::SameSite,
            ("Tag", [tag]) => AlongDoc::Tag(Text::decode(tag.clone(), found)),
            (known, _) if ALONG_WORDS.contains(&known) => {
                found.push(wrong_values(place, known, if known == "Tag" { "one text" } else { "nothing" }));
                return Self::hole();
            }
            (other, _) => {
                found.push(unknown_word(other, word.place, Self::ONE, ALONG_WORDS));
                return Self::hole();
            }
        };
        Spanned::new(along, place)
    }

    fn hole() -> Self {
        Spanned::new(AlongDoc::Dependents, Place::NOWHERE)
    }
}
