//! A filter: its text, and how tightly it holds together, so that parentheses stand only where they must.

use std::fmt;
use std::ops::Not;

use super::expression::{Expression, Written};

/// What `$filter` asks for: text as it stands, or put together from typed [`Property`](super::Property)s.
///
/// Parentheses are written where OData's precedence asks for them, and around text of your own.
/// <https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_OperatorPrecedence>
///
/// ```
/// use graph_endpoint::query::{Filter, property};
///
/// let name = property::<String>("displayName");
/// let enabled = property::<bool>("accountEnabled").eq(true);
/// let filter = enabled.and(name.clone().starts_with("A").or(name.is_null()));
/// assert_eq!(filter.to_text()?, "accountEnabled eq true and (startswith(displayName,'A') or displayName eq null)");
///
/// let filter = Filter::from("userType eq 'Guest' or userType eq null").not();
/// assert_eq!(filter.to_text()?, "not (userType eq 'Guest' or userType eq null)");
/// # Ok::<(), graph_endpoint::Error>(())
/// ```
#[derive(Clone)]
#[must_use = "a filter does nothing until it is given to a request"]
pub struct Filter {
    expression: Expression,
    rank: Rank,
    advanced: bool,
}

/// What a filter's outermost operator is, the loosest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// Text that nobody has looked into.
    Unknown,
    Or,
    And,
    Not,
    Comparison,
    /// A function or a lambda.
    Primary,
}

impl Filter {
    pub(super) fn new(expression: Expression, rank: Rank) -> Self {
        Self { expression, rank, advanced: false }
    }

    pub(super) fn advanced(mut self) -> Self {
        self.advanced = true;
        self
    }

    pub(super) fn into_parts(self) -> (Expression, bool) {
        (self.expression, self.advanced)
    }

    /// `self and other`
    pub fn and(self, other: impl Into<Self>) -> Self {
        self.join::<()>(" and ", Rank::And, other.into())
    }

    /// `self or other`
    pub fn or(self, other: impl Into<Self>) -> Self {
        self.join::<()>(" or ", Rank::Or, other.into())
    }

    /// `not self`; an [advanced](Self::is_advanced) query.
    #[allow(clippy::should_implement_trait, reason = "it does, and reads better in a chain")]
    #[inline]
    pub fn not(self) -> Self {
        let mut out = Expression::new("not ");
        out.push(self.at_least(Rank::Primary));
        Self::new(out, Rank::Not).advanced()
    }

    /// All of the filters. None at all is an error when the request is built: it would ask for everything.
    pub fn all_of<F: Into<Self>>(filters: impl IntoIterator<Item = F>) -> Self {
        filters.into_iter().map(Into::into).reduce(Self::and).unwrap_or_else(Self::of_nothing)
    }

    /// Any of the filters. None at all is an error when the request is built: it would ask for nothing.
    pub fn any_of<F: Into<Self>>(filters: impl IntoIterator<Item = F>) -> Self {
        filters.into_iter().map(Into::into).reduce(Self::or).unwrap_or_else(Self::of_nothing)
    }

    /// `isof('microsoft.graph.ipNamedLocation')`: the items of a derived type.
    #[inline]
    pub fn is_of(odata_type: &str) -> Self {
        let mut literal = String::new();
        super::literal::push_quoted(&mut literal, odata_type.trim_start_matches('#'));
        Self::new(Expression::call("isof", [Expression::from_text(literal)]), Rank::Primary)
    }

    /// Whether directory objects take it as an advanced query only: it has `ne`, `not`, `endswith` or `/$count`. Such a
    /// request calls [`count`](super::RequestOptions::count) as well. Text of your own is not looked into.
    ///
    /// <https://learn.microsoft.com/graph/aad-advanced-queries>
    pub fn is_advanced(&self) -> bool {
        self.advanced
    }

    /// The text, before it is encoded for the URL.
    ///
    /// # Errors
    /// [`Error::is_build`](crate::Error::is_build): a list of values or filters is empty, or a lambda's variable is used
    /// outside of its lambda.
    #[inline]
    pub fn to_text(&self) -> Result<String, crate::Error> {
        self.expression.write::<()>().map_err(crate::Error::build)
    }

    #[inline]
    pub(super) fn into_text(self) -> Written {
        self.expression.write::<()>()
    }

    #[expect(clippy::extra_unused_type_parameters, reason = "says where it is compiled")]
    fn join<Program>(self, operator: &str, rank: Rank, other: Self) -> Self {
        let advanced = self.advanced || other.advanced;
        let mut expression = self.at_least(rank);
        expression.push_str(operator).push(other.at_least(rank));
        Self { expression, rank, advanced }
    }

    /// The expression, in parentheses if its outermost operator is looser than that.
    #[inline]
    fn at_least(self, rank: Rank) -> Expression {
        if self.rank < rank { self.expression.in_parentheses() } else { self.expression }
    }

    fn of_nothing() -> Self {
        Self::new(Expression::invalid("a list of filters is empty"), Rank::Primary)
    }
}

impl Not for Filter {
    type Output = Self;

    #[inline]
    fn not(self) -> Self {
        Self::not(self)
    }
}

impl From<&str> for Filter {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<String> for Filter {
    fn from(text: String) -> Self {
        Self::new(Expression::from_text(text), Rank::Unknown)
    }
}

impl fmt::Debug for Filter {
    /// Without its text, which may hold somebody's name: that is [`to_text`](Self::to_text).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Filter").finish_non_exhaustive()
    }
}
