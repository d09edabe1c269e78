//! Tables in HTML, as pages have them whose cells hold lists or several paragraphs. Their cells keep their tags, which
//! [`plain`](super::text::plain) takes out.

use crate::read::escapes::unescaped_beside_tags;

/// A table, and how many lines it takes.
pub(super) struct Found {
    pub(super) length: usize,
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<(usize, Vec<String>)>,
}

/// Whether a line begins a table.
pub(super) fn begins_table(line: &str) -> bool {
    tag(line.trim_start()).is_some_and(|tag| tag == "table")
}

/// The table that the first of these lines begins; `None` if it begins none, or one without an end.
pub(super) fn table(lines: &[&str], number: usize) -> Option<Found> {
    lines.first().filter(|line| begins_table(line))?;
    let ends = |line: &&str| line.to_ascii_lowercase().contains("</table");
    let length = lines.iter().position(ends)? + 1;
    let text = lines.get(..length)?.join("\n");
    let mut rows: Vec<(usize, Vec<String>)> = Vec::new();
    // The cell that is open.
    let mut cell: Option<String> = None;
    let mut line = number;
    let mut pieces = text.split('<');
    line += pieces.next().unwrap_or_default().matches('\n').count();
    for piece in pieces {
        let (inside, behind) = piece.split_once('>').unwrap_or((piece, ""));
        let name = tag(&format!("<{inside}")).unwrap_or_default();
        let is_edge = matches!(name.trim_start_matches('/'), "tr" | "td" | "th" | "table");
        if is_edge && let (Some(text), Some((_, cells))) = (cell.take(), rows.last_mut()) {
            cells.push(text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        match (name.as_str(), &mut cell) {
            ("tr", _) => rows.push((line, Vec::new())),
            ("td" | "th", _) => cell = Some(unescaped_beside_tags(behind)),
            (_, Some(cell)) => cell.push_str(&format!("<{}", unescaped_beside_tags(piece))),
            _ => {}
        }
        line += piece.matches('\n').count();
    }
    rows.retain(|(_, cells)| !cells.is_empty());
    let (_, header) = if rows.is_empty() { return None } else { rows.remove(0) };
    Some(Found { length, header, rows })
}

/// The name of the tag that a text begins with, in small letters: `td`, `/td`.
fn tag(text: &str) -> Option<String> {
    let inside = text.strip_prefix('<')?;
    let end = inside.find(|c: char| !c.is_ascii_alphanumeric() && c != '/').unwrap_or(inside.len());
    inside.get(..end).map(str::to_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells() {
        let text = "<TABLE class=\"x\">\n<thead><tr><th>Property</th><th>Type</th></tr></thead>\n<tr>\n<td><b>a</b>\n</td><td colspan=\"2\">x &amp; <a href=\"y\">z</a></tr>\n<tr><td>b<td>c\n</table> \nafter";
        let lines: Vec<&str> = text.lines().collect();
        let found = table(&lines, 10).unwrap();
        assert_eq!((found.length, found.header), (7, vec!["Property".to_owned(), "Type".to_owned()]));
        let row = |line, cells: [&str; 2]| (line, cells.map(str::to_owned).to_vec());
        assert_eq!(found.rows, [row(12, ["<b>a</b>", "x & <a href=\"y\">z</a>"]), row(15, ["b", "c"])]);
    }

    #[test]
    fn what_is_no_table() {
        for text in ["text", "<tables>", "<table>\n<tr><td>x", "<table></table>", "|a|b|"] {
            assert!(table(&text.lines().collect::<Vec<_>>(), 1).is_none(), "{text}");
        }
    }
}
