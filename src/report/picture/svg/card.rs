//! Draws one card or chip with its marks.

use super::super::layout::Rect;
use super::super::text::{lines, xml};
use super::super::{Card, Hit, Kind};
use super::{Canvas, style, tag_width};
use crate::report::text::counted;

/// Size of a chip in the band, before it is stretched.
pub const CHIP: (f64, f64) = (204.0, 48.0);
const LINE: f64 = 13.0;

/// The tag of what waits for itself.
pub(super) const STUCK: &str = "NO WAY BACK";

impl Canvas {
    /// A card: its shape says its kind, its border what hangs on it, its tags what happens to it.
    pub fn card(&mut self, card: &Card, rect: &Rect) {
        self.push(format_args!("<g class=\"card {}{}\">", card.kind.word(), hit_class(card)));
        self.push(format_args!("<title>{}</title>", xml(&spoken(card))));
        self.outline(card, rect);
        let small = small_line(card);
        let room = if small.is_empty() { 3 } else { 2 };
        let name = lines(&card.name, style::NAME, rect.w - 16.0, room);
        let height = LINE * (name.len() + usize::from(!small.is_empty())) as f64;
        let mut y = rect.y + (rect.h - height) / 2.0 + 10.0;
        for line in &name {
            self.centred((rect.x + rect.w / 2.0, y), "name", line);
            y += LINE;
        }
        if !small.is_empty() {
            let small = lines(&small, style::SMALL, rect.w - 12.0, 1).concat();
            self.centred((rect.x + rect.w / 2.0, y - 0.5), "small", &small);
        }
        self.marks(card, rect);
        self.push(format_args!("</g>\n"));
    }

    /// A card without words, for the legend.
    pub fn sample(&mut self, card: &Card, rect: &Rect) {
        self.push(format_args!("<g class=\"card {}{}\">", card.kind.word(), hit_class(card)));
        self.outline(card, rect);
        self.marks(card, rect);
        self.push(format_args!("</g>\n"));
    }

    /// A chip of the band: a name, and how much asks for it.
    pub fn chip(&mut self, card: &Card, rect: &Rect) {
        self.push(format_args!("<g class=\"card chip {}{}\">", card.kind.word(), hit_class(card)));
        self.push(format_args!("<title>{}</title>", xml(&spoken(card))));
        self.outline(card, rect);
        let name = lines(&card.name, style::NAME, rect.w - 18.0, 1).concat();
        self.text((rect.x + 9.0, rect.y + 16.0), "name", &name);
        let kind = match (card.kind, card.detail.as_str()) {
            (Kind::Team, detail) if !detail.is_empty() => detail.to_owned(),
            (kind, "") => kind.word().to_owned(),
            (kind, detail) => format!("{} \u{b7} {detail}", kind.word()),
        };
        let asked = match (card.marks.indispensable_for, card.marks.asked_by) {
            (_, 0) => "nothing asks for it".to_owned(),
            (0, asked) => format!("asked for by {asked}"),
            (alone, asked) => format!("asked for by {asked}; {alone} never back without"),
        };
        for (fact, y) in [(kind, 29.0), (asked, 41.0)] {
            let fact = lines(&fact, style::SMALL, rect.w - 18.0, 1).concat();
            self.text((rect.x + 9.0, rect.y + y), "small", &fact);
        }
        self.marks(card, rect);
        self.push(format_args!("</g>\n"));
    }

    fn centred(&mut self, (x, y): (f64, f64), class: &str, text: &str) {
        self.push(format_args!(
            "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\">{}</text>",
            xml(text)
        ));
    }

    fn outline(&mut self, card: &Card, rect: &Rect) {
        let Rect { x, y, w, h } = *rect;
        if card.stands_for > 1 {
            self.push(format_args!(
                "<rect class=\"shape under\" x=\"{:.1}\" y=\"{:.1}\" width=\"{w:.1}\" height=\"{h:.1}\" rx=\"5\"/>",
                x + 4.0,
                y - 4.0
            ));
        }
        match card.kind {
            // A supplier has its corners cut off: it is not ours.
            Kind::Supplier => {
                let (r, b) = (x + w, y + h);
                let c = 9.0;
                self.push(format_args!(
                    "<path class=\"shape\" d=\"M{:.1} {y:.1}H{:.1}L{r:.1} {:.1}V{:.1}L{:.1} {b:.1}H{:.1}L{x:.1} {:.1}V{:.1}Z\"/>",
                    x + c, r - c, y + c, b - c, r - c, x + c, b - c, y + c
                ));
            }
            kind => {
                let round = match kind {
                    Kind::Service => h / 2.0,
                    Kind::Site => 0.0,
                    Kind::Team => 14.0,
                    _ => 5.0,
                };
                self.push(format_args!(
                    "<rect class=\"shape\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\" rx=\"{round:.1}\"/>"
                ));
                if kind == Kind::Site {
                    // The slab on which the frame stands.
                    self.push(format_args!(
                        "<rect class=\"slab\" x=\"{x:.1}\" y=\"{:.1}\" width=\"{w:.1}\" height=\"5\"/>",
                        y + h - 5.0
                    ));
                }
            }
        }
        if card.marks.hit == Hit::Struck {
            let (prefix, round) =
                (self.prefix.clone(), if card.kind == Kind::Service { h / 2.0 } else { 5.0 });
            self.push(format_args!(
                "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\" rx=\"{round:.1}\" fill=\"url(#{prefix}-hatch)\"/>"
            ));
        }
    }

    /// The tags on the lower edge, and the number of services that fall with it at the upper right corner.
    fn marks(&mut self, card: &Card, rect: &Rect) {
        let mut x = rect.x + 8.0;
        let y = rect.y + rect.h - 6.5;
        let hit = match card.marks.hit {
            Hit::Spared => None,
            Hit::Falls => Some(("tag falls", "FALLS")),
            Hit::Struck => Some(("tag struck", "STRUCK")),
        };
        let stuck = card.marks.deadlocked.then_some(("tag stuck", STUCK));
        for (class, word) in hit.into_iter().chain(stuck) {
            let wide = tag_width(word);
            self.push(format_args!(
                "<g class=\"{class}\"><rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{wide:.1}\" height=\"13\" rx=\"3\"/>\
                 <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{word}</text></g>",
                x + wide / 2.0,
                y + 9.6
            ));
            x += wide + 4.0;
        }
        if card.marks.takes_down > 0 {
            self.badge((rect.x + rect.w + 5.0, rect.y - 7.0), &card.marks.takes_down.to_string());
        }
    }

    /// A diamond and a number in a pill whose right end is given.
    pub fn badge(&mut self, (right, y): (f64, f64), number: &str) {
        let wide = tag_width(number) + 9.0;
        let x = right - wide;
        let (cx, cy) = (x + 8.5, y + 7.0);
        self.push(format_args!(
            "<g class=\"badge\"><rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{wide:.1}\" height=\"14\" rx=\"7\"/>\
             <path d=\"M{cx:.1} {:.1}L{:.1} {cy:.1}L{cx:.1} {:.1}L{:.1} {cy:.1}Z\"/><text x=\"{:.1}\" y=\"{:.1}\">{number}</text></g>",
            cy - 3.6,
            cx + 3.6,
            cy + 3.6,
            cx - 3.6,
            cx + 5.6,
            y + 10.2
        ));
    }
}

fn hit_class(card: &Card) -> &'static str {
    match (card.marks.hit, card.marks.takes_down > 0) {
        (Hit::Spared, false) => "",
        (Hit::Spared, true) => " single",
        (Hit::Falls, false) => " hit-falls",
        (Hit::Falls, true) => " hit-falls single",
        (Hit::Struck, false) => " hit-struck",
        (Hit::Struck, true) => " hit-struck single",
    }
}

/// The small line under a name: the kind where the shape alone would have to say it, and a fact.
fn small_line(card: &Card) -> String {
    let kind = match card.kind {
        Kind::System | Kind::Service => "",
        kind => kind.word(),
    };
    match (kind, card.detail.as_str()) {
        (kind, "") => kind.to_owned(),
        ("", detail) => detail.to_owned(),
        (kind, detail) => format!("{kind} \u{b7} {detail}"),
    }
}

/// Everything a card says, in words.
fn spoken(card: &Card) -> String {
    let mut said = format!("{} ({}, {})", card.name, card.kind.word(), card.id);
    let mut add = |words: &str| {
        said.push_str("; ");
        said.push_str(words);
    };
    if !card.detail.is_empty() {
        add(&card.detail);
    }
    if card.marks.takes_down > 0 {
        let services = counted(card.marks.takes_down, "service", "services");
        add(&format!("alone takes {services} below the minimum"));
    }
    if card.marks.indispensable_for > 0 {
        let systems = counted(card.marks.indispensable_for, "system never comes", "systems never come");
        add(&format!("{systems} back without it"));
    }
    match card.marks.hit {
        Hit::Spared => {}
        Hit::Falls => add("falls with what is struck"),
        Hit::Struck => add("struck"),
    }
    if card.marks.deadlocked {
        add("no way back: it waits for itself");
    }
    said
}
