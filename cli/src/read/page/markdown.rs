//! A page as a list of parts: headings, comments, fences, tables, includes, lines of text.

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
            let text = inside.get(..length).unwrap_or_default().join("\n");
            Kind::Fence { language: language.to_ascii_lowercase(), text, is_closed: length < inside.len() }
        } else if line.trim_start().starts_with("<!--") {
            let length = rest.iter().take_while(|line| !line.contains("-->")).count() + 1;
            at += length;
            let text = rest.get(..length).unwrap_or(rest).join("\n");
            let text = text.trim().trim_start_matches("<!--");
            Kind::Comment(text.split("-->").next().unwrap_or_default().trim().to_owned())
        } else if line.trim_start().starts_with('|') {
            let length = rest.iter().take_while(|line| line.trim_start().starts_with('|')).count();
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

/// A fence's mark and the language behind it.
fn fence(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start().trim_start_matches("> ");
    let c = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = line.chars().take_while(|next| *next == c).count();
    let (mark, language) = line.split_at_checked(length)?;
    let language = language.trim();
    (length >= 3 && !language.contains('`')).then_some((mark, language))
}

fn is_end(line: &str, mark: &str) -> bool {
    let line = line.trim().trim_start_matches("> ");
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

/// Text without links, tags and emphasis.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let text =
        ["<br>", "<br/>", "<br />", "</br>"].iter().fold(text.to_owned(), |text, tag| text.replace(tag, " "));
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('[') {
        let Some((text, link)) = after.split_once("](") else { break };
        let Some((_, behind)) = link.split_once(')') else { break };
        out.push_str(before);
        out.push_str(text);
        rest = behind;
    }
    out.push_str(rest);
    let out = out.replace("**", "").replace("\\_", "_").replace("\\*", "*").replace("&nbsp;", " ");
    out.split_whitespace().collect::<Vec<_>>().join(" ")
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
        assert_eq!(plain("the [team](x.md)<br>of **one**"), "the team of one");
    }
}
