//! The examples of a page: its messages in pairs, each with what the page says of its path.

use graph_endpoint_schema::naming::singular;

use super::pair::pair;
use super::permissions::Granted;
use super::{Page, Warning, blocks};
use crate::read::escapes::unescaped;
use crate::read::http::{request_line, unasked};
use crate::read::{Example, Permissions, Request};
use crate::shape::is_guid;
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
    /// With a placeholder where the page left an id of its example.
    fn path(&self) -> String {
        let path = Url::parse(&self.url).path;
        let segments = path.split('/').map(|segment| if is_guid(segment) { "{id}" } else { segment });
        segments.collect::<Vec<_>>().join("/")
    }
}

pub(super) fn examples(page: Page, warnings: &mut Vec<Warning>) -> Vec<Example> {
    let declared = declared(&page, warnings);
    let entries = blocks::entries(&page.blocks, method_of(&declared), warnings);
    let (mut examples, left) = pair(entries, warnings);
    only_graphs(&mut examples, warnings);
    without_mentions(&mut examples, &declared);
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
        example.response_name.clone_from(&page.response_name);
    }
    let one = |example: &Example| (example.request.method.clone(), path_of(example));
    if examples.windows(2).all(|pair| matches!(pair, [a, b] if one(a) == one(b))) {
        // The page's own description says it better than the heading of an example does.
        examples.iter_mut().for_each(|example| example.heading = None);
    }
    not_answered(&examples, warnings);
    permit(&mut examples, &page.granted, warnings);
    note_others(&mut examples, &declared, &page.granted);
    examples
}

/// The method that all declared paths have.
fn method_of(declared: &[Declared]) -> Option<&'static str> {
    let (first, rest) = declared.split_first()?;
    rest.iter().all(|other| other.method == first.method).then_some(first.method)
}

/// Leaves out what only says a declared path again, as notes do, where there are calls.
fn without_mentions(examples: &mut Vec<Example>, declared: &[Declared]) {
    let is_mention = |example: &Example| {
        let request = &example.request;
        let says = |declared: &Declared| declared.method == request.method && declared.url == request.url;
        request.body.is_none()
            && request.headers.is_empty()
            && example.responses.is_empty()
            && request.url.starts_with('/')
            && declared.iter().any(says)
    };
    if examples.iter().any(|example| !is_mention(example)) {
        examples.retain(|example| !is_mention(example));
    }
}

/// Leaves out requests to other hosts, such as the PUT to an upload's URL: their paths are no paths of Graph's.
fn only_graphs(examples: &mut Vec<Example>, warnings: &mut Vec<Warning>) {
    let is_graphs = |example: &Example| {
        let host = example.request.url.split_once("://").map(|(_, rest)| rest.split(['/', '?']).next());
        host.flatten().is_none_or(|host| host.contains("graph") || host.contains(['{', '<', '[']))
    };
    if !examples.iter().any(is_graphs) {
        return;
    }
    examples.retain(|example| {
        let is_graphs = is_graphs(example);
        if !is_graphs {
            let message = "this request goes to another host than Graph's, as an upload's or a download's URL does; it is not declared";
            warnings.push(Warning { line: example.request.line, message: message.to_owned() });
        }
        is_graphs
    });
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
    for block in page.blocks.iter().filter(|block| block.declares) {
        for (line, number) in block.text.lines().zip(block.line..) {
            match request_line(line) {
                Some((method, url)) => found.push(Declared { method, url: unescaped(url), line: number }),
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

/// Says which requests have no response on a page that shows those of others.
fn not_answered(examples: &[Example], warnings: &mut Vec<Warning>) {
    if examples.iter().all(|example| example.responses.is_empty()) {
        return;
    }
    let silent =
        examples.iter().filter(|example| example.request.method == "GET" && example.responses.is_empty());
    warnings.extend(silent.map(|example| {
        let message = "no response is shown for this request; none is read".to_owned();
        Warning { line: example.request.line, message }
    }));
}

/// The path with its placeholders, as the page declares it.
fn path_of(example: &Example) -> Template {
    let path = Url::parse(&example.request.url).path;
    Template::of(path.trim_end_matches('/'), &example.templates).0
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
                let of_one = |granted: &Granted| {
                    let resource = granted.resource.as_deref().unwrap_or("another resource");
                    let is_said = resource.to_ascii_lowercase().starts_with("permission");
                    let start = if is_said { "" } else { "Permissions for " };
                    let lists = words(&granted.permissions);
                    format!("{start}{resource}: {}.", lists.trim_matches([' ', '(', ')']))
                };
                example.notes.extend(granted.iter().map(of_one));
                let message = "the page has several tables of permissions, and which is this path's can't be told; they are in the doc comment, not in the attribute".to_owned();
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
    let is_same = |example: &Example, declared: &Declared| {
        example.request.method == declared.method
            && is_same_function(&declared.path(), &Url::parse(&example.request.url).path)
    };
    let others: Vec<&Declared> = declared
        .iter()
        .filter(|declared| {
            !examples.iter().any(|example| fits(example, declared) || is_same(example, declared))
        })
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

/// Whether both paths call the same function: pages declare one without its parameters, or without their quotes.
fn is_same_function(declared: &str, called: &str) -> bool {
    let called = called.trim_end_matches(')').rsplit_once('(');
    let Some((called, arguments)) = called else { return false };
    let (declared, parameters) = declared.trim_end_matches(')').rsplit_once('(').unwrap_or((declared, ""));
    let names = |list: &str| {
        let names =
            list.split(',').filter_map(|part| Some(part.split_once('=')?.0.trim().to_ascii_lowercase()));
        names.collect::<Vec<_>>()
    };
    let is_parameters = parameters.is_empty() || names(parameters) == names(arguments);
    is_parameters && Template::parse(declared).matching(called).is_some()
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
    if lists.is_empty() { " (none)".to_owned() } else { format!(" ({})", lists.join("; ")) }
}
