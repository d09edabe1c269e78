//! Which response belongs to which request: by name, by order, by nearness.

use super::Warning;
use crate::read::http::Message;
use crate::read::{Example, Request, Response};

/// A message of a page.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) message: Message,
    /// The name that its comment gives.
    pub(super) name: Option<String>,
    /// The type that its comment says of a response.
    pub(super) odata_type: Option<String>,
    /// The heading that it stands under, but for "Request" and "Response".
    pub(super) group: String,
    /// What its example is said to do.
    pub(super) heading: Option<String>,
}

/// Requests with their responses, and each request's line.
pub(super) fn pair(
    entries: Vec<Entry>,
    warnings: &mut Vec<Warning>,
) -> (Vec<Example>, Vec<(Response, Option<String>)>) {
    let partners: Vec<Option<usize>> =
        (0..entries.len()).map(|index| partner(&entries, index, warnings)).collect();
    let mut examples: Vec<(usize, Example)> = Vec::new();
    let mut left: Vec<(Response, Option<String>)> = Vec::new();
    let mut responses: Vec<(Option<usize>, Response, Option<String>)> = Vec::new();
    for (index, (entry, partner)) in entries.into_iter().zip(partners).enumerate() {
        match entry.message {
            Message::Request(request) => {
                examples.push((index, Example { heading: entry.heading, ..of(request) }));
            }
            Message::Response(response) => responses.push((partner, response, entry.odata_type)),
        }
    }
    for (partner, response, odata_type) in responses {
        match examples.iter_mut().find(|(index, _)| Some(*index) == partner) {
            Some((_, example)) => {
                if (200..300).contains(&response.status) && example.response_type.is_none() {
                    example.response_type = odata_type;
                }
                example.responses.push(response);
            }
            None => left.push((response, odata_type)),
        }
    }
    (examples.into_iter().map(|(_, example)| example).collect(), left)
}

fn of(request: Request) -> Example {
    Example { request, ..Example::default() }
}

/// The index of the request that a response belongs to.
fn partner(entries: &[Entry], index: usize, warnings: &mut Vec<Warning>) -> Option<usize> {
    let entry = entries.get(index)?;
    let Message::Response(response) = &entry.message else { return None };
    let is_request =
        |at: &usize| entries.get(*at).is_some_and(|entry| matches!(entry.message, Message::Request(_)));
    let before = || (0..index).rev().filter(is_request);
    if let Some(name) = &entry.name {
        let has_name = |at: &usize| entries.get(*at).is_some_and(|other| other.name.as_ref() == Some(name));
        let named =
            before().find(has_name).or_else(|| (index..entries.len()).filter(is_request).find(has_name));
        if named.is_some() {
            return named;
        }
    }
    let in_group = |at: &usize| entries.get(*at).is_some_and(|other| other.group == entry.group);
    // The run of requests in front, and the run of responses that this one is in.
    let start = (0..index).rev().take_while(|at| !is_request(at)).last().unwrap_or(index);
    let requests: Vec<usize> = (0..start).rev().take_while(is_request).take_while(in_group).collect();
    let end =
        (index..entries.len()).take_while(|at| !is_request(at)).take_while(in_group).last().unwrap_or(index);
    let run = end + 1 - start;
    if requests.len() > 1 && requests.len() == run {
        return requests.iter().rev().nth(index - start).copied();
    }
    if requests.len() > 1 && run > 1 {
        let message = "several requests and another number of responses stand together; this one is taken for the last request's";
        warnings.push(Warning { line: response.line, message: message.to_owned() });
    }
    before().find(in_group).or_else(|| before().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a` to `z` are requests with that URL, digits responses; `a:x` has the name `x`.
    fn paired(text: &str) -> String {
        let entries = text.split(' ').map(|word| {
            let (word, name) =
                word.split_once(':').map_or((word, None), |(word, name)| (word, Some(name.to_owned())));
            let message = match word.parse() {
                Ok(status) => Message::Response(Response { status, ..Response::default() }),
                Err(_) => Message::Request(Request { url: word.to_owned(), ..Request::default() }),
            };
            Entry { message, name, odata_type: None, group: String::new(), heading: None }
        });
        let (examples, _) = pair(entries.collect(), &mut Vec::new());
        let shown = examples.iter().map(|example| {
            let statuses: Vec<String> = example.responses.iter().map(|r| r.status.to_string()).collect();
            format!("{}{}", example.request.url, statuses.join("+"))
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn pairs() {
        for (entries, expected) in [
            ("a 1 b 2", "a1 b2"),
            ("a b 1 2", "a1 b2"),
            ("a 1 2 b", "a1+2 b"),
            ("a b 1", "a b1"),
            ("a:x b:y 2:y 1:x", "a1 b2"),
            ("1:x a:x", "a1"),
        ] {
            assert_eq!(paired(entries), expected, "{entries}");
        }
    }
}
