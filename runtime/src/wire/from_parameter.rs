//! The way back of [`Parameter`](crate::Parameter): from the text in a path, a query option or a header to its value.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

/// A value that can be read from a path, a query option or a header.
///
/// The reverse of [`Parameter`](crate::Parameter): for each value that is written, `from_text` of its plain text gives
/// it back. The one exception is a list, which is joined by commas: an item that holds a comma comes back as two.
///
/// ```
/// use graph_endpoint::{FromParameter, ParameterError};
///
/// #[derive(Debug, PartialEq)]
/// struct PolicyId(u32);
///
/// impl FromParameter for PolicyId {
///     fn from_text(text: &str) -> Result<Self, ParameterError> {
///         let digits = text.strip_prefix("T_").ok_or(ParameterError::expected("an id of the form T_n"))?;
///         u32::from_text(digits).map(Self)
///     }
/// }
///
/// assert_eq!(PolicyId::from_text("T_1"), Ok(PolicyId(1)));
/// assert_eq!(PolicyId::from_text("1").unwrap_err().to_string(), "expected an id of the form T_n");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be read from a path, a query option or a header",
    note = "implement `graph_endpoint::FromParameter` for it, or use a `String`"
)]
pub trait FromParameter: Sized {
    /// Reads the value from its plain text: what stands in the URL, decoded.
    ///
    /// # Errors
    /// When the text is none that a value of this type is written as.
    fn from_text(text: &str) -> Result<Self, ParameterError>;

    /// The value that stands for a query option or header that isn't there, if any: `None` of an [`Option`], and an
    /// empty list.
    fn from_absent() -> Option<Self> {
        None
    }
}

/// A text that is no value of the type it should be: says what was expected, never what came.
///
/// ```
/// use graph_endpoint::edm::{Guid, ParameterError};
///
/// let error: ParameterError = "no GUID".parse::<Guid>().err().ok_or("it is one")?;
/// println!("{error}"); // what was expected, and not the value
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParameterError {
    expected: &'static str,
}

impl ParameterError {
    /// An error that says what was `expected`: "a date", "one of `D7`, `D30`".
    pub const fn expected(expected: &'static str) -> Self {
        Self { expected }
    }
}

impl fmt::Display for ParameterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}", self.expected)
    }
}

impl StdError for ParameterError {}

macro_rules! from_text {
    ($($type:ty),*) => {$(
        impl FromParameter for $type {
            #[inline]
            fn from_text(text: &str) -> Result<Self, ParameterError> {
                Ok(text.into())
            }
        }
    )*};
}
from_text!(String, Box<str>, Arc<str>);

impl FromParameter for Cow<'_, str> {
    fn from_text(text: &str) -> Result<Self, ParameterError> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

macro_rules! from_str {
    ($expected:literal: $($type:ty),*) => {$(
        impl FromParameter for $type {
            #[inline]
            fn from_text(text: &str) -> Result<Self, ParameterError> {
                text.parse().map_err(|_| ParameterError::expected(concat!($expected, " (`", stringify!($type), "`)")))
            }
        }
    )*};
}
from_str!("a truth value": bool);
from_str!("one character": char);
from_str!("a whole number": u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize);
from_str!("a number": f32, f64);

impl<T: FromParameter> FromParameter for Option<T> {
    fn from_text(text: &str) -> Result<Self, ParameterError> {
        T::from_text(text).map(Some)
    }

    fn from_absent() -> Option<Self> {
        Some(None)
    }
}

macro_rules! pointers {
    ($($type:ident),*) => {$(
        impl<T: FromParameter> FromParameter for $type<T> {
            fn from_text(text: &str) -> Result<Self, ParameterError> {
                T::from_text(text).map(Self::new)
            }

            fn from_absent() -> Option<Self> {
                T::from_absent().map(Self::new)
            }
        }
    )*};
}
pointers!(Box, Rc, Arc);

/// Separated by commas. An empty text is a list of one empty item, since an empty list isn't written at all.
impl<T: FromParameter> FromParameter for Vec<T> {
    fn from_text(text: &str) -> Result<Self, ParameterError> {
        text.split(',').map(T::from_text).collect()
    }

    fn from_absent() -> Option<Self> {
        Some(Self::new())
    }
}

/// Separated by commas, as many as the type says.
impl<T: FromParameter, const N: usize> FromParameter for [T; N] {
    fn from_text(text: &str) -> Result<Self, ParameterError> {
        let items = Vec::from_text(text)?;
        items.try_into().map_err(|_| ParameterError::expected("a list of another length"))
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::FromParameter;

    #[test]
    fn texts_become_values() {
        assert_eq!(String::from_text("a b"), Ok("a b".to_owned()));
        assert_eq!(Cow::<str>::from_text("a"), Ok(Cow::Borrowed("a")));
        assert_eq!(i64::from_text("-5"), Ok(-5));
        assert_eq!(bool::from_text("true"), Ok(true));
        assert_eq!(char::from_text("ß"), Ok('ß'));
        assert_eq!(Vec::<u8>::from_text("1,2"), Ok(vec![1, 2]));
        assert_eq!(Vec::<String>::from_text(""), Ok(vec![String::new()]));
        assert_eq!(<[u8; 2]>::from_text("1,2"), Ok([1, 2]));
        assert!(<[u8; 2]>::from_text("1").is_err());
        assert_eq!(Option::<u8>::from_text("1"), Ok(Some(1)));
        assert_eq!(Option::<u8>::from_absent(), Some(None));
        assert_eq!(Vec::<u8>::from_absent(), Some(vec![]));
        assert_eq!(u8::from_absent(), None);
    }

    #[test]
    fn an_error_says_what_was_expected_and_not_what_came() {
        let message = u8::from_text("secret").unwrap_err().to_string();
        assert_eq!(message, "expected a whole number (`u8`)");
        assert!(Vec::<u8>::from_text("1,x").is_err());
    }
}
