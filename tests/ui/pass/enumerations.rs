//! Enumerations that grow, and flags.

use graph_endpoint::Flags;
use graph_endpoint::prelude::*;

use crate::wire;

/// Keeps the text of what is new.
#[graph_type("microsoft.graph.importance")]
#[derive(Debug, Clone, PartialEq, Eq)]
enum Importance {
    /// Documented.
    Low,
    Normal,
    #[graph(rename = "HIGH")]
    High,
    #[graph(other)]
    Other(String),
}

/// Keeps that it is new.
#[graph_type("microsoft.graph.sensitivity")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Sensitivity {
    Normal,
    Personal,
    #[graph(other)]
    Unknown,
}

/// Knows all there is.
#[graph_type]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Day {
    Monday,
    Tuesday,
}

/// One member, and a raw identifier.
#[graph_type]
#[derive(Debug, PartialEq)]
enum Only {
    r#Self_,
}

/// As path, query, header and property, alone and as flags.
#[graph_endpoint(POST, "/messages/<importance>")]
struct Post {
    importance: Importance,
    #[graph(query)]
    sensitivity: Option<Sensitivity>,
    #[graph(header = "Day")]
    day: Day,
    days: Flags<Day>,
    all: Vec<Importance>,
}

#[test]
fn what_they_write() {
    let post =
        Post::builder().importance(Importance::High).sensitivity(Sensitivity::Personal).day(Day::Monday);
    let post = post.days([Day::Monday, Day::Tuesday].into_iter().collect::<Flags<Day>>());
    let post = post.all([Importance::Low, Importance::Other("new".to_owned())]).build();
    assert_eq!(
        wire(&post),
        r#"POST /v1.0/messages/HIGH?sensitivity=personal {"days":"monday,tuesday","all":["low","new"]}"#
    );
    assert_eq!(serde_json::from_str::<Importance>(r#""x""#).unwrap(), Importance::Other("x".to_owned()));
    assert_eq!(serde_json::from_str::<Sensitivity>(r#""x""#).unwrap(), Sensitivity::Unknown);
    assert_ne!(Sensitivity::Normal, Sensitivity::Unknown);
    assert_ne!(Importance::Normal, Importance::Low);
    assert!(serde_json::from_str::<Day>(r#""x""#).is_err());
    assert!(serde_json::from_str::<Only>(r#""x""#).is_err());
    assert_eq!(serde_json::to_string(&Only::r#Self_).unwrap(), r#""self_""#);
}
