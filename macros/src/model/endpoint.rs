//! An endpoint: method, path, roles. Made from what was parsed; what can't be made is reported.

use proc_macro2::Span;
use syn::spanned::Spanned as _;
use syn::{Data, DeriveInput, Fields, Ident, LitStr, Path, Type};

use super::field::{Field, Json, Presence, Role};
use super::path::PathTemplate;
use crate::check::path::report_path_problems;
use crate::naming;
use crate::parse::{EndpointArgs, FieldAttributes, PermissionLists, name_span};
use crate::problems::Problems;

/// A declared endpoint.
pub(crate) struct Endpoint {
    pub(crate) method: Method,
    pub(crate) path: PathTemplate,
    pub(crate) version: Version,
    pub(crate) response: Option<Type>,
    pub(crate) odata_type: Option<LitStr>,
    pub(crate) permissions: PermissionLists,
    /// The key `select`, if it is there.
    pub(crate) select: Option<Span>,
    pub(crate) krate: Path,
    pub(crate) builder: bool,
    pub(crate) fields: Vec<Field>,
    pub(crate) body: Body,
}

/// What the body is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    None,
    /// The fields with [`Role::Property`].
    Properties,
    /// The one field with [`Role::Body`].
    Whole,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    Post,
    Patch,
    Put,
    Delete,
    Head,
}

/// The API version segment, and where it was written.
pub(crate) struct Version {
    pub(crate) text: String,
    pub(crate) literal: Option<LitStr>,
}

impl Method {
    pub(crate) const NAMES: &'static [&'static str] = &["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD"];

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "GET" => Self::Get,
            "POST" => Self::Post,
            "PATCH" => Self::Patch,
            "PUT" => Self::Put,
            "DELETE" => Self::Delete,
            "HEAD" => Self::Head,
            _ => return None,
        })
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
            Self::Head => "HEAD",
        }
    }

    /// Whether fields without an attribute are properties of a JSON body.
    pub(crate) fn has_body(self) -> bool {
        matches!(self, Self::Post | Self::Patch | Self::Put)
    }
}

impl Endpoint {
    /// Makes the model, or says why not. `None` always comes with a problem.
    pub(crate) fn new(args: EndpointArgs, item: &DeriveInput, problems: &mut Problems) -> Option<Self> {
        let method = method(args.method.as_ref(), problems);
        let path = args.path.as_ref().map(|literal| {
            let (template, found) = PathTemplate::parse(&literal.value());
            report_path_problems(literal, &template, found, problems);
            (template, literal.span())
        });
        let named = named_fields(item, problems);
        let (method, (path, path_span), named) = (method?, path?, named?);
        let mut roles = Roles {
            method,
            path: &path,
            path_span,
            filled: vec![None; path.placeholders().count()],
            refused: false,
            problems,
        };
        let fields: Vec<Field> = named.into_iter().filter_map(|field| roles.field(field)).collect();
        roles.report_unfilled(&fields);
        let body = if fields.iter().any(|field| matches!(field.role, Role::Body(_))) {
            Body::Whole
        } else if fields.iter().any(|field| field.json().is_some()) || args.odata_type.is_some() {
            Body::Properties
        } else {
            Body::None
        };
        Some(Self {
            method,
            version: Version {
                text: args.version.as_ref().map_or_else(|| "v1.0".to_owned(), LitStr::value),
                literal: args.version,
            },
            response: args.response,
            odata_type: args.odata_type,
            permissions: args.permissions,
            select: args.select,
            krate: args.krate.unwrap_or_else(crate::declare::default_crate),
            builder: args.builder.is_none_or(|builder| builder.value),
            fields,
            body,
            path,
        })
    }
}

fn method(written: Option<&Ident>, problems: &mut Problems) -> Option<Method> {
    let ident = written?;
    let name = ident.to_string();
    let method = Method::from_name(&name);
    if method.is_none() {
        let upper = name.to_uppercase();
        let message = if Method::from_name(&upper).is_some() {
            format!("methods are written in capitals; write `{upper}`")
        } else {
            format!("there is no method `{name}` in Graph; {}", naming::suggestion(&name, Method::NAMES))
        };
        problems.at(ident, message);
    }
    method
}

fn named_fields(item: &DeriveInput, problems: &mut Problems) -> Option<Vec<syn::Field>> {
    match &item.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Some(fields.named.iter().cloned().collect()),
            Fields::Unit => Some(Vec::new()),
            Fields::Unnamed(fields) => {
                problems.at_span(
                    fields.span(),
                    "the fields need names; write `{ id: String }`, a field for each value",
                );
                None
            }
        },
        Data::Enum(data) => {
            problems
                .at(&data.enum_token, "an endpoint is a struct; write a struct with a field for each value");
            None
        }
        Data::Union(data) => {
            problems
                .at(&data.union_token, "an endpoint is a struct; write a struct with a field for each value");
            None
        }
    }
}

/// Gives each field its one role.
struct Roles<'a> {
    method: Method,
    path: &'a PathTemplate,
    path_span: Span,
    /// The field that fills each placeholder.
    filled: Vec<Option<String>>,
    /// Whether a field has no role because of a mistake of its own.
    refused: bool,
    problems: &'a mut Problems,
}

impl Roles<'_> {
    fn field(&mut self, field: syn::Field) -> Option<Field> {
        let ident = field.ident?;
        let attributes = FieldAttributes::parse(&field.attrs, self.problems);
        let presence = Presence::of_field(&field.ty, &attributes);
        let docs = field.attrs.into_iter().filter(|attribute| attribute.path().is_ident("doc")).collect();
        let name_span = name_span(&attributes).unwrap_or_else(|| ident.span());
        let Some(role) = self.role(&ident, attributes) else {
            self.refused = true;
            return None;
        };
        Some(Field { ident, ty: field.ty, presence, role, name_span, docs })
    }

    fn role(&mut self, ident: &Ident, attributes: FieldAttributes) -> Option<Role> {
        crate::check::roles::one_role(&attributes, self.problems)?;
        let name = syn::ext::IdentExt::unraw(ident).to_string();
        if let Some((span, written)) = &attributes.path {
            let wanted =
                written.as_ref().map_or_else(|| name.clone(), |literal| naming::snake_case(&literal.value()));
            return match self.placeholder(&wanted) {
                Some(index) => self.fill(index, ident),
                None => {
                    let known: Vec<&str> =
                        self.path.placeholders().flat_map(|p| &p.fields).map(String::as_str).collect();
                    let place = written.as_ref().map_or(*span, LitStr::span);
                    let message = if known.is_empty() {
                        format!(
                            "the path has no placeholder `{wanted}`; write `<{wanted}>` where the value goes"
                        )
                    } else {
                        format!(
                            "the path has no placeholder `{wanted}`; {}",
                            naming::suggestion(&wanted, &known)
                        )
                    };
                    self.problems.at_span(place, message);
                    None
                }
            };
        }
        if let Some((_, written)) = &attributes.query {
            let name = written.as_ref().map_or_else(|| naming::camel_case(&name), LitStr::value);
            return Some(Role::Query(name));
        }
        if let Some((_, written)) = &attributes.header {
            return Some(Role::Header(written.value()));
        }
        if attributes.body.is_some() {
            return Some(Role::Body(attributes.content_type));
        }
        if let Some(index) = self.placeholder(&name) {
            crate::check::roles::path_field_is_plain(&attributes, self.problems);
            return self.fill(index, ident);
        }
        if self.method.has_body() {
            Some(Role::Property(Box::new(Json::new(ident, attributes))))
        } else {
            crate::check::roles::query_field_is_plain(&attributes, self.method, self.problems);
            let name = attributes.rename.map_or_else(|| naming::camel_case(&name), |name| name.value());
            Some(Role::Query(name))
        }
    }

    /// The placeholder with that name. In `/{id|name}/charts/{name}` the field `name` fills the one that has no other
    /// name, and next to that one which is still open.
    /// The placeholder that a field of that name fills: one that has no other name before one that leaves a choice.
    fn placeholder(&self, name: &str) -> Option<usize> {
        let of_name = |alone: bool| {
            self.path.placeholders().position(|placeholder| {
                (placeholder.fields.len() == 1) == alone
                    && placeholder.fields.iter().any(|field| field == name)
            })
        };
        of_name(true).or_else(|| of_name(false))
    }

    fn fill(&mut self, index: usize, ident: &Ident) -> Option<Role> {
        let slot = self.filled.get_mut(index)?;
        if let Some(other) = slot {
            self.problems
                .at(ident, format!("`{other}` fills this placeholder already; keep one of the two fields"));
            return None;
        }
        *slot = Some(ident.to_string());
        Some(Role::Path(index))
    }

    /// Placeholders without a field.
    fn report_unfilled(&mut self, fields: &[Field]) {
        if self.refused {
            // It may be the one that fills it.
            return;
        }
        crate::check::unfilled::report(self.path, self.path_span, &self.filled, fields, self.problems);
    }
}
