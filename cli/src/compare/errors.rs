//! What the compiler would say of declarations with a schema: the macros' own verification, and what they leave to the
//! compiler because it needs more than one declaration.

use std::collections::BTreeMap;
use std::sync::Arc;

use graph_endpoint_declaration::model::{Body, Shape, Version};
use graph_endpoint_declaration::parse::{spelt, wrapped};
use graph_endpoint_declaration::problems::Problems;
use graph_endpoint_declaration::verify::{self, TypeFindings, Undeclared};
use graph_endpoint_schema::snapshot::Snapshot;
use proc_macro2::Span;

use super::Error;
use crate::source::{Endpoint, Source, Type};

/// Of each endpoint, and then of each type.
pub(super) fn of(source: &Source, version: &str, snapshot: &Arc<Snapshot>) -> Vec<Vec<Error>> {
    let snapshot_of = |asked: Version, _: &mut Problems| (asked.name() == version).then(|| snapshot.clone());
    let mut of_types = Vec::new();
    let mut known = BTreeMap::<&str, Vec<(&Type, TypeFindings)>>::new();
    for ty in &source.types {
        let mut problems = Problems::default();
        let findings = verify::graph_type(&ty.declared, snapshot_of, &mut problems);
        known.entry(&ty.name).or_default().push((ty, findings));
        of_types.push(errors(&problems, ty.place.line));
    }
    let of_endpoint = |endpoint: &Endpoint| {
        let mut problems = Problems::default();
        let findings = verify::endpoint(&endpoint.declared, &endpoint.args, snapshot_of, &mut problems);
        for related in &findings.related {
            // What can be several types by its name may be the one that is meant.
            let named = known.get(last_name(&related.ty).as_str()).map_or(&[][..], Vec::as_slice);
            if !named.is_empty() && !named.iter().any(|(_, ty)| related.is_met_by(&ty.names)) {
                problems.at(&related.ty, related.message.clone());
            }
        }
        for ty in sent(&endpoint.declared.body) {
            if let Some([(declared, findings)]) = known.get(last_name(ty).as_str()).map(Vec::as_slice)
                && let Some(message) = loss(declared, findings)
            {
                problems.at(ty, message);
            }
        }
        errors(&problems, endpoint.place.line)
    };
    source.endpoints.iter().map(of_endpoint).chain(of_types).collect()
}

fn errors(problems: &Problems, line_of_item: usize) -> Vec<Error> {
    let line = |span: Span| Some(span.start().line).filter(|line| *line > 0).unwrap_or(line_of_item);
    problems
        .iter()
        .map(|problem| Error { line: line(problem.span()), message: problem.message().to_owned() })
        .collect()
}

/// The types of what a request writes; what a function of the user's writes is the function's affair.
fn sent(body: &Body) -> Vec<&syn::Type> {
    match body {
        Body::None => Vec::new(),
        Body::Whole(whole) => vec![&whole.field.ty],
        Body::Object(object) => {
            let known = object.properties.known().iter();
            known
                .filter(|property| property.serialize_with.is_none())
                .map(|property| &property.field.ty)
                .collect()
        }
    }
}

/// What is lost of a type that is written back, if it doesn't keep what it doesn't declare.
fn loss(declared: &Type, findings: &TypeFindings) -> Option<String> {
    let keeps = matches!(&declared.declared.shape, Shape::Object { properties, .. } if properties.additional().is_some());
    if declared.declared.lossy || keeps {
        return None;
    }
    let Undeclared::Properties(lost) = &findings.undeclared else { return None };
    let names: Vec<String> = lost.iter().map(|name| format!("`{name}`")).collect();
    let name = &declared.name;
    Some(format!(
        "`{name}` is written back without the properties that it doesn't declare: {}; declare them, or write `Kept<{name}>`",
        names.join(", ")
    ))
}

/// The name of a type, or of what it holds. A name is all that the source says of a type.
fn last_name(ty: &syn::Type) -> String {
    const HOLDERS: &[&str] = &["Page", "Option", "Nullable", "Vec", "Box"];
    if let Some((_, inner)) = wrapped(ty, HOLDERS) {
        return last_name(inner);
    }
    let text = spelt(ty);
    text.rsplit("::").next().unwrap_or(&text).to_owned()
}
