//! Turns what every node has, and the plainest kinds of node (sites, suppliers, resources), into entities.

use super::holder::Holder;
use super::lookups::Want;
use super::names::Shape;
use super::{Resolver, texts};
use crate::diagnostic::Diagnostic;
use crate::document::decode::Text;
use crate::document::schema::{DurationDoc, ResourceDoc, SiteDoc, SupplierDoc};
use crate::ids::NodeId;
use crate::model::{Need, Node, Resource, RideOut, Site, Supplier};

impl Resolver<'_> {
    /// Reads what a node has whatever its kind. For a member of a group this is what all of them share.
    pub(super) fn node(&mut self, id: NodeId) -> Node {
        let declared = &self.names.nodes[id];
        let (kind, place, position) = (declared.kind, declared.place, declared.position);
        let (id_text, name, common) = (declared.id.clone(), declared.name(), declared.shape.common());
        let holder = self.holder(id);
        let (needs, rides_out) = self.node_needs(common.needs, common.rides_out, &holder);
        let described = common.described;
        Node {
            id: id_text,
            name,
            kind,
            tags: common.tags.iter().map(|tag| tag.value.clone()).collect(),
            owner: texts::owned(described.owner.as_ref()),
            note: texts::owned(described.note.as_ref()),
            reference: texts::owned(described.r#ref.as_ref()),
            needs,
            needs_at: common.needs.iter().map(|text| text.place).collect(),
            rides_out,
            position,
            place,
        }
    }

    /// The one who must not need itself: a node, or all members of its group under the group's name.
    pub(super) fn holder(&self, id: NodeId) -> Holder {
        let declared = &self.names.nodes[id];
        if let Shape::System(_, Some(group)) = declared.shape
            && let Some((named, _)) = self.names.find(group)
        {
            return Holder::of(group, &self.names.nodes_of(named));
        }
        Holder::of(&declared.id, &[id])
    }

    fn node_needs(
        &mut self,
        needs: &[Text],
        rides_out: &[(Text, DurationDoc)],
        holder: &Holder,
    ) -> (Vec<Need>, Vec<RideOut>) {
        let needs = self.needs(needs, Want::Node, holder);
        let mut rides: Vec<RideOut> = Vec::with_capacity(rides_out.len());
        for (name, lasts) in rides_out {
            let lasts = self.uncertain(lasts);
            for node in self.each(&name.value, name.place, Want::Node) {
                rides.push(RideOut { node, lasts: lasts.clone() });
            }
        }
        rides.sort_by_key(|ride| ride.node);
        if let Some(twice) = rides.windows(2).find(|pair| pair[0].node == pair[1].node) {
            let id = &self.names.nodes[twice[0].node].id;
            let place =
                twice[1].lasts.place.or(twice[0].lasts.place).unwrap_or(crate::source::Place::NOWHERE);
            let diagnostic = Diagnostic::error("E0205", format!("`rides_out` names `{id}` twice"))
                .at(place, "once by itself and once as a member of its group")
                .help("keep one of the two");
            self.found.push(diagnostic);
        }
        rides.dedup_by_key(|ride| ride.node);
        (needs, rides)
    }

    pub(super) fn resolve_site(&mut self, node: NodeId, doc: &SiteDoc) -> Site {
        let kind = doc.kind.as_ref().map_or("Other".to_owned(), |kind| format!("{:?}", kind.value));
        Site { node, kind }
    }

    pub(super) fn resolve_supplier(&mut self, node: NodeId, doc: &SupplierDoc) -> Supplier {
        Supplier { node, promises: doc.promises.as_ref().map(|promises| self.plain(promises)) }
    }

    pub(super) fn resolve_resource(&mut self, node: NodeId, doc: &ResourceDoc) -> Resource {
        Resource { node, units: self.stock(&doc.units, "units") }
    }
}
