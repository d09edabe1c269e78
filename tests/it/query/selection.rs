//! What a response's type selects and expands, and the consts of its properties.

use graph_endpoint::Prefer;
use graph_endpoint::prelude::*;
use graph_endpoint::query::{Expand, Expansion};
use graph_endpoint::sandbox::Sandbox;

use super::declared::{ListUsers, query};

#[graph_type("microsoft.graph.user")]
#[derive(Debug)]
struct Manager {
    id: String,
    display_name: Option<String>,
}

struct Person;

impl Select for Person {
    const SELECT: &'static str = "id,mail";
    const EXPAND: &'static [Expansion] =
        &[Expansion::of::<Option<Box<Manager>>>("manager"), Expansion::new("drive", "")];
}

#[test]
fn a_selection_comes_from_a_type() {
    assert_eq!(query(&ListUsers::default().select(<Vec<Person> as Select>::SELECT)), "$select=id,mail");
    assert_eq!(
        query(&ListUsers::default().expand(Expand::of::<Person>("manager"))),
        "$expand=manager($select=id,mail;$expand=manager($select=id,displayName),drive)"
    );
}

#[graph_type("microsoft.graph.user", properties)]
#[derive(Debug)]
struct Member {
    id: String,
    #[graph(rename = "@odata.etag")]
    etag: Option<String>,
    account_enabled: Nullable<bool>,
    r#type: Option<String>,
    #[serde(rename = "userTags")]
    tags: Vec<String>,
    #[graph(expand)]
    manager: Option<Box<Manager>>,
    #[graph(expand)]
    direct_reports: Vec<Report<String>>,
}

#[graph_type]
#[derive(Debug)]
struct Report<T> {
    report: T,
}

#[graph_type]
#[derive(Debug)]
struct Open {
    id: String,
    #[graph(additional)]
    more: graph_endpoint::AdditionalProperties,
}

#[graph_endpoint(GET, "/users/<id>", response = Member, select)]
#[derive(Clone)]
struct GetMember {
    id: String,
    #[graph(query = "$expand")]
    expand: Option<String>,
}

#[graph_endpoint(GET, "/me", response = Option<Open>, select)]
struct GetOpen {}

#[test]
fn the_key_select_asks_for_the_fields_of_the_response() {
    let request = GetMember::builder().id("1").build();
    assert_eq!(
        query(&request),
        "$select=id,accountEnabled,type,userTags&\
         $expand=manager($select=id,displayName),directReports($select=report)"
    );
    // It gives way to what a field or a setter says.
    assert_eq!(
        query(&request.clone().select("id").expand("manager").top(1)),
        "$select=id&$expand=manager&$top=1"
    );
    let declared = GetMember::builder().id("1").expand("drive").build();
    assert_eq!(query(&declared), "$expand=drive&$select=id,accountEnabled,type,userTags");
    // A type that keeps what it doesn't know wants all of it.
    assert_eq!(query(&GetOpen {}), "");
}

/// `manager` and its like are of the type that has them.
#[graph_type("microsoft.graph.user")]
#[derive(Debug)]
struct Colleague {
    id: String,
    #[graph(expand)]
    manager: Option<Box<Colleague>>,
    #[graph(expand)]
    direct_reports: Vec<Self>,
    /// Another type of that name.
    #[graph(expand)]
    assistant: Option<thin::Colleague>,
}

mod thin {
    #[super::graph_type]
    #[derive(Debug)]
    pub(super) struct Colleague {
        mail: String,
    }
}

#[graph_type]
#[derive(Debug)]
struct Tree<T> {
    leaf: T,
    #[graph(expand)]
    branches: Vec<Tree<T>>,
}

#[graph_endpoint(GET, "/me", response = Colleague, select)]
struct GetColleague {}

#[test]
fn what_is_of_the_type_itself_is_expanded_one_level_deep() {
    assert_eq!(
        query(&GetColleague {}),
        "$select=id&$expand=manager($select=id),directReports($select=id),assistant($select=mail)"
    );
    let [branches] = <Tree<String> as Select>::EXPAND else { panic!("one is declared") };
    assert_eq!((branches.name, branches.select), ("branches", "leaf"));
    let tree = Expand::of::<Tree<String>>("tree").to_text().unwrap();
    assert_eq!(tree, "tree($select=leaf;$expand=branches($select=leaf))");
}

#[test]
fn the_key_properties_makes_a_const_of_each() {
    let filter = Member::ACCOUNT_ENABLED
        .eq(true)
        .and(Member::TYPE.is_in(["a", "b"]))
        .and(Member::TAGS.any(|tag| tag.starts_with("c")))
        .and(Member::ID.ne("d"));
    assert_eq!(
        filter.to_text().unwrap(),
        "accountEnabled eq true and type in ('a','b') and userTags/any(x:startswith(x,'c')) and id ne 'd'"
    );
    let request = GetMember::builder().id("1").build().select((Member::ID, Member::TAGS));
    assert_eq!(query(&request.expand(Member::MANAGER)), "$select=id,userTags&$expand=manager");
}

/// The server's half reads declared fields as ever, and passes over the rest.
#[tokio::test]
async fn a_value_with_options_is_sent() {
    let sandbox = Sandbox::builder()
        .on(|get: GetMember| async move {
            Member {
                id: get.id,
                etag: None,
                account_enabled: Nullable::Absent,
                r#type: get.expand,
                tags: vec![],
                manager: None,
                direct_reports: vec![],
            }
        })
        .start()
        .await
        .unwrap();
    let client = Client::builder().token("t").base_url(sandbox.url()).build().unwrap();
    let request = GetMember::builder().id("1").build().expand("manager").prefer(Prefer::ImmutableId);
    let member = request.send(&client).await.unwrap();
    assert_eq!((member.id.as_str(), member.r#type.as_deref()), ("1", Some("manager")));
    let member = client.send(&request).await.unwrap();
    assert_eq!(member.id, "1");
    let error = request.filter("").send(&client).await.unwrap_err();
    assert!(error.is_build());
}

/// Each expands the other, as a group's members and their groups.
#[graph_type("microsoft.graph.group")]
#[derive(Debug)]
struct Team {
    id: String,
    #[graph(expand)]
    members: Page<Player>,
}

#[graph_type("microsoft.graph.user")]
#[derive(Debug)]
struct Player {
    mail: String,
    #[graph(expand)]
    member_of: Option<Vec<Team>>,
    #[graph(expand)]
    drive: Option<Box<thin::Colleague>>,
}

#[graph_endpoint(GET, "/teams", response = Page<Team>, select)]
struct ListTeams {}

#[test]
fn types_that_expand_each_other_end_where_one_comes_again() {
    assert_eq!(
        query(&ListTeams {}),
        "$select=id&$expand=members($select=mail;$expand=memberOf($select=id),drive($select=mail))"
    );
    // The text is the caller's, and so is its type.
    assert_eq!(
        Expand::of::<Kept<Player>>("owner").to_text().unwrap(),
        "owner($expand=memberOf($select=id;$expand=members($select=mail)),drive($select=mail))"
    );
}
