//! What cannot do without a node, whatever alternatives, plans and time to ride it out the model writes down.
//!
//! A node is held down for good. What needs it by every alternative, in every mode that a plan could bring it up in, and
//! does not ride it out, is down with it, and so on. Unlike [`Falls`](super::falls::Falls) this asks what no plan leads
//! around; unlike a list of needs it sees that both branches of an `or` can end at one node.

use super::circuit::Circuit;
use super::falls::Fall;
use super::wires::{Layout, Role, node_part, part_node};
use crate::ids::NodeId;
use crate::model::{Model, Node, NodeKind, System};

/// The circuit of what has to be up, all on.
#[derive(Clone, Debug)]
pub struct Without<'m> {
    model: &'m Model,
    circuit: Circuit,
    fall: Fall,
}

impl<'m> Without<'m> {
    /// Lays the circuit in O(nodes + needs + strategies).
    pub fn new(model: &'m Model) -> Without<'m> {
        let mut layout = Layout::new(model);
        for (id, node) in model.nodes.iter_enumerated() {
            layout.begin(id, Role::Itself);
            // What is ridden out stands as the holder itself does: it never takes it down.
            let ridden: Vec<(NodeId, NodeId)> = node.rides_out.iter().map(|ride| (ride.node, id)).collect();
            match node.kind {
                NodeKind::Task(_) => {}
                NodeKind::System(system) => of_system(&mut layout, node, &model.systems[system], &ridden),
                NodeKind::Service(service) => {
                    let minimum = &model.services[service].minimum;
                    let levels: Vec<_> = [Some(&node.needs), minimum.as_ref()]
                        .into_iter()
                        .flatten()
                        .map(|needs| {
                            let level = layout.part();
                            layout.require_all(level, needs, &ridden);
                            level
                        })
                        .collect();
                    layout.wiring.at_least(node_part(id), 1, &levels);
                }
                _ => layout.require_all(node_part(id), &node.needs, &ridden),
            }
        }
        let circuit = layout.wiring.circuit();
        let fall = Fall::new(&circuit);
        Without { model, circuit, fall }
    }

    /// What cannot do without a node, in the order in which it falls, and the steps that it took to find it.
    pub fn of(&mut self, node: NodeId) -> (Vec<NodeId>, u64) {
        let steps = self.fall.hold(&self.circuit, node_part(node), |_| true, None);
        let nodes = self.fall.order().iter().filter_map(|part| part_node(self.model, *part));
        let found = nodes.filter(|found| *found != node).collect();
        self.fall.back_to(&self.circuit, 0, |_| true);
        (found, steps)
    }
}

/// A system is up in any one of its modes: the one at home, and one for each plan.
fn of_system(layout: &mut Layout<'_>, node: &Node, system: &System, ridden: &[(NodeId, NodeId)]) {
    let model = layout.model;
    let rides = |node: &NodeId| ridden.iter().all(|(named, _)| named != node);
    let home = layout.part();
    layout.require_all(home, &node.needs, ridden);
    let stands = system.home.map(|site| model.sites[site].node).into_iter().chain(system.stored_on);
    stands.filter(rides).for_each(|node| layout.require_node(home, node));
    let mut modes = vec![home];
    for strategy in &system.recovery {
        let mode = layout.part();
        match &strategy.needs_there {
            Some(needs) => layout.require_all(mode, needs, ridden),
            None => {
                let exchanged = strategy.instead.iter().map(|(named, used)| {
                    (
                        *named,
                        ridden.iter().find(|(node, _)| node == used).map_or(*used, |(_, holder)| *holder),
                    )
                });
                let instead: Vec<(NodeId, NodeId)> = exchanged.chain(ridden.iter().copied()).collect();
                layout.require_all(mode, &node.needs, &instead);
            }
        }
        let site = strategy.site.map(|site| model.sites[site].node);
        site.iter().filter(|node| rides(node)).for_each(|node| layout.require_node(mode, *node));
        modes.push(mode);
    }
    layout.wiring.at_least(node_part(system.node), 1, &modes);
}
