//! The tornado of a service, and the figures that are worth knowing better.

use super::parts::Part;
use super::read::Read;
use crate::report::charts::tornado;

/// Figures that the chart shows, and the table.
const DRAWN_MAX: usize = 16;
const LISTED_MAX: usize = 60;

pub fn parts(read: &Read, anchor: &str) -> Vec<Part> {
    let service = match read.text("service_name") {
        "" => read.text("service"),
        name => name,
    };
    let mut part = Part::new(format!("RTO of {service}"));
    let planned = read.at("kept").number("share").unwrap_or(0.0);
    part.say(format!(
        "As planned {:.1} of 100 runs keep it. {} figures were looked at; {} were left out, as no ledger charges them with any time.",
        planned * 100.0,
        read.list("figures").count(),
        read.count("left_out")
    ));
    let moving: Vec<Read> =
        read.list("figures").filter(|figure| figure.number("swing") > Some(0.0)).collect();
    if moving.is_empty() {
        part.say("No figure changes it by more than chance.");
    } else {
        let rows: Vec<tornado::Row> = moving.iter().take(DRAWN_MAX).map(|figure| row(*figure)).collect();
        part.chart(&tornado::draw(anchor, &format!("What moves the RTO of {service} most"), planned, &rows));
        part.caption = "Each figure alone, at the farthest of its values below (its p10, half of it) and above (its p90, twice as much).".to_owned();
    }
    let heads = [
        "figure",
        "rests on",
        "#p10",
        "#p90",
        "#half",
        "#double",
        "#in its lowest tenth",
        "#in its highest tenth",
    ];
    let listed = moving.iter().take(LISTED_MAX).map(|figure| cells(*figure)).collect();
    part.table(
        "Runs in 100 that keep it, with one figure at another value; = no change that could not be chance",
        &heads,
        listed,
    );
    let mut worth = Part::new("Worth knowing: what to exercise or measure next");
    let guessed = |figure: &Read| matches!(figure.text("basis"), "assumed" | "estimated");
    let flips: Vec<Vec<String>> = read
        .list("figures")
        .filter(|figure| guessed(figure) && figure.list("flips").next().is_some())
        .map(|figure| {
            let said =
                figure.list("flips").map(|flip| format!("{} at {}", flip.text("objective"), flip.text("at")));
            vec![
                figure.text("path").to_owned(),
                figure.text("basis").to_owned(),
                said.collect::<Vec<_>>().join("; "),
            ]
        })
        .collect();
    if flips.is_empty() {
        worth.say("No assumed or estimated figure turns a verdict at any of these values.");
    }
    worth.table(
        "Assumed or estimated, and a verdict turns with it",
        &["figure", "rests on", "what turns"],
        flips,
    );
    vec![part, worth]
}

fn side<'a>(figure: Read<'a>, at: &str) -> Option<Read<'a>> {
    figure.list("sides").find(|side| side.text("at") == at)
}

/// The farthest share to either side that is certain.
fn row(figure: Read) -> tornado::Row {
    let farthest = |names: [&str; 2]| {
        let mut shares = names.into_iter().filter_map(|name| {
            let side = side(figure, name)?;
            side.is_set("certain").then(|| side.at("kept").number("share"))?
        });
        // The second, half or double, is the farther of the two where both are certain.
        shares.next_back()
    };
    tornado::Row {
        words: figure.text("path").to_owned(),
        smaller: farthest(["p10", "half"]),
        larger: farthest(["p90", "double"]),
    }
}

fn cells(figure: Read) -> Vec<String> {
    let of = |name: &str| match side(figure, name) {
        None => "\u{2013}".to_owned(),
        Some(side) if side.is_set("certain") => side.in_100("kept"),
        Some(_) => "=".to_owned(),
    };
    vec![
        figure.text("path").to_owned(),
        figure.at("basis").0.as_str().unwrap_or("\u{2013}").to_owned(),
        of("p10"),
        of("p90"),
        of("half"),
        of("double"),
        figure.in_100("lowest_tenth"),
        figure.in_100("highest_tenth"),
    ]
}
