//! Declarations that stand in one file: equal types are declared once, others of the same name get names of their own.

use std::collections::{BTreeMap, BTreeSet};

use graph_endpoint_schema::naming::unused;

use crate::lossy;
use crate::model::{Attribute, Declaration, Field, Ty, Type, TypeKind, Variant, Wrapper};

/// Makes the names of several declarations fit together; [`file`](crate::file()) does so before it writes them.
pub fn merged(declarations: &[Declaration]) -> Vec<Declaration> {
    let mut out: Vec<Declaration> = Vec::new();
    let mut earlier = Earlier::default();
    for declaration in declarations {
        let mut declaration = declaration.clone();
        // In one file, where a type stands is more than one declaration knows.
        declaration.types.iter_mut().for_each(|ty| ty.lossy = false);
        share(&mut out, &earlier, &mut declaration);
        // A renamed type can make those different that hold it, so look again after each.
        while let Some(name) = earlier.clash(&out, &declaration) {
            let own: BTreeSet<String> = names(&declaration).map(str::to_owned).collect();
            let free = unused(&name, |name| own.contains(name) || earlier.has(name));
            rename(&mut declaration, &name, &free);
        }
        declaration.types.retain(|ty| !earlier.types.contains_key(&ty.name));
        earlier.sent.extend(lossy::sent(&declaration));
        earlier.endpoints.insert(declaration.endpoint.name.clone());
        let places = declaration.types.iter().enumerate();
        earlier.types.extend(places.map(|(at, ty)| (ty.name.clone(), (out.len(), at))));
        out.push(declaration);
    }
    lossy::mark(&mut out);
    out
}

/// The names of what is declared already.
#[derive(Default)]
struct Earlier {
    endpoints: BTreeSet<String>,
    /// Where each type stands: in which declaration, and at which place there.
    types: BTreeMap<String, (usize, usize)>,
    /// Those that stand in requests.
    sent: BTreeSet<String>,
}

impl Earlier {
    fn has(&self, name: &str) -> bool {
        self.endpoints.contains(name) || self.types.contains_key(name)
    }

    fn ty<'d>(&self, declarations: &'d [Declaration], name: &str) -> Option<&'d Type> {
        let (declaration, at) = self.types.get(name)?;
        declarations.get(*declaration)?.types.get(*at)
    }

    /// A name that an earlier declaration has for something else.
    fn clash(&self, declarations: &[Declaration], declaration: &Declaration) -> Option<String> {
        let endpoint = &declaration.endpoint.name;
        if self.has(endpoint) {
            return Some(endpoint.clone());
        }
        let differs = |ty: &&Type| self.ty(declarations, &ty.name).is_some_and(|known| known != *ty);
        let clash = declaration.types.iter().find(|ty| differs(ty) || self.endpoints.contains(&ty.name));
        clash.map(|ty| ty.name.clone())
    }
}

/// Makes one type of two that have the same name and don't contradict each other.
fn share(declarations: &mut [Declaration], earlier: &Earlier, declaration: &mut Declaration) {
    let sent = lossy::sent(declaration);
    for ty in &mut declaration.types {
        let is_sent = sent.contains(&ty.name) || earlier.sent.contains(&ty.name);
        let known = earlier.types.get(&ty.name).and_then(|(declaration, at)| {
            declarations.get_mut(*declaration).and_then(|known| known.types.get_mut(*at))
        });
        if let Some(known) = known
            && let Some(both) = combined(known, ty, is_sent)
        {
            both.clone_into(known);
            *ty = both;
        }
    }
}

/// The fields of both, if those that only one has can be left out.
fn combined(a: &Type, b: &Type, is_sent: bool) -> Option<Type> {
    let (of_a, of_b) = match (&a.kind, &b.kind) {
        (TypeKind::Struct(of_a), TypeKind::Struct(of_b)) => (of_a, of_b),
        (TypeKind::Polymorphic(of_a), TypeKind::Polymorphic(of_b)) => {
            let kind = TypeKind::Polymorphic(all_of(of_a, of_b)?);
            return (a.odata_type == b.odata_type).then(|| Type { kind, ..a.clone() });
        }
        _ => return None,
    };
    let differ = a.odata_type.is_some() && b.odata_type.is_some() && a.odata_type != b.odata_type;
    // What is only read can say its type or not.
    if differ || is_sent && a.writes_type != b.writes_type {
        return None;
    }
    let writes_type = a.writes_type || b.writes_type;
    let odata_type = a.odata_type.clone().or_else(|| b.odata_type.clone());
    let mut fields = of_a.clone();
    for field in of_b {
        match fields.iter_mut().find(|known| known.name == field.name) {
            Some(known) if known.attribute == field.attribute => known.ty = joined(&known.ty, &field.ty)?,
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
    Some(Type { odata_type, writes_type, derives, kind: TypeKind::Struct(fields), ..a.clone() })
}

/// The variants of both, if no name stands for two types.
fn all_of(a: &[Variant], b: &[Variant]) -> Option<Vec<Variant>> {
    let mut variants = a.to_vec();
    for variant in b {
        let is_it = |known: &&Variant| known.odata_type == variant.odata_type || known.name == variant.name;
        match a.iter().find(is_it) {
            Some(known) if known == variant => {}
            Some(_) => return None,
            None => variants.push(variant.clone()),
        }
    }
    Some(variants)
}

/// The type of a field that two types have: what can be left out or be null in one of them, can be so in both.
fn joined(a: &Ty, b: &Ty) -> Option<Ty> {
    let has = |wrapper| [a, b].iter().any(|ty| matches!(ty, Ty::In(its, _) if *its == wrapper));
    let inner = match (a.clone().required(), b.clone().required()) {
        (a, b) if a == b => a,
        (Ty::In(wrapper, a), Ty::In(other, b)) if wrapper == other => joined(&a, &b)?.within(wrapper),
        _ => return None,
    };
    Some(match (has(Wrapper::Nullable), has(Wrapper::Option)) {
        (true, _) => inner.within(Wrapper::Nullable),
        (false, true) => inner.within(Wrapper::Option),
        (false, false) => inner,
    })
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
