//! Says how much a trial gives people to talk about, so that of several the one is played that gives most.

use crate::ids::ServiceId;
use crate::report::incident_log::Told;

use super::candidates::{Kind, candidates};
use super::sight::Sight;

/// What a trial offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worth {
    /// More is better; only to compare trials of one scenario.
    pub score: u32,
    /// What happens in it that people can talk about, in words.
    pub offers: Vec<String>,
}

/// What a trial offers to those who exercise on it, above all about `service`.
pub fn worth(told: &Told, service: Option<ServiceId>) -> Worth {
    let sight = Sight::new(told);
    let weak: Vec<ServiceId> = service.into_iter().collect();
    let found = candidates(&sight, &weak);
    let mut kinds: Vec<Kind> = Vec::new();
    for candidate in &found {
        if !kinds.contains(&candidate.kind) {
            kinds.push(candidate.kind);
        }
    }
    let decisions = found.iter().filter(|candidate| candidate.choice.is_some()).count();
    let about = found.iter().filter(|candidate| candidate.service == service && service.is_some()).count();
    let count = |number: usize, most: usize| u32::try_from(number.min(most)).unwrap_or(0);
    let score = count(kinds.len(), 12) * 10 + count(decisions, 6) * 3 + count(about, 5) * 2;
    Worth { score, offers: kinds.into_iter().map(|kind| kind.words().to_owned()).collect() }
}
