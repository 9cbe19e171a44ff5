//! Lists what an organisation could lose, alone and in pairs, and sorts out which losses are enough to break a service.
//!
//! Sets are time-aware: what breaks an objective is that it is out for too long, not that it falls.

use crate::document::edit::Typed;
use crate::ids::NodeId;
use crate::model::{Model, NeedsGraph, NodeKind};

/// What can be lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    System,
    Site,
    Supplier,
    Team,
}

impl Kind {
    /// All of them, in the order in which they are swept.
    pub const ALL: [Kind; 4] = [Kind::System, Kind::Site, Kind::Supplier, Kind::Team];

    /// The word of the language.
    pub fn word(self) -> &'static str {
        match self {
            Kind::System => "system",
            Kind::Site => "site",
            Kind::Supplier => "supplier",
            Kind::Team => "team",
        }
    }
}

/// One thing that can be lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The id of a node, or of an `alike` group.
    pub id: String,
    pub name: String,
    pub kind: Kind,
    /// How many alike members fall with it; 1 of all else.
    pub members: usize,
    node: NodeId,
}

/// How long a loss lasts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lasts {
    /// A duration, as written.
    For(String),
    /// Until people recover it, if they can.
    Forever,
}

/// What is lost together, by position among the candidates; one or two.
pub type LossSet = Vec<usize>;

/// Everything of these kinds, sorted by kind and then by id. Of an `alike` group one member stands for each, and the
/// group for all of them.
pub fn candidates(model: &Model, kinds: &[Kind]) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (node, entity) in model.nodes.iter_enumerated() {
        let kind = match entity.kind {
            NodeKind::System(system) => match model.systems[system].group {
                Some(group) if model.groups[group].members.first() != Some(&system) => continue,
                _ => Kind::System,
            },
            NodeKind::Site(_) => Kind::Site,
            NodeKind::Supplier(_) => Kind::Supplier,
            NodeKind::Team(_) => Kind::Team,
            _ => continue,
        };
        found.push(Candidate { id: entity.id.clone(), name: entity.name.clone(), kind, members: 1, node });
    }
    for group in model.groups.iter().filter(|group| group.members.len() > 1) {
        let Some(&first) = group.members.first() else { continue };
        found.push(Candidate {
            id: group.id.clone(),
            name: group.name.clone(),
            kind: Kind::System,
            members: group.members.len(),
            node: model.systems[first].node,
        });
    }
    found.retain(|candidate| kinds.contains(&candidate.kind));
    found.sort_by(|a, b| a.kind.cmp(&b.kind).then_with(|| a.id.cmp(&b.id)));
    found
}

/// The event that takes a candidate away, as RON.
pub fn event(candidate: &Candidate, lasts: &Lasts) -> String {
    let lasts = match lasts {
        Lasts::For(duration) => format!(", lasts: \"{duration}\""),
        Lasts::Forever => String::new(),
    };
    match candidate.kind {
        Kind::Team => format!("Absence(targets: [\"{}\"], share: 1.0{lasts})", candidate.id),
        _ => format!("Outage(targets: [\"{}\"]{lasts})", candidate.id),
    }
}

/// The edits that take a set away.
pub fn edits(candidates: &[Candidate], set: &LossSet, lasts: &Lasts) -> Vec<Typed> {
    set.iter().map(|&at| Typed::add("events", event(&candidates[at], lasts))).collect()
}

/// All pairs, those first that most services need both of without either being enough to break them: `breaks` tells
/// of each candidate which services it breaks alone. A pair is left out whose parts break every service alone.
pub fn pairs(model: &Model, candidates: &[Candidate], breaks: &[Vec<bool>]) -> Vec<LossSet> {
    let graph = NeedsGraph::new(model);
    let mut walk = graph.walk();
    let needed: Vec<Vec<bool>> = candidates
        .iter()
        .map(|candidate| {
            let by = graph.all_needed_by(candidate.node, &mut walk);
            model.services.iter().map(|service| by.binary_search(&service.node).is_ok()).collect()
        })
        .collect();
    let mut found: Vec<(usize, LossSet)> = Vec::new();
    for one in 0..candidates.len() {
        for other in one + 1..candidates.len() {
            let same = candidates[one].node == candidates[other].node;
            let open = |service: &usize| !breaks[one][*service] && !breaks[other][*service];
            let open: Vec<usize> = (0..model.services.len()).filter(open).collect();
            if same || open.is_empty() {
                continue;
            }
            let both = open.iter().filter(|&&service| needed[one][service] && needed[other][service]).count();
            found.push((both, vec![one, other]));
        }
    }
    found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    found.into_iter().map(|(_, set)| set).collect()
}

/// For each service the sets that break it and of which no part does; `broken` tells of each set which services it
/// breaks.
pub fn minimal(services: usize, sets: &[(LossSet, Vec<bool>)]) -> Vec<Vec<LossSet>> {
    let alone = |at: usize, service: usize| {
        sets.iter().any(|(set, broken)| set.len() == 1 && set[0] == at && broken[service])
    };
    (0..services)
        .map(|service| {
            let breaking = sets.iter().filter(|(_, broken)| broken[service]);
            let least =
                breaking.filter(|(set, _)| set.len() == 1 || !set.iter().any(|&at| alone(at, service)));
            least.map(|(set, _)| set.clone()).collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_minimal_only_where_neither_part_is_enough() {
        let sets = [
            (vec![0], vec![true, false]),
            (vec![1], vec![false, false]),
            (vec![2], vec![false, false]),
            (vec![0, 1], vec![true, true]),
            (vec![1, 2], vec![true, false]),
        ];
        let found = minimal(2, &sets);
        assert_eq!(found, [vec![vec![0], vec![1, 2]], vec![vec![0, 1]]]);
    }
}
