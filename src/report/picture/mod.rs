//! Turns a model, and what a scenario does to it, into a picture of what needs what.
//!
//! A [`Picture`] is plain data: cards in frames, links between them, marks, and sentences on what was left out.
//! [`view`] makes the whole of it, [`focus`] and [`fold`] make it fit a page, and one renderer per format writes it:
//! each knows the punctuation and the escapes of its format and nothing else. The same picture gives the same bytes.

mod marks;
pub mod view;
pub mod focus;
pub mod fold;
mod layout;
pub(super) mod text;
pub mod svg;
pub mod dot;
pub mod mermaid;
pub mod graphml;
pub mod why;

pub(super) use text::xml;

/// What is to be drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    pub title: String,
    /// What happens, in a few words; empty where nothing does.
    pub subtitle: String,
    /// Whether a scenario is marked.
    pub strikes: Option<String>,
    pub frames: Vec<Frame>,
    pub cards: Vec<Card>,
    pub links: Vec<Link>,
    /// What was folded, left out or not examined, a sentence each.
    pub notes: Vec<String>,
}

/// What stands together: at a site, or at none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    pub id: String,
    pub name: String,
}

/// A node, or several folded into one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    pub id: String,
    pub name: String,
    pub kind: Kind,
    /// Position among the frames.
    pub frame: Option<usize>,
    pub marks: Marks,
    /// Nodes that it stands for, 1 unless folded.
    pub stands_for: usize,
    /// A few words more, such as how many people.
    pub detail: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Service,
    System,
    Site,
    Supplier,
    Team,
    Resource,
    Task,
}

impl Kind {
    /// The word for one of them.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Service => "service",
            Kind::System => "system",
            Kind::Site => "site",
            Kind::Supplier => "supplier",
            Kind::Team => "team",
            Kind::Resource => "resource",
            Kind::Task => "task",
        }
    }
}

/// What is known of a card beyond its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Services that fall below their minimum when this alone is down for ever; 0 for none.
    pub takes_down: usize,
    pub hit: Hit,
    /// Systems that nobody brings back without this team.
    pub indispensable_for: usize,
    /// Nodes that ask for it to come back.
    pub asked_by: usize,
    /// It waits for itself once all that is struck is down: no way back.
    pub deadlocked: bool,
}

/// What the scenario does to a card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hit {
    #[default]
    Spared,
    /// Not struck itself, down with what it needs as long as nobody recovers anything.
    Falls,
    Struck,
}

/// One card needs another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// Positions among the cards: who needs, and what is needed.
    pub from: usize,
    pub to: usize,
    pub kind: LinkKind,
}

/// How one card needs another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkKind {
    /// To run: it cannot do without.
    Runs,
    /// To run: it stands there.
    StandsAt,
    /// To run: one of several will do.
    OneOf,
    /// To come back: a strategy, a restart or a task asks for it.
    Recovers,
}

impl LinkKind {
    /// The word for it in files for programs.
    pub fn word(self) -> &'static str {
        match self {
            LinkKind::Runs => "needs",
            LinkKind::StandsAt => "stands-at",
            LinkKind::OneOf => "needs-one-of",
            LinkKind::Recovers => "recovers-with",
        }
    }

    /// Whether it is needed to run.
    pub fn is_to_run(self) -> bool {
        self != LinkKind::Recovers
    }
}

impl Picture {
    /// Keeps the cards for which `keeps` says so, and the links between them.
    fn retain(&mut self, keeps: &[bool]) {
        let mut renumbered = vec![None; self.cards.len()];
        let mut cards = Vec::new();
        for (at, card) in std::mem::take(&mut self.cards).into_iter().enumerate() {
            if keeps[at] {
                renumbered[at] = Some(cards.len());
                cards.push(card);
            }
        }
        self.cards = cards;
        self.links = self
            .links
            .iter()
            .filter_map(|link| Some(Link { from: renumbered[link.from]?, to: renumbered[link.to]?, ..*link }))
            .collect();
        self.settle();
    }

    /// Sorts the links, each once, and drops frames that hold nothing.
    fn settle(&mut self) {
        self.links.sort_unstable();
        self.links.dedup();
        let mut used = vec![false; self.frames.len()];
        self.cards.iter().filter_map(|card| card.frame).for_each(|frame| used[frame] = true);
        let mut renumbered = vec![0; self.frames.len()];
        let mut next = 0;
        for (at, is_used) in used.iter().enumerate() {
            renumbered[at] = next;
            next += usize::from(*is_used);
        }
        let mut at = 0;
        self.frames.retain(|_| {
            at += 1;
            used[at - 1]
        });
        for card in &mut self.cards {
            card.frame = card.frame.map(|frame| renumbered[frame]);
        }
    }

    /// For each card the cards it is linked to, by links for which `counts` says so.
    fn needs(&self, counts: impl Fn(LinkKind) -> bool) -> Vec<Vec<usize>> {
        let mut needs = vec![Vec::new(); self.cards.len()];
        for link in self.links.iter().filter(|link| counts(link.kind)) {
            needs[link.from].push(link.to);
        }
        for row in &mut needs {
            row.sort_unstable();
            row.dedup();
        }
        needs
    }

    /// For each card the cards that are linked to it, likewise.
    fn needed_by(&self, counts: impl Fn(LinkKind) -> bool) -> Vec<Vec<usize>> {
        let mut holders = vec![Vec::new(); self.cards.len()];
        for link in self.links.iter().filter(|link| counts(link.kind)) {
            holders[link.to].push(link.from);
        }
        for row in &mut holders {
            row.sort_unstable();
            row.dedup();
        }
        holders
    }
}
