//! What changed in the files between two runs.

use std::collections::{BTreeMap, BTreeSet};

use crate::notation::amount;
use crate::report::dossier::{Changed, InputKind, InputUsed, Text};

/// Bases, the weakest first.
const BASES: [&str; 4] = ["assumed", "estimated", "exercised", "measured"];

/// Compares the inputs of two runs by path.
pub(super) fn changed(now: &[InputUsed], then: &[InputUsed]) -> Vec<Changed> {
    // Without a list nothing can be compared: earlier versions wrote none.
    if then.is_empty() {
        return Vec::new();
    }
    let by_path = |inputs: &[InputUsed]| -> BTreeMap<String, InputUsed> {
        inputs.iter().map(|input| (input.path.to_string(), input.clone())).collect()
    };
    let (now, then) = (by_path(now), by_path(then));
    let paths: BTreeSet<&String> = now.keys().chain(then.keys()).collect();
    let compared = paths.into_iter().filter_map(|path| compare(path, then.get(path), now.get(path)));
    compared.collect()
}

fn compare(path: &str, before: Option<&InputUsed>, after: Option<&InputUsed>) -> Option<Changed> {
    let same = |one: &InputUsed, other: &InputUsed| one.value == other.value && one.basis == other.basis;
    if before.zip(after).is_some_and(|(before, after)| same(before, after)) {
        return None;
    }
    let basis = |input: Option<&InputUsed>| input.and_then(|input| input.basis.clone());
    // An estimate that comes or goes comes or goes with the thing that it is of.
    let is_estimate =
        before.zip(after).is_some_and(|(before, after)| before.basis.is_some() && after.basis.is_some());
    let value = |input: Option<&InputUsed>| input.map(|input| input.value.clone());
    Some(Changed {
        path: Text::new(path),
        kind: if is_estimate { InputKind::Estimate } else { InputKind::Fact },
        before: value(before),
        after: value(after),
        basis_before: basis(before),
        basis_after: basis(after),
        shortened_without_evidence: before.zip(after).is_some_and(|(before, after)| {
            is_estimate && is_shorter(before, after) && !is_better_known(before, after)
        }),
    })
}

fn is_shorter(before: &InputUsed, after: &InputUsed) -> bool {
    let typical = |input: &InputUsed| amount::parse(&input.value).ok().map(|amount| amount.typical());
    typical(before).zip(typical(after)).is_some_and(|(before, after)| after < before)
}

fn is_better_known(before: &InputUsed, after: &InputUsed) -> bool {
    let rank = |input: &InputUsed| BASES.iter().position(|basis| input.basis.as_deref() == Some(basis));
    let news =
        before.basis_date != after.basis_date || (before.source != after.source && after.source.is_some());
    rank(after) > rank(before) || (rank(after) == rank(before) && news)
}
