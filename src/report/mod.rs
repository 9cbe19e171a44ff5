//! Turns results and timelines into what people and programs read: data and words, no files, no clock, no host.

pub mod wire;
