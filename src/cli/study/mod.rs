//! What the commands that play variants share: reading, threads, interrupts, progress, where the answer goes.

mod advise;
mod answers;
mod args;
mod compare;
mod delay;
pub mod help;
mod ladder;
mod sensitivity;
mod sweep;
mod whatif;

use std::path::Path;

use crate::campaign::{ThreadPool, each};
use crate::model::Scenario;
use crate::report::study::Setting;
use crate::study::{Contest, Effect, Fallen, Terms, Variant, Watch};

use super::args::{CampaignArgs, EditAsk, ProgressMode};
use super::exit::Exit;
use super::failure::Failure;
use super::files;
use super::interrupt::Interrupt;
use super::play::{options, seed, threads};
use super::progress::Progress;
use super::read::{Grounds, grounds, refusal};
use super::talk::Talk;
use answers::{Answer, Answers};

pub use advise::advise;
pub use args::{AdviseArgs, CompareArgs, DelayArgs, LadderArgs, SensitivityArgs, SweepArgs, WhatifArgs};
pub use compare::compare;
pub use delay::delay;
pub use ladder::ladder;
pub use sensitivity::sensitivity;
pub use sweep::sweep;
pub use whatif::{variants, whatif};

/// Pairs of a study unless the command line says otherwise: paired differences need fewer trials than shares.
pub const TRIALS_DEFAULT: u64 = 20_000;

/// What is said where an interrupt left nothing to tell.
pub const NOTHING_YET: &str = "interrupted before the first pairs were done: there is no answer";

/// A plan that was read, with the edits of the command line that belong to it.
pub struct Plan {
    pub grounds: Grounds,
    pub variant: Variant,
    pub seed: u64,
    pub edits: Vec<EditAsk>,
    /// The edits as options.
    pub options: Vec<String>,
}

impl Plan {
    /// Reads a scenario with its model and applies edits.
    ///
    /// # Errors
    /// A file or an edit is invalid.
    pub fn read(path: &str, edits: &[EditAsk], seed: u64) -> Result<Plan, Failure> {
        Plan::of(grounds(path)?, edits, seed)
    }

    /// Applies edits to what was read.
    ///
    /// # Errors
    /// An edit is invalid.
    pub fn of(grounds: Grounds, edits: &[EditAsk], seed: u64) -> Result<Plan, Failure> {
        let variant = grounds.ground.variant("", edits, seed).map_err(|refused| refusal(*refused))?;
        Ok(Plan { grounds, variant, seed, edits: edits.to_vec(), options: options(edits) })
    }

    /// A variant of it: its own edits first.
    ///
    /// # Errors
    /// An edit is invalid.
    pub fn variant(&self, name: &str, edits: &[EditAsk]) -> Result<Variant, Failure> {
        let all: Vec<EditAsk> = self.edits.iter().chain(edits).cloned().collect();
        let made = self.grounds.ground.variant(name, &all, self.seed).map_err(|refused| refusal(*refused))?;
        Ok(Variant { edits: edits.to_vec(), records: made.records[self.edits.len()..].to_vec(), ..made })
    }

    /// What its texts are told with.
    pub fn setting(&self) -> Setting<'_> {
        let Scenario { title, onset, horizon, .. } = &self.variant.scenario;
        Setting {
            model: &self.variant.model,
            title,
            onset: Some(onset),
            horizon: *horizon,
            path: &self.grounds.path,
            seed: self.seed,
            options: &self.options,
        }
    }
}

/// Variants that are in memory at a time: few of large models, and at most so many nodes of all together.
const AT_A_TIME: std::ops::RangeInclusive<usize> = 16..=256;
/// At most so many where the times of every pair are kept.
const AT_A_TIME_KEPT: usize = 32;
const NODES_AT_A_TIME: usize = 1 << 15;

/// What to do about edits that make no valid plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invalid {
    /// People wrote them.
    Refused,
    /// They were made up.
    LeftOut,
}

/// What came of a list of edits.
#[derive(Debug)]
pub enum Asked {
    Played(Box<Effect>),
    Invalid,
}

impl Asked {
    /// What it does, if it could be played.
    pub fn effect(&self) -> Option<&Effect> {
        match self {
            Asked::Played(effect) => Some(effect),
            Asked::Invalid => None,
        }
    }
}

/// On what a study is played, and who may stop it.
pub struct Bench {
    pub pool: ThreadPool,
    pub interrupt: Interrupt,
    mode: ProgressMode,
}

impl Bench {
    /// Starts the threads and listens.
    ///
    /// # Errors
    /// The operating system refuses.
    pub fn new(args: &CampaignArgs, talk: &Talk) -> Result<Bench, Failure> {
        let (pool, interrupt) = (threads(args)?, Interrupt::listen()?);
        Ok(Bench { pool, interrupt, mode: talk.progress(args.progress) })
    }

    /// Plays variants against a plan and shows progress.
    ///
    /// # Errors
    /// A trial never ends (exit 5).
    pub fn play(&self, plan: &Plan, variants: &[Variant], terms: Terms) -> Result<Contest, Failure> {
        let all = terms.trials.saturating_mul(variants.len() as u64 + 1);
        self.watched(&plan.variant.scenario.title, all, |watch| {
            Contest::play(&plan.variant, variants, terms, watch)
        })
        .map_err(|fallen| never_ends(plan, variants, &fallen))
    }

    /// Plays lists of edits as variants of a plan, some at a time, and gives what each does, in their order; fewer of
    /// them, and the last of fewer pairs, where it was interrupted.
    ///
    /// # Errors
    /// An edit is invalid where none may be, or a trial never ends.
    pub fn effects(
        &self,
        plan: &Plan,
        lists: &[Vec<EditAsk>],
        terms: Terms,
        invalid: Invalid,
    ) -> Result<Vec<Asked>, Failure> {
        let nodes = plan.variant.model.nodes.len().max(1);
        let most = if terms.counting.keeps_times() { AT_A_TIME_KEPT } else { *AT_A_TIME.end() };
        let at_a_time = (NODES_AT_A_TIME / nodes).clamp(*AT_A_TIME.start(), most);
        let chunks = lists.chunks(at_a_time);
        let all = terms.trials.saturating_mul((lists.len() + chunks.len()) as u64);
        self.watched(&plan.variant.scenario.title, all, |watch| {
            let (mut answers, mut done) = (Vec::new(), 0);
            for chunk in chunks {
                let made: Vec<Option<Result<Variant, Failure>>> =
                    each(&self.pool, chunk, |edits| (!self.is_stopped()).then(|| plan.variant("", edits)));
                let Some(made) = made.into_iter().collect::<Option<Vec<_>>>() else { break };
                let valid: Vec<bool> = made.iter().map(Result::is_ok).collect();
                let variants = match invalid {
                    Invalid::Refused => made.into_iter().collect::<Result<Vec<_>, _>>()?,
                    Invalid::LeftOut => made.into_iter().flatten().collect(),
                };
                let progress = |so_far: u64| (watch.progress)(done + so_far);
                let part = Watch { progress: &progress, ..*watch };
                let contest = Contest::play(&plan.variant, &variants, terms, &part)
                    .map_err(|fallen| never_ends(plan, &variants, &fallen))?;
                if contest.variants.iter().any(|played| played.pair.trials == 0) {
                    break;
                }
                let mut effects = variants.iter().zip(&contest.variants);
                answers.extend(valid.iter().map(|valid| match valid {
                    true => effects.next().map_or(Asked::Invalid, |(variant, played)| {
                        Asked::Played(Box::new(Effect::new(&plan.variant, variant, played)))
                    }),
                    false => Asked::Invalid,
                }));
                if contest.partial {
                    break;
                }
                done += terms.trials * (chunk.len() as u64 + 1);
            }
            Ok(answers)
        })
    }

    /// Plays by `play`, showing progress over `trials`.
    pub fn watched<T>(&self, title: &str, trials: u64, play: impl FnOnce(&Watch) -> T) -> T {
        let progress = Progress::start(self.mode, title, trials);
        let played = play(&Watch {
            pool: &self.pool,
            stop: self.interrupt.stop(),
            progress: &|done| progress.reached(done),
        });
        progress.finish();
        played
    }

    /// Whether it was interrupted: what is told is told as partial.
    pub fn is_stopped(&self) -> bool {
        self.interrupt.exit().is_some()
    }

    /// The status to leave with: `done`, unless it was interrupted.
    pub fn exit(&self, done: Exit) -> Exit {
        self.interrupt.exit().unwrap_or(done)
    }
}

/// A trial that never gets past one instant.
fn never_ends(plan: &Plan, variants: &[Variant], fallen: &Fallen) -> Failure {
    let trial = fallen.runaway.trial;
    let of = match fallen.variant.map(|at| &variants[at]) {
        None => "of the plan".to_owned(),
        Some(variant) => format!("of the variant {}", options(&variant.edits).join(" ")),
    };
    let edits = fallen.variant.map_or(&[][..], |at| &variants[at].edits);
    let all: String =
        plan.options.iter().cloned().chain(options(edits)).map(|option| format!(" {option}")).collect();
    Failure::new(Exit::Limit, format!("trial {trial} {of} never gets past one instant")).help(format!(
        "see what keeps falling due: blackstart replay {} --trial {trial} --seed {}{all}",
        crate::wording::text::shell(&plan.grounds.path),
        plan.seed
    ))
}

/// The pairs that each of these effects rests on at least: fewer than were asked for where playing was stopped.
pub fn fewest<'a>(effects: impl IntoIterator<Item = &'a Effect>) -> u64 {
    effects.into_iter().map(|effect| effect.trials).min().unwrap_or(0)
}

/// The files of a plan as paths, which nothing may overwrite.
pub fn files_of(grounds: &Grounds) -> Vec<String> {
    let folder = files::folder_of(Path::new(&grounds.path));
    grounds.inputs.iter().map(|input| folder.join(&input.name).to_string_lossy().into_owned()).collect()
}

/// The seed and the pairs asked for.
pub fn asked(args: &CampaignArgs, talk: &Talk) -> (u64, u64) {
    (seed(args.seed, talk), args.trials.unwrap_or(TRIALS_DEFAULT))
}
