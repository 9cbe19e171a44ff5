//! Recovery networks for races: jobs that wait for up to three earlier ones, all of them or (a quarter of the jobs)
//! any, and take exponential times. The same network as a model, as a scenario and as JSON for contestants in other
//! languages.

use std::fmt::Write;

use super::Texts;

/// One job.
#[derive(Clone, Debug)]
pub struct Job {
    /// Earlier jobs, each once.
    pub needs: Vec<usize>,
    /// Whether one of them is enough.
    pub any: bool,
    pub mean_hours: u64,
}

/// Jobs in an order in which each comes after those it waits for.
#[derive(Clone, Debug)]
pub struct Network {
    pub jobs: Vec<Job>,
}

impl Network {
    /// So many jobs, always the same.
    pub fn random(jobs: usize) -> Network {
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        let mut below = |count: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % count
        };
        let job = |position: usize| {
            let mut needs: Vec<usize> =
                (0..if position == 0 { 0 } else { 3 }).map(|_| below(position)).collect();
            needs.sort_unstable();
            needs.dedup();
            Job { any: needs.len() > 1 && below(4) == 0, needs, mean_hours: 1 + below(8) as u64 }
        };
        Network { jobs: (0..jobs).map(job).collect() }
    }

    /// The id of a job; ids sort as positions do.
    pub fn id(position: usize) -> String {
        format!("job-{position:04}")
    }

    /// A system per job, all down at once and back when their one step is done; with `people`, each step takes one of
    /// them. The service is back with the last system.
    pub fn texts(&self, people: Option<u32>) -> Texts {
        let (teams, by) = match people {
            Some(people) => (format!("    teams: {{ \"crew\": (people: {people}) }},\n"), ", by: [\"crew\"]"),
            None => (String::new(), ""),
        };
        let mut model = format!("(\n    name: \"Network\",\n{teams}    systems: {{\n");
        for (position, Job { needs, any, mean_hours }) in self.jobs.iter().enumerate() {
            let needs: Vec<String> = needs.iter().map(|&need| Network::id(need)).collect();
            let needs = match (needs.is_empty(), any) {
                (true, _) => String::new(),
                (_, true) => format!(", needs: [\"{}\"]", needs.join(" or ")),
                (_, false) => format!(", needs: [\"{}\"]", needs.join("\", \"")),
            };
            let _ = writeln!(
                model,
                "        \"{}\": (recovery: [(name: \"Recover\", steps: [(do: \"Recover\", takes: \"exponential(mean \
                 {mean_hours}h)\"{by}{needs})])]),",
                Network::id(position)
            );
        }
        let all: Vec<String> = (0..self.jobs.len()).map(Network::id).collect();
        let _ = write!(
            model,
            "    }},\n    services: {{ \"all\": (needs: [\"{}\"]) }},\n)\n",
            all.join("\", \"")
        );
        let scenario = "(\n    title: \"Everything at once\", model: \"model.ron\", onset: \"Mon 09:00\", horizon: \"10000d\",\n    \
                        events: [ Outage(targets: [\"kind:system\"]) ],\n)\n";
        Texts { model, scenario: scenario.to_owned() }
    }

    /// `[{"needs": [0, 2], "any": false, "mean_hours": 3}, ...]`.
    pub fn json(&self) -> String {
        let job = |Job { needs, any, mean_hours }: &Job| {
            format!("{{\"needs\": {needs:?}, \"any\": {any}, \"mean_hours\": {mean_hours}}}")
        };
        format!("[{}]\n", self.jobs.iter().map(job).collect::<Vec<_>>().join(",\n"))
    }
}
