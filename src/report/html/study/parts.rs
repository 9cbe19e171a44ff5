//! What a study is shown with: parts of sentences, a chart and tables.

use serde::Serialize;

use crate::report::charts::Chart;
use crate::report::html::view::ChartView;

/// One part of a study.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Part {
    pub title: String,
    pub says: Vec<String>,
    pub charts: Vec<ChartView>,
    /// What one has to know to read the charts.
    pub caption: String,
    pub tables: Vec<Table>,
}

/// A table; the first cell of a row is its head.
#[derive(Clone, Debug, Serialize)]
pub struct Table {
    pub caption: String,
    pub heads: Vec<Head>,
    pub rows: Vec<Vec<String>>,
}

/// The head of a column.
#[derive(Clone, Debug, Serialize)]
pub struct Head {
    pub words: String,
    /// `num`, `code`, or nothing.
    pub class: &'static str,
}

impl Part {
    pub fn new(title: impl Into<String>) -> Part {
        Part { title: title.into(), ..Part::default() }
    }

    pub fn say(&mut self, sentence: impl Into<String>) {
        self.says.push(sentence.into());
    }

    pub fn chart(&mut self, chart: &Chart) {
        self.charts.push(ChartView::new(chart));
    }

    /// Adds a table with heads such as `service`, `#runs` for a column of numbers, `$edit` for one of commands.
    pub fn table(&mut self, caption: impl Into<String>, heads: &[&str], rows: Vec<Vec<String>>) {
        let head = |word: &&str| match word.split_at_checked(1) {
            Some(("#", words)) => Head { words: words.to_owned(), class: "num" },
            Some(("$", words)) => Head { words: words.to_owned(), class: "code" },
            _ => Head { words: (*word).to_owned(), class: "" },
        };
        if !rows.is_empty() {
            let heads = heads.iter().map(head).collect();
            self.tables.push(Table { caption: caption.into(), heads, rows });
        }
    }
}
