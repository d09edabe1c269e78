//! The endpoint that is measured, twice: declared, and written by hand as a careful person would.

use graph_endpoint::prelude::*;

/// The endpoint as it is declared.
#[graph_endpoint(PATCH, "/deviceAppManagement/things/<id>/assignments", response = Assignment)]
#[derive(Debug)]
pub struct UpdateAssignment {
    /// Which one.
    pub id: String,
    /// `$top`
    #[graph(query = "$top")]
    pub top: Option<u32>,
    /// `$filter`
    #[graph(query = "$filter")]
    pub filter: Option<String>,
    /// A name.
    pub display_name: String,
    /// More about it.
    pub description: Option<String>,
    /// How many.
    pub count: i64,
    /// Some words.
    pub tags: Vec<String>,
    /// On or off.
    pub enabled: bool,
}

/// What it answers.
#[graph_type("microsoft.graph.thingAssignment")]
#[derive(Debug)]
pub struct Assignment {
    /// A name.
    pub display_name: String,
    /// More about it.
    pub description: Option<String>,
    /// How many.
    pub count: i64,
    /// Some words.
    pub tags: Vec<String>,
    /// On or off.
    pub enabled: bool,
}

/// A value of it.
pub fn update() -> UpdateAssignment {
    UpdateAssignment {
        id: "T_b7f9c1de-1c3f-4d62-8c4e-2a3b9f9d4e10".to_owned(),
        top: Some(25),
        filter: Some("startsWith(displayName,'A')".to_owned()),
        display_name: "Assignment for the field staff".to_owned(),
        description: None,
        count: 42,
        tags: vec!["field".to_owned(), "ios".to_owned()],
        enabled: true,
    }
}

/// A response, with two annotations that nobody asked for, as Graph sends them.
pub const ANSWER: &str = r##"{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#things","@odata.type":"#microsoft.graph.thingAssignment","displayName":"Assignment for the field staff","description":"For phones and tablets of the company","count":42,"tags":["field","ios"],"enabled":true}"##;

pub mod compiling;
pub mod measure;
pub mod server;

pub mod by_hand {
    //! The same with `reqwest` and serde's derives.

    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
    use serde::{Deserialize, Serialize};

    /// RFC 3986's unreserved characters stay.
    const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

    /// The body that is sent.
    #[derive(Debug, Serialize)]
    #[serde(rename_all = "camelCase")]
    pub struct Body<'a> {
        /// A name.
        pub display_name: &'a str,
        /// More about it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub description: Option<&'a str>,
        /// How many.
        pub count: i64,
        /// Some words.
        pub tags: &'a [String],
        /// On or off.
        pub enabled: bool,
    }

    /// The body that comes back.
    #[derive(Debug, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub struct Assignment {
        /// A name.
        pub display_name: String,
        /// More about it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub description: Option<String>,
        /// How many.
        pub count: i64,
        /// Some words.
        pub tags: Vec<String>,
        /// On or off.
        pub enabled: bool,
    }

    impl<'a> From<&'a super::UpdateAssignment> for Body<'a> {
        fn from(update: &'a super::UpdateAssignment) -> Self {
            Self {
                display_name: &update.display_name,
                description: update.description.as_deref(),
                count: update.count,
                tags: &update.tags,
                enabled: update.enabled,
            }
        }
    }

    /// The request, built with `http`.
    pub fn http_request(update: &super::UpdateAssignment, base: &str) -> http::Request<bytes::Bytes> {
        let id = utf8_percent_encode(&update.id, SEGMENT);
        let mut url = format!("{base}/v1.0/deviceAppManagement/things/{id}/assignments");
        let mut separator = '?';
        if let Some(top) = update.top {
            url.push_str(&format!("{separator}$top={top}"));
            separator = '&';
        }
        if let Some(filter) = &update.filter {
            url.push_str(&format!("{separator}$filter={}", utf8_percent_encode(filter, SEGMENT)));
        }
        let body = serde_json::to_vec(&Body::from(update)).unwrap_or_default();
        http::Request::patch(url)
            .header(http::header::CONTENT_TYPE, "application/json")
            .body(body.into())
            .unwrap_or_default()
    }

    /// The request, as `reqwest` is used every day.
    pub fn reqwest_request(
        client: &reqwest::Client,
        update: &super::UpdateAssignment,
        base: &str,
        token: &str,
    ) -> reqwest::RequestBuilder {
        let id = utf8_percent_encode(&update.id, SEGMENT);
        let mut request = client
            .patch(format!("{base}/v1.0/deviceAppManagement/things/{id}/assignments"))
            .bearer_auth(token)
            .json(&Body::from(update));
        if let Some(top) = update.top {
            request = request.query(&[("$top", top)]);
        }
        if let Some(filter) = &update.filter {
            request = request.query(&[("$filter", filter)]);
        }
        request
    }
}
