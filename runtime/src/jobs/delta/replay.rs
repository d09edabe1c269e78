//! A delta's request, kept to be sent once more: from a saved link, after a reset from another one or from the start.

use std::marker::PhantomData;

use bytes::Bytes;
use http::{HeaderMap, Method, Response};
use memchr::memmem;
use serde::de::DeserializeOwned;

use super::Change;
use crate::client::Client;
use crate::error::Error;
use crate::jobs::paging::Pages;
use crate::types::page::Page;
use crate::wire::endpoint::{Endpoint, Permissions, to_parts};
use crate::wire::request::RequestWriter;
use crate::wire::response::decode_json;

/// The pages of a delta, as often as they are wanted.
pub(super) struct Replay<T> {
    client: Client,
    request: Written,
    pages: fn(&Client, &Written, Option<Link<'_>>) -> Pages<Change<T>>,
}

/// Where to go on, and what that is in errors.
pub(super) type Link<'a> = (&'a str, &'static str);

/// What an endpoint's value has written, as far as a list needs it. The value itself need not live on.
struct Written {
    url: String,
    headers: HeaderMap,
    /// What was wrong with it.
    problem: Option<Error>,
}

impl<T> Replay<T> {
    pub(super) fn new<E>(client: &Client, endpoint: &E) -> Self
    where
        E: Endpoint<Response = Page<T>> + ?Sized,
        T: DeserializeOwned,
    {
        let request = match to_parts(endpoint, client.base_url()) {
            Ok(parts) => Written { url: parts.url, headers: parts.headers, problem: None },
            Err(error) => Written { url: String::new(), headers: HeaderMap::new(), problem: Some(error) },
        };
        Self { client: client.clone(), request, pages: pages::<E, T> }
    }

    /// The pages from a link on, or from the start.
    pub(super) fn pages(&self, from: Option<Link<'_>>) -> Pages<Change<T>> {
        (self.pages)(&self.client, &self.request, from)
    }
}

fn pages<E, T>(client: &Client, request: &Written, from: Option<Link<'_>>) -> Pages<Change<T>>
where
    E: Endpoint<Response = Page<T>> + ?Sized,
    T: DeserializeOwned,
{
    let changes = Changes::<'_, E> { request, endpoint: PhantomData };
    match from {
        Some((link, what)) => client.pages_at(&changes, link, what),
        None => client.pages(&changes),
    }
}

/// The endpoint that was written, with changes in the place of its items.
struct Changes<'a, E: ?Sized> {
    request: &'a Written,
    endpoint: PhantomData<fn(&E)>,
}

impl<E, T> Endpoint for Changes<'_, E>
where
    E: Endpoint<Response = Page<T>> + ?Sized,
    T: DeserializeOwned,
{
    type Response = Page<Change<T>>;

    const METHOD: Method = E::METHOD;
    const PATH: &'static str = E::PATH;
    const VERSION: &'static str = E::VERSION;
    const PERMISSIONS: Permissions = E::PERMISSIONS;
    const ROUTE: &'static str = E::ROUTE;

    fn write(&self, request: &mut RequestWriter) {
        match &self.request.problem {
            Some(problem) => request.whole(Err(problem.again())),
            None => request.repeat(&self.request.url, &self.request.headers),
        }
    }

    /// Most pages have no removals: those are read as the endpoint itself reads them. The name's first letter is left
    /// out, since `@` can be escaped.
    fn decode(response: Response<Bytes>) -> Result<Page<Change<T>>, Error> {
        if memmem::find(response.body(), b"removed\"").is_some() {
            return decode_json(response);
        }
        let page = E::decode(response)?;
        Ok(Page {
            value: page.value.into_iter().map(Change::Changed).collect(),
            count: page.count,
            next_link: page.next_link,
            delta_link: page.delta_link,
            annotations: page.annotations,
        })
    }
}
