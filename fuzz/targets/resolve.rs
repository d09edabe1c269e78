//! Paths against snapshots: every path leads somewhere or is refused, with a range that lies in its text.

use graph_endpoint_schema::path::PathTemplate;
use graph_endpoint_schema::snapshot::Snapshot;

const BODY: &str = "#call delta\nfunction .delta on .user[] -> .user[]\n#call find\nfunction .find on .user -> .user composable\n \
                    period Edm.String!\n top Edm.Int32 optional\n#call send\naction .send on .user\n to .user[]\n\
                    #root me singleton .user\n#root users set .user\n#type .driveItem entity base=.entity\n\
                    content Edm.Stream\nroot .driveItem nav\n#type .entity entity key=id abstract\nid Edm.String!\n\
                    #type .user entity base=.entity alt=upn\ndrive .driveItem contained\nmanager .user nav ref\n\
                    messages .driveItem[] contained no-delete\n";

/// What is well-formed, or nearly so.
pub const SEEDS: &[&str] = &[
    "/users/{id}/messages",
    "/users(upn='<u>')/drive/root:/<path..>:/content",
    "/users/{id}/find(period='<p>')/manager/$ref",
    "/me/send\0#root me singleton .user\n#type .user entity key=id\nid Edm.String!\n",
];

pub fn run(input: &[u8]) {
    // The path, and behind a zero a schema of its own.
    let input = String::from_utf8_lossy(input);
    let (text, body) = input.split_once('\0').unwrap_or((&input, BODY));
    let head = "graph-schema 1\nversion v1.0\ncloud global\ndate unknown\nsource 0\n";
    let written = format!("{head}body {} {} 0\n{body}", body.len(), body.matches('#').count());
    let Ok(snapshot) = Snapshot::new(written) else { return };
    let (template, problems) = PathTemplate::parse(text);
    match snapshot.resolve(&template) {
        Err(problem) => {
            assert!(text.get(problem.range.clone()).is_some(), "{problem:?} in {text:?}");
            assert!(!problem.message.is_empty());
        }
        Ok(place) => {
            for value in &place.values {
                assert!(text.get(value.range.clone()).is_some(), "{value:?} in {text:?}");
            }
            for method in ["GET", "POST", "PATCH", "PUT", "DELETE", ""] {
                let _ = place.operation(method).map_err(|problem| assert!(!problem.message.is_empty()));
            }
        }
    }
    let _ = problems;
}
