//! Prism, with an OpenAPI description that others' programs make of Graph's metadata: strict about names, types, methods,
//! and the members of `$select` and `$orderby`.

mod journals;
mod prism;
mod wrong;

use graph_endpoint::Nullable;
use graph_endpoint::prelude::*;
use graph_endpoint::query::Property;

use self::prism::Prism;

#[graph_type("microsoft.graph.user")]
struct User {
    id: Option<String>,
    display_name: Option<String>,
}

impl User {
    const NAME: Property<Self, String> = Property::new("displayName");
}

#[graph_endpoint(GET, "/users", response = Page<User>, select)]
struct ListUsers {}

#[graph_endpoint(GET, "/users/{id}", response = User, select)]
struct GetUser {
    id: String,
}

#[graph_endpoint(POST, "/users")]
struct AddUser {
    display_name: String,
    account_enabled: bool,
    password_profile: PasswordProfile,
    business_phones: Vec<String>,
}

#[graph_type("microsoft.graph.passwordProfile", lossy)]
struct PasswordProfile {
    password: String,
    force_change_password_next_sign_in: Option<bool>,
}

#[graph_endpoint(PATCH, "/users/{id}")]
struct PatchUser {
    id: String,
    job_title: Nullable<String>,
    department: Nullable<String>,
}

#[graph_endpoint(DELETE, "/groups/{id}")]
struct DeleteGroup {
    id: String,
}

#[graph_endpoint(POST, "/me/sendMail")]
struct SendMail {
    message: Message,
    save_to_sent_items: Option<bool>,
}

#[graph_type("microsoft.graph.message", lossy)]
struct Message {
    subject: String,
    body: ItemBody,
    to_recipients: Vec<Recipient>,
    importance: Importance,
}

#[graph_type("microsoft.graph.itemBody", lossy)]
struct ItemBody {
    content_type: String,
    content: String,
}

#[graph_type("microsoft.graph.recipient", lossy)]
struct Recipient {
    email_address: EmailAddress,
}

#[graph_type("microsoft.graph.emailAddress", lossy)]
struct EmailAddress {
    address: String,
}

#[graph_type("microsoft.graph.importance")]
enum Importance {
    High,
    #[graph(other)]
    Other(String),
}

#[graph_endpoint(POST, "/me/assignLicense")]
struct AssignLicense {
    add_licenses: Vec<AssignedLicense>,
    remove_licenses: Vec<String>,
}

#[graph_type("microsoft.graph.assignedLicense", lossy)]
struct AssignedLicense {
    sku_id: String,
    disabled_plans: Vec<String>,
}

#[graph_endpoint(POST, "/me/presence/setPresence")]
struct SetPresence {
    session_id: String,
    availability: String,
    activity: String,
    expiration_duration: String,
}

#[graph_endpoint(GET, "/me/messages", response = Untyped)]
struct ListMessages {
    #[graph(query = "$top")]
    top: u32,
    #[graph(query = "$skip")]
    skip: u32,
}

#[graph_endpoint(POST, "/me/sendMail")]
struct SendWrongMail {
    message: WrongMessage,
}

#[graph_type("microsoft.graph.message", lossy)]
struct WrongMessage {
    subject: u32,
    importance: String,
}

#[graph_endpoint(PATCH, "/users/{id}")]
struct PatchWrongUser {
    id: String,
    job_titel: String,
}

#[graph_endpoint(PUT, "/users")]
struct PutUsers {}

#[graph_endpoint(GET, "/uzers", response = Untyped)]
struct ListWrong {}

async fn taken(prism: &Prism, call: &impl Endpoint) {
    let (status, text) = prism.status(call).await;
    assert_eq!(status, 200, "{text}");
}

async fn refused(prism: &Prism, call: &impl Endpoint, expected: u16, why: &str) {
    let (status, text) = prism.status(call).await;
    assert!(status == expected && text.contains(why), "{why}: {status}: {text}");
}

#[tokio::test]
async fn prism_takes_what_we_write_and_refuses_what_is_wrong() {
    let Some(prism) = Prism::start() else { return };
    let list = ListUsers {}.filter(User::NAME.eq("O'Neil & +")).order_by(User::NAME.desc()).top(5).count();
    taken(&prism, &list).await;
    taken(&prism, &GetUser { id: "a b/c".into() }).await;
    taken(&prism, &ListMessages { top: 5, skip: 10 }).await;
    let password_profile =
        PasswordProfile { password: "x".into(), force_change_password_next_sign_in: Some(true) };
    let business_phones = vec!["+1".to_owned()];
    taken(
        &prism,
        &AddUser { display_name: "Zoë".into(), account_enabled: true, password_profile, business_phones },
    )
    .await;
    let department = Nullable::Value("Ops".to_owned());
    taken(&prism, &PatchUser { id: "1".into(), job_title: Nullable::Null, department }).await;
    taken(&prism, &DeleteGroup { id: "g1".into() }).await;
    let to = Recipient { email_address: EmailAddress { address: "a@contoso.com".into() } };
    let body = ItemBody { content_type: "html".into(), content: "<b>x</b>".into() };
    let message =
        Message { subject: "s".into(), body, to_recipients: vec![to], importance: Importance::High };
    taken(&prism, &SendMail { message, save_to_sent_items: Some(false) }).await;
    let sku_id = "84a661c4-e949-4bd2-a560-ed7766fcaf2b".to_owned();
    let add = AssignedLicense { sku_id: sku_id.clone(), disabled_plans: vec![sku_id.clone()] };
    taken(&prism, &AssignLicense { add_licenses: vec![add], remove_licenses: vec![sku_id] }).await;
    taken(
        &prism,
        &SetPresence {
            session_id: "s".into(),
            availability: "Available".into(),
            activity: "Available".into(),
            expiration_duration: "PT1H".into(),
        },
    )
    .await;

    journals::judge(&prism).await;

    refused(&prism, &ListUsers {}.order_by("nope"), 422, "$orderby").await;
    refused(&prism, &ListMessages { top: 5, skip: 10 }.select("subjekt"), 422, "$select").await;
    let id = "1".to_owned();
    refused(&prism, &PatchWrongUser { id, job_titel: "x".into() }, 422, "job").await;
    let message = WrongMessage { subject: 1, importance: "urgent".into() };
    refused(&prism, &SendWrongMail { message }, 422, "message.importance").await;
    let wrong = vec![AssignedLicense { sku_id: "no guid".into(), disabled_plans: vec![] }];
    refused(&prism, &AssignLicense { add_licenses: wrong, remove_licenses: vec![] }, 422, "uuid").await;
    wrong::refuse(&prism).await;
    refused(&prism, &PutUsers {}, 405, "").await;
    refused(&prism, &ListWrong {}, 404, "").await;
}
