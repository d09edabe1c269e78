//! What the tests of the sandbox declare.

use bytes::Bytes;
use graph_endpoint::prelude::*;
use graph_endpoint::{Body, Parameter, ParameterText};

#[graph_endpoint(PATCH, "/users/<id>/notes(name='<note>')", response = Note, odata_type = "#microsoft.graph.note")]
#[derive(Clone, Debug, PartialEq)]
pub(super) struct UpdateNote {
    pub(super) id: String,
    pub(super) note: String,
    #[graph(query = "$top")]
    pub(super) top: Option<u32>,
    #[graph(query = "$select")]
    pub(super) select: Vec<String>,
    #[graph(header = "If-Match")]
    pub(super) if_match: Option<String>,
    pub(super) title: String,
    pub(super) length: Option<i64>,
    pub(super) category: Nullable<String>,
}

#[graph_type("microsoft.graph.note")]
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Note {
    pub(super) title: String,
}

/// On the same path as [`UpdateNote`], with another method.
#[graph_endpoint(GET, "/users/<id>/notes(name='<note>')", response = Note)]
pub(super) struct GetNote {
    pub(super) id: String,
    pub(super) note: String,
}

/// A type that can be written into a path, and not read from one.
#[derive(Clone, Debug)]
pub(super) struct OneWay;

impl Parameter for OneWay {
    fn write(&self, out: &mut ParameterText<'_>) {
        out.push_str("one-way");
    }
}

/// A type that can be read from a response, and not written into one.
#[derive(Debug, serde::Deserialize)]
pub(super) struct ReadOnly {}

/// Has no server's half, since `OneWay` can't be read; that it compiles all the same is the test.
#[graph_endpoint(DELETE, "/things/<id>")]
pub(super) struct DeleteOneWay {
    pub(super) id: OneWay,
}

#[graph_endpoint(POST, "/things", response = ReadOnly)]
pub(super) struct PostReadOnly {}

#[graph_endpoint(POST, "/things/<id>/reset")]
#[derive(Debug, PartialEq)]
pub(super) struct Reset {
    pub(super) id: u64,
}

/// Any JSON as the whole body and as the whole response.
#[graph_endpoint(PUT, "/me/text", response = String, version = "beta")]
#[derive(Debug, PartialEq)]
pub(super) struct PutText {
    #[graph(body)]
    pub(super) content: String,
}

/// Bytes under a path of any depth.
#[graph_endpoint(PUT, "/me/drive/root:/<path..>:/content", response = Bytes)]
#[derive(Debug, PartialEq)]
pub(super) struct PutBytes {
    pub(super) path: String,
    #[graph(body)]
    pub(super) content: Vec<u8>,
}

#[graph_endpoint(POST, "/me/onenote/pages")]
#[derive(Debug, PartialEq)]
pub(super) struct PostHtml {
    #[graph(body, content_type = "text/html")]
    pub(super) page: String,
}

#[graph_endpoint(PUT, "/me/photo/$value")]
pub(super) struct PutPhoto {
    #[graph(body)]
    pub(super) photo: Option<Body>,
}

#[graph_endpoint(GET, "/users/delta", response = String)]
pub(super) struct Delta {}

#[graph_endpoint(GET, "/users/<id>", response = String)]
pub(super) struct GetUser {
    pub(super) id: String,
}

#[graph_endpoint(GET, "/users/<id>", response = String, version = "beta")]
pub(super) struct GetBetaUser {
    pub(super) id: String,
}

/// Many placeholders in few segments, each kind next to each other.
#[graph_endpoint(
    GET,
    "/drives/<drive>/f(a='<a>',b=<b>,c='<c>')/<left>,<right>/root:/<path..>:/versions/<number>/g(x='<x>')"
)]
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Crowded {
    pub(super) drive: String,
    pub(super) a: String,
    pub(super) b: i32,
    pub(super) c: String,
    pub(super) left: String,
    pub(super) right: String,
    pub(super) path: String,
    pub(super) number: u8,
    pub(super) x: char,
    pub(super) flag: bool,
    #[graph(query = "$skip")]
    pub(super) counts: Vec<i64>,
    pub(super) search: Option<String>,
}

#[graph_endpoint(DELETE, "/users/<id>")]
pub(super) struct DeleteUser {
    pub(super) id: String,
}
