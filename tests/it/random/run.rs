//! Turns an organisation into played trials whose outcomes are found by name.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

use blackstart::campaign::{Campaign, Simulated, Tallies, Trials, Watch};
use blackstart::diagnostic::render::{Colour, render_text};
use blackstart::document::{parse_model, parse_scenario};
use blackstart::engine::{
    Level, Line, Outcome, Program, Runaway, Scratch, ServiceOutcome, SystemOutcome, TaskOutcome, TeamOutcome,
    compile, play,
};
use blackstart::ids::NodeId;
use blackstart::model::{Labels, Model, Scenario, resolve};
use blackstart::source::Sources;
use blackstart::units::Millis;
use rayon::ThreadPoolBuilder;

use super::Organisation;
use super::ron::{Style, write};

/// A compiled organisation.
pub struct Run {
    pub model: Model,
    pub scenario: Scenario,
    pub labels: Labels,
    pub program: Program,
}

/// What one trial yielded, by name.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// Incident, detected, assessed, declared.
    pub response: [Millis; 4],
    pub services: BTreeMap<String, ServiceOutcome>,
    pub systems: BTreeMap<String, SystemOutcome>,
    pub tasks: BTreeMap<String, TaskOutcome>,
    pub teams: BTreeMap<String, TeamOutcome>,
}

/// A stretch of a binding chain: cause, whom it is charged to, from, until.
pub type Charge = (&'static str, String, Millis, Millis);

impl Run {
    /// Compiles an organisation for seed 1.
    pub fn new(organisation: &Organisation) -> Run {
        Run::of_texts(
            &write(&organisation.model, Style::PLAIN),
            &write(&organisation.scenario, Style::PLAIN),
            1,
        )
    }

    /// Compiles an organisation written in a certain way.
    pub fn styled(organisation: &Organisation, style: Style, seed: u64) -> Run {
        Run::of_texts(&write(&organisation.model, style), &write(&organisation.scenario, style), seed)
    }

    /// Compiles the texts of a model and a scenario; every word of them must be accepted.
    pub fn of_texts(model: &str, scenario: &str, seed: u64) -> Run {
        let mut sources = Sources::new();
        let model = sources.add("model.ron", model.to_owned());
        let scenario = sources.add("scenario.ron", scenario.to_owned());
        let (model, found) = parse_model(&sources, model);
        assert!(!found.has_errors(), "{}", render_text(&found, &sources, Colour::Plain));
        let (scenario, found) = parse_scenario(&sources, scenario);
        assert!(!found.has_errors(), "{}", render_text(&found, &sources, Colour::Plain));
        let (model, scenario) = (model.expect("it was read"), scenario.expect("it was read"));
        match resolve(&model, Some(&scenario)) {
            Ok((model, Some(scenario))) => {
                let labels = Labels::new(&model, &scenario);
                let program = compile(&model, &scenario, &labels, seed);
                Run { model, scenario, labels, program }
            }
            Ok((_, None)) => unreachable!("a scenario was given"),
            Err(found) => panic!("{}", render_text(&found, &sources, Colour::Plain)),
        }
    }

    /// The first trials.
    pub fn trials(&self, count: u64) -> Vec<Trial> {
        let mut scratch = Scratch::new(&self.program);
        (0..count).map(|trial| self.trial(&mut scratch, trial)).collect()
    }

    /// Plays one trial in memory that other trials have used.
    pub fn trial(&self, scratch: &mut Scratch, trial: u64) -> Trial {
        if let Err(Runaway { at, trial, who, .. }) = play(&self.program, scratch, trial, &mut ()) {
            let who: Vec<&str> = who.iter().map(|who| self.labels.text(who.0)).collect();
            panic!("trial {trial} does not get past {at}: {}", who.join(", "));
        }
        self.named(scratch.outcome())
    }

    /// Counts the outcomes of trials on so many threads, unless it is stopped.
    pub fn simulate(&self, trials: Trials, threads: usize, watch: &Watch) -> Simulated {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let campaign = Campaign { model: &self.model, scenario: &self.scenario, program: &self.program };
        campaign.simulate(trials, &pool, watch).expect("every trial ends")
    }

    /// Counts the outcomes of `count` trials from `first` on.
    pub fn tallies(&self, first: u64, count: u64, threads: usize) -> Tallies {
        let (stop, progress) = (AtomicBool::new(false), |_| {});
        self.simulate(Trials { first, count }, threads, &Watch { stop: &stop, progress: &progress }).tallies
    }

    fn id(&self, node: NodeId) -> String {
        self.model.nodes[node].id.clone()
    }

    fn named(&self, outcome: &Outcome) -> Trial {
        let (model, all) = (&self.model, outcome);
        let services = model.services.iter().zip(&all.services);
        let systems = model.systems.iter().zip(&all.systems);
        let tasks = model.tasks.iter().zip(&all.tasks);
        let teams = model.teams.iter().zip(&all.teams);
        Trial {
            response: [all.incident, all.detected, all.assessed, all.declared],
            services: services.map(|(service, out)| (self.id(service.node), *out)).collect(),
            systems: systems.map(|(system, out)| (self.id(system.node), *out)).collect(),
            tasks: tasks.map(|(task, out)| (self.id(task.node), *out)).collect(),
            teams: teams.map(|(team, out)| (self.id(team.node), *out)).collect(),
        }
    }

    /// The binding chains of the last trial of `scratch`, by service and level.
    pub fn chains(&self, scratch: &Scratch) -> BTreeMap<(String, bool), Vec<Charge>> {
        let mut chains = BTreeMap::new();
        for (at, service) in self.model.services.iter().enumerate() {
            for (level, full) in [(Level::Minimum, false), (Level::Full, true)] {
                let charges = scratch.chain(at, level).into_iter().map(|stretch| {
                    let who = self.labels.text(stretch.who.0).to_owned();
                    (stretch.cause.word(), who, stretch.from, stretch.until)
                });
                chains.insert((self.id(service.node), full), charges.collect());
            }
        }
        chains
    }
}

impl Trial {
    /// Every measured line: services at both levels and systems.
    pub fn lines(&self) -> BTreeMap<String, Line> {
        let minimum = self.services.iter().map(|(id, out)| (format!("{id} at its minimum"), out.minimum));
        let full = self.services.iter().map(|(id, out)| (format!("{id} at full"), out.full));
        let systems = self.systems.iter().map(|(id, out)| (id.clone(), out.line));
        minimum.chain(full).chain(systems).collect()
    }
}

/// Asserts that nothing is back later in `better` than in `worse`, trial by trial: no outage is longer, no downtime
/// greater, nothing down that is not down there. What only one of them has does not count.
pub fn assert_no_later(better: &[Trial], worse: &[Trial]) {
    for (trial, (better, worse)) in better.iter().zip(worse).enumerate() {
        let worse = worse.lines();
        for (id, line) in better.lines() {
            let Some(other) = worse.get(&id) else { continue };
            let fine = line.outage() <= other.outage() && line.downtime <= other.downtime;
            assert!(fine, "trial {trial}, {id}: {line:?} where {other:?} was expected at most");
        }
    }
}

/// Asserts that both have the same outcomes in every trial.
pub fn assert_same(found: &[Trial], expected: &[Trial]) {
    assert_eq!(found.len(), expected.len());
    for (trial, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert_eq!(found, expected, "trial {trial}");
    }
}
