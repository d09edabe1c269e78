//! The properties of an object whose first name was read already, to find out what it is.

use std::borrow::Cow;

use serde::de::value::{BorrowedStrDeserializer, StringDeserializer};
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess};

use super::ODATA_TYPE;
use super::raw::Name;

/// All properties but `@odata.type`, which is known.
pub(super) struct Resumed<'de, A> {
    first: Option<Cow<'de, str>>,
    rest: A,
}

impl<'de, A: MapAccess<'de>> Resumed<'de, A> {
    /// `rest` stands at the value of the property with that name.
    pub(super) fn new(first: Cow<'de, str>, rest: A) -> Self {
        Self { first: Some(first), rest }
    }

    fn next_name(&mut self) -> Result<Option<Cow<'de, str>>, A::Error> {
        if let Some(first) = self.first.take() {
            return Ok(Some(first));
        }
        while let Some(Name(name)) = self.rest.next_key()? {
            if name != ODATA_TYPE {
                return Ok(Some(name));
            }
            self.rest.next_value::<IgnoredAny>()?;
        }
        Ok(None)
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Resumed<'de, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        match self.next_name()? {
            Some(Cow::Borrowed(name)) => seed.deserialize(BorrowedStrDeserializer::new(name)).map(Some),
            Some(Cow::Owned(name)) => seed.deserialize(StringDeserializer::new(name)).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.rest.next_value_seed(seed)
    }
}
