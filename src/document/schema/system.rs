//! Systems and the copies of their data.

use crate::document::decode::Text;
use crate::document::schema::macros::{schema, variants};
use crate::document::schema::{DurationDoc, NodeDoc, RestartDoc, StrategyDoc};
use crate::source::{Place, Spanned};

schema! {
    /// Something that runs: an application, a database, a network, a machine.
    pub struct SystemDoc("a system", "systems", "(...)") {
        shared node: NodeDoc,
        /// The site it normally stands at.
        optional home: Text,
        /// What stores its data, such as another system; needed at home, and lost with it.
        optional stored_on: Text,
        /// The time within which it should be back.
        optional rto: DurationDoc,
        /// How much of the newest data may be lost, as a time.
        optional rpo: DurationDoc,
        /// The share of trials that must hold.
        optional required: Spanned<f64> = "0.95",
        /// What it takes to start again after an outage of its own or of its site: a duration, or `(takes: ..., by: ...)`.
        /// When only what it needs or is `stored_on` was away, it is back with that, without a restart, unless `after`
        /// names it.
        optional restart: RestartDoc = "0s",
        /// Its place in a queue: 1 before 2.
        optional priority: Spanned<u64>,
        /// Nodes whose failure sets its recovery going.
        list fails_over_on: Text = "none",
        /// Systems whose data must agree; all go back to the oldest point used in the group.
        optional restore_group: Text,
        /// When every strategy has failed, the time after which all may be tried again.
        optional regroup: DurationDoc = "never",
        /// Whether it holds data.
        optional holds_data: Spanned<bool> = "`true` with `copies` or an `rpo`",
        /// Copies of its data by name.
        map copies: CopyDoc,
        /// Ways to bring it back; the first that can be taken is.
        list recovery: StrategyDoc,
        /// How many alike members it has: `branch-server` with 12 is `branch-server-01` to `branch-server-12`.
        optional alike: Spanned<u64> = "one",
        refused like: Place = "write the template's fields into this system until then",
        refused set: Place = "write the values into the fields until then",
    }

    /// A copy that follows the original at a distance.
    pub struct ReplicaDoc("a replica", "replicas", "Replica(...)") {
        /// The site it stands at.
        optional at: Text,
        /// The system it is kept on.
        optional on: Text,
        /// How far it is behind.
        optional lag: DurationDoc = "0s",
        /// Whether nobody can alter or delete it.
        optional immutable: Spanned<bool> = "`false`",
    }

    /// Copies made at regular intervals.
    pub struct BackupDoc("a backup", "backups", "Backup(...)") {
        /// The time from one copy to the next.
        required every: DurationDoc,
        /// The site they are kept at.
        optional at: Text,
        /// The system they are kept on.
        optional on: Text,
        /// When they begin, as a time of day or of the week: `"01:00"`, `"Sun 02:00"`.
        optional starts: Text = "any time",
        /// How long one takes until it can be used.
        optional takes: DurationDoc = "0s",
        /// How long they are kept.
        optional keep: DurationDoc = "for ever",
        /// The share of copies that succeed.
        optional success: Spanned<f64> = "1",
        /// Whether nobody can alter or delete them.
        optional immutable: Spanned<bool> = "`false`",
    }
}

variants! {
    /// A copy of a system's data. It needs `at` or `on`.
    pub enum CopyDoc("a copy", "copies") {
        Replica(ReplicaDoc),
        Backup(BackupDoc),
    }
}
