//! `$expand`: a navigation property, with options of its own in parentheses.

use std::fmt;

use super::expression::Written;
use super::options::{joined, plain};
use super::{Expansion, Filter, OrderBy, Property, Search, Select, expand_text};
use crate::wire::parameter::Parameter;

/// A navigation property to expand: text as it stands, or a name with options of its own.
///
/// <https://learn.microsoft.com/graph/query-parameters#expand-parameter>
///
/// ```
/// use graph_endpoint::query::{Expand, property};
///
/// let expand = Expand::new("members")
///     .select(["id", "displayName"])
///     .filter(property::<bool>("accountEnabled").eq(true))
///     .top(5);
/// assert_eq!(expand.to_text()?, "members($select=id,displayName;$filter=accountEnabled eq true;$top=5)");
/// # Ok::<(), graph_endpoint::Error>(())
/// ```
#[derive(Clone)]
#[must_use = "an expansion does nothing until it is given to a request"]
pub struct Expand {
    path: Written,
    /// In the order in which they were set first.
    options: Vec<(&'static str, Written)>,
}

impl Expand {
    /// The navigation property of that name, with options still to come.
    pub fn new(property: impl Into<Self>) -> Self {
        property.into()
    }

    /// The navigation property `name`, with the `$select` and `$expand` that the declared type `T` has.
    pub fn of<T: Select>(name: &'static str) -> Self {
        Self::new(expand_text("", &[Expansion::of::<T>(name)]))
    }

    /// `$select`: the properties of the expanded entities; names joined by commas, or a list.
    pub fn select(mut self, properties: impl Parameter) -> Self {
        self.options.retain(|(name, _)| *name != "$select");
        match plain(&properties) {
            Some(names) => self.set("$select", Ok(names)),
            None => self,
        }
    }

    /// `$filter`: which entities of the expanded collection.
    pub fn filter(self, filter: impl Into<Filter>) -> Self {
        self.set("$filter", filter.into().into_text())
    }

    /// `$expand`: a navigation property of the expanded entities. Called again it adds one.
    pub fn expand(self, expand: impl Into<Self>) -> Self {
        self.add("$expand", expand.into().into_text::<()>())
    }

    /// `$orderby`. Called again it adds the next property.
    pub fn order_by(self, order_by: impl Into<OrderBy>) -> Self {
        self.add("$orderby", order_by.into().into_text())
    }

    /// `$top`: how many entities at most.
    #[inline]
    pub fn top(self, items: u32) -> Self {
        self.set("$top", Ok(items.to_string()))
    }

    /// `$skip`: how many entities to pass over.
    #[inline]
    pub fn skip(self, items: u32) -> Self {
        self.set("$skip", Ok(items.to_string()))
    }

    /// `$search`: which entities of the expanded collection, by their text, where the service searches there.
    pub fn search(self, search: impl Into<Search>) -> Self {
        self.set("$search", search.into().into_text())
    }

    /// `$count=true`: the number of all, beside the expanded entities, as `NAME@odata.count`.
    #[inline]
    pub fn count(self) -> Self {
        self.set("$count", Ok("true".to_owned()))
    }

    /// `$levels`: how often to follow a property that leads to the same type again, as `manager` does.
    #[inline]
    pub fn levels(self, levels: u32) -> Self {
        self.set("$levels", Ok(levels.to_string()))
    }

    /// `$levels=max`: to the end.
    #[inline]
    pub fn levels_max(self) -> Self {
        self.set("$levels", Ok("max".to_owned()))
    }

    /// The text, before it is encoded for the URL.
    ///
    /// # Errors
    /// [`Error::is_build`](crate::Error::is_build) for a filter that can't be written.
    #[inline]
    pub fn to_text(&self) -> Result<String, crate::Error> {
        self.clone().into_text::<()>().map_err(crate::Error::build)
    }

    #[expect(clippy::extra_unused_type_parameters, reason = "says where it is compiled")]
    pub(super) fn into_text<Program>(self) -> Written {
        let mut text = self.path?;
        if self.options.is_empty() {
            return Ok(text);
        }
        for (index, (name, value)) in self.options.into_iter().enumerate() {
            let value = value?;
            if value.is_empty() {
                return Err("an option in its parentheses is empty");
            }
            text.push(if index == 0 { '(' } else { ';' });
            text.push_str(name);
            text.push('=');
            text.push_str(&value);
        }
        text.push(')');
        Ok(text)
    }

    #[inline]
    fn set(mut self, name: &'static str, value: Written) -> Self {
        match self.options.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = value,
            None => self.options.push((name, value)),
        }
        self
    }

    /// By commas to what is there.
    #[inline]
    fn add(mut self, name: &'static str, value: Written) -> Self {
        match self.options.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = joined(&[known.clone(), value]).unwrap_or(Ok(String::new())),
            None => self.options.push((name, value)),
        }
        self
    }
}

impl From<&str> for Expand {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<String> for Expand {
    fn from(text: String) -> Self {
        Self { path: Ok(text), options: Vec::new() }
    }
}

impl<Owner, T> From<Property<Owner, T>> for Expand {
    fn from(property: Property<Owner, T>) -> Self {
        Self { path: property.into_path().write::<()>(), options: Vec::new() }
    }
}

impl fmt::Debug for Expand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Expand").finish_non_exhaustive()
    }
}
