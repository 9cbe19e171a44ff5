//! Small pieces of sentences that several rules use.

/// `a`, `a and b`, `a, b and c`; after the third the rest is counted.
pub fn listed(words: &[String]) -> String {
    const SHOWN: usize = 4;
    match words {
        [] => String::new(),
        [one] => one.clone(),
        few if few.len() <= SHOWN => {
            format!("{} and {}", few[..few.len() - 1].join(", "), few[few.len() - 1])
        }
        many => format!("{} and {} more", many[..SHOWN - 1].join(", "), many.len() + 1 - SHOWN),
    }
}

/// The same with each word in backquotes.
pub fn quoted<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    listed(&words.into_iter().map(|word| format!("`{word}`")).collect::<Vec<_>>())
}

/// `1 system`, `3 systems`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_ends_with_a_count() {
        let words = |count: usize| listed(&["a", "b", "c", "d", "e", "f"].map(str::to_owned)[..count]);
        assert_eq!(words(1), "a");
        assert_eq!(words(2), "a and b");
        assert_eq!(words(4), "a, b, c and d");
        assert_eq!(words(6), "a, b, c and 3 more");
    }
}
