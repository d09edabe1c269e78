use super::*;
use crate::test_support::corpus;

fn schema(items: &str) -> String {
    format!(
        "<edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\"><edmx:DataServices>\n\
         <Schema Namespace=\"microsoft.graph\" Alias=\"graph\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">\n\
         {items}\n<EntityContainer Name=\"GraphService\"/></Schema></edmx:DataServices></edmx:Edmx>"
    )
}

fn problems(xml: &str) -> String {
    match parse(xml.as_bytes()) {
        Ok(model) => format!("{} types", model.types.len()),
        Err(error) => error.to_string(),
    }
}

#[test]
fn what_is_wrong_has_line_and_column() {
    for (items, expected) in [
        ("", "0 types"),
        (
            "<EntityType Name=\"a\" BaseType=\"graph.b\"/>",
            "3:1: the base type `microsoft.graph.b` of `microsoft.graph.a` is not there; give the whole file",
        ),
        (
            "<EntityType Name=\"a\" BaseType=\"graph.b\"/>\n <EntityType Name=\"b\" BaseType=\"graph.a\"/>",
            "3:1: `microsoft.graph.a` derives from itself; mend its base type\n\
             4:2: `microsoft.graph.b` derives from itself; mend its base type",
        ),
        (
            "<EnumType Name=\"a\"/><ComplexType Name=\"a\"/>",
            "3:21: there are two types `microsoft.graph.a`; remove one of them",
        ),
        (
            "<ComplexType Name=\"a\"><Property Name=\"p\" Type=\"Edm.String\"/><Property Name=\"p\" Type=\"Edm.Guid\"/></ComplexType>",
            "3:61: there are two properties `p`; remove one of them",
        ),
        (
            "<ComplexType Name=\"a\"><Property Name=\"p\" Type=\"Collection(graph.x)\"/></ComplexType>",
            "3:23: `microsoft.graph.a/p` is of `microsoft.graph.x`, which is not there; give the whole file",
        ),
        (
            "<ComplexType Name=\"a\"><Property Name=\"p\" Type=\"Edm.Strnig\"/></ComplexType>",
            "3:23: `microsoft.graph.a/p` is of `Edm.Strnig`, which is not there; give the whole file",
        ),
        ("<ComplexType Name=\"a b\"/>", "3:1: `Name` holds a character that no name has; write a name"),
        ("<ComplexType/>", "3:1: `ComplexType` has no `Name`; give the whole file"),
        (
            "<EntityType Name=\"a\" BaseType=\"graph.c\"/><ComplexType Name=\"c\"/>",
            "3:1: `microsoft.graph.a` and its base type `microsoft.graph.c` are not of one kind; mend one of them",
        ),
        (
            "<Action Name=\"a\" IsBound=\"true\"/>",
            "3:1: a bound operation has a parameter for what it is bound to; add it",
        ),
        (
            "<EnumType Name=\"a\"><Member Name=\"m\" Value=\"x\"/></EnumType>",
            "3:20: the value of `m` is no number; write one",
        ),
        ("<Schema", "3:1: this tag is not well-formed"),
        ("<a>&</a>", "3:4: this is not well-formed XML"),
        ("<a>&x;</a>", "3:4: this entity isn't one of XML's own; write the text"),
        ("<a b=\"&x;\"/>", "3:1: this tag has a value that can't be read"),
        ("<a b=\"1\" b=\"2\"/>", "3:1: this tag is not well-formed"),
    ] {
        let found = problems(&schema(items));
        assert!(found.starts_with(expected), "{items}\n{found}");
    }
}

#[test]
fn other_files_are_refused() {
    let whole = schema("<ComplexType Name=\"a\"/>");
    for (xml, expected) in [
        ("", "1:1: there is no XML in this file; give the service's `$metadata`"),
        ("{}", "1:1: there is no XML in this file"),
        ("<html/>", "1:1: the root is `html`, not `Edmx`; give the service's `$metadata`"),
        ("<Edmx/>", "1:1: `Edmx` has no `Version`; give a file of version 4.0 or 4.01"),
        ("<Edmx Version=\"4.0\"/>", "1:1: there is no `Schema` in this file"),
        (whole.get(..whole.len() / 2).unwrap(), "2:"),
        (whole.get(..whole.len() - 20).unwrap(), "4:"),
        (&format!("{whole}<Edmx/>"), "4:80: there is a second root element"),
        (
            &whole.replace("<EntityContainer Name=\"GraphService\"/>", ""),
            "1:1: there is no `EntityContainer`",
        ),
        (&whole.replace("odata/ns/edm\"", "x\""), "2:1: this schema is of `http://docs.oasis-open.org/x`"),
        (
            "<!DOCTYPE x [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><Edmx>&b;</Edmx>",
            "1:1: a document type can define entities without end; remove it",
        ),
        (&"<a>".repeat(100), "1:193: elements nest deeper than 64"),
    ] {
        let found = problems(xml);
        assert!(found.starts_with(expected), "{xml}\n{found}");
    }
    assert!(parse(b"<a>\n\xff</a>").unwrap_err().to_string().starts_with("2:1: this is not UTF-8"));
    let half = problems(whole.get(..whole.len() - 20).unwrap());
    assert!(half.contains("the file ends inside"), "{half}");
}

#[test]
fn base_types_without_end_are_refused() {
    let chain = |length: usize| {
        let types =
            (1..=length).map(|n| format!("<ComplexType Name=\"t{n}\" BaseType=\"graph.t{}\"/>", n - 1));
        schema(&format!("<ComplexType Name=\"t0\"/>{}", types.collect::<String>()))
    };
    assert_eq!(problems(&chain(100)), "101 types");
    assert!(problems(&chain(20_000)).starts_with("3:"), "and quickly");
    let circle = "<ComplexType Name=\"a\" BaseType=\"graph.b\"/><ComplexType Name=\"b\" BaseType=\"graph.c\"/><ComplexType Name=\"c\" BaseType=\"graph.b\"/>";
    let found = problems(&schema(circle));
    assert!(
        found.starts_with(
            "3:1: the base types of `microsoft.graph.a` turn in a circle, or are more than 100; mend them"
        ),
        "{found}"
    );
    assert!(parse(&vec![b' '; MAX_BYTES + 1]).is_err());
}

/// Small things in great number: refused before they have taken all memory, or the square of their number in time.
#[test]
fn what_is_many_of_the_small_is_refused() {
    let elements = format!("<a>{}</a>", "<b/>".repeat(1000));
    assert!(xml::read_up_to(&elements, 1001).is_ok());
    let (at, message) = xml::read_up_to(&elements, 1000).unwrap_err();
    assert_eq!(message, "there are more than 1000 elements and attributes; this is not Graph's");
    assert_eq!(at, elements.len() - "</a>".len());
    let attributes = (0..100_000).fold("<a ".to_owned(), |xml, n| xml + &format!("b{n}=\"\" ")) + "/>";
    assert_eq!(problems(&attributes), "1:1: this tag has more than 64 attributes; this is no CSDL");
}

#[test]
fn every_prefix_is_refused_without_a_panic() {
    let whole = schema(
        "<EntityType Name=\"a\"><Key><PropertyRef Name=\"id\"/></Key><Property Name=\"id\" Type=\"Edm.String\"/></EntityType>",
    );
    for end in 0..whole.len() {
        assert!(parse(&whole.as_bytes()[..end]).is_err(), "{end}");
    }
}

#[test]
fn annotations_are_facts_and_odd_ones_warnings() {
    let model = parse(
        schema(
            "<EntityType Name=\"a\"><Property Name=\"p\" Type=\"Edm.String\"><Annotation Term=\"Org.OData.Core.V1.Computed\"/></Property>\
             <NavigationProperty Name=\"n\" Type=\"Collection(graph.a)\" Nullable=\"false\" ContainsTarget=\"true\"/></EntityType>\
             <EntityType Name=\"b\" BaseType=\"graph.a\"/>\
             <Annotations Target=\"graph.b/n\"><Annotation Term=\"Org.OData.Capabilities.V1.DeleteRestrictions\"><Record>\
             <PropertyValue Property=\"Deletable\" Bool=\"false\"/></Record></Annotation></Annotations>\n\
             <Annotations Target=\"graph.winGetApp\"/><Annotations Target=\"graph.a/q\"/>",
        )
        .as_bytes(),
    )
    .unwrap();
    let a = &model.types["microsoft.graph.a"];
    assert!(a.properties["p"].facts.contains("computed"));
    let n = a.properties["n"].ty.as_ref().unwrap();
    assert!(n.is_collection && !n.is_nullable);
    let inherited = &model.types["microsoft.graph.b"].properties["n"];
    assert_eq!((inherited.kind, inherited.facts.contains("no-delete")), (PropertyKind::Inherited, true));
    let warnings: Vec<_> = model.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        [
            "4:1: an annotation is about `graph.winGetApp`, which is not there",
            "4:40: an annotation is about `graph.a/q`, which is not there"
        ]
    );
}

#[test]
fn the_published_files_are_read() {
    for name in ["v1.0", "v1.0-2025-08", "v1.0-china", "v1.0-usgov", "beta-usnat"] {
        let Some(xml) = corpus(&format!("metadata-{name}.xml.gz")) else { return };
        let model = parse(&xml).unwrap_or_else(|error| panic!("{name}: {error}"));
        println!(
            "{name}: {} types, {} operations, {} roots",
            model.types.len(),
            model.operations.len(),
            model.roots.len()
        );
        for warning in &model.warnings {
            println!("  {warning}");
        }
    }
}

#[test]
fn the_counts_are_those_of_the_published_json() {
    let (Some(xml), Some(json)) = (corpus("metadata-v1.0.xml.gz"), corpus("schema.json.gz")) else {
        return;
    };
    let model = parse(&xml).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let length = |value: &serde_json::Value| match value {
        serde_json::Value::Object(map) => map.len(),
        serde_json::Value::Array(items) => items.len(),
        _ => 0,
    };
    let of = |kind: TypeKind| model.types.iter().filter(move |(_, ty)| ty.kind == kind);
    for (name, kind) in [("entity_types", TypeKind::Entity), ("complex_types", TypeKind::Complex)] {
        assert_eq!(of(kind).count(), length(&json[name]), "{name}");
        for (full, ty) in of(kind) {
            let own = ty.properties.values().filter(|property| property.ty.is_some()).count();
            let theirs = &json[name][full];
            assert_eq!(own, length(&theirs["properties"]) + length(&theirs["navigation"]), "{full}");
            assert_eq!(ty.base.as_deref(), theirs["base"].as_str(), "{full}");
        }
    }
    for (full, ty) in of(TypeKind::Enum) {
        let theirs = &json["enum_types"][full];
        assert_eq!(ty.members.len(), length(&theirs["members"]), "{full}");
        assert_eq!(ty.is_flags, theirs["flags"].as_bool().unwrap_or(false), "{full}");
    }
    assert_eq!(of(TypeKind::Enum).count(), length(&json["enum_types"]));
    let operations =
        |is_action| model.operations.values().flatten().filter(|o| o.is_action == is_action).count();
    assert_eq!(operations(true), length(&json["actions"]));
    assert_eq!(operations(false), length(&json["functions"]));
    assert_eq!(model.roots.len(), length(&json["entity_sets"]) + length(&json["singletons"]));
}
