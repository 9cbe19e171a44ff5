//! Invents organisations of any size: layers of systems that need lower ones, teams that recover them, services on
//! top, and an attack on a tenth of them. The same size and seed always give the same text.

use std::fmt::Write;

use super::Texts;

/// Systems of one layer.
const LAYER: usize = 12;
/// Systems that one service stands on.
const PER_SERVICE: usize = 15;

/// A reproducible source of choices.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % count
    }
}

/// An organisation of so many systems and a scenario that strikes a tenth of them.
pub fn organisation(systems: usize, seed: u64) -> Texts {
    let mut dice = Dice(seed);
    let mut out = String::from(
        "(\n    name: \"Synthetic\",\n    response: (detect: \"pert(5m, 20m, 2h)\", assess: \"pert(10m, 30m, 2h)\"),\n    \
         sites: { \"north\": (), \"south\": () },\n    teams: {\n",
    );
    let teams = 3 + systems / 200;
    for team in 0..teams {
        let _ = writeln!(
            out,
            "        \"team-{team}\": (people: {}, call_out: \"pert(10m, 30m, 2h)\", hours: \"Mon-Fri 08:00-18:00\", \
             off_hours: (people: 1)),",
            2 + dice.below(4)
        );
    }
    out += "    },\n    resources: { \"pipe\": (units: 4) },\n    systems: {\n        \"store\": (home: \"south\"),\n";
    for system in 0..systems {
        write_system(&mut out, &mut dice, system, teams);
    }
    out += "    },\n    services: {\n";
    for service in 0..systems.div_ceil(PER_SERVICE) {
        let (one, two) = (dice.below(systems), dice.below(systems));
        let _ = writeln!(
            out,
            "        \"service-{service}\": (needs: [\"system-{one}\", \"system-{two}\"], rto: \"{}h\", rpo: \"24h\", \
             mtpd: \"3d\"),",
            2 + dice.below(40)
        );
    }
    out += "    },\n)\n";
    let scenario = "(\n    title: \"A tenth is struck\", model: \"model.ron\", horizon: \"30d\", onset: \"Fri 22:40\",\n    \
                    events: [ Corruption(id: \"attack\", targets: [\"tag:windows\"], dwell: \"pert(1h, 1d, 6d)\", \
                    destroys_copies: 0.2) ],\n)\n";
    Texts { model: out, scenario: scenario.to_owned() }
}

fn write_system(out: &mut String, dice: &mut Dice, system: usize, teams: usize) {
    let first_of_layer = system / LAYER * LAYER;
    let mut needs: Vec<String> = Vec::new();
    for _ in 0..dice.below(3) {
        if first_of_layer > 0 {
            needs.push(format!("\"system-{}\"", dice.below(first_of_layer)));
        }
    }
    needs.sort();
    needs.dedup();
    let tags = if system == 0 || dice.below(10) == 0 { ", tags: [\"windows\"]" } else { "" };
    let (team, hours) = (dice.below(teams), 1 + dice.below(4));
    let _ = writeln!(
        out,
        "        \"system-{system}\": (home: \"north\", needs: [{}]{tags}, restart: \"10m\",\n            copies: {{ \
         \"nightly\": Backup(on: \"store\", every: \"24h\", starts: \"01:00\", takes: \"2h\", immutable: true) }},\n            \
         recovery: [ (name: \"Restore\", from: \"nightly\", steps: [\n                (do: \"Build\", by: \
         [\"team-{team}\"], takes: \"pert(20m, {hours}h, 8h)\"),\n                (do: \"Restore\", by: [\"team-{team}\"], uses: \
         [\"pipe\"], takes: \"{}GB at pert(80, 200, 400)GB/h\"),\n                (do: \"Check\", by: [\"team-{}\"], takes: \
         \"pert(10m, 30m, 2h)\"),\n            ]) ]),",
        needs.join(", "),
        50 * (1 + dice.below(20)),
        dice.below(teams),
    );
}
