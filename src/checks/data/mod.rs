//! Rules on copies of data.

pub mod rpo_out_of_reach;
