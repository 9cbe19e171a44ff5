//! Findings of the static checks that people know of and accept.

use crate::notation::date::Date;
use crate::source::Place;

/// One entry of `allow`: a finding that is accepted, with its reason.
#[derive(Clone, Debug)]
pub struct Allowance {
    /// The code of the finding, as written.
    pub code: String,
    /// The id the finding is about, as written.
    pub on: String,
    pub because: String,
    /// Who accepted it.
    pub owner: Option<String>,
    /// The last day it is accepted; `None`: for good.
    pub until: Option<Date>,
    pub place: Place,
}
