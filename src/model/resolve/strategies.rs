//! Turns strategies as written into entities.
//!
//! Invariant: a strategy restores from a copy its system has, stands at a site, and either exchanges needs or
//! replaces them, not both.

use super::holder::Holder;
use super::lookups::{Want, nearest};
use super::steps::Work;
use super::texts::listed;
use super::{Class, Resolver};
use crate::diagnostic::Diagnostic;
use crate::document::decode::Text;
use crate::document::schema::{ClassDoc, DecisionDoc, StrategyDoc, SystemDoc};
use crate::ids::{NodeId, SiteId};
use crate::model::{Copy, Decision, Source, Strategy};
use crate::source::Spanned;
use crate::units::Millis;

/// The system whose strategies are read.
#[derive(Clone, Copy)]
struct Owner<'s> {
    home: Option<SiteId>,
    copies: &'s [Copy],
    holder: &'s Holder,
}

impl Resolver<'_> {
    /// Reads the strategies of a system in the order of the file.
    pub(super) fn strategies(
        &mut self,
        doc: &SystemDoc,
        home: Option<SiteId>,
        copies: &[Copy],
        holder: &Holder,
    ) -> Vec<Strategy> {
        let owner = Owner { home, copies, holder };
        let ids = self.list_ids(
            doc.recovery.iter().map(|doc| (doc.id.as_ref(), &doc.name)),
            ("strategy", "strategies"),
        );
        doc.recovery.iter().zip(ids).map(|(doc, id)| self.strategy(doc, id.value, owner)).collect()
    }

    fn strategy(&mut self, doc: &StrategyDoc, id: String, owner: Owner) -> Strategy {
        let nobody = Holder::nobody();
        let occupies = self.units(&doc.occupies, &[]);
        let noun = format!("the strategy `{id}`");
        let steps = self.steps(&doc.steps, (&noun, doc.name.place), Work::Strategy(&occupies));
        let site = match &doc.to {
            Some(to) => self.site(to),
            None => owner.home,
        };
        if let ([(key, _), ..], Some(there)) = (doc.instead.as_slice(), &doc.needs_there) {
            let mut diagnostic = Diagnostic::error("E0506", "`instead` together with `needs_there`")
                .at(key.place, "`instead` exchanges some needs")
                .help("keep `needs_there` with the exchanges written into it, or keep `instead` alone");
            if let Some(first) = there.first() {
                diagnostic = diagnostic.at(first.place, "`needs_there` replaces them all");
            }
            self.found.push(diagnostic);
        }
        Strategy {
            name: doc.name.value.clone(),
            site,
            from: self.source(doc.from.as_ref(), owner),
            instead: self.instead(&doc.instead, owner),
            needs_there: doc.needs_there.as_ref().map(|needs| self.needs(needs, Want::Node, owner.holder)),
            automatic: is(doc.automatic.as_ref()),
            decide: doc.decide.as_ref().and_then(|decide| self.decision(decide)),
            after_declaration: is(doc.after_declaration.as_ref()),
            begins_when: self.needs(&doc.begins_when, Want::NodeOrTask, &nobody),
            only_if: self.needs(&doc.only_if, Want::NodeOrTask, &nobody),
            admitted: self.admits(&doc.only_for),
            not_before: doc.not_before.as_ref().map_or(Millis::ZERO, |not_before| self.plain(not_before)),
            give_up: doc.give_up.as_ref().map(|give_up| self.plain(give_up)),
            occupies,
            cleans: is(doc.cleans.as_ref()),
            tested: self.date(doc.tested.as_ref()),
            steps,
            place: doc.name.place,
            id,
        }
    }

    /// Tells whether `only_for`, if given, names the class of the scenario.
    fn admits(&self, only_for: &[Spanned<ClassDoc>]) -> bool {
        match self.class {
            Class::Open => true,
            Class::Of(class) => only_for.is_empty() || only_for.iter().any(|only| Some(&only.value) == class),
        }
    }

    fn source(&mut self, from: Option<&Text>, owner: Owner) -> Source {
        let Some(from) = from else { return Source::InPlace };
        if from.value == "nothing" {
            return Source::Nothing;
        }
        if let Some(copy) = owner.copies.iter().position(|copy| copy.id == from.value) {
            return Source::Copy(copy);
        }
        let known = owner.copies.iter().map(|copy| copy.id.as_str()).chain(["nothing"]);
        let near = nearest(&mut self.comparisons_left, &from.value, (owner.copies.len(), known.clone()));
        let diagnostic =
            Diagnostic::error("E0211", format!("`{}` has no copy `{}`", owner.holder.name, from.value))
                .at(from.place, "no copy of this system has this name")
                .help(near.map_or_else(
                    || listed(known, "what may stand here"),
                    |near| format!("did you mean `{near}`?"),
                ));
        self.found.push(diagnostic);
        Source::InPlace
    }

    /// Reads which needs are exchanged; a group is exchanged member by member for one node.
    fn instead(&mut self, docs: &[(Text, Text)], owner: Owner) -> Vec<(NodeId, NodeId)> {
        let mut exchanges = Vec::with_capacity(docs.len());
        for (named, used) in docs {
            let named = self.each(&named.value, named.place, Want::Node);
            let Some(used_node) = self.one(&used.value, used.place, Want::Node) else { continue };
            if owner.holder.is(used_node) {
                self.refuse_self(owner.holder, used.place, None);
            }
            exchanges.extend(named.into_iter().map(|named| (named, used_node)));
        }
        exchanges.sort_unstable();
        exchanges.dedup_by_key(|(named, _)| *named);
        exchanges
    }

    fn decision(&mut self, doc: &DecisionDoc) -> Option<Decision> {
        match doc {
            DecisionDoc::By(fields) if !fields.by.is_empty() => {
                let takes = self.uncertain(&fields.takes);
                self.deciding_team(fields).map(|by| Decision { takes, by })
            }
            DecisionDoc::By(fields) => {
                self.refuse_nobody(fields.place);
                None
            }
            DecisionDoc::Plain(takes) => {
                self.refuse_nobody(takes.place);
                None
            }
        }
    }

    fn refuse_nobody(&mut self, place: crate::source::Place) {
        let diagnostic = Diagnostic::error("E0508", "nobody decides")
            .at(place, "a decision without a team")
            .help("name the team that decides: `decide: (takes: \"5m\", by: \"crisis-team\")`");
        self.found.push(diagnostic);
    }
}

fn is(flag: Option<&Spanned<bool>>) -> bool {
    flag.is_some_and(|flag| flag.value)
}
