//! What is said about declarations, over a service of the tests' own and, where the corpus is, over Graph's.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics is a test that fails")]

use std::io::Read as _;

use graph_endpoint_schema::csdl;
use graph_endpoint_schema::snapshot::{Snapshot, Source};
use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use crate::parse::{Declaration, EndpointArgs, Item, TypeArgs};
use crate::problems::Problems;
use crate::verify::EndpointFindings;
use crate::{assign, check, verify};

mod endpoints;
mod forms;
mod found;
mod mutations;
mod templates;
mod type_mutations;
mod types;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/checked/");

/// Of the tests' own service.
fn small() -> Snapshot {
    imported(&std::fs::read(format!("{FOLDER}metadata.xml")).unwrap())
}

fn imported(xml: &[u8]) -> Snapshot {
    let source = Source { version: "v1.0", cloud: "global", date: Some("2026-08-04"), xml };
    Snapshot::new(csdl::parse(xml).unwrap().to_snapshot(&source)).unwrap()
}

/// What is reported about an endpoint that is sound without a schema.
fn endpoint(snapshot: &Snapshot, args: TokenStream, item: TokenStream) -> Vec<String> {
    let (found, _, is_sound) = declared(snapshot, args, item);
    assert!(is_sound, "{found:?}");
    found
}

/// What is reported about an endpoint, what the schema says of it, and whether it is sound without one.
fn declared(
    snapshot: &Snapshot,
    args: TokenStream,
    item: TokenStream,
) -> (Vec<String>, Option<EndpointFindings>, bool) {
    let item = Item::parse(item).unwrap().item;
    let mut problems = Problems::default();
    let declaration = Declaration::parse(EndpointArgs::parse(args, &mut problems), &item, &mut problems);
    let endpoint = assign::endpoint(&declaration, &mut problems);
    if let Some(endpoint) = &endpoint {
        check::endpoint(endpoint, &mut problems);
    }
    let (Some(endpoint), true) = (endpoint, problems.is_empty()) else {
        return (messages(problems), None, false);
    };
    let mut findings = None;
    if !endpoint.unverified {
        findings = verify::endpoint_against(snapshot, &endpoint, &declaration.args, &mut problems);
    }
    (messages(problems), findings, true)
}

/// What is reported about a type.
fn graph_type(snapshot: &Snapshot, args: TokenStream, item: TokenStream) -> Vec<String> {
    let item = Item::parse(item).unwrap().item;
    let mut problems = Problems::default();
    let declaration = Declaration::parse(TypeArgs::parse(args, &mut problems), &item, &mut problems);
    let graph_type = assign::graph_type(&declaration, &mut problems).unwrap();
    assert!(problems.is_empty(), "{:?}", messages(problems));
    verify::types::graph_type(snapshot, &graph_type, &mut problems);
    messages(problems)
}

/// The first line of each.
fn messages(problems: Problems) -> Vec<String> {
    fn literals(tokens: TokenStream, found: &mut Vec<String>) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => literals(group.stream(), found),
                TokenTree::Literal(literal) => {
                    let text: syn::LitStr = syn::parse2(quote!(#literal)).unwrap();
                    found.push(text.value().lines().next().unwrap_or_default().to_owned());
                }
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    literals(problems.into_compile_errors(), &mut found);
    found
}

/// The line that this crate was made for is what the documentation says, and not what the service has.
#[test]
fn the_first_line_is_refused_by_graphs_own_schema() {
    let line = || quote!(PATCH, "/deviceAppManagement/iosManagedAppProtections/<id>/assignments");
    let unverified =
        || quote!(PATCH, "/deviceAppManagement/iosManagedAppProtections/<id>/assignments", unverified);
    let item = || quote! { pub struct UpdateAssignments { id: String, target: AssignmentTarget } };
    let refused = [
        "PATCH is not allowed on `/deviceAppManagement/iosManagedAppProtections/<id>/assignments`; there are `GET` and `POST`, and PATCH on `.../assignments/{id}`; write `unverified` if you know better",
    ];
    let mut snapshots = vec![small()];
    snapshots.extend(published("v1.0"));
    for snapshot in snapshots {
        assert_eq!(endpoint(&snapshot, line(), item()), refused);
        assert_eq!(endpoint(&snapshot, unverified(), item()), [""; 0]);
    }
}

/// The compile-fail cases read it from a file, as users do. `SNAPSHOT=overwrite` writes that anew.
#[test]
fn the_snapshot_of_the_cases_is_that_of_their_metadata() {
    let file = format!("{FOLDER}graph-schema/v1.0.txt");
    let snapshot = small();
    if std::env::var_os("SNAPSHOT").is_some_and(|value| value == "overwrite") {
        std::fs::write(&file, snapshot.text()).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(file).unwrap_or_default(),
        snapshot.text(),
        "SNAPSHOT=overwrite writes it anew"
    );
}

/// Graph's own, of a version as the corpus names its file, where the corpus is.
fn published(name: &str) -> Option<Snapshot> {
    let path = format!("{}/../../shared/corpus/metadata-{name}.xml.gz", env!("CARGO_MANIFEST_DIR"));
    let Ok(packed) = std::fs::read(path) else {
        println!("skipped: the published metadata is not here");
        return None;
    };
    let mut xml = Vec::new();
    flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut xml).unwrap();
    Some(imported(&xml))
}
