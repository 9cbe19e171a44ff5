//! A standby for a system that has none: with the steps and times of the standby of a system like it, since nobody has
//! written down its own. Where no system is like it, the lever is named and left to whoever can estimate it.

use super::{Finder, SHORTER};
use crate::document::edit::Typed;
use crate::document::tree::{Kind, Node};
use crate::model::{CopyKind, Source, Strategy, System};

/// Fields of a strategy that hold good for the system that has it alone.
const OWN: [&str; 4] = ["name", "tested", "instead", "note"];

impl Finder<'_> {
    /// Adds a standby to a system on whose recovery time is spent.
    pub(super) fn standby(&mut self, id: &str, weight: f64) {
        let Some(system) = self.system(id) else { return };
        let away = |of: &System, strategy: &Strategy| {
            strategy.admitted && strategy.site.is_some() && strategy.site != of.home
        };
        if system.home.is_none() || system.recovery.iter().any(|strategy| away(system, strategy)) {
            return;
        }
        let name = self.name(id);
        let model = self.model();
        // Those that stand on the same thing are liker than those that only stand at the same site.
        let liker = |other: &System| {
            let same = other.node != system.node && (other.group.is_none() || other.group != system.group);
            let like = other.home == system.home && other.holds_data == system.holds_data;
            (same && like).then_some(u8::from(other.stored_on == system.stored_on))
        };
        let mut donors: Vec<(u8, &System, &Strategy)> = Vec::new();
        for other in model.systems.iter() {
            let Some(likeness) = liker(other) else { continue };
            let found = other.recovery.iter().filter(|strategy| away(other, strategy));
            donors.extend(found.map(|strategy| (likeness, other, strategy)));
        }
        donors.sort_by_key(|(likeness, ..)| std::cmp::Reverse(*likeness));
        let built = donors.iter().find_map(|(_, other, strategy)| {
            let group = other.group.map(|group| model.groups[group].id.as_str());
            let donor = group.unwrap_or(model.nodes[other.node].id.as_str());
            Some((donor, strategy.site?, self.edits(id, donor, (other, strategy))?))
        });
        match built {
            Some((donor, site, edits)) => {
                let site = model.nodes[model.sites[site].node].name.clone();
                let words = format!(
                    "Add a standby of {name} at {site}, with the steps and times of that of {} until it has its own",
                    self.name(donor)
                );
                self.push(words, edits, weight * SHORTER);
            }
            None => self.unknown.push(format!("Add a standby of {name}")),
        }
    }

    /// The edits that give `id` the standby of `donor`; `None` where the trees or the copies do not fit.
    fn edits(&self, id: &str, donor: &str, (other, strategy): (&System, &Strategy)) -> Option<Vec<Typed>> {
        let own = entry(field(self.tree, "systems")?, id)?;
        let theirs = entry(field(self.tree, "systems")?, donor)?;
        let position = other.recovery.iter().position(|one| one.id == strategy.id)?;
        let Kind::List(written) = &field(theirs, "recovery")?.kind else { return None };
        let Kind::Struct { fields, .. } = &written.get(position)?.kind else { return None };
        let mut texts = vec![format!("name: {:?}", format!("Standby, as of {}", self.name(donor)))];
        let kept = fields.iter().filter(|(key, _)| !OWN.contains(&key.value.as_str()));
        texts.extend(kept.map(|(key, value)| format!("{}: {}", key.value, value.written())));
        let instead = fields.iter().find(|(key, _)| key.value == "instead");
        texts.extend(instead.and_then(|(_, map)| exchanged(map, field(own, "needs")?)));
        let existing = match field(own, "recovery").map(|list| &list.kind) {
            Some(Kind::List(items)) => items.iter().map(|item| format!(", {}", item.written())).collect(),
            _ => String::new(),
        };
        let mut edits = Vec::new();
        if let Source::Copy(copy) = strategy.from {
            edits.extend(self.copy(id, (own, theirs), &other.copies[copy])?);
        }
        edits.push(Typed::set(
            format!("systems.{id}.recovery"),
            format!("[({}){existing}]", texts.join(", ")),
        ));
        Some(edits)
    }

    /// The edit that gives a system the replica that a standby starts from, if it has none of that name.
    fn copy(
        &self,
        id: &str,
        (own, theirs): (&Node, &Node),
        copy: &crate::model::Copy,
    ) -> Option<Option<Typed>> {
        // What is kept on a particular node is that node's, and a backup's times are those of what is backed up.
        if copy.on.is_some() || !matches!(copy.kind, CopyKind::Replica(_)) {
            return None;
        }
        let text = entry(field(theirs, "copies")?, &copy.id)?.written();
        let Some(copies) = field(own, "copies") else {
            let map = format!("{{{:?}: {text}}}", copy.id);
            return Some(Some(Typed::set(format!("systems.{id}.copies"), map)));
        };
        match entry(copies, &copy.id) {
            Some(_) => Some(None),
            None => Some(Some(Typed::set(format!("systems.{id}.copies.{}", copy.id), text))),
        }
    }
}

/// Those exchanges of needs that concern what a system needs.
fn exchanged(map: &Node, needs: &Node) -> Option<String> {
    let Kind::Map(entries) = &map.kind else { return None };
    let needs = needs.written();
    let is_word = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let words: Vec<&str> = needs.split(|c| !is_word(c)).collect();
    let concern =
        entries.iter().filter(|(key, _)| matches!(&key.kind, Kind::Text(id) if words.contains(&id.as_str())));
    let texts: Vec<String> =
        concern.map(|(key, value)| format!("{}: {}", key.written(), value.written())).collect();
    (!texts.is_empty()).then(|| format!("instead: {{{}}}", texts.join(", ")))
}

pub(super) fn field<'a>(node: &'a Node, name: &str) -> Option<&'a Node> {
    let Kind::Struct { fields, .. } = &node.kind else { return None };
    fields.iter().find(|(key, _)| key.value == name).map(|(_, value)| value)
}

pub(super) fn entry<'a>(node: &'a Node, name: &str) -> Option<&'a Node> {
    let Kind::Map(entries) = &node.kind else { return None };
    entries
        .iter()
        .find(|(key, _)| matches!(&key.kind, Kind::Text(text) if text == name))
        .map(|(_, value)| value)
}
