//! Turns a program into one whose decision takes a given time, everything else untouched: the same draws, the same plan.

use super::program::Program;
use super::record::Who;
use crate::units::Millis;

/// A decision that a plan gives a length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deciding {
    /// The declaration.
    Declaration,
    /// Whether a strategy is gone on with; of an `alike` group for all members at once.
    Strategy(Who),
}

impl Program {
    /// The program in which a decision takes so long from the instant at which it can be taken.
    pub fn deciding_after(&self, deciding: Deciding, takes: Millis) -> Program {
        let mut program = self.clone();
        let fixed = program.variables.fixed(takes);
        match deciding {
            Deciding::Declaration => program.response.declare = fixed,
            Deciding::Strategy(who) => {
                let charged = |who: Who| self.charged.get(who.0 as usize).copied().unwrap_or(who);
                for strategy in &mut program.strategies {
                    if charged(strategy.who) == charged(who) {
                        strategy.decide_takes = fixed;
                    }
                }
            }
        }
        program
    }
}
