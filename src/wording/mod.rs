//! Turns numbers, instants and labels into the words that people read, whatever the report: text that a terminal may
//! show, figures no finer than their standard error, the names that people gave to things.
//!
//! Sentences are the business of those who say them: `findings` and `report`.

pub mod text;
pub mod clock;
pub mod words;
pub mod figures;
pub mod names;
pub mod charges;
pub mod reality;
