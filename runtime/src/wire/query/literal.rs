//! OData literals: text in quotes, everything else bare.
//! <https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_PrimitiveLiterals>

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::Arc;

use crate::wire::json::enumeration::{GraphEnum, member_text};
use crate::wire::json::flags::Flags;

/// A value that a filter can compare a property with.
///
/// ```
/// use graph_endpoint::query::{AnyValue, Literal, property};
///
/// struct Sku(u32);
///
/// impl Literal for Sku {
///     fn write_literal(&self, out: &mut String) {
///         out.push_str(&format!("'sku-{}'", self.0)); // as OData writes it, quotes included
///     }
/// }
///
/// let filter = property::<AnyValue>("sku").eq(Sku(7));
/// assert_eq!(filter.to_text()?, "sku eq 'sku-7'");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no OData literal",
    note = "give the literal's text as `graph_endpoint::query::Verbatim(..)`; types of the crates `jiff`, `chrono`, `time` and `uuid` need the feature of that name"
)]
pub trait Literal {
    /// Writes the literal: `'O''Neil'`, `42`, `2024-01-01`. Not yet encoded for the URL.
    fn write_literal(&self, out: &mut String);
}

/// In quotes, its own quotes doubled.
pub(super) fn push_quoted(out: &mut String, text: &str) {
    out.push('\'');
    for (index, piece) in text.split('\'').enumerate() {
        if index > 0 {
            out.push_str("''");
        }
        out.push_str(piece);
    }
    out.push('\'');
}

macro_rules! quoted {
    ($($type:ty),*) => {$(
        impl Literal for $type {
            fn write_literal(&self, out: &mut String) {
                push_quoted(out, self);
            }
        }
    )*};
}
quoted!(str, String, Box<str>, Arc<str>, Cow<'_, str>);

macro_rules! bare {
    ($($type:ty),*) => {$(
        impl Literal for $type {
            fn write_literal(&self, out: &mut String) {
                // Writing into a `String` can't fail.
                let _ = write!(out, "{self}");
            }
        }
    )*};
}
bare!(bool, u8, u16, u32, u64, usize, i8, i16, i32, i64, isize);

macro_rules! floating {
    ($($type:ty),*) => {$(
        impl Literal for $type {
            fn write_literal(&self, out: &mut String) {
                if self.is_nan() {
                    out.push_str("NaN");
                } else if self.is_infinite() {
                    out.push_str(if *self > 0.0 { "INF" } else { "-INF" });
                } else {
                    let _ = write!(out, "{self:?}");
                }
            }
        }
    )*};
}
floating!(f32, f64);

/// Graph takes an enumeration's member as text.
impl<E: GraphEnum> Literal for E {
    fn write_literal(&self, out: &mut String) {
        push_quoted(out, member_text(self.as_str()));
    }
}

/// The members by commas, in one text.
impl<E: GraphEnum> Literal for Flags<E> {
    fn write_literal(&self, out: &mut String) {
        let members: Vec<&str> = self.iter().map(|member| member_text(member.as_str())).collect();
        push_quoted(out, &members.join(","));
    }
}
