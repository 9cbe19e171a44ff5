//! Turns the command lines of `exercise`, `aar` and `calibrate` into typed requests.

use clap::Args;

use crate::notation::moment::Moment;

use super::args::{CampaignArgs, JOBS_MAX, Seed, seed, trials};

#[derive(Debug, Args)]
pub struct ExerciseArgs {
    /// A scenario file; it names its model, and may say in `exercise` what the exercise is to show.
    pub scenario: String,
    /// A number from 0, a percentile from p1 to p99, worst, or shortest-miss; by default one worth exercising. A number is
    /// below --trials, if that is given.
    #[arg(long, value_name = "TRIAL")]
    pub trial: Option<String>,
    /// The service it is about; by default the one with the smallest share kept.
    #[arg(long, value_name = "ID")]
    pub service: Option<String>,
    /// Day and time at which it begins in the room, such as 2027-03-04T09:00.
    #[arg(long, value_name = "MOMENT", value_parser = moment)]
    pub start: Option<Moment>,
    /// Minutes in the room, opening and closing talk included [default: 120, or what the scenario says].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(20..=2_880))]
    pub minutes: Option<u32>,
    /// How many injects [default: up to five in 90 minutes of play].
    #[arg(long, value_name = "N", value_parser = injects)]
    pub injects: Option<usize>,
    #[command(flatten)]
    pub campaign: CampaignArgs,
    /// The folder of the pack.
    #[arg(short, long, value_name = "DIR")]
    pub output: String,
    /// Replace a pack that is there; not if a log in it was filled in.
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Args)]
pub struct AarArgs {
    /// The log: JSON lines, or the table of a scribe as CSV.
    pub log: String,
    /// Durations of real events: a table with subject, took, date, source.
    #[arg(long, value_name = "FILE")]
    pub actuals: Option<String>,
    /// The scenario of the exercise; by default the one that the log names.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<String>,
    /// Trials for the effect of each corrective action [default: 4000].
    #[arg(long, value_name = "N", value_parser = trials)]
    pub trials: Option<u64>,
    /// Threads; the processor's by default.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=JOBS_MAX))]
    pub jobs: Option<u64>,
    /// The folder of the report.
    #[arg(short, long, value_name = "DIR")]
    pub output: String,
    /// Replace a report that is there.
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Args)]
pub struct CalibrateArgs {
    /// The model whose estimates are updated; or a scenario, whose own figures are updated in its file.
    pub model: String,
    /// The log of an exercise: JSON lines, or the table of a scribe. May repeat.
    #[arg(long, value_name = "FILE")]
    pub log: Vec<String>,
    /// Durations of real events: a table with subject, took, date, source. May repeat.
    #[arg(long, value_name = "FILE")]
    pub actuals: Vec<String>,
    /// For how many observations an estimate counts; by default 2, 4, 6 or 10, by its basis.
    #[arg(long, value_name = "W", value_parser = weight)]
    pub weight: Option<f64>,
    /// Write the model; as it was it is kept beside it.
    #[arg(long)]
    pub write: bool,
    /// Replace a copy kept before.
    #[arg(long)]
    pub force: bool,
    /// A scenario to play before and after; by default all in the model's folder. May repeat.
    #[arg(long, value_name = "FILE")]
    pub scenario: Vec<String>,
    /// Trials before and after [default: 4000].
    #[arg(long, value_name = "N", value_parser = trials)]
    pub trials: Option<u64>,
    /// Chooses the draws: a number up to 2^53, or `random`.
    #[arg(long, value_name = "S", default_value = "1", value_parser = seed)]
    pub seed: Seed,
    /// Threads; the processor's by default.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=JOBS_MAX))]
    pub jobs: Option<u64>,
}

fn weight(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(weight) if weight > 0.0 && weight <= 1e6 => Ok(weight),
        _ => Err("write a number above 0, such as 4".to_owned()),
    }
}

fn moment(text: &str) -> Result<Moment, String> {
    Moment::parse(text).ok_or_else(|| "write a day and a time of day: 2027-03-04T09:00".to_owned())
}

fn injects(text: &str) -> Result<usize, String> {
    match text.parse::<usize>() {
        Ok(count) if (1..=60).contains(&count) => Ok(count),
        _ => Err("write a number from 1 to 60".to_owned()),
    }
}
