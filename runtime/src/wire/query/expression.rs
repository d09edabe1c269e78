//! The text of an OData expression while it is being put together: pieces of text, and the places of lambda variables,
//! whose names are known only once it is known which lambda stands in which.
//!
//! A flat list rather than a tree: an expression of any depth is written, cloned and dropped without recursion.

use std::borrow::Cow;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

/// The plain text, not yet encoded, or what is wrong with it.
pub(super) type Written = Result<String, &'static str>;

/// An expression's text with the places of its variables.
#[derive(Clone)]
#[doc(hidden)]
pub struct Expression {
    start: Cow<'static, str>,
    rest: Vec<Token>,
    problem: Option<&'static str>,
}

/// A value may stand in it.
impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Expression").finish_non_exhaustive()
    }
}

#[derive(Clone)]
enum Token {
    Text(Cow<'static, str>),
    /// A lambda's variable where the lambda begins, before its colon.
    Open(Variable),
    Use(Variable),
    /// The end of the lambda that was opened last.
    Close,
}

/// A lambda's variable, before it has a name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Variable(u64);

impl Variable {
    pub(super) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

impl Expression {
    pub(super) const fn new(text: &'static str) -> Self {
        Self { start: Cow::Borrowed(text), rest: Vec::new(), problem: None }
    }

    pub(super) const fn from_text(text: String) -> Self {
        Self { start: Cow::Owned(text), rest: Vec::new(), problem: None }
    }

    pub(super) fn variable(variable: Variable) -> Self {
        Self { start: Cow::Borrowed(""), rest: vec![Token::Use(variable)], problem: None }
    }

    /// An expression that can't be written.
    pub(super) fn invalid(problem: &'static str) -> Self {
        Self { start: Cow::Borrowed(""), rest: Vec::new(), problem: Some(problem) }
    }

    pub(super) fn push_str(&mut self, text: &str) -> &mut Self {
        self.text_end().push_str(text);
        self
    }

    #[inline]
    pub(super) fn push(&mut self, other: Self) -> &mut Self {
        self.push_str(&other.start);
        self.rest.extend(other.rest);
        self.problem = self.problem.or(other.problem);
        self
    }

    /// `any(x:body)` after what is there.
    #[inline]
    pub(super) fn push_lambda(&mut self, function: &str, variable: Variable, body: Self) -> &mut Self {
        self.push_str(function).push_str("(");
        self.rest.push(Token::Open(variable));
        self.push_str(":").push(body).rest.push(Token::Close);
        self.push_str(")")
    }

    #[inline]
    pub(super) fn in_parentheses(self) -> Self {
        let mut out = Self::new("(");
        out.push(self).push_str(")");
        out
    }

    /// `function(argument,..)`
    pub(super) fn call(function: &'static str, arguments: impl IntoIterator<Item = Self>) -> Self {
        let mut out = Self::new(function);
        out.push_str("(");
        for (index, argument) in arguments.into_iter().enumerate() {
            if index > 0 {
                out.push_str(",");
            }
            out.push(argument);
        }
        out.push_str(")");
        out
    }

    /// Gives the variables their names and writes the text.
    #[expect(clippy::extra_unused_type_parameters, reason = "says where it is compiled")]
    pub(super) fn write<Program>(&self) -> Written {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        let mut out = self.start.clone().into_owned();
        let mut names = Names::new(self);
        let mut open: Vec<Variable> = Vec::new();
        for token in &self.rest {
            match token {
                Token::Text(text) => out.push_str(text),
                Token::Open(variable) => {
                    out.push_str(names.at(open.len()));
                    open.push(*variable);
                }
                Token::Use(variable) => match open.iter().rposition(|known| known == variable) {
                    Some(depth) => out.push_str(names.at(depth)),
                    None => return Err("a lambda's variable is used outside of its lambda"),
                },
                Token::Close => {
                    open.pop();
                }
            }
        }
        Ok(out)
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        let rest = self.rest.iter().filter_map(|token| match token {
            Token::Text(text) => Some(text.as_ref()),
            _ => None,
        });
        std::iter::once(self.start.as_ref()).chain(rest)
    }

    /// The piece of text at the end, to add to.
    fn text_end(&mut self) -> &mut String {
        if self.rest.is_empty() {
            return self.start.to_mut();
        }
        if !matches!(self.rest.last(), Some(Token::Text(_))) {
            self.rest.push(Token::Text(Cow::Owned(String::new())));
        }
        match self.rest.last_mut() {
            Some(Token::Text(text)) => text.to_mut(),
            // The one above has just been pushed.
            _ => self.start.to_mut(),
        }
    }
}

/// The names of variables by how deep their lambda stands: `x`, `y`, `z`, then `x3` and on, without those that are
/// words of the text, a property's name among them. So no lambda hides a property or the variable of one around it.
struct Names<'a> {
    expression: &'a Expression,
    names: Vec<String>,
    /// How many names have been thought of.
    tried: usize,
}

impl<'a> Names<'a> {
    fn new(expression: &'a Expression) -> Self {
        Self { expression, names: Vec::new(), tried: 0 }
    }

    #[inline]
    fn at(&mut self, depth: usize) -> &str {
        while self.names.len() <= depth {
            let name = match self.tried {
                0 => "x".to_owned(),
                1 => "y".to_owned(),
                2 => "z".to_owned(),
                number => format!("x{number}"),
            };
            self.tried += 1;
            if !self.expression.texts().any(|text| has_word(text, &name)) {
                self.names.push(name);
            }
        }
        self.names.get(depth).map_or("x", String::as_str)
    }
}

#[inline]
fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|known| known == word)
}
