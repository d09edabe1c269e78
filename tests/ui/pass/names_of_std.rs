//! A type may have a name that the standard library has.

/// Types of the user's.
#[allow(unreachable_pub)]
mod poll {
    use graph_endpoint::graph_type;

    /// What there is to choose.
    #[graph_type("microsoft.graph.option", lossy)]
    pub struct Option {
        pub title: String,
    }

    /// Where it leads.
    #[graph_type("microsoft.graph.vec", lossy)]
    pub struct Vec {
        pub size: i32,
    }

    /// What became of it.
    #[graph_type("microsoft.graph.result")]
    #[derive(Debug, PartialEq)]
    pub struct Result {
        pub some: bool,
    }
}

use graph_endpoint::prelude::*;

/// All of them.
#[graph_endpoint(POST, "/polls/{id}/answer", response = poll::Result)]
struct Answer {
    id: String,
    option: Option<poll::Option>,
    vectors: Vec<poll::Vec>,
}

/// Endpoints of such names, and of the prelude's own.
mod requests {
    use graph_endpoint::graph_endpoint;

    macro_rules! gets {
        ($($name:ident)*) => {$(
            /// A request.
            #[graph_endpoint(POST, "/x/{id}", response = i32)]
            pub(super) struct $name {
                id: ::std::string::String,
                list: ::std::vec::Vec<i32>,
                top: ::std::option::Option<i32>,
            }
        )*};
    }
    gets!(Client Page Error Call Request Some None Ok Err Box String Vec Option Result Nullable Kept Endpoint);
}

#[test]
fn names_of_std() {
    let option = poll::Option { title: "a".to_owned() };
    let answer = Answer::builder().id("1").option(option).vectors([poll::Vec { size: 2 }]).build();
    let written = r#"POST /v1.0/polls/1/answer {"option":{"title":"a"},"vectors":[{"size":2}]}"#;
    assert_eq!(crate::wire(&answer), written);
    let response = http::Response::new(r#"{"some": true}"#.into());
    assert_eq!(Answer::from_http_response(response).unwrap(), poll::Result { some: true });
}

#[test]
fn requests_of_such_names() {
    let written = r#"POST /v1.0/x/1 {"list":[]}"#;
    macro_rules! all {
        ($($name:ident)*) => {$(
            assert_eq!(crate::wire(&requests::$name::builder().id("1").list([]).build()), written);
        )*};
    }
    all!(Client Page Error Call Request Some None Ok Err Box String Vec Option Result Nullable Kept Endpoint);
}
