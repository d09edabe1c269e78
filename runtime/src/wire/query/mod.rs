//! OData's system query options on any GET, and `Prefer` on any request, without a field for each.
//!
//! [`RequestOptions`] adds a method for each option to every declared endpoint's value. The first one makes a
//! [`WithOptions`] of it, which is an endpoint itself, with the same response: send it, list it, put it into a batch.
//!
//! ```
//! use graph_endpoint::prelude::*;
//! # use graph_endpoint::GetEndpoint;
//! use graph_endpoint::query::property;
//!
//! #[graph_endpoint(GET, "/users")]
//! pub struct ListUsers {}
//!
//! let request = ListUsers {}
//!     .select(["id", "displayName"])
//!     .filter(property::<String>("displayName").starts_with("O'N"))
//!     .top(5);
//! let request = request.to_http_request("https://graph.microsoft.com")?;
//! assert_eq!(
//!     request.uri().query(),
//!     Some("$select=id%2CdisplayName&$filter=startswith%28displayName%2C%27O%27%27N%27%29&$top=5")
//! );
//! # Ok::<(), graph_endpoint::Error>(())
//! ```
//!
//! # Declared fields beside options
//! An option is written after the declaration's own fields. One that a field has set already is an error before
//! anything is sent ([`Error::is_build`](crate::Error::is_build)) that names it: dropping either of two filters would
//! answer another question than the one asked. The same setter called twice: the last one counts, but `expand` and
//! `order_by` add to what is there, and `prefer` adds preferences of other names. The `$select` and `$expand` that the
//! key `select` of a declaration asks for give way to `select` and `expand` set on the value.
//!
//! # Advanced queries
//! On directory objects (users, groups, devices, applications, ..) some queries need `ConsistencyLevel: eventual`:
//! - [`search`](RequestOptions::search) and [`count`](RequestOptions::count) set it;
//! - a filter with `ne`, `not`, `endswith` or `/$count` ([`Filter::is_advanced`]) needs `count` beside it, which sets
//!   it: without that Graph answers 400. It is not added to such filters, since elsewhere they work without;
//! - for a path that ends in `/$count` call
//!   [`consistency_level_eventual`](RequestOptions::consistency_level_eventual).
//!
//! Sources: <https://learn.microsoft.com/graph/query-parameters>, <https://learn.microsoft.com/graph/aad-advanced-queries>,
//! <https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_SystemQueryOptions>

mod count;
mod expand;
mod expression;
mod filter;
mod literal;
mod operand;
mod options;
mod order_by;
mod prefer;
mod property;
mod search;
mod select;
mod with_options;

use std::borrow::Cow;

pub use self::count::Count;
pub use self::expand::Expand;
#[doc(hidden)]
pub use self::expression::Expression;
pub use self::filter::Filter;
pub use self::literal::Literal;
pub use self::order_by::OrderBy;
pub use self::prefer::{BodyContentType, Prefer};
pub(crate) use self::prefer::{name as preference_name, split as preferences};
pub use self::property::{AnyValue, Operand, Property, Text, Verbatim, property};
pub use self::search::Search;
#[doc(hidden)]
pub use self::select::Expanded;
pub(crate) use self::select::expand_text;
pub use self::select::{Expansion, Select};
pub use self::with_options::WithOptions;

use crate::wire::endpoint::{Endpoint, IntoEndpoint};
use crate::wire::parameter::Parameter;

/// An endpoint whose method is GET: what takes OData's system query options.
///
/// Implemented by [`graph_endpoint`](crate::graph_endpoint) for declarations of that method. On any other, an option
/// doesn't compile:
///
/// ```compile_fail,E0277
/// use graph_endpoint::prelude::*;
///
/// #[graph_endpoint(POST, "/users")]
/// struct CreateUser {
///     display_name: String,
/// }
///
/// let request = CreateUser { display_name: "Adele".to_owned() }.filter("accountEnabled eq true");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a GET endpoint: it takes no OData query options",
    label = "only a GET has `$select`, `$filter`, `$expand` and the like",
    note = "an option that the documentation shows for this method is a field: `#[graph(query = \"$select\")]`"
)]
pub trait GetEndpoint: Endpoint {}

/// Options for a request, beside the fields that its declaration has, and how it is sent: methods on every endpoint's
/// value, and on a builder whose required fields are all set.
///
/// See [the module](self) for how they go together with declared fields.
///
/// ```
/// use graph_endpoint::prelude::*;
///
/// #[graph_endpoint(GET, "/users", response = Page<Untyped>)]
/// struct ListUsers {}
///
/// let request = ListUsers {}
///     .filter("accountEnabled eq true")
///     .order_by("displayName desc")
///     .top(5)
///     .query("$skiptoken", "x")
///     .to_http_request("https://graph.microsoft.com")?;
/// assert_eq!(
///     request.uri().query(),
///     Some("$filter=accountEnabled%20eq%20true&$orderby=displayName%20desc&$top=5&$skiptoken=x")
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait RequestOptions: IntoEndpoint + Sized {
    /// `$select`: the properties to answer with; names joined by commas, or a list.
    ///
    /// ```
    /// # use graph_endpoint::prelude::*;
    /// # #[graph_endpoint(GET, "/users")]
    /// # pub struct ListUsers {}
    /// let request = ListUsers {}.select("id,displayName");
    /// let request = ListUsers {}.select(["id", "displayName"]);
    /// ```
    fn select(self, properties: impl Parameter) -> WithOptions<Self::Endpoint>
    where
        Self::Endpoint: GetEndpoint,
    {
        WithOptions::new(self.into_endpoint()).select(properties)
    }

    /// `$filter`: which items to answer with; text as the documentation has it, not yet encoded, or a typed
    /// [`Filter`].
    fn filter(self, filter: impl Into<Filter>) -> WithOptions<Self::Endpoint>
    where
        Self::Endpoint: GetEndpoint,
    {
        WithOptions::new(self.into_endpoint()).filter(filter)
    }

    /// `$expand`: a related entity or collection to answer with, with options of its own. Called again it adds one.
    ///
    /// ```
    /// # use graph_endpoint::prelude::*;
    /// # use graph_endpoint::query::Expand;
    /// # #[graph_endpoint(GET, "/users")]
    /// # pub struct ListUsers {}
    /// let request = ListUsers {}.expand("memberOf").expand(Expand::new("manager").select("id").levels_max());
    /// let request = request.to_http_request("https://graph.microsoft.com")?;
    /// let query = request.uri().query().unwrap_or_default();
    /// assert_eq!(query, "$expand=memberOf%2Cmanager%28%24select%3Did%3B%24levels%3Dmax%29");
    /// # Ok::<(), graph_endpoint::Error>(())
    /// ```
    fn expand(self, expand: impl Into<Expand>) -> WithOptions<Self::Endpoint>
    where
        Self::Endpoint: GetEndpoint,
    {
        WithOptions::new(self.into_endpoint()).expand(expand)
    }

    /// `$orderby`: by which property; `"displayName desc"` or [`Property::desc`]. Called again it adds the next one.
    fn order_by(self, order_by: impl Into<OrderBy>) -> WithOptions<Self::Endpoint>
    where
        Self::Endpoint: GetEndpoint,
    {
        WithOptions::new(self.into_endpoint()).order_by(order_by)
    }

    /// `$top`: how many items a page has at most.
    fn top(self, items: u32) -> WithOptions<Self::Endpoint>
    where
        Self::Endpoint: GetEndpoint,
    {
        WithOptions::new(self.into_endpoint()).top(items)
    }

    /// `$skip`: how many items to pass over. Directory objects don't take it.
    fn skip(self, items: u32) -> WithOptions<Self::Endpoint>
    where
        Self::Endpoint: GetEndpoint,
    {
        WithOptions::new(self.into_endpoint()).skip(items)
    }

    /// `$search`: text as the documentation has it, with its double quotes, or a [`Search`]. Sets
    /// `ConsistencyLevel: eventual`, which directory objects need and others ignore.
    fn search(self, search: impl Into<Search>) -> WithOptions<Self::Endpoint>
    where
        Self::Endpoint: GetEndpoint,
    {
        WithOptions::new(self.into_endpoint()).search(search)
    }

    /// `$count=true`: the first page says how many items there are in all. Sets `ConsistencyLevel: eventual`, which
    /// directory objects need and others ignore.
    fn count(self) -> WithOptions<Self::Endpoint>
    where
        Self::Endpoint: GetEndpoint,
    {
        WithOptions::new(self.into_endpoint()).count()
    }

    /// Any other query option. Its name goes out as it is, its value encoded.
    fn query(self, name: impl Into<Cow<'static, str>>, value: impl Parameter) -> WithOptions<Self::Endpoint> {
        WithOptions::new(self.into_endpoint()).query(name, value)
    }

    /// `ConsistencyLevel: eventual`, for the queries that need it without [`search`](Self::search) or
    /// [`count`](Self::count).
    fn consistency_level_eventual(self) -> WithOptions<Self::Endpoint> {
        WithOptions::new(self.into_endpoint()).consistency_level_eventual()
    }

    /// A preference. Called again it adds one, in the same header, or replaces the one of the same name.
    ///
    /// ```
    /// # use graph_endpoint::prelude::*;
    /// # use graph_endpoint::Prefer;
    /// # #[graph_endpoint(GET, "/me/events")]
    /// # pub struct ListEvents {}
    /// let request = ListEvents {}
    ///     .prefer(Prefer::ImmutableId)
    ///     .prefer(Prefer::TimeZone("Pacific Standard Time".into()));
    /// let request = request.to_http_request("https://graph.microsoft.com")?;
    /// assert_eq!(
    ///     request.headers()["prefer"],
    ///     "IdType=\"ImmutableId\", outlook.timezone=\"Pacific Standard Time\""
    /// );
    /// # Ok::<(), graph_endpoint::Error>(())
    /// ```
    fn prefer(self, preference: Prefer) -> WithOptions<Self::Endpoint> {
        WithOptions::new(self.into_endpoint()).prefer(preference)
    }

    /// Sends the request as it is, as [`Client::send`](crate::Client::send) does: await what comes back for the typed
    /// response.
    ///
    /// ```
    /// # use graph_endpoint::prelude::*;
    /// # #[graph_endpoint(DELETE, "/users/{id}")]
    /// # pub struct DeleteUser { id: String }
    /// async fn delete(client: &Client) -> Result<(), Error> {
    ///     DeleteUser { id: "adele".into() }.send(client).await
    /// }
    /// ```
    #[cfg(feature = "client")]
    fn send(&self, client: &crate::client::Client) -> crate::client::Call<Self::Response>
    where
        Self: Endpoint,
    {
        client.send(self)
    }
}

impl<E: IntoEndpoint> RequestOptions for E {}
