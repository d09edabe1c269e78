//! Paths against a small schema and against the published one.

mod corpus;
mod small;

use super::PathTemplate;

fn path(text: &str) -> PathTemplate {
    let (template, problems) = PathTemplate::parse(text);
    assert_eq!(problems, [], "{text}");
    template
}
