//! The figures of a run that stand beside clauses.

/// A figure, or a short row of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Which scenarios were played.
    Scenarios,
    /// Which of the nine classes of scenarios they are of.
    Classes,
    /// How many objectives hold, fall short, are undecided or not touched.
    Verdicts,
    /// The same of recovery times.
    Rto,
    /// The same of data loss.
    Rpo,
    /// The same of the longest tolerable outage.
    Mtpd,
    /// The objective that falls short by most.
    Worst,
    /// The longest typical outage of each scenario.
    Outages,
    /// What outages are expected to cost.
    Loss,
    /// Services that stay at or fall below their minimum level.
    Minimum,
    /// The order in which services typically return.
    Order,
    /// Services that do not return within the span watched.
    NotBack,
    /// What of the structure was modelled and struck.
    Dependencies,
    /// Which ways of recovery were taken, and failed.
    Strategies,
    /// Whose work takes most time.
    Resources,
    /// For whom work waits most.
    People,
    /// Where most time goes in runs that miss their objective.
    Causes,
    /// How the share kept turns with the clock.
    Clocks,
    /// Which share of the time rests on what evidence.
    Evidence,
    /// Verdicts that turn with the assumed times.
    Assumptions,
    /// How many findings there are.
    Findings,
    /// What repeats the run.
    Method,
}

impl Figure {
    /// Every figure.
    pub const ALL: &[Figure] = &[
        Figure::Scenarios,
        Figure::Classes,
        Figure::Verdicts,
        Figure::Rto,
        Figure::Rpo,
        Figure::Mtpd,
        Figure::Worst,
        Figure::Outages,
        Figure::Loss,
        Figure::Minimum,
        Figure::Order,
        Figure::NotBack,
        Figure::Dependencies,
        Figure::Strategies,
        Figure::Resources,
        Figure::People,
        Figure::Causes,
        Figure::Clocks,
        Figure::Evidence,
        Figure::Assumptions,
        Figure::Findings,
        Figure::Method,
    ];

    /// The word of the table.
    pub fn word(self) -> &'static str {
        match self {
            Figure::Scenarios => "scenarios",
            Figure::Classes => "classes",
            Figure::Verdicts => "verdicts",
            Figure::Rto => "rto",
            Figure::Rpo => "rpo",
            Figure::Mtpd => "mtpd",
            Figure::Worst => "worst",
            Figure::Outages => "outages",
            Figure::Loss => "loss",
            Figure::Minimum => "minimum",
            Figure::Order => "order",
            Figure::NotBack => "not-back",
            Figure::Dependencies => "dependencies",
            Figure::Strategies => "strategies",
            Figure::Resources => "resources",
            Figure::People => "people",
            Figure::Causes => "causes",
            Figure::Clocks => "clocks",
            Figure::Evidence => "evidence",
            Figure::Assumptions => "assumptions",
            Figure::Findings => "findings",
            Figure::Method => "method",
        }
    }

    /// The figure of a word.
    pub fn of_word(word: &str) -> Option<Figure> {
        Figure::ALL.iter().copied().find(|figure| figure.word() == word)
    }
}
