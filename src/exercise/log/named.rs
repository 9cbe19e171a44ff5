//! Gives what a log names the names of its head: an inject by its number, a decision by the inject that asks for it.

use super::entry::{Happened, Head, Log};

/// Gives injects, decisions and objectives the ids and letters of the pack where the log names them otherwise: `2` or
/// `INJECT 3`, `a`, `decision A` or `cut`. Tells, with the numbers of the entries, what was not plainly the same.
pub fn by_their_ids(log: &mut Log, objectives: &[&str]) -> Vec<(u64, String)> {
    let (head, mut told) = (log.head.clone(), Vec::new());
    for entry in &mut log.entries {
        let found = match entry.what {
            Happened::Inject | Happened::Held | Happened::Skipped => inject(&head, &entry.subject),
            Happened::Decision => {
                let letter = letter(&head, &entry.subject);
                if let Some((letter, Some(asked))) = &letter {
                    told.push((
                        entry.number,
                        format!(
                            "`{}` is read as decision {letter}, which inject `{asked}` asks for",
                            entry.subject
                        ),
                    ));
                }
                letter.map(|(letter, _)| letter)
            }
            Happened::Rating | Happened::Observation => {
                let mut all = objectives.iter().filter(|id| is_same(id, &entry.subject));
                all.next().map(|id| (*id).to_owned())
            }
            _ => None,
        };
        if let Some(name) = found {
            entry.subject = name;
        }
    }
    told
}

fn inject(head: &Head, subject: &str) -> Option<String> {
    let by = |is: &dyn Fn(&super::InjectOf) -> bool| head.msel.iter().find(|inject| is(inject));
    let found = by(&|inject| inject.id == subject)
        .or_else(|| by(&|inject| inject.number.eq_ignore_ascii_case(subject.trim())))
        .or_else(|| by(&|inject| is_same(&inject.id, subject)));
    found.map(|inject| inject.id.clone())
}

/// The letter of a decision, and the inject by which it was named, if it was.
fn letter(head: &Head, subject: &str) -> Option<(String, Option<String>)> {
    let fold = subject.trim().to_ascii_lowercase();
    let bare = fold.strip_prefix("decision").map_or(fold.as_str(), str::trim);
    let lettered = head.decisions.iter().find(|decision| decision.letter.eq_ignore_ascii_case(bare));
    if let Some(decision) = lettered {
        return Some((decision.letter.clone(), None));
    }
    let named = inject(head, subject).unwrap_or_else(|| subject.to_owned());
    let asked =
        |decision: &&super::DecisionOf| !decision.inject.is_empty() && is_same(&decision.inject, &named);
    head.decisions.iter().find(asked).map(|decision| (decision.letter.clone(), Some(decision.inject.clone())))
}

fn is_same(id: &str, written: &str) -> bool {
    let fold = |text: &str| text.trim().to_ascii_lowercase().replace([' ', '_'], "-");
    fold(id) == fold(written)
}
