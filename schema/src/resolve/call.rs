//! Which overload of an action or a function a path calls.

use std::ops::Range;

use super::key::value_range;
use super::{PathProblem, PathValue, ProblemKind};
use crate::naming::{list, nearest, snake_case};
use crate::path::{Argument, Segment, Spelling, Value};
use crate::snapshot::{Operation, Parameter};

/// A call: the overload, and where it stands.
pub(super) struct Call<'s> {
    pub(super) operation: Operation<'s>,
    pub(super) range: Range<usize>,
}

impl<'s> Call<'s> {
    /// What the arguments are for.
    pub(super) fn values(&self, arguments: &[Argument<'_>]) -> Vec<PathValue<'s>> {
        let for_argument = |argument: &Argument<'_>| {
            let name = argument.name?;
            let parameter = self.operation.parameters().find(|parameter| is(parameter, name))?;
            let range = value_range(argument);
            Some(PathValue { range, name: parameter.name, key_of: None, ty: parameter.ty })
        };
        arguments.iter().filter_map(for_argument).collect()
    }
}

/// The overload that takes these arguments. Actions take theirs in the body, functions in the parentheses.
pub(super) fn choose<'s>(
    name: &str,
    arguments: Option<&[Argument<'_>]>,
    overloads: Vec<Operation<'s>>,
    segment: &Segment<'_>,
) -> Result<Call<'s>, PathProblem> {
    let range = segment.range.clone();
    let given = arguments.unwrap_or_default();
    let fits = |operation: &Operation<'s>| {
        if operation.is_action() {
            return arguments.is_none();
        }
        let known = given.iter().all(|argument| {
            argument.name.is_some_and(|name| operation.parameters().any(|parameter| is(&parameter, name)))
        });
        let mut needed = operation.parameters().filter(|parameter| !parameter.is_optional);
        let is_given =
            |parameter: Parameter<'_>| given.iter().any(|a| a.name.is_some_and(|name| is(&parameter, name)));
        known && needed.all(is_given)
    };
    match overloads.iter().copied().find(fits) {
        Some(operation) => match given.iter().find_map(|argument| lacks_quotes(operation, argument)) {
            Some(problem) => Err(problem),
            None => Ok(Call { operation, range }),
        },
        None => Err(problem(name, arguments, &overloads, range)),
    }
}

/// The value of a text without the quotes that make it one; some pages leave them out, `range(address={address})`.
fn lacks_quotes(operation: Operation<'_>, argument: &Argument<'_>) -> Option<PathProblem> {
    let Value::Placeholder(placeholder) = argument.value else { return None };
    let parameter = operation.parameters().find(|p| argument.name.is_some_and(|name| is(p, name)))?;
    let is_text = parameter.ty.name.is("Edm.String") && !parameter.ty.is_collection;
    if !is_text || placeholder.spelling != Spelling::Value {
        return None;
    }
    let (name, field) = (argument.name?, placeholder.fields.first()?);
    let message = format!("`{name}` is a text, which stands in quotes; write `{name}='<{field}>'`");
    Some(PathProblem::new(ProblemKind::Parameter, argument.range.clone(), message))
}

fn is(parameter: &Parameter<'_>, name: &str) -> bool {
    parameter.name.eq_ignore_ascii_case(name)
}

fn problem(
    name: &str,
    arguments: Option<&[Argument<'_>]>,
    overloads: &[Operation<'_>],
    range: Range<usize>,
) -> PathProblem {
    let fail =
        |range: Range<usize>, message: String| PathProblem::new(ProblemKind::Parameter, range, message);
    if overloads.iter().all(|operation| operation.is_action()) {
        return fail(
            range,
            format!("`{name}` is an action and takes its parameters in the body; write `{name}`"),
        );
    }
    let given = arguments.unwrap_or_default();
    let functions = || overloads.iter().filter(|operation| !operation.is_action());
    let known: Vec<&str> = functions().flat_map(|operation| operation.parameters()).map(|p| p.name).collect();
    let calls: Vec<String> = functions().map(|operation| written(name, *operation)).collect();
    let calls = list(&calls.iter().map(String::as_str).collect::<Vec<_>>());
    for argument in given {
        let Some(written) = argument.name else {
            let message = format!("this is no parameter of `{name}`, since it has no name; write {calls}");
            return fail(argument.range.clone(), message);
        };
        if known.iter().any(|name| name.eq_ignore_ascii_case(written)) {
            continue;
        }
        let help = match nearest(written, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write {calls}"),
        };
        return fail(argument.range.clone(), format!("`{name}` has no parameter `{written}`; {help}"));
    }
    // The overload that is nearest to being called.
    let missing = functions()
        .map(|operation| {
            let needed = operation.parameters().filter(|parameter| !parameter.is_optional);
            let is_missing =
                |p: &Parameter<'_>| !given.iter().any(|a| a.name.is_some_and(|name| is(p, name)));
            needed.filter(is_missing).map(|parameter| parameter.name).collect::<Vec<_>>()
        })
        .filter(|missing| !missing.is_empty())
        .min_by_key(Vec::len);
    match missing {
        Some(missing) => fail(range, format!("`{name}` lacks {}; write {calls}", list(&missing))),
        None => {
            fail(range, format!("no overload of `{name}` takes these parameters together; write {calls}"))
        }
    }
}

/// The call as it can be written in a path.
fn written(name: &str, operation: Operation<'_>) -> String {
    let parameters: Vec<String> = operation
        .parameters()
        .filter(|parameter| !parameter.is_optional)
        .map(|parameter| {
            let quote =
                if parameter.ty.name.is("Edm.String") && !parameter.ty.is_collection { "'" } else { "" };
            format!("{}={quote}<{}>{quote}", parameter.name, snake_case(parameter.name))
        })
        .collect();
    format!("{name}({})", parameters.join(","))
}
