//! Changes figures in the text of a file: only their own bytes, their basis and their source; comments and layout stand.

use super::Calibration;
use crate::document::tree::{Kind, Node};
use crate::source::Place;

/// The text of source number `source` with every calibration of that source written into it; `tree` is its tree.
///
/// # Errors
/// A figure is not where it was said to be.
pub fn rewritten(text: &str, tree: &Node, source: u32, all: &[Calibration]) -> Result<String, String> {
    let mut edits: Vec<(Place, String)> = Vec::new();
    for calibration in all.iter().filter(|calibration| calibration.place.source == source) {
        let written = find(tree, calibration.place)
            .ok_or_else(|| format!("{} is not found in the file any more", calibration.path))?;
        edits.extend(written.edits(calibration));
    }
    edits.sort_by_key(|(place, _)| (place.start, place.end));
    let overlap = edits.windows(2).any(|pair| pair[0].0.end > pair[1].0.start);
    if overlap {
        return Err("two figures stand in one place: calibrate them one after the other".to_owned());
    }
    let mut out = text.to_owned();
    for (place, new) in edits.iter().rev() {
        let range = place.start as usize..place.end as usize;
        if out.get(range.clone()).is_none() {
            return Err("the file has changed while it was read".to_owned());
        }
        out.replace_range(range, new);
    }
    Ok(out)
}

/// How a figure stands in the file.
enum Written {
    /// As a text alone.
    Bare(Place),
    /// With its evidence.
    Evidenced { is: Place, basis: Option<Place>, source: Option<Place> },
}

impl Written {
    fn edits(&self, calibration: &Calibration) -> Vec<(Place, String)> {
        let figure = format!("\"{}\"", calibration.after);
        let (basis, source) = (calibration.basis(), quoted(&calibration.source));
        match *self {
            Written::Bare(place) => {
                vec![(place, format!("(is: {figure}, basis: {basis}, source: {source})"))]
            }
            Written::Evidenced { is, basis: old_basis, source: old_source } => {
                let after = Place { start: is.end, ..is };
                let mut added = String::new();
                let mut edits = vec![(is, figure)];
                match old_basis {
                    Some(place) => edits.push((place, basis)),
                    None => added.push_str(&format!(", basis: {basis}")),
                }
                match old_source {
                    Some(place) => edits.push((place, source)),
                    None => added.push_str(&format!(", source: {source}")),
                }
                if !added.is_empty() {
                    edits.push((after, added));
                }
                edits
            }
        }
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Finds the figure whose text stands at a place.
fn find(node: &Node, place: Place) -> Option<Written> {
    if node.place == place {
        return Some(Written::Bare(place));
    }
    match &node.kind {
        Kind::Struct { fields, .. } => {
            let at =
                |name: &str| fields.iter().find(|(key, _)| key.value == name).map(|(_, node)| node.place);
            if at("is") == Some(place) {
                return Some(Written::Evidenced { is: place, basis: at("basis"), source: at("source") });
            }
            fields.iter().find_map(|(_, inner)| find(inner, place))
        }
        Kind::Map(entries) => entries.iter().find_map(|(_, inner)| find(inner, place)),
        Kind::List(items) | Kind::Tuple { items, .. } => items.iter().find_map(|inner| find(inner, place)),
        _ => None,
    }
}
