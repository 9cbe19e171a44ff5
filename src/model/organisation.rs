//! The model as a whole: its nodes of every kind, teams and resources, groups and waves.

use super::{Allowance, Need, Response, Service, System, Task, Uncertain};
use crate::ids::{
    GroupId, IdVec, NodeId, ResourceId, ServiceId, SiteId, SupplierId, SystemId, TaskId, TeamId,
};
use crate::notation::date::Date;
use crate::notation::hours::Hours;
use crate::source::Place;
use crate::units::Millis;

/// The organisation. Every `IdVec` is sorted by id.
#[derive(Clone, Debug)]
pub struct Model {
    pub name: String,
    /// Label and value of each entry of the document control block, as written.
    pub document: Vec<(String, String)>,
    /// The day the document was approved, if it says so.
    pub approved: Option<Date>,
    /// Where the document says when it was approved, else where the model begins.
    pub place: Place,
    pub response: Response,
    pub nodes: IdVec<NodeId, Node>,
    pub sites: IdVec<SiteId, Site>,
    pub suppliers: IdVec<SupplierId, Supplier>,
    pub teams: IdVec<TeamId, Team>,
    pub resources: IdVec<ResourceId, Resource>,
    pub tasks: IdVec<TaskId, Task>,
    pub systems: IdVec<SystemId, System>,
    pub services: IdVec<ServiceId, Service>,
    pub groups: IdVec<GroupId, Group>,
    /// `None`: the model has no waves.
    pub waves: Option<Waves>,
    /// In the order of the file.
    pub allow: Vec<Allowance>,
}

impl Model {
    /// A team, and what it is part of, directly or indirectly.
    pub fn with_parents(&self, team: TeamId) -> impl Iterator<Item = TeamId> {
        std::iter::successors(Some(team), |id| self.teams[*id].part_of)
    }

    /// The latest day that the file names for anything that has been: its approval, or what was last done when.
    fn latest_day(&self) -> Option<Date> {
        let strategies =
            self.systems.iter().flat_map(|system| &system.recovery).map(|strategy| strategy.tested);
        let workarounds = self.services.iter().flat_map(|service| &service.workarounds).map(|way| way.tested);
        strategies.chain(workarounds).chain([self.approved]).flatten().max()
    }

    /// The day from which ages count where nobody asks on a day: the latest that the files name, long ago if none is.
    pub fn day_of_the_files(&self) -> Date {
        self.latest_day().unwrap_or(Date::from_days_since_1970(0))
    }
}

/// What a node is, with its index among its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    Site(SiteId),
    Supplier(SupplierId),
    Team(TeamId),
    Resource(ResourceId),
    Task(TaskId),
    System(SystemId),
    Service(ServiceId),
}

/// What every node has.
#[derive(Clone, Debug)]
pub struct Node {
    pub id: String,
    pub name: String,
    pub kind: NodeKind,
    pub tags: Vec<String>,
    pub owner: Option<String>,
    pub note: Option<String>,
    /// A document and clause (`ref` in the file).
    pub reference: Option<String>,
    /// All must hold. Empty for a task.
    pub needs: Vec<Need>,
    /// Where each of the needs is written.
    pub needs_at: Vec<Place>,
    pub rides_out: Vec<RideOut>,
    /// Order in the file over all nodes, for display.
    pub position: u32,
    /// Where the id is written.
    pub place: Place,
}

/// How long the holder carries on after `node` went down.
#[derive(Clone, Debug)]
pub struct RideOut {
    pub node: NodeId,
    pub lasts: Uncertain,
}

#[derive(Clone, Debug)]
pub struct Site {
    pub node: NodeId,
    /// `DataCentre`, `Office`, `CloudRegion`, `Remote` or `Other`; display and selectors only.
    pub kind: String,
}

#[derive(Clone, Debug)]
pub struct Supplier {
    pub node: NodeId,
    /// The contract's recovery time.
    pub promises: Option<Millis>,
}

#[derive(Clone, Debug)]
pub struct Team {
    pub node: NodeId,
    pub people: u32,
    pub call_out: Uncertain,
    pub hours: Hours,
    /// `None`: the file is silent, and they are always there.
    pub hours_place: Option<Place>,
    /// Both fields filled in: the team's own where the file is silent.
    pub off_hours: OffHours,
    pub surge: Option<Surge>,
    pub shift: Option<Shift>,
    pub part_of: Option<TeamId>,
}

#[derive(Clone, Debug)]
pub struct OffHours {
    pub people: u32,
    /// `None`: as within hours, the same draw.
    pub call_out: Option<Uncertain>,
    /// Whether the file says anything of them.
    pub is_written: bool,
}

/// Extra people: the number in all, from the declaration plus `call_out` on.
#[derive(Clone, Debug)]
pub struct Surge {
    pub people: u32,
    pub call_out: Uncertain,
}

#[derive(Clone, Copy, Debug)]
pub struct Shift {
    pub longest: Millis,
    pub rest: Millis,
}

impl Shift {
    /// The people of so many who are there at a time once they take turns: rounded half up, at least one unless there
    /// is nobody (`docs/semantics.md` section 6).
    pub fn people_in_turns(self, people: u32) -> u32 {
        let (longest, rest) = (i128::from(self.longest.get()), i128::from(self.rest.get()));
        let kept = (2 * i128::from(people) * longest + longest + rest) / (2 * (longest + rest)).max(1);
        u32::try_from(kept).unwrap_or(people).clamp(people.min(1), people)
    }
}

#[derive(Clone, Debug)]
pub struct Resource {
    pub node: NodeId,
    pub units: u32,
}

/// An `alike` group: its members are systems of their own named `id-01`, `id-02`, ...
#[derive(Clone, Debug)]
pub struct Group {
    pub id: String,
    pub name: String,
    pub members: Vec<SystemId>,
    pub place: Place,
}

/// The runbook's order of recovery.
#[derive(Clone, Debug)]
pub struct Waves {
    /// For each wave the systems it selects, already without those of earlier waves.
    pub waves: Vec<Vec<SystemId>>,
    /// `waves_are: Gate`: no step while an earlier wave is recovering.
    pub gate: bool,
}

impl Node {
    /// Where the first of its needs that names another node is written, else where its id is.
    pub fn place_of_need(&self, on: NodeId) -> Place {
        let position = self.needs.iter().position(|need| need.names(on));
        position.and_then(|position| self.needs_at.get(position).copied()).unwrap_or(self.place)
    }
}

impl Model {
    /// The node with an id; nodes are sorted by id, and a large model has many.
    pub fn node_named(&self, id: &str) -> Option<NodeId> {
        let nodes = self.nodes.as_slice();
        nodes.binary_search_by(|node| node.id.as_str().cmp(id)).ok().map(NodeId::from_index)
    }

    /// The `alike` group with an id; likewise.
    pub fn group_named(&self, id: &str) -> Option<&Group> {
        let groups = self.groups.as_slice();
        groups.binary_search_by(|group| group.id.as_str().cmp(id)).ok().map(|position| &groups[position])
    }

    /// The system with an id, or the first member of the `alike` group with it.
    pub fn system_named(&self, id: &str) -> Option<&System> {
        match self.node_named(id).map(|node| self.nodes[node].kind) {
            Some(NodeKind::System(system)) => Some(&self.systems[system]),
            Some(_) => None,
            None => self.group_named(id)?.members.first().map(|&member| &self.systems[member]),
        }
    }

    /// The node behind a system.
    pub fn system_node(&self, system: SystemId) -> &Node {
        &self.nodes[self.systems[system].node]
    }

    /// The id as written of a system.
    pub fn system_id(&self, system: SystemId) -> &str {
        &self.system_node(system).id
    }
}
