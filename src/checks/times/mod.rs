//! Rules on objectives and on how long things take.

pub mod clock_not_stated;
pub mod horizon_too_short;
pub mod inversion;
pub mod minimum_no_lower;
pub mod mtpd_below_rto;
pub mod mtpd_out_of_reach;
pub mod nothing_required;
pub mod out_of_reach;
pub mod plan_too_slow;
mod promised;
pub mod supplier_promise;
pub mod too_much_work;
pub mod too_slow_as_planned;
pub mod workaround_lapses;
