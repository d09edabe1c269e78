//! A file of Rust, taken apart. The parser goes as deep as the text nests, so that a text which nests too deep for the
//! stack is refused before it.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::{Error, File};

/// What people write nests a tenth as deep, and the compiler's own macros stop at half of it.
const DEEPEST: usize = 256;

/// The items of a file.
///
/// # Errors
/// It is no Rust, or nests deeper than 256.
pub(crate) fn parse(text: &str) -> syn::Result<File> {
    // Nearly every file is so shallow that its brackets tell, those in its texts and comments among them.
    if may_be_deep(text)
        && let Ok(tokens) = text.parse::<TokenStream>()
        && let Some(place) = too_deep(tokens)
    {
        return Err(Error::new(place, format!("it nests deeper than {DEEPEST}")));
    }
    syn::parse_file(text)
}

/// Whether brackets, or operators in front of each other, can nest too deep.
fn may_be_deep(text: &str) -> bool {
    let (mut depth, mut deepest, mut run, mut longest) = (0_usize, 0, 0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        run = match byte {
            _ if byte.is_ascii_punctuation() => run + 1,
            _ if byte.is_ascii_whitespace() => run,
            _ => 0,
        };
        (deepest, longest) = (depth.max(deepest), run.max(longest));
    }
    deepest > DEEPEST || longest > DEEPEST
}

/// Where groups, or operators in front of each other, nest too deep. Goes through the text without going into it.
fn too_deep(tokens: TokenStream) -> Option<Span> {
    let mut open = vec![(tokens.into_iter(), 0_usize)];
    while let Some((tokens, run)) = open.last_mut() {
        match tokens.next() {
            None => drop(open.pop()),
            Some(TokenTree::Punct(mark)) => {
                *run += 1;
                if *run > DEEPEST {
                    return Some(mark.span());
                }
            }
            Some(TokenTree::Group(group)) => {
                *run = 0;
                if open.len() > DEEPEST {
                    return Some(group.span_open());
                }
                open.push((group.stream().into_iter(), 0));
            }
            Some(_) => *run = 0,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(expression: &str) -> Option<String> {
        parse(&format!("fn f() {{\n    {expression}\n}}"))
            .err()
            .map(|error| format!("{}: {error}", error.span().start().line))
    }

    #[test]
    fn what_nests_too_deep_for_the_stack_is_refused() {
        let nested = |open: &str, close: &str, depth| open.repeat(depth) + "1" + &close.repeat(depth);
        for (open, close) in
            [("(", ")"), ("[", "]"), ("{", "}"), ("!", ""), ("- ", ""), ("f!(", ")"), ("if a {", "}")]
        {
            assert_eq!(
                problem(&nested(open, close, 100_000)).as_deref(),
                Some("2: it nests deeper than 256"),
                "{open}"
            );
            assert_eq!(problem(&nested(open, close, 60)), None, "{open}");
        }
    }

    #[test]
    fn brackets_in_texts_and_comments_do_not_nest() {
        let many = "([{".repeat(1000);
        assert_eq!(problem(&format!("\"{many}\" // {many}\n /* {} */", "*-".repeat(1000))), None);
    }
}
