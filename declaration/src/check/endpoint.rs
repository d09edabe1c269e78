//! Rules about a whole endpoint.

use crate::model::{Body, Endpoint, Field};
use crate::problems::Problems;

const RULES: &[fn(&Endpoint, &mut Problems)] = &[permissions_have_names, setters_do_not_collide];

/// All rules.
pub fn endpoint(endpoint: &Endpoint, problems: &mut Problems) {
    for rule in RULES {
        rule(endpoint, problems);
    }
}

fn permissions_have_names(endpoint: &Endpoint, problems: &mut Problems) {
    let permissions = &endpoint.permissions;
    let lists = [&permissions.delegated, &permissions.delegated_personal, &permissions.application];
    for permission in lists.into_iter().flatten().filter(|name| name.value().trim().is_empty()) {
        problems.at(permission, "a permission has a name; write it as in \"User.Read\", or leave it out");
    }
}

/// A builder has methods of its own beside the setters.
fn setters_do_not_collide(endpoint: &Endpoint, problems: &mut Problems) {
    if !endpoint.builder {
        return;
    }
    let path = endpoint.path.values().map(|field| (field, format!("path = \"{}\"", field.name())));
    let query = endpoint.query.iter().map(|(name, field)| (field, format!("query = \"{name}\"")));
    let other = |field: &'_ Field| format!("rename = \"{}\"", field.name());
    let headers = endpoint.headers.iter().map(|(_, field)| (field, other(field)));
    for (field, help) in path.chain(query).chain(headers) {
        collision(field, &help, problems);
    }
    match &endpoint.body {
        Body::None => {}
        Body::Whole(whole) => collision(&whole.field, &other(&whole.field), problems),
        Body::Object(object) => {
            object.properties.fields().for_each(|field| collision(field, &other(field), problems));
        }
    }
}

fn collision(field: &Field, help: &str, problems: &mut Problems) {
    let name = field.name();
    if matches!(name.as_str(), "build" | "send") {
        problems.at(
            &field.ident,
            format!("the setter of `{name}` would hide the builder's own `{name}()`; write another name with `#[graph({help})]`, or `builder = false`"),
        );
    }
}
