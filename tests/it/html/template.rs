//! A user's own template: what it sees, how its faults are told, that it ends.

use super::{dossier_of, results};
use blackstart::report::html::{Fault, Template};

fn filled(source: &str) -> Result<String, Fault> {
    let dossier = dossier_of(&results("scenarios/hello/outage.ron", "100"));
    Template::of_user("mine.html", source)?.page(&dossier, &[])
}

#[test]
fn a_template_sees_the_page_and_escapes_what_it_prints() {
    let page = filled("{% for s in scenarios %}<h1>{{ s.title }}</h1>{{ '<b>' }}{% endfor %}").unwrap();
    assert_eq!(page, "<h1>The orders database fails</h1>&lt;b&gt;");
}

#[test]
fn a_template_may_change_a_part_of_ours() {
    let page = filled("{% extends \"report.html\" %}{% block board %}<p>Ours</p>{% endblock %}").unwrap();
    assert!(
        page.contains("<p>Ours</p>")
            && page.contains("Every objective")
            && !page.contains("What to know first")
    );
}

#[test]
fn faults_have_a_name_a_line_and_a_reason() {
    let fault = filled("one\n{% for %}").unwrap_err();
    assert_eq!((fault.name.as_str(), fault.line), ("mine.html", Some(2)));
    assert!(fault.message.starts_with("syntax error"), "{}", fault.message);
    let fault = filled("one\n\n{{ no_such_thing }}").unwrap_err();
    assert_eq!((fault.name.as_str(), fault.line), ("mine.html", Some(3)));
    let fault = filled("{% include '/etc/passwd' %}").unwrap_err();
    assert!(fault.message.contains("/etc/passwd"), "{}", fault.message);
}

#[test]
fn a_template_that_never_ends_is_stopped() {
    let fault = filled(
        "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}x{% endfor %}{% endfor %}{% endfor %}",
    );
    assert!(fault.unwrap_err().message.contains("too many steps"));
    let fault = filled("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}").unwrap_err();
    assert!(fault.message.contains("recursion"), "{}", fault.message);
}
