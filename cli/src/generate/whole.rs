//! Every operation of a schema, a module for each of its roots, and one set of modules for the types of all.

use std::collections::BTreeMap;

use graph_endpoint_schema::naming::{field_ident, field_name, unused};
use graph_endpoint_schema::snapshot::Snapshot;

use super::endpoint::Planned;
use super::scope::Scope;
use super::types::Types;
use super::{Call, Options};
use crate::file::{file, types_file};
use crate::lossy;
use crate::model::{Declaration, Type};

/// How many types a module holds.
const TYPES_EACH: usize = 200;

/// Source files, and what could not be declared.
#[derive(Debug, Default)]
pub struct Whole {
    /// In their order.
    pub modules: Vec<Module>,
    /// How many operations are declared.
    pub operations: usize,
    /// How many types are.
    pub types: usize,
    /// Operations that aren't, each with the reason.
    pub left_out: Vec<(String, String)>,
}

/// A source file.
#[derive(Debug)]
pub struct Module {
    /// Its name, without `.rs`.
    pub name: String,
    /// Its text.
    pub source: String,
}

/// Declares these operations, with every type that they need, each once.
pub fn whole(snapshot: &Snapshot, calls: &[Call<'_>], options: &Options) -> Whole {
    let mut whole = Whole::default();
    let mut scope = Scope::new(snapshot, usize::MAX);
    let mut planned = Vec::new();
    for call in calls {
        match Planned::new(&mut scope, call, options) {
            Ok(plan) => planned.push((call, plan)),
            Err(message) => whole.left_out.push((format!("{} {}", call.method, call.path), message)),
        }
    }
    let types = Types::new(&scope, options, &[]);
    let mut by_root: BTreeMap<String, Vec<Declaration>> = BTreeMap::new();
    for (call, plan) in &planned {
        let root = call.path.split('/').nth(1).unwrap_or_default();
        let root = root.split('(').next().unwrap_or(root);
        let declarations = by_root.entry(field_ident(&field_name(root))).or_default();
        let mut endpoint = plan.endpoint(&types);
        let is_taken =
            |name: &str| declarations.iter().any(|known| known.endpoint.name == name) || types.has(name);
        endpoint.name = unused(&endpoint.name, is_taken);
        declarations.push(Declaration { endpoint, types: Vec::new(), warnings: Vec::new() });
    }
    whole.operations = planned.len();
    let written = marked(types.written(), &mut by_root);
    whole.types = written.len();
    let parts: Vec<String> =
        (0..written.len().div_ceil(TYPES_EACH)).map(|part| format!("part{part}")).collect();
    for (name, part) in parts.iter().zip(written.chunks(TYPES_EACH)) {
        whole.modules.push(Module { name: format!("types/{name}"), source: types_file(part) });
    }
    let modules: String = parts.iter().map(|name| format!("mod {name};\n")).collect();
    let uses: String = parts.iter().map(|name| format!("pub use self::{name}::*;\n")).collect();
    let types = "//! The types of all operations.\n\n".to_owned() + &modules + "\n" + &uses;
    whole.modules.push(Module { name: "types/mod".to_owned(), source: types });
    let mut root =
        "//! Every operation, a module for each word that a path begins with.\n\npub mod types;\n".to_owned();
    for (name, declarations) in &by_root {
        root.push_str(&format!("pub mod {name};\n"));
        let source = format!("#[allow(unused_imports)]\nuse super::types::*;\n{}", file(declarations));
        let name = name.trim_start_matches("r#").to_owned();
        whole.modules.push(Module { name, source });
    }
    whole.modules.push(Module { name: "mod".to_owned(), source: root });
    whole
}

/// Says of each type whether it may lose anything; a body of any module can hold it.
fn marked(types: Vec<Type>, by_root: &mut BTreeMap<String, Vec<Declaration>>) -> Vec<Type> {
    let mut all: Vec<Declaration> = by_root.values().flatten().cloned().collect();
    all.push(Declaration { types, ..Declaration::default() });
    lossy::mark(&mut all);
    all.pop().map(|declaration| declaration.types).unwrap_or_default()
}
