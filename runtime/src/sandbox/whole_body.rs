//! One field as the whole body, read back: by what kind of type the field has.
//!
//! Which way a type goes the expansion finds as [`expansion`](crate::expansion) explains.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;

use super::malformed;
use super::raw_content::FromRawContent;
use super::request_reader::RequestReader;
use crate::error::Error;
use crate::wire::whole_body::Octets;

/// What an expansion asks to read a whole body.
#[doc(hidden)]
#[derive(Debug)]
pub struct WholeBody<T>(PhantomData<T>);

impl<T> WholeBody<T> {
    #[allow(clippy::new_without_default, reason = "named by expansions only")]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

#[doc(hidden)]
pub trait ReadOctets<T> {
    fn read(&self, request: &RequestReader) -> Result<T, Error>;
}

impl<T: Octets + FromRawContent> ReadOctets<T> for &&WholeBody<T> {
    fn read(&self, request: &RequestReader) -> Result<T, Error> {
        request.raw()
    }
}

#[doc(hidden)]
pub trait ReadJson<T> {
    fn read(&self, request: &RequestReader) -> Result<T, Error>;
}

impl<T: DeserializeOwned> ReadJson<T> for &WholeBody<T> {
    fn read(&self, request: &RequestReader) -> Result<T, Error> {
        request.json()
    }
}

#[doc(hidden)]
pub trait ReadNothing<T> {
    fn read(&self, request: &RequestReader) -> Result<T, Error>;
}

impl<T> ReadNothing<T> for WholeBody<T> {
    fn read(&self, _: &RequestReader) -> Result<T, Error> {
        let name = std::any::type_name::<T>();
        Err(malformed(format!(
            "the body type `{name}` can only be written; make it `Deserialize` to read it"
        )))
    }
}
