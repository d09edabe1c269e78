//! The path of an endpoint: its segments, each value with the field that fills it.

use graph_endpoint_schema::path::Spelling;

use super::field::Field;
use crate::parse::{PathLiteral, Presence};
use crate::problems::Problem;

pub struct Path {
    /// As declared, for messages about a part of it.
    pub written: PathLiteral,
    pub segments: Vec<Segment>,
}

/// A part of the path. Text and values take turns; a value can be a part of what stands between two slashes.
pub enum Segment {
    Text(String),
    Value(Box<PathValue>),
}

/// A value, which is always there.
pub struct PathValue {
    field: Field,
    pub spelling: Spelling,
}

impl Path {
    pub fn text(&self) -> &str {
        &self.written.template.text
    }

    pub fn values(&self) -> impl Iterator<Item = &Field> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Value(value) => Some(value.field()),
            Segment::Text(_) => None,
        })
    }
}

impl PathValue {
    pub fn new(field: Field, spelling: Spelling) -> Result<Self, Problem> {
        let wrapper = match field.presence {
            Presence::Required => return Ok(Self { field, spelling }),
            Presence::Nullable => "Nullable",
            Presence::Optional(_) => "Option",
        };
        let message = format!("a path value can't be left out; write the type inside the `{wrapper}`");
        Err(Problem::at(&field.ty, message))
    }

    pub fn field(&self) -> &Field {
        &self.field
    }
}
