//! Prose and cells without their marks: links, tags, emphasis.

/// What HTML's tags in cells leave behind: nothing, or a space where they divide words.
const TAGS: &[(&str, &str)] = &[
    ("a", ""),
    ("b", ""),
    ("br", " "),
    ("code", ""),
    ("em", ""),
    ("i", ""),
    ("li", " "),
    ("ol", " "),
    ("p", " "),
    ("span", ""),
    ("strong", ""),
    ("ul", " "),
];

/// Text without links, tags and emphasis.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let text = without_tags(text);
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        match link(after) {
            Some((text, _, behind)) => {
                out.push_str(text);
                rest = behind;
            }
            None => {
                out.push('[');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    let out = out.replace("**", "").replace("\\_", "_").replace("\\*", "*").replace("&nbsp;", " ");
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A link behind its `[`: its text, where it leads to, and what follows. `[text](to)`, `[text][to]`, `[text][]`.
fn link(after: &str) -> Option<(&str, &str, &str)> {
    let (text, rest) = after.split_once(']')?;
    let (end, rest) = match rest.split_at_checked(1)? {
        ("(", rest) => (')', rest),
        ("[", rest) => (']', rest),
        _ => return None,
    };
    let (to, behind) = rest.split_once(end)?;
    (!text.contains('[')).then_some((text, to, behind))
}

/// The type that a sentence on a response links to: `a [user](../resources/user.md) object in the response body`.
pub(super) fn resource(line: &str) -> Option<String> {
    let mut rest = line;
    while let Some((_, after)) = rest.split_once('[') {
        rest = after;
        let Some((text, to, behind)) = link(after) else { continue };
        let text = text.trim_matches(['*', '`']);
        let is_name = text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.chars().all(|c| c.is_ascii_alphanumeric());
        if is_name && (to.contains("resources/") || to.is_empty() || to.ends_with("-resource")) {
            return Some(text.to_owned());
        }
        rest = behind;
    }
    None
}

/// Text without HTML's tags; other things in `<>` are placeholders and stay. A footnote goes with its tag.
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let tag = after.split_once('>').and_then(|(tag, behind)| Some((replaced(tag)?, name(tag), behind)));
        rest = match tag {
            Some((_, "sup" | "sub", behind)) if !after.starts_with('/') => behind
                .split_once("</")
                .and_then(|(_, end)| end.split_once('>'))
                .map_or("", |(_, behind)| behind),
            Some((left, _, behind)) => {
                out.push_str(left);
                behind
            }
            None => {
                out.push('<');
                after
            }
        };
    }
    out.push_str(rest);
    out
}

fn name(tag: &str) -> &str {
    let tag = tag.trim_start_matches('/');
    let end = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
    let name = tag.get(..end).unwrap_or_default();
    let notes = ["sup", "sub"];
    notes.into_iter().find(|note| note.eq_ignore_ascii_case(name)).unwrap_or(name)
}

/// What a tag leaves behind; `None` for what is no tag.
fn replaced(tag: &str) -> Option<&'static str> {
    let name = name(tag);
    if matches!(name, "sup" | "sub") {
        return Some("");
    }
    TAGS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, left)| *left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks() {
        for (text, expected) in [
            ("the [team](x.md)<br>of **one**", "the team of one"),
            ("A<BR/>B<br />C</br>D", "A B C D"),
            ("User.Read<sup>1</sup>, Mail.Read<SUP>[2](#n)</SUP>.", "User.Read, Mail.Read."),
            ("<ul><li>one</li><li>two</li></ul>", "one two"),
            ("<a href=\"x\">team</a> of <user id> < 3", "team of <user id> < 3"),
            ("a<sup>1", "a"),
            ("an [driveItem][item-resource] in a [list][], [sic] [a", "an driveItem in a list, [sic] [a"),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }
}
