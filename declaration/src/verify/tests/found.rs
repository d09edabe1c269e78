//! What a schema adds to a sound declaration: warnings, rustdoc, and what only the compiler can compare.

use quote::quote;

use super::{declared, small};
use crate::parse::{Declaration, Item, TypeArgs};
use crate::problems::Problems;
use crate::verify::{Undeclared, loss, types};
use crate::{assign, verify};

/// What is said about a declared type that is no mistake, and what its struct lacks.
fn of_type(args: proc_macro2::TokenStream, item: proc_macro2::TokenStream) -> (String, Undeclared) {
    let snapshot = small();
    let item = Item::parse(item).unwrap().item;
    let mut problems = Problems::default();
    let declaration = Declaration::parse(TypeArgs::parse(args, &mut problems), &item, &mut problems);
    let graph_type = assign::graph_type(&declaration, &mut problems).unwrap();
    types::graph_type(&snapshot, &graph_type, &mut problems);
    let warnings = problems.take_warnings().to_string();
    assert!(problems.is_empty(), "{:?}", super::messages(problems));
    (warnings, verify::type_findings(&snapshot, &graph_type).undeclared)
}

#[test]
fn what_is_deprecated_is_said_with_its_replacement() {
    let (warnings, _) = of_type(
        quote!("microsoft.graph.user"),
        quote!(
            struct User {
                fax_number: Option<String>,
            }
        ),
    );
    let wanted = "`faxNumber` of microsoft.graph.user is deprecated since 2026-01-02 and removed on 2028-01-02; use `mail`";
    assert!(warnings.contains(wanted), "{warnings}");
    let (warnings, _) = of_type(
        quote!("microsoft.graph.user"),
        quote!(
            struct User {
                mail: Option<String>,
            }
        ),
    );
    assert_eq!(warnings, "");
}

#[test]
fn a_member_in_another_letter_case_is_said() {
    let importance = |item| of_type(quote!("microsoft.graph.importance"), item).0;
    let warnings = importance(quote!(
        enum Importance {
            LOw,
        }
    ));
    assert!(
        warnings.contains("`lOw` is `low` in the schema; write `#[graph(rename = \\\"low\\\")]`"),
        "{warnings}"
    );
    let as_the_service_writes_it = importance(quote!(
        enum Importance {
            #[graph(rename = "LOW")]
            Low,
            Normal,
        }
    ));
    assert_eq!(as_the_service_writes_it, "");
}

#[test]
fn what_a_struct_lacks_is_named() {
    let lacking = |item| match of_type(quote!("microsoft.graph.passwordProfile"), item).1 {
        Undeclared::Properties(lost) => lost,
        Undeclared::Held(held) if held.is_empty() => "nothing".to_owned(),
        Undeclared::Held(held) => {
            format!("held {}", held.iter().map(crate::parse::spelt).collect::<Vec<_>>().join(" "))
        }
        Undeclared::Unknown => "unknown".to_owned(),
    };
    assert_eq!(
        lacking(quote!(
            struct P {
                password: Option<String>,
            }
        )),
        "`forceChangePasswordNextSignIn`"
    );
    let whole = quote!(
        struct P {
            password: Option<String>,
            force_change_password_next_sign_in: Option<bool>,
        }
    );
    assert_eq!(lacking(whole), "nothing");
    // Nobody knows all of an open type.
    let (_, of_open) = of_type(
        quote!("microsoft.graph.group"),
        quote!(
            struct Group {
                display_name: Option<String>,
            }
        ),
    );
    assert!(matches!(of_open, Undeclared::Unknown));
    // Nor what a value of a derived type has.
    let (_, of_base) = of_type(
        quote!("microsoft.graph.entity"),
        quote!(
            struct Entity {
                id: String,
            }
        ),
    );
    assert!(matches!(of_base, Undeclared::Unknown));
}

#[test]
fn what_a_variant_lacks_is_named() {
    let (_, lost) = of_type(
        quote!("microsoft.graph.deviceAndAppManagementAssignmentTarget"),
        quote!(
            enum Target {
                #[graph(type = "microsoft.graph.groupAssignmentTarget")]
                Group,
                #[graph(type = "microsoft.graph.allLicensedUsersAssignmentTarget")]
                AllLicensedUsers,
                #[graph(other)]
                Other(Untyped),
            }
        ),
    );
    let Undeclared::Properties(lost) = lost else { panic!("nothing is lost") };
    assert_eq!(lost, "`Group.groupId`");
    let (_, whole) = of_type(
        quote!("microsoft.graph.deviceAndAppManagementAssignmentTarget"),
        quote!(
            enum Target {
                #[graph(type = "microsoft.graph.groupAssignmentTarget")]
                Group { group_id: Option<String> },
                #[graph(type = "microsoft.graph.allLicensedUsersAssignmentTarget")]
                AllLicensedUsers,
                #[graph(other)]
                Other(Untyped),
            }
        ),
    );
    assert!(matches!(whole, Undeclared::Held(held) if held.is_empty()));
    // Nobody looked at one of them.
    let (_, unverified) = of_type(
        quote!("microsoft.graph.deviceAndAppManagementAssignmentTarget"),
        quote!(
            enum Target {
                #[graph(type = "microsoft.graph.groupAssignmentTarget", unverified)]
                Group,
                #[graph(other)]
                Other(Untyped),
            }
        ),
    );
    assert!(matches!(unverified, Undeclared::Unknown));
}

#[test]
fn what_holds_other_types_is_asked_for_them_but_not_in_a_circle() {
    let held = |name, item| match of_type(name, item).1 {
        Undeclared::Held(held) => held.iter().map(crate::parse::spelt).collect::<Vec<_>>(),
        Undeclared::Properties(_) | Undeclared::Unknown => panic!("something is lost"),
    };
    assert_eq!(
        held(
            quote!("microsoft.graph.recipient"),
            quote!(
                struct R {
                    email_address: Option<E>,
                }
            )
        ),
        ["Option<E>"]
    );
    assert_eq!(
        held(
            quote!("microsoft.graph.condition"),
            quote!(
                struct C {
                    all: Vec<Other>,
                    recipient: R,
                }
            )
        ),
        ["R"]
    );
    assert_eq!(
        held(
            quote!("microsoft.graph.recipient"),
            quote!(
                struct R {
                    #[graph(unverified)]
                    email_address: Option<E>,
                }
            )
        ),
        [""; 0]
    );
}

#[test]
fn all_that_is_lost_is_named_or_where_to_see_it() {
    let said = loss("User", "User", "`mail`, `name`");
    let start =
        "`User` is written back without the properties that it doesn't declare: `mail`, `name`; declare";
    assert!(said.starts_with(start), "{said}");
    assert!(loss("User", "Holder", "`mail`").starts_with("`User` in `Holder` is written back"));
    let (_, lost) = of_type(
        quote!("microsoft.graph.wide"),
        quote!(
            struct Wide {
                property00: Option<String>,
            }
        ),
    );
    let Undeclared::Properties(lost) = lost else { panic!("nothing is lost") };
    assert!(lost.starts_with("`property01`, `property02`") && lost.len() < 400, "{lost}");
    let named = lost.matches("`property").count();
    let rest =
        format!(" and {} more, which `cargo graph schema show microsoft.graph.wide` lists", 39 - named);
    assert!(named > 15 && lost.ends_with(&rest), "{lost}");
}

#[test]
fn rustdoc_names_the_operation_its_types_and_the_snapshot() {
    let snapshot = small();
    let docs = |args, item| declared(&snapshot, args, item).1.unwrap().docs.unwrap();
    assert_eq!(
        docs(
            quote!(PATCH, "/users/<id>"),
            quote!(
                struct E {
                    id: String,
                    display_name: String,
                }
            )
        )
        .trim(),
        "Checked against Graph's schema v1.0 of 2026-08-04: `PATCH` of `microsoft.graph.user`, takes `microsoft.graph.user`, returns `microsoft.graph.user`."
    );
    let assign = docs(
        quote!(POST, "/deviceAppManagement/iosManagedAppProtections/<id>/assign"),
        quote!(
            struct E {
                id: String,
                assignments: Vec<A>,
            }
        ),
    );
    assert!(assign.contains("the action `microsoft.graph.assign`, takes its parameters"), "{assign}");
}

#[test]
fn what_only_the_compiler_knows_is_left_to_it() {
    let snapshot = small();
    let related = |args, item| {
        let types = declared(&snapshot, args, item).1.unwrap().related;
        types.iter().map(|one| (crate::parse::spelt(&one.ty), one.names.join(" "))).collect::<Vec<_>>()
    };
    let user = "microsoft.graph.user microsoft.graph.directoryObject microsoft.graph.entity".to_owned();
    assert_eq!(
        related(
            quote!(GET, "/users", response = Page<User>),
            quote!(
                struct E {}
            )
        ),
        [("User".to_owned(), user.clone())]
    );
    assert_eq!(
        related(
            quote!(PATCH, "/users/<id>"),
            quote!(
                struct E {
                    id: String,
                    #[graph(body)]
                    user: Kept<User>,
                }
            )
        ),
        [("User".to_owned(), user)]
    );
    assert_eq!(
        related(
            quote!(GET, "/me/mail", response = ValueOf<String>),
            quote!(
                struct E {}
            )
        ),
        []
    );
}

/// The runtime puts together what the compiler says; `cargo graph check` has it from here.
#[test]
fn the_compiler_says_it_in_the_same_words() {
    let said = include_str!("../../../../tests/ui/checked/written_in_a_whole_type.stderr");
    assert!(said.contains(&loss("EmailAddress", "Condition", "`name`")), "{said}");
}
