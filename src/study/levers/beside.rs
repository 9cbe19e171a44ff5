//! The lever that does a step at the side of the one before it. All that the one before waits for it then waits for
//! itself: what the step before is after, and its needs, as they are written.

use super::standby::{entry, field};
use super::{Finder, SHORTER};
use crate::document::edit::Typed;
use crate::document::tree::{Kind, Node};
use crate::model::Step;

impl Finder<'_> {
    /// Offered where a step waits for one other alone. `base` is the path of the step; where the needs of the one before
    /// are not found as they were written, they could not be kept, and nothing is offered.
    pub(super) fn beside(&mut self, what: &str, base: &str, (steps, at): (&[Step], usize), weight: f64) {
        let [position] = steps[at].after[..] else { return };
        let before = &steps[position];
        let after: Vec<String> = before.after.iter().map(|&at| format!("\"{}\"", steps[at].id)).collect();
        let mut edits = vec![Typed::set(format!("{base}.after"), format!("[{}]", after.join(", ")))];
        if !before.needs.is_empty() {
            let Some(needs) = self.needs_of_both(base, (position, at)) else { return };
            edits.push(Typed::set(format!("{base}.needs"), format!("[{}]", needs.join(", "))));
        }
        let words = format!("Do it beside the step before it, if that can be: {what}");
        self.push(words, edits, weight * SHORTER);
    }

    /// The needs of the steps at two positions of the list that holds the step at a path, each once.
    fn needs_of_both(&self, base: &str, (before, at): (usize, usize)) -> Option<Vec<String>> {
        let parts: Vec<&str> = base.split('.').collect();
        let holder = match parts[..] {
            ["tasks", task, "steps", _] => entry(field(self.tree, "tasks")?, task)?,
            ["systems", system, "recovery", strategy, "steps", _] => {
                let position = self.system(system)?.recovery.iter().position(|one| one.id == strategy)?;
                let Kind::List(written) =
                    &field(entry(field(self.tree, "systems")?, system)?, "recovery")?.kind
                else {
                    return None;
                };
                written.get(position)?
            }
            _ => return None,
        };
        let Kind::List(steps) = &field(holder, "steps")?.kind else { return None };
        let mut needs = needs(steps.get(at)?);
        for need in self::needs(steps.get(before)?) {
            if !needs.contains(&need) {
                needs.push(need);
            }
        }
        Some(needs)
    }
}

/// The needs of a step as they are written, one or a list of them.
fn needs(step: &Node) -> Vec<String> {
    match field(step, "needs") {
        None => Vec::new(),
        Some(Node { kind: Kind::List(items), .. }) => items.iter().map(Node::written).collect(),
        Some(one) => vec![one.written()],
    }
}
