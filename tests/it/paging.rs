//! Lists over all their pages, from a sandbox on loopback.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use futures_util::{StreamExt as _, TryStreamExt as _};
use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::{Sandbox, SandboxError};
use proptest::prelude::*;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::support::server::{Reply, Server};
use crate::support::virtual_time::VirtualTime;

#[graph_type("microsoft.graph.thing")]
#[derive(Clone, Debug, PartialEq)]
struct Thing {
    number: u32,
}

#[graph_endpoint(GET, "/things", response = Page<Thing>)]
struct ListThings {
    #[graph(query = "$skiptoken")]
    token: Option<String>,
    #[graph(header = "ConsistencyLevel")]
    consistency: Option<String>,
}

/// Pages by their token; the first one's is empty.
type Pages = HashMap<String, Page<Thing>>;

/// A list cut into pages of these sizes, relative and absolute links in turns.
fn pages(sizes: &[usize], base: &str) -> Pages {
    let mut number = 0..;
    let mut all = Pages::new();
    for (index, size) in sizes.iter().enumerate() {
        let mut page =
            Page::from(number.by_ref().take(*size).map(|number| Thing { number }).collect::<Vec<_>>());
        if index + 1 < sizes.len() {
            let base = if index % 2 == 0 { base } else { "" };
            page.next_link = Some(format!("{base}/v1.0/things?$skiptoken=t{}", index + 1));
        }
        page.count = (index == 0).then(|| sizes.iter().sum::<usize>() as u64);
        all.insert(if index == 0 { String::new() } else { format!("t{index}") }, page);
    }
    all
}

/// A sandbox and a client for it; the pages can be set once its URL is known.
async fn sandbox() -> (Sandbox, Client, Arc<Mutex<Pages>>) {
    let lists = Arc::new(Mutex::new(Pages::new()));
    let served = lists.clone();
    let sandbox = Sandbox::builder()
        .on(move |list: ListThings| {
            let page = served.lock().unwrap().get(&list.token.unwrap_or_default()).cloned();
            async move { page.ok_or_else(|| SandboxError::new(404, "itemNotFound", "no such page")) }
        })
        .start()
        .await
        .unwrap();
    let client = Client::builder().token("t").base_url(sandbox.url()).build().unwrap();
    (sandbox, client, lists)
}

fn first() -> ListThings {
    ListThings { token: None, consistency: Some("eventual".into()) }
}

async fn numbers(client: &Client) -> Result<Vec<u32>, Error> {
    client.items(first()).map_ok(|thing| thing.number).try_collect().await
}

#[tokio::test]
async fn every_item_once_and_every_header_on_every_page() {
    let (sandbox, client, lists) = sandbox().await;
    *lists.lock().unwrap() = pages(&[3, 0, 2, 1], &sandbox.url());
    let mut items = client.items(first());
    let mut seen = Vec::new();
    while let Some(thing) = items.next().await {
        seen.push(thing.unwrap().number);
    }
    assert_eq!(seen, [0, 1, 2, 3, 4, 5]);
    assert_eq!((items.total_count(), items.next_link()), (Some(6), None));
    let requests = sandbox.requests();
    assert_eq!(requests.len(), 4);
    assert!(requests.iter().all(|request| request.header("consistencylevel") == Some("eventual")));
}

#[tokio::test]
async fn two_pages_ahead_and_no_more() {
    let (sandbox, client, lists) = sandbox().await;
    *lists.lock().unwrap() = pages(&[1; 10], &sandbox.url());
    let mut pages = client.pages(first());
    assert!(sandbox.requests().is_empty(), "nothing is sent before the stream is polled");
    pages.next().await.unwrap().unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    assert_eq!(sandbox.requests().len(), 3);
    drop(pages);
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    assert_eq!(sandbox.requests().len(), 3);
}

#[tokio::test]
async fn the_next_page_is_sent_for_while_this_one_is_still_being_read() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (mut first, _) = listener.accept().await.unwrap();
        let beginning = r#"{"@odata.count": 2, "@odata.nextLink": "/v1.0/things?$skiptoken=t1", "value": ["#;
        let (end, last) = (r#"{"number": 0}]}"#, r#"{"value": [{"number": 1}]}"#);
        read_request(&mut first).await;
        let length = beginning.len() + end.len();
        first
            .write_all(format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{beginning}").as_bytes())
            .await
            .unwrap();
        // The first page ends only when the second one has been asked for.
        let (mut second, _) = listener.accept().await.unwrap();
        let request = read_request(&mut second).await;
        first.write_all(end.as_bytes()).await.unwrap();
        let length = last.len();
        second
            .write_all(format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{last}").as_bytes())
            .await
            .unwrap();
        request
    });
    let client = Client::builder().token("t").base_url(url).build().unwrap();
    let numbers = tokio::time::timeout(std::time::Duration::from_secs(20), numbers(&client));
    assert_eq!(numbers.await.expect("the second page was sent for in time").unwrap(), [0, 1]);
    assert!(server.await.unwrap().starts_with("GET /v1.0/things?$skiptoken=t1 "));
}

async fn read_request(connection: &mut tokio::net::TcpStream) -> String {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        request.push(connection.read_u8().await.unwrap());
    }
    String::from_utf8(request).unwrap()
}

#[tokio::test]
async fn an_error_comes_behind_what_was_read_and_can_be_resumed() {
    let (sandbox, client, lists) = sandbox().await;
    let mut all = pages(&[2, 2, 2], &sandbox.url());
    let missing = all.remove("t2").unwrap();
    *lists.lock().unwrap() = all;
    let mut pages = client.pages(first());
    let mut read = Vec::new();
    let error = loop {
        match pages.next().await.unwrap() {
            Ok(page) => read.extend(page.into_iter().map(|thing| thing.number)),
            Err(error) => break error,
        }
    };
    assert!(error.is_not_found());
    assert_eq!(read, [0, 1, 2, 3]);
    assert!(pages.next().await.is_none());
    let link = pages.next_link().unwrap().to_owned();
    // When that fails, too, the link is still there.
    let mut again = client.pages_from(first(), &link);
    assert_eq!(again.next_link(), Some(link.as_str()));
    again.next().await.unwrap().unwrap_err();
    assert_eq!(again.next_link(), Some(link.as_str()));
    lists.lock().unwrap().insert("t2".into(), missing);
    let rest: Vec<_> = client
        .pages_from(first(), &link)
        .into_items()
        .map_ok(|thing| thing.number)
        .try_collect()
        .await
        .unwrap();
    assert_eq!(rest, [4, 5]);
}

#[tokio::test]
async fn no_token_goes_to_another_host_and_no_circle_is_followed() {
    let (sandbox, client, lists) = sandbox().await;
    let elsewhere = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    for (link, problem) in [
        (format!("http://{}/v1.0/things", elsewhere.local_addr().unwrap()), "host"),
        ("/v1.0/things".to_owned(), "leads back"),
        ("http://[".to_owned(), "not a URL"),
    ] {
        let page = Page { next_link: Some(link), ..Page::from(vec![Thing { number: 1 }]) };
        *lists.lock().unwrap() = Pages::from([(String::new(), page)]);
        let outcome: Vec<_> = client.items(first()).take(20).collect().await;
        assert_eq!(outcome.len(), 2, "the item comes once");
        let error = outcome.last().unwrap().as_ref().unwrap_err();
        assert!(error.to_string().contains(problem), "{error}");
        assert_eq!(error.is_paging_loop(), problem == "leads back");
        assert!(outcome.iter().rev().skip(1).all(Result::is_ok));
    }
    assert!(elsewhere.accept().is_err(), "nobody connected");
    drop(sandbox);
}

#[test]
fn without_a_runtime_it_is_an_error() {
    let client = Client::builder().token("t").base_url("http://127.0.0.1:1").build().unwrap();
    let outcome = futures_util::FutureExt::now_or_never(client.items(first()).next());
    let error = outcome.unwrap().unwrap().unwrap_err();
    assert!(error.is_build() && error.to_string().contains("await the call inside"), "{error}");
}

#[test]
fn however_a_list_is_cut_nothing_is_lost_or_twice() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (sandbox, client, lists) = runtime.block_on(sandbox());
    proptest!(ProptestConfig::with_cases(64), |(sizes in proptest::collection::vec(0usize..5, 1..8))| {
        *lists.lock().unwrap() = pages(&sizes, &sandbox.url());
        let total: usize = sizes.iter().sum();
        prop_assert_eq!(runtime.block_on(numbers(&client)).unwrap(), (0..total as u32).collect::<Vec<_>>());
    });
}

/// What all items of a list are, and how many requests it took; `reply` gets each request's target.
async fn listed(
    time: &VirtualTime,
    reply: impl Fn(&str, usize) -> String + Send + Sync + 'static,
) -> (Vec<Result<u32, Error>>, usize) {
    let server = Server::start(move |seen, index| Reply::json(&reply(&seen.target, index))).await;
    let client =
        Client::builder().token("t").base_url(&server.url).environment(time.clone()).build().unwrap();
    let items = client.items(first()).map_ok(|thing| thing.number).collect().await;
    (items, server.seen().len())
}

fn page(link: &str, items: &[u32]) -> String {
    let items: Vec<_> = items.iter().map(|number| format!(r#"{{"number":{number}}}"#)).collect();
    format!(r#"{{"@odata.nextLink":"{link}","value":[{}]}}"#, items.join(","))
}

#[tokio::test]
async fn one_link_in_many_spellings_is_one_circle() {
    for spellings in [
        ["/v1.0/things?$skiptoken=a%2fb#1", "/v1.0/things?$skiptoken=a%2fb#2"],
        ["/v1.0/things?$skiptoken=a%2fb", "/v1.0/things?$skiptoken=a%2Fb"],
        ["/v1.0/things?$skiptoken=a", "/v1.0/things?%24skiptoken=%61"],
        ["/v1.0/things?$skiptoken=a", "/v1.0/./x/../things?$skiptoken=a#"],
        ["/v1.0/things?$skiptoken=a&$top=5", "/v1.0/things?$top=5&$skiptoken=a"],
    ] {
        let (items, requests) = listed(&VirtualTime::new(), move |_, index| {
            page(&format!("{}{}", spellings[index % 2], if index > 3 { "x" } else { "" }), &[1])
        })
        .await;
        assert_eq!((items.len(), requests), (3, 2), "{spellings:?}");
        assert!(items[2].as_ref().unwrap_err().is_paging_loop());
    }
    // A longer one.
    let (items, requests) =
        listed(&VirtualTime::new(), |_, index| page(&format!("/v1.0/things?$skiptoken={}", index % 3), &[1]))
            .await;
    assert_eq!((items.len(), requests), (5, 4));
    assert!(items[4].as_ref().unwrap_err().is_paging_loop() && items[..4].iter().all(Result::is_ok));
}

#[tokio::test]
async fn an_empty_page_that_leads_to_itself_ends_the_list() {
    for link in ["/v1.0/things?$skiptoken=a", "/v1.0/things?%24skiptoken=a#x"] {
        let (items, requests) = listed(&VirtualTime::new(), move |_, index| match index {
            0 => page("/v1.0/things?$skiptoken=a", &[1, 2]),
            _ => page(link, &[]),
        })
        .await;
        assert_eq!((items.into_iter().collect::<Result<Vec<_>, _>>().unwrap(), requests), (vec![1, 2], 2));
    }
    // With the link behind the items, where it is seen late.
    let (items, requests) =
        listed(&VirtualTime::new(), |target, _| format!(r#"{{"value":[],"@odata.nextLink":"{target}"}}"#))
            .await;
    assert!(items.is_empty() && requests == 1);
    // A circle of empty pages is none.
    let (items, requests) =
        listed(&VirtualTime::new(), |_, index| page(&format!("/v1.0/things?$skiptoken={}", index % 2), &[]))
            .await;
    assert!(items.len() == 1 && items[0].as_ref().unwrap_err().is_paging_loop());
    assert_eq!(requests, 3);
}

#[tokio::test]
async fn empty_pages_without_end_become_slow_and_then_an_error() {
    let time = VirtualTime::new();
    let endless = |_: &str, index| page(&format!("/v1.0/things?$skiptoken={index}"), &[]);
    let (items, requests) = listed(&time, endless).await;
    assert!(items.len() == 1 && items[0].as_ref().unwrap_err().is_paging_loop());
    assert!((1001..=1003).contains(&requests), "{requests}");
    assert!(time.passed() > std::time::Duration::from_secs(900), "{:?}", time.passed());
    // Some of them are usual.
    let time = VirtualTime::new();
    let (items, requests) = listed(&time, |_, index| match index {
        100 => r#"{"value":[{"number":7}]}"#.to_owned(),
        index => page(&format!("/v1.0/things?$skiptoken={index}"), &[]),
    })
    .await;
    assert_eq!((items.into_iter().collect::<Result<Vec<_>, _>>().unwrap(), requests), (vec![7], 101));
    assert!(time.passed() > std::time::Duration::from_secs(60));
}

#[tokio::test]
async fn a_link_that_is_no_text_is_told_behind_the_items() {
    for link in ["7", "{\"href\":\"/v1.0/things\"}", "[]", "false", "1e400"] {
        for in_front in [true, false] {
            let page = match in_front {
                true => format!(r#"{{"@odata.nextLink":{link},"value":[{{"number":1}},{{"number":2}}]}}"#),
                false => format!(r#"{{"value":[{{"number":1}},{{"number":2}}],"@nextLink":{link}}}"#),
            };
            let (items, requests) = listed(&VirtualTime::new(), move |_, _| page.clone()).await;
            assert_eq!((items.len(), requests), (3, 1), "{link}");
            let error = items[2].as_ref().unwrap_err();
            assert!(error.is_decode() && items[..2].iter().all(Result::is_ok));
            assert!(error.to_string().starts_with("GET /things: @odata.nextLink: "), "{error}");
        }
    }
}

#[tokio::test]
async fn a_link_by_its_name_in_4_01_or_3_is_followed() {
    for name in ["@nextLink", "odata.nextLink"] {
        let (items, requests) = listed(&VirtualTime::new(), move |_, index| match index {
            0 => format!(r#"{{"{name}":"/v1.0/things?$skiptoken=a","value":[{{"number":1}}]}}"#),
            _ => r#"{"value":[{"number":2}]}"#.to_owned(),
        })
        .await;
        assert_eq!((items.into_iter().collect::<Result<Vec<_>, _>>().unwrap(), requests), (vec![1, 2], 2));
    }
}

#[tokio::test]
async fn an_error_in_a_page_is_told_behind_its_items() {
    let error = r#""error":{"code":"serviceNotAvailable","innerError":{"request-id":"r-1"}}"#;
    for (page, count) in [
        (format!(r#"{{"@odata.context":"c","value":[{{"number":1}},{{"number":2}}],{error}}}"#), 2),
        (format!(r#"{{{error},"value":[{{"number":1}}]}}"#), 1),
        (format!(r#"{{"@odata.context":"c","value":[],{error}}}"#), 0),
    ] {
        let (items, requests) = listed(&VirtualTime::new(), move |_, _| page.clone()).await;
        assert_eq!((items.len(), requests), (count + 1, 1));
        let error = items[count].as_ref().unwrap_err();
        assert!(items[..count].iter().all(Result::is_ok));
        assert_eq!(error.to_string(), "GET /things: 200 OK, serviceNotAvailable (request-id r-1)");
    }
    // What has no code says nothing, and a null is none.
    for error in [r#""error":null"#, r#""error":"x""#, r#""error":{"code":null}"#] {
        let page = format!(r#"{{"value":[{{"number":1}}],{error}}}"#);
        let (items, _) = listed(&VirtualTime::new(), move |_, _| page.clone()).await;
        assert!(items.len() == 1 && items[0].is_ok(), "{error}");
    }
}
