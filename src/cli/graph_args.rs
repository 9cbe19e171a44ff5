//! What `graph` is asked.

use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub struct GraphArgs {
    /// A model, or a scenario, which names its model and whose strikes are marked.
    #[arg(value_name = "SCENARIO|MODEL")]
    pub path: String,
    /// The form of the picture: what the ending of FILE says, or else svg; the chains of `--why` in words.
    #[arg(long, value_enum)]
    pub format: Option<GraphFormat>,
    /// Only what this service needs to run, and what that needs to come back.
    #[arg(long, value_name = "ID")]
    pub service: Option<String>,
    /// Every shortest chain of needs from A to B.
    #[arg(long, num_args = 2, value_names = ["A", "B"])]
    pub why: Option<Vec<String>>,
    /// Where it goes: FILE, or KIND=FILE; `-` is standard output.
    #[arg(short, long, value_name = "FILE|KIND=FILE")]
    pub output: Option<String>,
    /// Replace a file that exists.
    #[arg(long)]
    pub force: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GraphFormat {
    /// A page to look at, light and dark; folded where it would not fit.
    Svg,
    /// For Graphviz, whole.
    Dot,
    /// For code hosts and wikis; folded like svg.
    Mermaid,
    /// For graph tools, whole.
    Graphml,
    /// For programs, whole.
    Json,
}

impl GraphFormat {
    /// The format and the file of `KIND=FILE`; of anything else the file alone.
    pub fn asked(text: &str) -> (Option<GraphFormat>, &str) {
        let kind_and_file = text.split_once('=').and_then(|(kind, file)| {
            let format = GraphFormat::from_str(kind, false).ok()?;
            Some((Some(format), file))
        });
        kind_and_file.filter(|(_, file)| !file.is_empty()).unwrap_or((None, text))
    }

    /// The format that the ending of a file says.
    pub fn of_file(file: &str) -> Option<GraphFormat> {
        Some(match file.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
            "svg" => GraphFormat::Svg,
            "dot" | "gv" => GraphFormat::Dot,
            "mmd" | "mermaid" => GraphFormat::Mermaid,
            "graphml" => GraphFormat::Graphml,
            "json" => GraphFormat::Json,
            _ => return None,
        })
    }
}
