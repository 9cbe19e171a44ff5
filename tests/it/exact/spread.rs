//! Spreads: every pattern of what infects what, against a first passage worked out here.

use super::chances::{Chances, assert_counts, distribution};
use super::naive::NEVER;
use super::{TRIALS, count, hours};
use crate::play::Played;

const CHANCE: f64 = 0.375;
const DELAYS: [i64; 2] = [1, 3];

/// Hours at which each of `nodes` is struck: the first from outside, each other from one that may strike it. Whoever
/// is struck tries once each neighbour that is not yet struck; what comes later to one who is, means nothing.
fn struck(nodes: usize, neighbours: impl Fn(usize, usize) -> bool, chances: &mut Chances) -> Vec<i64> {
    let mut at = vec![NEVER; nodes];
    at[0] = 0;
    let mut tried = vec![false; nodes];
    // Delays are above 0, so the earliest that has not tried is struck for good.
    while let Some(next) = (0..nodes).filter(|&one| !tried[one] && at[one] < NEVER).min_by_key(|&one| at[one])
    {
        tried[next] = true;
        for other in 0..nodes {
            if neighbours(next, other) && at[other] > at[next] && chances.happens(CHANCE) {
                at[other] = at[other].min(at[next] + chances.value(&DELAYS));
            }
        }
    }
    at
}

/// Compares when each system falls, in the order of their ids, with what the ways of the spread say.
#[track_caller]
fn assert_falls(systems: &str, along: &str, falls: impl FnMut(&mut Chances) -> Vec<i64>) {
    let expected = distribution(falls).expect("few ways");
    let events = format!(
        "events: [Outage(id: \"e\", targets: [\"s0\"], lasts: \"50d\"),
                  Spread(id: \"x\", of: \"e\", along: {along}, chance: {CHANCE}, delay: \"observed(1h, 3h)\")]"
    );
    let mut played =
        Played::new(&format!("systems: {{ {systems} }}"), &format!("horizon: \"20d\", {events}"));
    let counts = count(&mut played, TRIALS, |played| -> Vec<i64> {
        let systems = played.outcome().systems.iter();
        systems.map(|system| hours(system.line.first_down)).collect()
    });
    assert_counts(&expected, &counts);
}

#[test]
fn four_that_share_a_tag_infect_each_other() {
    let systems = r#""s0": (tags: ["x"]), "s1": (tags: ["x"]), "s2": (tags: ["x"]), "s3": (tags: ["x"])"#;
    assert_falls(systems, "Tag(\"x\")", |chances| struck(4, |from, to| from != to, chances));
}

/// A diamond with a tail, and a spare that is a neighbour of all that name it: who is not struck falls when nothing is
/// left of what it needs.
#[test]
fn what_is_needed_is_infected_by_who_needs_it() {
    let systems = r#"
        "s0": (needs: ["s1 or s2 or spare"]), "s1": (needs: ["s3 or spare"]), "s2": (needs: ["s3 or spare"]),
        "s3": (needs: ["s4 or spare"]), "s4": (), "spare": ()"#;
    let edges = [(0, 1), (0, 2), (1, 3), (2, 3), (3, 4), (0, 5), (1, 5), (2, 5), (3, 5)];
    assert_falls(systems, "Dependencies", |chances| {
        first_falls(&struck(6, |from, to| edges.contains(&(from, to)), chances))
    });
}

/// When each is down: struck, or nothing left of what it needs.
fn first_falls(at: &[i64]) -> Vec<i64> {
    let spare = at[5];
    let s4 = at[4];
    let s3 = at[3].min(s4.max(spare));
    let (s1, s2) = (at[1].min(s3.max(spare)), at[2].min(s3.max(spare)));
    let s0 = at[0].min(s1.max(s2).max(spare));
    vec![s0, s1, s2, s3, s4, spare]
}
