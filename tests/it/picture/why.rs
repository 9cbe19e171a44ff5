//! The chains of why against all walks, on organisations invented at random.

use blackstart::report::picture::why::{CHAINS_MAX, why};
use blackstart::report::picture::{LinkKind, Picture, view};

use super::{card, shipped};
use crate::structure::house::{invented, model};

/// Every shortest walk from one card to another, found by lengthening all walks link by link.
fn slowly(picture: &Picture, from: usize, to: usize) -> Vec<Vec<usize>> {
    let mut walks = vec![vec![from]];
    for _ in 0..picture.cards.len() {
        let mut longer: Vec<Vec<usize>> = Vec::new();
        for walk in &walks {
            for link in picture.links.iter().filter(|link| link.kind != LinkKind::Recovers) {
                if link.from == walk[walk.len() - 1] && !walk.contains(&link.to) {
                    let mut next = walk.clone();
                    next.push(link.to);
                    longer.push(next);
                }
            }
        }
        longer.sort();
        longer.dedup();
        let there: Vec<Vec<usize>> = longer.iter().filter(|walk| walk.last() == Some(&to)).cloned().collect();
        if !there.is_empty() {
            return there;
        }
        walks = longer;
    }
    Vec::new()
}

#[test]
fn the_chains_are_all_shortest_walks() {
    let (mut several, mut none) = (0, 0);
    for seed in 0..120 {
        let picture = view::view(&model(&invented(4 + seed as usize % 6, seed)), None);
        let pay = card(&picture, "pay");
        for to in (0..picture.cards.len()).filter(|to| *to != pay) {
            let expected = slowly(&picture, pay, to);
            match why(&picture, pay, to) {
                None => {
                    assert!(expected.is_empty());
                    none += 1;
                }
                Some(found) => {
                    assert_eq!(found.shown, expected, "seed {seed}");
                    assert_eq!(found.chains, expected.len() as u64);
                    several += usize::from(expected.len() > 1);
                }
            }
        }
    }
    assert!(several > 20 && none > 20, "{several} {none}");
}

#[test]
fn more_chains_than_anybody_reads_are_counted_and_the_first_shown() {
    // Thirty diamonds in a row: 2^30 chains.
    let mut text = String::from("(systems: { \"d-0\": ()");
    for at in 1..=30 {
        let below = at - 1;
        text += &format!(
            ", \"l-{at}\": (needs: [\"d-{below}\"]), \"r-{at}\": (needs: [\"d-{below}\"]), \"d-{at}\": (needs: [\"l-{at}\", \"r-{at}\"])"
        );
    }
    let picture = view::view(&model(&(text + "})")), None);
    let found = why(&picture, card(&picture, "d-30"), card(&picture, "d-0")).unwrap();
    assert_eq!((found.chains, found.shown.len()), (1 << 30, CHAINS_MAX));
    assert!(found.words(&picture).contains("1,073,741,824 shortest chains of 60 links"));
    assert!(found.words(&picture).ends_with("  The first 40 of them are shown.\n"));
}

#[test]
fn where_nothing_is_needed_to_run_what_is_needed_to_come_back_is_followed() {
    let hello = shipped("hello", None);
    let found = why(&hello, card(&hello, "online-shop"), card(&hello, "operations")).unwrap();
    assert!(found.to_recover);
    assert_eq!(
        found.words(&hello),
        "Online shop (online-shop) needs operations (operations) to come back: 1 shortest chain of 2 links.\n  \
         online-shop -> orders-db -> operations (to come back)\n"
    );
    assert_eq!(why(&hello, card(&hello, "operations"), card(&hello, "online-shop")), None);
}
