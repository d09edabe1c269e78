//! One endpoint with everything, written out as the macro expands it.

#![allow(
    unused_imports,
    clippy::needless_borrow,
    reason = "which of the traits is used, and at which reference, depends on the type"
)]

use bytes::Bytes;
use graph_endpoint::prelude::*;
use graph_endpoint::{__private, FromParameter, Permissions};
use http::{Method, Response};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq)]
pub(super) struct UpdateNote {
    pub(super) id: String,
    pub(super) note: String,
    pub(super) top: Option<u32>,
    pub(super) select: Vec<String>,
    pub(super) if_match: Option<String>,
    pub(super) title: String,
    pub(super) length: Option<i64>,
    pub(super) category: Nullable<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Note {
    pub(super) title: String,
}

impl Endpoint for UpdateNote {
    type Response = Note;

    const METHOD: Method = Method::PATCH;
    const PATH: &'static str = "/users/<id>/notes(name='<note>')";
    const VERSION: &'static str = "v1.0";
    const PERMISSIONS: Permissions =
        Permissions { delegated: &[], delegated_personal: &[], application: &[] };
    const ROUTE: &'static [__private::Segment] = &[
        __private::Segment::Text("/users/"),
        __private::Segment::Value("id"),
        __private::Segment::Text("/notes(name='"),
        __private::Segment::Quoted("note"),
        __private::Segment::Text("')"),
    ];

    fn write(&self, request: &mut __private::RequestWriter) {
        request.path(&[&self.id, &self.note]);
        if let Some(top) = &self.top {
            request.query("$top", top);
        }
        request.query("$select", &self.select);
        if let Some(if_match) = &self.if_match {
            request.header("If-Match", if_match);
        }
        request.object("{");
        request.field("\"title\":", &self.title);
        if let Some(length) = &self.length {
            request.field("\"length\":", length);
        }
        if !self.category.is_absent() {
            request.field("\"category\":", &self.category);
        }
        request.end();
    }

    fn decode(response: Response<Bytes>) -> Result<Note, Error> {
        use __private::{DecodeJson as _, DecodeSpecial as _};
        (&__private::Decoder::<Note>::new()).decode(response)
    }
}

// `for<'sandbox>` makes a bound that doesn't hold a reason why the impl isn't there, and no error.
impl SandboxEndpoint for UpdateNote
where
    for<'sandbox> String: FromParameter,
    for<'sandbox> Option<u32>: FromParameter,
    for<'sandbox> Vec<String>: FromParameter,
    for<'sandbox> Option<String>: FromParameter,
    for<'sandbox> String: __private::serde::de::DeserializeOwned,
    for<'sandbox> i64: __private::serde::de::DeserializeOwned,
    for<'sandbox> Nullable<String>: __private::serde::de::DeserializeOwned,
{
    fn read(request: &__private::RequestReader) -> Result<Self, Error> {
        use __private::read;

        struct Fields {
            title: String,
            length: Option<i64>,
            category: Nullable<String>,
        }

        impl<'de> read::Object<'de> for Fields {
            const NAME: &'static str = "UpdateNote";

            fn read<A: __private::serde::de::MapAccess<'de>>(mut object: A) -> Result<Self, A::Error> {
                const NAMES: &[&str] = &["title", "length", "category"];
                let (mut title, mut length, mut category) = (None, None, None);
                while let Some(index) = read::next(&mut object, NAMES)? {
                    match index {
                        0 => read::value(&mut object, &mut title)?,
                        1 => read::value(&mut object, &mut length)?,
                        2 => read::value(&mut object, &mut category)?,
                        _ => read::skip(&mut object)?,
                    }
                }
                Ok(Self {
                    title: read::required(title, "title")?,
                    length: length.unwrap_or_default(),
                    category: category.unwrap_or_default(),
                })
            }
        }

        impl<'de> __private::serde::Deserialize<'de> for Fields {
            fn deserialize<D: __private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                read::object(deserializer)
            }
        }

        let fields = request.json::<Fields>()?;
        Ok(Self {
            id: request.path("id")?,
            note: request.path("note")?,
            top: request.query("$top")?,
            select: request.query("$select")?,
            if_match: request.header("If-Match")?,
            title: fields.title,
            length: fields.length,
            category: fields.category,
        })
    }

    fn encode(response: &Note) -> Result<Response<Bytes>, Error> {
        use __private::{EncodeJson as _, EncodeNothing as _, EncodeSpecial as _};
        (&&&__private::Encoder::<Note>::new()).encode(response)
    }
}

/// A type that can be written into a path, and not read from one.
#[derive(Clone, Debug)]
pub(super) struct OneWay;

impl graph_endpoint::Parameter for OneWay {
    fn write(&self, out: &mut graph_endpoint::ParameterText<'_>) {
        out.push_str("one-way");
    }
}

/// Has no server's half, since `OneWay` can't be read; that it compiles all the same is the test.
pub(super) struct DeleteOneWay {
    pub(super) id: OneWay,
}

impl Endpoint for DeleteOneWay {
    type Response = ();

    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/things/<id>";
    const VERSION: &'static str = "v1.0";
    const PERMISSIONS: Permissions =
        Permissions { delegated: &[], delegated_personal: &[], application: &[] };
    const ROUTE: &'static [__private::Segment] =
        &[__private::Segment::Text("/things/"), __private::Segment::Value("id")];

    fn write(&self, request: &mut __private::RequestWriter) {
        request.path(&[&self.id]);
    }

    fn decode(response: Response<Bytes>) -> Result<(), Error> {
        use __private::{DecodeJson as _, DecodeSpecial as _};
        (&__private::Decoder::<()>::new()).decode(response)
    }
}

impl SandboxEndpoint for DeleteOneWay
where
    for<'sandbox> OneWay: FromParameter,
{
    fn read(request: &__private::RequestReader) -> Result<Self, Error> {
        Ok(Self { id: request.path("id")? })
    }

    fn encode(response: &()) -> Result<Response<Bytes>, Error> {
        use __private::{EncodeJson as _, EncodeNothing as _, EncodeSpecial as _};
        (&&&__private::Encoder::<()>::new()).encode(response)
    }
}

/// A declaration whose one field is the whole body, of the given type; the answer has that type as well.
macro_rules! put_whole {
    ($name:ident, $type:ty) => {
        #[derive(Debug)]
        pub(super) struct $name {
            pub(super) content: $type,
        }

        impl Endpoint for $name {
            type Response = $type;

            const METHOD: Method = Method::PUT;
            const PATH: &'static str = "/me/drive/root:/<path..>:/content";
            const VERSION: &'static str = "beta";
            const PERMISSIONS: Permissions =
                Permissions { delegated: &[], delegated_personal: &[], application: &[] };
            const ROUTE: &'static [__private::Segment] = &[__private::Segment::Text("/me/content")];

            fn write(&self, request: &mut __private::RequestWriter) {
                request.path(&[]);
                request
                    .whole(graph_endpoint::Body::new("application/json", serde_json::to_vec("x").unwrap()));
            }

            fn decode(response: Response<Bytes>) -> Result<$type, Error> {
                use __private::{DecodeJson as _, DecodeSpecial as _};
                (&__private::Decoder::<$type>::new()).decode(response)
            }
        }

        impl SandboxEndpoint for $name {
            fn read(request: &__private::RequestReader) -> Result<Self, Error> {
                use __private::{ReadJson as _, ReadNothing as _, ReadSpecial as _};
                Ok(Self { content: (&&&__private::WholeBody::<$type>::new()).read(request)? })
            }

            fn encode(response: &$type) -> Result<Response<Bytes>, Error> {
                use __private::{EncodeJson as _, EncodeNothing as _, EncodeSpecial as _};
                (&&&__private::Encoder::<$type>::new()).encode(response)
            }
        }
    };
}
put_whole!(PutText, String);
put_whole!(PutBytes, Bytes);

/// On the same path as [`UpdateNote`], with another method.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct GetNote {
    pub(super) id: String,
    pub(super) note: String,
}

impl Endpoint for GetNote {
    type Response = Note;

    const METHOD: Method = Method::GET;
    const PATH: &'static str = UpdateNote::PATH;
    const VERSION: &'static str = "v1.0";
    const PERMISSIONS: Permissions = UpdateNote::PERMISSIONS;
    const ROUTE: &'static [__private::Segment] = UpdateNote::ROUTE;

    fn write(&self, request: &mut __private::RequestWriter) {
        request.path(&[&self.id, &self.note]);
    }

    fn decode(response: Response<Bytes>) -> Result<Note, Error> {
        UpdateNote::decode(response)
    }
}

impl SandboxEndpoint for GetNote {
    fn read(request: &__private::RequestReader) -> Result<Self, Error> {
        Ok(Self { id: request.path("id")?, note: request.path("note")? })
    }

    fn encode(response: &Note) -> Result<Response<Bytes>, Error> {
        UpdateNote::encode(response)
    }
}
