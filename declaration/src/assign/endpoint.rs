//! Makes the model of an endpoint from its declaration.

use syn::LitStr;

use super::path::Filling;
use super::property::property;
use super::roles::{Role, role};
use crate::model::{
    Body, ContentType, Endpoint, Field, HeaderName, Headers, OptionName, Permissions, Query, Response,
    TypeName, Version, Whole,
};
use crate::parse::{self, Data, Declaration, EndpointArgs, Fields, Keyed, Method, Names};
use crate::problems::{Problem, Problems};

/// The model, or `None` where there is no method, no path or no fields to make one of; each is reported.
pub fn endpoint(declaration: &Declaration<'_, EndpointArgs>, problems: &mut Problems) -> Option<Endpoint> {
    let args = &declaration.args;
    let fields = problems.take(named_fields(&declaration.data));
    let (method, path, fields) = (args.method.as_ref()?.value, args.path.as_ref()?, fields?);
    let mut path = Filling::of(path);
    let mut assigned = Vec::with_capacity(fields.len());
    for field in fields {
        match role(field, method, &mut path, problems) {
            Some(Role::Path) => {}
            Some(role) => assigned.push((role, field)),
            None => path.refuse(),
        }
    }
    let others: Vec<String> = assigned.iter().map(|(_, field)| field.name()).collect();
    // Of a whole body and a property it is the first that says what the other can't be.
    assigned.sort_by_key(|(role, _)| !matches!(role, Role::Body));
    let mut parts = Parts::default();
    for (role, field) in assigned {
        problems.take(parts.push(role, field, method));
    }
    if let Some(Keyed { value: written, .. }) = &args.odata_type {
        problems.take(parts.set_odata_type(written, method));
    }
    let version = Version::new(args.version.as_ref().map(|version| &version.value));
    let select = args.select.as_ref().map(|select| select.span);
    let response = Response::new(args.response.as_ref().map(|response| &response.value), select);
    Some(Endpoint {
        method,
        version: problems.take(version).unwrap_or(Version::V1),
        path: path.finish(&others, problems),
        query: parts.query,
        headers: parts.headers,
        body: parts.body,
        response: problems.take(response).flatten(),
        permissions: permissions(args.permissions.as_ref().map(|lists| &lists.value)),
        krate: args.krate(),
        builder: args.builder(),
        unverified: args.unverified.is_some(),
    })
}

fn named_fields<'a>(data: &'a Data<'a>) -> Result<&'a [parse::Field<'a>], Problem> {
    const NO_STRUCT: &str = "an endpoint is a struct; write a struct with a field for each value";
    match data {
        Data::Struct(Fields::Named(fields)) => Ok(fields),
        Data::Struct(Fields::Unit) => Ok(&[]),
        Data::Struct(Fields::Unnamed(_, span)) => Err(Problem::at_span(
            *span,
            "the fields need names; write `{ id: String }`, a field for each value",
        )),
        Data::Enum(keyword, _) => Err(Problem::at(keyword, NO_STRUCT)),
        Data::Union(keyword) => Err(Problem::at(keyword, NO_STRUCT)),
    }
}

/// The parts of the request behind the path.
#[derive(Default)]
struct Parts {
    query: Query,
    headers: Headers,
    body: Body,
}

impl Parts {
    fn push(&mut self, role: Role, declared: &parse::Field<'_>, method: Method) -> Result<(), Problem> {
        let field = Field::new(declared);
        match role {
            Role::Path => Ok(()),
            Role::Query(name) => self.query.push(OptionName::new(name)?, field),
            Role::Header(name) => self.headers.push(HeaderName::new(name)?, field),
            Role::Property => self.body.push(property(declared, field)),
            Role::Additional => self.body.keep_others(field),
            Role::Body => {
                let written = declared.attributes.content_type.as_ref();
                let content_type = written.map(|written| ContentType::new(&written.value)).transpose()?;
                self.body.set_whole(Whole { field, content_type }, method)
            }
        }
    }

    fn set_odata_type(&mut self, written: &LitStr, method: Method) -> Result<(), Problem> {
        self.body.set_odata_type(TypeName::new(written)?, written, method)
    }
}

fn permissions(lists: Option<&parse::Permissions>) -> Permissions {
    let names = |list: &Option<Keyed<Names>>| {
        list.as_ref().map_or_else(Vec::new, |Keyed { value: Names(names), .. }| names.clone())
    };
    lists.map_or_else(Permissions::default, |lists| Permissions {
        delegated: names(&lists.delegated),
        delegated_personal: names(&lists.delegated_personal),
        application: names(&lists.application),
    })
}
