//! Turns steps as written into work: what is asked of teams and resources, and what comes after what.
//!
//! Invariant: in one list the ids differ, `after` names steps of the list and is never in a circle; a team or
//! resource stands at most once in a step, sorted by id.

use std::collections::BTreeMap;

use super::Resolver;
use super::circles;
use super::holder::Holder;
use super::lookups::{Want, nearest};
use super::names::check_written_id;
use super::texts::listed;
use super::values::part;
use crate::diagnostic::Diagnostic;
use crate::document::decode::Text;
use crate::document::schema::StepDoc;
use crate::ids::{NodeId, slug};
use crate::model::{Ask, Step, Unit};
use crate::notation::quantity::{self, Quantity};
use crate::source::{Place, Spanned};

/// Whose steps they are.
#[derive(Clone, Copy)]
pub(super) enum Work<'s> {
    Task,
    /// With what the strategy holds from its first step on.
    Strategy(&'s [Unit]),
}

impl Resolver<'_> {
    /// Reads the steps of a task or a strategy.
    pub(super) fn steps(&mut self, docs: &[StepDoc], (owner, place): (&str, Place), work: Work) -> Vec<Step> {
        if docs.is_empty() {
            let diagnostic = Diagnostic::error("E0504", format!("{owner} has no steps"))
                .at(place, "without steps nothing would ever be done")
                .help("write at least one step: `steps: [ (do: \"...\", takes: \"1h\") ]`");
            self.found.push(diagnostic);
        }
        let ids = self.list_ids(docs.iter().map(|doc| (doc.id.as_ref(), &doc.r#do)), ("step", "steps"));
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        for (step, id) in ids.iter().enumerate() {
            known.entry(id.value.as_str()).or_insert(step);
        }
        let after: Vec<Vec<usize>> = (0..).zip(docs).map(|(at, doc)| self.after(at, doc, &known)).collect();
        for circle in &circles::order(&after).circles {
            self.refuse_circle("E0209", "steps", circle, |step| &ids[step]);
        }
        let mut steps = Vec::with_capacity(docs.len());
        for ((doc, id), after) in docs.iter().zip(&ids).zip(after) {
            steps.push(self.step(doc, id, after, work));
        }
        steps
    }

    fn step(&mut self, doc: &StepDoc, id: &Text, after: Vec<usize>, work: Work) -> Step {
        let held = match work {
            Work::Task => &[],
            Work::Strategy(held) => held,
        };
        let by = self.asks(&doc.by);
        let success = self.share_or(doc.success.as_ref(), "success", 1.0);
        if let (Work::Task, Some(written), true) = (work, &doc.success, success == 0.0) {
            let diagnostic = Diagnostic::error("E0407", "`success` of 0 in a task")
                .at(
                    written.place,
                    "the step of a task is repeated until it succeeds, and this one never does",
                )
                .help("write a chance above 0, or leave `success` out");
            self.found.push(diagnostic);
        }
        let attempts = doc.attempts.as_ref().map_or(1, |attempts| {
            if attempts.value == 0 {
                self.refuse_zero(attempts.place, "attempts");
            }
            self.count(attempts, "attempts").max(1)
        });
        Step {
            id: id.value.clone(),
            what: doc.r#do.value.clone(),
            by,
            uses: self.units(&doc.uses, held),
            after,
            needs: self.needs(&doc.needs, Want::NodeOrTask, &Holder::nobody()),
            takes: self.uncertain(&doc.takes),
            success,
            success_place: doc.success.as_ref().map(|success| success.place),
            attempts,
            slower_without: self.slower_without(&doc.slower_without),
            place: doc.place,
        }
    }

    fn slower_without(&mut self, doc: &[(Text, Spanned<f64>)]) -> Vec<(NodeId, f64)> {
        let mut slower: Vec<(NodeId, f64)> = Vec::with_capacity(doc.len());
        for (name, factor) in doc {
            let factor = self.not_negative(factor, "slower_without");
            slower.extend(self.one(&name.value, name.place, Want::Node).map(|node| (node, factor)));
        }
        slower.sort_by_key(|(node, _)| *node);
        slower
    }

    /// Reads which steps come before the one at a position; the one before it where the file is silent.
    fn after(&mut self, at: usize, doc: &StepDoc, known: &BTreeMap<&str, usize>) -> Vec<usize> {
        let Some(names) = &doc.after else { return at.checked_sub(1).into_iter().collect() };
        let mut after = Vec::with_capacity(names.len());
        for name in names {
            match known.get(name.value.as_str()) {
                Some(step) => after.push(*step),
                None => {
                    let ids = known.keys().copied();
                    let near = nearest(&mut self.comparisons_left, &name.value, (known.len(), ids.clone()));
                    let diagnostic = Diagnostic::error(
                        "E0212",
                        format!("`after` names the unknown step `{}`", name.value),
                    )
                    .at(name.place, "no step of this list has this id")
                    .help(near.map_or_else(
                        || listed(ids, "steps of this list"),
                        |near| format!("did you mean `{near}`?"),
                    ));
                    self.found.push(diagnostic);
                }
            }
        }
        after.sort_unstable();
        after.dedup();
        after
    }

    /// Gives each item of a list its id: the written one, else the slug of its name. The place is that of the text
    /// the id was made from.
    pub(super) fn list_ids<'d>(
        &mut self,
        items: impl Iterator<Item = (Option<&'d Text>, &'d Text)>,
        (noun, nouns): (&str, &str),
    ) -> Vec<Text> {
        let mut ids: Vec<Text> = Vec::new();
        let mut first: BTreeMap<String, Place> = BTreeMap::new();
        for (written, name) in items {
            if let Some(id) = written {
                check_written_id(id, &mut self.found);
            }
            let id = written.map(|id| id.value.clone()).or_else(|| slug(&name.value)).unwrap_or_else(|| {
                let diagnostic = Diagnostic::error("E0206", format!("no id can be made of `{}`", name.value))
                    .at(name.place, "there is no letter a to z and no digit in it")
                    .help(format!("give the {noun} an id: `id: \"...\"`"));
                self.found.push(diagnostic);
                String::new()
            });
            let place = written.map_or(name.place, |id| id.place);
            if let Some(before) = first.get(&id).filter(|_| !id.is_empty()) {
                let diagnostic = Diagnostic::error("E0205", format!("two {nouns} with the id `{id}`"))
                    .at(place, format!("this {noun} has the id `{id}`"))
                    .at(*before, "and so has this one")
                    .help(format!("give one of them another id: `id: \"{id}-2\"`"));
                self.found.push(diagnostic);
            } else {
                first.insert(id.clone(), place);
            }
            ids.push(Text::new(id, place));
        }
        ids
    }

    /// Reads what work asks of teams; one that is named twice adds up.
    pub(super) fn asks(&mut self, texts: &[Text]) -> Vec<Ask> {
        let mut placed: Vec<(Ask, Place)> = Vec::with_capacity(texts.len());
        for (quantity, name, place) in self.quantities(texts, "a team, or a team and a number of people") {
            let team = self.team(&quantity.name, name);
            placed.extend(team.map(|team| (Ask { team, people: quantity.amount }, place)));
        }
        self.check_people(&placed);
        let mut sums: BTreeMap<_, u32> = BTreeMap::new();
        for (ask, _) in placed {
            let sum = sums.entry(ask.team).or_default();
            *sum = sum.saturating_add(ask.people);
        }
        sums.into_iter().map(|(team, people)| Ask { team, people }).collect()
    }

    /// Reads what work asks of resources beside what its strategy holds; one that is named twice adds up.
    pub(super) fn units(&mut self, texts: &[Text], held: &[Unit]) -> Vec<Unit> {
        let mut placed: Vec<(Unit, Place)> = Vec::with_capacity(texts.len());
        for (quantity, name, place) in
            self.quantities(texts, "a resource, or a resource and a number of units")
        {
            let resource = self.resource(&quantity.name, name);
            placed.extend(resource.map(|resource| (Unit { resource, units: quantity.amount }, place)));
        }
        self.check_units(&placed, held);
        let mut sums: BTreeMap<_, u32> = BTreeMap::new();
        for (unit, _) in placed {
            let sum = sums.entry(unit.resource).or_default();
            *sum = sum.saturating_add(unit.units);
        }
        sums.into_iter().map(|(resource, units)| Unit { resource, units }).collect()
    }

    /// Reads names with numbers, each with the place of the name and of the whole.
    fn quantities(&mut self, texts: &[Text], noun: &str) -> Vec<(Quantity, Place, Place)> {
        let mut quantities = Vec::with_capacity(texts.len());
        for text in texts {
            match quantity::parse(&text.value) {
                Ok(quantity) => {
                    let name = part(text, &quantity.range);
                    quantities.push((quantity, name, text.place));
                }
                Err(error) => self.refuse_notation("E0305", text, noun, error),
            }
        }
        quantities
    }
}
