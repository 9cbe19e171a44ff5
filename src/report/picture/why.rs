//! Answers why one card needs another: every shortest chain of needs between the two.
//!
//! First along what is needed to run; only where that leads nowhere along what is needed to come back, too.

use std::fmt::Write;

use super::{LinkKind, Picture};
use crate::report::text::{count, counted};

/// So many chains are spelt out; all are counted.
pub const CHAINS_MAX: usize = 40;

/// The shortest chains from one card to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    pub from: usize,
    pub to: usize,
    /// Whether needs to come back had to be followed.
    pub to_recover: bool,
    /// How many there are; [`u64::MAX`] stands for more than can be counted.
    pub chains: u64,
    /// The first of them in the order of the ids, each from end to end.
    pub shown: Vec<Vec<usize>>,
}

/// Finds the chains in O(cards + links); `None` where no need leads from one to the other.
pub fn why(picture: &Picture, from: usize, to: usize) -> Option<Why> {
    let run = chains(&picture.needs(LinkKind::is_to_run), from, to);
    let (to_recover, found) = match run {
        Some(found) => (false, Some(found)),
        None => (true, chains(&picture.needs(|_| true), from, to)),
    };
    let (chains, shown) = found?;
    Some(Why { from, to, to_recover, chains, shown })
}

/// Counts the shortest ways and lists the first of them; cards stand in the order of their ids.
fn chains(needs: &[Vec<usize>], from: usize, to: usize) -> Option<(u64, Vec<Vec<usize>>)> {
    const FAR: usize = usize::MAX;
    let mut holders = vec![Vec::new(); needs.len()];
    for (card, needed) in needs.iter().enumerate() {
        needed.iter().for_each(|needed| holders[*needed].push(card));
    }
    // How many links each card is away from the end, and by how many shortest ways.
    let (mut away, mut ways) = (vec![FAR; needs.len()], vec![0u64; needs.len()]);
    (away[to], ways[to]) = (0, 1);
    let mut queue = vec![to];
    let mut next = 0;
    while let Some(&card) = queue.get(next) {
        next += 1;
        for &holder in &holders[card] {
            if away[holder] == FAR {
                away[holder] = away[card] + 1;
                queue.push(holder);
            }
            if away[holder] == away[card] + 1 {
                ways[holder] = ways[holder].saturating_add(ways[card]);
            }
        }
    }
    if from == to || away[from] == FAR {
        return None;
    }
    let mut shown = Vec::new();
    let mut open = vec![vec![from]];
    while let Some(chain) = open.pop() {
        let last = chain[chain.len() - 1];
        if last == to {
            shown.push(chain);
            if shown.len() == CHAINS_MAX {
                break;
            }
            continue;
        }
        for &needed in needs[last]
            .iter()
            .rev()
            .filter(|needed| away[**needed] != FAR && away[**needed] + 1 == away[last])
        {
            let mut longer = chain.clone();
            longer.push(needed);
            open.push(longer);
        }
    }
    Some((ways[from], shown))
}

impl Why {
    /// The chains in words: ids and arrows, each link with what it is where it is more than a plain need.
    pub fn words(&self, picture: &Picture) -> String {
        let name = |card: usize| format!("{} ({})", picture.cards[card].name, picture.cards[card].id);
        let links = self.shown.first().map_or(0, |chain| chain.len() - 1);
        let ways = if self.chains == u64::MAX {
            "more chains than can be counted".to_owned()
        } else {
            chains_in_words(self.chains)
        };
        let purpose = if self.to_recover { "to come back" } else { "to run" };
        let mut out = format!(
            "{} needs {} {purpose}: {ways} of {}.\n",
            name(self.from),
            name(self.to),
            counted(links, "link", "links")
        );
        for chain in &self.shown {
            out.push_str("  ");
            out.push_str(&picture.cards[chain[0]].id);
            for pair in chain.windows(2) {
                let _ = write!(out, " -> {}", picture.cards[pair[1]].id);
                match kind_between(picture, pair[0], pair[1]) {
                    Some(LinkKind::Recovers) => out.push_str(" (to come back)"),
                    Some(LinkKind::OneOf) => out.push_str(" (one of several)"),
                    Some(LinkKind::StandsAt) => out.push_str(" (stands there)"),
                    Some(LinkKind::Runs) | None => {}
                }
            }
            out.push('\n');
        }
        if self.chains > self.shown.len() as u64 {
            let _ = writeln!(out, "  The first {} of them are shown.", self.shown.len());
        }
        out
    }

    /// Marks the cards on the chains that are shown, and lists their links.
    pub fn covered(&self, picture: &Picture) -> (Vec<bool>, Vec<(usize, usize)>) {
        let mut keeps = vec![false; picture.cards.len()];
        let mut links = Vec::new();
        for chain in &self.shown {
            chain.iter().for_each(|card| keeps[*card] = true);
            links.extend(chain.windows(2).map(|pair| (pair[0], pair[1])));
        }
        (keeps, links)
    }
}

fn chains_in_words(chains: u64) -> String {
    if chains == 1 { "1 shortest chain".to_owned() } else { format!("{} shortest chains", count(chains)) }
}

/// The strongest link between two cards.
pub fn kind_between(picture: &Picture, from: usize, to: usize) -> Option<LinkKind> {
    picture.links.iter().filter(|link| (link.from, link.to) == (from, to)).map(|link| link.kind).min()
}
