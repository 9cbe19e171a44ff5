//! The network of gates: what each signal needs, and what its flip tells.

use super::record::Who;
use super::rows::Rows;
use super::variables::Var;

/// What a signal's flip does to something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// A signal of which it is an input.
    Gate(u32),
    /// The input of a ride.
    Ride(u32),
    /// Whether the place of some slots of a system is given: site up and needs hold.
    Place(u32),
    /// The site of a slot.
    SlotSite(u32),
    /// What must be up before a slot may restart.
    SlotAfter(u32),
    /// What a system's home mode is stored on.
    Store(u32),
    /// All that a system fails over on is up.
    FailsOver(u32),
    /// Something that the choice of a strategy of a system looks at.
    Choice(u32),
    /// All that an attended restart of a system asks for, but people's time.
    RestartStaff(u32),
    /// All standing conditions of a piece of work.
    Work(u32),
    /// A resource of which a strategy occupies units.
    Occupied(u32),
    /// What a workaround needs.
    WorkaroundNeeds(u32),
    /// The base of a service's minimum level (without workarounds).
    Base(u32),
    /// A measured line.
    Line(u32),
}

/// An edge in one number: what it is, then whose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told(u32);

/// Bits for whose an edge is.
const WHOSE: u32 = 28;

impl Told {
    pub fn new(edge: Edge) -> Told {
        let (what, whose) = match edge {
            Edge::Gate(signal) => (0, signal),
            Edge::Ride(ride) => (1, ride),
            Edge::Place(system) => (2, system),
            Edge::SlotSite(slot) => (3, slot),
            Edge::SlotAfter(slot) => (4, slot),
            Edge::Store(system) => (5, system),
            Edge::FailsOver(system) => (6, system),
            Edge::Choice(system) => (7, system),
            Edge::RestartStaff(system) => (8, system),
            Edge::Work(work) => (9, work),
            Edge::Occupied(strategy) => (10, strategy),
            Edge::WorkaroundNeeds(workaround) => (11, workaround),
            Edge::Base(service) => (12, service),
            Edge::Line(line) => (13, line),
        };
        assert!(whose < 1 << WHOSE, "a model of 268 million parts has no room in memory");
        Told(what << WHOSE | whose)
    }

    /// The signal, if it is a gate.
    #[inline]
    pub fn gate(self) -> Option<u32> {
        (self.0 < 1 << WHOSE).then_some(self.0)
    }

    #[inline]
    pub fn edge(self) -> Edge {
        let whose = self.0 & ((1 << WHOSE) - 1);
        match self.0 >> WHOSE {
            0 => Edge::Gate(whose),
            1 => Edge::Ride(whose),
            2 => Edge::Place(whose),
            3 => Edge::SlotSite(whose),
            4 => Edge::SlotAfter(whose),
            5 => Edge::Store(whose),
            6 => Edge::FailsOver(whose),
            7 => Edge::Choice(whose),
            8 => Edge::RestartStaff(whose),
            9 => Edge::Work(whose),
            10 => Edge::Occupied(whose),
            11 => Edge::WorkaroundNeeds(whose),
            12 => Edge::Base(whose),
            _ => Edge::Line(whose),
        }
    }
}

/// A gate with a counter: on while no more of its inputs are missing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Signals {
    /// Inputs that are missing before the first event; zero or below: on.
    pub lacking: Vec<i32>,
    /// What its flip does: first to gates.
    pub told: Rows<Told>,
    /// The node that a signal stands for, for the timeline; `NONE` for others.
    pub label: Vec<Who>,
}

/// A need that holds on for a while after its node went down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ride {
    pub input: u32,
    pub output: u32,
    pub lasts: Var,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_flip_tells_keeps_what_it_is_and_whose() {
        let kinds: [fn(u32) -> Edge; 14] = [
            Edge::Gate,
            Edge::Ride,
            Edge::Place,
            Edge::SlotSite,
            Edge::SlotAfter,
            Edge::Store,
            Edge::FailsOver,
            Edge::Choice,
            Edge::RestartStaff,
            Edge::Work,
            Edge::Occupied,
            Edge::WorkaroundNeeds,
            Edge::Base,
            Edge::Line,
        ];
        for kind in kinds {
            for whose in [0, 1, (1 << WHOSE) - 1] {
                let told = Told::new(kind(whose));
                assert_eq!(told.edge(), kind(whose));
                let gate = (kind(whose) == Edge::Gate(whose)).then_some(whose);
                assert_eq!(told.gate(), gate);
            }
        }
    }
}
