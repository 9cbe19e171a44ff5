//! Plays through everything that can happen, and compares counts with exact chances.

use std::collections::BTreeMap;
use std::fmt::Debug;

/// Most ways in which a trial may go.
pub const WAYS_MAX: usize = 65_536;

/// Chance that a sound engine is taken for a faulty one, for each outcome that is counted.
pub const FALSE_ALARM: f64 = 1e-9;

/// The choices of a trial along one of all the ways it can go.
#[derive(Default)]
pub struct Chances {
    /// Which possibility is taken at each fork, and how many there are.
    forks: Vec<(usize, usize)>,
    at: usize,
    weight: f64,
}

impl Chances {
    /// Which of several things happens, by weights that sum to 1.
    pub fn one_of(&mut self, weights: &[f64]) -> usize {
        let possible: Vec<usize> = (0..weights.len()).filter(|&one| weights[one] > 0.0).collect();
        let mut taken = possible[0];
        if possible.len() > 1 {
            if self.at == self.forks.len() {
                self.forks.push((0, possible.len()));
            }
            taken = possible[self.forks[self.at].0];
            self.at += 1;
        }
        self.weight *= weights[taken];
        taken
    }

    pub fn happens(&mut self, chance: f64) -> bool {
        self.one_of(&[1.0 - chance, chance]) == 1
    }

    /// One of several equally likely values.
    pub fn value(&mut self, of: &[i64]) -> i64 {
        of[self.one_of(&vec![1.0 / of.len() as f64; of.len()])]
    }

    /// Turns to the next way; false if that was the last.
    fn turn(&mut self) -> bool {
        while let Some((taken, of)) = self.forks.pop() {
            if taken + 1 < of {
                self.forks.push((taken + 1, of));
                return true;
            }
        }
        false
    }
}

/// The chance of each outcome of a trial; `None` if it can go in more than `WAYS_MAX` ways.
pub fn distribution<T: Ord>(mut trial: impl FnMut(&mut Chances) -> T) -> Option<BTreeMap<T, f64>> {
    let (mut chances, mut found) = (Chances::default(), BTreeMap::new());
    for _ in 0..WAYS_MAX {
        (chances.at, chances.weight) = (0, 1.0);
        let outcome = trial(&mut chances);
        *found.entry(outcome).or_insert(0.0) += chances.weight;
        if !chances.turn() {
            let total: f64 = found.values().sum();
            assert!((total - 1.0).abs() < 1e-9, "all ways together have chance {total}");
            return Some(found);
        }
    }
    None
}

/// Asserts that each outcome was counted as often as its chance allows: the exact binomial tail on the side of the
/// count is at least half of `FALSE_ALARM`. What cannot happen must not have happened.
#[track_caller]
pub fn assert_counts<T: Ord + Debug>(expected: &BTreeMap<T, f64>, counts: &BTreeMap<T, u64>) {
    let trials: u64 = counts.values().sum();
    let strange: Vec<&T> = counts.keys().filter(|outcome| !expected.contains_key(outcome)).collect();
    assert!(strange.is_empty(), "cannot happen: {strange:#?}\nof {expected:#?}");
    for (outcome, &chance) in expected {
        let count = counts.get(outcome).copied().unwrap_or(0);
        let tail = tail(trials, count, chance.min(1.0));
        assert!(
            tail >= FALSE_ALARM / 2.0,
            "{outcome:?} was counted {count} times in {trials} trials at chance {chance}: tail {tail:e}"
        );
    }
}

/// The chance of a count as far from its mean as this one, or further on the same side.
pub fn tail(trials: u64, count: u64, chance: f64) -> f64 {
    if chance >= 1.0 {
        return if count == trials { 1.0 } else { 0.0 };
    }
    let log_factorial = |n: u64| libm::lgamma(n as f64 + 1.0);
    let mass = |count: u64| {
        let choices = log_factorial(trials) - log_factorial(count) - log_factorial(trials - count);
        (choices + count as f64 * chance.ln() + (trials - count) as f64 * (-chance).ln_1p()).exp()
    };
    // Away from the mean each is smaller than the one before; what is lost by stopping is below a billionth.
    let summed = |counts: &mut dyn Iterator<Item = u64>| {
        let mut sum = 0.0;
        for count in counts {
            let mass = mass(count);
            sum += mass;
            if mass <= 1e-12 * sum {
                break;
            }
        }
        sum
    };
    if count as f64 <= trials as f64 * chance {
        summed(&mut (0..=count).rev())
    } else {
        summed(&mut (count..=trials))
    }
}

#[test]
fn tails_are_those_of_small_binomials() {
    let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-12, "{found}, {expected}");
    near(tail(3, 0, 0.5), 0.125);
    near(tail(3, 1, 0.5), 0.5);
    near(tail(3, 3, 0.5), 0.125);
    near(tail(4, 3, 0.25), 13.0 / 256.0);
    near(tail(10, 10, 1.0), 1.0);
    near(tail(10, 9, 1.0), 0.0);
}

#[test]
fn every_way_is_gone_once() {
    // Two throws of a coin, and a third after two heads.
    let heads = distribution(|chances| {
        let two = [chances.happens(0.25), chances.happens(0.25)];
        two.iter().filter(|&&head| head).count() + usize::from(two == [true; 2] && chances.happens(0.5))
    });
    let heads = heads.expect("few ways");
    let expected = [0.5625, 0.375, 0.03125, 0.03125];
    for (count, expected) in expected.into_iter().enumerate() {
        assert!((heads[&count] - expected).abs() < 1e-15, "{heads:?}");
    }
}
