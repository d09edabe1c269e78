//! The documentation's own templates, each as a declaration: what isn't accepted is counted by the rule that refuses it.

use std::collections::{BTreeMap, BTreeSet};

use graph_endpoint_schema::naming::field_ident;
use graph_endpoint_schema::path::PathTemplate;
use proc_macro2::TokenStream;

use super::{declared, published};

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpus/examples.jsonl");

#[test]
fn templates_of_the_documentation() {
    let (Some(snapshot), Ok(lines)) = (published(), std::fs::read_to_string(EXAMPLES)) else {
        return println!("skipped: the documentation's examples are not here");
    };
    let templates: BTreeSet<(String, String)> = lines.lines().filter_map(template).collect();
    let mut refused: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (method, path) in &templates {
        let (messages, _, is_sound) = {
            let (args, item) = declaration(method, path);
            declared(&snapshot, args, item)
        };
        if let Some(message) = messages.first() {
            let rule = if is_sound { rule(message) } else { "the grammar of paths" };
            refused.entry(rule).or_default().push(format!("{method} {path}: {message}"));
        }
    }
    let count: usize = refused.values().map(Vec::len).sum();
    println!("{} templates, {} accepted", templates.len(), templates.len() - count);
    for (rule, cases) in &refused {
        println!("{:4} {rule}, as {}", cases.len(), cases[0]);
        if std::env::var_os("TEMPLATES").is_some() {
            cases.iter().for_each(|case| println!("     {case}"));
        }
    }
    let is_known = !refused.contains_key("other") && !refused.contains_key("the grammar of paths");
    assert!(templates.len() >= 1000 && count * 20 <= templates.len() && is_known, "{refused:#?}");
}

/// The method and the template of an example of v1.0.
fn template(line: &str) -> Option<(String, String)> {
    let text = |key: &str| {
        let start = line.find(&format!("\"{key}\":\""))? + key.len() + 4;
        let rest = line.get(start..)?;
        Some(rest.get(..rest.find('"')?)?.to_owned())
    };
    (text("url_version")? == "v1.0").then_some(())?;
    Some((text("method")?, text("path_template")?))
}

/// A declaration without a body of its own: what the documentation writes there is another test's.
fn declaration(method: &str, path: &str) -> (TokenStream, TokenStream) {
    let (template, _) = PathTemplate::parse(path);
    let (mut written, mut behind) = (String::new(), 0);
    let mut fields = BTreeSet::new();
    for placeholder in template.placeholders() {
        let free = placeholder.fields.iter().find(|name| !fields.contains(&field(name)));
        written.push_str(&path[behind..placeholder.range.start]);
        // Two placeholders of one name need one of ours, as the message about them says.
        match free {
            Some(_) => written.push_str(template.part(&placeholder.range)),
            None => written.push_str(&format!("<value{}>", fields.len())),
        }
        behind = placeholder.range.end;
        fields.insert(free.map_or_else(|| field(&format!("value{}", fields.len())), |name| field(name)));
    }
    written.push_str(&path[behind..]);
    if matches!(method, "POST" | "PATCH" | "PUT") {
        fields.insert("#[graph(additional)] more: AdditionalProperties,".to_owned());
    }
    let fields: String = fields.into_iter().collect();
    let args = format!("{method}, {written:?}, builder = false").parse().unwrap();
    (args, format!("struct Example {{ {fields} }}").parse().unwrap())
}

fn field(name: &str) -> String {
    format!("{}: String,", field_ident(name))
}

/// Which rule a message is of.
fn rule(message: &str) -> &'static str {
    const RULES: &[(&str, &str)] = &[
        ("is not allowed on", "a method that the schema doesn't allow there"),
        ("no path of Graph begins with", "a root that the schema doesn't have"),
        ("of one ", "a key is missing"),
        ("has no parameter", "a parameter that the function doesn't have"),
        ("has no `", "a segment that the schema doesn't have"),
        ("needs `", "a parameter of a function is missing"),
        ("no key", "a key where there is none"),
        ("can't be a key", "a key where there is none"),
        ("takes no key", "a key where there is none"),
        (", not of every ", "a cast to the type that has it is missing"),
        (" lacks `", "a parameter of a function is missing"),
        ("in a path; there are `$count`", "a segment that the schema doesn't have"),
        ("`$ref` stands behind", "a link where there is none"),
        ("there is no `microsoft.graph", "a type that the schema doesn't have"),
    ];
    RULES.iter().find(|(part, _)| message.contains(part)).map_or("other", |(_, rule)| rule)
}
