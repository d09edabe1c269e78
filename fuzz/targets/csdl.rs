//! `$metadata`: every file is read or refused, and what is read makes a snapshot that is whole.

use graph_endpoint_schema::csdl;
use graph_endpoint_schema::snapshot::{Snapshot, Source};

/// What is well-formed, or nearly so.
pub const SEEDS: &[&str] = &[
    r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices><Schema Namespace="microsoft.graph" Alias="graph" xmlns="http://docs.oasis-open.org/odata/ns/edm"><EnumType Name="level" IsFlags="true"><Member Name="low" Value="1"/></EnumType><EntityType Name="entity" Abstract="true"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/></EntityType><EntityType Name="user" BaseType="graph.entity" OpenType="true"><Property Name="level" Type="graph.level"/><NavigationProperty Name="manager" Type="graph.user"/></EntityType><Action Name="send" IsBound="true"><Parameter Name="it" Type="graph.user"/><Parameter Name="to" Type="Collection(Edm.String)"/></Action><EntityContainer Name="service"><EntitySet Name="users" EntityType="graph.user"><NavigationPropertyBinding Path="manager" Target="users"/></EntitySet><Singleton Name="me" Type="graph.user"/></EntityContainer><Annotations Target="microsoft.graph.service/users"><Annotation Term="Org.OData.Capabilities.V1.DeleteRestrictions"><Record><PropertyValue Property="Deletable" Bool="false"/></Record></Annotation></Annotations></Schema></edmx:DataServices></edmx:Edmx>"#,
    r#"<Edmx><DataServices><Schema Namespace="a"><ComplexType Name="b" BaseType="a.b"/></Schema></DataServices></Edmx>"#,
];

pub fn run(xml: &[u8]) {
    match csdl::parse(xml) {
    Err(error) => assert!(error.problems().iter().all(|problem| problem.line > 0 && problem.column > 0)),
    Ok(model) => {
        let text = model.to_snapshot(&Source { version: "v1.0", cloud: "global", date: None, xml });
        let snapshot = Snapshot::new(text).expect("what is written is read");
        snapshot.verify().expect("what is written is whole");
        assert_eq!(snapshot.types().count(), model.types.len());
        for name in model.types.keys() {
            assert!(snapshot.types().any(|ty| ty.name().to_string() == *name), "{name:?}");
        }
    }
    }
}
