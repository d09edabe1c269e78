//! A sandbox with a snapshot: what Graph's own schema refuses is refused as Graph does it, whatever a handler would say.

use graph_endpoint::Untyped;
use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::Sandbox;
use graph_endpoint_metadata::V1;
use serde_json::{Value, json};

use crate::support::server::http;

const TOKEN: &str = "a-token";

pub(super) async fn sandbox() -> Sandbox {
    // Reached by what the schema has nothing against: no endpoint is declared here.
    Sandbox::builder().schema(V1).start().await.unwrap()
}

/// The status, and the message of an error.
pub(super) async fn sent(
    sandbox: &Sandbox,
    method: &str,
    target: &str,
    body: Option<Value>,
) -> (u16, String) {
    let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
    // What needs the header is looked at where it isn't there.
    let mut request = http()
        .request(method, format!("{}{target}", sandbox.url()))
        .bearer_auth(TOKEN)
        .header("ConsistencyLevel", "eventual");
    if let Some(body) = body {
        request = request.header("content-type", "application/json").body(body.to_string());
    }
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let body: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
    assert!(body["error"]["innerError"]["request-id"].is_string(), "{body}");
    (
        status,
        format!(
            "{}: {}",
            body["error"]["code"].as_str().unwrap(),
            body["error"]["message"].as_str().unwrap()
        ),
    )
}

#[tokio::test]
async fn unknown_segments_are_refused() {
    let sandbox = sandbox().await;
    for (target, segment) in [
        ("/v1.0/usrs", "usrs"),
        ("/v1.0/users/1/manger", "manger"),
        ("/v1.0/users/a%20b/manger", "manger"),
        ("/v1.0/users('a%27%27b')/manger", "manger"),
        ("/v1.0/users/ann@contoso.com/manger", "manger"),
        ("/v1.0/me/messages/AAA=/atachments", "atachments"),
        ("/v1.0/me/drive/root:/a%20b/c.txt:/contnt", "contnt"),
        ("/v1.0/me/displayName/x", "x"),
        ("/v1.0/users/1/revokeSignInSessions/x", "x"),
        ("/v1.0/users/$cont", "$cont"),
        ("/v1.0/reports/getOffice365ActiveUserCount(period='D7')", "getOffice365ActiveUserCount"),
    ] {
        let expected = (400, format!("BadRequest: Resource not found for the segment '{segment}'."));
        assert_eq!(sent(&sandbox, "GET", target, None).await, expected, "{target}");
    }
}

#[tokio::test]
async fn what_the_schema_has_comes_to_the_handlers() {
    let sandbox = sandbox().await;
    for (method, target) in [
        ("GET", "/v1.0/users"),
        ("GET", "/v1.0/users/"),
        // Ids that look like names with a slip in them.
        ("GET", "/v1.0/users/delt"),
        ("GET", "/v1.0/users/mangr/manager"),
        ("GET", "/v1.0/me/mailFolders/inbox/messages"),
        ("GET", "/v1.0/users/$count?$filter=accountEnabled eq true"),
        ("GET", "/v1.0/groups/1/members/microsoft.graph.user?$select=displayName,jobTitle"),
        ("GET", "/v1.0/me/drive/root:/a%20b/c.txt:/content"),
        ("GET", "/v1.0/me/drive/root:/a/b"),
        ("GET", "/v1.0/drives/1/items/2:/a.txt:/content"),
        ("PUT", "/v1.0/me/drive/root:/a.txt:/content"),
        ("GET", "/v1.0/sites/contoso.sharepoint.com,1,2/lists"),
        ("GET", "/v1.0/sites/contoso.sharepoint.com:/sites/a:/lists"),
        ("GET", "/v1.0/reports/getOffice365ActiveUserCounts(period='D7')"),
        ("GET", "/v1.0/users(userPrincipalName='ann@contoso.com')"),
        ("GET", "/v1.0/applications(appId='1')"),
        ("DELETE", "/v1.0/groups/1/members/2/$ref"),
        ("HEAD", "/v1.0/me/messages/1"),
        // Another version isn't judged.
        ("GET", "/beta/usrs"),
    ] {
        let method_name = method;
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let request = http().request(method, format!("{}{target}", sandbox.url()));
        let request = request.bearer_auth(TOKEN).header("ConsistencyLevel", "eventual");
        let response = request.send().await.unwrap();
        assert_eq!(
            response.status().as_u16(),
            404,
            "{method_name} {target}: {}",
            response.text().await.unwrap()
        );
    }
}

#[tokio::test]
async fn methods_that_the_schema_lacks_are_a_405_with_those_that_it_has() {
    let sandbox = sandbox().await;
    for (method, target, allowed) in [
        ("PATCH", "/v1.0/users", "GET, POST"),
        ("PATCH", "/v1.0/deviceAppManagement/iosManagedAppProtections/1/assignments", "GET, POST"),
        ("DELETE", "/v1.0/users/1/revokeSignInSessions", "POST"),
        ("POST", "/v1.0/users/delta", "GET"),
    ] {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let request = http().request(method, format!("{}{target}", sandbox.url()));
        let response = request.bearer_auth(TOKEN).send().await.unwrap();
        assert_eq!(
            (response.status().as_u16(), &response.headers()["allow"]),
            (405, &allowed.parse().unwrap())
        );
    }
}

#[tokio::test]
async fn query_options_name_properties_that_are_there() {
    let sandbox = sandbox().await;
    let (user, parsing) = ("microsoft.graph.user", "Parsing OData Select and Expand failed: ");
    for (target, name, ty, prefix) in [
        ("users?$select=id,displayNam", "displayNam", user, parsing),
        ("users?%24select=displayNam", "displayNam", user, parsing),
        ("users?select=displayNam", "displayNam", user, parsing),
        ("users/1?$select=employeeOrgData/divison", "divison", "microsoft.graph.employeeOrgData", parsing),
        ("users?$filter=displayNam eq 'a'", "displayNam", user, ""),
        ("users?$filter=startswith(displayNam,'a') and accountEnabled eq true", "displayNam", user, ""),
        ("users?$filter=not(jobTitle eq 'displayNam' or x eq 1)", "x", user, ""),
        (
            "users?$filter=assignedLicenses/any(x:x/skuIdd eq 1)",
            "skuIdd",
            "microsoft.graph.assignedLicense",
            "",
        ),
        ("users?$filter=assignedLicense/any(x:x/skuId eq 1)", "assignedLicense", user, ""),
        ("users?$filter=manager/displayNam eq 'a'", "displayNam", "microsoft.graph.directoryObject", ""),
        ("users?$orderby=displayNam desc", "displayNam", user, ""),
        ("users?$expand=manger", "manger", user, parsing),
        ("users?$expand=manager($select=id,x;$levels=max)", "x", "microsoft.graph.directoryObject", parsing),
        ("users?$expand=messages($filter=subjct eq 'a;)')", "subjct", "microsoft.graph.message", ""),
        ("users/$count?$filter=displayNam eq 'a'", "displayNam", user, ""),
        ("users/delta?$select=displayNam", "displayNam", user, parsing),
    ] {
        let message = format!("BadRequest: {prefix}Could not find a property named '{name}' on type '{ty}'.");
        assert_eq!(sent(&sandbox, "GET", &format!("/v1.0/{target}"), None).await, (400, message), "{target}");
    }
    for target in [
        "users?$select=*",
        "users?$select=id,DISPLAYNAME,extension_a_b,employeeOrgData/division&$top=5&$count=true",
        "users?$filter=displayName eq 'O''Neil x y' and createdDateTime ge 2024-01-01T00:00:00Z",
        "users?$filter=id in ('a','b') and not(userType eq null)&$count=true",
        "users?$filter=assignedLicenses/any(l:l/skuId eq a1b2c3d4-0000-0000-0000-000000000000)",
        "users?$filter=proxyAddresses/any(p:startswith(p,'smtp:')) and assignedLicenses/$count ne 0&$count=true",
        "users?$filter=identities/any(a:a/issuer eq 'x' and a/issuerAssignedId eq 'y')&$orderby=displayName desc,id",
        "users?$expand=manager($levels=max;$select=id,displayName),ownedDevices",
        "groups/1/members?$select=id,displayName",
        "users?$search=\"displayNam:a\"",
        "me/messages?$filter=importance eq microsoft.graph.importance'high' and from/emailAddress/address eq 'a'",
        "me/events?$filter=singleValueExtendedProperties/any(ep: ep/id eq 'a' and ep/value eq 'b')",
    ] {
        let (status, message) = sent(&sandbox, "GET", &format!("/v1.0/{target}"), None).await;
        assert_eq!(status, 404, "{target}: {message}");
    }
}

#[tokio::test]
async fn bodies_name_properties_that_are_there() {
    let sandbox = sandbox().await;
    let missing = |name: &str, ty: &str| {
        format!(
            "BadRequest: The property '{name}' does not exist on type 'microsoft.graph.{ty}'. Make sure to only use property names that are defined by the type."
        )
    };
    let kind = |ty: &str| format!("BadRequest: Cannot convert the literal to the expected type '{ty}'.");
    let target = |target: Value| {
        ("PATCH", "deviceAppManagement/mobileApps/1/assignments/2", json!({ "target": target }))
    };
    let group = "#microsoft.graph.groupAssignmentTarget";
    for ((method, path, body), message) in [
        (("PATCH", "users/1", json!({ "displayNam": "a" })), missing("displayNam", "user")),
        (("PATCH", "users/1", json!({ "manger@odata.bind": "a" })), missing("manger", "user")),
        (("PATCH", "users/1", json!({ "accountEnabled": "yes" })), kind("Edm.Boolean")),
        (("PATCH", "users/1", json!({ "businessPhones": "1" })), kind("Collection(Edm.String)")),
        (("PATCH", "users/1", json!({ "businessPhones": [1] })), kind("Edm.String")),
        (("POST", "users", json!({ "passwordProfile": { "passwort": "a" } })), missing("passwort", "passwordProfile")),
        (("POST", "users", json!({ "passwordProfile": 1 })), kind("microsoft.graph.passwordProfile")),
        (("PATCH", "me/messages/1", json!({ "importance": "urgent" })), kind("microsoft.graph.importance")),
        (target(json!({ "@odata.type": group, "groupIdd": "a" })), missing("groupIdd", "groupAssignmentTarget")),
        (target(json!({ "groupId": "a" })), missing("groupId", "deviceAndAppManagementAssignmentTarget")),
        (
            ("POST", "me/sendMail", json!({ "message": { "toRecipients": [{ "address": "a" }] } })),
            missing("address", "recipient"),
        ),
        (
            ("POST", "me/sendMail", json!({ "mesage": {} })),
            "BadRequest: The parameter 'mesage' in the request payload is not a valid parameter for the operation 'sendMail'."
                .to_owned(),
        ),
    ] {
        let path = format!("/v1.0/{path}");
        assert_eq!(sent(&sandbox, method, &path, Some(body.clone())).await, (400, message), "{body}");
    }
    for (method, path, body) in [
        ("PATCH", "users/1", json!({ "displayName": null, "extension_a_b": 1, "contoso_x": { "y": 1 } })),
        (
            "POST",
            "groups",
            json!({ "displayName": "a", "members@odata.bind": ["https://a"], "@odata.type": "#microsoft.graph.group" }),
        ),
        (
            "POST",
            "me/sendMail",
            json!({ "Message": { "subject": "a", "importance": "HIGH" }, "saveToSentItems": true }),
        ),
        ("POST", "me/events", json!({ "start": { "dateTime": "2024-01-01T00:00:00", "timeZone": "UTC" } })),
        target(json!({ "@odata.type": group, "groupId": "a" })),
        ("PATCH", "sites/1/lists/2/items/3/fields", json!({ "Color": "Blue" })),
        ("POST", "groups/1/members/$ref", json!({ "@odata.id": "https://a" })),
    ] {
        let (status, message) = sent(&sandbox, method, &format!("/v1.0/{path}"), Some(body.clone())).await;
        assert_eq!(status, 404, "{body}: {message}");
    }
}

#[graph_endpoint(GET, "/users/{id}", response = Untyped)]
struct GetUser {
    id: String,
    #[graph(query = "$select")]
    select: Option<String>,
}

#[tokio::test]
async fn a_handler_is_asked_where_the_schema_agrees_and_batches_are_judged_item_by_item() {
    let sandbox =
        Sandbox::builder().schema(V1).on(|_: GetUser| async { Untyped::default() }).start().await.unwrap();
    let client = Client::builder().token(TOKEN).base_url(sandbox.url()).build().unwrap();
    let right = GetUser { id: "1".into(), select: Some("displayName".into()) };
    let wrong = GetUser { id: "1".into(), select: Some("displayNam".into()) };
    client.send(&right).await.unwrap();
    let (one, two) = client.batch((right, wrong)).await.unwrap();
    one.unwrap();
    let error = two.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.code()), (400, Some("BadRequest")));
}

#[tokio::test]
async fn a_token_comes_first_and_a_text_that_is_no_snapshot_is_said() {
    let sandbox = sandbox().await;
    let response = http().get(format!("{}/v1.0/usrs", sandbox.url())).send().await.unwrap();
    assert_eq!(response.status().as_u16(), 401);
    let error = Sandbox::builder().schema("nonsense").start().await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::InvalidData);
    assert!(error.to_string().contains("no snapshot"), "{error}");
}

/// What Graph's schema has something against, beside names and methods.
#[tokio::test]
async fn what_is_missing_read_only_or_no_option_is_refused() {
    let sandbox = sandbox().await;
    let send_mail = "/v1.0/me/sendMail";
    for (method, target, body, message) in [
        (
            "POST",
            send_mail,
            None,
            "The parameter 'Message' of the operation 'sendMail' is required and missing.",
        ),
        ("POST", "/v1.0/groups/1/members/$ref", None, "The request has no '@odata.id' to refer to."),
        (
            "POST",
            "/v1.0/groups/1/members/$ref",
            Some(json!({ "id": "1" })),
            "The request has no '@odata.id' to refer to.",
        ),
        (
            "GET",
            "/v1.0/users?$top=x",
            None,
            "Invalid value for the $top query option; it requires a non-negative integer.",
        ),
        (
            "GET",
            "/v1.0/users?%24top=-1",
            None,
            "Invalid value for the $top query option; it requires a non-negative integer.",
        ),
        (
            "GET",
            "/v1.0/users?$skip=1.5",
            None,
            "Invalid value for the $skip query option; it requires a non-negative integer.",
        ),
        (
            "GET",
            "/v1.0/users?$count=yes",
            None,
            "Invalid value for the $count query option; it requires 'true' or 'false'.",
        ),
        ("GET", "/v1.0/users?$selct=id", None, "The query parameter '$selct' is not supported."),
        ("GET", "/v1.0/users?$limit=5", None, "The query parameter '$limit' is not supported."),
        (
            "GET",
            "/v1.0/users?$filter=startswith(displayName,'a'",
            None,
            "Syntax error: a missing closing parenthesis in the expression.",
        ),
        (
            "GET",
            "/v1.0/users?$filter=displayName eq 'a')",
            None,
            "Syntax error: a parenthesis too many in the expression.",
        ),
        (
            "GET",
            "/v1.0/users?$filter=displayName eq 'O'Neil'",
            None,
            "Syntax error: an unterminated string literal in the expression.",
        ),
    ] {
        let expected = (400, format!("BadRequest: {message}"));
        assert_eq!(sent(&sandbox, method, target, body).await, expected, "{method} {target}");
    }
}

#[tokio::test]
async fn what_only_the_service_writes_is_refused_by_its_name() {
    let sandbox = sandbox().await;
    let business = "/v1.0/solutions/bookingBusinesses/1";
    for (method, target, body, property) in [
        ("PATCH", business.to_owned(), json!({ "displayName": "a", "isPublished": true }), "isPublished"),
        ("PATCH", business.to_owned(), json!({ "publicurl": null }), "publicUrl"),
        ("POST", format!("{business}/appointments"), json!({ "duration": "PT1H" }), "duration"),
    ] {
        let message = format!("BadRequest: Property '{property}' is read-only and cannot be set.");
        assert_eq!(sent(&sandbox, method, &target, Some(body)).await, (400, message), "{method} {target}");
    }
    // What is said about it is no value, and what else there is may be written.
    let annotated = json!({ "isPublished@odata.type": "#Boolean", "displayName": "a", "id": "1" });
    assert_eq!(sent(&sandbox, "PATCH", business, Some(annotated)).await.0, 404);
}

#[tokio::test]
async fn what_is_there_writable_and_an_option_comes_to_the_handlers() {
    let sandbox = sandbox().await;
    let reference = json!({ "@odata.id": "https://graph.microsoft.com/v1.0/directoryObjects/1" });
    for (method, target, body) in [
        ("POST", "/v1.0/groups/1/members/$ref", Some(reference)),
        ("POST", "/v1.0/me/sendMail", Some(json!({ "message": { "subject": "a" } }))),
        ("POST", "/v1.0/users/1/revokeSignInSessions", None),
        ("DELETE", "/v1.0/groups/1/members/2/$ref", None),
        ("DELETE", "/v1.0/groups/1/members/$ref?$id=https://graph.microsoft.com/v1.0/users/2", None),
        ("PATCH", "/v1.0/users/1", Some(json!({ "id": "1", "displayName": "a" }))),
        ("GET", "/v1.0/users?$top=5&$count=true&$search=\"displayName:a\"&$format=json&$skiptoken=x", None),
        ("GET", "/v1.0/users/delta?$deltaToken=latest", None),
        ("GET", "/v1.0/users?$filter=displayName eq 'O''Neil (a'", None),
        ("GET", "/v1.0/me/calendarView?startDateTime=a&endDateTime=b", None),
    ] {
        assert_eq!(sent(&sandbox, method, target, body).await.0, 404, "{method} {target}");
    }
}
