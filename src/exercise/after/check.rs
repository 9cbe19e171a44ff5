//! Whether a log is one of this exercise.

use crate::diagnostic::near;
use crate::exercise::log::{Happened, Log};
use crate::exercise::pack::{Inject, Pack};

/// Something that belongs to another exercise or another model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreign {
    /// The entry that names it; `None` for the head.
    pub entry: Option<u64>,
    pub message: String,
    pub help: Option<String>,
}

/// Why a log is not one of this pack: another organisation, another scenario, or subjects that it does not have. Where
/// the files have changed since, the subjects may have, too; see [`strangers`].
pub fn foreign(log: &Log, pack: &Pack) -> Vec<Foreign> {
    let differs = |message: String| {
        let help = Some("name the scenario that it was made from with --scenario".to_owned());
        vec![Foreign { entry: None, message, help }]
    };
    if log.head.organisation != pack.organisation {
        return differs(format!(
            "the log is of an exercise of {}, the scenario's organisation is {}",
            log.head.organisation, pack.organisation
        ));
    }
    let names = |inputs: &[(String, String)]| inputs.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    let (then, now) = (names(&log.head.inputs), names(&pack.origin.inputs));
    if then != now {
        return differs(format!(
            "the log was made from {}, these are {}",
            then.join(" and "),
            now.join(" and ")
        ));
    }
    if log.head.inputs == pack.origin.inputs { strangers(log, pack) } else { Vec::new() }
}

/// Gives injects that a log names by the number on their papers, such as `2` or `R1`, their ids.
pub fn by_their_ids(log: &mut Log, pack: &Pack) {
    for entry in &mut log.entries {
        let is_of_inject = matches!(entry.what, Happened::Inject | Happened::Held | Happened::Skipped);
        if !is_of_inject || pack.injects.iter().any(|inject| inject.id == entry.subject) {
            continue;
        }
        let numbered = |inject: &&Inject| inject.number.eq_ignore_ascii_case(entry.subject.trim());
        if let Some(inject) = pack.injects.iter().find(numbered) {
            entry.subject = inject.id.clone();
        }
    }
}

/// Subjects of a log that this pack does not know.
pub fn strangers(log: &Log, pack: &Pack) -> Vec<Foreign> {
    let mut found = Vec::new();
    let injects: Vec<&str> = pack.injects.iter().map(|inject| inject.id.as_str()).collect();
    let objectives: Vec<&str> = pack.objectives.iter().map(|objective| objective.id.as_str()).collect();
    for entry in &log.entries {
        let (noun, known) = match entry.what {
            Happened::Inject | Happened::Held | Happened::Skipped => ("inject", &injects),
            Happened::Rating => ("objective", &objectives),
            Happened::Observation if !entry.subject.is_empty() => ("objective", &objectives),
            _ => continue,
        };
        if !known.contains(&entry.subject.as_str()) {
            found.push(Foreign {
                entry: Some(entry.number),
                message: format!("this exercise has no {noun} `{}`", entry.subject),
                help: Some(near::or_list(&entry.subject, known, "it has")),
            });
        }
    }
    found
}
