//! W0210: the copies that a scenario spares are too old for the data loss that is promised.

use super::rpo_out_of_reach::{at_most_in_100, begins_at_fixed_hours, copy_words, share_young_enough};
use crate::checks::{Case, Found, Look, Organisation, Rule};
use crate::diagnostic::Severity;
use crate::diagnostic::explain::Example;
use crate::ids::SystemId;
use crate::model::{Copy, Objective, Onset, Source};
use crate::units::Millis;

pub const RULE: Rule = Rule {
    code: "W0210",
    title: "the copies that a scenario spares are too old",
    severity: Severity::High,
    finds: "In every run of a scenario a system is lost where it stands, and of the copies that its plans restore from some \
        cannot be used any more. All together would keep the RPO often enough; those that are left are too old more often \
        than `required` admits.",
    matters: "The promise rests on a copy that goes with what it protects. It holds for a broken disk and not for this \
        scenario.",
    behind: "DORA Art. 12(6): objectives in extreme scenarios; NIST SP 800-53 CP-6 and CP-9: copies apart from what they \
        protect.",
    example: Example::scenario(EXAMPLE, FIRE),
    repaired: Example::scenario(REPAIRED, FIRE),
    look: Look::Scenario(look),
};

const EXAMPLE: &str = r#"(
    sites: { "house": (), "vault": () },
    systems: { "ledger": (home: "house", copies: {
            "replica": Replica(at: "house", lag: "1m"),
            "weekly": Backup(at: "vault", every: "1w", takes: "2h") },
        recovery: [
            (name: "Switch", from: "replica", tested: "2026-09-01", steps: [(do: "Switch", takes: "10m")]),
            (name: "Restore", from: "weekly", to: "vault", tested: "2026-09-01", steps: [(do: "Restore", takes: "1h")])]) },
    services: { "books": (owner: "Head of Finance", needs: ["ledger"], rto: "1d", rpo: "1h", mtpd: "5d") },
    allow: [(code: "W0301", on: "fire", because: "shown here are the copies")],
)"#;

const REPAIRED: &str = r#"(
    sites: { "house": (), "vault": () },
    systems: { "ledger": (home: "house", copies: {
            "replica": Replica(at: "house", lag: "1m"),
            "hourly": Backup(at: "vault", every: "30m", takes: "5m") },
        recovery: [
            (name: "Switch", from: "replica", tested: "2026-09-01", steps: [(do: "Switch", takes: "10m")]),
            (name: "Restore", from: "hourly", to: "vault", tested: "2026-09-01", steps: [(do: "Restore", takes: "1h")])]) },
    services: { "books": (owner: "Head of Finance", needs: ["ledger"], rto: "1d", rpo: "1h", mtpd: "5d") },
    allow: [(code: "W0301", on: "fire", because: "shown here are the copies")],
)"#;

const FIRE: &str = r#"(title: "Fire", model: "model.ron", horizon: "7d", events: [Destruction(id: "fire", targets: ["house"])])"#;

fn look(_: &Organisation, case: &Case, found: &mut Found) {
    let promises = super::promises(&case.plan);
    for (id, system) in case.plan.model.systems.iter_enumerated() {
        let Some((holder, rpo)) = promises[id] else { continue };
        let all = system.copies_restored_from();
        let Some(spared) = spared(case, id) else { continue };
        let lost = all.iter().find(|copy| spared.iter().all(|other| other.id != copy.id));
        let (Some(lost), Some(best)) = (lost, youngest(case, &spared, rpo)) else { continue };
        let keep = |copies: &[&Copy]| copies.iter().map(|copy| share(case, copy, rpo.target)).sum::<f64>();
        let kept = keep(&spared);
        if kept >= rpo.required || keep(&all) < rpo.required {
            continue;
        }
        let (name, whose) = (case.plan.id(holder), case.plan.id(system.node));
        let diagnostic = RULE
            .says(format!(
                "{}: what is left of the copies of `{whose}` keeps the RPO of `{name}`, {}, in at most {} of 100 losses; \
                 {} are wanted",
                case.short_name(),
                rpo.target,
                at_most_in_100(kept, rpo.required),
                rpo.required * 100.0,
            ))
            .at(rpo.place, format!("at most {} may be lost", rpo.target))
            .at(best.place, format!("the best that is left {}", copy_words(best)))
            .at(lost.place, "no plan can restore from this one any more")
            .help("keep a copy that is young enough where this scenario does not reach it, or ask the owner what loss is bearable");
        found.push(name, diagnostic);
    }
}

/// The copies from which plans can still restore a system that is lost in every run; nothing where it is not lost, or
/// where its data may come back without a copy.
fn spared<'c>(case: &'c Case, id: SystemId) -> Option<Vec<&'c Copy>> {
    let (best, system) = (case.at_best(), &case.plan.model.systems[id]);
    if !best.home_is_lost(id) {
        return None;
    }
    let works = |position: usize| best.done(id, position).is_some_and(|done| !done.is_never());
    let working = system.recovery.iter().enumerate().filter(|(position, _)| works(*position));
    let sources: Vec<Source> = working.map(|(_, strategy)| strategy.from).collect();
    if sources.contains(&Source::InPlace) {
        return None;
    }
    let copies = system.copies.iter().enumerate();
    let spared =
        copies.filter(|(position, copy)| sources.contains(&Source::Copy(*position)) && copy.can_offer());
    Some(spared.map(|(_, copy)| copy).collect())
}

fn youngest<'c>(case: &Case, copies: &[&'c Copy], rpo: &Objective) -> Option<&'c Copy> {
    let share = |copy: &Copy| share(case, copy, rpo.target);
    copies.iter().copied().max_by(|one, other| share(one).total_cmp(&share(other)))
}

/// The largest share of the losses of a scenario after which a copy is young enough. Where it begins at a fixed hour and
/// the scenario does, too, it may be any.
fn share(case: &Case, copy: &Copy, rpo: Millis) -> f64 {
    let is_fixed = matches!(case.scenario.onset, Onset::At(_)) && begins_at_fixed_hours(copy);
    if is_fixed { 1.0 } else { share_young_enough(copy, rpo) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(weekly: &str, scenario: &str) -> Vec<String> {
        RULE.said_of_case(&EXAMPLE.replace(r#"every: "1w", takes: "2h""#, weekly), scenario)
    }

    #[test]
    fn a_promise_that_only_the_copy_that_burns_would_keep_is_told() {
        let of_100 = |share: &str| {
            vec![format!(
                "s.ron: what is left of the copies of `ledger` keeps the RPO of `books`, 1h, in at most {share} of 100 losses; \
                 95 are wanted"
            )]
        };
        assert_eq!(said(r#"every: "1w", takes: "2h""#, FIRE), of_100("0"));
        assert_eq!(said(r#"every: "2h", takes: "30m""#, FIRE), of_100("25"));
        assert_eq!(said(r#"every: "30m", takes: "5m""#, FIRE), [""; 0]);
    }

    #[test]
    fn nothing_is_told_where_the_system_need_not_be_lost_or_no_hour_is_known() {
        let daily = r#"every: "1d", starts: "01:00", takes: "2h""#;
        assert_eq!(said(daily, FIRE).len(), 1);
        let at = FIRE.replace("horizon", r#"onset: "Sat 02:30", horizon"#);
        assert_eq!(said(daily, &at), [""; 0], "how old the copy is at that hour is not read off an average");
        let perhaps = FIRE.replace(r#"targets: ["house"]"#, r#"targets: ["house"], chance: 0.5"#);
        assert_eq!(said(r#"every: "1w""#, &perhaps), [""; 0]);
        let out = FIRE.replace("Destruction", "Outage").replace(r#"["house"]"#, r#"["house"], lasts: "2d""#);
        assert_eq!(said(r#"every: "1w""#, &out), [""; 0]);
    }
}
