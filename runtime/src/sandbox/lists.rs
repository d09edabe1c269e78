//! Lists in pages, made of a `Vec`.

use http::{HeaderMap, request};
use serde::Serialize;

use super::hosted::base;
use super::{Reply, SandboxBuilder, SandboxEndpoint, SandboxError};
use crate::types::page::Page;

/// The query option that a next link goes on with. <https://learn.microsoft.com/graph/paging>
const SKIP_TOKEN: &str = "skiptoken";

/// And the one that a delta link asks for changes with. <https://learn.microsoft.com/graph/delta-query-overview>
const DELTA_TOKEN: &str = "deltatoken";

const MAX_PAGE_SIZE: &str = "odata.maxpagesize";

impl SandboxBuilder {
    /// Answers a list with these items in pages, linked as Graph links them; `$top` or `Prefer: odata.maxpagesize` asks
    /// for smaller pages than `page_size`, `$skip` for a later begin, and `$count=true` for `@odata.count` on the first
    /// page. A path that ends in `delta` has a delta link on its last page, with which nothing has changed.
    ///
    /// ```
    /// use futures_util::TryStreamExt;
    /// use graph_endpoint::prelude::*;
    /// use graph_endpoint::sandbox::Sandbox;
    /// # #[cfg(feature = "client")]
    ///
    /// #[graph_type("microsoft.graph.user")]
    /// #[derive(Clone)]
    /// struct User { id: String }
    ///
    /// #[graph_endpoint(GET, "/users", response = Page<User>)]
    /// struct ListUsers {}
    ///
    /// # #[cfg(feature = "client")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let users = ["a", "b", "c"].map(|id| User { id: id.into() }).to_vec();
    /// let sandbox = Sandbox::builder().on_pages::<ListUsers, _>(users, 2).start().await?;
    /// let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
    /// let users: Vec<User> = client.items(&ListUsers {}).try_collect().await?;
    /// assert_eq!((users.len(), sandbox.requests().len()), (3, 2));
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "client"))]
    /// # fn main() {}
    /// ```
    pub fn on_pages<E, T>(self, items: Vec<T>, page_size: usize) -> Self
    where
        E: SandboxEndpoint<Response = Page<T>>,
        T: Clone + Serialize + Send + Sync + 'static,
    {
        let rounds = vec![items];
        let is_delta = E::PATH.trim_end_matches("()").ends_with("/delta");
        self.on_with_head(move |_: E, head| std::future::ready(page(&rounds, page_size, is_delta, &head)))
    }

    /// Like [`on_pages`](Self::on_pages), for a list of changes over time: the first round is all that there is, and each
    /// delta link leads to the next round, of what has changed since; behind the last one nothing has. Any path has delta
    /// links here.
    ///
    /// ```
    /// use graph_endpoint::prelude::*;
    /// use graph_endpoint::sandbox::Sandbox;
    ///
    /// #[graph_type("microsoft.graph.user")]
    /// #[derive(Clone, Debug)]
    /// struct User { id: String }
    ///
    /// #[graph_endpoint(GET, "/users/delta", response = Page<User>)]
    /// struct UserChanges {}
    ///
    /// # #[cfg(feature = "client")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let user = |id: &str| User { id: id.into() };
    /// let rounds = vec![vec![user("a"), user("b")], vec![user("c")]];
    /// let sandbox = Sandbox::builder().on_changes::<UserChanges, _>(rounds, 100).start().await?;
    /// let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
    ///
    /// let first = client.send(&UserChanges {}).await?;
    /// assert_eq!(first.value.len(), 2);
    /// assert!(first.delta_link.is_some_and(|link| link.ends_with("deltatoken=1")));
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "client"))]
    /// # fn main() {}
    /// ```
    pub fn on_changes<E, T>(self, rounds: Vec<Vec<T>>, page_size: usize) -> Self
    where
        E: SandboxEndpoint<Response = Page<T>>,
        T: Clone + Serialize + Send + Sync + 'static,
    {
        self.on_with_head(move |_: E, head| std::future::ready(page(&rounds, page_size, true, &head)))
    }
}

/// Where a request goes on: in which round, behind how many of its items.
fn place(rounds: usize, is_delta: bool, query: &str) -> Result<(usize, usize), SandboxError> {
    let number = |text: &str| text.parse::<usize>().map_err(|_| unknown_token());
    match (option(query, SKIP_TOKEN), option(query, DELTA_TOKEN)) {
        (Some(token), _) => match token.split_once('.') {
            Some((round, skipped)) => Ok((number(round)?, number(skipped)?)),
            None => Ok((0, number(token)?)),
        },
        // From now on, without what there is.
        (None, Some("latest")) if is_delta => Ok((rounds, 0)),
        (None, Some(round)) if is_delta => Ok((number(round)?, 0)),
        (None, _) => Ok((0, self::number(query, "skip")?.unwrap_or(0))),
    }
}

fn page<T: Clone>(
    rounds: &[Vec<T>],
    page_size: usize,
    is_delta: bool,
    head: &request::Parts,
) -> Result<Reply<Page<T>>, SandboxError> {
    let query = head.uri.query().unwrap_or_default();
    let (round, skipped) = place(rounds.len(), is_delta, query)?;
    let items = rounds.get(round).map_or(&[][..], Vec::as_slice);
    if option(query, SKIP_TOKEN).is_some() && skipped > items.len() || round > rounds.len() {
        return Err(unknown_token());
    }
    let preferred = preferred_size(&head.headers);
    let asked = number(query, "top")?.or(preferred);
    if asked == Some(0) {
        return Err(SandboxError::new(400, "BadRequest", "Invalid page size specified: '0'."));
    }
    let size = page_size.min(asked.unwrap_or(page_size)).max(1);
    let rest = items.get(skipped..).unwrap_or_default();
    let mut page = Page::from(rest.get(..size).unwrap_or(rest).to_vec());
    if option(query, SKIP_TOKEN).is_none() && option(query, "count") == Some("true") {
        page.count = u64::try_from(items.len()).ok();
    }
    let link = |name: &str, value: &str| {
        let of_this_page = [SKIP_TOKEN, DELTA_TOKEN, "skip"];
        let kept =
            query.split('&').filter(|pair| !pair.is_empty() && !of_this_page.contains(&&*self::name(pair)));
        let next = format!("${name}={value}");
        let query: Vec<&str> = kept.chain([next.as_str()]).collect();
        Ok::<_, SandboxError>(format!("{}{}?{}", base(&head.headers)?, head.uri.path(), query.join("&")))
    };
    if rest.len() > size {
        let behind = skipped + size;
        let token = if round == 0 { behind.to_string() } else { format!("{round}.{behind}") };
        page.next_link = Some(link(SKIP_TOKEN, &token)?);
    } else if is_delta {
        page.delta_link = Some(link(DELTA_TOKEN, &(round + 1).min(rounds.len()).to_string())?);
    }
    let reply = Reply::new(page);
    Ok(match preferred {
        Some(size) => reply.header("Preference-Applied", format!("{MAX_PAGE_SIZE}={size}")),
        None => reply,
    })
}

/// `Prefer: odata.maxpagesize=50`, of which several can stand in a line.
/// <https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_Preferencemaxpagesizeodatamaxpagesize>
fn preferred_size(headers: &HeaderMap) -> Option<usize> {
    let lines = headers.get_all("prefer").iter().filter_map(|line| line.to_str().ok());
    let mut preferences = lines.flat_map(|line| line.split([',', ';']));
    preferences.find_map(|preference| {
        let (name, value) = preference.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case(MAX_PAGE_SIZE)
            .then(|| value.trim().trim_matches('"').parse().ok())?
    })
}

/// A number that isn't one is refused, as Graph does it, whether the endpoint declares the option or not.
fn number(query: &str, wanted: &str) -> Result<Option<usize>, SandboxError> {
    let Some(value) = option(query, wanted) else { return Ok(None) };
    value.parse().map(Some).map_err(|_| {
        let message = format!("The ${wanted} query option requires a non-negative integer value.");
        SandboxError::new(400, "BadRequest", message)
    })
}

fn unknown_token() -> SandboxError {
    SandboxError::new(400, "BadRequest", "The page token is not one of this list's.")
}

fn option<'q>(query: &'q str, wanted: &str) -> Option<&'q str> {
    query
        .split('&')
        .find(|pair| name(pair) == wanted)
        .and_then(|pair| pair.split_once('='))
        .map(|(_, value)| value)
}

/// The name of a query option without its `$`, which can be encoded or left out.
fn name(pair: &str) -> String {
    let name = pair.split('=').next().unwrap_or_default().replace("%24", "$");
    name.strip_prefix('$').unwrap_or(&name).to_owned()
}
