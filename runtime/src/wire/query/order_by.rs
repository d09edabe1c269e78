//! `$orderby`: text, or properties with their direction.

use std::fmt;

use super::Property;
use super::expression::Written;

/// What `$orderby` asks for: text as it stands (`"displayName desc"`), or [`Property::asc`] and [`Property::desc`].
///
/// ```
/// use graph_endpoint::prelude::*;
/// use graph_endpoint::query::property;
///
/// #[graph_endpoint(GET, "/users")]
/// struct ListUsers {}
///
/// let request = ListUsers {}.order_by(property::<String>("surname").desc()).order_by("displayName");
/// let request = request.to_http_request("https://graph.microsoft.com")?;
/// assert_eq!(request.uri().query(), Some("$orderby=surname%20desc%2CdisplayName"));
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone)]
pub struct OrderBy(Written);

impl OrderBy {
    pub(super) fn new(text: Written) -> Self {
        Self(text)
    }

    pub(super) fn into_text(self) -> Written {
        self.0
    }
}

impl<Owner, T> Property<Owner, T> {
    /// In ascending order.
    pub fn asc(self) -> OrderBy {
        OrderBy::new(self.into_path().write::<()>())
    }

    /// In descending order.
    pub fn desc(self) -> OrderBy {
        let mut path = self.into_path();
        path.push_str(" desc");
        OrderBy::new(path.write::<()>())
    }
}

impl From<&str> for OrderBy {
    fn from(text: &str) -> Self {
        Self(Ok(text.to_owned()))
    }
}

impl From<String> for OrderBy {
    fn from(text: String) -> Self {
        Self(Ok(text))
    }
}

impl<Owner, T> From<Property<Owner, T>> for OrderBy {
    fn from(property: Property<Owner, T>) -> Self {
        property.asc()
    }
}

impl fmt::Debug for OrderBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OrderBy").finish_non_exhaustive()
    }
}
