//! What each kind of change is, and whether it breaks.

use super::*;
use crate::csdl;
use crate::snapshot::Source;
use crate::test_support::corpus;

fn snapshot(body: &str) -> Snapshot {
    let xml = format!(
        "<Edmx Version=\"4.0\"><DataServices><Schema Namespace=\"microsoft.graph\">{body}\
         <EntityContainer Name=\"GraphService\"/></Schema></DataServices></Edmx>"
    );
    imported(xml.as_bytes())
}

fn imported(xml: &[u8]) -> Snapshot {
    let source = Source { version: "v1.0", cloud: "global", date: None, xml };
    Snapshot::new(csdl::parse(xml).unwrap().to_snapshot(&source)).unwrap()
}

/// What a change of one element for another is, and whether it breaks.
fn of(old: &str, new: &str) -> Vec<(String, bool)> {
    let wrapped = |inner: &str| snapshot(&format!("<EntityType Name=\"a\">{inner}</EntityType>"));
    diff(&wrapped(old), &wrapped(new)).iter().map(|change| (change.to_string(), change.is_breaking)).collect()
}

#[test]
fn properties() {
    let plain = r#"<Property Name="p" Type="Edm.String"/>"#;
    let computed =
        r#"<Property Name="p" Type="Edm.String"><Annotation Term="Org.OData.Core.V1.Computed"/></Property>"#;
    let cases = [
        (plain, plain, None),
        ("", plain, Some(("+ p: Edm.String", false))),
        (plain, "", Some(("- p: Edm.String", true))),
        (
            plain,
            r#"<Property Name="p" Type="Collection(Edm.String)"/>"#,
            Some(("~ p: Edm.String -> Collection(Edm.String)", true)),
        ),
        (
            plain,
            r#"<Property Name="p" Type="Edm.String" Nullable="false"/>"#,
            Some(("~ p: Edm.String -> Edm.String, not null", true)),
        ),
        (plain, computed, Some(("~ p: Edm.String -> Edm.String, computed", true))),
        (computed, plain, Some(("~ p: Edm.String, computed -> Edm.String", false))),
    ];
    for (old, new, expected) in cases {
        let expected: Vec<_> = expected.map(|(text, breaks)| (text.to_owned(), breaks)).into_iter().collect();
        assert_eq!(of(old, new), expected);
    }
}

/// What moves to a base type is there still, and the number of a member doesn't go over the wire.
#[test]
fn what_callers_do_not_see() {
    let base = r#"<ComplexType Name="b"><Property Name="p" Type="Edm.String"/></ComplexType>"#;
    let own = r#"<ComplexType Name="a"><Property Name="p" Type="Edm.String"/></ComplexType>"#;
    let derived = r#"<ComplexType Name="a" BaseType="microsoft.graph.b"/>"#;
    let of = |old: &str, new: &str| diff(&snapshot(old), &snapshot(new));
    let moved = of(&format!("{base}{own}"), &format!("{base}{derived}"));
    assert_eq!(moved.iter().map(|change| change.is_breaking).collect::<Vec<_>>(), [false, false]);
    assert_eq!(moved[0].to_string(), "~ microsoft.graph.a: complex -> complex, base=microsoft.graph.b");
    let left = of(&format!("{base}{derived}"), &format!("{base}{own}"));
    assert_eq!(left.iter().map(|change| change.is_breaking).collect::<Vec<_>>(), [true, false]);
    let member = |value| format!(r#"<EnumType Name="e"><Member Name="m" Value="{value}"/></EnumType>"#);
    let renumbered = of(&member(1), &member(2));
    assert_eq!((renumbered.len(), renumbered[0].is_breaking), (1, false));
}

#[test]
fn whole_types_and_parameters() {
    let old = snapshot(
        r#"<ComplexType Name="a"><Property Name="p" Type="Edm.String"/></ComplexType><Action Name="x"/>"#,
    );
    let new = snapshot(
        r#"<Action Name="x"><Parameter Name="n" Type="Edm.Int32" Nullable="false"/><Parameter Name="o" Type="Edm.Int32"/></Action>"#,
    );
    let changes: Vec<_> = diff(&old, &new).into_iter().map(|c| (c.name, c.part, c.is_breaking)).collect();
    let action = "action microsoft.graph.x".to_owned();
    assert_eq!(
        changes,
        [
            ("microsoft.graph.a".to_owned(), None, true),
            (action.clone(), Some("n".to_owned()), true),
            (action, Some("o".to_owned()), false),
        ]
    );
}

/// A year of Graph. Nothing differs from itself.
#[test]
fn a_year_of_graph() {
    let (Some(old), Some(new)) = (corpus("metadata-v1.0-2025-08.xml.gz"), corpus("metadata-v1.0.xml.gz"))
    else {
        return;
    };
    let (old, new) = (imported(&old), imported(&new));
    assert_eq!(diff(&new, &new), []);
    let changes = diff(&old, &new);
    let backwards = diff(&new, &old);
    assert_eq!(changes.len(), backwards.len(), "what is new here is gone there");
    let count = |subject| changes.iter().filter(|change| change.subject == subject).count();
    println!(
        "{} of roots, {} of types, {} of operations",
        count(Subject::Root),
        count(Subject::Type),
        count(Subject::Operation)
    );
    assert!(changes.len() > 500 && changes.iter().any(|change| change.is_breaking));
}
