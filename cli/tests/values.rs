//! Values in paths, parameters of actions and content that is put, as the schema has them.
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::fs;

mod support;

use support::{given, run};

const METADATA: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:DataServices>
    <Schema Namespace="microsoft.graph" Alias="graph" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <EntityType Name="driveItem">
        <Key><PropertyRef Name="id" /></Key>
        <Property Name="id" Type="Edm.String" Nullable="false" />
        <Property Name="name" Type="Edm.String" />
        <Property Name="content" Type="Edm.Stream" />
      </EntityType>
      <EntityType Name="note">
        <Key><PropertyRef Name="id" /></Key>
        <Property Name="id" Type="Edm.String" Nullable="false" />
        <Property Name="content" Type="Edm.Stream" />
        <Property Name="title" Type="Edm.String" />
        <Property Name="state" Type="Edm.String">
          <Annotation Term="Org.OData.Core.V1.Computed" Bool="true" />
        </Property>
        <Property Name="kind" Type="graph.kind" />
        <Property Name="parts" Type="Collection(graph.part)" />
      </EntityType>
      <ComplexType Name="part">
        <Property Name="name" Type="Edm.String" />
      </ComplexType>
      <EnumType Name="kind">
        <Member Name="letter" Value="0" />
        <Member Name="card" Value="1" />
      </EnumType>
      <Function Name="between" IsBound="true">
        <Parameter Name="bindingParameter" Type="Collection(graph.note)" />
        <Parameter Name="start" Type="Edm.DateTimeOffset" Nullable="false" />
        <Parameter Name="day" Type="Edm.Date" Nullable="false" />
        <Parameter Name="owner" Type="Edm.Guid" Nullable="false" />
        <Parameter Name="most" Type="Edm.Int32" Nullable="false" />
        <ReturnType Type="Collection(graph.note)" />
      </Function>
      <Action Name="share" IsBound="true">
        <Parameter Name="bindingParameter" Type="graph.note" />
        <Parameter Name="until" Type="Edm.DateTimeOffset" Nullable="false" />
        <Parameter Name="comment" Type="Edm.String" />
      </Action>
      <EntityContainer Name="GraphService">
        <EntitySet Name="items" EntityType="microsoft.graph.driveItem" />
        <EntitySet Name="notes" EntityType="microsoft.graph.note" />
      </EntityContainer>
    </Schema>
  </edmx:DataServices>
</edmx:Edmx>"#;

#[test]
fn what_the_schema_knows_of_values() {
    let folder = support::workspace("values", "all", "");
    fs::write(folder.join("notes.xml"), METADATA).unwrap();
    let schema = ["--schema", "notes.xml"];
    let typed =
        ["pub start: edm::DateTimeOffset,", "pub day: edm::Date,", "pub owner: edm::Guid,", "pub most: i64,"];
    let path = "/notes/between(start={start},day={day},owner={owner},most={most})";
    run(&folder, &[&["new", "GET", path], schema.as_slice()].concat()).has(&typed);
    let example = "GET /notes/between(start=2026-01-01T00:00:00Z,day=2026-01-01,owner=87d349ed-44d7-43e1-9a83-5f2406dee5bd,most=5)\n\nHTTP/1.1 200 OK\n\n{\"value\": [{\"id\": \"1\"}]}";
    let ran = given(&folder, &[&["new", "--example", "-"], schema.as_slice()].concat(), example);
    ran.has(&typed).has(&[".start(start)", ".most(5)"]);
    run(&folder, &[&["new", "PUT", "/items/{id}/content"], schema.as_slice()].concat())
        .has(&["response = DriveItem", "pub content: Bytes,"]);
    let note = run(&folder, &[&["new", "PUT", "/notes/{id}/content"], schema.as_slice()].concat());
    assert!(!note.out.contains("response ="), "{}", note.out);
    let page = "# note: share\n## Request body\n|Parameter|Type|Description|\n|--|--|--|\n|until|DateTimeOffset|How long. Optional.|\n|comment|String|Why.|\n\
                ```http\nPOST /notes/123456/share\n\n{\"until\": \"2026-01-01T00:00:00Z\", \"comment\": \"x\"}\n```\n";
    let ran = given(&folder, &[&["new", "--example", "-"], schema.as_slice()].concat(), page);
    ran.has(&["pub until: edm::DateTimeOffset,", "pub comment: Option<String>,", ".until(until)"]);
    let all = ["all", "whole", "--crates", "--paths", "--under", "/notes/between"];
    let ran = run(&folder, &[all.as_slice(), schema.as_slice()].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    let paths = fs::read_to_string(folder.join("whole/notes/tests/paths.rs")).unwrap();
    assert!(paths.contains("start: \"2026-01-01T00:00:00Z\".parse().unwrap()"), "{paths}");
    assert!(paths.contains("2026-01-01T00%3A00%3A00Z"), "{paths}");
}

/// Where the workspace has a snapshot the macros ask it: what they would refuse is written so that they don't.
#[test]
fn what_the_schema_lacks_is_unverified() {
    let folder = support::workspace("values", "lacks", "");
    fs::write(folder.join("notes.xml"), METADATA).unwrap();
    let arguments = ["new", "--example", "-", "--schema", "notes.xml"];
    let page = "# Create note\n## Request body\n|Property|Type|Description|\n|--|--|--|\n|kind|kind|Possible values are: `letter`, `parcel`.|\n\
        ```http\nPOST /notes\n\n{\"title\": \"a\", \"state\": \"x\", \"kind\": \"letter\", \"parts\": [{\"name\": \"n\"}], \"Other\": 1, \
        \"gone@odata.type\": \"x\", \"parts@odata.type\": \"y\"}\n```\n\
        ```http\nHTTP/1.1 201 Created\n\n{\"id\": \"1\", \"content\": \"text\"}\n```\n";
    let ran = given(&folder, &arguments, page);
    ran.has(&[
        "    #[graph(unverified)]\n    pub state: String,",
        "    #[graph(rename = \"Other\", unverified)]\n    pub other: i64,",
        "    #[graph(rename = \"gone@odata.type\", unverified)]",
        "    #[graph(rename = \"parts@odata.type\")]",
        "    #[graph(unverified)]\n    pub content: Option<String>,",
        "    pub name: Option<String>,",
        "    Card,\n",
    ]);
    assert!(!ran.out.contains("Parcel"), "{}", ran.out);
    for said in ["`state` is made by the service", "`Other` is not in the schema of microsoft.graph.note"] {
        assert_eq!(ran.err.matches(said).count(), 1, "{}", ran.err);
    }
    let ran = given(&folder, &arguments, "GET /nowhere/123456\n\nHTTP/1.1 200 OK\n\n{\"id\": \"1\"}");
    ran.has(&["unverified)]\n#[derive"]);
    assert!(ran.err.contains("it is written as `unverified`"), "{}", ran.err);
    let beta = "GET /beta/buoys/123456\n\nHTTP/1.1 200 OK\n\n{\"id\": \"1\"}";
    let ran = given(&folder, &["new", "--example", "-"], beta);
    assert!(ran.err.contains("there is no snapshot of beta; what v1.0 has"), "{}", ran.err);
}
