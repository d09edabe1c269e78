//! What comes and goes, as lines of JSON in a file: for whoever wants to look at it outside of the program.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use bytes::Bytes;
use graph_endpoint_schema::media_type::is_json;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Request, Response};
use serde_json::json;
use serde_json::value::RawValue;

/// Names the file for all sandboxes of a program.
pub(super) const VARIABLE: &str = "GRAPH_SANDBOX_JOURNAL";

/// A file that several sandboxes, even of several programs, add to.
pub(super) struct Journal(File);

impl Journal {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        OpenOptions::new().create(true).append(true).open(path).map(Self)
    }

    /// Adds an exchange: no headers, since a token is among them, and of the bodies those that are JSON.
    pub(super) fn add(&self, request: &Request<Bytes>, response: &Response<Bytes>) {
        let line = json!({
            "method": request.method().as_str(),
            "target": request.uri().path_and_query().map(|target| target.as_str()),
            "request": body(request.headers(), request.body()),
            "status": response.status().as_u16(),
            "response": body(response.headers(), response.body()),
        });
        // One write: lines of others don't come in between. A full disk is no reason to fail a test.
        drop((&self.0).write_all(format!("{line}\n").as_bytes()));
    }
}

fn body(headers: &HeaderMap, body: &Bytes) -> Option<Box<RawValue>> {
    let is_json = headers.get(CONTENT_TYPE).is_some_and(is_json);
    is_json.then(|| serde_json::from_slice(body).ok()).flatten()
}
