//! Which nodes a scenario strikes, when, and for how long, without drawing anything.

use super::least_work::least_work;
use crate::ids::{IdVec, NodeId};
use crate::model::{EventKind, Model, NodeKind, Scenario, Since, Uncertain, Until};
use crate::units::Millis;

/// Which figure stands for an uncertain one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figures {
    Least,
    /// The most likely, or the median.
    Typical,
    Most,
}

impl Figures {
    /// The figure of a duration.
    pub fn of(self, duration: &Uncertain) -> Millis {
        match self {
            Figures::Least => duration.least(),
            Figures::Typical => duration.typical(),
            Figures::Most => duration.most(),
        }
    }
}

/// How likely something must be to count as happening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Odds {
    /// In every run.
    Certain,
    /// In at least half of the runs.
    Likely,
    /// In any run.
    Possible,
}

impl Odds {
    /// Whether something of this chance counts.
    pub fn admit(self, chance: f64) -> bool {
        match self {
            Odds::Certain => chance >= 1.0,
            Odds::Likely => chance >= 0.5,
            Odds::Possible => chance > 0.0,
        }
    }
}

/// What holds a node down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Strike<'a> {
    /// Position in the scenario's events.
    pub event: usize,
    /// From the start of the axis on.
    pub at: Millis,
    /// The same at the most that every figure can be.
    pub latest: Millis,
    pub force: Force<'a>,
}

impl Strike<'_> {
    /// Whether it is sure to hold a node down beyond the instant at which it strikes.
    pub fn lasts(&self) -> bool {
        match self.force {
            // One that is done by then ends it at once.
            Force::Outage(Until::Task(_)) => false,
            Force::Outage(Until::Lasts(lasts)) => lasts.least() > Millis::ZERO,
            Force::Outage(Until::Open) | Force::Destruction | Force::Corruption { .. } => true,
        }
    }
}

/// What a strike does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Force<'a> {
    /// Holds it down; data are kept.
    Outage(&'a Until),
    /// Takes it for good.
    Destruction,
    /// Destroys every mode of a system and spoils its data; the chance that its copies go, too, and how long the
    /// intruder was inside by then.
    Corruption { destroys_copies: f64, dwell: &'a Uncertain },
}

/// All strikes of a scenario that count, by node, on an axis that begins with the onset, or with the incident where
/// one event alone can start it.
#[derive(Clone, Debug)]
pub struct Strikes<'a> {
    pub on: IdVec<NodeId, Vec<Strike<'a>>>,
    /// Teams of which everybody is away, with what holds them away.
    pub away: Vec<(NodeId, Strike<'a>)>,
    /// The start of the incident; never where nothing strikes.
    pub incident: Millis,
}

impl<'a> Strikes<'a> {
    /// The longest time for which strikes alone hold a node down without a break; never where one has no known end.
    pub fn longest(&self, node: NodeId, figures: Figures) -> Millis {
        let end = |strike: &Strike| match strike.force {
            Force::Outage(Until::Lasts(lasts)) => strike.at.plus(figures.of(lasts)),
            _ => Millis::NEVER,
        };
        let mut held: Vec<(Millis, Millis)> =
            self.on[node].iter().map(|strike| (strike.at, end(strike))).collect();
        held.sort_unstable();
        let (mut longest, mut open) = (Millis::ZERO, (Millis::ZERO, Millis::ZERO));
        for (from, until) in held {
            open = if from <= open.1 { (open.0, open.1.max(until)) } else { (from, until) };
            longest = longest.max(open.1.minus(open.0));
        }
        longest
    }

    /// No scenario: an incident at 0 that strikes nothing.
    pub fn none(model: &Model) -> Strikes<'a> {
        let on = model.nodes.iter().map(|_| Vec::new()).collect();
        Strikes { on, away: Vec::new(), incident: Millis::ZERO }
    }

    /// Looks at the events of a scenario. The incident is taken to start with the earliest event that could start it
    /// at all, so with the least figures no response can be earlier.
    pub fn of(model: &Model, scenario: &'a Scenario, (figures, odds): (Figures, Odds)) -> Strikes<'a> {
        let instants = Instants::new(model, scenario, (figures, Odds::Possible));
        // The incident has begun at the latest with the first that strikes in every run.
        let mut latest = Instants::new(model, scenario, (Figures::Most, Odds::Certain));
        if model.response.declare.by.is_some() {
            // Those who declare must come first, and nothing says by when they do.
            latest.response[2] = Millis::NEVER;
        }
        let room = scenario.horizon.minus(latest_start(scenario));
        let start = axis_start(scenario, figures);
        let quicker = largest_speed_up(scenario);
        let mut strikes = Strikes::none(model);
        strikes.incident = instants.incident;
        for (position, event) in scenario.events.iter().enumerate() {
            let Some(at) = instants.of(position, odds) else { continue };
            // What may strike after the horizon is not sure to strike in a trial; what must, never does.
            let at_latest = latest.of(position, odds).unwrap_or(Millis::NEVER);
            let is_played = match odds {
                Odds::Certain => at_latest <= room,
                Odds::Likely | Odds::Possible => at.plus(start) <= scenario.horizon,
            };
            if !is_played {
                continue;
            }
            let force = match &event.kind {
                EventKind::Outage { until } => Force::Outage(until),
                EventKind::Destruction => Force::Destruction,
                EventKind::Corruption { destroys_copies, dwell } => {
                    Force::Corruption { destroys_copies: *destroys_copies, dwell }
                }
                // What counts from the response may begin in the instant in which the work has just begun.
                EventKind::Absence { .. }
                    if odds == Odds::Certain && !counts_from_onset(scenario, position) =>
                {
                    continue;
                }
                EventKind::Absence { share, until } if share.distribution.least() >= 1.0 => {
                    let strike =
                        Strike { event: position, at, latest: at_latest, force: Force::Outage(until) };
                    strikes.away.extend(event.targets.iter().map(|team| (*team, strike)));
                    continue;
                }
                EventKind::Absence { .. } | EventKind::Delay { .. } | EventKind::Spread { .. } => continue,
            };
            let strike = Strike { event: position, at, latest: at_latest, force };
            // What strikes when people are there already may be over in the same instant.
            let is_sure = odds == Odds::Certain && at_latest > instants.incident;
            let counts = |node: &NodeId| !(is_sure && is_back_at_once(model, *node, quicker));
            for &target in event.targets.iter().filter(|node| counts(node)) {
                strikes.on[target].push(strike);
            }
            if !matches!(force, Force::Outage(_)) {
                strikes.what_is_stored(model, &event.targets, (strike, &counts));
            }
        }
        strikes
    }

    /// Strikes the systems stored on what is struck, and what is stored on these.
    fn what_is_stored(
        &mut self,
        model: &Model,
        targets: &[NodeId],
        (strike, counts): (Strike<'a>, &dyn Fn(&NodeId) -> bool),
    ) {
        let stored = model.systems.iter().filter_map(|system| Some((system.stored_on?, system.node)));
        let mut stored: Vec<(NodeId, NodeId)> = stored.collect();
        stored.sort_unstable();
        let mut open: Vec<NodeId> = targets.to_vec();
        while let Some(node) = open.pop() {
            let from = stored.partition_point(|(on, _)| *on < node);
            for &(_, system) in stored[from..].iter().take_while(|(on, _)| *on == node) {
                if counts(&system) && !self.on[system].iter().any(|other| other.event == strike.event) {
                    self.on[system].push(strike);
                    open.push(system);
                }
            }
        }
    }

    /// Marks what a strike reaches: what is struck, and everyone who needs some of it, directly or indirectly.
    pub fn reach(&self, needing: impl FnOnce(Vec<NodeId>) -> IdVec<NodeId, bool>) -> IdVec<NodeId, bool> {
        with_holders(self.on.ids().filter(|node| !self.on[*node].is_empty()).collect(), needing)
    }
}

/// Whether a plan of a system can bring it back without any time passing.
pub(super) fn is_back_at_once(model: &Model, node: NodeId, quicker: f64) -> bool {
    let NodeKind::System(system) = model.nodes[node].kind else { return false };
    let plans = model.systems[system].recovery.iter().filter(|strategy| strategy.admitted);
    plans.into_iter().any(|strategy| least_work(&strategy.steps, quicker) == Millis::ZERO)
}

/// When each event strikes.
struct Instants<'a> {
    scenario: &'a Scenario,
    figures: Figures,
    incident: Millis,
    /// Detected, assessed, declared; without the time the deciding team takes to come.
    response: [Millis; 3],
    /// The one event that can start the incident: the axis begins with it.
    alone: Option<usize>,
}

impl<'a> Instants<'a> {
    /// `odds`: of what can start the incident.
    fn new(model: &Model, scenario: &'a Scenario, (figures, odds): (Figures, Odds)) -> Instants<'a> {
        let starts = |position: &usize| {
            let event = &scenario.events[*position];
            event.is_effect() && event.chance > 0.0
        };
        let effects: Vec<usize> = (0..scenario.events.len()).filter(starts).collect();
        let mut instants = Instants {
            scenario,
            figures,
            incident: Millis::NEVER,
            response: [Millis::NEVER; 3],
            alone: alone(scenario),
        };
        // What counts from the response cannot start the incident.
        let earliest = effects.iter().filter_map(|event| instants.of(*event, odds)).min();
        instants.incident = earliest.unwrap_or(Millis::NEVER);
        let detected = instants.incident.plus(figures.of(&model.response.detect));
        let assessed = detected.plus(figures.of(&model.response.assess));
        instants.response = [detected, assessed, assessed.plus(figures.of(&model.response.declare.takes))];
        instants
    }

    /// How long after the onset the axis begins: the farther, the earlier lies on it what counts from the onset.
    fn axis_starts(&self) -> Millis {
        let opposite = match self.figures {
            Figures::Least => Figures::Most,
            Figures::Typical => Figures::Typical,
            Figures::Most => Figures::Least,
        };
        axis_start(self.scenario, opposite)
    }

    /// When an event strikes; nothing where its chance, or that of one it counts from, is too small, or where that
    /// instant never comes.
    fn of(&self, event: usize, odds: Odds) -> Option<Millis> {
        let mut at = Millis::ZERO;
        let mut next = event;
        // `since` runs in no circle.
        loop {
            let event = &self.scenario.events[next];
            if !odds.admit(event.chance) {
                return None;
            }
            // A spread may find nobody to strike.
            if odds == Odds::Certain && matches!(event.kind, EventKind::Spread { .. }) {
                return None;
            }
            if self.alone != Some(next) {
                at = at.plus(self.figures.of(&event.after));
            }
            let from = match event.since {
                Since::Onset if self.alone == Some(next) => Millis::ZERO,
                Since::Onset => Millis::ZERO.minus(self.axis_starts()),
                Since::Detected => self.response[0],
                Since::Assessed => self.response[1],
                Since::Declared => self.response[2],
                Since::Event(earlier) => {
                    next = earlier;
                    continue;
                }
            };
            return Some(at.plus(from)).filter(|at| !at.is_never());
        }
    }
}

/// How long after the onset the axis of [`Strikes`] begins.
pub fn axis_start(scenario: &Scenario, figures: Figures) -> Millis {
    alone(scenario).map_or(Millis::ZERO, |event| figures.of(&scenario.events[event].after))
}

/// The same at the latest.
pub fn latest_start(scenario: &Scenario) -> Millis {
    axis_start(scenario, Figures::Most)
}

/// How long after the onset each event strikes at the soonest; never where it cannot.
pub fn after_onset(model: &Model, scenario: &Scenario) -> Vec<Millis> {
    let instants = Instants::new(model, scenario, (Figures::Least, Odds::Possible));
    let soonest = |event: usize| {
        let at = instants.of(event, Odds::Possible)?;
        // What counts from the one event that starts the incident, or from the response, is on its axis.
        let on_axis = instants.alone.filter(|first| {
            event == *first || counts_from(scenario, event, *first) || !counts_from_onset(scenario, event)
        });
        let start = on_axis.map_or(instants.axis_starts(), |first| scenario.events[first].after.least());
        Some(at.plus(start))
    };
    (0..scenario.events.len()).map(|event| soonest(event).unwrap_or(Millis::NEVER)).collect()
}

/// The one event that can start the incident, if there is only one: what counts from the response, or from another
/// event, cannot.
fn alone(scenario: &Scenario) -> Option<usize> {
    let can_start = |position: &usize| {
        let event = &scenario.events[*position];
        event.is_effect() && event.chance > 0.0 && counts_from_onset(scenario, *position)
    };
    let starts: Vec<usize> = (0..scenario.events.len()).filter(can_start).collect();
    match starts.as_slice() {
        [one] if scenario.events[*one].since == Since::Onset => Some(*one),
        // All others count from it, so it is the first.
        several => several
            .iter()
            .copied()
            .find(|first| several.iter().all(|other| other == first || counts_from(scenario, *other, *first)))
            .filter(|first| scenario.events[*first].since == Since::Onset),
    }
}

/// Whether an event counts from the onset in the end.
pub fn counts_from_onset(scenario: &Scenario, event: usize) -> bool {
    let mut next = event;
    loop {
        match scenario.events[next].since {
            Since::Onset => return true,
            Since::Event(earlier) => next = earlier,
            Since::Detected | Since::Assessed | Since::Declared => return false,
        }
    }
}

/// Whether it is known by when an event strikes at the latest: it counts from the onset, and from no Spread, whose
/// strikes have delays of their own.
pub fn is_dated(scenario: &Scenario, event: usize) -> bool {
    let is_spread = |from: usize| matches!(scenario.events[from].kind, EventKind::Spread { .. });
    let mut spreads = (0..scenario.events.len()).filter(|from| is_spread(*from));
    counts_from_onset(scenario, event) && spreads.all(|from| !counts_from(scenario, event, from))
}

/// Whether an event counts from another, directly or indirectly.
fn counts_from(scenario: &Scenario, event: usize, other: usize) -> bool {
    let mut next = event;
    while let Since::Event(earlier) = scenario.events[next].since {
        if earlier == other {
            return true;
        }
        next = earlier;
    }
    false
}

/// Whether an effect of a scenario spreads.
pub fn spreads(scenario: &Scenario) -> bool {
    scenario.events.iter().any(|event| matches!(event.kind, EventKind::Spread { .. }) && event.chance > 0.0)
}

/// The product of the delays that can make work quicker, as a factor of at most 1.
pub fn largest_speed_up(scenario: &Scenario) -> f64 {
    let factor = |kind: &EventKind| match kind {
        EventKind::Delay { factor, .. } => factor.distribution.least().min(1.0),
        _ => 1.0,
    };
    scenario.events.iter().filter(|event| event.chance > 0.0).map(|event| factor(&event.kind)).product()
}

/// Marks nodes, and everyone who names one of them, directly or indirectly.
pub fn with_holders(
    nodes: Vec<NodeId>,
    needing: impl FnOnce(Vec<NodeId>) -> IdVec<NodeId, bool>,
) -> IdVec<NodeId, bool> {
    let mut marked = needing(nodes.clone());
    nodes.into_iter().for_each(|node| marked[node] = true);
    marked
}
