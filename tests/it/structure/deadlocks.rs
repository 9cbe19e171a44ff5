//! What can never come back: by example, and against the trials that the engine plays.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use blackstart::model::{Model, NodeKind};
use blackstart::structure::deadlock::{Deadlock, find};
use blackstart::structure::falls::Falls;
use blackstart::structure::losses::Losses;
use blackstart::structure::returns::{Fate, Returns, fates};

use super::house::{Dice, case, ids, model};
use crate::play::Played;

/// Circles drawn, the cut of each, and all that is stuck.
fn drawn(model: &Model, deadlock: &Deadlock) -> String {
    let id = |node| model.nodes[node].id.as_str();
    let mut out = String::new();
    for circle in &deadlock.circles {
        for link in &circle.links {
            out += &format!("{} -> ", id(link.from));
        }
        out += id(circle.links[0].from);
        match &circle.cut {
            Some(cut) => {
                let link = circle.links[cut.link];
                let _ = write!(out, " | {} -> {} frees {}", id(link.from), id(link.to), cut.frees.len());
            }
            None => out += " | no single cut",
        }
        out += "\n";
    }
    out + &ids(model, &deadlock.stuck).join(" ")
}

fn check_cold(text: &str, expected: &str) {
    let model = model(text);
    let falls = Falls::new(&model);
    let returns = Returns::new(&model, Losses::cold_start(&falls));
    assert_eq!(drawn(&model, &find(&returns)), expected, "{text}");
}

fn check_in(text: &str, scenario: &str, expected: &str) {
    let (model, scenario) = case(text, scenario);
    let falls = Falls::new(&model);
    let returns = Returns::new(&model, Losses::of(&falls, &scenario));
    assert_eq!(drawn(&model, &find(&returns)), expected, "{text}");
}

#[test]
fn two_that_need_each_other_do_not_start_from_cold_unless_one_has_another_way() {
    check_cold(
        "(systems: { \"a\": (needs: [\"b\"]), \"b\": (needs: [\"a\"]), \"c\": (needs: [\"a\"]), \"d\": () })",
        "a -> b -> a | a -> b frees 3\na b c",
    );
    check_cold("(systems: { \"a\": (needs: [\"b or d\"]), \"b\": (needs: [\"a\"]), \"d\": () })", "");
    check_cold(
        "(systems: { \"vault\": (needs: [\"idp\"], recovery: [(name: \"Break glass\", needs_there: [], \
         steps: [(do: \"x\", takes: \"1h\")])]), \"idp\": (needs: [\"vault\"]) })",
        "",
    );
}

#[test]
fn a_way_out_that_leads_back_into_the_circle_is_none() {
    check_cold(
        "(systems: { \"a\": (needs: [\"b or c\"]), \"b\": (needs: [\"a\"]), \"c\": (needs: [\"d\"]), \"d\": (needs: [\"a\"]) })",
        "a -> b -> a | a -> b frees 4\na b c d",
    );
}

const HOSPITAL: &str = "(sites: { \"campus\": () }, teams: { \"infra\": (people: 3, needs: [\"campus or vpn\"]) }, \
     systems: { \"vpn\": (needs: [\"ad\"]), \"ad\": (recovery: [(name: \"Rebuild\", steps: [(do: \"Rebuild\", \
     by: [\"infra\"], takes: \"4h\")])]), \"mail\": (needs: [\"ad\"]) })";

#[test]
fn with_the_campus_closed_and_sign_in_down_nobody_can_start() {
    let scenario = |events: &str| {
        format!("(title: \"Closed\", model: \"model.ron\", horizon: \"3d\", events: [{events}])")
    };
    check_in(
        HOSPITAL,
        &scenario("Outage(targets: [\"campus\", \"ad\"])"),
        "ad -> infra -> vpn -> ad | infra -> vpn frees 4\nad infra mail vpn",
    );
    check_in(HOSPITAL, &scenario("Outage(targets: [\"ad\"])"), "");
    // The campus opens again by itself, and so does sign-in.
    check_in(
        HOSPITAL,
        &scenario("Outage(targets: [\"campus\"], lasts: \"1d\"), Outage(targets: [\"ad\"])"),
        "",
    );
    check_in(
        HOSPITAL,
        &scenario("Outage(targets: [\"campus\"]), Outage(targets: [\"ad\"], lasts: \"1d\")"),
        "",
    );
    // Nobody comes back because somebody is gone, not because of a circle.
    check_in(HOSPITAL, &scenario("Absence(targets: [\"infra\"], share: 1), Outage(targets: [\"ad\"])"), "");
}

#[test]
fn a_gate_between_waves_closes_a_circle() {
    let gated = "(systems: { \"early\": (recovery: [(name: \"R\", steps: [(do: \"x\", needs: [\"late\"], takes: \"1h\")])]), \
         \"late\": (recovery: [(name: \"R\", steps: [(do: \"x\", takes: \"1h\")])]) }, \
         waves: [[\"early\"], [\"late\"]], waves_are: KIND)";
    let scenario = "(title: \"Both\", model: \"model.ron\", horizon: \"3d\", events: [Destruction(targets: [\"kind:system\"])])";
    check_in(
        &gated.replace("KIND", "Gate"),
        scenario,
        "early -> late -> early | early -> late frees 2\nearly late",
    );
    check_in(&gated.replace("KIND", "Order"), scenario, "");
}

/// Sites, suppliers, teams that need systems, tasks, systems with copies and strategies, circles throughout; and what
/// strikes them at once and for ever, or for a while.
fn invented(seed: u64) -> (String, String) {
    let mut dice = Dice::new(seed);
    let systems = 2 + dice.below(7);
    let names: Vec<String> = (0..systems).map(|at| format!("s{at}")).collect();
    let pick = |dice: &mut Dice, own: usize| -> String {
        match dice.below(systems + 3) {
            at if at < systems && at != own => names[at].clone(),
            at if at == systems => "x".to_owned(),
            _ => "y".to_owned(),
        }
    };
    let need = |dice: &mut Dice, own: usize| {
        let (a, b) = (pick(dice, own), pick(dice, own));
        match dice.below(4) {
            0 => String::new(),
            1 => format!("\"{a} or {b}\""),
            2 => format!("\"{a}\", \"{b}\""),
            _ => format!("\"{a}\""),
        }
    };
    let mut out = String::from("sites: { \"x\": (), \"y\": () }, teams: {");
    for team in ["t0", "t1", "t2"] {
        let needs = need(&mut dice, usize::MAX);
        let _ = write!(out, "\"{team}\": (people: 99, needs: [{needs}]), ");
    }
    let task_needs = need(&mut dice, usize::MAX);
    let _ = write!(
        out,
        "}}, tasks: {{ \"job\": (when: Incident, steps: [(do: \"j\", by: [\"t0\"], needs: [{task_needs}], takes: \"10m\")]) }}, systems: {{"
    );
    for (own, name) in names.iter().enumerate() {
        let home = ["", "home: \"x\", ", "home: \"y\", "][dice.below(3)];
        let restart = match dice.below(3) {
            0 => "restart: (takes: \"5m\", by: [\"t1\"]), ".to_owned(),
            1 => format!("restart: (takes: \"5m\", after: [\"{}\"]), ", pick(&mut dice, own)),
            _ => String::new(),
        };
        let needs = need(&mut dice, own);
        let copies = if dice.below(2) == 0 {
            format!("copies: {{ \"c\": Replica(on: \"{}\") }}, ", pick(&mut dice, own))
        } else {
            String::new()
        };
        let mut recovery = String::new();
        for strategy in 0..dice.below(3) {
            let from = match (copies.is_empty(), dice.below(3)) {
                (false, 0 | 1) => "from: \"c\", ",
                (_, 2) => "from: \"nothing\", ",
                _ => "",
            };
            let there = match dice.below(4) {
                0 => format!("needs_there: [{}], ", need(&mut dice, own)),
                _ => String::new(),
            };
            let to = ["", "to: \"x\", ", "to: \"y\", "][dice.below(3)];
            let begins = ["", "", "begins_when: [\"job\"], "][dice.below(3)];
            let (team, step_needs) = (dice.below(3), need(&mut dice, own));
            let _ = write!(
                recovery,
                "(name: \"w{strategy}\", {from}{there}{to}{begins}steps: [(do: \"d\", by: [\"t{team}\"], needs: [{step_needs}], takes: \"20m\")]), "
            );
        }
        let _ =
            write!(out, "\"{name}\": ({home}{restart}needs: [{needs}], {copies}recovery: [{recovery}]), ");
    }
    out += "}, ";
    if dice.below(3) == 0 {
        let _ = write!(out, "waves: [[\"s0\"], [\"s1\"]], waves_are: Gate, ");
    }
    let mut events = String::new();
    for _ in 0..1 + dice.below(3) {
        let target = pick(&mut dice, usize::MAX);
        let kind = match dice.below(4) {
            0 => format!("Outage(targets: [\"{target}\"], lasts: \"2h\")"),
            1 => format!("Destruction(targets: [\"{target}\"])"),
            _ => format!("Outage(targets: [\"{target}\"])"),
        };
        let _ = write!(events, "{kind}, ");
    }
    (out, format!("events: [{events}]"))
}

#[test]
fn what_is_said_never_to_come_back_does_not_come_back_in_a_trial() {
    let (mut stuck, mut lost, mut back, mut held) = (0, 0, 0, 0);
    for seed in 0..500 {
        let (fields, events) = invented(seed);
        let played = Played::new(&fields, &events);
        let scenario = format!("(title: \"t\", model: \"model.ron\", horizon: \"30d\", {events})");
        let (model, scenario) = case(&format!("({fields})"), &scenario);
        let falls = Falls::new(&model);
        let returns = Returns::new(&model, Losses::of(&falls, &scenario));
        for (node, fate) in fates(&returns).iter_enumerated() {
            if !matches!(model.nodes[node].kind, NodeKind::System(_)) {
                continue;
            }
            let id = &model.nodes[node].id;
            let line = played.system(id).line;
            let comes_back = line.interrupted() && !line.last_back.is_never();
            match fate {
                Fate::Stands => {
                    assert!(!line.interrupted(), "seed {seed}: {id} stands\n({fields})\n{events}")
                }
                Fate::Returns => {
                    back += usize::from(comes_back);
                    held += usize::from(!comes_back);
                }
                Fate::Deadlocked | Fate::Lost => {
                    assert!(
                        line.interrupted() && !comes_back,
                        "seed {seed}: {id} {fate:?}\n({fields})\n{events}"
                    );
                    stuck += usize::from(*fate == Fate::Deadlocked);
                    lost += usize::from(*fate == Fate::Lost);
                }
            }
        }
    }
    // What the plan could bring back and the trial does not is rare: an outage that ends before a way is begun.
    assert!(stuck > 100 && lost > 500 && back > 250 && held * 5 < back, "{stuck} {lost} {back} {held}");
}

#[test]
fn a_ring_of_many_systems_is_found_without_recursion() {
    let mut text = String::from("(systems: {");
    for at in 0..20_000 {
        let _ = write!(text, "\"s-{at}\": (needs: [\"s-{}\"]), ", (at + 1) % 20_000);
    }
    let model = model(&(text + "})"));
    let falls = Falls::new(&model);
    let found = find(&Returns::new(&model, Losses::cold_start(&falls)));
    assert_eq!((found.stuck.len(), found.circles.len(), found.more), (20_000, 1, 0));
    assert_eq!(found.circles[0].links.len(), 20_000);
    assert_eq!(found.circles[0].cut.as_ref().map(|cut| cut.frees.len()), Some(20_000));
}

#[test]
fn nothing_in_the_bank_waits_for_itself_from_cold_or_in_any_scenario() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/harbour-bank");
    let read = |path: &Path| fs::read_to_string(path).expect("it is shipped");
    let plan = read(&folder.join("model.ron"));
    check_cold(&plan, "");
    let mut scenarios = 0;
    for entry in fs::read_dir(&folder).expect("it is shipped") {
        let path = entry.expect("it can be read").path();
        if path.extension().is_some_and(|ext| ext == "ron")
            && path.file_name().is_some_and(|name| name != "model.ron")
        {
            check_in(&plan, &read(&path), "");
            scenarios += 1;
        }
    }
    assert!(scenarios >= 3, "{scenarios}");
    // The way out is slow on purpose, and it is the only one: without it the vault waits for itself.
    let locked = plan.replace(
        "(name: \"Break glass with the key holders\", needs_there: [\"cluster-core\"]",
        "(name: \"Break glass with the key holders\"",
    );
    assert_ne!(locked, plan);
    let locked = locked
        .replace("needs_there: [\"cluster-mill\"]", "")
        .replace("needs_there: [\"core-network-quay\"]", "");
    let locked = locked.replace("standby\",,", "standby\",").replace("true,,", "true,");
    let model = model(&locked.replace(", ,", ","));
    let falls = Falls::new(&model);
    let found = find(&Returns::new(&model, Losses::cold_start(&falls)));
    let drawn = drawn(&model, &found);
    assert!(drawn.contains("idp -> vault -> idp | "), "{drawn}");
}
