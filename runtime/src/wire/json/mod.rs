//! JSON as Graph has it: objects told apart by `@odata.type`, properties that may be missing, nothing lost.

pub(crate) mod additional;
pub(crate) mod aside;
pub(crate) mod control_information;
pub(crate) mod enumeration;
pub(crate) mod flags;
mod json_path;
mod late_types;
pub(crate) mod locate;
pub(crate) mod members;
mod nothing;
pub(crate) mod number;
pub mod other;
pub(crate) mod outgoing;
mod packed;
pub mod polymorphic;
pub(crate) mod raw;
pub mod read;
pub(crate) mod repair;
mod resumed;
mod scope;
mod slots;
mod tokens;
pub(crate) mod untyped;
pub(crate) mod values;
mod variant;
#[cfg(test)]
mod work;
pub mod write;

/// The property that names an object's type.
/// <https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_ControlInformationtypeodatatype>
pub(crate) const ODATA_TYPE: &str = "@odata.type";
