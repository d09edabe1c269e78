//! Spans: what they tell, and what they never show.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock};
use std::thread::ThreadId;

use graph_endpoint::Client;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

use crate::support::endpoints::{GetUser, get_user};
use crate::support::server::{Reply, Server};
use crate::support::virtual_time::VirtualTime;

type Fields = BTreeMap<String, String>;

/// Writes down every field of every span and event of ours, and in which thread it came: a test has its own.
#[derive(Clone, Default)]
struct Recorder {
    spans: Arc<Mutex<BTreeMap<u64, (ThreadId, Fields)>>>,
    events: Arc<Mutex<Vec<(ThreadId, Fields)>>>,
}

impl Recorder {
    /// There is one for all tests: whether a span is wanted at all is decided once for a process.
    fn installed() -> &'static Self {
        static RECORDER: OnceLock<Recorder> = OnceLock::new();
        RECORDER.get_or_init(|| {
            let recorder = Self::default();
            let subscriber = tracing_subscriber::registry().with(recorder.clone());
            tracing::subscriber::set_global_default(subscriber).unwrap();
            recorder
        })
    }

    fn spans(&self) -> Vec<Fields> {
        let here = std::thread::current().id();
        let all = self.spans.lock().unwrap();
        all.values().filter(|(thread, _)| *thread == here).map(|(_, fields)| fields.clone()).collect()
    }

    fn events(&self) -> Vec<Fields> {
        let here = std::thread::current().id();
        let all = self.events.lock().unwrap();
        all.iter().filter(|(thread, _)| *thread == here).map(|(_, fields)| fields.clone()).collect()
    }
}

/// The libraries below have spans of their own.
fn is_ours(metadata: &tracing::Metadata<'_>) -> bool {
    metadata.target().starts_with("graph_endpoint")
}

struct Into<'a>(&'a mut Fields);

impl Visit for Into<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}").trim_matches('"').to_owned());
    }
}

impl<S: tracing::Subscriber> Layer<S> for Recorder {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, _: Context<'_, S>) {
        if is_ours(attributes.metadata()) {
            let mut fields = Fields::from([("name".to_owned(), attributes.metadata().name().to_owned())]);
            attributes.record(&mut Into(&mut fields));
            self.spans.lock().unwrap().insert(id.into_u64(), (std::thread::current().id(), fields));
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, _: Context<'_, S>) {
        if let Some((_, fields)) = self.spans.lock().unwrap().get_mut(&id.into_u64()) {
            values.record(&mut Into(fields));
        }
    }

    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        if is_ours(event.metadata()) {
            let mut fields = Fields::new();
            event.record(&mut Into(&mut fields));
            self.events.lock().unwrap().push((std::thread::current().id(), fields));
        }
    }
}

#[tokio::test]
async fn a_call_and_its_attempts_are_spans_without_values() {
    let recorder = Recorder::installed();
    let server = Server::script(vec![|| Reply::status(503), || {
        Reply::new(200, &[("request-id", "r-1")], r#"{"id":"u1"}"#)
    }])
    .await;
    let client = Client::builder()
        .token("s3cr3t")
        .base_url(&server.url)
        .environment(VirtualTime::new())
        .build()
        .unwrap();
    let user = GetUser { id: "adele-vance".to_owned() };
    client.send(&user).client_request_id("c-1").await.unwrap();

    let spans = recorder.spans();
    let named = |name: &str| spans.iter().filter(|span| span["name"] == name).cloned().collect::<Vec<_>>();
    let (calls, mut attempts) = (named("graph.call"), named("graph.request"));
    assert_eq!((calls.len(), attempts.len()), (1, 2));
    let call = &calls[0];
    assert_eq!(call["otel.name"], "GET /users/<id>");
    assert_eq!(call["http.response.status_code"], "200");
    assert_eq!(call["graph.client_request_id"], "c-1");
    assert_eq!(call["graph.request_id"], "r-1");
    attempts.sort_by_key(|attempt| attempt.contains_key("http.request.resend_count"));
    assert_eq!(attempts[0]["http.response.status_code"], "503");
    assert_eq!(attempts[0]["error.type"], "503");
    assert_eq!(attempts[1]["http.request.resend_count"], "1");
    assert_eq!(attempts[1]["http.request.method"], "GET");
    assert_eq!(attempts[1]["url.template"], "/users/<id>");
    assert_eq!(attempts[1]["server.address"], "127.0.0.1");
    assert!(attempts.iter().all(|attempt| attempt["otel.kind"] == "client"));

    let events = recorder.events();
    assert!(events.iter().any(|event| event.contains_key("duration")), "{events:?}");
    let shown = format!("{spans:?} {events:?}");
    for secret in ["s3cr3t", "adele-vance", "$select", "u1"] {
        assert!(!shown.contains(secret), "{secret} is in {shown}");
    }
}

#[tokio::test]
async fn a_failure_has_its_kind() {
    let recorder = Recorder::installed();
    let nobody = Client::builder()
        .base_url("http://127.0.0.1:1")
        .retry(graph_endpoint::RetryPolicy::none())
        .build()
        .unwrap();
    nobody.send(&get_user()).await.unwrap_err();
    let spans = recorder.spans();
    assert!(!spans.is_empty() && spans.iter().all(|span| span["error.type"] == "connect"), "{spans:?}");
}

/// The sandbox tells who asks for more than is read.
#[tokio::test]
async fn a_get_without_select_is_noted_by_the_sandbox() {
    use graph_endpoint::ValueOf;
    use graph_endpoint::prelude::*;
    use graph_endpoint::sandbox::{Sandbox, SandboxError};

    #[graph_type("microsoft.graph.user")]
    #[derive(Clone, Debug)]
    struct Person {
        id: String,
    }

    #[graph_endpoint(GET, "/users/{id}", response = Person)]
    struct GetPerson {
        id: String,
    }

    #[graph_endpoint(GET, "/users/$count", response = u64)]
    struct CountPeople {}

    #[graph_endpoint(GET, "/users/{id}/mail", response = ValueOf<String>)]
    struct GetMail {
        id: String,
    }

    #[graph_endpoint(GET, "/users/delta()", response = Page<Person>)]
    struct Changes {}

    #[graph_endpoint(DELETE, "/users/{id}")]
    struct DeletePerson {
        id: String,
    }

    let recorder = Recorder::installed();
    let sandbox = Sandbox::builder()
        .on(|get: GetPerson| async move {
            match get.id.as_str() {
                "none" => Err(SandboxError::new(404, "itemNotFound", "None.")),
                _ => Ok(Person { id: get.id }),
            }
        })
        .on(|_: CountPeople| async { 1u64 })
        .on(|_: DeletePerson| async {})
        // One property alone has nothing to select from.
        .on(|_: GetMail| async { ValueOf::from("a@b".to_owned()) })
        .on_pages::<Changes, Person>(vec![Person { id: "1".to_owned() }], 1)
        .start()
        .await
        .unwrap();
    let client = Client::builder().token("t").base_url(sandbox.url()).build().unwrap();
    let notes = || {
        let events = recorder.events();
        events
            .into_iter()
            .filter(|fields| fields.get("message").is_some_and(|text| text.contains("$select")))
            .count()
    };
    let get = |id: &str| GetPerson { id: id.to_owned() };
    client.send(&get("1").select("id")).await.unwrap();
    client.send(&CountPeople {}).await.unwrap();
    client.send(&DeletePerson { id: "1".to_owned() }).await.unwrap();
    client.send(&GetMail { id: "1".to_owned() }).await.unwrap();
    client.send(&Changes {}).await.unwrap();
    client.send(&get("none")).await.unwrap_err();
    assert_eq!(notes(), 0);
    client.send(&get("adele")).await.unwrap();
    assert_eq!(notes(), 1);
    let shown = format!("{:?}", recorder.events());
    assert!(shown.contains("/users/{id}") && !shown.contains("adele"), "{shown}");
}
