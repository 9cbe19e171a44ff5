//! Cut sets against all subsets, and falls against looking again and again.

use blackstart::ids::NodeId;
use blackstart::model::{Model, NodeKind};
use blackstart::structure::cuts::{Budget, CutSets, Cutter, Size};
use blackstart::structure::falls::{Fall, Falls, Level};

use super::house::{full_slowly, ids, invented, model, node, up_slowly};

const ENOUGH: u64 = 1 << 40;

fn cut(model: &Model, level: Level, budget: u64) -> CutSets {
    let falls = Falls::new(model);
    let service = model.services.ids().next().expect("there is one");
    Cutter::new(&falls).cut(service, level, Size::Two, &mut Budget::steps(budget))
}

fn check(text: &str, singles: &[&str], pairs: &[[&str; 2]]) {
    let model = model(text);
    let found = cut(&model, Level::Minimum, ENOUGH);
    assert_eq!(ids(&model, &found.singles), singles, "{text}");
    let named: Vec<Vec<String>> = found.pairs.iter().map(|(a, b)| ids(&model, &[*a, *b])).collect();
    assert_eq!(named, pairs, "{text}");
    assert!(found.singles_examined.is_whole() && found.pairs_examined.is_whole());
}

#[test]
fn an_alternative_takes_two_to_fall_and_what_both_stand_on_takes_one() {
    check(
        "(suppliers: { \"grid\": () }, systems: { \"a\": (needs: [\"grid\"]), \"b\": (needs: [\"grid\"]), \"c\": () }, \
         services: { \"pay\": (needs: [\"a or b\", \"c\"]) })",
        &["c", "grid"],
        &[["a", "b"]],
    );
}

#[test]
fn two_of_three_fall_with_any_two_and_a_lower_minimum_asks_for_less() {
    let house = "(systems: { \"a\": (), \"b\": (), \"c\": () }, services: { \"pay\": (needs: [\"2 of (a, b, c)\"]MORE) })";
    check(&house.replace("MORE", ""), &[], &[["a", "b"], ["a", "c"], ["b", "c"]]);
    check(&house.replace("MORE", ", minimum: [\"c\"]"), &[], &[["a", "c"], ["b", "c"]]);
}

#[test]
fn systems_that_need_each_other_fall_together_and_stand_together() {
    check(
        "(systems: { \"a\": (needs: [\"b\"]), \"b\": (needs: [\"a\"]), \"c\": (needs: [\"c2\"]), \"c2\": () }, \
         services: { \"pay\": (needs: [\"a or c\"]) })",
        &[],
        &[["a", "c"], ["a", "c2"], ["b", "c"], ["b", "c2"]],
    );
}

/// Every cut set of at most two nodes that holds no smaller one, over all subsets of what can be struck.
fn slowly(model: &Model, level: Level) -> (Vec<NodeId>, Vec<(NodeId, NodeId)>) {
    let pay = node(model, "pay");
    let falls = |held: u32| match level {
        Level::Minimum => up_slowly(model, held) >> pay.index() & 1 == 0,
        Level::Full => !full_slowly(model, held, pay),
    };
    let count = model.nodes.len();
    let struck = |held: u32| -> Vec<NodeId> {
        (0..count).filter(|at| held >> at & 1 == 1).map(NodeId::from_index).collect()
    };
    let mut minimal: Vec<u32> = Vec::new();
    let mut subsets: Vec<u32> = (0..1u32 << count).filter(|held| held >> pay.index() & 1 == 0).collect();
    subsets.sort_by_key(|held| (held.count_ones(), *held));
    for held in subsets {
        let is_cut = falls(held);
        let holds_smaller = minimal.iter().any(|smaller| smaller & held == *smaller);
        assert!(is_cut || !holds_smaller, "what falls with less falls with more");
        if is_cut && !holds_smaller {
            minimal.push(held);
        }
    }
    let of_size =
        |size: u32| minimal.iter().filter(move |held| held.count_ones() == size).map(|held| struck(*held));
    let mut pairs: Vec<(NodeId, NodeId)> = of_size(2).map(|pair| (pair[0], pair[1])).collect();
    pairs.sort_unstable();
    let mut singles: Vec<NodeId> = of_size(1).map(|single| single[0]).collect();
    singles.sort_unstable();
    (singles, pairs)
}

#[test]
fn cut_sets_are_those_found_by_trying_all_subsets_of_hundreds_of_organisations() {
    let (mut with_singles, mut with_pairs, mut sparing) = (0, 0, 0);
    for seed in 0..400 {
        // The service is one of at most 14 nodes.
        let text = invented(3 + seed as usize % 11, seed);
        let model = model(&text);
        assert!(model.nodes.len() <= 14);
        for level in [Level::Minimum, Level::Full] {
            let found = cut(&model, level, ENOUGH);
            let (singles, pairs) = slowly(&model, level);
            assert_eq!(found.singles, singles, "{level:?} of {text}");
            assert_eq!(found.pairs, pairs, "{level:?} of {text}");
            assert!(found.singles_examined.is_whole() && found.pairs_examined.is_whole());
            with_singles += usize::from(!singles.is_empty());
            with_pairs += usize::from(!pairs.is_empty());
            sparing += usize::from(spares(&model, level, &found));
        }
    }
    assert!(with_singles > 200 && with_pairs > 100 && sparing > 50, "{with_singles} {with_pairs} {sparing}");
}

/// With any budget what is found is right, and what is left out is told. Tells whether something was left out.
fn spares(model: &Model, level: Level, whole: &CutSets) -> bool {
    let mut left_out = false;
    for budget in [1, 5, 20, 60] {
        let found = cut(model, level, budget);
        assert!(found.singles.iter().all(|single| whole.singles.contains(single)));
        assert!(found.pairs.iter().all(|pair| whole.pairs.contains(pair)));
        if found.singles_examined.is_whole() {
            assert_eq!(found.singles, whole.singles);
        }
        if found.singles_examined.is_whole() && found.pairs_examined.is_whole() {
            assert_eq!(found.pairs, whole.pairs);
        }
        left_out |= !found.singles_examined.is_whole() || !found.pairs_examined.is_whole();
    }
    left_out
}

#[test]
fn what_falls_with_several_nodes_is_what_looking_again_and_again_finds() {
    for seed in 0..300u64 {
        let model = model(&invented(3 + seed as usize % 11, 1000 + seed));
        let falls = Falls::new(&model);
        let mut fall = Fall::new(&falls.circuit);
        for round in 0..8u32 {
            let struck: Vec<NodeId> = (0..model.nodes.len())
                .filter(|at| (seed as u32 * 31 + round * 7 + 3) >> at & 1 == 1)
                .map(NodeId::from_index)
                .filter(|node| !matches!(model.nodes[*node].kind, NodeKind::Service(_)))
                .collect();
            struck.iter().for_each(|node| {
                fall.hold(&falls.circuit, node.index() as u32, |_| true, None);
            });
            let held = struck.iter().fold(0, |held, node| held | 1 << node.index());
            let up = up_slowly(&model, held);
            for node in model.nodes.ids() {
                assert_eq!(fall.is_down(node.index() as u32), up >> node.index() & 1 == 0, "seed {seed}");
            }
            fall.back_to(&falls.circuit, 0, |_| true);
            assert!(model.nodes.ids().all(|node| !fall.is_down(node.index() as u32)));
        }
    }
}

#[test]
fn a_chain_of_a_hundred_thousand_systems_is_walked_without_recursion() {
    let mut text = String::from("(systems: { \"s-0\": ()");
    for at in 1..100_000 {
        text += &format!(", \"s-{at}\": (needs: [\"s-{}\"])", at - 1);
    }
    text += "}, services: { \"pay\": (needs: [\"s-99999\"]) })";
    let found = cut(&model(&text), Level::Minimum, ENOUGH);
    assert_eq!((found.singles.len(), found.pairs.len()), (100_000, 0));
}
