//! Numbers that come as text, and members of enumerations that come as numbers: one of them never costs the list.

use bytes::Bytes;
use graph_endpoint::{Flags, Nullable, ValueOf, edm, prelude::*};
use http::Response;

#[graph_endpoint(GET, "/devices", response = Page<Device>)]
struct ListDevices {}

#[graph_type("microsoft.graph.managedDevice")]
#[derive(Clone, Debug, Default, PartialEq)]
struct Device {
    cores: i32,
    free: Option<i64>,
    total: Nullable<u64>,
    load: f64,
    #[serde(default)]
    retries: u8,
    ports: Vec<u16>,
    ratio: Option<Vec<Option<f32>>>,
    exact: Option<edm::Decimal>,
    double: Option<edm::Double>,
    #[serde(with = "edm::int64", default)]
    quota: i64,
    limit: Option<Limit>,
    state: Option<State>,
    states: Option<Flags<State>>,
}

#[graph_type("microsoft.graph.limit")]
#[derive(Clone, Debug, PartialEq)]
enum Limit {
    #[graph(type = "microsoft.graph.countLimit")]
    Count { count: i64, share: Option<f64> },
    #[graph(type = "microsoft.graph.boxedLimit")]
    Boxed(Box<BoxedLimit>),
}

#[graph_type]
#[derive(Clone, Debug, PartialEq)]
struct BoxedLimit {
    count: Box<i64>,
}

#[graph_type("microsoft.graph.state")]
#[derive(Clone, Debug, PartialEq)]
enum State {
    On,
    #[graph(other)]
    Other(String),
}

fn device(json: &str) -> Device {
    let text = format!(r#"{{"value":[{{"cores":1,"load":0,"ports":[]}},{json}]}}"#);
    let page = ListDevices::from_http_response(Response::new(text.into())).unwrap();
    page.value.into_iter().nth(1).unwrap()
}

#[test]
fn a_number_as_text_is_that_number_wherever_it_stands() {
    let as_numbers = r##"{"cores":8,"free":-5,"total":18446744073709551615,"load":0.25,"retries":3,"ports":[80,443],
        "ratio":[1.5,null],"exact":1.50,"double":2.5,"quota":7,
        "limit":{"@odata.type":"#microsoft.graph.countLimit","count":4,"share":0.5}}"##;
    let as_text = r##"{"cores":"8","free":"-5","total":"18446744073709551615","load":"0.25","retries":"3",
        "ports":["80",443],"ratio":["1.5",null],"exact":"1.50","double":"2.5","quota":"7",
        "limit":{"@odata.type":"#microsoft.graph.countLimit","count":"4","share":"5e-1"}}"##;
    let (numbers, text) = (device(as_numbers), device(as_text));
    assert_eq!(numbers.exact.as_ref().map(edm::Decimal::as_str), Some("1.50"));
    assert_eq!(text, Device { exact: text.exact.clone(), ..numbers });

    let null = device(r#"{"cores":1,"free":null,"total":null,"load":1,"ports":[],"ratio":null}"#);
    assert_eq!((null.free, null.total, null.ratio), (None, Nullable::Null, None));
    // The type's name comes last, so the properties are read later, out of text that was kept.
    let boxed = device(
        r##"{"cores":1,"load":1,"ports":[],"limit":{"count":"4","@odata.type":"#microsoft.graph.boxedLimit"}}"##,
    );
    assert_eq!(boxed.limit, Some(Limit::Boxed(Box::new(BoxedLimit { count: Box::new(4) }))));
}

#[test]
fn a_member_as_its_number_is_a_new_one() {
    let odd = device(r#"{"cores":1,"load":1,"ports":[],"state":3,"states":5}"#);
    assert_eq!(odd.state, Some(State::Other("3".to_owned())));
    assert_eq!(odd.states, Some(Flags::from(State::Other("5".to_owned()))));
    let written = serde_json::to_value(&odd).unwrap();
    assert_eq!((&written["state"], &written["states"]), (&3.into(), &5.into()));
}

#[test]
fn a_response_that_is_a_number() {
    #[graph_endpoint(GET, "/quota", response = ValueOf<i64>)]
    struct GetQuota {}

    #[graph_endpoint(GET, "/quotas", response = ValueOf<Vec<Option<f64>>>)]
    struct GetQuotas {}

    #[graph_endpoint(GET, "/users/$count", response = i64)]
    struct CountUsers {}

    #[graph_endpoint(GET, "/count", response = Option<u32>)]
    struct Count {}

    let answer = |body: &'static str| Response::new(Bytes::from(body));
    for body in [r#"{"@odata.context":"c","value":"42"}"#, r#"{"@odata.context":"c","value":42}"#] {
        let quota = GetQuota::from_http_response(answer(body)).unwrap();
        assert_eq!((quota.value, quota.annotations.len()), (42, 1));
    }
    let quotas = GetQuotas::from_http_response(answer(r#"{"value":["1.5",null,2]}"#)).unwrap();
    assert_eq!(quotas.value, [Some(1.5), None, Some(2.0)]);
    for body in ["42", "\"42\"", "\u{feff}\"42\" "] {
        assert_eq!(CountUsers::from_http_response(answer(body)).unwrap(), 42);
        assert_eq!(Count::from_http_response(answer(body)).unwrap(), Some(42));
    }
    assert_eq!(Count::from_http_response(answer("")).unwrap(), None);
    assert!(CountUsers::from_http_response(answer("\"many\"")).unwrap_err().is_decode());
}
