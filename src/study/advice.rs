//! Weighs what levers do over all scenarios, picks which to try together, and finds the ones that nothing outdoes.

use super::effect::{Effect, Moved, ObjectiveEffect, ServiceEffect};

/// What one lever, or several together, come to over all scenarios.
#[derive(Clone, Debug)]
pub struct Weighed {
    /// Positions of the levers; one, or up to three.
    pub levers: Vec<usize>,
    /// What it does in each scenario; `None` where its edits make no plan.
    pub effects: Vec<Option<Effect>>,
    /// Sum over all objectives and scenarios of the change of the share kept, where it cannot be chance.
    pub gain: f64,
    /// Gaps that close.
    pub closes: usize,
    /// Objectives that get worse for certain.
    pub harms: usize,
    /// Change of the mean loss, in hundredths, over all scenarios.
    pub loss: f64,
    pub cost: Option<f64>,
}

impl Weighed {
    /// Adds up effects.
    pub fn new(levers: Vec<usize>, effects: Vec<Option<Effect>>, cost: Option<f64>) -> Weighed {
        let (mut gain, mut closes, mut harms, mut loss) = (0.0, 0, 0, 0.0);
        for effect in effects.iter().flatten() {
            for (_, objective) in effect.objectives().filter(|(_, objective)| !objective.by_its_clock) {
                gain += certain(objective);
                closes += usize::from(objective.moved() == Moved::Closes);
                harms += usize::from(is_harm(objective));
            }
            loss += effect.cost.as_ref().and_then(|(_, change)| change.mean).map_or(0.0, |mean| mean.value);
        }
        Weighed { levers, effects, gain, closes, harms, loss, cost }
    }

    /// Whether it is worth a word: it gains something and harms nothing.
    pub fn helps(&self) -> bool {
        self.gain > 0.0 && self.harms == 0
    }

    /// What it changes for certain, the largest change first: position of the scenario, service, objective. What moves only
    /// because its clock starts at another time is no change.
    pub fn changes(&self) -> Vec<(usize, &ServiceEffect, &ObjectiveEffect)> {
        let mut changes = self.certain();
        changes.retain(|(.., objective)| !objective.by_its_clock);
        changes
    }

    /// What moves for certain only because its clock starts at another time, likewise.
    pub fn by_their_clock(&self) -> Vec<(usize, &ServiceEffect, &ObjectiveEffect)> {
        let mut changes = self.certain();
        changes.retain(|(.., objective)| objective.by_its_clock);
        changes
    }

    fn certain(&self) -> Vec<(usize, &ServiceEffect, &ObjectiveEffect)> {
        let mut changes: Vec<(usize, &ServiceEffect, &ObjectiveEffect)> = Vec::new();
        for (scenario, effect) in self.effects.iter().enumerate() {
            let all = effect.iter().flat_map(Effect::objectives);
            changes.extend(
                all.filter(|(_, one)| one.direction().is_some())
                    .map(|(service, one)| (scenario, service, one)),
            );
        }
        changes.sort_by(|a, b| b.2.change.value.abs().total_cmp(&a.2.change.value.abs()));
        changes
    }
}

/// The change of a share, nothing where it may be chance.
fn certain(objective: &ObjectiveEffect) -> f64 {
    if objective.direction().is_some() { objective.change.value } else { 0.0 }
}

/// A gap opens, or a share falls for certain; not where it falls within tolerance by less than one run in a hundred.
fn is_harm(objective: &ObjectiveEffect) -> bool {
    objective.moved().is_worse()
}

/// Gains nearer to each other than this are printed alike: a twentieth of a run of 100.
const ALIKE: f64 = 0.0005;
/// The part of a loss that counts as a difference.
const LOSS_TOLD: f64 = 0.01;

/// Leaves out of `sets` those of which a part does as much: it closes as many gaps and gains and saves as much as can be
/// told. `others` are further sets that were tried, single levers above all.
pub fn without_idle_levers(sets: Vec<Weighed>, others: &[Weighed]) -> Vec<Weighed> {
    let does_as_much = |part: &Weighed, whole: &Weighed| {
        let is_part = part.levers.len() < whole.levers.len()
            && part.levers.iter().all(|lever| whole.levers.contains(lever));
        is_part
            && part.helps()
            && part.closes >= whole.closes
            && part.gain + ALIKE > whole.gain
            && part.loss <= whole.loss + whole.loss.abs() * LOSS_TOLD
    };
    let idle: Vec<bool> =
        sets.iter().map(|whole| others.iter().chain(&sets).any(|part| does_as_much(part, whole))).collect();
    sets.into_iter().zip(idle).filter(|(_, idle)| !idle).map(|(set, _)| set).collect()
}

/// Sorts the best first: by gaps closed, then runs gained, then loss saved, then position.
pub fn rank(weighed: &mut [Weighed]) {
    weighed.sort_by(|a, b| {
        b.closes
            .cmp(&a.closes)
            .then(b.gain.total_cmp(&a.gain))
            .then(a.loss.total_cmp(&b.loss))
            .then_with(|| a.levers.cmp(&b.levers))
    });
}

/// The sets to try next: each of `from` with each of the `singles` that it does not hold, every set once.
pub fn widen(from: &[Weighed], singles: &[usize], compatible: impl Fn(&[usize]) -> bool) -> Vec<Vec<usize>> {
    let mut sets: Vec<Vec<usize>> = Vec::new();
    for one in from {
        for &single in singles.iter().filter(|single| !one.levers.contains(single)) {
            let mut set = one.levers.clone();
            set.push(single);
            set.sort_unstable();
            if compatible(&set) && !sets.contains(&set) {
                sets.push(set);
            }
        }
    }
    sets
}

/// Positions of those that no other outdoes: none costs at most as much and gains more, or costs less and gains at
/// least as much. What has no cost counts by the number of its levers.
pub fn front(weighed: &[Weighed]) -> Vec<usize> {
    let price = |one: &Weighed| one.cost.unwrap_or(one.levers.len() as f64);
    let outdoes = |one: &Weighed, other: &Weighed| {
        let (cheaper, better) = (price(one).total_cmp(&price(other)), one.gain.total_cmp(&other.gain));
        cheaper.is_le() && better.is_ge() && (cheaper.is_lt() || better.is_gt())
    };
    let on = |at: &usize| {
        let one = &weighed[*at];
        one.helps() && !weighed.iter().any(|other| other.helps() && outdoes(other, one))
    };
    let mut front: Vec<usize> = (0..weighed.len()).filter(on).collect();
    front.sort_by(|&a, &b| price(&weighed[a]).total_cmp(&price(&weighed[b])));
    front
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weighed(levers: &[usize], gain: f64, cost: f64) -> Weighed {
        Weighed { gain, ..Weighed::new(levers.to_vec(), Vec::new(), Some(cost)) }
    }

    #[test]
    fn the_front_holds_what_nothing_outdoes() {
        let all = [
            weighed(&[0], 0.1, 10.0),
            weighed(&[1], 0.3, 20.0),
            weighed(&[2], 0.2, 20.0),
            weighed(&[0, 1], 0.35, 30.0),
            weighed(&[3], 0.35, 40.0),
            weighed(&[4], 0.0, 1.0),
        ];
        assert_eq!(front(&all), [0, 1, 3]);
    }

    #[test]
    fn sets_grow_by_one_and_come_once() {
        let pairs = [weighed(&[0, 1], 1.0, 0.0), weighed(&[1, 2], 1.0, 0.0)];
        assert_eq!(widen(&pairs, &[0, 1, 2, 3], |_| true), [vec![0, 1, 2], vec![0, 1, 3], vec![1, 2, 3]]);
        assert_eq!(widen(&pairs, &[0, 2], |set| !set.contains(&0)), [[0_usize; 3]; 0]);
    }

    #[test]
    fn a_lever_that_adds_nothing_makes_no_set_of_its_own() {
        let singles = [weighed(&[0], 0.5, 1.0), weighed(&[1], 0.3, 1.0), weighed(&[2], 0.01, 1.0)];
        let saves = |set: Weighed, loss| Weighed { loss, ..set };
        let sets = vec![
            weighed(&[0, 1], 0.9, 2.0),
            weighed(&[0, 2], 0.5, 2.0),
            weighed(&[0, 1, 2], 0.9004, 3.0),
            weighed(&[0, 1, 3], 0.95, 3.0),
            Weighed { closes: 1, ..weighed(&[0, 1, 4], 0.9, 3.0) },
            saves(weighed(&[0, 1, 5], 0.9, 3.0), -1_000.0),
        ];
        let kept: Vec<Vec<usize>> =
            without_idle_levers(sets, &singles).into_iter().map(|set| set.levers).collect();
        assert_eq!(kept, [vec![0, 1], vec![0, 1, 3], vec![0, 1, 4], vec![0, 1, 5]]);
    }

    #[test]
    fn what_harms_does_not_help() {
        assert!(weighed(&[0], 0.1, 1.0).helps());
        assert!(!Weighed { harms: 1, ..weighed(&[0], 0.5, 1.0) }.helps());
        assert!(!weighed(&[0], 0.0, 1.0).helps());
    }
}
