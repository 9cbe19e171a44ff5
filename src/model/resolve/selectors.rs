//! Turns a list of selectors into the nodes they select, sorted by id.
//!
//! Invariant: all exclusions apply after all inclusions, and a selector that matches nothing is reported.

use super::Resolver;
use super::lookups::Want;
use super::names::Named;
use super::values::part;
use crate::diagnostic::{Diagnostic, near};
use crate::document::decode::Text;
use crate::ids::{NodeId, SiteId};
use crate::model::{Model, NodeKind};
use crate::notation::selector::{self, Selector, SelectorKind};
use crate::source::Place;

/// One selector of a list with what it matches.
struct Match<'t> {
    text: &'t Text,
    exclude: bool,
    nodes: Vec<NodeId>,
}

/// A node that was selected, and the first selector that did.
#[derive(Clone, Copy, Debug)]
pub(super) struct Selected<'t> {
    pub node: NodeId,
    pub by: &'t Text,
}

/// What a list selects.
pub(super) struct Selection<'t> {
    /// Sorted by id, each once.
    pub nodes: Vec<Selected<'t>>,
    /// Whether every selector was understood and matched something.
    pub sound: bool,
}

impl Resolver<'_> {
    /// Reads a list of selectors over the nodes of a model.
    pub(super) fn select<'t>(&mut self, texts: &'t [Text], model: &Model) -> Selection<'t> {
        let read: Vec<Option<Match>> = texts.iter().map(|text| self.matches(text, model)).collect();
        let sound =
            read.iter().all(|selector| selector.as_ref().is_some_and(|found| !found.nodes.is_empty()));
        let (out, included): (Vec<Match>, Vec<Match>) =
            read.into_iter().flatten().partition(|found| found.exclude);
        let mut nodes: Vec<Selected> = Vec::new();
        for found in included {
            nodes.extend(found.nodes.into_iter().map(|node| Selected { node, by: found.text }));
        }
        // The sort is stable, so the first selector of a node stays in front.
        nodes.sort_by_key(|selected| selected.node);
        nodes.dedup_by_key(|selected| selected.node);
        let mut excluded: Vec<NodeId> = out.into_iter().flat_map(|found| found.nodes).collect();
        excluded.sort_unstable();
        nodes.retain(|selected| excluded.binary_search(&selected.node).is_err());
        Selection { nodes, sound }
    }

    fn matches<'t>(&mut self, text: &'t Text, model: &Model) -> Option<Match<'t>> {
        let selector = match selector::parse(&text.value) {
            Ok(selector) => selector,
            Err(error) => {
                self.refuse_notation("E0309", text, "a selector", error);
                return None;
            }
        };
        let place = part(text, &selector.range);
        let nodes = self.selected(&selector, place, model)?;
        if nodes.is_empty() && self.parts_left.is_some() {
            self.refuse_nothing(&selector, text.place);
        }
        Some(Match { text, exclude: selector.exclude, nodes })
    }

    /// Lists what one selector matches; `None` where a name in it is unknown.
    fn selected(&mut self, selector: &Selector, place: Place, model: &Model) -> Option<Vec<NodeId>> {
        let name = selector.name.as_str();
        match selector.what {
            SelectorKind::Id => self.selected_by_id(name, place),
            SelectorKind::Tag => match self.names.tags.get(name).map(|bearers| bearers.nodes.len()) {
                Some(count) => {
                    let fits = self.take_parts(count, place);
                    Some(if fits { self.names.tags[name].nodes.clone() } else { Vec::new() })
                }
                None => {
                    self.refuse_tag(name, place);
                    None
                }
            },
            SelectorKind::Home => {
                let site = self.site_of(name, place)?;
                Some(self.remembered(selector, place, || at_home(model, |home| home == site)))
            }
            SelectorKind::In => {
                let site = self.site_of(name, place)?;
                let campus = model.sites[site].node;
                let within = || at_home(model, |home| home == site || names(model, home, campus));
                Some(self.remembered(selector, place, within))
            }
            SelectorKind::Kind => Some(self.remembered(selector, place, || of_kind(model, name))),
        }
    }

    /// Lists what a selector selects, worked out the first time it is written.
    fn remembered(
        &mut self,
        selector: &Selector,
        place: Place,
        list: impl FnOnce() -> Vec<NodeId>,
    ) -> Vec<NodeId> {
        let key = format!("{:?} {}", selector.what, selector.name);
        let nodes = self.selected.get(&key).cloned().unwrap_or_else(list);
        if !self.take_parts(nodes.len(), place) {
            return Vec::new();
        }
        self.selected.entry(key).or_insert_with(|| nodes.clone());
        nodes
    }

    fn selected_by_id(&mut self, name: &str, place: Place) -> Option<Vec<NodeId>> {
        match self.names.find(name) {
            Some((Named::Node(_) | Named::Group(_), _)) => Some(self.each(name, place, Want::NodeOrTask)),
            _ => {
                self.one(name, place, Want::NodeOrTask);
                None
            }
        }
    }

    fn site_of(&mut self, name: &str, place: Place) -> Option<SiteId> {
        self.site(&Text::new(name.to_owned(), place))
    }

    fn refuse_nothing(&mut self, selector: &Selector, place: Place) {
        let what = match selector.what {
            SelectorKind::Home => format!("no system has its home at `{}`", selector.name),
            SelectorKind::In => format!("no system has its home in `{}`", selector.name),
            _ => format!("there is nothing of the kind `{}`", selector.name),
        };
        let near = near::nearest(&selector.name, selector::KINDS.iter().copied())
            .map(|_| "kinds are site, supplier, team, resource, system and the kinds of site".to_owned());
        let diagnostic =
            Diagnostic::error("E0214", what).at(place, "matches nothing").help(match selector.what {
                SelectorKind::Kind => near.unwrap_or_default(),
                _ => "give systems this `home`, or name what is meant".to_owned(),
            });
        self.found.push(diagnostic);
    }
}

/// The systems whose home satisfies a condition, by id.
fn at_home(model: &Model, at: impl Fn(SiteId) -> bool) -> Vec<NodeId> {
    model.systems.iter().filter(|system| system.home.is_some_and(&at)).map(|system| system.node).collect()
}

/// Tells whether a site names a node in its `needs`.
fn names(model: &Model, site: SiteId, node: NodeId) -> bool {
    let mut named = false;
    let needs = &model.nodes[model.sites[site].node].needs;
    needs.iter().for_each(|need| need.for_each_node(&mut |needed| named |= needed == node));
    named
}

fn of_kind(model: &Model, kind: &str) -> Vec<NodeId> {
    let is = |node: NodeKind| match (kind, node) {
        ("site", NodeKind::Site(_))
        | ("supplier", NodeKind::Supplier(_))
        | ("team", NodeKind::Team(_))
        | ("resource", NodeKind::Resource(_))
        | ("system", NodeKind::System(_)) => true,
        (_, NodeKind::Site(site)) => model.sites[site].kind == kind,
        _ => false,
    };
    model.nodes.iter_enumerated().filter(|(_, node)| is(node.kind)).map(|(id, _)| id).collect()
}
