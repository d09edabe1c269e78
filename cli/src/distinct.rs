//! Endpoints of one text that would have the same name: each is called by what sets its path or its body apart.

use std::collections::BTreeSet;

use graph_endpoint_schema::naming::{pascal_case, singular};

use crate::model::{Attribute, Declaration, Endpoint};
use crate::template::Template;

/// Gives endpoints of the same name others, where one of the rules finds a name that is free. The first one keeps its own.
pub(crate) fn name_apart(declarations: &mut [Declaration]) {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let endpoints: Vec<Endpoint> =
        declarations.iter().map(|declaration| declaration.endpoint.clone()).collect();
    for (index, declaration) in declarations.iter_mut().enumerate() {
        let endpoint = &mut declaration.endpoint;
        if taken.contains(&endpoint.name) {
            let others: Vec<&Endpoint> =
                endpoints.iter().take(index).filter(|other| other.name == endpoint.name).collect();
            let is_type = |name: &str| declaration.types.iter().any(|ty| ty.name == name);
            let is_free = |name: &String| !taken.contains(name) && !is_type(name);
            if let Some(name) = names(endpoint, &others).into_iter().find(is_free) {
                endpoint.name = name;
            }
        }
        taken.insert(endpoint.name.clone());
    }
}

/// Names that say what sets an endpoint apart from others of the same name, the most telling first.
fn names(endpoint: &Endpoint, others: &[&Endpoint]) -> Vec<String> {
    let name = &endpoint.name;
    let mut names = Vec::new();
    if has_content(endpoint) && others.iter().all(|other| !has_content(other)) {
        names.push(format!("{name}Content"));
    }
    let template = Template::parse(&endpoint.path);
    let segments = template.segments();
    let theirs: Vec<Template> = others.iter().map(|other| Template::parse(&other.path)).collect();
    let is_own = |word: &str| theirs.iter().all(|other| !other.segments().contains(&Some(word)));
    let is_said = |word: &str| name.to_lowercase().contains(&singular(word).to_lowercase());
    for word in segments.iter().flatten().filter(|word| is_own(word)) {
        match word.rsplit_once('.') {
            Some((_, cast)) => names.push(format!("{name}As{}", pascal_case(cast))),
            None if *word == "me" => names.push(after_verb(name, "My")),
            None if !is_said(word) && word.chars().all(|c| c.is_ascii_alphanumeric()) => {
                names.push(after_verb(name, &pascal_case(&singular(word))));
            }
            None => {}
        }
    }
    let fields: Vec<&str> = template.fields().collect();
    let has_more = theirs.iter().all(|other| other.fields().count() < fields.len());
    let is_other = |field: &str| theirs.iter().all(|other| other.fields().all(|theirs| theirs != field));
    if let Some(field) = fields.last().filter(|field| has_more || is_other(field)) {
        names.push(format!("{name}By{}", pascal_case(field)));
    }
    if endpoint.version.is_some() && others.iter().all(|other| other.version.is_none()) {
        names.push(format!("{name}Beta"));
    }
    names
}

fn has_content(endpoint: &Endpoint) -> bool {
    endpoint.fields.iter().any(|field| matches!(field.attribute, Some(Attribute::Body(Some(_)))))
}

/// `GetPhotoValue`, `Team` -> `GetTeamPhotoValue`
fn after_verb(name: &str, word: &str) -> String {
    let verb =
        name.char_indices().skip(1).find(|(_, c)| c.is_ascii_uppercase()).map_or(name.len(), |(at, _)| at);
    let (verb, rest) = name.split_at_checked(verb).unwrap_or((name, ""));
    format!("{verb}{word}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named<const N: usize>(endpoints: &[(&str, &str); N]) -> Vec<String> {
        let declaration = |(name, path): &(&str, &str)| {
            let endpoint =
                Endpoint { name: (*name).to_owned(), path: (*path).to_owned(), ..Endpoint::default() };
            Declaration { endpoint, ..Declaration::default() }
        };
        let mut declarations: Vec<Declaration> = endpoints.iter().map(declaration).collect();
        name_apart(&mut declarations);
        declarations.into_iter().map(|declaration| declaration.endpoint.name).collect()
    }

    #[test]
    fn each_apart_from_those_before_it() {
        let names = named(&[
            ("GetPhotoValue", "/me/photo/$value"),
            ("GetPhotoValue", "/me/photos/<id>/$value"),
            ("GetPhotoValue", "/teams/<id>/photo/$value"),
        ]);
        assert_eq!(names, ["GetPhotoValue", "GetPhotoValueById", "GetTeamPhotoValue"]);
    }

    #[test]
    fn by_their_paths() {
        for (endpoints, expected) in [
            (
                [("GetPhotoValue", "/me/photo/$value"), ("GetPhotoValue", "/me/photos/<id>/$value")],
                ["GetPhotoValue", "GetPhotoValueById"],
            ),
            (
                [("GetPhotoValue", "/me/photo/$value"), ("GetPhotoValue", "/teams/<id>/photo/$value")],
                ["GetPhotoValue", "GetTeamPhotoValue"],
            ),
            (
                [("ListMembers", "/g/<id>/members"), ("ListMembers", "/g/<id>/members/microsoft.graph.user")],
                ["ListMembers", "ListMembersAsUser"],
            ),
            (
                [("ListEvents", "/users/<id>/events"), ("ListEvents", "/me/events")],
                ["ListEvents", "ListMyEvents"],
            ),
            ([("GetBuoy", "/a/<id>"), ("GetBuoy", "/a/<id>")], ["GetBuoy", "GetBuoy"]),
            (
                [("ListOars", "/a/<id>/oars"), ("ListOars", "/a(hull='<hull>')/oars")],
                ["ListOars", "ListOarsByHull"],
            ),
        ] {
            assert_eq!(named(&endpoints), expected, "{endpoints:?}");
        }
    }
}
