//! What the compiler would say of declarations with a schema: the macros' own verification, and what they leave to the
//! compiler because it needs more than one declaration.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use graph_endpoint_declaration::model::{Shape, Version};
use graph_endpoint_declaration::parse::{item, name_of_item};
use graph_endpoint_declaration::problems::Problems;
use graph_endpoint_declaration::verify::{self, TypeFindings, Undeclared};
use graph_endpoint_schema::snapshot::Snapshot;
use proc_macro2::Span;

use super::Error;
use crate::source::{Endpoint, Source, Type};

/// Of each endpoint, and then of each type.
pub(super) fn of(source: &Source, version: &str, snapshot: &Arc<Snapshot>) -> Vec<Vec<Error>> {
    let snapshot_of = |asked: Version, _: &mut Problems| (asked.name() == version).then(|| snapshot.clone());
    let mut known = Known::default();
    let mut of_types = Vec::new();
    for ty in &source.types {
        let mut problems = Problems::default();
        let findings = verify::graph_type(&ty.declared, snapshot_of, &mut problems);
        known.0.entry(&ty.name).or_default().push((ty, findings));
        of_types.push(problems);
    }
    let selected = known.selected(&source.endpoints);
    let of_endpoint = |endpoint: &Endpoint| {
        let mut problems = Problems::default();
        let findings = verify::endpoint(&endpoint.declared, &endpoint.args, snapshot_of, &mut problems);
        for related in &findings.related {
            let named = known.named(&related.ty);
            // What can be several types by its name may be the one that is meant.
            if !named.is_empty() && !named.iter().any(|(_, ty)| related.is_met_by(&ty.names)) {
                problems.at(&related.ty, related.message());
            }
        }
        known.losses(endpoint.declared.body.written(), &mut problems);
        errors(&problems, endpoint.place.line)
    };
    let mut all: Vec<Vec<Error>> = source.endpoints.iter().map(of_endpoint).collect();
    for (ty, mut problems) in source.types.iter().zip(of_types) {
        known.losses(ty.declared.nested(), &mut problems);
        if selected.contains(ty.name.as_str()) {
            known.unexpanded(&ty.name, &mut problems);
        }
        all.push(errors(&problems, ty.place.line));
    }
    all
}

/// The declared types by their names: a name is all that a source says of a type, and several can have it.
#[derive(Default)]
struct Known<'s>(BTreeMap<&'s str, Vec<(&'s Type, TypeFindings)>>);

impl Known<'_> {
    /// Those that a type, or what holds it, can be.
    fn named(&self, ty: &syn::Type) -> &[(&Type, TypeFindings)] {
        self.0.get(name_of_item(ty).as_str()).map(Vec::as_slice).unwrap_or_default()
    }

    /// The names of the types whose properties endpoints ask for by `select`, those behind `$expand` included.
    fn selected(&self, endpoints: &[Endpoint]) -> BTreeSet<&str> {
        let responses = endpoints.iter().filter_map(|endpoint| endpoint.declared.response.as_ref());
        let mut asked: Vec<&syn::Type> =
            responses.filter(|response| response.select).map(|response| item(&response.ty)).collect();
        let mut selected = BTreeSet::new();
        while let Some(ty) = asked.pop() {
            // What can be several types by its name may be one without a mistake.
            let [(Type { name, declared, .. }, _)] = self.named(ty) else { continue };
            if let (true, Shape::Object { properties, .. }) =
                (selected.insert(name.as_str()), &declared.shape)
            {
                let expanded = properties.known().iter().filter(|property| property.expand);
                asked.extend(expanded.map(|property| &property.field.ty));
            }
        }
        selected
    }

    /// What `select` can't bring of the type of that name.
    fn unexpanded(&self, name: &str, problems: &mut Problems) {
        for (_, findings) in self.0.get(name).into_iter().flatten() {
            if let Some(problem) = &findings.unexpanded {
                problems.at_span(problem.span(), problem.message());
            }
        }
    }

    /// What is lost of the types of which values are written.
    fn losses(&self, written: Vec<&syn::Type>, problems: &mut Problems) {
        for ty in written {
            if let Some((lossy, lost)) = self.loss(ty, &mut BTreeSet::new()) {
                problems.at(ty, verify::loss(lossy, &name_of_item(ty), lost));
            }
        }
    }

    /// The name of a type that is written back, or that this one holds, and what is lost of it, if it doesn't keep what it
    /// doesn't declare. `asked` are the names above it, since a type can hold itself.
    fn loss<'k>(&'k self, ty: &syn::Type, asked: &mut BTreeSet<&'k str>) -> Option<(&'k str, &'k str)> {
        let [(Type { name, declared, .. }, findings)] = self.named(ty) else { return None };
        if declared.lossy || !asked.insert(name) {
            return None;
        }
        let has_room = match &declared.shape {
            Shape::Object { properties, .. } => properties.additional().is_some(),
            Shape::Polymorphic(types) => types.has_room(),
            Shape::Enumeration(_) => true,
        };
        let held = match &findings.undeclared {
            Undeclared::Properties(lost) if !has_room => {
                return Some((name, lost));
            }
            Undeclared::Held(held) => held.as_slice(),
            Undeclared::Properties(_) | Undeclared::Unknown => &[],
        };
        declared.held().chain(held).find_map(|held| self.loss(held, asked))
    }
}

fn errors(problems: &Problems, line_of_item: usize) -> Vec<Error> {
    let line = |span: Span| Some(span.start().line).filter(|line| *line > 0).unwrap_or(line_of_item);
    problems
        .iter()
        .map(|problem| Error { line: line(problem.span()), message: problem.message().to_owned() })
        .collect()
}
