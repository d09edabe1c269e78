//! What another server does wrong, not only ours: WireMock's faults, from npm's package, run by the Java that is there.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use graph_endpoint::Client;
use serde_json::{Value, json};

use crate::support::endpoints::{SendMail, get_user};
use crate::support::servers::{Running, npm, runs, skipped};
use crate::support::virtual_time::VirtualTime;

const VERSION: &str = "3.13.2";

struct WireMock {
    url: String,
    admin: reqwest::Client,
    _process: Running,
}

impl WireMock {
    fn start() -> Option<Self> {
        if !runs("java", "-version") {
            skipped("there is no java; the client was not tested against WireMock");
            return None;
        }
        let Some(folder) = npm("wiremock", VERSION) else {
            skipped("wiremock could not be installed with npm; the client was not tested against it");
            return None;
        };
        let jar = folder.join(format!("node_modules/wiremock/build/wiremock-standalone-{VERSION}.jar"));
        let mut process = Command::new("java")
            .arg("-jar")
            .arg(jar)
            .args(["--port", "0", "--bind-address", "127.0.0.1", "--root-dir"])
            .arg(&folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let process = Running(process);
        let port = lines.find_map(|line| Some(line.ok()?.strip_prefix("port:")?.trim().to_owned())).unwrap();
        // It goes on to write, and must not be stopped by that.
        std::thread::spawn(move || lines.for_each(drop));
        let admin = reqwest::Client::builder().no_proxy().build().unwrap();
        Some(Self { url: format!("http://127.0.0.1:{port}"), admin, _process: process })
    }

    /// From now on the responses are these, one after the other; the last one again and again.
    async fn responses(&self, responses: &[Value]) {
        self.tell("reset", &json!({})).await;
        let state = |index: usize| if index == 0 { "Started".to_owned() } else { format!("after {index}") };
        for (index, response) in responses.iter().enumerate() {
            let next = (index + 1).min(responses.len() - 1);
            let stub = json!({
                "scenarioName": "script",
                "requiredScenarioState": state(index),
                "newScenarioState": state(next),
                "request": { "method": "ANY", "urlPathPattern": "/v1.0/.*" },
                "response": response,
            });
            self.tell("mappings", &stub).await;
        }
    }

    async fn tell(&self, what: &str, value: &Value) {
        let url = format!("{}/__admin/{what}", self.url);
        let response = self.admin.post(url).body(value.to_string()).send().await.unwrap();
        assert!(response.status().is_success(), "{what}: {:?}", response.text().await);
    }

    /// The `Retry-Attempt` of each request that came, in order.
    async fn attempts(&self) -> Vec<Option<String>> {
        let response = self.admin.get(format!("{}/__admin/requests", self.url)).send().await.unwrap();
        let journal: Value = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
        let mut requests: Vec<&Value> =
            journal["requests"].as_array().unwrap().iter().map(|entry| &entry["request"]).collect();
        requests.sort_by_key(|request| request["loggedDate"].as_u64().unwrap());
        let attempt = |request: &&Value| {
            let headers = request["headers"].as_object().unwrap();
            let (_, value) = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("retry-attempt"))?;
            Some(value.as_str()?.to_owned())
        };
        requests.iter().map(attempt).collect()
    }

    fn client(&self, time: &VirtualTime) -> Client {
        let builder = Client::builder().token("t").base_url(&self.url).environment(time.clone());
        builder.timeout(Duration::from_millis(1500)).build().unwrap()
    }
}

fn user() -> Value {
    json!({ "status": 200, "headers": { "Content-Type": "application/json" }, "body": r#"{"id":"u1"}"# })
}

fn with(mut response: Value, name: &str, value: Value) -> Value {
    response[name] = value;
    response
}

#[tokio::test]
async fn what_wiremock_does_wrong_is_survived() {
    let Some(server) = WireMock::start() else { return };
    broken_responses(&server).await;
    slow_responses(&server).await;
    refusals(&server).await;
}

/// A GET is sent again, a POST isn't.
async fn broken_responses(server: &WireMock) {
    for fault in
        ["CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE", "MALFORMED_RESPONSE_CHUNK", "RANDOM_DATA_THEN_CLOSE"]
    {
        let broken = json!({ "status": 200, "fault": fault });
        server.responses(&[broken.clone(), broken.clone(), user()]).await;
        let client = server.client(&VirtualTime::new());
        assert_eq!(client.send(&get_user()).await.unwrap().id, "u1", "{fault}");
        assert_eq!(server.attempts().await, [None, Some("1".into()), Some("2".into())], "{fault}");

        server.responses(&[broken, user()]).await;
        let error = client.send(&SendMail::default()).await.unwrap_err();
        assert!(error.is_transport(), "{fault}: {error:?}");
        assert_eq!(server.attempts().await, [None], "{fault}");
    }
}

/// What takes too long is given up; what dribbles in in time is read.
async fn slow_responses(server: &WireMock) {
    let client = server.client(&VirtualTime::new());
    let late = with(user(), "fixedDelayMilliseconds", json!(5000));
    let dribble = |time: u32| {
        with(user(), "chunkedDribbleDelay", json!({ "numberOfChunks": 5, "totalDuration": time }))
    };
    for slow in [late, dribble(5000)] {
        server.responses(&[slow.clone(), user()]).await;
        let begin = Instant::now();
        assert_eq!(client.send(&get_user()).await.unwrap().id, "u1");
        assert!(begin.elapsed() < Duration::from_secs(4), "{:?}", begin.elapsed());
        server.responses(&[slow, user()]).await;
        let error = client.send(&SendMail::default()).await.unwrap_err();
        assert!(error.is_timeout(), "{error:?}");
        assert_eq!(server.attempts().await, [None]);
    }
    server.responses(&[dribble(200)]).await;
    assert_eq!(client.send(&get_user()).await.unwrap().id, "u1");
    assert_eq!(server.attempts().await, [None]);
}

/// 429 -> 503 -> 200, with `Retry-After` in both its forms.
async fn refusals(server: &WireMock) {
    let refused = |status: u16, headers: Value| json!({ "status": status, "headers": headers });
    let date =
        json!({ "Retry-After": "Thu, 01 Jan 2026 00:00:21 GMT", "Date": "Thu, 01 Jan 2026 00:00:04 GMT" });
    for (first, second, waits) in [
        (json!({ "Retry-After": "3.2" }), date.clone(), [4000, 17_000]),
        (date, json!({ "Retry-After": "9" }), [17_000, 9000]),
    ] {
        server.responses(&[refused(429, first), refused(503, second), user()]).await;
        let time = VirtualTime::new();
        // Refused was refused: a POST is sent again as well.
        server.client(&time).send(&SendMail::default()).await.unwrap();
        assert_eq!(time.waits(), waits);
        assert_eq!(server.attempts().await, [None, Some("1".into()), Some("2".into())]);
    }
}
