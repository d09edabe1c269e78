//! A declaration made from an example, with what the schema knows better: types, members of enumerations, null.

use std::ops::Range;

use graph_endpoint_schema::naming::lower_first;
use graph_endpoint_schema::path::PathTemplate;
use graph_endpoint_schema::resolve::{Place, Request};
use graph_endpoint_schema::snapshot::{Snapshot, TypeKind, TypeRef};

use crate::declare::{Options, derive};
use crate::generate::{Known, in_path, known};
use crate::lossy;
use crate::model::{Attribute, Declaration, Endpoint, Field, Leaf, Ty, Type, TypeKind as Shape, Wrapper};
use crate::read::Warning;
use crate::template::Template;

/// Takes types and nullability from the schema; what it doesn't have, and where it contradicts the example, is a warning.
pub fn refine(
    declarations: &mut [Declaration],
    snapshot: &Snapshot,
    options: &Options,
    warnings: &mut Vec<Warning>,
) {
    for declaration in declarations.iter_mut() {
        let types = std::mem::take(&mut declaration.types);
        let mut refiner = Refiner { snapshot, options, types, passed: Vec::new(), warnings: Vec::new() };
        refiner.endpoint(declaration);
        derive(&mut refiner.types);
        declaration.types = refiner.types;
        warnings.extend(refiner.warnings.into_iter().map(|message| Warning { line: 0, message }));
        lossy::mark(std::slice::from_mut(declaration));
    }
}

struct Refiner<'a> {
    snapshot: &'a Snapshot,
    options: &'a Options,
    types: Vec<Type>,
    /// Types of the declaration that are done.
    passed: Vec<String>,
    warnings: Vec<String>,
}

impl Refiner<'_> {
    fn endpoint(&mut self, declaration: &mut Declaration) {
        let endpoint = &mut declaration.endpoint;
        let (path, _) = PathTemplate::parse(&endpoint.path);
        let call = format!("{} {}", endpoint.method, endpoint.path);
        let place = match self.snapshot.resolve(&path) {
            Ok(place) => place,
            Err(problem) => return self.warnings.push(format!("{call}, by the schema: {}", problem.message)),
        };
        let allowed = match place.operation(&endpoint.method) {
            Ok(allowed) => allowed,
            Err(problem) => return self.warnings.push(format!("{call}, by the schema: {}", problem.message)),
        };
        let before: Vec<Ty> = endpoint.fields.iter().map(|field| field.ty.clone()).collect();
        self.path(endpoint, &place);
        let is_patch = endpoint.method == "PATCH";
        for field in &mut endpoint.fields {
            let mut is_call = false;
            let (target, can_be_absent) = match allowed.request {
                Request::Value(ty) if !ty.is_collection => {
                    if field.attribute == Some(Attribute::Body(None)) {
                        self.value(&mut field.ty, ty, &field.name);
                        continue;
                    }
                    let name = wire(field);
                    let Some(owner) = self.snapshot.type_named(&ty.name.to_string()) else { continue };
                    match owner.property(&name).filter(|_| is_property(field)) {
                        Some(member) => (member.ty(), false),
                        None => {
                            if is_property(field) && !path_has(&path, field) {
                                self.unknown(&name, &owner.name().to_string());
                            }
                            continue;
                        }
                    }
                }
                Request::Parameters(operation) if is_property(field) && !path_has(&path, field) => {
                    is_call = true;
                    match operation.parameter(&wire(field)) {
                        Some(parameter) => (parameter.ty, parameter.is_optional || parameter.ty.is_nullable),
                        None => {
                            self.unknown(&wire(field), &operation.name().to_string());
                            continue;
                        }
                    }
                }
                _ => continue,
            };
            self.field(field, target);
            if is_patch && target.is_nullable && !target.is_collection {
                nullable(&mut field.ty);
            } else if can_be_absent && !field.ty.is_optional() {
                let ty = std::mem::replace(&mut field.ty, Leaf::Unit.into());
                field.ty = ty.within(Wrapper::Option);
            } else if is_call && !can_be_absent {
                required(&mut field.ty);
            }
        }
        set_in_call(endpoint, &before);
        if let (Some(ty), Some(returned)) = (&mut endpoint.response, allowed.response)
            && !matches!(ty, Ty::Leaf(_))
        {
            self.value(ty, returned, "the response");
        }
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

    fn unknown(&mut self, name: &str, owner: &str) {
        self.warnings
            .push(format!("`{name}` is not in the schema of {owner}; it is declared as the example has it"));
    }

    fn field(&mut self, field: &mut Field, target: TypeRef<'_>) {
        let before = field.ty.clone();
        let name = wire(field);
        self.value(&mut field.ty, target, &name);
        if field.ty != before {
            field.notes.clear();
        }
    }

    /// Makes a type what the schema says that stands there.
    fn value(&mut self, ty: &mut Ty, target: TypeRef<'_>, name: &str) {
        match ty {
            Ty::In(Wrapper::Option | Wrapper::Nullable | Wrapper::Box, inner) | Ty::OrAccepted(inner) => {
                self.value(inner, target, name);
            }
            Ty::In(Wrapper::Page | Wrapper::ValueOf, inner) => self.value(inner, target.item(), name),
            Ty::In(Wrapper::Vec, inner) if target.is_collection => self.value(inner, target.item(), name),
            Ty::In(..) => {}
            Ty::Declared(declared) if !target.is_collection => {
                let declared = declared.clone();
                self.ty(&declared, &target.name.to_string());
            }
            Ty::Leaf(Leaf::Json | Leaf::RawJson) => {
                let item = self.leaf(target);
                *ty = if target.is_collection { item.within(Wrapper::Vec) } else { item };
            }
            Ty::Leaf(_) if !target.is_collection => *ty = self.leaf(target),
            Ty::Declared(_) | Ty::Leaf(_) => self.warnings.push(format!(
                "`{name}` is {target} in the schema, and one in the example; see which is right"
            )),
        }
    }

    /// The type for one value.
    fn leaf(&mut self, target: TypeRef<'_>) -> Ty {
        match known(self.snapshot, target.name) {
            Known::Leaf(leaf) => self.options.leaf(leaf).into(),
            Known::Object => Leaf::Untyped.into(),
            Known::Enumeration { name, members, is_flags } => {
                let declared = self.enumeration(&name, members);
                if is_flags { declared.within(Wrapper::Flags) } else { declared }
            }
        }
    }

    fn enumeration(&mut self, odata_type: &str, members: Vec<(String, String)>) -> Ty {
        let is_it = |ty: &&Type| ty.odata_type.as_deref() == Some(odata_type);
        if let Some(known) = self.types.iter().find(is_it) {
            return Ty::Declared(known.name.clone());
        }
        let base =
            graph_endpoint_schema::naming::pascal_case(odata_type.rsplit('.').next().unwrap_or_default());
        let is_taken = |name: &str| self.types.iter().any(|ty| ty.name == name);
        let name = graph_endpoint_schema::naming::unused(&base, is_taken);
        self.types.push(Type {
            docs: Vec::new(),
            name: name.clone(),
            odata_type: Some(odata_type.to_owned()),
            writes_type: false,
            lossy: false,
            derives: vec!["Clone", "Debug", "PartialEq", "Eq"],
            kind: Shape::Enumeration(members),
        });
        Ty::Declared(name)
    }

    /// Goes through a declared type once.
    fn ty(&mut self, name: &str, target: &str) {
        if self.passed.iter().any(|passed| passed == name) {
            return;
        }
        self.passed.push(name.to_owned());
        let Some(at) = self.types.iter().position(|ty| ty.name == name) else { return };
        let Some(mut ty) = self.types.get(at).cloned() else { return };
        let own = ty.odata_type.clone().unwrap_or_else(|| target.to_owned());
        let Some(known) = self.snapshot.type_named(&own) else { return };
        let is_enum = known.kind() == TypeKind::Enum;
        match &mut ty.kind {
            Shape::Enumeration(_) if is_enum => {}
            Shape::Struct(fields) if !is_enum => {
                for field in fields.iter_mut().filter(|field| is_property(field)) {
                    match known.property(&wire(field)) {
                        Some(member) => self.field(field, member.ty()),
                        None if wire(field).contains(['@', '_', '.']) => {}
                        None => self.unknown(&wire(field), &own),
                    }
                }
            }
            Shape::Polymorphic(variants) if !is_enum => {
                for variant in variants.clone() {
                    self.ty(&variant.holds, &variant.odata_type);
                }
            }
            _ => return self.warnings.push(format!("`{name}` is of another kind than {own} in the schema")),
        }
        ty.odata_type.get_or_insert(own);
        if let Some(slot) = self.types.get_mut(at) {
            *slot = ty;
        }
    }
}

fn is_property(field: &Field) -> bool {
    matches!(field.attribute, None | Some(Attribute::Rename(_)))
}

fn path_has(path: &PathTemplate, field: &Field) -> bool {
    path.placeholders().any(|place| place.fields.contains(&field.name))
}

/// As it goes over the wire.
fn wire(field: &Field) -> String {
    match &field.attribute {
        Some(Attribute::Rename(name)) => name.clone(),
        _ => lower_first(&graph_endpoint_schema::naming::camel_case(&field.name)),
    }
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

/// What an action can't do without.
fn required(ty: &mut Ty) {
    if let Ty::In(Wrapper::Option, inner) = ty {
        *ty = std::mem::replace(&mut **inner, Leaf::Unit.into());
    }
}

fn nullable(ty: &mut Ty) {
    let inner = match std::mem::replace(ty, Leaf::Unit.into()) {
        Ty::In(Wrapper::Option | Wrapper::Nullable, inner) => *inner,
        ty => ty,
    };
    *ty = inner.within(Wrapper::Nullable);
}
