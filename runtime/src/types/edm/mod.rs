//! OData's primitive types that Rust's standard library has no type for.
//!
//! Each keeps its text exactly as it came and writes it back so: a time with seven digits of a fraction has seven digits.
//! What the text means is the business of a library of your choice: with the features `jiff`, `chrono` and `time` they
//! convert to and from the types of those crates, with `uuid` to and from `uuid::Uuid`; those types can also be fields
//! themselves.
//! <https://docs.oasis-open.org/odata/odata-csdl-xml/v4.01/odata-csdl-xml-v4.01.html#sec_PrimitiveTypes>
//!
//! | Graph's type | here | `jiff` or `uuid` | `chrono` | `time` |
//! | --- | --- | --- | --- | --- |
//! | `Edm.DateTimeOffset` | [`DateTimeOffset`] | `Timestamp`; without an offset, `civil::DateTime` | `DateTime<Utc>`, `DateTime<FixedOffset>`; without an offset, `NaiveDateTime` | `OffsetDateTime`; without an offset, `PrimitiveDateTime` |
//! | `Edm.Date` | [`Date`] | `civil::Date` | `NaiveDate` | `Date` |
//! | `Edm.TimeOfDay` | [`TimeOfDay`] | `civil::Time` | `NaiveTime` | `Time` |
//! | `Edm.Duration` | [`Duration`] | `Span`, `SignedDuration` | | |
//! | `Edm.Guid` | [`Guid`] | `uuid::Uuid` | | |
//! | `Edm.Binary` | `Binary` (features `client`, `sandbox` or `base64`) | | | |
//! | `Edm.Decimal` | [`Decimal`] | | | |
//! | `Edm.Int64`, as text as well | `i64`; of an alias of it, `#[serde(with = "graph_endpoint::edm::int64")]` | | | |
//! | `Edm.Double` with `INF` and `NaN` | [`Double`] | | | |
//!
//! Services write numbers as text at times. A declared property takes both forms where its type is a number by name: `u8`
//! to `u64`, `i8` to `i64`, `f32`, `f64`, and an `Option`, a [`Nullable`](crate::Nullable), a `Vec` or a `Box` of one; so does
//! a response that is one, or a [`ValueOf`](crate::ValueOf) one. An alias of a number takes numbers only.
//!
//! A JSON property of a type of the `time` crate says `#[serde(with = "time::serde::rfc3339")]`: its own form isn't
//! Graph's.
//!
//! ```
//! use graph_endpoint::edm::{Date, DateTimeOffset};
//! use graph_endpoint::prelude::*;
//!
//! #[graph_type("microsoft.graph.user")]
//! struct User {
//!     created_date_time: DateTimeOffset,
//!     hire_date: Option<Date>,
//! }
//!
//! let text = r#"{"createdDateTime":"2024-02-29T08:30:00.1234567Z","hireDate":"2024-03-01"}"#;
//! let user: User = serde_json::from_str(text)?;
//! assert_eq!(user.created_date_time.as_str(), "2024-02-29T08:30:00.1234567Z");
//! assert_eq!(serde_json::to_string(&user)?, text);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#[cfg(feature = "base64")]
mod binary;
#[cfg(feature = "chrono")]
mod chrono;
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
mod conversion;
mod decimal;
mod double;
#[cfg(any(feature = "chrono", feature = "time"))]
mod foreign;
mod guid;
pub mod int64;
#[cfg(feature = "jiff")]
mod jiff;
mod temporal;
mod text;
#[cfg(feature = "time")]
mod time;
#[cfg(feature = "uuid")]
mod uuid;

#[cfg(feature = "base64")]
pub use self::binary::Binary;
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
pub use self::conversion::ConversionError;
pub use self::decimal::Decimal;
pub use self::double::Double;
pub use self::guid::Guid;
pub use self::temporal::{Date, DateTimeOffset, Duration, TimeOfDay};
pub use crate::wire::from_parameter::ParameterError;
