//! The results file of every shipped scenario against the shipped schema.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `scenarios/` that names a model.
fn scenarios() -> Vec<PathBuf> {
    let mut folders = vec![root().join("scenarios")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let is_file_of_the_language = path.extension().is_some_and(|ending| ending == "ron");
            if path.is_dir() {
                folders.push(path);
            } else if is_file_of_the_language && path.file_name().is_some_and(|name| name != "model.ron") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn results_of(scenario: &Path, options: &[&str]) -> Value {
    let mut run = Command::new(env!("CARGO_BIN_EXE_blackstart"));
    run.arg("run").arg(scenario).args(["--trials", "150", "--format", "json"]).args(options);
    let output = run.output().unwrap();
    let exit = output.status.code();
    assert!(matches!(exit, Some(0 | 10 | 11)), "{}: exit {exit:?}", scenario.display());
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn every_shipped_scenario_yields_what_the_schema_says() {
    let schema = std::fs::read_to_string(root().join("docs/results.schema.json")).unwrap();
    let validator = jsonschema::draft202012::new(&serde_json::from_str(&schema).unwrap()).unwrap();
    let all = scenarios();
    assert!(all.len() >= 4, "{all:?}");
    let searches: [&[&str]; 2] = [&[], &["--until-decided", "--precision", "0.01"]];
    for (scenario, options) in all.iter().flat_map(|scenario| searches.map(|options| (scenario, options))) {
        let results = results_of(scenario, options);
        let errors: Vec<_> = validator
            .iter_errors(&results)
            .map(|error| format!("{}{}: {error}", scenario.display(), error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{}", errors.join("\n"));
        assert_eq!(results["run"]["trials"], 150);
        assert!(!results["services"].as_array().unwrap().is_empty(), "{}", scenario.display());
    }
}
