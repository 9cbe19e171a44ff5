//! `graph`: draws what needs what, or says why one thing needs another.

use std::path::PathBuf;

use crate::diagnostic::near;
use crate::report::picture::why::{Why, why};
use crate::report::picture::{Kind, Picture, dot, focus, fold, graphml, mermaid, svg, view};
use crate::report::text::shown;
use crate::report::wire::{GraphFile, line};

use super::exit::Exit;
use super::failure::Failure;
use super::files;
use super::graph_args::{GraphArgs, GraphFormat};
use super::output::{Output, Replace};
use super::read;
use super::talk::Talk;

/// Begins every id inside an SVG that stands alone.
const PREFIX: &str = "blackstart";

/// Draws the graph, or answers `--why`.
///
/// # Errors
/// A file is invalid, an id names nothing, no need leads from one to the other, or the output cannot be written.
pub fn graph(args: &GraphArgs, talk: &Talk) -> Result<Exit, Failure> {
    let (model, scenario, inputs) = read::plan(&args.path)?;
    let (format, file) = args.output.as_deref().map_or((None, "-"), GraphFormat::asked);
    let format = args.format.or(format).or_else(|| GraphFormat::of_file(file));
    if let Some(failure) = of_points(file).filter(|_| format.is_none()) {
        return Err(failure);
    }
    files::refuse_input(file, inputs.iter().map(PathBuf::as_path))?;
    let output = Output::open(file, if args.force { Replace::Force } else { Replace::Never })?;
    let mut picture = view::view(&model, scenario.as_ref());
    if let Some(id) = &args.service {
        let card = card_named(&picture, id, Some(Kind::Service))?;
        picture = focus::on(picture, card);
    }
    let text = match args.why.as_deref() {
        Some([from, to, ..]) => answer(&picture, (from, to), format)?,
        _ => {
            let format = format.unwrap_or(GraphFormat::Svg);
            if matches!(format, GraphFormat::Svg | GraphFormat::Mermaid) {
                picture = fold::fold(picture);
                picture.notes.iter().for_each(|note| talk.note(note));
            }
            drawn(picture, format, None)
        }
    };
    let text =
        if output.is_stdout() && format.is_none() && args.why.is_some() { talk.dressed(&text) } else { text };
    output.write(text.as_bytes())?;
    Ok(Exit::Done)
}

/// Why a file that ends like a picture made of points, or a paper, is not written as something else under its name.
fn of_points(file: &str) -> Option<Failure> {
    let ending = file.rsplit_once('.')?.1.to_ascii_lowercase();
    let known = ["png", "jpg", "jpeg", "gif", "webp", "bmp", "tif", "tiff", "pdf", "ps", "eps"];
    known.contains(&ending.as_str()).then(|| {
        Failure::usage(format!("a graph has no form `{ending}`: {}", shown(file)))
            .help("write it as svg: browsers, office and drawing programs open it and save it as they like")
    })
}

fn drawn(picture: Picture, format: GraphFormat, why: Option<&Why>) -> String {
    match format {
        GraphFormat::Svg => svg::draw(&picture, PREFIX),
        GraphFormat::Mermaid => mermaid::write(&picture),
        GraphFormat::Dot => dot::write(&picture),
        GraphFormat::Graphml => graphml::write(&picture),
        GraphFormat::Json => line(&GraphFile::new(&picture, why)) + "\n",
    }
}

/// The chains in words; in a format, the picture of the chains alone.
fn answer(
    picture: &Picture,
    (from, to): (&str, &str),
    format: Option<GraphFormat>,
) -> Result<String, Failure> {
    let (a, b) = (card_named(picture, from, None)?, card_named(picture, to, None)?);
    let Some(why) = why(picture, a, b) else { return Err(not_needed(picture, a, b)) };
    let Some(format) = format else { return Ok(why.words(picture)) };
    if format == GraphFormat::Json {
        return Ok(drawn(picture.clone(), format, Some(&why)));
    }
    let (keeps, links) = why.covered(picture);
    let mut chains = focus::on_chains(picture.clone(), &keeps, &links);
    chains.title = format!("Why {} needs {}", picture.cards[a].name, picture.cards[b].name);
    Ok(drawn(chains, format, None))
}

fn not_needed(picture: &Picture, from: usize, to: usize) -> Failure {
    let id = |card: usize| shown(&picture.cards[card].id).into_owned();
    let message = match from == to {
        true => format!("{} is named twice", id(from)),
        false => format!("no need leads from {} to {}, neither to run nor to come back", id(from), id(to)),
    };
    let failure = Failure::new(Exit::NothingSelected, message);
    match why(picture, to, from) {
        Some(_) => failure.help(format!("the other way round there is one: --why {} {}", id(to), id(from))),
        None => failure,
    }
}

/// The card with an id, of a kind where only one will do.
fn card_named(picture: &Picture, id: &str, kind: Option<Kind>) -> Result<usize, Failure> {
    let fits = |position: &usize| kind.is_none_or(|kind| picture.cards[*position].kind == kind);
    let candidates: Vec<usize> = (0..picture.cards.len()).filter(fits).collect();
    if let Some(&found) = candidates.iter().find(|position| picture.cards[**position].id == id) {
        return Ok(found);
    }
    let noun = kind.map_or("node", Kind::word);
    let failure = Failure::new(Exit::NothingSelected, format!("there is no {noun} {}", shown(id)));
    let ids = || candidates.iter().map(|position| picture.cards[*position].id.as_str());
    Err(match near::nearest_few(id, ids(), 3).as_slice() {
        [] => {
            let all: Vec<String> = ids().map(str::to_owned).collect();
            failure.help(format!("there are: {}", crate::report::names::listed(&all, 12)))
        }
        near => failure.help(format!("did you mean {}?", near.join(", "))),
    })
}
