//! What must be refused, one mistake each: a judge that takes one of these doesn't look.

use graph_endpoint::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, Method};

use super::prism::Prism;

/// Method, path, body, status, and what Prism says.
const WRONG: &[(Method, &str, &str, u16, &str)] = &[
    (
        Method::POST,
        "/deviceManagement/managedDevices/1/wipe",
        r#"{"keepUsrData":false}"#,
        422,
        "found 'keepUsrData'",
    ),
    (Method::POST, "/teams/1/channels", r#"{"DisplayName":"a"}"#, 422, "found 'DisplayName'"),
    (Method::POST, "/teams/1/channels", r#"{"membershipType":"privat"}"#, 422, "allowed values"),
    (Method::POST, "/teams/1/channels", r#"{"members@odata.bind":"a"}"#, 422, "must be array"),
    (Method::POST, "/teams/1/channels", "", 422, "Body parameter is required"),
    (
        Method::POST,
        "/teams/1/channels/2/messages",
        r#"{"body":{"contentType":"htm"}}"#,
        422,
        "body.contentType",
    ),
    (Method::PATCH, "/users/1", r#"{"accountEnabled":"no"}"#, 422, "must be boolean"),
    (Method::PATCH, "/users/1", r#"{"businessPhones":null}"#, 422, "must be array"),
    (Method::PATCH, "/drives/1/items/2", r#"{"size":"large"}"#, 422, "size"),
    (Method::POST, "/me/assignLicense", r#"{"addLicenses":[]}"#, 422, "required property 'removeLicenses'"),
    (Method::POST, "/me/assignLicense", r#"{"addLicenses":null,"removeLicenses":[]}"#, 422, "must be array"),
    (Method::POST, "/subscriptions", r#"{"changeType":null}"#, 422, "must be string"),
    (Method::POST, "/subscriptions", r#"{"expirationDateTime":"2030-01-01 00:00:00"}"#, 422, "date-time"),
    (Method::POST, "/subscriptions", r#"{"expirationDateTime":"2030-01-01T00:00:00"}"#, 422, "date-time"),
    (Method::POST, TARGET, r#"{"target":{"groupId":"a"}}"#, 422, "'@odata.type'"),
    (
        Method::POST,
        TARGET,
        r##"{"target":{"@odata.type":"#microsoft.graph.groupAssignmentTarget","id":"a"}}"##,
        422,
        "found 'id'",
    ),
    (
        Method::POST,
        TARGET,
        r##"{"target":{"@odata.type":"#microsoft.graph.allLicensedUsersAssignmentTarget","groupId":"a"}}"##,
        422,
        "found 'groupId'",
    ),
    (
        Method::POST,
        TARGET,
        r#"{"target":{"@odata.type":"microsoft.graph.groupAssignmentTarget","groupId":"a"}}"#,
        422,
        "@odata.type",
    ),
    (Method::PUT, "/deviceManagement/managedDevices/1", "{}", 405, "put"),
    (Method::GET, "/deviceManagement/managedDevice", "", 404, "managedDevice"),
    (Method::GET, "/deviceManagement/managedDevices?$select=id,nope", "", 422, "$select"),
    (Method::GET, "/sites/1/lists/2/items?$top=all", "", 422, "$top"),
];

const TARGET: &str = "/deviceAppManagement/iosManagedAppProtections/1/assignments";

pub(super) async fn refuse(prism: &Prism) {
    for (method, path, body, expected, why) in WRONG {
        let (status, text) = sent(prism, method, path, body, "application/json").await;
        assert!(status == *expected && text.contains(why), "{method} {path} {body}: {status}: {text}");
    }
    let right = (Method::PATCH, "/users/1", r#"{"accountEnabled":false}"#);
    let (status, text) = sent(prism, &right.0, right.1, right.2, "application/json").await;
    assert_eq!(status, 200, "{text}");
    let (status, text) = sent(prism, &right.0, right.1, right.2, "text/plain").await;
    assert_eq!(status, 415, "{text}");
}

async fn sent(
    prism: &Prism,
    method: &Method,
    path: &str,
    body: &'static str,
    kind: &'static str,
) -> (u16, String) {
    let mut head = HeaderMap::new();
    if !body.is_empty() {
        head.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    prism.sent(method.clone(), &format!("/v1.0{path}"), head, Bytes::from_static(body.as_bytes())).await
}
