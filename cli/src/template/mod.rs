//! The path of a declaration: taken from the documentation's, or inferred from the path of a call.
//!
//! The grammar is [`PathTemplate`]'s, the one that the attribute reads. What is added here: documentation's paths are no
//! paths yet (spaces, `{{id}}`, names with any character), and names that stand twice are made two.

mod infer;
mod write;

use graph_endpoint_schema::naming::{field_ident, field_name, unused};
use graph_endpoint_schema::path::{PathTemplate, Piece, Placeholder, SegmentKind, Spelling};

use self::infer::infer;
use self::write::{PathWriter, literal, placeholder};
use crate::url::decoded;

/// A path as a declaration has it, each placeholder with a name of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    path: PathTemplate,
}

/// What stands in parentheses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parentheses {
    /// `delta()`
    Nothing,
    /// `exportJobs('<id>')`
    Key,
    /// An alternate key, `users(userPrincipalName='<upn>')`, or a function's parameters.
    Names,
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
        let mut written = PathWriter::default();
        written.docs(path.trim());
        Self::named(written.finish(), &[])
    }

    /// The template with other names for the values that are called as one of these.
    pub(crate) fn apart_from(&self, taken: &[String]) -> Self {
        Self::named(self.path.text.clone(), taken)
    }

    /// Infers the places of values from a path: GUIDs, numbers, addresses, keys, arguments, what is left as `{id}`.
    pub fn infer(path: &str) -> (Self, Vec<String>) {
        let template = Self::named(infer(path), &[]);
        match template.matching(path) {
            Some(found) => found,
            None => (Self::named(literal(path), &[]), Vec::new()),
        }
    }

    /// The values in `path`, decoded, if the template fits; literal text is taken from the path, whose letter case counts.
    pub fn matching(&self, path: &str) -> Option<(Self, Vec<String>)> {
        let path = literal(path);
        let ranges = self.path.fit(&path)?;
        let mut values = Vec::new();
        let mut text = String::new();
        for (piece, range) in self.path.pieces.iter().zip(ranges) {
            let part = path.get(range).unwrap_or_default();
            match piece {
                Piece::Text(_) => text.push_str(part),
                Piece::Placeholder(place) => {
                    let value = decoded(part);
                    values.push(match place.spelling {
                        Spelling::Quoted => value.replace("''", "'"),
                        _ => value,
                    });
                    text.push_str(self.path.part(&place.range));
                }
            }
        }
        Some((Self { path: PathTemplate::parse(&text).0 }, values))
    }

    /// As the page declares it, where the call differs in letter case alone; but no name loses the humps that it has in
    /// the call: pages declare `/directoryroles` and call `/directoryRoles`.
    pub(crate) fn spelt_as(self, declared: &[String]) -> Self {
        let mut declared = declared.iter().map(|path| Self::parse(path));
        let own = declared.find(|other| other.path.text.eq_ignore_ascii_case(&self.path.text));
        let Some(own) = own else { return self };
        let names = own.path.text.split('/').zip(self.path.text.split('/'));
        let spelt =
            names.map(|(declared, called)| if is_flattened(declared, called) { called } else { declared });
        Self { path: PathTemplate::parse(&spelt.collect::<Vec<_>>().join("/")).0 }
    }

    /// The places of values, in order.
    pub fn placeholders(&self) -> impl Iterator<Item = &Placeholder> {
        self.path.placeholders()
    }

    /// The field that fills each place, in order.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.placeholders().map(|place| place.written.first().map_or("", String::as_str))
    }

    /// Whether the value is the bare argument of a function or a bare key, so that its text says its type.
    pub(crate) fn is_bare(&self, place: &Placeholder) -> bool {
        let before = self.path.text.get(..place.range.start).unwrap_or_default();
        place.spelling == Spelling::Value && before.ends_with(['=', '('])
    }

    /// The name of the function's parameter that a value is for.
    pub(crate) fn parameter(&self, place: &Placeholder) -> Option<&str> {
        self.path.parameter_name(place)
    }

    /// As it is written in a declaration.
    pub fn declared(&self) -> &str {
        &self.path.text
    }

    /// What stands in the parentheses of the last segment, if it has some.
    pub(crate) fn parentheses(&self) -> Option<Parentheses> {
        let last = self.path.segments().pop()?;
        let SegmentKind::Name { arguments: Some(arguments), .. } = last.kind else { return None };
        Some(match arguments.first().map(|argument| argument.name) {
            None => Parentheses::Nothing,
            Some(None) => Parentheses::Key,
            Some(Some(_)) => Parentheses::Names,
        })
    }

    /// The literal segments and, as `None`, those with a value, for naming things.
    pub fn segments(&self) -> Vec<Option<&str>> {
        let segments = self.path.segments().into_iter();
        segments
            .map(|segment| match segment.kind {
                SegmentKind::Name { name, .. } => Some(name).filter(|name| !name.is_empty()),
                SegmentKind::Value(_) | SegmentKind::KeyValue { .. } | SegmentKind::ColonPath => None,
            })
            .collect()
    }

    fn literal_length(&self) -> usize {
        let texts = self.path.pieces.iter();
        texts.map(|piece| if let Piece::Text(text) = piece { text.len() } else { 0 }).sum()
    }

    /// Gives each placeholder of a written path a name that no other has, and one of its own where that is taken.
    fn named(text: String, others: &[String]) -> Self {
        let (path, _) = PathTemplate::parse(&text);
        let mut taken: Vec<String> = Vec::new();
        let mut renamed = String::with_capacity(text.len());
        for piece in &path.pieces {
            match piece {
                Piece::Text(text) => renamed.push_str(text),
                Piece::Placeholder(place) => {
                    let name =
                        unused(&name(&path, place, others), |name| taken.iter().any(|taken| taken == name));
                    renamed.push_str(&placeholder(&name, place.is_run()));
                    taken.push(name);
                }
            }
        }
        Self { path: PathTemplate::parse(&renamed).0 }
    }
}

/// Whether a name has lost its humps: `directoryroles` of `directoryRoles`.
fn is_flattened(declared: &str, called: &str) -> bool {
    let has_humps = |name: &str| name.contains(|c: char| c.is_ascii_uppercase());
    called.starts_with(|c: char| c.is_ascii_lowercase()) && has_humps(called) && !has_humps(declared)
}

/// The written name, or the placeholder's own where another is written the same.
fn name(path: &PathTemplate, place: &Placeholder, taken: &[String]) -> String {
    let is_twice = path.placeholders().filter(|other| other.written == place.written).count() > 1;
    let is_taken = place.written.first().is_some_and(|name| taken.contains(name));
    let own = if is_twice || is_taken { path.own_name(place) } else { None };
    let mut name = own.or_else(|| place.written.first().cloned()).unwrap_or_default();
    // `period='{period_value}'`
    if let Some(parameter) = path.parameter_name(place).map(field_name)
        && name.strip_suffix("_value") == Some(parameter.as_str())
    {
        name = parameter;
    }
    // Inside the attribute the name stands without `r#`, so it must be one that needs none there; and a builder has
    // methods of its own.
    if field_ident(&name) != name || matches!(name.as_str(), "build" | "send") {
        name.push_str("_value");
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inferred(path: &str) -> String {
        Template::infer(path).0.declared().to_owned()
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
            ("/users('{id}')/messages({id})", "/users('<user_id>')/messages(<message_id>)"),
            ("/a/{id}/a/{id}", "/a/<a_id>/a/<a_id2>"),
            ("/a/{{id}}/{365Days}?/{b}{c}/{open", "/a/<id>/<n365_days>%3F/<b>/%7Bopen"),
            ("/me/drive/root:/{item-path}:/content", "/me/drive/root:/<item_path..>:/content"),
            ("/reports/x(period='{period_value}')", "/reports/x(period='<period>')"),
            ("/a/{type}", "/a/<type_value>"),
            ("/x/resizedRange(rows={n}, columns={n})", "/x/resizedRange(rows=<rows>,%20columns=<columns>)"),
        ] {
            assert_eq!(Template::parse(docs).declared(), declared, "{docs}");
        }
    }

    #[test]
    fn the_macros_read_what_is_written() {
        for path in
            ["/users/{id}/messages/{id}", "/a/{id}/b/<id2>/c/{id}", "/a/{}/{ü}/<>", "/x(a='{b..}',c={b})"]
        {
            let template = Template::parse(path);
            let (read, problems) = PathTemplate::parse(template.declared());
            assert_eq!(problems, [], "{path}");
            let fields: Vec<_> = read.placeholders().flat_map(|place| &place.fields).collect();
            assert_eq!(fields, template.fields().collect::<Vec<_>>(), "{path}");
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
            ("/users/:user-id/messages", "/users/<user_id>/messages"),
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
    fn a_call_in_other_letter_case_is_spelt_as_declared() {
        let declared = ["/me/todo/lists/{id}".to_owned()];
        let (template, values) = Template::of("/Me/ToDo/Lists/A7", &declared);
        assert_eq!(
            (template.spelt_as(&declared).declared(), values),
            ("/me/todo/lists/<id>", vec!["A7".to_owned()])
        );
        let declared = ["/harbourmasters/{id}/Ships".to_owned()];
        let (template, _) = Template::of("/harbourMasters/A7/ships", &declared);
        assert_eq!(template.spelt_as(&declared).declared(), "/harbourMasters/<id>/Ships");
    }

    #[test]
    fn the_declared_path_with_most_text_wins() {
        let declared = ["/users/{id}/{relation}".to_owned(), "/users/{id}/messages".to_owned()];
        assert_eq!(Template::of("/users/a/messages", &declared).0.declared(), "/users/<id>/messages");
    }
}
