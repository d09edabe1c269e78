//! A whole source file: what it imports, and its declarations.

use crate::merge::merged;
use crate::model::{Declaration, Ty, Type};
use crate::print::{print, print_type};

/// The declarations as a file that compiles as it is.
pub fn file(declarations: &[Declaration]) -> String {
    fitting(&merged(declarations))
}

/// Declarations whose names fit together already.
pub(crate) fn fitting(declarations: &[Declaration]) -> String {
    let mut out = imports(declarations);
    for declaration in declarations {
        out.push('\n');
        out.push_str(&print(declaration));
    }
    out
}

/// Types alone, as a file that compiles beside those of the types that they hold.
pub(crate) fn types_file(types: &[Type]) -> String {
    let fields = types.iter().flat_map(Type::fields).map(|field| &field.ty);
    let mut out = imports_of(fields);
    out.push_str("#[allow(unused_imports)]\nuse super::*;\n");
    for ty in types {
        out.push('\n');
        out.push_str(&print_type(ty));
    }
    out
}

/// The `use` lines, and a word on the crate that a user may not have yet.
fn imports(declarations: &[Declaration]) -> String {
    imports_of(declarations.iter().flat_map(Declaration::types_named))
}

pub(crate) fn imports_of<'t>(types: impl Iterator<Item = &'t Ty>) -> String {
    let mut named = Vec::new();
    for ty in types {
        ty.imports(&mut named);
    }
    named.sort_by_key(|(module, name)| (*module, name.to_ascii_lowercase()));
    named.dedup();
    let from = |module: &str| {
        let names: Vec<&str> =
            named.iter().filter(|(from, _)| *from == module).map(|(_, name)| *name).collect();
        match names.as_slice() {
            [] => String::new(),
            [name] => format!("use {module}::{name};\n"),
            // As rustfmt sorts: modules come before types.
            names => {
                let (modules, types): (Vec<&str>, Vec<&str>) =
                    names.iter().partition(|name| name.starts_with(|c: char| c.is_lowercase()));
                format!("use {module}::{{{}}};\n", [types, modules].concat().join(", "))
            }
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
    let in_front = !ours.contains('{') && !ours.contains("::prelude");
    out.push_str(&if in_front { [&ours, prelude].concat() } else { [prelude, &ours].concat() });
    if !json.is_empty() {
        let feature = if json.contains("RawValue") { " with the feature `raw_value`" } else { "" };
        out.push_str(&format!(
            "// In Cargo.toml: `serde_json`{feature}, for values whose type is not known.\n{json}"
        ));
    }
    out
}
