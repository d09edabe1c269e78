//! A sandbox with a snapshot: options that annotations of the schema say a resource doesn't take.

use std::path::Path;

use serde_json::Value;

use super::schema::{sandbox, sent};
use crate::support::wire::{TOKEN, exchange};

/// The option that is refused, if one is.
async fn refused(sandbox: &graph_endpoint::sandbox::Sandbox, target: &str) -> Option<String> {
    let (status, message) = sent(sandbox, "GET", target, None).await;
    let option = message.strip_prefix("BadRequest: Query option '")?.split('\'').next()?.to_owned();
    assert!((status, message.ends_with("' is not allowed for this resource.")) == (400, true), "{message}");
    Some(option)
}

#[tokio::test]
async fn an_option_that_a_resource_does_not_take_is_refused() {
    let sandbox = sandbox().await;
    for (target, option) in [
        ("subscriptions?$filter=id eq 'a'", "filter"),
        ("subscriptions?%24FILTER=id eq 'a'", "filter"),
        ("subscriptions?$select=id&$orderby=id", "orderby"),
        ("subscriptions?$top=5", "top"),
        ("subscribedSkus?$filter=skuPartNumber eq 'a'", "filter"),
        ("users?$skip=10", "skip"),
        ("directoryRoleTemplates?$top=5", "top"),
        ("identityGovernance/termsOfUse/agreements/$count", "count"),
        ("me/events?$search=\"a\"", "search"),
        ("identityGovernance/termsOfUse/agreements?$expand=files&$top=1", "top"),
        ("users/1/calendars?$search=\"a\"", "search"),
    ] {
        assert_eq!(refused(&sandbox, &format!("/v1.0/{target}")).await.as_deref(), Some(option), "{target}");
    }
}

#[tokio::test]
async fn what_is_taken_or_not_spoken_of_comes_to_the_handlers() {
    let sandbox = sandbox().await;
    for target in [
        "subscriptions?$select=id&filter=a&$count=false",
        "users?$filter=startswith(displayName,'a')&$orderby=displayName&$top=5&$count=true&$search=\"displayName:a\"",
        "users/1?$expand=manager($select=id)",
        "groups/1/members?$count=true&$search=\"displayName:a\"&$top=5",
        "me/messages?$search=\"a\"&$top=5&$expand=attachments",
        "me/messages?$filter=isRead eq false&$orderby=receivedDateTime desc&$top=5&$skip=10&$count=true",
        "me/messages/1/attachments/2?$expand=microsoft.graph.itemAttachment/item",
        "me/events?$expand=extensions($filter=id eq 'a')&$orderby=start/dateTime&$top=5",
        "me/calendarView?startDateTime=2026-01-01&endDateTime=2026-02-01&$orderby=start/dateTime&$top=50&$skip=50",
        "me/contacts?$filter=displayName eq 'a'&$top=5&$skip=5&$count=true",
        "me/mailFolders?$expand=childFolders&$top=5",
        "auditLogs/signIns?$filter=appDisplayName eq 'a'&$top=5",
        "security/alerts_v2?$filter=severity eq 'high'&$top=5&$orderby=createdDateTime desc&$skip=5",
        "identityProtection/riskDetections?$filter=riskLevel eq 'high'&$top=5",
        "identity/conditionalAccess/policies?$filter=displayName eq 'a'&$top=5",
        "informationProtection/bitlocker/recoveryKeys?$filter=deviceId eq 'a'",
        "directoryRoles?$filter=roleTemplateId eq 'a'&$expand=members",
        "subscribedSkus?$select=skuId",
        "teams/1/channels?$filter=membershipType eq 'private'",
        "me/chats?$expand=members&$top=5",
        "sites?$search=\"a\"",
        "me/drive/root/children?$orderby=name&$top=5&$expand=thumbnails",
        "deviceManagement/managedDevices?$filter=deviceName eq 'a'&$top=5&$count=true",
    ] {
        assert_eq!(refused(&sandbox, &format!("/v1.0/{target}")).await, None, "{target}");
    }
}

/// The documentation's own requests, where they are: what it shows must not be refused.
#[tokio::test]
async fn what_the_documentation_shows_is_taken() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/examples.jsonl");
    let Ok(text) = std::fs::read_to_string(&beside) else {
        println!("skipped: the documentation's examples are not there");
        return;
    };
    let sandbox = sandbox().await;
    let mut shown = 0;
    let mut wrong = Vec::new();
    for line in text.lines() {
        let example: Value = serde_json::from_str(line).unwrap();
        let url = example["url"].as_str().unwrap_or_default();
        let Some((_, target)) = url.split_once("/v1.0/").filter(|(_, target)| target.contains(['?', '$']))
        else {
            continue;
        };
        if example["method"] != "GET" {
            continue;
        }
        shown += 1;
        let target = target.replace(['\r', '\n'], "");
        if let Some(option) = refused(&sandbox, &format!("/v1.0/{target}")).await {
            wrong.push(format!("{option}: {target}"));
        }
    }
    assert!(shown > 50, "{shown} requests");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Of directory objects the index that is updated later is asked by a header.
#[tokio::test]
async fn advanced_queries_need_their_header() {
    let sandbox = sandbox().await;
    let judged = async |target: &str, level: &str| {
        let head = format!("{TOKEN}{level}");
        let response = exchange(&sandbox, "GET", &format!("/v1.0/{target}"), &head, "").await;
        let body: Value = serde_json::from_str(response.body()).unwrap();
        body["error"]["code"].as_str().unwrap().to_owned()
    };
    let eventual = "consistencylevel: Eventual\r\n";
    for (target, code) in [
        ("users?$search=%22displayName:a%22", "Request_UnsupportedQuery"),
        ("groups/1/members?$search=%22displayName:a%22&$select=id", "Request_UnsupportedQuery"),
        ("users/$count", "Request_BadRequest"),
        ("groups/1/members/$count?$filter=startswith(displayName,'a')", "Request_BadRequest"),
        ("users?$count=true&$filter=displayName%20ne%20'a'", "Request_UnsupportedQuery"),
        ("devices?$count=true&$filter=endsWith(displayName,'a')", "Request_UnsupportedQuery"),
        ("applications?$count=true&$filter=not%20startswith(displayName,'a')", "Request_UnsupportedQuery"),
    ] {
        assert_eq!(judged(target, "").await, code, "{target}");
        assert_eq!(judged(target, "consistencylevel: session\r\n").await, code, "{target}");
        assert_eq!(judged(target, eventual).await, "ResourceNotFound", "{target}");
    }
    let uncounted = "users?$filter=displayName%20ne%20'a'";
    assert_eq!(judged(uncounted, eventual).await, "Request_UnsupportedQuery");
    for target in [
        "users?$count=true&$filter=displayName%20eq%20'not'",
        "me/messages/$count",
        "me/messages?$search=%22a%22&$filter=isRead%20ne%20true",
        "deviceManagement/managedDevices?$filter=deviceName%20ne%20'a'",
        "me/drive/root/children?$filter=name%20ne%20'a'",
        "users/1?$select=id",
    ] {
        assert_eq!(judged(target, "").await, "ResourceNotFound", "{target}");
    }
}
