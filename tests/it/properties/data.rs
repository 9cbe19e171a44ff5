//! Data loss: how old the newest usable point can be.

use blackstart::units::Millis;
use proptest::proptest;

use super::TRIALS;
use crate::random::cases;
use crate::random::run::Run;

const MINUTE: i64 = 60_000;

proptest! {
    #![proptest_config(cases(256))]

    /// A copy that began within the last interval may not be complete, the one before it is.
    #[test]
    fn no_more_is_lost_than_an_interval_and_the_time_a_copy_takes(
        every in 1..3_000_i64,
        takes in 0..3_000_i64,
        after in 0..20_000_i64,
        starts in 0..2_usize,
    ) {
        let starts = ["", "starts: \"Tue 03:00\", "][starts];
        for loss in losses(&format!("every: \"{every}m\", {starts}takes: \"{takes}m\""), after) {
            assert!(loss >= Millis::new(takes * MINUTE), "{loss}");
            assert!(loss <= Millis::new((every + takes) * MINUTE), "{loss}");
        }
    }

    #[test]
    fn copying_twice_as_often_loses_no_more(every in 1..1_500_i64, takes in 0..3_000_i64, after in 0..20_000_i64) {
        let backup = |every: i64| format!("every: \"{every}m\", starts: \"Sun 22:30\", takes: \"{takes}m\"");
        for (often, seldom) in losses(&backup(every), after).iter().zip(losses(&backup(2 * every), after)) {
            assert!(*often <= seldom, "{often} beside {seldom}");
        }
    }

    /// The draws of copies with the same number are the same, so what succeeds at the smaller chance does at the
    /// greater.
    #[test]
    fn copies_that_fail_less_often_lose_no_more(every in 60..1_500_i64, after in 0..20_000_i64) {
        let backup = |success: &str| format!("every: \"{every}m\", takes: \"1h\", success: {success}");
        for (good, bad) in losses(&backup("0.9"), after).iter().zip(losses(&backup("0.4"), after)) {
            assert!(*good <= bad, "{good} beside {bad}");
        }
    }

    #[test]
    fn an_intruder_who_was_there_longer_costs_no_less(every in 60..1_500_i64, dwell in 0..5_000_i64, more in 0..5_000_i64) {
        let with = |dwell: i64| {
            let event = format!("Corruption(targets: [\"db\"], dwell: \"{dwell}m\")");
            losses_in(&format!("Backup(at: \"far\", every: \"{every}m\", keep: \"100d\")"), &event)
        };
        for (short, long) in with(dwell).iter().zip(with(dwell + more)) {
            assert!(*short <= long && *short >= Millis::new(dwell * MINUTE), "{short} beside {long}");
        }
    }

    #[test]
    fn a_replica_without_lag_loses_nothing_and_one_with_lag_that_much(lag in 0..5_000_i64, after in 0..20_000_i64) {
        let event = format!("Destruction(targets: [\"db\"], after: \"{after}m\")");
        for loss in losses_in(&format!("Replica(at: \"far\", lag: \"{lag}m\")"), &event) {
            assert_eq!(loss, Millis::new(lag * MINUTE));
        }
    }
}

/// Data lost in each trial when a system with such a backup is destroyed after so many minutes.
fn losses(backup: &str, after: i64) -> Vec<Millis> {
    losses_in(
        &format!("Backup(at: \"far\", {backup})"),
        &format!("Destruction(targets: [\"db\"], after: \"{after}m\")"),
    )
}

fn losses_in(copy: &str, event: &str) -> Vec<Millis> {
    let model = format!(
        "(sites: {{ \"far\": () }}, services: {{ \"shop\": (needs: [\"db\"]) }},
          systems: {{ \"db\": (copies: {{ \"copy\": {copy} }},
                               recovery: [ (name: \"Restore\", from: \"copy\", steps: [ (do: \"it\", takes: \"1h\") ]) ]) }})"
    );
    let scenario = format!("(title: \"t\", model: \"model.ron\", horizon: \"90d\", events: [{event}])");
    let trials = Run::of_texts(&model, &scenario, 1).trials(TRIALS);
    trials.iter().map(|trial| trial.services["shop"].data_loss).collect()
}
