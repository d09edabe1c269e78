//! Declarations that come out of `macro_rules!`.

use graph_endpoint::prelude::*;

use crate::wire;

macro_rules! get {
    ($(#[$meta:meta])* $name:ident, $path:literal, $response:ty) => {
        $(#[$meta])*
        #[graph_endpoint(GET, $path, response = $response)]
        struct $name {
            id: String,
        }
    };
}

get!(
    /// Documented.
    GetUser,
    "/users/<id>",
    Option<User>
);
get!(
    /// The same for another path.
    GetUsers,
    "/groups/<id>/members",
    Vec<User>
);

macro_rules! object {
    ($name:ident { $($field:ident: $type:ty),* $(,)? }) => {
        /// An object.
        #[graph_type]
        #[derive(Debug, PartialEq)]
        struct $name {
            $($field: $type,)*
        }
    };
}

object!(User { id: String, mail: Option<String>, note: Nullable<String> });

macro_rules! post {
    ($method:ident $name:ident { $($(#[$meta:meta])* $vis:vis $field:ident: $type:ty),* }) => {
        /// A POST with fields whose types come in invisible groups.
        #[graph_endpoint($method, "/users")]
        struct $name {
            $($(#[$meta])* $vis $field: $type,)*
        }
    };
}

post!(POST CreateUser {
    /// Its name.
    pub name: Option<String>,
    #[graph(query = "$top")]
    top: Option<u32>,
    note: Nullable<String>,
    #[graph(rename = "e-mail")]
    mail: String
});

macro_rules! polymorphic {
    ($name:ident: $($variant:ident($type:ty) = $odata_type:literal),*) => {
        /// A polymorphic type.
        #[graph_type]
        enum $name {
            $(#[graph(type = $odata_type)] $variant($type),)*
        }
    };
}

polymorphic!(Polymorphic: User(User) = "microsoft.graph.user");

macro_rules! request {
    ($method:ident $path:expr, $version:literal, $response:ty; $item:item) => {
        #[graph_endpoint($method, $path, version = $version, response = $response)]
        $item
    };
}

request!(
    PATCH "/users/{id}/{type}", "beta", Page<User>;
    /// An item whole.
    struct Whole<'a> {
        id: &'a str,
        r#type: String,
        note: Nullable<Kept<User>>,
    }
);

macro_rules! enumeration {
    ($name:ident { $($(#[$meta:meta])* $variant:ident),* }) => {
        /// An enumeration.
        #[graph_type]
        #[derive(Debug, PartialEq)]
        enum $name {
            $($(#[$meta])* $variant,)*
            #[graph(other)]
            Other(String),
        }
    };
}

enumeration!(Importance {
    Low,
    #[graph(rename = "HIGH")]
    High,
    #[cfg(any())]
    Gone
});

#[test]
fn what_they_write() {
    assert_eq!(wire(&GetUser::builder().id("1").build()), "GET /v1.0/users/1");
    assert_eq!(wire(&GetUsers::builder().id("1").build()), "GET /v1.0/groups/1/members");
    let create = CreateUser::builder().mail("m").name("n").top(1u32).build();
    assert_eq!(wire(&create), r#"POST /v1.0/users?$top=1 {"name":"n","e-mail":"m"}"#);
    let user: User = serde_json::from_str(r#"{"id":"1"}"#).unwrap();
    assert_eq!(user, User { id: "1".to_owned(), mail: None, note: Nullable::Absent });
    let json = r##"{"@odata.type":"#microsoft.graph.user","id":"1"}"##;
    let Polymorphic::User(same) = serde_json::from_str(json).unwrap();
    assert_eq!(same, user);
    assert_eq!(serde_json::to_string(&Polymorphic::User(user)).unwrap(), json);
}

#[test]
fn what_items_write() {
    let whole = Whole::builder().id("1").r#type("t").note(None).build();
    assert_eq!(wire(&whole), r#"PATCH /beta/users/1/t {"note":null}"#);
    assert_eq!(serde_json::to_string(&Importance::High).unwrap(), r#""HIGH""#);
    let other: Importance = serde_json::from_str(r#""gone""#).unwrap();
    assert_eq!((other, Importance::Low), (Importance::Other("gone".to_owned()), Importance::Low));
}
