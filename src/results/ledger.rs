//! Turns the ledgers of a service into mean times that add up, shares, and how critical each step is.

use super::apportion::apportion;
use super::share::Share;
use crate::campaign::{Ledgers, Over, Weight};
use crate::engine::{Cause, Who};
use crate::model::{Labels, Model, NodeKind};

/// A mean time in whole microseconds: as fine as a mean over many trials, and still adding up exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Micros(pub u64);

/// Where the time of a service's outages went, on average over the trials that it is over.
#[derive(Clone, Debug)]
pub struct LedgerResult {
    /// Trials it is over.
    pub trials: u64,
    /// Mean length of the outages; `None` over no trials.
    pub mean: Option<Micros>,
    /// Largest first, then by (cause, who). Their means add up to `mean`; none is always nothing.
    pub entries: Vec<LedgerEntry>,
    /// Most critical first, then by id; those that are never on the chain are left out.
    pub steps: Vec<StepResult>,
}

/// What is charged to one (cause, who).
#[derive(Clone, Debug)]
pub struct LedgerEntry {
    pub cause: Cause,
    pub who: Who,
    /// The text of `who`: an id, or ids joined by `/`; empty where nobody is charged.
    pub label: String,
    pub mean: Micros,
    /// Of all the time, 0..=1.
    pub share: f64,
    /// Trials in which it was on the chain, of those the ledger is over.
    pub on_chain: u64,
}

/// So many entries of a service are named beside each other in 100 parts.
pub const NAMED_IN_100: usize = 5;

/// A step and how often it was on the chain.
#[derive(Clone, Debug)]
pub struct StepResult {
    pub who: Who,
    /// `system/strategy/step` or `task/step`.
    pub label: String,
    /// The criticality index: trials in which work on it, be it in vain, was on the chain.
    pub on_chain: Share,
}

impl LedgerResult {
    /// Averages one of a service's ledgers; `labels` are those of the program.
    pub(super) fn new(model: &Model, labels: &Labels, (ledgers, over): (&Ledgers, Over)) -> LedgerResult {
        let mut tallied = ledgers.entries(over);
        let trials = ledgers.trials(over);
        let steps = steps(model, labels, &tallied, trials);
        // Stable: what is equally large stays in the order of (cause, who).
        tallied.sort_by_key(|(_, _, weight)| std::cmp::Reverse(weight.sum));
        let sums: Vec<u128> = tallied.iter().map(|(_, _, weight)| weight.sum.unsigned_abs()).collect();
        let whole: u128 = sums.iter().sum();
        let mean = mean(whole, trials);
        let means = apportion(mean.map_or(0, |mean| mean.0), &sums);
        let entries = tallied.iter().zip(means).filter(|((_, _, weight), _)| weight.sum > 0);
        let entries = entries.map(|(&(cause, who, weight), mean)| LedgerEntry {
            cause,
            who,
            label: labels.text(who.0).to_owned(),
            mean: Micros(mean),
            share: weight.sum as f64 / whole as f64,
            on_chain: weight.on_chain,
        });
        LedgerResult { trials, mean, entries: entries.collect(), steps }
    }

    /// The entries as `at_most` of them that have at least one of 100 parts each, with those parts, and what is
    /// left for all others; the parts add up to 100, or to 0 without any entry.
    pub fn in_100(&self, at_most: usize) -> (Vec<(&LedgerEntry, u64)>, u64) {
        let means = |entries: &[LedgerEntry]| entries.iter().map(|entry| u128::from(entry.mean.0)).collect();
        let mut named = at_most.min(self.entries.len());
        loop {
            let mut parts: Vec<u128> = means(&self.entries[..named]);
            let rest: Vec<u128> = means(&self.entries[named..]);
            parts.push(rest.iter().sum());
            let given = apportion(100, &parts);
            // Entries are sorted, so the ones with nothing are the last of those named.
            let enough = given[..named].iter().filter(|&&part| part > 0).count();
            if enough == named {
                let rest = given[named];
                return (self.entries.iter().zip(given).take(named).collect(), rest);
            }
            named = enough;
        }
    }
}

/// Half up.
fn mean(sum_ms: u128, trials: u64) -> Option<Micros> {
    let trials = u128::from(trials);
    (trials > 0).then(|| Micros(((2_000 * sum_ms + trials) / (2 * trials)) as u64))
}

fn steps(model: &Model, labels: &Labels, entries: &[(Cause, Who, Weight)], trials: u64) -> Vec<StepResult> {
    let work = entries.iter().filter(|(_, _, weight)| weight.work_on_chain > 0);
    let mut steps: Vec<StepResult> = work
        .map(|&(_, who, weight)| StepResult {
            who,
            label: labels.text(who.0).to_owned(),
            on_chain: Share::new(weight.work_on_chain, trials),
        })
        .filter(|step| is_step(model, &step.label))
        .collect();
    steps.sort_by_key(|step| std::cmp::Reverse(step.on_chain.held));
    steps
}

/// `system/strategy` is charged with rework, too, where it was given up or waited to be tried again.
fn is_step(model: &Model, label: &str) -> bool {
    let mut parts = label.split('/');
    let first = parts.next().unwrap_or_default();
    match parts.count() {
        1 => model.nodes.iter().any(|node| node.id == first && matches!(node.kind, NodeKind::Task(_))),
        more => more == 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::made_up::{charge, labels, ledgers_of, model};
    use crate::engine::Charge;

    fn result(chains: &[Vec<Charge>]) -> LedgerResult {
        let (model, labels) = (model(), labels());
        LedgerResult::new(&model, &labels, (&ledgers_of(chains), Over::Recovered))
    }

    const STEP: &str = "ledger-db/restore/do";

    #[test]
    fn means_add_up_and_the_largest_comes_first() {
        let found = result(&[
            vec![
                charge(Cause::Detection, "", 1),
                charge(Cause::Work, STEP, 1),
                charge(Cause::Event, "fire", 2),
            ],
            vec![charge(Cause::Event, "fire", 1)],
            vec![charge(Cause::Restart, "zone-dns", 2)],
        ]);
        assert_eq!((found.trials, found.mean), (3, Some(Micros(2_333))));
        let rows: Vec<_> =
            found.entries.iter().map(|e| (e.cause.word(), e.label.as_str(), e.mean.0, e.on_chain)).collect();
        let expected = [
            ("event", "fire", 1_000, 2),
            ("restart", "zone-dns", 667, 1),
            ("detection", "", 333, 1),
            ("work", STEP, 333, 1),
        ];
        assert_eq!(rows, expected);
        assert_eq!(found.entries[0].share, 3.0 / 7.0);
    }

    #[test]
    fn a_step_is_as_critical_as_it_was_on_the_chain_in_vain_or_not() {
        let work = |cause| charge(cause, STEP, 5);
        let given_up = charge(Cause::Rework, "ledger-db/restore", 3);
        let task = charge(Cause::Work, "file-notice/file", 1);
        let found = result(&[
            vec![work(Cause::Work), work(Cause::Rework)],
            vec![work(Cause::Rework), given_up],
            vec![task],
            vec![],
        ]);
        let steps: Vec<_> =
            found.steps.iter().map(|step| (step.label.as_str(), step.on_chain.held)).collect();
        assert_eq!(steps, [(STEP, 2), ("file-notice/file", 1)]);
        assert_eq!(found.steps[0].on_chain.share, 0.5);
    }

    #[test]
    fn parts_in_a_hundred_add_up_and_small_ones_are_left_to_the_rest() {
        let of = |ms: &[i64]| {
            let causes = [Cause::Event, Cause::Detection, Cause::Work, Cause::Rework, Cause::Restart];
            let chain = ms.iter().zip(causes).map(|(&ms, cause)| charge(cause, STEP, ms)).collect();
            let found = result(&[chain]);
            let (named, rest) = found.in_100(3);
            (named.iter().map(|&(_, part)| part).collect::<Vec<_>>(), rest)
        };
        assert_eq!(of(&[50, 30, 10, 6, 4]), (vec![50, 30, 10], 10));
        assert_eq!(of(&[1, 1, 1]), (vec![34, 33, 33], 0));
        assert_eq!(of(&[9_990, 4, 3, 3]), (vec![100], 0));
        assert_eq!(of(&[]), (vec![], 0));
    }

    #[test]
    fn over_no_trials_there_is_no_mean() {
        let found = result(&[]);
        assert_eq!((found.trials, found.mean, found.entries.len(), found.steps.len()), (0, None, 0, 0));
    }
}
