//! Published projects with several scarce resources, played as recoveries: one system whose strategy has the
//! activities as steps.
//!
//! For each of 32 projects of the library PSPLIB (Kolisch and Sprecher 1996) and four orders of urgency the instants
//! at which activities end are those of a parallel schedule generation scheme written here, and no schedule is shorter
//! than the least makespan that is published. Nothing is random.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::play::Played;

/// Activities, and units of resources for which they queue.
struct Project {
    name: String,
    least_makespan: u32,
    units: Vec<u32>,
    takes: Vec<u32>,
    /// For each resource what each activity holds.
    uses: Vec<Vec<u32>>,
    /// For each activity those that come after it.
    before: Vec<Vec<usize>>,
}

fn projects() -> Vec<Project> {
    let numbers = |text: &str| -> Vec<u32> {
        text.split_whitespace().map(|word| word.parse().expect("a number")).collect()
    };
    let mut projects: Vec<Project> = Vec::new();
    let lines = include_str!("data/psplib-j30.txt").lines().filter(|line| !line.starts_with('#'));
    for line in lines {
        let (word, figures) = line.split_once(' ').expect("a word and figures");
        if word == "project" {
            let head = numbers(figures);
            projects.push(Project {
                name: format!("j30{}_1", head[0]),
                least_makespan: head[1],
                units: Vec::new(),
                takes: Vec::new(),
                uses: Vec::new(),
                before: Vec::new(),
            });
            continue;
        }
        let project = projects.last_mut().expect("a project begins");
        match word {
            "units" => project.units = numbers(figures),
            "takes" => project.takes = numbers(figures),
            "uses" => project.uses.push(numbers(figures)),
            "before" => {
                let after =
                    |list: &str| numbers(list).iter().map(|&from_one| from_one as usize - 1).collect();
                project.before = figures.split(';').map(after).collect();
            }
            other => panic!("`{other}` is no line of a project"),
        }
    }
    projects
}

impl Project {
    fn activities(&self) -> usize {
        self.takes.len()
    }

    fn predecessors(&self, activity: usize) -> Vec<usize> {
        (0..self.activities()).filter(|&other| self.before[other].contains(&activity)).collect()
    }

    /// From the end of an activity to the end of the project if nothing were scarce. Activities are listed so that
    /// those that come after have greater numbers.
    fn tails(&self) -> Vec<u32> {
        let mut tails = vec![0; self.activities()];
        for activity in (0..self.activities()).rev() {
            let next = self.before[activity].iter();
            tails[activity] = next.map(|&next| tails[next] + self.takes[next]).max().unwrap_or(0);
        }
        tails
    }

    /// How many activities come after each, directly or not.
    fn followers(&self) -> Vec<usize> {
        let mut all = vec![BTreeSet::new(); self.activities()];
        for activity in (0..self.activities()).rev() {
            for &next in &self.before[activity] {
                let further = all[next].clone();
                all[activity].insert(next);
                all[activity].extend(further);
            }
        }
        all.iter().map(BTreeSet::len).collect()
    }

    /// Orders of urgency: as listed, by the latest finish, by the number of followers, by the longest time.
    fn orders(&self) -> [Vec<usize>; 4] {
        let listed: Vec<usize> = (0..self.activities()).collect();
        let (tails, followers) = (self.tails(), self.followers());
        let (mut latest, mut most, mut longest) = (listed.clone(), listed.clone(), listed.clone());
        latest.sort_by_key(|&activity| Reverse(tails[activity]));
        most.sort_by_key(|&activity| Reverse(followers[activity]));
        longest.sort_by_key(|&activity| Reverse(self.takes[activity]));
        [listed, latest, most, longest]
    }

    /// When each activity ends under the parallel schedule generation scheme: at each instant at which one ends, all
    /// that could start are looked at in their order, and start if what they hold is free.
    fn ends(&self, order: &[usize]) -> Vec<u32> {
        let mut ends: Vec<Option<u32>> = vec![None; self.activities()];
        let mut now = 0;
        while ends.contains(&None) {
            let mut free = self.units.clone();
            for (activity, end) in ends.iter().enumerate() {
                if end.is_some_and(|end| end > now) {
                    self.uses.iter().zip(&mut free).for_each(|(uses, free)| *free -= uses[activity]);
                }
            }
            for &activity in order {
                let done = |before: &usize| ends[*before].is_some_and(|end| end <= now);
                let ready = ends[activity].is_none() && self.predecessors(activity).iter().all(done);
                if ready && self.uses.iter().zip(&free).all(|(uses, free)| uses[activity] <= *free) {
                    self.uses.iter().zip(&mut free).for_each(|(uses, free)| *free -= uses[activity]);
                    ends[activity] = Some(now + self.takes[activity]);
                }
            }
            now = ends.iter().flatten().copied().filter(|&end| end > now).min().expect("something runs");
        }
        ends.into_iter().flatten().collect()
    }

    /// The project as a model: a unit of time is an hour.
    fn model(&self, order: &[usize]) -> String {
        let listed =
            |words: Vec<String>| words.iter().map(|word| format!("\"{word}\", ")).collect::<String>();
        let steps = order.iter().map(|&activity| {
            let before = self.predecessors(activity).iter().map(|before| format!("a{before}")).collect();
            let uses = self.uses.iter().enumerate().filter(|(_, uses)| uses[activity] > 0);
            let uses = uses.map(|(resource, uses)| format!("r{resource}: {}", uses[activity])).collect();
            format!(
                "(do: \"A{activity}\", takes: \"{}h\", after: [{}], uses: [{}]),\n",
                self.takes[activity],
                listed(before),
                listed(uses),
            )
        });
        let resources = self.units.iter().enumerate();
        let resources = resources.map(|(resource, units)| format!("\"r{resource}\": (units: {units}), "));
        format!(
            "resources: {{ {} }}, services: {{ \"pay\": (needs: [\"plant\"]) }},
             systems: {{ \"plant\": (recovery: [(name: \"Rebuild\", steps: [{}])]) }}",
            resources.collect::<String>(),
            steps.collect::<String>(),
        )
    }
}

#[test]
fn published_projects_are_carried_out_as_a_parallel_schedule_says_and_never_in_less_than_the_least_time() {
    let (mut least_reached, projects) = (0, projects());
    assert_eq!(projects.len(), 32);
    for project in projects {
        for order in project.orders() {
            let ends = project.ends(&order);
            let mut played = Played::new(&project.model(&order), "events: [Outage(targets: [\"plant\"])]");
            let log = played.log(0);
            for (activity, end) in ends.iter().enumerate() {
                let days = if *end < 24 { String::new() } else { format!("{}d", end / 24) };
                let hours = if end % 24 == 0 { String::new() } else { format!("{}h", end % 24) };
                let line = format!("{days}{hours} step-done plant/rebuild/a{activity}");
                assert!(log.contains(&line), "{}, {order:?}: no `{line}` in {log:#?}", project.name);
            }
            let makespan = ends.iter().max().expect("activities");
            assert_eq!(played.outage("pay").get(), i64::from(*makespan) * 3_600_000, "{}", project.name);
            assert!(*makespan >= project.least_makespan, "{}: {makespan}", project.name);
            least_reached += usize::from(*makespan == project.least_makespan);
        }
    }
    // A schedule that were never the shortest, or always, would say that the bound is not one of these projects.
    assert!((16..120).contains(&least_reached), "{least_reached} of 128 schedules take the least time");
}
