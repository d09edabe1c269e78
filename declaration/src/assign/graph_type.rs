//! Makes the model of a type from its declaration: which of the three shapes it has, and the parts of it.

use graph_endpoint_schema::naming;
use syn::{DeriveInput, Ident, Type};

use super::property::property;
use super::roles::is_property;
use crate::model::{
    self, Enumeration, GraphType, Member, Name, Other, Polymorphic, Properties, Shape, TypeName,
    UnknownMember, VariantShape,
};
use crate::parse::{
    Data, Declaration, Field, Fields, Keyed, TypeArgs, Variant, is_named, is_no_object, is_number, spelt,
    wrapped,
};
use crate::problems::{Problem, Problems};

/// The model, or `None` where there is no shape to make one of; that is reported.
pub fn graph_type(declaration: &Declaration<'_, TypeArgs>, problems: &mut Problems) -> Option<GraphType> {
    let args = &declaration.args;
    if let (Some(key), None) = (&args.odata_type, &args.name) {
        let example = "`#[graph_type(\"microsoft.graph.x\", odata_type)]`";
        problems.at_span(key.span, format!("`odata_type` needs the type's name; write {example}"));
    }
    let name = args.name.as_ref().and_then(|name| problems.take(TypeName::new(name)));
    let shape = match &declaration.data {
        Data::Struct(fields) => Shape::Object {
            properties: problems.take(object(fields)).map(|fields| properties(fields, problems))?,
            odata_type: name.clone().filter(|_| args.odata_type.is_some()),
            consts: args.properties.is_some(),
        },
        Data::Enum(_, variants) => of_variants(variants, declaration.item, problems)?,
        Data::Union(keyword) => {
            problems.at(keyword, "a type of Graph's is a struct or an enum; write one of these");
            return None;
        }
    };
    keys_that_say_nothing(args, &shape, problems);
    Some(GraphType {
        name,
        shape,
        lossy: args.lossy.is_some(),
        krate: args.krate(),
        unverified: args.unverified.is_some(),
    })
}

/// A key that changes nothing was meant to change something.
fn keys_that_say_nothing(args: &TypeArgs, shape: &Shape, problems: &mut Problems) {
    let properties = "`properties` makes a const for each property of a struct; remove it, or write it there";
    let says_nothing = match shape {
        Shape::Object { .. } => [None, None, None],
        Shape::Polymorphic(_) => [
            args.odata_type
                .as_ref()
                .map(|key| (key, "each variant writes its own `@odata.type`; remove `odata_type`")),
            args.properties.as_ref().map(|key| (key, properties)),
            None,
        ],
        Shape::Enumeration(_) => [
            args.odata_type
                .as_ref()
                .map(|key| (key, "an enumeration is text, without `@odata.type`; remove `odata_type`")),
            args.properties.as_ref().map(|key| (key, properties)),
            args.lossy.as_ref().map(|key| (key, "an enumeration has no properties to lose; remove `lossy`")),
        ],
    };
    for (key, message) in says_nothing.into_iter().flatten() {
        problems.at_span(key.span, message);
    }
}

fn object<'a>(fields: &'a Fields<'a>) -> Result<&'a [Field<'a>], Problem> {
    match fields {
        Fields::Named(fields) => Ok(fields),
        Fields::Unit => Ok(&[]),
        Fields::Unnamed(_, span) => Err(Problem::at_span(
            *span,
            "the fields need names; write `{ id: String }`, a field for each property",
        )),
    }
}

/// The properties of a type or of a variant.
fn properties(fields: &[Field<'_>], problems: &mut Problems) -> Properties {
    let mut properties = Properties::default();
    for field in fields {
        if is_property(field, problems) {
            let pushed = match field.attributes.additional {
                Some(_) => properties.keep_others(model::Field::new(field)),
                None => properties.push(property(field, model::Field::new(field))),
            };
            problems.take(pushed);
        }
    }
    properties
}

fn of_variants(variants: &[Variant<'_>], item: &DeriveInput, problems: &mut Problems) -> Option<Shape> {
    if variants.is_empty() {
        problems.at(
            &item.ident,
            "an enum needs a variant; write one, and `#[graph(other)] Other(..)` for what comes later",
        );
        return None;
    }
    if let Some(variant) = text_without_other(variants) {
        let ident = &variant.ident;
        problems.at(
            ident,
            format!("a variant that holds text keeps new members; write `#[graph(other)] {ident}(String)`"),
        );
        return None;
    }
    if variants.iter().all(is_member) {
        return Some(Shape::Enumeration(enumeration(variants, problems)));
    }
    if let Some(lifetime) = item.generics.lifetimes().next() {
        problems.at(lifetime, "a polymorphic type owns its data; remove the lifetime");
        return None;
    }
    Some(Shape::Polymorphic(polymorphic(variants, problems)))
}

/// The one variant beside plain ones that holds text: what `other` is for, and doesn't say so.
fn text_without_other<'a, 'v>(variants: &'v [Variant<'a>]) -> Option<&'v Variant<'a>> {
    let is_plain = |variant: &&Variant<'_>| matches!(variant.fields, Fields::Unit) && is_member(variant);
    let mut others = variants.iter().filter(|variant| !is_plain(variant));
    let (variant, None) = (others.next()?, others.next()) else { return None };
    let holds_text = match &variant.fields {
        Fields::Unnamed(types, _) => matches!(types.as_slice(), [ty] if is_named(ty, "String")),
        Fields::Named(_) | Fields::Unit => false,
    };
    let attributes = &variant.attributes;
    (variants.len() > 1 && holds_text && attributes.other.is_none() && attributes.odata_type.is_none())
        .then_some(variant)
}

/// A plain variant, or the one that holds the text of an unknown member.
fn is_member(variant: &Variant<'_>) -> bool {
    variant.attributes.odata_type.is_none()
        && match &variant.fields {
            Fields::Unit => true,
            Fields::Unnamed(types, _) if variant.attributes.other.is_some() => {
                types.first().is_some_and(|ty| !is_named(ty, "Untyped"))
            }
            _ => false,
        }
}

fn enumeration(variants: &[Variant<'_>], problems: &mut Problems) -> Enumeration {
    let mut enumeration = Enumeration::default();
    for variant in variants {
        let pushed = match &variant.attributes.other {
            Some(other) => {
                unknown_member(variant).and_then(|unknown| enumeration.set_unknown(unknown, other.span))
            }
            None => enumeration.push(member(variant)),
        };
        problems.take(pushed);
    }
    enumeration
}

fn member(variant: &Variant<'_>) -> Member {
    let name = match &variant.attributes.rename {
        Some(Keyed { value: literal, .. }) => Name { text: literal.value(), span: literal.span() },
        None => Name { text: naming::lower_first(&variant.ident.to_string()), span: variant.ident.span() },
    };
    let unverified = variant.attributes.unverified.is_some();
    Member { ident: variant.ident.clone(), name, unverified }
}

fn unknown_member(variant: &Variant<'_>) -> Result<UnknownMember, Problem> {
    let ident = variant.ident.clone();
    match &variant.fields {
        Fields::Unnamed(types, span) if types.len() != 1 || types.iter().any(|ty| is_number(ty)) => {
            Err(Problem::at_span(*span, format!("`other` keeps the member's text; write `{ident}(String)`")))
        }
        Fields::Unit => Ok(UnknownMember::Dropped(ident)),
        _ => Ok(UnknownMember::Kept(ident)),
    }
}

fn polymorphic(variants: &[Variant<'_>], problems: &mut Problems) -> Polymorphic {
    let mut polymorphic = Polymorphic::default();
    for variant in variants.iter().filter(|variant| variant.is_sound) {
        let attributes = &variant.attributes;
        if let Some(Keyed { value: rename, .. }) = &attributes.rename {
            problems.at(
                rename,
                "`rename` is for the members of an enumeration; write `type = \"microsoft.graph.x\"`",
            );
            continue;
        }
        let pushed = match &attributes.other {
            Some(key) => other(variant).and_then(|other| polymorphic.set_other(other, key.span)),
            None => known(variant, problems).and_then(|known| polymorphic.push(known)),
        };
        problems.take(pushed);
    }
    polymorphic
}

/// The variant for what no other one names.
fn other(variant: &Variant<'_>) -> Result<Other, Problem> {
    if let Some(Keyed { value: odata_type, .. }) = &variant.attributes.odata_type {
        let message = "`other` is for the types that no variant names; remove `type`";
        return Err(Problem::at(odata_type, message));
    }
    match &variant.fields {
        Fields::Unnamed(types, _) if types.len() == 1 => {
            types.first().map(|ty| Other { ident: variant.ident.clone(), ty: Box::new((*ty).clone()) })
        }
        _ => None,
    }
    .ok_or_else(|| {
        let ident: &Ident = variant.ident;
        Problem::at(ident, format!("`other` keeps what came; write `{ident}(Untyped)`"))
    })
}

/// A variant's properties stand beside the name of its type, which the enum reads and writes.
fn kept_in_a_variant(ty: &Type, inner: &Type) -> Problem {
    let inner = spelt(inner);
    Problem::at(
        ty,
        format!(
            "a variant holds the declared type itself; write `{inner}` here, and `Kept` around the enum where it is a field"
        ),
    )
}

/// A variant with a type of its own.
fn known(variant: &Variant<'_>, problems: &mut Problems) -> Result<model::Variant, Problem> {
    let Some(Keyed { value: odata_type, .. }) = &variant.attributes.odata_type else {
        let example =
            "`#[graph(type = \"microsoft.graph.x\")]`, or `#[graph(other)]` for what the enum doesn't know";
        return Err(Problem::at(variant.ident, format!("this variant has no type; write {example}")));
    };
    let shape = match &variant.fields {
        Fields::Unit => VariantShape::Unit,
        Fields::Unnamed(types, span) => match types.as_slice() {
            [ty] if is_no_object(ty) => {
                return Err(Problem::at(
                    ty,
                    "this has no properties; write a type declared with `#[graph_type]`, or named fields",
                ));
            }
            [ty] => match wrapped(ty, &["Kept"]) {
                Some((_, inner)) => return Err(kept_in_a_variant(ty, inner)),
                None => VariantShape::Newtype(Box::new((*ty).clone())),
            },
            _ => {
                return Err(Problem::at_span(
                    *span,
                    "a variant holds one declared type, or named fields; write `{ id: String }`",
                ));
            }
        },
        Fields::Named(fields) => {
            for expand in fields.iter().filter_map(|field| field.attributes.expand.as_ref()) {
                problems.at_span(expand.span, "a polymorphic type asks for everything and expands nothing; remove `expand`, and ask on the request: `.expand(\"name\")`");
            }
            VariantShape::Properties(properties(fields, problems))
        }
    };
    Ok(model::Variant {
        ident: variant.ident.clone(),
        odata_type: TypeName::new(odata_type)?,
        shape,
        unverified: variant.attributes.unverified.is_some(),
    })
}
