//! Turns tallies of pairs into changes with their intervals.

use crate::model::{Clock, Model, Objective, Service};
use crate::results::{Average, Change, Direction, Hundredths, ObjectiveKind, Share, Table, Verdict};
use crate::units::Millis;

use super::contest::Played;
use super::pair::{self, Extreme, ServicePair};
use super::quantile::{Ordered, QuantileChange};
use super::seen::KINDS;
use super::variant::Variant;

/// The quantiles whose change is told, in percent.
const PERCENTS: [u64; 3] = [50, 90, 95];

/// What a variant does to every service that it shares with the plan.
#[derive(Clone, Debug)]
pub struct Effect {
    /// Pairs of trials.
    pub trials: u64,
    /// Change of the mean loss over all services, which all have one currency; `None` without one.
    pub cost: Option<(String, Average<Hundredths>)>,
    /// In the order of the file.
    pub services: Vec<ServiceEffect>,
}

/// The same for one service.
#[derive(Clone, Debug)]
pub struct ServiceEffect {
    pub id: String,
    pub name: String,
    /// Whether an effect struck what it needs in any trial of either.
    pub touched: bool,
    pub objectives: Vec<ObjectiveEffect>,
    pub recovery: TimeEffect,
    pub data_loss: TimeEffect,
    /// The currency, and the change of the mean loss.
    pub cost: Option<(String, Average<Hundredths>)>,
    /// Pairs in which it is back earlier, and later.
    pub better: u64,
    pub worse: u64,
    /// Pairs in which anything differs.
    pub differ: u64,
    pub most_better: Option<Extreme>,
    pub most_worse: Option<Extreme>,
}

/// What becomes of an objective that both have.
#[derive(Clone, Debug)]
pub struct ObjectiveEffect {
    pub kind: ObjectiveKind,
    /// In the plan and in the variant.
    pub target: (Millis, Millis),
    pub required: (f64, f64),
    pub pairs: Table,
    pub before: Share,
    pub after: Share,
    pub change: Change,
    pub verdict: (Verdict, Verdict),
    /// Whether some trial is out at the horizon that may yet keep it: what counts neither way says nothing of a change.
    pub open: bool,
    /// Counted from detection or the declaration, it moves with that although nothing is back at another time.
    pub by_its_clock: bool,
}

/// Whether a gap opens, closes or stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// It falls short no more.
    Closes,
    /// It falls short from now on.
    Opens,
    /// Its share rises for certain, and it is a gap before and after, or before and after none.
    Better,
    Worse,
    /// Nothing that could not be chance.
    Stays,
}

/// How a time changes.
#[derive(Clone, Debug)]
pub struct TimeEffect {
    /// Mean of the differences, over the pairs in which both have an end.
    pub mean: Average<Millis>,
    /// Pairs of which just one is never.
    pub one_never: u64,
    /// None where times were not kept.
    pub quantiles: Vec<QuantileChange>,
}

impl Effect {
    /// Estimates from the pairs of a variant.
    pub fn new(plan: &Variant, variant: &Variant, played: &Played) -> Effect {
        let mut services: Vec<(u32, ServiceEffect)> = played
            .pair
            .services
            .iter()
            .map(|pair| {
                let [before, after] = [(plan, pair.positions.0), (variant, pair.positions.1)]
                    .map(|(of, at)| &of.model.services.as_slice()[at]);
                let position = plan.model.nodes[before.node].position;
                (
                    position,
                    service(
                        &plan.model,
                        (before, after),
                        pair,
                        (played.z, played.pair.trials, plan.scenario.horizon),
                    ),
                )
            })
            .collect();
        services.sort_by_key(|(position, _)| *position);
        let services: Vec<ServiceEffect> = services.into_iter().map(|(_, effect)| effect).collect();
        let mut currencies =
            services.iter().filter_map(|service| service.cost.as_ref().map(|(currency, _)| currency));
        let first = currencies.next().cloned();
        let one = first.filter(|first| currencies.all(|other| other == first));
        let trials = played.pair.trials;
        Effect {
            trials,
            cost: one.map(|currency| (currency, Average::new(&played.pair.cost, trials))),
            services,
        }
    }

    /// Every objective with the service it belongs to.
    pub fn objectives(&self) -> impl Iterator<Item = (&ServiceEffect, &ObjectiveEffect)> {
        self.services
            .iter()
            .flat_map(|service| service.objectives.iter().map(move |objective| (service, objective)))
    }

    /// Whether some objective of a touched service gets worse for certain.
    pub fn harms(&self) -> bool {
        self.objectives().any(|(_, objective)| objective.moved().is_worse())
    }
}

impl Moved {
    /// Whether it leads the wrong way.
    pub fn is_worse(self) -> bool {
        matches!(self, Moved::Opens | Moved::Worse)
    }

    /// The word of the JSON.
    pub fn word(self) -> &'static str {
        match self {
            Moved::Closes => "closes",
            Moved::Opens => "opens",
            Moved::Better => "better",
            Moved::Worse => "worse",
            Moved::Stays => "stays",
        }
    }
}

impl TimeEffect {
    /// The mean of the differences in milliseconds, where it cannot be chance.
    pub fn certain(&self) -> Option<f64> {
        let mean = self.mean.mean?;
        let [low, high] = mean.interval?;
        (low > 0.0 || high < 0.0).then_some(mean.value)
    }
}

impl ObjectiveEffect {
    /// What becomes of it.
    pub fn moved(&self) -> Moved {
        moved(self.verdict, self.direction())
    }

    /// Which way its share goes, where that cannot be chance.
    pub fn direction(&self) -> Option<Direction> {
        self.change.direction().filter(|_| !self.open)
    }
}

/// What becomes of an objective: a gap opens or closes where the verdict says so, and it moves where the change of its
/// share cannot be chance.
pub fn moved((before, after): (Verdict, Verdict), direction: Option<Direction>) -> Moved {
    let short = |verdict| verdict == Verdict::FallsShort;
    match (short(before), short(after), direction) {
        (true, false, _) => Moved::Closes,
        (false, true, _) => Moved::Opens,
        (_, _, Some(Direction::Better)) => Moved::Better,
        (_, _, Some(Direction::Worse)) => Moved::Worse,
        _ => Moved::Stays,
    }
}

fn service(
    model: &Model,
    (before, after): (&Service, &Service),
    pair: &ServicePair,
    (z, trials, horizon): (f64, u64, Millis),
) -> ServiceEffect {
    let node = &model.nodes[before.node];
    let asked = |service: &Service| [service.rto, service.rpo, service.mtpd];
    let both = asked(before).into_iter().zip(asked(after));
    let recovery = time(&pair.outage, trials);
    let starts_later = before.clock != Clock::Disruption && after.clock == before.clock;
    let objectives: Vec<ObjectiveEffect> = KINDS
        .iter()
        .zip(&pair.kept)
        .zip(both)
        .filter_map(|((&kind, table), (was, is))| {
            let mut objective = objective(kind, *table, (was?, is?), (pair, z, horizon));
            let is_rto = kind == ObjectiveKind::Rto && starts_later;
            objective.by_its_clock = is_rto && !is_felt(objective.moved(), &recovery, pair);
            Some(objective)
        })
        .collect();
    ServiceEffect {
        id: node.id.clone(),
        name: node.name.clone(),
        touched: pair.touched.0 + pair.touched.1 > 0,
        objectives,
        recovery,
        data_loss: time(&pair.data_loss, trials),
        cost: before.impact.as_ref().map(|curve| (curve.currency.clone(), Average::new(&pair.cost, trials))),
        better: pair.better,
        worse: pair.worse,
        differ: pair.differ,
        most_better: pair.most_better,
        most_worse: pair.most_worse,
    }
}

fn objective(
    kind: ObjectiveKind,
    pairs: Table,
    (was, is): (Objective, Objective),
    (pair, z, horizon): (&ServicePair, f64, Millis),
) -> ObjectiveEffect {
    let (before, after) = (pairs.before(), pairs.after());
    // What is out at the horizon may yet hold an objective that is longer; what data are lost does not depend on it.
    let open = |never: u64, objective: &Objective| {
        if kind != ObjectiveKind::Rpo && objective.target > horizon { never } else { 0 }
    };
    let open = (open(pair.outage.never[0], &was), open(pair.outage.never[1], &is));
    let judge = |share: &Share, touched: u64, open: u64, objective: &Objective| match (
        share.interval[0],
        Share::new(share.held + open, share.n).interval[1],
    ) {
        _ if touched == 0 => Verdict::NotTouched,
        (low, _) if low >= objective.required => Verdict::Holds,
        (_, high) if high < objective.required => Verdict::FallsShort,
        _ => Verdict::Undecided,
    };
    let verdict = (judge(&before, pair.touched.0, open.0, &was), judge(&after, pair.touched.1, open.1, &is));
    ObjectiveEffect {
        kind,
        target: (was.target, is.target),
        required: (was.required, is.required),
        pairs,
        before,
        after,
        change: pairs.change_at(z),
        verdict,
        open: open != (0, 0),
        by_its_clock: false,
    }
}

/// Whether a service is back at another time, the way that its objective moves: on average where that cannot be chance, or
/// in more pairs than it is the other way.
fn is_felt(moved: Moved, recovery: &TimeEffect, pair: &ServicePair) -> bool {
    let later = recovery.certain().unwrap_or(0.0);
    match moved {
        Moved::Stays => true,
        Moved::Opens | Moved::Worse => later > 0.0 || pair.worse > pair.better,
        Moved::Closes | Moved::Better => later < 0.0 || pair.better > pair.worse,
    }
}

fn time(change: &pair::Change, trials: u64) -> TimeEffect {
    let quantiles = change.times.as_ref().map(|times| {
        let ordered = Ordered::new(times);
        PERCENTS.map(|percent| ordered.change(percent)).to_vec()
    });
    TimeEffect {
        mean: Average::new(&change.moments, trials - change.neither),
        one_never: change.moments.never,
        quantiles: quantiles.unwrap_or_default(),
    }
}
