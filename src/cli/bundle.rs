//! `run --bundle DIR`: a folder with everything that an auditor keeps of a run: inputs, results, the report, the manifest, and a
//! seal over the manifest, so that no byte of it can change unnoticed.
//!
//! The manifest comes last but for its seal: a folder without them is no evidence. That the folder can be written is
//! found out before the first trial.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::report::form::Form;
use crate::report::text::{shell, shown};
use crate::report::wire::{DigestOf, EditOf, Engine, FileOf, MANIFEST_SCHEMA, Manifest, Repeat};

use super::against::Earlier;
use super::args::{EditAsk, RunArgs};
use super::failure::Failure;
use super::files;
use super::output::{Output, Replace, create_folder};
use super::play::options;
use super::read::Case;
use super::report::{self, Asked};

/// Names inside a bundle.
pub const RESULTS: &str = "results.json";
pub const REPORTS: [(&str, Form); 2] = [("report.html", Form::Html), ("report.md", Form::Markdown)];
pub const MANIFEST: &str = "manifest.json";
pub const SEAL: &str = "manifest.sha256";
pub const INPUTS: &str = "inputs";

/// A bundle that is going to be written.
pub struct Bundle {
    folder: PathBuf,
    /// Whether the folder was there before anything was tried.
    stood_before: bool,
    replace: Replace,
    /// The inputs by their names in the bundle.
    inputs: BTreeMap<String, Vec<u8>>,
    scenarios: Vec<String>,
    /// The table of real outages among them.
    actuals: Option<String>,
    /// The earlier results among them.
    against: Option<String>,
}

/// Where nothing was written, nothing is left: folders are made to see whether that can be done.
impl Drop for Bundle {
    fn drop(&mut self) {
        remove_if_empty(&self.folder.join(INPUTS));
        if !self.stood_before {
            remove_if_empty(&self.folder);
        }
    }
}

/// Removes a folder that holds no file, nor do those below it.
fn remove_if_empty(folder: &Path) {
    let below = files::entries(folder).map(|(_, folders)| folders).unwrap_or_default();
    below.iter().for_each(|folder| remove_if_empty(folder));
    // What holds something refuses to go.
    let _ = fs::remove_dir(folder);
}

/// The bytes of a bundle.
pub struct Made<'a> {
    bundle: &'a Bundle,
    files: BTreeMap<&'a str, Cow<'a, [u8]>>,
    manifest: String,
}

impl Made<'_> {
    /// Writes everything.
    ///
    /// # Errors
    /// A file cannot be written; then there is no manifest.
    pub fn write(&self) -> Result<(), Failure> {
        for (name, bytes) in &self.files {
            self.bundle.output(name)?.write(bytes)?;
        }
        self.bundle.output(MANIFEST)?.write(self.manifest.as_bytes())?;
        self.bundle.output(SEAL)?.write(seal(self.manifest.as_bytes()).as_bytes())
    }
}

impl Bundle {
    /// Reads the inputs of all cases again and checks that the folder can take them.
    ///
    /// # Errors
    /// An input has changed meanwhile, two inputs of one name differ, or the folder cannot be written.
    pub fn open(
        folder: &str,
        cases: &[Case],
        earlier: Option<&Earlier>,
        replace: Replace,
    ) -> Result<Bundle, Failure> {
        let folder = PathBuf::from(folder);
        let (mut inputs, mut scenarios, mut actuals) = (BTreeMap::new(), Vec::new(), None);
        for case in cases {
            for (input, path) in case.inputs.iter().zip(&case.paths) {
                let unreadable = |fault| super::read::unreadable(&path.to_string_lossy(), &fault);
                let bytes = files::read(path).map_err(unreadable)?;
                if sha256(&bytes) != input.sha256 {
                    return Err(Failure::tool(format!("{} has changed since it was read", input.name)));
                }
                let name = format!("{INPUTS}/{}", input.name.replace('\\', "/"));
                let earlier = inputs.insert(name.clone(), bytes);
                if earlier.is_some_and(|earlier| sha256(&earlier) != input.sha256) {
                    let failure =
                        Failure::usage(format!("two inputs of this bundle are called {}", input.name));
                    return Err(failure.help("a bundle holds scenarios of one organisation"));
                }
                match input.role.as_str() {
                    "scenario" => scenarios.push(name),
                    "actuals" => actuals = Some(name),
                    _ => {}
                }
            }
        }
        let mut against = None;
        if let Some(earlier) = earlier {
            let name = format!("{INPUTS}/{}", earlier.own_name());
            if inputs.insert(name.clone(), earlier.bytes().to_owned()).is_some() {
                return Err(Failure::usage(format!(
                    "two inputs of this bundle are called {}",
                    earlier.own_name()
                )));
            }
            against = Some(name);
        }
        let stood_before = folder.exists();
        let bundle = Bundle { folder, stood_before, replace, inputs, scenarios, actuals, against };
        let reports = REPORTS.map(|(name, _)| name);
        let inputs = bundle.inputs.keys().map(String::as_str);
        let names: Vec<&str> = inputs.chain(reports).chain([RESULTS, MANIFEST, SEAL]).collect();
        bundle.refuse_others(&names)?;
        for name in names {
            bundle.output(name)?;
        }
        Ok(bundle)
    }

    /// Refuses a folder with files that the manifest would not name: such a bundle never verifies.
    fn refuse_others(&self, names: &[&str]) -> Result<(), Failure> {
        let known: BTreeSet<PathBuf> = names.iter().map(|name| self.folder.join(name)).collect();
        let mut folders = vec![self.folder.clone()];
        while let Some(inside) = folders.pop() {
            let (found, below) = match files::entries(&inside) {
                Ok(entries) => entries,
                Err(files::Unreadable::Missing) => return Ok(()),
                Err(fault) => return Err(super::read::unreadable(&inside.to_string_lossy(), &fault)),
            };
            if let Some(other) = found.iter().find(|path| !known.contains(*path)) {
                let other = other.strip_prefix(&self.folder).unwrap_or(other).to_string_lossy();
                let folder = self.folder.to_string_lossy();
                let failure = Failure::tool(format!(
                    "{} holds {}, which would be no part of the bundle",
                    shown(&folder),
                    shown(&other)
                ));
                return Err(failure.help("name a folder that is empty or does not exist"));
            }
            folders.extend(below);
        }
        Ok(())
    }

    /// Makes everything that is to be written; `results` are the objects, `digests` one of each scenario.
    ///
    /// # Errors
    /// The template of a report asks for something that is not there.
    pub fn made(
        &self,
        results: &[String],
        digests: &[String],
        (args, edits, seed): (&RunArgs, &[EditAsk], u64),
        asked: &Asked,
    ) -> Result<Made<'_>, Failure> {
        let made = |(name, form)| Ok((name, report::made(form, results, asked)?));
        let reports = REPORTS.into_iter().map(made).collect::<Result<Vec<(&str, Vec<u8>)>, Failure>>()?;
        let inputs = self.inputs.iter().map(|(name, bytes)| (name.as_str(), Cow::Borrowed(bytes.as_slice())));
        let mut files: BTreeMap<&str, Cow<[u8]>> = inputs.collect();
        let results: String = results.iter().map(|object| format!("{object}\n")).collect();
        files.insert(RESULTS, Cow::Owned(results.into_bytes()));
        files.extend(reports.into_iter().map(|(name, report)| (name, Cow::Owned(report))));
        let file = |(name, bytes): (&&str, &Cow<[u8]>)| FileOf {
            name: (*name).to_owned(),
            bytes: bytes.len() as u64,
            sha256: sha256(bytes),
        };
        let digest = |(scenario, digest): (&String, &String)| DigestOf {
            scenario: scenario.clone(),
            digest: format!("sha256:{digest}"),
        };
        let manifest = Manifest {
            schema: MANIFEST_SCHEMA.to_owned(),
            engine: Engine {
                name: env!("CARGO_PKG_NAME").to_owned(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
            },
            run: self.repeat(args, edits, seed),
            digests: self.scenarios.iter().zip(digests).map(digest).collect(),
            files: files.iter().map(file).collect(),
        }
        .text();
        Ok(Made { bundle: self, files, manifest })
    }

    fn repeat(&self, args: &RunArgs, edits: &[EditAsk], seed: u64) -> Repeat {
        let edit = |edit: &EditAsk| EditOf {
            op: edit.option().trim_start_matches('-').to_owned(),
            path: edit.path.clone(),
            value: edit.value.clone(),
        };
        let scenarios: Vec<String> = self.scenarios.iter().map(|name| shell(name)).collect();
        let decided = if args.until_decided { " --until-decided" } else { "" };
        let precision = args.precision.map_or(String::new(), |width| format!(" --precision {width}"));
        let option = |option: &str, name: &Option<String>| {
            name.as_ref().map_or(String::new(), |name| format!(" {option} {}", shell(name)))
        };
        let beside = option("--actuals", &self.actuals) + &option("--against", &self.against);
        let options: String = options(edits).iter().map(|option| format!(" {option}")).collect();
        Repeat {
            command: format!(
                "blackstart run {}{decided}{precision} --trials {} --seed {seed}{options}{beside}",
                scenarios.join(" "),
                args.trials(),
            ),
            scenarios: self.scenarios.clone(),
            actuals: self.actuals.clone(),
            against: self.against.clone(),
            seed,
            trials: args.trials(),
            until_decided: args.until_decided,
            precision: args.precision,
            edits: edits.iter().map(edit).collect(),
        }
    }

    /// The place of a file of the bundle; its folder is made where it is missing.
    fn output(&self, name: &str) -> Result<Output, Failure> {
        let path = self.folder.join(name);
        create_folder(files::folder_of(&path))?;
        Output::to_file(path, self.replace)
    }
}

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What the seal of a manifest holds, as `sha256sum --check` reads it.
pub fn seal(manifest: &[u8]) -> String {
    format!("{}  {MANIFEST}\n", sha256(manifest))
}
