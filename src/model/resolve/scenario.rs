//! Turns a scenario as written into an entity: its frame here, its events in `events`.
//!
//! Invariant: the horizon lies above 0 and at most [`HORIZON_MAX`]; the model stands in the scenario's folder or
//! below it.

use super::{Resolver, texts};
use crate::diagnostic::Diagnostic;
use crate::document::schema::{OnsetDoc, ScenarioDoc};
use crate::model::{Model, Onset, Scenario};
use crate::notation::hours::Hours;
use crate::notation::instant;
use crate::source::Spanned;
use crate::units::Millis;

/// A hundred years of 365.25 days.
const HORIZON_MAX: Millis = Millis::new(36_525 * 86_400_000);

/// Gives the path of a scenario's model, to be read from the scenario's folder.
///
/// # Errors
/// A path that is absolute or leaves the folder; to be reported before anything is opened.
pub fn model_path(scenario: &ScenarioDoc) -> Result<&str, Diagnostic> {
    let path = scenario.model.value.as_str();
    let has_drive = path.as_bytes().get(1) == Some(&b':');
    let fault = if path.is_empty() {
        "it is empty"
    } else if path.contains(['\\', '\0']) {
        "it is not written with `/`"
    } else if path.starts_with(['/', '~']) || has_drive {
        "it does not begin in the scenario's folder"
    } else if path.split('/').any(|part| part == "..") {
        "it leaves the scenario's folder"
    } else {
        return Ok(path);
    };
    let diagnostic = Diagnostic::error("E0606", format!("the path of the model cannot be used: {fault}"))
        .at(scenario.model.place, "expected a path from the scenario's folder downwards")
        .help("keep scenarios beside their model and write `model: \"model.ron\"`");
    Err(diagnostic)
}

impl Resolver<'_> {
    /// Reads a scenario over a model that has been read before.
    pub(super) fn scenario(&mut self, doc: &ScenarioDoc, model: &Model) -> Scenario {
        if let Err(diagnostic) = model_path(doc) {
            self.found.push(diagnostic);
        }
        let horizon = self.above_zero(&doc.horizon, "horizon");
        if horizon > HORIZON_MAX {
            let diagnostic = Diagnostic::error("E0404", "the horizon is above 100 years")
                .at(doc.horizon.is.place, "at most 100 years")
                .help("write for how long the scenario is to be watched, for example \"14d\"");
            self.found.push(diagnostic);
        }
        Scenario {
            title: doc.title.value.clone(),
            class: doc.class.as_ref().map(|class| texts::class(&class.value)),
            onset: self.onset(doc.onset.as_ref()),
            horizon,
            narrative: texts::owned(doc.narrative.as_ref()),
            events: self.events(&doc.events, model),
            exercise: doc.exercise.as_ref().map(|doc| self.exercise(doc)).unwrap_or_default(),
            actuals: self.actuals(&doc.actuals),
            allow: self.allowances(&doc.allow),
            place: doc.title.place,
            horizon_place: doc.horizon.is.place,
            class_place: doc.class.as_ref().map(|class| class.place),
        }
    }

    fn onset(&mut self, doc: Option<&Spanned<OnsetDoc>>) -> Onset {
        match doc.map(|doc| &doc.value) {
            None | Some(OnsetDoc::Any) => Onset::Within(Hours::always()),
            Some(OnsetDoc::Within(hours)) => Onset::Within(self.hours(hours)),
            Some(OnsetDoc::At(text)) => match instant::parse(&text.value) {
                Ok(instant) => Onset::At(instant),
                Err(mut error) => {
                    if text.value.trim().eq_ignore_ascii_case("any") {
                        error.help = Some("any instant of the week is `Any`, without quotes".to_owned());
                    }
                    self.refuse_notation("E0307", text, "an instant of the week", error);
                    Onset::At(Millis::ZERO)
                }
            },
        }
    }
}
