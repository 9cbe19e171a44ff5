//! Turns the runbook's order into waves of systems.
//!
//! Invariant: a system stands in one wave at most, the first that selects it.

use std::collections::BTreeSet;

use super::Resolver;
use crate::diagnostic::Diagnostic;
use crate::document::schema::{ModelDoc, WavesAreDoc};
use crate::ids::SystemId;
use crate::model::{Model, NodeKind, Waves};

impl Resolver<'_> {
    /// Reads the waves over the systems of a model; `None` where the file has none.
    pub(super) fn waves(&mut self, doc: &ModelDoc, model: &Model) -> Option<Waves> {
        let mut taken: BTreeSet<SystemId> = BTreeSet::new();
        let mut waves = Vec::with_capacity(doc.waves.len());
        for texts in &doc.waves {
            let selection = self.select(texts, model);
            let mut wave = Vec::new();
            let mut systems_any = false;
            for selected in &selection.nodes {
                // A tag may be borne by nodes of every kind; only systems are recovered.
                let NodeKind::System(system) = model.nodes[selected.node].kind else { continue };
                systems_any = true;
                if taken.insert(system) {
                    wave.push(system);
                }
            }
            if let (false, true, Some(first)) = (systems_any, selection.sound, texts.first()) {
                let diagnostic = Diagnostic::error("E0214", "a wave without systems")
                    .at(first.place, "selects no system")
                    .help("waves order the recovery of systems; name systems, or a tag that systems have");
                self.found.push(diagnostic);
            }
            waves.push(wave);
        }
        let gate = doc.waves_are.as_ref().is_some_and(|are| are.value == WavesAreDoc::Gate);
        (!doc.waves.is_empty()).then_some(Waves { waves, gate })
    }
}
