//! The endpoint: the role of each part of the request, and the type of the answer.

mod answer;

use self::answer::{Answer, AnswerBody};
use super::docs::{answer_variable, docs};
use super::types::{ANY, Fields, TAKEN, Types};
use super::{DeclareError, Operation, Options, call, name};
use crate::json::Json;
use crate::model::{Attribute, Declaration, Endpoint, Field};
use crate::names::{field_ident, snake_case};
use crate::read::{Content, Example};
use crate::shape::Shape;
use crate::template::Place;
use crate::url::{Url, decoded};

/// Headers that the client or the body's type sends.
const NOT_DECLARED: &[&str] = &[
    "accept",
    "accept-encoding",
    "authorization",
    "client-request-id",
    "connection",
    "content-length",
    "content-type",
    "host",
    "sdkversion",
    "user-agent",
];

/// The headers of a request that a declaration has fields for.
pub fn declared_headers(headers: &[(String, String)]) -> impl Iterator<Item = &(String, String)> {
    headers.iter().filter(|(name, _)| !NOT_DECLARED.iter().any(|own| name.eq_ignore_ascii_case(own)))
}

pub(super) fn declare(operation: &Operation<'_>, options: &Options) -> Result<Declaration, DeclareError> {
    let examples: Vec<&Example> = operation.examples.iter().map(|(example, _)| *example).collect();
    let Some(first) = examples.first() else {
        return Err(DeclareError { cause: super::Cause::NoName, message: "there is no example".to_owned() });
    };
    let method = first.request.method.as_str();
    let answer = Answer::of(&examples);
    let is_list = matches!(answer.body, AnswerBody::Page(..));
    let title = first.title.as_deref().and_then(name::from_title);
    let name = options
        .name
        .clone()
        .or(title)
        .unwrap_or_else(|| name::from_path(method, &operation.template, is_list));
    let name = if TAKEN.contains(&name.as_str()) { format!("{name}Call") } else { name };
    let mut builder = Builder {
        operation,
        examples: &examples,
        types: Types::new(&name, options.exact),
        fields: Fields::new(true, options.exact),
        setters: Vec::new(),
        exact: options.exact,
    };
    builder.path();
    let body = builder.collect(&answer);
    builder.query();
    builder.headers();
    let odata_type = builder.body(&name, body);
    let (response, notes) = builder.response(&name, method, answer);
    builder.types.settle();
    let variable = response.as_deref().map(answer_variable);
    let Builder { types, fields, setters, .. } = builder;
    let endpoint = Endpoint {
        docs: docs(first, method, operation).into_iter().chain(notes).collect(),
        call: call::call(&name, &setters, variable.as_deref()),
        method: method.to_owned(),
        path: operation.template.declared(),
        version: (operation.version != "v1.0").then(|| operation.version.clone()),
        response,
        odata_type,
        permissions: first.permissions.clone(),
        fields: fields.fields,
        name,
    };
    let roots: Vec<&str> =
        endpoint.fields.iter().map(|field| field.ty.as_str()).chain(endpoint.response.as_deref()).collect();
    let types = types.finish(&roots);
    Ok(Declaration { endpoint, types })
}

/// A `202 Accepted` that says where to ask.
const ACCEPTED: &str = "Accepted";

struct Builder<'a> {
    operation: &'a Operation<'a>,
    examples: &'a [&'a Example],
    types: Types,
    fields: Fields,
    /// Of the call in the doc comment: setter and argument.
    setters: Vec<(String, String)>,
    exact: bool,
}

/// What the bodies of the requests are.
enum BodyShape {
    None,
    /// Properties, and the one type that all samples say.
    Properties(Shape, Option<String>),
    Whole(Shape),
    Other(String),
}

impl Builder<'_> {
    fn path(&mut self) {
        let samples =
            self.operation.examples.first().map(|(_, values)| values.as_slice()).unwrap_or_default();
        for (index, placeholder) in self.operation.template.placeholders().enumerate() {
            let values = self
                .operation
                .examples
                .iter()
                .filter_map(|(_, values)| values.get(index))
                .map(String::as_str);
            let ty = if placeholder.place == Place::Argument { value_type(values) } else { "String" };
            self.fields.reserved.push(placeholder.field.clone());
            self.fields.fields.push(field(&placeholder.field, ty, None));
            self.setter(&placeholder.field.clone(), samples.get(index).map(String::as_str), ty);
        }
    }

    /// Looks at every body, so that types are known before fields are made.
    fn collect(&mut self, answer: &Answer) -> BodyShape {
        let body = self.body_shape();
        match &body {
            BodyShape::Properties(shape, Some(_)) => {
                for (_, property) in shape.objects.iter().flat_map(|(_, object)| &object.properties) {
                    self.types.collect(property, true);
                }
            }
            BodyShape::Properties(shape, None) | BodyShape::Whole(shape) => self.types.collect(shape, true),
            BodyShape::None | BodyShape::Other(_) => {}
        }
        if let AnswerBody::Page(Some(shape), _) | AnswerBody::Json(shape, _) = &answer.body {
            self.types.collect(shape, false);
        }
        body
    }

    fn body_shape(&self) -> BodyShape {
        let mut shape = Shape::default();
        let mut other = None;
        for example in self.examples {
            match example.request.content() {
                Content::Json(json) => shape.add(&json),
                Content::Other { content_type } => other = Some(content_type),
                Content::None | Content::Invalid(_) => {}
            }
        }
        if let Some(content_type) = other {
            return BodyShape::Other(content_type);
        }
        match shape.objects.as_slice() {
            _ if shape.seen == 0 => BodyShape::None,
            [(odata_type, object)] if shape.kinds() == 1 && shape.nulls == 0 => {
                // An object without properties has none that could be fields.
                let nothing = object.properties.is_empty() && odata_type.is_none();
                let odata_type = odata_type.clone();
                match (nothing, self.exact) {
                    (true, false) => BodyShape::None,
                    (true, true) => BodyShape::Whole(shape),
                    (false, _) => BodyShape::Properties(shape, odata_type),
                }
            }
            _ => BodyShape::Whole(shape),
        }
    }

    fn query(&mut self) {
        let urls: Vec<Url> = self.examples.iter().map(|example| Url::parse(&example.request.url)).collect();
        let mut names: Vec<&String> = Vec::new();
        for (name, _) in urls.iter().flat_map(|url| &url.query) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        for name in names {
            let values: Vec<String> = urls
                .iter()
                .flat_map(|url| &url.query)
                .filter(|(key, _)| key == name)
                .map(|(_, value)| decoded(value.as_deref().unwrap_or_default()))
                .collect();
            let name = decoded(name);
            let ty = match value_type(values.iter().map(String::as_str)) {
                "i64" => "u32",
                ty => ty,
            };
            let optional = name.starts_with('$') || values.len() < urls.len();
            let field_name = self.fields.unused(&snake_case(&name));
            let is_get = !matches!(self.method(), "POST" | "PATCH" | "PUT");
            let plain = is_get && crate::names::camel_case(&field_name) == name;
            let attribute = (!plain).then_some(Attribute::Query(name));
            if !optional {
                self.setter(&field_name, values.first().map(String::as_str), ty);
            }
            let ty = if optional { format!("Option<{ty}>") } else { ty.to_owned() };
            self.fields.fields.push(field(&field_name, &ty, attribute));
        }
    }

    fn headers(&mut self) {
        let mut names: Vec<&String> = Vec::new();
        for (name, _) in self.examples.iter().flat_map(|example| declared_headers(&example.request.headers)) {
            if !names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                names.push(name);
            }
        }
        for name in names {
            let values: Vec<&str> = self
                .examples
                .iter()
                .filter_map(|example| crate::read::header(&example.request.headers, name))
                .collect();
            let field_name = self.fields.unused(&snake_case(name));
            let optional = values.len() < self.examples.len();
            if !optional {
                self.setter(&field_name, values.first().copied(), "String");
            }
            let ty = if optional { "Option<String>" } else { "String" };
            self.fields.fields.push(field(&field_name, ty, Some(Attribute::Header(name.clone()))));
        }
    }

    /// The body's fields; returns the type that the body says of itself.
    fn body(&mut self, endpoint: &str, body: BodyShape) -> Option<String> {
        match body {
            BodyShape::None => None,
            BodyShape::Properties(shape, odata_type) => {
                for (_, object) in &shape.objects {
                    for (name, property) in &object.properties {
                        self.property(endpoint, name, property, object.seen);
                    }
                }
                odata_type.map(|name| format!("#{name}"))
            }
            BodyShape::Whole(shape) => {
                let is_empty =
                    shape.objects.iter().any(|(name, object)| name.is_none() && object.properties.is_empty());
                let ty = self.types.place(&shape, &format!("{endpoint}Body"), endpoint, true);
                let ty_name = if is_empty && shape.objects.len() == 1 { ANY.to_owned() } else { ty.ty };
                let name = self.fields.unused("body");
                self.setter(&name, None, &ty_name);
                self.fields
                    .fields
                    .push(Field { notes: ty.notes, ..field(&name, &ty_name, Some(Attribute::Body(None))) });
                None
            }
            BodyShape::Other(media) => {
                let name = self.fields.unused("content");
                self.setter(&name, None, "Bytes");
                self.fields.fields.push(field(&name, "Bytes", Some(Attribute::Body(Some(media)))));
                None
            }
        }
    }

    fn property(&mut self, endpoint: &str, name: &str, shape: &Shape, samples: usize) {
        let place = self.types.place(shape, name, endpoint, true);
        let before = self.fields.fields.len();
        self.fields.add(name, shape, samples, place);
        let Some(Field { name: field_name, ty, .. }) = self.fields.fields.get(before).cloned() else {
            return;
        };
        if !ty.starts_with("Option<") && !ty.starts_with("Nullable<") {
            let json = self.examples.iter().find_map(|example| match example.request.content() {
                Content::Json(json) => json.get(name).cloned(),
                _ => None,
            });
            let sample = match json {
                Some(Json::String(text) | Json::Number(text)) => Some(text),
                Some(Json::Bool(value)) => Some(value.to_string()),
                _ => None,
            };
            self.setter(&field_name, sample.as_deref(), &ty);
        }
    }

    fn setter(&mut self, field: &str, sample: Option<&str>, ty: &str) {
        let is_text = !matches!(ty, "bool" | "i64" | "f64" | "u32");
        let sample = if is_text && ty != "String" { None } else { sample };
        let name = field_ident(field.trim_start_matches("r#"));
        self.setters.push((name.clone(), call::argument(&name, sample, is_text)));
    }

    fn response(&mut self, endpoint: &str, method: &str, answer: Answer) -> (Option<String>, Vec<String>) {
        let (usual, notes) = self.usual(endpoint, method, answer.body);
        let response = match usual {
            // Bytes are read as they are, whatever the status.
            Some(ty) if answer.or_accepted && !matches!(ty.as_str(), "Bytes" | ACCEPTED) => {
                Some(format!("OneOf<{ty}, {ACCEPTED}>"))
            }
            None if answer.or_accepted => Some(format!("OneOf<(), {ACCEPTED}>")),
            usual => usual,
        };
        (response, notes)
    }

    fn usual(&mut self, endpoint: &str, method: &str, body: AnswerBody) -> (Option<String>, Vec<String>) {
        let template = &self.operation.template;
        match body {
            AnswerBody::Nothing => (None, Vec::new()),
            AnswerBody::Bytes => (Some("Bytes".to_owned()), Vec::new()),
            AnswerBody::Accepted => (Some(ACCEPTED.to_owned()), Vec::new()),
            AnswerBody::Page(None, _) => {
                let note = "The example's list is empty: the type of its items is not known.".to_owned();
                (Some(format!("Page<{ANY}>")), vec![String::new(), note])
            }
            AnswerBody::Page(Some(items), or_none) => {
                let name = name::of_answer(endpoint, method, template, true);
                let place = self.types.item(&items, &name, endpoint, false);
                (Some(optional(format!("Page<{}>", place.ty), or_none)), noted(place.notes))
            }
            AnswerBody::Value(shape, or_none) => {
                let place = self.types.item(&shape, endpoint, endpoint, false);
                (Some(optional(format!("ValueOf<{}>", place.ty), or_none)), noted(place.notes))
            }
            AnswerBody::Json(shape, or_none) => {
                let name = name::of_answer(endpoint, method, template, false);
                let place = self.types.place(&shape, &name, endpoint, false);
                (Some(optional(place.ty, or_none)), noted(place.notes))
            }
        }
    }

    fn method(&self) -> &str {
        self.examples.first().map(|example| example.request.method.as_str()).unwrap_or_default()
    }
}

fn optional(ty: String, is_optional: bool) -> String {
    if is_optional { format!("Option<{ty}>") } else { ty }
}

fn noted(notes: Vec<String>) -> Vec<String> {
    notes.into_iter().flat_map(|note| [String::new(), format!("The answer is {note}.")]).collect()
}

fn field(name: &str, ty: &str, attribute: Option<Attribute>) -> Field {
    Field { notes: Vec::new(), name: field_ident(name), ty: ty.to_owned(), attribute }
}

/// The type of a value that stands in a URL, by all samples of it.
fn value_type<'a>(values: impl Iterator<Item = &'a str>) -> &'static str {
    let values: Vec<&str> = values.collect();
    let whole = |value: &&str| value.parse::<u32>().is_ok_and(|number| number.to_string() == **value);
    if values.is_empty() {
        "String"
    } else if values.iter().all(|value| matches!(*value, "true" | "false")) {
        "bool"
    } else if values.iter().all(whole) {
        "i64"
    } else {
        "String"
    }
}
