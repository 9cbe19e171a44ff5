//! Writes a gap report as one HTML file that needs nothing else: no script, no request, no font.
//!
//! What it says is a [`view::Page`]; how it looks is the business of `templates`. Every text is escaped where it is
//! printed; the only markup that passes is that of our own charts, and of pictures that [`foreign`] has read.

pub mod view;
mod foreign;
pub mod template;

pub use template::{Fault, Template};

use super::dossier::Dossier;

/// Writes the report.
pub fn html(dossier: &Dossier) -> String {
    Template::ours().page(dossier).expect("a test fills our own template from every shipped scenario")
}
