//! Turns an organisation, as it is written, into findings: what is wrong with the plan before anything is played.
//!
//! Each rule is one file and one line of [`ALL`]; it looks at the model, at a scenario of it, or at the whole
//! organisation. Invariant: findings depend on the files and the day asked about alone, and no rule takes more
//! than O((nodes + needs) log). Nothing here is played: a finding is read off the page.

mod allowances;
mod finding;
mod must;
mod organisation;
mod rule;
mod words;
pub mod soonest;
pub mod cold_start;
pub mod data;
pub mod defaults;
pub mod evidence;
pub mod hygiene;
pub mod people;
pub mod plans;
pub mod single_points;
pub mod times;

pub use allowances::Acceptance;
pub use finding::{Finding, Found};
pub use must::Must;
pub use organisation::{Case, Extent, Organisation, View};
pub use rule::{Look, Rule};

use rayon::prelude::*;

/// Every rule, in the order of the codes: W01 objectives and times, W02 data, W03 cold start and dead strategies,
/// W04 structure, W05 people, W06 evidence, W07 the files themselves.
pub const ALL: &[&Rule] = &[
    &times::inversion::RULE,
    &times::plan_too_slow::RULE,
    &times::mtpd_below_rto::RULE,
    &times::out_of_reach::RULE,
    &times::too_slow_as_planned::RULE,
    &times::too_much_work::RULE,
    &times::supplier_promise::RULE,
    &times::horizon_too_short::RULE,
    &times::clock_not_stated::RULE,
    &times::workaround_lapses::RULE,
    &times::mtpd_out_of_reach::RULE,
    &times::minimum_no_lower::RULE,
    &times::nothing_required::RULE,
    &data::rpo_out_of_reach::RULE,
    &data::no_copy::RULE,
    &data::kept_too_short::RULE,
    &data::no_safe_copy::RULE,
    &data::copies_share_fate::RULE,
    &data::group_out_of_step::RULE,
    &data::after_an_intruder::RULE,
    &data::gone_too_soon::RULE,
    &data::rpo_without_data::RULE,
    &data::spared_too_old::RULE,
    &plans::taken_away::RULE,
    &plans::all_dead::RULE,
    &plans::no_plan::RULE,
    &plans::never_works::RULE,
    &plans::stuck::RULE,
    &plans::waits_for_itself::RULE,
    &plans::workaround_in_vain::RULE,
    &plans::never_begun::RULE,
    &plans::not_set_going::RULE,
    &cold_start::from_cold::RULE,
    &cold_start::in_scenario::RULE,
    &single_points::alternatives::RULE,
    &single_points::most_services::RULE,
    &single_points::pairs::RULE,
    &single_points::one_person::RULE,
    &single_points::one_team::RULE,
    &single_points::one_supplier::RULE,
    &plans::needs_left_behind::RULE,
    &single_points::shared_sites::RULE,
    &people::no_place_to_work::RULE,
    &people::overcommitted::RULE,
    &people::promised_twice::RULE,
    &people::after_a_shift::RULE,
    &people::not_at_night::RULE,
    &people::head_counts::RULE,
    &people::nobody_decides::RULE,
    &people::deciders_away::RULE,
    &people::served_last::RULE,
    &people::held_by_nobody::RULE,
    &people::decides_cut_off::RULE,
    &evidence::stale::RULE,
    &evidence::never_done::RULE,
    &evidence::never_measured::RULE,
    &evidence::kind_defaults::RULE,
    &hygiene::service_without_promise::RULE,
    &hygiene::unused::RULE,
    &hygiene::nothing_touched::RULE,
    &hygiene::classes_not_covered::RULE,
    &hygiene::spread_compounds::RULE,
    &hygiene::unnamed_event::RULE,
    &hygiene::no_off_hours::RULE,
    &hygiene::quicker_without::RULE,
    &hygiene::delay_that_speeds::RULE,
    &hygiene::hours_without_effect::RULE,
    &hygiene::after_the_horizon::RULE,
    &hygiene::ride_without_effect::RULE,
    &hygiene::exchange_without_effect::RULE,
    &hygiene::counted_twice::RULE,
    &hygiene::unclear_name::RULE,
    &hygiene::stored_on_nothing::RULE,
    &hygiene::always_capped::RULE,
    &hygiene::day_without_effect::RULE,
    &allowances::UNUSED,
    &allowances::EXPIRED,
];

/// Finds a rule by its code, whatever the case of its letter.
pub fn find(code: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.code.eq_ignore_ascii_case(code.trim()))
}

/// Runs every rule, sets accepted findings apart, and sorts: the heaviest first, then in the order of the text. Rules
/// run side by side; what they find is put together in the order of the registry.
pub fn run(organisation: &Organisation) -> Vec<Finding> {
    organisation.look_around();
    let asked: Vec<(&Rule, Option<&Case>)> = ALL.iter().flat_map(|rule| asked(rule, organisation)).collect();
    let parts: Vec<Found> = asked
        .into_par_iter()
        .with_max_len(1)
        .map(|(rule, case)| {
            let mut found = Found::of(case);
            match (rule.look, case) {
                (Look::Model(look) | Look::Whole(look), _) => look(organisation, &mut found),
                (Look::Scenario(look), Some(case)) => look(organisation, case, &mut found),
                (Look::Scenario(_), None) | (Look::Allowances, _) => {}
            }
            found
        })
        .collect();
    let mut found = Found::default();
    parts.into_iter().for_each(|part| found.append(part));
    allowances::settle(organisation, found)
}

/// What a rule is asked about: once, or once for each scenario.
fn asked<'o, 'm>(
    rule: &'static Rule,
    organisation: &'o Organisation<'m>,
) -> Vec<(&'static Rule, Option<&'o Case<'m>>)> {
    match rule.look {
        Look::Model(_) => vec![(rule, None)],
        Look::Scenario(_) => organisation.cases.iter().map(|case| (rule, Some(case))).collect(),
        Look::Whole(_) if organisation.extent == Extent::Whole => vec![(rule, None)],
        Look::Whole(_) | Look::Allowances => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_sorted_and_explained() {
        let codes: Vec<&str> = ALL.iter().map(|rule| rule.code).collect();
        assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
        for rule in ALL {
            let digits = rule.code.strip_prefix("W0").expect("a W and a family");
            assert!(digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit()), "{}", rule.code);
            assert!(!rule.title.is_empty() && !rule.title.ends_with('.'), "{}", rule.code);
            for text in [rule.finds, rule.matters, rule.behind] {
                assert!(text.len() > 20 && text.ends_with('.'), "{}: {text}", rule.code);
            }
        }
    }

    #[test]
    fn a_rule_is_found_in_either_case() {
        assert_eq!(find(" w0103").map(|rule| rule.code), Some("W0103"));
        assert!(find("W9999").is_none());
    }
}
