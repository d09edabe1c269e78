//! The first stage: syntax only. What was written, where it stands, and nothing about what it means.

mod attributes;
mod declaration;
mod endpoint_args;
mod field_types;
mod item;
mod keys;
mod list;
mod method;
mod path;
mod permissions;
mod spelling;
mod type_args;

pub use self::attributes::{FieldAttributes, is_ours};
pub use self::declaration::{Data, Declaration, Field, Fields, Variant};
pub use self::endpoint_args::EndpointArgs;
pub use self::field_types::sound_field_types;
pub use self::item::{Item, is_serde_derive};
pub use self::keys::{Keyed, QuotedPath};
pub use self::method::Method;
pub use self::path::PathLiteral;
pub use self::permissions::{Names, Permissions};
pub use self::spelling::{
    Presence, has_no_size, holds_floats, holds_numbers, is_named, is_no_declared_type, is_no_object,
    is_number, is_of_self, is_result, is_text, item, may_be_a_form_of_serdes, name_of_item, named_wrapper,
    spelt, ungrouped, wrapped,
};
pub use self::type_args::TypeArgs;
