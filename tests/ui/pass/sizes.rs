//! Many fields, and a long path.

use graph_endpoint::prelude::*;

use crate::wire;

/// Sixty properties.
#[graph_type("microsoft.graph.many")]
#[derive(Debug)]
#[rustfmt::skip]
struct Many {
    a0: i32, a1: i32, a2: i32, a3: i32, a4: i32, a5: i32, a6: i32, a7: i32, a8: i32, a9: Option<i32>,
    b0: i32, b1: i32, b2: i32, b3: i32, b4: i32, b5: i32, b6: i32, b7: i32, b8: i32, b9: Option<i32>,
    c0: i32, c1: i32, c2: i32, c3: i32, c4: i32, c5: i32, c6: i32, c7: i32, c8: i32, c9: Option<i32>,
    d0: i32, d1: i32, d2: i32, d3: i32, d4: i32, d5: i32, d6: i32, d7: i32, d8: i32, d9: Option<i32>,
    e0: i32, e1: i32, e2: i32, e3: i32, e4: i32, e5: i32, e6: i32, e7: i32, e8: i32, e9: Option<i32>,
    f0: i32, f1: i32, f2: i32, f3: i32, f4: i32, f5: i32, f6: i32, f7: i32, f8: i32, f9: Option<i32>,
}

/// Thirty values.
#[graph_endpoint(GET, "/{a0}/{a1}/{a2}/{a3}/{a4}/{a5}/{a6}/{a7}/{a8}/{a9}/{b0}/{b1}/{b2}/{b3}/{b4}/{b5}/{b6}/{b7}/{b8}/{b9}/{c0}/{c1}/{c2}/{c3}/{c4}/{c5}/{c6}/{c7}/{c8}/{c9}")]
#[rustfmt::skip]
struct Long {
    a0: i32, a1: i32, a2: i32, a3: i32, a4: i32, a5: i32, a6: i32, a7: i32, a8: i32, a9: i32,
    b0: i32, b1: i32, b2: i32, b3: i32, b4: i32, b5: i32, b6: i32, b7: i32, b8: i32, b9: i32,
    c0: i32, c1: i32, c2: i32, c3: i32, c4: i32, c5: i32, c6: i32, c7: i32, c8: i32, c9: i32,
}

/// Sixty fields, with a setter for each.
#[graph_endpoint(POST, "/many", response = Many, select)]
#[rustfmt::skip]
struct Create {
    a0: i32, a1: i32, a2: i32, a3: i32, a4: i32, a5: i32, a6: i32, a7: i32, a8: i32, a9: Option<i32>,
    b0: i32, b1: i32, b2: i32, b3: i32, b4: i32, b5: i32, b6: i32, b7: i32, b8: i32, b9: Option<i32>,
    c0: i32, c1: i32, c2: i32, c3: i32, c4: i32, c5: i32, c6: i32, c7: i32, c8: i32, c9: Option<i32>,
    d0: i32, d1: i32, d2: i32, d3: i32, d4: i32, d5: i32, d6: i32, d7: i32, d8: i32, d9: Option<i32>,
    e0: i32, e1: i32, e2: i32, e3: i32, e4: i32, e5: i32, e6: i32, e7: i32, e8: i32, e9: Option<i32>,
    f0: i32, f1: i32, f2: i32, f3: i32, f4: i32, f5: i32, f6: i32, f7: i32, f8: i32, f9: Option<i32>,
}

#[rustfmt::skip]
fn create() -> Create {
    Create::builder()
        .a0(7).a1(7).a2(7).a3(7).a4(7).a5(7).a6(7).a7(7).a8(7).a9(7)
        .b0(7).b1(7).b2(7).b3(7).b4(7).b5(7).b6(7).b7(7).b8(7).b9(7)
        .c0(7).c1(7).c2(7).c3(7).c4(7).c5(7).c6(7).c7(7).c8(7).c9(7)
        .d0(7).d1(7).d2(7).d3(7).d4(7).d5(7).d6(7).d7(7).d8(7).d9(7)
        .e0(7).e1(7).e2(7).e3(7).e4(7).e5(7).e6(7).e7(7).e8(7).e9(7)
        .f0(7).f1(7).f2(7).f3(7).f4(7).f5(7).f6(7).f7(7).f8(7).f9(7)
        .build()
}

#[test]
fn what_they_write() {
    let names = || ('a'..='f').flat_map(|letter| (0..10).map(move |at| format!("{letter}{at}")));
    let selected: Vec<_> = names().collect();
    let written = wire(&create());
    let (head, body) = written.split_once(' ').unwrap().1.split_once(' ').unwrap();
    assert_eq!(head, format!("/v1.0/many?$select={}", selected.join("%2C")));
    let body: serde_json::Map<String, serde_json::Value> = serde_json::from_str(body).unwrap();
    assert!(names().all(|name| body[&name] == 7) && body.len() == 60);
    let many: Many = serde_json::from_str(&serde_json::to_string(&body).unwrap()).unwrap();
    assert_eq!(serde_json::to_value(&many).unwrap(), serde_json::Value::Object(body));
    assert_eq!(Long::PATH.matches('{').count(), 30);
}
