//! An endpoint's value with options: an endpoint again.

use std::borrow::Cow;
use std::fmt;

use super::options::Options;
use super::{Expand, Filter, GetEndpoint, OrderBy, Prefer, Search};
use crate::wire::endpoint::{Endpoint, same_as_endpoint};
use crate::wire::parameter::Parameter;
use crate::wire::request::RequestWriter;

/// An endpoint's value with options, made by the methods of [`RequestOptions`](super::RequestOptions), which say what
/// each of them does.
///
/// It is an endpoint itself, with the response of the one inside.
///
/// ```
/// use graph_endpoint::WithOptions;
/// use graph_endpoint::prelude::*;
///
/// #[graph_endpoint(GET, "/users", response = Page<Untyped>)]
/// struct ListUsers {}
///
/// fn listing(only_enabled: bool) -> WithOptions<ListUsers> {
///     let list = ListUsers {}.top(50);
///     if only_enabled { list.filter("accountEnabled eq true") } else { list }
/// }
/// let request = listing(false).to_http_request("https://graph.microsoft.com")?;
/// assert_eq!(request.uri().query(), Some("$top=50"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct WithOptions<E> {
    endpoint: E,
    options: Options,
}

impl<E> WithOptions<E> {
    pub(super) fn new(endpoint: E) -> Self {
        Self { endpoint, options: Options::default() }
    }

    /// The endpoint's value, as it was before it had options.
    pub fn into_inner(self) -> E {
        self.endpoint
    }

    /// The request as it is: a builder's chain may end as it does without options.
    pub fn build(self) -> Self {
        self
    }

    /// Any other query option. Its name goes out as it is, its value encoded.
    pub fn query(mut self, name: impl Into<Cow<'static, str>>, value: impl Parameter) -> Self {
        self.options.query(name.into(), &value);
        self
    }

    /// `ConsistencyLevel: eventual`.
    pub fn consistency_level_eventual(mut self) -> Self {
        self.options.eventual = true;
        self
    }

    /// A preference; called again it adds one, or replaces the one of the same name.
    pub fn prefer(mut self, preference: Prefer) -> Self {
        self.options.prefer(preference);
        self
    }
}

impl<E: GetEndpoint> WithOptions<E> {
    /// `$select`, in place of one that was set before.
    pub fn select(mut self, properties: impl Parameter) -> Self {
        self.options.select(&properties);
        self
    }

    /// `$filter`, in place of one that was set before.
    pub fn filter(mut self, filter: impl Into<Filter>) -> Self {
        self.options.filter = Some(filter.into().into_text());
        self
    }

    /// `$expand`, added to what is there.
    pub fn expand(mut self, expand: impl Into<Expand>) -> Self {
        self.options.expand.push(expand.into().into_text::<()>());
        self
    }

    /// `$orderby`, added to what is there.
    pub fn order_by(mut self, order_by: impl Into<OrderBy>) -> Self {
        self.options.order_by.push(order_by.into().into_text());
        self
    }

    /// `$top`: how many items at most, or, as most services take it, in a page; in place of one that was set before. Above
    /// the service's own limit is an error of Graph's, as a rule. <https://learn.microsoft.com/graph/query-parameters#top>
    pub fn top(mut self, items: u32) -> Self {
        self.options.top = Some(items);
        self
    }

    /// `$skip`: how many items to pass over, in place of one that was set before. The directory has none: go on by the next
    /// link there. <https://learn.microsoft.com/graph/query-parameters#skip>
    pub fn skip(mut self, items: u32) -> Self {
        self.options.skip = Some(items);
        self
    }

    /// `$search`, in place of one that was set before, with `ConsistencyLevel: eventual`.
    pub fn search(mut self, search: impl Into<Search>) -> Self {
        self.options.search = Some(search.into().into_text());
        self
    }

    /// `$count=true`, with `ConsistencyLevel: eventual`.
    pub fn count(mut self) -> Self {
        self.options.count = true;
        self
    }
}

#[cfg(feature = "client")]
impl<E: Endpoint> WithOptions<E> {
    /// Sends the request; awaiting gives the typed response.
    pub fn send(&self, client: &crate::client::Client) -> crate::client::Call<E::Response> {
        client.send(self)
    }
}

impl<E: Endpoint> Endpoint for WithOptions<E> {
    same_as_endpoint!(E);

    fn write(&self, request: &mut RequestWriter) {
        self.endpoint.write(request);
        self.options.write::<()>(request);
    }
}

impl<E: GetEndpoint> GetEndpoint for WithOptions<E> {}

impl<E: fmt::Debug> fmt::Debug for WithOptions<E> {
    /// Shows the endpoint's value as its own `Debug` does, and which options there are, without their values.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WithOptions")
            .field("endpoint", &self.endpoint)
            .field("options", &self.options)
            .finish()
    }
}
