//! Numbers that come as text, and members of enumerations that come as numbers: one of them never costs the list.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, LinkedList, VecDeque};
use std::sync::Arc;

use bytes::Bytes;
use graph_endpoint::{
    Accepted, AdditionalProperties, Flags, Kept, Nullable, OneOf, ValueOf, edm, prelude::*,
};
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
fn a_truth_value_as_text_is_that_one_wherever_it_stands() {
    #[graph_type("microsoft.graph.flagged")]
    #[derive(Debug, PartialEq)]
    struct Flagged {
        is_set: bool,
        is_known: Option<bool>,
        is_cleared: Nullable<bool>,
        history: Vec<Option<bool>>,
        #[graph(additional)]
        more: BTreeMap<String, bool>,
    }

    let as_text = r#"{"isSet":"true","isKnown":"False","isCleared":" TRUE ","history":["true",null,false],"x":"true","y@odata.type":"t"}"#;
    let flagged: Flagged = serde_json::from_str(as_text).unwrap();
    let as_truth = r#"{"isSet":true,"isKnown":false,"isCleared":true,"history":[true,null,false],"x":true}"#;
    assert_eq!(flagged, serde_json::from_str(as_truth).unwrap());
    assert_eq!(serde_json::to_string(&flagged).unwrap(), as_truth);
    let as_numbers = r#"{"isSet":1,"isKnown":0,"isCleared":"1","history":[1.0,null,0],"x":1}"#;
    assert_eq!(serde_json::from_str::<Flagged>(as_numbers).unwrap(), flagged);
    for odd in ["\"yes\"", "\"\"", "2", "-1", "0.5", "{}"] {
        let text = as_truth.replacen("true", odd, 1);
        let error = serde_json::from_str::<Flagged>(&text).unwrap_err().to_string();
        assert!(error.contains("expected a boolean"), "{error}");
    }
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
fn a_member_as_numeric_text_goes_back_as_text() {
    #[graph_endpoint(PATCH, "/devices/{id}/{state}", response = Device)]
    struct Move {
        id: String,
        state: State,
        #[graph(query = "$filter")]
        filter: State,
        next: State,
    }

    for (state, states) in [("\"3\"", "\"5\""), ("3", "5"), ("\"-3\"", "\"on,5\""), ("\"007\"", "\"5,6\"")] {
        let odd = device(&format!(r#"{{"cores":1,"load":1,"ports":[],"state":{state},"states":{states}}}"#));
        let written = serde_json::to_string(&odd).unwrap();
        assert!(written.contains(&format!(r#""state":{state},"states":{states}"#)), "{written}");
    }
    // A path has no numbers, so it has no quotes either.
    let state: State = serde_json::from_str("\"3\"").unwrap();
    let request = Move { id: "1".into(), state: state.clone(), filter: state.clone(), next: state };
    let request = request.to_http_request("https://graph.microsoft.com").unwrap();
    assert_eq!(request.uri().path_and_query().unwrap(), "/v1.0/devices/1/3?$filter=3");
    assert_eq!(request.body(), r#"{"next":"3"}"#);
}

#[graph_type("microsoft.graph.reading")]
#[derive(Clone, Debug, Default, PartialEq)]
struct Reading {
    load: f64,
    free: Option<f32>,
    total: Nullable<f64>,
    #[serde(default)]
    boxed: Box<f64>,
    history: Vec<Option<f64>>,
    by_disk: Option<HashMap<String, f64>>,
    counts: Option<BTreeMap<String, Vec<i64>>>,
    nested: Vec<Vec<f32>>,
    #[graph(additional)]
    more: BTreeMap<String, f64>,
}

#[test]
fn what_json_has_no_number_for_comes_and_goes_as_text() {
    #[graph_endpoint(PATCH, "/readings", response = ())]
    struct Write {
        load: f64,
        free: Option<f32>,
        unset: Option<f64>,
        total: Nullable<f64>,
        history: Vec<f64>,
        #[graph(additional)]
        more: HashMap<String, f64>,
    }

    let text = r#"{"load":"INF","free":"-INF","total":"NaN","boxed":"INF","history":["NaN",null,0.5],"byDisk":{"c":"-INF"},"counts":{"a":[1,2]},"nested":[["INF"],[]],"other":"NaN","yet":1.5}"#;
    let reading: Reading = serde_json::from_str(text).unwrap();
    assert_eq!(
        (reading.load, reading.free, *reading.boxed),
        (f64::INFINITY, Some(f32::NEG_INFINITY), f64::INFINITY)
    );
    assert!(reading.more["other"].is_nan());
    assert_eq!(serde_json::to_string(&reading).unwrap(), text);
    let late = text.replace(r#"[1,2]"#, r#"["1","2"]"#).replace(r#"1.5"#, r#""1.5""#);
    let late = late.replacen('{', r##"{"@odata.etag":"W/1","other@odata.type":"#Double","##, 1);
    assert_eq!(serde_json::to_string(&serde_json::from_str::<Reading>(&late).unwrap()).unwrap(), text);

    let request = Write {
        load: f64::NEG_INFINITY,
        free: Some(f32::NAN),
        unset: None,
        total: Nullable::Value(f64::INFINITY),
        history: vec![1.0, f64::NAN],
        more: [("x".to_owned(), f64::INFINITY)].into(),
    };
    let request = request.to_http_request("https://graph.microsoft.com").unwrap();
    assert_eq!(
        request.body(),
        r#"{"load":"-INF","free":"NaN","total":"INF","history":[1.0,"NaN"],"x":"INF"}"#
    );
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

    #[graph_endpoint(GET, "/lists", response = Page<i64>)]
    struct ListQuotas {}

    #[graph_endpoint(GET, "/loads", response = Option<Page<Option<f32>>>)]
    struct ListLoads {}

    #[graph_endpoint(POST, "/either", response = OneOf<ValueOf<i64>, Accepted>)]
    struct Either {}

    #[graph_endpoint(GET, "/names", response = BTreeMap<String, u8>)]
    struct ByName {}

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
    for body in [
        r#"{"@odata.count":"2","@odata.nextLink":"n","value":["42",7]}"#,
        r#"{"@odata.count":2,"@odata.nextLink":"n","value":[42,7]}"#,
    ] {
        let page = ListQuotas::from_http_response(answer(body)).unwrap();
        assert_eq!(
            (page.value.as_slice(), page.count, page.next_link.as_deref()),
            ([42, 7].as_slice(), Some(2), Some("n"))
        );
        let loads = ListLoads::from_http_response(answer(body)).unwrap();
        assert_eq!(loads.unwrap().value, [Some(42.0), Some(7.0)]);
    }
    let loads = ListLoads::from_http_response(answer(r#"{"value":["INF",null]}"#)).unwrap();
    assert_eq!(loads.unwrap().value, [Some(f32::INFINITY), None]);
    assert_eq!(
        Either::from_http_response(answer(r#"{"value":"42"}"#)).unwrap().usual().map(|count| count.value),
        Some(42)
    );
    let accepted = Response::builder().status(202).body(Bytes::new()).unwrap();
    assert!(Either::from_http_response(accepted).unwrap().for_status().is_some());
    assert_eq!(ByName::from_http_response(answer(r#"{"a":"1","b":2}"#)).unwrap().len(), 2);
    assert!(CountUsers::from_http_response(answer("\"many\"")).unwrap_err().is_decode());
}

#[test]
fn so_do_the_numbers_in_types_of_a_users_own() {
    /// With serde's own derive, which writes `null`.
    #[derive(serde::Serialize, serde::Deserialize, Clone)]
    struct Own {
        load: f64,
        free: Option<f32>,
        pairs: Vec<(u8, f64)>,
        by_disk: BTreeMap<String, Way>,
        #[serde(flatten)]
        rest: BTreeMap<String, f64>,
        left: Option<f64>,
    }

    #[derive(serde::Serialize, serde::Deserialize, Clone)]
    enum Way {
        Up(f64),
        Both { up: f64, down: f64 },
        Each(f64, f64),
        None,
    }

    #[graph_endpoint(PUT, "/readings")]
    struct PutWhole {
        #[graph(body)]
        reading: Own,
    }

    #[graph_endpoint(POST, "/readings")]
    struct PostField {
        reading: Own,
        kept: Option<Kept<Own>>,
        #[graph(additional)]
        more: HashMap<String, Own>,
    }

    #[graph_endpoint(PUT, "/readings/all")]
    struct PutAll {
        #[graph(body, content_type = "application/merge-patch+json")]
        readings: Vec<Own>,
    }

    let way = [
        ("a", Way::Up(f64::INFINITY)),
        ("b", Way::Both { up: f64::NAN, down: 1.0 }),
        ("c", Way::Each(1.5, f64::NEG_INFINITY)),
        ("d", Way::None),
    ];
    let own = Own {
        load: f64::INFINITY,
        free: Some(f32::NAN),
        pairs: vec![(1, f64::NEG_INFINITY)],
        by_disk: way.map(|(name, way)| (name.to_owned(), way)).into(),
        rest: [("x".to_owned(), f64::NAN)].into(),
        left: None,
    };
    let text = r#"{"load":"INF","free":"NaN","pairs":[[1,"-INF"]],"by_disk":{"a":{"Up":"INF"},"b":{"Both":{"up":"NaN","down":1.0}},"c":{"Each":[1.5,"-INF"]},"d":"None"},"x":"NaN","left":null}"#;
    let written = |request: Result<http::Request<Bytes>, Error>| {
        String::from_utf8(request.unwrap().body().to_vec()).unwrap()
    };
    const ROOT: &str = "https://graph.microsoft.com";
    assert_eq!(written(PutWhole { reading: own.clone() }.to_http_request(ROOT)), text);
    assert_eq!(written(PutAll { readings: vec![own.clone()] }.to_http_request(ROOT)), format!("[{text}]"));

    let mut kept: Kept<Way> = serde_json::from_str(r#"{"Up":1.50}"#).unwrap();
    assert_eq!(serde_json::to_string(&kept).unwrap(), r#"{"Up":1.50}"#);
    *kept = Way::Up(f64::INFINITY);
    assert_eq!(serde_json::to_string(&kept).unwrap(), r#"{"Up":"INF"}"#);
    let post = PostField {
        reading: own.clone(),
        kept: Some(Kept::from(own.clone())),
        more: [("more".to_owned(), own.clone())].into(),
    };
    let all = format!(r#"{{"reading":{text},"kept":{text},"more":{text}}}"#);
    assert_eq!(written(post.to_http_request(ROOT)), all);
    let mut properties = AdditionalProperties::default();
    properties.insert("own", &own).unwrap();
    assert_eq!(properties.get("own"), Some(text));
}

#[test]
fn a_number_as_text_in_whatever_holds_it() {
    #[graph_type("microsoft.graph.holders")]
    #[derive(Debug, PartialEq)]
    struct Holders {
        pair: [i32; 2],
        queue: VecDeque<i64>,
        chain: LinkedList<u8>,
        sorted: BTreeSet<u16>,
        set: HashSet<i64>,
        shared: Arc<i32>,
        floats: [f64; 2],
        held: Option<Arc<Vec<f32>>>,
    }

    let read = |json: &str| serde_json::from_str::<Holders>(json);
    let numbers = r#"{"pair":[1,2],"queue":[3],"chain":[4],"sorted":[5,6],"set":[7],"shared":8,"floats":[1.5,"INF"],"held":["-INF",2.0]}"#;
    let text = r#"{"pair":["1",2],"queue":["3"],"chain":["4"],"sorted":["5","6"],"set":["7"],"shared":"8","floats":["1.5","INF"],"held":["-INF","2"]}"#;
    assert_eq!(read(numbers).unwrap(), read(text).unwrap());
    assert_eq!(serde_json::to_string(&read(text).unwrap()).unwrap(), numbers);
    let error = read(&text.replace(r#"["1",2]"#, "[1]")).unwrap_err().to_string();
    assert!(error.contains("a list of 1 numbers, and 2 were expected"), "{error}");
}

#[test]
fn what_a_type_parameter_stands_for_need_not_come_where_it_is_an_option() {
    #[graph_type("microsoft.graph.one")]
    #[derive(Debug, PartialEq)]
    struct One<T> {
        value: T,
    }

    assert_eq!(serde_json::from_str::<One<Option<i32>>>("{}").unwrap(), One { value: None });
    assert_eq!(serde_json::from_str::<One<Option<i32>>>(r#"{"value":5}"#).unwrap(), One { value: Some(5) });
    assert!(serde_json::from_str::<One<i32>>("{}").unwrap_err().to_string().contains("value"));
    assert!(serde_json::from_str::<One<()>>("{}").is_err());
}

#[test]
fn a_map_of_serde_json_keeps_additional_properties() {
    #[graph_type("microsoft.graph.open")]
    struct Open {
        size: i32,
        #[graph(additional)]
        more: serde_json::Map<String, serde_json::Value>,
    }

    let open: Open = serde_json::from_str(r#"{"b":[1],"size":"1","c":{"d":null}}"#).unwrap();
    assert_eq!(open.more["b"], serde_json::json!([1]));
    assert_eq!(serde_json::to_string(&open).unwrap(), r#"{"size":1,"b":[1],"c":{"d":null}}"#);
}
