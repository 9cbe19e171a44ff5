//! The options of the commands that play variants.

use clap::Args;

use crate::cli::args::{CampaignArgs, Format, OutputAsk, output_ask};

/// Where an answer goes.
#[derive(Clone, Debug, Args)]
pub struct AnswerArgs {
    /// What goes to standard output.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Also write a file: KIND is text or json; FILE `-` is standard output.
    #[arg(short, long = "output", value_name = "KIND=FILE", value_parser = output_ask)]
    pub output: Vec<OutputAsk>,
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
