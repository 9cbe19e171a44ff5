//! Shapes that many others share: the fields every node has, the response, allowances.

use crate::document::decode::Text;
use crate::document::schema::macros::{schema, words};
use crate::document::schema::{DecisionDoc, DurationDoc};

schema! {
    /// What may be said about every node, strategy, step and event for its readers.
    pub struct Described("a description", "descriptions", "") {
        /// The name people see; without it the id is shown.
        optional name: Text = "the id",
        /// Free text for the readers of the file.
        optional note: Text,
        /// The document and clause this rests on.
        optional r#ref: Text,
        /// The role or person who answers for it.
        optional owner: Text,
    }

    /// What every node may have.
    pub struct NodeDoc("a node", "nodes", "") {
        shared described: Described,
        /// Labels of your own; selectors such as `tag:tier-0` find nodes by them.
        list tags: Text = "none",
        /// What must work for this to work; all entries of a list. An entry is an id, or an expression such as
        /// `a or b`, `a and (b or c)`, `2 of (a, b, c)`.
        list needs: Text = "nothing",
        /// How long it lasts without something it needs, for example generator fuel: `{ "grid": "30h" }`.
        map rides_out: DurationDoc = "not at all",
    }

    /// The time until the incident is noticed, understood and declared.
    pub struct ResponseDoc("a response", "responses", "(...)") {
        /// From the start of the incident until somebody notices.
        optional detect: DurationDoc = "0s",
        /// From then until it is understood.
        optional assess: DurationDoc = "0s",
        /// From then until it is declared, and which team decides: a duration, or `(takes: ..., by: ...)`.
        optional declare: DecisionDoc = "0s",
    }

    /// A finding that is known and accepted, with its reason.
    pub struct AllowDoc("an allowance", "allowances", "(...)") {
        /// The code of the finding, for example `"W0401"`.
        required code: Text,
        /// The id the finding is about.
        required on: Text,
        /// Why it is accepted.
        required because: Text,
        /// Who accepted it.
        optional owner: Text,
        /// The last day it is accepted, as `"2027-03-31"`; from then on the finding counts again.
        optional until: Text = "for good",
    }

    /// An outage that really happened, to be set beside what is projected.
    pub struct ActualDoc("a real outage", "real outages", "(...)") {
        /// The service that was out.
        required service: Text,
        /// When it went out: `"2025-07-14T02:10"`, in local time.
        required started: Text,
        /// When it was back for good, written likewise.
        required back: Text,
        /// Where this is known from, for example `"incident 4711"`.
        optional source: Text,
    }
}

words! {
    /// The instant from which the time of an objective counts.
    pub enum ClockDoc("a clock", "clocks") {
        /// From the start of the outage.
        Disruption,
        /// From the instant at which the incident was noticed, if that is later.
        Detected,
        /// From the instant at which the incident was declared, if that is later.
        Declared,
    }
}
