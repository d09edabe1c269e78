//! Declarations behind what a file has already.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{Item, UseTree};

use crate::file::imports_of;
use crate::merge::{merged, rename};
use crate::model::Declaration;
use crate::print::print;
use crate::rust_file;

/// What is written behind a file.
#[derive(Debug)]
pub struct Appended {
    /// Begins on a line of its own.
    pub text: String,
    /// Types of the file that are used.
    pub reused: Vec<String>,
    /// Endpoints that the file has just so.
    pub there: Vec<String>,
}

/// The text to write behind `file`: what it doesn't have yet of the types, and the `use` lines that it lacks.
///
/// # Errors
/// The file is no Rust, or has an item with an endpoint's name.
pub fn appended(file: &str, declarations: &[Declaration]) -> Result<Appended, String> {
    let parsed = rust_file::parse(file).map_err(|error| format!("this is no Rust: {error}"))?;
    let items: Vec<(String, Option<String>)> = parsed.items.iter().filter_map(named).collect();
    let mut declarations = merged(declarations);
    let mut there = Vec::new();
    declarations.retain(|declaration| {
        let is_there = parsed.items.iter().any(|item| is_same(item, declaration));
        there.extend(is_there.then(|| declaration.endpoint.name.clone()));
        !is_there
    });
    if declarations.is_empty() {
        return Ok(Appended { text: String::new(), reused: Vec::new(), there });
    }
    let mut reused = Vec::new();
    for index in 0..declarations.len() {
        let Some(declaration) = declarations.get(index) else { break };
        let endpoint = &declaration.endpoint.name;
        if items.iter().any(|(name, _)| name == endpoint) {
            return Err(format!("there is a `{endpoint}` already; write another with `--name`"));
        }
        let types: Vec<(String, Option<String>)> =
            declaration.types.iter().map(|ty| (ty.name.clone(), ty.odata_type.clone())).collect();
        for (name, odata_type) in types {
            let Some((_, known)) = items.iter().find(|(known, _)| *known == name) else { continue };
            if known.is_some() && (odata_type.is_none() || *known == odata_type) {
                declarations.iter_mut().for_each(|other| other.types.retain(|ty| ty.name != name));
                reused.push(name);
            } else {
                let own: BTreeSet<String> =
                    declarations.iter().flat_map(|other| &other.types).map(|ty| ty.name.clone()).collect();
                let is_taken =
                    |free: &str| own.contains(free) || items.iter().any(|(known, _)| known == free);
                let free = graph_endpoint_schema::naming::unused(&name, is_taken);
                declarations.iter_mut().for_each(|other| rename(other, &name, &free));
            }
        }
    }
    let mut known = BTreeSet::new();
    for item in &parsed.items {
        if let Item::Use(item) = item {
            names(&item.tree, "", &mut known);
        }
    }
    let imports = imports_of(declarations.iter().flat_map(Declaration::types_named));
    let missing = missing(&imports, &known);
    let mut text = String::new();
    if !file.is_empty() {
        text.push_str(if file.ends_with('\n') { "\n" } else { "\n\n" });
    }
    for name in &missing {
        text.push_str(&format!("use {name};\n"));
    }
    for (index, declaration) in declarations.iter().enumerate() {
        if index > 0 || !missing.is_empty() {
            text.push('\n');
        }
        text.push_str(&print(declaration));
    }
    Ok(Appended { text, reused, there })
}

/// Whether an item is the endpoint of a declaration, word by word, but for its docs.
fn is_same(item: &Item, declaration: &Declaration) -> bool {
    let Item::Struct(known) = item else { return false };
    if known.ident != declaration.endpoint.name {
        return false;
    }
    let written = syn::parse_file(&print(declaration)).map(|file| file.items).unwrap_or_default();
    let own = written.into_iter().find_map(|item| match item {
        Item::Struct(item) if item.ident == known.ident => Some(item),
        _ => None,
    });
    own.is_some_and(|own| tokens(own).eq(&tokens(known.clone())))
}

/// A struct's tokens, without docs.
fn tokens(mut item: syn::ItemStruct) -> Vec<String> {
    let is_doc = |attribute: &syn::Attribute| attribute.path().is_ident("doc");
    item.attrs.retain(|attribute| !is_doc(attribute));
    item.fields.iter_mut().for_each(|field| field.attrs.retain(|attribute| !is_doc(attribute)));
    let mut tokens = Vec::new();
    flatten(item.into_token_stream(), &mut tokens);
    tokens
}

/// Takes groups apart. The comma behind the last item of one says nothing.
fn flatten(stream: TokenStream, into: &mut Vec<String>) {
    for token in stream {
        match token {
            TokenTree::Group(group) => {
                let kind = group.delimiter();
                into.push(format!("{kind:?} begins"));
                flatten(group.stream(), into);
                into.pop_if(|last| last == ",");
                into.push(format!("{kind:?} ends"));
            }
            token => into.push(token.to_string()),
        }
    }
}

/// An item's name; of a type of Graph's also what that is called there, empty where nothing is said.
fn named(item: &Item) -> Option<(String, Option<String>)> {
    let (name, attributes) = match item {
        Item::Struct(item) => (&item.ident, &item.attrs),
        Item::Enum(item) => (&item.ident, &item.attrs),
        Item::Type(item) => (&item.ident, &item.attrs),
        Item::Trait(item) => (&item.ident, &item.attrs),
        Item::Union(item) => (&item.ident, &item.attrs),
        _ => return None,
    };
    let is_type = |attribute: &&syn::Attribute| {
        attribute.path().segments.last().is_some_and(|last| last.ident == "graph_type")
    };
    let graph_name = attributes.iter().find(is_type).map(|attribute| {
        let text = attribute.parse_args_with(|input: syn::parse::ParseStream<'_>| {
            let text = input.parse::<syn::LitStr>();
            let _: syn::Result<proc_macro2::TokenStream> = input.parse();
            text
        });
        text.map(|text| text.value().trim_start_matches('#').to_owned()).unwrap_or_default()
    });
    Some((name.to_string(), graph_name))
}

/// Every path that a `use` names; a glob ends in `*`.
fn names(tree: &UseTree, before: &str, known: &mut BTreeSet<String>) {
    match tree {
        UseTree::Path(path) => names(&path.tree, &format!("{before}{}::", path.ident), known),
        UseTree::Name(name) => drop(known.insert(format!("{before}{}", name.ident))),
        UseTree::Glob(_) => drop(known.insert(format!("{before}*"))),
        UseTree::Rename(_) => {}
        UseTree::Group(group) => group.items.iter().for_each(|tree| names(tree, before, known)),
    }
}

/// What the lines of imports bring that isn't there.
fn missing(imports: &str, known: &BTreeSet<String>) -> BTreeSet<String> {
    let mut wanted = BTreeSet::new();
    for line in imports.lines() {
        if let Ok(syn::ItemUse { tree, .. }) = syn::parse_str(line) {
            names(&tree, "", &mut wanted);
        }
    }
    let is_there = |name: &String| {
        let module = name.rsplit_once("::").map_or("", |(module, _)| module);
        known.contains(name) || known.contains(&format!("{module}::*"))
    };
    wanted.retain(|name| !is_there(name));
    wanted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, declare_all, read};

    fn added(file: &str, example: &str) -> Result<Appended, String> {
        let examples = read(example).unwrap().examples;
        appended(file, &declare_all(examples, &Options::default(), &mut Vec::new()).unwrap())
    }

    const EXAMPLE: &str = "GET /buoys/1\n\nHTTP/1.1 200 OK\n\n{\"id\": \"1\", \"owner\": {\"id\": \"2\", \"laidDateTime\": \"2024-03-01T09:00:00Z\"}}";

    #[test]
    fn what_is_there_is_used() {
        let file =
            "use graph_endpoint::{edm, prelude::*};\n\n#[graph_type]\npub struct Owner {\n    id: String,\n}";
        let Appended { text, reused, .. } = added(file, EXAMPLE).unwrap();
        assert_eq!(reused, ["Owner"]);
        let again = added(&format!("{file}{text}"), EXAMPLE).unwrap();
        assert_eq!((again.text.as_str(), again.there.as_slice()), ("", ["GetBuoy".to_owned()].as_slice()));
        assert!(
            text.starts_with("\n\n///") && !text.contains("struct Owner") && !text.contains("use "),
            "{text}"
        );
        assert!(text.contains("owner: Option<Owner>"), "{text}");
    }

    #[test]
    fn others_get_a_name_of_their_own() {
        let file = "use graph_endpoint::prelude::*;\nstruct Owner;\n";
        let Appended { text, .. } = added(file, EXAMPLE).unwrap();
        assert!(
            text.starts_with("\nuse graph_endpoint::edm;\n\n") && text.contains("owner: Option<Owner2>"),
            "{text}"
        );
        assert!(added("struct GetBuoy;", EXAMPLE).unwrap_err().contains("`--name`"));
        assert!(added("fn (", EXAMPLE).unwrap_err().contains("no Rust"));
        assert!(
            added("", EXAMPLE)
                .unwrap()
                .text
                .starts_with("use graph_endpoint::edm;\nuse graph_endpoint::prelude::*;\n\n")
        );
    }
}
