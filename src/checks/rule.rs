//! What a rule is: plain data and one function.

use super::{Case, Found, Organisation};
use crate::diagnostic::explain::Example;
use crate::diagnostic::{Diagnostic, Severity};

/// One thing that `check` looks for.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// `W` and four digits, the first two its family.
    pub code: &'static str,
    /// A lower-case fragment that fits after the code.
    pub title: &'static str,
    /// High, medium, low or note.
    pub severity: Severity,
    /// What it finds, in a few sentences.
    pub finds: &'static str,
    /// Why it matters to whoever answers for the plan.
    pub matters: &'static str,
    /// The clause or source behind it; cited, never quoted.
    pub behind: &'static str,
    /// The smallest files in which it finds something, and nothing else does.
    pub example: Example,
    /// The same, mended.
    pub repaired: Example,
    pub look: Look,
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
pub enum Look {
    /// The model as it is written, whatever happens to it.
    Model(fn(&Organisation, &mut Found)),
    /// Each scenario, with the model as the scenario's `changes` make it.
    Scenario(fn(&Organisation, &Case, &mut Found)),
    /// All scenarios of an organisation together; silent where only some of them are at hand.
    Whole(fn(&Organisation, &mut Found)),
    /// The allowances, after every other rule.
    Allowances,
}

impl Rule {
    /// Begins a finding; `message` is a lower-case fragment with things in backquotes.
    pub fn says(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.code, self.severity, message)
    }
}

#[cfg(test)]
impl Rule {
    /// The messages of its findings on the text of a model that can be used; of a rule on models.
    pub(super) fn said_of(&self, model: &str) -> Vec<String> {
        self.said_on(model, None)
    }

    /// What its findings on a model advise.
    pub(super) fn helps_of(&self, model: &str) -> Vec<String> {
        let mut found = self.found_on(model, None);
        found.iter_mut().flat_map(|finding| finding.diagnostic.help.clone()).collect()
    }

    /// What its findings point out in the files.
    pub(super) fn labels_of_case(&self, model: &str, scenario: &str) -> Vec<String> {
        let mut found = self.found_on(model, Some(scenario));
        found
            .iter_mut()
            .flat_map(|finding| finding.diagnostic.labels.iter().map(|label| label.text.clone()))
            .collect()
    }

    /// The same with a scenario of it.
    pub(super) fn said_of_case(&self, model: &str, scenario: &str) -> Vec<String> {
        self.said_on(model, Some(scenario))
    }

    fn said_on(&self, model: &str, scenario: Option<&str>) -> Vec<String> {
        let mut found = self.found_on(model, scenario);
        found.iter_mut().map(|finding| finding.diagnostic.message.clone()).collect()
    }

    fn found_on(&self, model: &str, scenario: Option<&str>) -> Found {
        let mut sources = crate::source::Sources::new();
        let id = sources.add("model.ron", model.to_owned());
        let (doc, _) = crate::document::parse_model(&sources, id);
        let case = scenario.and_then(|text| {
            let id = sources.add("s.ron", text.to_owned());
            crate::document::parse_scenario(&sources, id).0
        });
        let resolved = crate::model::resolve(&doc.expect("well-formed"), case.as_ref());
        let (model, scenario) = resolved.expect("it can be used");
        let as_of = crate::notation::date::Date::parse("2026-11-21").expect("a day");
        let plan = super::View::new(&model);
        let organisation = Organisation { plan, cases: Vec::new(), extent: super::Extent::Part, as_of };
        let mut found = Found::default();
        match (self.look, &scenario) {
            (Look::Model(look), _) => look(&organisation, &mut found),
            (Look::Scenario(look), Some(scenario)) => {
                look(&organisation, &Case::new("s.ron", &model, scenario), &mut found);
            }
            _ => panic!("{} looks at something else", self.code),
        }
        found
    }
}
