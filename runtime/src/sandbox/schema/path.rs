//! From the path of a request to a place of the schema: values are told from names by trying.

use graph_endpoint_schema::path::PathTemplate;
use graph_endpoint_schema::resolve::Place;
use graph_endpoint_schema::snapshot::Snapshot;

use super::refusal;
use crate::sandbox::SandboxError;

/// Where the path below the version leads; `None` for what isn't written as the schema's paths are.
pub(super) fn resolve<'s>(snapshot: &'s Snapshot, path: &str) -> Result<Option<Place<'s>>, SandboxError> {
    let mut segments = segments(path);
    // Where a value was put in place of a word that could be a misspelt name, and the word.
    let mut tried: Option<(usize, String)> = None;
    loop {
        let text: String = segments.iter().map(|segment| format!("/{segment}")).collect();
        let (template, problems) = PathTemplate::parse(&text);
        if !problems.is_empty() {
            return Ok(None);
        }
        let at = match snapshot.resolve(&template) {
            Ok(place) => return Ok(Some(place)),
            Err(problem) => index_of(&segments, problem.range.start),
        };
        if let Some((_, word)) = tried.as_ref().filter(|(before, _)| *before == at) {
            return Err(refusal::segment(word));
        }
        let Some(segment) = segments.get_mut(at) else { return Ok(None) };
        let is_name = at == 0 || segment.contains(['(', '<', '$']);
        if is_name {
            return Err(refusal::segment(segment.split('(').next().unwrap_or_default()));
        }
        let word = std::mem::replace(segment, format!("<key{at}>"));
        tried = Some((at, word));
    }
}

/// The segments with what only values hold as placeholders: what is encoded, what stands in quotes, files by their paths.
fn segments(path: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut is_file = false;
    for (at, segment) in path.split('/').filter(|segment| !segment.is_empty()).enumerate() {
        if is_file {
            // `:/a/b:` is one run of segments up to the colon that closes it.
            is_file = !segment.ends_with(':');
            if let (Some(last), false) = (all.last_mut(), is_file) {
                last.push(':');
            }
            continue;
        }
        if segment.ends_with(':') && !all.is_empty() {
            is_file = true;
            all.push(if segment.contains('%') { format!("<key{at}>:") } else { segment.to_owned() });
            all.push(format!("<file{at}..>"));
        } else {
            all.push(without_values(segment, at));
        }
    }
    all
}

fn without_values(segment: &str, at: usize) -> String {
    if segment.contains('(') {
        // `name='value'`, of which the value can hold whatever is encoded.
        let parts = segment.split('\'').enumerate();
        return parts
            .map(|(part, text)| if part % 2 == 1 { format!("'<text{at}x{part}>'") } else { text.to_owned() })
            .collect();
    }
    if segment.contains(['%', '\'', ',', '@']) { format!("<key{at}>") } else { segment.to_owned() }
}

/// The segment that holds this byte of the path which they make.
fn index_of(segments: &[String], byte: usize) -> usize {
    let mut end = 0;
    let ends = segments.iter().map(|segment| {
        end += 1 + segment.len();
        end
    });
    ends.take_while(|end| *end <= byte).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_become_placeholders() {
        let written = |path| segments(path).join("/");
        assert_eq!(written("/users/a%20b/manager"), "users/<key1>/manager");
        assert_eq!(written("/users('a%27%27b')/manager"), "users('<text0x1>')/manager");
        assert_eq!(written("/me/drive/root:/a%20b/c.txt:/content"), "me/drive/root:/<file2..>:/content");
        assert_eq!(written("/me/drive/root:/a/b"), "me/drive/root:/<file2..>");
        assert_eq!(written("/users/ann@contoso.com"), "users/<key1>");
    }

    #[test]
    fn a_byte_is_of_the_segment_around_it() {
        let segments = ["users", "a", "manager"].map(str::to_owned);
        let of = |byte| index_of(&segments, byte);
        assert_eq!([0, 1, 5, 6, 7, 8, 15, 99].map(of), [0, 0, 0, 1, 1, 2, 2, 3]);
    }
}
