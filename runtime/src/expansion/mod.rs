//! What expansions of the macros call, under the name `__private`: the private interface between macros and runtime.
//!
//! An expansion is data (names, paths, tuples of references) and the shortest calls to what is here. It stands in a
//! `const _` in which this module is `__runtime`, and takes even `Option` and `Result` from it, so that nothing depends
//! on what the user's scope calls by these names. The macros are pinned to this very version of the runtime: all of
//! this can change in any release.
//!
//! # Choosing by what a type can do
//!
//! What is done with a response or a whole body depends on the traits of its type, which a macro can't see. Method
//! resolution can ("autoref specialization"): it tries the type of the receiver first, then a reference to it, then what
//! it dereferences to, and passes over a method whose bounds don't hold. So each choice is an empty struct with the
//! type as its parameter, and has methods of one name, in traits that the expansion imports:
//!
//! | the call | is tried first | then | at last |
//! | --- | --- | --- | --- |
//! | `Decoder::<T>::NEW.decode(..)` | its own method, if `T: FromResponse` | `DecodeJson` for `Decoder<T>` | |
//! | `(&BodyWriter::<T>::new()).body(..)` | `WriteOctets` for `BodyWriter<T>`, if `T: Octets` | `WriteJson` for `&BodyWriter<T>` | |
//! | `(&&&Encoder::<T>::new()).encode(..)` | `EncodeSpecial` for `&&Encoder<T>`, if `T: ToResponse` | `EncodeJson` for `&Encoder<T>`, if `T: Serialize` | `EncodeNothing` |
//! | `(&&&WholeBody::<T>::new()).read(..)` | `ReadOctets` for `&&WholeBody<T>`, if `T: Octets` | `ReadJson` for `&WholeBody<T>`, if `T: DeserializeOwned` | `ReadNothing` |
//! | `<Named<T>>::IDS`, `LOST` | its own constant, if `T: Declared` | `NotNamed` for `Named<T>` | |
//! | `Formed::<T>::NEW.ask()` | its own method, if `T: FormOfSerdes` | `FormNotAsked` for `Formed<T>` | |
//!
//! The last one either takes every type, or has its bound on the method instead of the impl: a type that fits none is
//! then an error about that type, in our words, and not about a method that isn't there. `T` must be a concrete type or
//! have the bounds where the expansion stands; in a generic declaration the expansion's `where` clause says them.

mod builder;
mod form;
mod message;
mod named;
/// The traits of required fields whose names are common.
#[allow(non_camel_case_types, missing_docs, reason = "named as the traits of other fields are")]
pub mod has {
    graph_endpoint_macros::common_fields!();
}
mod setter;
mod undeclared;

pub use ::bytes;
pub use ::core::convert::{From, Into};
pub use ::core::default::Default;
pub use ::core::fmt::{self, Debug, Formatter};
pub use ::core::future::Future;
pub use ::core::marker::PhantomData;
pub use ::core::option::Option::{self, None, Some};
pub use ::core::pin::Pin;
pub use ::core::primitive::{str, usize};
pub use ::core::result::Result::{self, Err, Ok};
pub use ::core::task::{Context, Poll};
pub use ::http;
pub use ::http::Method;
pub use ::serde;
pub use ::serde::de::MapAccess;
pub use ::serde::ser::SerializeMap;
pub use ::serde::{Deserializer, Serializer};
pub use ::std::string::String;

pub use graph_endpoint_macros::{__GraphEndpoint, __GraphType};
pub use graph_endpoint_schema::type_ids::Ids;

#[cfg(feature = "client")]
pub use self::builder::{AwaitedUnsent, send};
pub use self::builder::{Set, Unset, set};
pub use self::form::{FormNotAsked, FormOfGraphs, FormOfSerdes, Formed};
pub use self::named::{Named, NotNamed, listed, related, unexpanded};
pub use self::setter::{IntoNullable, IntoOptional, IntoValue, OrNone};
pub use self::undeclared::{Declared, Lost, keeps, variant};
pub use crate::__builder as builder;
#[cfg(feature = "client")]
pub use crate::client::{Call, Client};
pub use crate::error::Error;
#[cfg(feature = "sandbox")]
pub use crate::sandbox::private::*;
pub use crate::wire::endpoint::{Endpoint, IntoEndpoint, Permissions};
pub use crate::wire::from_parameter::{FromParameter, ParameterError};
pub use crate::wire::json::enumeration::{
    GraphEnum, member_from_text, member_index, member_text, read_member, write_member,
};
pub use crate::wire::json::read::{
    EmptyDefaulted, EmptyDefaultedNumber, EmptyOptional, EmptyOptionalNumber, EmptyRequired,
    EmptyRequiredNumber, fields, parameter, whole as read_whole,
};
pub use crate::wire::json::write::{Present, object as write_object};
pub use crate::wire::json::{other, polymorphic, read, write};
pub use crate::wire::parameter::{Parameter, ParameterText};
pub use crate::wire::query::{Expansion, GetEndpoint, Property, Select};
pub use crate::wire::request::RequestWriter;
pub use crate::wire::response::{DecodeJson, Decoder, number_response};
pub use crate::wire::whole_body::{BodyWriter, WriteJson, WriteOctets, json_body, raw_body};

/// A constant's text. Names are short here, and types that many expansions write have one: a token is what costs.
pub type StaticStr = &'static ::core::primitive::str;
/// A response before it is decoded.
pub type HttpResponse = ::http::Response<::bytes::Bytes>;
/// What decoding gives.
pub type Decoded<T> = ::core::result::Result<T, Error>;
