//! Keys in attributes. A table says which there are: it serves parsing, "stands here twice" and "did you mean".

use graph_endpoint_schema::naming;
use proc_macro2::Span;
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Ident, LitBool, LitStr, Path, Token, Type};

use super::list::keyed_list;
use crate::problems::Problems;

/// What a key says, and where the key stands.
pub struct Keyed<T = ()> {
    pub span: Span,
    pub value: T,
}

/// What a key keeps in a `T`.
pub(crate) struct Key<T> {
    pub name: &'static str,
    /// How it is written, for messages.
    pub example: &'static str,
    /// Where it is kept. Its type is the key's parser.
    pub slot: fn(&mut T) -> &mut dyn Slot,
}

/// All keys of one kind of attribute.
pub(crate) struct Keys<T: 'static> {
    pub keys: &'static [Key<T>],
    /// The message about a key that isn't among them.
    pub unknown: fn(name: &str, known: &[&str]) -> String,
}

impl<T> Keys<T> {
    pub(crate) fn names(&self) -> Vec<&'static str> {
        self.keys.iter().map(|key| key.name).collect()
    }

    /// Parses `key`, `key = value` and `key(...)` items up to the end of the input into their slots.
    pub(crate) fn parse(&self, into: &mut T, input: ParseStream<'_>, problems: &mut Problems) {
        keyed_list(input, problems, |written, input, problems| {
            let name = written.unraw().to_string();
            let Some(key) = self.keys.iter().find(|key| key.name == name) else {
                return Err(syn::Error::new(written.span(), (self.unknown)(&name, &self.names())));
            };
            let slot = (key.slot)(into);
            if slot.is_filled() {
                let message = format!("`{name}` stands here twice; keep one of them");
                return Err(syn::Error::new(written.span(), message));
            }
            slot.fill(&Written { key: written, example: key.example }, input, problems)
        });
    }
}

/// `there is no key `x`; did you mean `y`?`
pub(crate) fn no_such_key(name: &str, known: &[&str]) -> String {
    format!("there is no key `{name}`; {}", naming::suggestion(name, known))
}

/// Where the runtime is, unless `crate = path` says otherwise.
pub(crate) fn runtime(written: Option<&Keyed<Path>>) -> Path {
    written.map_or_else(|| syn::parse_quote!(::graph_endpoint), |key| key.value.clone())
}

/// A key as it stands in the source.
pub(crate) struct Written<'a> {
    key: &'a Ident,
    example: &'static str,
}

impl Written<'_> {
    /// A mistake about the key itself.
    pub(crate) fn error(&self, message: impl std::fmt::Display) -> syn::Error {
        syn::Error::new(self.key.span(), message)
    }

    pub(crate) fn name(&self) -> &Ident {
        self.key
    }

    pub(crate) fn example(&self) -> &'static str {
        self.example
    }

    /// The value behind `key =`.
    fn value<T: syn::parse::Parse>(&self, input: ParseStream<'_>) -> syn::Result<T> {
        let Self { key, example } = self;
        let missing = || self.error(format!("`{key}` needs a value; write `{example}`"));
        if !input.peek(Token![=]) {
            return Err(missing());
        }
        let _: Token![=] = input.parse()?;
        if ends(input) {
            return Err(missing());
        }
        let place = input.span();
        input
            .parse()
            .map_err(|_| syn::Error::new(place, format!("this is no value for `{key}`; write `{example}`")))
    }
}

/// What a key can say: how it is parsed from behind the key.
pub(crate) trait Value: Sized {
    fn parse(key: &Written<'_>, input: ParseStream<'_>, problems: &mut Problems) -> syn::Result<Self>;
}

/// Where a key is kept.
pub(crate) trait Slot {
    fn is_filled(&self) -> bool;

    fn fill(&mut self, key: &Written<'_>, input: ParseStream<'_>, problems: &mut Problems)
    -> syn::Result<()>;
}

impl<T: Value> Slot for Option<Keyed<T>> {
    fn is_filled(&self) -> bool {
        self.is_some()
    }

    fn fill(
        &mut self,
        key: &Written<'_>,
        input: ParseStream<'_>,
        problems: &mut Problems,
    ) -> syn::Result<()> {
        *self = Some(Keyed { span: key.key.span(), value: T::parse(key, input, problems)? });
        Ok(())
    }
}

/// A key that stands alone.
impl Value for () {
    fn parse(key: &Written<'_>, input: ParseStream<'_>, _: &mut Problems) -> syn::Result<Self> {
        if ends(input) {
            return Ok(());
        }
        let name = key.key;
        Err(key.error(format!("`{name}` takes no value; write `{name}` alone")))
    }
}

macro_rules! values_of_syntax {
    ($($type:ty),*) => {$(
        impl Value for $type {
            fn parse(key: &Written<'_>, input: ParseStream<'_>, _: &mut Problems) -> syn::Result<Self> {
                key.value(input)
            }
        }
    )*};
}
values_of_syntax!(LitStr, LitBool, Type, Path);

/// `key` or `key = value`.
impl<T: Value> Value for Option<T> {
    fn parse(key: &Written<'_>, input: ParseStream<'_>, problems: &mut Problems) -> syn::Result<Self> {
        if ends(input) { Ok(None) } else { T::parse(key, input, problems).map(Some) }
    }
}

/// A path in a string, as serde writes them.
pub struct QuotedPath(pub Path);

impl Value for QuotedPath {
    fn parse(key: &Written<'_>, input: ParseStream<'_>, _: &mut Problems) -> syn::Result<Self> {
        let text: LitStr = key.value(input)?;
        let example = key.example;
        text.parse()
            .map(Self)
            .map_err(|_| syn::Error::new(text.span(), format!("this is no path; write `{example}`")))
    }
}

fn ends(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,])
}
