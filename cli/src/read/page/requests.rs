//! The examples of a page: its messages in pairs, each with what the page says of its path.

use graph_endpoint_schema::naming::singular;

use super::pair::pair;
use super::permissions::Granted;
use super::{Page, Warning, blocks};
use crate::read::http::{request_line, unasked};
use crate::read::{Example, Permissions, Request};
use crate::template::Template;
use crate::url::Url;

/// How many other paths a doc comment names.
const OTHERS: usize = 6;

/// A request line under "HTTP request".
struct Declared {
    method: &'static str,
    url: String,
    line: usize,
}

impl Declared {
    fn path(&self) -> String {
        Url::parse(&self.url).path
    }
}

pub(super) fn examples(page: Page, warnings: &mut Vec<Warning>) -> Vec<Example> {
    let declared = declared(&page, warnings);
    let entries = blocks::entries(&page.blocks, warnings);
    let (mut examples, left) = pair(entries, warnings);
    if examples.is_empty() {
        examples = declared.iter().map(of_declared).collect();
    }
    for (response, odata_type) in left {
        match examples.first_mut() {
            Some(example) => {
                if declared.len() > 1 {
                    let message =
                        "this response has no request; it is taken for that of the first path".to_owned();
                    warnings.push(Warning { line: response.line, message });
                }
                example.response_type = example.response_type.take().or(odata_type);
                example.responses.push(response);
            }
            None => {
                warnings.push(unasked(response.line));
            }
        }
    }
    for example in &mut examples {
        example.title.clone_from(&page.title);
        example.description.clone_from(&page.description);
        example.properties.clone_from(&page.properties);
        let of_method = declared.iter().filter(|declared| declared.method == example.request.method);
        example.templates = of_method.map(Declared::path).collect();
        example.notes.clone_from(&page.notes);
    }
    permit(&mut examples, &page.granted, warnings);
    note_others(&mut examples, &declared, &page.granted);
    examples
}

fn of_declared(declared: &Declared) -> Example {
    let request = Request {
        method: declared.method.to_owned(),
        url: declared.url.clone(),
        line: declared.line,
        ..Request::default()
    };
    Example { request, ..Example::default() }
}

fn declared(page: &Page, warnings: &mut Vec<Warning>) -> Vec<Declared> {
    let mut found: Vec<Declared> = Vec::new();
    for block in page.blocks.iter().filter(|block| block.declares()) {
        for (line, number) in block.text.lines().zip(block.line..) {
            match request_line(line) {
                Some((method, url)) => found.push(Declared { method, url: url.to_owned(), line: number }),
                None if line.trim().is_empty() => {}
                None => {
                    let message = "this line declares no path; it is not read".to_owned();
                    warnings.push(Warning { line: number, message });
                }
            }
        }
    }
    found
}

/// Gives each example the permissions of its own table.
fn permit(examples: &mut [Example], granted: &[Granted], warnings: &mut Vec<Warning>) {
    for example in examples {
        let path = Url::parse(&example.request.url).path;
        let (template, _) = Template::of(&path, &example.templates);
        match own(granted, &template) {
            Some(granted) => {
                example.permissions = granted.permissions.clone();
                example.notes.extend(granted.notes.iter().cloned());
            }
            None if granted.is_empty() => {}
            None => {
                let resources: Vec<&str> =
                    granted.iter().filter_map(|granted| granted.resource.as_deref()).collect();
                example.notes.push(format!(
                    "Its permissions are one of several tables of the page: {}.",
                    resources.join("; ")
                ));
                let message = "the page has several tables of permissions, and which is this path's can't be told; none is read".to_owned();
                warnings.push(Warning { line: example.request.line, message });
            }
        }
    }
}

/// The permissions for a path: the only ones, or those whose resource the path names.
fn own<'a>(granted: &'a [Granted], template: &Template) -> Option<&'a Granted> {
    if let [granted] = granted {
        return Some(granted);
    }
    let segments = template.segments();
    let words: Vec<String> =
        segments.iter().flatten().map(|word| singular(word).to_ascii_lowercase()).collect();
    // Where in the path the resource's word stands: the last one tells most.
    let place = |granted: &Granted| {
        let resource = granted.resource.as_deref()?.to_ascii_lowercase();
        let of_resource: Vec<String> =
            resource.split(|c: char| !c.is_ascii_alphanumeric()).map(singular).collect();
        words.iter().rposition(|word| of_resource.contains(word))
    };
    let best =
        granted.iter().filter_map(|granted| Some((place(granted)?, granted))).max_by_key(|(at, _)| *at)?;
    let is_only = granted.iter().filter(|granted| place(granted) == Some(best.0)).count() == 1;
    let all_same = || granted.iter().all(|other| other.permissions == best.1.permissions);
    (is_only || all_same()).then_some(best.1)
}

/// Names the declared paths that no example has, with their permissions where these are others.
fn note_others(examples: &mut [Example], declared: &[Declared], granted: &[Granted]) {
    let fits = |example: &Example, declared: &Declared| {
        let path = Url::parse(&example.request.url).path;
        let path = path.trim_end_matches('/');
        let (own, _) = Template::of(path, &example.templates);
        let theirs = Template::parse(&declared.path()).matching(path);
        example.request.method == declared.method && theirs.is_some_and(|(theirs, _)| own == theirs)
    };
    let others: Vec<&Declared> = declared
        .iter()
        .filter(|declared| !examples.iter().any(|example| fits(example, declared)))
        .filter(|declared| !declared.url.contains("://") || declared.url.contains("graph.microsoft"))
        .collect();
    let Some(first) = examples.first_mut() else { return };
    let mut notes: Vec<String> = others
        .iter()
        .take(OTHERS)
        .map(|declared| {
            let own = own(granted, &Template::parse(&declared.path()));
            let differs = own.filter(|own| own.permissions != first.permissions);
            let permissions = differs.map(|own| words(&own.permissions)).unwrap_or_default();
            format!("Also declared: `{} {}`{permissions}.", declared.method, declared.url)
        })
        .collect();
    if others.len() > OTHERS {
        notes.push(format!("And {} other paths.", others.len() - OTHERS));
    }
    first.notes.extend(notes);
}

/// ` (delegated: A; application: B)`
fn words(permissions: &Permissions) -> String {
    let lists = [
        ("delegated", &permissions.delegated),
        ("delegated, personal", &permissions.delegated_personal),
        ("application", &permissions.application),
    ];
    let lists: Vec<String> = lists
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(kind, names)| format!("{kind}: {}", names.join(", ")))
        .collect();
    if lists.is_empty() { String::new() } else { format!(" ({})", lists.join("; ")) }
}
