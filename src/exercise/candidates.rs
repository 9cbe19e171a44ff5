//! Finds in the timeline of a trial the instants that are worth telling in a room: from the first symptom to the return.
//!
//! What players hear is made from what is down, called, failed or back at that instant, and from the plan; never from
//! events. Every instant is one of the timeline.

use crate::engine::What;
use crate::ids::{ServiceId, TaskId};
use crate::units::Millis;

use super::capability::Capability;
use super::channels::Channels;
use super::decisions::{Choice, last_moment};
use super::gaps::Gaps;
use super::kind::Kind;
use super::roles::{Caller, To};
use super::sight::Sight;
use super::{by_hand, choices, contests, crises, long_work, places, suppliers, symptoms};

/// Weight that a moment gains by being about a service that the exercise is about, by asking for a decision, and by
/// asking for one that can be too late.
const ABOUT_WEAK: u32 = 20;
const DECIDES: u32 = 10;
const BINDS: u32 = 25;

/// An instant worth telling.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub kind: Kind,
    pub at: Millis,
    pub weight: u32,
    pub from: Caller,
    /// Whom it concerns, the first above all; who takes its decision is addressed before all of them.
    pub to: Vec<To>,
    pub by: &'static str,
    pub text: String,
    pub expect: String,
    pub capability: Capability,
    pub service: Option<ServiceId>,
    /// Labels of what in the plan it shows: a team, a step, a system.
    pub shows: Vec<String>,
    pub truth: Vec<String>,
    pub good: Vec<String>,
    pub choice: Option<Choice>,
    /// The task that somebody asks for, where that is what it is about.
    pub owed: Option<TaskId>,
    pub under_pressure: String,
}

impl Candidate {
    /// Whom it is said to: who has to decide, then those whom it concerns.
    pub fn addressed(&self) -> Vec<To> {
        let mut all: Vec<To> = self.choice.iter().map(|choice| choice.whose).collect();
        all.extend(
            self.to
                .iter()
                .copied()
                .filter(|to| self.choice.as_ref().is_none_or(|choice| choice.whose != *to)),
        );
        all
    }

    /// Whether it asks for a decision that can be too late.
    pub fn binds(&self, sight: &Sight) -> bool {
        self.choice.as_ref().is_some_and(|choice| last_moment(sight, choice).at.is_some())
    }
}

/// Whether people outside would ring about a service at an instant.
pub(super) type IsOpen<'a> = &'a dyn Fn(ServiceId, Millis) -> bool;

/// All of them, in the order of time. `weak` are the services that the exercise is about, the weakest first.
pub(super) fn candidates(sight: &Sight, weak: &[ServiceId], gaps: &Gaps, is_open: IsOpen) -> Vec<Candidate> {
    let mut found = Vec::new();
    found.extend(symptoms::symptom(sight, is_open));
    found.extend(symptoms::noticed(sight));
    found.extend(symptoms::complaints(sight, is_open));
    found.extend(crises::declaration(sight));
    found.extend(crises::withdrawn(sight));
    found.extend(contests::contests(sight, gaps));
    found.extend(long_work::long_works(sight, gaps));
    for change in sight.changes() {
        found.extend(match change.what {
            What::CopyTaken => crises::old_copy(sight, change),
            What::StepFailed | What::StrategyFailed | What::GivenUp => crises::failure(sight, change),
            What::Decided => choices::decision(sight, change),
            What::WorkaroundActive => by_hand::begins(sight, change),
            What::WorkaroundLapsed => by_hand::runs_out(sight, change),
            What::TaskBegun => choices::notice(sight, change),
            What::Called => symptoms::rumour(sight, change),
            What::Below => symptoms::out(sight, change, is_open),
            What::Down => places::lost(sight, change).or_else(|| suppliers::stops(sight, change)),
            What::Minimum | What::Full => choices::back(sight, change),
            _ => None,
        });
    }
    // Before anybody has noticed it there is nobody to decide: it is felt, a place is seen to be lost, and people work by hand
    // and run out of things.
    let detected = sight.told.outcome.detected;
    let is_felt = |kind| matches!(kind, Kind::Symptom | Kind::Place | Kind::ByHand | Kind::RunsOut);
    found.retain(|candidate| candidate.at >= detected || is_felt(candidate.kind));
    let channels = Channels::new(sight);
    for candidate in &mut found {
        candidate.by = channels.open(candidate.by, candidate.at);
        if candidate.service.is_some_and(|service| weak.contains(&service)) {
            candidate.weight += ABOUT_WEAK;
        }
        if candidate.choice.is_some() {
            candidate.weight += DECIDES;
        }
        if candidate.binds(sight) {
            candidate.weight += BINDS;
        }
        candidate.weight += candidate.shows.iter().map(|label| gaps.weight(label)).max().unwrap_or(0);
    }
    found.sort_by_key(|candidate| candidate.at);
    found
}
