//! Draws the charts of reports as SVG, one file each, from plain data: no results, no page, no words of its own
//! but titles, descriptions and labels of axes.
//!
//! Invariants: every chart has a title and a description that say in words what it shows, so that nothing is told by
//! colour alone; kinds of time differ by pattern; every text in it is escaped. How it looks is the business of the
//! page's style sheet, by the names of classes that begin with `c-`.

mod sheet;
mod axis;
pub mod recovery;
pub mod waterfall;
pub mod gantt;
pub mod load;
pub mod queue;
pub mod convergence;
pub mod forest;
pub mod front;
pub mod grid;
pub mod ladder;
pub mod tornado;
#[cfg(test)]
mod tests;

pub use sheet::{Chart, Nature};
