//! Turns systems as written into entities; a group becomes its members, all of one text.
//!
//! Invariant: whether a system holds data is known, and all members of a group are equal but for their ids.

use std::collections::BTreeMap;

use super::holder::Holder;
use super::lookups::Want;
use super::names::{Alike, Named};
use super::{Resolver, texts};
use crate::diagnostic::Diagnostic;
use crate::document::decode::Text;
use crate::document::schema::{DurationDoc, RestartDoc, RestartFields, SystemDoc};
use crate::ids::{GroupId, IdVec, NodeId};
use crate::model::{Group, Model, Node, NodeKind, Objective, Restart, System, Uncertain};
use crate::source::{Place, Spanned};

/// How many strategies one system may have.
const STRATEGIES_MAX: usize = 64;

/// How much of a member is counted as one part when a group is written out.
const BYTES_OF_A_PART: usize = 32;

/// What the members of a group share.
pub(super) struct Shared {
    node: Node,
    system: System,
}

impl<'a> Resolver<'a> {
    /// Lists the groups with their members.
    pub(super) fn groups(&self) -> IdVec<GroupId, Group> {
        let group = |group: &Alike| Group {
            id: group.key.value.clone(),
            name: texts::owned(group.doc.node.described.name.as_ref())
                .unwrap_or_else(|| group.key.value.clone()),
            members: group
                .members
                .iter()
                .filter_map(|member| match self.names.nodes[*member].kind {
                    NodeKind::System(system) => Some(system),
                    _ => None,
                })
                .collect(),
            place: group.key.place,
        };
        self.names.groups.iter().map(group).collect()
    }

    /// Writes out one member of a group.
    pub(super) fn member(
        &mut self,
        model: &mut Model,
        shared: &mut BTreeMap<GroupId, Shared>,
        (id, doc, key): (NodeId, &'a SystemDoc, &str),
    ) {
        let Some((Named::Group(group), place)) = self.names.find(key) else { return };
        let Shared { node, system } =
            shared.entry(group).or_insert_with(|| self.first_member(id, doc, group, place));
        model.systems.push(System { node: id, group: Some(group), ..system.clone() });
        let declared = &self.names.nodes[id];
        model.nodes.push(Node {
            id: declared.id.clone(),
            // A member that is not written out has no text that could be long.
            name: if node.name.is_empty() { String::new() } else { declared.name() },
            kind: declared.kind,
            position: declared.position,
            ..node.clone()
        });
    }

    /// Reads what all members of a group share. Where there is no room to write it out for each, nothing will be
    /// handed out, and the members go without all that makes them large.
    fn first_member(&mut self, id: NodeId, doc: &'a SystemDoc, group: GroupId, place: Place) -> Shared {
        let system = self.resolve_system(id, doc);
        let node = self.node(id);
        let others = self.names.groups[group].members.len().saturating_sub(1);
        if self.take_parts(parts(&node, &system).saturating_mul(others), place) {
            return Shared { node, system };
        }
        let node = Node {
            name: String::new(),
            tags: Vec::new(),
            owner: None,
            note: None,
            reference: None,
            needs: Vec::new(),
            needs_at: Vec::new(),
            rides_out: Vec::new(),
            ..node
        };
        let system = System {
            restart: Restart::Plain(Uncertain::silent()),
            fails_over_on: Vec::new(),
            restore_group: None,
            copies: Vec::new(),
            recovery: Vec::new(),
            ..system
        };
        Shared { node, system }
    }

    pub(super) fn resolve_system(&mut self, node: NodeId, doc: &SystemDoc) -> System {
        let holder = self.holder(node);
        let copies = self.copies(&doc.copies);
        if let Some(over) = doc.recovery.get(STRATEGIES_MAX) {
            let diagnostic = Diagnostic::error(
                "E0507",
                format!("`{}` has {} strategies", holder.name, doc.recovery.len()),
            )
            .at(over.name.place, format!("a system may have at most {STRATEGIES_MAX}"))
            .help("leave out strategies that nobody would choose");
            self.found.push(diagnostic);
        }
        let home = doc.home.as_ref().and_then(|home| self.site(home));
        let required = doc.required.as_ref();
        let required = self.share_or(required, "required", 0.95);
        let recovery = self.strategies(doc, home, &copies, &holder);
        let holds_data = match &doc.holds_data {
            Some(written) => written.value,
            None => !doc.copies.is_empty() || doc.rpo.is_some(),
        };
        System {
            node,
            home,
            stored_on: self.stored_on(doc, &holder),
            rto: self.objective(doc.rto.as_ref(), required),
            rpo: self.objective(doc.rpo.as_ref(), required),
            restart: self.restart(doc.restart.as_ref(), &holder),
            priority: self.priority(doc.priority.as_ref()),
            fails_over_on: self.others(&doc.fails_over_on, &holder),
            restore_group: texts::owned(doc.restore_group.as_ref()),
            regroup: doc.regroup.as_ref().map(|regroup| self.above_zero(regroup, "regroup")),
            holds_data,
            copies,
            recovery,
            group: None,
        }
    }

    fn stored_on(&mut self, doc: &SystemDoc, holder: &Holder) -> Option<NodeId> {
        let text = doc.stored_on.as_ref()?;
        let node = self.one(&text.value, text.place, Want::Node)?;
        if holder.is(node) {
            self.refuse_self(holder, text.place, None);
        }
        Some(node)
    }

    /// Reads nodes other than the holder, sorted by id.
    fn others(&mut self, texts: &[Text], holder: &Holder) -> Vec<NodeId> {
        for text in texts {
            let is_own = match self.names.find(&text.value) {
                Some((Named::Node(node), _)) => holder.is(node),
                Some((Named::Group(group), _)) => {
                    self.names.groups[group].members.first().is_some_and(|member| holder.is(*member))
                }
                _ => false,
            };
            if is_own {
                self.refuse_self(holder, text.place, None);
            }
        }
        self.every(texts, Want::Node)
    }

    fn restart(&mut self, doc: Option<&RestartDoc>, holder: &Holder) -> Restart {
        match doc {
            None => Restart::Plain(Uncertain::silent()),
            Some(RestartDoc::Plain(takes)) => Restart::Plain(self.uncertain(takes)),
            Some(RestartDoc::Work(RestartFields { takes, by, uses, needs, after, .. })) => {
                Restart::Attended {
                    takes: self.uncertain(takes),
                    by: self.asks(by),
                    uses: self.units(uses, &[]),
                    needs: self.needs(needs, Want::NodeOrTask, &Holder::nobody()),
                    after: self.others(after, holder),
                }
            }
        }
    }

    /// Reads an objective with the share of trials that must hold it.
    pub(super) fn objective(&mut self, doc: Option<&DurationDoc>, required: f64) -> Option<Objective> {
        doc.map(|doc| Objective { target: self.plain(doc), required, place: doc.is.place })
    }

    /// Reads a place in a queue.
    pub(super) fn priority(&mut self, number: Option<&Spanned<u64>>) -> Option<u32> {
        number.map(|number| self.count(number, "priority"))
    }
}

/// Measures what writing out one more member takes, by the length of everything in it.
fn parts(node: &Node, system: &System) -> usize {
    format!("{node:?}{system:?}").len() / BYTES_OF_A_PART
}
