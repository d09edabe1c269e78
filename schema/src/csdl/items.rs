//! One element of a schema as a part of the model.

use std::collections::HashSet;

use super::build::Builder;
use super::model::{Operation, Property, PropertyKind, Root, RootKind, Type, TypeKind, Typed};
use super::xml::Element;

impl Builder {
    pub(super) fn structured(&mut self, element: &Element, kind: TypeKind) -> Type {
        let mut ty = Type::new(kind, element.at);
        ty.base = element.attribute("BaseType").map(|base| self.qualify(base));
        ty.is_abstract = element.is("Abstract");
        ty.is_open = element.is("OpenType");
        ty.has_stream = element.is("HasStream");
        ty.facts = self.facts(element);
        for key in element.children("Key").flat_map(|key| key.children("PropertyRef")) {
            ty.keys.extend(self.required(key, "Name"));
        }
        for child in &element.children {
            let kind = match child.name.as_str() {
                "Property" => PropertyKind::Structural,
                "NavigationProperty" if child.is("ContainsTarget") => PropertyKind::Contained,
                "NavigationProperty" => PropertyKind::Navigation,
                _ => continue,
            };
            let (Some(name), Some(typed)) = (self.required(child, "Name"), self.typed(child)) else {
                continue;
            };
            let property = Property { ty: Some(typed), kind, facts: self.facts(child), at: child.at };
            if ty.properties.insert(name.clone(), property).is_some() {
                self.problem(child.at, format!("there are two properties `{name}`; remove one of them"));
            }
        }
        ty
    }

    pub(super) fn enumeration(&mut self, element: &Element) -> Type {
        let mut ty = Type::new(TypeKind::Enum, element.at);
        ty.base = element.attribute("UnderlyingType").map(str::to_owned);
        ty.is_flags = element.is("IsFlags");
        ty.facts = self.facts(element);
        let mut known = HashSet::new();
        for member in element.children("Member") {
            let Some(name) = self.required(member, "Name") else { continue };
            let next = ty.members.last().map_or(0, |(value, _)| value.saturating_add(1));
            let value = match member.attribute("Value").map(str::parse) {
                None => next,
                Some(Ok(value)) => value,
                Some(Err(_)) => {
                    self.problem(member.at, format!("the value of `{name}` is no number; write one"));
                    continue;
                }
            };
            if !known.insert(name.clone()) {
                self.problem(member.at, format!("there are two members `{name}`; remove one of them"));
            }
            ty.members.push((value, name));
        }
        ty
    }

    pub(super) fn definition(&mut self, element: &Element) -> Type {
        let mut ty = Type::new(TypeKind::Definition, element.at);
        ty.base = self.required(element, "UnderlyingType");
        ty
    }

    pub(super) fn operation(&mut self, element: &Element, is_action: bool) -> Operation {
        let mut parameters = Vec::new();
        let mut known = HashSet::new();
        for parameter in element.children("Parameter") {
            let (Some(name), Some(typed)) = (self.required(parameter, "Name"), self.typed(parameter)) else {
                continue;
            };
            if !known.insert(name.clone()) {
                self.problem(parameter.at, format!("there are two parameters `{name}`; remove one of them"));
            }
            parameters.push((name, typed, self.facts(parameter)));
        }
        let binding = if element.is("IsBound") {
            if parameters.is_empty() {
                self.problem(
                    element.at,
                    "a bound operation has a parameter for what it is bound to; add it".to_owned(),
                );
                None
            } else {
                Some(parameters.remove(0).1)
            }
        } else {
            None
        };
        let returns = element.children("ReturnType").next().and_then(|returns| self.typed(returns));
        let is_composable = element.is("IsComposable");
        Operation {
            is_action,
            binding,
            parameters,
            returns,
            is_composable,
            facts: self.facts(element),
            at: element.at,
        }
    }

    pub(super) fn container(&mut self, element: &Element) {
        for child in &element.children {
            let (kind, attribute) = match child.name.as_str() {
                "EntitySet" => (RootKind::EntitySet, "EntityType"),
                "Singleton" => (RootKind::Singleton, "Type"),
                "ActionImport" => (RootKind::ActionImport, "Action"),
                "FunctionImport" => (RootKind::FunctionImport, "Function"),
                _ => continue,
            };
            let (Some(name), Some(of)) = (self.required(child, "Name"), self.required(child, attribute))
            else {
                continue;
            };
            let root = Root { kind, of: self.qualify(&of), facts: self.facts(child), at: child.at };
            if self.model.roots.insert(name.clone(), root).is_some() {
                self.problem(child.at, format!("there are two roots `{name}`; remove one of them"));
            }
        }
    }

    fn typed(&mut self, element: &Element) -> Option<Typed> {
        let text = self.required(element, "Type")?;
        let item = text.strip_prefix("Collection(").and_then(|text| text.strip_suffix(')'));
        Some(Typed {
            name: self.qualify(item.unwrap_or(&text)),
            is_collection: item.is_some(),
            is_nullable: element.attribute("Nullable") != Some("false"),
        })
    }
}
