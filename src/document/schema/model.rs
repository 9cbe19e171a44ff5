//! The model file: the organisation as a whole, its sites, suppliers, resources and tasks.

use crate::document::decode::Text;
use crate::document::schema::macros::{schema, words};
use crate::document::schema::{
    AllowDoc, ClockDoc, Described, DurationDoc, NodeDoc, ResponseDoc, ServiceDoc, StepDoc, SystemDoc, TeamDoc,
};
use crate::source::{Place, Spanned};

schema! {
    /// A model file: the organisation, what it rests on, and how it recovers.
    pub struct ModelDoc("a model", "models", "(...)") {
        /// The name of the organisation.
        optional name: Text,
        /// The paper this model stands for; printed on every page of a report.
        optional document: PaperDoc,
        refused include: Place = "write everything into this one file",
        /// The time until an incident is noticed, understood and declared.
        optional response: ResponseDoc,
        /// Places where systems run and people work.
        map sites: SiteDoc,
        /// Outside parties whose failure would matter.
        map suppliers: SupplierDoc,
        /// People who do the work of recovery.
        map teams: TeamDoc,
        /// Anything countable that is not people.
        map resources: ResourceDoc,
        /// Names for expressions: `{ "directory": "ad-a or ad-b" }`.
        map gates: Vec<Text>,
        /// Work that is done once, for many.
        map tasks: TaskDoc,
        /// The runbook's order: a list of waves, each a list of selectors; the first that selects a system counts.
        list waves: Vec<Text> = "no waves",
        /// Whether a wave is an order of precedence or a gate.
        optional waves_are: Spanned<WavesAreDoc> = "Order",
        refused templates: Place = "write the fields into each system until then",
        /// What runs, and how it is brought back.
        map systems: SystemDoc,
        /// What the organisation owes to others, with its objectives.
        map services: ServiceDoc,
        /// Findings that are known and accepted.
        list allow: AllowDoc,
    }

    /// The paper a model stands for.
    pub struct PaperDoc("a document", "documents", "(...)") {
        /// Its version.
        optional version: Text,
        /// The day it was approved, as `"2026-09-30"`; ages of evidence count from it.
        optional approved: Text,
        /// Who approved it.
        optional by: Text,
        /// Who may read it.
        optional classification: Text,
    }

    /// A place where systems run and people work.
    pub struct SiteDoc("a site", "sites", "(...)") {
        shared node: NodeDoc,
        /// What kind of place it is; for display and selectors only.
        optional kind: Spanned<SiteKindDoc> = "Other",
    }

    /// An outside party whose failure would matter.
    pub struct SupplierDoc("a supplier", "suppliers", "(...)") {
        shared node: NodeDoc,
        /// The recovery time its contract promises.
        optional promises: DurationDoc,
    }

    /// Anything countable that is not people: tape drives, spare hosts, seats.
    pub struct ResourceDoc("a resource", "resources", "(...)") {
        shared node: NodeDoc,
        /// How many there are, at most 1000000.
        required units: Spanned<u64>,
    }

    /// Work that is done once, for many.
    pub struct TaskDoc("a task", "tasks", "(...)") {
        shared described: Described,
        /// Labels of your own.
        list tags: Text = "none",
        /// When it begins.
        required when: Spanned<WhenDoc>,
        /// What has to be done, in this order unless a step says otherwise.
        required steps: Vec<StepDoc>,
        /// The time it should be done in; this makes it an objective.
        optional within: DurationDoc,
        /// The clock the time counts on.
        optional clock: Spanned<ClockDoc> = "Disruption",
        /// The share of trials that must hold.
        optional required: Spanned<f64> = "0.95",
        /// Its place in a queue: 1 before 2. Without it `within` decides, as the RTO does for systems; with neither the
        /// task queues after all that has one, even if every RTO waits for it.
        optional priority: Spanned<u64>,
    }
}

words! {
    /// What kind of place a site is.
    pub enum SiteKindDoc("a kind of site", "kinds of site") {
        /// A data centre.
        DataCentre,
        /// An office.
        Office,
        /// A region of a cloud provider.
        CloudRegion,
        /// Wherever people work from outside the organisation's buildings.
        Remote,
        /// Anything else.
        Other,
    }

    /// What the order of the waves means.
    pub enum WavesAreDoc("a meaning of waves", "meanings of waves") {
        /// Earlier waves come first in a queue.
        Order,
        /// No step of a later wave begins before the earlier waves are done.
        Gate,
    }

    /// When a task begins.
    pub enum WhenDoc("a beginning", "beginnings") {
        /// When the incident starts.
        Incident,
        /// When it is noticed.
        Detected,
        /// When it is understood.
        Assessed,
        /// When it is declared.
        Declared,
        /// When something that names the task is wanted.
        Needed,
    }
}
