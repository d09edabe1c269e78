//! How a session ends other than by its last slice: it is committed, or deleted.

use std::future::Future;

use bytes::Bytes;
use http::{Method, Response};

use super::{TEMPLATE, Uploaded, slices};
use crate::client::{Bearer, Client, success};
use crate::error::Error;
use crate::jobs::transfer::session::UploadSession;
use crate::wire::request::Parts;
use crate::wire::response::undisguised;

impl Client {
    /// Commits a session that was created with `deferCommit`, once everything is there: then the item appears.
    ///
    /// # Errors
    /// What the service answers.
    #[inline]
    pub fn commit_upload(
        &self,
        session: &UploadSession,
    ) -> impl Future<Output = Result<Uploaded, Error>> + Send + use<> {
        let (client, request) = (
            self.clone(),
            self.link(Method::POST, &session.upload_url, TEMPLATE, "the upload URL", Bearer::Never),
        );
        async move {
            let response = ask(&client, request).await.and_then(undisguised);
            let call = client.call_name(&Method::POST, TEMPLATE);
            response.map(Uploaded::new).map_err(|error| error.of_call(&call))
        }
    }

    /// Deletes a session and what was uploaded to it. One that is gone already is no error.
    ///
    /// # Errors
    /// What the service answers.
    #[inline]
    pub fn cancel_upload(
        &self,
        session: &UploadSession,
    ) -> impl Future<Output = Result<(), Error>> + Send + use<> {
        let (client, request) = (
            self.clone(),
            self.link(Method::DELETE, &session.upload_url, TEMPLATE, "the upload URL", Bearer::Never),
        );
        async move {
            match ask(&client, request).await {
                Err(error) if !slices::is_gone(error.status()) => {
                    Err(error.of_call(&client.call_name(&Method::DELETE, TEMPLATE)))
                }
                _ => Ok(()),
            }
        }
    }
}

/// What the session answers, or why it wasn't asked.
#[inline]
async fn ask(client: &Client, request: Result<Parts, Error>) -> Result<Response<Bytes>, Error> {
    success(client.fetch(request?).await?)
}
