//! Gives every card a place: services in the first rows, what they need below, sites side by side as frames, what each
//! stands at underneath, and a band of chips for people and means.
//!
//! Layered drawing after Sugiyama, with the frames as columns: links that close a circle are set aside, rows are filled
//! from above with at most so many cards a frame, links that pass rows run along trunks that all links to one card
//! share, and the order within a row and a frame follows the neighbours above and below, whichever pass crosses least.
//! Nothing is random, so equal pictures have equal places.

mod order;
mod place;
mod rows;

use super::{Card, Kind, Link, LinkKind, Picture};

/// Size of a card.
pub const CARD: (f64, f64) = (138.0, 48.0);
/// Space between cards of a row.
pub const GAP: f64 = 16.0;
/// Space between rows for the links.
pub const ROW_GAP: f64 = 46.0;
/// Room inside a frame around its cards, and for its name.
pub const FRAME: (f64, f64) = (14.0, 26.0);

/// A rectangle by its upper left corner and its size.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    pub x: f64,
    pub y: f64,
    pub w: f64,
    pub h: f64,
}

/// A link as it is drawn: points from which it leaves and at which it arrives, straight through rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    pub kind: LinkKind,
    /// The cards at its ends; `None` where it joins or leaves a trunk.
    pub from: Option<usize>,
    pub to: Option<usize>,
    pub start: (f64, f64),
    pub end: (f64, f64),
}

/// Where everything is.
#[derive(Clone, Debug, Default)]
pub struct Placed {
    /// By card; `None` for those in the band.
    pub cards: Vec<Option<Rect>>,
    /// Positions of the cards that stand in the band of people and means.
    pub band: Vec<usize>,
    /// By frame of the picture, and last the frame of what stands at no site, where it has something in it.
    pub frames: Vec<Option<Rect>>,
    pub drawn: Vec<Drawn>,
    /// Links that are not drawn because others imply them, and because they lead to the band.
    pub implied: usize,
    pub to_band: usize,
    pub width: f64,
    pub height: f64,
}

/// One card, or the passage of a trunk, in a row.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub what: What,
    /// Column: a frame, the last one for what stands at no site; `None` spans the page.
    pub column: Option<usize>,
    pub row: usize,
    /// Centre.
    pub x: f64,
    pub width: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    Card(usize),
    /// A trunk to a card.
    Trunk(usize, LinkKind),
}

/// Rows of items, and who is joined to whom in the next row.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    pub items: Vec<Item>,
    /// Items of each row, from left to right.
    pub rows: Vec<Vec<usize>>,
    /// Pairs of items in neighbouring rows, the upper first, with the kind of link.
    pub joints: Vec<(usize, usize, LinkKind)>,
    /// Links within a row or upwards, between items.
    pub odd: Vec<(usize, usize, LinkKind)>,
    pub columns: usize,
    /// For each column where it stands from the left, and its edges.
    pub places: Vec<usize>,
    pub edges: Vec<(f64, f64)>,
    pub width: f64,
    pub first_row_below_services: usize,
}

/// Places a picture.
pub fn place(picture: &Picture) -> Placed {
    let (links, implied, to_band) = rows::drawn_links(picture);
    let mut placed = Placed { implied, to_band, ..Placed::default() };
    placed.band = (0..picture.cards.len()).filter(|at| !rows::is_on_stage(picture, &links, *at)).collect();
    let mut rows = rows::fill(picture, &links, &placed.band);
    order::untangle(&mut rows);
    place::measure(picture, &rows, &mut placed);
    placed
}

/// Whether a card belongs to people and means, which are listed rather than drawn where there are many.
pub(super) fn is_means(card: &Card) -> bool {
    matches!(card.kind, Kind::Team | Kind::Resource | Kind::Task)
        || (card.kind == Kind::Site && card.frame.is_none())
}

/// Keeps one link between two cards: the one that says most.
pub(super) fn one_per_pair(links: &[Link]) -> Vec<Link> {
    let rank = |kind| match kind {
        LinkKind::Runs => 0,
        LinkKind::StandsAt => 1,
        LinkKind::OneOf => 2,
        LinkKind::Recovers => 3,
    };
    let mut sorted = links.to_vec();
    sorted.sort_by_key(|link| (link.from, link.to, rank(link.kind)));
    sorted.dedup_by_key(|link| (link.from, link.to));
    sorted
}
