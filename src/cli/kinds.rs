//! The formats that results go out in, and how the command line asks for files of them.

use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::diagnostic::near;
use crate::report::form::Form;
use crate::report::text::shown;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// The summary of a run, for a terminal.
    Text,
    /// For programs: an object for each scenario, one a line.
    Json,
    /// A report as one page that needs nothing else.
    Html,
    /// A report for code forges and wikis.
    #[value(alias = "md")]
    Markdown,
    /// One figure a row.
    Csv,
    /// The gap register as a workbook.
    #[cfg(feature = "xlsx")]
    Xlsx,
    /// One case for each objective, for build servers.
    Junit,
    /// One result for each finding, for code scanning.
    Sarif,
}

impl Kind {
    /// The form of a report, made of all scenarios together; `None` of what is written scenario by scenario.
    pub fn form(self) -> Option<Form> {
        match self {
            Kind::Text | Kind::Json => None,
            Kind::Html => Some(Form::Html),
            Kind::Markdown => Some(Form::Markdown),
            Kind::Csv => Some(Form::Csv),
            #[cfg(feature = "xlsx")]
            Kind::Xlsx => Some(Form::Xlsx),
            Kind::Junit => Some(Form::Junit),
            Kind::Sarif => Some(Form::Sarif),
        }
    }

    /// Whether a terminal cannot show it.
    pub fn is_binary(self) -> bool {
        match self {
            #[cfg(feature = "xlsx")]
            Kind::Xlsx => true,
            _ => false,
        }
    }

    /// The word on the command line.
    pub fn word(self) -> String {
        self.to_possible_value().map_or(String::new(), |value| value.get_name().to_owned())
    }

    /// The format that the ending of a file says.
    pub fn of_file(file: &str) -> Option<Kind> {
        Some(match file.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
            "json" | "jsonl" => Kind::Json,
            "html" | "htm" => Kind::Html,
            "md" | "markdown" => Kind::Markdown,
            "csv" => Kind::Csv,
            #[cfg(feature = "xlsx")]
            "xlsx" => Kind::Xlsx,
            "xml" => Kind::Junit,
            "sarif" => Kind::Sarif,
            _ => return None,
        })
    }
}

/// One `-o KIND=FILE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindAsk {
    pub format: Kind,
    pub file: String,
}

/// One `-o FILE` or `-o KIND=FILE` of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportAsk {
    /// `None`: not said.
    pub format: Option<Kind>,
    pub file: String,
}

/// Reads `KIND=FILE`.
///
/// # Errors
/// There is no such kind, or no file.
pub fn kind_ask(text: &str) -> Result<KindAsk, String> {
    let Some((kind, file)) = text.split_once('=') else {
        return Err("write it as KIND=FILE, such as json=run.json".to_owned());
    };
    if file.is_empty() {
        return Err("the file after `=` is missing".to_owned());
    }
    Ok(KindAsk { format: kind_of(kind)?, file: file.to_owned() })
}

/// Reads `FILE` or `KIND=FILE`; a file whose name begins like a kind is written with its folder, `./html=x`.
///
/// # Errors
/// There is no such kind, or no file.
pub fn report_ask(text: &str) -> Result<ReportAsk, String> {
    match text.split_once('=') {
        Some((kind, _)) if kind.chars().all(|c| c.is_ascii_alphanumeric()) => {
            let KindAsk { format, file } = kind_ask(text)?;
            Ok(ReportAsk { format: Some(format), file })
        }
        _ => Ok(ReportAsk { format: None, file: text.to_owned() }),
    }
}

/// Reads the kind of a report: any but the summary, which is no report.
pub fn report_kind() -> impl TypedValueParser<Value = Kind> {
    let kinds = Kind::value_variants().iter().filter(|kind| **kind != Kind::Text);
    PossibleValuesParser::new(kinds.filter_map(ValueEnum::to_possible_value))
        .map(|word| Kind::from_str(&word, false).expect("clap takes the words of kinds alone"))
}

fn kind_of(word: &str) -> Result<Kind, String> {
    if let Ok(format) = Kind::from_str(word, false) {
        return Ok(format);
    }
    let words: Vec<String> = Kind::value_variants().iter().map(|format| format.word()).collect();
    let near = near::did_you_mean(word, words.iter().map(String::as_str));
    let help = near.unwrap_or_else(|| format!("there are {}", words.join(", ")));
    Err(format!("no kind `{}` of output; {help}", shown(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_named_or_said_by_the_file() {
        let ask = |format, file: &str| Ok(ReportAsk { format, file: file.to_owned() });
        assert_eq!(report_ask("csv=a=b.csv"), ask(Some(Kind::Csv), "a=b.csv"));
        assert_eq!(report_ask("./x=y.csv"), ask(None, "./x=y.csv"));
        assert_eq!(report_ask("gap.md"), ask(None, "gap.md"));
        assert_eq!(report_ask("md=gap.txt"), ask(Some(Kind::Markdown), "gap.txt"));
        assert_eq!(Kind::of_file("a/gap.MD"), Some(Kind::Markdown));
        assert_eq!(Kind::of_file("gap"), None);
    }

    #[test]
    fn a_misspelt_kind_is_told() {
        assert!(kind_ask("jason=x").unwrap_err().contains("did you mean `json`?"));
        assert!(report_ask("word=x").unwrap_err().contains("there are text, json"));
        assert!(kind_ask("json=").is_err());
        assert!(kind_ask("json").is_err());
    }
}
