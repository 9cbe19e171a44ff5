//! Runs what the README shows and compares it to the byte; `TRYCMD=overwrite cargo test readme` brings it up to date.

#[test]
fn the_readme_shows_what_the_command_prints() {
    trycmd::TestCases::new().case("README.md");
}
