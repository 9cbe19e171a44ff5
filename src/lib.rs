//! Plays outages against a model of an organisation and says which recovery objectives hold.
//!
//! A model and a scenario, written in RON, become typed values ([`document`], [`model`]), then a flat program
//! ([`engine`]) that is played trial by trial; [`campaign`] counts the outcomes of many trials in integers,
//! [`results`] turns the counts into estimates with intervals and verdicts,
//! [`findings`] says what is wrong and what to try, and [`report`] puts it all into words. Only [`cli`] touches
//! files, clocks and terminals.
//!
//! The modules below stand in the order of their layers: each uses only those above it.

#![forbid(unsafe_code)]

pub mod units;
pub mod ids;
pub mod source;
pub mod diagnostic;
pub mod notation;
pub mod chance;
pub mod document;
pub mod model;
pub mod structure;
pub mod checks;
pub mod engine;
pub mod campaign;
pub mod results;
pub mod probe;
pub mod wording;
pub mod findings;
pub mod study;
pub mod report;
pub mod exercise;
pub mod cli;
