//! Services: what the organisation owes, its objectives, and how it gets by meanwhile.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::decode::{Decode, Fields, Table, Text, misfit};
use crate::document::schema::macros::schema;
use crate::document::schema::recovery::is_plain_duration;
use crate::document::schema::{ClockDoc, DurationDoc, NodeDoc};
use crate::document::tree::{Kind, Node};
use crate::source::{Place, Spanned};

schema! {
    /// What the organisation owes to others, with its objectives.
    pub struct ServiceDoc("a service", "services", "(...)") {
        shared node: NodeDoc,
        /// What must work for the service to hold at its minimum level.
        optional minimum: Vec<Text> = "its `needs`",
        /// The time within which it must be back.
        optional rto: DurationDoc,
        /// How much of the newest data may be lost, as a time.
        optional rpo: DurationDoc,
        /// The outage after which the damage is no longer tolerable.
        optional mtpd: DurationDoc,
        /// The clock the recovery time counts on.
        optional clock: Spanned<ClockDoc> = "Disruption",
        /// The share of trials that must hold.
        optional required: Spanned<f64> = "0.95",
        /// Ways to get by meanwhile; each is used at most once, in this order.
        list workarounds: WorkaroundDoc,
        /// The time it takes to catch up afterwards: a duration, or `(fixed: ..., per_hour_out: ...)`.
        optional work_recovery: WorkRecoveryDoc = "0s",
        /// The systems whose data loss counts.
        optional data: Vec<Text> = "all it needs",
        /// The cumulative loss against the outage, straight between the points: `[("0h", 0), ("4h", 250000)]`;
        /// straight from nothing at no outage to the first, and on along the last slope. Each amount is all that is lost by
        /// then, so none is smaller than the one before.
        optional impact: Vec<ImpactPointDoc>,
        /// The currency of the loss.
        optional currency: Text,
    }

    /// A way to get by while a service is down.
    pub struct WorkaroundDoc("a workaround", "workarounds", "(...)") {
        /// The name people see.
        required name: Text,
        /// The id in paths and reports.
        optional id: Text = "the name in lower case, with `-` for everything else",
        /// What must work for it to work.
        list needs: Text = "nothing",
        /// The time until somebody sees that the service is down.
        optional notice: DurationDoc = "the detection of the incident",
        /// The time the service must have been down first.
        optional not_before: DurationDoc = "0s",
        /// The time it takes to prepare.
        optional ready: DurationDoc = "0s",
        /// The teams that prepare it.
        list by: Text = "nobody",
        /// The people it holds for as long as it runs: `["payments-ops: 2"]`.
        list holds: Text = "nobody",
        /// How long it can run.
        optional lasts: DurationDoc = "for good",
        /// The day people last did this for real.
        optional tested: Text,
    }

    /// The time it takes to catch up.
    pub struct WorkRecoveryFields("a work recovery", "work recoveries", "(...)") {
        /// What it takes in any case.
        optional fixed: DurationDoc = "0s",
        /// Hours of catching up per hour of outage.
        optional per_hour_out: Spanned<f64> = "0",
        /// Hours of catching up per hour of lost data.
        optional per_hour_lost: Spanned<f64> = "0",
    }
}

/// The time it takes to catch up: a duration, or one that grows with outage and loss.
#[derive(Clone, Debug)]
pub enum WorkRecoveryDoc {
    Plain(DurationDoc),
    Grows(WorkRecoveryFields),
}

impl Decode for WorkRecoveryDoc {
    const ONE: &'static str = "a duration in quotes or `(fixed: ..., per_hour_out: ..., per_hour_lost: ...)`";
    const MANY: &'static str = "work recoveries";
    const TABLE: Option<&'static Table> = Some(WorkRecoveryFields::FIELDS);

    fn decode(node: Node, found: &mut Diagnostics) -> Self {
        if is_plain_duration(&node) {
            return WorkRecoveryDoc::Plain(DurationDoc::decode(node, found));
        }
        let fields = Fields::of(node, WorkRecoveryFields::ONE, found);
        WorkRecoveryDoc::Grows(WorkRecoveryFields::read_all(fields, found))
    }

    fn hole() -> Self {
        WorkRecoveryDoc::Plain(DurationDoc::hole())
    }
}

/// One point of a loss curve: `("4h", 250000)`.
#[derive(Clone, Debug)]
pub struct ImpactPointDoc {
    pub place: Place,
    pub after: DurationDoc,
    /// The cumulative loss in the service's currency.
    pub loss: Spanned<f64>,
}

impl Decode for ImpactPointDoc {
    const ONE: &'static str = "a pair `(\"4h\", 250000)`";
    const MANY: &'static str = "pairs `(\"4h\", 250000)`";

    fn decode(node: Node, found: &mut Diagnostics) -> Self {
        let place = node.place;
        let items = match node.kind {
            Kind::Tuple { name: None, items } => items,
            _ => {
                found.push(misfit(&node, Self::ONE));
                return Self::hole();
            }
        };
        let count = items.len();
        let mut items = items.into_iter();
        let (Some(after), Some(loss), None) = (items.next(), items.next(), items.next()) else {
            let diagnostic = Diagnostic::error(
                "E0118",
                format!("expected {}, found {count} value{}", Self::ONE, if count == 1 { "" } else { "s" }),
            )
            .at(place, "a duration and an amount belong here");
            found.push(diagnostic);
            return Self::hole();
        };
        ImpactPointDoc { place, after: Decode::decode(after, found), loss: Decode::decode(loss, found) }
    }

    fn hole() -> Self {
        ImpactPointDoc { place: Place::NOWHERE, after: Decode::hole(), loss: Decode::hole() }
    }
}
