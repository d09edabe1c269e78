//! Rules about declared types.

use std::collections::HashMap;

use syn::{DeriveInput, LitStr};

use crate::model::{Field, GraphType, Shape, VariantShape};
use crate::problems::Problems;

/// All rules.
pub(crate) fn check(
    graph_type: &GraphType,
    name: Option<&LitStr>,
    item: &DeriveInput,
    problems: &mut Problems,
) {
    if let Some(name) = name {
        odata_name(name, problems);
    }
    match &graph_type.shape {
        Shape::Object(fields) => properties(fields, problems),
        Shape::Polymorphic { variants, .. } => {
            for variant in variants {
                if let VariantShape::Properties(fields) = &variant.shape {
                    properties(fields, problems);
                }
            }
        }
        Shape::Enumeration { members, .. } => {
            for (index, member) in members.iter().enumerate() {
                if members.iter().take(index).any(|earlier| earlier.name.eq_ignore_ascii_case(&member.name)) {
                    problems
                        .at(&member.ident, format!("two variants are `{}`; keep one of them", member.name));
                }
            }
        }
    }
    super::endpoint::no_attributes_on_the_item(item, "graph_type", problems);
    super::endpoint::no_serde_derive(item, problems);
}

/// `microsoft.graph.x`, with or without `#`.
pub(crate) fn odata_name(name: &LitStr, problems: &mut Problems) {
    let value = name.value();
    let bare = value.strip_prefix('#').unwrap_or(&value);
    let word = |part: &str| {
        !part.is_empty()
            && part.chars().all(|c| c.is_alphanumeric() || c == '_')
            && !part.starts_with(|c: char| c.is_numeric())
    };
    if !bare.contains('.') && word(bare) {
        problems.at(name, format!("a type's name has its namespace; write \"microsoft.graph.{bare}\""));
    } else if !bare.split('.').all(word) {
        problems.at(name, format!("`{value}` is no type name; write one as in \"microsoft.graph.user\""));
    }
}

fn properties(fields: &[Field], problems: &mut Problems) {
    let mut seen: HashMap<&str, String> = HashMap::new();
    for field in fields {
        let Some(json) = field.json().filter(|json| !json.additional) else { continue };
        if let Some(earlier) = seen.get(json.name.as_str()) {
            problems.at(
                &field.ident,
                format!("`{earlier}` is the property `{}` already; keep one of them", json.name),
            );
        } else {
            seen.insert(&json.name, field.name());
        }
    }
    super::endpoint::one_additional(fields, problems);
}
