//! Chooses the findings that are told first, the same ones in every form of report.

use crate::diagnostic::Severity;

/// So many are told first, and of one code among them unless nothing else falls short.
const WORST_MAX: usize = 5;
const OF_A_CODE_MAX: usize = 2;

/// What of a finding decides whether it is told first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told<'a> {
    pub code: &'a str,
    pub subject: &'a str,
    pub severity: Severity,
    /// Whether it is about lost data: of one subject that is another thing than its time.
    pub of_data: bool,
}

impl Told<'_> {
    fn is_heavy(&self) -> bool {
        self.severity <= Severity::Medium
    }

    /// How far to trust a figure, not what is wrong.
    fn is_doubt(&self) -> bool {
        self.code.starts_with("G02")
    }

    /// Whether an objective falls short, or something never comes back.
    fn falls_short(&self) -> bool {
        self.code.starts_with("G01") || self.code.starts_with("G03")
    }

    fn is_same(&self, other: &Told) -> bool {
        (self.subject, self.of_data) == (other.subject, other.of_data)
    }
}

/// Positions of the first to be told among findings that stand heaviest first, rising: each thing once and of no code
/// more than two, since five times the same helps nobody; then whatever else falls short; only then what is in doubt.
/// Light ones only where there is nothing heavy.
pub fn worst(found: &[Told]) -> Vec<usize> {
    type Admits = fn(&Told) -> bool;
    let passes: [(Admits, usize); 4] = [
        (|told| told.is_heavy() && !told.is_doubt(), OF_A_CODE_MAX),
        (|told| told.is_heavy() && told.falls_short(), usize::MAX),
        (|told| told.is_heavy(), OF_A_CODE_MAX),
        (|_| true, OF_A_CODE_MAX),
    ];
    let mut first: Vec<usize> = Vec::new();
    for (pass, (admits, of_a_code)) in passes.iter().enumerate() {
        if pass == passes.len() - 1 && !first.is_empty() {
            break;
        }
        for (at, told) in found.iter().enumerate().filter(|(_, told)| admits(told)) {
            let of_code = first.iter().filter(|&&other| found[other].code == told.code).count();
            let is_new = first.iter().all(|&other| !found[other].is_same(told));
            if is_new && of_code < *of_a_code && first.len() < WORST_MAX {
                first.push(at);
            }
        }
    }
    first.sort_unstable();
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told<'a>(code: &'a str, subject: &'a str) -> Told<'a> {
        Told { code, subject, severity: Severity::High, of_data: code == "G0102" }
    }

    #[test]
    fn what_holds_as_stated_is_not_told_before_what_falls_short() {
        let found = [
            told("G0101", "a"),
            told("G0203", "b"),
            told("G0101", "c"),
            told("G0101", "d"),
            told("G0101", "e"),
            told("G0402", "f"),
            told("G0101", "g"),
        ];
        assert_eq!(worst(&found), [0, 2, 3, 4, 5]);
        assert_eq!(worst(&found[..3]), [0, 1, 2], "where there is room");
    }

    #[test]
    fn a_service_is_told_once_of_its_time_and_once_of_its_data() {
        let found = [told("G0103", "a"), told("G0101", "a"), told("G0102", "a"), told("G0402", "b")];
        assert_eq!(worst(&found), [0, 2, 3]);
    }

    #[test]
    fn light_ones_are_told_only_where_nothing_is_heavy() {
        let light = Told { severity: Severity::Low, ..told("G0402", "a") };
        assert_eq!(worst(&[light]), [0]);
        assert_eq!(worst(&[told("G0203", "b"), light]), [0]);
        assert_eq!(worst(&[]), [0; 0]);
    }
}
