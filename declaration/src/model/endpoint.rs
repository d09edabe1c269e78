//! An endpoint: what goes over the wire, and what comes back.

use proc_macro2::Span;
use syn::{LitStr, Type};

use super::body::Body;
use super::path::Path;
use super::values::{Headers, Query};
use crate::parse::{Method, Presence, has_no_size, is_of_self, is_result};
use crate::problems::Problem;

/// A declared endpoint.
pub struct Endpoint {
    pub method: Method,
    pub version: Version,
    pub path: Path,
    pub query: Query,
    pub headers: Headers,
    pub body: Body,
    /// What a 2xx body is; nothing is asked of it where there is none.
    pub response: Option<Response>,
    pub permissions: Permissions,
    pub krate: syn::Path,
    pub builder: bool,
    pub unverified: bool,
}

/// The version of the API.
#[derive(Clone, Copy)]
pub enum Version {
    V1,
    Beta,
}

/// The type of a response.
pub struct Response {
    pub ty: Type,
    /// Whether `$select` and `$expand` are made from its fields.
    pub select: bool,
}

/// The names of the permissions, least privileged first.
#[derive(Default)]
pub struct Permissions {
    pub delegated: Vec<LitStr>,
    pub delegated_personal: Vec<LitStr>,
    pub application: Vec<LitStr>,
}

impl Version {
    pub fn new(written: Option<&LitStr>) -> Result<Self, Problem> {
        let Some(literal) = written else { return Ok(Self::V1) };
        match literal.value().as_str() {
            "v1.0" => Ok(Self::V1),
            "beta" => Ok(Self::Beta),
            other => {
                let message = format!("there is no version `{other}` of Graph; write \"v1.0\" or \"beta\"");
                Err(Problem::at(literal, message))
            }
        }
    }

    /// As paths and the names of snapshots have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::V1 => "v1.0",
            Self::Beta => "beta",
        }
    }
}

impl Response {
    /// Of `response = T` and `select`.
    pub fn new(ty: Option<&Type>, select: Option<Span>) -> Result<Option<Self>, Problem> {
        match (ty, select) {
            (Some(ty), _) => {
                is_a_value(ty)?;
                Ok(Some(Self { ty: ty.clone(), select: select.is_some() }))
            }
            (None, Some(select)) => Err(Problem::at_span(
                select,
                "`select` asks for the fields of the response's type; write `response = TheType` beside it",
            )),
            (None, None) => Ok(None),
        }
    }
}

fn is_a_value(response: &Type) -> Result<(), Problem> {
    let message = match (response, Presence::of(response)) {
        (Type::Reference(_), _) => "the response is a value of its own; write the type without `&`",
        (Type::ImplTrait(_) | Type::Infer(_), _) => {
            "the response needs a type with a name; write one that is declared with `#[graph_type]`"
        }
        (response, _) if is_of_self(response) => {
            "`Self` is the endpoint, and no response; write the type of what Graph answers"
        }
        (Type::Path(path), _) if path.path.is_ident("str") => "`str` has no size of its own; write `String`",
        (response, _) if has_no_size(response) => {
            "the response needs a size and a form that is known; write a type that is declared with `#[graph_type]`"
        }
        (response, _) if is_result(response) => {
            "a call gives a `Result` by itself, and `response` is what is in it; write the type without `Result` and `Error`"
        }
        (_, Presence::Nullable) => "`Nullable` is for properties; write the type inside it",
        _ => return Ok(()),
    };
    Err(Problem::at(response, message))
}

impl Permissions {
    pub fn is_empty(&self) -> bool {
        self.delegated.is_empty() && self.delegated_personal.is_empty() && self.application.is_empty()
    }
}
