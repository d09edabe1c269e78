//! Private, restricted and public declarations, used in full or in part.

/// A module with one of each.
pub mod outer {
    use graph_endpoint::prelude::*;

    /// In reach of the crate.
    #[graph_endpoint(GET, "/crate/<id>")]
    pub(crate) struct InCrate {
        pub(crate) id: String,
    }

    /// In reach of the module above.
    #[graph_endpoint(POST, "/super")]
    pub(super) struct InSuper {
        pub(super) name: String,
        note: Option<String>,
    }

    /// In reach of a module by its path.
    #[graph_endpoint(GET, "/in/<id>")]
    pub(in crate::visibility) struct InPath {
        pub(in crate::visibility) id: String,
        pub(self) top: Option<u32>,
    }

    /// In reach of everyone; its fields aren't, so there is the builder.
    #[graph_endpoint(POST, "/public")]
    pub struct Public {
        name: String,
    }

    /// In reach of this module.
    #[graph_endpoint(GET, "/private")]
    struct Private {
        top: Option<u32>,
    }

    /// A private type in a private endpoint.
    #[graph_type]
    struct Hidden {
        id: String,
    }

    /// Its endpoint.
    #[graph_endpoint(GET, "/hidden", response = Hidden)]
    struct GetHidden {}

    pub(crate) fn private() -> (impl Endpoint, impl Endpoint) {
        (Private::builder().top(1u32).build(), GetHidden {})
    }

    pub(crate) fn hidden(json: &str) -> String {
        serde_json::from_str::<Hidden>(json).unwrap().id
    }
}

/// Nobody calls its builder, which is no reason to warn.
#[graph_endpoint::graph_endpoint(POST, "/literal/<id>")]
struct Literal {
    id: String,
    top: Option<u32>,
    name: String,
}

#[test]
fn what_they_write() {
    use crate::wire;

    assert_eq!(wire(&outer::InCrate { id: "1".to_owned() }), "GET /v1.0/crate/1");
    assert_eq!(
        wire(&outer::InSuper::builder().name("n").note("x").build()),
        r#"POST /v1.0/super {"name":"n","note":"x"}"#
    );
    assert_eq!(wire(&outer::InPath::builder().id("1").top(2u32).build()), "GET /v1.0/in/1?top=2");
    assert_eq!(wire(&outer::Public::builder().name("n").build()), r#"POST /v1.0/public {"name":"n"}"#);
    let (private, hidden) = outer::private();
    assert_eq!(wire(&private), "GET /v1.0/private?top=1");
    assert_eq!(wire(&hidden), "GET /v1.0/hidden");
    assert_eq!(outer::hidden(r#"{"id":"1"}"#), "1");
    let literal = Literal { id: "1".to_owned(), top: None, name: "n".to_owned() };
    assert_eq!(wire(&literal), r#"POST /v1.0/literal/1 {"name":"n"}"#);
}
