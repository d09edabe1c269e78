//! What the page's tables name and no example shows: a field where the table tells its type, a warning where it doesn't.

use graph_endpoint_schema::naming::field_name;
use graph_endpoint_schema::path::PathTemplate;

use super::Builder;
use super::parameters::is_clients;
use crate::declare::docs::property_docs;
use crate::declare::types::Hint;
use crate::model::{Attribute, Field, Wrapper};
use crate::read::{Property, Section, Warning};
use crate::shape::Shape;

impl Builder<'_> {
    /// Properties of the body's table that no example has: fields that can be left out.
    pub(super) fn not_shown(&mut self, shown: &[&str]) {
        let (hints, sends_body) = (self.hints, self.sends_body());
        for hint in hints.of_body().filter(|hint| sends_body && !shown.contains(&hint.name.as_str())) {
            match self.types.said(hint) {
                Some(ty) => {
                    let wrapper = if hint.is_nullable { Wrapper::Nullable } else { Wrapper::Option };
                    self.fields.named(&hint.name, ty.within(wrapper), Vec::new(), property_docs(&hint.docs));
                }
                None => self.warnings.push(unknown(hint)),
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
        let missing =
            hints.of_body().filter(|hint| self.sends_body() && !shown.contains(&hint.name.as_str()));
        let warnings = missing.map(unknown).collect::<Vec<_>>();
        self.warnings.extend(warnings);
    }

    /// Query options, parameters and headers of the page's tables that no example sends.
    pub(super) fn parameters_not_shown(&mut self) {
        if self.options.exact {
            return;
        }
        let properties = self.examples.iter().flat_map(|example| &example.properties);
        let missing = properties.filter(|property| !self.is_declared(property)).map(|property| {
            let kind = match property.section {
                Section::Headers => "header",
                _ => "parameter",
            };
            let message = format!(
                "the page's table names the {kind} `{}`, which no example sends; it is not declared",
                property.name
            );
            Warning { line: property.line, message }
        });
        let missing: Vec<Warning> = missing.collect();
        self.warnings.extend(missing);
        self.warnings.sort_by_key(|warning| warning.line);
        self.warnings.dedup();
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
            Section::Parameters => self.fields.fields.iter().any(has_field) || self.is_in_path(&name),
        }
    }

    /// Whether a path of the page has a placeholder or a parameter of this name.
    fn is_in_path(&self, name: &str) -> bool {
        self.examples.iter().flat_map(|example| &example.templates).any(|template| {
            let (path, _) = PathTemplate::parse(template);
            path.placeholders().any(|place| {
                let parameter = path.parameter_name(place).map(field_name);
                place.written.iter().any(|written| written == name) || parameter.as_deref() == Some(name)
            })
        })
    }

    fn sends_body(&self) -> bool {
        matches!(self.method(), "POST" | "PATCH" | "PUT")
    }
}

fn unknown(hint: &Hint) -> Warning {
    let message = format!(
        "no example shows the property `{}`, and its type, `{}`, isn't on the page; it is not declared",
        hint.name, hint.said
    );
    Warning { line: hint.line, message }
}
