//! Folds the changes of one instant into few lines: what only passed through is left out, what follows from
//! another change of the instant is not said twice, and alike changes for the same reason are one line.

use crate::engine::{Change, What};

use super::super::names::{Names, Part, Subject, listed};
use super::sentence::sentence;
use super::{Told, why};

/// Names in one line before the rest is counted.
const NAMES_MAX: usize = 4;

/// Changes of one instant that one line tells.
#[derive(Debug)]
struct Fold {
    what: What,
    part: Part,
    why: String,
    subjects: Vec<Subject>,
    /// On the chain that is marked.
    on_chain: bool,
    /// The reason stands in a line before.
    likewise: bool,
}

/// What one line of the log says.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    pub text: String,
    /// On the chain that is marked.
    pub on_chain: bool,
}

const LIKEWISE: &str = ", likewise";

/// The entries for the changes of one instant, in the order in which they happened.
pub fn entries(told: &Told, moment: &[Change]) -> Vec<Entry> {
    let names = told.names;
    let marked = told.marked.map(|service| &told.chains[service.index()]);
    let mut folds: Vec<Fold> = Vec::new();
    for change in moment.iter().filter(|change| is_told(told, names, moment, change)) {
        let thing = names.thing(change.who);
        let why = why::clause(told, names, moment, change);
        let on_chain = marked.is_some_and(|chain| chain.goes_through(change));
        let alike = |fold: &&mut Fold| {
            fold.what == change.what
                && fold.part == thing.part
                && fold.why == why
                && fold.on_chain == on_chain
        };
        match folds.iter_mut().find(alike) {
            Some(fold) => fold.subjects.push(thing.subject),
            None => folds.push(Fold {
                what: change.what,
                part: thing.part,
                why,
                subjects: vec![thing.subject],
                on_chain,
                likewise: false,
            }),
        }
    }
    say_likewise(&mut folds);
    let joined = join_steps(folds);
    joined.into_iter().map(entry).collect()
}

/// Whether a change deserves words beside the others of its instant.
fn is_told(told: &Told, names: &Names, moment: &[Change], change: &Change) -> bool {
    let also = |what| moment.iter().any(|other| other.what == what && other.who == change.who);
    match change.what {
        // Readiness shows where work starts late; a line of its own would say it twice.
        What::WorkReady => false,
        // People whom nobody called do nothing.
        What::SurgeArrived => was_called(told, change),
        What::Below => !also(What::Minimum),
        // Whoever falls below the minimum has lost the rest with it.
        What::Reduced => !also(What::Full) && !also(What::Below) && !is_out(told, change),
        What::Minimum => !also(What::Full) && !also(What::Below),
        What::Up => !also(What::Down) && !completes(names, moment, change),
        What::Down => !also(What::Up) && !is_struck_by_same(moment, change),
        // A strategy that is complete says itself where the system runs.
        What::Mode => !completes(names, moment, change),
        _ => true,
    }
}

/// Whether a service was below its minimum level before this.
fn is_out(told: &Told, change: &Change) -> bool {
    let earlier = told.timeline.changes.iter().take_while(|other| other.at < change.at);
    let of_minimum =
        |other: &&Change| matches!(other.what, What::Below | What::Minimum) && other.who == change.who;
    earlier.filter(of_minimum).last().is_some_and(|other| other.what == What::Below)
}

/// Whether a team was called before this.
fn was_called(told: &Told, change: &Change) -> bool {
    let earlier = told.timeline.changes.iter().take_while(|other| other.at <= change.at);
    earlier.into_iter().any(|other| other.what == What::Called && other.who == change.who)
}

/// Whether a strategy of the system is complete in this instant; that line says how the system fares.
fn completes(names: &Names, moment: &[Change], change: &Change) -> bool {
    moment.iter().any(|other| other.what == What::StrategyDone && names.belongs(other.who, change.who))
}

/// What is struck goes down by that; the strike is told.
fn is_struck_by_same(moment: &[Change], change: &Change) -> bool {
    moment.iter().any(|other| other.what == What::Struck && other.who == change.who)
}

/// A finished step and the next one of the same recovery, told as one line.
enum Line {
    Alone(Fold),
    Then { done: Fold, next: Fold },
}

fn join_steps(folds: Vec<Fold>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for fold in folds {
        let follows = |line: &Line| match line {
            Line::Alone(done) => {
                done.what == What::StepDone && done.subjects == fold.subjects && step(done).is_some()
            }
            Line::Then { .. } => false,
        };
        let begins = fold.what == What::StepStarted && fold.why.is_empty() && step(&fold).is_some();
        match lines.iter().rposition(follows).filter(|_| begins) {
            Some(position) => match lines.remove(position) {
                Line::Alone(done) => lines.insert(position, Line::Then { done, next: fold }),
                Line::Then { .. } => unreachable!("nothing follows on two steps"),
            },
            None => lines.push(Line::Alone(fold)),
        }
    }
    lines
}

fn step(fold: &Fold) -> Option<&str> {
    match &fold.part {
        Part::Step(what) => Some(what),
        _ => None,
    }
}

fn entry(line: Line) -> Entry {
    let said = |fold: Fold| {
        let count = fold.subjects.len();
        let why = if fold.likewise { LIKEWISE } else { &fold.why };
        format!("{}{why}", sentence(fold.what, &fold.part, &joined(fold.subjects), count))
    };
    match line {
        Line::Alone(fold) => Entry { on_chain: fold.on_chain, text: begun(said(fold)) },
        Line::Then { done, next } => {
            let on_chain = done.on_chain || next.on_chain;
            let next = step(&next).unwrap_or_default().to_owned();
            Entry { on_chain, text: format!("{}; next: {next}", said(done)) }
        }
    }
}

/// A line begins like a sentence; names keep the letters that people gave them.
fn begun(line: String) -> String {
    match line.strip_prefix("all ") {
        Some(rest) => format!("All {rest}"),
        None => line,
    }
}

/// What starts for the same reason as a line before says so in a word.
fn say_likewise(folds: &mut [Fold]) {
    for position in 1..folds.len() {
        let (earlier, rest) = folds.split_at_mut(position);
        let fold = &mut rest[0];
        let starts = |what| matches!(what, What::StepStarted | What::RestartStarted | What::Chosen);
        let same = |other: &&Fold| starts(other.what) && other.why == fold.why;
        if starts(fold.what)
            && fold.why.len() > LIKEWISE.len()
            && earlier.iter().rev().any(|other| same(&other))
        {
            fold.likewise = true;
        }
    }
}

/// The names of the subjects; members of one group are counted, not listed.
fn joined(subjects: Vec<Subject>) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut groups: Vec<(String, usize, usize)> = Vec::new();
    let alone = subjects.len() == 1;
    for subject in subjects {
        match subject.group {
            Some((group, size)) if !alone => match groups.iter_mut().find(|(name, ..)| *name == group) {
                Some((.., found)) => *found += 1,
                None => groups.push((group, size, 1)),
            },
            _ => words.push(subject.name),
        }
    }
    words.extend(groups.into_iter().map(|(name, size, found)| match found {
        _ if found == size => format!("all {size} of {name}"),
        _ => format!("{found} of {size} of {name}"),
    }));
    listed(&words, NAMES_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(name: &str, group: Option<(&str, usize)>) -> Subject {
        Subject { name: name.into(), group: group.map(|(name, size)| (name.into(), size)) }
    }

    #[test]
    fn members_of_a_group_are_counted() {
        let member = |name| subject(name, Some(("Branch server", 2)));
        assert_eq!(joined(vec![member("Branch server 01")]), "Branch server 01");
        assert_eq!(
            joined(vec![member("a"), subject("Vault", None), member("b")]),
            "Vault and all 2 of Branch server"
        );
    }

    #[test]
    fn a_step_and_the_next_are_one_line() {
        let fold = |what, step: &str, why: &str| Fold {
            what,
            part: Part::Step(step.into()),
            why: why.into(),
            subjects: vec![subject("Orders", None)],
            on_chain: what == What::StepStarted,
            likewise: false,
        };
        let entries = |next_why| -> Vec<Entry> {
            let folds = vec![
                fold(What::StepDone, "Install", ", after 2h"),
                fold(What::StepStarted, "Restore", next_why),
            ];
            join_steps(folds).into_iter().map(entry).collect()
        };
        let text = "Orders: Install is done, after 2h; next: Restore".to_owned();
        assert_eq!(entries(""), [Entry { text, on_chain: true }]);
        assert_eq!(entries(", after all").len(), 2);
    }
}
