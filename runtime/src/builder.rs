//! What builders are made of: whether a required field is set, as a type.

/// A required field of a builder that has been set.
pub struct Set;

/// That a required field has been set. The type of one that hasn't is named like the field.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is missing",
    label = "call `.{Self}(..)` before this",
    note = "every field that is neither an `Option` nor a `Nullable` must be set"
)]
pub trait IsSet {}

impl IsSet for Set {}

/// The value of a field that is set; `build` asks for [`IsSet`] first.
pub fn set<T>(slot: Option<T>) -> T {
    match slot {
        Some(value) => value,
        None => unreachable!("the builder's type says that the field is set"),
    }
}
