//! Detection, assessment, declaration, and when people can begin to work at the soonest.

use super::terms::Term;
use super::{Build, Figures, Outlasts, Reading, Return, Why, ridden};
use crate::ids::{IdVec, TeamId};
use crate::model::{Ask, Clock, Model, Onset, Scenario, Strategy, TaskStart, Team};
use crate::units::Millis;

/// The terms that work waits for.
#[derive(Debug, Default)]
pub struct Calls {
    pub incident: Term,
    pub detected: Term,
    pub assessed: Term,
    pub declared: Term,
    /// When each team is there: enough to decide.
    pub there: IdVec<TeamId, Term>,
    /// When each team is there and up: it can work.
    pub ready: IdVec<TeamId, Term>,
}

/// From where the first call of a team can come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Call {
    Incident,
    Detected,
    Assessed,
}

impl Build<'_> {
    /// Writes down the response and all teams.
    pub(super) fn people(&mut self, outlasts: Outlasts) {
        let response = &self.model.response;
        let incident = self.terms.at(self.strikes.incident, None);
        let (cut_detect, cut_rest) = match self.assume.clock {
            Clock::Disruption => (false, false),
            Clock::Detected => (true, false),
            Clock::Declared => (true, true),
        };
        let time = |build: &Build, duration, cut| if cut { Millis::ZERO } else { build.figure(duration) };
        let (detect, assess) =
            (time(self, &response.detect, cut_detect), time(self, &response.assess, cut_rest));
        let detected = self.terms.work(&[incident], detect, Why::Detect);
        let assessed = self.terms.work(&[detected], assess, Why::Assess);
        self.calls = Calls { incident, detected, assessed, declared: assessed, ..Calls::default() };
        let first = first_calls(self.model);
        for (id, team) in self.model.teams.iter_enumerated() {
            let there = self.there(id, team, first[id]);
            let ready = self.team(team, there, outlasts);
            self.calls.there.push(there);
            self.calls.ready.push(ready);
        }
        let mut inputs = vec![assessed];
        inputs.extend(response.declare.by.filter(|_| !cut_rest).map(|team| self.calls.there[team]));
        let takes = time(self, &response.declare.takes, cut_rest);
        self.calls.declared = self.terms.work(&inputs, takes, Why::Declare);
    }

    fn there(&mut self, id: TeamId, team: &Team, call: Call) -> Term {
        let called = match call {
            Call::Incident => self.calls.incident,
            Call::Detected => self.calls.detected,
            Call::Assessed => self.calls.assessed,
        };
        let takes = call_out(team, self.assume.figures, self.scenario);
        self.terms.work(&[called], takes, Why::CallOut(id))
    }

    /// The team's node, and the term for it being there and up.
    fn team(&mut self, team: &Team, there: Term, outlasts: Outlasts) -> Term {
        let node = &self.model.nodes[team.node];
        let returns = if self.late[team.node] { self.returns() } else { &[] };
        for &of in returns {
            let reading = Reading { instead: &[], ridden: &ridden(node, outlasts), of };
            let mut inputs = self.needs(&node.needs, reading);
            inputs.extend(self.holds(team.node, of));
            self.define((team.node, of), inputs.len() as u32, &inputs);
        }
        let up = self.usable(team.node);
        let mut inputs: Vec<Term> = up.into_iter().chain([there]).collect();
        inputs.extend(self.away(team));
        self.terms.of(inputs.len() as u32, &inputs)
    }

    /// The ends of absences of everybody, of the team and of what it is part of.
    fn away(&mut self, team: &Team) -> Vec<Term> {
        let mut ends = Vec::new();
        let mut next = Some(team);
        while let Some(team) = next {
            let mut strikes = self.strikes.away.clone();
            strikes.retain(|(node, strike)| *node == team.node && self.counts(strike, Return::First));
            for (node, strike) in strikes {
                let hold = self.hold(&strike);
                let back = self.terms.of(1, &[hold]);
                self.terms.name(back, Why::Node(node));
                ends.push(back);
            }
            next = team.part_of.map(|whole| &self.model.teams[whole]);
        }
        ends
    }

    /// The terms of the people that work asks for.
    pub(super) fn by(&self, asks: &[Ask]) -> Vec<Term> {
        asks.iter().map(|ask| self.calls.ready[ask.team]).collect()
    }
}

/// How long a team needs to come: with the least and the most figures at whatever hour is best or worst; with
/// typical ones at the hour of the onset, or within its hours where these are at least half of the hours at which the
/// scenario can begin.
pub fn call_out(team: &Team, figures: Figures, scenario: Option<&Scenario>) -> Millis {
    let within = figures.of(&team.call_out);
    let off = team.off_hours.call_out.as_ref().map_or(within, |call_out| figures.of(call_out));
    match figures {
        Figures::Least => within.min(off),
        Figures::Most => within.max(off),
        Figures::Typical => {
            let mostly_there = match scenario.map(|scenario| &scenario.onset) {
                Some(Onset::At(instant)) => team.hours.contains(*instant),
                Some(Onset::Within(hours)) => {
                    // A look at every quarter of an hour is close enough to tell more from less than half.
                    let quarters = (0..672).map(|quarter| Millis::new(quarter * 900_000));
                    let begins: Vec<Millis> = quarters.filter(|at| hours.contains(*at)).collect();
                    let there = begins.iter().filter(|at| team.hours.contains(**at)).count();
                    there * 2 >= begins.len()
                }
                None => team.hours.total().get() * 2 >= Millis::WEEK.get(),
            };
            if mostly_there { within } else { off }
        }
    }
}

/// The earliest thing that can call each team.
fn first_calls(model: &Model) -> IdVec<TeamId, Call> {
    let mut first: IdVec<TeamId, Call> = model.teams.iter().map(|_| Call::Assessed).collect();
    let mut call =
        |asks: &[Ask], at: Call| asks.iter().for_each(|ask| first[ask.team] = first[ask.team].min(at));
    let automatic = |strategy: &&Strategy| strategy.automatic;
    for strategy in model.systems.iter().flat_map(|system| &system.recovery).filter(automatic) {
        strategy.steps.iter().for_each(|step| call(&step.by, Call::Incident));
        if let Some(decide) = &strategy.decide {
            call(&[Ask { team: decide.by, people: 1 }], Call::Incident);
        }
    }
    for task in model.tasks.iter() {
        let at = match task.when {
            // What is needed can be named by a workaround or an automatic strategy.
            TaskStart::Incident | TaskStart::Needed => Call::Incident,
            TaskStart::Detected => Call::Detected,
            TaskStart::Assessed | TaskStart::Declared => Call::Assessed,
        };
        if task.when != TaskStart::Needed || is_named_early(model) {
            task.steps.iter().for_each(|step| call(&step.by, at));
        }
    }
    for workaround in model.services.iter().flat_map(|service| &service.workarounds) {
        let at = if workaround.notice.is_some() { Call::Incident } else { Call::Detected };
        call(&workaround.by, at);
        call(&workaround.holds, at);
    }
    first
}

/// Whether anything that runs before assessment waits for conditions, and so can begin a task early.
pub fn is_named_early(model: &Model) -> bool {
    let waits = |strategy: &Strategy| {
        strategy.automatic
            && (!strategy.begins_when.is_empty()
                || !strategy.only_if.is_empty()
                || strategy.steps.iter().any(|step| !step.needs.is_empty()))
    };
    let early = model.systems.iter().flat_map(|system| &system.recovery).any(waits);
    early || model.services.iter().flat_map(|service| &service.workarounds).any(|way| !way.needs.is_empty())
}
