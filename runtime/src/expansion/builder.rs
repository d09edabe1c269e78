//! What builders are made of: whether a required field is set, as a type.

/// A required field of a builder that has been set.
#[derive(Debug)]
pub struct Set;

/// A required field of a builder that hasn't been set. A declaration has a trait for each of its required fields, which
/// [`Set`] implements: the trait knows the field's name and says which one is missing.
#[derive(Debug)]
pub struct Unset;

/// The value of a field that is set; `build` asks for the field's trait first.
pub fn set<T>(slot: Option<T>) -> T {
    match slot {
        Some(value) => value,
        None => unreachable!("the builder's type says that the field is set"),
    }
}

/// Sends what a builder has built.
#[cfg(feature = "client")]
pub fn send<E: crate::Endpoint>(client: &crate::Client, endpoint: E) -> crate::Call<E::Response> {
    client.send(&endpoint)
}
