//! A page as a list of parts: headings, comments, fences, tables, includes, lines of text.

use super::html;

/// A part of a page.
#[derive(Debug)]
pub(super) struct Part {
    /// Of its first line.
    pub(super) line: usize,
    pub(super) kind: Kind,
}

#[derive(Debug)]
pub(super) enum Kind {
    /// Its level, and its text.
    Heading(usize, String),
    /// `# [C#](#tab/csharp)`: the name of the tab.
    Tab(String),
    /// The text of an HTML comment.
    Comment(String),
    Fence {
        language: String,
        text: String,
        is_closed: bool,
    },
    /// The header's cells, and the rows with the line of each.
    Table(Vec<String>, Vec<(usize, Vec<String>)>),
    /// The path of a file that is included.
    Include(String),
    Text(String),
}

/// Whether the text has a fence, as pages have and bare messages don't.
pub(super) fn has_fence(text: &str) -> bool {
    text.lines().any(|line| fence(line).is_some())
}

/// Takes a page apart.
pub(super) fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let lines: Vec<&str> = text.lines().collect();
    let mut at = front_matter(&lines);
    while let Some(line) = lines.get(at) {
        let start = at;
        let rest = lines.get(at..).unwrap_or_default();
        let kind = if let Some((mark, language)) = fence(line) {
            let inside = rest.get(1..).unwrap_or_default();
            let length = inside.iter().take_while(|line| !is_end(line, mark)).count();
            at += length + 2;
            let before = line.len() - unmarked(line).len();
            let before = line.get(..before).unwrap_or_default();
            let lines = inside.get(..length).unwrap_or_default().iter().map(|line| inside_of(line, before));
            let text = lines.collect::<Vec<_>>().join("\n");
            Kind::Fence { language: language.to_ascii_lowercase(), text, is_closed: length < inside.len() }
        } else if line.trim_start().starts_with("<!--") {
            let length = rest.iter().take_while(|line| !line.contains("-->")).count() + 1;
            at += length;
            let text = rest.get(..length).unwrap_or(rest).join("\n");
            let text = text.trim().trim_start_matches("<!--");
            Kind::Comment(text.split("-->").next().unwrap_or_default().trim().to_owned())
        } else if let Some(found) = html::table(rest, start + 1) {
            at += found.length;
            Kind::Table(found.header, found.rows)
        } else if line.trim_start().starts_with('|') {
            let length = rest.iter().take_while(|line| line.trim_start().starts_with('|')).count();
            at += length;
            table(rest.get(..length).unwrap_or_default(), start + 1)
        } else if line.contains('|') && rest.get(1).is_some_and(|next| is_bare_rule(next)) {
            let length = rest.iter().take_while(|line| line.contains('|')).count();
            at += length;
            table(rest.get(..length).unwrap_or_default(), start + 1)
        } else {
            at += 1;
            single(line)
        };
        parts.push(Part { line: start + 1, kind });
    }
    parts
}

/// How many lines the block between `---` at the beginning has.
fn front_matter(lines: &[&str]) -> usize {
    if lines.first().is_none_or(|line| line.trim_end() != "---") {
        return 0;
    }
    let end = lines.iter().skip(1).position(|line| line.trim_end() == "---");
    end.map_or(0, |end| end + 2)
}

/// A line without its indentation, and without the marks of a quotation.
fn unmarked(line: &str) -> &str {
    line.trim_start_matches([' ', '\t', '>'])
}

/// A line of a fence, without what stands before the fence itself.
/// <https://spec.commonmark.org/0.31.2/#fenced-code-blocks>
fn inside_of<'a>(line: &'a str, before: &str) -> &'a str {
    if let Some(rest) = line.strip_prefix(before) {
        return rest;
    }
    let marks = before.trim_end();
    let quoted = line.strip_prefix(marks).filter(|_| !marks.is_empty()).unwrap_or(line);
    let indented = quoted.len() - quoted.trim_start().len();
    quoted.get(indented.min(before.len() - marks.len())..).unwrap_or(quoted)
}

/// The line under the header of a table without borders: `--- | :---`.
fn is_bare_rule(line: &str) -> bool {
    line.contains('|')
        && line.contains("--")
        && line.chars().all(|c| matches!(c, '-' | ':' | '|' | ' ' | '\t'))
}

/// A fence's mark and the language behind it.
fn fence(line: &str) -> Option<(&str, &str)> {
    let line = unmarked(line);
    let c = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = line.chars().take_while(|next| *next == c).count();
    let (mark, language) = line.split_at_checked(length)?;
    let language = language.trim();
    (length >= 3 && !language.contains('`')).then_some((mark, language))
}

fn is_end(line: &str, mark: &str) -> bool {
    let line = unmarked(line).trim_end();
    line.starts_with(mark) && line.trim_start_matches(['`', '~']).is_empty()
}

fn single(line: &str) -> Kind {
    let text = line.trim();
    let level = text.bytes().take_while(|b| *b == b'#').count();
    let after = text.get(level..).unwrap_or_default();
    if let Some(tab) = after.trim_start().strip_prefix('[').and_then(|text| text.split_once("](#tab/")) {
        return Kind::Tab(tab.0.to_owned());
    }
    if (1..=6).contains(&level) && after.starts_with([' ', '\t']) {
        return Kind::Heading(level, after.trim_matches(['#', ' ', '\t']).to_owned());
    }
    let lower = text.to_ascii_lowercase();
    let include = lower.find("[!include").and_then(|at| text.get(at..)?.split_once("](")?.1.split_once(')'));
    match include {
        Some((path, _)) => Kind::Include(path.trim().to_owned()),
        None => Kind::Text(line.to_owned()),
    }
}

fn table(lines: &[&str], first: usize) -> Kind {
    let mut rows = lines.iter().zip(first..).map(|(line, number)| (number, cells(line)));
    let header = rows.next().map(|(_, cells)| cells).unwrap_or_default();
    let is_rule =
        |cells: &Vec<String>| cells.iter().all(|cell| cell.chars().all(|c| matches!(c, '-' | ':' | ' ')));
    Kind::Table(header, rows.filter(|(_, cells)| !is_rule(cells)).collect())
}

/// The cells of a row; a `\|` is none of its borders.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim().replace("\\|", "\u{1}");
    let line = line.strip_prefix('|').unwrap_or(&line);
    let line = line.strip_suffix('|').unwrap_or(line);
    line.split('|').map(|cell| cell.trim().replace('\u{1}', "|")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_page() {
        let text = "---\ntitle: x\n---\n# Title #\n<!-- {\n \"a\": 1 } -->\n```http\nGET /a\n```\n# [C#](#tab/c)\n[!INCLUDE [x](../y.md)]\n| a | b\\|c |\n|:--|--|\n| `d` | [e](f) |\n~~~\nopen";
        let kinds: Vec<String> =
            parts(text).iter().map(|part| format!("{} {:?}", part.line, part.kind)).collect();
        assert_eq!(
            kinds,
            [
                "4 Heading(1, \"Title\")",
                "5 Comment(\"{\\n \\\"a\\\": 1 }\")",
                "7 Fence { language: \"http\", text: \"GET /a\", is_closed: true }",
                "10 Tab(\"C#\")",
                "11 Include(\"../y.md\")",
                "12 Table([\"a\", \"b|c\"], [(14, [\"`d`\", \"[e](f)\"])])",
                "15 Fence { language: \"\", text: \"open\", is_closed: false }",
            ]
        );
    }
}
