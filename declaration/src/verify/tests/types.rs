//! Declared types.

use proc_macro2::TokenStream;
use quote::quote;

use super::{graph_type, small};

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
            "`employeeCount` of microsoft.graph.user is Edm.Int32; write `i32` instead of `Option<bool>`",
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
