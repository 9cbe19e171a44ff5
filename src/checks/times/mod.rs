//! Rules on objectives and on how long things take.

pub mod mtpd_below_rto;
