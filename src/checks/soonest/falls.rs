//! When each node goes down at the latest: the other end of an outage whose length is bounded from below.
//!
//! With certain strikes only what is sure counts: of alternatives, enough must be sure to go down in one and the same
//! instant, and what a holder rides out is taken not to matter. Otherwise everything that is struck is taken to be
//! down together.

use super::strikes::{Figures, Odds, Strikes, is_back_at_once, largest_speed_up, latest_start};
use super::terms::{Term, Terms};
use super::{Assume, View};
use crate::ids::{IdVec, NodeId};
use crate::model::{Model, Need, Node, NodeKind, Scenario, Service, Workaround};
use crate::units::Millis;

/// The instants, on the axis of [`Strikes`], at which nodes go down.
#[derive(Clone, Debug, PartialEq)]
pub struct Falls {
    /// When each is sure to have gone down; never where none is.
    pub latest: IdVec<NodeId, Millis>,
    /// The instant at which it goes down in every run; nothing where that varies or it need not.
    pub exact: IdVec<NodeId, Option<Millis>>,
}

/// The instant at which a node is known to go down for a while; from an earlier look.
pub type Known<'k> = &'k dyn Fn(NodeId) -> Option<Millis>;

/// Looks at all nodes.
pub fn falls(view: &View, scenario: Option<&Scenario>, assume: Assume, known: Known) -> Falls {
    let model = view.model;
    let Some(scenario) = scenario else {
        let never = model.nodes.iter().map(|_| Millis::NEVER).collect();
        return Falls { latest: never, exact: model.nodes.iter().map(|_| None).collect() };
    };
    let is_sure = assume.odds == Odds::Certain;
    let (early, late) =
        if is_sure { (Figures::Least, Figures::Most) } else { (Figures::Typical, Figures::Typical) };
    let latest = at(view, scenario, (assume, late), known);
    if !is_sure {
        return Falls { exact: latest.iter().map(|_| None).collect(), latest };
    }
    let earliest = at(view, scenario, (assume, early), known);
    let exact = latest
        .iter()
        .zip(earliest.iter())
        .map(|(late, early)| Some(*late).filter(|late| late == early && !late.is_never()));
    Falls { exact: exact.collect(), latest }
}

fn at(
    view: &View,
    scenario: &Scenario,
    (assume, figures): (Assume, Figures),
    known: Known,
) -> IdVec<NodeId, Millis> {
    let model = view.model;
    let strikes = Strikes::of(model, scenario, (figures, assume.odds));
    let reached = strikes.reach(|struck| view.needing(struck.into_iter()));
    let terms = Terms::new(model.nodes.len());
    let quicker = largest_speed_up(scenario);
    let mut build = Falling { terms, odds: assume.odds, figures, known, reached: &reached };
    for (id, node) in model.nodes.iter_enumerated() {
        let mut ways = Vec::new();
        if reached[id] {
            let is_sure = assume.odds == Odds::Certain;
            let is_latest = is_sure && figures == Figures::Most;
            let lasting = strikes.on[id].iter().filter(|strike| !is_sure || strike.lasts());
            ways.extend(
                lasting.map(|strike| build.terms.at(if is_latest { strike.latest } else { strike.at }, None)),
            );
            // Struck while what it needs falls, it may be back in the same instant by a plan that needs nothing of it.
            if !(is_sure && is_back_at_once(model, id, quicker)) {
                ways.extend(build.node(model, node));
            }
        }
        build.terms.define(id.index() as Term, 1, &ways);
    }
    let times = build.terms.solve();
    // What may fall after the horizon need not fall in a trial.
    let room = scenario.horizon.minus(latest_start(scenario));
    let fall = |node: NodeId| times.value(node.index() as Term);
    model.nodes.ids().map(|node| if fall(node) > room { Millis::NEVER } else { fall(node) }).collect()
}

struct Falling<'k> {
    terms: Terms<()>,
    odds: Odds,
    figures: Figures,
    known: Known<'k>,
    /// Nothing else ever falls.
    reached: &'k IdVec<NodeId, bool>,
}

impl Falling<'_> {
    /// From when on what a node stands on and needs does not hold.
    fn node(&mut self, model: &Model, node: &Node) -> Vec<Term> {
        match node.kind {
            NodeKind::Task(_) => Vec::new(),
            NodeKind::Service(service) => self.service(node, &model.services[service]).into_iter().collect(),
            NodeKind::System(system) => {
                let system = &model.systems[system];
                let site = system.home.map(|home| model.sites[home].node);
                // What it restarts after takes it down, too, whether or not it rides that out.
                let stands =
                    site.into_iter().chain(system.stored_on).chain(system.restart.after().iter().copied());
                let stands = stands.filter(|node| self.reached[*node]);
                let mut ways: Vec<Term> = stands.map(|node| node.index() as Term).collect();
                ways.push(self.any(node, &node.needs));
                ways
            }
            _ => vec![self.any(node, &node.needs)],
        }
    }

    /// From when on one of these needs does not hold.
    fn any(&mut self, holder: &Node, needs: &[Need]) -> Term {
        let fails: Vec<Term> = needs.iter().filter_map(|need| self.fails(holder, need)).collect();
        self.terms.of(1, &fails)
    }

    /// From when on a need does not hold; nothing where it always does.
    fn fails(&mut self, holder: &Node, need: &Need) -> Option<Term> {
        match need {
            Need::Node(node) if !self.reached[*node] => None,
            Need::Node(node) => {
                let term = node.index() as Term;
                match holder.rides_out.iter().find(|ride| ride.node == *node) {
                    None => Some(term),
                    Some(_) if self.odds == Odds::Certain => None,
                    Some(ride) => {
                        let lasts = self.figures.of(&ride.lasts);
                        Some(self.terms.work(&[term], lasts, ()))
                    }
                }
            }
            Need::AtLeast { k, of } if *k as usize == of.len() => Some(self.any(holder, of)),
            Need::AtLeast { k, of } => {
                let parts: Vec<Term> = of.iter().filter_map(|part| self.fails(holder, part)).collect();
                let instants: Vec<Option<Millis>> =
                    of.iter().map(|part| self.instant(holder, part)).collect();
                self.together(of.len() - *k as usize + 1, &parts, &instants)
            }
        }
    }

    /// From when on so many of these have failed, at once where that must be sure.
    fn together(&mut self, count: usize, parts: &[Term], instants: &[Option<Millis>]) -> Option<Term> {
        if self.odds != Odds::Certain {
            return (count <= parts.len()).then(|| self.terms.of(count as u32, parts));
        }
        in_one_instant(count, instants).map(|instant| self.terms.at(instant, None))
    }

    /// The instant at which a need is known to fail.
    fn instant(&self, holder: &Node, need: &Need) -> Option<Millis> {
        match need {
            Need::Node(node) if holder.rides_out.iter().any(|ride| ride.node == *node) => None,
            Need::Node(node) => (self.known)(*node),
            Need::AtLeast { k, of } => {
                let instants: Vec<Option<Millis>> =
                    of.iter().map(|part| self.instant(holder, part)).collect();
                in_one_instant(of.len() - *k as usize + 1, &instants)
            }
        }
    }

    /// A service is below its minimum when neither its needs nor its minimum hold, unless a workaround can be there
    /// at once.
    fn service(&mut self, node: &Node, service: &Service) -> Option<Term> {
        let at_once = |way: &Workaround| {
            let notice = way.notice.as_ref().map_or(Millis::ZERO, |notice| notice.least());
            way.ready.least().plus(notice).plus(way.not_before) == Millis::ZERO
        };
        if service.workarounds.iter().any(at_once) {
            return None;
        }
        let full = self.any(node, &node.needs);
        let Some(minimum) = &service.minimum else { return Some(full) };
        let parts = [full, self.any(node, minimum)];
        let instants = [&node.needs, minimum].map(|needs| {
            let instants: Vec<Option<Millis>> = needs.iter().map(|need| self.instant(node, need)).collect();
            in_one_instant(1, &instants)
        });
        self.together(2, &parts, &instants)
    }
}

/// The first instant that so many of these share.
fn in_one_instant(count: usize, instants: &[Option<Millis>]) -> Option<Millis> {
    let mut known: Vec<Millis> = instants.iter().flatten().copied().collect();
    known.sort_unstable();
    known.windows(count.max(1)).find(|window| window.first() == window.last()).map(|window| window[0])
}
