//! The number of a collection's items, as a filter compares it.

use super::{Filter, Operand, OrderBy, Property};

/// `path/$count`, made by [`Property::count`]. Every filter with it is an [advanced](Filter::is_advanced) query.
///
/// ```
/// use graph_endpoint::query::{AnyValue, property};
///
/// let unlicensed = property::<Vec<AnyValue>>("assignedLicenses").count().eq(0);
/// assert_eq!(unlicensed.to_text()?, "assignedLicenses/$count eq 0");
/// assert!(unlicensed.is_advanced());
/// # Ok::<(), graph_endpoint::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a count does nothing until it is compared"]
pub struct Count<Owner>(Property<Owner, i64>);

impl<Owner, T> Property<Owner, Vec<T>> {
    /// `self/$count`: how many items there are; an [advanced](Filter::is_advanced) query.
    pub fn count(mut self) -> Count<Owner> {
        self.path.push_str("/$count");
        Count(Property::of(self.path))
    }
}

macro_rules! comparisons {
    ($($name:ident $operator:literal)*) => {$(
        #[doc = concat!("`self ", $operator, " value`")]
        pub fn $name(self, value: impl Operand<i64>) -> Filter {
            self.0.$name(value).advanced()
        }
    )*};
}

impl<Owner> Count<Owner> {
    comparisons!(eq "eq" ne "ne" gt "gt" ge "ge" lt "lt" le "le");

    /// In ascending order.
    pub fn asc(self) -> OrderBy {
        self.0.asc()
    }

    /// In descending order.
    pub fn desc(self) -> OrderBy {
        self.0.desc()
    }
}
