//! Turns places into files, lines and columns, without a folder of this machine.

use serde::Serialize;

use super::Input;
use crate::source::{Place, Sources};

/// The texts that were read, and the names by which the results file knows them.
#[derive(Clone, Copy)]
pub(super) struct Files<'a> {
    pub(super) sources: &'a Sources,
    pub(super) inputs: &'a [Input],
}

/// Where something is written; columns count characters from 1.
#[derive(Serialize)]
pub(super) struct PlaceEntry<'a> {
    pub(super) file: &'a str,
    pub(super) line: usize,
    pub(super) column: usize,
    /// Just behind its last character.
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

impl<'a> Files<'a> {
    /// Finds a place; nothing of one that is in no text.
    pub(super) fn place(&self, place: Place) -> Option<PlaceEntry<'a>> {
        let (file, line, column) = self.sources.locate(place)?;
        let is_of = |input: &&Input| {
            file.strip_suffix(input.name.as_str())
                .is_some_and(|folder| folder.is_empty() || folder.ends_with(['/', '\\']))
        };
        let file = self.inputs.iter().find(is_of).map_or(file, |input| input.name.as_str());
        let (end_line, end_column) = self.sources.line_column(Place { start: place.end, ..place });
        Some(PlaceEntry { file, line, column, end_line, end_column })
    }
}
