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

#[test]
fn names_of_std() {
    let option = poll::Option { title: "a".to_owned() };
    let answer = Answer::builder().id("1").option(option).vectors([poll::Vec { size: 2 }]).build();
    let written = r#"POST /v1.0/polls/1/answer {"option":{"title":"a"},"vectors":[{"size":2}]}"#;
    assert_eq!(crate::wire(&answer), written);
    let response = http::Response::new(r#"{"some": true}"#.into());
    assert_eq!(Answer::from_http_response(response).unwrap(), poll::Result { some: true });
}
