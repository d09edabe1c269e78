//! `#[graph(...)]` and the part of `#[serde(...)]` that keeps its meaning, on fields and variants.

use graph_endpoint_schema::naming;
use proc_macro2::Span;
use syn::parse::ParseStream;
use syn::{Attribute, LitStr};

use super::keys::{Key, Keyed, Keys, QuotedPath};
use crate::problems::Problems;

/// What the attributes of a field say.
#[derive(Default)]
pub struct FieldAttributes {
    /// `path`, `path = "id"`
    pub path: Option<Keyed<Option<LitStr>>>,
    /// `query`, `query = "$top"`
    pub query: Option<Keyed<Option<LitStr>>>,
    /// `header = "If-Match"`
    pub header: Option<Keyed<LitStr>>,
    /// `body`
    pub body: Option<Keyed>,
    /// `content_type = "text/plain"`, beside `body`
    pub content_type: Option<Keyed<LitStr>>,
    /// `additional`
    pub additional: Option<Keyed>,
    /// `expand`
    pub expand: Option<Keyed>,
    /// `rename`, ours or serde's
    pub rename: Option<Keyed<LitStr>>,
    /// `unverified`
    pub unverified: Option<Keyed>,
    /// serde's keys, but for `rename`
    pub serde: SerdeKeys,
}

/// serde's own keys.
#[derive(Default)]
pub struct SerdeKeys {
    pub with: Option<Keyed<QuotedPath>>,
    pub serialize_with: Option<Keyed<QuotedPath>>,
    pub deserialize_with: Option<Keyed<QuotedPath>>,
    pub skip_serializing_if: Option<Keyed<QuotedPath>>,
    /// `default`, `default = "path"`
    pub default: Option<Keyed<Option<QuotedPath>>>,
}

/// What the attributes of a variant say.
#[derive(Default)]
pub struct VariantAttributes {
    /// `type = "microsoft.graph.x"`
    pub odata_type: Option<Keyed<LitStr>>,
    /// `other`
    pub other: Option<Keyed>,
    /// `rename`
    pub rename: Option<Keyed<LitStr>>,
    /// `unverified`
    pub unverified: Option<Keyed>,
}

const RENAME: &str = "rename = \"name\"";

const FIELD_KEYS: Keys<FieldAttributes> = Keys {
    keys: &[
        Key { name: "path", example: "path = \"id\"", slot: |to| &mut to.path },
        Key { name: "query", example: "query = \"$top\"", slot: |to| &mut to.query },
        Key { name: "header", example: "header = \"If-Match\"", slot: |to| &mut to.header },
        Key { name: "body", example: "body", slot: |to| &mut to.body },
        Key {
            name: "content_type",
            example: "content_type = \"text/plain\"",
            slot: |to| &mut to.content_type,
        },
        Key { name: "rename", example: RENAME, slot: |to| &mut to.rename },
        Key { name: "additional", example: "additional", slot: |to| &mut to.additional },
        Key { name: "expand", example: "expand", slot: |to| &mut to.expand },
        Key { name: "unverified", example: "unverified", slot: |to| &mut to.unverified },
    ],
    unknown: |name, known| match name {
        "with" | "skip_serializing_if" | "default" => {
            format!("`{name}` is serde's; write it in `#[serde(...)]`")
        }
        _ => format!("there is no key `{name}` for a field; {}", naming::suggestion(name, known)),
    },
};

const SERDE_KEYS: Keys<FieldAttributes> = Keys {
    keys: &[
        Key { name: "rename", example: RENAME, slot: |to| &mut to.rename },
        Key { name: "with", example: "with = \"path::to::it\"", slot: |to| &mut to.serde.with },
        Key {
            name: "serialize_with",
            example: "serialize_with = \"path::to::it\"",
            slot: |to| &mut to.serde.serialize_with,
        },
        Key {
            name: "deserialize_with",
            example: "deserialize_with = \"path::to::it\"",
            slot: |to| &mut to.serde.deserialize_with,
        },
        Key {
            name: "skip_serializing_if",
            example: "skip_serializing_if = \"path::to::it\"",
            slot: |to| &mut to.serde.skip_serializing_if,
        },
        Key { name: "default", example: "default = \"path::to::it\"", slot: |to| &mut to.serde.default },
    ],
    unknown: |name, known| {
        format!("serde's `{name}` has no meaning here; {} keep theirs", naming::list(known))
    },
};

const VARIANT_KEYS: Keys<VariantAttributes> = Keys {
    keys: &[
        Key { name: "type", example: "type = \"microsoft.graph.user\"", slot: |to| &mut to.odata_type },
        Key { name: "other", example: "other", slot: |to| &mut to.other },
        Key { name: "rename", example: RENAME, slot: |to| &mut to.rename },
        Key { name: "unverified", example: "unverified", slot: |to| &mut to.unverified },
    ],
    unknown: |name, known| {
        format!("there is no key `{name}` for a variant; {}", naming::suggestion(name, known))
    },
};

impl FieldAttributes {
    pub(super) fn parse(attributes: &[Attribute], problems: &mut Problems) -> Self {
        let mut parsed = Self::default();
        for attribute in attributes {
            if attribute.path().is_ident("graph") {
                FIELD_KEYS.parse_attribute(&mut parsed, attribute, problems);
            } else if attribute.path().is_ident("serde") {
                SERDE_KEYS.parse_attribute(&mut parsed, attribute, problems);
            }
        }
        parsed.serde.one_function_each(problems);
        parsed
    }
}

impl SerdeKeys {
    /// Where the first one stands.
    pub fn span(&self) -> Option<Span> {
        let functions = [&self.with, &self.serialize_with, &self.deserialize_with, &self.skip_serializing_if];
        let function = functions.into_iter().flatten().map(|key| key.span).next();
        function.or(self.default.as_ref().map(|key| key.span))
    }

    /// `with` is both of the others.
    fn one_function_each(&self, problems: &mut Problems) {
        if self.with.is_none() {
            return;
        }
        for (name, key) in
            [("serialize_with", &self.serialize_with), ("deserialize_with", &self.deserialize_with)]
        {
            if let Some(key) = key {
                problems.at_span(key.span, format!("`with` says `{name}` already; keep one of them"));
            }
        }
    }
}

impl VariantAttributes {
    pub(super) fn parse(attributes: &[Attribute], problems: &mut Problems) -> Self {
        let mut parsed = Self::default();
        for attribute in attributes {
            if attribute.path().is_ident("graph") {
                VARIANT_KEYS.parse_attribute(&mut parsed, attribute, problems);
            } else if attribute.path().is_ident("serde") {
                problems.at(attribute.path(), "serde's attributes have no meaning on a variant; write `#[graph(rename = \"..\")]` or `#[graph(type = \"..\")]`");
            }
        }
        parsed
    }
}

impl<T> Keys<T> {
    /// The keys in the parentheses of an attribute.
    fn parse_attribute(&self, into: &mut T, attribute: &Attribute, problems: &mut Problems) {
        let parsed = attribute.parse_args_with(|input: ParseStream<'_>| {
            self.parse(into, input, problems);
            Ok(())
        });
        if parsed.is_err() {
            let name = attribute.path().get_ident().map_or_else(String::new, ToString::to_string);
            problems.at(
                attribute.path(),
                format!("`{name}` has its keys in parentheses; write `#[{name}(key = value)]`"),
            );
        }
    }
}

/// Whether the attribute is for us and must not stay on the item.
pub fn is_ours(attribute: &Attribute) -> bool {
    attribute.path().is_ident("graph") || attribute.path().is_ident("serde")
}
