//! Types that hold, and types that expand, themselves and each other.

use graph_endpoint::prelude::*;

use crate::wire;

/// Itself, in each way that has room for it.
#[graph_type("microsoft.graph.folder")]
struct Folder {
    id: String,
    parent: Option<Box<Folder>>,
    first: Nullable<Box<Self>>,
    children: Vec<Folder>,
    others: Vec<Option<Folder>>,
    kept: Vec<Kept<Folder>>,
}

/// Each other.
#[graph_type("microsoft.graph.page")]
struct Leaf {
    id: String,
    book: Option<Box<Book>>,
}

/// Each other.
#[graph_type("microsoft.graph.book")]
struct Book {
    id: String,
    pages: Vec<Leaf>,
}

/// A polymorphic type.
#[graph_type("microsoft.graph.condition")]
enum Condition {
    #[graph(type = "microsoft.graph.not")]
    Not { inner: Option<Box<Condition>> },
    #[graph(type = "microsoft.graph.all")]
    All { list: Vec<Self> },
    #[graph(other)]
    Other(Untyped),
}

/// Each expands the other.
#[graph_type("microsoft.graph.group")]
struct Group {
    id: String,
    #[graph(expand)]
    members: Option<Vec<User>>,
}

/// Each expands the other, and itself.
#[graph_type("microsoft.graph.user")]
struct User {
    mail: Option<String>,
    #[graph(expand)]
    member_of: Option<Vec<Group>>,
    #[graph(expand)]
    manager: Option<Box<User>>,
}

/// From one side.
#[graph_endpoint(GET, "/groups", response = Page<Group>, select)]
struct ListGroups {}

/// From the other.
#[graph_endpoint(GET, "/me", response = User, select)]
struct GetMe {}

/// All that hold.
#[graph_endpoint(POST, "/folders", response = Folder)]
struct Create {
    folder: Kept<Folder>,
    leaf: Kept<Leaf>,
    condition: Kept<Condition>,
}

#[test]
fn what_is_expanded_already_is_not_expanded_once_more() {
    let decoded = |text: String| {
        text.replace("%24", "$")
            .replace("%28", "(")
            .replace("%29", ")")
            .replace("%3D", "=")
            .replace("%3B", ";")
            .replace("%2C", ",")
    };
    assert_eq!(
        decoded(wire(&ListGroups {})),
        "GET /v1.0/groups?$select=id&$expand=members($select=mail;$expand=memberOf($select=id),manager($select=mail))"
    );
    assert_eq!(
        decoded(wire(&GetMe {})),
        "GET /v1.0/me?$select=mail&$expand=memberOf($select=id;$expand=members($select=mail)),manager($select=mail)"
    );
}

#[test]
fn what_they_hold() {
    let folder = r#"{"id":"1","parent":{"id":"2","children":[],"others":[],"kept":[]},"children":[],"others":[null],"kept":[]}"#;
    let condition =
        r##"{"@odata.type":"#microsoft.graph.all","list":[{"@odata.type":"#microsoft.graph.not"}]}"##;
    let leaf = r#"{"id":"3","book":{"id":"4","pages":[]}}"#;
    let create = Create::builder()
        .folder(serde_json::from_str::<Folder>(folder).unwrap())
        .leaf(serde_json::from_str::<Leaf>(leaf).unwrap())
        .condition(serde_json::from_str::<Condition>(condition).unwrap());
    let expected =
        format!(r#"POST /v1.0/folders {{"folder":{folder},"leaf":{leaf},"condition":{condition}}}"#);
    assert_eq!(wire(&create.build()), expected);
}
