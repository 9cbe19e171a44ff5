//! Cases whose answers are known: fixed durations to the millisecond, random ones against closed forms.
//!
//! A sample has 16,384 trials unless its test says otherwise; 202 figures of them are held against closed forms at
//! 4 standard errors each. False alarms: 6.3e-5 for each, so a sound engine fails one of them with one seed in eighty.
//! `samplers` and `coverage` say their own: 1e-9.
//! Expected values follow from `docs/semantics.md` alone; comments say how where the page is long.

mod calendar;
mod choice;
mod clocks;
mod copies;
mod coverage;
mod crews;
mod durations;
mod events;
mod ledger;
mod modes;
mod networks;
mod people;
mod points;
mod queue;
mod response;
mod samplers;
mod ties;
mod workarounds;
