//! What is read and written back keeps what its type doesn't declare.

use std::collections::BTreeMap;

use bytes::Bytes;
use graph_endpoint::sandbox::Sandbox;
use graph_endpoint::{AdditionalProperties, Kept, prelude::*};

#[graph_type("microsoft.graph.mobileAppAssignment")]
#[derive(Debug)]
struct Assignment {
    id: Option<String>,
    target: Target,
}

#[graph_type("microsoft.graph.deviceAndAppManagementAssignmentTarget")]
#[derive(Debug)]
enum Target {
    #[graph(type = "microsoft.graph.groupAssignmentTarget")]
    Group { group_id: String },
    #[graph(type = "microsoft.graph.allDevicesAssignmentTarget")]
    AllDevices,
    #[graph(other)]
    Other(Untyped),
}

#[graph_endpoint(GET, "/deviceAppManagement/mobileApps/{id}/assignments", response = Page<Kept<Assignment>>)]
struct ListAssignments {
    id: String,
}

#[graph_endpoint(POST, "/deviceAppManagement/mobileApps/{id}/assign")]
struct Assign {
    id: String,
    mobile_app_assignments: Vec<Kept<Assignment>>,
}

#[graph_endpoint(PATCH, "/deviceAppManagement/mobileApps/{id}/assignments/{assignment}")]
struct UpdateAssignment {
    id: String,
    assignment: String,
    target: Kept<Target>,
}

#[graph_endpoint(PUT, "/planner/tasks/{id}")]
struct PutTask {
    id: String,
    #[graph(body)]
    task: Kept<Assignment>,
}

const GROUP: &str = r##"{"@odata.type":"#microsoft.graph.groupAssignmentTarget","groupId":"g","deviceAndAppManagementAssignmentFilterId":"f"}"##;
const DEVICES: &str = r##"{"@odata.type":"#microsoft.graph.allDevicesAssignmentTarget","deviceAndAppManagementAssignmentFilterType":"include"}"##;

fn assignments() -> Vec<Kept<Assignment>> {
    let settings = r#""settings":{"notifications":"showAll","useDeviceLicensing":true}"#;
    let body = format!(
        r#"{{"@odata.context":"c","value":[{{"@odata.etag":"W/\"1\"","id":"1","intent":"required","target":{GROUP},{settings}}},
           {{"id":"2","target":{DEVICES},"x@odata.navigationLink":"n"}}]}}"#
    );
    ListAssignments::from_http_response(http::Response::new(Bytes::from(body))).unwrap().value
}

fn body(endpoint: &impl Endpoint) -> String {
    let request = endpoint.to_http_request("https://graph.microsoft.com").unwrap();
    String::from_utf8(request.into_body().to_vec()).unwrap()
}

#[test]
fn a_list_that_replaces_the_old_one_loses_nothing_and_says_nothing_of_the_service() {
    let request = Assign::builder().id("a").mobile_app_assignments(assignments()).build();
    let settings = r#""settings":{"notifications":"showAll","useDeviceLicensing":true}"#;
    assert_eq!(
        body(&request),
        format!(
            r#"{{"mobileAppAssignments":[{{"id":"1","intent":"required","target":{GROUP},{settings}}},{{"id":"2","target":{DEVICES}}}]}}"#
        )
    );
}

#[test]
fn a_change_in_a_variant_is_the_only_one() {
    let mut assignments = assignments();
    let Target::Group { group_id } = &mut assignments[0].target else { panic!("a group") };
    *group_id = "h".to_owned();
    assignments.truncate(1);
    assignments.push(Assignment { id: None, target: Target::AllDevices }.into());
    let text = body(&Assign::builder().id("a").mobile_app_assignments(assignments).build());
    assert!(text.contains(&GROUP.replace(r#":"g""#, r#":"h""#)), "{text}");
    assert!(
        text.ends_with(r##"{"target":{"@odata.type":"#microsoft.graph.allDevicesAssignmentTarget"}}]}"##),
        "{text}"
    );
}

#[test]
fn another_variant_takes_nothing_over() {
    let text = format!(r#"{{"id":"1","target":{GROUP},"intent":"required"}}"#);
    let mut assignment: Kept<Assignment> = serde_json::from_str(&text).unwrap();
    assignment.target = Target::AllDevices;
    let text = body(&PutTask { id: "t".to_owned(), task: assignment });
    assert_eq!(
        text,
        r##"{"id":"1","target":{"@odata.type":"#microsoft.graph.allDevicesAssignmentTarget"},"intent":"required"}"##
    );
}

#[test]
fn setters_take_the_value_itself() {
    let update = UpdateAssignment::builder()
        .id("a")
        .assignment("1")
        .target(Target::Group { group_id: "g".to_owned() })
        .build();
    assert_eq!(
        body(&update),
        r##"{"target":{"@odata.type":"#microsoft.graph.groupAssignmentTarget","groupId":"g"}}"##
    );
}

#[test]
fn a_whole_body_is_clean_too() {
    let text =
        format!(r#"{{"@odata.context":"c","@odata.etag":"W/\"1\"","id":"1","target":{DEVICES},"p":1.50}}"#);
    let task = serde_json::from_str(&text).unwrap();
    let body = body(&PutTask { id: "t".to_owned(), task });
    assert_eq!(body, format!(r#"{{"id":"1","target":{DEVICES},"p":1.50}}"#));
    let other: Untyped = serde_json::from_str(r#"{"@odata.etag":"e","a":1}"#).unwrap();
    assert_eq!(other.get("@odata.etag"), Some("\"e\""));
}

#[graph_type("microsoft.graph.assignedLicense")]
#[derive(Debug)]
struct AssignedLicense {
    sku_id: String,
}

/// Keeps by itself, and what is nested in it is kept.
#[graph_type("microsoft.graph.iosVppAppAssignmentSettings")]
#[derive(Debug)]
struct VppSettings {
    use_device_licensing: bool,
    licenses: Option<Vec<Kept<AssignedLicense>>>,
    #[graph(additional)]
    more: AdditionalProperties,
}

#[graph_type("microsoft.graph.mobileAppAssignmentSettings")]
#[derive(Debug)]
enum Settings {
    #[graph(type = "microsoft.graph.iosVppAppAssignmentSettings")]
    Vpp(VppSettings),
    #[graph(type = "microsoft.graph.iosLobAppAssignmentSettings")]
    Lob {
        vpn_configuration_id: Option<String>,
        #[graph(additional)]
        more: AdditionalProperties,
    },
    #[graph(other)]
    Other(Untyped),
}

/// Each property of a body in one of the forms that the compiler lets pass.
#[graph_endpoint(PATCH, "/things/{id}", response = Form)]
#[derive(Debug)]
struct UpdateThing {
    id: String,
    license: Option<Kept<AssignedLicense>>,
    licenses: Option<Vec<Kept<AssignedLicense>>>,
    all_licenses: Option<Kept<Vec<AssignedLicense>>>,
    by_name: Option<BTreeMap<String, Kept<AssignedLicense>>>,
    cleared: Nullable<Kept<AssignedLicense>>,
    target: Option<Kept<Target>>,
    settings: Option<Settings>,
    setting_list: Option<Vec<Settings>>,
    open: Option<VppSettings>,
    untyped: Option<Untyped>,
    #[graph(additional)]
    more: AdditionalProperties,
}

/// What [`UpdateThing`] sends, as it is read.
#[graph_type("microsoft.graph.thing")]
#[derive(Debug)]
struct Form {
    license: Option<Kept<AssignedLicense>>,
    licenses: Option<Vec<Kept<AssignedLicense>>>,
    all_licenses: Option<Kept<Vec<AssignedLicense>>>,
    by_name: Option<BTreeMap<String, Kept<AssignedLicense>>>,
    cleared: Nullable<Kept<AssignedLicense>>,
    target: Option<Kept<Target>>,
    settings: Option<Settings>,
    setting_list: Option<Vec<Settings>>,
    open: Option<VppSettings>,
    untyped: Option<Untyped>,
    #[graph(additional)]
    more: AdditionalProperties,
}

const VPP: &str = r##"{"@odata.type":"#microsoft.graph.iosVppAppAssignmentSettings","useDeviceLicensing":true,"licenses":[{"skuId":"s","disabledPlans":["p"]}],"isRemovable":false}"##;
const LOB: &str = r##"{"@odata.type":"#microsoft.graph.iosLobAppAssignmentSettings","vpnConfigurationId":"v","uninstallOnDeviceRemoval":true}"##;
const WIN: &str = r##"{"@odata.type":"#microsoft.graph.win32LobAppAssignmentSettings","restartSettings":{"gracePeriodInMinutes":1.50}}"##;
const LICENSE: &str = r#"{"disabledPlans":["p1","p2"],"skuId":"s1"}"#;

/// What comes in a property, in every form.
fn forms() -> Vec<String> {
    let license = [
        format!(r#"{{"license":{LICENSE}}}"#),
        format!(r#"{{"licenses":[{LICENSE},{LICENSE}]}}"#),
        format!(r#"{{"allLicenses":[{LICENSE}]}}"#),
        format!(r#"{{"byName":{{"a":{LICENSE},"b":{LICENSE}}}}}"#),
        format!(r#"{{"cleared":{LICENSE}}}"#),
        r#"{"cleared":null}"#.to_owned(),
        format!(r#"{{"target":{GROUP}}}"#),
        format!(r#"{{"target":{DEVICES}}}"#),
        format!(r#"{{"untyped":{WIN}}}"#),
        format!(r#"{{"undeclared":[{VPP},1.50,null]}}"#),
    ];
    let settings = [VPP, LOB, WIN].map(|settings| format!(r#"{{"settings":{settings}}}"#));
    let lists = [format!(r#"{{"settingList":[{VPP},{WIN},{LOB}]}}"#)];
    // A struct has no `@odata.type` of its own, so it keeps the one that comes.
    let open = [r#"{"open":{"useDeviceLicensing":true,"isRemovable":false}}"#.to_owned()];
    license.into_iter().chain(settings).chain(lists).chain(open).collect()
}

/// A request with all that was read.
fn sent_back(form: Form) -> UpdateThing {
    let Form { license, licenses, all_licenses, by_name, cleared, target, settings, .. } = form;
    let Form { setting_list, open, untyped, more, .. } = form;
    let id = "t".to_owned();
    UpdateThing {
        id,
        license,
        licenses,
        all_licenses,
        by_name,
        cleared,
        target,
        settings,
        setting_list,
        open,
        untyped,
        more,
    }
}

#[test]
fn every_form_goes_back_as_it_came() {
    for text in forms() {
        let form = UpdateThing::from_http_response(http::Response::new(Bytes::from(text.clone()))).unwrap();
        assert_eq!(body(&sent_back(form)), text);
    }
}

#[test]
fn every_form_goes_back_without_what_the_service_said_of_it() {
    for text in forms() {
        // In each object, the outermost one included.
        let said = text.replace('{', r#"{"@odata.etag":"W/\"1\"","#).replace(",}", "}");
        // A map's values are all of its type.
        let said = said.replace(r#""byName":{"@odata.etag":"W/\"1\"","#, r#""byName":{"#);
        let form = UpdateThing::from_http_response(http::Response::new(Bytes::from(said))).unwrap();
        assert_eq!(body(&sent_back(form)), text);
    }
}

#[tokio::test]
async fn nothing_is_lost_on_the_way_through_a_sandbox() {
    let sandbox = Sandbox::builder()
        .on(|request: UpdateThing| async move {
            let UpdateThing { license, licenses, all_licenses, by_name, cleared, target, .. } = request;
            let UpdateThing { settings, setting_list, open, untyped, more, .. } = request;
            Form {
                license,
                licenses,
                all_licenses,
                by_name,
                cleared,
                target,
                settings,
                setting_list,
                open,
                untyped,
                more,
            }
        })
        .start()
        .await
        .unwrap();
    let client = Client::builder().token("t").base_url(sandbox.url()).build().unwrap();
    let read = |text: &String| sent_back(serde_json::from_str(text).unwrap());
    for text in forms() {
        let form = client.send(&read(&text)).await.unwrap();
        assert_eq!(body(&sent_back(form)), text);
    }
    let forms = forms();
    let results = client.batch(forms.iter().map(read).collect::<Vec<_>>()).await.unwrap();
    assert_eq!(results.len(), forms.len());
    for (result, text) in results.into_iter().zip(forms) {
        assert_eq!(body(&sent_back(result.unwrap())), text);
    }
}

#[test]
fn an_item_that_changed_while_others_went_keeps_what_it_had() {
    #[graph_type("microsoft.graph.rule", lossy)]
    #[derive(Debug)]
    struct Rule {
        name: String,
        order: Option<i64>,
    }
    #[graph_type("microsoft.graph.rules")]
    #[derive(Debug)]
    struct Rules {
        rules: Vec<Rule>,
    }

    let text = r#"{"rules":[{"name":"a","order":1,"x":1},{"name":"b","order":2,"x":2},{"name":"c","order":3,"x":3}]}"#;
    let rules = || serde_json::from_str::<Kept<Rules>>(text).unwrap();
    let mut kept = rules();
    kept.rules.remove(0);
    kept.rules[1].order = None;
    assert_eq!(
        serde_json::to_string(&kept).unwrap(),
        r#"{"rules":[{"name":"b","order":2,"x":2},{"name":"c","x":3}]}"#
    );
    // A new one takes nothing over, and where two could be meant, none is.
    let mut kept = rules();
    kept.rules.truncate(1);
    kept.rules[0] = Rule { name: "d".into(), order: None };
    assert_eq!(serde_json::to_string(&kept).unwrap(), r#"{"rules":[{"name":"d"}]}"#);
    let mut kept = rules();
    kept.rules[0] = Rule { name: "b".into(), order: Some(3) };
    kept.rules.truncate(2);
    kept.rules[1].order = Some(9);
    assert_eq!(
        serde_json::to_string(&kept).unwrap(),
        r#"{"rules":[{"name":"b","order":3},{"name":"b","order":9,"x":2}]}"#
    );
}

#[test]
fn the_type_of_a_property_goes_with_it() {
    #[graph_type("microsoft.graph.settings", lossy)]
    #[derive(Debug)]
    struct Settings {
        size: Option<i64>,
        tags: Option<Vec<String>>,
    }

    let text = r##"{"size@odata.type":"#Int64","size":5,"tags@odata.type":"#Collection(String)","tags":["a"],"other@odata.type":"#Int64","other":"7","group@odata.bind":"g"}"##;
    let mut kept: Kept<Settings> = serde_json::from_str(text).unwrap();
    kept.size = None;
    kept.tags = Some(vec!["b".into()]);
    assert_eq!(
        serde_json::to_string(&kept).unwrap(),
        r##"{"tags@odata.type":"#Collection(String)","tags":["b"],"other@odata.type":"#Int64","other":"7","group@odata.bind":"g"}"##
    );
}

/// A `$select` of what is declared would leave out what is to be kept.
#[test]
fn what_is_kept_is_asked_for_whole() {
    #[graph_endpoint(GET, "/sites/{site}/lists/{list}/items", response = Page<ListItem>, select)]
    struct ListItems {
        site: String,
        list: String,
    }
    #[graph_type("microsoft.graph.listItem")]
    struct ListItem {
        id: String,
        #[graph(expand)]
        fields: Option<Kept<Fields>>,
    }
    #[graph_type("microsoft.graph.fieldValueSet")]
    struct Fields {
        title: Option<String>,
    }
    #[graph_endpoint(GET, "/sites/{site}/lists/{list}/items/{id}", response = Kept<ListItem>, select)]
    struct GetItem {
        site: String,
        list: String,
        id: String,
    }

    let query = |request: http::Request<Bytes>| request.uri().query().map(str::to_owned);
    let list = ListItems { site: "s".into(), list: "l".into() };
    let base = "https://graph.microsoft.com";
    let asked = query(list.to_http_request(base).unwrap());
    assert_eq!(asked.as_deref(), Some("$select=id&$expand=fields"));
    let get = GetItem { site: "s".into(), list: "l".into(), id: "1".into() };
    assert_eq!(query(get.to_http_request(base).unwrap()).as_deref(), Some("$expand=fields"));
}
