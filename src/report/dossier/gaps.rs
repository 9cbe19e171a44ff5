//! The findings in order: those that wait for somebody, those that somebody accepts, those accepted too long ago.

use super::Dossier;
use super::finding::Finding;
use super::played::Played;
use crate::report::worst::{Told, worst};
use crate::results::ObjectiveKind;

/// A finding with the scenario whose results show it.
#[derive(Clone, Copy, Debug)]
pub struct Gap<'a> {
    /// Position of the scenario.
    pub scenario: usize,
    pub played: &'a Played,
    pub finding: &'a Finding,
}

/// All findings, heaviest first over all scenarios.
#[derive(Clone, Debug, Default)]
pub struct Gaps<'a> {
    /// Nobody accepts them, or not any more.
    pub open: Vec<Gap<'a>>,
    pub accepted: Vec<Gap<'a>>,
}

impl<'a> Gap<'a> {
    /// The other scenarios that show the same, in the order of `open`.
    pub fn elsewhere<'o>(&'o self, open: &'o [Gap<'a>]) -> impl Iterator<Item = &'a Played> + 'o {
        let same = |other: &&Gap| other.finding.id == self.finding.id && other.scenario != self.scenario;
        open.iter().filter(same).map(|other| other.played)
    }

    /// Whether somebody accepted it until a day that has passed.
    pub fn has_expired(&self, dossier: &Dossier) -> bool {
        self.finding.accepted.as_ref().is_some_and(|accepted| accepted.has_expired(dossier.as_of))
    }
}

impl<'a> Gaps<'a> {
    pub(super) fn new(dossier: &'a Dossier) -> Gaps<'a> {
        let mut all: Vec<(f64, usize, Gap)> = Vec::new();
        for (scenario, played) in dossier.played.iter().enumerate() {
            let weights = weights(&played.findings);
            let gaps = played.findings.iter().map(|finding| Gap { scenario, played, finding });
            all.extend(
                weights.into_iter().zip(gaps).enumerate().map(|(rank, (weight, gap))| (weight, rank, gap)),
            );
        }
        all.sort_by(|(weight, rank, gap), (other_weight, other_rank, other)| {
            let (one, two) = ((*rank, gap.scenario), (*other_rank, other.scenario));
            gap.finding
                .severity
                .cmp(&other.finding.severity)
                .then(other_weight.total_cmp(weight))
                .then(one.cmp(&two))
        });
        let (accepted, open) = all.into_iter().map(|(.., gap)| gap).partition(|gap| {
            gap.finding.accepted.as_ref().is_some_and(|accepted| !accepted.has_expired(dossier.as_of))
        });
        Gaps { open, accepted }
    }

    /// The open ones that are told first, as in every form of report.
    pub fn worst(&self) -> Vec<&Gap<'a>> {
        let told = |gap: &'_ Gap<'a>| Told {
            code: &gap.finding.code,
            subject: &gap.finding.subject,
            severity: gap.finding.severity,
            of_data: gap.finding.word("objective") == Some(ObjectiveKind::Rpo.word()),
        };
        let told: Vec<Told> = self.open.iter().map(told).collect();
        worst(&told).into_iter().map(|at| &self.open[at]).collect()
    }
}

/// How heavy each finding of one scenario is at the least, so that those of several can stand in one order. A file has
/// its heaviest first among those of one severity, so none weighs less than one that follows it.
fn weights(findings: &[Finding]) -> Vec<f64> {
    let mut weights: Vec<f64> = findings.iter().map(weight).collect();
    for at in (1..weights.len()).rev() {
        if findings[at - 1].severity == findings[at].severity {
            weights[at - 1] = weights[at - 1].max(weights[at]);
        }
    }
    weights
}

/// How far the share of an objective is below what is wanted, 0..=1, and 1 more for the longest bearable outage: what
/// cannot be borne comes before what was promised, as in each file. 0 of what is about no objective,
/// or about how far to trust one.
fn weight(finding: &Finding) -> f64 {
    // What holds as stated and rests on assumptions breaks nothing.
    if finding.code.starts_with("G02") {
        return 0.0;
    }
    let figures = (finding.word("objective"), finding.number("share"), finding.number("required"));
    let (Some(kind), Some(share), Some(required)) = figures else { return 0.0 };
    let unbearable = if kind == ObjectiveKind::Mtpd.word() { 1.0 } else { 0.0 };
    unbearable + (required - share).max(0.0)
}
