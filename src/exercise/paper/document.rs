//! A document as plain data: headings, texts, tables and lines to write on. Renderers know nothing else.

/// One paper of a pack.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its file, without folder, banner and ending: `situation-manual`.
    pub name: String,
    pub title: String,
    /// Below the title: whose paper it is.
    pub subtitle: String,
    pub audience: Audience,
    pub page: Page,
    pub blocks: Vec<Block>,
}

/// Who may read a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    Players,
    /// Facilitators, evaluators, role-players: it holds what players must not know.
    Control,
}

/// How a paper lies on A4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    Portrait,
    Landscape,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// Level 2 to 4; 1 is the title.
    Heading(u8, String),
    Text(String),
    /// Words to say or to read aloud, large.
    Say(String),
    Items(Vec<String>),
    /// Boxes to tick.
    Ticks(Vec<String>),
    /// Labels with what stands behind them.
    Facts(Vec<(String, String)>),
    Table {
        head: Vec<String>,
        rows: Vec<Vec<String>>,
        /// Of the columns in hundredths of the page; none: as the texts want it.
        widths: Vec<u8>,
    },
    /// A frame with a title, kept on one page.
    Frame(String, Vec<Block>),
    /// Empty lines to write on.
    Lines(usize),
    /// Minutes of play (share of the line in hundredths, label, clock) along a line.
    Timeline(Vec<(u32, String, String)>),
    NewPage,
}

impl Document {
    pub fn new(audience: Audience, name: &str, title: &str, subtitle: &str) -> Document {
        Document {
            name: name.to_owned(),
            title: title.to_owned(),
            subtitle: subtitle.to_owned(),
            audience,
            page: Page::Portrait,
            blocks: Vec::new(),
        }
    }

    pub fn landscape(mut self) -> Document {
        self.page = Page::Landscape;
        self
    }

    pub fn heading(&mut self, level: u8, text: impl Into<String>) {
        self.blocks.push(Block::Heading(level, text.into()));
    }

    pub fn text(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Text(text.into()));
    }

    pub fn items<S: Into<String>>(&mut self, items: impl IntoIterator<Item = S>) {
        self.blocks.push(Block::Items(items.into_iter().map(Into::into).collect()));
    }

    pub fn facts<L: Into<String>>(&mut self, facts: impl IntoIterator<Item = (L, String)>) {
        self.blocks.push(Block::Facts(facts.into_iter().map(|(label, text)| (label.into(), text)).collect()));
    }

    pub fn table(&mut self, head: &[&str], rows: Vec<Vec<String>>) {
        let head = head.iter().map(|&head| head.to_owned()).collect();
        self.blocks.push(Block::Table { head, rows, widths: Vec::new() });
    }

    /// A table with columns of fixed widths, in hundredths of the page.
    pub fn table_of(&mut self, columns: &[(&str, u8)], rows: Vec<Vec<String>>) {
        let (head, widths) = columns.iter().map(|&(head, width)| (head.to_owned(), width)).unzip();
        self.blocks.push(Block::Table { head, rows, widths });
    }

    pub fn push(&mut self, block: Block) {
        self.blocks.push(block);
    }
}

/// A table that spreadsheets open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// At most 31 characters, as spreadsheets want it.
    pub name: String,
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// Widths of the columns in characters.
    pub widths: Vec<u16>,
}
