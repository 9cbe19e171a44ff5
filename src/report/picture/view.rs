//! Makes the whole picture of a model: a card for every node, a link for every need, to run and to recover.

use super::marks::marks;
use super::{Card, Frame, Kind, Link, LinkKind, Picture};
use crate::ids::NodeId;
use crate::model::{Ask, Model, Need, Node, NodeKind, Restart, Scenario, Source, Step, System, Unit};
use crate::report::text::{counted, shown};

/// The picture of a model; with a scenario, what that strikes is marked.
pub fn view(model: &Model, scenario: Option<&Scenario>) -> Picture {
    let (marks, note) = marks(model, scenario);
    let mut frames: Vec<(u32, Frame)> = Vec::new();
    let mut frame_of = vec![None; model.sites.len()];
    for system in model.systems.iter() {
        if let Some(home) = system.home
            && frame_of[home.index()].is_none()
        {
            frame_of[home.index()] = Some(0);
            let node = &model.nodes[model.sites[home].node];
            frames.push((node.position, Frame { id: node.id.clone(), name: shown(&node.name).into_owned() }));
        }
    }
    frames.sort_by_key(|(position, _)| *position);
    let frames: Vec<Frame> = frames.into_iter().map(|(_, frame)| frame).collect();
    for (site, written) in model.sites.iter_enumerated() {
        let id = &model.nodes[written.node].id;
        frame_of[site.index()] = frames.iter().position(|frame| frame.id == *id);
    }
    let card = |(id, node): (NodeId, &Node)| {
        let (kind, frame) = match node.kind {
            NodeKind::Site(site) => (Kind::Site, frame_of[site.index()]),
            NodeKind::Supplier(_) => (Kind::Supplier, None),
            NodeKind::Team(_) => (Kind::Team, None),
            NodeKind::Resource(_) => (Kind::Resource, None),
            NodeKind::Task(_) => (Kind::Task, None),
            NodeKind::System(system) => {
                (Kind::System, model.systems[system].home.and_then(|home| frame_of[home.index()]))
            }
            NodeKind::Service(_) => (Kind::Service, None),
        };
        let name = shown(&node.name).into_owned();
        let detail = detail(model, node);
        Card { id: node.id.clone(), name, kind, frame, marks: marks[id], stands_for: 1, detail }
    };
    let cards = model.nodes.iter_enumerated().map(card).collect();
    let mut picture = Picture {
        title: shown(&model.name).into_owned(),
        subtitle: scenario.map(|scenario| shown(&scenario.title).into_owned()).unwrap_or_default(),
        strikes: scenario.map(|scenario| shown(&scenario.title).into_owned()),
        frames,
        cards,
        links: links(model),
        notes: note.into_iter().collect(),
    };
    picture.settle();
    let asking = picture.needed_by(|kind| kind == LinkKind::Recovers);
    picture.cards.iter_mut().zip(asking).for_each(|(card, asking)| card.marks.asked_by = asking.len());
    picture
}

fn detail(model: &Model, node: &Node) -> String {
    match node.kind {
        NodeKind::Team(team) => {
            let team = &model.teams[team];
            let people = |count: u32| counted(count as usize, "person", "people");
            match team.off_hours.people {
                same if same == team.people => people(team.people),
                fewer => format!("{}, {fewer} off hours", people(team.people)),
            }
        }
        NodeKind::Resource(resource) => counted(model.resources[resource].units as usize, "unit", "units"),
        NodeKind::Service(service) => {
            model.services[service].rto.map(|rto| format!("RTO {}", rto.target)).unwrap_or_default()
        }
        NodeKind::Supplier(supplier) => {
            model.suppliers[supplier].promises.map(|time| format!("promises {time}")).unwrap_or_default()
        }
        _ => String::new(),
    }
}

/// Every need of every node, unsorted.
fn links(model: &Model) -> Vec<Link> {
    let mut links = Vec::new();
    for (id, node) in model.nodes.iter_enumerated() {
        let mut from = Holder { model, holder: id, links: &mut links };
        from.run_needs(&node.needs);
        match node.kind {
            NodeKind::Service(service) => {
                model.services[service].minimum.iter().for_each(|needs| from.run_needs(needs));
                for workaround in &model.services[service].workarounds {
                    from.hands(&workaround.by, &[]);
                    from.hands(&workaround.holds, &[]);
                    from.back_needs(&workaround.needs);
                }
            }
            NodeKind::System(system) => from.system(&model.systems[system]),
            NodeKind::Task(task) => from.steps(&model.tasks[task].steps),
            NodeKind::Team(team) => {
                let above = model.teams[team].part_of.map(|above| model.teams[above].node);
                above.iter().for_each(|above| from.link(*above, LinkKind::Recovers));
            }
            NodeKind::Site(_) | NodeKind::Supplier(_) | NodeKind::Resource(_) => {}
        }
    }
    links
}

/// Links that begin at one node.
struct Holder<'a> {
    model: &'a Model,
    holder: NodeId,
    links: &'a mut Vec<Link>,
}

impl Holder<'_> {
    fn link(&mut self, to: NodeId, kind: LinkKind) {
        if to != self.holder {
            self.links.push(Link { from: self.holder.index(), to: to.index(), kind });
        }
    }

    fn run_needs(&mut self, needs: &[Need]) {
        needs.iter().for_each(|need| self.need(need, LinkKind::Runs));
    }

    fn need(&mut self, need: &Need, kind: LinkKind) {
        match need {
            Need::Node(node) => self.link(*node, kind),
            Need::AtLeast { k, of } => {
                let kind = if *k as usize == of.len() { kind } else { LinkKind::OneOf };
                of.iter().for_each(|part| self.need(part, kind));
            }
        }
    }

    fn back_needs(&mut self, needs: &[Need]) {
        for need in needs {
            need.for_each_node(&mut |node| self.link(node, LinkKind::Recovers));
        }
    }

    fn hands(&mut self, by: &[Ask], uses: &[Unit]) {
        for ask in by {
            self.link(self.model.teams[ask.team].node, LinkKind::Recovers);
        }
        for unit in uses {
            self.link(self.model.resources[unit.resource].node, LinkKind::Recovers);
        }
    }

    fn steps(&mut self, steps: &[Step]) {
        for step in steps {
            self.hands(&step.by, &step.uses);
            self.back_needs(&step.needs);
        }
    }

    fn system(&mut self, system: &System) {
        let site = |site| self.model.sites[site].node;
        if let Some(home) = system.home {
            self.link(site(home), LinkKind::StandsAt);
        }
        if let Some(on) = system.stored_on {
            self.link(on, LinkKind::Runs);
        }
        if let Restart::Attended { by, uses, needs, .. } = &system.restart {
            self.hands(by, uses);
            self.back_needs(needs);
        }
        for strategy in system.recovery.iter().filter(|strategy| strategy.admitted) {
            let elsewhere = strategy.site.filter(|site| Some(*site) != system.home);
            let mut places: Vec<NodeId> = elsewhere.map(|to| self.model.sites[to].node).into_iter().collect();
            if let Source::Copy(copy) = strategy.from {
                let copy = &system.copies[copy];
                places.extend(copy.at.map(|at| self.model.sites[at].node));
                places.extend(copy.on);
            }
            if let Some(decision) = &strategy.decide {
                places.push(self.model.teams[decision.by].node);
            }
            places.iter().for_each(|place| self.link(*place, LinkKind::Recovers));
            strategy.instead.iter().for_each(|(_, used)| self.link(*used, LinkKind::Recovers));
            strategy.needs_there.iter().for_each(|needs| self.back_needs(needs));
            self.back_needs(&strategy.begins_when);
            self.back_needs(&strategy.only_if);
            self.hands(&[], &strategy.occupies);
            self.steps(&strategy.steps);
        }
    }
}
