//! Lists in pages, made of a `Vec`.

use http::request;
use serde::Serialize;

use super::hosted::base;
use super::{SandboxBuilder, SandboxEndpoint, SandboxError};
use crate::types::page::Page;

/// The query option that a next link goes on with. <https://learn.microsoft.com/graph/paging>
const SKIP_TOKEN: &str = "$skiptoken";

impl SandboxBuilder {
    /// Answers a list with these items in pages, linked as Graph links them; `$top` asks for smaller pages than
    /// `page_size`, and `$count=true` for `@odata.count` on the first one.
    ///
    /// ```
    /// use graph_endpoint::prelude::*;
    /// use graph_endpoint::sandbox::Sandbox;
    /// # #[cfg(feature = "client")]
    /// use futures_util::TryStreamExt;
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
        self.on_with_head(move |_: E, head| std::future::ready(page(&items, page_size, &head)))
    }
}

fn page<T: Clone>(items: &[T], page_size: usize, head: &request::Parts) -> Result<Page<T>, SandboxError> {
    let query = head.uri.query().unwrap_or_default();
    let skipped: usize = option(query, SKIP_TOKEN).and_then(|value| value.parse().ok()).unwrap_or(0);
    let top = option(query, "$top").and_then(|value| value.parse().ok()).unwrap_or(page_size);
    let size = page_size.min(top).max(1);
    let rest = items.get(skipped..).unwrap_or_default();
    let mut page = Page::from(rest.get(..size).unwrap_or(rest).to_vec());
    if skipped == 0 && option(query, "$count") == Some("true") {
        page.count = u64::try_from(items.len()).ok();
    }
    if rest.len() > size {
        let kept = query.split('&').filter(|pair| !pair.is_empty() && name(pair) != SKIP_TOKEN);
        let next = format!("{SKIP_TOKEN}={}", skipped + size);
        let query: Vec<&str> = kept.chain([next.as_str()]).collect();
        page.next_link = Some(format!("{}{}?{}", base(&head.headers)?, head.uri.path(), query.join("&")));
    }
    Ok(page)
}

fn option<'q>(query: &'q str, wanted: &str) -> Option<&'q str> {
    query
        .split('&')
        .find(|pair| name(pair) == wanted)
        .and_then(|pair| pair.split_once('='))
        .map(|(_, value)| value)
}

/// The name of a query option, `$` as it is or encoded.
fn name(pair: &str) -> String {
    pair.split('=').next().unwrap_or_default().replace("%24", "$")
}
