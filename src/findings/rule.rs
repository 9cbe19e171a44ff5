//! What a rule is: plain data and one function.

use super::{Finding, Seen};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;

/// One thing that is looked for in results.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// `G` and four digits, the first two its family.
    pub code: &'static str,
    /// The word of the results file, such as `rto-falls-short`.
    pub name: &'static str,
    /// A lower-case fragment that fits after the code.
    pub title: &'static str,
    /// What it finds and when it is heavy, in a few sentences.
    pub finds: &'static str,
    /// Why it matters to whoever answers for the plan.
    pub matters: &'static str,
    /// The clause or source behind it; cited, never quoted.
    pub behind: &'static str,
    /// The smallest files whose run has such a finding.
    pub example: Example,
    /// The same, mended.
    pub repaired: Example,
    pub look: fn(&Seen) -> Vec<Finding>,
}

impl Rule {
    /// Begins a finding about the thing with this id; `message` is one or two whole sentences.
    pub(super) fn says(
        &'static self,
        severity: Severity,
        subject: &str,
        message: impl Into<String>,
    ) -> Finding {
        Finding {
            rule: self,
            severity,
            subject: subject.to_owned(),
            part: None,
            message: message.into(),
            weight: 0.0,
            evidence: Vec::new(),
            causes: Vec::new(),
            remedies: Vec::new(),
            place: None,
            accepted: None,
        }
    }
}
