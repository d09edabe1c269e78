//! Documentation pages: `http` fences and those beside them, the declared paths, title, first paragraph, permissions, and
//! tables of properties. What is neither read nor known to be of no interest is a warning.

mod blocks;
mod html;
mod markdown;
mod members;
mod pair;
mod permissions;
mod properties;
mod requests;
mod text;

use self::blocks::Block;
use self::markdown::Kind;
use self::permissions::Granted;
use self::text::plain;
use super::{Example, Property, Warning};

/// Whether the text is a page and not a bare message.
pub(super) fn is_page(text: &str) -> bool {
    markdown::has_fence(text)
}

/// Reads the examples of a page; for a page without any, each declared path is one.
pub(super) fn read(
    text: &str,
    include: &mut dyn FnMut(&str) -> Option<String>,
    warnings: &mut Vec<Warning>,
) -> Vec<Example> {
    let page = Page::read(text, include, warnings);
    requests::examples(page, warnings)
}

/// A table, with the headings that it stands under.
#[derive(Debug)]
struct Table {
    line: usize,
    headings: Vec<String>,
    header: Vec<String>,
    rows: Vec<(usize, Vec<String>)>,
}

/// What stands on a page.
#[derive(Default)]
struct Page {
    title: Option<String>,
    description: Option<String>,
    granted: Vec<Granted>,
    properties: Vec<Property>,
    blocks: Vec<Block>,
    /// What was not there.
    notes: Vec<String>,
    /// What the response's object is called in the prose on it.
    response_name: Option<String>,
    headings: Vec<(usize, String)>,
    /// The names in the prose since the last heading.
    named: Vec<String>,
}

impl Page {
    fn read(
        text: &str,
        include: &mut dyn FnMut(&str) -> Option<String>,
        warnings: &mut Vec<Warning>,
    ) -> Self {
        let mut page = Self::default();
        let mut annotation = None;
        let mut tab = None;
        for part in markdown::parts(text) {
            match part.kind {
                Kind::Heading(level, text) => {
                    page.headings.retain(|(above, _)| *above < level);
                    if level == 1 && page.title.is_none() {
                        page.title = Some(plain(&text));
                    }
                    page.headings.push((level, plain(&text)));
                    page.named.clear();
                    (annotation, tab) = (None, None);
                }
                Kind::Tab(name) => tab = Some(name),
                Kind::Comment(text) => annotation = blocks::annotation(&text).or(annotation),
                Kind::Fence { language, text, is_closed } => {
                    if !is_closed {
                        let message =
                            "this fence has no end; what follows is read as if it stood in it".to_owned();
                        warnings.push(Warning { line: part.line, message });
                    }
                    let headings = page.heading_texts();
                    page.blocks.push(Block {
                        language,
                        text,
                        line: part.line + 1,
                        headings,
                        annotation: annotation.take(),
                        declares: false,
                    });
                }
                Kind::Table(header, rows) => {
                    let headings = page.heading_texts();
                    page.table(Table { line: part.line, headings, header, rows }, warnings);
                }
                Kind::Include(path) => page.include(&path, part.line, tab.as_deref(), include, warnings),
                Kind::Text(line) => page.text(&line, part.line, warnings),
            }
        }
        blocks::find_declarations(&mut page.blocks);
        page
    }

    fn heading_texts(&self) -> Vec<String> {
        self.headings.iter().map(|(_, text)| text.clone()).collect()
    }

    fn table(&mut self, table: Table, warnings: &mut Vec<Warning>) {
        if permissions::is_table(&table) {
            self.granted.extend(permissions::read(&table, warnings));
        } else if !members::read(&table, &self.named, &mut self.properties) {
            self.properties.extend(properties::read(&table, warnings));
        }
    }

    /// A line of prose: the first one after the title describes the operation; one that looks like a request is missed.
    fn text(&mut self, line: &str, number: usize, warnings: &mut Vec<Warning>) {
        if blocks::looks_like_request(line) {
            let message =
                "this looks like a request, but stands outside of a fence; it is not read".to_owned();
            return warnings.push(Warning { line: number, message });
        }
        let line = line.trim();
        self.named.extend(members::named(line));
        if html::begins_table(line) {
            let message = "this table in HTML has no end; it is not read".to_owned();
            warnings.push(Warning { line: number, message });
        }
        if self.response_name.is_none() && self.is_on_response() {
            self.response_name = text::resource(line);
        }
        let is_prose =
            line.starts_with(|c: char| c.is_alphabetic() || c == '[') && !line.starts_with("Namespace:");
        if self.description.is_none() && self.headings.len() == 1 && is_prose {
            self.description = Some(plain(line));
        }
    }

    /// Whether the text stands in the page's own section on the response, and not in that of an example.
    fn is_on_response(&self) -> bool {
        let is_response = |text: &str| text.to_ascii_lowercase().starts_with("response");
        matches!(self.headings.as_slice(), [_, (2 | 3, last)] if is_response(last))
    }

    /// Permissions are often in a file of their own; other files hold samples in other languages, or notes.
    fn include(
        &mut self,
        path: &str,
        line: usize,
        tab: Option<&str>,
        include: &mut dyn FnMut(&str) -> Option<String>,
        warnings: &mut Vec<Warning>,
    ) {
        let lower = path.to_ascii_lowercase();
        let under =
            |word: &str| self.headings.iter().any(|(_, text)| text.to_ascii_lowercase().contains(word));
        // Beta, national clouds, the Graph Explorer: nothing that a declaration could say.
        let is_known = ["disclaimer", "-tip", "support", "cloud", "namespace", "snippets", "/global-"]
            .iter()
            .any(|word| lower.contains(word));
        if tab.is_some() || is_known && !lower.contains("permissions/") {
            return;
        }
        let is_note = ["rbac", "note"].iter().any(|word| lower.contains(word));
        if is_note && !lower.contains("permissions/") {
            let message = format!(
                "the note `{path}` is included here; it is not read: see whether it names a role or a limit"
            );
            return warnings.push(Warning { line, message });
        }
        if !(under("permission") || lower.contains("permission")) {
            let message = format!("the file `{path}` is included here; it is not read");
            return warnings.push(Warning { line, message });
        }
        match include(path) {
            Some(text) => {
                let mut found = false;
                for part in markdown::parts(&text) {
                    if let Kind::Table(header, rows) = part.kind {
                        let rows = rows.into_iter().map(|(_, cells)| (line, cells)).collect();
                        self.table(Table { line, headings: self.heading_texts(), header, rows }, warnings);
                        found = true;
                    }
                }
                if !found {
                    let message = format!("there is no table in `{path}`; no permissions are read from it");
                    warnings.push(Warning { line, message });
                }
            }
            None => {
                let name = path.rsplit('/').next().unwrap_or(path);
                self.notes.push(format!("Its permissions stand in `{name}`, which was not beside the page."));
                let message = format!(
                    "the permissions are in `{path}`, which isn't there; put it beside the page, or write them by hand"
                );
                warnings.push(Warning { line, message });
            }
        }
    }
}

#[cfg(test)]
mod tests;
