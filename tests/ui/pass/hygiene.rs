//! A module in which nothing of the prelude is what it seems.

/// The prelude's names are something else.
mod shadowed {
    #![allow(dead_code, non_camel_case_types, reason = "names that are there to be in the way")]

    use ::graph_endpoint::{graph_endpoint, graph_type};

    pub(super) struct Option;
    pub(super) struct Result;
    pub(super) struct Some;
    pub(super) struct None;
    pub(super) struct Ok;
    pub(super) struct Err;
    pub(super) struct Vec;
    pub(super) struct String;
    pub(super) struct Box;
    pub(super) struct str;
    pub(super) struct usize;
    pub(super) struct bool;
    pub(super) trait Default {}
    pub(super) trait Into {}
    pub(super) trait From {}
    pub(super) trait Clone {}
    pub(super) trait Send {}
    pub(super) trait Sync {}
    pub(super) trait Sized {}
    pub(super) trait Iterator {}
    pub(super) trait Serialize {}
    pub(super) trait Deserialize {}
    pub(super) trait Endpoint {}
    pub(super) fn drop() {}
    pub(super) mod core {}
    pub(super) mod std {}
    pub(super) mod serde {}
    pub(super) mod http {}
    pub(super) mod graph_endpoint_runtime {}

    /// All roles.
    #[graph_endpoint(PATCH, "/users/<id>", response = ::std::option::Option<User>, odata_type = "a.b", permissions(delegated = ["User.Read"]))]
    pub(super) struct UpdateUser {
        id: ::std::string::String,
        #[graph(query = "$top")]
        top: ::core::option::Option<u32>,
        #[graph(header = "If-Match")]
        etag: ::core::option::Option<::std::string::String>,
        name: ::core::option::Option<::std::string::String>,
        note: ::graph_endpoint::Nullable<::std::string::String>,
        tags: ::std::vec::Vec<::std::string::String>,
        #[graph(additional)]
        more: ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
    }

    /// A GET.
    #[graph_endpoint(GET, "/users", response = ::std::vec::Vec<User>, select)]
    pub(super) struct ListUsers {
        top: ::core::option::Option<u32>,
    }

    /// A whole body.
    #[graph_endpoint(PUT, "/users/<id>/photo")]
    pub(super) struct SetPhoto {
        id: ::std::string::String,
        #[graph(body)]
        photo: ::std::option::Option<::std::vec::Vec<u8>>,
    }

    /// An object.
    #[graph_type("microsoft.graph.user", odata_type)]
    pub(super) struct User {
        id: ::std::string::String,
        name: ::core::option::Option<::std::string::String>,
        note: ::graph_endpoint::Nullable<::std::string::String>,
        #[serde(default)]
        flag: ::core::primitive::bool,
        #[graph(additional)]
        more: ::graph_endpoint::AdditionalProperties,
    }

    /// A polymorphic type.
    #[graph_type("microsoft.graph.directoryObject")]
    pub(super) enum DirectoryObject {
        #[graph(type = "microsoft.graph.user")]
        User(User),
        #[graph(type = "microsoft.graph.group")]
        Group { id: ::std::string::String, size: ::core::option::Option<u32> },
        #[graph(type = "microsoft.graph.device")]
        Device,
        #[graph(other)]
        Other(::graph_endpoint::Untyped),
    }

    /// A polymorphic type whose rest has the fields of its base.
    #[graph_type]
    pub(super) enum Member {
        #[graph(type = "microsoft.graph.user")]
        User(User),
        #[graph(other)]
        Other(Base),
    }

    /// A base.
    #[graph_type]
    pub(super) struct Base {
        id: ::std::string::String,
        #[graph(additional)]
        more: ::graph_endpoint::AdditionalProperties,
    }

    /// An enumeration.
    #[graph_type("microsoft.graph.importance")]
    pub(super) enum Importance {
        Low,
        High,
        #[graph(other)]
        Other(::std::string::String),
    }

    pub(super) fn update() -> UpdateUser {
        UpdateUser::builder().id("1").top(2u32).name("Ada").tags([]).build()
    }

    pub(super) fn set() -> SetPhoto {
        SetPhoto::builder().id("1").build()
    }

    pub(super) fn list() -> ListUsers {
        ListUsers::builder().build()
    }
}

#[test]
fn what_they_write() {
    use crate::wire;

    assert_eq!(
        wire(&shadowed::update()),
        r##"PATCH /v1.0/users/1?$top=2 {"@odata.type":"#a.b","name":"Ada","tags":[]}"##
    );
    assert_eq!(wire(&shadowed::set()), "PUT /v1.0/users/1/photo");
    assert_eq!(wire(&shadowed::list()), "GET /v1.0/users");
    let json = r##"{"@odata.type":"#microsoft.graph.group","id":"g","size":3}"##;
    let group: shadowed::DirectoryObject = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&group).unwrap(), json);
    let base: shadowed::Member = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&base).unwrap(), json);
    let low: shadowed::Importance = serde_json::from_str(r#""low""#).unwrap();
    assert_eq!(serde_json::to_string(&low).unwrap(), r#""low""#);
}
