//! The path of a declaration: taken from the documentation's, or inferred from the path of a call.

mod fit;
mod infer;

use self::fit::fit;
use self::infer::infer;
use crate::names::{field_ident, singular, snake_case, unused};
use crate::url::{decoded, encoded};

/// A path with the places of its values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Value(Placeholder),
}

/// The place of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placeholder {
    /// The field that fills it.
    pub field: String,
    /// Where it stands.
    pub place: Place,
}

/// Where a value stands in the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A segment, or a part of one.
    Segment,
    /// The bare argument of a function or a bare key.
    Argument,
    /// Inside an OData string literal.
    Quoted,
    /// A run of segments.
    Rest,
}

impl Template {
    /// The template of a call: the declared one that fits, the one with most literal text if several do, or else one
    /// inferred from the path. Also the values that stand in the path, decoded.
    pub fn of(path: &str, declared: &[String]) -> (Self, Vec<String>) {
        let fitting = declared
            .iter()
            .filter_map(|template| Self::parse(template).matching(path))
            .max_by_key(|(template, _)| template.literal_length());
        fitting.unwrap_or_else(|| Self::infer(path))
    }

    /// Reads the documentation's spelling, or ours: `{id}`, `{id | userPrincipalName}`, `<id>`, `<path..>`.
    pub fn parse(path: &str) -> Self {
        let mut parts = Parts::default();
        let mut rest = path.trim();
        while let Some(at) = rest.find(['{', '<']) {
            let (before, from) = rest.split_at(at);
            parts.text(before);
            let close = if from.starts_with('{') { '}' } else { '>' };
            let Some(end) = from.find(close) else {
                parts.text(from);
                rest = "";
                break;
            };
            let name = from.get(1..end).unwrap_or_default().trim_start_matches('{');
            parts.docs_value(name);
            rest = from.get(end + 1..).unwrap_or_default().trim_start_matches(close);
        }
        parts.text(rest);
        parts.finish()
    }

    /// Infers the places of values from a path: GUIDs, numbers, addresses, keys, arguments, what is left as `{id}`.
    pub fn infer(path: &str) -> (Self, Vec<String>) {
        let template = infer(path);
        match template.matching(path) {
            Some(found) => found,
            None => (Self { parts: vec![Part::Text(path.to_owned())] }, Vec::new()),
        }
    }

    /// The values in `path`, decoded, if the template fits; literal text is taken from the path, whose letter case counts.
    pub fn matching(&self, path: &str) -> Option<(Self, Vec<String>)> {
        let mut found = Vec::new();
        // A few thousand steps are enough for any real path, and an end for the others.
        let mut steps = 20_000_u32;
        fit(&self.parts, path, &mut found, &mut steps).then(|| {
            found.reverse();
            let mut values = Vec::new();
            let mut parts = Vec::new();
            for (part, text) in self.parts.iter().zip(found) {
                match part {
                    Part::Text(_) => parts.push(Part::Text(text.to_owned())),
                    Part::Value(placeholder) => {
                        let text = decoded(text);
                        values.push(match placeholder.place {
                            Place::Quoted => text.replace("''", "'"),
                            _ => text,
                        });
                        parts.push(part.clone());
                    }
                }
            }
            (Self { parts }, values)
        })
    }

    /// The places of values, in order.
    pub fn placeholders(&self) -> impl Iterator<Item = &Placeholder> {
        self.parts.iter().filter_map(|part| match part {
            Part::Value(placeholder) => Some(placeholder),
            Part::Text(_) => None,
        })
    }

    /// As it is written in a declaration.
    pub fn declared(&self) -> String {
        self.parts
            .iter()
            .map(|part| match part {
                Part::Text(text) => encoded(text),
                Part::Value(Placeholder { field, place: Place::Rest }) => format!("<{field}..>"),
                Part::Value(Placeholder { field, .. }) => format!("<{field}>"),
            })
            .collect()
    }

    /// The literal segments and, as `None`, those with a value, for naming things.
    pub fn segments(&self) -> Vec<Option<String>> {
        let whole: String = self
            .parts
            .iter()
            .map(|part| match part {
                Part::Text(text) => text.as_str(),
                Part::Value(_) => "\0",
            })
            .collect();
        whole
            .split('/')
            .filter(|segment| !segment.is_empty())
            .map(|segment| {
                let name = segment.split(['(', ':']).next().unwrap_or_default();
                (!name.contains('\0') && !name.is_empty()).then(|| name.to_owned())
            })
            .collect()
    }

    fn literal_length(&self) -> usize {
        self.parts.iter().map(|part| if let Part::Text(text) = part { text.len() } else { 0 }).sum()
    }
}

/// Puts a template together and names its values.
#[derive(Default)]
struct Parts {
    parts: Vec<Part>,
    /// All literal text so far.
    text: String,
    quoted: bool,
}

impl Parts {
    fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        for c in text.chars() {
            match c {
                '\'' => self.quoted = !self.quoted,
                '/' => self.quoted = false,
                _ => {}
            }
        }
        self.text.push_str(text);
        match self.parts.last_mut() {
            Some(Part::Text(last)) => last.push_str(text),
            _ => self.parts.push(Part::Text(text.to_owned())),
        }
    }

    /// A placeholder by the name that the documentation gives it.
    fn docs_value(&mut self, name: &str) {
        let (name, is_rest) = name.strip_suffix("..").map_or((name, false), |name| (name, true));
        let first = name.split('|').next().unwrap_or(name).trim();
        let place = if is_rest || self.text.ends_with(":/") {
            Place::Rest
        } else if self.quoted {
            Place::Quoted
        } else if self.text.ends_with(['=', '(']) {
            Place::Argument
        } else {
            Place::Segment
        };
        self.value(&snake_case(first), place);
    }

    fn value(&mut self, field: &str, place: Place) {
        // Two values that touch can't be told apart.
        if matches!(self.parts.last(), Some(Part::Value(_))) {
            return;
        }
        self.parts.push(Part::Value(Placeholder { field: field.to_owned(), place }));
    }

    fn finish(self) -> Template {
        let mut parts = self.parts;
        // Inside the attribute the name stands without `r#`, so it must be one that needs none there.
        let names: Vec<String> = parts.iter().filter_map(Part::field).map(str::to_owned).collect();
        let mut taken: Vec<String> = Vec::new();
        let mut before = String::new();
        for part in &mut parts {
            match part {
                Part::Text(text) => before.push_str(text),
                Part::Value(placeholder) => {
                    let again = names.iter().filter(|name| **name == placeholder.field).count() > 1;
                    let mut name = placeholder.field.clone();
                    if again {
                        name = match (argument_name(&before), owner(&before)) {
                            (Some(argument), _) => argument,
                            (None, Some(owner)) => format!("{owner}_{name}"),
                            (None, None) => name,
                        };
                    }
                    if field_ident(&name) != name || matches!(name.as_str(), "build" | "send") {
                        name.push_str("_value");
                    }
                    placeholder.field = unused(&name, |name| taken.iter().any(|taken| taken == name));
                    taken.push(placeholder.field.clone());
                    before.push('\0');
                }
            }
        }
        Template { parts }
    }
}

impl Part {
    fn field(&self) -> Option<&str> {
        match self {
            Self::Value(placeholder) => Some(&placeholder.field),
            Self::Text(_) => None,
        }
    }
}

/// `/range(rows=` -> `rows`
fn argument_name(before: &str) -> Option<String> {
    let name = before.trim_end_matches('\'').strip_suffix('=')?.rsplit([',', '(']).next()?.trim();
    (!name.is_empty()).then(|| snake_case(name))
}

/// What the value after this text belongs to: `/users/` -> `user`.
fn owner(before: &str) -> Option<String> {
    let mut words = before.split(['/', '(', ':', '\0']).rev().filter(|word| !word.is_empty());
    let word = words.find(|word| word.chars().all(|c| c.is_ascii_alphanumeric()))?;
    Some(snake_case(&singular(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inferred(path: &str) -> String {
        Template::infer(path).0.declared()
    }

    #[test]
    fn docs_spellings() {
        for (docs, declared) in [
            (
                "/deviceAppManagement/iosManagedAppProtections/{iosManagedAppProtectionId}/assignments",
                "/deviceAppManagement/iosManagedAppProtections/<ios_managed_app_protection_id>/assignments",
            ),
            ("/users/{id | userPrincipalName}", "/users/<id>"),
            ("/users/{id}/messages/{id}", "/users/<user_id>/messages/<message_id>"),
            ("/me/drive/root:/{item-path}:/content", "/me/drive/root:/<item_path..>:/content"),
            ("/reports/x(period='{period_value}')", "/reports/x(period='<period_value>')"),
            ("/a/{type}", "/a/<type_value>"),
            ("/x/resizedRange(rows={n}, columns={n})", "/x/resizedRange(rows=<rows>,%20columns=<columns>)"),
        ] {
            assert_eq!(Template::parse(docs).declared(), declared, "{docs}");
        }
    }

    #[test]
    fn inferred_from_calls() {
        for (path, declared) in [
            ("/me/messages", "/me/messages"),
            ("/users/87d349ed-44d7-43e1-9a83-5f2406dee5bd", "/users/<id>"),
            ("/users/adele@contoso.com/messages/AAMkAGE1M2_as=", "/users/<user_id>/messages/<message_id>"),
            (
                "/groups/{id}/members/microsoft.graph.user/$count",
                "/groups/<id>/members/microsoft.graph.user/$count",
            ),
            ("/me/messages('AAMk=')", "/me/messages('<id>')"),
            (
                "/reports/getOffice365ActiveUserCounts(period='D7')",
                "/reports/getOffice365ActiveUserCounts(period='<period>')",
            ),
            ("/w/range/column(column=5)", "/w/range/column(column=<column>)"),
            ("/me/drive/root:/FolderA/FileB.txt:/content", "/me/drive/root:/<path..>:/content"),
            ("/me/photos/48x48/$value", "/me/photos/<id>/$value"),
            ("/oauth2PermissionGrants", "/oauth2PermissionGrants"),
            ("/Me/messages", "/Me/messages"),
            ("/me/mailFolders/AAMkAGVmMDEzM", "/me/mailFolders/<id>"),
            (
                "/directoryRoles/roleTemplateId=4a5d8f65-41da",
                "/directoryRoles/roleTemplateId=<role_template_id>",
            ),
        ] {
            assert_eq!(inferred(path), declared, "{path}");
        }
    }

    #[test]
    fn values_come_decoded_and_text_from_the_call() {
        let template = Template::parse("/users(userPrincipalName='{upn}')/mailFolders");
        let (template, values) =
            template.matching("/Users(userPrincipalName='o''neil%40x')/mailfolders").unwrap();
        assert_eq!(values, ["o'neil@x"]);
        assert_eq!(template.declared(), "/Users(userPrincipalName='<upn>')/mailfolders");
        assert!(Template::parse("/users/{id}").matching("/users/a/b").is_none());
    }

    #[test]
    fn the_declared_path_with_most_text_wins() {
        let declared = ["/users/{id}/{relation}".to_owned(), "/users/{id}/messages".to_owned()];
        assert_eq!(Template::of("/users/a/messages", &declared).0.declared(), "/users/<id>/messages");
    }
}
