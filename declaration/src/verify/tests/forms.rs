//! Declarations in the many forms that people write, against Graph's own schema: what is right passes, and what is wrong is
//! one error.

use proc_macro2::TokenStream;

use super::{declared, graph_type, published};

/// `GET "/path" .. { fields }`, and a part of what is said; empty is nothing.
const ENDPOINTS: &[(&str, &str, &str)] = &[
    (r#"GET, "/users/<id>/manager/microsoft.graph.user", response = User"#, "id: String", ""),
    (r#"GET, "/users/<id>/manager/microsoft.graph.group", response = Group"#, "id: String", ""),
    (r#"GET, "/users/<id>/messages/microsoft.graph.user", response = User"#, "id: String", "derive"),
    (r#"GET, "/applications(appId='<app_id>')", response = Application"#, "app_id: String", ""),
    (r#"GET, "/applications(appid='<app_id>')", response = Application"#, "app_id: String", "appId"),
    (
        r#"GET, "/reports/getOffice365ActiveUserCounts(period='<period>')", response = Bytes"#,
        "period: String",
        "",
    ),
    (r#"GET, "/drives/<id>/root/search(q='<q>')", response = Page<DriveItem>"#, "id: String, q: String", ""),
    (r#"GET, "/drives/<id>/root:/<path..>:/content", response = Bytes"#, "id: String, path: String", ""),
    (r#"GET, "/users/$count", response = u32"#, "", ""),
    (r#"GET, "/users/<id>/$count", response = u32"#, "id: String", "$count"),
    (
        r#"POST, "/groups/<id>/members/$ref""#,
        r#"id: String, #[graph(rename = "@odata.id")] link: String"#,
        "",
    ),
    (r#"POST, "/groups/<id>/members/$ref""#, "id: String, display_name: String", "a link is sent"),
    (r#"DELETE, "/groups/<id>/members/<member>/$ref""#, "id: String, member: String", ""),
    (
        r#"PUT, "/users/<id>/photo/$value""#,
        r#"id: String, #[graph(body, content_type = "image/jpeg")] photo: Bytes"#,
        "",
    ),
    (r#"PUT, "/users/<id>/photo/$value""#, "id: String, photo: String", "bytes are sent"),
    (r#"GET, "/me/messages/delta()", response = Page<Message>"#, "", ""),
    (r#"GET, "/users/delta", response = Page<User>"#, "", ""),
    (r#"GET, "/users", response = Page<Kept<User>>"#, "", ""),
    (r#"GET, "/users", response = Page<Untyped>"#, "", ""),
    (r#"GET, "/users", response = Vec<User>"#, "", "Page<User>"),
    (r#"GET, "/users/<id>", response = Page<User>"#, "id: String", "no page"),
    (r#"GET, "/users/<id>", response = Option<User>"#, "id: String", ""),
    (r#"GET, "/users/<id>", response = Kept<User>"#, "id: String", ""),
    (
        r#"PATCH, "/users/<id>", response = OneOf<User, Accepted>"#,
        "id: String, account_enabled: Option<bool>",
        "",
    ),
    (r#"PATCH, "/users/<id>""#, "id: String, account_enabled: Nullable<bool>", ""),
    (r#"PATCH, "/users/<id>""#, "id: String, account_enabled: Nullable<String>", "accountEnabled"),
    (r#"PATCH, "/users/<id>""#, "id: String, business_phones: Option<Vec<String>>", ""),
    (r#"PATCH, "/users/<id>""#, "id: String, business_phones: Option<String>", "businessPhones"),
    (r#"PATCH, "/users/<id>""#, "id: String, display_name: Option<Vec<String>>", "displayName"),
    (r#"PATCH, "/users/<id>""#, "id: String, display_name: Cow<'static, str>", ""),
    (r#"PATCH, "/users/<id>""#, "id: String, display_name: Box<str>", ""),
    (r#"PATCH, "/users/<id>""#, "id: String, display_name: &'static str", ""),
    (r#"PATCH, "/users/<id>""#, "id: String, business_phones: Cow<'static, [String]>", ""),
    (r#"PATCH, "/users/<id>""#, "id: String, business_phones: Box<[String]>", ""),
    (r#"PATCH, "/users/<id>""#, "id: String, business_phones: [String; 2]", ""),
    (r#"PATCH, "/users/<id>""#, "id: String, business_phones: &'static [&'static str]", ""),
    (r#"PATCH, "/users/<id>""#, "id: String, business_phones: std::collections::BTreeSet<String>", ""),
    (r#"PATCH, "/users/<id>""#, "id: String, account_enabled: Arc<str>", "accountEnabled"),
    (r#"PATCH, "/users/<id>""#, "id: String, account_enabled: Cow<'static, str>", "accountEnabled"),
    (
        r#"PATCH, "/users/<id>""#,
        "id: String, display_name: std::collections::BTreeSet<String>",
        "displayName",
    ),
    (r#"PATCH, "/users/<id>""#, "id: String, account_enabled: Wrapping", ""),
    (r#"PATCH, "/users/<id>""#, "id: String, #[graph(unverified)] nick: String", ""),
    (r#"PATCH, "/users/<id>", unverified"#, "id: String, nick: String", ""),
    (r#"PATCH, "/users/<id>""#, r#"id: String, #[graph(rename = "ext_nick")] nick: String"#, ""),
    (r#"PATCH, "/users/<id>""#, "id: String, nick: String", "no property"),
    (r#"PATCH, "/users/<id>""#, r#"id: String, #[serde(with = "x")] account_enabled: String"#, ""),
    (r#"POST, "/users/<id>/sendMail""#, "id: String, message: Message, save_to_sent_items: Option<bool>", ""),
    (
        r#"POST, "/users/<id>/sendMail""#,
        "id: String, message: Message, save_to_sent_item: Option<bool>",
        "saveToSentItem",
    ),
    (r#"POST, "/users/<id>/sendMail""#, "id: String, message: Vec<Message>", "essage"),
    (r#"POST, "/me/events/<id>/accept""#, "id: String, send_response: bool, comment: Option<String>", ""),
    (r#"POST, "/me/events/<id>/accept""#, "id: String, send_response: String", "endResponse"),
    (r#"HEAD, "/users/<id>""#, "id: String", ""),
    (
        r#"GET, "/users/<id>/drive/root/children/<item>/workbook/worksheets/<sheet>/range(address='<address>')", response = Range"#,
        "id: String, item: String, sheet: String, address: String",
        "",
    ),
    (
        r#"GET, "/users/<id>/drive/root/children/<item>/workbook/worksheets/<sheet>/range", response = Range"#,
        "id: String, item: String, sheet: String",
        "",
    ),
    (
        r#"GET, "/users/<id>/drive/root/children/<item>/workbook/worksheets/<sheet>/range(addres='<address>')", response = Range"#,
        "id: String, item: String, sheet: String, address: String",
        "addres",
    ),
    (r#"POST, "/me/calendar/events""#, "#[graph(body)] event: Event", ""),
    (r#"POST, "/me/calendar/events""#, "#[graph(body)] event: bool", "event"),
    (
        r#"POST, "/me/calendar/events""#,
        "subject: Option<String>, #[graph(additional)] more: AdditionalProperties",
        "",
    ),
    (
        r##"POST, "/me/messages/<id>/attachments", odata_type = "#microsoft.graph.fileAttachment""##,
        "id: String, name: Option<String>, content_bytes: edm::Binary",
        "",
    ),
    (r#"POST, "/me/messages/<id>/attachments""#, "id: String, content_bytes: edm::Binary", "odata_type"),
];

/// The name of a type, the item, and a part of what is said.
const TYPES: &[(&str, &str, &str)] = &[
    (r#""microsoft.graph.user""#, "struct U { id: String, display_name: Option<String> }", ""),
    (r#""microsoft.graph.user""#, "struct U { display_name: String }", "can be null"),
    (r#""microsoft.graph.user""#, "struct U { display_name: Nullable<String> }", ""),
    (r#""microsoft.graph.user""#, "struct U { #[serde(default)] display_name: String }", ""),
    (r#""microsoft.graph.user""#, "struct U { #[graph(unverified)] display_name: String }", ""),
    (r#""microsoft.graph.user""#, "struct U { business_phones: Vec<String> }", ""),
    (r#""microsoft.graph.user""#, "struct U { business_phones: Vec<i32> }", "businessPhones"),
    (r#""microsoft.graph.user""#, "struct U { birthday: Option<bool> }", "birthday"),
    (r#""microsoft.graph.user""#, "struct U { assigned_licenses: Option<Vec<License>> }", ""),
    (r#""microsoft.graph.user""#, "struct U { assigned_licenses: Option<License<'static>> }", ""),
    (
        r#""microsoft.graph.user""#,
        "struct U { manager: Option<Box<U>>, #[graph(expand)] direct_reports: Option<Vec<U>> }",
        "",
    ),
    (r#""microsoft.graph.workbookRange""#, "struct R { values: Option<Vec<Vec<Value>>> }", ""),
    (r#""microsoft.graph.bodyType""#, "enum B { Text, Html }", ""),
    (r#""microsoft.graph.bodyType""#, "enum B { Text, Hmtl5 }", "no member"),
    (r#""microsoft.graph.bodyType""#, "struct B { text: String }", "is an enumeration"),
    (r#""microsoft.graph.user""#, "enum U { A, B }", "no enumeration"),
    (
        r#""microsoft.graph.message""#,
        "struct M { importance: Option<Importance>, body: Option<ItemBody> }",
        "",
    ),
    (r#""microsoft.graph.message""#, "struct M { importance: Option<i32> }", "importance"),
    (r#""microsoft.graph.message""#, "struct M { body: Option<String> }", "body"),
    (r#""microsoft.graph.message""#, "struct M { body: Option<HashMap<String, Value>> }", ""),
    (r#""microsoft.graph.message""#, "struct M<T> { body: Option<T> }", ""),
    (
        r#""microsoft.graph.directoryObject""#,
        r#"enum D { #[graph(type = "microsoft.graph.user")] User(User), #[graph(other)] Other(Untyped) }"#,
        "",
    ),
    (
        r#""microsoft.graph.directoryObject""#,
        r#"enum D { #[graph(type = "microsoft.graph.message")] M(M), #[graph(other)] Other(Untyped) }"#,
        "derive",
    ),
    (
        r#""microsoft.graph.directoryObject""#,
        r#"enum D { #[graph(type = "microsoft.graph.message", unverified)] M(M), #[graph(other)] Other(Untyped) }"#,
        "",
    ),
    (r#""microsoft.graph.usr""#, "struct N { a: String }", "no type"),
];

#[test]
fn the_forms_that_people_write() {
    let Some(snapshot) = published("v1.0") else { return };
    let mut wrong = Vec::new();
    let tokens = |text: &str| text.parse::<TokenStream>().unwrap();
    let is_right = |messages: &[String], expected: &str| match messages {
        [] => expected.is_empty(),
        [one] => !expected.is_empty() && one.contains(expected),
        _ => false,
    };
    for (args, fields, expected) in ENDPOINTS {
        let (messages, _, is_sound) =
            declared(&snapshot, tokens(args), tokens(&format!("struct E {{ {fields} }}")));
        if !is_sound || !is_right(&messages, expected) {
            wrong.push(format!("{args} {{ {fields} }} {expected:?}: {messages:#?}"));
        }
    }
    for (args, item, expected) in TYPES {
        let messages = graph_type(&snapshot, tokens(args), tokens(item));
        if !is_right(&messages, expected) {
            wrong.push(format!("{args} {item} {expected:?}: {messages:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
