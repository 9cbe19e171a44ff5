//! Turns a plan as trees, and edits as text, into a variant that can be played.

use crate::diagnostic::Diagnostics;
use crate::document::edit::{self, EditRecord, Typed};
use crate::document::schema::ChangeDoc;
use crate::document::tree::Node;
use crate::document::{decode_model, decode_scenario};
use crate::engine::{Program, compile};
use crate::model::{Labels, Model, Scenario, resolve};
use crate::source::Sources;

/// A model and a scenario as trees, the scenario's own changes applied: what variants are made from.
#[derive(Clone, Debug)]
pub struct Ground {
    model: Node,
    scenario: Node,
    sources: Sources,
}

/// Why there is no such variant, with the texts to show it in.
#[derive(Debug)]
pub struct Refused {
    pub sources: Sources,
    pub found: Diagnostics,
}

/// A plan after some edits, ready to be played.
#[derive(Debug)]
pub struct Variant {
    pub name: String,
    /// As typed.
    pub edits: Vec<Typed>,
    /// What each edit did.
    pub records: Vec<EditRecord>,
    pub model: Model,
    pub scenario: Scenario,
    pub labels: Labels,
    pub program: Program,
}

impl Ground {
    /// Takes a model and a scenario as they were read, and applies the scenario's own changes.
    ///
    /// # Errors
    /// A change leads nowhere.
    pub fn new(mut model: Node, mut scenario: Node, sources: Sources) -> Result<Ground, Box<Refused>> {
        let mut found = Diagnostics::new();
        let own = edit::changes_of(&scenario, &mut found);
        edit::apply(&mut model, &mut scenario, &own, &mut found);
        if found.has_errors() {
            return Err(Box::new(Refused { sources, found }));
        }
        Ok(Ground { model, scenario, sources })
    }

    /// The model as a tree.
    pub fn model(&self) -> &Node {
        &self.model
    }

    /// The scenario as a tree.
    pub fn scenario(&self) -> &Node {
        &self.scenario
    }

    /// The texts that were read.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The same model with another scenario.
    #[must_use]
    pub fn with_scenario(&self, scenario: Node) -> Ground {
        Ground { scenario, ..self.clone() }
    }

    /// Applies edits in their order and compiles the outcome for a seed.
    ///
    /// # Errors
    /// An edit leads nowhere, or what comes of the edits is no valid plan; all of it is told at once.
    pub fn variant(&self, name: &str, edits: &[Typed], seed: u64) -> Result<Variant, Box<Refused>> {
        let Ground { mut model, mut scenario, mut sources } = self.clone();
        let mut found = Diagnostics::new();
        let changes: Vec<ChangeDoc> =
            edits.iter().filter_map(|edit| edit.change(&mut sources, &mut found)).collect();
        let records = edit::apply(&mut model, &mut scenario, &changes, &mut found);
        let scenario = decode_scenario(scenario, &mut found);
        let model = decode_model(model, &mut found);
        match resolve(&model, Some(&scenario)) {
            Ok((model, Some(scenario))) if !found.has_errors() => {
                let labels = Labels::new(&model, &scenario);
                let program = compile(&model, &scenario, &labels, seed);
                let edits = edits.to_vec();
                Ok(Variant { name: name.to_owned(), edits, records, model, scenario, labels, program })
            }
            Ok(_) => Err(Box::new(Refused { sources, found })),
            Err(more) => {
                found.append(edit::tell_removed(&records, more));
                Err(Box::new(Refused { sources, found }))
            }
        }
    }
}
