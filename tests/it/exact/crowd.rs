//! People: who stays away, and attempts that queue for those who came. A list scheduler written here says who works
//! when.

use super::chances::{Chances, assert_counts, distribution};
use super::naive::NEVER;
use super::{TRIALS, count};
use crate::play::Played;

/// The chance of each number of people away when each stays away with chance `share`.
fn away(people: u32, share: f64) -> Vec<f64> {
    let mass = |count: u32| {
        let choose = (0..count).fold(1.0, |product, k| product * f64::from(people - k) / f64::from(k + 1));
        choose * share.powi(count as i32) * (1.0 - share).powi((people - count) as i32)
    };
    (0..=people).map(mass).collect()
}

/// Hours at which each of `jobs` is done. A job has ways, each an attempt of so many hours by one person and a chance
/// to succeed; where one fails the next is ready at once. Ready jobs start in their order as people are free.
fn done(jobs: usize, ways: &[(&[i64], f64)], people: usize, chances: &mut Chances) -> Vec<i64> {
    let mut done = vec![NEVER; jobs];
    // Ways tried, and until when one is at work.
    let mut state: Vec<(usize, Option<i64>)> = vec![(0, None); jobs];
    let mut now = 0;
    loop {
        for (job, (tried, works)) in state.iter_mut().enumerate() {
            if *works == Some(now) {
                *works = None;
                if chances.happens(ways[*tried].1) {
                    done[job] = now;
                }
                *tried += 1;
            }
        }
        let mut free = people - state.iter().filter(|(_, works)| works.is_some()).count();
        for (job, (tried, works)) in state.iter_mut().enumerate() {
            let ready = works.is_none() && done[job] == NEVER && *tried < ways.len();
            if ready && free > 0 {
                *works = Some(now + chances.value(ways[*tried].0));
                free -= 1;
            }
        }
        let Some(next) = state.iter().filter_map(|(_, works)| *works).min() else { return done };
        now = next;
    }
}

fn model(jobs: usize, ways: &[(&[i64], f64)], people: usize) -> String {
    let ways = ways.iter().enumerate().map(|(at, (takes, success))| {
        let takes = super::plan::written(takes);
        format!("(name: \"Way {at}\", steps: [(do: \"It\", by: [\"crew\"], takes: {takes}, success: {success:?})]), ")
    });
    let ways: String = ways.collect();
    let systems = (0..jobs).map(|job| format!("\"s{job}\": (recovery: [{ways}]), "));
    format!("teams: {{ \"crew\": (people: {people}) }}, systems: {{ {} }}", systems.collect::<String>())
}

#[track_caller]
fn assert_queues(jobs: usize, ways: &[(&[i64], f64)], people: usize, share: f64) {
    let expected = distribution(|chances| {
        let there = people - chances.one_of(&away(people as u32, share));
        if there == 0 { vec![NEVER; jobs] } else { done(jobs, ways, there, chances) }
    });
    let expected = expected.expect("few ways");
    let absence = format!("Absence(id: \"flu\", targets: [\"crew\"], share: {share:?})");
    let absence = if share > 0.0 { absence } else { String::new() };
    let events = format!("events: [Outage(targets: [\"kind:system\"]), {absence}]");
    let mut played = Played::new(&model(jobs, ways, people), &events);
    let counts = count(&mut played, TRIALS, |played| -> Vec<i64> {
        let systems = played.outcome().systems.iter();
        systems.map(|system| super::hours(system.line.last_back)).collect()
    });
    assert_counts(&expected, &counts);
}

#[test]
fn three_jobs_with_a_way_to_fall_back_on_queue_for_one_person_and_for_two() {
    let ways: [(&[i64], f64); 2] = [(&[1, 4], 0.5), (&[2, 3], 0.75)];
    assert_queues(3, &ways, 1, 0.0);
    assert_queues(3, &ways, 2, 0.0);
}

#[test]
fn those_who_came_do_the_work_of_those_who_stayed_away() {
    assert_queues(4, &[(&[1, 2], 1.0)], 5, 0.3);
    assert_queues(3, &[(&[2, 5], 0.5), (&[1], 1.0)], 3, 0.625);
}
