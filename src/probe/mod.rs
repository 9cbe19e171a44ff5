//! Plays more than the run itself to learn more about it: a few trials told in full, and the same trials under other
//! assumptions. What is learnt is kept beside the results and never changes them, nor their digest.

pub mod assumptions;
pub mod sample;
