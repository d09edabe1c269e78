//! Inside functions and modules, several beside each other, and by way of another crate's name.

use crate::wire;

/// Where somebody re-exports the runtime.
pub mod kit {
    /// The re-export.
    pub mod graph {
        pub use graph_endpoint::*;
    }
}

/// By its path.
#[kit::graph::graph_endpoint(GET, "/users/<id>", response = Thing, crate = crate::places::kit::graph)]
struct Reexported {
    id: String,
    #[cfg(not(any()))]
    top: Option<u32>,
}

/// A type by its path.
#[kit::graph::graph_type("a.thing", crate = kit::graph)]
struct Thing {
    id: String,
}

/// Everything in one module.
pub mod api {
    use graph_endpoint::prelude::*;

    /// One.
    #[graph_endpoint(GET, "/one")]
    pub struct One;

    /// Two, in braces.
    #[graph_endpoint(GET, "/two")]
    pub struct Two {}

    /// Three.
    #[graph_endpoint(POST, "/three")]
    pub struct Three {
        /// The target of each has the same name.
        pub target: String,
    }

    /// Four.
    #[graph_endpoint(POST, "/four")]
    pub struct Four {
        /// The target of each has the same name.
        pub target: String,
    }
}

#[test]
fn unit_structs_and_neighbours() {
    assert_eq!(wire(&api::One), "GET /v1.0/one");
    assert_eq!(wire(&api::One::builder().build()), "GET /v1.0/one");
    assert_eq!(wire(&api::Two {}), "GET /v1.0/two");
    assert_eq!(wire(&api::Three::builder().target("t").build()), r#"POST /v1.0/three {"target":"t"}"#);
    assert_eq!(wire(&api::Four { target: "t".to_owned() }), r#"POST /v1.0/four {"target":"t"}"#);
    assert_eq!(wire(&Reexported::builder().id("1").top(1u32).build()), "GET /v1.0/users/1?top=1");
    assert_eq!(serde_json::from_str::<Thing>(r#"{"id":"1"}"#).unwrap().id, "1");
}

#[test]
fn inside_a_function() {
    use graph_endpoint::prelude::*;

    /// A type that only this function knows.
    #[graph_type(lossy)]
    struct Local {
        id: String,
    }

    #[graph_endpoint(POST, "/local", response = Local)]
    struct Post {
        local: Local,
    }

    let post = Post::builder().local(Local { id: "1".to_owned() }).build();
    assert_eq!(wire(&post), r#"POST /v1.0/local {"local":{"id":"1"}}"#);
    {
        #[graph_endpoint(GET, "/inner")]
        struct Post;
        assert_eq!(wire(&Post), "GET /v1.0/inner");
    }
}
