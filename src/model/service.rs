//! Services: what the organisation owes others, with objectives and workarounds.

use super::{Ask, Need, Uncertain};
use crate::ids::{NodeId, SystemId};
use crate::notation::date::Date;
use crate::source::Place;
use crate::units::Millis;

/// Where the measurement of a recovery time starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    #[default]
    Disruption,
    Detected,
    Declared,
}

/// A target and the share of trials that must hold it, in 0..=1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Objective {
    pub target: Millis,
    pub required: f64,
    pub place: Place,
}

#[derive(Clone, Debug)]
pub struct Service {
    pub node: NodeId,
    /// `None`: the minimum level is the full level or a workaround.
    pub minimum: Option<Vec<Need>>,
    /// Where each need of the minimum is written.
    pub minimum_at: Vec<Place>,
    pub rto: Option<Objective>,
    pub rpo: Option<Objective>,
    pub mtpd: Option<Objective>,
    pub clock: Clock,
    /// `None`: the clock is the default one.
    pub clock_place: Option<Place>,
    /// In order of preference.
    pub workarounds: Vec<Workaround>,
    pub work_recovery: WorkRecovery,
    /// The systems whose data count; `None`: all it directly or indirectly needs.
    pub data: Option<Vec<SystemId>>,
    pub impact: Option<ImpactCurve>,
}

#[derive(Clone, Debug)]
pub struct Workaround {
    pub id: String,
    pub name: String,
    pub needs: Vec<Need>,
    /// `None`: begun when the incident is detected.
    pub notice: Option<Uncertain>,
    pub not_before: Millis,
    pub ready: Uncertain,
    pub by: Vec<Ask>,
    pub holds: Vec<Ask>,
    /// `None`: for good.
    pub lasts: Option<Uncertain>,
    /// When people last did this for real.
    pub tested: Option<Date>,
    pub place: Place,
}

/// Work to do after the return: `fixed + per_hour_out x outage + per_hour_lost x data loss`.
#[derive(Clone, Debug)]
pub struct WorkRecovery {
    pub fixed: Uncertain,
    /// Hours of work per hour out, at least 0.
    pub per_hour_out: f64,
    /// Hours of work per hour of data lost, at least 0.
    pub per_hour_lost: f64,
}

/// Cumulative loss against outage, linear between points.
#[derive(Clone, Debug)]
pub struct ImpactCurve {
    /// `(outage, integer hundredths of the currency)`, outage strictly increasing; at least one point.
    pub points: Vec<(Millis, i64)>,
    pub currency: String,
}
