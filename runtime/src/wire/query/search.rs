//! `$search`: phrases in double quotes.

use std::fmt;

use super::expression::Written;

/// What `$search` asks for: text as it stands, its double quotes included, or phrases put together.
///
/// <https://learn.microsoft.com/graph/search-query-parameter>
///
/// ```
/// use graph_endpoint::query::Search;
///
/// let search = Search::property("displayName", "wa").or(Search::property("mail", r#"the "admin""#));
/// assert_eq!(search.as_str(), r#""displayName:wa" OR "mail:the \"admin\"""#);
/// assert_eq!(Search::phrase("pizza").as_str(), r#""pizza""#);
/// ```
#[derive(Clone)]
pub struct Search {
    text: String,
    /// The outermost operator, if it was put together here; text of our callers' own has an unknown one.
    operator: Operator,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Operator {
    None,
    And,
    Or,
    Unknown,
}

impl Search {
    /// `"phrase"`: in the properties that the service searches by default.
    pub fn phrase(phrase: &str) -> Self {
        Self::quoted(&[phrase])
    }

    /// `"property:phrase"`: in one property.
    pub fn property(property: &str, phrase: &str) -> Self {
        Self::quoted(&[property, ":", phrase])
    }

    /// `self AND other`
    #[must_use]
    pub fn and(self, other: impl Into<Self>) -> Self {
        self.join(" AND ", Operator::And, other.into())
    }

    /// `self OR other`
    #[must_use]
    pub fn or(self, other: impl Into<Self>) -> Self {
        self.join(" OR ", Operator::Or, other.into())
    }

    /// The text, before it is encoded for the URL.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn into_text(self) -> Written {
        Ok(self.text)
    }

    /// Quotes and backslashes are escaped with a backslash.
    fn quoted(pieces: &[&str]) -> Self {
        let mut text = String::from("\"");
        for c in pieces.iter().flat_map(|piece| piece.chars()) {
            if matches!(c, '"' | '\\') {
                text.push('\\');
            }
            text.push(c);
        }
        text.push('"');
        Self { text, operator: Operator::None }
    }

    fn join(self, word: &str, operator: Operator, other: Self) -> Self {
        let side = |search: Self| match search.operator {
            Operator::None => search.text,
            known if known == operator => search.text,
            _ => format!("({})", search.text),
        };
        Self { text: format!("{}{word}{}", side(self), side(other)), operator }
    }
}

impl From<&str> for Search {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<String> for Search {
    fn from(text: String) -> Self {
        Self { text, operator: Operator::Unknown }
    }
}

impl fmt::Debug for Search {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Search").finish_non_exhaustive()
    }
}
