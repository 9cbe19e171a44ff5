//! Every figure that the files state, by the path that an edit takes, for the appendix of a report and for comparing
//! two runs: estimates with their evidence, and facts, which nobody estimates.

use std::collections::BTreeSet;

use super::facts;
use crate::model::{Basis, Model, Scenario, each_estimate};
use crate::source::{Place, Sources};

/// One input.
#[derive(Clone, Debug, PartialEq)]
pub struct InputUsed {
    pub path: String,
    /// As written, without quotes; of a default, what it is.
    pub value: String,
    /// `None`: a fact or a decision, such as a number of people or an objective.
    pub basis: Option<Basis>,
    /// Where the figure comes from, in the words of the file.
    pub source: Option<String>,
    /// `None`: the language's default.
    pub place: Option<Place>,
}

/// Lists all inputs of a model and a scenario, sorted by path; `alike` members once, under their group.
pub fn inputs_used(model: &Model, scenario: &Scenario, sources: &Sources) -> Vec<InputUsed> {
    let mut inputs = facts::facts(model, scenario, sources);
    let mut seen: BTreeSet<String> = BTreeSet::new();
    each_estimate(model, scenario, &mut |path, estimate| {
        let path = path.concat();
        if !seen.insert(path.clone()) {
            return;
        }
        let value = estimate.place.map_or_else(|| "0s".to_owned(), |place| written(sources, place));
        inputs.push(InputUsed {
            path,
            value,
            basis: Some(estimate.basis.clone()),
            source: estimate.source.clone(),
            place: estimate.place,
        });
    });
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    inputs
}

/// A text of the files as it is read: on one line, without its quotes.
pub(super) fn written(sources: &Sources, place: Place) -> String {
    let text = sources.text(place).trim();
    let bare = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}
