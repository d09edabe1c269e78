//! What can't be the type of a field, whatever the field is for: said once, where the compiler would say it at each use.
//!
//! The type is then replaced by one that can stand there, so that nothing else of the declaration is wrong with it.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{Data, DeriveInput, GenericArgument, Lifetime, PathArguments, Type, TypePath, parse_quote};

use super::spelling::{spelt, ungrouped};
use crate::problems::Problems;

/// What a value lies in itself.
const INLINE: &[&str] = &["Option", "Nullable", "Kept", "ValueOf"];
/// What has its values elsewhere, and must know their size.
const ELSEWHERE: &[&str] = &["Vec", "Page", "HashMap", "BTreeMap"];
/// What needs the type that it holds.
const GENERIC: &[&str] = &["Option", "Vec", "Nullable", "Kept", "ValueOf"];

/// Reports the types of fields that none can have, and replaces them. Whether values are `read` into them, or only sent, is
/// the caller's to know.
pub fn sound_field_types(item: &mut DeriveInput, read: bool, problems: &mut Problems) {
    let name = item.ident.to_string();
    let only = item.generics.lifetimes().next().map(|param| param.lifetime.clone());
    let mut check = |fields: &mut syn::Fields| {
        for field in fields.iter_mut() {
            // A function of the user's can read into what lives as long as the program.
            let lasting = read && !field.attrs.iter().any(|attribute| attribute.path().is_ident("serde"));
            check_field(&mut field.ty, &Place { item: &name, lasting, lifetime: only.as_ref() }, problems);
        }
    };
    match &mut item.data {
        Data::Struct(data) => check(&mut data.fields),
        Data::Enum(data) => data.variants.iter_mut().for_each(|variant| check(&mut variant.fields)),
        Data::Union(_) => {}
    }
}

/// Where a type stands.
struct Place<'a> {
    /// The name of the struct or the enum.
    item: &'a str,
    /// Whether it must be made of a response, which nothing outlives.
    lasting: bool,
    /// The item's first, which may have been meant where none is written.
    lifetime: Option<&'a Lifetime>,
}

/// How a value of a type is held.
#[derive(Clone, Copy, PartialEq)]
enum Held {
    /// In the item's own value, which has no room for another one.
    Inside,
    /// As a value that lies elsewhere.
    Elsewhere,
    /// By a pointer, as far as its name tells: it need not have a size.
    Pointed,
}

impl Held {
    /// What lies in such a value.
    fn within(self) -> Self {
        if self == Self::Inside { Self::Inside } else { Self::Elsewhere }
    }

    /// What the type of that name holds.
    fn by(self, name: &str) -> Self {
        if INLINE.contains(&name) {
            self.within()
        } else if ELSEWHERE.contains(&name) {
            Self::Elsewhere
        } else {
            Self::Pointed
        }
    }

    fn needs_size(self) -> bool {
        self != Self::Pointed
    }
}

fn check_field(ty: &mut Type, place: &Place<'_>, problems: &mut Problems) {
    if let Some((at, message)) = fault(ty, place, Held::Inside) {
        problems.at(at, message);
        let lifetime = lifetime_in(ty.to_token_stream()).or_else(|| place.lifetime.cloned());
        // A lifetime that nothing else has would be one too many.
        *ty = match lifetime {
            Some(lifetime) => parse_quote!(&#lifetime ::std::primitive::str),
            None => parse_quote!(::std::string::String),
        };
    }
}

/// The first lifetime of the item's own.
fn lifetime_in(tokens: TokenStream) -> Option<Lifetime> {
    let mut tokens = tokens.into_iter();
    while let Some(token) = tokens.next() {
        let found = match token {
            TokenTree::Group(group) => lifetime_in(group.stream()),
            TokenTree::Punct(quote) if quote.as_char() == '\'' => match tokens.next() {
                Some(TokenTree::Ident(name)) if name != "static" && name != "_" => {
                    Some(Lifetime { apostrophe: quote.span(), ident: name })
                }
                _ => None,
            },
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// What is wrong with a type, and which part of it.
fn fault<'t>(ty: &'t Type, place: &Place<'_>, held: Held) -> Option<(&'t Type, String)> {
    let message = match ungrouped(ty) {
        Type::Path(path) => return in_path(ty, path, place, held),
        Type::Array(array) => return fault(&array.elem, place, held.within()),
        Type::Tuple(tuple) => return tuple.elems.iter().find_map(|ty| fault(ty, place, held.within())),
        Type::Slice(slice) if held.needs_size() => {
            format!("a slice has no size of its own; write `Vec<{}>`", spelt(&slice.elem))
        }
        Type::Slice(slice) => return fault(&slice.elem, place, Held::Elsewhere),
        Type::Reference(reference) if reference.mutability.is_some() => {
            format!("a request only reads what it is made of; write `{}`", owned(&reference.elem))
        }
        Type::Reference(reference) => match &reference.lifetime {
            Some(lifetime) if lifetime.ident == "static" && place.lasting => format!(
                "a response doesn't last as long as the program; write `{}`, or {}",
                owned(&reference.elem),
                borrowed(&reference.elem, place.item),
            ),
            Some(lifetime) if lifetime.ident != "_" => match place.lasting
                && !can_be_borrowed(&reference.elem)
            {
                true => {
                    format!("only text can be borrowed from a response; write `{}`", owned(&reference.elem))
                }
                false => return fault(&reference.elem, place, Held::Pointed),
            },
            _ => format!(
                "a reference in a field needs a lifetime; write `{}`, or {}",
                owned(&reference.elem),
                borrowed(&reference.elem, place.item),
            ),
        },
        Type::TraitObject(_) if held.needs_size() => {
            "a trait has no size of its own and isn't known on the wire; write a type with a name".to_owned()
        }
        Type::ImplTrait(_) => {
            "a field's type has a name; write it, or make it a type parameter of the struct".to_owned()
        }
        Type::Infer(_) => "a field's type can't be inferred; write it".to_owned(),
        Type::Never(_) => "no value has the type `!`; write the type of what is sent or comes".to_owned(),
        Type::FnPtr(_) | Type::Ptr(_) => {
            "functions and pointers can't go over the wire; write the type of a value".to_owned()
        }
        _ => return None,
    };
    Some((ty, message))
}

fn in_path<'t>(
    ty: &'t Type,
    path: &'t TypePath,
    place: &Place<'_>,
    held: Held,
) -> Option<(&'t Type, String)> {
    let item = place.item;
    let last = path.path.segments.last()?;
    // Its text is fetched once: the compiler is asked for it.
    let name = last.ident.to_string();
    // It has no value, whatever it names.
    if name == "PhantomData" {
        return None;
    }
    let is_item = path.path.segments.len() == 1 && (name == "Self" || name == item);
    if held == Held::Inside && is_item {
        let spelt = if name == "Self" { item.to_owned() } else { spelt(ty) };
        return Some((ty, format!("a value can't hold one of its own type; write `Box<{spelt}>`")));
    }
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        if !last.arguments.is_none() {
            return None;
        }
        let message = match name.as_str() {
            "str" if held.needs_size() => {
                "`str` has no size of its own; write `String`, or `&'a str`".to_owned()
            }
            name if GENERIC.contains(&name) && is_meant(&path.path) => {
                format!(
                    "`{name}` holds values of a type; write it, as in `{name}<String>`, or `self::{name}` for a type of yours"
                )
            }
            _ => return None,
        };
        return Some((ty, message));
    };
    let held = held.by(&name);
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(inner) => fault(inner, place, held),
        GenericArgument::Lifetime(lifetime) if lifetime.ident == "_" => {
            Some((ty, format!("a field's lifetime has a name; write `'a` and `{item}<'a>`")))
        }
        _ => None,
    })
}

/// Whether a path names the type that all know by its last name: by that name alone, or where that type is.
fn is_meant(path: &syn::Path) -> bool {
    const HOMES: &[&str] = &["std", "core", "alloc", "graph_endpoint"];
    path.segments.len() == 1
        || path.segments.first().is_some_and(|first| HOMES.iter().any(|home| first.ident == home))
}

/// What a response's own bytes can hold.
fn can_be_borrowed(ty: &Type) -> bool {
    match ungrouped(ty) {
        Type::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "str"),
        Type::Slice(slice) => matches!(ungrouped(&slice.elem), Type::Path(path) if path.path.is_ident("u8")),
        _ => false,
    }
}

/// A reference with a lifetime, and where that is declared.
fn borrowed(ty: &Type, item: &str) -> String {
    format!("`&'a {}` and `{item}<'a>`", spelt(ty))
}

/// What holds the same and is owned.
fn owned(ty: &Type) -> String {
    match ungrouped(ty) {
        Type::Path(path) if path.path.is_ident("str") => "String".to_owned(),
        Type::Slice(slice) => format!("Vec<{}>", spelt(&slice.elem)),
        other => spelt(other),
    }
}
