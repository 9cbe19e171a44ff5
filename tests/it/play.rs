//! Turns the text of a model and of a scenario into played trials, and trials into samples that are held against
//! closed forms.
//!
//! A check of a sample allows 4 standard errors, so one check raises a false alarm in 6 of 100,000 seeds (a variance,
//! whose estimate is less normal, in a few more). The seed is fixed: a check that passes once passes for ever, and
//! one that fails after a change of the engine says that the distribution has moved.

use blackstart::diagnostic::render::{Colour, render_text};
use blackstart::diagnostic::{Diagnostics, Severity};
use blackstart::document::{parse_model, parse_scenario};
use blackstart::engine::{
    Level, Outcome, Program, Scratch, ServiceOutcome, Stretch, SystemOutcome, TaskOutcome, TeamOutcome,
    Timeline, compile, play,
};
use blackstart::ids::NodeId;
use blackstart::model::{Labels, Model, NodeKind, resolve};
use blackstart::source::Sources;
use blackstart::units::Millis;

/// Trials of a sample unless a test says otherwise.
pub const TRIALS: u64 = 16_384;

/// Standard errors that a sample may be away from its closed form.
const ERRORS_MAX: f64 = 4.0;

const SEED: u64 = 1;

/// An organisation and a scenario, with one trial played.
pub struct Played {
    model: Model,
    labels: Labels,
    program: Program,
    scratch: Scratch,
}

impl Played {
    /// Reads the fields of a model and of a scenario and plays trial 0. The scenario starts on a Monday at 00:00 and
    /// ends after 30 days unless it says otherwise.
    pub fn new(model: &str, scenario: &str) -> Played {
        let mut played = Played::unplayed(model, scenario);
        played.trial(0);
        played
    }

    /// At which instant trial 0 stays for ever, and because of whom.
    pub fn stuck(model: &str, scenario: &str) -> (Millis, Vec<String>) {
        let Played { labels, program, mut scratch, .. } = Played::unplayed(model, scenario);
        let runaway = play(&program, &mut scratch, 0, &mut ()).expect_err("one instant does not end");
        (runaway.at, runaway.who.iter().map(|who| labels.text(who.0).to_owned()).collect())
    }

    fn unplayed(model: &str, scenario: &str) -> Played {
        let onset = if scenario.contains("onset:") { "" } else { "onset: \"Mon 00:00\", " };
        let horizon = if scenario.contains("horizon:") { "" } else { "horizon: \"30d\", " };
        let mut sources = Sources::new();
        let model = sources.add("model.ron", format!("({model})"));
        let head = "title: \"Trial\", model: \"model.ron\"";
        let scenario = sources.add("scenario.ron", format!("({head}, {onset}{horizon}{scenario})"));
        let (model, found) = parse_model(&sources, model);
        refuse_errors(&found, &sources);
        let (scenario, found) = parse_scenario(&sources, scenario);
        refuse_errors(&found, &sources);
        let (model, scenario) = (model.expect("it was read"), scenario.expect("it was read"));
        let (model, scenario) = match resolve(&model, Some(&scenario)) {
            Ok((model, Some(scenario))) => (model, scenario),
            Ok((_, None)) => unreachable!("a scenario was given"),
            Err(found) => panic!("{}", render_text(&found, &sources, Colour::Plain)),
        };
        let labels = Labels::new(&model, &scenario);
        let program = compile(&model, &scenario, &labels, SEED);
        let scratch = Scratch::new(&program);
        Played { model, labels, program, scratch }
    }

    /// Plays another trial.
    pub fn trial(&mut self, trial: u64) {
        play(&self.program, &mut self.scratch, trial, &mut ()).expect("every instant ends");
    }

    pub fn outcome(&self) -> &Outcome {
        self.scratch.outcome()
    }

    fn kind(&self, id: &str) -> (NodeId, NodeKind) {
        let (node, found) = self
            .model
            .nodes
            .iter_enumerated()
            .find(|(_, node)| node.id == id)
            .expect("the test names a node");
        (node, found.kind)
    }

    pub fn service(&self, id: &str) -> ServiceOutcome {
        match self.kind(id).1 {
            NodeKind::Service(service) => self.outcome().services[service.index()],
            _ => panic!("`{id}` is not a service"),
        }
    }

    pub fn system(&self, id: &str) -> SystemOutcome {
        match self.kind(id).1 {
            NodeKind::System(system) => self.outcome().systems[system.index()],
            _ => panic!("`{id}` is not a system"),
        }
    }

    pub fn task(&self, id: &str) -> TaskOutcome {
        match self.kind(id).1 {
            NodeKind::Task(task) => self.outcome().tasks[task.index()],
            _ => panic!("`{id}` is not a task"),
        }
    }

    pub fn team(&self, id: &str) -> TeamOutcome {
        match self.kind(id).1 {
            NodeKind::Team(team) => self.outcome().teams[team.index()],
            _ => panic!("`{id}` is not a team"),
        }
    }

    /// Length of the outage of a service at its minimum level, or of a system, spelt exactly.
    pub fn out(&self, id: &str) -> String {
        self.outage(id).exact()
    }

    /// Length of the outage of a service at its minimum level, or of a system.
    pub fn outage(&self, id: &str) -> Millis {
        match self.kind(id).1 {
            NodeKind::Service(_) => self.service(id).minimum.outage(),
            _ => self.system(id).line.outage(),
        }
    }

    /// Projected data loss of a service or system, spelt exactly.
    pub fn loss(&self, id: &str) -> String {
        match self.kind(id).1 {
            NodeKind::Service(_) => self.service(id).data_loss.exact(),
            _ => self.system(id).data_loss.exact(),
        }
    }

    /// Instants at which systems come back for good, or tasks are done, spelt exactly and joined by a space.
    pub fn back(&self, ids: &[&str]) -> String {
        let back = ids.iter().map(|id| match self.kind(id).1 {
            NodeKind::Service(_) => self.service(id).minimum.last_back.exact(),
            NodeKind::Task(_) => self.task(id).done.exact(),
            _ => self.system(id).line.last_back.exact(),
        });
        back.collect::<Vec<_>>().join(" ")
    }

    /// The ledger of a service at its minimum level, in the order of time, as `event outage-1 1h, work task/step 20m`.
    pub fn charged(&self, id: &str) -> String {
        let NodeKind::Service(service) = self.kind(id).1 else { panic!("{id} is no service") };
        let stretch = |stretch: &Stretch| {
            let length = stretch.until.minus(stretch.from).exact();
            format!("{} {} {length}", stretch.cause.word(), self.labels.text(stretch.who.0))
        };
        let mut stretches: Vec<String> =
            self.scratch.chain(service.index(), Level::Minimum).iter().map(stretch).collect();
        stretches.reverse();
        stretches.join(", ")
    }

    /// Plays the trial of that number again and lists its changes as `1h step-done db/restore/copy`.
    pub fn log(&mut self, trial: u64) -> Vec<String> {
        let mut timeline = Timeline::default();
        play(&self.program, &mut self.scratch, trial, &mut timeline).expect("every instant ends");
        let line = |change: &blackstart::engine::Change| {
            format!("{} {} {}", change.at.exact(), change.what.word(), self.labels.text(change.who.0))
        };
        timeline.changes.iter().map(line).collect()
    }

    /// One number per trial, in hours where it is an amount of time.
    pub fn sample(&mut self, trials: u64, value: impl Fn(&Played) -> f64) -> Sample {
        let mut values = Vec::new();
        for trial in 0..trials {
            self.trial(trial);
            values.push(value(self));
        }
        Sample(values)
    }

    /// The outages of a service or system in `TRIALS` trials.
    pub fn outages(&mut self, id: &str) -> Sample {
        self.sample(TRIALS, |played| hours(played.outage(id)))
    }

    /// The data losses of a service in `TRIALS` trials.
    pub fn losses(&mut self, id: &str) -> Sample {
        self.sample(TRIALS, |played| hours(played.service(id).data_loss))
    }
}

fn refuse_errors(found: &Diagnostics, sources: &Sources) {
    let errors = found.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    assert!(!errors, "{}", render_text(found, sources, Colour::Plain));
}

/// An amount of time in hours; infinite if never.
pub fn hours(time: Millis) -> f64 {
    if time.is_never() { f64::INFINITY } else { time.get() as f64 / 3_600_000.0 }
}

/// One number per trial.
pub struct Sample(pub Vec<f64>);

impl Sample {
    fn count(&self) -> f64 {
        self.0.len() as f64
    }

    fn mean(&self) -> f64 {
        self.0.iter().sum::<f64>() / self.count()
    }

    /// The mean of (value − mean)^power.
    fn moment(&self, power: i32) -> f64 {
        let mean = self.mean();
        self.0.iter().map(|value| (value - mean).powi(power)).sum::<f64>() / self.count()
    }

    /// The mean and the variance are those of the closed form.
    #[track_caller]
    pub fn has_moments(&self, mean: f64, variance: f64) {
        let error = (variance / self.count()).sqrt();
        near("mean", self.mean(), mean, error);
        let found = self.moment(2);
        near("variance", found, variance, ((self.moment(4) - found * found) / self.count()).sqrt());
    }

    /// The mean is that of a closed form whose variance is not at hand.
    #[track_caller]
    pub fn has_mean(&self, mean: f64) {
        near("mean", self.mean(), mean, (self.moment(2) / self.count()).sqrt());
    }

    /// The share of values up to `limit` is `share`.
    #[track_caller]
    pub fn has_at_most(&self, limit: f64, share: f64) {
        self.has_share(&format!("share up to {limit}"), share, |value| value <= limit);
    }

    /// The share of values of which `holds` is true is `share`.
    #[track_caller]
    pub fn has_share(&self, what: &str, share: f64, holds: impl Fn(f64) -> bool) {
        let found = self.0.iter().filter(|&&value| holds(value)).count() as f64 / self.count();
        near(what, found, share, (share * (1.0 - share) / self.count()).sqrt());
    }

    /// Each (limit, share): the share of values up to the limit.
    #[track_caller]
    pub fn has_shares(&self, points: &[(f64, f64)]) {
        for &(limit, share) in points {
            self.has_at_most(limit, share);
        }
    }
}

#[track_caller]
fn near(what: &str, found: f64, expected: f64, error: f64) {
    assert!(
        (found - expected).abs() <= ERRORS_MAX * error,
        "{what} is {found}, expected {expected}, {:.1} standard errors away",
        (found - expected).abs() / error
    );
}
