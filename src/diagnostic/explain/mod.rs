//! Turns a code into its explanation: what it means, a file that raises it, and the same file repaired.
//!
//! Invariant: codes are unique and sorted; every example raises its code and the repaired one does not (a test
//! walks them all). To add a family write a file with a `CODES` slice and name it in [`FAMILIES`].

mod edits;
mod events;
mod later;
mod names;
mod notation;
mod reading;
mod shape;
mod structure;
mod syntax;
mod values;

/// Everything `explain` says about a code.
#[derive(Clone, Copy, Debug)]
pub struct Code {
    pub code: &'static str,
    /// A lower-case fragment that fits after the code.
    pub title: &'static str,
    /// What it means and why it matters, in a few sentences.
    pub explanation: &'static str,
    pub example: Example,
    pub repaired: Example,
}

/// The smallest files that show something.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    pub model: &'static str,
    /// The scenario, where the matter is one of scenarios; it names the model `model.ron`.
    pub scenario: Option<&'static str>,
    /// Edits as on the command line, where the matter is one of edits.
    pub edits: &'static [&'static str],
    /// A table of real outages beside the scenario, where the matter is one of tables.
    pub table: Option<&'static str>,
}

impl Example {
    /// No example: the matter cannot be shown in small.
    pub const NONE: Example = Example { model: "", scenario: None, edits: &[], table: None };

    /// A model alone.
    pub const fn model(model: &'static str) -> Example {
        Example { model, scenario: None, edits: &[], table: None }
    }

    /// A model and a scenario.
    pub const fn scenario(model: &'static str, scenario: &'static str) -> Example {
        Example { model, scenario: Some(scenario), edits: &[], table: None }
    }

    /// A model and edits: `--set` values as `path=value`, removals as a path alone.
    pub const fn edited(model: &'static str, edits: &'static [&'static str]) -> Example {
        Example { model, scenario: None, edits, table: None }
    }

    /// A model, a scenario, and a table as `--actuals` takes it.
    pub const fn table(model: &'static str, scenario: &'static str, table: &'static str) -> Example {
        Example { model, scenario: Some(scenario), edits: &[], table: Some(table) }
    }
}

/// The families of codes in the order of their numbers.
pub const FAMILIES: &[&[Code]] = &[
    reading::CODES,
    syntax::CODES,
    shape::CODES,
    names::CODES,
    notation::CODES,
    values::CODES,
    structure::CODES,
    events::CODES,
    edits::CODES,
    later::CODES,
];

/// Walks over all codes in order.
pub fn all() -> impl Iterator<Item = &'static Code> {
    FAMILIES.iter().copied().flatten()
}

/// Finds a code, whatever the case of its letter.
pub fn find(code: &str) -> Option<&'static Code> {
    all().find(|entry| entry.code.eq_ignore_ascii_case(code.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_sorted_and_explained() {
        let codes: Vec<&str> = all().map(|entry| entry.code).collect();
        assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
        for entry in all() {
            let shape = entry.code.len() == 5 && entry.code[1..].bytes().all(|byte| byte.is_ascii_digit());
            assert!(shape && entry.code.starts_with(['E', 'W', 'N']), "{}", entry.code);
            assert!(!entry.title.is_empty() && !entry.title.ends_with('.'), "{}", entry.code);
            assert!(entry.explanation.len() > 40 && entry.explanation.ends_with('.'), "{}", entry.code);
        }
    }

    #[test]
    fn a_code_is_found_in_either_case() {
        assert_eq!(find("e0110").map(|entry| entry.code), Some("E0110"));
        assert!(find("E9999").is_none());
    }
}
