//! Levers against lost data: copies more often and more surely, out of reach of who destroys them, and at another site.

use std::collections::BTreeMap;

use super::{FAILURES_LEFT, Finder, NAMED_MAX};
use crate::document::edit::Typed;
use crate::ids::SiteId;
use crate::model::{Copy, CopyKind, System};
use crate::units::Millis;
use crate::wording::names::listed;

impl Finder<'_> {
    /// Copies more often and more surely, and out of reach of who destroys them, of everything whose data a service needs.
    pub(super) fn copies(&mut self, service: &str, weight: f64) {
        let model = self.model();
        let Some(found) = model.services.iter().find(|one| model.nodes[one.node].id == service) else {
            return;
        };
        let graph = crate::model::NeedsGraph::new(model);
        let needed = graph.all_needs(found.node, &mut graph.walk());
        let counts = |system: &System, at: crate::ids::SystemId| match &found.data {
            Some(data) => data.contains(&at),
            None => needed.binary_search(&system.node).is_ok(),
        };
        let holding: Vec<(String, String, Vec<Copy>)> = model
            .systems
            .iter_enumerated()
            .filter(|(at, system)| !system.copies.is_empty() && counts(system, *at))
            .map(|(_, system)| {
                let id = system.group.map_or(&model.nodes[system.node].id, |group| &model.groups[group].id);
                (id.clone(), self.name(id), system.copies.clone())
            })
            .collect();
        let rpo = found.rpo.as_ref().map_or(Millis::NEVER, |rpo| rpo.target);
        let mut moved: BTreeMap<SiteId, (Vec<String>, Vec<Typed>)> = BTreeMap::new();
        for (id, name, copies) in holding {
            for copy in copies {
                let base = format!("systems.{id}.copies.{}", copy.id);
                if let Some((site, edits)) = self.elsewhere((&id, &name), &copy, &base, weight) {
                    let (names, all) = moved.entry(site).or_default();
                    names.push(name.clone());
                    all.extend(edits);
                }
                if !copy.immutable {
                    let words = format!("Make the copies \"{}\" of {name} immutable", copy.id);
                    self.push(words, vec![Typed::set(format!("{base}.immutable"), "true")], weight);
                }
                self.younger((&copy, &name), &base, (rpo, weight));
            }
        }
        // What goes with one site goes together: one of several copies saved saves nothing.
        for (site, (mut names, edits)) in moved {
            let all = if names.len() == 2 { "both".to_owned() } else { format!("all {}", names.len()) };
            names.dedup();
            if names.len() > 1 {
                let at = self.site_name(site).to_owned();
                let words = format!("Keep {all} copies of {} at {at}", listed(&names, NAMED_MAX));
                self.push(words, edits, weight);
            }
        }
    }

    /// Copies half as old, or young enough for what is promised where that is less, and half as likely to fail.
    fn younger(&mut self, (copy, name): (&Copy, &str), base: &str, (rpo, weight): (Millis, f64)) {
        let id = &copy.id;
        let half = |time: Millis| Millis::new(time.get() / 2);
        match &copy.kind {
            CopyKind::Backup(backup) if rpo > Millis::ZERO => {
                let every = half(backup.every).min(half(rpo));
                let words = match every == half(backup.every) {
                    true => format!("Take the copies \"{id}\" of {name} twice as often"),
                    false => format!("Take the copies \"{id}\" of {name} every {every}, for an RPO of {rpo}"),
                };
                self.push(
                    words,
                    vec![Typed::set(format!("{base}.every"), format!("\"{}\"", every.exact()))],
                    weight,
                );
                if backup.success < 1.0 {
                    let success = 1.0 - (1.0 - backup.success) * FAILURES_LEFT;
                    let edit = Typed::set(format!("{base}.success"), format!("{success:.4}"));
                    let words = format!("Let the copies \"{id}\" of {name} fail half as often");
                    self.push(words, vec![edit], weight);
                }
            }
            CopyKind::Backup(_) => {}
            CopyKind::Replica(replica) => {
                let lag = half(replica.lag.typical()).min(half(rpo));
                if lag > Millis::ZERO {
                    let words = format!("Let the replica \"{id}\" of {name} lag behind by {lag} at most");
                    self.push(
                        words,
                        vec![Typed::set(format!("{base}.lag"), format!("\"{}\"", lag.exact()))],
                        weight,
                    );
                }
            }
        }
    }

    /// A copy that is kept where its system runs, or on something that does, at the site where most other copies are.
    /// Gives the site and the edits.
    fn elsewhere(
        &mut self,
        (id, name): (&str, &str),
        copy: &Copy,
        base: &str,
        weight: f64,
    ) -> Option<(SiteId, Vec<Typed>)> {
        let home = self.system(id)?.home?;
        let kept = copy.at.or_else(|| copy.on.and_then(|on| self.home_of(on)));
        if kept.is_some_and(|kept| kept != home) {
            return None;
        }
        let other = self.other_site(home)?;
        let model = self.model();
        let site = &model.nodes[model.sites[other].node];
        let words = format!("Keep the copies \"{}\" of {name} at {}", copy.id, site.name);
        let mut edits = vec![Typed::set(format!("{base}.at"), format!("\"{}\"", site.id))];
        if copy.on.is_some() {
            edits.push(Typed::remove(format!("{base}.on")));
        }
        self.push(words, edits.clone(), weight);
        Some((other, edits))
    }

    fn site_name(&self, site: SiteId) -> &str {
        let model = self.model();
        &model.nodes[model.sites[site].node].name
    }

    /// Where a system stands that something is kept on.
    fn home_of(&self, node: crate::ids::NodeId) -> Option<SiteId> {
        self.model().systems.iter().find(|system| system.node == node).and_then(|system| system.home)
    }

    /// The site, other than this one, at which most copies are kept, else most systems run, else most plans bring
    /// something back.
    fn other_site(&self, home: SiteId) -> Option<SiteId> {
        let model = self.model();
        let kept = |site: SiteId| {
            let copies = model.systems.iter().flat_map(|system| &system.copies);
            copies
                .filter(|copy| copy.at.or_else(|| copy.on.and_then(|on| self.home_of(on))) == Some(site))
                .count()
        };
        let run = |site: SiteId| model.systems.iter().filter(|system| system.home == Some(site)).count();
        let restored = |site: SiteId| {
            let plans = model.systems.iter().flat_map(|system| &system.recovery);
            plans.filter(|plan| plan.site == Some(site)).count()
        };
        let others = model.sites.iter_enumerated().map(|(site, _)| site).filter(|site| *site != home);
        let known = others.map(|site| (kept(site), run(site), restored(site), std::cmp::Reverse(site), site));
        known.filter(|(kept, run, restored, ..)| kept + run + restored > 0).max().map(|(.., site)| site)
    }
}
