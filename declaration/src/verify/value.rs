//! What a Rust type can't hold of Graph's. A macro sees how a type is written and no more, so only the standard library's
//! types and our own contradict anything: a user's own type passes.

use graph_endpoint_schema::snapshot::{Name, Snapshot, TypeKind, TypeRef};
use syn::{GenericArgument, PathArguments, Type};

use crate::parse::{named_wrapper, spelt, ungrouped};

/// What a Rust type holds, as far as its spelling says so.
#[derive(Clone, Copy)]
pub(super) enum Held<'t> {
    Text,
    Bool,
    Number,
    Map,
    /// An object of a type that nobody knows: `Untyped`.
    Object,
    Many(&'t Type),
    /// Whatever somebody's own type holds.
    Any,
}

/// What Graph writes for a type.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Written {
    Text,
    Bool,
    Number,
    /// A number, or one in quotes.
    NumberOrText,
    Object,
    Member,
    /// Any JSON there is: `Edm.Untyped`, as the values of a workbook's cells are.
    Json,
    Any,
}

/// What to say about a type that can't hold it: `is Edm.Boolean; write ..`.
pub(super) fn contradiction(snapshot: &Snapshot, ty: &Type, target: TypeRef<'_>) -> Option<String> {
    let written = written(snapshot, target.name);
    let holds = held(ty);
    let is_fine = match (holds, target.is_collection) {
        (Held::Any, _) => true,
        (Held::Many(item), true) => fits(held(item), written),
        (_, true) => false,
        (Held::Many(_), false) => matches!(written, Written::Json | Written::Any),
        (held, false) => fits(held, written),
    };
    if is_fine {
        return None;
    }
    let one = if matches!(holds, Held::Many(_)) && !target.is_collection { "one " } else { "" };
    // What says that there may be no value stays; a list is empty then.
    let (start, end) = match named_wrapper(ty) {
        Some((wrapper, _)) if !target.is_collection || matches!(holds, Held::Many(_)) => {
            (format!("{wrapper}<"), ">")
        }
        _ => (String::new(), ""),
    };
    let help = match (rust(snapshot, target.name), target.is_collection) {
        (Some(rust), true) => format!("`{start}Vec<{rust}>{end}`"),
        (Some(rust), false) => format!("`{start}{rust}{end}`"),
        (None, true) => format!("a `Vec` of a type declared as `#[graph_type(\"{}\")]`", target.name),
        (None, false) => format!("a type declared as `#[graph_type(\"{}\")]`", target.name),
    };
    Some(format!("is {one}{target}; write {help} instead of `{}`", spelt(ty)))
}

/// What a type's spelling says, through what only wraps a value.
pub(super) fn held(ty: &Type) -> Held<'_> {
    const NUMBERS: &[&str] = &[
        "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "f32", "f64",
        "Double", "Decimal",
    ];
    let path = match ungrouped(ty) {
        Type::Reference(reference) => return held(&reference.elem),
        Type::Slice(slice) => return Held::Many(&slice.elem),
        Type::Array(array) => return Held::Many(&array.elem),
        Type::Path(path) if path.qself.is_none() => &path.path,
        _ => return Held::Any,
    };
    let (Some(first), Some(last)) = (path.segments.first(), path.segments.last()) else { return Held::Any };
    const ROOTS: &[&str] = &["std", "core", "alloc", "graph_endpoint"];
    let is_known = path.segments.len() == 1 || ROOTS.contains(&first.ident.to_string().as_str());
    if !is_known {
        return Held::Any;
    }
    let inner = || match &last.arguments {
        PathArguments::AngleBracketed(arguments) => {
            arguments.args.iter().rev().find_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
        }
        _ => None,
    };
    match last.ident.to_string().as_str() {
        "Option" | "Nullable" | "Box" | "Arc" | "Rc" | "Cow" => inner().map_or(Held::Any, held),
        "Vec" | "VecDeque" | "HashSet" | "BTreeSet" => inner().map_or(Held::Any, Held::Many),
        "HashMap" | "BTreeMap" => Held::Map,
        "Untyped" => Held::Object,
        "String" | "str" | "char" | "Guid" | "DateTimeOffset" | "TimeOfDay" => Held::Text,
        "bool" => Held::Bool,
        name if NUMBERS.contains(&name) => Held::Number,
        _ => Held::Any,
    }
}

/// What Graph writes for a type.
pub(super) fn written(snapshot: &Snapshot, name: Name<'_>) -> Written {
    if let Some(primitive) = name.edm() {
        return match primitive {
            "String" | "Guid" | "DateTimeOffset" | "Date" | "TimeOfDay" | "Duration" => Written::Text,
            "Boolean" => Written::Bool,
            "Int16" | "Int32" | "Byte" | "SByte" | "Double" | "Single" => Written::Number,
            "Int64" | "Decimal" => Written::NumberOrText,
            "Untyped" => Written::Json,
            // Bytes can be a text or, by an attribute, a list; what else there is can be anything.
            _ => Written::Any,
        };
    }
    let Some(ty) = snapshot.type_of(name) else { return Written::Any };
    match ty.kind() {
        TypeKind::Enum => Written::Member,
        // An underlying type is a primitive one.
        TypeKind::Definition => ty
            .base_name()
            .filter(|base| base.is_primitive())
            .map_or(Written::Any, |base| written(snapshot, base)),
        // `microsoft.graph.Json`: an open type without properties is any JSON there is.
        TypeKind::Complex if ty.is_open() && ty.properties().next().is_none() => Written::Any,
        TypeKind::Entity | TypeKind::Complex => Written::Object,
    }
}

fn fits(held: Held<'_>, written: Written) -> bool {
    match held {
        Held::Any => true,
        _ if written == Written::Any => true,
        Held::Text => matches!(written, Written::Text | Written::Member | Written::NumberOrText),
        Held::Bool => written == Written::Bool,
        Held::Number => matches!(written, Written::Number | Written::NumberOrText),
        Held::Object => written == Written::Object,
        _ if written == Written::Json => true,
        Held::Map => written == Written::Object,
        Held::Many(_) => false,
    }
}

/// The type to write, if it isn't one to declare.
pub(super) fn rust(snapshot: &Snapshot, name: Name<'_>) -> Option<&'static str> {
    Some(match name.edm() {
        Some("Boolean") => "bool",
        Some("Int64") => "i64",
        Some("Int32") => "i32",
        Some("Int16") => "i16",
        Some("Byte") => "u8",
        Some("SByte") => "i8",
        Some("Double") => "f64",
        Some("Single") => "f32",
        Some("Decimal") => "Decimal",
        Some("Guid") => "Guid",
        Some("DateTimeOffset") => "DateTimeOffset",
        Some("Date") => "Date",
        Some("TimeOfDay") => "TimeOfDay",
        Some("Duration") => "Duration",
        Some("Untyped") => "serde_json::Value",
        Some(_) => "String",
        None => {
            let ty = snapshot.type_of(name).filter(|ty| ty.kind() == TypeKind::Definition)?;
            return ty.base_name().filter(|base| base.is_primitive()).and_then(|base| rust(snapshot, base));
        }
    })
}
