//! People and units: what more of them can do, and what the order of the queue can.
//!
//! It is no relation that one person more, a shorter step or a need less makes nothing later: with few people all
//! three can (Graham 1969). What holds is the comparison with more people than can ever be asked for.

use blackstart::units::Millis;
use proptest::prelude::{Strategy, any};
use proptest::{collection, proptest};

use super::TRIALS;
use crate::random::ron::Ron;
use crate::random::run::{Run, Trial, assert_no_later, assert_same};
use crate::random::span::Span;
use crate::random::{ANY, Organisation, PLAIN_CROWDED, PLENTY, cases, organisations};

/// Steps of one strategy: how long each takes, and which earlier ones come before it.
type Steps = Vec<(i64, Vec<usize>)>;

fn steps() -> impl Strategy<Value = Steps> {
    let step = (0..10_000_i64, collection::vec(any::<u8>(), 0..3));
    collection::vec(step, 1..10).prop_map(|steps| {
        let earlier = |at: usize, raw: Vec<u8>| {
            if at == 0 { Vec::new() } else { raw.into_iter().map(|raw| usize::from(raw) % at).collect() }
        };
        steps.into_iter().enumerate().map(|(at, (takes, raw))| (takes, earlier(at, raw))).collect()
    })
}

proptest! {
    #![proptest_config(cases(256))]

    /// In a plain organisation waiting for people or units can only make work start later.
    #[test]
    fn with_plenty_of_everything_nothing_is_later(organisation in organisations(PLAIN_CROWDED)) {
        assert_no_later(&Run::new(&organisation.with_plenty()).trials(TRIALS), &Run::new(&organisation).trials(TRIALS));
    }

    /// At any instant before the end either all m people work or somebody works on the longest chain that is left:
    /// a chain of length at most `longest` covers all instants at which not all of them work, and at the others m
    /// people do the rest of the work. So makespan <= (work - longest) / m + longest (Graham 1969).
    #[test]
    fn a_team_that_never_idles_keeps_grahams_bound(steps in steps(), people in 1..5_i64) {
        let makespan = makespan(&steps, people);
        let work: i64 = steps.iter().map(|(takes, _)| takes).sum();
        let longest = longest(&steps);
        assert!(makespan >= longest && makespan * people >= work, "{makespan} is too short");
        assert!(makespan * people <= work + (people - 1) * longest, "{makespan} is too long");
        if people == 1 {
            assert_eq!(makespan, work);
        }
    }

    /// What is promised changes no instant. Changing an RTO, a priority or `within` would reorder the queue, so these
    /// stay as they are here; a restore objective stays where it is, since it says that there are data.
    #[test]
    fn objectives_are_spectators(organisation in organisations(ANY), hours in 1..72_i64) {
        let mut other = organisation.clone();
        promise(&mut other, hours, &["rpo", "mtpd"]);
        assert_same(&Run::new(&other).trials(TRIALS), &Run::new(&organisation).trials(TRIALS));
    }

    #[test]
    fn where_nobody_waits_recovery_times_are_spectators_too(organisation in organisations(PLENTY), hours in 1..72_i64) {
        let mut other = organisation.clone();
        promise(&mut other, hours, &["rpo", "mtpd", "rto", "within"]);
        for id in other.ids("systems") {
            other.node_mut("systems", &id).set("priority", Ron::word(1 + hours % 3));
        }
        assert_same(&without_clocks(&other), &without_clocks(&organisation));
    }
}

/// Other objectives where there are objectives, other shares required, other clocks and impacts.
fn promise(organisation: &mut Organisation, hours: i64, fields: &[&'static str]) {
    for kind in ["services", "systems", "tasks"] {
        for id in organisation.ids(kind) {
            let node = organisation.node_mut(kind, &id);
            for field in fields {
                if node.get(field).is_some() {
                    node.set(field, Ron::Span(Span::fixed(hours * 3_600_000)));
                }
            }
            node.set("required", Ron::word("0.5"));
            if kind == "services" {
                node.set("clock", Ron::word("Declared"));
                node.remove("impact");
            }
        }
    }
}

fn without_clocks(organisation: &Organisation) -> Vec<Trial> {
    Run::new(organisation).trials(TRIALS)
}

/// The longest chain of steps.
fn longest(steps: &Steps) -> i64 {
    let mut ends: Vec<i64> = Vec::new();
    for (takes, after) in steps {
        ends.push(takes + after.iter().map(|&before| ends[before]).max().unwrap_or(0));
    }
    ends.into_iter().max().unwrap_or(0)
}

/// How long so many people take, one for each step.
fn makespan(steps: &Steps, people: i64) -> i64 {
    let written: Vec<String> = steps
        .iter()
        .enumerate()
        .map(|(at, (takes, after))| {
            let after: Vec<String> = after.iter().map(|before| format!("\"s{before}\"")).collect();
            format!("(do: \"s{at}\", by: \"crew\", takes: \"{takes}ms\", after: [{}])", after.join(", "))
        })
        .collect();
    let model = format!(
        "(teams: {{ \"crew\": (people: {people}) }}, services: {{ \"shop\": (needs: \"db\") }},
          systems: {{ \"db\": (recovery: [ (name: \"Repair\", steps: [{}]) ]) }})",
        written.join(", "),
    );
    let scenario =
        "(title: \"t\", model: \"model.ron\", horizon: \"1d\", events: [Outage(targets: [\"db\"])])";
    let outage = Run::of_texts(&model, scenario, 1).trials(1)[0].services["shop"].minimum.outage();
    assert!(outage < Millis::NEVER);
    outage.get()
}
