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
      </EntityType>
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
