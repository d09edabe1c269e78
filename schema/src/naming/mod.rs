//! Names: what Graph and its documentation call a thing, what Rust does, and the nearest name to a misspelt one.

mod case;
mod nearest;
mod rules;

pub use self::case::{camel_case, field_name, lower_first, pascal_case, singular, snake_case};
pub use self::nearest::{list, nearest, suggestion};
pub use self::rules::{field_ident, is_header_name, is_identifier, is_query_name, unused};
