//! Which links are drawn, and which row each card stands in.

use std::collections::BTreeMap;

use super::{CARD, Item, Rows, What, is_means, one_per_pair};
use crate::report::picture::{Kind, Link, LinkKind, Picture};

/// So many links to people and means are drawn; where there are more, these are listed in a band.
const MEANS_LINKS_MAX: usize = 36;
/// Width that the passage of a trunk takes.
const TRUNK: f64 = 3.0;

/// The links to draw: one between two cards, none that others imply, none to what a frame says or the band lists.
/// Gives with them how many were left out for being implied and for leading to the band.
pub fn drawn_links(picture: &Picture) -> (Vec<Link>, usize, usize) {
    let pairs = one_per_pair(&picture.links);
    let inside = |link: &Link| {
        link.kind == LinkKind::StandsAt
            && picture.cards[link.from].frame == picture.cards[link.to].frame
            && picture.cards[link.to].frame.is_some()
    };
    let pairs: Vec<Link> = pairs.into_iter().filter(|link| !inside(link)).collect();
    let means = |link: &Link| is_means(&picture.cards[link.to]) || is_means(&picture.cards[link.from]);
    let many = pairs.iter().filter(|link| means(link)).count() > MEANS_LINKS_MAX;
    let (listed, stage): (Vec<Link>, Vec<Link>) = pairs.into_iter().partition(|link| many && means(link));
    let implied = implied(picture, &stage);
    let left_out = implied.iter().filter(|implied| **implied).count();
    let mut implied = implied.into_iter();
    let drawn = stage.into_iter().filter(|_| !implied.next().unwrap_or(false)).collect();
    (drawn, left_out, listed.len())
}

/// Whether a card is drawn among the rows.
pub fn is_on_stage(picture: &Picture, links: &[Link], card: usize) -> bool {
    !is_means(&picture.cards[card]) || links.iter().any(|link| link.from == card || link.to == card)
}

/// Marks each link whose end is reached through other links to run that cannot be done without. Links that close a
/// circle imply nothing and are implied by nothing.
fn implied(picture: &Picture, links: &[Link]) -> Vec<bool> {
    let back = closing(picture.cards.len(), links);
    let mut firm: Vec<Vec<usize>> = vec![Vec::new(); picture.cards.len()];
    for (link, back) in links.iter().zip(&back) {
        if !back && matches!(link.kind, LinkKind::Runs | LinkKind::StandsAt) {
            firm[link.from].push(link.to);
        }
    }
    let is_implied = |(link, back): (&Link, &bool)| {
        if *back || link.kind == LinkKind::OneOf {
            return false;
        }
        let mut seen = vec![false; picture.cards.len()];
        let mut open: Vec<usize> = firm[link.from].iter().copied().filter(|next| *next != link.to).collect();
        while let Some(at) = open.pop() {
            if at == link.to {
                return true;
            }
            if !std::mem::replace(&mut seen[at], true) {
                open.extend(&firm[at]);
            }
        }
        false
    };
    links.iter().zip(&back).map(is_implied).collect()
}

/// Marks each link that closes a circle on a walk from the first card on. What is needed to run is walked first, so
/// that rather the way back than the need points upwards.
fn closing(cards: usize, links: &[Link]) -> Vec<bool> {
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); cards];
    for (at, link) in links.iter().enumerate() {
        out[link.from].push(at);
    }
    out.iter_mut()
        .for_each(|row| row.sort_by_key(|at| (links[*at].kind == LinkKind::Recovers, links[*at].to)));
    let mut closes = vec![false; links.len()];
    // A link to recover sets no order against those to run: these are walked alone first.
    for pass in [false, true] {
        let mut state = vec![0u8; cards];
        let counts =
            |at: usize, closes: &[bool]| !closes[at] && (pass || links[at].kind != LinkKind::Recovers);
        for start in 0..cards {
            let mut walk = vec![(start, 0)];
            if state[start] != 0 {
                continue;
            }
            state[start] = 1;
            while let Some((card, next)) = walk.last_mut() {
                let Some(&at) = out[*card].get(*next) else {
                    state[*card] = 2;
                    walk.pop();
                    continue;
                };
                *next += 1;
                if !counts(at, &closes) {
                    continue;
                }
                match state[links[at].to] {
                    0 => {
                        state[links[at].to] = 1;
                        walk.push((links[at].to, 0));
                    }
                    1 => closes[at] = true,
                    _ => {}
                }
            }
        }
        if !pass {
            prefer_ways_back(cards, links, &mut closes);
        }
    }
    closes
}

/// A link to recover that leads against the order of what is needed to run closes a circle: it is marked, so that no
/// link to run has to be.
fn prefer_ways_back(cards: usize, links: &[Link], closes: &mut [bool]) {
    let mut run: Vec<Vec<usize>> = vec![Vec::new(); cards];
    for (at, link) in links.iter().enumerate() {
        if !closes[at] && link.kind != LinkKind::Recovers {
            run[link.from].push(link.to);
        }
    }
    for (at, link) in links.iter().enumerate().filter(|(_, link)| link.kind == LinkKind::Recovers) {
        let mut seen = vec![false; cards];
        let mut open = vec![link.to];
        while let Some(card) = open.pop() {
            closes[at] |= card == link.from;
            if !std::mem::replace(&mut seen[card], true) {
                open.extend(&run[card]);
            }
        }
    }
}

/// Fills the rows.
pub fn fill(picture: &Picture, links: &[Link], band: &[usize]) -> Rows {
    let back = closing(picture.cards.len(), links);
    let mut rows = Filling::new(picture, links, &back, band);
    rows.assign();
    rows.lower();
    rows.wire(links, &back)
}

struct Filling<'p> {
    picture: &'p Picture,
    /// Downward links, by card.
    needs: Vec<Vec<usize>>,
    holders: Vec<Vec<usize>>,
    columns: usize,
    column: Vec<Option<usize>>,
    /// Cards a row may hold, by column, and across the page.
    most: Vec<usize>,
    across: usize,
    /// `None`: in the band.
    row: Vec<Option<usize>>,
    on_stage: Vec<bool>,
    filled: BTreeMap<(usize, Option<usize>), usize>,
}

impl<'p> Filling<'p> {
    fn new(picture: &'p Picture, links: &[Link], back: &[bool], band: &[usize]) -> Filling<'p> {
        let cards = picture.cards.len();
        let (mut needs, mut holders) = (vec![Vec::new(); cards], vec![Vec::new(); cards]);
        for (link, _) in links.iter().zip(back).filter(|(_, back)| !**back) {
            needs[link.from].push(link.to);
            holders[link.to].push(link.from);
        }
        let columns = picture.frames.len() + 1;
        // What only sites need stands under the first of them.
        let under = |at: usize| {
            let sites = holders[at].iter().filter(|holder| picture.cards[**holder].kind == Kind::Site);
            sites.filter_map(|site| picture.cards[*site].frame).next()
        };
        let column: Vec<Option<usize>> = (0..cards)
            .map(|at| match picture.cards[at].kind {
                Kind::Service | Kind::Team | Kind::Resource | Kind::Task => None,
                Kind::Supplier => Some(under(at).unwrap_or(columns - 1)),
                _ => Some(picture.cards[at].frame.unwrap_or(columns - 1)),
            })
            .collect();
        let mut on_stage = vec![true; cards];
        band.iter().for_each(|at| on_stage[*at] = false);
        let mut of_column = vec![0usize; columns];
        (0..cards).filter(|at| on_stage[*at]).filter_map(|at| column[at]).for_each(|at| of_column[at] += 1);
        let all: usize = of_column.iter().sum();
        // As wide as a page in landscape wants it: columns of cards grow with the root of their number.
        let wide = (1..=10).find(|wide| wide * wide * 5 >= all * 4).unwrap_or(10).max(4);
        let most =
            of_column.iter().map(|of| (wide * of + all / 2).checked_div(all).unwrap_or(1).max(1)).collect();
        let services = picture.cards.iter().filter(|card| card.kind == Kind::Service).count();
        let across = wide.max(3);
        // Rows of services are even: no last one stands alone.
        let across = services.div_ceil(services.div_ceil(across).max(1)).max(3);
        let row = vec![None; cards];
        Filling {
            picture,
            needs,
            holders,
            columns,
            column,
            most,
            across,
            row,
            on_stage,
            filled: BTreeMap::new(),
        }
    }

    fn room(&self, row: usize, column: Option<usize>) -> bool {
        let most = column.map_or(self.across, |column| self.most[column]);
        self.filled.get(&(row, column)).copied().unwrap_or(0) < most
    }

    fn put(&mut self, card: usize, row: usize) {
        if let Some(before) = self.row[card].replace(row) {
            *self.filled.entry((before, self.column[card])).or_default() -= 1;
        }
        *self.filled.entry((row, self.column[card])).or_default() += 1;
    }

    /// Services first, then what has all its holders above it, those with the longest way below them first; sites
    /// below all systems of theirs, people and means below all.
    fn assign(&mut self) {
        let heights = self.heights();
        let mut floor = 0;
        for group in 0..5 {
            let mut left: Vec<usize> =
                (0..self.row.len()).filter(|at| self.on_stage[*at] && self.group(*at) == group).collect();
            left.sort_by_key(|at| (self.holders[*at].is_empty(), std::cmp::Reverse(heights[*at]), *at));
            let mut row = floor;
            let mut idle = 0;
            while !left.is_empty() {
                let ready = |at: &usize, this: &Self| {
                    let mut holders = this.holders[*at].iter().filter(|holder| this.group(**holder) <= group);
                    holders.all(|holder| this.row[*holder].is_some_and(|above| above < row))
                };
                let position = left.iter().position(|at| ready(at, self) && self.room(row, self.column[*at]));
                match position {
                    Some(position) => {
                        let card = left.remove(position);
                        self.put(card, row);
                        idle = 0;
                    }
                    // Nothing fits here any more; a whole empty row means that only what is out of order is left.
                    None if idle > 1 => {
                        let card = left.remove(0);
                        self.put(card, row);
                    }
                    None => {
                        row += 1;
                        idle += 1;
                    }
                }
            }
            floor = self.row.iter().flatten().map(|row| row + 1).max().unwrap_or(0).max(floor);
        }
    }

    fn kind(&self, card: usize) -> Kind {
        self.picture.cards[card].kind
    }

    /// In which turn a card is placed: services, systems, sites, what sites need, people and means.
    fn group(&self, card: usize) -> usize {
        let below_site = |card: &usize| matches!(self.kind(*card), Kind::Site);
        match self.kind(card) {
            Kind::Service => 0,
            Kind::System => 1,
            Kind::Supplier if self.holders[card].iter().any(below_site) => 3,
            Kind::Supplier => 1,
            Kind::Site if self.picture.cards[card].frame.is_some() => 2,
            Kind::Site | Kind::Team | Kind::Resource | Kind::Task => 4,
        }
    }

    /// Links on the longest way down from each card.
    fn heights(&self) -> Vec<usize> {
        let cards = self.picture.cards.len();
        let mut height = vec![0; cards];
        let mut missing: Vec<usize> = self.needs.iter().map(Vec::len).collect();
        let mut open: Vec<usize> = (0..cards).filter(|at| missing[*at] == 0).collect();
        while let Some(card) = open.pop() {
            for &holder in &self.holders[card] {
                height[holder] = height[holder].max(height[card] + 1);
                missing[holder] -= 1;
                if missing[holder] == 0 {
                    open.push(holder);
                }
            }
        }
        height
    }

    /// Brings down what has fewer holders than needs, as near to its needs as there is room.
    fn lower(&mut self) {
        let mut cards: Vec<usize> = (0..self.picture.cards.len())
            .filter(|at| self.kind(*at) == Kind::System && self.row[*at].is_some())
            .collect();
        cards.sort_by_key(|at| (std::cmp::Reverse(self.row[*at]), *at));
        for card in cards {
            if self.holders[card].len() >= self.needs[card].len() {
                continue;
            }
            let Some(own) = self.row[card] else { continue };
            let nearest = self.needs[card].iter().filter_map(|need| self.row[*need]).min().unwrap_or(own + 1);
            let lower = (own + 1..nearest).rev().find(|row| self.room(*row, self.column[card]));
            lower.into_iter().for_each(|row| self.put(card, row));
        }
    }

    /// Makes items of the cards and of the passages of trunks, and joins them.
    fn wire(self, links: &[Link], back: &[bool]) -> Rows {
        let count = self.row.iter().flatten().max().map_or(0, |last| last + 1);
        let first_row_below_services = (0..self.row.len())
            .filter(|at| self.kind(*at) == Kind::Service)
            .filter_map(|at| self.row[at])
            .max()
            .map_or(0, |last| last + 1);
        let mut rows = Rows {
            columns: self.columns,
            places: (0..self.columns).collect(),
            rows: vec![Vec::new(); count],
            first_row_below_services,
            ..Rows::default()
        };
        let mut item_of = vec![None; self.row.len()];
        for (card, row) in self.row.iter().enumerate() {
            if let Some(row) = *row {
                item_of[card] = Some(rows.push(What::Card(card), self.column[card], row, CARD.0));
            }
        }
        let mut trunks: BTreeMap<(What, usize), usize> = BTreeMap::new();
        for (link, back) in links.iter().zip(back) {
            let (Some(from), Some(to)) = (item_of[link.from], item_of[link.to]) else { continue };
            if *back || rows.items[from].row >= rows.items[to].row {
                rows.odd.push((from, to, link.kind));
                continue;
            }
            let column = self.column[link.to].or(self.column[link.from]).unwrap_or(self.columns - 1);
            let what = What::Trunk(link.to, link.kind);
            let mut upper = from;
            for row in rows.items[from].row + 1..rows.items[to].row {
                let trunk =
                    *trunks.entry((what, row)).or_insert_with(|| rows.push(what, Some(column), row, TRUNK));
                rows.joints.push((upper, trunk, link.kind));
                upper = trunk;
            }
            rows.joints.push((upper, to, link.kind));
        }
        rows.joints.sort_unstable();
        rows.joints.dedup();
        rows
    }
}

impl Rows {
    fn push(&mut self, what: What, column: Option<usize>, row: usize, width: f64) -> usize {
        self.items.push(Item { what, column, row, x: 0.0, width });
        self.rows[row].push(self.items.len() - 1);
        self.items.len() - 1
    }
}
