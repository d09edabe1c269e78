//! What of a request stands in its path, its query and its headers.

use graph_endpoint_schema::naming::{camel_case, field_name};

use super::{Builder, field};
use crate::declare::docs::property_docs;
use crate::model::{Attribute, Leaf, Ty, Wrapper};
use crate::read::Section;
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
    headers.iter().filter(|(name, _)| !is_clients(name))
}

/// Whether the client or the body's type sends the header.
pub(super) fn is_clients(name: &str) -> bool {
    NOT_DECLARED.iter().any(|own| name.eq_ignore_ascii_case(own))
}

impl Builder<'_> {
    pub(super) fn path(&mut self) {
        let samples =
            self.operation.examples.first().map(|(_, values)| values.as_slice()).unwrap_or_default();
        let template = &self.operation.template;
        for (index, (placeholder, name)) in template.placeholders().zip(template.fields()).enumerate() {
            let all = &self.operation.examples;
            let values = all.iter().filter_map(|(_, values)| values.get(index)).map(String::as_str);
            let ty = Ty::from(if template.is_bare(placeholder) { value_type(values) } else { Leaf::String });
            self.fields.reserved.push(name.to_owned());
            let is_parameter = |known: &String| field_name(known) == name;
            let docs = self.parameter_docs(is_parameter);
            self.setter(name, samples.get(index).map(String::as_str), &ty);
            let mut field = field(name, ty, None);
            field.docs = docs;
            self.fields.fields.push(field);
        }
    }

    /// What the page says of a function's parameter or a query option.
    fn parameter_docs(&self, is_it: impl Fn(&String) -> bool) -> Vec<String> {
        let mut properties = self.examples.iter().flat_map(|example| &example.properties);
        let property =
            properties.find(|property| property.section == Section::Parameters && is_it(&property.name));
        property.map(|property| property_docs(&property.description)).unwrap_or_default()
    }

    pub(super) fn query(&mut self) {
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
                Leaf::I64 => Leaf::U32,
                leaf => leaf,
            };
            let optional = name.starts_with('$') || values.len() < urls.len();
            let field_name = self.fields.unused(&field_name(&name));
            let is_get = !matches!(self.method(), "POST" | "PATCH" | "PUT");
            let plain = is_get && camel_case(&field_name) == name;
            let docs = self.parameter_docs(|known| *known == name);
            let attribute = (!plain).then_some(Attribute::Query(name));
            let ty = Ty::from(ty);
            if !optional {
                self.setter(&field_name, values.first().map(String::as_str), &ty);
            }
            let ty = if optional { ty.within(Wrapper::Option) } else { ty };
            let mut field = field(&field_name, ty, attribute);
            field.docs = docs;
            self.fields.fields.push(field);
        }
    }

    pub(super) fn headers(&mut self) {
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
            let field_name = self.fields.unused(&field_name(name));
            let optional = values.len() < self.examples.len();
            let ty = Ty::from(Leaf::String);
            if !optional {
                self.setter(&field_name, values.first().copied(), &ty);
            }
            let ty = if optional { ty.within(Wrapper::Option) } else { ty };
            self.fields.fields.push(field(&field_name, ty, Some(Attribute::Header(name.clone()))));
        }
    }
}

/// The type of a value that stands in a URL, by all samples of it.
fn value_type<'a>(values: impl Iterator<Item = &'a str>) -> Leaf {
    let values: Vec<&str> = values.collect();
    let whole = |value: &&str| value.parse::<u32>().is_ok_and(|number| number.to_string() == **value);
    if values.is_empty() {
        Leaf::String
    } else if values.iter().all(|value| matches!(*value, "true" | "false")) {
        Leaf::Bool
    } else if values.iter().all(whole) {
        Leaf::I64
    } else {
        Leaf::String
    }
}
