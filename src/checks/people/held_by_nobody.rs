//! W0510: work by hand that goes on outside the hours of the people whom it holds.

use super::{counted, outside_hours, people, quoted};
use crate::checks::{Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;

pub const RULE: Rule = Rule {
    code: "W0510",
    title: "work by hand without the people it holds",
    severity: Severity::Medium,
    finds: "A workaround `holds` more people of a team than are there outside its `hours`, reinforcements (`surge`) \
        included.",
    matters: "A workaround takes the people of `holds` as it begins to carry the service, all of them or none. Where they \
        are not there it carries the service all the same: a night on paper looks as if nobody were needed for it.",
    behind: "docs/semantics.md section 7; ISO 22301:2019 clause 8.3.4: resources for the solutions.",
    example: Example::model(
        r#"(
    teams: { "desk": (people: 6, hours: "Mon-Fri 08:00-18:00", off_hours: (people: 1, call_out: "1h")) },
    systems: { "till": (recovery: [(name: "Reinstall", tested: "2026-09-01", steps: [(do: "Reinstall", takes: "1h")])]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", mtpd: "2d", workarounds: [
        (name: "Paper", ready: "10m", by: ["desk"], holds: ["desk: 4"], tested: "2026-09-01")]) },
)"#,
    ),
    repaired: Example::model(
        r#"(
    teams: { "desk": (people: 6, hours: "Mon-Fri 08:00-18:00", off_hours: (people: 4, call_out: "1h")) },
    systems: { "till": (recovery: [(name: "Reinstall", tested: "2026-09-01", steps: [(do: "Reinstall", takes: "1h")])]) },
    services: { "sales": (owner: "Head of Sales", needs: ["till"], rto: "4h", mtpd: "2d", workarounds: [
        (name: "Paper", ready: "10m", by: ["desk"], holds: ["desk: 4"], tested: "2026-09-01")]) },
)"#,
    ),
    look: Look::Model(look),
};

fn look(organisation: &Organisation, found: &mut Found) {
    let plan = &organisation.plan;
    for service in plan.model.services.iter() {
        for way in &service.workarounds {
            for (team_id, held) in people(plan, &way.holds) {
                let team = &plan.model.teams[team_id];
                let there = outside_hours(team);
                if team.hours.is_always() || held <= there {
                    continue;
                }
                let (name, id) = (plan.id(team.node), plan.id(service.node));
                let has = if there == 0 { "nobody".to_owned() } else { counted(there) };
                let mut diagnostic = RULE
                    .says(format!(
                        "outside its hours `{name}` has {has}, and {} of `{id}` goes on without the {held} that it holds",
                        quoted(&way.name)
                    ))
                    .at(way.place, format!("holds {held} of `{name}`"))
                    .at(plan.place(team.node), format!("{has} outside its hours"));
                if let Some(place) = team.hours_place {
                    diagnostic = diagnostic.at(place, "its hours");
                }
                let asked = people(plan, &way.by).get(&team_id).is_some_and(|asked| *asked >= held);
                let first = if asked {
                    "what is prepared within the hours goes on around the clock: write in `lasts` for how long, or take it out \
                     of `holds`"
                } else {
                    "ask for them in `by`, too, so that it waits for them"
                };
                let help = format!(
                    "{first}; or have more of `{name}` on call; or write what can be done at night as a workaround of its own"
                );
                found.push(id, diagnostic.help(help));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;

    /// The help given where paper asks for so many people of the desk and holds four, of whom one is there at night.
    fn help(by: &str) -> String {
        let model = format!(
            r#"(teams: {{ "desk": (people: 6, hours: "Mon-Fri 08:00-18:00", off_hours: (people: 1)) }}, systems: {{ "till": () }},
                services: {{ "sales": (needs: ["till"], workarounds: [(name: "Paper", by: [{by}], holds: ["desk: 4"])]) }})"#
        );
        RULE.helps_of(&model).concat()
    }

    #[test]
    fn whoever_asks_for_all_that_it_holds_is_not_told_to_ask_for_them() {
        assert!(
            help(r#""desk""#)
                .starts_with("ask for them in `by`, too, so that it waits for them; or have more of `desk`")
        );
        let asked = help(r#""desk: 4""#);
        assert!(asked.starts_with("what is prepared within the hours goes on around the clock"), "{asked}");
    }
}
