//! Turns results into findings: what breaks, how surely, where the time goes, and what the model itself suggests to
//! do about it.
//!
//! Each rule is one file and one line of [`ALL`]. Invariant: findings depend on the model, the scenario and the
//! results alone; none says more than the figures beside it bear, and what was not touched is never a finding
//! about an objective. Nothing here is played.

mod cause;
mod facts;
mod finding;
mod inputs;
mod remedy;
mod rests_on;
mod rule;
mod seen;
mod staffing;
pub mod data;
pub mod never;
pub mod objectives;
pub mod time;
pub mod trust;

pub use cause::Cause;
pub use finding::{Figure, Finding};
pub use inputs::{InputUsed, inputs_used};
pub use remedy::{Remedy, head_count};
pub use rests_on::{Evidence, RestsOn};
pub use rule::Rule;
pub use seen::Seen;
pub use staffing::{TooFew, too_few};

/// Every rule, in the order of the codes: G01 objectives that fall short, G02 how far to trust the answer, G03 what
/// never comes back, G04 where the time goes, G05 data and work by hand.
pub const ALL: &[&Rule] = &[
    &objectives::rto_falls_short::RULE,
    &objectives::rpo_falls_short::RULE,
    &objectives::mtpd_falls_short::RULE,
    &objectives::minimum_level_lost::RULE,
    &objectives::task_late::RULE,
    &objectives::system_falls_short::RULE,
    &trust::undecided::RULE,
    &trust::clock_matters::RULE,
    &trust::depends_on_assumptions::RULE,
    &trust::rests_on_assumptions::RULE,
    &trust::seed_sensitive::RULE,
    &trust::rpo_without_data::RULE,
    &never::never_recovers::RULE,
    &never::system_lost::RULE,
    &time::one_team::RULE,
    &time::one_step::RULE,
    &time::decision_awaited::RULE,
    &time::detection_late::RULE,
    &time::event_awaited::RULE,
    &time::calls_out::RULE,
    &data::lost_to_dwell::RULE,
    &data::workaround_lapses::RULE,
];

/// Finds a rule by its code, whatever the case of its letter.
pub fn find(code: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.code.eq_ignore_ascii_case(code.trim()))
}

/// Runs every rule and sorts: the heaviest first, of these what breaks before how far to trust it and where the time goes,
/// then the largest shortfall, then by identity.
pub fn run(seen: &Seen) -> Vec<Finding> {
    let mut found: Vec<Finding> = ALL.iter().flat_map(|rule| (rule.look)(seen)).collect();
    for finding in &mut found {
        finding.accepted = seen.acceptance(finding);
    }
    found.sort_by(|a, b| {
        let rank = |finding: &Finding| {
            let breaks = ["G02", "G04"].iter().position(|family| finding.rule.code.starts_with(family));
            (finding.severity, breaks.map_or(0, |after| after + 1))
        };
        rank(a).cmp(&rank(b)).then(b.weight.total_cmp(&a.weight)).then_with(|| a.id().cmp(&b.id()))
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_sorted_and_explained() {
        let codes: Vec<&str> = ALL.iter().map(|rule| rule.code).collect();
        assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
        for rule in ALL {
            let digits = rule.code.strip_prefix("G0").expect("a G and a family");
            assert!(digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit()), "{}", rule.code);
            assert!(rule.name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", rule.name);
            assert!(!rule.title.is_empty() && !rule.title.ends_with('.'), "{}", rule.code);
            for text in [rule.finds, rule.matters, rule.behind] {
                assert!(text.len() > 20 && text.ends_with('.'), "{}: {text}", rule.code);
            }
        }
    }

    #[test]
    fn a_rule_is_found_in_either_case() {
        assert_eq!(find(" g0101").map(|rule| rule.name), Some("rto-falls-short"));
        assert!(find("G9999").is_none());
    }
}
