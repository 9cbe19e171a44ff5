//! Reads back outages that really happened, and where they lie in what is projected.

use serde::{Deserialize, Deserializer};

use super::estimate::time;
use super::subject::Service;
use super::text::Text;
use super::{Dossier, Played};
use crate::results::Share;
use crate::units::Millis;
use crate::wording::reality::Real;

/// A real outage beside what is projected.
#[derive(Clone, Debug, Deserialize)]
pub struct Actual {
    pub started: Text,
    /// When it was over; older files do not say.
    #[serde(default)]
    pub back: Option<Text>,
    pub source: Option<Text>,
    #[serde(rename = "length_s", deserialize_with = "time")]
    pub length: Millis,
    /// Of the trials in which the service was interrupted those that were back for good no later.
    #[serde(flatten, deserialize_with = "no_longer")]
    pub no_longer: Share,
}

fn no_longer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Share, D::Error> {
    #[derive(Deserialize)]
    struct NoLonger {
        no_longer: u64,
        interrupted: u64,
        share: f64,
        interval: [f64; 2],
    }
    let NoLonger { no_longer: held, interrupted: n, share, interval } = NoLonger::deserialize(deserializer)?;
    Ok(Share { held, n, share, interval })
}

impl Actual {
    /// How long it took, and where among the runs that lies.
    pub fn sentence(&self, service: &Service) -> String {
        let real = Real {
            service: &service.name,
            started: &self.started,
            source: self.source.as_deref(),
            length: self.length,
            no_longer: &self.no_longer,
        };
        real.sentence()
    }
}

/// A real outage, and what it is beside.
#[derive(Clone, Copy, Debug)]
pub struct RealOutage<'a> {
    pub played: &'a Played,
    pub service: &'a Service,
    pub actual: &'a Actual,
}

impl Dossier {
    /// The real outages of all scenarios, in the order of the files.
    pub fn real_outages(&self) -> Vec<RealOutage<'_>> {
        let services =
            self.played.iter().flat_map(|played| played.services.iter().map(move |of| (played, of)));
        let all = services.flat_map(|(played, service)| {
            service.actuals.iter().map(move |actual| RealOutage { played, service, actual })
        });
        all.collect()
    }
}
