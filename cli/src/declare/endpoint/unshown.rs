//! What the page's tables name and no example shows: a field where the table tells its type, a warning where it doesn't.

use graph_endpoint_schema::naming::{camel_case, field_name, is_header_name, is_query_name};
use graph_endpoint_schema::path::PathTemplate;

use super::parameters::is_clients;
use super::{Builder, field};
use crate::declare::docs::property_docs;
use crate::declare::types::{Hint, Presence};
use crate::model::{Attribute, Field, Leaf, Ty, Wrapper};
use crate::read::{Property, Section, Warning};
use crate::shape::Shape;

impl Builder<'_> {
    /// Properties of the body's table that no example has: fields that can be left out, unless no example has a body and the
    /// table says that they are required.
    pub(super) fn not_shown(&mut self, shown: &[&str]) {
        let hints = self.hints;
        let sends_body = self.sends_body() && !self.types.describes_another();
        for hint in hints.of_body().filter(|hint| sends_body && is_missing(hint, shown)) {
            let Some(ty) = self.types.said(hint) else {
                self.warnings.push(unknown(hint));
                continue;
            };
            // What a request was sent without can't be required.
            let is_required = hint.is_required && self.method() != "PATCH";
            if is_required && !shown.is_empty() {
                self.warnings.push(left_out(hint));
            }
            let is_required = is_required && shown.is_empty();
            let presence =
                Presence { is_optional: !is_required, is_nullable: hint.is_nullable && !is_required };
            self.fields.named(&hint.name, presence.of(ty.clone()), Vec::new(), property_docs(&hint.docs));
            if let Some(name) =
                self.fields.fields.last().map(|field| field.name.clone()).filter(|_| is_required)
            {
                self.setter(&name, None, &ty);
            }
        }
    }

    /// Properties of the body's table, where the body is one field that doesn't show them.
    pub(super) fn body_not_declared(&mut self, body: &Shape) {
        let mut shapes = vec![body];
        let mut shown: Vec<&str> = Vec::new();
        while let Some(shape) = shapes.pop() {
            let properties = shape.objects.iter().flat_map(|(_, object)| &object.properties);
            shown.extend(properties.map(|(name, _)| name.as_str()));
            shapes.extend(shape.items.as_deref());
        }
        let hints = self.hints;
        let missing = hints.of_body().filter(|hint| self.sends_body() && is_missing(hint, &shown));
        let warnings = missing.map(unknown).collect::<Vec<_>>();
        self.warnings.extend(warnings);
    }

    /// Query options and headers of the page's tables that no example sends: fields that can be left out. What would stand
    /// in the path is a warning.
    pub(super) fn parameters_not_shown(&mut self) {
        if self.options.exact {
            return;
        }
        let properties: Vec<&Property> =
            self.examples.iter().flat_map(|example| &example.properties).collect();
        for property in properties {
            if self.is_declared(property) {
                continue;
            }
            match property.section {
                Section::Headers if is_header_name(&property.name) => {
                    self.optional(property, Leaf::String, Attribute::Header(property.name.clone()));
                }
                Section::Query if is_query_name(&property.name) => {
                    let leaf = query_leaf(property);
                    self.optional(property, leaf, Attribute::Query(property.name.clone()));
                }
                _ => self.warnings.push(not_sent(property)),
            }
        }
        self.warnings.sort_by_key(|warning| warning.line);
        self.warnings.dedup();
    }

    /// A field for a part of the request that the caller can leave out.
    fn optional(&mut self, property: &Property, leaf: Leaf, attribute: Attribute) {
        let hints = self.hints;
        self.warnings
            .extend(hints.of(&property.name, property.section).filter(|hint| hint.is_required).map(left_out));
        let name = self.fields.unused(&field_name(&property.name));
        let ty = Ty::from(leaf).within(Wrapper::Option);
        let is_plain = matches!(&attribute, Attribute::Query(option) if !self.sends_body() && camel_case(&name) == *option);
        let mut field = field(&name, ty, (!is_plain).then_some(attribute));
        field.docs = property_docs(&property.description);
        self.fields.fields.push(field);
    }

    fn is_declared(&self, property: &Property) -> bool {
        let name = field_name(&property.name);
        let has_field = |field: &Field| match &field.attribute {
            Some(Attribute::Header(header)) => header.eq_ignore_ascii_case(&property.name),
            Some(Attribute::Query(option)) => option.eq_ignore_ascii_case(&property.name),
            _ => {
                let field = field.name.trim_start_matches("r#");
                field == name || field.strip_suffix("_value") == Some(&name)
            }
        };
        match property.section {
            Section::Body | Section::Response => true,
            Section::Headers => is_clients(&property.name) || self.fields.fields.iter().any(has_field),
            // Tokens come with the links of a page and of a delta.
            Section::Query | Section::Parameters
                if ["$skiptoken", "$deltatoken"].contains(&property.name.to_ascii_lowercase().as_str()) =>
            {
                true
            }
            Section::Query | Section::Parameters => {
                self.fields.fields.iter().any(has_field) || self.is_in_path(&name)
            }
        }
    }

    /// Whether a path of the page has a placeholder or a parameter of this name.
    fn is_in_path(&self, name: &str) -> bool {
        self.examples.iter().flat_map(|example| &example.templates).any(|template| {
            let (path, _) = PathTemplate::parse(template);
            path.placeholders().any(|place| {
                let parameter = path.parameter_name(place).map(field_name);
                place.written.iter().any(|written| written == name) || parameter.as_deref() == Some(name)
            }) || writes_out(template, name)
        })
    }

    fn sends_body(&self) -> bool {
        matches!(self.method(), "POST" | "PATCH" | "PUT")
    }
}

/// Whether a path has the parameter with its only value: `filterByCurrentUser(on='reviewer')`.
fn writes_out(path: &str, name: &str) -> bool {
    let mut parts = path.split(['(', ',']).filter_map(|part| part.split_once('='));
    parts.any(|(key, _)| field_name(key.trim()) == name)
}

/// Whether a row is about a property that a request can have and no example shows.
fn is_missing(hint: &Hint, shown: &[&str]) -> bool {
    // `manager@odata.bind` is how a request says `manager`.
    let is_it = |name: &&str| hint.is(name.strip_suffix("@odata.bind").unwrap_or(name));
    !hint.is_read_only && !shown.iter().any(is_it)
}

/// The type of a query option, by its row.
fn query_leaf(property: &Property) -> Leaf {
    let hint = Hint::of(property);
    match property.name.to_ascii_lowercase().as_str() {
        "$top" | "$skip" => Leaf::U32,
        "$count" => Leaf::Bool,
        _ => match hint.leaf.filter(|_| !hint.is_collection) {
            Some(Leaf::I32 | Leaf::I64) => Leaf::I64,
            Some(Leaf::Bool) => Leaf::Bool,
            _ => Leaf::String,
        },
    }
}

fn not_sent(property: &Property) -> Warning {
    let kind = match property.section {
        Section::Headers => "header",
        _ => "parameter",
    };
    let message = format!(
        "the page's table names the {kind} `{}`, which no example sends; it is not declared",
        property.name
    );
    Warning { line: property.line, message }
}

fn left_out(hint: &Hint) -> Warning {
    let message = format!(
        "the page's table says that `{}` is required, and no example sends it; it is declared as one that can be left out",
        hint.name
    );
    Warning { line: hint.line, message }
}

fn unknown(hint: &Hint) -> Warning {
    let message = format!(
        "no example shows the property `{}`, and its type, `{}`, isn't on the page; it is not declared",
        hint.name, hint.said
    );
    Warning { line: hint.line, message }
}
