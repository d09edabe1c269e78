//! What a property can be compared with, by its type.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::expression::Expression;
use super::literal::Literal;
use super::{AnyValue, Operand, Property, Text, Verbatim};

fn literal(value: &(impl Literal + ?Sized)) -> Expression {
    let mut text = String::new();
    value.write_literal(&mut text);
    Expression::from_text(text)
}

impl<T: Literal> Operand<T> for T {
    fn into_expression(self) -> Expression {
        literal(&self)
    }
}

impl<T: Literal> Operand<T> for &T {
    fn into_expression(self) -> Expression {
        literal(self)
    }
}

impl<T: Literal> Operand<AnyValue> for T {
    fn into_expression(self) -> Expression {
        literal(&self)
    }
}

impl<Owner, T> Operand<T> for Property<Owner, T> {
    fn into_expression(self) -> Expression {
        self.into_path()
    }
}

impl<T, S: Into<String>> Operand<T> for Verbatim<S> {
    fn into_expression(self) -> Expression {
        Expression::from_text(self.0.into())
    }
}

impl<S> fmt::Debug for Verbatim<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verbatim").finish_non_exhaustive()
    }
}

macro_rules! text {
    ($($type:ty),*) => {$(
        impl Text for $type {}

        impl Operand<$type> for &str {
            fn into_expression(self) -> Expression {
                literal(self)
            }
        }
    )*};
}
text!(String, Box<str>, Arc<str>, Cow<'_, str>);

impl Text for AnyValue {}

impl Operand<AnyValue> for &str {
    fn into_expression(self) -> Expression {
        literal(self)
    }
}
