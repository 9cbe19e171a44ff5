//! Folds the changes of one instant into few lines: alike changes for the same reason are one line.

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
    why: Option<String>,
    subjects: Vec<Subject>,
}

/// The lines for the changes of one instant, in the order in which they happened.
pub fn lines(told: &Told, names: &Names, moment: &[Change]) -> Vec<String> {
    let mut folds: Vec<Fold> = Vec::new();
    for change in moment.iter().filter(|change| is_told(change.what)) {
        let thing = names.thing(change.who);
        let why = why::reason(told, names, change);
        let alike = |fold: &&mut Fold| fold.what == change.what && fold.part == thing.part && fold.why == why;
        match folds.iter_mut().find(alike) {
            Some(fold) => fold.subjects.push(thing.subject),
            None => {
                folds.push(Fold { what: change.what, part: thing.part, why, subjects: vec![thing.subject] })
            }
        }
    }
    folds.into_iter().map(|fold| line(told, fold)).collect()
}

/// Readiness shows where work starts late; a line of its own would say it twice.
fn is_told(what: What) -> bool {
    what != What::WorkReady
}

fn line(told: &Told, fold: Fold) -> String {
    let count = fold.subjects.len();
    let said = sentence(fold.what, &fold.part, &joined(fold.subjects), count);
    let _ = told;
    match fold.why {
        Some(why) => format!("{said}: {why}"),
        None => said,
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
}
