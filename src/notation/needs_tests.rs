//! Facts about reading needs expressions.

use super::*;

/// Reads `text` and writes every joint with parentheses, so that the shape of the tree shows.
fn tree(text: &str) -> String {
    fn spell(expr: &Expr) -> String {
        let parts = |of: &[Expr], between: &str| of.iter().map(spell).collect::<Vec<_>>().join(between);
        match &expr.kind {
            ExprKind::Name(name) => name.clone(),
            ExprKind::All(of) => format!("({})", parts(of, " & ")),
            ExprKind::Any(of) => format!("({})", parts(of, " | ")),
            ExprKind::AtLeast { k, of } => format!("{k}[{}]", parts(of, ", ")),
            ExprKind::Count { k, of } => format!("{k:?} {:?} {}", of.kind, of.name),
        }
    }
    spell(&parse(text).expect(text))
}

fn refuses(text: &str, range: Range<usize>, help: &str) {
    let error = parse(text).expect_err(text);
    assert_eq!((error.range, error.help.as_deref()), (range, Some(help)), "{text}: {}", error.message);
}

#[test]
fn and_binds_tighter_than_or() {
    assert_eq!(tree("a"), "a");
    assert_eq!(tree("a or b and c or d"), "(a | (b & c) | d)");
    assert_eq!(tree("a and (b or c)"), "(a & (b | c))");
    assert_eq!(tree(" ( ( a ) )AND b "), "(a & b)");
}

#[test]
fn counts_take_lists_groups_and_tags() {
    assert_eq!(tree("2 of (a, b and c, d)"), "2[a, (b & c), d]");
    assert_eq!(tree("32 of tenant"), "AtLeast(32) Group tenant");
    assert_eq!(tree("6 of tag:lots or x"), "(AtLeast(6) Tag lots | x)");
    assert_eq!(tree("all of tag:x and any of tag: y"), "(All Tag x & Any Tag y)");
    assert_eq!(tree("all of (a, b) or any of (c, d)"), "((a & b) | (c | d))");
    assert_eq!(tree("1 of (2 of (a, b), c)"), "1[2[a, b], c]");
    assert_eq!(parse("all of (a)").expect("one need").mentions(), [(Mention::Name("a"), 8..9)]);
}

#[test]
fn digits_and_counting_words_may_be_ids() {
    assert_eq!(tree("32 or all"), "(32 | all)");
    assert_eq!(tree("order and of-paris"), "(order & of-paris)");
}

#[test]
fn ranges_point_at_every_name() {
    let text = "a1 and 2 of (b, tower) or 6 of tag:lots";
    let expr = parse(text).expect(text);
    let found: Vec<_> = expr.mentions().into_iter().map(|(_, range)| &text[range]).collect();
    assert_eq!(found, ["a1", "b", "tower", "lots"]);
    assert_eq!(expr.range, 0..text.len());
    let ExprKind::Any(sides) = &expr.kind else { panic!("{expr:?}") };
    assert_eq!(&text[sides[0].range.clone()], "a1 and 2 of (b, tower)");
    assert_eq!(&text[sides[1].range.clone()], "6 of tag:lots");
}

#[test]
fn an_expression_is_written_back_in_the_language() {
    for text in [
        "a and (b or c)",
        "a and b or c",
        "2 of (a, b and c, d)",
        "6 of tag:lots",
        "all of tag:x",
        "any of t",
    ] {
        assert_eq!(parse(text).expect(text).to_string(), text);
    }
}

#[test]
fn slips_are_answered_with_what_to_write() {
    refuses("", 0..0, "as in `a and (b or c)` or `2 of (a, b, c)`");
    refuses("a and", 5..5, "as in `a and (b or c)` or `2 of (a, b, c)`");
    refuses("a b", 2..3, "as in `a and (b or c)` or `2 of (a, b, c)`");
    refuses("a && b", 2..3, "write `and`");
    refuses("a | b", 2..3, "write `or`");
    refuses("2 of a, b", 6..7, "as in `2 of (a, b, c)`");
    refuses("a, b", 1..2, "write `and` between needs, or a list: [\"a\", \"b\"]");
    refuses("!a", 0..1, "a need cannot be turned round: name what must be up");
    refuses("(a or b", 7..7, "close the parenthesis with `)`");
    refuses("a)", 1..2, "each `)` closes one `(`");
    refuses("Ledger_DB", 0..9, "write `ledger-db`");
    refuses("or a", 0..2, "as in `a and (b or c)` or `2 of (a, b, c)`");
    refuses("tag:x", 0..5, "write `all of tag:x`, `any of tag:x` or `2 of tag:x`");
    refuses("in:paris", 0..8, "name the node that is needed by its id");
    refuses("2 of home:paris", 5..9, "count the systems with a tag: `6 of tag:lots`");
    refuses("two of (a, b)", 0..3, "as in `2 of (a, b, c)`, `all of tag:lots` or `any of tag:lots`");
    refuses("0 of (a, b)", 0..1, "write at least 1, or leave the need out");
    refuses("3 of (a, b)", 0..1, "write at most 2");
    refuses("2 of", 4..4, "as in `2 of (a, b, c)`, `32 of tenant` or `6 of tag:lots`");
}

#[test]
fn nesting_is_bounded() {
    let nested = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    assert!(parse(&nested(DEEPEST)).is_ok());
    let error = parse(&nested(100_000)).expect_err("too deep");
    assert_eq!(error.range, DEEPEST..DEEPEST + 1);
    let counts = format!("{}a{}", "1 of (".repeat(65), ")".repeat(65));
    assert!(parse(&counts).is_err());
}
