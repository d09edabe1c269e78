//! A test that builds every request of a crate and compares its path with the operation's, value by value.

use std::collections::BTreeMap;

use crate::model::{Declaration, Field, Leaf, Ty, Type, TypeKind, Wrapper};
use crate::print::quoted;

/// How many requests a function builds: one over thousands takes the compiler more than its share.
const EACH: usize = 100;

/// The text of the test, for the crate of this name.
pub(super) fn paths(krate: &str, declarations: &[Declaration], types: &[Type]) -> String {
    let types: BTreeMap<&str, &Type> = types.iter().map(|ty| (ty.name.as_str(), ty)).collect();
    let mut out = format!(
        "//! Every declaration builds its path: each value where the operation's path has it, and nothing else.\n\n\
         use {krate} as api;\nuse graph_endpoint::{{Endpoint, Error}};\n\n\
         const BASE: &str = \"https://graph.microsoft.com\";\n\n\
         fn check<E: Endpoint>(endpoint: E, name: &str, path: &str) -> Result<(), String> {{\n    \
             let built = endpoint.to_http_request(BASE).map_err(|error: Error| format!(\"{{name}}: {{error}}\"))?;\n    \
             let expected = format!(\"/{{}}{{path}}\", E::VERSION);\n    \
             match built.uri().path() {{\n        \
                 built if built == expected => Ok(()),\n        \
                 built => Err(format!(\"{{name}}: {{built}}, not {{expected}}\")),\n    \
             }}\n}}\n\n\
         #[test]\nfn every_path() {{\n    let mut all = Vec::new();\n"
    );
    let parts: Vec<&[Declaration]> = declarations.chunks(EACH).collect();
    for part in 0..parts.len() {
        out.push_str(&format!("    all.extend(part{part}());\n"));
    }
    out.push_str("    let wrong: Vec<String> = all.iter().filter_map(|one| one.clone().err()).collect();\n");
    out.push_str("    println!(\"{} paths, {} wrong\", all.len(), wrong.len());\n");
    out.push_str("    assert!(wrong.is_empty(), \"{wrong:#?}\");\n}\n");
    for (part, declarations) in parts.into_iter().enumerate() {
        out.push_str(&format!("\nfn part{part}() -> Vec<Result<(), String>> {{\n    vec![\n"));
        for Declaration { endpoint, .. } in declarations {
            let (path, values) = filled(&endpoint.path, &endpoint.fields);
            let fields: Vec<String> = endpoint
                .fields
                .iter()
                .enumerate()
                .map(|(at, field)| {
                    format!("{}: {}", field.name, value(field, values.get(at).map(String::as_str), &types))
                })
                .collect();
            let name = &endpoint.name;
            let fields =
                if fields.is_empty() { String::new() } else { format!(" {{ {} }}", fields.join(", ")) };
            out.push_str(&format!(
                "        check(api::{name}{fields}, {}, {}),\n",
                quoted(name),
                quoted(&path)
            ));
        }
        out.push_str("    ]\n}\n");
    }
    out
}

/// The path with a value of its own in each placeholder, and these values in their order, which is that of the fields.
fn filled(path: &str, fields: &[Field]) -> (String, Vec<String>) {
    let (mut out, mut values) = (String::new(), Vec::new());
    let mut rest = path;
    while let Some(start) = rest.find(['{', '<']) {
        let (before, placeholder) = rest.split_at(start);
        let end = placeholder.find(['}', '>']).map_or(placeholder.len(), |end| end + 1);
        let value = in_path(fields.get(values.len()).map(|field| &field.ty), values.len());
        out.push_str(before);
        out.push_str(&value.replace(':', "%3A"));
        values.push(value);
        rest = placeholder.get(end..).unwrap_or_default();
    }
    (out + rest, values)
}

/// A value of a type that no other place has: numbers differ in their length. What is true or false is true.
fn in_path(ty: Option<&Ty>, place: usize) -> String {
    let (nth, place) = (place % 9 + 1, u32::try_from(place % 18).unwrap_or_default());
    match ty {
        Some(Ty::Leaf(Leaf::Bool)) => "true".to_owned(),
        Some(Ty::Leaf(Leaf::Guid)) => format!("0000000{nth}-0000-0000-0000-000000000000"),
        Some(Ty::Leaf(Leaf::DateTimeOffset)) => format!("2026-01-0{nth}T00:00:00Z"),
        Some(Ty::Leaf(Leaf::Date)) => format!("2026-01-0{nth}"),
        Some(Ty::Leaf(Leaf::TimeOfDay)) => format!("00:00:0{nth}"),
        Some(Ty::Leaf(Leaf::Duration)) => format!("PT{nth}S"),
        _ => 10_u64.pow(place).to_string(),
    }
}

/// An expression for a field: the value of a path, nothing where nothing is needed, else the least that there is.
fn value(field: &Field, of_path: Option<&str>, types: &BTreeMap<&str, &Type>) -> String {
    match (&field.ty, of_path) {
        (Ty::Leaf(Leaf::String), Some(value)) => format!("\"{value}\".into()"),
        (Ty::Leaf(Leaf::Bool | Leaf::I64), Some(value)) => value.to_owned(),
        (_, Some(value)) => format!("\"{value}\".parse().unwrap()"),
        (ty, None) if ty.is_optional() => "Default::default()".to_owned(),
        (Ty::Leaf(Leaf::AdditionalProperties | Leaf::Bytes | Leaf::Multipart), None) => {
            "Default::default()".to_owned()
        }
        (ty, None) => format!("serde_json::from_str({}).unwrap()", quoted(&json(ty, types))),
    }
}

/// The least JSON that a type is read from.
fn json(ty: &Ty, types: &BTreeMap<&str, &Type>) -> String {
    match ty {
        Ty::Leaf(leaf) => of_leaf(*leaf).to_owned(),
        Ty::Declared(name) => match types.get(name.as_str()).map(|ty| &ty.kind) {
            Some(TypeKind::Enumeration(members)) => {
                quoted(members.first().map_or("", |(member, _)| member.as_str()))
            }
            Some(TypeKind::Struct(_) | TypeKind::Polymorphic(_)) | None => "{}".to_owned(),
        },
        Ty::In(Wrapper::Vec, _) => "[]".to_owned(),
        Ty::In(Wrapper::Map, _) => "{}".to_owned(),
        Ty::In(Wrapper::Page | Wrapper::ValueOf, ty) => format!("{{\"value\":{}}}", json(ty, types)),
        Ty::In(_, ty) | Ty::OrAccepted(ty) => json(ty, types),
    }
}

fn of_leaf(leaf: Leaf) -> &'static str {
    match leaf {
        Leaf::Unit => "null",
        Leaf::Bool => "true",
        Leaf::I32 | Leaf::I64 | Leaf::U32 | Leaf::F64 | Leaf::Decimal => "1",
        Leaf::String | Leaf::Bytes => "\"1\"",
        Leaf::Json
        | Leaf::RawJson
        | Leaf::Accepted
        | Leaf::AdditionalProperties
        | Leaf::Untyped
        | Leaf::Multipart => "{}",
        Leaf::Guid | Leaf::Uuid => "\"00000000-0000-0000-0000-000000000000\"",
        Leaf::DateTimeOffset | Leaf::Timestamp => "\"2026-01-01T00:00:00Z\"",
        Leaf::Date | Leaf::CivilDate => "\"2026-01-01\"",
        Leaf::TimeOfDay | Leaf::CivilTime => "\"00:00:00\"",
        Leaf::Duration | Leaf::Span => "\"PT1S\"",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_is_of_its_fields_type() {
        let field = |name: &str, leaf: Leaf| Field {
            docs: Vec::new(),
            notes: Vec::new(),
            name: name.to_owned(),
            ty: leaf.into(),
            attribute: None,
            unverified: false,
        };
        let fields = [
            field("id", Leaf::String),
            field("all", Leaf::Bool),
            field("top", Leaf::I64),
            field("at", Leaf::DateTimeOffset),
        ];
        let (path, values) = filled("/sites/{id}/recent(all={all},top={top},at={at})", &fields);
        assert_eq!(path, "/sites/1/recent(all=true,top=100,at=2026-01-04T00%3A00%3A00Z)");
        let written: Vec<String> = fields
            .iter()
            .zip(&values)
            .map(|(field, of_path)| value(field, Some(of_path), &BTreeMap::new()))
            .collect();
        assert_eq!(written, ["\"1\".into()", "true", "100", "\"2026-01-04T00:00:00Z\".parse().unwrap()"]);
    }
}
