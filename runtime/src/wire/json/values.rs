//! The values of an object's properties on their way out: a tuple with a reference for each.
//!
//! An expansion makes the tuple; that is less to compile than a list of references to trait objects, each of which the
//! compiler would have to look at in every expansion.

use serde::ser::{Serialize, SerializeMap};

use super::slots::Chain;
use crate::wire::tuples::for_tuples;

/// What can be a property: whatever is [`Serialize`], under a name that says in an error what to do.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be a property of a JSON object",
    label = "not `Serialize`",
    note = "declare it with `#[graph_type]`, or derive `serde::Serialize` for it"
)]
pub trait Property: Serialize {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + ?Sized> Property for T {}

/// Where properties are written to.
pub trait Sink {
    /// Why a property can't be written.
    type Error;

    /// Writes name and value.
    fn property<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Self::Error>;
}

impl<M: SerializeMap> Sink for M {
    type Error = M::Error;

    #[inline]
    fn property<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), M::Error> {
        self.serialize_entry(name, value)
    }
}

/// A value that can be written as a property, or left out.
pub trait Value {
    /// Writes name and value.
    fn write<S: Sink>(&self, name: &'static str, sink: &mut S) -> Result<(), S::Error>;
}

impl<T: Property + ?Sized> Value for &T {
    #[inline]
    fn write<S: Sink>(&self, name: &'static str, sink: &mut S) -> Result<(), S::Error> {
        sink.property(name, *self)
    }
}

/// An option that is left out when it is `None`.
#[derive(Debug)]
pub struct Present<'a, T>(pub &'a Option<T>);

impl<T: Property> Value for Present<'_, T> {
    #[inline]
    fn write<S: Sink>(&self, name: &'static str, sink: &mut S) -> Result<(), S::Error> {
        match self.0 {
            Some(value) => sink.property(name, value),
            None => Ok(()),
        }
    }
}

/// A value that is left out when the first field is true.
#[derive(Debug)]
pub struct Unless<'a, T>(pub bool, pub &'a T);

impl<T: Property> Value for Unless<'_, T> {
    #[inline]
    fn write<S: Sink>(&self, name: &'static str, sink: &mut S) -> Result<(), S::Error> {
        if self.0 { Ok(()) } else { sink.property(name, self.1) }
    }
}

/// The values of all properties.
pub trait Values {
    /// How many there are.
    const COUNT: usize;

    /// Writes them under these names, in their order.
    fn write<S: Sink>(&self, names: &'static [&'static str], sink: &mut S) -> Result<(), S::Error>;
}

impl<T: Values, U: Values> Values for Chain<T, U> {
    const COUNT: usize = T::COUNT + U::COUNT;

    fn write<S: Sink>(&self, names: &'static [&'static str], sink: &mut S) -> Result<(), S::Error> {
        let (first, rest) = names.split_at_checked(T::COUNT).unwrap_or((names, &[]));
        self.0.write(first, sink)?;
        self.1.write(rest, sink)
    }
}

macro_rules! values_of_tuples {
    ($($value:ident $index:tt)*) => {
        impl<$($value: Value),*> Values for ($($value,)*) {
            const COUNT: usize = <[usize]>::len(&[$($index),*]);

            #[inline]
            #[allow(unused_variables)]
            fn write<S: Sink>(&self, names: &'static [&'static str], sink: &mut S) -> Result<(), S::Error> {
                $(
                    if let Some(name) = names.get($index) {
                        self.$index.write(name, sink)?;
                    }
                )*
                Ok(())
            }
        }
    };
}
for_tuples!(values_of_tuples);
