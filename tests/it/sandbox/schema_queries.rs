//! A sandbox with a snapshot: query options whose values don't go together, or that are for something else.

use graph_endpoint::sandbox::Sandbox;

use super::schema::{sandbox, sent};

/// The message for each target that is refused; `None` for one that comes to the handlers.
async fn judged(sandbox: &Sandbox, target: &str) -> Option<String> {
    match sent(sandbox, "GET", &format!("/v1.0/{target}"), None).await {
        (404, _) => None,
        (400, message) => message.strip_prefix("BadRequest: ").map(str::to_owned),
        other => panic!("{target}: {other:?}"),
    }
}

#[tokio::test]
async fn values_of_different_kinds_are_not_compared() {
    let sandbox = sandbox().await;
    let operands = |left: &str, right: &str, operator: &str| {
        Some(format!(
            "A binary operator with incompatible types was detected. Found operand types '{left}' and '{right}' for operator kind '{operator}'."
        ))
    };
    let (text, number, boolean, time) = ("Edm.String", "Edm.Int32", "Edm.Boolean", "Edm.DateTimeOffset");
    for (filter, expected) in [
        ("users?$filter=displayName eq 5", operands(text, number, "Equal")),
        ("users?$filter=5 ne displayName", operands(number, text, "NotEqual")),
        ("users?$filter=accountEnabled eq 'true'", operands(boolean, text, "Equal")),
        ("users?$filter=(accountEnabled eq 1)", operands(boolean, number, "Equal")),
        ("users?$filter=displayName eq 'a' and accountEnabled eq 'x y'", operands(boolean, text, "Equal")),
        ("users?$filter=createdDateTime gt 5", operands(time, number, "GreaterThan")),
        ("users?$filter=displayName le 2024-01-01T00:00:00Z", operands(text, time, "LessThanOrEqual")),
        ("users?$filter=id in ('a',5)", operands(text, number, "Equal")),
        ("users?$filter=proxyAddresses eq 'a'", operands("Collection(Edm.String)", text, "Equal")),
        ("users?$filter=proxyAddresses/any(p:p eq 5)", operands(text, number, "Equal")),
        ("users?$filter=employeeOrgData eq 'a'", operands("microsoft.graph.employeeOrgData", text, "Equal")),
        ("users/$count?$filter=displayName eq true", operands(text, boolean, "Equal")),
        ("me/messages?$filter=not(isRead eq 'no')", operands(boolean, text, "Equal")),
        ("users?$expand=messages($filter=isRead eq 1)", operands(boolean, number, "Equal")),
        ("users?$filter=displayName eq accountEnabled", operands(text, boolean, "Equal")),
    ] {
        assert_eq!(judged(&sandbox, filter).await, expected, "{filter}");
    }
    for (target, expected) in [
        ("users?$filter=displayName", "The $filter expression must evaluate to a single boolean value."),
        ("users?$filter='a'", "The $filter expression must evaluate to a single boolean value."),
        (
            "users?$orderby=proxyAddresses",
            "The $orderby expression must evaluate to a single value of primitive type.",
        ),
        (
            "users?$orderby=id,manager desc",
            "The $orderby expression must evaluate to a single value of primitive type.",
        ),
        ("users?$filter=startwith(displayName,'a')", "An unknown function with name 'startwith' was found."),
        (
            "users?$filter=startswith(accountEnabled,'a')",
            "No function signature for the function with name 'startswith' matches the specified arguments.",
        ),
    ] {
        assert_eq!(judged(&sandbox, target).await.as_deref(), Some(expected), "{target}");
    }
}

#[tokio::test]
async fn options_are_for_what_the_schema_has_them_for() {
    let sandbox = sandbox().await;
    for query in ["$filter=id eq 'a'", "$orderby=id", "$top=1", "%24skip=1", "$search=\"a\""] {
        let refused = judged(&sandbox, &format!("users/1?$select=id&{query}")).await;
        assert!(
            refused.is_some_and(|message| message.starts_with("The requested resource is not a collection.")),
            "{query}"
        );
    }
    for property in ["displayName", "proxyAddresses"] {
        let expected = format!(
            "Parsing OData Select and Expand failed: Property '{property}' on type 'microsoft.graph.user' is not a navigation property or complex property. Only navigation properties can be expanded."
        );
        let target = format!("users?$expand=manager,{property}");
        assert_eq!(judged(&sandbox, &target).await.as_deref(), Some(expected.as_str()));
    }
    for target in [
        "users?$filter=accountEnabled",
        "users?$filter=not accountEnabled and displayName ne null&$count=true",
        "users?$filter=createdDateTime ge 2024-01-01 and length(displayName) gt 5",
        "users?$filter=year(createdDateTime) eq 2024 and contains(tolower(displayName),'a')",
        "users?$filter=proxyAddresses/$count eq 0 or employeeOrgData ne null&$count=true",
        "users?$filter=assignedLicenses/any(l:l/skuId in ('a1b2c3d4-0000-0000-0000-000000000000'))",
        "users?$filter=onPremisesExtensionAttributes/extensionAttribute1 eq 'a''b'&$orderby=displayName DESC",
        "users?$filter=extension_a_b eq 5",
        "me/messages?$filter=importance eq 'high' and receivedDateTime lt '2024-01-01'&$orderby=from/emailAddress/address",
        "me/drive/items/1/children?$orderby=size desc,name&$filter=size gt -1",
        "me/drive/root/search(q='a')?$top=5",
        "groups/1/members/$count?$filter=startswith(displayName,'a')",
        "groups/1/members?$filter=isof('microsoft.graph.user')&$count=true",
        "users/1?$expand=manager($select=id)&$format=json&$count=true",
        "me/messages?$filter=singleValueExtendedProperties/Any(ep:ep/id eq 'a' and contains(ep/value,'b'))",
        "reports/getEmailActivityUserDetail(period='D7')?$top=5",
    ] {
        assert_eq!(judged(&sandbox, target).await, None, "{target}");
    }
}
