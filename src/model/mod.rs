//! The organisation and the scenario with every name resolved and every value in range.
//!
//! `resolve` turns documents into these types; `engine::compile` turns them into flat arrays. Every list
//! of nodes, and that of groups, is sorted by id, so comparing indices compares ids; `position` keeps the order of the file
//! for display. Nothing here is wrong by construction of `resolve`: what can still be doubtful is the
//! business of the static checks.

mod actual;
mod allowance;
pub mod exercise;
mod estimates;
mod labels;
mod graph;
mod needs;
mod organisation;
mod resolve;
mod response;
mod scenario;
mod service;
mod system;
mod uncertain;
mod work;

pub use actual::Actual;
pub use allowance::Allowance;
pub use estimates::{See, each_estimate, each_estimate_of_events, each_estimate_of_model, whose};
pub use graph::{NeedsGraph, Walk};
pub use labels::Labels;
pub use needs::Need;
pub use organisation::{
    Group, Model, Node, NodeKind, OffHours, Resource, RideOut, Shift, Site, Supplier, Surge, Team, Waves,
};
pub use resolve::{model_path, resolve};
pub use response::{Declaration, Response};
pub use scenario::{Along, Event, EventKind, Onset, Scenario, Since, Until};
pub use service::{Clock, ImpactCurve, Objective, Service, WorkRecovery, Workaround};
pub use system::{Backup, Copy, CopyKind, Decision, Occupies, Replica, Restart, Source, Strategy, System};
pub use uncertain::{Basis, Uncertain, UncertainNumber};
pub use work::{Ask, Step, Task, TaskStart, Unit};
