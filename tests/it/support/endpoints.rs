//! Endpoints as the macro would expand them, so that these tests are about the client alone.

use bytes::Bytes;
use graph_endpoint::__private::{DecodeJson as _, Decoder, RequestWriter};
use graph_endpoint::{Body, Endpoint, Error, Permissions};
use http::{Method, Response};

#[derive(Clone, Debug)]
pub(crate) struct GetUser {
    pub(crate) id: String,
}

#[derive(Debug, PartialEq, serde::Deserialize)]
pub(crate) struct User {
    pub(crate) id: String,
}

pub(crate) fn get_user() -> GetUser {
    GetUser { id: "u1".to_owned() }
}

impl Endpoint for GetUser {
    type Response = User;
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/users/<id>";
    const VERSION: &'static str = "v1.0";
    const PERMISSIONS: Permissions =
        Permissions { delegated: &[], delegated_personal: &[], application: &[] };

    fn write(&self, request: &mut RequestWriter) {
        request.path(&[&self.id]).query("$select", &"id");
    }

    fn decode(response: Response<Bytes>) -> Result<User, Error> {
        Decoder::<User>::NEW.decode(response)
    }
}

/// `POST /users/u1/sendMail`, or another method, with any body.
#[derive(Clone, Debug, Default)]
pub(crate) struct SendMail {
    pub(crate) body: Body,
}

impl Endpoint for SendMail {
    type Response = ();
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/users/u1/sendMail";
    const VERSION: &'static str = "v1.0";
    const PERMISSIONS: Permissions =
        Permissions { delegated: &[], delegated_personal: &[], application: &[] };

    fn write(&self, request: &mut RequestWriter) {
        request.path(&[]).whole(Ok(self.body.clone()));
    }

    fn decode(response: Response<Bytes>) -> Result<(), Error> {
        Decoder::<()>::NEW.decode(response)
    }
}
