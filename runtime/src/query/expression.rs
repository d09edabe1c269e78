//! The text of an OData expression while it is being put together: pieces of text, and the places of lambda variables,
//! whose names are known only once it is known which lambda stands in which.
//!
//! A flat list rather than a tree: an expression of any depth is written, cloned and dropped without recursion.

use std::borrow::Cow;
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

    pub(super) fn push(&mut self, other: Self) -> &mut Self {
        self.push_str(&other.start);
        self.rest.extend(other.rest);
        self.problem = self.problem.or(other.problem);
        self
    }

    /// `any(x:body)` after what is there.
    pub(super) fn push_lambda(&mut self, function: &str, variable: Variable, body: Self) -> &mut Self {
        self.push_str(function).push_str("(");
        self.rest.push(Token::Open(variable));
        self.push_str(":").push(body).rest.push(Token::Close);
        self.push_str(")")
    }

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

    /// Gives the variables their names, by how deep their lambda stands, and writes the text.
    pub(super) fn write(&self) -> Written {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        let mut out = self.start.clone().into_owned();
        let mut open: Vec<Variable> = Vec::new();
        for token in &self.rest {
            match token {
                Token::Text(text) => out.push_str(text),
                Token::Open(variable) => {
                    push_name(&mut out, open.len());
                    open.push(*variable);
                }
                Token::Use(variable) => match open.iter().rposition(|known| known == variable) {
                    Some(depth) => push_name(&mut out, depth),
                    None => return Err("a lambda's variable is used outside of its lambda"),
                },
                Token::Close => {
                    open.pop();
                }
            }
        }
        Ok(out)
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

/// `x`, `y`, `z`, then `x3` and on: one name a depth, so that no lambda hides the variable of one around it.
fn push_name(out: &mut String, depth: usize) {
    match depth {
        0 => out.push('x'),
        1 => out.push('y'),
        2 => out.push('z'),
        _ => {
            out.push('x');
            out.push_str(&depth.to_string());
        }
    }
}
