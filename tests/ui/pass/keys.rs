//! Every key of the attribute.

use graph_endpoint::prelude::*;

use crate::wire;

/// All of them at once.
#[graph_endpoint(
    PATCH,
    "/users/<id>",
    response = Option<User>,
    version = "beta",
    odata_type = "#microsoft.graph.user",
    permissions(
        delegated = ["User.ReadWrite", "User.ReadWrite.All"],
        delegated_personal = ["User.ReadWrite"],
        application = ["User.ReadWrite.All"],
    ),
    select,
    unverified,
    crate = graph_endpoint,
    builder = true,
)]
pub struct UpdateUser {
    id: String,
    #[graph(unverified)]
    display_name: Option<String>,
}

/// The response.
#[graph_type("microsoft.graph.user", odata_type, unverified, crate = ::graph_endpoint)]
#[derive(Debug, PartialEq)]
pub struct User {
    #[graph(unverified)]
    display_name: String,
}

/// A variant that no check looks for.
#[graph_type("microsoft.graph.importance")]
pub enum Importance {
    /// Known.
    Low,
    /// Not in any schema.
    #[graph(unverified)]
    Lowest,
}

/// Without a name.
#[graph_type]
pub struct Nameless {
    value: u32,
}

/// With nothing in the parentheses.
#[graph_type()]
pub struct Empty {}

/// With constants for filters.
#[graph_type("microsoft.graph.group", properties)]
pub struct Group {
    /// Its name.
    pub display_name: String,
}

/// Lists of permissions that are empty.
#[graph_endpoint(GET, "/me", permissions(application = []))]
pub struct GetMe {}

/// The type without `#`.
#[graph_endpoint(POST, "/users", odata_type = "microsoft.graph.user")]
pub struct CreateUser {
    mail: String,
}

/// No builder.
#[graph_endpoint(HEAD, "/me/drive", builder = false)]
pub struct HeadDrive {
    build: Option<String>,
    send: Option<String>,
}

#[test]
fn what_they_write() {
    let request = UpdateUser::builder().id("1").display_name("Ada").build();
    assert_eq!(
        wire(&request),
        r##"PATCH /beta/users/1?$select=displayName {"@odata.type":"#microsoft.graph.user","displayName":"Ada"}"##
    );
    assert_eq!(UpdateUser::PERMISSIONS.delegated, ["User.ReadWrite", "User.ReadWrite.All"]);
    assert_eq!(GetMe::PERMISSIONS, graph_endpoint::Permissions::default());
    let user: User = serde_json::from_str(r#"{"displayName":"Ada"}"#).unwrap();
    let json = r##"{"@odata.type":"#microsoft.graph.user","displayName":"Ada"}"##;
    assert_eq!(serde_json::to_string(&user).unwrap(), json);
    assert_eq!(
        wire(&CreateUser::builder().mail("a@b").build()),
        r##"POST /v1.0/users {"@odata.type":"#microsoft.graph.user","mail":"a@b"}"##
    );
    let drive = HeadDrive { build: Some("1".to_owned()), send: None };
    assert_eq!(wire(&drive), "HEAD /v1.0/me/drive?build=1");
    assert_eq!(serde_json::to_string(&Nameless { value: 1 }).unwrap(), r#"{"value":1}"#);
    assert_eq!(serde_json::to_string(&Empty {}).unwrap(), "{}");
    assert_eq!(
        serde_json::to_string(&Group { display_name: String::new() }).unwrap(),
        r#"{"displayName":""}"#
    );
    assert_eq!(wire(&GetMe {}), "GET /v1.0/me");
}
