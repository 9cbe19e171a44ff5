//! Turns an exercise as written into an entity.
//!
//! Invariant: every role, objective, team and service that it names exists; the points of its clock rise.

use super::Resolver;
use super::lookups::Want;
use super::texts::owned;
use crate::diagnostic::{Diagnostic, near};
use crate::document::decode::Text;
use crate::document::schema::{
    DurationDoc, ExerciseDoc, ExerciseObjectiveDoc, ExerciseTypeDoc, InjectDoc, JumpDoc, RoleDoc, TriggerDoc,
};
use crate::ids::{ServiceId, TeamId};
use crate::model::exercise::{
    Addressee, Comes, Exercise, ExerciseKind, ExerciseObjective, Inject, Pace, Role, Trigger,
};
use crate::model::{NodeKind, exercise};
use crate::notation::moment::Moment;
use crate::source::{Place, Spanned};
use crate::units::Millis;

const ALL: &str = "all";

impl Resolver<'_> {
    pub(super) fn exercise(&mut self, doc: &ExerciseDoc) -> Exercise {
        let objectives: Vec<_> = doc
            .objectives
            .iter()
            .enumerate()
            .map(|(index, doc)| self.exercise_objective(index, doc))
            .collect();
        let roles: Vec<_> = doc.roles.iter().map(|(id, doc)| self.role(id, doc)).collect();
        let mut injects = Vec::new();
        for (index, doc) in doc.injects.iter().enumerate() {
            injects.push(self.inject((index, doc), &roles, &objectives));
        }
        let places = doc.injects.iter().map(|doc| doc.place);
        self.refuse_twice(
            "injects",
            injects.iter().map(|inject: &exercise::Inject| inject.id.as_str()).zip(places),
        );
        let places = doc.objectives.iter().map(|doc| doc.place);
        self.refuse_twice("objectives", objectives.iter().map(|found| found.id.as_str()).zip(places));
        Exercise {
            title: owned(doc.title.as_ref()),
            kind: match doc.r#type.as_ref().map(|kind| kind.value) {
                None | Some(ExerciseTypeDoc::Discussion) => ExerciseKind::Discussion,
                Some(ExerciseTypeDoc::Functional) => ExerciseKind::Functional,
                Some(ExerciseTypeDoc::FullScale) => ExerciseKind::FullScale,
            },
            start: doc.start.as_ref().and_then(|text| self.moment(text)),
            lasts: doc.lasts.as_ref().map(|lasts| self.day(lasts)),
            pace: self.pace(doc.compression.as_ref(), &doc.jumps),
            situation: owned(doc.situation.as_ref()),
            objectives,
            roles,
            injects,
            questions: doc.questions.iter().map(|text| text.value.clone()).collect(),
            rules: doc.rules.iter().map(|text| text.value.clone()).collect(),
        }
    }

    /// How long it lasts: long enough for an inject and a hot wash, and no longer than people can be kept.
    fn day(&mut self, doc: &DurationDoc) -> Millis {
        let length = self.above_zero(doc, "lasts");
        let (least, most) = exercise::LASTS.into_inner();
        if length > Millis::ZERO && !exercise::LASTS.contains(&length) {
            let diagnostic = Diagnostic::error("E0408", format!("an exercise that lasts {length}"))
                .at(doc.is.place, format!("expected {least} to {most}"))
                .help("`lasts` is the time in the room, opening and closing talk included, such as \"3h\"");
            self.found.push(diagnostic);
        }
        length
    }

    /// Reads a day and a time of day.
    pub(super) fn moment(&mut self, text: &Text) -> Option<Moment> {
        let moment = Moment::parse(&text.value);
        if moment.is_none() {
            let diagnostic =
                Diagnostic::error("E0310", format!("`{}` is no day and time of day", text.value))
                    .at(text.place, "expected a day and a time of day")
                    .help("write it as \"2027-03-04T09:00\"");
            self.found.push(diagnostic);
        }
        moment
    }

    fn pace(&mut self, compression: Option<&Spanned<f64>>, jumps: &[JumpDoc]) -> Pace {
        if let (Some(factor), Some(first)) = (compression, jumps.first()) {
            let diagnostic = Diagnostic::error("E0607", "two clocks for one exercise")
                .at(factor.place, "here time runs at one rate")
                .at(first.place, "here it follows points")
                .help("keep `compression` or `jumps`");
            self.found.push(diagnostic);
            return Pace::Jumps;
        }
        if let Some(factor) = compression {
            if factor.value > 0.0 {
                return Pace::Steady(factor.value);
            }
            self.refuse_zero(factor.place, "compression");
            return Pace::Jumps;
        }
        let mut points: Vec<(Millis, Millis)> = Vec::new();
        for jump in jumps {
            let point = (self.plain(&jump.room), self.plain(&jump.scenario));
            if points.last().is_some_and(|last| point.0 <= last.0 || point.1 < last.1) {
                let diagnostic = Diagnostic::error("E0607", "the clock of an exercise runs backwards")
                    .at(jump.place, "not later than the jump before it")
                    .help("write jumps in order; `room` has to rise and `scenario` may not fall");
                self.found.push(diagnostic);
                return Pace::Jumps;
            }
            points.push(point);
        }
        if points.is_empty() { Pace::Jumps } else { Pace::Points(points) }
    }

    fn exercise_objective(&mut self, index: usize, doc: &ExerciseObjectiveDoc) -> ExerciseObjective {
        ExerciseObjective {
            id: doc.id.as_ref().map_or_else(|| format!("objective-{}", index + 1), |id| id.value.clone()),
            text: doc.text.value.clone(),
            services: self.services_named(&doc.services),
            capability: owned(doc.capability.as_ref()),
            tasks: doc.tasks.iter().map(|text| text.value.clone()).collect(),
        }
    }

    fn role(&mut self, id: &Text, doc: &RoleDoc) -> Role {
        let mut teams: Vec<TeamId> =
            doc.teams.iter().filter_map(|text| self.team(&text.value, text.place)).collect();
        teams.sort_unstable();
        teams.dedup();
        Role {
            id: id.value.clone(),
            name: owned(doc.name.as_ref()).unwrap_or_else(|| id.value.clone()),
            teams,
            services: self.services_named(&doc.services),
            knows: owned(doc.knows.as_ref()),
            powers: doc.powers.iter().map(|text| text.value.clone()).collect(),
            phone: owned(doc.phone.as_ref()),
        }
    }

    fn services_named(&mut self, texts: &[Text]) -> Vec<ServiceId> {
        let nodes = self.every(texts, Want::Service);
        nodes
            .into_iter()
            .filter_map(|node| match self.names.nodes[node].kind {
                NodeKind::Service(service) => Some(service),
                _ => None,
            })
            .collect()
    }

    fn inject(
        &mut self,
        (index, doc): (usize, &InjectDoc),
        roles: &[Role],
        objectives: &[ExerciseObjective],
    ) -> Inject {
        let mut to = Vec::new();
        for text in doc.to.iter().filter(|text| text.value != ALL) {
            to.extend(self.addressee(text, roles));
        }
        let is_to_all = doc.to.iter().any(|text| text.value == ALL);
        Inject {
            id: doc.id.as_ref().map_or_else(|| format!("inject-{}", index + 1), |id| id.value.clone()),
            comes: self.comes(doc),
            from: owned(doc.from.as_ref()),
            to: if is_to_all { Vec::new() } else { to },
            by: owned(doc.by.as_ref()),
            text: doc.text.value.clone(),
            expect: owned(doc.expect.as_ref()),
            truth: owned(doc.truth.as_ref()),
            objective: doc.objective.as_ref().and_then(|text| self.objective_named(text, objectives)),
            contingency: doc.contingency.as_ref().is_some_and(|contingency| contingency.value),
            place: doc.place,
        }
    }

    fn addressee(&mut self, text: &Text, roles: &[Role]) -> Option<Addressee> {
        if let Some(role) = roles.iter().position(|role| role.id == text.value) {
            return Some(Addressee::Role(role));
        }
        let node = self.names.nodes.iter().find(|node| node.id == text.value);
        if let Some(NodeKind::Team(team)) = node.map(|node| node.kind) {
            return Some(Addressee::Team(team));
        }
        let teams = self.names.nodes.iter().filter(|node| matches!(node.kind, NodeKind::Team(_)));
        let known: Vec<&str> = roles
            .iter()
            .map(|role| role.id.as_str())
            .chain(teams.map(|team| team.id.as_str()))
            .chain([ALL])
            .collect();
        let diagnostic = Diagnostic::error("E0215", format!("there is no role or team `{}`", text.value))
            .at(text.place, "expected a role of the exercise, a team, or `all`")
            .help(near::or_list(&text.value, &known, "roles and teams"));
        self.found.push(diagnostic);
        None
    }

    fn objective_named(&mut self, text: &Text, objectives: &[ExerciseObjective]) -> Option<usize> {
        let position = objectives.iter().position(|objective| objective.id == text.value);
        if position.is_none() {
            let known: Vec<&str> = objectives.iter().map(|objective| objective.id.as_str()).collect();
            let diagnostic =
                Diagnostic::error("E0215", format!("the exercise has no objective `{}`", text.value))
                    .at(text.place, "expected the id of one of its `objectives`")
                    .help(near::or_list(&text.value, &known, "objectives"));
            self.found.push(diagnostic);
        }
        position
    }

    fn comes(&mut self, doc: &InjectDoc) -> Comes {
        match (&doc.at, &doc.when) {
            (Some(at), Some(when)) => {
                let diagnostic = Diagnostic::error("E0607", "two times for one inject")
                    .at(at.is.place, "a time here")
                    .at(when.place, "and a trigger here")
                    .help("keep `at` or `when`");
                self.found.push(diagnostic);
                Comes::Whenever
            }
            (Some(at), None) => Comes::At(self.plain(at)),
            (None, Some(when)) => self.trigger(&when.value).map_or(Comes::Whenever, Comes::With),
            (None, None) => Comes::Whenever,
        }
    }

    fn trigger(&mut self, doc: &TriggerDoc) -> Option<Trigger> {
        let node = |resolver: &mut Self, text: &Text, want| resolver.one(&text.value, text.place, want);
        Some(match doc {
            TriggerDoc::Incident => Trigger::Incident,
            TriggerDoc::Detected => Trigger::Detected,
            TriggerDoc::Assessed => Trigger::Assessed,
            TriggerDoc::Declared => Trigger::Declared,
            TriggerDoc::Down(text) => Trigger::Down(node(self, text, Want::Node)?),
            TriggerDoc::Back(text) => Trigger::Back(node(self, text, Want::Node)?),
            TriggerDoc::Done(text) => Trigger::Done(self.task(text)?),
            TriggerDoc::Lapsed(text) => {
                let node = node(self, text, Want::Service)?;
                let NodeKind::Service(service) = self.names.nodes[node].kind else { return None };
                Trigger::Lapsed(service)
            }
        })
    }

    /// Reports the second of two equal ids of a list.
    fn refuse_twice<'t>(&mut self, noun: &str, ids: impl Iterator<Item = (&'t str, Place)>) {
        let mut seen: Vec<(&str, Place)> = Vec::new();
        for (id, place) in ids {
            if let Some((_, first)) = seen.iter().find(|(other, _)| *other == id) {
                let diagnostic = Diagnostic::error("E0205", format!("two {noun} have the id `{id}`"))
                    .at(place, "again here")
                    .at(*first, "first here")
                    .help("write another `id`");
                self.found.push(diagnostic);
            }
            seen.push((id, place));
        }
    }
}
