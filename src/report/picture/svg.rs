//! Draws a picture as one SVG document: no scripts, no fonts, no addresses but its own.
//!
//! Every text is escaped. Nothing is said by colour alone: links differ by dash and head, marks by shape and word.
//! Colours are those of Okabe and Ito, light and dark as the reader's system prefers. The ids inside begin with a
//! prefix, so that several pictures can stand in one page.

mod card;
mod legend;
pub(in crate::report) mod style;

use std::fmt::Write;

use super::layout::{self, Drawn, Placed, Rect};
use super::text::{lines, width, xml};
use super::{Hit, Kind, LinkKind, Picture};
use crate::report::text::counted;

/// Around everything.
const MARGIN: f64 = 28.0;
/// The page is at least so wide.
const WIDTH_MIN: f64 = 760.0;

/// A document being written.
struct Canvas {
    out: String,
    prefix: String,
    width: f64,
}

/// Draws a picture; `prefix` begins every id in it and is a word of letters, digits and `-`.
pub fn draw(picture: &Picture, prefix: &str) -> String {
    let placed = layout::place(picture);
    let width = placed.width.max(WIDTH_MIN) + 2.0 * MARGIN;
    let mut canvas = Canvas { out: String::new(), prefix: prefix.to_owned(), width };
    let top = canvas.heading(picture);
    let left = MARGIN + (width - 2.0 * MARGIN - placed.width) / 2.0;
    canvas.stage(picture, &placed, (left, top));
    let mut y = top + placed.height + if placed.height > 0.0 { 28.0 } else { 0.0 };
    y = canvas.band(picture, &placed, y);
    y = canvas.legend(picture, &placed, y);
    y = canvas.notes(picture, &placed, y);
    canvas.finish(picture, y + MARGIN - 8.0)
}

impl Canvas {
    fn push(&mut self, text: std::fmt::Arguments<'_>) {
        self.out.write_fmt(text).expect("a String takes everything");
    }

    /// A line of text from its left end on the baseline.
    fn text(&mut self, (x, y): (f64, f64), class: &str, text: &str) {
        self.push(format_args!("<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\">{}</text>\n", xml(text)));
    }

    /// Title and subtitle; gives where the picture begins.
    fn heading(&mut self, picture: &Picture) -> f64 {
        let mut y = MARGIN + 14.0;
        for line in lines(&picture.title, 20.0, self.width - 2.0 * MARGIN, 2) {
            self.text((MARGIN, y), "title", &line);
            y += 24.0;
        }
        for line in lines(&subtitle(picture), 12.5, self.width - 2.0 * MARGIN, 3) {
            self.text((MARGIN, y - 4.0), "soft", &line);
            y += 17.0;
        }
        y + 8.0
    }

    /// Frames, links, cards, in this order, so that cards stand on links.
    fn stage(&mut self, picture: &Picture, placed: &Placed, (left, top): (f64, f64)) {
        self.push(format_args!("<g transform=\"translate({left:.1} {top:.1})\">\n"));
        for (at, frame) in placed.frames.iter().enumerate() {
            let name = picture.frames.get(at).map(|frame| frame.name.as_str());
            let Some(rect) = frame else { continue };
            let (class, name) = match name {
                Some(name) => ("frame", name),
                None if picture.frames.is_empty() => continue,
                None => ("frame open", "At no site"),
            };
            self.frame(rect, class, name);
        }
        for kind in [LinkKind::Recovers, LinkKind::OneOf, LinkKind::StandsAt, LinkKind::Runs] {
            placed.drawn.iter().filter(|drawn| drawn.kind == kind).for_each(|drawn| self.link(drawn));
        }
        for (card, rect) in picture.cards.iter().zip(&placed.cards) {
            if let Some(rect) = rect {
                self.card(card, rect);
            }
        }
        self.push(format_args!("</g>\n"));
    }

    fn frame(&mut self, rect: &Rect, class: &str, name: &str) {
        let Rect { x, y, w, h } = *rect;
        self.push(format_args!(
            "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\" rx=\"10\"/>\n"
        ));
        let name = lines(name, 11.5, w - 20.0, 1).concat();
        self.text((x + 10.0, y + 16.0), "frame-name", &name);
    }

    fn link(&mut self, drawn: &Drawn) {
        let Drawn { start: (x1, y1), end: (x2, y2), .. } = *drawn;
        let bend = (y2 - y1) / 2.0;
        let curve = if (x1 - x2).abs() < 0.05 {
            format!("M{x1:.1} {y1:.1}V{y2:.1}")
        } else if y2 > y1 {
            format!("M{x1:.1} {y1:.1}C{x1:.1} {:.1} {x2:.1} {:.1} {x2:.1} {y2:.1}", y1 + bend, y2 - bend)
        } else {
            // Upwards or within a row: out at the side, in at the side or from below.
            let side = if x1 <= x2 { 36.0 } else { -36.0 };
            let (cx, cy) = if (y1 - y2).abs() < 0.05 { (x2 - side, y2) } else { (x2, y2 + 40.0) };
            format!("M{x1:.1} {y1:.1}C{:.1} {y1:.1} {cx:.1} {cy:.1} {x2:.1} {y2:.1}", x1 + side)
        };
        self.stroke(drawn, &curve);
    }

    fn straight(&mut self, drawn: &Drawn) {
        let Drawn { start: (x1, y1), end: (x2, y2), .. } = *drawn;
        self.stroke(drawn, &format!("M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}"));
    }

    fn stroke(&mut self, drawn: &Drawn, curve: &str) {
        let class = match drawn.kind {
            LinkKind::Runs | LinkKind::StandsAt => "run",
            LinkKind::OneOf => "run one-of",
            LinkKind::Recovers => "recover",
        };
        let head = match (drawn.to.is_some(), drawn.kind) {
            (false, _) => String::new(),
            (true, LinkKind::Recovers) => format!(" marker-end=\"url(#{}-open)\"", self.prefix),
            (true, _) => format!(" marker-end=\"url(#{}-head)\"", self.prefix),
        };
        self.push(format_args!("<path class=\"{class}\" d=\"{curve}\"{head}/>\n"));
    }

    /// People, means and places as chips, row by row; gives where the next part begins.
    fn band(&mut self, picture: &Picture, placed: &Placed, top: f64) -> f64 {
        if placed.band.is_empty() {
            return top;
        }
        let mut cards: Vec<usize> = placed.band.clone();
        let turn = |kind| match kind {
            Kind::Team => 0,
            Kind::Task => 1,
            Kind::Resource => 2,
            _ => 3,
        };
        cards.sort_by_key(|at| (turn(picture.cards[*at].kind), *at));
        let wanted = self.width - 2.0 * MARGIN;
        let columns = ((wanted + layout::GAP) / (card::CHIP.0 + layout::GAP)).floor().max(1.0);
        let chip = (wanted + layout::GAP) / columns - layout::GAP;
        self.text(
            (MARGIN, top + 12.0),
            "frame-name",
            "People, tasks, means and places that recovery asks for",
        );
        let top = top + 24.0;
        let rows = cards.len().div_ceil(columns as usize);
        for (position, &at) in cards.iter().enumerate() {
            let (row, column) = (position / columns as usize, position % columns as usize);
            let x = MARGIN + column as f64 * (chip + layout::GAP);
            let y = top + row as f64 * (card::CHIP.1 + 10.0);
            let rect = Rect { x, y, w: chip, h: card::CHIP.1 };
            self.chip(&picture.cards[at], &rect);
        }
        top + rows as f64 * (card::CHIP.1 + 10.0) + 18.0
    }

    /// What was folded, implied, listed; gives where it ends.
    fn notes(&mut self, picture: &Picture, placed: &Placed, top: f64) -> f64 {
        let mut said = picture.notes.clone();
        if placed.implied > 0 {
            let needs = counted(placed.implied, "need that others imply is", "needs that others imply are");
            said.push(format!("{needs} not drawn."));
        }
        if placed.to_band > 0 {
            said.push(format!(
                "{} people, tasks and means, counted on their cards.",
                counted(placed.to_band, "link leads to", "links lead to")
            ));
        }
        let mut y = top;
        let wide = self.width - 2.0 * MARGIN;
        for line in said.iter().flat_map(|note| lines(note, 11.0, wide, 4)) {
            self.text((MARGIN, y + 10.0), "note", &line);
            y += 15.0;
        }
        y
    }

    fn finish(self, picture: &Picture, height: f64) -> String {
        let Canvas { out, prefix, width } = self;
        let mut document = String::with_capacity(out.len() + 4096);
        let (title, description) = (xml(&picture.title), xml(&description(picture)));
        let _ = write!(
            document,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"{prefix}-graph\" role=\"img\" aria-labelledby=\"{prefix}-title \
             {prefix}-desc\" width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {width:.0} {height:.0}\">\n\
             <title id=\"{prefix}-title\">{title}</title>\n<desc id=\"{prefix}-desc\">{description}</desc>\n"
        );
        style::write(&mut document, &prefix);
        let _ = writeln!(document, "<rect class=\"page\" width=\"{width:.0}\" height=\"{height:.0}\"/>");
        document.push_str(&out);
        document.push_str("</svg>\n");
        document
    }
}

fn subtitle(picture: &Picture) -> String {
    match &picture.strikes {
        Some(title) => format!("What needs what, and what \u{201c}{title}\u{201d} strikes"),
        None => "What needs what".to_owned(),
    }
}

/// The picture in a few sentences, for whoever does not see it.
fn description(picture: &Picture) -> String {
    let count = |kind: Kind| {
        picture.cards.iter().filter(|card| card.kind == kind).map(|card| card.stands_for).sum::<usize>()
    };
    let kinds = [
        (Kind::Service, "service", "services"),
        (Kind::System, "system", "systems"),
        (Kind::Site, "site", "sites"),
        (Kind::Supplier, "supplier", "suppliers"),
        (Kind::Team, "team", "teams"),
        (Kind::Resource, "resource", "resources"),
        (Kind::Task, "task", "tasks"),
    ];
    let counts: Vec<String> = kinds
        .into_iter()
        .filter(|(kind, ..)| count(*kind) > 0)
        .map(|(kind, one, many)| counted(count(kind), one, many))
        .collect();
    let names = |keeps: &dyn Fn(&super::Card) -> bool| -> String {
        let names: Vec<String> =
            picture.cards.iter().filter(|card| keeps(card)).map(|card| card.name.clone()).collect();
        crate::report::names::listed(&names, 20)
    };
    let mut said = format!("Layered graph of needs, services on top: {}.", counts.join(", "));
    let single = picture.cards.iter().filter(|card| card.marks.takes_down > 0).count();
    if single > 0 {
        let _ = write!(said, " Each of {single} alone takes a service below its minimum.");
    }
    if picture.strikes.is_some() {
        let _ = write!(said, " Struck: {}.", names(&|card| card.marks.hit == Hit::Struck));
        let falling = picture.cards.iter().filter(|card| card.marks.hit == Hit::Falls).count();
        let _ = write!(said, " {falling} more fall with them.");
        if picture.cards.iter().any(|card| card.marks.deadlocked) {
            let _ = write!(said, " No way back: {}.", names(&|card| card.marks.deadlocked));
        }
    }
    said
}

/// The width of a tag around a text of small capitals.
fn tag_width(text: &str) -> f64 {
    width(text, style::TAG) + 9.0
}
