//! Cuts a picture down to one service, or to some cards: what these need to run, and what that needs to come back.

use super::{Kind, LinkKind, Picture};
use crate::report::text::counted;

/// Keeps a card, everything it needs to run, and what any of these needs directly to come back. Tasks bring what they
/// need themselves.
pub fn on(mut picture: Picture, card: usize) -> Picture {
    let (run, recover) = (picture.needs(LinkKind::is_to_run), picture.needs(|kind| !kind.is_to_run()));
    let mut keeps = vec![false; picture.cards.len()];
    let mut open = vec![card];
    keeps[card] = true;
    let mut inside = open.clone();
    while let Some(at) = open.pop() {
        for &needed in run[at].iter().filter(|needed| !std::mem::replace(&mut keeps[**needed], true)) {
            open.push(needed);
            inside.push(needed);
        }
    }
    for at in inside {
        for &needed in &recover[at] {
            keeps[needed] = true;
            if picture.cards[needed].kind == Kind::Task {
                recover[needed].iter().for_each(|deeper| keeps[*deeper] = true);
            }
        }
    }
    let name = picture.cards[card].name.clone();
    picture.title = format!("{}: {name}", picture.title);
    let kept = keeps.iter().filter(|keeps| **keeps).count();
    let left_out = picture.cards.len() - kept;
    picture.retain(&keeps);
    if left_out > 0 {
        picture.notes.push(format!(
            "Only what {name} needs to run, and what that needs to come back; {} left out.",
            counted(left_out, "node is", "nodes are")
        ));
    }
    picture
}

/// Keeps these cards and these links.
pub fn on_chains(mut picture: Picture, keeps: &[bool], links: &[(usize, usize)]) -> Picture {
    picture.links.retain(|link| links.contains(&(link.from, link.to)));
    picture.retain(keeps);
    picture
}
