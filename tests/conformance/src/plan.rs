//! Which examples share a declaration, and which are none.

use std::collections::BTreeMap;

use cargo_graph::model::{Declaration, Leaf, Type};
use cargo_graph::{Cause, Content, Example, Operation, Options, declare, file, operations};

use crate::corpus::Case;
use crate::report::Report;

/// A declaration to generate.
#[derive(Debug)]
pub(crate) struct Module {
    /// The module's name.
    pub(crate) name: String,
    /// The source.
    pub(crate) source: String,
    /// The endpoints in it that cases go through.
    pub(crate) endpoints: Vec<String>,
    /// Whether a warning of the compiler's is an error.
    pub(crate) is_strict: bool,
    /// Method and path, for messages.
    pub(crate) title: String,
    /// Indices into the cases.
    pub(crate) cases: Vec<usize>,
    /// The cases as the generated program reads them.
    pub(crate) lines: Vec<String>,
}

/// Writes the declarations of all examples that can be declared.
pub(crate) fn plan(cases: &[Case], exact: bool, report: &mut Report) -> Vec<Module> {
    let options = Options { exact, ..Options::default() };
    // Examples that send or get different kinds of content need declarations of their own.
    let mut kinds: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, case) in cases.iter().enumerate() {
        match alone(&case.example, &options) {
            Ok(()) => kinds.entry(kind(&case.example)).or_default().push(index),
            Err((rule, why)) => report.broken(rule, &case.id, &why),
        }
    }
    let mut modules = Vec::new();
    for indices in kinds.values() {
        let examples = indices.iter().filter_map(|index| cases.get(*index)).map(|case| &case.example);
        for operation in operations(examples, &options) {
            let name = format!("m{:04}", modules.len());
            modules.extend(module(name, &operation, cases, indices, &options, report));
        }
    }
    modules
}

/// The module of an operation, whose examples are among the cases with these indices.
fn module(
    name: String,
    operation: &Operation<'_>,
    cases: &[Case],
    indices: &[usize],
    options: &Options,
    report: &mut Report,
) -> Option<Module> {
    let its: Vec<(usize, &Case)> = indices
        .iter()
        .filter_map(|index| Some((*index, cases.get(*index)?)))
        .filter(|(_, case)| {
            operation.examples.iter().any(|(example, _)| std::ptr::eq(*example, &raw const case.example))
        })
        .collect();
    let method = its.first().map(|(_, case)| case.example.request.method.as_str()).unwrap_or_default();
    let title = format!("{method} {}", operation.template.declared());
    match declare(operation, options) {
        Ok(declaration) => {
            count(&declaration, report);
            Some(Module {
                lines: its.iter().map(|(_, case)| line(&name, &declaration.endpoint.name, case)).collect(),
                endpoints: vec![declaration.endpoint.name.clone()],
                is_strict: false,
                cases: its.iter().map(|(index, _)| *index).collect(),
                source: file(&[declaration]),
                name,
                title,
            })
        }
        Err(error) => {
            report.gap(&title, &error.message);
            None
        }
    }
}

/// Counts the fields, and those of which the examples tell nothing.
fn count(declaration: &Declaration, report: &mut Report) {
    let of_types = declaration.types.iter().flat_map(Type::fields);
    for field in declaration.endpoint.fields.iter().chain(of_types) {
        report.fields += 1;
        report.open_fields += usize::from(matches!(field.ty.leaf(), Some(Leaf::Json | Leaf::RawJson)));
    }
}

/// Whether the example can be declared by itself; if not, the rule that it breaks.
fn alone(example: &Example, options: &Options) -> Result<(), (&'static str, String)> {
    for operation in operations([example], options) {
        if let Err(error) = declare(&operation, options) {
            return Err((rule(error.cause), error.message));
        }
    }
    Ok(())
}

fn rule(cause: Cause) -> &'static str {
    match cause {
        Cause::InvalidJson => "a body that is no valid JSON (RFC 8259)",
        Cause::BodyWithoutMeaning => "a GET or DELETE with a body (RFC 9110, 9.3.1 and 9.3.5)",
        Cause::NoPath => "a path that is none",
        Cause::NoMethod => "a method that Graph doesn't have",
        Cause::RepeatedOption => "a query option twice (OData URL conventions, 5.1)",
        Cause::NoOption => "a query option that is none (OData URL conventions, 5)",
        Cause::NoHeader => "a header that is none (RFC 9110, 5)",
        Cause::NoStatus => "a status that is none (RFC 9110, 15)",
        Cause::NoType => "an @odata.type that is no text (OData JSON format, 4.6.3)",
        Cause::NoName => "no name can be made",
    }
}

/// Examples of one kind can be merged.
fn kind(example: &Example) -> String {
    let body = match example.request.content() {
        Content::None => "none".to_owned(),
        Content::Json(cargo_graph::json::Json::Object(_)) => "object".to_owned(),
        Content::Json(_) => "json".to_owned(),
        Content::Other { content_type } => content_type,
        Content::Invalid(_) => "invalid".to_owned(),
    };
    let success = example.responses.iter().filter(|response| response.status < 300);
    let responses: Vec<&str> = success
        .map(|response| match response.content() {
            Content::None => "none",
            Content::Json(json) if matches!(json.get("value"), Some(cargo_graph::json::Json::Array(_))) => {
                "list"
            }
            Content::Json(cargo_graph::json::Json::Object(_)) => "object",
            Content::Json(_) => "json",
            Content::Other { .. } | Content::Invalid(_) => "bytes",
        })
        .collect();
    format!("{body}, {}", responses.join(" "))
}

/// The declaration's name and the case, as one line of JSON.
pub(crate) fn line(module: &str, endpoint: &str, case: &Case) -> String {
    let request = &case.example.request;
    let url = cargo_graph::url::encoded(&request.url);
    let responses: Vec<_> = case
        .example
        .responses
        .iter()
        .map(|response| {
            serde_json::json!({
                "status": response.status,
                "headers": response.headers,
                "body": response.body.as_deref().unwrap_or_default(),
            })
        })
        .collect();
    let case = serde_json::json!({
        "id": case.id,
        "request": {
            "method": request.method,
            "url": url,
            "headers": request.headers,
            "body": request.body.as_deref().unwrap_or_default(),
        },
        "responses": responses,
    });
    serde_json::json!([format!("{module}::{endpoint}"), case]).to_string()
}
