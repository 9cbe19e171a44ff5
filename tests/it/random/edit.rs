//! Changes an organisation: one part of it, all of its durations, or two of them into one.

use super::Organisation;
use super::ron::Ron;
use super::span::Span;
use super::world::PLENTY;

/// Kinds of nodes that have needs, by the field of the model.
const HOLDERS: [&str; 6] = ["systems", "services", "sites", "suppliers", "teams", "resources"];

/// A condition in `needs`: kind and id of its holder, and its place in the list.
#[derive(Clone, Debug)]
pub struct NeedPlace {
    pub kind: &'static str,
    pub holder: String,
    pub at: usize,
}

impl Organisation {
    /// The part of the model of that kind and id.
    pub fn node(&self, kind: &str, id: &str) -> &Ron {
        let node = self.model.get(kind).and_then(|map| map.get(id));
        node.unwrap_or_else(|| panic!("{kind} has {id}"))
    }

    pub fn node_mut(&mut self, kind: &str, id: &str) -> &mut Ron {
        let node = self.model.get_mut(kind).and_then(|map| map.get_mut(id));
        node.unwrap_or_else(|| panic!("{kind} has {id}"))
    }

    /// Ids of one kind of node.
    pub fn ids(&self, kind: &str) -> Vec<String> {
        self.model.get(kind).map(Ron::keys).unwrap_or_default()
    }

    /// Systems that stand for themselves, not for a group.
    pub fn single_systems(&self) -> Vec<String> {
        let mut ids = self.ids("systems");
        ids.retain(|id| self.node("systems", id).get("alike").is_none());
        ids
    }

    /// Adds a node of a kind.
    pub fn add_node(&mut self, kind: &'static str, id: &str, fields: Vec<(&'static str, Ron)>) {
        if self.model.get(kind).is_none() {
            self.model.set(kind, Ron::Map(Vec::new()));
        }
        let Some(Ron::Map(entries)) = self.model.get_mut(kind) else { panic!("{kind} is a map") };
        entries.push((id.to_owned(), Ron::Struct("", fields)));
    }

    /// Adds a service that only looks: nothing needs it, and it has no objectives.
    pub fn add_onlooker(&mut self, id: &str, needs: &[&str]) {
        self.add_node("services", id, vec![("needs", Ron::texts(needs.iter().copied()))]);
    }

    /// All nodes that may have needs, by kind and id.
    pub fn holders(&self) -> Vec<(&'static str, String)> {
        HOLDERS.iter().flat_map(|kind| self.ids(kind).into_iter().map(|id| (*kind, id))).collect()
    }

    /// Adds a condition to the needs of a node.
    pub fn add_need(&mut self, (kind, holder): (&'static str, &str), need: &str) {
        let node = self.node_mut(kind, holder);
        if node.get("needs").is_none() {
            node.set("needs", Ron::Set(Vec::new()));
        }
        node.get_mut("needs").expect("it was set").items_mut().push(Ron::text(need));
    }

    /// Every condition in the needs of a node.
    pub fn needs(&self) -> Vec<NeedPlace> {
        let mut places = Vec::new();
        for (kind, holder) in self.holders() {
            let count = self.node(kind, &holder).get("needs").map_or(0, |needs| needs.items().len());
            places.extend((0..count).map(|at| NeedPlace { kind, holder: holder.clone(), at }));
        }
        places
    }

    pub fn need_mut(&mut self, place: &NeedPlace) -> &mut Ron {
        let needs = self.node_mut(place.kind, &place.holder).get_mut("needs");
        &mut needs.expect("the place of a need").items_mut()[place.at]
    }

    pub fn events(&self) -> &[Ron] {
        self.scenario.get("events").map_or(&[], Ron::items)
    }

    pub fn events_mut(&mut self) -> &mut Vec<Ron> {
        self.scenario.get_mut("events").expect("a scenario has events").items_mut()
    }

    /// Calls `change` for every span of model and scenario, with the names of the fields that lead to it.
    pub fn for_each_span(&mut self, mut change: impl FnMut(&[String], &mut Span)) {
        self.model.for_each_span(&mut Vec::new(), &mut change);
        self.scenario.for_each_span(&mut Vec::new(), &mut change);
    }

    /// Calls `change` for every span that something waits for: work, restarts, the response, ends of outages. Spans
    /// that are promises, that order the queue or that say which data there are, are not among them.
    pub fn for_each_wait(&mut self, mut change: impl FnMut(&mut Span)) {
        const WAITS: [&str; 6] = ["detect", "assess", "declare", "takes", "lasts", "restart"];
        self.for_each_span(|path, span| {
            let waits =
                path.last().is_some_and(|field| WAITS.contains(&field.as_str()) || field == "not_before");
            if waits && !path.iter().any(|name| name == "copies") {
                change(span);
            }
        });
    }

    /// The same with more people and units than can ever be asked for.
    pub fn with_plenty(&self) -> Organisation {
        let mut plenty = self.clone();
        for (kind, field) in [("teams", "people"), ("resources", "units")] {
            for id in plenty.ids(kind) {
                let node = plenty.node_mut(kind, &id);
                node.set(field, Ron::word(PLENTY));
                ["off_hours", "shift", "surge"].iter().for_each(|limit| node.remove(limit));
            }
        }
        plenty
    }

    /// Both side by side, with the response, class, onset and horizon of the first. No id may be in both.
    pub fn beside(&self, other: &Organisation) -> Organisation {
        let mut both = self.clone();
        let Ron::Struct(_, fields) = &other.model else { panic!("a model is a struct") };
        for (field, value) in fields {
            let Ron::Map(entries) = value else { continue };
            match both.model.get_mut(field) {
                Some(Ron::Map(mine)) => mine.extend(entries.iter().cloned()),
                _ => both.model.set(field, value.clone()),
            }
        }
        both.events_mut().extend(other.events().iter().cloned());
        both
    }

    /// The same under the response, class, onset and horizon of another.
    pub fn under_terms_of(&self, other: &Organisation) -> Organisation {
        let mut same = self.clone();
        same.model.set("response", other.model.get("response").expect("a model has a response").clone());
        for field in ["class", "onset", "horizon", "response"] {
            match other.scenario.get(field) {
                Some(value) => same.scenario.set(field, value.clone()),
                None => same.scenario.remove(field),
            }
        }
        same
    }
}
