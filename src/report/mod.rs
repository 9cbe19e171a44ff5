//! Turns results and timelines into what people and programs read: data and words, no files, no clock, no host.

mod table;
mod worst;
pub mod binding;
pub mod wire;
pub mod picture;
pub mod summary;
pub mod incident_log;
pub mod code_scanning;
pub mod build_server;
pub mod checks;
pub mod dossier;
pub mod study;
pub mod charts;
pub mod against;
pub mod gather;
pub mod clauses;
pub mod workbook;
pub mod csv;
pub mod repeat;
pub mod markdown;
pub mod junit;
pub mod sarif;
pub mod register;
pub mod form;
pub mod html;

pub use crate::wording::{names, text};

use crate::wording::{charges, clock, figures, words};

/// What is missing beside a run that was stopped: without it an objective may seem to hold that rests on assumptions.
const NOT_LOOKED_AT: &str = "What depends on assumptions was not looked at, and no suggestion was played.";

/// Columns that a text may use.
const WIDTH: usize = 110;
