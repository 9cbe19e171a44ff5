//! Turns a needs expression (`a and (b or c)`, `2 of (a, b, c)`, `6 of tag:lots`) into a tree.
//!
//! Invariant: every name is a well-formed id, every count is at least 1 and at most the length of a written
//! list, and no tree is deeper than [`DEEPEST`] parentheses allow. `and` binds tighter than `or`.

use std::fmt;
use std::ops::Range;

use super::NotationError;
use super::cursor::{Cursor, Token};

/// How many parentheses may stand one inside the other.
pub const DEEPEST: usize = 64;

const FORMS: &str = "as in `a and (b or c)` or `2 of (a, b, c)`";

/// A condition on nodes and gates, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expr {
    /// The bytes of the whole condition.
    pub range: Range<usize>,
    /// What is demanded.
    pub kind: ExprKind,
}

/// What a condition demands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExprKind {
    /// The node, gate or every member of the group with this id.
    Name(String),
    /// All of these; at least two.
    All(Vec<Expr>),
    /// At least one of these; at least two are written.
    Any(Vec<Expr>),
    /// At least `k` of these, 1 <= `k` <= their number.
    AtLeast { k: u32, of: Vec<Expr> },
    /// So many members of a group or bearers of a tag.
    Count { k: Count, of: Members },
}

/// How many members are demanded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// At least this many, not 0.
    AtLeast(u32),
    /// Every one.
    All,
    /// At least one.
    Any,
}

/// Whose members are counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Members {
    /// The sort of set.
    pub kind: MembersKind,
    /// Its id, or the tag.
    pub name: String,
    /// The bytes of `name`, without `tag:`.
    pub range: Range<usize>,
}

/// The sort of set that is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MembersKind {
    /// The members of an `alike` group.
    Group,
    /// The systems that bear a tag.
    Tag,
}

/// A name that occurs in an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mention<'a> {
    /// A node, gate or group that is needed.
    Name(&'a str),
    /// A group whose members are counted.
    Group(&'a str),
    /// A tag whose bearers are counted.
    Tag(&'a str),
}

impl Expr {
    /// Lists every name with its place, in the order of the text.
    #[must_use]
    pub fn mentions(&self) -> Vec<(Mention<'_>, Range<usize>)> {
        let mut found = Vec::new();
        let mut open = vec![self];
        while let Some(expr) = open.pop() {
            match &expr.kind {
                ExprKind::Name(name) => found.push((Mention::Name(name), expr.range.clone())),
                ExprKind::All(of) | ExprKind::Any(of) | ExprKind::AtLeast { of, .. } => {
                    open.extend(of.iter().rev())
                }
                ExprKind::Count { of, .. } => {
                    let mention = match of.kind {
                        MembersKind::Group => Mention::Group(&of.name),
                        MembersKind::Tag => Mention::Tag(&of.name),
                    };
                    found.push((mention, of.range.clone()));
                }
            }
        }
        found
    }
}

/// Reads one needs expression.
///
/// # Errors
/// Reports ill-formed ids, counts that cannot be met, parentheses that do not match or nest too deeply, and
/// anything else that is not in the language.
pub fn parse(text: &str) -> Result<Expr, NotationError> {
    let mut parser = Parser { cursor: Cursor::new(text), depth: 0 };
    let expr = parser.any()?;
    if parser.cursor.is_at_end() { Ok(expr) } else { Err(parser.stray()) }
}

struct Parser<'a> {
    cursor: Cursor<'a>,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn any(&mut self) -> Result<Expr, NotationError> {
        self.chain("or", ExprKind::Any, |parser| parser.chain("and", ExprKind::All, Parser::single))
    }

    /// Reads one or more operands with `keyword` between them; a single operand stands for itself.
    fn chain(
        &mut self,
        keyword: &str,
        join: fn(Vec<Expr>) -> ExprKind,
        operand: fn(&mut Parser<'a>) -> Result<Expr, NotationError>,
    ) -> Result<Expr, NotationError> {
        let start = self.cursor.offset();
        let first = operand(self)?;
        if !self.cursor.keyword(keyword) {
            return Ok(first);
        }
        let mut operands = vec![first, operand(self)?];
        while self.cursor.keyword(keyword) {
            operands.push(operand(self)?);
        }
        Ok(Expr { range: self.cursor.range_since(start), kind: join(operands) })
    }

    fn single(&mut self) -> Result<Expr, NotationError> {
        if self.cursor.peek() == Some('(') {
            return self.nested(|parser| {
                let inner = parser.any()?;
                parser.close()?;
                Ok(inner)
            });
        }
        let start = self.cursor.offset();
        let Some(name) = self.cursor.name() else {
            return Err(self.cursor.expected("the id of what is needed").help(self.repair()));
        };
        if self.cursor.keyword("of") {
            return self.count(start, &name);
        }
        if self.cursor.peek() == Some(':') {
            return Err(self.bare_prefix(&name));
        }
        let kind = ExprKind::Name(name.id(FORMS)?);
        Ok(Expr { range: name.range, kind })
    }

    /// Passes over `(` and reads what is inside, unless parentheses are nested too deeply.
    fn nested<T>(
        &mut self,
        inside: impl FnOnce(&mut Self) -> Result<T, NotationError>,
    ) -> Result<T, NotationError> {
        if self.depth == DEEPEST {
            let error = self.cursor.expected(&format!("at most {DEEPEST} parentheses one inside the other"));
            return Err(error.help("give a part of the expression a name under `gates`"));
        }
        self.cursor.eat('(');
        self.depth += 1;
        let value = inside(self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn close(&mut self) -> Result<(), NotationError> {
        if self.cursor.eat(')') { Ok(()) } else { Err(self.stray()) }
    }

    /// Reads what follows `of`.
    fn count(&mut self, start: usize, number: &Token<&str>) -> Result<Expr, NotationError> {
        let k = count(number)?;
        let kind = if self.cursor.peek() == Some('(') {
            let mut of = self.nested(Self::list)?;
            if of.len() == 1 && !matches!(k, Count::AtLeast(_)) {
                return Ok(of.remove(0));
            }
            of_list(k, of, number)?
        } else {
            ExprKind::Count { k, of: self.members()? }
        };
        Ok(Expr { range: self.cursor.range_since(start), kind })
    }

    fn list(&mut self) -> Result<Vec<Expr>, NotationError> {
        let mut items = vec![self.any()?];
        while self.cursor.eat(',') {
            items.push(self.any()?);
        }
        self.close()?;
        Ok(items)
    }

    fn members(&mut self) -> Result<Members, NotationError> {
        let Some(name) = self.cursor.name() else {
            let error = self.cursor.expected("a list, a group or a tag after `of`");
            return Err(error.help("as in `2 of (a, b, c)`, `32 of tenant` or `6 of tag:lots`"));
        };
        if !self.cursor.eat(':') {
            return Ok(Members { kind: MembersKind::Group, name: name.id(FORMS)?, range: name.range });
        }
        if name.value != "tag" {
            let message = format!("`{}:` cannot be counted", name.value);
            return Err(
                NotationError::new(name.range, message).help("count the systems with a tag: `6 of tag:lots`")
            );
        }
        match self.cursor.name() {
            Some(tag) => Ok(Members { kind: MembersKind::Tag, name: tag.value.to_owned(), range: tag.range }),
            None => Err(self.cursor.expected("a tag after `tag:`").help("as in `6 of tag:lots`")),
        }
    }

    fn bare_prefix(&mut self, prefix: &Token<&str>) -> NotationError {
        self.cursor.eat(':');
        let tag = self.cursor.name().map_or("lots", |tag| tag.value);
        let range = self.cursor.range_since(prefix.range.start);
        if prefix.value != "tag" {
            let message = format!("`{}:` selects targets and cannot be needed", prefix.value);
            return NotationError::new(range, message).help("name the node that is needed by its id");
        }
        NotationError::new(range, "a tag is not a node; say how many of its systems are needed")
            .help(format!("write `all of tag:{tag}`, `any of tag:{tag}` or `2 of tag:{tag}`"))
    }

    /// Makes the error for text where the expression could have ended.
    fn stray(&mut self) -> NotationError {
        let what = if self.depth > 0 { "`and`, `or` or `)`" } else { "`and`, `or` or the end" };
        self.cursor.expected(what).help(self.repair())
    }

    fn repair(&mut self) -> &'static str {
        match self.cursor.peek() {
            Some('&' | '+') => "write `and`",
            Some('|' | '/') => "write `or`",
            Some('!') => "a need cannot be turned round: name what must be up",
            Some(',') if self.cursor.text_since(0).contains(" of ") => "as in `2 of (a, b, c)`",
            Some(',') => "write `and` between needs, or a list: [\"a\", \"b\"]",
            Some(')') => "each `)` closes one `(`",
            None if self.depth > 0 => "close the parenthesis with `)`",
            Some('(') => "as in `2 of (a, b, c)`",
            _ => FORMS,
        }
    }
}

fn count(number: &Token<&str>) -> Result<Count, NotationError> {
    let error =
        |message: String, help: &str| Err(NotationError::new(number.range.clone(), message).help(help));
    match number.value.to_ascii_lowercase().as_str() {
        "all" => Ok(Count::All),
        "any" => Ok(Count::Any),
        digits => match digits.parse::<u32>() {
            Ok(0) => error("0 of them is always true".to_owned(), "write at least 1, or leave the need out"),
            Ok(k) => Ok(Count::AtLeast(k)),
            Err(_) => error(
                format!("expected a whole number before `of`, found `{}`", number.value),
                "as in `2 of (a, b, c)`, `all of tag:lots` or `any of tag:lots`",
            ),
        },
    }
}

/// Makes the condition of a count over a written list.
fn of_list(k: Count, of: Vec<Expr>, number: &Token<&str>) -> Result<ExprKind, NotationError> {
    match k {
        Count::All => Ok(ExprKind::All(of)),
        Count::Any => Ok(ExprKind::Any(of)),
        Count::AtLeast(k) if k as usize > of.len() => {
            let message = format!("{k} of {} can never be", of.len());
            Err(NotationError::new(number.range.clone(), message).help(format!("write at most {}", of.len())))
        }
        Count::AtLeast(k) => Ok(ExprKind::AtLeast { k, of }),
    }
}

/// Writes the expression back in the language, with no more parentheses than it needs.
impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ExprKind::Name(name) => f.write_str(name),
            ExprKind::All(of) => {
                join(f, of, " and ", |part| matches!(part, ExprKind::All(_) | ExprKind::Any(_)))
            }
            ExprKind::Any(of) => join(f, of, " or ", |part| matches!(part, ExprKind::Any(_))),
            ExprKind::AtLeast { k, of } => {
                write!(f, "{k} of (")?;
                join(f, of, ", ", |_| false)?;
                f.write_str(")")
            }
            ExprKind::Count { k, of } => {
                match k {
                    Count::AtLeast(k) => write!(f, "{k} of ")?,
                    Count::All => f.write_str("all of ")?,
                    Count::Any => f.write_str("any of ")?,
                }
                f.write_str(if of.kind == MembersKind::Tag { "tag:" } else { "" })?;
                f.write_str(&of.name)
            }
        }
    }
}

fn join(f: &mut fmt::Formatter<'_>, of: &[Expr], between: &str, wrap: fn(&ExprKind) -> bool) -> fmt::Result {
    for (position, part) in of.iter().enumerate() {
        if position > 0 {
            f.write_str(between)?;
        }
        if wrap(&part.kind) {
            write!(f, "({part})")?;
        } else {
            write!(f, "{part}")?;
        }
    }
    Ok(())
}

#[cfg(test)]
#[path = "needs_tests.rs"]
mod tests;
