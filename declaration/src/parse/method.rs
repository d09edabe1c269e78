//! HTTP's methods, as far as Graph has them.

use graph_endpoint_schema::naming;
use syn::Ident;

use crate::problems::Problem;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Patch,
    Put,
    Delete,
    Head,
}

impl Method {
    const ALL: &'static [Self] = &[Self::Get, Self::Post, Self::Patch, Self::Put, Self::Delete, Self::Head];

    /// Of the word in a declaration.
    pub fn parse(written: &Ident) -> Result<Self, Problem> {
        let text = written.to_string();
        let named = |name: &str| Self::ALL.iter().copied().find(|method| method.name() == name);
        let upper = text.to_uppercase();
        named(&text).ok_or_else(|| {
            Problem::at(
                written,
                if named(&upper).is_some() {
                    format!("methods are written in capitals; write `{upper}`")
                } else {
                    let names: Vec<&str> = Self::ALL.iter().map(|method| method.name()).collect();
                    format!("there is no method `{text}` in Graph; {}", naming::suggestion(&text, &names))
                },
            )
        })
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
            Self::Head => "HEAD",
        }
    }

    /// Whether fields without an attribute are properties of a JSON body.
    pub fn has_body(self) -> bool {
        matches!(self, Self::Post | Self::Patch | Self::Put)
    }
}
