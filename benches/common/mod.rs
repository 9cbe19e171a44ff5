//! What benches share: shipped scenarios and synthetic organisations, compiled, and whether a small size is wanted.

#![allow(dead_code, reason = "every bench uses a part of it")]

pub mod by_hand;
pub mod clock;
pub mod network;
pub mod synthetic;

use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use blackstart::campaign::{Campaign, Tallies, Trials, Watch};
use blackstart::document::{parse_model, parse_scenario};
use blackstart::engine::{Program, compile};
use blackstart::model::{Labels, Model, Scenario, resolve};
use blackstart::source::Sources;
use rayon::ThreadPool;

/// A model and a scenario as text.
pub struct Texts {
    pub model: String,
    pub scenario: String,
}

/// A scenario, ready to be played.
pub struct Case {
    pub model: Model,
    pub scenario: Scenario,
    pub labels: Labels,
    pub program: Program,
}

/// Whether the bench runs under the test command: then once, and with little.
pub fn is_test() -> bool {
    !std::env::args().any(|argument| argument == "--bench")
}

/// A shipped scenario, such as `hello/outage.ron`.
pub fn shipped(scenario: &str) -> Texts {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(scenario);
    let read = |path: &Path| fs::read_to_string(path).expect("it is shipped");
    Texts { model: read(&path.with_file_name("model.ron")), scenario: read(&path) }
}

impl Texts {
    /// Reads both files and resolves every name, as `check` does.
    pub fn resolved(&self) -> (Model, Scenario) {
        let mut sources = Sources::new();
        let model = sources.add("model.ron", self.model.clone());
        let scenario = sources.add("scenario.ron", self.scenario.clone());
        let (model, scenario) = (parse_model(&sources, model).0, parse_scenario(&sources, scenario).0);
        let (model, scenario) = (model.expect("well-formed"), scenario.expect("well-formed"));
        match resolve(&model, Some(&scenario)) {
            Ok((model, Some(scenario))) => (model, scenario),
            _ => panic!("benches read valid files"),
        }
    }

    /// Everything up to the first trial.
    pub fn case(&self) -> Case {
        let (model, scenario) = self.resolved();
        let labels = Labels::new(&model, &scenario);
        let program = compile(&model, &scenario, &labels, 1);
        Case { model, scenario, labels, program }
    }
}

impl Case {
    /// Plays the first trials on a pool of threads.
    pub fn simulate(&self, trials: u64, pool: &ThreadPool) -> Tallies {
        let (stop, progress) = (AtomicBool::new(false), |_| {});
        let campaign = Campaign { model: &self.model, scenario: &self.scenario, program: &self.program };
        let watch = Watch { stop: &stop, progress: &progress };
        campaign.simulate(Trials { first: 0, count: trials }, pool, &watch).expect("every trial ends").tallies
    }

    /// Says on what the figures of a bench were measured, so that nobody compares different things.
    pub fn announce(&self, name: &str, trials: u64) {
        let pool = threads(1);
        println!(
            "{name}: {trials} trials, digest {}",
            self.simulate(trials, &pool).digest(&self.model, &self.labels)
        );
    }
}

pub fn threads(count: usize) -> ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(count).build().expect("threads")
}
