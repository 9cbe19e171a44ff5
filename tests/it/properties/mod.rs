//! Relations that hold trial by trial, exactly, for every organisation of a kind.
//!
//! Draws are keyed by names and every distribution is drawn through its quantile function, so two organisations
//! that share a variable share its draws: most of what people expect of a plan needs no statistics to be tested.
//! What holds only without contention, or only where every choice is made once, says so and why.

mod crowds;
mod data;
mod durations;
mod estimates;
mod instants;
mod ledger;
mod repetition;
mod scope;
mod structure;
mod text;

use proptest::proptest;

use crate::random::run::Run;
use crate::random::{ANY, CERTAIN, PLAIN, PLAIN_CROWDED, TIMELESS, cases, organisations};

/// Trials played of each organisation.
const TRIALS: u64 = 16;

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn every_invented_organisation_is_accepted_and_every_trial_ends(organisation in organisations(ANY)) {
        Run::new(&organisation).trials(TRIALS);
    }

    #[test]
    fn every_plain_organisation_is_accepted(organisation in organisations(PLAIN)) {
        Run::new(&organisation).trials(1);
    }

    #[test]
    fn every_crowded_organisation_is_accepted(organisation in organisations(PLAIN_CROWDED)) {
        Run::new(&organisation).trials(1);
    }

    #[test]
    fn where_nothing_is_drawn_all_trials_are_alike(organisation in organisations(CERTAIN)) {
        let trials = Run::new(&organisation).trials(3);
        assert_eq!(trials[0], trials[1]);
        assert_eq!(trials[0], trials[2]);
    }

    #[test]
    fn every_timeless_organisation_is_accepted(organisation in organisations(TIMELESS)) {
        Run::new(&organisation).trials(1);
    }
}
