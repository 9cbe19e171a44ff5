//! Rules on people: where they work, and how many of them there are.

pub mod no_place_to_work;
pub mod overcommitted;
pub mod promised_twice;
