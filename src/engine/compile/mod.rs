//! Lowers a model and a scenario to a program.
//!
//! Many words become few primitives here; nothing can fail, since a resolved model has no dangling names.
//! The parts are lowered in an order in which each finds what it refers to: signals of all nodes first,
//! then what hangs on them.

mod events;
mod network;
mod nodes;
mod people;
mod ranks;
mod reach;
mod systems;
mod work;

use std::collections::{BTreeMap, HashMap};

use super::gates::Told;
use super::program::Program;
use super::record::Who;
use super::rows::Rows;
use super::variables::{Factor, Var};
use crate::chance::{StreamKey, Tables};
use crate::ids::{NodeId, SystemId};
use crate::model::{Labels, Model, NeedsGraph, Scenario, Uncertain, UncertainNumber};
use crate::notation::amount::Amount;
use crate::notation::distribution::Distribution;
use crate::units::Millis;

/// Lowers a scenario of a model; `seed` keys every variable.
pub fn compile(model: &Model, scenario: &Scenario, labels: &Labels, seed: u64) -> Program {
    Lowering::new((model, scenario), labels, seed, None).program()
}

/// The same where everything that is assumed takes so many hundredths of its time. The draws are the same: an assumed
/// duration is a draw times a factor.
pub fn compile_with_assumed_at(
    percent: u32,
    model: &Model,
    scenario: &Scenario,
    labels: &Labels,
    seed: u64,
) -> Program {
    Lowering::new((model, scenario), labels, seed, Some(f64::from(percent) / 100.0)).program()
}

/// A program in the making.
struct Lowering<'a> {
    model: &'a Model,
    scenario: &'a Scenario,
    labels: &'a Labels,
    seed: u64,
    /// What the time of everything assumed is multiplied by; `None`: nothing is.
    assumed: Option<f64>,
    needs: NeedsGraph,
    tables: Tables,
    program: Program,
    /// (signal, what its flip does), sorted into rows at the end.
    edges: Vec<(u32, Told)>,
    /// The same of gates, which come first.
    gates: Vec<(u32, Told)>,
    /// Signal of each gate, by how many of which inputs it needs.
    known_gates: HashMap<(u32, Vec<u32>), u32>,
    /// Output of each ride, by its input and how long it lasts where that is fixed.
    known_rides: HashMap<(u32, Millis), u32>,
    /// Of each node whether the scenario can reach it.
    reached_nodes: Vec<bool>,
    /// Systems that the scenario can reach; the position of each system among them, `NONE` for others.
    reached: Vec<SystemId>,
    positions: Vec<u32>,
    /// Signal of each node.
    node_signals: Vec<u32>,
    /// Rides of the holder that is being lowered: node and output signal.
    rides: Vec<(NodeId, u32)>,
    /// Signal per wave: no system of an earlier wave is recovering; empty unless waves gate.
    wave_clear: Vec<u32>,
    /// Pairs of Delays by the team or system they slow.
    delays: BTreeMap<NodeId, Vec<u32>>,
}

impl<'a> Lowering<'a> {
    fn new(
        (model, scenario): (&'a Model, &'a Scenario),
        labels: &'a Labels,
        seed: u64,
        assumed: Option<f64>,
    ) -> Lowering<'a> {
        Lowering {
            model,
            scenario,
            labels,
            seed,
            assumed,
            needs: NeedsGraph::new(model),
            tables: Tables::default(),
            program: Program::empty(scenario.horizon, scenario.onset.clone()),
            edges: Vec::new(),
            gates: Vec::new(),
            known_gates: HashMap::new(),
            known_rides: HashMap::new(),
            reached_nodes: Vec::new(),
            reached: Vec::new(),
            positions: Vec::new(),
            node_signals: Vec::new(),
            rides: Vec::new(),
            wave_clear: Vec::new(),
            delays: BTreeMap::new(),
        }
    }

    /// Lowers everything.
    fn program(mut self) -> Program {
        self.find_reached();
        self.lower_nodes();
        self.lower_response();
        self.lower_people();
        self.lower_pairs();
        self.lower_waves();
        self.lower_systems();
        self.lower_tasks();
        self.lower_services();
        self.lower_events();
        self.rank_work();
        self.note_rows();
        self.finish()
    }

    fn who(&self, label: &str) -> Who {
        Who(self.labels.position(label))
    }

    fn id(&self, node: NodeId) -> &str {
        &self.model.nodes[node].id
    }

    /// Lowers a duration; the name is made only for what is drawn.
    fn duration(&mut self, uncertain: &Uncertain, name: impl Fn() -> String) -> Var {
        match self.assumed.filter(|_| uncertain.is_assumption()) {
            Some(factor) => self.amount(&uncertain.amount.times(factor), name),
            None => self.amount(&uncertain.amount, name),
        }
    }

    fn amount(&mut self, amount: &Amount, name: impl Fn() -> String) -> Var {
        match amount {
            Amount::Plain(distribution) => {
                let quantile = self.tables.quantile(distribution);
                if let Some(value) = quantile.fixed() {
                    return self.program.variables.fixed(Millis::from_f64(value));
                }
                let key = self.key(&name());
                self.program.variables.duration(key, quantile)
            }
            Amount::AtRate { size, rate, cap } => {
                let size = self.figure(size, || format!("{}/size", name()));
                let rate = self.figure(rate, || format!("{}/rate", name()));
                self.program.variables.ratio(size, rate, cap.unwrap_or(f64::MAX))
            }
        }
    }

    fn number(&mut self, uncertain: &UncertainNumber, name: impl Fn() -> String) -> Factor {
        self.figure(&uncertain.distribution, name)
    }

    fn figure(&mut self, distribution: &Distribution, name: impl Fn() -> String) -> Factor {
        let quantile = self.tables.quantile(distribution);
        match quantile.fixed() {
            Some(value) => self.program.variables.fixed_number(value),
            None => {
                let key = self.key(&name());
                self.program.variables.number(key, quantile)
            }
        }
    }

    fn uniform(&mut self, name: &str) -> Var {
        let key = self.key(name);
        self.program.variables.uniform(key)
    }

    fn key(&self, name: &str) -> StreamKey {
        StreamKey::new(self.seed, name)
    }

    /// Sorts the edges into rows.
    fn finish(mut self) -> Program {
        let signals = self.program.signals.lacking.len();
        self.gates.append(&mut self.edges);
        self.program.signals.told = rows_of(signals, &mut self.gates);
        self.program
    }
}

/// Rows from pairs of (row, item), in the order in which they were entered.
fn rows_of(rows: usize, pairs: &mut [(u32, Told)]) -> Rows<Told> {
    pairs.sort_by_key(|&(row, _)| row);
    let mut sorted = Rows::default();
    let mut rest = pairs.iter().peekable();
    for row in 0..rows as u32 {
        sorted.push(std::iter::from_fn(|| rest.next_if(|(of, _)| *of == row).map(|&(_, item)| item)));
    }
    sorted
}

/// The stream index that stands for a name: it depends on the name alone and is far from small counts.
fn stream_index(name: &str) -> u64 {
    let hash = blake3::hash(name.as_bytes());
    let bytes = hash.as_bytes().first_chunk::<8>().expect("a hash has 32 bytes");
    u64::from_le_bytes(*bytes) | 1 << 63
}

#[cfg(test)]
mod tests {
    use crate::document::{parse_model, parse_scenario};
    use crate::engine::{Program, compile};
    use crate::model::{Labels, Model, resolve};
    use crate::source::Sources;

    /// A model with the program of what these events do to it within a day.
    pub fn compiled(model: &str, events: &str) -> (Model, Program) {
        let mut sources = Sources::new();
        let model = sources.add("model.ron", model);
        let text = format!(r#"(title: "x", model: "model.ron", horizon: "1d", events: [{events}])"#);
        let scenario = sources.add("scenario.ron", text);
        let (model, scenario) = (parse_model(&sources, model).0, parse_scenario(&sources, scenario).0);
        let (model, scenario) = (model.expect("well-formed"), scenario.expect("well-formed"));
        let (model, scenario) = resolve(&model, Some(&scenario)).expect("sound");
        let scenario = scenario.expect("there is one");
        let program = compile(&model, &scenario, &Labels::new(&model, &scenario), 1);
        (model, program)
    }
}
