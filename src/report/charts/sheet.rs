//! The sheet that charts are drawn on: shapes, escaped texts, patterns, and the title and description around them.

use std::fmt::Write as _;

use crate::engine::Cause;
use crate::report::picture::text::{lines, width, xml};

/// Size of the text in charts.
pub(super) const TEXT: f64 = 12.0;
/// Width of every chart, in its own units.
pub(super) const WIDTH: f64 = 720.0;

/// A finished chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    pub title: String,
    /// What it shows, in sentences, for whoever does not see it.
    pub description: String,
    /// One `svg` element.
    pub svg: String,
}

/// What is done in a stretch of time; each has a pattern of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nature {
    /// Somebody works.
    Working,
    /// Work could go on and waits: for people, means, a decision, somebody to notice.
    Waiting,
    /// What happened is still going on.
    Event,
    /// Several small ones of more than one kind.
    Rest,
}

impl Nature {
    /// What is done where time is charged to this.
    pub fn of(cause: Cause) -> Nature {
        match cause {
            Cause::Work | Cause::Rework | Cause::Restart | Cause::Workaround => Nature::Working,
            Cause::Event => Nature::Event,
            _ => Nature::Waiting,
        }
    }

    /// The word of legends and tables.
    pub fn word(self) -> &'static str {
        match self {
            Nature::Working => "work",
            Nature::Waiting => "waiting",
            Nature::Event => "the event itself",
            Nature::Rest => "several",
        }
    }

    fn class(self) -> &'static str {
        match self {
            Nature::Working => "c-work",
            Nature::Waiting => "c-wait",
            Nature::Event => "c-event",
            Nature::Rest => "c-rest",
        }
    }
}

/// A rectangle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) w: f64,
    pub(super) h: f64,
}

/// Where a text stands at its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A chart under way.
pub(super) struct Sheet {
    out: String,
    /// Begins every id inside.
    id: String,
    height: f64,
    patterns: bool,
}

impl Sheet {
    pub(super) fn new(id: &str, height: f64) -> Sheet {
        Sheet { out: String::new(), id: id.to_owned(), height, patterns: false }
    }

    pub(super) fn text(&mut self, (x, y): (f64, f64), class: &str, anchor: Anchor, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let text = xml(text);
        let _ = writeln!(self.out, "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\"{anchor}>{text}</text>");
    }

    /// A text of at most two lines, its middle at `y`, its right end at `x`.
    pub(super) fn label(&mut self, (x, y): (f64, f64), width: f64, text: &str) {
        let broken = lines(text, TEXT, width, 2);
        let mut y = y + 4.0 - 7.0 * (broken.len() as f64 - 1.0);
        for line in &broken {
            self.text((x, y), "c-label", Anchor::End, line);
            y += 14.0;
        }
    }

    /// A text that runs upwards from its point, cut where it is longer than so much.
    pub(super) fn upright(&mut self, (x, y): (f64, f64), class: &str, longest: f64, text: &str) {
        let text = xml(&shortened(text, longest));
        let (x, at) = (x + 4.0, format!("{:.1} {y:.1}", x + 4.0));
        let _ = writeln!(
            self.out,
            "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" transform=\"rotate(-90 {at})\">{text}</text>"
        );
    }

    pub(super) fn line(&mut self, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
        let _ = writeln!(
            self.out,
            "<line class=\"{class}\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>"
        );
    }

    pub(super) fn rect(&mut self, class: &str, area: Area) {
        let Area { x, y, w, h } = area;
        let _ = writeln!(
            self.out,
            "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\"/>"
        );
    }

    /// A bar in the pattern of what is done; at least wide enough to be seen.
    pub(super) fn bar(&mut self, nature: Nature, area: Area, says: &str) {
        self.patterns = true;
        let (id, class, says) = (self.id.clone(), nature.class(), xml(says));
        let Area { x, y, h, .. } = area;
        let w = area.w.max(1.5);
        let _ = writeln!(
            self.out,
            "<g class=\"{class}\"><title>{says}</title><rect class=\"c-bar\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" \
             height=\"{h:.1}\"/>"
        );
        if let Some(pattern) = pattern(nature) {
            let _ = writeln!(
                self.out,
                "<rect fill=\"url(#{id}-{pattern})\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\"/>"
            );
        }
        self.out.push_str("</g>\n");
    }

    /// An area with the hatching of what is not there.
    pub(super) fn missing(&mut self, area: Area) {
        self.patterns = true;
        let Area { x, y, w, h } = area;
        let id = &self.id;
        let _ = writeln!(
            self.out,
            "<rect class=\"c-missing\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\"/>\n<rect \
             fill=\"url(#{id}-wait)\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\"/>"
        );
    }

    pub(super) fn path(&mut self, class: &str, data: &str) {
        let _ = writeln!(self.out, "<path class=\"{class}\" d=\"{data}\"/>");
    }

    /// Says what the patterns mean, from `x` on at height `y`.
    pub(super) fn legend(&mut self, (x, y): (f64, f64), natures: &[Nature]) {
        let mut x = x;
        for &nature in natures {
            self.bar(nature, Area { x, y: y - 9.0, w: 22.0, h: 11.0 }, nature.word());
            self.text((x + 28.0, y + 1.0), "c-soft", Anchor::Start, nature.word());
            x += 28.0 + crate::report::picture::text::width(nature.word(), TEXT) + 22.0;
        }
    }

    pub(super) fn finish(self, title: &str, description: &str) -> Chart {
        let Sheet { out, id, height, patterns } = self;
        let defs = if patterns { patterns_of(&id) } else { String::new() };
        let svg = format!(
            "<svg class=\"chart\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" viewBox=\"0 0 {WIDTH:.0} \
             {height:.0}\" width=\"{WIDTH:.0}\" height=\"{height:.0}\">\n<title id=\"{id}-title\">{}</title>\n\
             <desc id=\"{id}-desc\">{}</desc>\n{defs}{out}</svg>\n",
            xml(title),
            xml(description)
        );
        Chart { title: title.to_owned(), description: description.to_owned(), svg }
    }
}

/// How wide a text is.
pub(super) fn width_of(text: &str) -> f64 {
    width(text, TEXT)
}

/// A text that is at most so wide.
pub(super) fn shortened(text: &str, longest: f64) -> String {
    lines(text, TEXT, longest, 1).into_iter().next().unwrap_or_default()
}

fn pattern(nature: Nature) -> Option<&'static str> {
    match nature {
        Nature::Working => None,
        Nature::Waiting => Some("wait"),
        Nature::Event => Some("event"),
        Nature::Rest => Some("rest"),
    }
}

fn patterns_of(id: &str) -> String {
    format!(
        "<defs><pattern id=\"{id}-wait\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate(45)\"><rect class=\"c-stripe\" width=\"2.2\" height=\"6\"/></pattern>\
         <pattern id=\"{id}-event\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">\
         <circle class=\"c-dot\" cx=\"3\" cy=\"3\" r=\"1.5\"/></pattern>\
         <pattern id=\"{id}-rest\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">\
         <rect class=\"c-grain\" y=\"2\" width=\"6\" height=\"2\"/></pattern></defs>\n"
    )
}
