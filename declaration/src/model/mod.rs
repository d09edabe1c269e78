//! What a declaration means, in owned types in which a bad state can't be written.
//!
//! What is made of one thing refuses it when it is made (a header's name, a content type), what is made of several
//! refuses what doesn't go with the rest when it is pushed (a property beside a whole body). So no later stage asks.

mod body;
mod endpoint;
mod field;
mod graph_type;
mod names;
mod path;
mod properties;
mod values;
mod written;

pub use self::body::{Body, Object, Whole};
pub use self::endpoint::{Endpoint, Permissions, Response, Version};
pub use self::field::{Field, Name};
pub use self::graph_type::{
    Enumeration, GraphType, Member, Other, Polymorphic, Shape, UnknownMember, Variant, VariantShape,
};
pub use self::names::{ContentType, HeaderName, OptionName, TypeName};
pub use self::path::{Path, PathValue, Segment};
pub use self::properties::{Default, Properties, Property};
pub use self::values::{Headers, Query};
