//! blackstart

#![forbid(unsafe_code)]

pub mod units;
pub mod ids;
pub mod source;
pub mod diagnostic;
pub mod notation;
pub mod chance;
pub mod document;
pub mod model;
pub mod engine;
pub mod campaign;
pub mod results;
pub mod report;
pub mod cli;
