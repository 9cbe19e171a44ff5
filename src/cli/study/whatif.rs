//! `whatif`: sets variants of a plan beside it, pair by pair of runs with the same draws.

use std::path::Path;
use std::sync::Arc;

use clap::ArgMatches;
use serde_json::json;

use crate::diagnostic::Diagnostics;
use crate::document::decode::{Decode, keyed, misfit};
use crate::document::edit::Typed;
use crate::document::schema::ChangeDoc;
use crate::document::tree::{Kind, Node};
use crate::report::study::whatif as text;
use crate::report::wire::study::{StudyFacts, study, variant as json_of};
use crate::results::Results;
use crate::source::Source;
use crate::study::{Contest, Counting, Effect, FindingMove, Terms, Variant, moves};

use super::args::WhatifArgs;
use super::{Answer, Answers, Bench, NOTHING_YET, Plan, asked, files_of};
use crate::cli::args::placed_edits;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::read::{Reading, unreadable};
use crate::cli::talk::Talk;

/// What makes up variants, in the order of the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Edit(Typed),
    Name(String),
    /// The path of a patch.
    Patch(String),
}

/// Reads the pieces off the command line.
pub fn variants(matches: Option<&ArgMatches>) -> Vec<Piece> {
    let Some(matches) = matches.filter(|matches| matches.try_contains_id("patch").is_ok()) else {
        return Vec::new();
    };
    let mut pieces: Vec<(usize, Piece)> =
        placed_edits(matches).into_iter().map(|(at, edit)| (at, Piece::Edit(edit))).collect();
    let texts = |option| {
        let indices = matches.indices_of(option).into_iter().flatten();
        indices.zip(matches.get_many::<String>(option).into_iter().flatten().cloned())
    };
    pieces.extend(texts("name").map(|(at, name)| (at, Piece::Name(name))));
    pieces.extend(texts("patch").map(|(at, file)| (at, Piece::Patch(file))));
    pieces.sort_by_key(|(at, _)| *at);
    pieces.into_iter().map(|(_, piece)| piece).collect()
}

/// Plays the variants that the command line asks for.
///
/// # Errors
/// A file or an edit is invalid, an output cannot be written, or a trial never ends.
pub fn whatif(args: &WhatifArgs, pieces: &[Piece], talk: &Talk) -> Result<Exit, Failure> {
    let named = gathered(pieces, args.each)?;
    let (seed, trials) = asked(&args.campaign, talk);
    let plan = Plan::read(&args.scenario, &[], seed)?;
    let variants: Vec<Variant> =
        named.iter().map(|(name, edits)| plan.variant(name, edits)).collect::<Result<_, _>>()?;
    let patches = pieces.iter().filter_map(|piece| match piece {
        Piece::Patch(file) => Some(file.clone()),
        _ => None,
    });
    let inputs: Vec<String> = files_of(&plan.grounds).into_iter().chain(patches).collect();
    let answers = Answers::open_plain(&args.answer, &inputs)?;
    let bench = Bench::new(&args.campaign, talk)?;
    let contest = bench.play(&plan, &variants, Terms { trials, counting: Counting::All })?;
    if !contest.partial && contest.variants.iter().all(|played| played.pair.services.is_empty()) {
        return Err(Failure::new(Exit::NothingSelected, "no service is left to compare")
            .help("services are matched by their ids: keep one of the plan's, or `blackstart run` what is left alone"));
    }
    if contest.variants.iter().all(|played| played.pair.trials == 0) {
        talk.note(NOTHING_YET);
        return Ok(bench.exit(Exit::Done));
    }
    let seen = Seen::new(&plan, &variants, &contest);
    let told: Vec<text::Told> = seen.told(&variants);
    let facts = StudyFacts {
        schema: "blackstart/whatif/1",
        organisation: &plan.variant.model.name,
        inputs: &plan.grounds.inputs,
        title: &plan.variant.scenario.title,
        seed,
        trials: seen.effects.first().map_or(0, |effect| effect.trials),
        trials_asked: trials,
        partial: contest.partial,
    };
    bench.interrupt.hold();
    answers.write(
        talk,
        &Answer {
            text: &|| text::whatif(&plan.setting(), &told, trials),
            markdown: None,
            json: &|| {
                let variant = |told: &text::Told| {
                    json_of(told.variant, told.effect, (told.before, told.after), told.findings)
                };
                let variants: Vec<_> = told.iter().map(variant).collect();
                study(&facts, json!({ "variants": variants }))
            },
        },
    )?;
    Ok(bench.exit(Exit::Done))
}

/// What a contest says, as estimates.
struct Seen {
    before: Results,
    after: Vec<Results>,
    effects: Vec<Effect>,
    findings: Vec<Vec<FindingMove>>,
}

impl Seen {
    fn new(plan: &Plan, variants: &[Variant], contest: &Contest) -> Seen {
        let results = |of: &Variant, tallies: &Option<_>| {
            let tallies = tallies.as_ref().expect("all was asked to be counted");
            Results::new(&of.model, &of.scenario, &of.labels, tallies)
        };
        let pairs = variants.iter().zip(&contest.variants);
        let before = results(&plan.variant, &contest.plan);
        let after: Vec<Results> =
            pairs.clone().map(|(variant, played)| results(variant, &played.tallies)).collect();
        let all = variants.iter().zip(&after);
        let findings =
            all.map(|(variant, after)| moves((&plan.variant, &before), (variant, after))).collect();
        Seen {
            findings,
            before,
            after,
            effects: pairs.map(|(variant, played)| Effect::new(&plan.variant, variant, played)).collect(),
        }
    }

    fn told<'a>(&'a self, variants: &'a [Variant]) -> Vec<text::Told<'a>> {
        let seen = self.effects.iter().zip(&self.after).zip(&self.findings);
        let told = |(variant, ((effect, after), findings)): (_, ((_, _), &'a Vec<_>))| text::Told {
            variant,
            effect,
            before: &self.before,
            after,
            findings,
        };
        variants.iter().zip(seen).map(told).collect()
    }
}

/// The variants with their edits.
fn gathered(pieces: &[Piece], each: bool) -> Result<Vec<(String, Vec<Typed>)>, Failure> {
    let mut variants: Vec<(String, Vec<Typed>)> = Vec::new();
    // Whether the last variant takes further edits.
    let mut open = false;
    for piece in pieces {
        match piece {
            Piece::Name(name) => {
                variants.push((name.clone(), Vec::new()));
                open = true;
            }
            Piece::Edit(edit) if open && !each => {
                variants.last_mut().expect("one is open").1.push(edit.clone())
            }
            Piece::Edit(edit) => {
                variants.push((String::new(), vec![edit.clone()]));
                open = true;
            }
            Piece::Patch(file) => match patch(file)? {
                Patch::List(edits) if open && !each => {
                    variants.last_mut().expect("one is open").1.extend(edits)
                }
                Patch::List(edits) => {
                    variants.push((String::new(), edits));
                    open = true;
                }
                Patch::Named(named) => {
                    variants.extend(named);
                    open = false;
                }
            },
        }
    }
    if variants.iter().any(|(_, edits)| edits.is_empty()) {
        return Err(Failure::usage("a variant without an edit is the plan itself")
            .help("write --set, --remove, --add or --patch after its --name"));
    }
    if variants.is_empty() {
        return Err(Failure::usage("nothing is to be changed").help(
            "name an edit, such as `--set teams.dba.people=4`, or a file of them with `--patch FILE.ron`",
        ));
    }
    Ok(variants)
}

/// What a patch holds.
enum Patch {
    List(Vec<Typed>),
    Named(Vec<(String, Vec<Typed>)>),
}

/// Reads a patch.
fn patch(path: &str) -> Result<Patch, Failure> {
    let mut reading = Reading::default();
    let read = reading.tree(Path::new(path)).map_err(|fault| unreadable(path, &fault))?;
    let Some(tree) = read.tree else { return Err(reading.fail()) };
    let file = file_of(&reading, &tree);
    let typed = |list: Node, found: &mut Diagnostics| typed(list, &file, found);
    let patch = match tree.kind {
        Kind::Map(entries) => {
            let named = keyed(entries, &mut reading.found).into_iter();
            Patch::Named(named.map(|(name, list)| (name.value, typed(list, &mut reading.found))).collect())
        }
        Kind::List(_) => Patch::List(typed(tree, &mut reading.found)),
        _ => {
            reading.found.push(misfit(&tree, "a list of changes, or a map of such lists by name").help(
                "for example `[Set(\"teams.dba.people\", 4)]`, or `{ \"more people\": [Set(\"teams.dba.people\", 4)] }`",
            ));
            Patch::List(Vec::new())
        }
    };
    if reading.found.has_errors() { Err(reading.fail()) } else { Ok(patch) }
}

/// The file that was read.
pub fn file_of(reading: &Reading, tree: &Node) -> Arc<Source> {
    Arc::new(reading.sources.get(tree.place.source).expect("what was read is a source").clone())
}

/// The changes of a list in a file as edits.
pub fn typed(list: Node, file: &Arc<Source>, found: &mut Diagnostics) -> Vec<Typed> {
    let changes = Vec::<ChangeDoc>::decode(list, found).into_iter();
    let sound = changes.filter(|change| !change.place.is_nowhere());
    sound.map(|change| Typed::written(change, file)).collect()
}
