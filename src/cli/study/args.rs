//! The options of the commands that play variants.

use clap::{Args, ValueEnum};

use super::answers::{AnswerAsk, AnswerKind};
use crate::cli::args::CampaignArgs;

/// Where an answer goes.
#[derive(Clone, Debug, Args)]
pub struct AnswerArgs {
    /// What goes to standard output; `compare` also writes markdown.
    #[arg(long, value_enum, default_value_t = AnswerKind::Text)]
    pub format: AnswerKind,
    /// Also write a file: KIND is text, json, html or, of `compare`, markdown; FILE `-` is standard output.
    #[arg(short, long = "output", value_name = "KIND=FILE", value_parser = AnswerAsk::read)]
    pub output: Vec<AnswerAsk>,
    /// Replace output files that exist.
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Args)]
pub struct WhatifArgs {
    /// A scenario file; it names its model.
    pub scenario: String,
    /// Begin a variant of this name: the edits up to the next --name belong to it. May repeat.
    #[arg(long, value_name = "NAME")]
    pub name: Vec<String>,
    /// A file of changes: a list, or a map of lists by name. May repeat.
    #[arg(long, value_name = "FILE")]
    pub patch: Vec<String>,
    /// Every edit is a variant of its own.
    #[arg(long, conflicts_with = "name")]
    pub each: bool,
    #[command(flatten)]
    pub campaign: CampaignArgs,
    #[command(flatten)]
    pub answer: AnswerArgs,
}

#[derive(Debug, Args)]
pub struct CompareArgs {
    /// Results or a scenario: what was.
    #[arg(value_name = "A")]
    pub before: String,
    /// The same of what is.
    #[arg(value_name = "B")]
    pub after: String,
    #[command(flatten)]
    pub campaign: CampaignArgs,
    #[command(flatten)]
    pub answer: AnswerArgs,
    /// Leave with 12 where something got worse.
    #[arg(long)]
    pub exit_code: bool,
}

#[derive(Debug, Args)]
pub struct LadderArgs {
    /// A scenario file; it names its model.
    pub scenario: String,
    /// What is varied, and its values: PATH=v1,v2,... or a built-in axis. Twice: every pair of values.
    #[arg(long, required = true, value_name = "AXIS[=V1,V2,...]")]
    pub along: Vec<String>,
    #[command(flatten)]
    pub campaign: CampaignArgs,
    #[command(flatten)]
    pub answer: AnswerArgs,
}

#[derive(Debug, Args)]
pub struct DelayArgs {
    /// A scenario file; it names its model.
    pub scenario: String,
    #[command(flatten)]
    pub campaign: CampaignArgs,
    #[command(flatten)]
    pub answer: AnswerArgs,
}

#[derive(Debug, Args)]
pub struct SweepArgs {
    /// A model file.
    pub model: String,
    /// Losses of one thing, or of every two as well.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=2))]
    pub order: u8,
    /// What can be lost; all by default. May repeat.
    #[arg(long, value_enum, value_delimiter = ',')]
    pub kind: Vec<KindWord>,
    /// How long it is lost: a duration, or forever: until people recover it.
    #[arg(long, value_name = "TIME", default_value = "24h")]
    pub lasts: String,
    /// How long is watched.
    #[arg(long, value_name = "TIME", default_value = "30d")]
    pub horizon: String,
    /// Losses that are played at most [default: 2000].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub budget: Option<u64>,
    #[command(flatten)]
    pub campaign: CampaignArgs,
    #[command(flatten)]
    pub answer: AnswerArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KindWord {
    System,
    Site,
    Supplier,
    Team,
}

#[derive(Debug, Args)]
pub struct AdviseArgs {
    /// Scenario files of one organisation, or folders: all scenarios in them.
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenarios: Vec<String>,
    /// Levers that are tried at most [default: 60].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub budget: Option<u64>,
    /// A file of levers of your own with what they cost.
    #[arg(long, value_name = "FILE")]
    pub levers: Option<String>,
    #[command(flatten)]
    pub campaign: CampaignArgs,
    #[command(flatten)]
    pub answer: AnswerArgs,
}

#[derive(Debug, Args)]
pub struct SensitivityArgs {
    /// A scenario file; it names its model.
    pub scenario: String,
    /// The service whose rto it is about; by default the one whose share is nearest to what is asked.
    #[arg(long, value_name = "ID")]
    pub service: Option<String>,
    #[command(flatten)]
    pub campaign: CampaignArgs,
    #[command(flatten)]
    pub answer: AnswerArgs,
}
