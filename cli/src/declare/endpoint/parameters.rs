//! What of a request stands in its path, its query and its headers.

use graph_endpoint_schema::naming::{camel_case, field_name};

use super::{Builder, field};
use crate::declare::docs::property_docs;
use crate::declare::types::Hint;
use crate::json::Json;
use crate::model::{Attribute, Leaf, Ty, Wrapper};
use crate::read::{Property, Section};
use crate::shape::Shape;
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

/// Query options of OData's, which pages also write without their `$`.
/// <https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_SystemQueryOptions>
const OPTIONS: &[&str] = &["count", "expand", "filter", "orderby", "search", "select", "skip", "top"];

impl Builder<'_> {
    pub(super) fn path(&mut self) {
        let samples =
            self.operation.examples.first().map(|(_, values)| values.as_slice()).unwrap_or_default();
        let template = &self.operation.template;
        for (index, (placeholder, name)) in template.placeholders().zip(template.fields()).enumerate() {
            let all = &self.operation.examples;
            let values = all.iter().filter_map(|(_, values)| values.get(index)).map(String::as_str);
            let own = template.parameter(placeholder);
            let row = self.parameter(|known| field_name(known) == name);
            let row = row.or_else(|| self.parameter(|known| Some(known.as_str()) == own));
            let leaf = if template.is_bare(placeholder) { bare_type(values, row) } else { Leaf::String };
            let docs = row.map(|row| property_docs(&row.description)).unwrap_or_default();
            let ty = Ty::from(self.options.leaf(leaf));
            self.fields.reserved.push(name.to_owned());
            self.setter(name, samples.get(index).map(String::as_str), &ty);
            let mut field = field(name, ty, None);
            field.docs = docs;
            self.fields.fields.push(field);
        }
    }

    /// What the page says of a function's parameter or a query option.
    fn parameter(&self, is_it: impl Fn(&String) -> bool) -> Option<&Property> {
        let mut properties = self.examples.iter().flat_map(|example| &example.properties);
        let is_parameter =
            |property: &Property| matches!(property.section, Section::Parameters | Section::Query);
        properties.find(|property| is_parameter(property) && is_it(&property.name))
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
            let is_option = name.starts_with('$') || !self.options.exact && OPTIONS.contains(&name.as_str());
            let optional = is_option || values.len() < urls.len();
            let alias = name.strip_prefix('@').unwrap_or(&name);
            let docs = self.parameter(|known| known.eq_ignore_ascii_case(alias));
            // Tables and paths write in words what calls write in small letters.
            let spelt = docs.map_or(name.as_str(), |row| row.name.as_str());
            let spelt = if self.options.exact { name.as_str() } else { spelt };
            let field_name = self.fields.unused(&field_name(spelt));
            let is_get = !matches!(self.method(), "POST" | "PATCH" | "PUT");
            let plain = is_get && camel_case(&field_name) == name;
            let mut docs = docs.map(|row| property_docs(&row.description)).unwrap_or_default();
            if alias != name && values.iter().any(|value| value.starts_with('\'')) {
                docs.push("As OData writes it: text stands in single quotes.".to_owned());
            }
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
            let row = self.hints.of(name, Section::Headers);
            let is_required = row.is_some_and(|row| row.is_required);
            let optional = values.len() < self.examples.len()
                || !self.options.exact && !is_required && is_preference(name, &values)
                || !self.options.exact && name.eq_ignore_ascii_case("OData-Version");
            let docs = row.map(|row| property_docs(&row.docs)).unwrap_or_default();
            let ty = Ty::from(Leaf::String);
            if !optional {
                self.setter(&field_name, values.first().copied(), &ty);
            }
            let ty = if optional { ty.within(Wrapper::Option) } else { ty };
            let mut field = field(&field_name, ty, Some(Attribute::Header(name.clone())));
            field.docs = docs;
            self.fields.fields.push(field);
        }
    }
}

/// A preference that changes nothing about which response comes can be left out of any request.
/// <https://www.rfc-editor.org/rfc/rfc7240#section-2>
fn is_preference(name: &str, values: &[&str]) -> bool {
    let decides = |value: &&str| ["return=", "respond-async"].iter().any(|word| value.contains(word));
    name.eq_ignore_ascii_case("prefer") && !values.iter().any(decides)
}

/// The type of a function's parameter or a key that stands without quotes: by its row, or by all samples of it.
fn bare_type<'a>(values: impl Iterator<Item = &'a str>, row: Option<&Property>) -> Leaf {
    let values: Vec<&str> = values.filter(|value| !value.contains(['{', '<'])).collect();
    let mut shape = Shape::default();
    values.iter().for_each(|value| shape.add(&Json::String((*value).to_owned())));
    let all = |count: usize| count == values.len();
    match row.and_then(|row| Hint::of(row).leaf) {
        Some(Leaf::DateTimeOffset) if all(shape.date_times) => Leaf::DateTimeOffset,
        Some(Leaf::Date) if all(shape.dates) => Leaf::Date,
        Some(Leaf::TimeOfDay) if all(shape.times) => Leaf::TimeOfDay,
        Some(Leaf::Guid) if all(shape.guids) => Leaf::Guid,
        Some(Leaf::Bool) if values.is_empty() => Leaf::Bool,
        Some(Leaf::I32 | Leaf::I64) if values.is_empty() => Leaf::I64,
        _ if values.is_empty() => Leaf::String,
        _ if all(shape.date_times) => Leaf::DateTimeOffset,
        _ if all(shape.dates) => Leaf::Date,
        _ => value_type(values.into_iter()),
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
