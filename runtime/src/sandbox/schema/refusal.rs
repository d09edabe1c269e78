//! The errors that Graph responds with, in the words of its OData library, which users and other programs know.

use graph_endpoint_schema::snapshot::{Name, TypeRef};

use crate::sandbox::SandboxError;
use crate::sandbox::dispatch::method_not_allowed;

const CODE: &str = "BadRequest";

/// There is nothing of this name at this place of the path.
pub(super) fn segment(name: &str) -> SandboxError {
    SandboxError::new(400, CODE, format!("Resource not found for the segment '{name}'."))
}

pub(super) fn method(allowed: &[&'static str]) -> SandboxError {
    method_not_allowed(allowed.iter().copied())
}

/// A property in `$filter` or `$orderby` that isn't there.
pub(super) fn queried(name: &str, of: Name<'_>) -> SandboxError {
    SandboxError::new(400, CODE, format!("Could not find a property named '{name}' on type '{of}'."))
}

/// A property in `$select` or `$expand` that isn't there.
pub(super) fn selected(name: &str, of: Name<'_>) -> SandboxError {
    let message = format!(
        "Parsing OData Select and Expand failed: Could not find a property named '{name}' on type '{of}'."
    );
    SandboxError::new(400, CODE, message)
}

/// A property in a body that isn't there.
pub(super) fn written(name: &str, of: Name<'_>) -> SandboxError {
    let message = format!(
        "The property '{name}' does not exist on type '{of}'. Make sure to only use property names that are defined by the type."
    );
    SandboxError::new(400, CODE, message)
}

/// A parameter that the action doesn't have.
pub(super) fn parameter(name: &str, of: Name<'_>) -> SandboxError {
    let message = format!(
        "The parameter '{name}' in the request payload is not a valid parameter for the operation '{}'.",
        of.local()
    );
    SandboxError::new(400, CODE, message)
}

/// A parameter that must be there.
pub(super) fn missing(name: &str, of: Name<'_>) -> SandboxError {
    let message =
        format!("The parameter '{name}' of the operation '{}' is required and missing.", of.local());
    SandboxError::new(400, CODE, message)
}

/// A property that the service makes.
pub(super) fn read_only(name: &str) -> SandboxError {
    SandboxError::new(400, CODE, format!("Property '{name}' is read-only and cannot be set."))
}

/// A reference that doesn't say to what.
pub(super) fn without_reference() -> SandboxError {
    SandboxError::new(400, CODE, "The request has no '@odata.id' to refer to.")
}

/// An option that OData doesn't have.
pub(super) fn option(name: &str) -> SandboxError {
    SandboxError::new(400, CODE, format!("The query parameter '{name}' is not supported."))
}

/// An option that this resource doesn't take.
pub(super) fn not_taken(option: &str) -> SandboxError {
    SandboxError::new(400, CODE, format!("Query option '{option}' is not allowed for this resource."))
}

/// What only the index that is updated later knows, asked for without its header.
const UNSUPPORTED: &str = "Request_UnsupportedQuery";

pub(super) fn not_searched() -> SandboxError {
    let message = "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'";
    SandboxError::new(400, UNSUPPORTED, message)
}

pub(super) fn not_counted() -> SandboxError {
    let message =
        "$count is not currently supported without the request header 'ConsistencyLevel: eventual'.";
    SandboxError::new(400, "Request_BadRequest", message)
}

pub(super) fn not_filtered() -> SandboxError {
    let message = "Unsupported query: 'ne', 'not' and 'endsWith' need '$count=true' and the request header 'ConsistencyLevel: eventual'.";
    SandboxError::new(400, UNSUPPORTED, message)
}

/// An option of another kind. The value itself isn't repeated.
pub(super) fn option_value(name: &str, expected: &str) -> SandboxError {
    SandboxError::new(
        400,
        CODE,
        format!("Invalid value for the {name} query option; it requires {expected}."),
    )
}

/// An option of many things, said of one.
pub(super) fn of_collection() -> SandboxError {
    let message = "The requested resource is not a collection. Query options $filter, $orderby, $skip, $search, and $top can be applied only on collections.";
    SandboxError::new(400, CODE, message)
}

/// A property in `$expand` that holds a value and no relation.
pub(super) fn expanded(name: &str, of: Name<'_>) -> SandboxError {
    let message = format!(
        "Parsing OData Select and Expand failed: Property '{name}' on type '{of}' is not a navigation property or complex property. Only navigation properties can be expanded."
    );
    SandboxError::new(400, CODE, message)
}

/// Two values that can't be compared.
pub(super) fn operands(left: &str, right: &str, operator: &str) -> SandboxError {
    let message = format!(
        "A binary operator with incompatible types was detected. Found operand types '{left}' and '{right}' for operator kind '{operator}'."
    );
    SandboxError::new(400, CODE, message)
}

/// `$filter` or `$orderby` by what is none.
pub(super) fn no_condition(option: &str, expected: &str) -> SandboxError {
    SandboxError::new(400, CODE, format!("The ${option} expression must evaluate to a single {expected}."))
}

/// A function that OData doesn't have.
pub(super) fn function(name: &str) -> SandboxError {
    SandboxError::new(400, CODE, format!("An unknown function with name '{name}' was found."))
}

/// A function of texts, of something else.
pub(super) fn arguments(function: &str) -> SandboxError {
    let message = format!(
        "No function signature for the function with name '{function}' matches the specified arguments."
    );
    SandboxError::new(400, CODE, message)
}

/// An expression that ends too early, or too late.
pub(super) fn syntax(problem: &str) -> SandboxError {
    SandboxError::new(400, CODE, format!("Syntax error: {problem} in the expression."))
}

/// A value of another kind than the property's. The value itself isn't repeated.
pub(super) fn value(of: TypeRef<'_>) -> SandboxError {
    SandboxError::new(400, CODE, format!("Cannot convert the literal to the expected type '{of}'."))
}

/// An `@odata.type` that the schema doesn't have.
pub(super) fn type_name(name: &str) -> SandboxError {
    let message = format!(
        "A type named '{name}' could not be resolved by the model. When a model is available, each type name must resolve to a valid type."
    );
    SandboxError::new(400, CODE, message)
}
