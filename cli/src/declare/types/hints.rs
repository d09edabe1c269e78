//! What a page's tables say of properties: type, description, whether it is required, the members of an enumeration.

use crate::model::Leaf;
use crate::read::{Example, Property, Section};

/// The tables of a page.
#[derive(Clone, Debug, Default)]
pub(in crate::declare) struct Hints {
    properties: Vec<Hint>,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub(in crate::declare) struct Hint {
    pub(in crate::declare) name: String,
    section: Section,
    /// Where the page has it.
    pub(in crate::declare) line: usize,
    /// The type as the page has it.
    pub(in crate::declare) said: String,
    /// The type, if it is a primitive one.
    pub(in crate::declare) leaf: Option<Leaf>,
    /// The type's name, if it is another one.
    pub(in crate::declare) type_name: Option<String>,
    pub(in crate::declare) is_collection: bool,
    /// The description, for the doc comment.
    pub(in crate::declare) docs: String,
    pub(in crate::declare) is_required: bool,
    pub(in crate::declare) is_optional: bool,
    /// That no request sends it.
    pub(in crate::declare) is_read_only: bool,
    /// That `null` is a value of it.
    pub(in crate::declare) is_nullable: bool,
    /// Of an enumeration.
    pub(in crate::declare) members: Vec<String>,
}

impl Hints {
    pub(in crate::declare) fn new(examples: &[&Example]) -> Self {
        let mut properties: Vec<Hint> = Vec::new();
        for property in examples.iter().flat_map(|example| &example.properties) {
            let hint = Hint::of(property);
            if !properties.iter().any(|known| known.is(&hint.name) && known.section == hint.section) {
                properties.push(hint);
            }
        }
        // A table that says of some that they are required says of the others that they aren't.
        let tells = properties.iter().any(|hint| hint.section == Section::Body && hint.is_required);
        for hint in properties.iter_mut().filter(|hint| tells && hint.section == Section::Body) {
            hint.is_optional |= !hint.is_required;
        }
        Self { properties }
    }

    /// What is said of a property of the request's body, or of the response.
    pub(in crate::declare) fn of(&self, name: &str, section: Section) -> Option<&Hint> {
        let in_section =
            |section| self.properties.iter().find(move |hint| hint.is(name) && hint.section == section);
        // A page that updates a resource describes it once, for both ways.
        match section {
            Section::Response => in_section(Section::Response).or_else(|| in_section(Section::Body)),
            section => in_section(section),
        }
    }

    /// The rows of the body's table.
    pub(in crate::declare) fn of_body(&self) -> impl Iterator<Item = &Hint> {
        self.properties.iter().filter(|hint| hint.section == Section::Body)
    }
}

/// What the service makes: no request sends it, unless the page says so.
const MADE: &[&str] =
    &["createdBy", "createdDateTime", "id", "lastModifiedBy", "lastModifiedDateTime", "modifiedDateTime"];

/// What pages call a value of any kind.
pub(super) const ANYTHING: &[&str] = &["any", "decimal", "json", "number", "object"];

impl Hint {
    /// Whether it is about the property of this name; tables and examples differ in letter case.
    pub(in crate::declare) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// As if a table said that the property is of this type.
    pub(super) fn of_type(property: &str, ty: &str) -> Self {
        Self::of(&Property {
            name: property.to_owned(),
            ty: ty.to_owned(),
            description: String::new(),
            section: Section::Response,
            line: 0,
            members: Vec::new(),
        })
    }

    /// The name of the type that the table links to.
    pub(super) fn link(&self) -> Option<&str> {
        let name = self.type_name.as_deref().filter(|_| !self.is_anything())?;
        let is_word = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric());
        is_word.then_some(name)
    }

    /// Whether the value can be of any kind.
    pub(super) fn is_anything(&self) -> bool {
        let is_one = |name: &str| ANYTHING.iter().any(|any| any.eq_ignore_ascii_case(name));
        self.type_name.as_deref().is_some_and(is_one)
    }

    /// Whether the value is JSON of any kind, as a cell of a workbook is.
    pub(super) fn is_json(&self) -> bool {
        let is_json = |name: &str| name.eq_ignore_ascii_case("json") || name.eq_ignore_ascii_case("any");
        self.type_name.as_deref().is_some_and(is_json)
    }

    /// What a row says.
    pub(in crate::declare) fn of(property: &Property) -> Self {
        let (base, is_collection) = base_type(&property.ty);
        let text = &property.description;
        let lower = text.to_ascii_lowercase();
        let is_point = property.name.ends_with("DateTime")
            && ["iso 8601", "yyyy-mm-dd"].iter().any(|form| lower.contains(form));
        let leaf = match primitive(&base) {
            Some(Leaf::String) if is_point => Some(Leaf::DateTimeOffset),
            leaf => leaf,
        };
        let members = if property.members.is_empty() { members(text) } else { property.members.clone() };
        let is_required = sentences(&lower).any(says_required);
        let is_made = MADE.contains(&property.name.as_str()) && !is_required;
        let is_name = base.contains(|c: char| c.is_ascii_alphabetic()) && !base.contains(char::is_whitespace);
        Self {
            name: property.name.clone(),
            section: property.section,
            line: property.line,
            said: property.ty.clone(),
            type_name: (leaf.is_none() && is_name)
                .then(|| base.rsplit('.').next().unwrap_or(&base).to_owned()),
            leaf,
            is_collection,
            docs: text.clone(),
            is_required,
            is_optional: lower.contains("optional"),
            is_read_only: is_made
                || sentences(&lower).any(|sentence| ["read-only", "read only"].contains(&sentence)),
            is_nullable: says_nullable(&lower),
            members,
        }
    }
}

/// The sentences of a description, without what stands around them.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(['.', ';', '(', ')']).map(|sentence| sentence.trim_matches([' ', '*', '`', ':']))
}

/// `Required`, `This parameter is required`; but not `Required only when ..` and `Either this or that is required`.
fn says_required(sentence: &str) -> bool {
    let is_condition =
        |word: &str| matches!(word, "either" | "if" | "not" | "one" | "or" | "unless" | "when");
    sentence == "required"
        || sentence.ends_with(" is required") && !sentence.split_whitespace().any(is_condition)
}

/// `Nullable`, `or null if there is none`.
fn says_nullable(text: &str) -> bool {
    let says = |words: &str| text.contains(words);
    let is_denied =
        ["not nullable", "non-nullable", "not be null", "can't be null", "not null"].into_iter().any(says);
    let is_said =
        ["nullable", "or null", "be null", "null if", "to null", "or `null`", "be `null`", "to `null`"];
    is_said.into_iter().any(says) && !is_denied
}

/// `Edm.String`, `String collection`, `Collection(String)`, `[recipient](..) collection`: the base, and whether it is one of many.
fn base_type(text: &str) -> (String, bool) {
    let text = text.trim().trim_matches('`');
    let lower = text.to_ascii_lowercase();
    let (base, is_collection) = if lower.ends_with(" collection") {
        (text.get(..text.len().saturating_sub(11)).unwrap_or(text), true)
    } else if lower.starts_with("collection(") {
        (text.get(11..).unwrap_or_default().trim_end_matches(')'), true)
    } else if lower.starts_with("collection of ") {
        (text.get(14..).unwrap_or_default(), true)
    } else if let Some(base) = text.strip_suffix("[]") {
        (base, true)
    } else {
        (text, false)
    };
    // `[user]`, a link whose address stands elsewhere on the page.
    (base.trim().trim_matches(['[', ']']).trim_start_matches('#').to_owned(), is_collection)
}

fn primitive(base: &str) -> Option<Leaf> {
    let lower = base.to_ascii_lowercase();
    Some(match lower.strip_prefix("edm.").unwrap_or(&lower) {
        "string" | "binary" | "stream" => Leaf::String,
        "boolean" | "bool" => Leaf::Bool,
        "int32" | "int16" | "byte" => Leaf::I32,
        "int64" | "integer" | "int" => Leaf::I64,
        "double" | "single" | "float" => Leaf::F64,
        "guid" => Leaf::Guid,
        "datetimeoffset" => Leaf::DateTimeOffset,
        "date" => Leaf::Date,
        "timeofday" => Leaf::TimeOfDay,
        "duration" => Leaf::Duration,
        _ => return None,
    })
}

/// What stands in front of a list of members.
const LISTS: &[&str] = &[
    "possible values are",
    "possible values:",
    "possible values include",
    "acceptable values are",
    "allowed values are",
    "allowed values:",
    "supported values are",
    "supported values:",
    "valid values are",
    "valid values:",
    "the values are",
    "one of:",
    "can be either ",
    "either ",
];

/// The members that a description lists: "Possible values are: `a`, `b`."
fn members(text: &str) -> Vec<String> {
    let lower = text.to_ascii_lowercase();
    let Some(at) = LISTS.iter().find_map(|start| Some(lower.find(start)? + start.len())) else {
        return Vec::new();
    };
    let rest = text.get(at..).unwrap_or_default().trim_start_matches([':', ' ']);
    let list = rest.split(". ").next().unwrap_or(rest);
    let quoted: Vec<String> = list.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    let words = if quoted.is_empty() {
        let pieces = list
            .split([',', ';'])
            .flat_map(|piece| piece.split(" or "))
            .flat_map(|piece| piece.split(" and "));
        pieces
            .map(|piece| piece.trim().trim_start_matches("or ").trim_start_matches("and "))
            .map(|piece| piece.trim_matches(['.', '\'', '"', ' ']).to_owned())
            .filter(|piece| !piece.is_empty())
            .collect()
    } else {
        quoted
    };
    let is_word = |word: &String| {
        word.starts_with(|c: char| c.is_ascii_alphabetic())
            && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    if words.len() < 2 || !words.iter().all(is_word) {
        return Vec::new();
    }
    // A new member reads as one that isn't known; this one only says that there will be some.
    words.into_iter().filter(|word| word != "unknownFutureValue").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types() {
        for (text, base, is_collection) in [
            ("String collection", "String", true),
            ("Collection(Edm.String)", "Edm.String", true),
            ("Edm.Int32", "Edm.Int32", false),
            ("recipient collection", "recipient", true),
            ("String[]", "String", true),
        ] {
            assert_eq!(base_type(text), (base.to_owned(), is_collection), "{text}");
        }
    }

    #[test]
    fn what_a_description_says() {
        for (text, required, nullable) in [
            ("The name. Required.", true, false),
            ("The name (Required)", true, false),
            ("This parameter is required.", true, false),
            ("Required only when federated.", false, false),
            ("Either this or that is required.", false, false),
            ("It is not required.", false, false),
            ("Whose it is, or null if it is nobody's.", false, true),
            ("Nullable.", false, true),
            ("Not nullable. It can't be null.", false, false),
        ] {
            let lower = text.to_ascii_lowercase();
            assert_eq!(
                (sentences(&lower).any(says_required), says_nullable(&lower)),
                (required, nullable),
                "{text}"
            );
        }
    }

    #[test]
    fn members_of_a_list() {
        for (text, expected) in [
            ("How. Possible values are: `low`, `high`, `unknownFutureValue`. Required.", vec!["low", "high"]),
            ("Possible values are: low, normal or high.", vec!["low", "normal", "high"]),
            ("How. Possible values: low, high. Optional.", vec!["low", "high"]),
            ("The possible values are true and more things.", vec![]),
            (
                "Acceptable values are `sharePoint`, and `externalItem`. Required.",
                vec!["sharePoint", "externalItem"],
            ),
            (
                "Optional. The scope. Either `anonymous`, `organization`, or `users`.",
                vec!["anonymous", "organization", "users"],
            ),
            ("Either this or that is required.", vec![]),
            ("None.", vec![]),
        ] {
            assert_eq!(members(text), expected, "{text}");
        }
    }
}
