//! Declarations that stand in one file: equal types are declared once, others of the same name get names of their own.

use std::collections::BTreeSet;

use crate::model::{Declaration, Type, TypeKind};
use crate::names::unused;

/// Makes the names of several declarations fit together.
pub(crate) fn merged(declarations: &[Declaration]) -> Vec<Declaration> {
    let mut out: Vec<Declaration> = Vec::new();
    for declaration in declarations {
        let mut declaration = declaration.clone();
        let earlier: Vec<Type> = out.iter().flat_map(|declaration| declaration.types.clone()).collect();
        let endpoints: BTreeSet<String> =
            out.iter().map(|declaration| declaration.endpoint.name.clone()).collect();
        // A renamed type can make those different that hold it, so look again after each.
        while let Some(name) = clash(&declaration, &earlier, &endpoints) {
            let own: BTreeSet<String> = names(&declaration).map(str::to_owned).collect();
            let taken = |name: &str| {
                own.contains(name) || endpoints.contains(name) || earlier.iter().any(|ty| ty.name == name)
            };
            let free = unused(&name, taken);
            rename(&mut declaration, &name, &free);
        }
        declaration.types.retain(|ty| !earlier.contains(ty));
        out.push(declaration);
    }
    out
}

/// A name that an earlier declaration has for something else.
fn clash(declaration: &Declaration, earlier: &[Type], endpoints: &BTreeSet<String>) -> Option<String> {
    let is_type = |name: &str| earlier.iter().any(|ty| ty.name == name);
    let endpoint = &declaration.endpoint.name;
    if endpoints.contains(endpoint) || is_type(endpoint) {
        return Some(endpoint.clone());
    }
    let differs = |ty: &&Type| earlier.iter().any(|known| known.name == ty.name && known != *ty);
    let clash = declaration.types.iter().find(|ty| differs(ty) || endpoints.contains(&ty.name));
    clash.map(|ty| ty.name.clone())
}

fn names(declaration: &Declaration) -> impl Iterator<Item = &str> {
    let types = declaration.types.iter().map(|ty| ty.name.as_str());
    types.chain([declaration.endpoint.name.as_str()])
}

fn rename(declaration: &mut Declaration, from: &str, to: &str) {
    let endpoint = &mut declaration.endpoint;
    let call = endpoint.call.iter_mut().map(|line| (line, true));
    let own = [(&mut endpoint.name, false)];
    let fields = endpoint.fields.iter_mut().map(|field| (&mut field.ty, false));
    let response = endpoint.response.iter_mut().map(|ty| (ty, false));
    for (text, is_code) in call.chain(own).chain(fields).chain(response) {
        // In the call only the struct's name stands before `::`.
        *text = if is_code {
            text.replace(&format!("{from}::"), &format!("{to}::"))
        } else {
            word(text, from, to)
        };
    }
    for ty in &mut declaration.types {
        ty.name = word(&ty.name, from, to);
        match &mut ty.kind {
            TypeKind::Struct(fields) => {
                fields.iter_mut().for_each(|field| field.ty = word(&field.ty, from, to))
            }
            TypeKind::Polymorphic(variants) => {
                variants
                    .iter_mut()
                    .filter_map(|(_, _, ty)| ty.as_mut())
                    .for_each(|ty| *ty = word(ty, from, to));
            }
        }
    }
}

/// Replaces a name in a type as written.
fn word(text: &str, from: &str, to: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in text.split_inclusive(|c: char| !c.is_alphanumeric() && c != '_') {
        let name = piece.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '_');
        out.push_str(if name == from { to } else { name });
        out.push_str(piece.get(name.len()..).unwrap_or_default());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, declare, operations, read};

    #[test]
    fn equal_types_once_others_renamed() {
        let text = "GET /buoys/1\n\nHTTP/1.1 200 OK\n\n{\"owner\": {\"id\": \"1\"}, \"light\": {\"lit\": true}}\n\nGET /boats/1\n\nHTTP/1.1 200 OK\n\n{\"owner\": {\"id\": \"1\"}, \"light\": {\"color\": \"red\"}}\n";
        let examples = read(text).unwrap();
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
        assert_eq!(fields[1].ty, "Light2");
    }

    #[test]
    fn words() {
        assert_eq!(word("Page<Option<User>>", "User", "User2"), "Page<Option<User2>>");
        assert_eq!(word("UserList", "User", "User2"), "UserList");
    }
}
