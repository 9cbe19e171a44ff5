//! Turns needs as written into conditions on nodes: gates expanded, counted names listed.
//!
//! Invariant: a condition is at most [`DEPTH_MAX`] levels deep and every count in it can be met. All conditions of
//! a model together have at most as many parts as `take_parts` grants.

use super::circles;
use super::lookups::{Want, nearest};
use super::names::Named;
use super::values::part;
use super::{Resolver, holder::Holder};
use crate::diagnostic::Diagnostic;
use crate::document::decode::Text;
use crate::document::schema::ModelDoc;
use crate::ids::{NodeId, check_id};
use crate::model::Need;
use crate::notation::needs::{self, Count, Expr, ExprKind, Members, MembersKind, Mention};
use crate::source::Place;

/// How many levels a condition may have once gates are written out.
const DEPTH_MAX: usize = 64;

/// A gate with everything it names.
#[derive(Clone, Debug)]
pub(super) struct Gate {
    /// `None` where the gate is faulty.
    built: Option<Built>,
    /// A task it names, which bars it from the needs of nodes.
    task: Option<NodeId>,
}

/// A condition with its measures.
#[derive(Clone, Debug)]
struct Built {
    need: Need,
    parts: usize,
    depth: usize,
}

impl Built {
    fn node(node: NodeId) -> Built {
        Built { need: Need::Node(node), parts: 1, depth: 1 }
    }

    fn at_least(k: u32, mut of: Vec<Built>) -> Built {
        if of.len() == 1 {
            return of.remove(0);
        }
        let parts = of.iter().map(|part| part.parts).sum::<usize>() + 1;
        let depth = of.iter().map(|part| part.depth).max().unwrap_or(0) + 1;
        Built { need: Need::AtLeast { k, of: of.into_iter().map(|part| part.need).collect() }, parts, depth }
    }
}

/// The text that is being read, for places, and who holds the need.
#[derive(Clone, Copy)]
struct Reading<'r> {
    text: &'r Text,
    want: Want,
    holder: &'r Holder,
}

impl Resolver<'_> {
    /// Reads a list of needs; all of them must hold.
    pub(super) fn needs(&mut self, texts: &[Text], want: Want, holder: &Holder) -> Vec<Need> {
        // Made at its size: there may be a million needs, and nearly always all of them are sound.
        let mut needs = Vec::with_capacity(texts.len());
        needs.extend(
            texts.iter().filter_map(|text| self.need(Reading { text, want, holder })).map(|built| built.need),
        );
        needs
    }

    /// Reads all gates of a model, those first that others name.
    pub(super) fn read_gates(&mut self, model: &ModelDoc) {
        let parsed: Vec<Vec<Option<Expr>>> = model
            .gates
            .iter()
            .map(|(_, texts)| texts.iter().map(|text| self.parse(text)).collect())
            .collect();
        let named: Vec<Vec<usize>> = parsed.iter().map(|exprs| self.gates_in(exprs)).collect();
        let found = circles::order(&named);
        self.gates = vec![Gate { built: None, task: None }; model.gates.len()];
        let mut in_circle = vec![false; model.gates.len()];
        for circle in &found.circles {
            circle.iter().for_each(|gate| in_circle[*gate] = true);
            self.refuse_circle("E0207", "gates", circle, |gate| &model.gates[gate].0);
        }
        for gate in found.order.into_iter().filter(|gate| !in_circle[*gate]) {
            let (key, texts) = &model.gates[gate];
            self.gates[gate] = self.gate(key, texts, &parsed[gate]);
        }
    }

    fn gates_in(&self, exprs: &[Option<Expr>]) -> Vec<usize> {
        let mentions = exprs.iter().flatten().flat_map(Expr::mentions);
        let gates = mentions.filter_map(|(mention, _)| match mention {
            Mention::Name(name) => match self.names.find(name) {
                Some((Named::Gate(gate), _)) => Some(gate),
                _ => None,
            },
            Mention::Group(_) | Mention::Tag(_) => None,
        });
        gates.collect()
    }

    fn gate(&mut self, key: &Text, texts: &[Text], parsed: &[Option<Expr>]) -> Gate {
        if texts.is_empty() {
            let diagnostic =
                Diagnostic::error("E0504", format!("the gate `{}` has no expression", key.value))
                    .at(key.place, "a gate names an expression")
                    .help("write what must hold, for example \"ad-a or ad-b\", or remove the gate");
            self.found.push(diagnostic);
        }
        let holder = Holder::nobody();
        let mut all = Vec::new();
        for (text, expr) in texts.iter().zip(parsed) {
            let reading = Reading { text, want: Want::NodeOrTask, holder: &holder };
            all.extend(expr.as_ref().and_then(|expr| self.build(reading, expr)));
        }
        if all.is_empty() {
            return Gate { built: None, task: None };
        }
        let built = Built::at_least(all.len() as u32, all);
        let mut task = None;
        built.need.for_each_node(&mut |node| {
            if task.is_none() && !Want::Node.admits(self.names.nodes[node].kind) {
                task = Some(node);
            }
        });
        let fits = built.depth <= DEPTH_MAX;
        if !fits {
            self.refuse_depth(key.place);
        }
        Gate { built: fits.then_some(built), task }
    }

    fn parse(&mut self, text: &Text) -> Option<Expr> {
        match needs::parse(&text.value) {
            Ok(expr) => Some(expr),
            Err(error) => {
                self.refuse_notation("E0304", text, "a need", error);
                None
            }
        }
    }

    fn need(&mut self, reading: Reading) -> Option<Built> {
        let text = &reading.text.value;
        // Nearly all needs are one id, and there may be a million of them.
        let built = if check_id(text).is_ok() {
            self.build_name(reading, text, part(reading.text, &(0..text.len())))?
        } else {
            let expr = self.parse(reading.text)?;
            self.build(reading, &expr)?
        };
        if built.depth > DEPTH_MAX {
            self.refuse_depth(reading.text.place);
            return None;
        }
        Some(built)
    }

    /// Builds a condition; `None` where part of it is faulty. The notation bounds the depth of the recursion.
    fn build(&mut self, reading: Reading, expr: &Expr) -> Option<Built> {
        let place = part(reading.text, &expr.range);
        match &expr.kind {
            ExprKind::Name(name) => self.build_name(reading, name, place),
            ExprKind::All(of) => self.build_list(reading, None, of),
            ExprKind::Any(of) => self.build_list(reading, Some(1), of),
            ExprKind::AtLeast { k, of } => self.build_list(reading, Some(*k), of),
            ExprKind::Count { k, of } => self.build_count(reading, *k, of, place),
        }
    }

    /// Builds at least `k` of a list, or all of it. Every part is read, so that all faults are found.
    fn build_list(&mut self, reading: Reading, k: Option<u32>, of: &[Expr]) -> Option<Built> {
        let parts: Vec<Option<Built>> = of.iter().map(|part| self.build(reading, part)).collect();
        let parts: Vec<Built> = parts.into_iter().collect::<Option<_>>()?;
        Some(Built::at_least(k.unwrap_or(parts.len() as u32), parts))
    }

    fn build_name(&mut self, reading: Reading, name: &str, place: Place) -> Option<Built> {
        match self.names.find(name) {
            Some((Named::Gate(gate), defined)) => {
                return self.build_gate(reading, (name, gate), place, defined);
            }
            Some((Named::Node(node), _))
                if reading.want.admits(self.names.nodes[node].kind) && !reading.holder.is(node) =>
            {
                return self.take_parts(1, place).then(|| Built::node(node));
            }
            _ => {}
        }
        if self.names.find(name).is_none() {
            self.refuse_unknown(name, place, (reading.want, reading.want.advice_in_needs()));
            return None;
        }
        let nodes = self.each(name, place, reading.want);
        self.build_nodes(reading, nodes, Count::All, place)
    }

    fn build_gate(
        &mut self,
        reading: Reading,
        (name, gate): (&str, usize),
        place: Place,
        defined: Place,
    ) -> Option<Built> {
        let Gate { built, task } = self.gates.get(gate)?;
        let (parts, task) = (built.as_ref()?.parts, *task);
        if let Some(task) = task.filter(|_| reading.want == Want::Node) {
            let task = &self.names.nodes[task].id;
            let diagnostic = Diagnostic::error("E0202", format!("the gate `{name}` names the task `{task}`"))
                .at(place, "anything but a task may stand here")
                .at(defined, format!("`{name}` is defined here"))
                .help("name the task in `begins_when`, `only_if` or the `needs` of a step instead");
            self.found.push(diagnostic);
            return None;
        }
        if !self.take_parts(parts, place) {
            return None;
        }
        let built = self.gates[gate].built.clone()?;
        let mut own = None;
        built.need.for_each_node(&mut |node| own = own.or_else(|| reading.holder.is(node).then_some(node)));
        if own.is_some() {
            self.refuse_self(reading.holder, place, Some(name));
        }
        Some(built)
    }

    fn build_count(&mut self, reading: Reading, k: Count, of: &Members, place: Place) -> Option<Built> {
        // Listing members over and over would take long after there is no room for them.
        self.parts_left?;
        let name_place = part(reading.text, &of.range);
        let mut k = k;
        let nodes = match of.kind {
            MembersKind::Tag => {
                let nodes = self.names.systems_with_tag(&of.name).to_vec();
                if nodes.is_empty() {
                    self.refuse_tag(&of.name, name_place);
                    return None;
                }
                nodes
            }
            MembersKind::Group => {
                match self.names.find(&of.name) {
                    Some((Named::Group(group), _)) => {
                        let group = &self.names.groups[group];
                        // How many there are meant to be is not known where that was refused.
                        if !group.is_whole() {
                            k = Count::Any;
                        }
                        group.members.clone()
                    }
                    Some((named, defined)) => {
                        let one = self.names.one_of(named);
                        let diagnostic = Diagnostic::error("E0202", format!("`{}` is {one}, not a group", of.name))
                        .at(name_place, "a group of alike systems must stand here")
                        .at(defined, format!("`{}` is defined here", of.name))
                        .help("count a list with brackets, as in `2 of (a, b, c)`, or a tag, as in `2 of tag:x`");
                        self.found.push(diagnostic);
                        return None;
                    }
                    None => {
                        self.refuse_unknown(&of.name, name_place, (Want::System, Want::System.advice()));
                        return None;
                    }
                }
            }
        };
        self.build_nodes(reading, nodes, k, place)
    }

    fn build_nodes(&mut self, reading: Reading, nodes: Vec<NodeId>, k: Count, place: Place) -> Option<Built> {
        if nodes.is_empty() {
            return None;
        }
        if nodes.iter().any(|node| reading.holder.is(*node)) {
            self.refuse_self(reading.holder, place, None);
        }
        let count = nodes.len();
        if !self.take_parts(count, place) {
            return None;
        }
        let k = match k {
            Count::All => count as u32,
            Count::Any => 1,
            Count::AtLeast(k) if k as usize <= count => k,
            Count::AtLeast(k) => {
                let diagnostic = Diagnostic::error("E0502", format!("{k} of {count} can never hold"))
                    .at(place, format!("there are only {count}"))
                    .help(format!("write a number up to {count}, or `all of`"));
                self.found.push(diagnostic);
                return None;
            }
        };
        Some(Built::at_least(k, nodes.into_iter().map(Built::node).collect()))
    }

    /// Reports a tag that no system bears.
    pub(super) fn refuse_tag(&mut self, tag: &str, place: Place) {
        let tags = (self.names.tags.len(), self.names.tags.keys().copied());
        let near = nearest(&mut self.comparisons_left, tag, tags);
        let help = near.map_or("give the tag to the systems that are meant".to_owned(), |near| {
            format!("did you mean `tag:{near}`?")
        });
        self.found.push(
            Diagnostic::error("E0214", format!("nothing has the tag `{tag}`"))
                .at(place, "matches nothing")
                .help(help),
        );
    }

    pub(super) fn refuse_self(&mut self, holder: &Holder, place: Place, gate: Option<&str>) {
        let through = gate.map_or(String::new(), |gate| format!(" through the gate `{gate}`"));
        let diagnostic = Diagnostic::error("E0501", format!("`{}` needs itself{through}", holder.name))
            .at(place, "this is the node that holds the need")
            .help("a node that waits for itself would never come back; remove it from its own needs");
        self.found.push(diagnostic);
    }

    fn refuse_depth(&mut self, place: Place) {
        let diagnostic = Diagnostic::error("E0509", "gates inside gates are nested too deeply")
            .at(place, format!("written out, the condition has more than {DEPTH_MAX} levels"))
            .help("say it with fewer gates inside one another");
        self.found.push(diagnostic);
    }
}
