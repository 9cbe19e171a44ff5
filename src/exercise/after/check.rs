//! Whether a log is one of this exercise.

use crate::diagnostic::near;
use crate::exercise::log::{Happened, Head, Log};
use crate::exercise::pack::Pack;

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

/// How the pack that a log was made of differs from the one that is made again now; `None` where it does not. Letters of
/// the one and ids of the other would be mixed up.
pub fn other_pack(log: &Head, again: &Head) -> Option<String> {
    let asked = |inject: &str| match inject {
        "" => "no inject asks for".to_owned(),
        inject => format!("`{inject}` asks for"),
    };
    for (then, now) in log.decisions.iter().zip(&again.decisions) {
        if then != now {
            let of = |one: &crate::exercise::log::DecisionOf| {
                let path = if one.path.is_empty() { String::new() } else { format!(" ({})", one.path) };
                format!("{}{path}", asked(&one.inject))
            };
            return Some(format!(
                "decision {} is what {} in the log, and what {} in the pack",
                then.letter,
                of(then),
                of(now)
            ));
        }
    }
    let (then, now) = (log.decisions.len(), again.decisions.len());
    if then != now {
        return Some(format!("the log knows {then} decisions, the pack has {now}"));
    }
    let differs = |(then, now): (&_, &_)| then != now;
    let injects = log.msel.iter().zip(&again.msel);
    match injects.into_iter().find(|&(then, now)| differs((then, now))) {
        Some((then, now)) => Some(format!(
            "inject {} is `{}` in the log, inject {} is `{}` in the pack{}",
            then.number,
            then.id,
            now.number,
            now.id,
            if then.id == now.id { ", at another time" } else { "" }
        )),
        None if !log.msel.is_empty() && log.msel.len() != again.msel.len() => {
            Some(format!("the log knows {} injects, the pack has {}", log.msel.len(), again.msel.len()))
        }
        None => None,
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
