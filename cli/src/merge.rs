//! Declarations that stand in one file: equal types are declared once, others of the same name get names of their own.

use std::collections::BTreeSet;

use graph_endpoint_schema::naming::unused;

use crate::lossy;
use crate::model::{Attribute, Declaration, Field, Ty, Type, TypeKind};

/// Makes the names of several declarations fit together; [`file`](crate::file()) does so before it writes them.
pub fn merged(declarations: &[Declaration]) -> Vec<Declaration> {
    let mut out: Vec<Declaration> = Vec::new();
    let mut endpoints: BTreeSet<String> = BTreeSet::new();
    for declaration in declarations {
        let mut declaration = declaration.clone();
        // In one file, where a type stands is more than one declaration knows.
        declaration.types.iter_mut().for_each(|ty| ty.lossy = false);
        share(&mut out, &mut declaration);
        let earlier: Vec<&Type> = out.iter().flat_map(|declaration| &declaration.types).collect();
        // A renamed type can make those different that hold it, so look again after each.
        while let Some(name) = clash(&declaration, &earlier, &endpoints) {
            let own: BTreeSet<String> = names(&declaration).map(str::to_owned).collect();
            let taken = |name: &str| {
                own.contains(name) || endpoints.contains(name) || earlier.iter().any(|ty| ty.name == name)
            };
            let free = unused(&name, taken);
            rename(&mut declaration, &name, &free);
        }
        declaration.types.retain(|ty| !earlier.contains(&ty));
        endpoints.insert(declaration.endpoint.name.clone());
        out.push(declaration);
    }
    lossy::mark(&mut out);
    out
}

/// Makes one type of two that have the same name and don't contradict each other.
fn share(earlier: &mut [Declaration], declaration: &mut Declaration) {
    for ty in &mut declaration.types {
        let known = earlier.iter_mut().flat_map(|declaration| &mut declaration.types);
        if let Some(known) = known.into_iter().find(|known| known.name == ty.name)
            && let Some(both) = combined(known, ty)
        {
            both.clone_into(known);
            *ty = both;
        }
    }
}

/// The fields of both, if those that only one has can be left out.
fn combined(a: &Type, b: &Type) -> Option<Type> {
    let (TypeKind::Struct(of_a), TypeKind::Struct(of_b)) = (&a.kind, &b.kind) else { return None };
    let differ = a.odata_type.is_some() && b.odata_type.is_some() && a.odata_type != b.odata_type;
    if differ || a.writes_type != b.writes_type {
        return None;
    }
    let odata_type = a.odata_type.clone().or_else(|| b.odata_type.clone());
    let mut fields = of_a.clone();
    for field in of_b {
        match of_a.iter().find(|known| known.name == field.name) {
            Some(known) if known.ty == field.ty && known.attribute == field.attribute => {}
            Some(_) => return None,
            None => fields.push(field.clone()),
        }
    }
    // Two that have little in common only share a name.
    let shared = of_a.len() + of_b.len() - fields.len();
    if shared * 2 < of_a.len().min(of_b.len()) {
        return None;
    }
    let is_shared = |field: &Field| [of_a, of_b].iter().all(|of| of.iter().any(|its| its.name == field.name));
    let can_be_absent =
        |field: &Field| field.ty.is_optional() || field.attribute == Some(Attribute::Additional);
    if !fields.iter().all(|field| is_shared(field) || can_be_absent(field)) {
        return None;
    }
    // What takes the rest stands last.
    fields.sort_by_key(|field| field.attribute == Some(Attribute::Additional));
    let derives = a.derives.iter().filter(|name| b.derives.contains(name)).copied().collect();
    Some(Type { odata_type, derives, kind: TypeKind::Struct(fields), ..a.clone() })
}

/// A name that an earlier declaration has for something else.
fn clash(declaration: &Declaration, earlier: &[&Type], endpoints: &BTreeSet<String>) -> Option<String> {
    let is_type = |name: &str| earlier.iter().any(|ty| ty.name == name);
    let endpoint = &declaration.endpoint.name;
    if endpoints.contains(endpoint) || is_type(endpoint) {
        return Some(endpoint.clone());
    }
    let differs = |ty: &&Type| earlier.iter().any(|known| known.name == ty.name && *known != *ty);
    let clash = declaration.types.iter().find(|ty| differs(ty) || endpoints.contains(&ty.name));
    clash.map(|ty| ty.name.clone())
}

fn names(declaration: &Declaration) -> impl Iterator<Item = &str> {
    let types = declaration.types.iter().map(|ty| ty.name.as_str());
    types.chain([declaration.endpoint.name.as_str()])
}

/// Gives the endpoint or a type another name, wherever it stands.
pub(crate) fn rename(declaration: &mut Declaration, from: &str, to: &str) {
    let Declaration { endpoint, types, warnings: _ } = declaration;
    let is_its = |name: &&mut String| **name == from;
    let fields = endpoint.fields.iter_mut().map(|field| &mut field.ty).chain(&mut endpoint.response);
    let in_fields = fields.filter_map(Ty::declared_mut);
    in_fields.chain([&mut endpoint.name]).filter(is_its).for_each(|name| to.clone_into(name));
    for ty in types {
        let held: Vec<&mut String> = match &mut ty.kind {
            TypeKind::Struct(fields) => {
                fields.iter_mut().filter_map(|field| field.ty.declared_mut()).collect()
            }
            TypeKind::Polymorphic(variants) => {
                variants.iter_mut().map(|variant| &mut variant.holds).collect()
            }
            TypeKind::Enumeration(_) => Vec::new(),
        };
        held.into_iter().chain([&mut ty.name]).filter(is_its).for_each(|name| to.clone_into(name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, declare, operations, read};

    #[test]
    fn equal_types_once_others_renamed() {
        let text = "GET /buoys/1\n\nHTTP/1.1 200 OK\n\n{\"owner\": {\"id\": \"1\"}, \"light\": {\"lit\": true}}\n\nGET /boats/1\n\nHTTP/1.1 200 OK\n\n{\"owner\": {\"id\": \"1\"}, \"light\": {\"color\": \"red\"}}\n";
        let examples = read(text).unwrap().examples;
        let options = Options::default();
        let declarations: Vec<_> = operations(&examples, &options)
            .iter()
            .map(|operation| declare(operation, &options).unwrap())
            .collect();
        let merged = merged(&declarations);
        let names: Vec<Vec<&str>> = merged
            .iter()
            .map(|declaration| declaration.types.iter().map(|ty| ty.name.as_str()).collect())
            .collect();
        assert_eq!(names, [vec!["Buoy", "Owner", "Light"], vec!["Boat", "Light2"]]);
        let TypeKind::Struct(fields) = &merged[1].types[0].kind else { panic!("a struct") };
        assert_eq!(fields[1].ty.declared(), Some("Light2"));
    }
}
