//! Why some things can never come back: the circles in which they wait for themselves, and where to cut them.
//!
//! Only what lingers without rising is looked at ([`super::returns`]), so a circle that some other way back breaks is
//! none. Among these parts each wants at least one other; the groups that reach only themselves are the causes, and
//! one shortest circle of each is told. All else that is stuck waits for one of them.

use super::circuit::Part;
use super::returns::{Fate, Returns};
use super::wires::{Role, node_part, part_node};
use crate::ids::NodeId;
use crate::model::NodeKind;

/// So many causes are told; a plan with more has one problem, not many.
const CIRCLES_MAX: usize = 50;
/// So many starts are tried for a shorter circle through a cause, and so many of its links for the best cut.
const TRIED_MAX: usize = 256;
/// Steps that all starts of one cause may take together, beyond the first start.
const STEPS_MAX: usize = 2_000_000;

/// A link of a circle: who waits for whom, and by which of its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    pub from: NodeId,
    pub role: Role,
    pub to: NodeId,
    /// The part that wants `to`.
    part: Part,
}

/// A circle in which things wait for themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circle {
    /// Each leads to the next, the last to the first; begins with the smallest id.
    pub links: Vec<Link>,
    /// The link to cut; `None`: no single cut helps (of those tried).
    pub cut: Option<Cut>,
    /// Links tried as cuts, fewer than there are where the circle is very long.
    pub tried: usize,
}

/// A link that, cut, brings back most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Position in the links.
    pub link: usize,
    /// Nodes that come back once it is cut, by id.
    pub frees: Vec<NodeId>,
}

/// What can never come back because it waits for itself.
#[derive(Clone, Debug, Default)]
pub struct Deadlock {
    /// Everything that is stuck, by id.
    pub stuck: Vec<NodeId>,
    /// The causes, at most 50, by their first id.
    pub circles: Vec<Circle>,
    /// Causes that are not told.
    pub more: usize,
}

/// Finds the circles in O(parts + wires), and for each the best cut.
pub fn find(returns: &Returns) -> Deadlock {
    let stuck: Vec<NodeId> =
        returns.model.nodes.ids().filter(|node| returns.fate(*node) == Fate::Deadlocked).collect();
    if stuck.is_empty() {
        return Deadlock::default();
    }
    let groups = causes(returns);
    let more = groups.len().saturating_sub(CIRCLES_MAX);
    let mut circles: Vec<Circle> =
        groups.iter().take(CIRCLES_MAX).filter_map(|group| circle(returns, group)).collect();
    circles.sort_by_key(|circle| circle.links[0].from);
    Deadlock { stuck, circles, more }
}

/// Strongly connected groups of knotted parts that want nothing knotted outside themselves (Tarjan's algorithm with a
/// stack of its own), each sorted, in the order of their smallest parts.
pub(super) fn causes(returns: &Returns) -> Vec<Vec<Part>> {
    const NEW: u32 = u32::MAX;
    let parts = returns.circuit.len();
    let (mut number, mut low, mut group) = (vec![NEW; parts], vec![0; parts], vec![NEW; parts]);
    let (mut open, mut groups): (Vec<Part>, Vec<Vec<Part>>) = (Vec::new(), Vec::new());
    let mut next = 0;
    for start in (0..parts as Part).filter(|part| returns.knotted[*part as usize]) {
        let mut walk: Vec<(Part, usize)> = Vec::new();
        if number[start as usize] == NEW {
            walk.push((start, 0));
        }
        while let Some((part, position)) = walk.last_mut() {
            let at = *part as usize;
            if *position == 0 {
                (number[at], low[at]) = (next, next);
                next += 1;
                open.push(*part);
            }
            let input = returns.circuit.inputs(*part).get(*position).copied();
            *position += 1;
            match input {
                Some(input) if !returns.knotted[input as usize] => {}
                Some(input) if number[input as usize] == NEW => walk.push((input, 0)),
                Some(input) if group[input as usize] == NEW => low[at] = low[at].min(number[input as usize]),
                Some(_) => {}
                None => {
                    walk.pop();
                    if let Some((above, _)) = walk.last() {
                        low[*above as usize] = low[*above as usize].min(low[at]);
                    }
                    if low[at] == number[at] {
                        let from = open.iter().rposition(|part| *part as usize == at).unwrap_or(0);
                        let mut members = open.split_off(from);
                        members.iter().for_each(|part| group[*part as usize] = groups.len() as u32);
                        members.sort_unstable();
                        groups.push(members);
                    }
                }
            }
        }
    }
    let ends_here = |members: &Vec<Part>| {
        let own = group[members[0] as usize];
        let inputs = members.iter().flat_map(|part| returns.circuit.inputs(*part));
        inputs.filter(|input| returns.knotted[**input as usize]).all(|input| group[*input as usize] == own)
    };
    groups.retain(ends_here);
    groups.sort();
    groups
}

/// One of the shortest circles through a cause, with its best cut; `None` if it has no node.
pub(super) fn circle(returns: &Returns, group: &[Part]) -> Option<Circle> {
    let starts = (1 + STEPS_MAX / group.len()).min(TRIED_MAX);
    let nodes = group.iter().filter(|part| part_node(returns.model, **part).is_some()).take(starts);
    let shortest = nodes.filter_map(|start| shortest_back_to(returns, group, *start)).min_by_key(Vec::len)?;
    let mut links = links(returns, &shortest);
    let smallest = (0..links.len()).min_by_key(|at| links[*at].from)?;
    links.rotate_left(smallest);
    let tried = links.len().min(TRIED_MAX);
    let cut = best_cut(returns, &links[..tried]);
    Some(Circle { links, cut, tried })
}

/// The parts of a shortest way from a part to itself, inside its group.
fn shortest_back_to(returns: &Returns, group: &[Part], start: Part) -> Option<Vec<Part>> {
    let at = |part: Part| group.binary_search(&part).ok();
    let mut came_from: Vec<Option<Part>> = vec![None; group.len()];
    let mut queue = vec![start];
    let mut next = 0;
    while let Some(&part) = queue.get(next) {
        next += 1;
        for &input in returns.circuit.inputs(part) {
            let Some(position) = at(input) else { continue };
            if came_from[position].is_some() {
                continue;
            }
            came_from[position] = Some(part);
            if input != start {
                queue.push(input);
                continue;
            }
            let mut way = vec![part];
            while *way.last()? != start {
                way.push(came_from[at(*way.last()?)?]?);
            }
            way.reverse();
            return Some(way);
        }
    }
    None
}

/// Who waits for whom along a way: parts of one node are taken together.
fn links(returns: &Returns, way: &[Part]) -> Vec<Link> {
    let mut links = Vec::new();
    for (position, &part) in way.iter().enumerate() {
        let next = way[(position + 1) % way.len()];
        let (own, other) = (returns.origins[part as usize], returns.origins[next as usize]);
        if own.node != other.node {
            links.push(Link { from: own.node, role: own.role, to: other.node, part });
        }
    }
    links
}

/// Tries each link: what comes back if the one who waits could do without it. Of those that bring back most the one
/// that is cheapest to change: who works where, before a step, before what a system runs on.
fn best_cut(returns: &Returns, links: &[Link]) -> Option<Cut> {
    let mut risen = returns.risen.clone();
    let mut best: Option<(usize, u32, Cut)> = None;
    for (position, link) in links.iter().enumerate() {
        if risen.have(link.part) + 1 < returns.circuit.wants(link.part) {
            continue;
        }
        risen.turn_on(link.part);
        let came = risen.settle(&returns.circuit);
        let is_node = |part: &Part| {
            part_node(returns.model, *part)
                .filter(|node| node_part(*node) == *part && returns.losses.fallen[*node])
        };
        let mut frees: Vec<NodeId> = came.iter().filter_map(is_node).collect();
        risen.undo(&returns.circuit, &came);
        frees.sort_unstable();
        let cost = cost(returns, link);
        let is_better = best
            .as_ref()
            .is_none_or(|(most, least, _)| frees.len() > *most || (frees.len() == *most && cost < *least));
        if is_better && !frees.is_empty() {
            best = Some((frees.len(), cost, Cut { link: position, frees }));
        }
    }
    best.map(|(_, _, cut)| cut)
}

/// How much it takes to change a link, on a scale of ranks.
fn cost(returns: &Returns, link: &Link) -> u32 {
    let is_people = matches!(returns.model.nodes[link.from].kind, NodeKind::Team(_) | NodeKind::Resource(_));
    match link.role {
        Role::Itself if is_people => 0,
        Role::Step(..) | Role::TaskStep(_) => 1,
        Role::Strategy(_) => 2,
        Role::Restart => 3,
        Role::Wave => 4,
        Role::Home | Role::Itself => 5,
    }
}
