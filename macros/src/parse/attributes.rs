//! `#[graph(...)]` and the part of `#[serde(...)]` that keeps its meaning, on fields and variants.

use proc_macro2::Span;
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Attribute, Ident, LitStr, Path, Token};

use super::{flag, keyed_list, value_of};
use crate::naming;
use crate::problems::Problems;

/// What the attributes of a field say.
#[derive(Default)]
pub(crate) struct FieldAttributes {
    /// `path`, `path = "id"`
    pub(crate) path: Option<(Span, Option<LitStr>)>,
    /// `query`, `query = "$top"`
    pub(crate) query: Option<(Span, Option<LitStr>)>,
    /// `header = "If-Match"`
    pub(crate) header: Option<(Span, LitStr)>,
    /// `body`
    pub(crate) body: Option<Span>,
    /// `content_type = "text/plain"`, beside `body`
    pub(crate) content_type: Option<LitStr>,
    /// `additional`
    pub(crate) additional: Option<Span>,
    /// `expand`
    pub(crate) expand: Option<Span>,
    /// `rename`, ours or serde's
    pub(crate) rename: Option<LitStr>,
    /// The first key of serde's that isn't `rename`.
    pub(crate) serde: Option<Span>,
    pub(crate) serialize_with: Option<Path>,
    pub(crate) deserialize_with: Option<Path>,
    pub(crate) skip_serializing_if: Option<Path>,
    pub(crate) default: Option<SerdeDefault>,
}

/// `#[serde(default)]` or `#[serde(default = "path")]`.
pub(crate) enum SerdeDefault {
    Trait,
    Function(Path),
}

/// What the attributes of a variant say.
#[derive(Default)]
pub(crate) struct VariantAttributes {
    /// `type = "microsoft.graph.x"`
    pub(crate) odata_type: Option<LitStr>,
    /// `other`
    pub(crate) other: Option<Span>,
    /// `rename`
    pub(crate) rename: Option<LitStr>,
}

const FIELD_KEYS: &[&str] =
    &["path", "query", "header", "body", "content_type", "rename", "additional", "expand"];
const VARIANT_KEYS: &[&str] = &["type", "other", "rename"];
const SERDE_KEYS: &[&str] =
    &["rename", "with", "serialize_with", "deserialize_with", "skip_serializing_if", "default"];

impl FieldAttributes {
    pub(crate) fn parse(attributes: &[Attribute], problems: &mut Problems) -> Self {
        let mut parsed = Self::default();
        for attribute in attributes {
            if attribute.path().is_ident("graph") {
                parse_list(attribute, problems, |key, input| parsed.graph_key(key, input));
            } else if attribute.path().is_ident("serde") {
                parse_list(attribute, problems, |key, input| parsed.serde_key(key, input));
            }
        }
        parsed
    }

    fn graph_key(&mut self, key: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
        match key.unraw().to_string().as_str() {
            "path" => once(&mut self.path, key, (key.span(), optional_name(key, input, "path = \"id\"")?)),
            "query" => {
                once(&mut self.query, key, (key.span(), optional_name(key, input, "query = \"$top\"")?))
            }
            "header" => {
                once(&mut self.header, key, (key.span(), value_of(key, input, "header = \"If-Match\"")?))
            }
            "body" => {
                flag(key, input)?;
                once(&mut self.body, key, key.span())
            }
            "content_type" => {
                once(&mut self.content_type, key, value_of(key, input, "content_type = \"text/plain\"")?)
            }
            "additional" => {
                flag(key, input)?;
                once(&mut self.additional, key, key.span())
            }
            "expand" => {
                flag(key, input)?;
                once(&mut self.expand, key, key.span())
            }
            "rename" => once(&mut self.rename, key, value_of(key, input, "rename = \"name\"")?),
            name @ ("with" | "skip_serializing_if" | "default") => {
                Err(syn::Error::new(key.span(), format!("`{name}` is serde's; write it in `#[serde(...)]`")))
            }
            name => Err(syn::Error::new(
                key.span(),
                format!("there is no key `{name}` for a field; {}", naming::suggestion(name, FIELD_KEYS)),
            )),
        }
    }

    fn serde_key(&mut self, key: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
        if key != "rename" {
            self.serde.get_or_insert(key.span());
        }
        match key.to_string().as_str() {
            "rename" => once(&mut self.rename, key, value_of(key, input, "rename = \"name\"")?),
            "with" => {
                let module = path_value(key, input)?;
                let function = |name: &str| {
                    let mut path = module.clone();
                    path.segments.push(Ident::new(name, key.span()).into());
                    path
                };
                once(&mut self.serialize_with, key, function("serialize"))?;
                once(&mut self.deserialize_with, key, function("deserialize"))
            }
            "serialize_with" => once(&mut self.serialize_with, key, path_value(key, input)?),
            "deserialize_with" => once(&mut self.deserialize_with, key, path_value(key, input)?),
            "skip_serializing_if" => once(&mut self.skip_serializing_if, key, path_value(key, input)?),
            "default" if input.peek(Token![=]) => {
                once(&mut self.default, key, SerdeDefault::Function(path_value(key, input)?))
            }
            "default" => once(&mut self.default, key, SerdeDefault::Trait),
            name => Err(syn::Error::new(
                key.span(),
                format!("serde's `{name}` has no meaning here; {} keep theirs", naming::list(SERDE_KEYS)),
            )),
        }
    }
}

impl VariantAttributes {
    pub(crate) fn parse(attributes: &[Attribute], problems: &mut Problems) -> Self {
        let mut parsed = Self::default();
        for attribute in attributes {
            if attribute.path().is_ident("graph") {
                parse_list(attribute, problems, |key, input| parsed.key(key, input));
            } else if attribute.path().is_ident("serde") {
                problems.at(attribute.path(), "serde's attributes have no meaning on a variant; write `#[graph(rename = \"..\")]` or `#[graph(type = \"..\")]`");
            }
        }
        parsed
    }

    fn key(&mut self, key: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
        match key.unraw().to_string().as_str() {
            "type" => {
                once(&mut self.odata_type, key, value_of(key, input, "type = \"microsoft.graph.user\"")?)
            }
            "other" => {
                flag(key, input)?;
                once(&mut self.other, key, key.span())
            }
            "rename" => once(&mut self.rename, key, value_of(key, input, "rename = \"name\"")?),
            name => Err(syn::Error::new(
                key.span(),
                format!("there is no key `{name}` for a variant; {}", naming::suggestion(name, VARIANT_KEYS)),
            )),
        }
    }
}

/// Where the name of a query option or a header was written, for messages about it.
pub(crate) fn name_span(attributes: &FieldAttributes) -> Option<Span> {
    let query = attributes.query.as_ref().and_then(|(_, name)| name.as_ref());
    let header = attributes.header.as_ref().map(|(_, name)| name);
    query.or(header).or(attributes.rename.as_ref()).map(LitStr::span)
}

/// Whether the compiler decides about the attribute's place before we can.
pub(crate) fn has_cfg(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .any(|attribute| attribute.path().is_ident("cfg") || attribute.path().is_ident("cfg_attr"))
}

/// Whether the attribute is for us and must not stay on the item.
pub(crate) fn is_ours(attribute: &Attribute) -> bool {
    attribute.path().is_ident("graph") || attribute.path().is_ident("serde")
}

fn parse_list(
    attribute: &Attribute,
    problems: &mut Problems,
    mut parse_key: impl FnMut(&Ident, ParseStream<'_>) -> syn::Result<()>,
) {
    let parsed = attribute.parse_args_with(|input: ParseStream<'_>| {
        keyed_list(input, problems, |key, input, _| parse_key(key, input));
        Ok(())
    });
    if parsed.is_err() {
        let name =
            attribute.path().segments.first().map_or_else(String::new, |segment| segment.ident.to_string());
        problems.at(
            attribute.path(),
            format!("`{name}` has its keys in parentheses; write `#[{name}(key = value)]`"),
        );
    }
}

fn once<T>(slot: &mut Option<T>, key: &Ident, value: T) -> syn::Result<()> {
    if slot.is_some() {
        return Err(syn::Error::new(key.span(), format!("`{key}` stands here twice; keep one of them")));
    }
    *slot = Some(value);
    Ok(())
}

fn optional_name(key: &Ident, input: ParseStream<'_>, example: &str) -> syn::Result<Option<LitStr>> {
    if input.is_empty() || input.peek(Token![,]) { Ok(None) } else { value_of(key, input, example).map(Some) }
}

/// serde writes paths in strings.
fn path_value(key: &Ident, input: ParseStream<'_>) -> syn::Result<Path> {
    let example = format!("{key} = \"path::to::it\"");
    let text: LitStr = value_of(key, input, &example)?;
    text.parse().map_err(|_| syn::Error::new(text.span(), format!("this is no path; write `{example}`")))
}
