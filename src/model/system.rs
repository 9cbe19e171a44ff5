//! Systems: copies of their data, and the strategies that bring them back.

use super::{Ask, Need, Objective, Step, Uncertain, Unit};
use crate::ids::{GroupId, NodeId, SiteId, TeamId};
use crate::notation::date::Date;
use crate::source::Place;
use crate::units::Millis;

#[derive(Clone, Debug)]
pub struct System {
    pub node: NodeId,
    pub home: Option<SiteId>,
    /// What the home mode stands on; a need of the home mode.
    pub stored_on: Option<NodeId>,
    pub rto: Option<Objective>,
    pub rpo: Option<Objective>,
    pub restart: Restart,
    /// 1 before 2.
    pub priority: Option<u32>,
    pub fails_over_on: Vec<NodeId>,
    /// Members of one group are restored to one common point.
    pub restore_group: Option<String>,
    pub regroup: Option<Millis>,
    /// The file's word, or whether there are copies or an rpo.
    pub holds_data: bool,
    /// In the order of the file.
    pub copies: Vec<Copy>,
    /// In order of preference.
    pub recovery: Vec<Strategy>,
    /// The `alike` group it is a member of.
    pub group: Option<GroupId>,
}

/// What brings a mode back after an outage ends or its site returns.
#[derive(Clone, Debug)]
pub enum Restart {
    /// Machine time; nothing delays it.
    Plain(Uncertain),
    /// Work, like a step.
    Attended { takes: Uncertain, by: Vec<Ask>, uses: Vec<Unit>, needs: Vec<Need>, after: Vec<NodeId> },
}

impl Restart {
    /// What must be up before it, and whose fall makes it due.
    pub fn after(&self) -> &[NodeId] {
        match self {
            Restart::Attended { after, .. } => after,
            Restart::Plain(_) => &[],
        }
    }
}

#[derive(Clone, Debug)]
pub struct Copy {
    pub id: String,
    /// Where it is kept; at least one of `at` and `on` is given.
    pub at: Option<SiteId>,
    /// What it is kept on, or read through: any node.
    pub on: Option<NodeId>,
    pub immutable: bool,
    pub kind: CopyKind,
    pub place: Place,
}

#[derive(Clone, Debug)]
pub enum CopyKind {
    Replica(Replica),
    Backup(Backup),
}

#[derive(Clone, Debug)]
pub struct Replica {
    pub lag: Uncertain,
}

#[derive(Clone, Debug)]
pub struct Backup {
    /// Above zero.
    pub every: Millis,
    /// Offset of copy 0 from Monday 00:00; `None`: a phase drawn per trial.
    pub starts: Option<Millis>,
    pub takes: Uncertain,
    /// `NEVER`: kept for good.
    pub keep: Millis,
    /// In 0..=1.
    pub success: f64,
    /// `None`: the file is silent, and it always succeeds.
    pub success_place: Option<Place>,
}

impl System {
    /// The copies that at least one admitted strategy takes the data from, in the order of the file; those that never
    /// offer a point are none.
    pub fn copies_restored_from(&self) -> Vec<&Copy> {
        let is_used = |position: usize| {
            self.recovery.iter().any(|strategy| strategy.admitted && strategy.from == Source::Copy(position))
        };
        let copies = self.copies.iter().enumerate();
        copies
            .filter(|(position, copy)| is_used(*position) && copy.can_offer())
            .map(|(_, copy)| copy)
            .collect()
    }
}

impl Backup {
    /// Whether it can ever offer a point: one that always fails, or is thrown away before it is complete, never does.
    pub fn can_offer(&self) -> bool {
        self.success > 0.0 && self.takes.least() <= self.keep
    }
}

impl Copy {
    /// How far before a disruption the oldest point that it offers can lie: of a replica its largest lag, of a backup how
    /// long it is kept.
    #[must_use]
    pub fn oldest(&self) -> Millis {
        match &self.kind {
            CopyKind::Replica(replica) => replica.lag.most(),
            CopyKind::Backup(backup) => backup.keep,
        }
    }

    /// Whether it can ever offer a point.
    pub fn can_offer(&self) -> bool {
        match &self.kind {
            CopyKind::Backup(backup) => backup.can_offer(),
            CopyKind::Replica(_) => true,
        }
    }
}

/// Where a strategy takes the data from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The data must be in reach, or there are none.
    InPlace,
    /// A copy, by position in `System::copies`.
    Copy(usize),
    /// Back empty (`from: "nothing"`).
    Nothing,
}

#[derive(Clone, Debug)]
pub struct Decision {
    pub takes: Uncertain,
    pub by: TeamId,
}

/// Units held from the first step on for as long as the strategy and then its mode exist.
pub type Occupies = Vec<Unit>;

#[derive(Clone, Debug)]
pub struct Strategy {
    pub id: String,
    pub name: String,
    /// Where its mode stands: `to`, else the system's home.
    pub site: Option<SiteId>,
    pub from: Source,
    /// `(named, used instead)`: exchanges in the system's needs.
    pub instead: Vec<(NodeId, NodeId)>,
    /// Replaces the system's needs in this mode. Never together with `instead`.
    pub needs_there: Option<Vec<Need>>,
    pub automatic: bool,
    pub decide: Option<Decision>,
    pub after_declaration: bool,
    /// May name tasks.
    pub begins_when: Vec<Need>,
    /// May name tasks.
    pub only_if: Vec<Need>,
    /// Whether `only_for` (if given) admits the scenario's class.
    pub admitted: bool,
    pub not_before: Millis,
    pub give_up: Option<Millis>,
    pub occupies: Occupies,
    pub cleans: bool,
    /// When people last did this for real.
    pub tested: Option<Date>,
    /// At least one.
    pub steps: Vec<Step>,
    pub place: Place,
}
