//! Keeps `docs/format.md` equal to what the program reads.

use std::fs;
use std::path::Path;

use blackstart::document::format_page;

#[test]
fn the_format_reference_is_current() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/format.md");
    let page = format_page();
    if std::env::var_os("BLACKSTART_BLESS").is_some() {
        fs::create_dir_all(file.parent().expect("a folder")).expect("writable");
        fs::write(&file, &page).expect("writable");
    }
    let written = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        written == page,
        "docs/format.md is out of date; refresh it with: BLACKSTART_BLESS=1 cargo test --test it format"
    );
}
