//! Says what the shapes, lines and tags mean; only those that the picture has.

use super::super::layout::{Drawn, Placed, Rect};
use super::super::text::width;
use super::super::{Card, Hit, Kind, LinkKind, Marks, Picture};
use super::card::STUCK;
use super::{Canvas, MARGIN, tag_width};

/// Size of a sample.
const SAMPLE: (f64, f64) = (46.0, 18.0);
const LINE: f64 = 27.0;

/// One entry: what is shown, and its words.
enum Entry {
    Link(LinkKind, &'static str),
    Card(Kind, Marks, &'static str),
    Badge(&'static str),
}

impl Entry {
    fn words(&self) -> &'static str {
        match self {
            Entry::Link(_, words) | Entry::Card(_, _, words) | Entry::Badge(words) => words,
        }
    }

    /// How far the sample reaches: a long tag may stand out beyond its card.
    fn sample_width(&self) -> f64 {
        match self {
            Entry::Card(_, marks, _) if marks.deadlocked => SAMPLE.0.max(8.0 + tag_width(STUCK)),
            _ => SAMPLE.0,
        }
    }
}

impl Canvas {
    /// Draws the legend from `top` on; gives where it ends.
    pub fn legend(&mut self, picture: &Picture, placed: &Placed, top: f64) -> f64 {
        self.push(format_args!("<g class=\"legend\">\n"));
        let (mut x, mut y) = (MARGIN, top + 4.0);
        for entry in entries(picture, placed) {
            let sample = entry.sample_width();
            let wide = sample + 8.0 + width(entry.words(), 11.0) + 26.0;
            if x > MARGIN && x + wide > self.width - MARGIN {
                (x, y) = (MARGIN, y + LINE);
            }
            self.entry(&entry, (x, y));
            self.text((x + sample + 8.0, y + 13.0), "note", entry.words());
            x += wide;
        }
        self.push(format_args!("</g>\n"));
        y + LINE + 4.0
    }

    fn entry(&mut self, entry: &Entry, (x, y): (f64, f64)) {
        match *entry {
            Entry::Link(kind, _) => {
                let middle = y + SAMPLE.1 / 2.0;
                let (start, end) = ((x, middle), (x + SAMPLE.0, middle));
                self.straight(&Drawn { kind, from: None, to: Some(0), start, end });
            }
            Entry::Card(kind, marks, _) => {
                let card = Card {
                    id: String::new(),
                    name: String::new(),
                    kind,
                    frame: None,
                    marks,
                    stands_for: 1,
                    detail: String::new(),
                };
                self.sample(&card, &Rect { x, y, w: SAMPLE.0, h: SAMPLE.1 });
            }
            Entry::Badge(_) => self.badge((x + SAMPLE.0 - 4.0, y + 2.0), "3"),
        }
    }
}

fn entries(picture: &Picture, placed: &Placed) -> Vec<Entry> {
    let has_link = |kind: LinkKind| placed.drawn.iter().any(|drawn| drawn.kind == kind);
    let has_card = |kind: Kind| picture.cards.iter().any(|card| card.kind == kind);
    let has_mark = |marked: fn(&Marks) -> bool| picture.cards.iter().any(|card| marked(&card.marks));
    let hit = |hit| Marks { hit, ..Marks::default() };
    let stuck = Marks { deadlocked: true, ..Marks::default() };
    let all = [
        (
            has_link(LinkKind::Runs) || has_link(LinkKind::StandsAt),
            Entry::Link(LinkKind::Runs, "needs it to run"),
        ),
        (has_link(LinkKind::OneOf), Entry::Link(LinkKind::OneOf, "needs one of several to run")),
        (has_link(LinkKind::Recovers), Entry::Link(LinkKind::Recovers, "asks for it to come back")),
        (has_card(Kind::Service), Entry::Card(Kind::Service, Marks::default(), "service")),
        (has_card(Kind::System), Entry::Card(Kind::System, Marks::default(), "system")),
        (has_card(Kind::Supplier), Entry::Card(Kind::Supplier, Marks::default(), "supplier")),
        (has_card(Kind::Site), Entry::Card(Kind::Site, Marks::default(), "site")),
        (has_card(Kind::Team), Entry::Card(Kind::Team, Marks::default(), "team")),
        (
            has_mark(|marks| marks.takes_down > 0),
            Entry::Badge("single point: alone takes 3 services below the minimum"),
        ),
        (has_mark(|marks| marks.hit == Hit::Struck), Entry::Card(Kind::System, hit(Hit::Struck), "struck")),
        (
            has_mark(|marks| marks.hit == Hit::Falls),
            Entry::Card(Kind::System, hit(Hit::Falls), "falls with it until something is recovered"),
        ),
        (has_mark(|marks| marks.deadlocked), Entry::Card(Kind::System, stuck, "waits for itself")),
    ];
    all.into_iter().filter(|(has, _)| *has).map(|(_, entry)| entry).collect()
}
