//! The endpoint's own parts: values in the path, the body's properties or parameters, the response.

use std::ops::Range;

use graph_endpoint_schema::path::PathTemplate;
use graph_endpoint_schema::resolve::{Place, Request};
use graph_endpoint_schema::snapshot::{Operation, TypeRef};

use super::{Refiner, is_property, wire};
use crate::generate::in_path;
use crate::model::{Attribute, Endpoint, Field, Leaf, Ty, Wrapper};
use crate::template::Template;

impl Refiner<'_> {
    pub(super) fn endpoint(&mut self, endpoint: &mut Endpoint) {
        endpoint.path = self.path_in_its_case(&endpoint.path);
        endpoint.odata_type = endpoint.odata_type.as_deref().map(|said| {
            let own = self.in_its_case(said);
            if own == said { own } else { format!("#{own}") }
        });
        let (path, _) = PathTemplate::parse(&endpoint.path);
        let place = match self.snapshot.resolve(&path) {
            Ok(place) => place,
            Err(problem) => return self.not_there(endpoint, &problem.message),
        };
        let allowed = match place.operation(&endpoint.method) {
            Ok(allowed) => allowed,
            Err(problem) => return self.not_there(endpoint, &problem.message),
        };
        self.said_type(endpoint, &allowed.request);
        let said = endpoint.odata_type.clone();
        let before: Vec<Ty> = endpoint.fields.iter().map(|field| field.ty.clone()).collect();
        self.path(endpoint, &place);
        let is_patch = endpoint.method == "PATCH";
        let mut fields = std::mem::take(&mut endpoint.fields);
        match allowed.request {
            Request::Value(ty) if ty.is_collection => self.list(&mut fields, ty),
            Request::Value(ty) => {
                for field in &mut fields {
                    if field.ty.leaf() == Some(Leaf::Multipart) {
                        // The parts hold the value, or are what the service makes it of.
                    } else if field.attribute == Some(Attribute::Body(None)) {
                        self.value(&mut field.ty, ty, &field.name);
                    } else if is_property(field) && !path_has(&path, field) {
                        let owner = self.body_type(said.as_deref(), ty);
                        self.property(field, &owner, is_patch);
                    }
                }
            }
            Request::Parameters(operation) => {
                let is_parameter = |field: &&mut Field| is_property(field) && !path_has(&path, field);
                fields.iter_mut().filter(is_parameter).for_each(|field| self.parameter(field, operation));
            }
            Request::None | Request::Reference | Request::Stream => {}
        }
        endpoint.fields = fields;
        set_in_call(endpoint, &before);
        if let Some(returned) = allowed.response {
            self.response(endpoint, returned);
        }
    }

    /// The type that the body says itself, as the schema has it; one that it doesn't have is the example's own.
    fn said_type(&mut self, endpoint: &mut Endpoint, request: &Request<'_>) {
        let Some(said) = endpoint.odata_type.clone() else { return };
        let name = said.trim_start_matches('#');
        if self.snapshot.type_named(name).is_some() {
            return;
        }
        let own = match request {
            Request::Value(ty) => self.as_spelt(name, &ty.name.to_string()),
            _ => name.to_owned(),
        };
        if own == name {
            return self.not_there(endpoint, &format!("there is no type {name}"));
        }
        self.warnings.push(format!("the schema has no type {name}; {own} is declared"));
        endpoint.odata_type = Some(format!("#{own}"));
    }

    /// Values that stand in the path without quotes.
    fn path(&self, endpoint: &mut Endpoint, place: &Place<'_>) {
        let template = Template::parse(&endpoint.path);
        for (placeholder, name) in template.placeholders().zip(template.fields()) {
            let has = |range: &Range<usize>| {
                range.start <= placeholder.range.start && placeholder.range.end <= range.end
            };
            let value = place.values.iter().find(|value| has(&value.range));
            let field = endpoint.fields.iter_mut().find(|field| field.name.trim_start_matches("r#") == name);
            if let (Some(value), Some(field)) = (value.filter(|_| template.is_bare(placeholder)), field) {
                field.ty = self.options.leaf(in_path(value.ty.name)).into();
            }
        }
    }

    /// The type of the body: the one that it says itself, if that derives from the schema's.
    fn body_type(&self, said: Option<&str>, target: TypeRef<'_>) -> String {
        let own = said.and_then(|name| self.snapshot.type_named(name.trim_start_matches('#')));
        let own = own.filter(|own| own.is_or_derives_from(target.name));
        own.map_or_else(|| target.name.to_string(), |own| own.name().to_string())
    }

    /// A property of the body.
    fn property(&mut self, field: &mut Field, body: &str, is_patch: bool) {
        let Some(owner) = self.snapshot.type_named(body) else { return };
        let Some(member) = owner.property(&wire(field)) else {
            return self.unknown(field, &owner.name().to_string(), Some(owner));
        };
        if member.is_computed() {
            field.unverified = true;
            self.warnings.push(format!(
                "`{}` is made by the service, by the schema, and the example sends it; it is declared as `unverified`",
                member.name()
            ));
        }
        self.field(field, member.ty());
        if is_patch && member.ty().is_nullable && !member.ty().is_collection {
            field.ty.change(|ty| ty.required().within(Wrapper::Nullable));
        }
    }

    /// A parameter of an action.
    fn parameter(&mut self, field: &mut Field, operation: Operation<'_>) {
        let Some(parameter) = operation.parameter(&wire(field)) else {
            return self.unknown(field, &operation.name().to_string(), None);
        };
        self.field(field, parameter.ty);
        let can_be_left_out = parameter.is_optional || parameter.ty.is_nullable;
        match &field.ty {
            ty if can_be_left_out && !ty.is_optional() => field.ty.change(|ty| ty.within(Wrapper::Option)),
            // What an action can't do without.
            Ty::In(Wrapper::Option, _) if !can_be_left_out => field.ty.change(Ty::required),
            _ => {}
        }
    }

    /// A body that is a list: `{"value": [..]}`.
    fn list(&mut self, fields: &mut [Field], ty: TypeRef<'_>) {
        let mut in_body = fields.iter_mut().filter(|field| is_property(field) && wire(field) == "value");
        if let (Some(field), None) = (in_body.next(), in_body.next()) {
            self.value(&mut field.ty, ty, "value");
            field.ty.change(|ty| ty.within(Wrapper::ValueOf));
            field.attribute = Some(Attribute::Body(None));
        }
    }
}

fn path_has(path: &PathTemplate, field: &Field) -> bool {
    path.placeholders().any(|place| place.fields.contains(&field.name))
}

/// Lets the call in the doc comment set what is required, and show the values whose type is still that of the example.
fn set_in_call(endpoint: &mut Endpoint, before: &[Ty]) {
    for (field, before) in endpoint.fields.iter().zip(before).filter(|(field, before)| field.ty != **before) {
        let name = field.name.trim_start_matches("r#");
        endpoint.call.setters.retain(|(setter, _)| setter != name || !field.ty.is_optional());
        let setter = endpoint.call.setters.iter_mut().find(|(setter, _)| setter == name);
        match setter {
            Some((_, argument)) if before.leaf() != field.ty.leaf() => name.clone_into(argument),
            Some(_) => {}
            None if field.ty.is_optional() => {}
            None => endpoint.call.setters.push((name.to_owned(), name.to_owned())),
        }
    }
}
