//! Turns events as written into entities, sorted by id.
//!
//! Invariant: an event strikes something and only what its kind can strike; `since` and `of` name events of the
//! scenario and are never in a circle.

use std::collections::BTreeMap;

use super::lookups::nearest;
use super::names::check_written_id;
use super::selectors::Selected;
use super::{Resolver, circles, texts};
use crate::diagnostic::Diagnostic;
use crate::document::decode::Text;
use crate::document::schema::{
    AlongDoc, CorruptionDoc, DurationDoc, EventDoc, SinceDoc, SpreadDoc, StrikeDoc,
};
use crate::ids::{NodeId, TaskId};
use crate::model::{Along, Event, EventKind, Model, NodeKind, Since, Uncertain, Until};
use crate::notation::amount;
use crate::source::{Place, Spanned};

/// The ids of a scenario's events, and their positions in the file.
struct EventIds {
    /// By position in the file.
    ids: Vec<Text>,
    by_id: BTreeMap<String, usize>,
}

/// What an event is in words, and what it can strike.
struct Strikes {
    noun: &'static str,
    can: fn(NodeKind) -> bool,
    what: &'static str,
}

const ANY: &str = "systems, sites, suppliers, teams and resources";
const OUTAGE: Strikes = Strikes { noun: "an Outage", can: can_be_down, what: ANY };
const DESTRUCTION: Strikes = Strikes { noun: "a Destruction", can: can_be_down, what: ANY };
const CORRUPTION: Strikes =
    Strikes { noun: "a Corruption", can: |kind| matches!(kind, NodeKind::System(_)), what: "systems" };
const ABSENCE: Strikes =
    Strikes { noun: "an Absence", can: |kind| matches!(kind, NodeKind::Team(_)), what: "teams" };
const SPREAD: Strikes = Strikes { noun: "a Spread", can: |_| false, what: "nothing of its own" };
const DELAY: Strikes = Strikes {
    noun: "a Delay",
    can: |kind| matches!(kind, NodeKind::Team(_) | NodeKind::System(_)),
    what: "teams and systems",
};

fn can_be_down(kind: NodeKind) -> bool {
    !matches!(kind, NodeKind::Service(_) | NodeKind::Task(_))
}

impl Resolver<'_> {
    /// Reads the events of a scenario.
    pub(super) fn events(&mut self, docs: &[EventDoc], model: &Model) -> Vec<Event> {
        let ids = self.event_ids(docs);
        let links: Vec<Vec<usize>> = docs.iter().map(|doc| self.links(doc, docs, &ids)).collect();
        for circle in &circles::order(&links).circles {
            self.refuse_circle("E0210", "events that wait for one another", circle, |event| &ids.ids[event]);
        }
        let mut order: Vec<usize> = (0..docs.len()).collect();
        order.sort_by(|a, b| ids.ids[*a].value.cmp(&ids.ids[*b].value));
        let mut rank = vec![0; docs.len()];
        (0..).zip(&order).for_each(|(sorted, event)| rank[*event] = sorted);
        order
            .into_iter()
            .map(|event| self.event((&docs[event], &ids.ids[event]), model, &links[event], &rank))
            .collect()
    }

    fn event_ids(&mut self, docs: &[EventDoc]) -> EventIds {
        let mut found = EventIds { ids: Vec::with_capacity(docs.len()), by_id: BTreeMap::new() };
        for (at, doc) in docs.iter().enumerate() {
            let Head { kind, id: written, place, .. } = head(doc);
            if let Some(id) = written {
                check_written_id(id, &mut self.found);
            }
            let id = written.map_or_else(|| format!("{kind}-{}", at + 1), |id| id.value.clone());
            let place = written.map_or(place, |id| id.place);
            match found.by_id.get(&id).map(|first| found.ids[*first].place) {
                Some(first) => {
                    let diagnostic = Diagnostic::error("E0205", format!("two events with the id `{id}`"))
                        .at(place, format!("this event has the id `{id}`"))
                        .at(first, "and so has this one")
                        .help("give one of them another id; without `id` an event is called by its kind and position");
                    self.found.push(diagnostic);
                }
                None => drop(found.by_id.insert(id.clone(), at)),
            }
            found.ids.push(Text::new(id, place));
        }
        found
    }

    /// The event that one waits for or spreads, if any.
    fn links(&mut self, doc: &EventDoc, docs: &[EventDoc], ids: &EventIds) -> Vec<usize> {
        let name = match (doc, head(doc).strike.and_then(|strike| strike.since.as_ref())) {
            (EventDoc::Spread(spread), _) => &spread.of,
            (_, Some(Spanned { value: SinceDoc::Event(name), .. })) => name,
            _ => return Vec::new(),
        };
        if let Some(event) = ids.by_id.get(&name.value) {
            if let EventDoc::Spread(_) = doc {
                self.check_effect(name, &docs[*event]);
            }
            return vec![*event];
        }
        let known = (ids.by_id.len(), ids.by_id.keys().map(String::as_str));
        let near = nearest(&mut self.comparisons_left, &name.value, known);
        let meant = near.map(|near| format!("did you mean `{near}`?"));
        let since = "`since` takes `Onset`, `Detected`, `Assessed`, `Declared` or the id of an event";
        let is_word = ["Onset", "Detected", "Assessed", "Declared"].contains(&name.value.as_str());
        let help = match (doc, self.names.find(&name.value)) {
            (_, None) if is_word && !matches!(doc, EventDoc::Spread(_)) => {
                format!("write it without quotes: `since: {}`", name.value)
            }
            (EventDoc::Spread(_), _) | (_, None) => {
                meant.unwrap_or_else(|| "give the event that is meant this `id`".to_owned())
            }
            (_, Some((named, _))) if self.names.is_task(named) => {
                format!("{since}; a task can only end an Outage: `until: \"{}\"`", name.value)
            }
            (_, Some(_)) => meant.unwrap_or_else(|| since.to_owned()),
        };
        let what = self.names.find(&name.value).map(|(named, place)| (self.names.one_of(named), place));
        let message = match what {
            Some((one, _)) => format!("`{}` is {one}, not an event", name.value),
            None => format!("unknown event `{}`", name.value),
        };
        let diagnostic =
            Diagnostic::error("E0213", message).at(name.place, "no event of this scenario has this id");
        let diagnostic = match what {
            Some((_, place)) => diagnostic.at(place, format!("`{}` is defined here", name.value)),
            None => diagnostic,
        };
        self.found.push(diagnostic.help(help));
        Vec::new()
    }

    /// Reports a Spread of something that strikes nothing down.
    fn check_effect(&mut self, of: &Text, spread: &EventDoc) {
        if matches!(spread, EventDoc::Outage(_) | EventDoc::Destruction(_) | EventDoc::Corruption(_)) {
            return;
        }
        let kind = words(spread).noun;
        let diagnostic = Diagnostic::error("E0605", format!("`{}` is {kind} and cannot spread", of.value))
            .at(of.place, "an Outage, a Destruction or a Corruption must stand here")
            .at(head(spread).place, format!("`{}` is defined here", of.value))
            .help("name the event whose effect goes on from node to node");
        self.found.push(diagnostic);
    }

    fn event(
        &mut self,
        (doc, id): (&EventDoc, &Text),
        model: &Model,
        links: &[usize],
        rank: &[usize],
    ) -> Event {
        let linked = links.first().map(|event| rank[*event]);
        let kind = match doc {
            EventDoc::Outage(doc) => {
                EventKind::Outage { until: self.until(doc.lasts.as_ref(), doc.until.as_ref()) }
            }
            EventDoc::Destruction(_) => EventKind::Destruction,
            EventDoc::Corruption(doc) => EventKind::Corruption {
                dwell: self.uncertain_or_zero(doc.dwell.as_ref()),
                destroys_copies: self.share_or(doc.destroys_copies.as_ref(), "destroys_copies", 0.0),
            },
            EventDoc::Absence(doc) => EventKind::Absence {
                share: self.uncertain_share(&doc.share, "share"),
                until: self.until(doc.lasts.as_ref(), None),
            },
            EventDoc::Delay(doc) => EventKind::Delay {
                factor: self.uncertain_factor(&doc.factor, "factor"),
                until: self.until(doc.lasts.as_ref(), None),
            },
            EventDoc::Spread(doc) => self.spread(doc, linked),
        };
        let Head { id: written, name, place, strike, .. } = head(doc);
        let mut event = Event {
            id: id.value.clone(),
            // An edit writes what an event is called into it, at the place of the event.
            has_own_id: written.is_some_and(|id| id.place != place),
            name: texts::owned(name),
            targets: Vec::new(),
            since: Since::Onset,
            after: Uncertain::silent(),
            chance: 1.0,
            together: false,
            kind,
            place,
        };
        let Some(strike) = strike else { return event };
        event.targets = self.targets(strike, words(doc), model);
        if let EventDoc::Corruption(doc) = doc {
            self.check_dwell(doc, &event.targets, model);
        }
        event.since = match (strike.since.as_ref().map(|since| &since.value), linked) {
            (None | Some(SinceDoc::Onset), _) => Since::Onset,
            (Some(SinceDoc::Detected), _) => Since::Detected,
            (Some(SinceDoc::Assessed), _) => Since::Assessed,
            (Some(SinceDoc::Declared), _) => Since::Declared,
            (Some(SinceDoc::Event(_)), linked) => linked.map_or(Since::Onset, Since::Event),
        };
        event.after = self.uncertain_or_zero(strike.after.as_ref());
        event.chance = self.share_or(strike.chance.as_ref(), "chance", 1.0);
        event.together = strike.together.as_ref().is_some_and(|together| together.value);
        event
    }

    fn until(&mut self, lasts: Option<&DurationDoc>, until: Option<&Text>) -> Until {
        if let (Some(lasts), Some(until)) = (lasts, until) {
            let diagnostic = Diagnostic::error("E0604", "`lasts` together with `until`")
                .at(until.place, "ends the effect when the task is done")
                .at(lasts.place, "ends it after a time")
                .help("keep the one that is meant");
            self.found.push(diagnostic);
        }
        let task = until.and_then(|until| self.ends_with(until));
        match (lasts, task) {
            (Some(lasts), _) => Until::Lasts(self.uncertain(lasts)),
            (None, Some(task)) => Until::Task(task),
            (None, None) => Until::Open,
        }
    }

    /// The task with which an effect ends. A time is taken for what it is: many write it here.
    fn ends_with(&mut self, until: &Text) -> Option<TaskId> {
        if self.names.find(&until.value).is_none() && amount::parse(&until.value).is_ok() {
            let time = &until.value;
            let diagnostic = Diagnostic::error("E0201", format!("`{time}` is a time, not the id of a task"))
                .at(until.place, "no task has this id")
                .help(format!(
                    "write how long it lasts as `lasts: \"{time}\"`; `until` names the task that ends it"
                ));
            self.found.push(diagnostic);
            return None;
        }
        self.task(until)
    }

    fn spread(&mut self, doc: &SpreadDoc, linked: Option<usize>) -> EventKind {
        let along = match &doc.along.value {
            AlongDoc::Dependents => Along::Dependents,
            AlongDoc::Dependencies => Along::Dependencies,
            AlongDoc::SameSite => Along::SameSite,
            AlongDoc::Tag(tag) => {
                if self.names.systems_with_tag(&tag.value).is_empty() {
                    self.refuse_tag(&tag.value, tag.place);
                }
                Along::Tag(tag.value.clone())
            }
        };
        EventKind::Spread {
            of: linked.unwrap_or(0),
            along,
            chance: self.share_or(doc.chance.as_ref(), "chance", 1.0),
            delay: self.uncertain_or_zero(doc.delay.as_ref()),
        }
    }

    fn targets(&mut self, strike: &StrikeDoc, strikes: &Strikes, model: &Model) -> Vec<NodeId> {
        let selection = self.select(&strike.targets, model);
        let (can, cannot): (Vec<Selected>, Vec<Selected>) =
            selection.nodes.into_iter().partition(|selected| (strikes.can)(model.nodes[selected.node].kind));
        if can.is_empty() && cannot.is_empty() && selection.sound {
            let place = strike.targets.first().map_or(strike.place, |first| first.place);
            let diagnostic = Diagnostic::error("E0602", format!("{} without a target", strikes.noun))
                .at(place, "nothing is left to strike")
                .help("name at least one target that is not left out again");
            self.found.push(diagnostic);
        }
        self.refuse_targets(&cannot, strikes, model);
        can.into_iter().map(|selected| selected.node).collect()
    }

    /// Reports selected nodes that an event cannot strike, one report for each selector.
    fn refuse_targets(&mut self, cannot: &[Selected], strikes: &Strikes, model: &Model) {
        let mut by_selector: BTreeMap<Place, Vec<&Selected>> = BTreeMap::new();
        for selected in cannot {
            by_selector.entry(selected.by.place).or_default().push(selected);
        }
        for (place, nodes) in by_selector {
            let Some(first) = nodes.first() else { continue };
            let (id, one) = (&model.nodes[first.node].id, self.names.nodes[first.node].shape.one());
            let others = nodes.len() - 1;
            let more = if others > 0 { format!(" ({others} more like it)") } else { String::new() };
            let diagnostic =
                Diagnostic::error("E0601", format!("{} cannot strike `{id}`, {one}{more}", strikes.noun))
                    .at(place, format!("{} strikes {}", strikes.noun, strikes.what))
                    .help(instead_of(first, model));
            self.found.push(diagnostic);
        }
    }

    /// Reports a corruption that does not say for how long data were spoilt before it was seen: those of a target, or of
    /// what is stored on one.
    fn check_dwell(&mut self, doc: &CorruptionDoc, targets: &[NodeId], model: &Model) {
        if doc.dwell.is_some() {
            return;
        }
        let Some((target, holder)) = data_struck(model, targets) else { return };
        let (struck, holding) = (&model.nodes[target], &model.nodes[holder]);
        let strikes = match target == holder {
            true => format!("it strikes `{}`, which holds data", struck.id),
            false => {
                format!("it strikes `{}`, and `{}`, which is stored on it, holds data", struck.id, holding.id)
            }
        };
        let diagnostic = Diagnostic::error("E0603", "a Corruption without `dwell`")
            .at(doc.place, strikes)
            .at(holding.place, format!("`{}` is defined here", holding.id))
            .help("say how long the intruder was inside: `dwell: \"pert(1d, 6d, 21d)\"`; recovery points since then are unclean");
        self.found.push(diagnostic);
    }
}

/// The first target that holds data, twice; else the first on which something is stored that does, with that.
fn data_struck(model: &Model, targets: &[NodeId]) -> Option<(NodeId, NodeId)> {
    let holds = |node: NodeId| matches!(model.nodes[node].kind, NodeKind::System(system) if model.systems[system].holds_data);
    if let Some(&target) = targets.iter().find(|target| holds(**target)) {
        return Some((target, target));
    }
    let mut stored: BTreeMap<NodeId, Vec<NodeId>> = BTreeMap::new();
    for system in model.systems.iter() {
        system.stored_on.into_iter().for_each(|on| stored.entry(on).or_default().push(system.node));
    }
    let mut open: Vec<(NodeId, NodeId)> = targets.iter().rev().map(|target| (*target, *target)).collect();
    while let Some((target, node)) = open.pop() {
        if holds(node) {
            return Some((target, node));
        }
        // Taken out, so that a circle ends.
        open.extend(stored.remove(&node).into_iter().flatten().map(|above| (target, above)));
    }
    None
}

/// What an event has whatever its kind.
struct Head<'d> {
    /// In lower case.
    kind: &'static str,
    id: Option<&'d Text>,
    name: Option<&'d Text>,
    place: Place,
    /// `None` for a Spread, which has no targets of its own.
    strike: Option<&'d StrikeDoc>,
}

fn head(doc: &EventDoc) -> Head<'_> {
    let (kind, place, strike) = match doc {
        EventDoc::Outage(doc) => ("outage", doc.place, &doc.strike),
        EventDoc::Destruction(doc) => ("destruction", doc.place, &doc.strike),
        EventDoc::Corruption(doc) => ("corruption", doc.place, &doc.strike),
        EventDoc::Absence(doc) => ("absence", doc.place, &doc.strike),
        EventDoc::Delay(doc) => ("delay", doc.place, &doc.strike),
        EventDoc::Spread(doc) => {
            let (id, name) = (doc.id.as_ref(), doc.described.name.as_ref());
            return Head { kind: "spread", id, name, place: doc.place, strike: None };
        }
    };
    let (id, name) = (strike.id.as_ref(), strike.described.name.as_ref());
    Head { kind, id, name, place, strike: Some(strike) }
}

/// What an event is in words, and what it can strike.
fn words(doc: &EventDoc) -> &'static Strikes {
    match doc {
        EventDoc::Outage(_) => &OUTAGE,
        EventDoc::Destruction(_) => &DESTRUCTION,
        EventDoc::Corruption(_) => &CORRUPTION,
        EventDoc::Absence(_) => &ABSENCE,
        EventDoc::Delay(_) => &DELAY,
        EventDoc::Spread(_) => &SPREAD,
    }
}

/// What to write instead of a node that an event cannot strike.
fn instead_of(selected: &Selected, model: &Model) -> String {
    let node = &model.nodes[selected.node];
    if selected.by.value.trim() != node.id {
        return format!("leave it out: `-{}` beside the selector", node.id);
    }
    match node.kind {
        NodeKind::Service(_) => {
            let mut named = Vec::new();
            node.needs.iter().for_each(|need| need.for_each_node(&mut |node| named.push(node)));
            let ids: Vec<String> =
                named.iter().take(4).map(|node| format!("`{}`", model.nodes[*node].id)).collect();
            format!("strike something that it needs: {}", ids.join(", "))
        }
        NodeKind::Task(_) => "strike who does its work, or what its steps need".to_owned(),
        _ => "name something else, or leave it out".to_owned(),
    }
}
