//! The documentation's own templates, each as a declaration: what isn't accepted is counted by the rule that refuses it.

use std::collections::{BTreeMap, BTreeSet};

use graph_endpoint_schema::naming::field_ident;
use graph_endpoint_schema::path::PathTemplate;
use proc_macro2::TokenStream;

use super::{declared, published};

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpus/examples.jsonl");

/// What a template is of: the API's version, as the example's URL has it, else v1.0; method; path; the query option that
/// names a link, if there is one.
type Template = (&'static str, String, String, &'static str);

#[test]
fn templates_of_the_documentation() {
    let (Some(v1), Some(beta), Ok(lines)) =
        (published("v1.0"), published("beta-usnat"), std::fs::read_to_string(EXAMPLES))
    else {
        return println!("skipped: the documentation's examples are not here");
    };
    // Many examples have one template.
    let mut templates: BTreeMap<Template, usize> = BTreeMap::new();
    for found in lines.lines().filter_map(template) {
        *templates.entry(found).or_default() += 1;
    }
    let all: usize = templates.values().sum();
    let mut refused: BTreeMap<&str, Vec<(usize, String)>> = BTreeMap::new();
    for ((version, method, path, link), count) in &templates {
        let snapshot = if *version == "beta" { &beta } else { &v1 };
        let (args, item) = declaration(version, method, path, link);
        let (messages, _, is_sound) = declared(snapshot, args, item);
        if let Some(message) = messages.first() {
            let rule = if is_sound { rule(message) } else { "the grammar of paths" };
            refused.entry(rule).or_default().push((*count, format!("{version} {method} {path}: {message}")));
        }
    }
    let of_rule = |cases: &[(usize, String)]| cases.iter().map(|(count, _)| count).sum::<usize>();
    let count: usize = refused.values().map(|cases| of_rule(cases)).sum();
    println!("{all} templates, {} of them different; {} accepted", templates.len(), all - count);
    for (rule, cases) in &refused {
        println!("{:4} {rule}, as {}", of_rule(cases), cases[0].1);
        if std::env::var_os("TEMPLATES").is_some() {
            cases.iter().for_each(|(_, case)| println!("     {case}"));
        }
    }
    let is_known = !refused.contains_key("other") && !refused.contains_key("the grammar of paths");
    assert!(all >= 1365 && count * 20 <= all && is_known, "{refused:#?}");
}

/// The template of an example that has one.
fn template(line: &str) -> Option<Template> {
    let text = |key: &str| {
        let start = line.find(&format!("\"{key}\":\""))? + key.len() + 4;
        let rest = line.get(start..)?;
        Some(rest.get(..rest.find('"')?)?.to_owned())
    };
    let version = if text("url_version").is_some_and(|version| version == "beta") { "beta" } else { "v1.0" };
    let names_link = |option: &&&str| line.contains(&format!("\"query\":[[\"{option}\""));
    let link = ["$id", "@id"].iter().find(names_link).copied().unwrap_or_default();
    Some((version, text("method")?, text("path_template")?, link))
}

/// A declaration without a body of its own: what the documentation writes there is another test's.
fn declaration(version: &str, method: &str, path: &str, link: &str) -> (TokenStream, TokenStream) {
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
    if !link.is_empty() {
        fields.insert(format!("#[graph(query = {link:?})] link: String,"));
    }
    let fields: String = fields.into_iter().collect();
    let args = format!("{method}, {written:?}, builder = false, version = {version:?}").parse().unwrap();
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
