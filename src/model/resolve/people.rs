//! Turns teams and the response to an incident into entities with every default filled in.

use super::Resolver;
use crate::diagnostic::Diagnostic;
use crate::document::decode::Text;
use crate::document::schema::{DecisionDoc, DecisionFields, ResponseDoc, ShiftDoc, TeamDoc};
use crate::ids::{NodeId, TeamId};
use crate::model::{Declaration, NodeKind, OffHours, Response, Shift, Surge, Team, Uncertain};
use crate::notation::hours::{self, Hours};

impl Resolver<'_> {
    pub(super) fn resolve_team(&mut self, node: NodeId, doc: &TeamDoc) -> Team {
        let people = self.stock(&doc.people, "people");
        let off_hours = doc.off_hours.as_ref();
        let off_people = off_hours.and_then(|off| off.people.as_ref());
        let off_hours = OffHours {
            people: off_people.map_or(people, |people| self.stock(people, "people")),
            call_out: off_hours
                .and_then(|off| off.call_out.as_ref())
                .map(|call_out| self.uncertain(call_out)),
            is_written: off_hours.is_some(),
        };
        let surge = doc.surge.as_ref().map(|surge| Surge {
            people: self.stock(&surge.people, "people"),
            call_out: self.uncertain_or_zero(surge.call_out.as_ref()),
        });
        let part_of = match self.names.nodes[node].kind {
            NodeKind::Team(team) => self.whole(team),
            _ => None,
        };
        Team {
            node,
            people,
            call_out: self.uncertain_or_zero(doc.call_out.as_ref()),
            hours: doc.hours.as_ref().map_or_else(Hours::always, |hours| self.hours(hours)),
            hours_place: doc.hours.as_ref().map(|hours| hours.place),
            off_hours,
            surge,
            shift: doc.shift.as_ref().map(|shift| self.shift(shift)),
            part_of,
        }
    }

    fn shift(&mut self, doc: &ShiftDoc) -> Shift {
        Shift { longest: self.above_zero(&doc.longest, "longest"), rest: self.plain(&doc.rest) }
    }

    /// Reads hours of the week.
    pub(super) fn hours(&mut self, text: &Text) -> Hours {
        match hours::parse(&text.value) {
            Ok(hours) => hours,
            Err(error) => {
                self.refuse_notation("E0306", text, "a set of hours", error);
                Hours::always()
            }
        }
    }

    /// Merges the scenario's response over the model's, field by field.
    pub(super) fn response(
        &mut self,
        model: Option<&ResponseDoc>,
        scenario: Option<&ResponseDoc>,
    ) -> Response {
        // The model's own is read even where the scenario overrides it, so that its faults are found.
        let mut response = Response {
            detect: Uncertain::silent(),
            assess: Uncertain::silent(),
            declare: Declaration { takes: Uncertain::silent(), by: None },
        };
        for doc in model.into_iter().chain(scenario) {
            if let Some(detect) = &doc.detect {
                response.detect = self.uncertain(detect);
            }
            if let Some(assess) = &doc.assess {
                response.assess = self.uncertain(assess);
            }
            match &doc.declare {
                Some(DecisionDoc::Plain(takes)) => {
                    response.declare = Declaration { takes: self.uncertain(takes), by: None };
                }
                Some(DecisionDoc::By(fields)) => {
                    response.declare.takes = self.uncertain(&fields.takes);
                    if !fields.by.is_empty() {
                        response.declare.by = self.deciding_team(fields);
                    }
                }
                None => {}
            }
        }
        response
    }

    /// Reads the one team that decides.
    pub(super) fn deciding_team(&mut self, doc: &DecisionFields) -> Option<TeamId> {
        let teams: Vec<Option<TeamId>> =
            doc.by.iter().map(|team| self.team(&team.value, team.place)).collect();
        if let [first, second, ..] = doc.by.as_slice() {
            let diagnostic = Diagnostic::error("E0508", "more than one team decides")
                .at(second.place, "a second team")
                .at(first.place, "the first team")
                .help("name the one team whose call decides; define a crisis team if people of several decide together");
            self.found.push(diagnostic);
        }
        teams.into_iter().flatten().next()
    }
}
