//! What a snapshot says of an example: names of types, and where one of several types can stand.
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::fs;

mod support;

use support::given;

const TARGET: &str = "{\"id\": \"1\", \"target\": {\"@odata.type\": \"#microsoft.graph.groupAssignmentTarget\", \"groupId\": \"2\"}}";

#[test]
fn what_can_be_one_of_several_types() {
    let folder = support::workspace("refined", "several", "");
    let path = "/deviceAppManagement/iosManagedAppProtections/{id}/assignments";
    let example = format!("GET {path}\n\nHTTP/1.1 200 OK\n\n{{\"value\": [{TARGET}]}}");
    let ran = given(&folder, &["new", "--example", "-"], &example);
    ran.has(&[
        "response = Page<TargetedManagedAppPolicyAssignment>",
        "#[graph_type(\"microsoft.graph.targetedManagedAppPolicyAssignment\")]",
        "pub target: Option<DeviceAndAppManagementAssignmentTarget>,",
        "#[graph_type(\"microsoft.graph.deviceAndAppManagementAssignmentTarget\")]",
        "    #[graph(type = \"microsoft.graph.groupAssignmentTarget\")]\n    Group(GroupAssignmentTarget),",
        "Other(Untyped),",
        "let page = ",
    ]);
    // Without a snapshot there is nothing that says so.
    fs::remove_dir_all(folder.join("graph-schema")).unwrap();
    let ran = given(&folder, &["new", "--example", "-"], &example);
    ran.has(&["pub target: Option<GroupAssignmentTarget>,"]);
}

#[test]
fn a_type_of_another_namespace() {
    let folder = support::workspace("refined", "namespace", "");
    let example = "GET /users/{id}\n\nHTTP/1.1 200 OK\n\n{\"@odata.type\": \"#microsoft.graph.people.user\", \"id\": \"1\"}";
    let ran = given(&folder, &["new", "--example", "-"], example);
    ran.has(&["#[graph_type(\"microsoft.graph.user\")]"]);
    let message = "the schema has no type microsoft.graph.people.user; microsoft.graph.user is declared";
    assert!(ran.err.contains(message), "{}", ran.err);
}

#[test]
fn names_are_spelt_as_in_the_schema() {
    let folder = support::workspace("refined", "case", "");
    let example =
        "GET /Users/{id}\n\nHTTP/1.1 200 OK\n\n{\"@odata.type\": \"#Microsoft.Graph.User\", \"id\": \"1\"}";
    let ran = given(&folder, &["new", "--example", "-"], example);
    ran.has(&["GET, \"/users/<id>\"", "#[graph_type(\"microsoft.graph.user\", odata_type)]"]);
    assert_eq!(ran.err, "");
}

#[test]
fn a_type_that_is_not_there_is_unverified() {
    let folder = support::workspace("refined", "missing", "");
    let example = "GET /users/{id}\n\nHTTP/1.1 200 OK\n\n{\"id\": \"1\", \"boat\": {\"@odata.type\": \"#microsoft.graph.boat\", \"a\": true}}";
    let ran = given(&folder, &["new", "--example", "-"], example);
    ran.has(&["#[graph_type(\"microsoft.graph.boat\", odata_type, unverified)]"]);
    let message = "the schema has no type microsoft.graph.boat; it is declared as `unverified`";
    assert!(ran.err.contains(message), "{}", ran.err);
}

#[test]
fn one_warning_for_all_that_a_type_does_not_have() {
    let folder = support::workspace("refined", "unknown", "");
    let example = "GET /users/{id}\n\nHTTP/1.1 200 OK\n\n{\"id\": \"1\", \"passwordProfile\": {\"one\": 1, \"two\": 2, \"three\": 3}}";
    let ran = given(&folder, &["new", "--example", "-"], example);
    let message = "`one`, `two` and `three` are not in the schema of microsoft.graph.passwordProfile; they are declared as the example has them, and `unverified`";
    assert!(ran.err.contains(message), "{}", ran.err);
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
}

#[test]
fn metadata_that_does_not_say_its_version_is_doubted_once() {
    let folder = support::workspace("refined", "version", "");
    let command = ["new", "GET", "/users/{id}", "--schema"];
    let ran = |file: &str| {
        fs::copy(support::METADATA, folder.join(file)).unwrap();
        given(&folder, &[&command[..], &[file]].concat(), "").err
    };
    let doubt = "warning: $metadata doesn't say of which version it is; it is taken for that of v1.0";
    assert_eq!(ran("$metadata").matches(doubt).count(), 1);
    assert!(!ran("v1.0.xml").contains("doesn't say"));
}

#[test]
fn a_response_that_contradicts_the_schema_is_unverified() {
    let folder = support::workspace("refined", "response", "");
    for (path, body, message) in [
        (
            "/users/{id}",
            "{\"value\": [{\"id\": \"1\"}]}",
            "one of microsoft.graph.user comes back, and the example shows a list",
        ),
        ("/users", "{\"id\": \"1\"}", "a list of microsoft.graph.user comes back, and the example shows one"),
        (
            "/users/{id}",
            "{\"@odata.type\": \"#microsoft.graph.group\", \"id\": \"1\"}",
            "microsoft.graph.user comes back, and the example shows microsoft.graph.group",
        ),
    ] {
        let example = format!("GET {path}\n\nHTTP/1.1 200 OK\n\n{body}");
        let ran = given(&folder, &["new", "--example", "-"], &example);
        ran.has(&["unverified"]);
        let said = format!("by the schema: {message}; it is written as `unverified`");
        assert!(ran.err.contains(&said), "{}", ran.err);
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    }
}

#[test]
fn a_stream_comes_without_the_object_around_its_text() {
    let folder = support::workspace("refined", "stream", "");
    let example = "GET /users/{id}/cover/thumbnail\n\nHTTP/1.1 200 OK\n\n{\"value\": \"aGFyYm91cg==\"}";
    let ran = given(&folder, &["new", "--example", "-"], example);
    ran.has(&["response = Bytes", "let bytes = "]);
    let message =
        "by the schema: bytes come back, and the example shows text in an object; `Bytes` is declared";
    assert!(ran.err.contains(message), "{}", ran.err);
}

#[test]
fn what_a_body_says_that_it_is_is_in_the_schema() {
    let folder = support::workspace("refined", "body", "");
    let example = |name: &str| {
        format!(
            "PATCH /users/{{id}}\n\n{{\"@odata.type\": \"#{name}\", \"displayName\": \"Ada\"}}\n\nHTTP/1.1 204 No Content\n"
        )
    };
    let ran = given(&folder, &["new", "--example", "-"], example("Harbour.Services.User"));
    ran.has(&["odata_type = \"#microsoft.graph.user\""]);
    let message = "the schema has no type Harbour.Services.User; microsoft.graph.user is declared";
    assert!(ran.err.contains(message), "{}", ran.err);
    let ran = given(&folder, &["new", "--example", "-"], example("Harbour.Services.Boat"));
    ran.has(&["odata_type = \"#Harbour.Services.Boat\"", "unverified"]);
    let message = "there is no type Harbour.Services.Boat; it is written as `unverified`";
    assert!(ran.err.contains(message), "{}", ran.err);
}

#[test]
fn only_open_types_have_extensions() {
    let folder = support::workspace("refined", "extensions", "");
    let example = "GET /users/{id}\n\nHTTP/1.1 200 OK\n\n{\"harbour_rope\": \"a\", \"passwordProfile\": {\"odata.context\": \"b\"}}";
    let ran = given(&folder, &["new", "--example", "-"], example);
    ran.has(&[
        "    #[graph(rename = \"harbour_rope\")]",
        "    #[graph(rename = \"odata.context\", unverified)]",
    ]);
    let message = "`odata.context` is not in the schema of microsoft.graph.passwordProfile";
    assert!(ran.err.contains(message), "{}", ran.err);
}

/// What the values of such a type have is the tenant's affair, and the example shows some of it.
#[test]
fn a_type_with_its_key_alone_keeps_what_the_example_does_not_show() {
    let folder = support::workspace("refined", "open", "");
    let metadata = folder.join("metadata.xml");
    fs::write(&metadata, SHELVES).unwrap();
    let imported = support::run(&folder, &["schema", "import", metadata.to_str().unwrap()]);
    assert_eq!(imported.code, 0, "{}", imported.err);
    let received = "GET /books/{id}\n\nHTTP/1.1 200 OK\n\n{\"id\": \"1\", \"fields\": {\"Colour\": \"red\"}}";
    let ran = given(&folder, &["new", "--example", "-"], received);
    let fields =
        "#[graph(rename = \"Colour\", unverified)]\n    pub colour: Option<String>,\n    /// What came";
    ran.has(&[fields, "pub additional: AdditionalProperties,"]);
    assert_eq!(ran.out.matches("additional:").count(), 1, "{}", ran.out);
    // Nothing comes that could be lost.
    let sent = "POST /books\n\n{\"fields\": {\"Colour\": \"red\"}}\n\nHTTP/1.1 204 No Content";
    let ran = given(&folder, &["new", "--example", "-"], sent);
    assert!(ran.out.contains("pub colour") && !ran.out.contains("additional"), "{}", ran.out);
}

const SHELVES: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="microsoft.graph" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  <EntityType Name="fieldValueSet" OpenType="true">
    <Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>
  </EntityType>
  <EntityType Name="book" OpenType="true">
    <Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>
    <Property Name="title" Type="Edm.String"/>
    <NavigationProperty Name="fields" Type="microsoft.graph.fieldValueSet" ContainsTarget="true"/>
  </EntityType>
  <EntityContainer Name="GraphService"><EntitySet Name="books" EntityType="microsoft.graph.book"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"#;
