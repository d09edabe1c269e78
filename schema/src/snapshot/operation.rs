//! Actions and functions.

use super::facts::Facts;
use super::name::{Name, TypeRef};

/// An overload of an action or a function.
#[derive(Clone, Copy, Debug)]
pub struct Operation<'s> {
    line: &'s str,
    parameters: &'s str,
}

/// A parameter of an operation.
#[derive(Clone, Copy, Debug)]
pub struct Parameter<'s> {
    /// Its name, in the schema's letter case, which isn't always that of the service and of its documentation.
    pub name: &'s str,
    /// What it holds.
    pub ty: TypeRef<'s>,
    /// Whether a call can leave it out.
    pub is_optional: bool,
}

/// The overloads of a record: a line each, and indented ones for the parameters.
pub(super) fn overloads(record: &str) -> impl Iterator<Item = Operation<'_>> {
    let mut rest = record.split_once('\n').unwrap_or_default().1;
    std::iter::from_fn(move || {
        let (line, after) = rest.split_once('\n')?;
        let mut length = 0;
        while let Some(parameter) = after.get(length..).filter(|text| text.starts_with(' ')) {
            length += parameter.find('\n').map_or(parameter.len(), |at| at + 1);
        }
        let (parameters, next) = after.split_at_checked(length)?;
        rest = next;
        Some(Operation { line, parameters })
    })
}

impl<'s> Operation<'s> {
    fn words(self) -> impl Iterator<Item = &'s str> {
        self.line.split(' ')
    }

    /// What stands behind a word.
    fn behind(self, word: &str) -> Option<TypeRef<'s>> {
        let mut words = self.words();
        words.find(|other| *other == word)?;
        words.next().map(TypeRef::parse)
    }

    /// Its full name.
    pub fn name(self) -> Name<'s> {
        Name(self.words().nth(1).unwrap_or_default())
    }

    /// An action changes something and is called by `POST`; a function is called by `GET`.
    pub fn is_action(self) -> bool {
        self.line.starts_with("action ")
    }

    /// What it is bound to.
    pub fn binding(self) -> Option<TypeRef<'s>> {
        self.behind("on")
    }

    /// What comes back.
    pub fn returns(self) -> Option<TypeRef<'s>> {
        self.behind("->")
    }

    /// Whether a path can go on behind it.
    pub fn is_composable(self) -> bool {
        self.facts().has("composable")
    }

    /// Its parameters, without the one that it is bound to, in the schema's order.
    pub fn parameters(self) -> impl Iterator<Item = Parameter<'s>> {
        self.parameters.lines().filter_map(|line| {
            let mut words = line.strip_prefix(' ')?.split(' ');
            let (name, ty) = (words.next()?, TypeRef::parse(words.next()?));
            Some(Parameter { name, ty, is_optional: words.any(|word| word == "optional") })
        })
    }

    /// A parameter by its name in any letter case: the metadata writes `DestinationId` where documentation and service
    /// take `destinationId`.
    pub fn parameter(self, name: &str) -> Option<Parameter<'s>> {
        self.parameters().find(|parameter| parameter.name.eq_ignore_ascii_case(name))
    }

    /// What annotations say of it, and nothing of what it is.
    #[cfg(feature = "diff")]
    pub(crate) fn fact_words(self) -> impl Iterator<Item = &'s str> {
        let typed = usize::from(self.binding().is_some()) * 2 + usize::from(self.returns().is_some()) * 2;
        self.words().skip(2 + typed)
    }

    /// What annotations say of it.
    pub fn facts(self) -> Facts<'s> {
        Facts::new(self.line)
    }
}
