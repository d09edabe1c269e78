//! What the schema says of a sound declaration: what its expansion adds where the crate has a snapshot.

use graph_endpoint_schema::resolve::{Allowed, Kind, Place, Request};
use graph_endpoint_schema::snapshot::{Name, Snapshot, Type, TypeKind, TypeRef};

use super::response::is_the_items;
use super::undeclared::Undeclared;
use super::unexpanded;
use crate::model::{Body, ContentType, Endpoint, Shape};
use crate::parse::{Method, item, spelt, ungrouped, wrapped};
use crate::problems::Problem;

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
    /// The name of Graph's, and those of its bases. None where a page comes, and no type that is declared as one of Graph's.
    pub names: Vec<String>,
    /// What is wrong with any other.
    pub problem: String,
    /// Whether `select` asks for its properties.
    pub select: bool,
}

/// Of a declared type.
#[derive(Default)]
pub struct TypeFindings {
    /// Its name, and those of its bases; empty where nobody looked.
    pub names: Vec<String>,
    pub undeclared: Undeclared,
    /// A mistake where `select` asks for what the type has.
    pub unexpanded: Option<Problem>,
}

impl TypeFindings {
    pub(super) fn of(snapshot: &Snapshot, ty: Option<Type<'_>>, shape: &Shape) -> Self {
        Self {
            names: ty.map(names).unwrap_or_default(),
            undeclared: Undeclared::of(snapshot, ty, shape),
            unexpanded: unexpanded::of(ty, shape),
        }
    }
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
            let is_listed = returned.is_collection && endpoint.method != Method::Head;
            // What is called as the items are is an error already.
            if is_listed
                && !is_the_items(&declared.ty, returned)
                && let Some(one) = one_of(&declared.ty)
            {
                related.push(Related::of_a_page(&declared.ty, one, returned));
            }
            let what = format!(
                "{} comes back here, and `{}` is declared as another type",
                returned.name,
                spelt(item)
            );
            let related_type = Related::of(snapshot, item, returned, &what);
            related.extend(related_type.map(|related| Related { select: declared.select, ..related }));
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
        if self.names.is_empty() {
            return declared.is_empty();
        }
        match (declared.first(), self.names.first()) {
            (Some(own), Some(meant)) => has(declared, meant) || has(&self.names, own),
            _ => true,
        }
    }

    /// What the compiler says of another one. The runtime puts it together from the same parts.
    pub fn message(&self) -> String {
        let Some(write) = self.names.first() else { return self.problem.clone() };
        format!(
            "{}; write one declared as `#[graph_type(\"{write}\")]`, or `unverified` if you know better",
            self.problem
        )
    }

    /// Where many come, one is what a page holds. A page of the user's own isn't declared as one of Graph's types.
    fn of_a_page(ty: &syn::Type, one: &syn::Type, returned: TypeRef<'_>) -> Self {
        let problem = format!(
            "a page of {} comes back; write `Page<{}>`, or `unverified` if you know better",
            returned.name,
            spelt(ty)
        );
        Self { ty: one.clone(), names: Vec::new(), problem, select: false }
    }

    /// None of what isn't made of properties: no declared type has its name.
    fn of(snapshot: &Snapshot, ty: &syn::Type, target: TypeRef<'_>, what: &str) -> Option<Self> {
        let known = snapshot.type_of(target.name)?;
        matches!(known.kind(), TypeKind::Entity | TypeKind::Complex).then(|| Self {
            ty: ty.clone(),
            names: names(known),
            problem: what.to_owned(),
            select: false,
        })
    }
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

/// A type that by its name holds no others, through what only keeps it.
fn one_of(ty: &syn::Type) -> Option<&syn::Type> {
    let one = wrapped(ty, &["Kept"]).map_or(ty, |(_, kept)| kept);
    let syn::Type::Path(path) = ungrouped(one) else { return None };
    path.path.segments.last()?.arguments.is_none().then_some(one)
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
