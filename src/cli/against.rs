//! `--against`: earlier results that runs are held against, and what tells changed estimates from changed facts.

use std::path::Path;

use crate::campaign::Simulated;
use crate::report::against::{against, same_scenario, tell_apart, verdicts_of};
use crate::report::dossier::{Against, Because, InputKind, Played};
use crate::report::text::shown;
use crate::results::{IntervalKind, Results};

use super::args::EditAsk;
use super::exit::Exit;
use super::failure::Failure;
use super::play::Stage;
use super::read::{self, Case};
use super::talk::Talk;

/// Earlier results.
pub struct Earlier {
    name: String,
    bytes: Vec<u8>,
    played: Vec<Played>,
}

impl Earlier {
    /// Reads a results file.
    ///
    /// # Errors
    /// It cannot be read (exit 1), or holds no results (3).
    pub fn read(name: &str) -> Result<Earlier, Failure> {
        let (bytes, played) = read::results_with_bytes(name)?;
        Ok(Earlier { name: name.to_owned(), bytes, played })
    }

    /// The name of the file without its folder.
    pub fn own_name(&self) -> String {
        read::own_name(Path::new(&self.name))
    }

    /// The file as it was read.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Refuses results that have none of these scenarios: what matches nothing is never a success. Each is a file and a
    /// title.
    ///
    /// # Errors
    /// None is there (exit 4).
    pub fn expect_any<'a>(&self, mut all: impl Iterator<Item = (&'a str, &'a str)>) -> Result<(), Failure> {
        if all.any(|scenario| same_scenario(scenario, &self.played).is_some()) {
            return Ok(());
        }
        let titles: Vec<String> =
            self.played.iter().map(|played| format!("\"{}\"", played.scenario.title)).collect();
        let message = format!("{} has results of none of these scenarios", shown(&self.name));
        Err(Failure::new(Exit::NothingSelected, message).help(format!("it has {}", titles.join(", "))))
    }

    /// What became of a scenario since; `None` where it was not played then, which is told. Whether another organisation
    /// played it is told, too: files of one name are not always of one house.
    pub fn of(&self, now: &Played, talk: &Talk) -> Option<Against> {
        let file = now.input("scenario").map_or("", |input| input.name.as_str());
        let Some(then) = same_scenario((file, &now.scenario.title), &self.played) else {
            talk.note(&format!("the earlier results do not have \"{}\"", now.scenario.title));
            return None;
        };
        let of = |played: &Played| played.document.as_ref().map(|document| document.organisation.clone());
        if let (Some(other), Some(own)) = (of(then), of(now))
            && other != own
        {
            talk.note(&format!("the earlier results are of \"{other}\", and these of \"{own}\""));
        }
        Some(against(now, then))
    }
}

/// The name of a case's scenario file, and its title.
pub fn scenario_of(case: &Case) -> (&str, &str) {
    let file = Path::new(&case.path).file_name().and_then(|name| name.to_str()).unwrap_or_default();
    (file, &case.scenario.title)
}

/// Where estimates and facts changed and verdicts moved, plays the new facts with the old estimates by `play`, and says of
/// each verdict what moved it. Nothing is said where the old estimates do not fit the new files any more.
///
/// # Errors
/// A trial never ends.
pub fn told_apart(
    against: &mut Against,
    stage: &Stage,
    edits: &[EditAsk],
    play: impl FnOnce(&Stage) -> Result<(Simulated, IntervalKind), Failure>,
) -> Result<(), Failure> {
    if against.because != Because::Both || against.moved.is_empty() {
        return Ok(());
    }
    let estimates = against.changed.iter().filter(|changed| changed.kind == InputKind::Estimate);
    let old = estimates.filter_map(|changed| Some(EditAsk::set(&*changed.path, &**changed.before.as_ref()?)));
    let edits: Vec<EditAsk> = edits.iter().cloned().chain(old).collect();
    let Ok(case) = read::case(&stage.case.path, &edits) else { return Ok(()) };
    // The files are those that were played, or nothing is learnt of them.
    let same = case.inputs.iter().zip(&stage.case.inputs).all(|(one, other)| one.sha256 == other.sha256);
    if !same {
        return Ok(());
    }
    let stage = Stage::new(&case, stage.seed);
    let (simulated, kind) = play(&stage)?;
    if !simulated.partial {
        let results = Results::by(kind, &case.model, &case.scenario, &stage.labels, &simulated.tallies);
        tell_apart(against, &verdicts_of(&results));
    }
    Ok(())
}
