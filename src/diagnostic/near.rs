//! Turns a misspelt word and the words it could have been into a suggestion.
//!
//! Invariant: the answer depends on the words alone; equal distances go by the order of the candidates.

/// Finds the candidate nearest to a word, if one is near enough to have been meant.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    nearest_few(word, candidates, 1).first().copied()
}

/// Finds up to `count` candidates near enough to have been meant, the nearest first.
pub fn nearest_few<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
    count: usize,
) -> Vec<&'c str> {
    let folded = fold(word);
    let mut scored: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter_map(|candidate| distance(&folded, candidate).map(|distance| (distance, candidate)))
        .collect();
    scored.sort_by_key(|(distance, _)| *distance);
    scored.into_iter().take(count).map(|(_, candidate)| candidate).collect()
}

/// Makes the help line for a misspelt word: "did you mean `ledger-db`?".
pub fn did_you_mean<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<String> {
    nearest(word, candidates).map(|near| format!("did you mean `{near}`?"))
}

/// Makes the help line for a word of a short list: the nearest, or else the list.
pub fn or_list(word: &str, candidates: &[&str], noun: &str) -> String {
    did_you_mean(word, candidates.iter().copied()).unwrap_or_else(|| {
        let quoted: Vec<String> = candidates.iter().map(|candidate| format!("`{candidate}`")).collect();
        format!("{noun}: {}", quoted.join(", "))
    })
}

/// Writes a word the way it is compared: lower case, one kind of separator.
fn fold(word: &str) -> String {
    word.chars().take(128).map(|c| if c == '_' || c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect()
}

/// Counts the slips between a folded word and a candidate, `None` where they are too far apart.
fn distance(folded: &str, candidate: &str) -> Option<usize> {
    let length = folded.chars().count();
    let allowed = (length.max(3) / 3).min(4);
    if length.abs_diff(candidate.chars().count()) > allowed {
        return None;
    }
    let distance = strsim::osa_distance(folded, &fold(candidate));
    (distance <= allowed).then_some(distance)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, candidates: &[&str], expected: Option<&str>) {
        assert_eq!(nearest(word, candidates.iter().copied()), expected, "{word}");
    }

    #[test]
    fn a_slip_finds_the_word_that_was_meant() {
        check("ledgr-db", &["crm", "ledger-db", "ledger"], Some("ledger-db"));
        check("ldeger-db", &["ledger-db"], Some("ledger-db"));
        check("ledger_db", &["ledger-db"], Some("ledger-db"));
        check("Ledger-DB", &["ledger-db"], Some("ledger-db"));
        check("need", &["name", "needs"], Some("needs"));
        check("rot", &["note", "rto"], Some("rto"));
    }

    #[test]
    fn a_word_far_from_all_finds_none() {
        check("payroll", &["crm", "ledger-db"], None);
        check("x", &["ledger-db"], None);
        check("", &["crm"], None);
    }

    #[test]
    fn a_short_list_is_printed_where_nothing_is_near() {
        assert_eq!(or_list("zzz", &["a-b", "c"], "fields here"), "fields here: `a-b`, `c`");
    }
}
