//! Detection, assessment, declaration, and when people can begin to work at the soonest.

use super::strikes::{Strike, axis_start};
use super::terms::Term;
use super::{Build, Figures, Outlasts, Reading, Return, Why, ridden};
use crate::ids::{IdVec, NodeId, TaskId, TeamId};
use crate::model::{
    Ask, Clock, Model, Need, NodeKind, Onset, Scenario, Strategy, TaskStart, Team, Uncertain, Workaround,
};
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
    /// The earliest that each task can begin; one for after the declaration begins with that.
    pub begins: IdVec<TaskId, Term>,
}

/// From where the first call of a team, or the begin of a task, can come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Call {
    Incident,
    Detected,
    Assessed,
}

impl Build<'_> {
    /// Writes down the response and all teams.
    pub(super) fn people(&mut self, outlasts: Outlasts) {
        let incident = self.terms.at(self.strikes.incident, None);
        self.calls = Calls { incident, ..Calls::default() };
        self.response();
        let begins = first_begins(self.model);
        let first = first_calls(self.model, &begins);
        self.calls.begins = begins.iter().map(|begin| self.called(*begin)).collect();
        for (id, team) in self.model.teams.iter_enumerated() {
            let there = self.there(id, team, first[id]);
            let ready = self.team(team, there, outlasts);
            self.calls.there.push(there);
            self.calls.ready.push(ready);
        }
        if !self.is_bound_on(Clock::Declared) {
            let declare = &self.model.response.declare;
            let mut inputs = vec![self.calls.assessed];
            inputs.extend(declare.by.map(|team| self.calls.there[team]));
            let takes = self.figure(&declare.takes);
            self.calls.declared = self.terms.work(&inputs, takes, Why::Declare);
        }
    }

    /// Whether instants are to be bounds on this clock: then those of the response that the clock does not count are
    /// as early before its start as they can be.
    fn is_bound_on(&self, clock: Clock) -> bool {
        self.assume.figures == Figures::Least && self.assume.clock == clock
    }

    /// Detection, assessment and, where it starts the clock, the declaration.
    fn response(&mut self) {
        let (response, incident) = (&self.model.response, self.strikes.incident);
        // What begins only after the horizon is not played.
        let horizon = self.scenario.map_or(Millis::NEVER, |scenario| scenario.horizon);
        let most = |duration: &Uncertain| Figures::Most.of(duration).min(horizon);
        let on_declaration = self.is_bound_on(Clock::Declared);
        self.calls.detected = if on_declaration || self.is_bound_on(Clock::Detected) {
            self.terms.at(incident.plus(most(&response.detect)), None)
        } else {
            self.terms.work(&[self.calls.incident], self.figure(&response.detect), Why::Detect)
        };
        if !on_declaration {
            let assess = self.figure(&response.assess);
            self.calls.assessed = self.terms.work(&[self.calls.detected], assess, Why::Assess);
            return;
        }
        let assessed = incident.plus(most(&response.detect)).plus(most(&response.assess));
        let comes = response.declare.by.map_or(Millis::ZERO, |team| {
            call_out(&self.model.teams[team], Figures::Most, self.scenario).min(horizon)
        });
        self.calls.assessed = self.terms.at(assessed, None);
        self.calls.declared = self.terms.at(assessed.plus(comes).plus(most(&response.declare.takes)), None);
    }

    /// When the clock starts; nothing where it is the disruption's own.
    pub(super) fn clock_start(&self) -> Option<Term> {
        match self.assume.clock {
            Clock::Disruption => None,
            Clock::Detected => Some(self.calls.detected),
            Clock::Declared => Some(self.calls.declared),
        }
    }

    fn there(&mut self, id: TeamId, team: &Team, call: Call) -> Term {
        let called = self.called(call);
        let at_its_hour = self.called_at(call).map(|at| soonest_there(team, at));
        let takes = at_its_hour.unwrap_or_else(|| call_out(team, self.assume.figures, self.scenario));
        self.terms.work(&[called], takes, Why::CallOut(id))
    }

    /// The instant of the week of the earliest call, where the hour at which the axis begins is certain.
    fn called_at(&self, call: Call) -> Option<Millis> {
        let scenario = self.scenario.filter(|_| self.is_bound_on(Clock::Disruption))?;
        let Onset::At(onset) = scenario.onset else { return None };
        let [early, late] = [Figures::Least, Figures::Most].map(|figures| axis_start(scenario, figures));
        let incident = self.strikes.incident;
        if early != late || incident.is_never() {
            return None;
        }
        let response = &self.model.response;
        let waited = match call {
            Call::Incident => Millis::ZERO,
            Call::Detected => response.detect.least(),
            Call::Assessed => response.detect.least().plus(response.assess.least()),
        };
        Some(onset.plus(early).plus(incident).plus(waited))
    }

    fn called(&self, call: Call) -> Term {
        match call {
            Call::Incident => self.calls.incident,
            Call::Detected => self.calls.detected,
            Call::Assessed => self.calls.assessed,
        }
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
            let in_time = |strike: &Strike| self.is_sure() || strike.at <= self.work_begins();
            strikes.retain(|(node, strike)| {
                *node == team.node && self.counts(strike, Return::First) && in_time(strike)
            });
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
    pub(super) fn by(&mut self, asks: &[Ask]) -> Vec<Term> {
        let ready: Vec<Term> = asks.iter().map(|ask| self.calls.ready[ask.team]).collect();
        let hours: Vec<(Millis, Why)> = asks.iter().filter_map(|ask| self.hours(ask)).collect();
        ready
            .into_iter()
            .chain(hours.into_iter().map(|(opens, why)| self.terms.at(opens, Some(why))))
            .collect()
    }

    /// When so many of a team are first there, where they are so only within its hours and it is known when the
    /// scenario begins.
    fn hours(&self, ask: &Ask) -> Option<(Millis, Why)> {
        let (team, scenario) = (&self.model.teams[ask.team], self.scenario?);
        let Onset::At(onset) = scenario.onset else { return None };
        let reinforced = team.surge.as_ref().is_some_and(|surge| surge.people >= ask.people);
        if ask.people <= team.off_hours.people || reinforced {
            return None;
        }
        // The earliest at which work can begin, and the latest start of the axis.
        let [early, late] = match self.assume.figures {
            Figures::Least => [Figures::Least, Figures::Most],
            same => [same, same],
        };
        let [from, start] = [early, late].map(|figures| axis_start(scenario, figures));
        let opens = from.plus(team.hours.wait(onset.plus(from))?).minus(start);
        (opens > Millis::ZERO).then_some((opens, Why::Hours(ask.team)))
    }
}

/// How long after an instant of the week a team that is called then or later is there at the soonest: by a call at that
/// instant, or by one at the next at which its hours begin or end.
fn soonest_there(team: &Team, called: Millis) -> Millis {
    let of_week = Millis::new(called.get().rem_euclid(Millis::WEEK.get()));
    let (is_within, next) = team.hours.at(of_week);
    let within = team.call_out.least();
    let off = team.off_hours.call_out.as_ref().map_or(within, Uncertain::least);
    let (now, then) = if is_within { (within, off) } else { (off, within) };
    next.map_or(now, |next| now.min(next.minus(of_week).plus(then)))
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
fn first_calls(model: &Model, begins: &IdVec<TaskId, Call>) -> IdVec<TeamId, Call> {
    let mut first: IdVec<TeamId, Call> = model.teams.iter().map(|_| Call::Assessed).collect();
    let mut call =
        |asks: &[Ask], at: Call| asks.iter().for_each(|ask| first[ask.team] = first[ask.team].min(at));
    for strategy in automatic(model) {
        strategy.steps.iter().for_each(|step| call(&step.by, Call::Incident));
        if let Some(decide) = &strategy.decide {
            call(&[Ask { team: decide.by, people: 1 }], Call::Incident);
        }
    }
    for (id, task) in model.tasks.iter_enumerated() {
        task.steps.iter().for_each(|step| call(&step.by, begins[id]));
    }
    for workaround in model.services.iter().flat_map(|service| &service.workarounds) {
        call(&workaround.by, prepared(workaround));
        call(&workaround.holds, prepared(workaround));
    }
    first
}

/// The earliest that each task can begin: one that begins when it is needed, with the earliest of what names it, be
/// that an automatic strategy, a workaround or another task; all other strategies and restarts wait for assessment.
fn first_begins(model: &Model) -> IdVec<TaskId, Call> {
    let mut begins: IdVec<TaskId, Call> = model
        .tasks
        .iter()
        .map(|task| match task.when {
            TaskStart::Incident => Call::Incident,
            TaskStart::Detected => Call::Detected,
            TaskStart::Assessed | TaskStart::Declared | TaskStart::Needed => Call::Assessed,
        })
        .collect();
    let mut open: Vec<TaskId> = begins.ids().collect();
    let name = |begins: &mut IdVec<TaskId, Call>, open: &mut Vec<TaskId>, needs: &[Need], at: Call| {
        let mut sooner = |node: NodeId| {
            let NodeKind::Task(task) = model.nodes[node].kind else { return };
            if model.tasks[task].when == TaskStart::Needed && at < begins[task] {
                begins[task] = at;
                open.push(task);
            }
        };
        needs.iter().for_each(|need| need.for_each_node(&mut sooner));
    };
    for strategy in automatic(model) {
        let of_steps = strategy.steps.iter().map(|step| &step.needs);
        for needs in [&strategy.begins_when, &strategy.only_if].into_iter().chain(of_steps) {
            name(&mut begins, &mut open, needs, Call::Incident);
        }
    }
    for workaround in model.services.iter().flat_map(|service| &service.workarounds) {
        name(&mut begins, &mut open, &workaround.needs, prepared(workaround));
    }
    // What begins earlier than was thought makes what it names earlier, too; each can only twice.
    while let Some(task) = open.pop() {
        let at = begins[task];
        for step in &model.tasks[task].steps {
            name(&mut begins, &mut open, &step.needs, at);
        }
    }
    begins
}

fn automatic(model: &Model) -> impl Iterator<Item = &Strategy> {
    model.systems.iter().flat_map(|system| &system.recovery).filter(|strategy| strategy.automatic)
}

/// From where a workaround is prepared: detection, unless it has its own notice.
fn prepared(workaround: &Workaround) -> Call {
    if workaround.notice.is_some() { Call::Incident } else { Call::Detected }
}
