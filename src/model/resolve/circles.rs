//! Turns "who names whom" into an order in which everything comes after what it names, and the circles that
//! stand in the way of one.
//!
//! Invariant: every knot yields at least one circle, no item stands in two, and the walk keeps its own stack.

/// What a walk over all items found.
pub(super) struct Order {
    /// Every item once, after those it names wherever there is no circle.
    pub order: Vec<usize>,
    /// Items that name one another in turn, beginning with the smallest.
    pub circles: Vec<Vec<usize>>,
}

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    New,
    Open,
    Done,
}

/// Orders the items `0..names.len()`, where `names[x]` lists what `x` names.
pub(super) fn order(names: &[Vec<usize>]) -> Order {
    let mut marks = vec![Mark::New; names.len()];
    let mut drawn = vec![false; names.len()];
    let mut found = Order { order: Vec::with_capacity(names.len()), circles: Vec::new() };
    for start in 0..names.len() {
        if marks[start] != Mark::New {
            continue;
        }
        // The items being looked at, each with how many of those it names have been.
        let mut path: Vec<(usize, usize)> = vec![(start, 0)];
        marks[start] = Mark::Open;
        while let Some((item, looked)) = path.last_mut() {
            let item = *item;
            let Some(&next) = names[item].get(*looked) else {
                marks[item] = Mark::Done;
                found.order.push(item);
                path.pop();
                continue;
            };
            *looked += 1;
            match marks[next] {
                Mark::New => {
                    marks[next] = Mark::Open;
                    path.push((next, 0));
                }
                Mark::Open => found.circles.extend(circle(&path, next, &mut drawn)),
                Mark::Done => {}
            }
        }
    }
    found
}

/// Cuts the circle that ends at `back` out of the path, unless part of it has been drawn before.
fn circle(path: &[(usize, usize)], back: usize, drawn: &mut [bool]) -> Option<Vec<usize>> {
    let from = path.iter().rposition(|(item, _)| *item == back)?;
    let mut circle: Vec<usize> = path[from..].iter().map(|(item, _)| *item).collect();
    if circle.iter().any(|item| drawn[*item]) {
        return None;
    }
    circle.iter().for_each(|item| drawn[*item] = true);
    let smallest = circle.iter().enumerate().min_by_key(|(_, item)| **item).map_or(0, |(at, _)| at);
    circle.rotate_left(smallest);
    Some(circle)
}

/// Draws a circle as `a -> b -> a`; a long one is cut in the middle.
pub(super) fn draw(circle: &[usize], name: impl Fn(usize) -> String) -> String {
    const SHOWN: usize = 12;
    let mut words: Vec<String> = circle.iter().take(SHOWN).map(|item| name(*item)).collect();
    if circle.len() > SHOWN {
        words.push(format!("... {} more ...", circle.len() - SHOWN));
    }
    words.extend(circle.first().map(|item| name(*item)));
    words.join(" -> ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(names: &[&[usize]], order_expected: &[usize], drawn: &[&str]) {
        let names: Vec<Vec<usize>> = names.iter().map(|named| named.to_vec()).collect();
        let found = order(&names);
        let letter = |item: usize| char::from(b'a' + item as u8).to_string();
        assert_eq!(found.order, order_expected);
        assert_eq!(found.circles.iter().map(|circle| draw(circle, letter)).collect::<Vec<_>>(), drawn);
    }

    #[test]
    fn what_is_named_comes_before_what_names_it() {
        check(&[&[1, 2], &[2], &[]], &[2, 1, 0], &[]);
    }

    #[test]
    fn a_circle_is_drawn_from_its_smallest_item() {
        check(&[&[2], &[0], &[1]], &[1, 2, 0], &["a -> c -> b -> a"]);
        check(&[&[], &[2], &[1]], &[0, 2, 1], &["b -> c -> b"]);
        check(&[&[0]], &[0], &["a -> a"]);
    }

    #[test]
    fn no_item_stands_in_two_circles() {
        check(&[&[1, 2], &[0], &[0], &[4], &[3]], &[1, 2, 0, 4, 3], &["a -> b -> a", "d -> e -> d"]);
    }

    #[test]
    fn a_long_chain_needs_no_deep_stack() {
        let length = 200_000;
        let chain: Vec<Vec<usize>> = (0..length).map(|item| vec![(item + 1) % length]).collect();
        let found = order(&chain);
        assert_eq!(found.circles.len(), 1);
        assert!(draw(&found.circles[0], |item| item.to_string()).ends_with("... 199988 more ... -> 0"));
    }
}
