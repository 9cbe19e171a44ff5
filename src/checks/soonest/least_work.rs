//! The least time that steps take, with nobody and nothing waited for.

use crate::model::Step;
use crate::units::Millis;

/// How long it takes at least from when the first step may start to the end of the last: each after its predecessors, at
/// the least figures, and at its first attempt. `quicker`: the largest speed-up by delays, as a factor of at most 1.
pub fn least_work(steps: &[Step], quicker: f64) -> Millis {
    let takes: Vec<Millis> =
        steps.iter().map(|step| shortened(step.takes.least(), shorter(step) * quicker)).collect();
    let mut ends = vec![Millis::ZERO; steps.len()];
    // Steps stand in no circle, so a chain is settled after as many looks as it is long; most stand in their order.
    loop {
        let before = ends.clone();
        for (position, step) in steps.iter().enumerate() {
            let begin = step.after.iter().map(|before| ends[*before]).max().unwrap_or(Millis::ZERO);
            ends[position] = begin.plus(takes[position]);
        }
        if ends == before {
            return ends.into_iter().max().unwrap_or(Millis::ZERO);
        }
    }
}

/// The factor by which what a step goes without can make it shorter; at most 1.
pub(super) fn shorter(step: &Step) -> f64 {
    step.slower_without.iter().map(|(_, factor)| factor.min(1.0)).product()
}

/// A time that a factor can make shorter and nothing longer.
pub(super) fn shortened(takes: Millis, factor: f64) -> Millis {
    if factor >= 1.0 { takes } else { Millis::from_f64(takes.get() as f64 * factor) }
}
