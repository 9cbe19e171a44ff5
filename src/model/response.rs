//! Detection, assessment and declaration.

use super::Uncertain;
use crate::ids::TeamId;

/// How the organisation notices, sizes up and declares an incident; the scenario's overrides applied.
#[derive(Clone, Debug)]
pub struct Response {
    pub detect: Uncertain,
    pub assess: Uncertain,
    pub declare: Declaration,
}

#[derive(Clone, Debug)]
pub struct Declaration {
    pub takes: Uncertain,
    /// The team that decides, called at assessed.
    pub by: Option<TeamId>,
}
