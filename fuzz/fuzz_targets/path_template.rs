//! Path templates: every text is taken apart or refused, with ranges that lie in the text and at its characters.
#![no_main]

use graph_endpoint_schema::path::PathTemplate;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
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
});
