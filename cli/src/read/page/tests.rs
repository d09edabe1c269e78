use super::*;

const PAGE: &str = "---\ntitle: x\n---\n\n# Change a thing\n\nNamespace: microsoft.graph\n\nChange the [thing](../thing.md) of a user.\n\n## Permissions\n|Permission type|Permissions (from most to least privileged)|\n|:---|:---|\n|Delegated (work or school account)|Thing.ReadWrite.All, Thing.ReadWrite|\n|Delegated (personal Microsoft account)|Not supported.|\n|Application|Thing.ReadWrite.All|\n\n## HTTP request\n<!-- {\n \"blockType\": \"ignored\" } -->\n``` http\nPATCH /users/{id | userPrincipalName}/things/{thing-id}\nGET /me\n```\n## Examples\n### Request\n``` http\nPATCH https://graph.microsoft.com/v1.0/users/a/things/b\n\n{\"n\": 1}\n```\n### Response\n``` http\nHTTP/1.1 204 No Content\n```\n";

fn read_page(text: &str) -> (Vec<Example>, Vec<String>) {
    let mut warnings = Vec::new();
    let examples = read(text, &mut |_| None, &mut warnings);
    (examples, warnings.iter().map(ToString::to_string).collect())
}

#[test]
fn a_page() {
    let (examples, warnings) = read_page(PAGE);
    assert_eq!(examples.len(), 1);
    let example = &examples[0];
    assert_eq!(example.title.as_deref(), Some("Change a thing"));
    assert_eq!(example.description.as_deref(), Some("Change the thing of a user."));
    assert_eq!(example.templates, ["/users/{id | userPrincipalName}/things/{thing-id}"]);
    assert_eq!(example.permissions.delegated, ["Thing.ReadWrite", "Thing.ReadWrite.All"]);
    assert!(example.permissions.delegated_personal.is_empty());
    assert_eq!(example.request.body.as_deref(), Some("{\"n\": 1}"));
    assert_eq!(example.responses[0].status, 204);
    assert_eq!(example.notes, ["Also declared: `GET /me`."]);
    assert_eq!(warnings, Vec::<String>::new());
}

#[test]
fn a_page_without_an_example() {
    let (examples, _) = read_page("## HTTP request\n```http\nGET /users/{id}\n```\n");
    assert_eq!(examples[0].request.url, "/users/{id}");
}

#[test]
fn a_response_alone_belongs_to_the_declared_path() {
    let (examples, warnings) = read_page(
        "## HTTP request\n```http\nGET /users/{id}\n```\n## Response\n```json\n{\"id\": \"1\"}\n```\n",
    );
    assert_eq!(examples[0].responses[0].body.as_deref(), Some("{\"id\": \"1\"}"));
    assert_eq!(warnings, Vec::<String>::new());
}

#[test]
fn a_path_that_is_said_again_is_no_call() {
    let (examples, warnings) = read_page(
        "> ```http\n> PATCH /me/settings\n> ```\n## HTTP request\n```http\nPATCH /me/settings\n```\n## Example\n```http\nPATCH https://graph.microsoft.com/v1.0/me/settings\n\n{\"a\": 1}\n```\n",
    );
    assert_eq!((examples.len(), warnings), (1, Vec::new()));
    assert_eq!(examples[0].request.body.as_deref(), Some("{\"a\": 1}"));
}

#[test]
fn what_is_not_read_is_a_warning() {
    for (text, warning) in [
        (
            "```http\nGET /me\n```\n```javascript\nGET /users\n```\n",
            "line 5: a fence in `javascript` holds what looks like a request; it is not read",
        ),
        (
            "```http\nDELETE /me\n```\n```json\n{}\n```\n",
            "line 5: this text belongs to no request and to no response; it is not read",
        ),
        (
            "```http\nGET /me\n```\n```json\n{}\n```\n",
            "line 5: this text has no status line; it is read as the response to the request above",
        ),
        (
            "GET https://graph.microsoft.com/v1.0/me\n```http\nGET /me\n```\n",
            "line 1: this looks like a request, but stands outside of a fence; it is not read",
        ),
        (
            "```http\nGET /me\n```\n```http\nHTTP/1.1 OK\n```\n",
            "line 5: this status line has no status; write it as in `HTTP/1.1 200 OK`; this fence is not read",
        ),
        (
            "```http\nhello\nGET /me\n```\n",
            "line 2: this line stands before any request line or status line; it is not read",
        ),
        (
            "## Example\n[!INCLUDE [x](../a.md)]\n```http\nGET /me\n```\n",
            "line 2: the file `../a.md` is included here; it is not read",
        ),
        ("```http\nGET /me\n", "line 1: this fence has no end; what follows is read as if it stood in it"),
    ] {
        let (examples, warnings) = read_page(text);
        assert_eq!(examples.len(), 1, "{text}");
        assert_eq!(warnings, [warning], "{text}");
    }
}
