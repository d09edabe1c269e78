//! `.http` files, as editors send them: requests between `###` lines, `@name = value` variables, comments.
//! A file with one bare message is the same without any of it.

use super::{Example, ReadError, Warning, http};

/// Reads every request of the file.
pub(super) fn read(text: &str, warnings: &mut Vec<Warning>) -> Result<Vec<Example>, ReadError> {
    let variables = variables(text);
    let mut examples = Vec::new();
    let mut section = Section::default();
    for (line, number) in text.lines().zip(1..) {
        if let Some(title) = line.strip_prefix("###") {
            section.finish(&variables, &mut examples, warnings)?;
            section = Section { title: title_of(title), first_line: number + 1, ..Section::default() };
            continue;
        }
        section.line(line, number);
    }
    section.finish(&variables, &mut examples, warnings)?;
    Ok(examples)
}

/// What stands between two `###` lines.
struct Section {
    title: Option<String>,
    first_line: usize,
    /// Comment and variable lines are blank, so that the numbers stay right.
    text: String,
    in_message: bool,
    /// The first line that is neither a comment, nor a variable, nor a message's.
    stray: Option<usize>,
}

impl Default for Section {
    fn default() -> Self {
        Self { title: None, first_line: 1, text: String::new(), in_message: false, stray: None }
    }
}

impl Section {
    fn line(&mut self, line: &str, number: usize) {
        if !self.in_message {
            if let Some(name) = line.trim_start_matches(['#', '/', ' ']).strip_prefix("@name") {
                self.title = title_of(name.trim_start_matches([' ', '=']));
            }
            self.in_message = http::request_line(line).is_some();
            let is_known =
                line.trim().is_empty() || line.starts_with(['#', '@', '<', '>']) || line.starts_with("//");
            if !self.in_message && !is_known {
                self.stray = self.stray.or(Some(number));
            }
        }
        // Scripts, and references to saved responses, are the editor's.
        let is_editors = line.starts_with("<> ") || line.starts_with("> {%") || line.starts_with("> ");
        if self.in_message && !is_editors {
            self.text.push_str(line);
        }
        self.text.push('\n');
    }

    fn finish(
        &self,
        variables: &[(String, String)],
        examples: &mut Vec<Example>,
        warnings: &mut Vec<Warning>,
    ) -> Result<(), ReadError> {
        if let Some(line) = self.stray {
            let message = "this text stands before the request line; it is not read".to_owned();
            warnings.push(Warning { line, message });
        }
        let text = substituted(&self.text, variables);
        let messages = http::messages(&text, self.first_line, warnings)?;
        let mut found = http::pair(messages, warnings);
        if let Some(first) = found.first_mut() {
            first.title.clone_from(&self.title);
        }
        examples.append(&mut found);
        Ok(())
    }
}

fn title_of(text: &str) -> Option<String> {
    let text = text.trim_matches(['#', ' ', '\t']);
    (!text.is_empty()).then(|| text.to_owned())
}

fn variables(text: &str) -> Vec<(String, String)> {
    text.lines()
        .filter_map(|line| line.strip_prefix('@')?.split_once('='))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect()
}

/// Known variables get their values, which may hold variables again. An unknown one is a placeholder.
fn substituted(text: &str, variables: &[(String, String)]) -> String {
    let mut text = text.to_owned();
    for _ in 0..8 {
        let before = text.len();
        let mut changed = false;
        for (name, value) in variables {
            for spelling in [format!("{{{{{name}}}}}"), format!("{{{{ {name} }}}}")] {
                if text.contains(&spelling) {
                    text = text.replace(&spelling, value);
                    changed = true;
                }
            }
        }
        // A variable that holds itself would grow for ever.
        if !changed || text.len() > before.saturating_mul(16).saturating_add(65_536) {
            break;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_and_variables() {
        let text = "@host = https://graph.microsoft.com\n@id = T_1\n\n### Get it\nGET {{host}}/v1.0/users/{{id}}\n  ?$top=5\n  &$skip=1\n\n### \n# @name change\nPATCH {{host}}/v1.0/users/{{other}}\nContent-Type: application/json\n\n{\"a\": 1}\n\n> {% client.test() %}\n<> response.json\n";
        let examples = read(text, &mut Vec::new()).unwrap();
        assert_eq!(examples.len(), 2);
        assert_eq!(examples[0].title.as_deref(), Some("Get it"));
        assert_eq!(examples[0].request.url, "https://graph.microsoft.com/v1.0/users/T_1?$top=5&$skip=1");
        assert_eq!(examples[1].title.as_deref(), Some("change"));
        assert_eq!(examples[1].request.url, "https://graph.microsoft.com/v1.0/users/{{other}}");
        assert_eq!(examples[1].request.body.as_deref(), Some("{\"a\": 1}"));
    }

    #[test]
    fn a_variable_that_holds_itself_ends() {
        let examples = read("@a = {{a}}{{a}}\nGET /x/{{a}}", &mut Vec::new()).unwrap();
        assert_eq!(examples.len(), 1);
    }
}
