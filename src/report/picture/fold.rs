//! Folds a picture that is too large for a page, step by step until it fits, and says what was folded.
//!
//! First systems that are alike in all that is drawn, then those that no service needs, then all but the ones on which
//! most hangs: what remains of a site becomes one card.

use std::collections::BTreeMap;

use super::{Card, Hit, Kind, Link, LinkKind, Marks, Picture};
use crate::report::text::{count, counted};

/// Cards that a page shows legibly: services, systems, suppliers and sites.
pub const CARDS_MAX: usize = 84;
/// Services among them.
const SERVICES_MAX: usize = 16;
/// People, means and tasks listed below.
const MEANS_MAX: usize = 40;

/// Folds until the cards fit a page.
pub fn fold(mut picture: Picture) -> Picture {
    let steps: [fn(&mut Picture); 4] = [fold_alike, drop_unneeded, fold_services, fold_least];
    for step in steps {
        if on_stage(&picture) <= CARDS_MAX {
            break;
        }
        step(&mut picture);
    }
    fold_means(&mut picture);
    picture
}

fn is_on_stage(card: &Card) -> bool {
    matches!(card.kind, Kind::Service | Kind::System | Kind::Site | Kind::Supplier)
}

fn on_stage(picture: &Picture) -> usize {
    picture.cards.iter().filter(|card| is_on_stage(card)).count()
}

/// The other end of a link, its kind, and whether it leads there.
type Tie = (usize, LinkKind, bool);
/// Everything that is drawn of a system but its name: its frame, its marks, its ties.
type Looks<'t> = (Option<usize>, String, &'t [Tie]);

/// Systems with the same marks that need the same and are needed by the same.
fn fold_alike(picture: &mut Picture) {
    let mut links: Vec<Vec<Tie>> = vec![Vec::new(); picture.cards.len()];
    for link in &picture.links {
        links[link.from].push((link.to, link.kind, true));
        links[link.to].push((link.from, link.kind, false));
    }
    links.iter_mut().for_each(|links| links.sort_unstable());
    let mut groups: BTreeMap<Looks, Vec<usize>> = BTreeMap::new();
    for (at, card) in picture.cards.iter().enumerate().filter(|(_, card)| card.kind == Kind::System) {
        groups.entry((card.frame, format!("{:?}", card.marks), &links[at])).or_default().push(at);
    }
    let folds: Vec<Vec<usize>> = groups.into_values().filter(|group| group.len() > 1).collect();
    let folded: usize = folds.iter().map(Vec::len).sum();
    let cards = counted(folds.len(), "card", "cards");
    let named = folds.into_iter().map(|group| {
        let name = format!("{} and {} alike", picture.cards[group[0]].name, group.len() - 1);
        (group, name)
    });
    let named = named.collect();
    join(picture, named);
    if folded > 0 {
        picture.notes.push(format!(
            "{} systems that are alike in all that is drawn stand as {cards}.",
            count(folded as u64)
        ));
    }
}

/// Systems and suppliers that no service needs, directly or indirectly, to run or to come back.
fn drop_unneeded(picture: &mut Picture) {
    let needs = picture.needs(|_| true);
    let mut keeps: Vec<bool> =
        picture.cards.iter().map(|card| !is_on_stage(card) || card.kind == Kind::Service).collect();
    let mut open: Vec<usize> =
        (0..picture.cards.len()).filter(|at| picture.cards[*at].kind == Kind::Service).collect();
    if open.is_empty() {
        return;
    }
    while let Some(at) = open.pop() {
        for &needed in &needs[at] {
            if !std::mem::replace(&mut keeps[needed], true) {
                open.push(needed);
            }
        }
    }
    let unneeded = picture.cards.iter().zip(&keeps).filter(|(_, keeps)| !**keeps);
    let dropped: usize = unneeded.map(|(card, _)| card.stands_for).sum();
    picture.retain(&keeps);
    if dropped > 0 {
        let nodes = counted(dropped, "node that no service needs is", "nodes that no service needs are");
        picture.notes.push(format!("{nodes} left out."));
    }
}

/// All but the first services, those that are hit before others.
fn fold_services(picture: &mut Picture) {
    let mut services: Vec<usize> =
        (0..picture.cards.len()).filter(|at| picture.cards[*at].kind == Kind::Service).collect();
    if services.len() <= SERVICES_MAX {
        return;
    }
    services.sort_by_key(|at| (picture.cards[*at].marks.hit == Hit::Spared, *at));
    let rest = services.split_off(SERVICES_MAX - 1);
    picture.notes.push(format!("{} more services stand as one card.", count(rest.len() as u64)));
    let name = format!("{} more services", count(rest.len() as u64));
    join(picture, vec![(rest, name)]);
}

/// All but the systems and suppliers on which most services hang; the rest of each frame becomes one card.
fn fold_least(picture: &mut Picture) {
    let holders = picture.needed_by(LinkKind::is_to_run);
    let mut candidates: Vec<usize> = (0..picture.cards.len())
        .filter(|at| matches!(picture.cards[*at].kind, Kind::System | Kind::Supplier))
        .collect();
    candidates.sort_by_key(|at| {
        let card = &picture.cards[*at];
        (std::cmp::Reverse((card.marks.takes_down, holders[*at].len())), *at)
    });
    let others = on_stage(picture) - candidates.len();
    let keep = CARDS_MAX.saturating_sub(others + picture.frames.len() + 2).min(candidates.len());
    let mut rest: BTreeMap<(Option<usize>, Kind), Vec<usize>> = BTreeMap::new();
    for at in candidates.split_off(keep) {
        rest.entry((picture.cards[at].frame, picture.cards[at].kind)).or_default().push(at);
    }
    let mut folded = 0;
    let mut named = Vec::new();
    for ((_, kind), mut group) in rest {
        if group.len() < 2 {
            continue;
        }
        group.sort_unstable();
        let systems: usize = group.iter().map(|at| picture.cards[*at].stands_for).sum();
        folded += systems;
        named.push((group, format!("{} more {}s", count(systems as u64), kind.word())));
    }
    join(picture, named);
    if folded > 0 {
        picture.notes.push(format!(
            "{} systems and suppliers stand folded, those on which fewer services hang; `--service ID` shows them.",
            count(folded as u64)
        ));
    }
}

/// All but the teams, means and tasks that most others need.
fn fold_means(picture: &mut Picture) {
    let holders = picture.needed_by(|_| true);
    let mut means: Vec<usize> =
        (0..picture.cards.len()).filter(|at| !is_on_stage(&picture.cards[*at])).collect();
    if means.len() <= MEANS_MAX {
        return;
    }
    means.sort_by_key(|at| (std::cmp::Reverse(holders[*at].len()), *at));
    let mut keeps = vec![true; picture.cards.len()];
    let rest = means.split_off(MEANS_MAX);
    rest.iter().for_each(|at| keeps[*at] = false);
    picture.retain(&keeps);
    picture.notes.push(format!(
        "{} teams, resources and tasks on which less hangs are left out.",
        count(rest.len() as u64)
    ));
}

/// Lets the first of each group stand for all of it, under the name beside it, and drops the others. No card is in two
/// groups; the links are gone through once, however many groups there are.
fn join(picture: &mut Picture, groups: Vec<(Vec<usize>, String)>) {
    let mut stands_in: Vec<usize> = (0..picture.cards.len()).collect();
    for (group, name) in groups {
        let Some((&first, others)) = group.split_first() else { continue };
        others.iter().for_each(|&other| stands_in[other] = first);
        stand_for(picture, &group, name);
    }
    for link in &mut picture.links {
        (link.from, link.to) = (stands_in[link.from], stands_in[link.to]);
    }
    picture.links.retain(|link: &Link| link.from != link.to);
    let keeps: Vec<bool> = stands_in.iter().enumerate().map(|(at, &first)| at == first).collect();
    picture.retain(&keeps);
}

/// Makes the first of a group the card of all of it.
fn stand_for(picture: &mut Picture, group: &[usize], name: String) {
    let first = group[0];
    let all = || group.iter().map(|at| picture.cards[*at].marks);
    let marks = Marks {
        takes_down: all().map(|marks| marks.takes_down).max().unwrap_or(0),
        hit: all().map(|marks| marks.hit).max().unwrap_or_default(),
        indispensable_for: 0,
        asked_by: 0,
        deadlocked: all().any(|marks| marks.deadlocked),
    };
    let struck = all().filter(|marks| marks.hit == Hit::Struck).count();
    let stands_for = group.iter().map(|at| picture.cards[*at].stands_for).sum();
    let card = &mut picture.cards[first];
    (card.name, card.marks, card.stands_for) = (name, marks, stands_for);
    card.detail = if struck > 0 { format!("{struck} struck") } else { String::new() };
}
