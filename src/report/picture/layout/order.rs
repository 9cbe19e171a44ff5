//! Puts the items of each row in an order in which few links cross, and spaces them out.
//!
//! Items follow the mean of their neighbours in the row above, then in the row below, column by column, for some
//! passes; the order with the fewest crossings is kept. Then each row is spaced so that items stand as near to their
//! neighbours as the order and the gaps allow (least squares, by pooling adjacent violators).

use super::{FRAME, GAP, Rows, What};

/// Passes over all rows, down and up.
const PASSES: usize = 24;
/// Passes that space the items out.
const SPACINGS: usize = 16;
/// Space beside a trunk.
const TRUNK_GAP: f64 = 3.5;

/// Orders and spaces the items; gives every item its centre, the page beginning at 0.
pub fn untangle(rows: &mut Rows) {
    let joined = Joined::new(rows);
    order_columns(rows);
    pack(rows);
    let mut best: Option<(u64, Vec<Vec<usize>>)> = None;
    for pass in 0..PASSES {
        let down = pass % 2 == 0;
        let count = rows.rows.len();
        for step in 0..count {
            let row = if down { step } else { count - 1 - step };
            sort_row(rows, &joined, row, down);
            pack_row(rows, row);
        }
        let crossings = crossings(rows);
        if best.as_ref().is_none_or(|(least, _)| crossings < *least) {
            best = Some((crossings, rows.rows.clone()));
        }
    }
    if let Some((_, order)) = best {
        rows.rows = order;
    }
    pack(rows);
    for pass in 0..SPACINGS {
        let count = rows.rows.len();
        for step in 0..count {
            let row = if pass % 2 == 0 { step } else { count - 1 - step };
            space_row(rows, &joined, row);
        }
    }
}

/// For each item its neighbours in the row above and in the row below.
struct Joined {
    above: Vec<Vec<usize>>,
    below: Vec<Vec<usize>>,
}

impl Joined {
    fn new(rows: &Rows) -> Joined {
        let mut joined =
            Joined { above: vec![Vec::new(); rows.items.len()], below: vec![Vec::new(); rows.items.len()] };
        for &(upper, lower, _) in &rows.joints {
            joined.below[upper].push(lower);
            joined.above[lower].push(upper);
        }
        joined
    }
}

/// Renumbers the columns so that those with most links between them stand side by side; what stands at no site stays
/// last. All orders of up to six frames are tried.
fn order_columns(rows: &mut Rows) {
    let frames = rows.columns - 1;
    if !(2..=6).contains(&frames) {
        return;
    }
    let mut between = vec![vec![0u32; rows.columns]; rows.columns];
    for &(a, b, _) in &rows.joints {
        if let (Some(a), Some(b)) = (rows.items[a].column, rows.items[b].column) {
            between[a][b] += 1;
        }
    }
    let cost = |place: &[usize]| -> u32 {
        let pairs = (0..rows.columns).flat_map(|a| (0..rows.columns).map(move |b| (a, b)));
        pairs.map(|(a, b)| between[a][b] * place[a].abs_diff(place[b]) as u32).sum()
    };
    let mut place: Vec<usize> = (0..rows.columns).collect();
    let mut best = (cost(&place), place.clone());
    // Heap's algorithm.
    let mut counters = vec![0; frames];
    let mut at = 0;
    while at < frames {
        if counters[at] < at {
            let other = if at % 2 == 0 { 0 } else { counters[at] };
            place.swap(other, at);
            if cost(&place) < best.0 {
                best = (cost(&place), place.clone());
            }
            counters[at] += 1;
            at = 0;
        } else {
            counters[at] = 0;
            at += 1;
        }
    }
    rows.places = best.1;
    let places = rows.places.clone();
    let items = rows.items.clone();
    for row in &mut rows.rows {
        row.sort_by_key(|item| items[*item].column.map(|column| places[column]));
    }
}

fn gap(rows: &Rows, left: usize, right: usize) -> f64 {
    let is_card = |item: usize| matches!(rows.items[item].what, What::Card(_));
    let space = if is_card(left) && is_card(right) { GAP } else { TRUNK_GAP };
    let frames = match (rows.items[left].column, rows.items[right].column) {
        (Some(left), Some(right)) if left != right => 2.0 * FRAME.0 + GAP,
        _ => 0.0,
    };
    (rows.items[left].width + rows.items[right].width) / 2.0 + space + frames
}

/// Sorts a row within its columns by the mean of the neighbours on one side.
fn sort_row(rows: &mut Rows, joined: &Joined, row: usize, down: bool) {
    let wish = |item: usize| {
        let near = if down { &joined.above[item] } else { &joined.below[item] };
        match near.len() {
            0 => rows.items[item].x,
            count => near.iter().map(|other| rows.items[*other].x).sum::<f64>() / count as f64,
        }
    };
    let place = |item: usize| rows.items[item].column.map(|column| rows.places[column]);
    let mut keyed: Vec<(Option<usize>, f64, usize)> =
        rows.rows[row].iter().map(|item| (place(*item), wish(*item), *item)).collect();
    keyed.sort_by(|a, b| (a.0).cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
    rows.rows[row] = keyed.into_iter().map(|(_, _, item)| item).collect();
}

fn pack(rows: &mut Rows) {
    bound_columns(rows);
    for row in 0..rows.rows.len() {
        pack_row(rows, row);
    }
}

/// Gives every column its left and right edge: as wide as its widest row.
fn bound_columns(rows: &mut Rows) {
    let mut widths = vec![0.0f64; rows.columns];
    let mut page = 0.0f64;
    for row in &rows.rows {
        let mut own = vec![0.0f64; rows.columns];
        let mut across = 0.0;
        for &item in row {
            let is_card = matches!(rows.items[item].what, What::Card(_));
            let width = rows.items[item].width + if is_card { GAP } else { 2.0 * TRUNK_GAP };
            match rows.items[item].column {
                Some(column) => own[column] += width,
                None => across += width,
            }
        }
        widths.iter_mut().zip(&own).for_each(|(width, own)| *width = width.max(*own));
        page = page.max(across);
    }
    let used = widths.iter().filter(|width| **width > 0.0).count() as f64;
    let margins = used * (2.0 * FRAME.0 + GAP);
    let total: f64 = widths.iter().sum::<f64>() + margins;
    let stretch = if total > 0.0 { ((page - total) / used.max(1.0)).max(0.0) } else { 0.0 };
    let mut edges = vec![(0.0, 0.0); rows.columns];
    let mut x = 0.0;
    let mut by_place: Vec<usize> = (0..rows.columns).collect();
    by_place.sort_by_key(|column| rows.places[*column]);
    for column in by_place.into_iter().filter(|column| widths[*column] > 0.0) {
        let left = x + FRAME.0 + GAP / 2.0;
        edges[column] = (left, left + widths[column] + stretch);
        x = edges[column].1 + FRAME.0 + GAP / 2.0;
    }
    rows.edges = edges;
    rows.width = x.max(page);
}

/// The stretch of the page in which an item may stand.
fn bounds(rows: &Rows, item: usize) -> (f64, f64) {
    rows.items[item].column.map_or((0.0, rows.width), |column| rows.edges[column])
}

/// The items of a row in runs that share their bounds.
fn runs(rows: &Rows, row: usize) -> Vec<Vec<usize>> {
    let mut runs: Vec<Vec<usize>> = Vec::new();
    for &item in &rows.rows[row] {
        match runs.last_mut() {
            Some(run) if rows.items[run[0]].column == rows.items[item].column => run.push(item),
            _ => runs.push(vec![item]),
        }
    }
    runs
}

/// Spreads a row evenly over the width of its columns.
fn pack_row(rows: &mut Rows, row: usize) {
    for run in runs(rows, row) {
        let (left, right) = bounds(rows, run[0]);
        let needed: f64 = run.windows(2).map(|pair| gap(rows, pair[0], pair[1])).sum();
        let ends = (rows.items[run[0]].width + rows.items[run[run.len() - 1]].width) / 2.0;
        let spare = ((right - left - needed - ends) / (run.len() as f64 + 1.0)).max(0.0);
        let mut x = left + rows.items[run[0]].width / 2.0 + spare;
        for (position, &item) in run.iter().enumerate() {
            rows.items[item].x = x;
            if let Some(&next) = run.get(position + 1) {
                x += gap(rows, item, next) + spare;
            }
        }
    }
}

/// Moves the items of a row as near to the mean of all their neighbours as order and gaps allow.
fn space_row(rows: &mut Rows, joined: &Joined, row: usize) {
    for run in runs(rows, row) {
        let (left, right) = bounds(rows, run[0]);
        let middle = (left + right) / 2.0;
        let wish = |item: usize| {
            let near = joined.above[item].iter().chain(&joined.below[item]);
            let (count, sum) =
                near.fold((0.0, 0.0), |(count, sum), other| (count + 1.0, sum + rows.items[*other].x));
            if count == 0.0 { middle } else { sum / count }
        };
        let mut offsets = vec![0.0];
        for pair in run.windows(2) {
            offsets.push(offsets[offsets.len() - 1] + gap(rows, pair[0], pair[1]));
        }
        // A trunk bends where it is not straight; a card only moves: trunks weigh more.
        let weight = |item: usize| if matches!(rows.items[item].what, What::Trunk(..)) { 3.0 } else { 1.0 };
        let wishes: Vec<(f64, f64)> =
            run.iter().zip(&offsets).map(|(item, offset)| (wish(*item) - offset, weight(*item))).collect();
        let fitted = monotone(&wishes);
        let first = left + rows.items[run[0]].width / 2.0;
        let last = right - rows.items[run[run.len() - 1]].width / 2.0 - offsets[offsets.len() - 1];
        for ((&item, fitted), offset) in run.iter().zip(fitted).zip(&offsets) {
            rows.items[item].x = fitted.min(last.max(first)).max(first) + offset;
        }
    }
}

/// The nearest sequence that never falls, by weighted least squares.
fn monotone(wishes: &[(f64, f64)]) -> Vec<f64> {
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for &(wish, weight) in wishes {
        let mut pool = (wish, weight, 1);
        while let Some(&(before, heavy, count)) = pools.last() {
            if before <= pool.0 {
                break;
            }
            pools.pop();
            let weight = heavy + pool.1;
            pool = ((before * heavy + pool.0 * pool.1) / weight, weight, count + pool.2);
        }
        pools.push(pool);
    }
    pools.iter().flat_map(|(value, _, count)| std::iter::repeat_n(*value, *count)).collect()
}

/// How many pairs of joints cross between neighbouring rows.
fn crossings(rows: &Rows) -> u64 {
    let mut position = vec![0usize; rows.items.len()];
    for row in &rows.rows {
        row.iter().enumerate().for_each(|(at, item)| position[*item] = at);
    }
    let mut between: Vec<Vec<(usize, usize)>> = vec![Vec::new(); rows.rows.len()];
    for &(upper, lower, _) in &rows.joints {
        between[rows.items[upper].row].push((position[upper], position[lower]));
    }
    let mut crossings = 0;
    for joints in &mut between {
        joints.sort_unstable();
        for (at, &(upper, lower)) in joints.iter().enumerate() {
            crossings +=
                joints[at + 1..].iter().filter(|(other, below)| *other > upper && *below < lower).count()
                    as u64;
        }
    }
    crossings
}

#[cfg(test)]
mod tests {
    use super::monotone;

    #[test]
    fn what_would_overlap_is_pooled() {
        assert_eq!(monotone(&[(1.0, 1.0), (5.0, 1.0), (3.0, 1.0)]), [1.0, 4.0, 4.0]);
        assert_eq!(monotone(&[(9.0, 1.0), (0.0, 2.0)]), [3.0, 3.0]);
        assert_eq!(monotone(&[]), [0.0; 0]);
    }
}
