//! What becomes of a plan along one of the ways it can go: worked out system by system from `docs/semantics.md`, with
//! nothing of the engine.

use std::collections::BTreeMap;

use super::chances::Chances;
use super::plan::{Effect, Event, From, Kind, ONSET, Plan, Step, System, Way};

/// Not in this trial.
pub const NEVER: i64 = i64::MAX;

/// What is compared: hours, and which ways were completed or failed.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Outcome {
    /// From the first fall of the service to its last return; `NEVER` if it is down at the end.
    pub outage: i64,
    /// Until the service was back for the first time.
    pub first_back: i64,
    /// How often it fell.
    pub downs: u32,
    pub data_loss: i64,
    /// For each system bits of the ways that were completed, and of those that failed.
    pub ways: Vec<(u64, u64)>,
}

/// A strike on one system.
struct Strike<'p> {
    at: i64,
    effect: &'p Effect,
    /// Of an outage that ends by itself: how long it lasts. Of a corruption: its dwell.
    hours: i64,
}

/// What became of a system by itself: down from, up again at, what was lost.
struct Fate {
    down: i64,
    up: i64,
    data_loss: i64,
    ways: (u64, u64),
}

/// What is drawn of the copies of a system, once for each.
struct Points<'p> {
    system: &'p System,
    strike: &'p Strike<'p>,
    lags: BTreeMap<usize, i64>,
    destroyed: BTreeMap<usize, bool>,
    succeeded: BTreeMap<(usize, i64), bool>,
}

impl Plan {
    /// What becomes of it when `chances` fall as they do.
    pub fn outcome(&self, chances: &mut Chances) -> Outcome {
        let strikes = self.strikes(chances);
        let incident = strikes.iter().flatten().map(|strike| strike.at).min().unwrap_or(NEVER);
        let mut assessed = NEVER;
        if incident < NEVER {
            assessed = incident + chances.value(&self.detect) + chances.value(&self.assess);
        }
        // When each system is down, its needs included; sorted, apart from each other.
        let mut downs: Vec<Vec<(i64, i64)>> = Vec::new();
        let mut outcome = Outcome::default();
        for (system, strike) in self.systems.iter().zip(&strikes) {
            let mut down: Vec<(i64, i64)> =
                system.needs.iter().flat_map(|&need| downs[need].clone()).collect();
            outcome.ways.push((0, 0));
            if let Some(strike) = strike {
                let fate = system.fate(strike, assessed, &downs, chances);
                down.push((fate.down, fate.up));
                outcome.data_loss = outcome.data_loss.max(fate.data_loss);
                outcome.ways.pop();
                outcome.ways.push(fate.ways);
            }
            downs.push(joined(down));
        }
        self.serve(&downs, &mut outcome);
        outcome
    }

    fn strikes(&self, chances: &mut Chances) -> Vec<Option<Strike<'_>>> {
        let mut strikes: Vec<Option<Strike>> = self.systems.iter().map(|_| None).collect();
        for event in &self.events {
            let together = event.together && chances.happens(event.chance);
            let struck: Vec<usize> = event
                .targets
                .iter()
                .copied()
                .filter(|_| if event.together { together } else { chances.happens(event.chance) })
                .collect();
            if struck.is_empty() {
                continue;
            }
            let (after, hours) = (chances.value(&event.after), event.hours(chances));
            for target in struck {
                strikes[target] = Some(Strike { at: after, effect: &event.effect, hours });
            }
        }
        strikes
    }

    /// The service: when enough systems were not up.
    fn serve(&self, downs: &[Vec<(i64, i64)>], outcome: &mut Outcome) {
        let mut instants: Vec<i64> =
            downs.iter().flatten().flat_map(|&(from, until)| [from, until]).collect();
        instants.sort_unstable();
        instants.dedup();
        let (mut first, mut since) = (NEVER, NEVER);
        (outcome.outage, outcome.first_back) = (0, 0);
        for instant in instants.into_iter().filter(|&instant| instant < NEVER) {
            let up = downs.iter().filter(|down| is_up(down, instant)).count() >= self.needed;
            if !up && since == NEVER {
                since = instant;
                first = first.min(instant);
                outcome.downs += 1;
            }
            if up && since < NEVER {
                since = NEVER;
                outcome.outage = instant - first;
                if outcome.downs == 1 {
                    outcome.first_back = instant - first;
                }
            }
        }
        if since < NEVER {
            outcome.outage = NEVER;
            if outcome.downs == 1 {
                outcome.first_back = NEVER;
            }
        }
    }
}

impl Event {
    fn hours(&self, chances: &mut Chances) -> i64 {
        match &self.effect {
            Effect::Outage { lasts: Some(lasts) } => chances.value(lasts),
            Effect::Corruption { dwell, .. } => chances.value(dwell),
            _ => 0,
        }
    }
}

impl System {
    /// Ways are tried from assessment on until one is completed or the system is up by itself.
    fn fate(&self, strike: &Strike, assessed: i64, downs: &[Vec<(i64, i64)>], chances: &mut Chances) -> Fate {
        let ends = matches!(strike.effect, Effect::Outage { lasts: Some(_) });
        let by_itself = if ends { strike.at + strike.hours + self.restart } else { NEVER };
        let lost = !self.copies.is_empty() && !matches!(strike.effect, Effect::Outage { .. });
        let mut fate =
            Fate { down: strike.at, up: by_itself, data_loss: if lost { NEVER } else { 0 }, ways: (0, 0) };
        let mut points = Points {
            system: self,
            strike,
            lags: BTreeMap::new(),
            destroyed: BTreeMap::new(),
            succeeded: BTreeMap::new(),
        };
        let (mut now, mut left) = (strike.at, (0..self.ways.len()).collect::<Vec<usize>>());
        while now < by_itself {
            let Some((way, starts)) = self.choice(&left, now, (assessed, downs), &mut points, chances) else {
                break;
            };
            if starts >= by_itself {
                break;
            }
            let loss = points.loss(&self.ways[way], chances).expect("it is applicable");
            let (done, end) = self.ways[way].carried_out(starts, by_itself, downs, chances);
            if done {
                fate.ways.0 |= 1 << way;
                fate.up = end;
                fate.data_loss = loss;
                break;
            }
            if end < NEVER {
                fate.ways.1 |= 1 << way;
            }
            left.retain(|&other| other != way);
            now = end;
        }
        fate
    }

    /// The way that is held when its first step starts, and that instant. A choice is provisional until then: an
    /// earlier way that becomes applicable in time, or at that very instant, is preferred.
    fn choice(
        &self,
        left: &[usize],
        now: i64,
        (assessed, downs): (i64, &[Vec<(i64, i64)>]),
        points: &mut Points,
        chances: &mut Chances,
    ) -> Option<(usize, i64)> {
        let struck = points.strike.at;
        let mut open: Vec<(usize, i64)> = Vec::new();
        for &at in left {
            let way = &self.ways[at];
            if points.loss(way, chances).is_some() {
                let from = if way.automatic { struck } else { assessed.max(struck) };
                open.push((at, from.max(struck + way.not_before).max(now)));
            }
        }
        let mut now = open.iter().map(|&(_, from)| from).min()?;
        loop {
            let at = open.iter().position(|&(_, from)| from <= now)?;
            let starts = self.ways[open[at].0].steps[0].ready(now, downs);
            let earlier = open[..at].iter().map(|&(_, from)| from).min().unwrap_or(NEVER);
            if earlier > starts {
                return Some((open[at].0, starts));
            }
            if starts == NEVER && earlier == NEVER {
                return None;
            }
            now = earlier;
        }
    }
}

impl Way {
    /// Whether it is completed, and when that is so or it has failed; `NEVER` if it is overtaken. What is up by itself
    /// at an instant starts nothing there, but what ends there has ended.
    fn carried_out(
        &self,
        starts: i64,
        by_itself: i64,
        downs: &[Vec<(i64, i64)>],
        chances: &mut Chances,
    ) -> (bool, i64) {
        let mut now = starts;
        for step in &self.steps {
            let mut attempts = step.attempts;
            loop {
                now = step.ready(now, downs);
                if now >= by_itself {
                    return (false, NEVER);
                }
                now += chances.value(&step.takes);
                if now > by_itself {
                    return (false, NEVER);
                }
                if chances.happens(step.success) {
                    break;
                }
                attempts -= 1;
                if attempts == 0 {
                    return (false, now);
                }
            }
        }
        (true, now)
    }
}

impl Step {
    /// The first instant from `now` on at which what it needs is up.
    fn ready(&self, now: i64, downs: &[Vec<(i64, i64)>]) -> i64 {
        let down = self.needs.map_or(&[][..], |need| downs[need].as_slice());
        let inside = down.iter().find(|&&(from, until)| (from..until).contains(&now));
        inside.map_or(now, |&(_, until)| until)
    }
}

impl Points<'_> {
    /// What is lost when a way is completed that starts now; `None` if it is not applicable.
    fn loss(&mut self, way: &Way, chances: &mut Chances) -> Option<i64> {
        let lost = !matches!(self.strike.effect, Effect::Outage { .. });
        let holds = !self.system.copies.is_empty();
        match way.from {
            From::Here => (!lost || !holds).then_some(0),
            From::Nothing => Some(if holds { NEVER } else { 0 }),
            From::Copy(copy) => self.age(copy, way.cleans, chances),
        }
    }

    /// How old the newest usable point of a copy is when the system is struck.
    fn age(&mut self, at: usize, cleans: bool, chances: &mut Chances) -> Option<i64> {
        let copy = &self.system.copies[at];
        let mut dwell = 0;
        if let Effect::Corruption { destroys, .. } = self.strike.effect {
            let gone =
                self.destroyed.entry(at).or_insert_with(|| !copy.immutable && chances.happens(*destroys));
            if *gone {
                return None;
            }
            dwell = if cleans { 0 } else { self.strike.hours };
        }
        match &copy.kind {
            Kind::Replica { lag } => {
                let lag = *self.lags.entry(at).or_insert_with(|| chances.value(lag));
                (lag >= dwell).then_some(lag)
            }
            Kind::Backup { every, starts, takes, keep, success } => {
                let struck = ONSET + self.strike.at;
                let newest = (struck - takes - starts).div_euclid(*every);
                let ages = (0..).map(|back| (newest - back, struck - starts - (newest - back) * every));
                for (number, age) in ages.take_while(|(_, age)| age <= keep) {
                    let succeeded = self.succeeded.entry((at, number));
                    if age >= dwell && *succeeded.or_insert_with(|| chances.happens(*success)) {
                        return Some(age);
                    }
                }
                None
            }
        }
    }
}

fn is_up(down: &[(i64, i64)], instant: i64) -> bool {
    !down.iter().any(|&(from, until)| (from..until).contains(&instant))
}

/// Stretches without overlaps and without gaps of nothing.
fn joined(mut stretches: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    stretches.retain(|(from, until)| from < until);
    stretches.sort_unstable();
    let mut joined: Vec<(i64, i64)> = Vec::new();
    for (from, until) in stretches {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(until),
            _ => joined.push((from, until)),
        }
    }
    joined
}
