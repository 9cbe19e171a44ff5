//! What an inject asks of people, and the objective that it serves where nobody wrote one.

/// The capability that an inject puts to the proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Capability {
    Notice,
    Decide,
    Continue,
    Recover,
    Inform,
}

impl Capability {
    /// In the words of an evaluator.
    pub fn name(self) -> &'static str {
        match self {
            Capability::Notice => "Situational assessment",
            Capability::Decide => "Operational coordination",
            Capability::Continue => "Continuity of service",
            Capability::Recover => "Recovery of systems and data",
            Capability::Inform => "Public information and notification",
        }
    }

    pub fn id(self) -> &'static str {
        match self {
            Capability::Notice => "notice",
            Capability::Decide => "decide",
            Capability::Continue => "continue",
            Capability::Recover => "recover",
            Capability::Inform => "inform",
        }
    }

    /// Whether the capability that somebody wrote is this one; a part of its name is enough.
    pub fn is_named(self, written: &str) -> bool {
        let (own, written) = (self.name().to_lowercase(), written.trim().to_lowercase());
        !written.is_empty() && (own.contains(&written) || written.contains(&own))
    }

    /// What participants are to do.
    pub fn objective(self) -> &'static str {
        match self {
            Capability::Notice => {
                "Recognise from scattered reports that services are affected, and call out who is needed"
            }
            Capability::Decide => {
                "Decide in time, by a known person, and write down when and on what information"
            }
            Capability::Continue => "Keep the most important services going while systems are down",
            Capability::Recover => {
                "Set and keep an order of recovery that follows the promises made for the services"
            }
            Capability::Inform => {
                "Inform customers, staff and authorities correctly and within the times that are owed"
            }
        }
    }

    /// What evaluators watch for.
    pub fn tasks(self) -> &'static [&'static str] {
        match self {
            Capability::Notice => &[
                "Reports from different places are put together in one place",
                "One person keeps a log with times from the first call on",
                "The people needed are called, and who does not answer is noticed",
            ],
            Capability::Decide => &[
                "Who may decide is known without looking it up",
                "What is not known is said aloud before deciding",
                "The decision, its time and its reason are written down",
            ],
            Capability::Continue => &[
                "Each affected service has somebody who says how it goes on meanwhile",
                "How long work by hand can last is said, with what runs out first",
                "The next step is prepared before it runs out",
            ],
            Capability::Recover => &[
                "The order of recovery follows services, not the loudest caller",
                "People and equipment that several need at once are given out by one hand",
                "The age of restored data is asked for and accepted by the owner of the service",
            ],
            Capability::Inform => &[
                "One person speaks for the organisation",
                "Duties to notify are found with their deadlines",
                "What is said can be kept to",
            ],
        }
    }
}
