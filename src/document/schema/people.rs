//! Teams: who does the work, when they are there, how they are reached.

use crate::document::decode::Text;
use crate::document::schema::macros::schema;
use crate::document::schema::{DurationDoc, NodeDoc};
use crate::source::Spanned;

schema! {
    /// People who do the work of recovery. Work asks for some of them and holds them until it is done.
    pub struct TeamDoc("a team", "teams", "(...)") {
        shared node: NodeDoc,
        /// How many people the team has, at most 1000000.
        required people: Spanned<u64>,
        /// From the first call until the team can work.
        optional call_out: DurationDoc = "0s",
        /// When the team is there: `"Mon-Fri 08:00-18:00"`, several joined with `;`.
        optional hours: Text = "24x7",
        /// Who is there outside the hours, and how long the call takes then.
        optional off_hours: OffHoursDoc = "as within the hours",
        /// The people there can be after the declaration, at any hour.
        optional surge: SurgeDoc,
        /// The team this one is a part of; its work holds people of both.
        optional part_of: Text,
        /// How long people work before they must rest, and for how long.
        optional shift: ShiftDoc,
    }

    /// A team outside its hours.
    pub struct OffHoursDoc("the team outside its hours", "teams outside their hours", "(...)") {
        /// How many people are on call.
        optional people: Spanned<u64> = "the team's own",
        /// From the first call until they can work, when the call falls outside the hours.
        optional call_out: DurationDoc = "the team's own",
    }

    /// A team with everybody called in.
    pub struct SurgeDoc("a surge", "surges", "(...)") {
        /// How many people there are then, in all and not in addition.
        required people: Spanned<u64>,
        /// From the declaration until they are there.
        optional call_out: DurationDoc = "0s",
    }

    /// The rhythm of work and rest in a long incident.
    pub struct ShiftDoc("a shift", "shifts", "(...)") {
        /// The longest stretch of work.
        required longest: DurationDoc,
        /// The rest after it.
        required rest: DurationDoc,
    }
}
