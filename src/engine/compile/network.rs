//! Gates from need expressions, and the rides of their holders.

use super::Lowering;
use crate::engine::gates::{Edge, Ride, Told};
use crate::engine::record::Who;
use crate::engine::variables::Var;
use crate::ids::NodeId;
use crate::model::Need;

/// Signal 0 is always on: what needs nothing.
pub const ALWAYS: u32 = 0;

/// What a condition does with the names in it.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// Whether the holder's rides count.
    pub rides: bool,
    /// `(named, used instead)`.
    pub instead: &'a [(NodeId, NodeId)],
}

impl Reading<'_> {
    /// As written, every node at once.
    pub const PLAIN: Reading<'static> = Reading { rides: false, instead: &[] };
    /// As written, with the holder's rides.
    pub const RIDING: Reading<'static> = Reading { rides: true, instead: &[] };
}

impl Lowering<'_> {
    /// A new signal that is on while `need` inputs are on, of which `initial` are before the first event.
    pub fn signal(&mut self, need: u32, initial: u32) -> u32 {
        let signals = &mut self.program.signals;
        signals.lacking.push(need as i32 - initial as i32);
        signals.label.push(self.program.nobody);
        signals.lacking.len() as u32 - 1
    }

    pub fn label(&mut self, signal: u32, who: Who) {
        self.program.signals.label[signal as usize] = who;
    }

    /// Makes one signal an input of another.
    pub fn input(&mut self, input: u32, of: u32) {
        if input != ALWAYS {
            self.gates.push((input, Told::new(Edge::Gate(of))));
        }
    }

    pub fn edge(&mut self, from: u32, to: Edge) {
        if from != ALWAYS {
            self.edges.push((from, Told::new(to)));
        }
    }

    pub fn is_on(&self, signal: u32) -> bool {
        self.program.signals.lacking[signal as usize] <= 0
    }

    /// The signal that is on while `k` of the inputs are. Gates that would always agree are one: whatever flips
    /// tells fewer.
    pub fn gate(&mut self, k: u32, inputs: &[u32]) -> u32 {
        let mut inputs = inputs.to_vec();
        inputs.sort_unstable();
        let always = inputs.partition_point(|&input| input == ALWAYS);
        inputs.drain(..always);
        let k = k.saturating_sub(always as u32);
        match (k, &inputs[..]) {
            (0, _) => return ALWAYS,
            (1, &[one]) => return one,
            _ => {}
        }
        if let Some(&known) = self.known_gates.get(&(k, inputs.clone())) {
            return known;
        }
        let on = inputs.iter().filter(|&&input| self.is_on(input)).count() as u32;
        let signal = self.signal(k, on);
        for &input in &inputs {
            self.input(input, signal);
        }
        self.known_gates.insert((k, inputs), signal);
        signal
    }

    /// The signal that is on while all inputs are.
    pub fn all(&mut self, inputs: &[u32]) -> u32 {
        self.gate(inputs.len() as u32, inputs)
    }

    /// The signal that is on while all of the needs hold.
    pub fn condition(&mut self, needs: &[Need], reading: Reading<'_>) -> u32 {
        let inputs = self.inputs(needs, reading);
        self.all(&inputs)
    }

    /// A signal per need.
    pub fn inputs(&mut self, needs: &[Need], reading: Reading<'_>) -> Vec<u32> {
        needs.iter().map(|need| self.need(need, reading)).collect()
    }

    fn need(&mut self, need: &Need, reading: Reading<'_>) -> u32 {
        match need {
            Need::Node(node) => {
                let node =
                    reading.instead.iter().find(|(named, _)| named == node).map_or(*node, |&(_, used)| used);
                if reading.rides { self.ridden(node) } else { self.node_signals[node.index()] }
            }
            Need::AtLeast { k, of } => {
                let inputs = self.inputs(of, reading);
                self.gate(*k, &inputs)
            }
        }
    }

    /// The node's signal as its holder feels it.
    fn ridden(&mut self, node: NodeId) -> u32 {
        self.rides
            .iter()
            .find(|(ridden, _)| *ridden == node)
            .map_or(self.node_signals[node.index()], |&(_, out)| out)
    }

    /// Makes the rides of a holder, for as long as it is being lowered.
    pub fn enter(&mut self, holder: NodeId) {
        self.rides.clear();
        let model = self.model;
        for ride in &model.nodes[holder].rides_out {
            let lasts = self.duration(&ride.lasts, || {
                format!("node/{}/rides-out/{}", model.nodes[holder].id, model.nodes[ride.node].id)
            });
            let output = self.ride(self.node_signals[ride.node.index()], lasts);
            self.rides.push((ride.node, output));
        }
    }

    /// The signal of what rides a node out. Whoever rides it out for the same fixed time feels it alike.
    fn ride(&mut self, input: u32, lasts: Var) -> u32 {
        let fixed = self.program.variables.constant(lasts);
        if let Some(&known) = fixed.and_then(|fixed| self.known_rides.get(&(input, fixed))) {
            return known;
        }
        let output = self.signal(1, 1);
        let index = self.program.rides.len() as u32;
        self.program.rides.push(Ride { input, output, lasts });
        self.edge(input, Edge::Ride(index));
        self.known_rides.extend(fixed.map(|fixed| ((input, fixed), output)));
        output
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::compiled;
    use crate::engine::{Scratch, play};
    use crate::units::Millis;

    const HOUSE: &str = r#"(
        suppliers: { "grid": (), "water": () },
        systems: {
            "a": (needs: ["grid", "water"], rides_out: { "grid": "2h", "water": "2h" }),
            "b": (needs: "grid", rides_out: { "grid": "120m" }),
            "c": (needs: "grid", rides_out: { "grid": "3h" }),
            "d": (needs: "grid", rides_out: { "grid": "pert(2, 3, 4)h" }),
            "e": (needs: "grid", rides_out: { "grid": "pert(2, 3, 4)h" }),
        },
    )"#;

    #[test]
    fn whoever_rides_a_node_out_for_the_same_fixed_time_feels_it_alike() {
        let (_, program) = compiled(HOUSE, r#"Outage(targets: ["grid"], lasts: "6h", after: "1h")"#);
        // "a" and "b" share one, "a" has another for the water; what is drawn is everybody's own.
        assert_eq!(program.rides.len(), 5);
        let mut scratch = Scratch::new(&program);
        play(&program, &mut scratch, 0, &mut ()).expect("it ends");
        let down: Vec<Millis> =
            scratch.outcome().systems.iter().map(|system| system.line.first_down).collect();
        assert_eq!(down[..3], [3, 3, 4].map(|hours| Millis::new(hours * Millis::HOUR.get())));
        assert_ne!(down[3], down[4]);
    }
}
