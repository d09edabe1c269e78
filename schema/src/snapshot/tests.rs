use super::*;
use crate::csdl;
use crate::test_support::corpus;

const XML: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="microsoft.graph" Alias="graph" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  <EnumType Name="level" IsFlags="true"><Member Name="two" Value="2"/><Member Name="one" Value="1"/></EnumType>
  <EnumType Name="day"><Member Name="monday"/><Member Name="tuesday"/></EnumType>
  <TypeDefinition Name="text" UnderlyingType="Edm.String"/>
  <EntityType Name="user" BaseType="graph.entity" OpenType="true">
    <Property Name="displayName" Type="Edm.String"/>
    <Property Name="level" Type="graph.level" Nullable="false"><Annotation Term="Org.OData.Core.V1.Computed"/></Property>
    <Property Name="tags" Type="Collection(Edm.String)" Nullable="false"/>
    <NavigationProperty Name="photos" Type="Collection(graph.photo)" ContainsTarget="true"/>
    <NavigationProperty Name="manager" Type="graph.user"/>
    <Annotation Term="Org.OData.Core.V1.AlternateKeys"><Collection><Record><PropertyValue Property="Key"><Collection>
      <Record><PropertyValue Property="Alias" String="upn"/><PropertyValue Property="Name" PropertyPath="displayName"/></Record>
    </Collection></PropertyValue></Record></Collection></Annotation>
  </EntityType>
  <EntityType Name="entity" Abstract="true"><Key><PropertyRef Name="id"/></Key>
    <Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
  <EntityType Name="photo" BaseType="graph.entity" HasStream="true"/>
  <Function Name="delta" IsBound="true" IsComposable="true"><Parameter Name="b" Type="Collection(graph.user)"/>
    <Parameter Name="token" Type="Edm.String"><Annotation Term="Org.OData.Core.V1.OptionalParameter"/></Parameter>
    <ReturnType Type="Collection(graph.user)"/></Function>
  <Action Name="assign" IsBound="true"><Parameter Name="b" Type="graph.user"/><Parameter Name="Level" Type="graph.level"/></Action>
  <Annotations Target="microsoft.graph.user/id"><Annotation Term="Org.OData.Core.V1.Immutable"/></Annotations>
  <Annotations Target="microsoft.graph.user/manager"><Annotation Term="Org.OData.Core.V1.Revisions"><Collection><Record>
    <PropertyValue Property="Date" Date="2026-01-02"/><PropertyValue Property="Kind"><EnumMember>Org.OData.Core.V1.RevisionKind/Deprecated</EnumMember></PropertyValue>
    <PropertyValue Property="RemovalDate" Date="2028-01-02"/>
    <PropertyValue Property="Description" String="It goes. Please use the new photos instead."/></Record></Collection></Annotation></Annotations>
  <EntityContainer Name="GraphService"><EntitySet Name="users" EntityType="graph.user"/><Singleton Name="me" Type="graph.user">
    <Annotation Term="Org.OData.Capabilities.V1.DeleteRestrictions"><Record><PropertyValue Property="Deletable" Bool="false"/></Record></Annotation>
  </Singleton></EntityContainer>
</Schema>
<Schema Namespace="other" xmlns="http://docs.oasis-open.org/odata/ns/edm"><Action Name="assign"><ReturnType Type="other.thing" Nullable="false"/></Action>
  <ComplexType Name="thing"/></Schema>
</edmx:DataServices></edmx:Edmx>"#;

const TEXT: &str = "graph-schema 1
version v1.0
cloud global
date 2026-08-04
source SOURCE
body BODY
#call assign
action .assign on .user
 Level .level
action other.assign -> other.thing!
#call delta
function .delta on .user[] -> .user[] composable
 token Edm.String optional
#root me singleton .user no-delete
#root users set .user
#type .day enum
monday 0
tuesday 1
#type .entity entity key=id abstract
id Edm.String!
#type .level enum flags
one 1
two 2
#type .photo entity base=.entity stream
#type .text definition base=Edm.String
#type .user entity base=.entity open alt=upn:displayName
displayName Edm.String
id ^ immutable
level .level! computed
manager .user nav deprecated=2026-01-02 removed=2028-01-02 use=photos
photos .photo[] contained
tags Edm.String[]!
#type other.thing complex
";

fn text() -> String {
    let source = Source { version: "v1.0", cloud: "global", date: Some("2026-08-04"), xml: XML.as_bytes() };
    csdl::parse(XML.as_bytes()).unwrap().to_snapshot(&source)
}

#[test]
fn a_small_one_is_as_it_should_be() {
    let text = text();
    let line = |key: &str| text.lines().find_map(|line| line.strip_prefix(key)).unwrap().to_owned();
    assert_eq!(text, TEXT.replace("SOURCE", &line("source ")).replace("BODY", &line("body ")));
}

#[test]
fn the_order_in_the_file_is_no_matter() {
    let (first, second) = ("<EnumType Name=\"day\">", "<EntityType Name=\"photo\"");
    let day = &XML[XML.find(first).unwrap()..XML.find("<TypeDefinition").unwrap()];
    let moved = XML.replacen(day, "", 1).replace(second, &format!("{day}{second}"));
    assert_ne!(moved, XML);
    let source = Source { version: "v1.0", cloud: "global", date: Some("2026-08-04"), xml: XML.as_bytes() };
    assert_eq!(csdl::parse(moved.as_bytes()).unwrap().to_snapshot(&source), text());
}

#[test]
fn it_answers() {
    let snapshot = Snapshot::new(text()).unwrap();
    snapshot.verify().unwrap();
    assert_eq!((snapshot.header().version.as_str(), snapshot.header().date.as_str()), ("v1.0", "2026-08-04"));
    let user = snapshot.type_named("#microsoft.graph.user").unwrap();
    assert_eq!(user.name().to_string(), "microsoft.graph.user");
    assert!(user.is_open() && user.kind() == TypeKind::Entity && !user.has_stream());
    assert_eq!(user.keys().collect::<Vec<_>>(), ["id"]);
    assert_eq!(user.alternate_keys().collect::<Vec<_>>(), [[("upn", "displayName")]]);
    assert_eq!(
        user.properties().map(Member::name).collect::<Vec<_>>(),
        ["displayName", "level", "manager", "photos", "tags", "id"]
    );
    let id = user.property("id").unwrap();
    assert!(id.is_immutable() && !id.ty().is_nullable && id.declared_by.is("microsoft.graph.entity"));
    assert!(user.property("level").unwrap().is_computed());
    assert_eq!(user.property("manager").unwrap().facts().deprecated(), Some("2026-01-02"));
    let photos = user.property("photos").unwrap();
    assert_eq!(
        (photos.kind(), photos.ty().to_string().as_str()),
        (MemberKind::Contained, "Collection(microsoft.graph.photo)")
    );
    for odd in ["", " ", "^", "displayName Edm.String", "id\nx", "displayNam"] {
        assert!(user.property(odd).is_none(), "{odd:?}");
    }
    assert!(snapshot.type_named("graph.photo").unwrap().has_stream());
    let level = snapshot.type_named("microsoft.graph.level").unwrap();
    assert!(level.is_flags());
    assert_eq!(level.members().collect::<Vec<_>>(), [("one", 1), ("two", 2)]);
    assert_eq!(level.properties().count(), 0);
    assert!(
        snapshot.type_named("microsoft.graph.use").is_none()
            && snapshot.type_named("microsoft.graph.").is_none()
    );
    let entity = snapshot.type_named("microsoft.graph.entity").unwrap();
    assert_eq!(entity.derived().map(|ty| ty.name().local()).collect::<Vec<_>>(), ["photo", "user"]);
    let assign: Vec<_> = snapshot.operations("assign").collect();
    assert_eq!(
        assign.iter().map(|one| one.name().to_string()).collect::<Vec<_>>(),
        ["microsoft.graph.assign", "other.assign"]
    );
    assert_eq!(assign[0].parameters().map(|one| one.name).collect::<Vec<_>>(), ["Level"]);
    assert!(assign[0].parameter("level").is_some() && assign[0].parameter("levle").is_none());
    assert_eq!((assign[1].binding(), assign[1].parameters().count()), (None, 0));
    let delta = snapshot.operations("delta").next().unwrap();
    assert!(delta.is_composable() && !delta.is_action() && delta.parameters().all(|one| one.is_optional));
    assert_eq!(snapshot.root("me").unwrap().facts().allows("delete"), Some(false));
    assert_eq!(snapshot.root("users").unwrap().kind(), RootKind::EntitySet);
}

#[test]
fn what_a_type_reaches_is_found_through_values_and_derived_types() {
    let xml = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="n" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  <ComplexType Name="leaf"><Property Name="text" Type="Edm.String"/></ComplexType>
  <ComplexType Name="tree"><Property Name="node" Type="n.node"/><Property Name="leaf" Type="n.leaf"/></ComplexType>
  <ComplexType Name="node" Abstract="true"/>
  <ComplexType Name="branch" BaseType="n.node"><Property Name="trees" Type="Collection(n.tree)"/></ComplexType>
  <EntityContainer Name="C"/>
</Schema></edmx:DataServices></edmx:Edmx>"#;
    let source = Source { version: "v1.0", cloud: "global", date: None, xml: xml.as_bytes() };
    let snapshot = Snapshot::new(csdl::parse(xml.as_bytes()).unwrap().to_snapshot(&source)).unwrap();
    let reaches = |from: &str, to: &str| {
        let named = |name: &str| snapshot.type_named(&format!("n.{name}")).unwrap();
        named(from).reaches(named(to))
    };
    assert!(reaches("leaf", "leaf") && reaches("tree", "leaf") && reaches("node", "tree"));
    assert!(reaches("node", "branch") && reaches("branch", "node") && reaches("branch", "leaf"));
    assert!(!reaches("leaf", "tree") && !reaches("leaf", "node"));
}

#[test]
fn near_names() {
    let snapshot = Snapshot::new(text()).unwrap();
    let user = snapshot.type_named("microsoft.graph.user").unwrap();
    assert_eq!(user.nearest_property("displayname"), Some("displayName"));
    let entity = snapshot.type_named("microsoft.graph.entity").unwrap();
    assert_eq!(
        entity.derived_with("tags").next().map(|ty| ty.name().to_string()).as_deref(),
        Some("microsoft.graph.user")
    );
    assert_eq!(
        snapshot.nearest_type("microsoft.graph.usr").map(|name| name.to_string()).as_deref(),
        Some("microsoft.graph.user")
    );
    assert!(snapshot.nearest_type("microsoft.graph.zzzzzz").is_none());
}

#[test]
fn what_is_no_snapshot_is_refused() {
    let text = text();
    let fails =
        |text: String| Snapshot::new(text).map(|snapshot| snapshot.verify()).err().map(|e| e.to_string());
    let anew = "make it anew with `cargo graph schema pull`";
    for (text, message) in [
        (String::new(), "the snapshot is empty; "),
        ("hello".to_owned(), "this is no snapshot, since it doesn't begin with `graph-schema`; "),
        (text.replacen("schema 1", "schema 2", 1), "the snapshot is of format 2, and this version reads 1; "),
        (
            text.replace('\n', "\r\n"),
            "the snapshot's line ends were changed, as Git does on Windows: write `graph-schema/*.txt -text` into `.gitattributes`; ",
        ),
        (text.replace("id Edm.String!\n", ""), "the snapshot was cut off; "),
        (format!("{text}#type .x complex\n"), "the snapshot was changed by hand: it has 17 bytes too many; "),
        (
            text.replace("#type .day", "#type .zay"),
            "the snapshot was changed by hand: `type .entity` stands behind `type .zay`; ",
        ),
        (
            text.replace("#root", "-root"),
            "the snapshot was changed by hand: it has 9 records of the 11 that its header says; ",
        ),
        (
            format!("\u{feff}{text}"),
            "the snapshot was changed by hand: a mark stands in front of it that editors write (U+FEFF); ",
        ),
        (format!("{text}\0\u{1}"), "the snapshot was changed by hand: it has 2 bytes too many; "),
        (text.replacen(" 11 ", " x ", 1), "the snapshot was changed by hand: its header says no length; "),
    ] {
        assert_eq!(fails(text), Some(format!("{message}{anew}")));
    }
    let edited = Snapshot::new(text.replace("monday 0", "monday 5")).unwrap();
    let message =
        format!("the snapshot was changed by hand: a line of it is another than what was written; {anew}");
    assert_eq!(edited.verify().unwrap_err().to_string(), message);
    assert_eq!(
        Snapshot::from_bytes(vec![0xff]).unwrap_err().to_string(),
        format!("the snapshot is not UTF-8; {anew}")
    );
    for end in 0..text.len() {
        assert!(Snapshot::new(text[..end].to_owned()).is_err(), "{end}");
    }
}

/// A line that goes, comes twice, or changes places with the next one.
#[test]
fn every_line_counts() {
    let text = text();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let refused = |lines: Vec<&str>, how: &str| {
        let result = Snapshot::new(lines.concat()).and_then(|snapshot| snapshot.verify());
        let message = result.expect_err(how).to_string();
        assert!(message.ends_with("; make it anew with `cargo graph schema pull`"), "{how}: {message}");
    };
    for at in 0..lines.len() {
        let without = [&lines[..at], &lines[at + 1..]].concat();
        refused(without, &format!("without line {at}"));
        refused([&lines[..=at], &lines[at..]].concat(), &format!("line {at} twice"));
        if at + 1 < lines.len() {
            let mut swapped = lines.clone();
            swapped.swap(at, at + 1);
            refused(swapped, &format!("lines {at} and {} swapped", at + 1));
        }
    }
}

#[test]
fn what_git_could_not_merge_is_said() {
    let text = text();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let conflict = |at: usize| {
        let theirs = lines[at].replace("unknown", "2026-01-01");
        let both = ["<<<<<<< HEAD\n", lines[at], "=======\n", &theirs, ">>>>>>> theirs\n"].concat();
        [&lines[..at].concat(), &both, &lines[at + 1..].concat()].map(String::as_str).concat()
    };
    for at in 0..lines.len() {
        assert_eq!(
            Snapshot::new(conflict(at)).unwrap_err().to_string(),
            "the snapshot has the marks of a conflict that Git couldn't merge; make it anew with `cargo graph schema pull`",
            "{at}"
        );
    }
}

#[test]
fn the_published_files_are_small_and_whole() {
    for name in ["v1.0", "v1.0-2025-08", "v1.0-china", "v1.0-usgov", "beta-usnat"] {
        let Some(xml) = corpus(&format!("metadata-{name}.xml.gz")) else { return };
        let model = csdl::parse(&xml).unwrap();
        let text = model.to_snapshot(&Source { version: "v1.0", cloud: "global", date: None, xml: &xml });
        println!("{name}: {} bytes, {} records", text.len(), text.matches('#').count());
        assert!(text.len() < 1_300_000, "{name}");
        let snapshot = Snapshot::new(text).unwrap();
        snapshot.verify().unwrap();
        for (full, ty) in &model.types {
            let read = snapshot.type_named(full).unwrap();
            assert_eq!(read.name().to_string(), *full);
            let own = ty.properties.values().filter(|property| property.ty.is_some()).count();
            assert_eq!(read.own_properties().count(), own, "{full}");
            assert_eq!(read.members().count(), ty.members.len(), "{full}");
            assert!(read.base().is_none_or(Type::has_derived), "{full}");
        }
        let overloads: usize = model.operations.values().map(Vec::len).sum();
        assert_eq!(snapshot.all_operations().count(), overloads);
        assert_eq!(
            (snapshot.roots().count(), snapshot.types().count()),
            (model.roots.len(), model.types.len())
        );
    }
}
