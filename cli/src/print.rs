//! A declaration as Rust source, laid out as rustfmt has it.

use std::fmt::Write as _;

use graph_endpoint_schema::naming::lower_first;

use crate::model::{Attribute, Call, Declaration, Endpoint, Field, Type, TypeKind, Variant};

/// rustfmt's `max_width`.
const WIDTH: usize = 100;
/// How long a call may be on one line.
const CALL_WIDTH: usize = 80;
/// rustfmt's `struct_variant_width` and friends don't matter here: variants hold one type or nothing.
const INDENT: &str = "    ";

/// The items of the declaration, without `use` lines.
pub fn print(declaration: &Declaration) -> String {
    let mut out = String::new();
    endpoint(&mut out, &declaration.endpoint);
    for ty in &declaration.types {
        out.push('\n');
        graph_type(&mut out, ty);
    }
    out
}

/// A type's item.
pub(crate) fn print_type(ty: &Type) -> String {
    let mut out = String::new();
    graph_type(&mut out, ty);
    out
}

fn endpoint(out: &mut String, endpoint: &Endpoint) {
    docs(out, "", &endpoint.docs);
    if !endpoint.docs.is_empty() {
        line(out, "", "///");
    }
    // A call needs a client and a tenant, so it is shown and not run.
    line(out, "", "/// ```ignore");
    docs(out, "", &call(&endpoint.name, &endpoint.call));
    line(out, "", "/// ```");
    let mut arguments = vec![endpoint.method.clone(), quoted(&endpoint.path)];
    arguments.extend(endpoint.response.as_ref().map(|ty| format!("response = {ty}")));
    arguments.extend(endpoint.version.as_ref().map(|version| format!("version = {}", quoted(version))));
    arguments.extend(endpoint.odata_type.as_ref().map(|name| format!("odata_type = {}", quoted(name))));
    arguments.extend(endpoint.select.then(|| "select".to_owned()));
    arguments.extend(endpoint.unverified.then(|| "unverified".to_owned()));
    arguments.extend(permissions(endpoint));
    attribute(out, "graph_endpoint", &arguments);
    derive(out, &["Clone", "Debug"]);
    structure(out, &endpoint.name, &endpoint.fields);
}

/// `Name::builder().id("1").send(&client).await?`, over several lines when it is long.
fn call(endpoint: &str, call: &Call) -> Vec<String> {
    let start = call.variable.as_ref().map(|name| format!("let {name} = ")).unwrap_or_default();
    let setters = call.setters.iter().map(|(name, value)| format!("{name}({value})"));
    let links: Vec<String> = setters.chain(["send(&client)".to_owned(), "await?;".to_owned()]).collect();
    let short = format!("{start}{endpoint}::builder().{}", links.join("."));
    if short.len() <= CALL_WIDTH || call.setters.is_empty() {
        return vec![short];
    }
    let first = format!("{start}{endpoint}::builder()");
    [first].into_iter().chain(links.iter().map(|link| format!("    .{link}"))).collect()
}

fn derive(out: &mut String, traits: &[&str]) {
    if !traits.is_empty() {
        line(out, "", &format!("#[derive({})]", traits.join(", ")));
    }
}

fn permissions(endpoint: &Endpoint) -> Option<String> {
    let lists = [
        ("delegated", &endpoint.permissions.delegated),
        ("delegated_personal", &endpoint.permissions.delegated_personal),
        ("application", &endpoint.permissions.application),
    ];
    let lists: Vec<String> = lists
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(kind, names)| {
            let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
            format!("{kind} = [{}]", names.join(", "))
        })
        .collect();
    if lists.is_empty() {
        return None;
    }
    let short = format!("permissions({})", lists.join(", "));
    if INDENT.len() + short.len() < WIDTH {
        return Some(short);
    }
    Some(format!("permissions(\n{INDENT}{INDENT}{}\n{INDENT})", lists.join(&format!(",\n{INDENT}{INDENT}"))))
}

fn graph_type(out: &mut String, ty: &Type) {
    docs(out, "", &ty.docs);
    let mut arguments: Vec<String> = ty.odata_type.iter().map(|name| quoted(name)).collect();
    if ty.writes_type {
        arguments.push("odata_type".to_owned());
    }
    if ty.lossy {
        arguments.push("lossy".to_owned());
    }
    if ty.unverified {
        arguments.push("unverified".to_owned());
    }
    attribute(out, "graph_type", &arguments);
    derive(out, &ty.derives);
    match &ty.kind {
        TypeKind::Struct(fields) => structure(out, &ty.name, fields),
        TypeKind::Polymorphic(variants) => {
            line(out, "", &format!("pub enum {} {{", ty.name));
            for Variant { odata_type, name, holds } in variants {
                line(out, INDENT, &format!("#[graph(type = {})]", quoted(odata_type)));
                line(out, INDENT, &format!("{name}({holds}),"));
            }
            line(out, INDENT, "/// A type that is not among the above, whole.");
            line(out, INDENT, "#[graph(other)]");
            line(out, INDENT, "Other(Untyped),");
            line(out, "", "}");
        }
        TypeKind::Enumeration(members) => {
            line(out, "", &format!("pub enum {} {{", ty.name));
            for (member, variant) in members {
                if lower_first(variant) != *member {
                    line(out, INDENT, &format!("#[graph(rename = {})]", quoted(member)));
                }
                line(out, INDENT, &format!("{variant},"));
            }
            line(out, INDENT, "/// A member that is not among the above.");
            line(out, INDENT, "#[graph(other)]");
            line(out, INDENT, "Other(String),");
            line(out, "", "}");
        }
    }
}

fn attribute(out: &mut String, name: &str, arguments: &[String]) {
    if arguments.is_empty() {
        return line(out, "", &format!("#[{name}]"));
    }
    let short = format!("#[{name}({})]", arguments.join(", "));
    if short.len() <= WIDTH && !short.contains('\n') {
        return line(out, "", &short);
    }
    line(out, "", &format!("#[{name}("));
    // The method and the path belong together.
    let (first, rest) = match arguments {
        [method, path, rest @ ..] if name == "graph_endpoint" => (vec![format!("{method}, {path}")], rest),
        _ => (Vec::new(), arguments),
    };
    let lines: Vec<&str> = first.iter().chain(rest).map(String::as_str).collect();
    for (index, argument) in lines.iter().enumerate() {
        let comma = if index + 1 < lines.len() { "," } else { "" };
        line(out, INDENT, &format!("{argument}{comma}"));
    }
    line(out, "", ")]");
}

fn structure(out: &mut String, name: &str, fields: &[Field]) {
    if fields.is_empty() {
        return line(out, "", &format!("pub struct {name};"));
    }
    line(out, "", &format!("pub struct {name} {{"));
    for field in fields {
        docs(out, INDENT, &field.docs);
        for note in &field.notes {
            line(out, INDENT, &format!("// {note}"));
        }
        let mut arguments: Vec<String> = field.attribute.iter().map(field_attribute).collect();
        arguments.extend(field.unverified.then(|| "unverified".to_owned()));
        if !arguments.is_empty() {
            line(out, INDENT, &format!("#[graph({})]", arguments.join(", ")));
        }
        line(out, INDENT, &format!("pub {}: {},", field.name, field.ty));
    }
    line(out, "", "}");
}

fn field_attribute(attribute: &Attribute) -> String {
    match attribute {
        Attribute::Rename(name) => format!("rename = {}", quoted(name)),
        Attribute::Query(name) => format!("query = {}", quoted(name)),
        Attribute::Header(name) => format!("header = {}", quoted(name)),
        Attribute::Body(None) => "body".to_owned(),
        Attribute::Body(Some(media)) => format!("body, content_type = {}", quoted(media)),
        Attribute::Additional => "additional".to_owned(),
        Attribute::Expand(None) => "expand".to_owned(),
        Attribute::Expand(Some(name)) => format!("expand, rename = {}", quoted(name)),
    }
}

fn docs(out: &mut String, indent: &str, lines: &[String]) {
    for text in lines {
        let text = format!("/// {text}");
        line(out, indent, text.trim_end());
    }
}

fn line(out: &mut String, indent: &str, text: &str) {
    // Writing into a `String` can't fail.
    let _ = writeln!(out, "{indent}{text}");
}

/// A string literal.
pub fn quoted(text: &str) -> String {
    format!("{text:?}")
}
