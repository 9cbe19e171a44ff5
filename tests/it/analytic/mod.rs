//! Cases whose answers are known: fixed durations to the millisecond, random ones against closed forms.
//!
//! A sample has 16,384 trials unless its test says otherwise; about 150 of them are held against closed forms
//! at 4 standard errors each, so all of them together raise a false alarm in one of a hundred seeds.
//! Expected values follow from `docs/semantics.md` alone; comments say how where the page is long.

mod calendar;
mod choice;
mod clocks;
mod copies;
mod coverage;
mod crews;
mod durations;
mod events;
mod modes;
mod networks;
mod people;
mod points;
mod queue;
mod response;
mod samplers;
mod workarounds;
