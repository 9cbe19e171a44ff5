//! How far to trust the answer.

pub mod clock_matters;
pub mod depends_on_assumptions;
pub mod rests_on_assumptions;
pub mod rpo_without_data;
pub mod seed_sensitive;
pub mod undecided;
