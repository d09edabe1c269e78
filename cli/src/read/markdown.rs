//! Documentation pages: `http` fences, the "HTTP request" section with the declared paths, title, first paragraph and
//! permissions table.

use super::http::{self, Message};
use super::{Example, Permissions, ReadError};

/// Whether the text is a page and not a bare message.
pub(super) fn is_page(text: &str) -> bool {
    text.lines().any(|line| fence(line).is_some())
}

/// Reads the examples of a page; for a page without any, each declared path is one.
pub(super) fn read(text: &str) -> Result<Vec<Example>, ReadError> {
    let page = Page::read(text);
    let mut declared: Vec<(String, String)> = Vec::new();
    let mut messages: Vec<Message> = Vec::new();
    for block in &page.blocks {
        if block.declares {
            declared.extend(
                block.text.lines().filter_map(http::request_line).map(|(m, u)| (m.to_owned(), u.to_owned())),
            );
        } else {
            messages.extend(http::messages(&block.text, block.line)?);
        }
    }
    let mut examples = http::pair(messages);
    if examples.is_empty() {
        examples = declared
            .iter()
            .map(|(method, url)| Example {
                request: super::Request {
                    method: method.clone(),
                    url: url.clone(),
                    ..super::Request::default()
                },
                ..Example::default()
            })
            .collect();
    }
    for example in &mut examples {
        example.title.clone_from(&page.title);
        example.description.clone_from(&page.description);
        example.permissions.clone_from(&page.permissions);
        example.templates = declared
            .iter()
            .filter(|(method, _)| *method == example.request.method)
            .map(|(_, url)| crate::url::Url::parse(url).path)
            .collect();
    }
    Ok(examples)
}

/// A fence's mark and the language behind it.
fn fence(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start();
    let length = line.bytes().take_while(|b| *b == b'`').count();
    if length < 3 {
        return None;
    }
    let (mark, language) = line.split_at_checked(length)?;
    Some((mark, language.trim()))
}

struct Block {
    text: String,
    /// Of its first line.
    line: usize,
    /// Whether it stands under "HTTP request".
    declares: bool,
}

#[derive(Default)]
struct Page {
    title: Option<String>,
    description: Option<String>,
    permissions: Permissions,
    blocks: Vec<Block>,
}

impl Page {
    fn read(text: &str) -> Self {
        let mut page = Self::default();
        let mut heading = String::new();
        let mut least_privileged_last = false;
        let mut lines = text.lines().zip(1..);
        let mut in_comment = false;
        while let Some((line, number)) = lines.next() {
            in_comment |= line.contains("<!--");
            if in_comment {
                in_comment = !line.contains("-->");
                continue;
            }
            if let Some((mark, language)) = fence(line) {
                let mut text = String::new();
                for (line, _) in lines.by_ref() {
                    if line.trim().starts_with(mark) && line.trim().trim_start_matches('`').is_empty() {
                        break;
                    }
                    text.push_str(line);
                    text.push('\n');
                }
                let is_http = language.is_empty() || language.to_ascii_lowercase().starts_with("http");
                if is_http {
                    let declares = heading.eq_ignore_ascii_case("http request");
                    page.blocks.push(Block { text, line: number + 1, declares });
                }
            } else if line.starts_with('#') {
                line.trim_matches(['#', ' ']).clone_into(&mut heading);
                if line.starts_with("# ") && page.title.is_none() {
                    page.title = Some(heading.clone());
                }
            } else if line.starts_with('|') {
                least_privileged_last |= line.contains("from most to least");
                page.permissions_row(line, least_privileged_last);
            } else if page.description.is_none() && page.title.as_ref() == Some(&heading) {
                page.description = paragraph(line);
            }
        }
        page
    }

    fn permissions_row(&mut self, line: &str, least_privileged_last: bool) {
        let mut cells = line.trim_matches('|').split('|').map(str::trim);
        let kind = cells.next().unwrap_or_default().to_ascii_lowercase();
        let list = if kind.starts_with("delegated (work") {
            &mut self.permissions.delegated
        } else if kind.starts_with("delegated (personal") {
            &mut self.permissions.delegated_personal
        } else if kind == "application" {
            &mut self.permissions.application
        } else {
            return;
        };
        let mut names: Vec<String> = cells
            .flat_map(|cell| cell.split([',', ' ']))
            .map(|name| name.trim_matches(['.', ';', '*']))
            .filter(|name| is_permission(name))
            .map(str::to_owned)
            .collect();
        if least_privileged_last {
            names.reverse();
        }
        list.extend(names);
    }
}

/// `User.Read.All`; the cells also say "Not supported." and other things.
fn is_permission(name: &str) -> bool {
    name.contains('.')
        && name.split('.').all(|word| {
            word.starts_with(|c: char| c.is_ascii_uppercase())
                && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        })
}

/// The first line of prose after the title, its links as their text.
fn paragraph(line: &str) -> Option<String> {
    let line = line.trim();
    let is_prose = line.starts_with(|c: char| c.is_alphabetic()) && !line.starts_with("Namespace:");
    if !is_prose {
        return None;
    }
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('[') {
        let Some((text, link)) = after.split_once("](") else { break };
        let Some((_, behind)) = link.split_once(')') else { break };
        out.push_str(before);
        out.push_str(text);
        rest = behind;
    }
    out.push_str(rest);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "---\ntitle: x\n---\n\n# Change a thing\n\nNamespace: microsoft.graph\n\nChange the [thing](../thing.md) of a user.\n\n## Permissions\n|Permission type|Permissions (from most to least privileged)|\n|:---|:---|\n|Delegated (work or school account)|Thing.ReadWrite.All, Thing.ReadWrite|\n|Delegated (personal Microsoft account)|Not supported.|\n|Application|Thing.ReadWrite.All|\n\n## HTTP request\n<!-- {\n \"blockType\": \"ignored\" } -->\n``` http\nPATCH /users/{id | userPrincipalName}/things/{thing-id}\nGET /me\n```\n## Examples\n### Request\n``` http\nPATCH https://graph.microsoft.com/v1.0/users/a/things/b\n\n{\"n\": 1}\n```\n### Response\n``` http\nHTTP/1.1 204 No Content\n```\n";

    #[test]
    fn a_page() {
        let examples = read(PAGE).unwrap();
        assert_eq!(examples.len(), 1);
        let example = &examples[0];
        assert_eq!(example.title.as_deref(), Some("Change a thing"));
        assert_eq!(example.description.as_deref(), Some("Change the thing of a user."));
        assert_eq!(example.templates, ["/users/{id | userPrincipalName}/things/{thing-id}"]);
        assert_eq!(example.permissions.delegated, ["Thing.ReadWrite", "Thing.ReadWrite.All"]);
        assert!(example.permissions.delegated_personal.is_empty());
        assert_eq!(example.request.body.as_deref(), Some("{\"n\": 1}"));
        assert_eq!(example.responses[0].status, 204);
    }

    #[test]
    fn a_page_without_an_example() {
        let examples = read("## HTTP request\n```http\nGET /users/{id}\n```\n").unwrap();
        assert_eq!(examples[0].request.url, "/users/{id}");
    }
}
