//! The findings in order: those that wait for somebody, those that somebody accepts, those accepted too long ago.

use super::Dossier;
use super::finding::Finding;
use super::played::Played;

/// A finding with the scenario whose results show it.
#[derive(Clone, Copy, Debug)]
pub struct Gap<'a> {
    /// Position of the scenario.
    pub scenario: usize,
    pub played: &'a Played,
    pub finding: &'a Finding,
}

/// All findings, heaviest first, as far apart as that goes from one scenario to the next.
#[derive(Clone, Debug, Default)]
pub struct Gaps<'a> {
    /// Nobody accepts them, or not any more.
    pub open: Vec<Gap<'a>>,
    pub accepted: Vec<Gap<'a>>,
}

impl Gap<'_> {
    /// Whether somebody accepted it until a day that has passed.
    pub fn has_expired(&self, dossier: &Dossier) -> bool {
        self.finding.accepted.as_ref().is_some_and(|accepted| accepted.has_expired(dossier.as_of))
    }
}

impl<'a> Gaps<'a> {
    pub(super) fn new(dossier: &'a Dossier) -> Gaps<'a> {
        let gaps = |(scenario, played): (usize, &'a Played)| {
            played.findings.iter().map(move |finding| Gap { scenario, played, finding })
        };
        let mut all: Vec<(usize, Gap)> = Vec::new();
        for scenario in dossier.played.iter().enumerate() {
            // Each file has its own heaviest first: equal ranks of different scenarios stand beside each other.
            all.extend(gaps(scenario).enumerate());
        }
        all.sort_by_key(|(rank, gap)| (gap.finding.severity, *rank, gap.scenario));
        let (accepted, open) = all.into_iter().map(|(_, gap)| gap).partition(|gap| {
            gap.finding.accepted.as_ref().is_some_and(|accepted| !accepted.has_expired(dossier.as_of))
        });
        Gaps { open, accepted }
    }
}
