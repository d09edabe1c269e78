//! A type of Graph's: an object, a family of objects told apart by `@odata.type`, or an enumeration.

use syn::spanned::Spanned as _;
use syn::{Data, DeriveInput, Fields, Ident, Path, Type};

use super::field::{Field, Json, Presence, Role};
use crate::naming;
use crate::parse::{FieldAttributes, TypeArgs, VariantAttributes};
use crate::problems::Problems;

/// A declared type.
pub(crate) struct GraphType {
    /// `microsoft.graph.x`
    pub(crate) name: Option<String>,
    /// Write `@odata.type` with every value.
    pub(crate) odata_type: bool,
    /// A const of each property, for filters.
    pub(crate) properties: bool,
    pub(crate) krate: Path,
    pub(crate) shape: Shape,
}

pub(crate) enum Shape {
    Object(Vec<Field>),
    Polymorphic { variants: Vec<Variant>, other: Option<Other> },
    Enumeration { members: Vec<Member>, unknown: UnknownMember },
}

/// One type of a polymorphic family.
pub(crate) struct Variant {
    pub(crate) ident: Ident,
    /// Without `#`.
    pub(crate) odata_type: String,
    pub(crate) shape: VariantShape,
}

/// What becomes of a type that no variant names.
pub(crate) struct Other {
    pub(crate) ident: Ident,
    pub(crate) ty: Box<Type>,
}

pub(crate) enum VariantShape {
    Unit,
    /// A declared type of its own.
    Newtype(Box<Type>),
    Properties(Vec<Field>),
}

pub(crate) struct Member {
    pub(crate) ident: Ident,
    /// The name on the wire.
    pub(crate) name: String,
}

/// What becomes of a member that the declaration doesn't know.
pub(crate) enum UnknownMember {
    /// An error.
    Refused,
    /// `Other(String)`: kept as it came.
    Kept(Ident),
    /// `Other`: only known to be unknown.
    Dropped(Ident),
}

impl GraphType {
    pub(crate) fn new(args: TypeArgs, item: &DeriveInput, problems: &mut Problems) -> Option<Self> {
        let name = args.name.as_ref().map(|name| name.value().trim_start_matches('#').to_owned());
        if let (Some(span), None) = (args.odata_type, &args.name) {
            let example = "`#[graph_type(\"microsoft.graph.x\", odata_type)]`";
            problems.at_span(span, format!("`odata_type` needs the type's name; write {example}"));
        }
        let shape = match &item.data {
            Data::Struct(data) => Shape::Object(object_fields(&data.fields, problems)?),
            Data::Enum(data) => {
                let variants: Vec<&syn::Variant> = data.variants.iter().collect();
                if variants.is_empty() {
                    problems.at(&item.ident, "an enum needs a variant; write one, and `#[graph(other)] Other(..)` for what comes later");
                    return None;
                }
                if is_enumeration(&variants) {
                    enumeration(&variants, problems)?
                } else {
                    if let Some(lifetime) = item.generics.lifetimes().next() {
                        problems.at(lifetime, "a polymorphic type owns its data; remove the lifetime");
                        return None;
                    }
                    polymorphic(&variants, problems)?
                }
            }
            Data::Union(data) => {
                problems
                    .at(&data.union_token, "a type of Graph's is a struct or an enum; write one of these");
                return None;
            }
        };
        Some(Self {
            name,
            odata_type: args.odata_type.is_some(),
            properties: args.properties,
            krate: args.krate.unwrap_or_else(crate::declare::default_crate),
            shape,
        })
    }
}

fn object_fields(fields: &Fields, problems: &mut Problems) -> Option<Vec<Field>> {
    match fields {
        Fields::Named(fields) => {
            Some(fields.named.iter().filter_map(|field| object_field(field, problems)).collect())
        }
        Fields::Unit => Some(Vec::new()),
        Fields::Unnamed(fields) => {
            problems.at_span(
                fields.span(),
                "the fields need names; write `{ id: String }`, a field for each property",
            );
            None
        }
    }
}

fn object_field(field: &syn::Field, problems: &mut Problems) -> Option<Field> {
    let ident = field.ident.clone()?;
    let attributes = FieldAttributes::parse(&field.attrs, problems);
    crate::check::roles::property_only(&attributes, problems)?;
    Some(Field {
        presence: Presence::of_field(&field.ty, &attributes),
        ty: field.ty.clone(),
        name_span: ident.span(),
        role: Role::Property(Box::new(Json::new(&ident, attributes))),
        docs: Vec::new(),
        ident,
    })
}

/// Plain variants and at most one that holds the text of an unknown member.
fn is_enumeration(variants: &[&syn::Variant]) -> bool {
    let mut ignored = Problems::default();
    variants.iter().all(|variant| {
        let attributes = VariantAttributes::parse(&variant.attrs, &mut ignored);
        attributes.odata_type.is_none()
            && match &variant.fields {
                Fields::Unit => true,
                Fields::Unnamed(fields) if attributes.other.is_some() => {
                    fields.unnamed.first().is_some_and(|field| !is_named(&field.ty, "Untyped"))
                }
                _ => false,
            }
    })
}

fn enumeration(variants: &[&syn::Variant], problems: &mut Problems) -> Option<Shape> {
    let mut members = Vec::new();
    let mut unknown = UnknownMember::Refused;
    for variant in variants {
        let attributes = VariantAttributes::parse(&variant.attrs, problems);
        if let Some(span) = attributes.other {
            if !matches!(unknown, UnknownMember::Refused) {
                problems.at_span(span, "there is an `other` variant already; keep one of them");
            }
            if let Fields::Unnamed(fields) = &variant.fields
                && (fields.unnamed.len() != 1 || fields.unnamed.iter().any(|field| is_number(&field.ty)))
            {
                problems.at_span(
                    fields.span(),
                    format!("`other` keeps the member's text; write `{}(String)`", variant.ident),
                );
            }
            unknown = match &variant.fields {
                Fields::Unit => UnknownMember::Dropped(variant.ident.clone()),
                _ => UnknownMember::Kept(variant.ident.clone()),
            };
        } else {
            let name = attributes
                .rename
                .map_or_else(|| naming::lower_first(&variant.ident.to_string()), |name| name.value());
            members.push(Member { ident: variant.ident.clone(), name });
        }
    }
    Some(Shape::Enumeration { members, unknown })
}

fn polymorphic(variants: &[&syn::Variant], problems: &mut Problems) -> Option<Shape> {
    let mut known = Vec::new();
    let mut other: Option<Other> = None;
    for variant in variants {
        let before = problems.len();
        let attributes = VariantAttributes::parse(&variant.attrs, problems);
        if problems.len() > before {
            continue;
        }
        if let Some(rename) = &attributes.rename {
            problems.at(
                rename,
                "`rename` is for the members of an enumeration; write `type = \"microsoft.graph.x\"`",
            );
            continue;
        }
        if let Some(span) = attributes.other {
            if let Some(odata_type) = &attributes.odata_type {
                problems.at(odata_type, "`other` is for the types that no variant names; remove `type`");
            }
            if other.is_some() {
                problems.at_span(span, "there is an `other` variant already; keep one of them");
            }
            match &variant.fields {
                Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                    let ty = fields.unnamed.first().map(|field| Box::new(field.ty.clone()));
                    other = ty.map(|ty| Other { ident: variant.ident.clone(), ty });
                }
                _ => problems.at(
                    &variant.ident,
                    format!("`other` keeps what came; write `{}(Untyped)`", variant.ident),
                ),
            }
            continue;
        }
        let Some(odata_type) = attributes.odata_type else {
            let example = "`#[graph(type = \"microsoft.graph.x\")]`, or `#[graph(other)]` for what the enum doesn't know";
            problems.at(&variant.ident, format!("this variant has no type; write {example}"));
            continue;
        };
        crate::check::types::odata_name(&odata_type, problems);
        let shape = match &variant.fields {
            Fields::Unit => VariantShape::Unit,
            Fields::Unnamed(fields) => match fields.unnamed.first() {
                Some(field) if fields.unnamed.len() == 1 && is_no_object(&field.ty) => {
                    problems.at(
                        &field.ty,
                        "this has no properties; write a type declared with `#[graph_type]`, or named fields",
                    );
                    continue;
                }
                Some(field) if fields.unnamed.len() == 1 => VariantShape::Newtype(Box::new(field.ty.clone())),
                _ => {
                    problems.at_span(
                        fields.span(),
                        "a variant holds one declared type, or named fields; write `{ id: String }`",
                    );
                    continue;
                }
            },
            Fields::Named(fields) => VariantShape::Properties(
                fields.named.iter().filter_map(|field| object_field(field, problems)).collect(),
            ),
        };
        let odata_type = odata_type.value().trim_start_matches('#').to_owned();
        if known.iter().any(|earlier: &Variant| earlier.odata_type == odata_type) {
            problems.at(&variant.ident, format!("two variants are `{odata_type}`; keep one of them"));
        }
        known.push(Variant { ident: variant.ident.clone(), odata_type, shape });
    }
    Some(Shape::Polymorphic { variants: known, other })
}

/// What a JSON object can't be read into, as far as its spelling tells.
fn is_no_object(ty: &Type) -> bool {
    let no_object = ["String", "str", "char", "Vec", "Option", "Nullable"];
    is_number(ty)
        || no_object.iter().any(|name| is_named(ty, name))
        || matches!(ty, Type::Array(_) | Type::Slice(_) | Type::Tuple(_) | Type::Reference(_))
}

fn is_number(ty: &Type) -> bool {
    let numbers = ["bool", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize"];
    let unsigned = ["u8", "u16", "u32", "u64", "u128", "usize"];
    numbers.iter().chain(&unsigned).any(|name| is_named(ty, name))
}

fn is_named(ty: &Type, name: &str) -> bool {
    matches!(super::field::ungrouped(ty), Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == name))
}
