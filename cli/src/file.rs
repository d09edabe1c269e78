//! A whole source file: what it imports, and its declarations.

use std::collections::BTreeSet;

use crate::merge::merged;
use crate::model::{Declaration, Field, TypeKind};
use crate::print::print;

/// What a declaration can name, and where it comes from. `prelude::*` has the rest.
const IMPORTS: &[(&str, &str)] = &[
    ("Accepted", "graph_endpoint"),
    ("BTreeMap", "std::collections"),
    ("Bytes", "graph_endpoint"),
    ("OneOf", "graph_endpoint"),
    ("ValueOf", "graph_endpoint"),
    ("RawValue", "serde_json::value"),
    ("Value", "serde_json"),
];

/// The declarations as a file that compiles as it is.
pub fn file(declarations: &[Declaration]) -> String {
    let declarations = merged(declarations);
    let mut out = imports(&declarations);
    for declaration in &declarations {
        out.push('\n');
        out.push_str(&print(declaration));
    }
    out
}

/// The `use` lines, and a word on the crate that a user may not have yet.
fn imports(declarations: &[Declaration]) -> String {
    let named: BTreeSet<&str> = declarations.iter().flat_map(types_of).flat_map(words).collect();
    let used = |name: &str| named.contains(name);
    let from = |module: &str| {
        let names: Vec<&str> = IMPORTS
            .iter()
            .filter(|(name, from)| *from == module && used(name))
            .map(|(name, _)| *name)
            .collect();
        match names.as_slice() {
            [] => String::new(),
            [name] => format!("use {module}::{name};\n"),
            names => format!("use {module}::{{{}}};\n", names.join(", ")),
        }
    };
    let std = from("std::collections");
    let ours = from("graph_endpoint");
    let json = [from("serde_json"), from("serde_json::value")].concat();
    let mut out = String::new();
    if !std.is_empty() {
        out = format!("{std}\n");
    }
    let prelude = "use graph_endpoint::prelude::*;\n";
    // As rustfmt has them: a list of names behind the prelude, one name in front.
    out.push_str(&if ours.contains('{') { [prelude, &ours].concat() } else { [&ours, prelude].concat() });
    if !json.is_empty() {
        let feature = if used("RawValue") { " with the feature `raw_value`" } else { "" };
        out.push_str(&format!(
            "// In Cargo.toml: `serde_json`{feature}, for what the example doesn't tell.\n{json}"
        ));
    }
    out
}

fn types_of(declaration: &Declaration) -> Vec<&str> {
    let fields = declaration.types.iter().flat_map(|ty| match &ty.kind {
        TypeKind::Struct(fields) => fields.as_slice(),
        TypeKind::Polymorphic(_) => &[] as &[Field],
    });
    let all = declaration.endpoint.fields.iter().chain(fields).map(|field| field.ty.as_str());
    all.chain(declaration.endpoint.response.as_deref()).collect()
}

/// The names in a type.
fn words(ty: &str) -> impl Iterator<Item = &str> {
    ty.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}
