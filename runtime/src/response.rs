//! From a 2xx answer to the value that a declaration promises.
//!
//! A declaration's `response = T` can be any type that is `Deserialize`, and a few that aren't JSON at all. Which, the
//! expansion finds by method resolution: [`DecodeSpecial`] is implemented for the types that know how to read an answer
//! themselves, [`DecodeJson`] one reference further away for all the others.

use std::marker::PhantomData;

use bytes::Bytes;
use http::Response;
use serde::de::DeserializeOwned;

use crate::error::Error;

/// A type that reads an answer itself, instead of being read from its JSON body.
pub trait FromResponse: Sized {
    /// Reads the answer, whose status is 2xx.
    ///
    /// # Errors
    /// [`Error::is_decode`] when the answer is not of this type's shape.
    fn from_response(response: Response<Bytes>) -> Result<Self, Error>;
}

impl FromResponse for () {
    /// Any 2xx is success; the body is not looked at.
    fn from_response(_: Response<Bytes>) -> Result<Self, Error> {
        Ok(())
    }
}

impl FromResponse for Bytes {
    fn from_response(response: Response<Bytes>) -> Result<Self, Error> {
        Ok(response.into_body())
    }
}

/// What an expansion asks to decode an answer.
#[doc(hidden)]
pub struct Decoder<T>(PhantomData<T>);

impl<T> Decoder<T> {
    #[allow(clippy::new_without_default, reason = "named by expansions only")]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

#[doc(hidden)]
pub trait DecodeSpecial<T> {
    fn decode(&self, response: Response<Bytes>) -> Result<T, Error>;
}

impl<T: FromResponse> DecodeSpecial<T> for Decoder<T> {
    fn decode(&self, response: Response<Bytes>) -> Result<T, Error> {
        T::from_response(response)
    }
}

/// The last to be asked, so its bound stands on the method: a type that is none of these is an error about that type.
#[doc(hidden)]
pub trait DecodeJson<T> {
    fn decode(&self, response: Response<Bytes>) -> Result<T, Error>
    where
        T: JsonResponse;
}

/// What can be decoded from a JSON body.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be the response of an endpoint",
    label = "neither `Deserialize` nor `FromResponse`",
    note = "declare it with `#[graph_type]`, or derive `serde::Deserialize` for it"
)]
pub trait JsonResponse: DeserializeOwned {}

impl<T: DeserializeOwned> JsonResponse for T {}

impl<T> DecodeJson<T> for &Decoder<T> {
    fn decode(&self, response: Response<Bytes>) -> Result<T, Error>
    where
        T: JsonResponse,
    {
        decode_json(response)
    }
}

/// Decodes a JSON body; an error names the JSON path.
pub(crate) fn decode_json<T: DeserializeOwned>(response: Response<Bytes>) -> Result<T, Error> {
    // Some services write a byte order mark.
    let body = response.body();
    match serde_json::from_slice(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)) {
        Ok(value) => Ok(value),
        // `Option<T>` is the response of an endpoint that answers now with a body, now with 204.
        Err(source) if body.is_empty() => {
            serde_json::from_slice(b"null").map_err(|_| Error::from_json(&source, response))
        }
        Err(source) => Err(Error::from_json(&source, response)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_body_is_none_and_nothing_else() {
        let empty = || Response::new(Bytes::new());
        assert_eq!(decode_json::<Option<u32>>(empty()).unwrap(), None);
        assert!(decode_json::<u32>(empty()).unwrap_err().is_decode());
    }
}
