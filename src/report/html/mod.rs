//! Writes a gap report as one HTML file that needs nothing else: no script, no request, no font.
//!
//! What it says is a [`view::Page`]; how it looks is the business of `templates`. Every text is escaped where it is
//! printed; the only markup that passes is that of our own charts, and of pictures that [`foreign`] has read.

pub mod view;
mod foreign;
pub mod template;
pub mod study;

pub use study::{StudyView, studies};
pub use template::{Fault, Template};

use super::clauses::Framework;
use super::dossier::Dossier;

/// Writes the report, with the clauses of these frameworks.
pub fn html(dossier: &Dossier, frameworks: &[Framework]) -> String {
    Template::ours()
        .page(dossier, frameworks)
        .expect("a test fills our own template from every shipped scenario")
}
