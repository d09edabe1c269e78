//! Declared types.

use std::sync::Arc;

use proc_macro2::TokenStream;
use quote::quote;

use super::{graph_type, imported, messages, small};
use crate::model::Version;
use crate::parse::{Declaration, Item, TypeArgs};
use crate::problems::Problems;
use crate::{assign, verify};

/// Of a type that beta alone has, beta says what is wrong; of one that neither has, the one that has a near name.
#[test]
fn what_beta_alone_has_is_judged_by_beta() {
    let xml = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="microsoft.graph" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  <ComplexType Name="tomorrow"><Property Name="hour" Type="Edm.Int32"/></ComplexType>
  <EntityContainer Name="C"/>
</Schema></edmx:DataServices></edmx:Edmx>"#;
    let (first, beta) = (Arc::new(small()), Arc::new(imported(xml.as_bytes())));
    let said = |args, item| {
        let item = Item::parse(item).unwrap().item;
        let mut problems = Problems::default();
        let declaration = Declaration::parse(TypeArgs::parse(args, &mut problems), &item, &mut problems);
        let graph_type = assign::graph_type(&declaration, &mut problems).unwrap();
        let snapshot_of = |version, _: &mut Problems| {
            Some(Arc::clone(if matches!(version, Version::V1) { &first } else { &beta }))
        };
        verify::graph_type(&graph_type, snapshot_of, &mut problems);
        messages(problems)
    };
    let of = |field| quote!(struct T { #field: Option<i32> });
    let (hour, hours) = (of(quote!(hour)), of(quote!(hours)));
    assert_eq!(said(quote!("microsoft.graph.tomorrow"), hour.clone()), [""; 0]);
    assert_eq!(
        said(quote!("microsoft.graph.tomorrow"), hours),
        ["`hours` is no property of microsoft.graph.tomorrow; did you mean `hour`?"]
    );
    assert_eq!(
        said(quote!("microsoft.graph.tomorow"), hour),
        ["the schema has no type `microsoft.graph.tomorow`; did you mean `microsoft.graph.tomorrow`?"]
    );
    assert_eq!(
        said(quote!("microsoft.graph.user"), of(quote!(employee_coun))),
        ["`employeeCoun` is no property of microsoft.graph.user; did you mean `employeeCount`?"]
    );
}

#[test]
fn types() {
    let user = || quote!("microsoft.graph.user");
    let target = || quote!("microsoft.graph.deviceAndAppManagementAssignmentTarget");
    let cases: &[(TokenStream, TokenStream, &str)] = &[
        (
            user(),
            quote!(
                struct User {
                    id: String,
                    display_name: Option<String>,
                    business_phones: Vec<String>,
                }
            ),
            "",
        ),
        (
            user(),
            quote!(
                struct User {
                    #[graph(rename = "contoso_course")]
                    course: Option<String>,
                }
            ),
            "",
        ),
        (
            quote!("microsoft.graph.usr"),
            quote!(
                struct User {
                    id: String,
                }
            ),
            "the schema has no type `microsoft.graph.usr`; did you mean `microsoft.graph.user`?",
        ),
        (
            user(),
            quote!(
                struct User {
                    display_nam: Option<String>,
                }
            ),
            "`displayNam` is no property of microsoft.graph.user; did you mean `displayName`?",
        ),
        (
            quote!("microsoft.graph.directoryObject"),
            quote!(
                struct Object {
                    account_enabled: Option<bool>,
                }
            ),
            "`accountEnabled` is no property of microsoft.graph.directoryObject, but of microsoft.graph.user; declare it in a type of that name",
        ),
        // The names of a list's columns are the tenant's.
        (
            quote!("microsoft.graph.fieldValueSet"),
            quote!(
                struct Fields {
                    id: String,
                    colour: Option<String>,
                    #[graph(rename = "Title")]
                    title: Option<String>,
                }
            ),
            "",
        ),
        (
            quote!("microsoft.graph.cell"),
            quote!(
                struct Cell {
                    values: Option<Untyped>,
                }
            ),
            "`values` of microsoft.graph.cell is Edm.Untyped; write `Option<serde_json::Value>` instead of `Option<Untyped>`",
        ),
        (
            quote!("microsoft.graph.directoryObject"),
            quote!(
                struct Object {
                    display_name: Option<String>,
                }
            ),
            "`displayName` is no property of microsoft.graph.directoryObject, but of 2 types that derive from it; declare an enum with a variant for each that you use, or cast in the path",
        ),
        (
            user(),
            quote!(
                struct User {
                    display_name: String,
                }
            ),
            "`displayName` of microsoft.graph.user can be null; write `Option<String>`",
        ),
        (
            user(),
            quote!(
                struct User {
                    #[serde(default)]
                    display_name: String,
                }
            ),
            "",
        ),
        (
            user(),
            quote!(
                struct User {
                    #[graph(unverified)]
                    display_name: String,
                }
            ),
            "",
        ),
        (
            user(),
            quote!(
                struct User {
                    display_name: Nullable<String>,
                }
            ),
            "",
        ),
        (
            quote!("microsoft.graph.group"),
            quote!(
                struct Group {
                    mail_enabled: bool,
                }
            ),
            "",
        ),
        // What a write needs.
        (
            quote!("microsoft.graph.passwordProfile"),
            quote!(
                struct P {
                    password: String,
                }
            ),
            "",
        ),
        (
            user(),
            quote!(
                struct User {
                    employee_count: Option<bool>,
                }
            ),
            "`employeeCount` of microsoft.graph.user is Edm.Int32; write `Option<i32>` instead of `Option<bool>`",
        ),
        (
            target(),
            quote!(
                enum Target {
                    #[graph(type = "microsoft.graph.groupAssignmentTarget")]
                    Group { group_id: String },
                    #[graph(type = "microsoft.graph.allLicensedUsersAssignmentTarget")]
                    All,
                    #[graph(other)]
                    Other(Untyped),
                }
            ),
            "",
        ),
        (
            target(),
            quote!(
                enum Target {
                    #[graph(type = "microsoft.graph.groupAssignmentTarget")]
                    Group { groupid: String },
                }
            ),
            "`groupid` is no property of microsoft.graph.groupAssignmentTarget; did you mean `groupId`?",
        ),
        (
            target(),
            quote!(
                enum Target {
                    #[graph(type = "microsoft.graph.passwordProfile")]
                    Group { password: String },
                }
            ),
            "microsoft.graph.passwordProfile doesn't derive from microsoft.graph.deviceAndAppManagementAssignmentTarget; write one that does",
        ),
        (
            target(),
            quote!(
                enum Target {
                    #[graph(type = "microsoft.graph.groupAssignmentTargets")]
                    Group { group_id: String },
                }
            ),
            "the schema has no type `microsoft.graph.groupAssignmentTargets`; did you mean `microsoft.graph.groupAssignmentTarget`?",
        ),
        (
            target(),
            quote!(
                enum Target {
                    #[graph(type = "microsoft.graph.mine", unverified)]
                    Group { group_id: String },
                }
            ),
            "",
        ),
        (
            quote!("microsoft.graph.importance"),
            quote!(
                enum I {
                    Low,
                    Normal,
                    High,
                }
            ),
            "",
        ),
        (
            quote!("microsoft.graph.importance"),
            quote!(
                enum I {
                    Low,
                    Normall,
                }
            ),
            "`normall` is no member of microsoft.graph.importance; did you mean `normal`?",
        ),
        (
            quote!("microsoft.graph.importance"),
            quote!(
                struct I {
                    low: String,
                }
            ),
            "microsoft.graph.importance is an enumeration; write an enum of plain variants",
        ),
        (
            user(),
            quote!(
                enum User {
                    Low,
                    High,
                }
            ),
            "microsoft.graph.user is no enumeration; write a struct with its properties",
        ),
        // A type without a name is nobody's.
        (
            quote!(),
            quote!(
                struct Any {
                    whatever: String,
                }
            ),
            "",
        ),
    ];
    let snapshot = small();
    for (args, item, message) in cases {
        let wanted: &[&str] = if message.is_empty() { &[] } else { &[message] };
        assert_eq!(graph_type(&snapshot, args.clone(), item.clone()), wanted, "{args} {item}");
    }
}

/// `select` would bring nothing for it. Whether it stands beside the type is the endpoint's affair.
#[test]
fn a_navigation_property_without_expand_is_found_where_the_type_selects() {
    let snapshot = Arc::new(small());
    let found = |item: TokenStream| {
        let item = Item::parse(item).unwrap().item;
        let mut problems = Problems::default();
        let args = TypeArgs::parse(quote!("microsoft.graph.user"), &mut problems);
        let declaration = Declaration::parse(args, &item, &mut problems);
        let declared = assign::graph_type(&declaration, &mut problems).unwrap();
        let findings = verify::graph_type(
            &declared,
            |version, _| matches!(version, Version::V1).then(|| snapshot.clone()),
            &mut problems,
        );
        assert!(problems.is_empty(), "{:?}", messages(problems));
        findings.unexpanded.map(|problem| problem.message().to_owned())
    };
    let told = found(quote!(
        struct U {
            id: String,
            manager: Option<Untyped>,
        }
    ))
    .unwrap();
    assert!(told.starts_with("`manager` of microsoft.graph.user is a navigation property"), "{told}");
    let told = found(quote!(
        struct U {
            manager: Option<Untyped>,
            messages: Vec<Untyped>,
        }
    ))
    .unwrap();
    assert!(told.contains("`manager`, `messages`") && told.contains("on each"), "{told}");
    for sound in [
        quote!(
            struct U {
                id: String,
                password_profile: Option<Profile>,
            }
        ),
        quote!(
            struct U {
                #[graph(expand)]
                manager: Option<Untyped>,
            }
        ),
        quote!(
            struct U {
                #[graph(unverified)]
                manager: Option<Untyped>,
            }
        ),
        // Nothing is selected: all comes.
        quote!(
            struct U {
                manager: Option<Untyped>,
                #[graph(additional)]
                more: AdditionalProperties,
            }
        ),
    ] {
        assert_eq!(found(sound.clone()), None, "{sound}");
    }
}
