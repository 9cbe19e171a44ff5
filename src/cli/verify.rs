//! `verify`: whether a bundle of evidence is what was written, and with `--rerun` whether its inputs still give its
//! results, to the byte.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use crate::report::text::{count, shown};
use crate::report::wire::{EditOf, Manifest};

use super::against::Earlier;
use super::args::{CampaignArgs, EditAsk, ProgressMode, RunArgs, Seed, VerifyArgs};
use super::bundle::{MANIFEST, RESULTS, SEAL, seal, sha256};
use super::exit::Exit;
use super::failure::Failure;
use super::files;
use super::output::write_stdout;
use super::read;
use super::report_args::{BesideArgs, FormArgs};
use super::run;
use super::talk::Talk;

/// Checks a bundle.
///
/// # Errors
/// It does not verify: the first difference (exit 13). Or it cannot be read.
pub fn verify(args: &VerifyArgs, talk: &Talk) -> Result<Exit, Failure> {
    let folder = Path::new(&args.folder);
    match files::entries(folder) {
        Ok(_) => {}
        Err(files::Unreadable::Missing) => {
            return Err(Failure::tool(format!(
                "cannot read {}: there is no such folder",
                shown(&args.folder)
            )));
        }
        Err(fault) => return Err(read::unreadable(&args.folder, &fault)),
    }
    let manifest = manifest(folder)?;
    for file in &manifest.files {
        let bytes = bytes_of(folder, &file.name)?;
        if bytes.len() as u64 != file.bytes {
            let said = format!("it has {} bytes, not {}", count(bytes.len() as u64), count(file.bytes));
            return Err(differs(&file.name, &said));
        }
        if sha256(&bytes) != file.sha256 {
            return Err(differs(&file.name, "its SHA-256 is not the one in the manifest"));
        }
    }
    no_more(folder, &manifest)?;
    let mut said = format!("{} files are what was written; ", count(manifest.files.len() as u64));
    if args.rerun {
        rerun(folder, &manifest, talk)?;
        said.push_str("played again, the inputs give the same results, to the byte.\n");
    } else {
        said.push_str("`--rerun` plays the inputs again and compares the results.\n");
    }
    said.push_str(&format!("To do so by hand, in the folder: {}\n", shown(&manifest.run.command)));
    write_stdout(talk.dressed(&said).as_bytes())?;
    Ok(Exit::Done)
}

/// The manifest, if its seal is unbroken.
pub(super) fn manifest(folder: &Path) -> Result<Manifest, Failure> {
    let bytes = bytes_of(folder, MANIFEST)?;
    if bytes_of(folder, SEAL)? != seal(&bytes).into_bytes() {
        return Err(differs(
            MANIFEST,
            &format!("it is not the one that {SEAL} was made of, or that has changed"),
        ));
    }
    let text = String::from_utf8(bytes).map_err(|_| differs(MANIFEST, "it is no text"))?;
    let manifest = Manifest::read(&text).map_err(|error| differs(MANIFEST, &error))?;
    let is_file = |name: &&String| manifest.files.iter().any(|file| file.name == **name);
    match manifest
        .run
        .scenarios
        .iter()
        .chain(&manifest.run.actuals)
        .chain(&manifest.run.against)
        .find(|name| !is_file(name))
    {
        Some(name) => Err(differs(name, "the manifest plays it without keeping it")),
        None => Ok(manifest),
    }
}

/// A file that the manifest names; it cannot lead out of the folder.
pub(super) fn bytes_of(folder: &Path, name: &str) -> Result<Vec<u8>, Failure> {
    let path = Path::new(name);
    if !path.components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(differs(name, "it leads out of the folder"));
    }
    files::read_written(&folder.join(path)).map_err(|fault| differs(name, &fault.words()))
}

/// Whether there is a file of which the manifest knows nothing.
fn no_more(folder: &Path, manifest: &Manifest) -> Result<(), Failure> {
    let named = manifest.files.iter().map(|file| file.name.as_str()).chain([MANIFEST, SEAL]);
    let known: BTreeSet<PathBuf> = named.map(|name| folder.join(name)).collect();
    let mut folders = vec![folder.to_owned()];
    while let Some(inside) = folders.pop() {
        let entries = files::entries(&inside);
        let (found, below) = entries.map_err(|fault| read::unreadable(&inside.to_string_lossy(), &fault))?;
        if let Some(more) = found.iter().find(|path| !known.contains(*path)) {
            let name = more.strip_prefix(folder).unwrap_or(more).to_string_lossy().into_owned();
            return Err(differs(&name, "the manifest does not name it"));
        }
        folders.extend(below);
    }
    Ok(())
}

/// Plays the inputs again and compares the results, line by line.
fn rerun(folder: &Path, manifest: &Manifest, talk: &Talk) -> Result<(), Failure> {
    if manifest.engine.version != env!("CARGO_PKG_VERSION") {
        talk.note(&format!(
            "the bundle was written by version {}, and this is {}: results may differ where the change log says so",
            manifest.engine.version,
            env!("CARGO_PKG_VERSION")
        ));
    }
    let edits: Vec<EditAsk> = manifest.run.edits.iter().filter_map(edit_of).collect();
    let args = args_of(manifest);
    let table = manifest.run.actuals.as_ref().map(|name| folder.join(name).to_string_lossy().into_owned());
    let earlier =
        manifest.run.against.as_ref().map(|name| Earlier::read(&folder.join(name).to_string_lossy()));
    let earlier = earlier.transpose()?;
    let written = String::from_utf8_lossy(&bytes_of(folder, RESULTS)?).into_owned();
    let mut lines = written.lines();
    for scenario in &manifest.run.scenarios {
        let scenario_path = folder.join(scenario);
        let case = read::case_beside(&scenario_path.to_string_lossy(), &edits, table.as_deref())?;
        let again = run::results_line(&case, (&args, &edits), earlier.as_ref(), talk)?;
        let was = lines.next().unwrap_or_default();
        if was != again.trim_end() {
            let place = first_difference(was, again.trim_end());
            return Err(differs(RESULTS, &format!("played again, {scenario} gives something else {place}")));
        }
    }
    match lines.next() {
        Some(_) => Err(differs(RESULTS, "it has more scenarios than the manifest")),
        None => Ok(()),
    }
}

pub(super) fn edit_of(edit: &EditOf) -> Option<EditAsk> {
    match (edit.op.as_str(), &edit.value) {
        ("set", Some(value)) => Some(EditAsk::set(&edit.path, value)),
        ("add", Some(value)) => Some(EditAsk::add(&edit.path, value)),
        ("remove", _) => Some(EditAsk::remove(&edit.path)),
        _ => None,
    }
}

fn args_of(manifest: &Manifest) -> RunArgs {
    let run = &manifest.run;
    RunArgs {
        scenarios: run.scenarios.clone(),
        campaign: CampaignArgs {
            trials: Some(run.trials),
            seed: Seed::Number(run.seed),
            jobs: None,
            set: Vec::new(),
            remove: Vec::new(),
            add: Vec::new(),
            progress: ProgressMode::Auto,
        },
        until_decided: run.until_decided,
        precision: run.precision,
        format: None,
        form: FormArgs::default(),
        output: Vec::new(),
        bundle: None,
        beside: BesideArgs::default(),
        force: false,
        advisory: false,
    }
}

/// Where two results objects differ first: the key, and both values.
fn first_difference(was: &str, is: &str) -> String {
    let parsed = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
    let found =
        parsed(was).zip(parsed(is)).and_then(|(was, is)| path_of_difference(&was, &is, String::new()));
    found.map_or_else(|| "in its form".to_owned(), |(path, was, is)| format!("at {path}: {was} became {is}"))
}

fn path_of_difference(
    was: &serde_json::Value,
    is: &serde_json::Value,
    path: String,
) -> Option<(String, String, String)> {
    use serde_json::Value;
    match (was, is) {
        (Value::Object(one), Value::Object(other)) => {
            let keys: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
            let child = |key: &String| {
                let [one, other] = [one, other].map(|object| object.get(key).unwrap_or(&Value::Null));
                path_of_difference(one, other, format!("{path}/{key}"))
            };
            keys.into_iter().find_map(child)
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            let pairs = one.iter().zip(other).enumerate();
            pairs
                .into_iter()
                .find_map(|(index, (one, other))| path_of_difference(one, other, format!("{path}/{index}")))
        }
        _ if was == is => None,
        _ => {
            let [was, is] = [was, is].map(|value| crate::report::text::cut(&shown(&value.to_string()), 40));
            Some((path, was, is))
        }
    }
}

pub(super) fn differs(name: &str, why: &str) -> Failure {
    Failure::new(Exit::DoesNotVerify, format!("{}: {why}", shown(name)))
}
