//! Says how much a trial gives people to talk about, so that of several the one is played that gives most.

use crate::ids::ServiceId;
use crate::report::incident_log::Told;
use crate::study::again::Again;

use super::candidates::candidates;
use super::gaps::Gaps;
use super::kind::Kind;
use super::sight::Sight;

/// Gaps of the plan that are named at most.
const GAPS_MAX: usize = 3;

/// What a trial offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worth {
    /// More is better; only to compare trials of one scenario.
    pub score: u32,
    /// What happens in it that people can talk about, in words.
    pub offers: Vec<String>,
    /// Gaps of the plan that it shows, each a sentence.
    pub gaps: Vec<String>,
}

/// What a trial offers to those who exercise on it, above all about `service`; `again` is the same trial.
pub fn worth((told, again): (&Told, &Again), service: Option<ServiceId>, gaps: &Gaps) -> Worth {
    let sight = Sight::new(told, again);
    let weak: Vec<ServiceId> = service.into_iter().collect();
    let found = candidates(&sight, &weak, gaps, &|_, _| true);
    let mut kinds: Vec<Kind> = Vec::new();
    let mut shown: Vec<(u32, &str)> = Vec::new();
    for candidate in &found {
        if !kinds.contains(&candidate.kind) {
            kinds.push(candidate.kind);
        }
        for label in &candidate.shows {
            shown.extend(gaps.told(label).map(|told| (gaps.weight(label), told)));
        }
    }
    shown.sort_by(|one, other| other.cmp(one));
    shown.dedup();
    let binding = found.iter().filter(|candidate| candidate.binds(&sight)).count();
    let decisions = found.iter().filter(|candidate| candidate.choice.is_some()).count();
    let about = found.iter().filter(|candidate| candidate.service == service && service.is_some()).count();
    let count = |number: usize, most: usize| u32::try_from(number.min(most)).unwrap_or(0);
    let score = count(kinds.len(), 14) * 10
        + count(decisions, 6) * 3
        + count(about, 5) * 2
        + count(binding, 4) * 15
        + shown.iter().take(GAPS_MAX).map(|(weight, _)| weight / 2).sum::<u32>();
    Worth {
        score,
        offers: kinds.into_iter().map(|kind| kind.words().to_owned()).collect(),
        gaps: shown.into_iter().take(GAPS_MAX).map(|(_, told)| told.to_owned()).collect(),
    }
}
