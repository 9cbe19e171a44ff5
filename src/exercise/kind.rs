//! What kinds of moments a day in a room is made of, and what a facilitator does with each.

/// What kind of moment it is; a day in a room wants different ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Symptom,
    Place,
    Noticed,
    Declaration,
    GoAhead,
    Withdrawn,
    Contest,
    LongWork,
    OldCopy,
    Failure,
    RunsOut,
    Notice,
    Public,
    Rumour,
    Return,
    Relapse,
    Supplier,
    ByHand,
}

impl Kind {
    /// What of it people can talk about.
    pub fn words(self) -> &'static str {
        match self {
            Kind::Symptom => "a symptom before anybody knows",
            Kind::Place => "a place that is lost, and those who stand before it",
            Kind::Noticed => "scattered alarms that somebody has to put together",
            Kind::Declaration => "an emergency to be declared, or not",
            Kind::GoAhead => "a way of recovery that waits for a word",
            Kind::Withdrawn => "something switched off in the course of the response",
            Kind::Contest => "people wanted in two places at once",
            Kind::LongWork => "long work that has to be begun in time",
            Kind::OldCopy => "data that come back older than promised",
            Kind::Failure => "a step of recovery that fails",
            Kind::RunsOut => "work by hand that runs out too early",
            Kind::Notice => "somebody who waits for what is owed by a time",
            Kind::Public => "a service that is missed in public",
            Kind::Rumour => "people called in who have heard rumours",
            Kind::Return => "a return that somebody has to accept",
            Kind::Relapse => "a service that falls a second time",
            Kind::Supplier => "a supplier that stops",
            Kind::ByHand => "work by hand that begins",
        }
    }

    /// Whether a day can do without it: not without what it begins with, nor without what others follow from.
    pub fn can_stay_untold(self) -> bool {
        !matches!(self, Kind::Symptom | Kind::Place | Kind::Noticed | Kind::Declaration | Kind::Supplier)
    }

    /// Whether those who hear of it learn that the service it is about is out.
    pub fn tells_of_a_loss(self) -> bool {
        matches!(
            self,
            Kind::Symptom | Kind::Noticed | Kind::Public | Kind::Relapse | Kind::Supplier | Kind::ByHand
        )
    }

    /// Whether several may hear it at once; a caller reaches one.
    pub fn is_for_several(self) -> bool {
        !matches!(self, Kind::Symptom | Kind::Notice | Kind::Rumour | Kind::Failure)
    }

    /// What a facilitator asks, whatever the model says.
    pub fn question(self) -> &'static str {
        match self {
            Kind::Symptom => {
                "What do you know, what do you guess, and whom do you tell that you are guessing?"
            }
            Kind::Place => {
                "Is everybody out, and who has counted? What stands there, and what of it is needed first somewhere else?"
            }
            Kind::Noticed => {
                "Who is in charge from this minute on? Say it aloud. Who has the list of numbers, and does it work when the systems do not?"
            }
            Kind::Declaration => {
                "What becomes possible with the declaration that is not possible now? What would you have to see not to declare?"
            }
            Kind::GoAhead => {
                "What is given up by going this way? What would you have to see to turn back, and can you?"
            }
            Kind::Withdrawn => {
                "What else goes through there? What is the condition under which it comes back, and who says so?"
            }
            Kind::Contest => {
                "By which list do you give the order, and who has agreed to it beforehand? Who tells those who wait, and how long do they wait?"
            }
            Kind::LongWork => {
                "If it takes as long as the worst case of the plan, which promise breaks first? What do you lose by beginning now?"
            }
            Kind::OldCopy => {
                "What exactly is missing if you take this copy, and who can enter it again? From what?"
            }
            Kind::Failure => "How many more times do you try before you take the other way? Who stops it?",
            Kind::RunsOut => "What is stopped first? Who outside could take over a part of it today?",
            Kind::Notice => {
                "From which minute does the time run? What may be left open at first, and what has to be in it?"
            }
            Kind::Public => "Who speaks, and what will you be able to keep? What can people do meanwhile?",
            Kind::Rumour => "What may those who are called in know, and who tells everybody the same?",
            Kind::Return => "What is checked before anybody is told? Who accepts it, in writing?",
            Kind::Relapse => "What did you tell people when it came back? What do you tell them now?",
            Kind::Supplier => {
                "What else of yours comes from there, and what are you owed? From when on do you act as if it never came back?"
            }
            Kind::ByHand => "What can it not do? What is used up first, and who counts it?",
        }
    }

    /// What to do if the room stalls.
    pub fn stalls(self) -> &'static str {
        match self {
            Kind::Symptom | Kind::Noticed => {
                "Let a second caller ring with the same words from another place. If nobody takes charge, ask who would, at that hour of that day."
            }
            Kind::Place => {
                "Ask each at the table what of theirs stands there, and what they would miss first."
            }
            Kind::Declaration => {
                "Read out the criteria of the plan, one by one, and have each answered with yes, no or unknown. Then ask for the decision as it stands."
            }
            Kind::GoAhead | Kind::Withdrawn | Kind::LongWork | Kind::Supplier => {
                "Have them draw on the wall what hangs on it. Then say that the caller needs a yes or a no within two minutes."
            }
            Kind::Contest => {
                "Ask which of the two would be missed first by somebody outside, and when. Then let the head of the table decide alone."
            }
            Kind::OldCopy | Kind::Return => {
                "Ask who would have to sign for it. If that role is not in the room, let them decide for it and write down that they did."
            }
            Kind::Failure => {
                "Say that the same try takes as long again, and that it has just turned a full hour."
            }
            Kind::RunsOut | Kind::Relapse | Kind::ByHand => {
                "Let somebody from the counter or the ward come in and ask what to tell the person in front of them."
            }
            Kind::Notice | Kind::Public => {
                "Let the caller ring again after three minutes, shorter of patience. Ask for the first sentence, word for word."
            }
            Kind::Rumour => "Say that ten more have been called, and that each asks the same.",
        }
    }

    /// What to do if the room runs ahead.
    pub fn ahead(self) -> &'static str {
        match self {
            Kind::Symptom | Kind::Noticed => {
                "Ask what they would have seen if it were only half as bad, and whether they would have come together for that."
            }
            Kind::Place => "Say that nobody will be let in for a week, not even to fetch a list.",
            Kind::Declaration => {
                "Ask who would declare if nobody at this table could be reached. Then go to the next time."
            }
            Kind::GoAhead => "Say that whoever may decide has just lost the line. Who decides now?",
            Kind::Withdrawn => "Take one of the things away that they have just planned to reach through it.",
            Kind::Contest => {
                "Take one person out: the one who does most of it is ill. Then give the reserve that calls somebody away."
            }
            Kind::LongWork => "Say that the first person asked does not answer. Who is the second?",
            Kind::OldCopy => "Ask how they would prove next week what was lost and who accepted it.",
            Kind::Failure => "Let the second try fail, too.",
            Kind::RunsOut => "Ask for the plan of the day after tomorrow: people, rooms, meals, forms.",
            Kind::Notice | Kind::Public => {
                "Let somebody post a picture of the note on the door. Ask for an answer in two sentences."
            }
            Kind::Rumour => {
                "Ask how people at home learn that they are not needed tonight but tomorrow at six."
            }
            Kind::Return => "Ask what they do if it stops again in an hour, and who may stop it on purpose.",
            Kind::Relapse => "Ask which other service could do the same, and how they would see it coming.",
            Kind::Supplier => {
                "Say that the supplier's last people go home tonight. What do you still get from them?"
            }
            Kind::ByHand => "Ask who enters all of it again afterwards, from what, and in how many days.",
        }
    }
}
