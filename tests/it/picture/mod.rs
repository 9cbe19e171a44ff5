//! The picture of needs: the same every time, well-formed in every format, whatever the names; and the chains of why.

mod formats;
mod why;

use std::fs;
use std::path::Path;

use blackstart::report::picture::{Picture, view};

use crate::structure::house::{case, model};

/// The whole picture of a shipped model, or of a scenario of it.
pub fn shipped(folder: &str, scenario: Option<&str>) -> Picture {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(folder);
    let read = |name: &str| fs::read_to_string(folder.join(name)).expect("it is shipped");
    match scenario {
        None => view::view(&model(&read("model.ron")), None),
        Some(name) => {
            let (model, scenario) = case(&read("model.ron"), &read(name));
            view::view(&model, Some(&scenario))
        }
    }
}

/// Position of a card.
pub fn card(picture: &Picture, id: &str) -> usize {
    picture.cards.iter().position(|card| card.id == id).expect("it is in the picture")
}
