//! Invents organisations of any size, as large ones are built: regions in pairs, each with two zones, its own
//! infrastructure, shared platforms and databases in clusters, backends and frontends in business areas on top of
//! them, and teams that answer for many systems. The same size and seed always give the same text.
//!
//! A region's systems need their own region, identity held by the first three regions together, and here and there
//! an alternative in the region's pair. So losing one region touches it and its pair, whatever the size of the whole.

use std::fmt::Write;

use super::Texts;

/// Systems that share one business area.
const AREA: usize = 50;
/// Systems that one team of developers looks after.
const TEAM: usize = 200;
/// The members of a cluster.
const CLUSTER: usize = 3;
/// Regions that hold the identity of all.
const CORE: usize = 3;

/// How large an organisation is to be.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub systems: usize,
    /// Systems of one region, at least 50; rounded so that there is an even number of regions.
    pub region: usize,
}

impl Size {
    /// An even number of regions, at least four.
    pub fn regions(self) -> usize {
        (self.systems / self.region).next_multiple_of(2).max(4)
    }

    fn systems_of(self, region: usize) -> usize {
        let regions = self.regions();
        self.systems * region / regions - self.systems * (region - 1) / regions
    }
}

/// An organisation and the loss of one region.
pub fn organisation(size: Size, seed: u64) -> Texts {
    Texts { model: model(size, seed), scenario: loss(size, 1) }
}

/// So many systems with one tag, and what spreads from each of them to each other.
pub fn worm(systems: usize) -> Texts {
    let plan = r#"recovery: [(name: "Reinstall", steps: [(do: "Install", by: ["it"], takes: "pert(10m, 30m, 2h)")])]"#;
    let system = |number| format!("\"s{number}\": (tags: [\"w\"], {plan}),");
    let all: String = (0..systems).map(system).collect();
    Texts {
        model: format!(
            r#"(teams: {{ "it": (people: 6) }}, systems: {{ {all} }}, services: {{ "v": (needs: ["s3"], rto: "1d") }})"#
        ),
        scenario: r#"(title: "Worm", model: "model.ron", class: CyberAttack, horizon: "30d", onset: "Mon 10:00", events: [
            Corruption(id: "first", targets: ["s0"], dwell: "1d"),
            Spread(of: "first", along: Tag("w"), chance: 0.9, delay: "pert(1m, 5m, 30m)")])"#
            .to_owned(),
    }
}

/// As many services as systems, each on a system of its own, all of them lost at once; twenty teams are too small for that.
pub fn all_out(systems: usize) -> Texts {
    let plan = |number: usize| {
        format!(
            r#"recovery: [(name: "Restore", to: "spare", needs_there: [], steps: [(do: "Restore it", by: ["ops{}: 2"], takes: "pert(10m, 20m, 60m)")])]"#,
            number % 20
        )
    };
    let by_hand = r#"workarounds: [(name: "Paper", ready: "10m", lasts: "2h", by: ["ops0"])]"#;
    let all = |row: &dyn Fn(usize) -> String| (0..systems).map(row).collect::<String>();
    let of_systems = all(&|number| format!("\"s{number}\": (home: \"main\", {}),\n", plan(number)));
    let of_services = all(&|number| {
        format!("\"v{number}\": (needs: [\"s{number}\"], rto: \"1h\", mtpd: \"2h\", {by_hand}),\n")
    });
    let teams: String =
        (0..20).map(|team| format!("\"ops{team}\": (people: 5, call_out: \"30m\"), ")).collect();
    Texts {
        model: format!(
            r#"(sites: {{ "main": (), "spare": () }}, teams: {{ {teams} }}, systems: {{ {of_systems} }}, services: {{ {of_services} }})"#
        ),
        scenario: r#"(title: "Loss of the house", model: "model.ron", class: PremisesLoss, horizon: "14d", onset: "Sat 02:00",
            response: (detect: "5m", assess: "30m", declare: "30m"), events: [Destruction(targets: ["main"])])"#
            .to_owned(),
    }
}

/// The loss of so many regions: no two of one pair and none that holds the identity of all, where there are enough.
pub fn loss(size: Size, regions: usize) -> String {
    let last = size.regions();
    let mut lost: Vec<usize> = (0..regions).map(|back| last.saturating_sub(2 * back).max(1)).collect();
    lost.dedup();
    let list = |suffix: &str| -> String {
        lost.iter().map(|region| format!("\"region-{region:03}{suffix}\"")).collect::<Vec<_>>().join(", ")
    };
    let (lost, flooded) = (list(""), list("-a"));
    format!(
        r#"(
    title: "Loss of a region", model: "model.ron", class: PremisesLoss, horizon: "14d",
    events: [
        Outage(id: "lost", targets: [{lost}], lasts: "pert(6h, 18h, 5d)"),
        Destruction(id: "flooded", targets: [{flooded}], chance: 0.25),
    ],
)
"#
    )
}

fn model(size: Size, seed: u64) -> String {
    let mut parts = Parts::default();
    let mut dice = Dice(seed);
    for number in 1..=size.regions() {
        let region = Region::new(number, size.systems_of(number));
        parts.places(&region);
        parts.teams(&region);
        parts.infrastructure(&region);
        (0..region.platforms).for_each(|cluster| parts.platform(&region, cluster));
        (0..region.databases).for_each(|database| parts.database(&region, &mut dice, database));
        (0..region.backends).for_each(|backend| parts.backend(&region, &mut dice, backend));
        (0..region.frontends).for_each(|frontend| parts.frontend(&region, &mut dice, frontend));
        (0..region.services).for_each(|service| parts.service(&region, &mut dice, service));
    }
    let Parts { sites, suppliers, teams, resources, gates, systems, services } = parts;
    format!(
        r#"(
    name: "Synthetic organisation",
    response: (detect: "pert(5m, 20m, 2h)", assess: "pert(10m, 30m, 2h)", declare: (takes: "pert(5m, 15m, 1h)", by: "crisis")),
    sites: {{
{sites}    }},
    suppliers: {{
        "carrier-1": (), "carrier-2": (),
{suppliers}    }},
    teams: {{
        "crisis": (people: 6, call_out: "pert(10m, 30m, 90m)"),
{teams}    }},
    resources: {{
{resources}    }},
    gates: {{
        "identity-of-all": "2 of (identity-all-1, identity-all-2, identity-all-3)",
{gates}    }},
    systems: {{
{systems}    }},
    services: {{
{services}    }},
)
"#
    )
}

/// A reproducible source of choices.
struct Dice(u64);

impl Dice {
    /// A number below `count`, or 0.
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % count.max(1)
    }

    fn zone(&mut self) -> char {
        if self.below(2) == 0 { 'a' } else { 'b' }
    }

    /// One of `count` things: seven times in eight one of the same business area as the `position`-th of `of`.
    fn near(&mut self, position: usize, of: usize, count: usize) -> usize {
        let areas = of.div_ceil(AREA);
        let area = if self.below(8) == 0 { self.below(areas) } else { position / AREA };
        let (first, end) = (count * area / areas, count * (area + 1) / areas);
        (first + self.below(end - first)).min(count - 1)
    }
}

/// What stands in a region. Of 100 systems some 3 are infrastructure, 7 platforms, 20 databases, 45 backends and
/// 25 frontends.
struct Region {
    /// As its ids are written.
    id: String,
    /// The region that stands in for it.
    pair: String,
    number: usize,
    systems: usize,
    /// Clusters of hosts.
    platforms: usize,
    databases: usize,
    backends: usize,
    frontends: usize,
    services: usize,
    /// What nearly everything in it needs.
    common: String,
}

impl Region {
    fn new(number: usize, systems: usize) -> Region {
        let id = format!("{number:03}");
        let (platforms, databases) = ((systems * 7 / 100 / CLUSTER).max(2), systems / 5);
        let below = 4 * CLUSTER + 4 + usize::from(number <= CORE) + platforms * CLUSTER + databases;
        let left = systems.saturating_sub(below);
        Region {
            pair: format!("{:03}", ((number - 1) ^ 1) + 1),
            number,
            systems,
            platforms,
            databases,
            backends: left * 9 / 14,
            frontends: left - left * 9 / 14,
            services: systems.div_ceil(AREA),
            common: common(&id),
            id,
        }
    }
}

fn common(region: &str) -> String {
    format!(r#""net-{region}", "dns-{region}", "identity-{region}", "secrets-{region}""#)
}

/// The maps of the model, in the making.
#[derive(Default)]
struct Parts {
    sites: String,
    suppliers: String,
    teams: String,
    resources: String,
    gates: String,
    systems: String,
    services: String,
}

/// Adds a line to one of the maps.
macro_rules! add {
    ($map:expr, $($text:tt)*) => { writeln!($map, $($text)*).expect("a text takes any text") };
}

impl Parts {
    fn places(&mut self, region: &Region) {
        let r = &region.id;
        add!(self.suppliers, r#"        "power-{r}": (promises: "8h"),"#);
        add!(self.resources, r#"        "pipe-{r}": (units: 8),"#);
        add!(
            self.sites,
            r#"        "region-{r}": (kind: CloudRegion, needs: ["power-{r}", "carrier-1 or carrier-2"], rides_out: {{ "power-{r}": "24h" }}),
        "region-{r}-a": (kind: DataCentre, needs: ["region-{r}"]),
        "region-{r}-b": (kind: DataCentre, needs: ["region-{r}"]),"#
        );
    }

    /// For the infrastructure, the platforms and the databases one each; developers by the business area.
    fn teams(&mut self, region: &Region) {
        let (r, systems) = (&region.id, region.systems);
        let mut teams = vec![
            (format!("network-{r}"), 2 + systems / 400),
            (format!("platform-{r}"), 2 + systems / 200),
            (format!("dba-{r}"), 2 + systems / 150),
        ];
        teams.extend((0..systems.div_ceil(TEAM)).map(|team| (format!("apps-{r}-{team}"), 6)));
        for (id, people) in teams {
            let on_call = people.div_ceil(3);
            add!(
                self.teams,
                r#"        "{id}": (people: {people}, hours: "Mon-Fri 08:00-18:00", call_out: "pert(5m, 15m, 45m)", off_hours: (people: {on_call}, call_out: "pert(20m, 45m, 2h)")),"#
            );
        }
    }

    /// Network, names, identity and secrets in clusters of which two of three suffice; storage and vaults.
    fn infrastructure(&mut self, region: &Region) {
        let r = &region.id;
        if region.number <= CORE {
            let number = region.number;
            add!(
                self.systems,
                r#"        "identity-all-{number}": (home: "region-{r}-a", tags: ["tier-0"], needs: ["net-{r}"], restart: (takes: "pert(10m, 20m, 1h)", by: ["platform-{r}"])),"#
            );
        }
        for (kind, needs) in [
            ("net", String::new()),
            ("dns", format!(r#""net-{r}""#)),
            ("identity", format!(r#""net-{r}", "dns-{r}", "identity-of-all""#)),
            ("secrets", format!(r#""net-{r}", "dns-{r}""#)),
        ] {
            self.gate(&format!("{kind}-{r}"));
            for member in 1..=CLUSTER {
                let zone = if member == 1 { 'a' } else { 'b' };
                add!(
                    self.systems,
                    r#"        "{kind}-{r}-{member}": (home: "region-{r}-{zone}", tags: ["tier-0"], needs: [{needs}], priority: 1, restart: (takes: "pert(5m, 15m, 1h)", by: ["network-{r}"]), recovery: [
            (name: "Build anew", to: "region-{r}-b", steps: [ (do: "Build", by: ["network-{r}"], takes: "pert(30m, 1h, 4h)") ]) ]),"#
                );
            }
        }
        for zone in ['a', 'b'] {
            add!(
                self.systems,
                r#"        "store-{r}-{zone}": (home: "region-{r}-{zone}", needs: ["net-{r}"], restart: "20m"),
        "vault-{r}-{zone}": (home: "region-{r}-{zone}", needs: ["net-{r}", "secrets-{r}"], restart: "10m"),"#
            );
        }
    }

    /// A name for "two of these three".
    fn gate(&mut self, id: &str) {
        add!(self.gates, r#"        "{id}": "2 of ({id}-1, {id}-2, {id}-3)","#);
    }

    fn platform(&mut self, region: &Region, cluster: usize) {
        let Region { id: r, common, .. } = region;
        self.gate(&format!("hosts-{r}-{cluster}"));
        for member in 1..=CLUSTER {
            let zone = if member == CLUSTER { 'b' } else { 'a' };
            add!(
                self.systems,
                r#"        "hosts-{r}-{cluster}-{member}": (home: "region-{r}-{zone}", needs: [{common}, "store-{r}-a or store-{r}-b"], restart: (takes: "pert(5m, 10m, 40m)", by: ["platform-{r}"]), recovery: [
            (name: "Build elsewhere", to: "region-{r}-b", steps: [ (do: "Build", by: ["platform-{r}"], takes: "pert(20m, 45m, 3h)") ]) ]),"#
            );
        }
    }

    /// A database that fails over to the pair, or else is restored there.
    fn database(&mut self, region: &Region, dice: &mut Dice, database: usize) {
        let Region { id: r, pair: p, common: here, .. } = region;
        let (zone, hosts, hosts_there) =
            (dice.zone(), dice.below(region.platforms), dice.below(region.platforms));
        let there = format!(r#"{}, "hosts-{p}-{hosts_there}""#, common(p));
        let automatic = if dice.below(4) == 0 { "automatic: true, " } else { "" };
        let size = 50 * (1 + dice.below(40));
        add!(
            self.systems,
            r#"        "db-{r}-{database}": (home: "region-{r}-{zone}", stored_on: "store-{r}-{zone}", needs: [{here}, "hosts-{r}-{hosts}"], rpo: "1h", restart: "10m",
            copies: {{ "standby": Replica(at: "region-{p}-a", lag: "pert(0s, 2s, 30s)"), "nightly": Backup(at: "region-{p}-b", on: "vault-{p}-b", every: "24h", starts: "01:00", takes: "2h", success: 0.98) }}, recovery: [
            (name: "Fail over", {automatic}to: "region-{p}-a", from: "standby", needs_there: [{there}], steps: [ (do: "Promote", takes: "pert(1m, 5m, 20m)", success: 0.95), (do: "Check", by: ["dba-{r}"], takes: "pert(5m, 15m, 40m)") ]),
            (name: "Restore", to: "region-{p}-a", from: "nightly", needs_there: [{there}], steps: [ (do: "Restore", by: ["dba-{r}"], uses: ["pipe-{p}"], takes: "{size}GB at pert(80, 200, 400)GB/h") ]) ]),"#
        );
    }

    /// A backend: needs databases and earlier backends, mostly of its own area, and one in twenty an alternative in
    /// the pair.
    fn backend(&mut self, region: &Region, dice: &mut Dice, backend: usize) {
        let Region { id: r, pair: p, common, .. } = region;
        let (zone, hosts, team) = (dice.zone(), dice.below(region.platforms), backend / TEAM);
        let mut needs = format!(r#"{common}, "hosts-{r}-{hosts}""#);
        for _ in 0..2 + dice.below(3) {
            let database = dice.near(backend, region.backends, region.databases);
            let _ = write!(needs, r#", "db-{r}-{database}""#);
        }
        for _ in 0..1 + dice.below(7) {
            let below = dice.near(backend, region.backends, region.backends);
            if below < backend {
                let _ = write!(needs, r#", "app-{r}-{below}""#);
            }
        }
        if dice.below(20) == 0 {
            let database = dice.below(region.databases);
            let _ = write!(needs, r#", "db-{r}-{database} or db-{p}-{database}""#);
        }
        let restart = match dice.below(3) {
            0 => format!(r#"(takes: "pert(2m, 10m, 1h)", by: ["apps-{r}-{team}"])"#),
            _ => r#""5m""#.to_owned(),
        };
        add!(
            self.systems,
            r#"        "app-{r}-{backend}": (home: "region-{r}-{zone}", needs: [{needs}], restart: {restart}, recovery: [
            (name: "Deploy in the pair", to: "region-{p}-a", not_before: "4h", steps: [ (do: "Deploy", by: ["apps-{r}-{team}"], takes: "pert(10m, 30m, 3h)") ]) ]),"#
        );
    }

    fn frontend(&mut self, region: &Region, dice: &mut Dice, frontend: usize) {
        let Region { id: r, common, .. } = region;
        let (zone, hosts) = (dice.zone(), dice.below(region.platforms));
        let mut needs = format!(r#"{common}, "hosts-{r}-{hosts}""#);
        for _ in 0..2 + dice.below(7) {
            let backend = dice.near(frontend, region.frontends, region.backends);
            let _ = write!(needs, r#", "app-{r}-{backend}""#);
        }
        add!(
            self.systems,
            r#"        "web-{r}-{frontend}": (home: "region-{r}-{zone}", needs: [{needs}], restart: "2m"),"#
        );
    }

    fn service(&mut self, region: &Region, dice: &mut Dice, service: usize) {
        let r = &region.id;
        let (one, two) = (dice.below(region.frontends), dice.below(region.frontends));
        let hours = 2 + dice.below(40);
        add!(
            self.services,
            r#"        "service-{r}-{service}": (needs: ["web-{r}-{one}", "web-{r}-{two}"], rto: "{hours}h", rpo: "24h", mtpd: "7d"),"#
        );
    }
}
