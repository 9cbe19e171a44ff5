//! What keeps a service out for good: a knot of things that wait for each other, or plans of which none works.

use std::cell::OnceCell;

use super::carried_out::{self, CarriedOut, TRY_AGAIN};
use crate::checks::{Case, plans::reason, soonest::Why};
use crate::findings::{Remedy, Seen};
use crate::ids::{NodeId, SystemId};
use crate::model::{Copy, CopyKind, EventKind, NodeKind, Source, Strategy, System};
use crate::results::{ServiceResult, SystemResult};
use crate::structure::falls::Falls;
use crate::structure::knots::{Knot, Knots};
use crate::structure::losses::Losses;
use crate::structure::returns::Returns;
use crate::wording::names::listed;
use crate::wording::text::{counted, shown};

/// So many members of a circle are named, and so many of what is tied to it; so many plans.
const CIRCLE_MAX: usize = 12;
const OTHERS_MAX: usize = 4;
const PLANS_MAX: usize = 3;

/// What several findings of one run ask for, looked up when the first asks.
pub struct KeptOut<'s, 'a> {
    seen: &'s Seen<'a>,
    knots: OnceCell<Knots<'a>>,
    case: OnceCell<Case<'a>>,
}

/// Why something is not back, and what to do about it.
pub struct Reason {
    /// A clause for the end of a sentence.
    pub words: String,
    pub remedies: Vec<Remedy>,
}

/// Why one plan does not bring its system back.
struct Dead {
    words: String,
    matter: Matter,
    /// None: what is said of its matter.
    remedies: Vec<Remedy>,
}

/// What would have to be different; of several plans that with the first matter is mended first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Matter {
    /// It was carried out, in half of the runs or more in which its system is not back, and came to nothing.
    Ran,
    /// The data: no copy is left, or none is clean.
    Copies,
    /// It failed, and could be tried again.
    Tries,
    /// It is given up before its work can be done.
    Patience,
    /// It needs what is gone.
    Lost,
    /// It is back later than is watched.
    Longer,
}

impl<'s, 'a> KeptOut<'s, 'a> {
    pub fn new(seen: &'s Seen<'a>) -> KeptOut<'s, 'a> {
        KeptOut { seen, knots: OnceCell::new(), case: OnceCell::new() }
    }

    /// Why a service stays out; `end` is the system below it that stays down most often by itself.
    pub fn why(&self, service: &ServiceResult, end: Option<&SystemResult>) -> Reason {
        let own = self.seen.node_id(&service.id);
        let ends = end.and_then(|end| self.seen.system(&end.id)).map(|system| system.node);
        let knot = own.into_iter().chain(ends).find_map(|node| self.knots().behind(node));
        match (knot, end) {
            (Some(knot), _) => self.of_knot(&knot),
            (None, Some(end)) => self.of_plans(end),
            (None, None) => Reason {
                words: "nothing below it explains why".to_owned(),
                remedies: vec![remedy(Matter::Tries, &shown(&service.name))],
            },
        }
    }

    /// Why a system stays down by itself.
    pub fn why_system(&self, end: &SystemResult) -> Reason {
        let node = self.seen.system(&end.id).map(|system| system.node);
        match node.and_then(|node| self.knots().behind(node)) {
            Some(knot) => self.of_knot(&knot),
            None => self.of_plans(end),
        }
    }

    fn knots(&self) -> &Knots<'a> {
        self.knots.get_or_init(|| {
            let falls = Falls::new(self.seen.model);
            Knots::new(Returns::new(self.seen.model, Losses::of(&falls, self.seen.scenario)))
        })
    }

    fn case(&self) -> &Case<'a> {
        self.case.get_or_init(|| Case::new("", self.seen.model, self.seen.scenario))
    }

    fn of_knot(&self, knot: &Knot) -> Reason {
        let name = |node: &NodeId| shown(&self.seen.model.nodes[*node].name).into_owned();
        let names = |nodes: &[NodeId]| nodes.iter().map(name).collect::<Vec<String>>();
        let words = match knot.circle.as_slice() {
            [one] => format!("{} waits for itself", name(one)),
            circle => format!("these wait for each other: {}", listed(&names(circle), CIRCLE_MAX)),
        };
        let with = match knot.others.as_slice() {
            [] => String::new(),
            others => format!("; tied to them: {}", listed(&names(others), OTHERS_MAX)),
        };
        Reason {
            words: format!("{words}{with}"),
            remedies: vec![Remedy::to_do(
                "Give one of them a way back that needs none of the others: `blackstart check` draws the circle and \
                 names the cheapest cut.",
            )],
        }
    }

    fn of_plans(&self, end: &SystemResult) -> Reason {
        let name = shown(&end.name);
        let reason = |words: String, matter| Reason { words, remedies: vec![remedy(matter, &name)] };
        let Some(system) = self.seen.system(&end.id) else {
            return reason(format!("{name} stays down"), Matter::Lost);
        };
        // Whatever strikes it, it can be back at some time.
        let later = !self.case().at_worst().up(system.node).is_never();
        match (system.recovery.is_empty(), later) {
            (true, true) => {
                return reason(format!("{name} comes back by itself, but not by then"), Matter::Longer);
            }
            (true, false) => return reason(format!("{name} has no way back"), Matter::Lost),
            _ => {}
        }
        let all: Vec<Dead> =
            (0..system.recovery.len()).filter_map(|position| self.of_plan(end, system, position)).collect();
        let Some(first) = all.iter().min_by_key(|dead| dead.matter as u8) else {
            return match later {
                true => reason(format!("{name} stays down: none of its plans ends by then"), Matter::Longer),
                false => reason(
                    format!("{name} stays down: none of its plans can be carried out, or none ends in time"),
                    Matter::Lost,
                ),
            };
        };
        let remedies = match first.remedies.as_slice() {
            [] => vec![remedy(first.matter, &name)],
            own => own.to_vec(),
        };
        let more = all.len().saturating_sub(PLANS_MAX);
        let mut said: Vec<String> = all.into_iter().take(PLANS_MAX).map(|dead| dead.words).collect();
        said.extend((more > 0).then(|| format!("nor do {} help", counted(more, "more plan", "more plans"))));
        said.extend(carried_out::regroup_in_vain(system, end));
        Reason { words: format!("{name} stays down: {}", said.join("; ")), remedies }
    }

    /// Why one plan of a system does not bring it back; nothing where that is not known.
    fn of_plan(&self, end: &SystemResult, system: &System, position: usize) -> Option<Dead> {
        let strategy = &system.recovery[position];
        let plan = shown(&strategy.name);
        let trials = end.strategies.get(position).map(|found| found.trials)?;
        let NodeKind::System(id) = self.seen.model.nodes[system.node].kind else { return None };
        let never = self.never(id, position);
        let dead = |words: String, matter| Some(Dead { words, matter, remedies: Vec::new() });
        let ran = |CarriedOut { words, remedies }, in_trials: u64| {
            let out = end.recovery.average.n - end.recovery.average.recovered;
            let matter = if 2 * in_trials >= out { Matter::Ran } else { Matter::Tries };
            Some(Dead { words, matter, remedies })
        };
        // It fails each time, and would the next.
        let in_vain = matches!(never, Some((_, Matter::Patience)));
        let given_up = never.is_some() && strategy.give_up.is_some();
        if trials.failed > 0 && !in_vain && !given_up {
            return ran(carried_out::failed(self.seen, (end, system), position), trials.failed);
        }
        if !strategy.admitted {
            return dead(format!("\"{plan}\" is not for a scenario of this class"), Matter::Lost);
        }
        if let Some(copy) = self.no_clean_copy(system, strategy) {
            return dead(format!("\"{plan}\" {copy}"), Matter::Copies);
        }
        if let Some((why, matter)) = never {
            return dead(format!("\"{plan}\" cannot be finished: {why}"), matter);
        }
        let under_way = trials.chosen.saturating_sub(trials.completed);
        (under_way > 0)
            .then(|| carried_out::not_done(self.seen, (end, system), position))
            .and_then(|carried_out| ran(carried_out, under_way))
    }

    /// What is read off the page, if everything happens that the scenario can do.
    fn never(&self, id: SystemId, position: usize) -> Option<(String, Matter)> {
        let case = self.case();
        let worst = case.at_worst();
        worst.done(id, position).filter(|done| done.is_never())?;
        let never = worst.why_never(id, position);
        let matter = match never.root {
            Some(Why::CopyGone { .. } | Why::Unclean { .. } | Why::DataGone(_) | Why::NoPoint { .. }) => {
                Matter::Copies
            }
            Some(Why::GivenUp { .. }) => Matter::Patience,
            _ => Matter::Lost,
        };
        Some((reason(case, &never), matter))
    }

    /// Why no point of the copy that a plan restores is clean: all are younger than the intruder's stay.
    fn no_clean_copy(&self, system: &System, strategy: &Strategy) -> Option<String> {
        let Source::Copy(position) = strategy.from else { return None };
        if strategy.cleans {
            return None;
        }
        let copy = &system.copies[position];
        let (oldest, age) = (copy.oldest(), age(copy));
        let events = self.seen.scenario.events.iter();
        let strikes = events.filter(|event| event.chance > 0.0 && event.targets.contains(&system.node));
        let inside = strikes.filter_map(|event| match &event.kind {
            EventKind::Corruption { dwell, .. } if dwell.most() > oldest => {
                Some((dwell.least(), dwell.most()))
            }
            _ => None,
        });
        let (least, most) = inside.max()?;
        let stay = match (least == most, most.is_never()) {
            (true, _) => format!("for {least}"),
            (_, true) => format!("for {least} or longer"),
            _ => format!("for {least} to {most}"),
        };
        let finds = if least > oldest { "has no clean copy" } else { "may have no clean copy" };
        Some(format!("{finds}: `{}` {age}, the intruder was inside {stay}", copy.id))
    }
}

/// What makes the points of a copy as old as they are.
fn age(copy: &Copy) -> String {
    match &copy.kind {
        CopyKind::Replica(replica) => format!("is {} old", replica.lag.typical()),
        CopyKind::Backup(backup) => format!("is kept for {}", backup.keep),
    }
}

fn remedy(matter: Matter, name: &str) -> Remedy {
    Remedy::to_do(match matter {
        Matter::Copies => format!(
            "Keep a copy of {name} that this leaves whole: kept for longer than an intruder is inside (`keep`), out of \
             reach (`immutable`, at another site), or cleaned when it is restored (`cleans: true`)."
        ),
        Matter::Ran | Matter::Tries => TRY_AGAIN.to_owned(),
        Matter::Patience => {
            format!("Give up the plan of {name} later than the least time that its work takes (`give_up`).")
        }
        Matter::Lost => format!("Add a way back for {name} that asks for nothing that is lost here."),
        Matter::Longer => {
            format!("Watch for longer (`horizon`): {name} can be back after what is watched.")
        }
    })
}
