//! What an operation is called: by its page's title, or by its method and path.

#[cfg(test)]
mod tests;
mod verbs;

use graph_endpoint_schema::naming::{pascal_case, singular};

use self::verbs::{VERBS, asks, begins, is_action, is_verb};
use crate::template::{Parentheses, Template};

/// Words of a title that a name does without.
const ARTICLES: &[&str] = &["a", "an", "new", "the"];

/// Words of a title behind which it says where.
const PREPOSITIONS: &[&str] = &["as", "by", "for", "from", "in", "of", "on", "to", "using", "with"];

/// Things of which there is one, though their names are plurals.
const PLURALS_OF_ONE: &[&str] = &["details", "preferences", "settings"];

/// The name by the page's title: `Update assignments` -> `UpdateAssignments`, `user: sendMail` -> `SendMail`.
pub(super) fn from_title(title: &str) -> Option<String> {
    let title = title.trim();
    // Intune's pages are called `assign action`.
    let of_intune = [" action", " function"].iter().find_map(|kind| title.strip_suffix(kind));
    let action = title.split_once(':').map(|(_, action)| action).or(of_intune);
    if let Some(action) = action {
        let action = action.trim();
        // `sendMail` says what it is about, `send` doesn't: the path does.
        // `sendMail` is an action's name, `Range` a type's.
        let is_word = action.starts_with(|c: char| c.is_ascii_lowercase())
            && action.chars().any(|c| c.is_ascii_uppercase())
            && action.chars().all(|c| c.is_ascii_alphanumeric());
        return is_word.then(|| pascal_case(action));
    }
    let words = title.split_whitespace().filter(|word| !ARTICLES.contains(word));
    let mut telling: Vec<&str> = words.collect();
    if telling.len() > 2 && telling.last().is_some_and(|last| ["object", "resource"].contains(last)) {
        telling.pop();
    }
    // Of a long title, what is done to what: `Send chatMessage in a channel or a chat`.
    let says_where = telling.iter().skip(2).position(|word| PREPOSITIONS.contains(word));
    if let Some(at) = says_where.filter(|_| telling.len() > 5) {
        telling.truncate(at + 2);
    }
    let is_plain = telling.join("").chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let is_verb = telling.first().is_some_and(|first| begins(&first.to_ascii_lowercase()));
    (is_plain && (2..=5).contains(&telling.len()) && is_verb)
        .then(|| telling.iter().map(|word| pascal_case(&word_of(word))).collect())
}

/// A word as names have it: `MIME` -> `Mime`.
fn word_of(word: &str) -> String {
    let is_acronym = word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase());
    if is_acronym { word.to_ascii_lowercase() } else { word.to_owned() }
}

/// A name by a title, in the singular where it is about one: `Create definitions`, `Delete definitions` by its id.
pub(super) fn of_one(name: String, method: &str, template: &Template) -> String {
    let segments = template.segments();
    let verb = match method {
        "POST" => "Create",
        "GET" => "Get",
        "PATCH" => "Update",
        "DELETE" => "Delete",
        _ => return name,
    };
    // A POST creates one of many, a DELETE is always of one, the others are where its id ends the path.
    let (many, ends_in_value) = match (method, segments.as_slice()) {
        ("POST" | "DELETE", [.., Some(many)]) => (pascal_case(many), false),
        ("GET" | "PATCH" | "DELETE", [.., Some(many), None]) => (pascal_case(many), true),
        _ => return name,
    };
    let before = name.strip_prefix(verb).and_then(|of| of.strip_suffix(many.as_str()));
    match before.filter(|_| ends_in_value || !is_one_thing(&many)) {
        Some(before) => format!("{verb}{before}{}", singular(&many)),
        None => name,
    }
}

/// `retrieval`; a verb of this form is in the list of actions.
fn is_noun(word: &str) -> bool {
    !is_action(word) && ["al", "ance", "ence", "ion", "ity"].iter().any(|end| word.ends_with(end))
}

/// `mailboxSettings`
fn is_one_thing(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    PLURALS_OF_ONE.iter().any(|plural| lower.ends_with(plural))
}

/// What is known of a POST without its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Creation {
    /// It calls an action, though its name be a plural.
    No,
    /// To a plural that is no action's name it creates one of them.
    Maybe,
    /// The schema says that it creates one, whatever the name of the many.
    Yes,
}

/// The name by method and path: `GET /users` -> `ListUsers`, `POST /users/<id>/sendMail` -> `SendMail`.
pub(crate) fn from_path(method: &str, template: &Template, is_list: bool, creation: Creation) -> String {
    let segments = template.segments();
    let parentheses = template.parentheses();
    let is_call = matches!(parentheses, Some(Parentheses::Nothing | Parentheses::Names));
    let called = segments.last().copied().flatten().and_then(|last| called(last, is_call));
    let words = segments.iter().flatten().copied().filter(|word| !is_cast(word));
    let words: Vec<&str> = words.chain(called).collect();
    // A cast behind a value is of one thing.
    let before_casts = segments.iter().rfind(|segment| !segment.is_some_and(is_cast));
    let (last, owner) = match words.as_slice() {
        [.., owner, last] => (*last, Some(*owner)),
        [last] => (*last, None),
        [] => ("", None),
    };
    let is_key = match parentheses {
        Some(Parentheses::Key) => true,
        // `users(userPrincipalName='<upn>')`
        Some(Parentheses::Names) => method != "POST" && !is_list && is_plural(last) && !is_action(last),
        Some(Parentheses::Nothing) | None => false,
    };
    let ends_in_value = is_key || before_casts.is_some_and(Option::is_none) && called.is_none();
    let one = |word: &str| pascal_case(&singular(word));
    let owner_of = |word: Option<&str>| word.map(pascal_case).unwrap_or_default();
    match (method, last) {
        ("GET", "$count") => format!("Count{}", owner_of(owner)),
        ("GET", "$value") => format!("Get{}Value", owner.map(one).unwrap_or_default()),
        ("PUT" | "PATCH", "$value") => format!("Set{}Value", owner.map(one).unwrap_or_default()),
        ("GET", "$ref") if is_list => format!("List{}Refs", owner.map(one).unwrap_or_default()),
        ("GET", "$ref") => format!("Get{}Ref", owner_of(owner)),
        ("POST", "$ref") => format!("Add{}", owner.map(one).unwrap_or_default()),
        ("PUT", "$ref") => format!("Set{}", owner.map(one).unwrap_or_default()),
        ("DELETE", "$ref") => format!("Remove{}", owner.map(one).unwrap_or_default()),
        ("GET", "delta") if owner == Some("root") => "DriveItemsDelta".to_owned(),
        ("GET", "delta") => format!("{}Delta", owner_of(owner)),
        ("GET" | "PUT", "content") => {
            let verb = if method == "GET" { "Download" } else { "Upload" };
            format!("{verb}{}Content", owner.filter(|owner| *owner != "root").map(one).unwrap_or_default())
        }
        ("DELETE", "content") => format!("Delete{}Content", owner.map(one).unwrap_or_default()),
        ("DELETE", "$value") => format!("Delete{}Value", owner.map(one).unwrap_or_default()),
        // `/relations/{id}/set` is a set, and sets nothing.
        ("GET", name) if is_verb(name) && (VERBS.iter().all(|verb| *verb != name) || is_call) => {
            pascal_case(name)
        }
        ("GET", name) if is_call && asks(name) => pascal_case(name),
        ("GET", "me") => "GetMe".to_owned(),
        ("GET", name) if ends_in_value => format!("Get{}", one(name)),
        ("GET", name) if is_list => format!("List{}", pascal_case(name)),
        ("GET", name) => format!("Get{}", pascal_case(name)),
        ("POST", name) if creation == Creation::Yes => format!("Create{}", one(name)),
        ("POST", name)
            if creation == Creation::Maybe && !ends_in_value && is_plural(name) && !is_action(name) =>
        {
            format!("Create{}", one(name))
        }
        // `sendMail` says what it is about, `clear` doesn't.
        ("POST", name) if name.chars().any(|c| c.is_ascii_uppercase()) => pascal_case(name),
        // A noun behind another, `/copilot/retrieval`, and `/search/query`, where both are verbs.
        ("POST", name)
            if owner.is_some_and(|owner| is_noun(name) && !is_plural(owner) || is_action(owner)) =>
        {
            format!("{}{}", owner_of(owner), pascal_case(name))
        }
        ("POST", name) => format!("{}{}", pascal_case(name), owner.map(one).unwrap_or_default()),
        ("PATCH", name) if ends_in_value => format!("Update{}", one(name)),
        ("PATCH", name) => format!("Update{}", pascal_case(name)),
        ("PUT", name) => format!("Put{}", if ends_in_value { one(name) } else { pascal_case(name) }),
        ("DELETE", name) if ends_in_value || !is_one_thing(name) => format!("Delete{}", one(name)),
        ("DELETE", name) => format!("Delete{}", pascal_case(name)),
        (_, name) => format!("{}{}", pascal_case(&method.to_ascii_lowercase()), pascal_case(name)),
    }
}

/// The name that a title gives to what is at the path's end: `Create conditionalAccessPolicy` for `../policies`.
/// What is a plural is one of them, but for a thing of which there is one: `Update mailboxSettings`.
pub(super) fn noun(title: &str, template: &Template, is_one: bool) -> Option<String> {
    let (first, _) = title.split_once(' ')?;
    let last = title.rsplit(' ').next()?;
    let last = if is_one { last.to_owned() } else { singular(last) };
    let segments = template.segments();
    let end = segments.iter().flatten().rfind(|word| !is_cast(word) && !word.starts_with('$'))?;
    let end = if is_one { (*end).to_owned() } else { singular(end) }.to_ascii_lowercase();
    let is_name = last.chars().all(|c| c.is_ascii_alphanumeric());
    let is_verb = VERBS.iter().any(|verb| verb.eq_ignore_ascii_case(first));
    (is_verb && is_name && last.to_ascii_lowercase().ends_with(&end)).then_some(last)
}

/// The name of what an operation responds with, when the JSON doesn't say.
pub(super) fn of_response(endpoint: &str, method: &str, template: &Template, is_list: bool) -> String {
    let segments = template.segments();
    // `/users/delta` gives users.
    let says = |word: &&&str| !is_cast(word) && !word.starts_with('$') && **word != "delta";
    let last = segments.iter().flatten().rfind(says);
    match last {
        Some(word) if method == "POST" && is_action(word) && is_list => format!("{endpoint}Result"),
        Some(word)
            if is_list
                || segments.last().is_some_and(Option::is_none)
                || method == "POST" && is_plural(word) =>
        {
            pascal_case(&singular(word))
        }
        // `mailboxSettings`: one thing whose name is a plural.
        Some(word) if matches!(method, "GET" | "PATCH") && !is_verb(word) => pascal_case(word),
        _ => format!("{endpoint}Response"),
    }
}

fn is_cast(word: &str) -> bool {
    word.contains('.')
}

/// What is called by its full name, `microsoft.graph.identityGovernance.activate`; a cast is no call, and has no parentheses.
fn called(segment: &str, is_call: bool) -> Option<&str> {
    segment.rsplit_once('.').map(|(_, name)| name).filter(|name| is_call || is_action(name))
}

fn is_plural(word: &str) -> bool {
    singular(word) != word
}
