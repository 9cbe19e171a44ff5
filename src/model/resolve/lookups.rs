//! Turns a name in its place into the node it stands for, or says why it cannot stand there.
//!
//! Invariant: an unknown name and a name of the wrong kind are told apart; both name what may stand there.

use super::Resolver;
use super::names::Named;
use crate::diagnostic::{Diagnostic, near};
use crate::document::decode::Text;
use crate::ids::{NodeId, ResourceId, SiteId, SystemId, TaskId, TeamId};
use crate::model::NodeKind;
use crate::source::Place;

const TASKS_MAY_STAND: &str = "tasks may be named in the `needs` of steps, restarts and workarounds, in \
    `begins_when`, `only_if` and `until`, and nowhere else";

/// So many places are shown of a name beside the first.
const PLACES_SHOWN: usize = 3;

/// A name that nothing bears, in one file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Unknown {
    source: u32,
    name: String,
    want: Want,
}

/// What may stand at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Want {
    Site,
    Team,
    Resource,
    System,
    Service,
    Task,
    /// Anything but a task.
    Node,
    NodeOrTask,
}

impl Want {
    /// Tells whether a kind may stand here.
    pub fn admits(self, kind: NodeKind) -> bool {
        match self {
            Want::Site => matches!(kind, NodeKind::Site(_)),
            Want::Team => matches!(kind, NodeKind::Team(_)),
            Want::Resource => matches!(kind, NodeKind::Resource(_)),
            Want::System => matches!(kind, NodeKind::System(_)),
            Want::Service => matches!(kind, NodeKind::Service(_)),
            Want::Task => matches!(kind, NodeKind::Task(_)),
            Want::Node => !matches!(kind, NodeKind::Task(_)),
            Want::NodeOrTask => true,
        }
    }

    /// The noun without an article.
    pub fn noun(self) -> &'static str {
        match self {
            Want::Site => "site",
            Want::Team => "team",
            Want::Resource => "resource",
            Want::System => "system",
            Want::Service => "service",
            Want::Task => "task",
            Want::Node | Want::NodeOrTask => "node",
        }
    }

    /// What to write, where nothing nearer can be said.
    pub fn advice(self) -> &'static str {
        match self {
            Want::Site => "write the id of a site, or define it under `sites`",
            Want::Team => "write the id of a team, or define it under `teams`",
            Want::Resource => "write the id of a resource, or define it under `resources`",
            Want::System => "write the id of a system, or define it under `systems`",
            Want::Service => "write the id of a service, or define it under `services`",
            Want::Task => "write the id of a task, or define it under `tasks`",
            Want::Node | Want::NodeOrTask => {
                "write the id of something defined under `systems`, `sites`, `suppliers`, `teams`, `resources` or `services`"
            }
        }
    }

    /// The same where expressions stand, in which gates may be named.
    pub fn advice_in_needs(self) -> &'static str {
        match self {
            Want::Node => {
                "write the id of something defined under `systems`, `sites`, `suppliers`, `teams`, `resources`, `services` or `gates`"
            }
            Want::NodeOrTask => {
                "write the id of something defined under `systems`, `sites`, `suppliers`, `teams`, `resources`, `services`, `gates` or `tasks`"
            }
            other => other.advice(),
        }
    }
}

impl Resolver<'_> {
    /// Finds the one node of the wanted kind that a name stands for.
    pub(super) fn one(&mut self, name: &str, place: Place, want: Want) -> Option<NodeId> {
        match self.named(name, place, want)? {
            Named::Node(node) => Some(node),
            Named::Group(group) => {
                let members = &self.names.groups[group].members;
                let first = members.first().map(|member| self.names.nodes[*member].id.clone());
                let diagnostic = Diagnostic::error(
                    "E0202",
                    format!("`{name}` is a group of {} alike systems", members.len()),
                )
                .at(place, "one node must stand here")
                .help_maybe(first.map(|first| format!("write the id of one member, such as `{first}`")));
                self.found.push(diagnostic);
                None
            }
            Named::Gate(_) => None,
        }
    }

    /// Finds the nodes of the wanted kind that a name stands for: one, or every member of a group.
    pub(super) fn each(&mut self, name: &str, place: Place, want: Want) -> Vec<NodeId> {
        match self.named(name, place, want) {
            Some(Named::Group(group)) if !self.take_parts(self.names.groups[group].members.len(), place) => {
                Vec::new()
            }
            Some(named) => self.names.nodes_of(named),
            None => Vec::new(),
        }
    }

    /// Finds the nodes that each text of a list names, sorted by id and each once.
    pub(super) fn every(&mut self, texts: &[Text], want: Want) -> Vec<NodeId> {
        let mut nodes: Vec<NodeId> =
            texts.iter().flat_map(|text| self.each(&text.value, text.place, want)).collect();
        nodes.sort_unstable();
        nodes.dedup();
        nodes
    }

    /// Finds a name whose bearer is of the wanted kind; never a gate.
    fn named(&mut self, name: &str, place: Place, want: Want) -> Option<Named> {
        let Some((named, defined)) = self.names.find(name) else {
            self.refuse_unknown(name, place, (want, want.advice()));
            return None;
        };
        let fits = match named {
            Named::Node(node) => want.admits(self.names.nodes[node].kind),
            Named::Group(_) => want.admits(NodeKind::System(SystemId::from_index(0))),
            Named::Gate(_) => false,
        };
        if fits {
            return Some(named);
        }
        self.refuse_kind(name, (place, defined), named, want);
        None
    }

    /// Reports a name that nothing bears; with all its places at the end, see [`Resolver::tell_unknown`].
    pub(super) fn refuse_unknown(&mut self, name: &str, place: Place, (want, advice): (Want, &'static str)) {
        if place.is_nowhere() {
            return;
        }
        let unknown = Unknown { source: place.source, name: name.to_owned(), want };
        if let Some((places, _)) = self.unknown.get_mut(&unknown) {
            places.push(place);
            return;
        }
        let near = self.near(name, want);
        let help = near.map_or(advice.to_owned(), |near| format!("did you mean `{near}`?"));
        self.unknown.insert(unknown, (vec![place], help));
    }

    /// Reports every unknown name once for each file: the cause is one, however often it is named.
    pub(super) fn tell_unknown(&mut self) {
        for (Unknown { name, want, .. }, (mut places, help)) in std::mem::take(&mut self.unknown) {
            places.sort_unstable();
            places.dedup();
            let mut diagnostic = Diagnostic::error("E0201", format!("unknown name `{name}`"))
                .at(places[0], format!("no {} has this id", want.noun()));
            for place in places.iter().skip(1).take(PLACES_SHOWN) {
                diagnostic = diagnostic.at(*place, "named here, too");
            }
            let more = places.len().saturating_sub(1 + PLACES_SHOWN);
            let more = (more > 0).then(|| {
                format!("it is named at {more} more {}", if more == 1 { "place" } else { "places" })
            });
            self.found.push(diagnostic.help(help).help_maybe(more));
        }
    }

    fn refuse_kind(&mut self, name: &str, (place, defined): (Place, Place), named: Named, want: Want) {
        let one = self.names.one_of(named);
        let is_task = matches!(named, Named::Node(_)) && want == Want::Node;
        let (message, label) = match is_task {
            true => (
                format!("`{name}` is {one} and cannot stand here"),
                "anything but a task may stand here".to_owned(),
            ),
            false => {
                let noun = want.noun();
                (format!("`{name}` is {one}, not a {noun}"), format!("a {noun} must stand here"))
            }
        };
        let advice = match named {
            Named::Gate(_) => "a gate is a name for an expression and may stand in needs only".to_owned(),
            _ if is_task => TASKS_MAY_STAND.to_owned(),
            _ => match self.near(name, want) {
                Some(near) => format!("did you mean `{near}`?"),
                None => want.advice().to_owned(),
            },
        };
        let diagnostic = Diagnostic::error("E0202", message)
            .at(place, label)
            .at(defined, format!("`{name}` is defined here"))
            .help(advice);
        self.found.push(diagnostic);
    }

    /// Finds the wanted name nearest to a misspelt one.
    fn near(&mut self, name: &str, want: Want) -> Option<String> {
        let fits = |named: &Named| match named {
            Named::Node(node) => want.admits(self.names.nodes[*node].kind),
            Named::Group(_) => matches!(want, Want::System | Want::Node | Want::NodeOrTask),
            Named::Gate(_) => matches!(want, Want::Node | Want::NodeOrTask),
        };
        // Sorting the names of a large model for every misspelt one would take long.
        if self.comparisons_left < self.names.len() {
            return None;
        }
        let names = self.names.sorted();
        let candidates = names.iter().filter(|(_, named)| fits(named)).map(|&(name, _)| name);
        nearest(&mut self.comparisons_left, name, (self.names.len(), candidates))
    }

    /// Finds a site.
    pub(super) fn site(&mut self, text: &Text) -> Option<SiteId> {
        let node = self.one(&text.value, text.place, Want::Site)?;
        if let NodeKind::Site(site) = self.names.nodes[node].kind { Some(site) } else { None }
    }

    /// Finds a team.
    pub(super) fn team(&mut self, name: &str, place: Place) -> Option<TeamId> {
        let node = self.one(name, place, Want::Team)?;
        if let NodeKind::Team(team) = self.names.nodes[node].kind { Some(team) } else { None }
    }

    /// Finds a resource.
    pub(super) fn resource(&mut self, name: &str, place: Place) -> Option<ResourceId> {
        let node = self.one(name, place, Want::Resource)?;
        if let NodeKind::Resource(resource) = self.names.nodes[node].kind { Some(resource) } else { None }
    }

    /// Finds a task.
    pub(super) fn task(&mut self, text: &Text) -> Option<TaskId> {
        let node = self.one(&text.value, text.place, Want::Task)?;
        if let NodeKind::Task(task) = self.names.nodes[node].kind { Some(task) } else { None }
    }

    /// Finds the systems that each text of a list names, sorted by id and each once.
    pub(super) fn systems(&mut self, texts: &[Text]) -> Vec<SystemId> {
        let nodes = self.every(texts, Want::System);
        let systems = nodes.into_iter().filter_map(|node| match self.names.nodes[node].kind {
            NodeKind::System(system) => Some(system),
            _ => None,
        });
        systems.collect()
    }
}

/// Finds the candidate nearest to a misspelt word, as long as there is room for so many comparisons.
pub(super) fn nearest<'c>(
    comparisons_left: &mut usize,
    word: &str,
    (count, candidates): (usize, impl Iterator<Item = &'c str>),
) -> Option<String> {
    *comparisons_left = comparisons_left.checked_sub(count)?;
    near::nearest(word, candidates).map(str::to_owned)
}
