//! What build servers read: suites of cases as plain data, written down as JUnit XML in one place.
//!
//! Invariant: the numbers of a suite, and of the file, are those of the cases in it.

use super::picture::xml;

/// The cases of one thing that was looked at.
#[derive(Clone, Debug)]
pub struct Suite {
    pub name: String,
    pub properties: Vec<(&'static str, String)>,
    pub cases: Vec<Case>,
}

/// One thing that a build can see fail.
#[derive(Clone, Debug)]
pub struct Case {
    /// Where a build's history files it.
    pub class: String,
    pub name: String,
    pub outcome: Outcome,
}

/// What became of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing is to be said.
    Quiet,
    /// Something is, and fails nothing.
    Told(String),
    /// It fails.
    Failure { kind: String, message: String, text: String },
    /// Nobody knows: a build that takes it for a success would be wrong.
    Error { kind: Option<String>, message: String },
    /// It was left out, for a reason.
    Skipped(String),
}

/// Writes the file.
pub fn junit(name: &str, suites: &[Suite]) -> String {
    let all: Vec<&Case> = suites.iter().flat_map(|suite| &suite.cases).collect();
    let inside: String = suites.iter().map(written).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{}\"{}>\n{inside}</testsuites>\n",
        xml(name),
        numbers(&all)
    )
}

fn written(suite: &Suite) -> String {
    let property = |(name, value): &(&str, String)| {
        format!("      <property name=\"{name}\" value=\"{}\"/>\n", xml(value))
    };
    let properties: String = suite.properties.iter().map(property).collect();
    let properties = match properties.as_str() {
        "" => properties,
        all => format!("    <properties>\n{all}    </properties>\n"),
    };
    let cases: Vec<&Case> = suite.cases.iter().collect();
    let inside: String = cases.iter().map(|case| of_case(case)).collect();
    format!(
        "  <testsuite name=\"{}\"{}>\n{properties}{inside}  </testsuite>\n",
        xml(&suite.name),
        numbers(&cases)
    )
}

fn numbers(cases: &[&Case]) -> String {
    let of = |is: fn(&Outcome) -> bool| cases.iter().filter(|case| is(&case.outcome)).count();
    format!(
        " tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\"",
        cases.len(),
        of(|outcome| matches!(outcome, Outcome::Failure { .. })),
        of(|outcome| matches!(outcome, Outcome::Error { .. })),
        of(|outcome| matches!(outcome, Outcome::Skipped(_)))
    )
}

fn of_case(case: &Case) -> String {
    let head = format!("    <testcase classname=\"{}\" name=\"{}\"", xml(&case.class), xml(&case.name));
    let inside = match &case.outcome {
        Outcome::Quiet => return format!("{head}/>\n"),
        Outcome::Told(text) => format!("<system-out>{}</system-out>", lines(text)),
        Outcome::Failure { kind, message, text } => {
            let open = format!("<failure type=\"{}\" message=\"{}\"", xml(kind), xml(message));
            if text.is_empty() { open + "/>" } else { format!("{open}>{}</failure>", lines(text)) }
        }
        Outcome::Error { kind, message } => {
            let kind = kind.as_ref().map_or(String::new(), |kind| format!(" type=\"{}\"", xml(kind)));
            format!("<error{kind} message=\"{}\"/>", xml(message))
        }
        Outcome::Skipped(why) => format!("<skipped message=\"{}\"/>", xml(why)),
    };
    format!("{head}>{inside}</testcase>\n")
}

/// A text of several lines, each of which is one still.
fn lines(text: &str) -> String {
    text.split('\n').map(xml).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_the_cases_and_texts_are_texts() {
        let case = |name: &str, outcome| Case { class: "a<b".to_owned(), name: name.to_owned(), outcome };
        let suite = Suite {
            name: "s\"".to_owned(),
            properties: vec![("seed", "1".to_owned())],
            cases: vec![
                case("one", Outcome::Quiet),
                case("two", Outcome::Failure { kind: "k".into(), message: "m".into(), text: String::new() }),
                case("three", Outcome::Error { kind: None, message: "&".into() }),
                case("four", Outcome::Skipped("why".into())),
            ],
        };
        let said = junit("all", &[suite.clone(), suite]);
        assert!(
            said.contains("<testsuites name=\"all\" tests=\"8\" failures=\"2\" errors=\"2\" skipped=\"2\">"),
            "{said}"
        );
        assert!(
            said.contains(
                "<testsuite name=\"s&quot;\" tests=\"4\" failures=\"1\" errors=\"1\" skipped=\"1\">"
            ),
            "{said}"
        );
        assert!(
            said.contains("classname=\"a&lt;b\" name=\"three\"><error message=\"&amp;\"/></testcase>"),
            "{said}"
        );
    }
}
