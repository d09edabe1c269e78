//! Path templates: every text is taken apart or refused, with ranges that lie in the text and at its characters.

use graph_endpoint_schema::path::PathTemplate;

/// What is well-formed, or nearly so.
pub const SEEDS: &[&str] = &[
    "/users/<id>/mailFolders/{mailFolder-id}/messages",
    "/me/drive/root:/<path..>:/content",
    "/reports/getUsers(period='<period>',top={top})/$value",
    "/users/{id | userPrincipalName}/microsoft.graph.user/$count",
];

pub fn run(input: &[u8]) {
    let text = &*String::from_utf8_lossy(input);
    let (template, problems) = PathTemplate::parse(text);
    assert_eq!(template.text, text);
    for problem in &problems {
        assert!(text.get(problem.range.clone()).is_some(), "{:?} in {text:?}", problem.range);
        assert!(!problem.message.is_empty());
    }
    for placeholder in template.placeholders() {
        assert!(text.get(placeholder.range.clone()).is_some(), "{:?} in {text:?}", placeholder.range);
        assert!(!placeholder.fields.is_empty() || !problems.is_empty() || placeholder.again > 0);
    }
    for range in template.fit(text).into_iter().flatten() {
        assert!(text.get(range.clone()).is_some(), "{range:?} in {text:?}");
    }
}
