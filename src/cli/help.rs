//! The examples at the end of every help text; a test runs each of them.

pub const TOP: &str = "\
Examples:
  blackstart run scenarios/harbour-bank/ransomware.ron
  blackstart replay scenarios/harbour-bank/ransomware.ron --trial p90
  blackstart new my-organisation";

pub const RUN: &str = "\
Exit status: 0 nothing falls short, 10 an objective falls short, 11 none does but one is undecided, \
1 the tool failed, 2 usage, 3 invalid file, 4 an edit names nothing, 5 a limit was hit, \
130 interrupted (143 terminated, 129 hung up): what was done is kept and marked partial.

With --until-decided or --precision the run is looked at after 4,096 trials, 8,192, 16,384 and so on up \
to --trials, and ends as soon as enough is seen. Intervals of shares are then those of a confidence \
sequence (beta-binomial mixture, at 99 % over all looks together), somewhat wider than for one look.

Examples:
  blackstart run scenarios/harbour-bank
  blackstart run scenarios/hello/outage.ron --until-decided --format json
  blackstart run scenarios/harbour-bank/ransomware.ron --set teams.dba.people=4 --trials 20k";

pub const CHECK: &str = "\
Exit status: 0 every file can be used, 3 a file is invalid, 1 a file cannot be read, 4 a code does not \
exist, 10 a finding remains that `--deny` names and nobody accepted in the file.

Examples:
  blackstart check scenarios/harbour-bank
  blackstart check scenarios/hello/outage.ron --as-of 2026-11-21
  blackstart check scenarios --format json --allow W0701";

pub const EXPLAIN: &str = "\
Exit status: 0 explained, 4 there is no such code.

Examples:
  blackstart explain E0110
  blackstart explain e0101
  blackstart explain";

pub const REPLAY: &str = "\
A percentile is the trial at that rank of the service's recovery time; trials that did not recover \
come last. `shortest-miss` is the trial that misses the service's recovery objective by least.
Exit status: 0 shown, 3 invalid file, 4 the trial or the service does not exist.

Examples:
  blackstart replay scenarios/harbour-bank/ransomware.ron --trial p90
  blackstart replay scenarios/hello/outage.ron --trial 0
  blackstart replay scenarios/harbour-bank/ransomware.ron --trial worst --trials 5000 --format json";

pub const REPORT: &str = "\
Several scenarios, or several results, make one report; all must be of one model. A report is made \
from results and from nothing else, so that a run and its results file give the same bytes.

In JUnit an objective that falls short is a failure, an undecided one an error, and one that nothing \
touched is skipped. SARIF has a result for each finding, at its place in the files.

Exit status: of results files 0, since nothing was played: what they say was the status of their run. \
Of scenarios that of `run`: 0, 10, 11. Of both 1 the tool failed, 2 usage, 3 invalid file, 4 a \
framework or an edit names nothing.

Examples:
  blackstart report scenarios/harbour-bank -o bank.md -o xlsx=gap-register.xlsx
  blackstart report scenarios/hello/outage.ron --format markdown --framework dora,iso22301
  blackstart report scenarios/harbour-bank/ransomware.ron -o csv=figures.csv -o junit=objectives.xml";

pub const GRAPH: &str = "\
A picture that would not fit a page is folded, and says what was folded; dot, graphml and json are \
always whole.
Exit status: 0 drawn, 3 invalid file, 4 an id names nothing or no need leads from A to B.

Examples:
  blackstart graph scenarios/harbour-bank/ransomware.ron -o bank.svg
  blackstart graph scenarios/harbour-bank/model.ron --service instant-payments --format dot
  blackstart graph scenarios/harbour-bank/model.ron --why instant-payments grid-quay";

pub const WHATIF: &str = "\
All edits together are one variant. A --name begins a variant of its own, which takes the edits that \
follow it; --each makes every edit a variant. A patch is a file with a list of changes, such as \
[Set(\"teams.dba.people\", 4), Remove(\"sites.lyon\")], or a map of such lists by name.
Exit status: 0 shown, 3 invalid file, 4 an edit names nothing or no service is left, 5 a trial never ends, 130 interrupted: \
the pairs that were done are shown and marked partial.

Examples:
  blackstart whatif scenarios/harbour-bank/ransomware.ron --set teams.dba.people=4 --trials 2k
  blackstart whatif scenarios/hello/outage.ron --name slow --set response.detect=4h
  blackstart whatif scenarios/harbour-bank/ransomware.ron --set horizon=9d";

pub const EXERCISE: &str = "\
The folder gets `players/` (situation manual, briefs, forms, calendar; nothing of what happens) and \
`control/` (guides, injects, scripts, logs; with what is really so). Everything prints on A4.
Exit status: 0 written, 1 the folder cannot be written, 3 invalid file, 4 the trial or the service \
does not exist.

Examples:
  blackstart exercise scenarios/harbour-bank/ransomware.ron -o pack
  blackstart exercise scenarios/hello/outage.ron --start 2027-03-04T09:00 --minutes 90 -o shop-pack
  blackstart exercise scenarios/harbour-bank/ransomware.ron --trial p90 --injects 8 -o long-pack";

pub const AAR: &str = "\
The log is the one that `blackstart exercise` began and a scribe or a console went on with; its format \
is docs/exercise-log.md. The report holds it against the plan, and says of each corrective action what \
its edit of the model would change.
Exit status: 0 written, 1 a file cannot be read or written, 3 the log is damaged or of another exercise, \
4 its scenario is not there.

Examples:
  blackstart aar scenarios/harbour-bank/day.jsonl -o after
  blackstart aar scenarios/harbour-bank/day.jsonl --trials 1000 -o after-quick
  blackstart aar scenarios/harbour-bank/day.jsonl --jobs 1 -o after-slow";

pub const CALIBRATE: &str = "\
The update is stated in docs/calibration.md. Without --write nothing changes.
Exit status: 0 done, 1 a file cannot be read or written, 3 a file is damaged or of another organisation, \
4 nothing that was observed is about this model.

Examples:
  blackstart calibrate scenarios/harbour-bank/model.ron --log scenarios/harbour-bank/day.jsonl
  blackstart calibrate scenarios/hello/model.ron --actuals scenarios/hello/restores.csv --weight 8
  blackstart calibrate scenarios/hello/model.ron --actuals scenarios/hello/restores.csv --write";

pub const NEW: &str = "\
Nothing is ever overwritten: the folder must be empty or not exist.

Examples:
  blackstart new my-organisation
  blackstart new plans/2026
  blackstart new ./town-hall";

pub const VERIFY: &str = "\
The first difference is named: a file that is missing, added or has changed by as much as a byte, or the \
key of the results that comes out otherwise. A bundle that can be changed can be sealed anew: keep the \
line of manifest.sha256 where its reader trusts it.
Exit status: 0 it verifies, 13 it does not, 1 it cannot be read.

Examples:
  blackstart verify evidence/2026-11-21
  blackstart verify evidence/2026-11-21 --rerun
  blackstart verify evidence/2026-11-21 --rerun --quiet";
