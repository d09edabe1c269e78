//! Values that stand in a path, a query string or a header: how each becomes text, and how the text is escaped.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::rc::Rc;
use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but RFC 3986's unreserved characters, so that a value never ends its segment or its query option.
/// <https://www.rfc-editor.org/rfc/rfc3986#section-2.3>
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A value that can stand in a path, a query option or a header.
///
/// Implemented for text, numbers, `bool`, declared enumerations and their [`Flags`](crate::Flags), the types of
/// [`edm`](crate::edm), those of `jiff` and `uuid` with their features, and lists (joined by commas, as in `$select`). The
/// quotes of an OData literal stand in the path: between them a value's own quotes are doubled, without them it goes out
/// bare, as numbers, GUIDs and dates do.
/// <https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_CanonicalURL>
///
/// ```
/// use graph_endpoint::{edm, prelude::*};
///
/// #[graph_endpoint(GET, "/reports/getUse(period='{period}',date={date},id={id})")]
/// pub struct GetUse {
///     period: String,
///     date: edm::Date,
///     id: edm::Guid,
/// }
///
/// let get = GetUse {
///     period: "O'Neil's".into(),
///     date: "2024-02-29".parse()?,
///     id: "b7f9c1de-1c3f-4d62-8c4e-2a3b9f9d4e10".parse()?,
/// };
/// assert_eq!(
///     get.to_http_request("https://graph.microsoft.com")?.uri().path(),
///     "/v1.0/reports/getUse(period='O%27%27Neil%27%27s',date=2024-02-29,id=b7f9c1de-1c3f-4d62-8c4e-2a3b9f9d4e10)"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A type of your own writes its plain text; escaping is the sink's business:
///
/// ```
/// use graph_endpoint::{Parameter, ParameterText};
/// use std::fmt::Write;
///
/// struct PolicyId(u32);
///
/// impl Parameter for PolicyId {
///     fn write(&self, out: &mut ParameterText<'_>) {
///         let _ = write!(out, "T_{}", self.0);
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't stand in a path, a query option or a header",
    note = "a `Filter` or an `OrderBy` is no field, but given to the request: `.filter(..)`, `.order_by(..)`",
    note = "implement `graph_endpoint::Parameter` for it, or use a `String`; types of the crates `jiff`, `chrono`, `time` and `uuid` need the feature of that name"
)]
pub trait Parameter {
    /// Writes the plain text of the value.
    fn write(&self, out: &mut ParameterText<'_>);

    /// Whether a query option or header with this value is left out. True for an empty list.
    fn is_absent(&self) -> bool {
        false
    }
}

/// Where a [`Parameter`] writes its text; it escapes what it takes for the place that the value stands in.
///
/// ```
/// use graph_endpoint::{Parameter, ParameterText, prelude::*};
///
/// struct Range(u8, u8);
///
/// impl Parameter for Range {
///     fn write(&self, out: &mut ParameterText<'_>) {
///         out.push_str(&format!("A{}:B{}", self.0, self.1)); // plain; it is encoded for where it stands
///     }
/// }
///
/// #[graph_endpoint(GET, "/me/drive/items/{id}/workbook/range(address='{range}')", unverified)]
/// struct GetRange {
///     id: String,
///     range: Range,
/// }
/// # #[cfg(feature = "sandbox")]
/// # impl graph_endpoint::FromParameter for Range {
/// #     fn from_text(_: &str) -> Result<Self, graph_endpoint::edm::ParameterError> { Ok(Range(1, 2)) }
/// # }
///
/// let request = GetRange { id: "1".into(), range: Range(1, 2) }.to_http_request("https://graph.microsoft.com")?;
/// assert!(request.uri().path().ends_with("range(address='A1%3AB2')"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct ParameterText<'a> {
    out: &'a mut String,
    escape: Escape,
}

/// What the place of a value asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Escape {
    /// A header: as it is.
    Nothing,
    /// A path segment or a query value.
    Percent,
    /// Inside an OData string literal of a path: `'` doubled, then percent-encoded.
    Quoted,
    /// A run of segments: percent-encoded, but `/` is kept.
    Slashes,
}

impl<'a> ParameterText<'a> {
    pub(crate) fn new(out: &'a mut String, escape: Escape) -> Self {
        Self { out, escape }
    }

    /// Takes a piece of the value's plain text.
    pub fn push_str(&mut self, text: &str) {
        match self.escape {
            Escape::Nothing => self.out.push_str(text),
            Escape::Percent => self.push_encoded(text),
            Escape::Quoted => {
                for (index, piece) in text.split('\'').enumerate() {
                    if index > 0 {
                        self.out.push_str("%27%27");
                    }
                    self.push_encoded(piece);
                }
            }
            Escape::Slashes => {
                for (index, piece) in text.split('/').enumerate() {
                    if index > 0 {
                        self.out.push('/');
                    }
                    self.push_encoded(piece);
                }
            }
        }
    }

    fn push_encoded(&mut self, text: &str) {
        // It is at least as long as that.
        self.out.reserve(text.len());
        self.out.extend(utf8_percent_encode(text, RESERVED));
    }
}

impl fmt::Write for ParameterText<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.push_str(text);
        Ok(())
    }
}

macro_rules! text_parameters {
    ($($type:ty),*) => {$(
        impl Parameter for $type {
            fn write(&self, out: &mut ParameterText<'_>) {
                out.push_str(self);
            }
        }
    )*};
}
text_parameters!(str, String, Cow<'_, str>);

macro_rules! display_parameters {
    ($($type:ty),*) => {$(
        impl Parameter for $type {
            fn write(&self, out: &mut ParameterText<'_>) {
                // Writing into a `String` can't fail.
                let _ = write!(out, "{self}");
            }
        }
    )*};
}
display_parameters!(bool, char, u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize);

macro_rules! floating_parameters {
    ($($type:ty),*) => {$(
        impl Parameter for $type {
            /// OData's `INF`, `-INF` and `NaN` for what is no number.
            fn write(&self, out: &mut ParameterText<'_>) {
                let _ = match self {
                    value if value.is_infinite() => out.write_str(if *value > 0.0 { "INF" } else { "-INF" }),
                    value => write!(out, "{value}"),
                };
            }
        }
    )*};
}
floating_parameters!(f32, f64);

macro_rules! pointers {
    ($($type:ty),*) => {$(
        impl<T: Parameter + ?Sized> Parameter for $type {
            fn write(&self, out: &mut ParameterText<'_>) {
                (**self).write(out);
            }

            fn is_absent(&self) -> bool {
                (**self).is_absent()
            }
        }
    )*};
}
pointers!(&T, Box<T>, Rc<T>, Arc<T>);

/// `None` is left out.
impl<T: Parameter> Parameter for Option<T> {
    fn write(&self, out: &mut ParameterText<'_>) {
        if let Some(value) = self {
            value.write(out);
        }
    }

    fn is_absent(&self) -> bool {
        self.as_ref().is_none_or(Parameter::is_absent)
    }
}

impl<T: Parameter> Parameter for [T] {
    fn write(&self, out: &mut ParameterText<'_>) {
        for (index, item) in self.iter().enumerate() {
            if index > 0 {
                out.push_str(",");
            }
            item.write(out);
        }
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl<T: Parameter> Parameter for Vec<T> {
    fn write(&self, out: &mut ParameterText<'_>) {
        self.as_slice().write(out);
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl<T: Parameter, const N: usize> Parameter for [T; N] {
    fn write(&self, out: &mut ParameterText<'_>) {
        self.as_slice().write(out);
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}
