//! From exchanges to constants in TypeScript, each of the type that the metadata gives it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};

use graph_endpoint_schema::path::PathTemplate;
use graph_endpoint_schema::resolve::Request;
use graph_endpoint_schema::snapshot::{Name, Snapshot, TypeRef};
use serde_json::{Map, Value};

pub(super) struct Constants<'s> {
    snapshot: &'s Snapshot,
    /// Each once, whatever number of times it was sent.
    lines: BTreeSet<String>,
    /// What can't be judged, by why.
    passed_over: BTreeMap<&'static str, BTreeSet<String>>,
}

/// What Microsoft's package calls namespaces that a type's name would collide with.
const NAMESPACES: &[(&str, &str)] = &[
    ("microsoft.graph.callRecords.", "CallRecords."),
    ("microsoft.graph.externalConnectors.", "ExternalConnectors."),
    ("microsoft.graph.identityGovernance.", "IdentityGovernanceNamespace."),
    ("microsoft.graph.partners.billing.", "Partners.Billing."),
    ("microsoft.graph.search.", "Search."),
    ("microsoft.graph.security.", "SecurityNamespace."),
    ("microsoft.graph.termStore.", "TermStore."),
    ("microsoft.graph.", ""),
];

impl<'s> Constants<'s> {
    pub(super) fn new(snapshot: &'s Snapshot) -> Self {
        Self { snapshot, lines: BTreeSet::new(), passed_over: BTreeMap::new() }
    }

    pub(super) fn count(&self) -> usize {
        self.lines.len()
    }

    /// Adds the bodies of a line of a journal.
    pub(super) fn add(&mut self, exchange: &Value) {
        let text = |name: &str| exchange[name].as_str().unwrap();
        let (method, target) = (text("method"), text("target"));
        let Some(path) = target.split('?').next().and_then(|path| path.strip_prefix("/v1.0/")) else {
            return;
        };
        if path == "$batch" {
            return;
        }
        let call = format!("{method} /{path}");
        let status = exchange["status"].as_u64().unwrap();
        if status >= 400 {
            if let Some(body) = exchange["response"].as_object() {
                self.line(&call, "{ error: mg.PublicError }", &Value::Object(without_ids(body.clone())));
            }
            return;
        }
        match self.types(method, path) {
            Ok((request, response)) => {
                for (body, ty) in [(&exchange["request"], request), (&exchange["response"], response)] {
                    if let (Some(ty), false) = (ty, body.is_null()) {
                        self.line(&call, &ty, body);
                    }
                }
            }
            Err(why) => drop(self.passed_over.entry(why).or_default().insert(call)),
        }
    }

    fn line(&mut self, call: &str, ty: &str, body: &Value) {
        self.lines.insert(format!("of<{ty}>({}); // {call}", self.literal(body)));
    }

    /// The types of a request's body and of a response's.
    fn types(&self, method: &str, path: &str) -> Result<(Option<String>, Option<String>), &'static str> {
        let (template, problems) = PathTemplate::parse(&format!("/{path}"));
        let place = self.snapshot.resolve(&template).ok().filter(|_| problems.is_empty());
        let place = place.ok_or("the metadata doesn't have the path")?;
        let Ok(operation) = place.operation(method) else {
            // Documented and not in the metadata, as PATCH on a collection: it is about one of them.
            let one = typescript(place.ty.item());
            return Ok((Some(one.clone()), Some(one)));
        };
        let request = match operation.request {
            Request::None | Request::Stream => None,
            Request::Reference => Some("{}".to_owned()),
            Request::Value(ty) => Some(typescript(ty)),
            Request::Parameters(operation) => {
                let mut ty = "{ ".to_owned();
                for parameter in operation.parameters() {
                    let null = if parameter.ty.is_nullable { " | null" } else { "" };
                    // The metadata has some in PascalCase which the service takes in camelCase as well.
                    for name in BTreeSet::from([parameter.name.to_owned(), lower_first(parameter.name)]) {
                        let _ = write!(ty, "{name}?: {}{null}; ", typescript(parameter.ty));
                    }
                }
                Some(ty + "}")
            }
        };
        let is_wrapped = |ty: TypeRef<'_>| ty.is_collection || ty.name.is_primitive();
        let response = operation.response.map(|ty| match is_wrapped(ty) && !path.ends_with("/$count") {
            true => format!("{{ value: {} }}", typescript(ty)),
            false => typescript(ty),
        });
        Ok((request, response))
    }

    /// A literal without annotations; an object that names its type is held against that type.
    fn literal(&self, value: &Value) -> String {
        match value {
            Value::Object(object) => {
                let mut text = "{".to_owned();
                for (name, value) in object.iter().filter(|(name, _)| !is_annotation(name)) {
                    let _ = write!(text, " {}: {},", Value::from(name.as_str()), self.literal(value));
                }
                text.push_str(" }");
                let name = object
                    .get("@odata.type")
                    .and_then(Value::as_str)
                    .map(|name| name.trim_start_matches('#'));
                match name.and_then(|name| self.snapshot.type_named(name)) {
                    Some(ty) => format!("of<{}>({text})", named(ty.name())),
                    None => text,
                }
            }
            Value::Array(items) => {
                let items: Vec<String> = items.iter().map(|item| self.literal(item)).collect();
                format!("[{}]", items.join(", "))
            }
            other => other.to_string(),
        }
    }

    pub(super) fn report(&self) -> String {
        let mut text = format!("{} bodies", self.lines.len());
        for (why, calls) in &self.passed_over {
            let _ = write!(text, "; {} calls passed over, {why}: {calls:?}", calls.len());
        }
        text
    }
}

/// A module in TypeScript.
impl fmt::Display for Constants<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("import type * as mg from \"@microsoft/microsoft-graph-types\";\n\n")?;
        f.write_str("declare function of<T>(value: T): T;\n\n")?;
        self.lines.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

fn typescript(ty: TypeRef<'_>) -> String {
    let one = match ty.name.is_primitive() {
        true => primitive(&ty.name.to_string()).to_owned(),
        false => named(ty.name),
    };
    if ty.is_collection { format!("({one})[]") } else { one }
}

/// The types that are there for what nobody has declared.
const FREE: &[&str] =
    &["microsoft.graph.fieldValueSet", "microsoft.graph.Json", "microsoft.graph.openTypeExtension"];

fn named(name: Name<'_>) -> String {
    let full = name.to_string();
    if FREE.contains(&full.as_str()) {
        return "any".to_owned();
    }
    let (namespace, local) = NAMESPACES
        .iter()
        .find_map(|(theirs, ours)| Some((ours, full.strip_prefix(theirs)?)))
        .unwrap_or((&"", full.as_str()));
    let mut letters = local.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    format!("mg.{namespace}{}{}", first.unwrap_or_default(), letters.as_str())
}

fn primitive(name: &str) -> &'static str {
    match name.trim_start_matches("Edm.") {
        "Boolean" => "boolean",
        "Byte" | "SByte" | "Int16" | "Int32" | "Int64" | "Single" | "Double" | "Decimal" => "number",
        "Stream" | "Untyped" => "any",
        _ => "string",
    }
}

/// Annotations, and the properties that a tenant adds to its directory: no type has either.
fn is_annotation(name: &str) -> bool {
    name.contains('@') || name.starts_with("extension_")
}

/// Microsoft's type of an error leaves out what every response has in it.
fn without_ids(mut body: Map<String, Value>) -> Map<String, Value> {
    let inner = body.get_mut("error").and_then(|error| error.get_mut("innerError"));
    if let Some(inner) = inner.and_then(Value::as_object_mut) {
        for name in ["date", "request-id", "client-request-id"] {
            inner.remove(name);
        }
    }
    body
}

fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|letter| letter.to_ascii_lowercase());
    first.into_iter().collect::<String>() + letters.as_str()
}
