//! A declaration as data: what is printed, with nothing left to decide.

mod ty;

pub use self::ty::{Leaf, Ty, Wrapper};

/// Everything that is written for one endpoint.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Declaration {
    /// The endpoint itself.
    pub endpoint: Endpoint,
    /// Its types, each after the one that uses it first.
    pub types: Vec<Type>,
    /// What the page says and the declaration doesn't.
    pub warnings: Vec<crate::read::Warning>,
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
    /// The type of the response; `None` for no body.
    pub response: Option<Ty>,
    /// Asks for the fields of the response's type alone.
    pub select: bool,
    /// The schema doesn't have it.
    pub unverified: bool,
    /// Written first in the body.
    pub odata_type: Option<String>,
    /// From the page's table.
    pub permissions: crate::read::Permissions,
    /// What the request is made of.
    pub fields: Vec<Field>,
    /// A call, for the doc comment.
    pub call: Call,
}

/// The call that the doc comment shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Call {
    /// The variable that takes the response, if there is one.
    pub variable: Option<String>,
    /// Setters of the builder, each with its argument.
    pub setters: Vec<(String, String)>,
}

/// A declared type.
#[derive(Clone, Debug, PartialEq)]
pub struct Type {
    /// Doc comment, a line each.
    pub docs: Vec<String>,
    /// The Rust name.
    pub name: String,
    /// `microsoft.graph.x`, if the JSON or the page says it.
    pub odata_type: Option<String>,
    /// Every sample carried its `@odata.type`, so it is written.
    pub writes_type: bool,
    /// What it doesn't declare may be lost when it is sent.
    pub lossy: bool,
    /// The schema doesn't have it.
    pub unverified: bool,
    /// The traits of `derive`.
    pub derives: Vec<&'static str>,
    /// What it is made of.
    pub kind: TypeKind,
}

/// What a type is made of.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// Properties.
    Struct(Vec<Field>),
    /// One of several types, told apart by `@odata.type`.
    Polymorphic(Vec<Variant>),
    /// An enumeration; the member's name and the variant of each.
    Enumeration(Vec<(String, String)>),
}

/// A variant of a polymorphic type.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// `microsoft.graph.x`
    pub odata_type: String,
    /// Its name.
    pub name: String,
    /// The declared type that it holds.
    pub holds: String,
}

/// A field.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Doc comment, a line each: what the page says of the property.
    pub docs: Vec<String>,
    /// What the example leaves open, for a comment.
    pub notes: Vec<String>,
    /// As written, `r#` included.
    pub name: String,
    /// The type.
    pub ty: Ty,
    /// Its attribute, if it needs one.
    pub attribute: Option<Attribute>,
    /// The schema doesn't have it, or has another.
    pub unverified: bool,
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
    /// `expand`, and the property's name where it isn't the field's.
    Expand(Option<String>),
}

impl Declaration {
    /// Every type that a field or the response has.
    pub fn types_named(&self) -> impl Iterator<Item = &Ty> {
        let of_types = self.types.iter().flat_map(Type::fields).map(|field| &field.ty);
        self.endpoint.fields.iter().map(|field| &field.ty).chain(&self.endpoint.response).chain(of_types)
    }
}

impl Type {
    /// The fields of a struct.
    pub fn fields(&self) -> &[Field] {
        match &self.kind {
            TypeKind::Struct(fields) => fields,
            TypeKind::Polymorphic(_) | TypeKind::Enumeration(_) => &[],
        }
    }

    /// The declared types that it holds.
    pub fn holds(&self) -> Vec<&str> {
        match &self.kind {
            TypeKind::Struct(fields) => fields.iter().filter_map(|field| field.ty.declared()).collect(),
            TypeKind::Polymorphic(variants) => {
                variants.iter().map(|variant| variant.holds.as_str()).collect()
            }
            TypeKind::Enumeration(_) => Vec::new(),
        }
    }
}
