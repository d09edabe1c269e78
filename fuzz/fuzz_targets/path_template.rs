//! Path templates: every text is taken apart or refused, with ranges that lie in the text and at its characters.
#![no_main]
#![allow(dead_code, reason = "the macro uses more of these files than this")]

#[path = "../../macros/src/naming.rs"]
mod naming;
#[path = "../../macros/src/model/path.rs"]
mod path;

use libfuzzer_sys::fuzz_target;
use path::{PathTemplate, Piece};

fuzz_target!(|text: &str| {
    let (template, problems) = PathTemplate::parse(text);
    assert_eq!(template.text, text);
    for problem in &problems {
        assert!(text.get(problem.range.clone()).is_some(), "{:?} in {text:?}", problem.range);
        assert!(!problem.message.is_empty());
    }
    for piece in &template.pieces {
        if let Piece::Placeholder(placeholder) = piece {
            assert!(text.get(placeholder.range.clone()).is_some(), "{:?} in {text:?}", placeholder.range);
            assert!(!placeholder.fields.is_empty() || !problems.is_empty());
        }
    }
});
