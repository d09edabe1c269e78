//! A declaration as data: what is printed, with nothing left to decide.

/// Everything that is written for one endpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct Declaration {
    /// The endpoint itself.
    pub endpoint: Endpoint,
    /// Its types, each after the one that uses it first.
    pub types: Vec<Type>,
}

/// `#[graph_endpoint(..)]` on a struct.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Endpoint {
    /// Doc comment, a line each.
    pub docs: Vec<String>,
    /// The struct's name.
    pub name: String,
    /// In capitals.
    pub method: String,
    /// As written in the attribute.
    pub path: String,
    /// When it is not `v1.0`.
    pub version: Option<String>,
    /// The type of the answer; `None` for no body.
    pub response: Option<String>,
    /// Written first in the body.
    pub odata_type: Option<String>,
    /// From the page's table.
    pub permissions: crate::read::Permissions,
    /// What the request is made of.
    pub fields: Vec<Field>,
    /// A call, for the doc comment.
    pub call: Vec<String>,
}

/// A declared type.
#[derive(Clone, Debug, PartialEq)]
pub struct Type {
    /// Doc comment, a line each.
    pub docs: Vec<String>,
    /// The Rust name.
    pub name: String,
    /// `microsoft.graph.x`, if the JSON says it.
    pub odata_type: Option<String>,
    /// Every sample carried its `@odata.type`, so it is written.
    pub writes_type: bool,
    /// What it is made of.
    pub kind: TypeKind,
}

/// What a type is made of.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// Properties.
    Struct(Vec<Field>),
    /// One of several types, told apart by `@odata.type`: (type, variant, what it holds).
    Polymorphic(Vec<(String, String, Option<String>)>),
}

/// A field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Field {
    /// What the example leaves open, for a comment.
    pub notes: Vec<String>,
    /// As written, `r#` included.
    pub name: String,
    /// The type as written.
    pub ty: String,
    /// Its attribute, if it needs one.
    pub attribute: Option<Attribute>,
}

/// `#[graph(..)]` on a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// `rename = ".."`
    Rename(String),
    /// `query = ".."`
    Query(String),
    /// `header = ".."`
    Header(String),
    /// `body`, with the content type of what is no JSON.
    Body(Option<String>),
    /// `additional`
    Additional,
}
