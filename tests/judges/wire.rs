//! What clients do over HTTP beside what Microsoft's libraries do: each situation with what it must give.

use std::time::Duration;

use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::{SandboxBuilder, SandboxError};
use graph_endpoint::{Bytes, ValueOf};
use serde_json::{Value, json};

use crate::clients::{self, User, run};
use crate::tools::{printed, python, refusal};

#[graph_endpoint(GET, "/users/delta", response = Page<User>)]
struct UsersDelta {}

#[graph_endpoint(GET, "/users/$count", response = u64)]
struct CountUsers {}

#[graph_endpoint(GET, "/users/{id}/ownedDevices", response = Page<User>)]
struct ListOwned {
    id: String,
}

#[graph_endpoint(PUT, "/me/photo/$value", response = ValueOf<usize>)]
struct PutPhoto {
    #[graph(body)]
    photo: Bytes,
}

/// What these situations need, and Microsoft's clients as well.
pub(crate) fn with_more(sandbox: SandboxBuilder) -> SandboxBuilder {
    sandbox
        .on_pages::<UsersDelta, _>(clients::users(), 3)
        .on(|_: CountUsers| async { 7u64 })
        .on(|put: PutPhoto| async move { ValueOf::from(put.photo.len()) })
        .on_pages::<ListOwned, User>(Vec::new(), 3)
        .fail_first::<ListOwned>(2, SandboxError::throttled(Duration::ZERO))
        .fail_first::<ListOwned>(
            1,
            SandboxError::new(503, "serviceNotAvailable", "Not now.").retry_after(Duration::ZERO),
        )
}

#[tokio::test]
async fn whatever_a_client_does_over_http_works_with_the_sandbox() {
    let start = || python("plain HTTP by requests", "wire.py");
    let Some(command) = start() else { return };
    let sandbox = clients::sandbox().await;
    let output = run(command, &sandbox, "right", &[]).await;
    let seen: Value = serde_json::from_str(printed(&output)).unwrap();
    let expected = expected();
    for (name, seen) in seen.as_object().unwrap() {
        assert_eq!(seen, &expected[name], "{name}");
    }
    assert_eq!(seen.as_object().unwrap().len(), expected.as_object().unwrap().len());
    let refusal = refusal(&run(start().unwrap(), &sandbox, "wrong", &[]).await);
    assert!(refusal.contains("the count is another"), "{refusal}");
}

fn expected() -> Value {
    let mut all = json!({
        "head_is_get_without_body": [200, "", true, 404, ""],
        "options_tells_what_there_is": [204, "DELETE, GET, PATCH"],
        "a_page_may_ask_first": [204, "*", "PATCH", "authorization, content-type"],
        "a_page_reads_responses_and_errors": [["*", true], ["*", true], ["*", true]],
        "who_is_no_page_is_told_nothing_of_pages": false,
        "a_compressed_body_is_sent_once_more": [415, "UnsupportedMediaType", 201],
        "bodies_come_in_chunks": [201, 200, { "value": 50_000 }],
        "a_body_waits_until_it_is_asked_for": ["HTTP/1.1 100 Continue", "HTTP/1.1 200 OK"],
        "a_connection_is_kept": [[200, 404, 200, 401, 405], 1],
        "requests_come_one_behind_the_other": 2,
        "a_proxy_is_asked_for_a_whole_url": [200, "user 1"],
        "options_have_no_dollar_or_an_encoded_one": [[["0", "1"], 7], [["0", "1"], 7]],
        "a_slash_at_the_end_means_nothing": [200, "u1", 201],
        "a_key_is_encoded_without_need": "u1",
        "errors_say_what_is_wrong":
            [[400, "BadRequest", ["client-request-id", "date", "request-id"]], 400, 401, "Bearer"],
        "ids_go_round": ["mine", "mine", true],
        "the_throttled_come_back_until_they_are_served": [429, "0", 200, [429, 503]],
    });
    all.as_object_mut().unwrap().extend(of_lists().as_object().unwrap().clone());
    all.as_object_mut().unwrap().extend(of_files_and_batches().as_object().unwrap().clone());
    all
}

fn of_lists() -> Value {
    json!({
        "a_list_begins_later": [["5"], ["6"]],
        "what_is_no_number_or_token_is_refused": [400, 400, 400, 400, 400],
        "a_page_is_as_small_as_preferred":
            ["odata.maxpagesize=3", [["0", "1", "2"], ["3", "4", "5"], ["6"]]],
        "a_delta_ends_with_a_link_that_has_nothing_new": [["0", "1", "2", "3", "4", "5", "6"], [], true],
        "a_delta_from_now_on": [[], true],
        "a_count_is_text": ["7", "text/plain"],
    })
}

fn of_files_and_batches() -> Value {
    json!({
        "a_download_is_a_redirect": [302, "a file", "application/octet-stream", "a file"],
        "ranges_are_those_of_http": [
            [
                [206, "fi", "bytes 2-3/6"],
                [206, "file", "bytes 2-5/6"],
                [206, "le", "bytes 4-5/6"],
                [416, "", "bytes */6"],
                [200, "a file", null],
                [200, "a file", null],
                [200, "a file", null],
                [200, "", null],
            ],
            200, 405, "GET, HEAD",
        ],
        "an_upload_goes_on_where_it_was": [202, 416, "invalidRange", ["4-9"], 201, 10, 404],
        "an_upload_is_called_off": [202, 204, 404, 404, 404],
        "slices_agree_on_the_whole": [400, "invalidRequest", 405, "DELETE, GET, PUT", 201],
        "a_batch_has_bytes_and_heads": [{ "value": 2 }, [302, true], [200, null], "7"],
        "a_batch_that_is_none_is_refused": [[400, 400, 400, 400, 400], [400, 400, 400]],
    })
}
