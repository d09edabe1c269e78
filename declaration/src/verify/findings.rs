//! What the schema says of a sound declaration: what its expansion adds where the crate has a snapshot.

use std::sync::Arc;

use graph_endpoint_schema::resolve::{Allowed, Kind, Place, Request};
use graph_endpoint_schema::snapshot::{Member, MemberKind, Name, Snapshot, Type, TypeKind, TypeRef};

use crate::model::{Body, ContentType, Endpoint, Polymorphic, Properties, Shape, VariantShape};
use crate::parse::{item, spelt, wrapped};

/// Of an endpoint.
#[derive(Default)]
pub struct EndpointFindings {
    /// For rustdoc.
    pub docs: Option<String>,
    /// Types whose Graph names only the compiler knows.
    pub related: Vec<Related>,
}

/// A type that must be declared as one of Graph's, as a base of it or as derived from it.
pub struct Related {
    pub ty: syn::Type,
    /// The name of Graph's, and those of its bases.
    pub names: Vec<String>,
    /// What is said of any other.
    pub message: String,
}

/// Of a declared type.
#[derive(Default)]
pub struct TypeFindings {
    /// Its name, and those of its bases; empty where nobody looked.
    pub names: Vec<String>,
    pub undeclared: Undeclared,
}

/// What a struct, or an enum's variants, lack of the properties of their types.
#[derive(Default)]
pub enum Undeclared {
    /// Nobody looked, or nobody knows all that a value can have: the type is open, or others derive from it.
    #[default]
    Unknown,
    /// Nothing.
    Nothing,
    /// These, and no fewer than one.
    Properties(Vec<Lost>),
}

/// A property that is lost when a value is written back.
pub struct Lost {
    /// Of a variant it is `Variant.property`.
    pub name: String,
    /// The type of Graph's that has it.
    pub of: Arc<str>,
}

/// What a declared type loses, as the compiler and `cargo graph check` say it.
///
/// All that there is room for on a line is named, and a command for the rest.
pub fn loss(ty: &impl std::fmt::Display, lost: &[Lost]) -> String {
    const WIDTH: usize = 300;
    let mut names = String::new();
    let mut count = 0;
    for Lost { name, .. } in lost {
        if count > 0 && names.len() + name.len() > WIDTH {
            break;
        }
        let comma = if count == 0 { "" } else { ", " };
        names.push_str(&format!("{comma}`{name}`"));
        count += 1;
    }
    if let Some(Lost { of, .. }) = lost.get(count) {
        let more = lost.len() - count;
        names.push_str(&format!(" and {more} more, which `cargo graph schema show {of}` lists"));
    }
    format!("`{ty}` is written back without the properties that it doesn't declare: {names}")
}

impl EndpointFindings {
    pub(super) fn of(
        snapshot: &Snapshot,
        endpoint: &Endpoint,
        place: &Place<'_>,
        allowed: &Allowed<'_>,
    ) -> Self {
        let mut related = Vec::new();
        if let (Some(declared), Some(returned)) = (&endpoint.response, allowed.response) {
            let item = item_of(&declared.ty);
            let what = format!(
                "{} comes back here, and `{}` is declared as another type",
                returned.name,
                spelt(item)
            );
            related.extend(Related::of(snapshot, item, returned, &what));
        }
        if let (Body::Whole(whole), Request::Value(sent)) = (&endpoint.body, allowed.request) {
            let is_json = whole.content_type.as_ref().is_none_or(ContentType::is_json);
            let item = item_of(&whole.field.ty);
            let what =
                format!("{} is sent here, and `{}` is declared as another type", sent.name, spelt(item));
            if is_json && !whole.field.unverified {
                related.extend(Related::of(snapshot, item, sent, &what));
            }
        }
        Self { docs: Some(docs(snapshot, place, allowed)), related }
    }
}

impl Related {
    /// Whether a type declared with these names, its own first, is the one that is meant, a base of it or derived from it.
    /// Without names nobody knows.
    pub fn is_met_by(&self, declared: &[String]) -> bool {
        let has = |names: &[String], name: &str| names.iter().any(|known| known == name);
        match (declared.first(), self.names.first()) {
            (Some(own), Some(meant)) => has(declared, meant) || has(&self.names, own),
            _ => true,
        }
    }

    /// None of what isn't made of properties: no declared type has its name.
    fn of(snapshot: &Snapshot, ty: &syn::Type, target: TypeRef<'_>, what: &str) -> Option<Self> {
        let known = snapshot.type_of(target.name)?;
        matches!(known.kind(), TypeKind::Entity | TypeKind::Complex).then(|| Self {
            ty: ty.clone(),
            names: names(known),
            message: format!(
                "{what}; write one declared as `#[graph_type(\"{}\")]`, or `unverified` if you know better",
                target.name
            ),
        })
    }
}

impl TypeFindings {
    pub(super) fn of(snapshot: &Snapshot, ty: Type<'_>, shape: &Shape) -> Self {
        let undeclared = match shape {
            Shape::Object { properties, .. } => of_object(ty, properties),
            Shape::Polymorphic(types) => of_variants(snapshot, types),
            Shape::Enumeration(_) => Undeclared::Unknown,
        };
        Self { names: names(ty), undeclared }
    }
}

fn of_object(ty: Type<'_>, declared: &Properties) -> Undeclared {
    if ty.is_open() {
        return Undeclared::Unknown;
    }
    let of = Arc::from(ty.name().to_string());
    let lost = lacking(ty, Some(declared)).into_iter();
    let lost: Vec<Lost> = lost.map(|name| Lost { name: name.to_owned(), of: Arc::clone(&of) }).collect();
    match lost.is_empty() {
        false => Undeclared::Properties(lost),
        true if ty.has_derived() => Undeclared::Unknown,
        true => Undeclared::Nothing,
    }
}

/// A variant that holds a type of its own says nothing here: that type does. A variant is of one type, so a type derived
/// from it is another variant's.
fn of_variants(snapshot: &Snapshot, types: &Polymorphic) -> Undeclared {
    let mut lost = Vec::new();
    let mut is_known = true;
    for variant in types.variants() {
        let declared = match &variant.shape {
            VariantShape::Unit => None,
            VariantShape::Properties(properties) if properties.additional().is_none() => Some(properties),
            VariantShape::Properties(_) | VariantShape::Newtype(_) => continue,
        };
        let ty = snapshot.type_named(&variant.odata_type.text).filter(|_| !variant.unverified);
        let Some(ty) = ty else {
            is_known = false;
            continue;
        };
        is_known &= !ty.is_open();
        let of = Arc::from(ty.name().to_string());
        let named = |name: &str| Lost { name: format!("{}.{name}", variant.ident), of: Arc::clone(&of) };
        lost.extend(lacking(ty, declared).into_iter().map(named));
    }
    match lost.is_empty() {
        false => Undeclared::Properties(lost),
        true if is_known => Undeclared::Nothing,
        true => Undeclared::Unknown,
    }
}

/// The properties of a type that a write can set and that aren't declared.
fn lacking<'s>(ty: Type<'s>, declared: Option<&Properties>) -> Vec<&'s str> {
    let is_declared = |name: &str| {
        declared.is_some_and(|declared| declared.known().iter().any(|property| property.name.text == name))
    };
    let lacking = ty.properties().filter(|member| {
        member.kind() == MemberKind::Property && !member.is_computed() && !is_declared(member.name())
    });
    let mut lacking: Vec<&str> = lacking.map(Member::name).collect();
    lacking.dedup();
    lacking
}

/// The name of a type, and those of its bases.
fn names(ty: Type<'_>) -> Vec<String> {
    ty.chain().map(|ty| ty.name().to_string()).collect()
}

/// What is listed or kept, through what only holds it.
fn item_of(ty: &syn::Type) -> &syn::Type {
    let item = item(ty);
    wrapped(item, &["Kept"]).map_or(item, |(_, kept)| item_of(kept))
}

/// What rustdoc says of the check.
fn docs(snapshot: &Snapshot, place: &Place<'_>, allowed: &Allowed<'_>) -> String {
    let header = snapshot.header();
    let what = match place.kind {
        Kind::Call(operation) => {
            let kind = if operation.is_action() { "action" } else { "function" };
            format!("the {kind} `{}`", operation.name())
        }
        _ => format!("`{}` of `{}`", allowed.method, place.ty),
    };
    let takes = match allowed.request {
        Request::Value(ty) => format!(", takes `{ty}`"),
        Request::Parameters(_) => ", takes its parameters".to_owned(),
        Request::Reference => ", takes a link".to_owned(),
        Request::Stream => ", takes bytes".to_owned(),
        Request::None => String::new(),
    };
    let returns = allowed.response.map_or_else(String::new, |ty| format!(", returns `{ty}`"));
    let dated = if header.date == "unknown" { String::new() } else { format!(" of {}", header.date) };
    format!("\nChecked against Graph's schema {}{dated}: {what}{takes}{returns}.\n", header.version)
}

/// What to say of what is deprecated: `since 2026-01-02, removed on 2028-01-02; use `photos``.
pub(super) fn deprecation(
    what: &str,
    since: &str,
    removed: Option<&str>,
    replacement: Option<&str>,
) -> String {
    let removed = removed.map_or_else(String::new, |date| format!(" and removed on {date}"));
    let instead = match replacement {
        Some(instead) => format!("use `{}`", instead.strip_prefix('.').unwrap_or(instead)),
        None => "write `unverified` to keep it without this warning".to_owned(),
    };
    format!("{what} is deprecated since {since}{removed}; {instead}")
}

/// [`deprecation`] of a type.
pub(super) fn deprecated_type(ty: Type<'_>) -> Option<String> {
    let facts = ty.facts();
    let name: Name<'_> = ty.name();
    Some(deprecation(&name.to_string(), facts.deprecated()?, facts.removed(), facts.replacement()))
}
