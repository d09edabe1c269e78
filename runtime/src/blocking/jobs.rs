//! Lists, batches and the long jobs: what the async client has by the same names.

use std::io::{self, Write};

use serde::de::DeserializeOwned;

use super::{Client, Iter};
use crate::error::{Error, Kind};
use crate::jobs::batch::{self, Batch, BatchAll, BatchRequests};
use crate::jobs::delta::{Delta, DeltaToken};
use crate::jobs::operation::{Operation, OperationCall, OperationState};
use crate::jobs::paging::{Items, Pages};
use crate::jobs::transfer::{
    Download, Downloaded, Upload, UploadSession, UploadSource, Uploaded, unwritable,
};
use crate::types::page::Page;
use crate::wire::endpoint::{Endpoint, IntoEndpoint};

impl Client {
    /// As [`crate::Client::items`].
    ///
    /// ```no_run
    /// use graph_endpoint::{blocking, prelude::*};
    ///
    /// #[graph_type("microsoft.graph.user")]
    /// pub struct UserSummary {
    ///     display_name: Option<String>,
    /// }
    ///
    /// #[graph_endpoint(GET, "/users", response = Page<UserSummary>, select)]
    /// pub struct ListUsers {}
    ///
    /// fn names(client: &blocking::Client) -> Result<Vec<Option<String>>, Error> {
    ///     client.items(&ListUsers {}).map(|user| Ok(user?.display_name)).collect()
    /// }
    /// ```
    pub fn items<E, T>(&self, endpoint: E) -> Iter<Items<T>>
    where
        E: IntoEndpoint<Endpoint: Endpoint<Response = Page<T>>>,
        T: Send + 'static,
    {
        self.iter(self.client.items(endpoint))
    }

    /// As [`crate::Client::pages`].
    pub fn pages<E, T>(&self, endpoint: E) -> Iter<Pages<T>>
    where
        E: IntoEndpoint<Endpoint: Endpoint<Response = Page<T>>>,
        T: Send + 'static,
    {
        self.iter(self.client.pages(endpoint))
    }

    /// As [`crate::Client::pages_from`].
    pub fn pages_from<E, T>(&self, endpoint: E, link: &str) -> Iter<Pages<T>>
    where
        E: IntoEndpoint<Endpoint: Endpoint<Response = Page<T>>>,
        T: Send + 'static,
    {
        self.iter(self.client.pages_from(endpoint, link))
    }

    /// As [`crate::Client::delta`]; its token is that of [`Iter::stream`].
    pub fn delta<E, T>(&self, endpoint: E) -> Iter<Delta<T>>
    where
        E: IntoEndpoint<Endpoint: Endpoint<Response = Page<T>>>,
        T: DeserializeOwned + Send + 'static,
    {
        self.iter(self.client.delta(endpoint))
    }

    /// As [`crate::Client::delta_from`].
    pub fn delta_from<E, T>(&self, endpoint: E, token: &DeltaToken) -> Iter<Delta<T>>
    where
        E: IntoEndpoint<Endpoint: Endpoint<Response = Page<T>>>,
        T: DeserializeOwned + Send + 'static,
    {
        self.iter(self.client.delta_from(endpoint, token))
    }

    /// As [`crate::Client::batch`].
    ///
    /// # Errors
    /// As there.
    pub fn batch<R: BatchRequests<Responses = T>, T>(&self, requests: R) -> Result<T, Error> {
        let requests = batch::written(&self.client, requests);
        self.wait(batch::outcomes(self.client.clone(), requests)).map(batch::read::<R>)
    }

    /// As [`crate::Client::batch_all`].
    pub fn batch_all<I>(&self, endpoints: I) -> Iter<BatchAll<I::IntoIter>>
    where
        I: IntoIterator,
        I::IntoIter: Send + 'static,
        I::Item: IntoEndpoint,
        <<I::Item as IntoEndpoint>::Endpoint as Endpoint>::Response: Send + 'static,
    {
        self.iter(self.client.batch_all(endpoints))
    }

    /// As [`crate::Client::new_batch`]; what [`Batch::send`] gives is [waited for](Self::wait).
    pub fn new_batch(&self) -> Batch {
        self.client.new_batch()
    }

    /// As [`crate::Client::upload`]; what it gives is [waited for](Self::wait) once it is set up.
    ///
    /// ```no_run
    /// use std::path::Path;
    ///
    /// use graph_endpoint::{UploadSession, Uploaded};
    /// use graph_endpoint::{blocking, prelude::*};
    ///
    /// #[graph_endpoint(POST, "/me/drive/root:/<path..>:/createUploadSession", response = UploadSession)]
    /// pub struct CreateUploadSession {
    ///     path: String,
    /// }
    ///
    /// fn run(client: &blocking::Client) -> Result<Uploaded, Error> {
    ///     let create = CreateUploadSession { path: "films/holiday.mp4".to_owned() };
    ///     client.wait(client.upload(&create, Path::new("holiday.mp4")).on_progress(|progress| {
    ///         println!("{} bytes", progress.transferred);
    ///     }))
    /// }
    /// ```
    pub fn upload<E>(&self, create: E, source: impl Into<UploadSource>) -> Upload
    where
        E: IntoEndpoint<Endpoint: Endpoint<Response = UploadSession>>,
    {
        self.client.upload(create, source)
    }

    /// As [`crate::Client::resume_upload`]; what it gives is [waited for](Self::wait).
    pub fn resume_upload(&self, session: UploadSession, source: impl Into<UploadSource>) -> Upload {
        self.client.resume_upload(session, source)
    }

    /// As [`crate::Client::commit_upload`].
    ///
    /// # Errors
    /// As there.
    pub fn commit_upload(&self, session: &UploadSession) -> Result<Uploaded, Error> {
        self.wait(self.client.commit_upload(session))
    }

    /// As [`crate::Client::cancel_upload`].
    ///
    /// # Errors
    /// As there.
    pub fn cancel_upload(&self, session: &UploadSession) -> Result<(), Error> {
        self.wait(self.client.cancel_upload(session))
    }

    /// As [`crate::Client::download`]; where it goes to, [`Download::to_file`] say, is [waited for](Self::wait), a writer
    /// is [written to](Self::write_download), and [`Download::into_stream`] is [gone through](Self::iter).
    pub fn download<E: IntoEndpoint>(&self, endpoint: E) -> Download {
        self.client.download(endpoint)
    }

    /// As [`Download::to_writer`], into a writer without async.
    ///
    /// # Errors
    /// As there.
    ///
    /// ```no_run
    /// use graph_endpoint::{blocking, prelude::*};
    ///
    /// #[graph_endpoint(GET, "/reports/getEmailActivityCounts(period='{period}')")]
    /// pub struct EmailActivity {
    ///     period: String,
    /// }
    ///
    /// fn print(client: &blocking::Client) -> Result<u64, Error> {
    ///     let report = client.download(EmailActivity::builder().period("D7"));
    ///     Ok(client.write_download(report, &mut std::io::stdout())?.length())
    /// }
    /// ```
    pub fn write_download<W: Write + ?Sized>(
        &self,
        download: Download,
        writer: &mut W,
    ) -> Result<Downloaded, Error> {
        let call = download.call_name();
        let failed = |error: io::Error| match &call {
            Some(call) => unwritable(error).of_call(call),
            None => unwritable(error),
        };
        let mut pieces = self.iter(download.into_stream());
        for piece in pieces.by_ref() {
            writer.write_all(&piece?).map_err(failed)?;
        }
        writer.flush().map_err(failed)?;
        let done = pieces.stream().and_then(|pieces| pieces.downloaded()).cloned();
        done.ok_or_else(|| Error::new(Kind::Transport, "the download ended before its content did"))
    }

    /// As [`crate::Client::operation`]; what it gives is [waited for](Self::wait).
    pub fn operation<E: IntoEndpoint>(&self, endpoint: E) -> OperationCall {
        self.client.operation(endpoint)
    }

    /// As [`Operation::poll`]: looks once, now.
    ///
    /// # Errors
    /// As there.
    ///
    /// ```no_run
    /// use std::time::Duration;
    ///
    /// use graph_endpoint::{Error, OperationState, blocking};
    ///
    /// fn watch(client: &blocking::Client, monitor_url: &str) -> Result<(), Error> {
    ///     let mut operation = client.resume_operation(monitor_url);
    ///     while let OperationState::Running(status) = client.poll_operation(&mut operation)? {
    ///         println!("{:?} %", status.percentage_complete());
    ///         std::thread::sleep(Duration::from_secs(5));
    ///     }
    ///     Ok(())
    /// }
    /// ```
    pub fn poll_operation(&self, operation: &mut Operation) -> Result<OperationState, Error> {
        // It travels to the driver's thread and back.
        let mut asked = operation.take();
        let (asked, state) = self.driver.run(async move {
            let state = asked.poll().await;
            (asked, state)
        })?;
        *operation = asked;
        state
    }

    /// As [`crate::Client::resume_operation`]; [`Operation::wait`] is [waited for](Self::wait).
    pub fn resume_operation(&self, monitor_url: impl Into<String>) -> Operation {
        self.client.resume_operation(monitor_url)
    }
}
