//! What is wrong with the plan over all trials, as its findings say, so that the trial and the moments are chosen that
//! show it.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::findings::{Finding, Seen, run};
use crate::model::{Labels, Model, Scenario};
use crate::results::Results;
use crate::units::Millis;

/// Weight of a moment that shows a gap, by how bad the gap is.
const HIGH: u32 = 30;
const MEDIUM: u32 = 15;
const LOW: u32 = 5;
/// Most weight that a queue for a team gives, and the mean wait a run for each point of it.
const QUEUE_MAX: u32 = 30;
const QUEUE_UNIT: Millis = Millis::HOUR;

/// The gaps of a plan, by the label that a finding is about: a service, a team, a step, a system.
#[derive(Clone, Debug, Default)]
pub struct Gaps {
    found: BTreeMap<String, Gap>,
    /// Mean wait for people of a team, a run.
    queues: BTreeMap<String, Millis>,
}

#[derive(Clone, Debug)]
struct Gap {
    weight: u32,
    told: String,
}

impl Gaps {
    /// Reads them off the results of a campaign; `labels` are those of the program.
    pub fn new(model: &Model, scenario: &Scenario, labels: &Labels, results: &Results) -> Gaps {
        let mut gaps = Gaps::default();
        for finding in run(&Seen::new(model, scenario, labels, results)) {
            let weight = weight_of(&finding);
            if weight > 0 {
                let told = format!("{} ({})", finding.message, finding.rule.code);
                gaps.found.entry(finding.subject).or_insert(Gap { weight, told });
            }
        }
        for team in &results.teams {
            if let Some(mean) = team.queued.mean {
                gaps.queues.insert(team.id.clone(), Millis::from_f64(mean.value));
            }
        }
        gaps
    }

    /// How much a moment gains by showing what is wrong with this.
    pub(super) fn weight(&self, label: &str) -> u32 {
        let queue = self.queues.get(label).map_or(0, |wait| wait.get() / QUEUE_UNIT.get());
        let queue = u32::try_from(queue).unwrap_or(QUEUE_MAX).min(QUEUE_MAX);
        self.found.get(label).map_or(0, |gap| gap.weight) + queue
    }

    /// The finding about it, in a sentence with its code.
    pub(super) fn told(&self, label: &str) -> Option<&str> {
        self.found.get(label).map(|gap| gap.told.as_str())
    }
}

fn weight_of(finding: &Finding) -> u32 {
    if finding.accepted.is_some() {
        return 0;
    }
    match finding.severity {
        Severity::Error | Severity::High => HIGH,
        Severity::Medium => MEDIUM,
        Severity::Low => LOW,
        Severity::Note => 0,
    }
}
