//! What the spelling of a type says. A macro sees no more of a type than how it is written.

use quote::ToTokens;
use syn::{GenericArgument, PathArguments, Type};

/// Whether a value must be there, read off the type's spelling as serde does it.
#[derive(Clone)]
pub enum Presence {
    Required,
    /// `Option<T>`: left out when `None`.
    Optional(Box<Type>),
    /// `Nullable<T>`, left out when `Absent`, and the additional properties: there is a value that says nothing.
    Nullable,
}

impl Presence {
    pub fn of(ty: &Type) -> Self {
        match named_wrapper(ty) {
            Some(("Option", inner)) => Self::Optional(Box::new(inner.clone())),
            Some(("Nullable", _)) => Self::Nullable,
            _ => Self::Required,
        }
    }

    /// The type that a value has where there is one: of an `Option<T>` it is `T`.
    pub fn value_type<'a>(&'a self, ty: &'a Type) -> &'a Type {
        match self {
            Self::Optional(inner) => inner,
            Self::Required | Self::Nullable => ty,
        }
    }

    pub fn is_required(&self) -> bool {
        matches!(self, Self::Required)
    }
}

/// `Option<T>` and `Nullable<T>`, however the path before them is written.
pub fn named_wrapper(ty: &Type) -> Option<(&'static str, &Type)> {
    wrapped(ty, &["Option", "Nullable"])
}

/// Which of the names has a type as its argument here, and that type.
pub fn wrapped<'t>(ty: &'t Type, names: &[&'static str]) -> Option<(&'static str, &'t Type)> {
    let Type::Path(path) = ungrouped(ty) else { return None };
    let last = path.path.segments.last()?;
    // Without an argument it is none: most types have none, and a name costs more than a look.
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    let text = last.ident.to_string();
    let name = names.iter().copied().find(|name| *name == text)?;
    match arguments.args.first()? {
        GenericArgument::Type(inner) if arguments.args.len() == 1 => Some((name, inner)),
        _ => None,
    }
}

/// What no response can be read into: what has no size of its own, and a trait behind a `Box`.
pub fn has_no_size(ty: &Type) -> bool {
    match ungrouped(ty) {
        Type::Path(path) if path.path.is_ident("str") => true,
        Type::Slice(_) | Type::TraitObject(_) => true,
        ty => wrapped(ty, &["Box"]).is_some_and(|(_, inner)| matches!(inner, Type::TraitObject(_))),
    }
}

/// `Self`, or what holds values of it.
pub fn is_of_self(ty: &Type) -> bool {
    matches!(item(ty), Type::Path(path) if path.path.is_ident("Self"))
}

/// `Result<T, Error>`, as a call gives it.
pub fn is_result(ty: &Type) -> bool {
    let Type::Path(path) = ungrouped(ty) else { return false };
    let Some(last) = path.path.segments.last().filter(|last| last.ident == "Result") else { return false };
    arguments(&last.arguments).nth(1).is_some_and(|error| is_named(error, "Error"))
}

/// Types that come through `macro_rules!` stand in invisible groups.
pub fn ungrouped(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => ungrouped(&group.elem),
        Type::Paren(paren) => ungrouped(&paren.elem),
        other => other,
    }
}

/// What a JSON object can't be read into.
pub fn is_no_object(ty: &Type) -> bool {
    is_number(ty)
        || is_one_of(ty, &["String", "str", "char", "Vec", "Option", "Nullable"])
        || matches!(ty, Type::Array(_) | Type::Slice(_) | Type::Tuple(_) | Type::Reference(_))
}

/// What may be one of the standard library's types that serde writes as objects of its own: by its name. There are others of
/// these names, which the compiler tells apart.
pub fn may_be_a_form_of_serdes(ty: &Type) -> bool {
    const NAMES: &[&str] = &[
        "Duration",
        "SystemTime",
        "Range",
        "RangeInclusive",
        "RangeFrom",
        "RangeTo",
        "Bound",
        "Result",
        "OsString",
    ];
    is_one_of(item(ty), NAMES)
}

/// What is spelled as a type that isn't declared with `#[graph_type]`, or keeps what it doesn't declare anyhow.
pub fn is_no_declared_type(ty: &Type) -> bool {
    const OTHERS: &[&str] =
        &["String", "str", "char", "Bytes", "Flags", "Kept", "Untyped", "AdditionalProperties"];
    let item = item(ty);
    let is_of_edm =
        matches!(item, Type::Path(path) if path.path.segments.iter().any(|one| one.ident == "edm"));
    is_of_edm || is_number(item) || is_one_of(item, OTHERS)
}

/// The type of the values that are in the end held: `T` of an `Option<Vec<T>>`. What the runtime's `Declared` sees through
/// is seen through here.
pub fn item(ty: &Type) -> &Type {
    const HOLDERS: &[&str] = &[
        "Option",
        "Nullable",
        "Vec",
        "VecDeque",
        "LinkedList",
        "BTreeSet",
        "HashSet",
        "Page",
        "ValueOf",
        "Box",
        "Rc",
        "Arc",
        "Cow",
    ];
    const MAPS: &[&str] = &["HashMap", "BTreeMap"];
    let held = match ungrouped(ty) {
        Type::Array(array) => Some(&*array.elem),
        Type::Slice(slice) => Some(&*slice.elem),
        Type::Reference(reference) => Some(&*reference.elem),
        Type::Path(path) => path.path.segments.last().and_then(|last| {
            let mut types = arguments(&last.arguments);
            let first = types.next()?;
            let name = last.ident.to_string();
            let is = |names: &[&str]| names.contains(&name.as_str());
            if is(HOLDERS) { Some(first) } else { types.next().filter(|_| is(MAPS)) }
        }),
        _ => None,
    };
    held.map_or(ty, item)
}

/// What messages call the [`item`]: its name without a path.
pub fn name_of_item(ty: &Type) -> String {
    let item = item(ty);
    let name = match ungrouped(item) {
        Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
        _ => None,
    };
    name.unwrap_or_else(|| spelt(item))
}

/// The types between angle brackets.
fn arguments(arguments: &PathArguments) -> impl Iterator<Item = &Type> {
    let list = match arguments {
        PathArguments::AngleBracketed(list) => Some(&list.args),
        _ => None,
    };
    list.into_iter().flatten().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// A number or a `bool`: what `Into` makes of a literal's type would be another one.
pub fn is_number(ty: &Type) -> bool {
    const NUMBERS: &[&str] = &[
        "bool", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize",
        "f32", "f64",
    ];
    is_one_of(ty, NUMBERS)
}

/// Whether it is text by its name, or an `Option` or a list of text.
pub fn is_text(ty: &Type) -> bool {
    is_one_of(item(ty), &["String", "str", "char"])
}

/// Whether it is a number or a `bool` that can come as text, or holds such: `"42"` is read as well. An alias is none.
pub fn holds_numbers(ty: &Type) -> bool {
    let number = held(ty);
    is_number(number) && !is_one_of(number, &["u128", "i128"])
}

/// Whether it is a float, or holds such: what JSON has no number for is written as text.
pub fn holds_floats(ty: &Type) -> bool {
    is_one_of(held(ty), &["f64", "f32"])
}

/// What the type holds, through as many others as there are.
fn held(ty: &Type) -> &Type {
    const HOLDERS: &[&str] = &[
        "Option",
        "Nullable",
        "Vec",
        "Box",
        "ValueOf",
        "Page",
        "VecDeque",
        "LinkedList",
        "BTreeSet",
        "HashSet",
        "Rc",
        "Arc",
    ];
    let path = match ungrouped(ty) {
        Type::Path(path) => path,
        Type::Array(array) => return held(&array.elem),
        _ => return ty,
    };
    let Some(last) = path.path.segments.last() else { return ty };
    let mut held = arguments(&last.arguments);
    let Some(first) = held.next() else { return ty };
    let inner = match (last.ident.to_string().as_str(), held.next()) {
        (name, None) if HOLDERS.contains(&name) => first,
        ("HashMap" | "BTreeMap", Some(inner)) => inner,
        ("OneOf", Some(_)) => first,
        _ => return ty,
    };
    self::held(inner)
}

/// Whether the type's last segment is that name.
pub fn is_named(ty: &Type, name: &str) -> bool {
    let Type::Path(path) = ungrouped(ty) else { return false };
    path.path.segments.last().is_some_and(|last| last.ident == name)
}

/// Whether it is called by one of these names. An identifier is asked for its text once: the compiler has it, and each
/// comparison would fetch it anew.
fn is_one_of(ty: &Type, names: &[&str]) -> bool {
    let Type::Path(path) = ungrouped(ty) else { return false };
    path.path.segments.last().is_some_and(|last| names.contains(&last.ident.to_string().as_str()))
}

/// A type, or any other tokens, as people write them.
pub fn spelt(written: &impl ToTokens) -> String {
    const TIGHT: &[(&str, &str)] =
        &[(" :: ", "::"), (":: ", "::"), (" < ", "<"), ("< ", "<"), (" >", ">"), ("& ", "&"), (" ,", ",")];
    let text = written.to_token_stream().to_string();
    if !text.contains(' ') {
        return text;
    }
    TIGHT.iter().fold(text, |text, (loose, tight)| text.replace(loose, tight))
}
