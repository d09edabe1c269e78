//! The endpoint: the role of each part of the request, and the type of the response.

mod body;
mod parameters;
mod response;
mod unshown;

use std::slice;

use graph_endpoint_schema::naming::{field_ident, pascal_case, singular};

use self::body::BodyShape;
use self::response::{ResponseBody, ResponseShape};
use super::docs::{docs, response_variable};
use super::types::{Arena, Fields, Hints, PlaceId, TAKEN, Types, Way};
use super::{DeclareError, Operation, Options, name};
use crate::lossy;
use crate::model::{Attribute, Call, Declaration, Endpoint, Field, Leaf, Ty, Wrapper};
use crate::print::quoted;
use crate::read::{Example, Warning};
use crate::template::Template;
use crate::url::Url;

pub use self::parameters::declared_headers;

/// How long a value may be to be shown as it is in the call.
const SHOWN: usize = 48;

pub(super) fn declare(operation: &Operation<'_>, options: &Options) -> Result<Declaration, DeclareError> {
    let examples: Vec<&Example> = operation.examples.iter().map(|(example, _)| *example).collect();
    let Some(first) = examples.first() else {
        return Err(DeclareError { cause: super::Cause::NoName, message: "there is no example".to_owned() });
    };
    let method = first.request.method.as_str();
    let response = ResponseShape::of(&examples, options.exact);
    let name = endpoint_name(operation, options, first, &response);
    let hints = if options.exact { Hints::default() } else { Hints::new(&examples) };

    let mut arena = Arena::default();
    let body = BodyShape::of(&examples, options.exact);
    let apart = operation.apart_from(body.properties(), options);
    let operation = &apart;
    let places = body.places(&mut arena, &format!("{name}Body"));
    let said = examples.iter().find_map(|example| example.response_type.clone());
    let said = said.or_else(|| response.said(&examples));
    // What every object of a directory is says less than a cast.
    let said =
        said.filter(|said| said != "microsoft.graph.directoryObject" || cast(&operation.template).is_none());
    let said = said.or_else(|| cast(&operation.template)).filter(|_| !options.exact);
    let is_list = matches!(response.body, ResponseBody::Page(..));
    let called = match said_name(first, operation, is_list).filter(|_| !options.exact) {
        Some(name) => name,
        None => name::of_response(&name, method, &operation.template, is_list),
    };
    let called = before(called, &operation.template);
    let root = response.shape().map(|shape| {
        let place = arena.add(shape, &called, Way::RECEIVED);
        said.iter().for_each(|said| arena.say_type(place, said));
        said.iter().filter(|_| is_list).for_each(|said| arena.say_base(place, said));
        place
    });
    let in_body = body.properties().zip(places.iter().copied()).collect::<Vec<_>>();
    arena.say_names(&hints, &in_body, root);
    let selects = examples.iter().any(|example| {
        Url::parse(&example.request.url).query.iter().any(|(name, _)| name.eq_ignore_ascii_case("$select"))
    });
    let mut types = Types::new(arena, &name, method, selects, &hints, options);
    root.into_iter().for_each(|root| types.is_response(root));
    types.look_elsewhere(&in_body, root);
    types.describe(&in_body);

    let mut builder = Builder {
        operation,
        examples: &examples,
        hints: &hints,
        types,
        fields: Fields::new(),
        setters: Vec::new(),
        options,
        warnings: response.warnings.clone(),
    };
    builder.path();
    builder.query();
    builder.headers();
    let odata_type = builder.body(body, &places);
    builder.parameters_not_shown();
    let (response, notes) = builder.response(response, root);
    let Builder { mut types, fields, setters, mut warnings, .. } = builder;
    warnings.append(&mut types.warnings);
    let endpoint = Endpoint {
        docs: docs(&examples, method, operation)
            .into_iter()
            .chain(notes)
            .chain(of_batch(operation))
            .collect(),
        call: Call { variable: response.as_ref().map(response_variable), setters },
        method: method.to_owned(),
        path: operation.template.declared().to_owned(),
        select: false,
        unverified: false,
        version: (operation.version != "v1.0").then(|| operation.version.clone()),
        response,
        odata_type,
        permissions: first.permissions.clone(),
        fields: fields.fields,
        name: name.clone(),
    };
    let roots: Vec<&Ty> = endpoint.fields.iter().map(|field| &field.ty).chain(&endpoint.response).collect();
    let types = types.finish(&roots);
    let mut declaration = Declaration { endpoint, types, warnings };
    lossy::mark(slice::from_mut(&mut declaration));
    Ok(declaration)
}

/// What else there is for a batch.
fn of_batch(operation: &Operation<'_>) -> Vec<String> {
    let note = "This is the bare body; `Client::batch` takes endpoints and gives what each responds with.";
    match operation.template.declared() {
        "/$batch" => vec![String::new(), note.to_owned()],
        _ => Vec::new(),
    }
}

/// The type that the path ends in, and so that of what comes: `/members/microsoft.graph.user`.
fn cast(template: &Template) -> Option<String> {
    let last = template.segments().last().copied().flatten()?;
    last.starts_with("microsoft.graph.").then(|| last.to_owned())
}

/// A name by a title, in which the response's type is spelt as the page spells it elsewhere: `Update plannertask`.
fn spelt(name: String, first: &Example) -> String {
    let local = |name: &String| pascal_case(name.rsplit('.').next().unwrap_or(name));
    let types = first.response_type.iter().chain(&first.response_name).map(local);
    for ty in types.filter(|ty| !ty.is_empty()) {
        let at = name.len().saturating_sub(ty.len());
        if name.get(at..).is_some_and(|end| end.eq_ignore_ascii_case(&ty)) {
            return format!("{}{ty}", name.get(..at).unwrap_or_default());
        }
    }
    name
}

/// What the page calls the response's object: where it speaks of the response, or in its title.
fn said_name(first: &Example, operation: &Operation<'_>, is_list: bool) -> Option<String> {
    let ends_in_value = operation.template.segments().last().is_some_and(Option::is_none);
    let is_one = matches!(first.request.method.as_str(), "GET" | "PATCH") && !is_list && !ends_in_value;
    let in_title = || name::noun(first.title.as_deref()?, &operation.template, is_one);
    first.response_name.clone().or_else(in_title)
}

fn endpoint_name(
    operation: &Operation<'_>,
    options: &Options,
    first: &Example,
    response: &ResponseShape,
) -> String {
    let is_list = matches!(response.body, ResponseBody::Page(..));
    let creates = first.responses.iter().any(|response| response.status == 201);
    let method = first.request.method.as_str();
    let title = first.title.as_deref().and_then(name::from_title);
    let title = title.map(|title| name::of_one(spelt(title, first), method, &operation.template));
    let by_path = || {
        let has_body = first.request.body.is_some();
        let creation = if creates || has_body { name::Creation::Maybe } else { name::Creation::No };
        name::from_path(method, &operation.template, is_list, creation)
    };
    apart(options.name.clone().or(title).unwrap_or_else(by_path), &operation.template)
}

/// A name that the generated file doesn't have from elsewhere.
pub(crate) fn apart(name: String, template: &Template) -> String {
    if !TAKEN.contains(&name.as_str()) {
        return name;
    }
    // `Send` is a trait of Rust's: the thing that is sent tells it apart.
    let words = template.segments();
    let owner = words.iter().flatten().rev().find(|word| pascal_case(word) != name && !word.contains('.'));
    let owner = owner.map_or_else(|| "Call".to_owned(), |word| pascal_case(&singular(word)));
    format!("{name}{owner}")
}

/// The name of a response's type with its owner in front, where the file has that name from elsewhere: `OnenotePage`.
fn before(name: String, template: &Template) -> String {
    let own = pascal_case(&singular(&name));
    let words = template.segments();
    let mut words = words.iter().flatten().rev().filter(|word| !word.contains(['.', '$']));
    let owner = words.find(|word| !pascal_case(&singular(word)).eq_ignore_ascii_case(&own));
    match owner.filter(|owner| TAKEN.contains(&own.as_str()) && **owner != "me") {
        Some(owner) => format!("{}{own}", pascal_case(&singular(owner))),
        None => name,
    }
}

struct Builder<'a> {
    operation: &'a Operation<'a>,
    examples: &'a [&'a Example],
    hints: &'a Hints,
    types: Types<'a>,
    fields: Fields,
    /// Of the call in the doc comment: setter and argument.
    setters: Vec<(String, String)>,
    options: &'a Options,
    /// What the page says and the declaration doesn't.
    warnings: Vec<Warning>,
}

impl Builder<'_> {
    /// Adds a setter to the call, with the value of the example: a literal, or a variable for what is long or none.
    fn setter(&mut self, field: &str, sample: Option<&str>, ty: &Ty) {
        let name = field_ident(field.trim_start_matches("r#"));
        let argument = match (ty, sample) {
            (Ty::Leaf(Leaf::Bool | Leaf::I64 | Leaf::F64 | Leaf::U32), Some(value)) => value.to_owned(),
            (Ty::Leaf(Leaf::String), Some(value))
                if value.len() <= SHOWN
                    && !value.contains(['{', '<', '\n', '"'])
                    && !value.starts_with(':') =>
            {
                quoted(value)
            }
            _ => name.clone(),
        };
        self.setters.push((name, argument));
    }

    fn response(&mut self, response: ResponseShape, root: Option<PlaceId>) -> (Option<Ty>, Vec<String>) {
        let (usual, notes) = self.usual(response.body, root);
        let response = match usual {
            // Bytes are read as they are, whatever the status.
            Some(ty) if response.or_accepted && !matches!(ty, Ty::Leaf(Leaf::Bytes | Leaf::Accepted)) => {
                Some(Ty::OrAccepted(Box::new(ty)))
            }
            None if response.or_accepted => Some(Ty::OrAccepted(Box::new(Leaf::Unit.into()))),
            usual => usual,
        };
        (response, notes)
    }

    fn usual(&mut self, body: ResponseBody, root: Option<PlaceId>) -> (Option<Ty>, Vec<String>) {
        let optional = |ty: Ty, or_none: bool| if or_none { ty.within(Wrapper::Option) } else { ty };
        let (wrapper, or_none) = match body {
            ResponseBody::Nothing => return (None, Vec::new()),
            ResponseBody::Bytes => return (Some(Leaf::Bytes.into()), Vec::new()),
            ResponseBody::Count => return (Some(Leaf::U32.into()), Vec::new()),
            ResponseBody::Accepted => return (Some(Leaf::Accepted.into()), Vec::new()),
            ResponseBody::Page(None, _) => {
                let note = "The example's list is empty: the type of its items is not known.".to_owned();
                return (Some(Ty::from(Leaf::Json).within(Wrapper::Page)), vec![String::new(), note]);
            }
            ResponseBody::Page(Some(_), or_none) => (Some(Wrapper::Page), or_none),
            ResponseBody::Value(_, or_none) => (Some(Wrapper::ValueOf), or_none),
            ResponseBody::Json(_, or_none) => (None, or_none),
        };
        let Some(root) = root else { return (None, Vec::new()) };
        let place = match wrapper {
            Some(_) => self.types.item(root),
            None => self.types.place(root),
        };
        let ty = match wrapper {
            Some(wrapper) => place.ty.within(wrapper),
            None => place.ty,
        };
        let notes = place.notes.into_iter();
        let notes = notes.flat_map(|note| [String::new(), format!("The response is {note}.")]).collect();
        (Some(optional(ty, or_none)), notes)
    }

    fn method(&self) -> &str {
        self.examples.first().map(|example| example.request.method.as_str()).unwrap_or_default()
    }
}

fn field(name: &str, ty: Ty, attribute: Option<Attribute>) -> Field {
    Field { docs: Vec::new(), notes: Vec::new(), name: field_ident(name), ty, attribute, unverified: false }
}
