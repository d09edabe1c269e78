//! All examples of a text at once: what can't be declared is left out with a warning, and the rest is.

use crate::declare::{DeclareError, Options, check_request, check_response, declare, operations};
use crate::distinct;
use crate::model::Declaration;
use crate::read::{Content, Example, Reading, Section, Warning};
use crate::url::Url;

/// Leaves out each request and each response that can't be declared, with a warning.
///
/// # Errors
/// The first request's, if none is left.
pub fn declarable(reading: Reading) -> Result<Reading, DeclareError> {
    let Reading { examples, mut warnings } = reading;
    let mut kept = Vec::new();
    let mut first = None;
    for mut example in examples {
        if let Err(error) = check_request(&example.request) {
            let message = format!("this example is left out: {}", error.message);
            warnings.push(Warning { line: example.request.line, message });
            first = first.or(Some(error));
            continue;
        }
        let mut notes = Vec::new();
        example.responses.retain(|response| match check_response(response) {
            Ok(()) => true,
            Err(error) => {
                let message = format!("this response is left out: {}", error.message);
                warnings.push(Warning { line: response.line, message });
                notes.push("The example's response could not be read: declare it by hand.".to_owned());
                false
            }
        });
        example.notes.extend(notes);
        kept.push(example);
    }
    warnings.sort_by_key(|warning| warning.line);
    match first {
        Some(error) if kept.is_empty() => Err(error),
        _ => Ok(Reading { examples: kept, warnings }),
    }
}

/// The declarations of all operations that the examples show.
///
/// # Errors
/// When none could be declared: the first one's error. When several operations would have the one name of the options.
pub fn declare_all(
    mut examples: Vec<Example>,
    options: &Options,
    warnings: &mut Vec<Warning>,
) -> Result<Vec<Declaration>, DeclareError> {
    forget_tables_of_others(&mut examples);
    let count = operations(&examples, options).len();
    if count > 1 {
        if options.name.is_some() {
            return Err(DeclareError::no_name(format!(
                "there are {count} operations here and one `--name`; add `--pick`"
            )));
        }
        forget_shared_titles(&mut examples);
    }
    let mut declarations = Vec::new();
    let mut first = None;
    for operation in operations(&examples, options) {
        match declare(&operation, options) {
            Ok(declaration) => {
                warnings.extend(declaration.warnings.iter().cloned());
                declarations.push(declaration);
            }
            Err(error) => {
                let line = operation.examples.first().map_or(0, |(example, _)| example.request.line);
                warnings.push(Warning {
                    line,
                    message: format!("this operation is left out: {}", error.message),
                });
                first = first.or(Some(error));
            }
        }
    }
    distinct::name_apart(&mut declarations);
    warnings.sort_by_key(|warning| warning.line);
    warnings.dedup();
    match first {
        Some(error) if declarations.is_empty() => {
            warnings.retain(|warning| !warning.message.ends_with(&error.message));
            Err(error)
        }
        _ => Ok(declarations),
    }
}

/// Where a call is shown with JSON and with other content, the table of the body's properties is about the JSON.
fn forget_tables_of_others(examples: &mut [Example]) {
    let key = |example: &Example| (example.request.method.clone(), Url::parse(&example.request.url).path);
    let is_json = |example: &&Example| matches!(example.request.content(), Content::Json(_));
    let with_json: Vec<_> = examples.iter().filter(is_json).map(key).collect();
    for example in examples.iter_mut() {
        let is_other = matches!(example.request.content(), Content::Other { .. });
        if is_other && with_json.contains(&key(example)) {
            example.properties.retain(|property| property.section != Section::Body);
        }
    }
}

/// A title that several examples have is the page's, and the name of none of its operations.
fn forget_shared_titles(examples: &mut [Example]) {
    let titles: Vec<Option<String>> = examples.iter().map(|example| example.title.clone()).collect();
    for example in examples {
        if titles.iter().filter(|title| **title == example.title).count() > 1 {
            example.title = None;
        }
    }
}
