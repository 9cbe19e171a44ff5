//! Turns the keys of a model into the table of its names: nodes of every kind, `alike` groups and gates.
//!
//! Invariant: nodes are numbered in the order of their ids, and so is every kind among its own; a name stands for
//! one thing. A clash is reported and the first bearer of the name keeps it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{PARTS_MAX, too_large};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::decode::Text;
use crate::document::schema::{
    Described, DurationDoc, ModelDoc, ResourceDoc, ServiceDoc, SiteDoc, SupplierDoc, SystemDoc, TaskDoc,
    TeamDoc,
};
use crate::ids::{
    GroupId, IdVec, NodeId, ResourceId, ServiceId, SiteId, SupplierId, SystemId, TaskId, TeamId,
};
use crate::ids::{IdError, check_id, slug};
use crate::model::NodeKind;
use crate::source::{Place, Spanned};

/// How many systems all groups together may have.
const MEMBERS_MAX: u64 = 100_000;

/// The shape a node was written in.
#[derive(Clone, Copy)]
pub(super) enum Shape<'a> {
    Site(&'a SiteDoc),
    Supplier(&'a SupplierDoc),
    Team(&'a TeamDoc),
    Resource(&'a ResourceDoc),
    Task(&'a TaskDoc),
    /// With the id of its group, if it is one of several alike.
    System(&'a SystemDoc, Option<&'a str>),
    Service(&'a ServiceDoc),
}

/// What nodes of every kind have; a task has neither needs nor anything it rides out.
#[derive(Clone, Copy)]
pub(super) struct Common<'a> {
    pub described: &'a Described,
    pub tags: &'a [Text],
    pub needs: &'a [Text],
    pub rides_out: &'a [(Text, DurationDoc)],
}

/// A node of the file before anything it names is known.
pub(super) struct Declared<'a> {
    pub id: String,
    pub place: Place,
    pub shape: Shape<'a>,
    pub kind: NodeKind,
    pub position: u32,
}

impl Declared<'_> {
    /// The name people see: the written one, numbered for the members of a group, else the id.
    pub fn name(&self) -> String {
        match (&self.shape.common().described.name, self.shape) {
            (None, _) => self.id.clone(),
            (Some(name), Shape::System(_, Some(group))) => {
                format!("{} {}", name.value, self.id.get(group.len() + 1..).unwrap_or_default())
            }
            (Some(name), _) => name.value.clone(),
        }
    }
}

/// Systems that are all alike.
pub(super) struct Alike<'a> {
    pub key: &'a Text,
    pub doc: &'a SystemDoc,
    pub members: Vec<NodeId>,
}

impl Alike<'_> {
    /// Whether all members are there that are written; not where their number was refused.
    pub fn is_whole(&self) -> bool {
        let written =
            |alike: &Spanned<u64>| !alike.place.is_nowhere() && alike.value == self.members.len() as u64;
        self.doc.alike.as_ref().is_some_and(written)
    }
}

/// Who bears a tag, by id.
#[derive(Default)]
pub(super) struct Bearers {
    pub nodes: Vec<NodeId>,
    /// The systems among them.
    pub systems: Vec<NodeId>,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    Node(NodeId),
    Group(GroupId),
    /// By position in the file.
    Gate(usize),
}

/// Every name of a model.
pub(super) struct Names<'a> {
    /// Only ever looked into, a million times in a large model; never walked over but sorted.
    entries: HashMap<String, (Named, Place)>,
    pub nodes: IdVec<NodeId, Declared<'a>>,
    pub groups: IdVec<GroupId, Alike<'a>>,
    pub tags: BTreeMap<&'a str, Bearers>,
}

/// A name before clashes are found.
struct Claim<'a> {
    id: String,
    place: Place,
    what: What<'a>,
}

#[derive(Clone, Copy)]
enum What<'a> {
    Node(Shape<'a>),
    Group(&'a Text, &'a SystemDoc),
    Gate(usize),
}

impl<'a> Names<'a> {
    /// Lists the names of a model in O(names x log).
    pub fn of(model: &'a ModelDoc, found: &mut Diagnostics) -> Names<'a> {
        let mut kept: BTreeMap<String, (u32, Claim)> = BTreeMap::new();
        let mut without_group = None;
        for (position, claim) in (0..).zip(claims(model, found)) {
            if without_group.is_some() && claim.group() == without_group {
                continue;
            }
            let Some((_, first)) = kept.get(&claim.id) else {
                kept.insert(claim.id.clone(), (position, claim));
                continue;
            };
            found.push(clash(first, &claim));
            if let What::Group(key, _) = claim.what {
                // Its members follow; without a group to belong to they cannot be kept.
                without_group = Some(key.value.as_str());
            }
        }
        let mut names = Names {
            entries: HashMap::with_capacity(kept.len()),
            nodes: IdVec::new(),
            groups: IdVec::new(),
            tags: BTreeMap::new(),
        };
        let mut kinds = Kinds::default();
        for (id, (position, claim)) in kept {
            let place = claim.place;
            let named = match claim.what {
                What::Gate(gate) => Named::Gate(gate),
                What::Group(key, doc) => {
                    Named::Group(names.groups.push(Alike { key, doc, members: Vec::new() }))
                }
                What::Node(shape) => {
                    let kind = kinds.next(&shape);
                    let declared = Declared { id: id.clone(), place, shape, kind, position };
                    Named::Node(names.nodes.push(declared))
                }
            };
            names.entries.insert(id, (named, place));
        }
        names.join_groups_and_tags(found);
        names
    }

    fn join_groups_and_tags(&mut self, found: &mut Diagnostics) {
        let mut room = Some(PARTS_MAX);
        for (node, declared) in self.nodes.iter_enumerated() {
            if let Shape::System(_, Some(group)) = declared.shape
                && let Some((Named::Group(group), _)) = self.entries.get(group)
            {
                self.groups[*group].members.push(node);
            }
            let tags = declared.shape.common().tags;
            let Some(left) = room else { continue };
            room = left.checked_sub(tags.len());
            if room.is_none() {
                found.push(too_large(declared.place));
                continue;
            }
            for tag in tags {
                let bearers = self.tags.entry(tag.value.as_str()).or_default();
                if bearers.nodes.last() == Some(&node) {
                    continue;
                }
                bearers.nodes.push(node);
                if matches!(declared.kind, NodeKind::System(_)) {
                    bearers.systems.push(node);
                }
            }
        }
    }

    /// Finds what a name stands for and where it was defined.
    pub fn find(&self, name: &str) -> Option<(Named, Place)> {
        self.entries.get(name).copied()
    }

    /// Counts the names.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Lists all names in order.
    pub fn sorted(&self) -> Vec<(&str, Named)> {
        let mut names: Vec<_> =
            self.entries.iter().map(|(name, (named, _))| (name.as_str(), *named)).collect();
        names.sort_unstable_by_key(|&(name, _)| name);
        names
    }

    /// The nodes a name stands for: one, or the members of a group; none for a gate.
    pub fn nodes_of(&self, named: Named) -> Vec<NodeId> {
        match named {
            Named::Node(node) => vec![node],
            Named::Group(group) => self.groups[group].members.clone(),
            Named::Gate(_) => Vec::new(),
        }
    }

    /// The systems that bear a tag, by id.
    pub fn systems_with_tag(&self, tag: &str) -> &[NodeId] {
        self.tags.get(tag).map_or(&[], |bearers| &bearers.systems)
    }

    /// Whether a name stands for a task.
    pub fn is_task(&self, named: Named) -> bool {
        matches!(named, Named::Node(node) if matches!(self.nodes[node].kind, NodeKind::Task(_)))
    }

    /// The kind of thing a name stands for, with its article.
    pub fn one_of(&self, named: Named) -> &'static str {
        match named {
            Named::Node(node) => self.nodes[node].shape.one(),
            Named::Group(_) => "a group of alike systems",
            Named::Gate(_) => "a gate",
        }
    }
}

impl<'a> Claim<'a> {
    /// The group that a member belongs to.
    fn group(&self) -> Option<&'a str> {
        match self.what {
            What::Node(Shape::System(_, group)) => group,
            _ => None,
        }
    }
}

/// Numbers the nodes of each kind.
#[derive(Default)]
struct Kinds {
    counts: [usize; 7],
}

impl Kinds {
    fn next(&mut self, shape: &Shape) -> NodeKind {
        let mut take = |kind: usize| {
            self.counts[kind] += 1;
            self.counts[kind] - 1
        };
        match shape {
            Shape::Site(_) => NodeKind::Site(SiteId::from_index(take(0))),
            Shape::Supplier(_) => NodeKind::Supplier(SupplierId::from_index(take(1))),
            Shape::Team(_) => NodeKind::Team(TeamId::from_index(take(2))),
            Shape::Resource(_) => NodeKind::Resource(ResourceId::from_index(take(3))),
            Shape::Task(_) => NodeKind::Task(TaskId::from_index(take(4))),
            Shape::System(..) => NodeKind::System(SystemId::from_index(take(5))),
            Shape::Service(_) => NodeKind::Service(ServiceId::from_index(take(6))),
        }
    }
}

impl<'a> Shape<'a> {
    /// The kind with its article: "a system".
    pub fn one(&self) -> &'static str {
        match self {
            Shape::Site(_) => "a site",
            Shape::Supplier(_) => "a supplier",
            Shape::Team(_) => "a team",
            Shape::Resource(_) => "a resource",
            Shape::Task(_) => "a task",
            Shape::System(..) => "a system",
            Shape::Service(_) => "a service",
        }
    }

    /// What it has as a node.
    pub fn common(&self) -> Common<'a> {
        let node = match self {
            Shape::Site(doc) => &doc.node,
            Shape::Supplier(doc) => &doc.node,
            Shape::Team(doc) => &doc.node,
            Shape::Resource(doc) => &doc.node,
            Shape::System(doc, _) => &doc.node,
            Shape::Service(doc) => &doc.node,
            Shape::Task(doc) => {
                return Common { described: &doc.described, tags: &doc.tags, needs: &[], rides_out: &[] };
            }
        };
        Common {
            described: &node.described,
            tags: &node.tags,
            needs: &node.needs,
            rides_out: &node.rides_out,
        }
    }
}

/// Lists every name in the order in which nodes are displayed: kind by kind, each in the order of the file.
fn claims<'a>(model: &'a ModelDoc, found: &mut Diagnostics) -> Vec<Claim<'a>> {
    let mut written: Vec<(&'a Text, What<'a>)> = Vec::new();
    written.extend(model.sites.iter().map(|(key, doc)| (key, What::Node(Shape::Site(doc)))));
    written.extend(model.suppliers.iter().map(|(key, doc)| (key, What::Node(Shape::Supplier(doc)))));
    written.extend(model.teams.iter().map(|(key, doc)| (key, What::Node(Shape::Team(doc)))));
    written.extend(model.resources.iter().map(|(key, doc)| (key, What::Node(Shape::Resource(doc)))));
    written.extend((0..).zip(&model.gates).map(|(gate, (key, _))| (key, What::Gate(gate))));
    written.extend(model.tasks.iter().map(|(key, doc)| (key, What::Node(Shape::Task(doc)))));
    written.extend(model.systems.iter().map(|(key, doc)| match doc.alike {
        None => (key, What::Node(Shape::System(doc, None))),
        Some(_) => (key, What::Group(key, doc)),
    }));
    written.extend(model.services.iter().map(|(key, doc)| (key, What::Node(Shape::Service(doc)))));

    let keys: BTreeSet<&str> = written.iter().map(|(key, _)| key.value.as_str()).collect();
    let mut claims = Vec::with_capacity(written.len());
    let mut members_left = MEMBERS_MAX;
    for (key, what) in written {
        check_written_id(key, found);
        // Whatever refers to the repaired id has no fault of its own.
        let repaired = repaired_id(key).filter(|repaired| !keys.contains(repaired.as_str()));
        claims.push(Claim { id: repaired.unwrap_or_else(|| key.value.clone()), place: key.place, what });
        if let What::Group(_, doc) = what {
            claims.extend(members(key, doc, &mut members_left, found));
        }
    }
    claims
}

/// Lists the members of a group: `x-01`, `x-02` and so on, with as many digits as the last one needs.
fn members<'a>(
    key: &'a Text,
    doc: &'a SystemDoc,
    left: &mut u64,
    found: &mut Diagnostics,
) -> impl Iterator<Item = Claim<'a>> {
    let count = doc.alike.as_ref().map_or(0, |alike| member_count(key, alike, left, found));
    let width = count.to_string().len().max(2);
    (1..=count).map(move |number| Claim {
        id: format!("{}-{number:0width$}", key.value),
        place: key.place,
        what: What::Node(Shape::System(doc, Some(&key.value))),
    })
}

/// Reads the number of members of a group.
fn member_count(key: &Text, alike: &Spanned<u64>, left: &mut u64, found: &mut Diagnostics) -> u64 {
    let (count, place) = (alike.value, alike.place);
    if count == 0 {
        let diagnostic = Diagnostic::error("E0403", "`alike` of 0")
            .at(place, "a group has at least one member")
            .help("write how many there are, or leave `alike` out for a single system");
        found.push(diagnostic);
        return 1;
    }
    if count > *left {
        let diagnostic = Diagnostic::error("E0402", "the number is too large for `alike`")
            .at(place, format!("all groups together may have {MEMBERS_MAX} members"))
            .help("leave out what behaves the same in every scenario");
        found.push(diagnostic);
        return 1;
    }
    *left -= count;
    let last = format!("{}-{count:02}", key.value);
    if check_id(&last) == Err(IdError::TooLong(last.len())) && check_id(&key.value).is_ok() {
        let diagnostic =
            Diagnostic::error("E0204", format!("the member id `{last}` has {} characters", last.len()))
                .at(key.place, "an id has at most 64 characters, those of members included")
                .help("write a shorter id for the group");
        found.push(diagnostic);
    }
    count
}

/// Reports a written id that is ill-formed or a word of the language.
pub(super) fn check_written_id(id: &Text, found: &mut Diagnostics) {
    let Err(fault) = check_id(&id.value) else { return };
    let diagnostic = Diagnostic::error("E0204", format!("`{}` cannot be an id", id.value))
        .at(id.place, fault.to_string())
        .help_maybe(repaired_id(id).map(|repaired| format!("write `{repaired}`")));
    found.push(diagnostic);
}

/// What to write in place of an id that is not accepted; `None` where it is, or nothing is near.
fn repaired_id(id: &Text) -> Option<String> {
    check_id(&id.value).err()?;
    let numbered = || Some(format!("{}-1", id.value)).filter(|numbered| check_id(numbered).is_ok());
    slug(&id.value).filter(|repaired| check_id(repaired).is_ok()).or_else(numbered)
}

fn clash(first: &Claim, second: &Claim) -> Diagnostic {
    let one = |claim: &Claim| match claim.what {
        What::Node(Shape::System(_, Some(_))) => "a member of a group of alike systems",
        What::Node(shape) => shape.one(),
        What::Group(..) => "a group of alike systems",
        What::Gate(_) => "a gate",
    };
    let id = &second.id;
    // A system yields to a service, because the service's name is the one outsiders know.
    let system_first = matches!(first.what, What::Node(Shape::System(..)) | What::Group(..));
    let kind = if system_first { "a system" } else { one(second) };
    let suffix = kind.rsplit(' ').next().unwrap_or(kind);
    Diagnostic::error("E0203", format!("`{id}` is the id of {} and of {}", one(first), one(second)))
        .at(second.place, format!("{} of this id", one(second)))
        .at(first.place, format!("{} of the same id", one(first)))
        .help(format!(
            "rename one of them, for example to `{id}-{}`, wherever it is meant",
            suffix.trim_end_matches('s')
        ))
}
