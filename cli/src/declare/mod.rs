//! From samples to a declaration: names, roles and types are decided here.

mod arguments;
mod check;
mod docs;
mod endpoint;
mod name;
mod types;

use graph_endpoint_schema::naming::field_name;

use crate::model::{Declaration, Leaf};
use crate::read::{Content, Example};
use crate::template::Template;
use crate::url::Url;

pub use self::check::{Cause, DeclareError};
pub(crate) use self::check::{check_request, check_response};
pub(crate) use self::docs::{property_docs, response_variable};
pub(crate) use self::endpoint::apart;
pub use self::endpoint::declared_headers;
pub(crate) use self::name::{Creation, from_path};
pub(crate) use self::types::{Fields, Presence, TAKEN, additional, derive, short};

/// What the caller wants otherwise than it would be guessed.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The struct's name.
    pub name: Option<String>,
    /// The path with its placeholders, in the documentation's spelling.
    pub template: Option<String>,
    /// Keep what nobody would declare by hand: `@odata.context`, and `null` apart from absent in responses too.
    pub exact: bool,
    /// Dates and times as jiff's types.
    pub jiff: bool,
    /// GUIDs as `uuid::Uuid`.
    pub uuid: bool,
}

impl Options {
    /// The type that the caller wants for one of OData's primitive types.
    pub(crate) fn leaf(&self, leaf: Leaf) -> Leaf {
        match leaf {
            Leaf::Guid if self.uuid => Leaf::Uuid,
            Leaf::DateTimeOffset if self.jiff => Leaf::Timestamp,
            Leaf::Date if self.jiff => Leaf::CivilDate,
            Leaf::TimeOfDay if self.jiff => Leaf::CivilTime,
            Leaf::Duration if self.jiff => Leaf::Span,
            leaf => leaf,
        }
    }
}

/// Examples of one operation: same method, same path but for the values.
#[derive(Clone, Debug)]
pub struct Operation<'a> {
    /// The path.
    pub template: Template,
    /// The version; `v1.0` when no URL says.
    pub version: String,
    /// Each with the values of its path.
    pub examples: Vec<(&'a Example, Vec<String>)>,
}

impl Operation<'_> {
    /// Whether an example's body can be that of the others: JSON and other content are two declarations.
    fn takes(&self, example: &Example) -> bool {
        let is_json = |example: &Example| match example.request.content() {
            Content::None => None,
            Content::Other { .. } => Some(false),
            Content::Json(_) | Content::Invalid(_) => Some(true),
        };
        let own = self.examples.iter().find_map(|(example, _)| is_json(example));
        own.is_none() || is_json(example).is_none_or(|is_json| own == Some(is_json))
    }

    /// The operation with other names for values of the path that are called as a property of the body.
    fn apart_from<'p>(&self, properties: impl Iterator<Item = &'p str>, options: &Options) -> Self {
        let names: Vec<String> = properties.map(field_name).collect();
        let template = if options.exact { self.template.clone() } else { self.template.apart_from(&names) };
        Self { template, ..self.clone() }
    }
}

/// Puts examples of the same operation together, in the order of their first appearance.
pub fn operations<'a>(
    examples: impl IntoIterator<Item = &'a Example>,
    options: &Options,
) -> Vec<Operation<'a>> {
    let mut operations: Vec<Operation<'a>> = Vec::new();
    for example in examples {
        let url = Url::parse(&example.request.url);
        let path = url.path.trim_end_matches('/');
        let declared: Vec<String> = match &options.template {
            Some(template) => vec![template.clone()],
            None if options.exact => example.templates.clone(),
            None => example.templates.iter().map(|path| arguments::open(path, &example.properties)).collect(),
        };
        let (template, values) = Template::of(path, &declared);
        let template = if options.exact { template } else { template.spelt_as(&declared) };
        let version = url.version.unwrap_or_else(|| "v1.0".to_owned());
        let known = operations.iter_mut().find(|operation| {
            operation.takes(example)
                && operation.template == template
                && operation.version == version
                && operation
                    .examples
                    .first()
                    .is_some_and(|(first, _)| first.request.method == example.request.method)
        });
        match known {
            Some(operation) => operation.examples.push((example, values)),
            None => operations.push(Operation { template, version, examples: vec![(example, values)] }),
        }
    }
    operations
}

/// Writes the declaration of an operation, with the types that its examples need.
///
/// # Errors
/// When an example breaks one of the rules of [`Cause`].
pub fn declare(operation: &Operation<'_>, options: &Options) -> Result<Declaration, DeclareError> {
    check::check(operation)?;
    endpoint::declare(operation, options)
}
