//! Query options and headers: values that have a name, each name once.

use super::field::Field;
use super::names::{HeaderName, OptionName};
use crate::parse::Presence;
use crate::problems::Problem;

/// The query options, in the order in which they were declared.
#[derive(Default)]
pub struct Query(Vec<(OptionName, Field)>);

/// The headers, in the order in which they were declared.
#[derive(Default)]
pub struct Headers(Vec<(HeaderName, Field)>);

impl Query {
    pub fn push(&mut self, name: OptionName, field: Field) -> Result<(), Problem> {
        let same = self.0.iter().find(|(known, _)| known.text() == name.text());
        if let Some((_, earlier)) = same {
            return Err(already(earlier, &field, "the query option", name.text()));
        }
        is_there_or_not(&field, "a query option")?;
        self.0.push((name, field));
        Ok(())
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Field)> {
        self.0.iter().map(|(name, field)| (name.text(), field))
    }
}

impl Headers {
    pub fn push(&mut self, name: HeaderName, field: Field) -> Result<(), Problem> {
        let same = self.0.iter().find(|(known, _)| known.text().eq_ignore_ascii_case(name.text()));
        if let Some((_, earlier)) = same {
            return Err(already(earlier, &field, "the header", &name.text().to_ascii_lowercase()));
        }
        is_there_or_not(&field, "a header")?;
        self.0.push((name, field));
        Ok(())
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Field)> {
        self.0.iter().map(|(name, field)| (name.text(), field))
    }
}

/// No two fields may write the same thing.
pub(super) fn already(earlier: &Field, field: &Field, what: &str, name: &str) -> Problem {
    let earlier = earlier.name();
    Problem::at(&field.ident, format!("`{earlier}` is {what} `{name}` already; keep one of them"))
}

/// Only a JSON property can be absent, `null` or a value.
pub(super) fn is_there_or_not(field: &Field, what: &str) -> Result<(), Problem> {
    match field.presence {
        Presence::Nullable => Err(Problem::at(
            &field.ty,
            format!("{what} is there or not; write `Option` instead of `Nullable`"),
        )),
        Presence::Required | Presence::Optional(_) => Ok(()),
    }
}
