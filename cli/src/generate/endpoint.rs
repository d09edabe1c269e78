//! The endpoint: what its request is made of, and what comes back.

use graph_endpoint_schema::naming::{camel_case, field_ident, lower_first};
use graph_endpoint_schema::path::PathTemplate;
use graph_endpoint_schema::resolve::{Allowed, Deprecation, Kind, Place, Request};
use graph_endpoint_schema::snapshot::{Type, TypeKind, TypeRef};

use super::Call;
use super::body::Body;
use super::scope::{Scope, Ways};
use super::types::{OPEN, Types, deprecated, in_path};
use super::unsaid::{self, Unsaid};
use crate::declare::{
    Creation, Fields, Options, Presence, additional, apart, from_path, property_docs, response_variable,
};
use crate::model::{self, Attribute, Endpoint, Field, Leaf, Ty, Wrapper};
use crate::print::quoted;
use crate::template::Template;

/// An operation whose types are asked for, and not named yet.
pub(super) struct Planned<'s, 'c> {
    pub(super) name: String,
    call: &'c Call<'c>,
    template: Template,
    place: Place<'s>,
    allowed: Allowed<'s>,
    body: Body<'s>,
    /// Whether what comes back is read.
    reads: bool,
    /// Whether a `PUT` never responds with nothing.
    always_responds: bool,
    /// What the service asks for and its schema doesn't say.
    unsaid: Vec<Unsaid>,
}

impl<'s, 'c> Planned<'s, 'c> {
    /// Looks the operation up, and asks for its types.
    pub(super) fn new(scope: &mut Scope<'s>, call: &'c Call<'c>, options: &Options) -> Result<Self, String> {
        let template = Template::parse(call.path);
        let (path, problems) = PathTemplate::parse(template.declared());
        if let Some(problem) = problems.first() {
            return Err(problem.underlined(&path.text));
        }
        let place = scope.snapshot.resolve(&path).map_err(|problem| problem.message)?;
        let mut allowed = place.operation(call.method).map_err(|problem| problem.message)?;
        let put = unsaid::of_content(scope, &template, &allowed);
        allowed.response = allowed.response.or(put);
        let is_list = allowed.response.is_some_and(|ty| ty.is_collection);
        let creates = matches!(allowed.request, Request::Value(_));
        let creation = if creates { Creation::Yes } else { Creation::No };
        let by_path = || from_path(call.method, &template, is_list, creation);
        let name = apart(options.name.clone().unwrap_or_else(by_path), &template);
        let has_object = allowed.response.is_some() && reads_type(&place);
        if !call.select.is_all() && !has_object {
            let (method, path) = (call.method, call.path);
            return Err(format!("no properties come back from {method} {path}; leave `--select` out"));
        }
        let body = Body::of(scope, call, allowed.request)?;
        // What a change gives back is what was sent, and nothing at all as often: who wants it says what of it.
        let reads = !matches!(call.method, "PATCH" | "PUT") || !call.select.is_all() || put.is_some();
        if let Some(response) = allowed.response.filter(|_| reads && reads_type(&place)) {
            call.select.check(scope.ty(response.name))?;
            scope.want(response, Ways::RECEIVED, call.select.clone(), 0);
        }
        let unsaid = unsaid::of(scope, call.method, &template, &place);
        let always_responds = put.is_some();
        Ok(Self { name, call, template, place, allowed, body, reads, always_responds, unsaid })
    }

    /// The endpoint, once its types have their names.
    pub(super) fn endpoint(&self, types: &Types<'_, 's>) -> Endpoint {
        let mut builder = Builder { types, fields: Fields::new(), setters: Vec::new() };
        self.path(&mut builder);
        for unsaid in &self.unsaid {
            builder.unsaid(unsaid);
        }
        self.body_fields(&mut builder);
        let response = self.response(types);
        let Builder { fields, setters, .. } = builder;
        let mut docs = vec![format!("`{} {}`", self.call.method, self.call.path)];
        if let Some(note) = self.not_read() {
            docs.push(String::new());
            docs.extend(property_docs(&note));
        }
        for note in self.place.deprecated.iter().map(deprecation) {
            docs.extend([String::new(), note]);
        }
        let is_object = response.as_ref().and_then(Ty::declared).is_some();
        Endpoint {
            docs,
            name: self.name.clone(),
            method: self.call.method.to_owned(),
            path: self.template.declared().to_owned(),
            version: (self.call.version != "v1.0").then(|| self.call.version.to_owned()),
            select: is_object && !self.call.select.is_all(),
            call: model::Call { variable: response.as_ref().map(response_variable), setters },
            response,
            odata_type: None,
            unverified: false,
            permissions: self.call.permissions.clone(),
            fields: fields.fields,
        }
    }

    /// What is said of a response that isn't read.
    fn not_read(&self) -> Option<String> {
        let response = self.allowed.response.filter(|_| !self.reads && reads_type(&self.place))?;
        let name = response.name.to_string();
        Some(format!(
            "Responds with nothing, or with the changed `{name}`; `cargo graph new --select ..` declares what of it is read."
        ))
    }

    fn path(&self, builder: &mut Builder<'_, 's>) {
        for (placeholder, name) in self.template.placeholders().zip(self.template.fields()) {
            let value = self.place.values.iter().find(|value| {
                value.range.start <= placeholder.range.start && placeholder.range.end <= value.range.end
            });
            let is_bare = self.template.is_bare(placeholder);
            let leaf = value.filter(|_| is_bare).map_or(Leaf::String, |value| in_path(value.ty.name));
            let leaf = builder.types.options.leaf(leaf);
            builder.fields.reserved.push(name.to_owned());
            builder.setter(name);
            builder.push(name, leaf.into(), None);
        }
    }

    fn body_fields(&self, builder: &mut Builder<'_, 's>) {
        let is_patch = self.call.method == "PATCH";
        match &self.body {
            Body::None => {}
            Body::Properties(members, is_open) => {
                for member in members {
                    let can_be_null = member.ty().is_nullable && !member.ty().is_collection;
                    let presence = Presence { is_optional: true, is_nullable: is_patch && can_be_null };
                    builder.property(member.name(), member.ty(), presence, deprecated(member.facts()));
                }
                if *is_open {
                    additional(&mut builder.fields.fields);
                    builder.document(&[OPEN]);
                }
            }
            Body::Parameters(operation) => {
                for parameter in operation.parameters() {
                    let is_optional = parameter.is_optional || parameter.ty.is_nullable;
                    let presence = Presence { is_optional, is_nullable: false };
                    // The service's letter case, which isn't always the schema's.
                    builder.property(&lower_first(parameter.name), parameter.ty, presence, Vec::new());
                }
            }
            Body::Whole(ty) => {
                let inner = builder.types.of(*ty);
                let ty = if inner.declared().is_some() && !ty.is_collection && !is_flags(&inner) {
                    inner
                } else {
                    inner.within(Wrapper::ValueOf)
                };
                builder.whole("body", ty, None);
            }
            Body::Reference => {
                let name = builder.fields.unused("odata_id");
                builder.setter(&name);
                builder.push(&name, Leaf::String.into(), Some(Attribute::Rename("@odata.id".to_owned())));
                builder.document(&[
                    "The object's URL: `https://graph.microsoft.com/v1.0/directoryObjects/{id}`.",
                ]);
            }
            Body::Stream => {
                builder.whole("content", Leaf::Bytes.into(), Some("application/octet-stream".to_owned()));
            }
        }
    }

    fn response(&self, types: &Types<'_, 's>) -> Option<Ty> {
        let ty = self.allowed.response.filter(|_| self.reads)?;
        let item = types.of(ty.item());
        Some(match self.place.kind {
            Kind::Count => Leaf::U32.into(),
            Kind::Ref if ty.is_collection => Ty::from(Leaf::Untyped).within(Wrapper::Page),
            Kind::Ref => Leaf::Untyped.into(),
            _ if ty.name.is("Edm.Stream") => Leaf::Bytes.into(),
            Kind::Value => Leaf::String.into(),
            _ if ty.is_collection => item.within(Wrapper::Page),
            _ if is_object(types, ty) => match self.call.method {
                "PATCH" | "PUT" if !self.always_responds => item.within(Wrapper::Option),
                _ => item,
            },
            _ => item.within(Wrapper::ValueOf),
        })
    }
}

/// Whether what comes back has a type of the schema: a count, a link and content have none.
fn reads_type(place: &Place<'_>) -> bool {
    !matches!(place.kind, Kind::Count | Kind::Ref | Kind::Value)
}

fn is_object(types: &Types<'_, '_>, ty: TypeRef<'_>) -> bool {
    let kind = types.scope.ty(ty.name).map(Type::kind);
    matches!(kind, Some(TypeKind::Entity | TypeKind::Complex))
}

fn is_flags(ty: &Ty) -> bool {
    matches!(ty, Ty::In(Wrapper::Flags, _))
}

fn deprecation(deprecation: &Deprecation<'_>) -> String {
    let removed = deprecation.removed.map(|date| format!(", removed {date}")).unwrap_or_default();
    let instead = deprecation.replacement.map(|name| format!("; use `{name}` instead")).unwrap_or_default();
    format!("Deprecated since {}{removed}{instead}.", deprecation.since)
}

struct Builder<'a, 's> {
    types: &'a Types<'a, 's>,
    fields: Fields,
    /// Of the call in the doc comment.
    setters: Vec<(String, String)>,
}

impl<'s> Builder<'_, 's> {
    fn setter(&mut self, name: &str) {
        let name = field_ident(name.trim_start_matches("r#"));
        self.setters.push((name.clone(), name));
    }

    fn push(&mut self, name: &str, ty: Ty, attribute: Option<Attribute>) {
        let name = field_ident(name);
        let is_name = attribute == Some(Attribute::Rename(camel_case(&name)));
        let attribute = attribute.filter(|_| !is_name);
        self.fields.fields.push(Field {
            docs: Vec::new(),
            notes: Vec::new(),
            name,
            ty,
            attribute,
            unverified: false,
        });
    }

    /// Says something of the last field.
    fn document(&mut self, docs: &[&str]) {
        if let Some(field) = self.fields.fields.last_mut() {
            field.docs = docs.iter().map(|line| (*line).to_owned()).collect();
        }
    }

    fn unsaid(&mut self, unsaid: &Unsaid) {
        let name = self.fields.unused(unsaid.field);
        let value = unsaid.value.map_or_else(|| name.clone(), quoted);
        self.setters.push((name.clone(), value));
        self.push(&name, Leaf::String.into(), Some(unsaid.attribute.clone()));
        self.document(&[unsaid.docs]);
    }

    fn property(&mut self, name: &str, ty: TypeRef<'s>, presence: Presence, docs: Vec<String>) {
        let ty = presence.of(self.types.of(ty));
        let is_needed = !ty.is_optional();
        self.fields.named(name, ty, Vec::new(), docs);
        if let Some(name) = self.fields.fields.last().map(|field| field.name.clone()).filter(|_| is_needed) {
            self.setter(&name);
        }
    }

    fn whole(&mut self, name: &str, ty: Ty, media: Option<String>) {
        let name = self.fields.unused(name);
        self.setter(&name);
        self.push(&name, ty, Some(Attribute::Body(media)));
    }
}
