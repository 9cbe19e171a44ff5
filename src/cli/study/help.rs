//! The ends of the help texts of studies; a test runs each of their examples.

pub const COMPARE: &str = "\
Two results files (of `run --format json`, or the results.json of a folder) are compared by what \
they say: their intervals are those of runs that have nothing to do with each other. Two scenario \
files are played here, pair by pair of runs with the same draws, which tells small changes from chance.
Exit status: 0 compared, 12 something got worse and --exit-code was given, 1 a file cannot be \
read, 3 invalid file, 4 the two have nothing in common, 130 interrupted.

Examples:
  blackstart compare scenarios/hello/outage.ron scenarios/hello/outage.ron --trials 2k
  blackstart compare scenarios/hello/outage.ron scenarios/hello/outage.ron --format markdown
  blackstart compare scenarios/hello/outage.ron scenarios/hello/outage.ron --exit-code --format json";

pub const LADDER: &str = "\
An axis is a path with values, or one of absence, dwell, duration, onset and declaration, which \
bring values of their own: absence is the chance that a person is away, dwell how long an intruder \
was inside, duration how long outages last, onset the 168 hours of the week, declaration the time \
from assessment to declaration.
Exit status: 0 shown, 3 invalid file or value, 4 the scenario has nothing to vary along an axis, \
130 interrupted.

Examples:
  blackstart ladder scenarios/harbour-bank/ransomware.ron --along teams.dba.people=1,2,4
  blackstart ladder scenarios/hello/outage.ron --along absence=0,0.9 --along declaration
  blackstart ladder scenarios/hello/outage.ron --along onset --trials 200 --format json";

pub const DELAY: &str = "\
Every delay is played with the same draws. The delay counts from the assessment to the \
declaration, in place of what the plan says; whoever decides is still called.
Exit status: 0 shown, 3 invalid file, 4 no service has an rto, 130 interrupted.

Examples:
  blackstart delay scenarios/harbour-bank/main-data-centre-loss.ron --trials 300
  blackstart delay scenarios/hello/outage.ron --trials 300
  blackstart delay scenarios/hello/outage.ron --trials 300 --format json";

pub const SWEEP: &str = "\
Every site, supplier, system and team is taken away, alone and with --order 2 in pairs, and every \
service is held against its objectives. A loss is played up to --trials, fewer where its shares are \
known to 2 in 100 runs earlier. Pairs that most services need both of come first.
Exit status: 0 shown, 3 invalid file, 4 there is nothing to lose, 130 interrupted.

Examples:
  blackstart sweep scenarios/harbour-bank/model.ron --kind site,supplier
  blackstart sweep scenarios/hello/model.ron --order 2 --lasts forever
  blackstart sweep scenarios/hello/model.ron --kind system --format json";

pub const ADVISE: &str = "\
Levers are derived from where the time went and which copies were lost, in all scenarios together: more \
people, shorter steps, steps side by side, surer steps, decisions taken beforehand, copies made more often \
or immutable. Each is played over all scenarios, the best in sets of up to three. A file of your own \
levers is a map: { \"a second line\": (cost: 120000, changes: [Set(\"teams.dba.people\", 4)]) }.
Exit status: 0 shown, 3 invalid file, 130 interrupted.

Examples:
  blackstart advise scenarios/harbour-bank/ransomware.ron --budget 8 --trials 2k
  blackstart advise scenarios/hello --trials 2k
  blackstart advise scenarios/hello/outage.ron --trials 2k --format json";

pub const SENSITIVITY: &str = "\
Every length of time, chance and number of people that is on the way of some outage is put at its own 10th \
and 90th percentile, halved and doubled, one at a time and with the same draws.
Exit status: 0 shown, 3 invalid file, 4 the service does not exist or none is touched, 130 interrupted.

Examples:
  blackstart sensitivity scenarios/hello/outage.ron
  blackstart sensitivity scenarios/hello/outage.ron --trials 2k
  blackstart sensitivity scenarios/hello/outage.ron --format json";
