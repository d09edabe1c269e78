//! What titles and paths are called.

use super::*;

#[test]
fn titles() {
    assert_eq!(from_title("Update assignments").as_deref(), Some("UpdateAssignments"));
    assert_eq!(from_title("user: sendMail").as_deref(), Some("SendMail"));
    assert_eq!(from_title("Update a policy").as_deref(), Some("UpdatePolicy"));
    assert_eq!(from_title("message: send"), None);
    assert_eq!(from_title("assign action"), None);
    assert_eq!(from_title("getEffectivePermissions function").as_deref(), Some("GetEffectivePermissions"));
    for (title, name) in [
        ("Get MIME content of a message", "GetMimeContentOfMessage"),
        ("Get a site resource", "GetSite"),
        ("Retrieve grounding data", "RetrieveGroundingData"),
        ("Send chatMessage in a channel or a chat", "SendChatMessage"),
    ] {
        assert_eq!(from_title(title).as_deref(), Some(name));
    }
    assert_eq!(from_title("Permissions"), None);
    assert_eq!(from_title("Get a list of (all) things"), None);
}

#[test]
fn names_of_one() {
    for (name, method, path, expected) in [
        ("CreateDefinitions", "POST", "/definitions", "CreateDefinition"),
        ("CreateRoleDefinitions", "POST", "/definitions", "CreateRoleDefinition"),
        ("DeleteSubscribedSkus", "DELETE", "/subscribedSkus/{id}", "DeleteSubscribedSku"),
        ("DeleteSubscribedSkus", "DELETE", "/subscribedSkus", "DeleteSubscribedSku"),
        ("UpdateMailboxSettings", "PATCH", "/me/mailboxSettings", "UpdateMailboxSettings"),
        ("DeleteReportSettings", "DELETE", "/admin/reportSettings", "DeleteReportSettings"),
        ("GetLicenseDetails", "GET", "/me/licenseDetails/{id}", "GetLicenseDetail"),
        ("ListUsers", "GET", "/users", "ListUsers"),
    ] {
        assert_eq!(of_one(name.to_owned(), method, &Template::parse(path)), expected, "{name}");
    }
}

#[test]
fn nouns() {
    for (title, path, expected) in [
        ("Create conditionalAccessPolicy", "/identity/policies", Some("conditionalAccessPolicy")),
        ("List onenotePages", "/me/onenote/pages", Some("onenotePage")),
        ("Get driveItem", "/drives/{id}/items/{id}", Some("driveItem")),
        ("Get photo content", "/me/photo/$value", None),
        ("Permissions", "/permissions", None),
    ] {
        assert_eq!(noun(title, &Template::parse(path), false).as_deref(), expected, "{title}");
    }
}

#[test]
fn a_thing_of_which_there_is_one() {
    let template = Template::parse("/me/mailboxSettings");
    assert_eq!(noun("Update mailboxSettings", &template, true).as_deref(), Some("mailboxSettings"));
}

#[test]
fn paths() {
    for (method, path, is_list, name) in [
        ("GET", "/users", true, "ListUsers"),
        ("GET", "/users/{id}", false, "GetUser"),
        ("GET", "/me", false, "GetMe"),
        ("GET", "/groups/{id}/members/$count", false, "CountMembers"),
        ("GET", "/groups/{id}/members/microsoft.graph.user", true, "ListMembers"),
        ("GET", "/users/delta", true, "UsersDelta"),
        (
            "GET",
            "/reports/getOffice365ActiveUserCounts(period='{period}')",
            false,
            "GetOffice365ActiveUserCounts",
        ),
        ("POST", "/users", false, "CreateUser"),
        ("POST", "/users/{id}/sendMail", false, "SendMail"),
        ("POST", "/users/{id}/revokeSignInSessions", false, "RevokeSignInSessions"),
        ("POST", "/users/{id}/messages/{id}/send", false, "SendMessage"),
        ("POST", "/workbook/names/{name}/range/clear", false, "ClearRange"),
        ("POST", "/workflows/{id}/microsoft.graph.identityGovernance.activate", false, "ActivateWorkflow"),
        ("GET", "/workflows/{id}/runs/microsoft.graph.identityGovernance.summary", true, "ListRuns"),
        ("POST", "/groups/{id}/members/$ref", false, "AddMember"),
        ("DELETE", "/groups/{id}/members/{id}/$ref", false, "RemoveMember"),
        ("PATCH", "/users/{id}", false, "UpdateUser"),
        ("GET", "/groups/{id}/owners/$ref", true, "ListOwnerRefs"),
        ("GET", "/pages/{id}/parentSection/$ref", false, "GetParentSectionRef"),
        ("DELETE", "/jobs/{id}/documents/{id}/$value", false, "DeleteDocumentValue"),
        ("DELETE", "/calls/{id}/transcripts/{id}/content", false, "DeleteTranscriptContent"),
        ("GET", "/terms/{id}/relations/{id}/set", false, "GetSet"),
        ("GET", "/mobileApps/{id}/microsoft.graph.androidLobApp", false, "GetMobileApp"),
        ("POST", "/copilot/retrieval", false, "CopilotRetrieval"),
        ("POST", "/search/query", false, "SearchQuery"),
        ("POST", "/me/drive/items/{id}/workbook/functions/pmt", false, "PmtFunction"),
        ("DELETE", "/subscribedSkus", false, "DeleteSubscribedSku"),
        ("GET", "/drives/{id}/root/search(q='{q}')", true, "Search"),
        ("PUT", "/me/drive/root:/{path}:/content", false, "UploadContent"),
    ] {
        let template = Template::parse(path);
        assert_eq!(from_path(method, &template, is_list, Creation::Maybe), name, "{method} {path}");
    }
}

#[test]
fn what_the_schema_says_is_created() {
    for (path, name) in [
        ("/termStore/sets/{id}/children", "CreateChild"),
        ("/security/alerts_v2", "CreateAlertV2"),
        ("/teams/{id}/schedule/timesOff", "CreateTimeOff"),
        ("/security/threatIntelligence/hostCookies", "CreateHostCookie"),
        // Names that begin as actions do, or are no plurals.
        ("/deviceManagement/reports/exportJobs", "CreateExportJob"),
        ("/auditLogs/signIns", "CreateSignIn"),
        ("/auditLogs/provisioning", "CreateProvisioning"),
        ("/organization", "CreateOrganization"),
    ] {
        let template = Template::parse(path);
        assert_eq!(from_path("POST", &template, false, Creation::Yes), name, "{path}");
    }
}

#[test]
fn one_by_a_key_in_parentheses() {
    for (method, path, name) in [
        ("GET", "/applications(appId='{appId}')", "GetApplication"),
        ("PATCH", "/applications(uniqueName='{uniqueName}')", "UpdateApplication"),
        ("GET", "/reports/exportJobs('{id}')", "GetExportJob"),
        ("GET", "/learningProviders/{id}/learningContents(externalId='{id}')", "GetLearningContent"),
        ("GET", "/reports/getTeamsTeamCounts(period='{period}')", "GetTeamsTeamCounts"),
    ] {
        let template = Template::parse(path);
        assert_eq!(from_path(method, &template, false, Creation::No), name, "{path}");
    }
}

#[test]
fn functions_that_say_what_they_do() {
    for (path, is_list, name) in [
        ("/teams/{id}/channels/{id}/doesUserHaveAccess()", false, "DoesUserHaveAccess"),
        ("/sites/{id}/contentTypes/{id}/isPublished()", false, "IsPublished"),
        ("/users/{id}/cloudPCs/{id}/retrieveCloudPcLaunchDetail()", false, "RetrieveCloudPcLaunchDetail"),
        ("/users/{id}/exportDeviceAndAppManagementData()", false, "ExportDeviceAndAppManagementData"),
        ("/me/drive/items/{id}/preview()", false, "GetPreview"),
        ("/me/drive/sharedWithMe()", true, "ListSharedWithMe"),
        (
            "/insights/microsoft.graph.identityGovernance.workflowsProcessedSummary(startDateTime={from})",
            false,
            "GetWorkflowsProcessedSummary",
        ),
    ] {
        let template = Template::parse(path);
        assert_eq!(from_path("GET", &template, is_list, Creation::Maybe), name, "{path}");
    }
}
