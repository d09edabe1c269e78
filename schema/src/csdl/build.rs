//! Elements into the model: aliases resolved, annotations at what they annotate.

use std::collections::HashMap;

use super::annotations;
use super::model::{Facts, Model, Property, PropertyKind, Type, TypeKind};
use super::named;
use super::xml::{Element, Found};

const NAMESPACE: &str = "http://docs.oasis-open.org/odata/ns/edm";

/// What is being put together.
#[derive(Default)]
pub(super) struct Builder {
    pub(super) model: Model,
    aliases: HashMap<String, String>,
    containers: Vec<String>,
    problems: Vec<Found>,
    warnings: Vec<Found>,
}

/// The model, what is wrong, and what is only odd.
pub(super) fn build(root: &Element) -> (Model, Vec<Found>, Vec<Found>) {
    let mut builder = Builder::default();
    builder.edmx(root);
    (builder.model, builder.problems, builder.warnings)
}

impl Builder {
    fn edmx(&mut self, root: &Element) {
        if root.name != "Edmx" {
            return self.problem(
                root.at,
                format!("the root is `{}`, not `Edmx`; give the service's `$metadata`", root.name),
            );
        }
        match root.attribute("Version") {
            Some("4.0" | "4.01") => {}
            Some(version) => {
                return self
                    .problem(root.at, format!("this is version {version} of CSDL; give one of 4.0 or 4.01"));
            }
            None => {
                return self.problem(
                    root.at,
                    "`Edmx` has no `Version`; give a file of version 4.0 or 4.01".to_owned(),
                );
            }
        }
        let schemas: Vec<_> =
            root.children("DataServices").flat_map(|services| services.children("Schema")).collect();
        if schemas.is_empty() {
            return self.problem(
                root.at,
                "there is no `Schema` in this file; give the service's `$metadata`".to_owned(),
            );
        }
        for schema in &schemas {
            self.names_of(schema);
        }
        for schema in &schemas {
            self.schema(schema);
        }
        if self.containers.is_empty() {
            self.problem(
                root.at,
                "there is no `EntityContainer`, so no path begins anywhere; give the whole file".to_owned(),
            );
        }
        for annotations in schemas.iter().flat_map(|schema| schema.children("Annotations")) {
            self.annotate(annotations);
        }
        named::settle(&mut self.model, &mut self.warnings);
    }

    fn names_of(&mut self, schema: &Element) {
        if let Some(other) = schema.attribute("xmlns").filter(|namespace| *namespace != NAMESPACE) {
            self.problem(
                schema.at,
                format!("this schema is of `{other}`, not of version 4; give one of 4.0 or 4.01"),
            );
        }
        let Some(namespace) = self.required(schema, "Namespace") else { return };
        if let Some(alias) = schema.attribute("Alias") {
            let known = self.aliases.insert(alias.to_owned(), namespace.clone());
            if known.is_some_and(|known| known != namespace) {
                self.problem(
                    schema.at,
                    format!("the alias `{alias}` means two namespaces; remove one of them"),
                );
            }
        }
    }

    fn schema(&mut self, schema: &Element) {
        let Some(namespace) = schema.attribute("Namespace") else { return };
        for element in &schema.children {
            let kind = element.name.as_str();
            let is_item = matches!(
                kind,
                "EntityType"
                    | "ComplexType"
                    | "EnumType"
                    | "TypeDefinition"
                    | "Action"
                    | "Function"
                    | "EntityContainer"
            );
            let Some(name) = (if is_item { self.required(element, "Name") } else { None }) else { continue };
            let name = format!("{namespace}.{name}");
            let ty = match kind {
                "EntityType" => self.structured(element, TypeKind::Entity),
                "ComplexType" => self.structured(element, TypeKind::Complex),
                "EnumType" => self.enumeration(element),
                "TypeDefinition" => self.definition(element),
                "EntityContainer" => {
                    self.containers.push(name);
                    self.container(element);
                    continue;
                }
                _ => {
                    let operation = self.operation(element, kind == "Action");
                    self.model.operations.entry(name).or_default().push(operation);
                    continue;
                }
            };
            if self.model.types.insert(name.clone(), ty).is_some() {
                self.problem(element.at, format!("there are two types `{name}`; remove one of them"));
            }
        }
    }

    /// `<Annotations Target="..">`
    fn annotate(&mut self, element: &Element) {
        let Some(target) = self.required(element, "Target") else { return };
        let facts = self.facts(element);
        let (path, member) =
            match target.rfind('/').filter(|at| !target.get(*at..).is_some_and(|t| t.contains(')'))) {
                Some(at) => (target.get(..at).unwrap_or_default(), target.get(at + 1..)),
                None => (target.as_str(), None),
            };
        let found = match (path.split_once('('), member) {
            (Some((name, types)), None) => self.annotate_operation(name, types.trim_end_matches(')'), facts),
            // Of parameters and what is returned nothing is said that we keep.
            (Some(_), Some(_)) => true,
            (None, None) => self.annotate_type(path, facts),
            (None, Some(member)) => self.annotate_member(path, member, facts, element.at),
        };
        if !found {
            self.warnings
                .push((element.at, format!("an annotation is about `{target}`, which is not there")));
        }
    }

    fn annotate_operation(&mut self, name: &str, types: &str, facts: Facts) -> bool {
        let types: Vec<String> = types
            .split(',')
            .map(str::trim)
            .filter(|ty| !ty.is_empty())
            .map(|ty| match ty.strip_prefix("Collection(") {
                Some(item) => format!("{}[]", self.qualify(item.trim_end_matches(')'))),
                None => self.qualify(ty),
            })
            .collect();
        let name = self.qualify(name);
        let overloads = self.model.operations.get_mut(&name).into_iter().flatten();
        let target = overloads.into_iter().find(|operation| {
            let own = operation.binding.iter().chain(operation.parameters.iter().map(|(_, ty, _)| ty));
            own.map(|ty| format!("{}{}", ty.name, if ty.is_collection { "[]" } else { "" }))
                .eq(types.iter().cloned())
        });
        target.map(|operation| operation.facts.extend(facts)).is_some()
    }

    fn annotate_type(&mut self, name: &str, facts: Facts) -> bool {
        let name = self.qualify(name);
        if self.containers.contains(&name) || self.model.operations.contains_key(&name) {
            return true;
        }
        self.model.types.get_mut(&name).map(|ty| ty.facts.extend(facts)).is_some()
    }

    fn annotate_member(&mut self, owner: &str, member: &str, facts: Facts, at: usize) -> bool {
        let owner = self.qualify(owner);
        if self.containers.contains(&owner) {
            return self.model.roots.get_mut(member).map(|root| root.facts.extend(facts)).is_some();
        }
        let is_inherited = self.chain(&owner).skip(1).any(|ty| ty.properties.contains_key(member));
        let Some(ty) = self.model.types.get_mut(&owner) else { return false };
        if let Some(property) = ty.properties.get_mut(member) {
            property.facts.extend(facts);
            return true;
        }
        if is_inherited && !facts.is_empty() {
            let property = Property { ty: None, kind: PropertyKind::Inherited, facts, at };
            ty.properties.insert(member.to_owned(), property);
            return true;
        }
        is_inherited || ty.members.iter().any(|(_, name)| name == member)
    }

    /// A type and its base types; cut off, should they turn in a circle.
    fn chain(&self, name: &str) -> impl Iterator<Item = &Type> {
        let base = |ty: &&Type| ty.base.as_ref().and_then(|base| self.model.types.get(base));
        std::iter::successors(self.model.types.get(name), base).take(100)
    }

    /// A name with its namespace in place of an alias.
    pub(super) fn qualify(&self, name: &str) -> String {
        qualify(&self.aliases, name)
    }

    pub(super) fn facts(&self, element: &Element) -> Facts {
        let mut facts = annotations::facts(element, &|name| qualify(&self.aliases, name));
        facts.retain(|fact| !fact.contains(no_name));
        facts
    }

    /// An attribute without which an element means nothing. A snapshot divides by white space and `#`.
    pub(super) fn required(&mut self, element: &Element, attribute: &str) -> Option<String> {
        match element.attribute(attribute) {
            None | Some("") => {
                let name = &element.name;
                self.problem(element.at, format!("`{name}` has no `{attribute}`; give the whole file"));
                None
            }
            Some(value) if attribute != "Target" && value.contains(no_name) => {
                self.problem(
                    element.at,
                    format!("`{attribute}` holds a character that no name has; write a name"),
                );
                None
            }
            Some(value) => Some(value.to_owned()),
        }
    }

    pub(super) fn problem(&mut self, at: usize, message: String) {
        self.problems.push((at, message));
    }
}

/// What a snapshot divides words and records by.
fn no_name(c: char) -> bool {
    c.is_whitespace() || c.is_control() || c == '#'
}

fn qualify(aliases: &HashMap<String, String>, name: &str) -> String {
    match name.rsplit_once('.') {
        Some((prefix, local)) => match aliases.get(prefix) {
            Some(namespace) => format!("{namespace}.{local}"),
            None => name.to_owned(),
        },
        None => name.to_owned(),
    }
}
