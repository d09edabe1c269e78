//! Rules about the one role that a field has, and about the attributes that make sense for it.

use proc_macro2::Span;
use syn::LitStr;

use crate::model::Method;
use crate::parse::FieldAttributes;
use crate::problems::Problems;

const NO_NAME: &str = "additional properties bring their own names; remove `rename`";

/// `path`, `query`, `header` and `body` exclude each other.
pub(crate) fn one_role(attributes: &FieldAttributes, problems: &mut Problems) -> Option<()> {
    if let Some(span) = attributes.expand {
        problems.at_span(
            span,
            "`expand` is for a field of the response's type, which `select` asks for; remove it",
        );
        return None;
    }
    let mut roles = roles(attributes);
    roles.extend(attributes.additional.map(|span| ("additional", span)));
    if let [(first, _), (second, place), ..] = roles.as_slice() {
        problems.at_span(
            *place,
            format!("a field has one role, and this one is `{first}` already; remove `{second}`"),
        );
        return None;
    }
    if let (None, Some(content_type)) = (attributes.body, &attributes.content_type) {
        problems.at(
            content_type,
            "`content_type` is for a whole body; write `#[graph(body, content_type = \"..\")]`",
        );
        return None;
    }
    if let (Some((role, _)), Some(rename)) = (roles.first(), &attributes.rename) {
        problems.at(
            rename,
            match *role {
                "body" => "a whole body has no name; remove `rename`".to_owned(),
                "additional" => NO_NAME.to_owned(),
                role => format!(
                    "`rename` is for JSON properties; write the name as `{role} = {}`",
                    quoted(rename)
                ),
            },
        );
        return None;
    }
    if let (Some((role, _)), Some(place)) = (roles.first(), attributes.serde) {
        problems.at_span(
            place,
            format!("serde's attributes are for JSON properties; remove them, or remove `{role}`"),
        );
        return None;
    }
    Some(())
}

/// A field that fills a placeholder is no JSON property.
pub(crate) fn path_field_is_plain(attributes: &FieldAttributes, problems: &mut Problems) {
    if let Some(rename) = &attributes.rename {
        problems
            .at(rename, "this field fills a placeholder of the path; remove `rename`, or rename the field");
    }
    if let Some(place) = attributes.serde {
        problems.at_span(
            place,
            "this field fills a placeholder of the path; serde's attributes are for JSON properties, remove them",
        );
    }
}

/// A query option is no JSON property.
pub(crate) fn query_field_is_plain(attributes: &FieldAttributes, method: Method, problems: &mut Problems) {
    if let Some(span) = attributes.additional {
        problems.at_span(span, format!("a {} has no JSON body for `additional`; remove it", method.name()));
    } else if let Some(place) = attributes.serde {
        let method = method.name();
        problems.at_span(
            place,
            format!("this field of a {method} is a query option; serde's attributes are for JSON properties, remove them"),
        );
    }
}

/// A field of a type is a JSON property and nothing else.
pub(crate) fn property_only(attributes: &FieldAttributes, problems: &mut Problems) -> Option<()> {
    let mut fine = Some(());
    for (role, place) in roles(attributes) {
        problems.at_span(
            place,
            format!("`{role}` is for the fields of an endpoint; the fields of a type are JSON properties"),
        );
        fine = None;
    }
    if let Some(content_type) = &attributes.content_type {
        problems.at(content_type, "`content_type` is for the body of an endpoint; remove it");
        fine = None;
    }
    if let (Some(_), Some(rename)) = (attributes.additional, &attributes.rename) {
        problems.at(rename, NO_NAME);
        fine = None;
    }
    fine
}

fn roles(attributes: &FieldAttributes) -> Vec<(&'static str, Span)> {
    let mut roles = Vec::new();
    roles.extend(attributes.path.as_ref().map(|(span, _)| ("path", *span)));
    roles.extend(attributes.query.as_ref().map(|(span, _)| ("query", *span)));
    roles.extend(attributes.header.as_ref().map(|(span, _)| ("header", *span)));
    roles.extend(attributes.body.map(|span| ("body", span)));
    roles
}

fn quoted(literal: &LitStr) -> String {
    format!("{:?}", literal.value())
}
