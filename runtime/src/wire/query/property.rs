//! Typed property paths, and the comparisons, functions and lambdas that filters are made of.

use std::fmt;
use std::marker::PhantomData;

use super::expression::{Expression, Variable};
use super::filter::{Filter, Rank};
use crate::wire::parameter::{Parameter, ParameterText};

/// The path of a property of `Owner`, with values of type `T`.
///
/// `#[graph_type("..", properties)]` makes a const of each field, [`property`] one of any text.
///
/// ```
/// use graph_endpoint::query::{Property, property};
///
/// struct EmailAddress;
/// struct Recipient;
/// struct Message;
///
/// impl EmailAddress {
///     const ADDRESS: Property<Self, String> = Property::new("address");
/// }
/// impl Recipient {
///     const EMAIL_ADDRESS: Property<Self, EmailAddress> = Property::new("emailAddress");
/// }
/// impl Message {
///     const IS_READ: Property<Self, bool> = Property::new("isRead");
///     const FROM: Property<Self, Recipient> = Property::new("from");
///     const CATEGORIES: Property<Self, Vec<String>> = Property::new("categories");
/// }
///
/// let filter = Message::IS_READ
///     .eq(false)
///     .and(Message::FROM.property(Recipient::EMAIL_ADDRESS).property(EmailAddress::ADDRESS).ends_with("@contoso.com"))
///     .and(Message::CATEGORIES.any(|category| category.is_in(["Red", "Blue"])));
/// assert_eq!(
///     filter.to_text()?,
///     "isRead eq false and endswith(from/emailAddress/address,'@contoso.com') \
///      and categories/any(x:x in ('Red','Blue'))"
/// );
/// # Ok::<(), graph_endpoint::Error>(())
/// ```
pub struct Property<Owner, T> {
    pub(super) path: Expression,
    types: PhantomData<fn() -> (Owner, T)>,
}

/// A property by its path, as the documentation writes it: `"createdBy/user/id"`. `T` is the type of its values, or
/// [`AnyValue`].
///
/// ```
/// use graph_endpoint::query::property;
///
/// let filter = property::<String>("createdBy/user/id").eq("u1");
/// assert_eq!(filter.to_text()?, "createdBy/user/id eq 'u1'");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn property<T>(path: impl Into<String>) -> Property<AnyValue, T> {
    Property::of(Expression::from_text(path.into()))
}

/// The type of a property's values when nobody says what it is: compared with a literal of any type.
///
/// ```
/// use graph_endpoint::query::{AnyValue, property};
///
/// let filter = property::<AnyValue>("fields/Price").gt(5).and(property::<AnyValue>("fields/Name").ne("x"));
/// assert_eq!(filter.to_text()?, "fields/Price gt 5 and fields/Name ne 'x'");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub enum AnyValue {}

/// A value to compare a property of type `T` with: a literal, or another property of that type.
///
/// ```
/// use graph_endpoint::query::property;
///
/// // A literal, or another property.
/// let filter = property::<i32>("size").gt(5).or(property::<i32>("size").eq(property::<i32>("limit")));
/// assert_eq!(filter.to_text()?, "size gt 5 or size eq limit");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "a property of type `{T}` can't be compared with `{Self}`",
    note = "give a `{T}`, or the text of the literal as `graph_endpoint::query::Verbatim(..)`"
)]
pub trait Operand<T> {
    #[doc(hidden)]
    fn into_expression(self) -> Expression;
}

/// A literal as it stands in the filter, for a value that is held as text: a date, a GUID, an enumeration's member.
///
/// ```
/// use graph_endpoint::query::{Verbatim, property};
///
/// let filter = property::<String>("createdDateTime").ge(Verbatim("2024-01-01T00:00:00Z"));
/// assert_eq!(filter.to_text()?, "createdDateTime ge 2024-01-01T00:00:00Z");
/// # Ok::<(), graph_endpoint::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Verbatim<S>(
    /// The text, not yet encoded.
    pub S,
);

/// A type whose values are text: what `contains` and the like ask for.
///
/// ```
/// use graph_endpoint::query::property;
///
/// let filter = property::<String>("displayName").starts_with("O'Neil"); // of texts only, not of numbers
/// assert_eq!(filter.to_text()?, "startswith(displayName,'O''Neil')");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[diagnostic::on_unimplemented(message = "a property of type `{Self}` has no text functions")]
pub trait Text {}

impl<Owner, T> Property<Owner, T> {
    /// A property by its name on the wire.
    pub const fn new(name: &'static str) -> Self {
        Self { path: Expression::new(name), types: PhantomData }
    }

    pub(super) fn of(path: Expression) -> Self {
        Self { path, types: PhantomData }
    }

    /// A property of this one: `from/emailAddress`.
    pub fn property<U>(self, property: Property<T, U>) -> Property<Owner, U> {
        let mut path = self.path;
        path.push_str("/").push(property.path);
        Property::of(path)
    }

    /// The path seen as a derived type: `scope/microsoft.graph.accessReviewQueryScope`.
    pub fn cast<U>(self, odata_type: &str) -> Property<Owner, U> {
        let mut path = self.path;
        path.push_str("/").push_str(odata_type.trim_start_matches('#'));
        Property::of(path)
    }

    /// `self eq value`
    pub fn eq(self, value: impl Operand<T>) -> Filter {
        self.compare(" eq ", value)
    }

    /// `self ne value`; an [advanced](Filter::is_advanced) query.
    pub fn ne(self, value: impl Operand<T>) -> Filter {
        self.compare(" ne ", value).advanced()
    }

    /// `self gt value`
    pub fn gt(self, value: impl Operand<T>) -> Filter {
        self.compare(" gt ", value)
    }

    /// `self ge value`
    pub fn ge(self, value: impl Operand<T>) -> Filter {
        self.compare(" ge ", value)
    }

    /// `self lt value`
    pub fn lt(self, value: impl Operand<T>) -> Filter {
        self.compare(" lt ", value)
    }

    /// `self le value`
    pub fn le(self, value: impl Operand<T>) -> Filter {
        self.compare(" le ", value)
    }

    /// `self has value`: whether the flags are set.
    pub fn has(self, value: impl Operand<T>) -> Filter {
        self.compare(" has ", value)
    }

    /// `self eq null`
    pub fn is_null(self) -> Filter {
        self.compare_with(" eq ", Expression::new("null"))
    }

    /// `self ne null`; an [advanced](Filter::is_advanced) query.
    pub fn is_not_null(self) -> Filter {
        self.compare_with(" ne ", Expression::new("null")).advanced()
    }

    /// `self in (value,..)`, or `self eq value` for one value. No value at all is an error when the request is built.
    pub fn is_in<V: Operand<T>>(self, values: impl IntoIterator<Item = V>) -> Filter {
        let mut values: Vec<Expression> = values.into_iter().map(Operand::into_expression).collect();
        match (values.len(), values.pop()) {
            (1, Some(value)) => self.compare_with(" eq ", value),
            (_, Some(value)) => {
                values.push(value);
                self.compare_with(" in ", Expression::call("", values))
            }
            (_, None) => {
                Filter::new(Expression::invalid("the list of values for `in` is empty"), Rank::Primary)
            }
        }
    }

    pub(super) fn into_path(self) -> Expression {
        self.path
    }

    fn compare(self, operator: &str, value: impl Operand<T>) -> Filter {
        self.compare_with(operator, value.into_expression())
    }

    fn compare_with(self, operator: &str, value: Expression) -> Filter {
        let mut expression = self.path;
        expression.push_str(operator).push(value);
        Filter::new(expression, Rank::Comparison)
    }
}

impl<Owner, T> Property<Owner, T> {
    /// `startswith(self,value)`
    pub fn starts_with(self, value: impl Operand<T>) -> Filter
    where
        T: Text,
    {
        self.test("startswith", value)
    }

    /// `endswith(self,value)`; an [advanced](Filter::is_advanced) query.
    pub fn ends_with(self, value: impl Operand<T>) -> Filter
    where
        T: Text,
    {
        self.test("endswith", value).advanced()
    }

    /// `contains(self,value)`
    pub fn contains(self, value: impl Operand<T>) -> Filter
    where
        T: Text,
    {
        self.test("contains", value)
    }

    /// `tolower(self)`
    pub fn to_lower(self) -> Property<AnyValue, T>
    where
        T: Text,
    {
        Property::of(Expression::call("tolower", [self.path]))
    }

    /// `toupper(self)`
    pub fn to_upper(self) -> Property<AnyValue, T>
    where
        T: Text,
    {
        Property::of(Expression::call("toupper", [self.path]))
    }

    /// `length(self)`: how many characters the text has.
    pub fn length(self) -> Property<AnyValue, i64>
    where
        T: Text,
    {
        Property::of(Expression::call("length", [self.path]))
    }

    fn test(self, function: &'static str, value: impl Operand<T>) -> Filter {
        Filter::new(Expression::call(function, [self.path, value.into_expression()]), Rank::Primary)
    }
}

impl<Owner, T> Property<Owner, Vec<T>> {
    /// `self/any(x:..)`: whether the filter holds for at least one item.
    pub fn any(self, filter: impl FnOnce(Property<AnyValue, T>) -> Filter) -> Filter {
        self.lambda("/any", filter)
    }

    /// `self/all(x:..)`: whether the filter holds for every item.
    pub fn all(self, filter: impl FnOnce(Property<AnyValue, T>) -> Filter) -> Filter {
        self.lambda("/all", filter)
    }

    /// `self/any()`: whether there is an item.
    pub fn is_not_empty(mut self) -> Filter {
        self.path.push_str("/any()");
        Filter::new(self.path, Rank::Primary)
    }

    fn lambda(self, function: &str, filter: impl FnOnce(Property<AnyValue, T>) -> Filter) -> Filter {
        let variable = Variable::new();
        let (body, advanced) = filter(Property::of(Expression::variable(variable))).into_parts();
        let mut path = self.path;
        path.push_lambda(function, variable, body);
        let filter = Filter::new(path, Rank::Primary);
        if advanced { filter.advanced() } else { filter }
    }
}

impl<Owner, T> Clone for Property<Owner, T> {
    fn clone(&self) -> Self {
        Self::of(self.path.clone())
    }
}

impl<Owner, T> fmt::Debug for Property<Owner, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Property").finish_non_exhaustive()
    }
}

/// For `select`. A lambda's variable has no text of its own there.
impl<Owner, T> Parameter for Property<Owner, T> {
    fn write(&self, out: &mut ParameterText<'_>) {
        out.push_str(&self.path.write::<()>().unwrap_or_default());
    }
}

macro_rules! tuples {
    ($($first:ident $($more:ident)*;)*) => {$(
        /// By commas, as in a list: properties of different types.
        #[allow(non_snake_case, reason = "a type and its value share a name")]
        impl<$first: Parameter, $($more: Parameter),*> Parameter for ($first, $($more,)*) {
            fn write(&self, out: &mut ParameterText<'_>) {
                let ($first, $($more,)*) = self;
                $first.write(out);
                $(
                    out.push_str(",");
                    $more.write(out);
                )*
            }
        }
    )*};
}
tuples! {
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
    A B C D E F G H;
}
