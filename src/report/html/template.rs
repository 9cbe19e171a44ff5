//! Fills a template with a page: ours, or one that a user brings.
//!
//! A user's template sees the page and our own templates by name (`{% extends "report.html" %}`), no file and no
//! environment; what it may do is bounded, so that a careless loop ends.

use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior, Value};

use super::view::Page;
use crate::diagnostic::unseen::shown;
use crate::report::clauses::Framework;
use crate::report::dossier::Dossier;

/// Our templates by name; the first is the page.
const OURS: [(&str, &str); 12] = [
    ("report.html", include_str!("templates/report.html")),
    ("style.css", include_str!("templates/style.css")),
    ("macros.html", include_str!("templates/macros.html")),
    ("board.html", include_str!("templates/board.html")),
    ("since.html", include_str!("templates/since.html")),
    ("scenario.html", include_str!("templates/scenario.html")),
    ("sheet.html", include_str!("templates/sheet.html")),
    ("gap.html", include_str!("templates/gap.html")),
    ("back.html", include_str!("templates/back.html")),
    ("studies.html", include_str!("templates/studies.html")),
    ("study.html", include_str!("templates/study.html")),
    ("study.css", include_str!("templates/study.css")),
];
/// Steps that a template may take: some hundred times what ours takes for a large plan.
const FUEL: u64 = 200_000_000;
/// How deep templates may call each other.
const DEPTH: usize = 64;

/// A template, ready to be filled.
#[derive(Clone, Debug)]
pub struct Template {
    name: String,
    /// `None`: ours.
    source: Option<String>,
}

/// What is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The template, and the line in it where that is known.
    pub name: String,
    pub line: Option<usize>,
    pub message: String,
}

impl Template {
    /// The shipped one.
    pub fn ours() -> Template {
        Template { name: OURS[0].0.to_owned(), source: None }
    }

    /// A user's; `name` stands in messages.
    ///
    /// # Errors
    /// It cannot be read as a template.
    pub fn of_user(name: &str, source: &str) -> Result<Template, Fault> {
        let template = Template { name: name.to_owned(), source: Some(source.to_owned()) };
        template.environment()?;
        Ok(template)
    }

    /// Fills it.
    ///
    /// # Errors
    /// It asks for something that is not there, or takes too long.
    pub fn page(&self, dossier: &Dossier, frameworks: &[Framework]) -> Result<String, Fault> {
        self.filled(Value::from(Serde(Page::new(dossier, frameworks))))
    }

    /// The shipped one of studies alone.
    pub(super) fn of_studies() -> Template {
        Template { name: "studies.html".to_owned(), source: None }
    }

    /// Fills it with what it sees.
    ///
    /// # Errors
    /// It asks for something that is not there, or takes too long.
    pub(super) fn filled(&self, page: Value) -> Result<String, Fault> {
        let environment = self.environment()?;
        let template = environment.get_template(&self.name).map_err(|error| self.fault(&error))?;
        template.render(page).map_err(|error| self.fault(&error))
    }

    fn environment(&self) -> Result<Environment<'_>, Fault> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|name| match name {
            "style.css" | "study.css" => AutoEscape::None,
            _ => AutoEscape::Html,
        });
        environment.set_fuel(Some(FUEL));
        environment.set_recursion_limit(DEPTH);
        let syntax = environment.syntax().to_builder().trim_blocks(true).lstrip_blocks(true).build();
        environment.set_syntax(syntax.expect("blocks that are trimmed contradict nothing"));
        for (name, source) in OURS {
            environment.add_template(name, source).map_err(|error| self.fault(&error))?;
        }
        if let Some(source) = &self.source {
            environment.add_template(&self.name, source).map_err(|error| self.fault(&error))?;
        }
        Ok(environment)
    }

    fn fault(&self, error: &minijinja::Error) -> Fault {
        let what = match error.kind() {
            ErrorKind::OutOfFuel => "it takes too many steps: does a loop never end?".to_owned(),
            kind => match error.detail() {
                Some(detail) => format!("{kind}: {detail}"),
                None => kind.to_string(),
            },
        };
        // The innermost cause says most: an include only says that it could not be filled.
        let inner =
            std::error::Error::source(error).and_then(|source| source.downcast_ref::<minijinja::Error>());
        match inner {
            Some(inner) if matches!(error.kind(), ErrorKind::BadInclude | ErrorKind::EvalBlock) => {
                self.fault(inner)
            }
            _ => Fault {
                name: shown(error.name().unwrap_or(&self.name)),
                line: error.line(),
                message: shown(&what),
            },
        }
    }
}
