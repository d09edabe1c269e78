//! Which types the objects of a text name, wherever in the objects they do.
//!
//! An object that names its type last must be gone through before it can be read, and so must each one within it: at a
//! depth of a hundred, a hundred times. Here the text is gone through once for all of them, and each object is found by
//! the place of its first name, which is what its reader sees of it first.

use super::ODATA_TYPE;
use super::tokens::{skip_whitespace, token_end};

/// The types of a text's objects, but of those that name it first.
#[derive(Default)]
pub(super) struct LateTypes {
    /// The address where the text begins.
    start: usize,
    /// In the order of the text.
    objects: Vec<Object>,
    /// The JSON texts of the names, one behind the other.
    names: String,
    /// Where the last of them begins.
    last: usize,
}

/// Small, as there can be one for every few bytes of text.
struct Object {
    /// Where its first name begins.
    first_name: u32,
    name: Name,
}

#[derive(Clone, Copy)]
enum Name {
    /// It names none.
    None,
    /// It begins there, in all names.
    At(u32),
    /// What stands there is no name.
    Odd,
}

/// An object or array around a place in the text.
enum Around {
    Array,
    /// An object of which no name has come.
    Object,
    /// One that is written down, at that index.
    Known(usize),
    /// One that names its type first.
    Told,
}

impl LateTypes {
    /// All that are in valid JSON.
    #[inline]
    pub(super) fn of(json: &str) -> Self {
        #[cfg(test)]
        super::work::add(json.len());
        let mut types = Self { start: json.as_ptr().addr(), ..Self::default() };
        // What is longer is gone through as often as it takes.
        if u32::try_from(json.len()).is_err() {
            return types;
        }
        let text = json.as_bytes();
        let (mut around, mut name_next, mut at) = (Vec::new(), false, 0);
        while let Some(byte) = text.get(at) {
            let end = token_end(text, at);
            match byte {
                b'{' => around.push(Around::Object),
                b'[' => around.push(Around::Array),
                b'}' | b']' => drop(around.pop()),
                b'"' if name_next => {
                    if let Some(object) = around.last_mut() {
                        types.see(json, at, end, object);
                    }
                }
                _ => {}
            }
            name_next = match byte {
                b'{' => true,
                b',' => !matches!(around.last(), None | Some(Around::Array)),
                _ => name_next && byte.is_ascii_whitespace(),
            };
            at = end;
        }
        types
    }

    /// A property of `object`, whose name stands from `at` to `end`.
    #[inline]
    fn see(&mut self, json: &str, at: usize, end: usize, object: &mut Around) {
        let is_type = is_type(json.get(at..end).unwrap_or_default());
        if let Around::Object = object {
            *object = match u32::try_from(at) {
                Ok(first_name) if !is_type => {
                    self.objects.push(Object { first_name, name: Name::None });
                    Around::Known(self.objects.len() - 1)
                }
                _ => Around::Told,
            };
        }
        if is_type && let Around::Known(index) = *object {
            let name = self.name(value(json, end));
            if let Some(object) = self.objects.get_mut(index) {
                object.name = name;
            }
        }
    }

    #[inline]
    fn name(&mut self, json: &str) -> Name {
        match json.as_bytes().first() {
            Some(b'n') => Name::None,
            Some(b'"') => {
                // As a rule many objects are of one type.
                if self.names.get(self.last..) != Some(json) {
                    self.last = self.names.len();
                    self.names.push_str(json);
                }
                u32::try_from(self.last).map_or(Name::Odd, Name::At)
            }
            _ => Name::Odd,
        }
    }

    /// What `read` makes of the name, or `null`, of the object that begins with the name at that place; behind it there
    /// is more. `None` if the object isn't here, or the name is none: whoever reads it where it stands says why.
    pub(super) fn of_object<T>(&self, first_name: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let place = u32::try_from(first_name.as_ptr().addr().checked_sub(self.start)?).ok()?;
        let index = self.objects.binary_search_by_key(&place, |object| object.first_name).ok()?;
        let name = match self.objects.get(index)?.name {
            Name::None => "null",
            Name::At(start) => self.names.get(usize::try_from(start).ok()?..)?,
            Name::Odd => return None,
        };
        read(name)
    }
}

#[inline]
fn is_type(quoted: &str) -> bool {
    match quoted.strip_prefix('"').and_then(|name| name.strip_suffix('"')) {
        Some(name) if !name.contains('\\') => name == ODATA_TYPE,
        _ => serde_json::from_str::<String>(quoted).is_ok_and(|name| name == ODATA_TYPE),
    }
}

/// The token behind a name's colon.
#[inline]
fn value(json: &str, name_end: usize) -> &str {
    let text = json.as_bytes();
    let colon = skip_whitespace(text, name_end);
    let start = skip_whitespace(text, colon + 1);
    json.get(start..token_end(text, start)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde::Deserialize as _;

    use super::*;

    /// The name of the object whose first name is that `first`, which stands once in `json`; without it `null`.
    fn name(json: &str, first: &str) -> Option<Option<String>> {
        let at = json.find(&format!("\"{first}\"")).unwrap();
        LateTypes::of(json).of_object(&json[at..], |name| {
            Option::<String>::deserialize(&mut serde_json::Deserializer::from_str(name)).ok()
        })
    }

    fn some(name: &str) -> Option<Option<String>> {
        Some(Some(name.to_owned()))
    }

    #[test]
    fn each_object_by_its_first_name() {
        let json = r##"{ "a" : [{"b":{"c":1,"@odata.type":"#t.c"},"@odata.type" : "t\".b"}, {"d":"{,\"x\":"}],
            "\u0040odata.type":"t.a","e":{"@odata.type":"t.e","f":{}},"g":{"h":[],"@odata.type":null}}"##;
        assert_eq!(name(json, "a"), some("t.a"));
        assert_eq!(name(json, "b"), some("t\".b"));
        assert_eq!(name(json, "c"), some("#t.c"));
        assert_eq!(name(json, "d"), Some(None));
        assert_eq!(name(json, "h"), Some(None));
        for not_first in ["e", "f", "g"] {
            assert_eq!(name(json, not_first), None, "{not_first}");
        }
    }

    #[test]
    fn of_several_names_the_last_and_nothing_of_what_is_none() {
        assert_eq!(name(r#"{"a":1,"@odata.type":"x","@odata.type":"y"}"#, "a"), some("y"));
        assert_eq!(name(r#"{"a":1,"@odata.type":"x","@odata.type":null}"#, "a"), Some(None));
        for odd in ["7", "{}", r#"["x"]"#, r#""\ud800""#] {
            assert_eq!(name(&format!(r#"{{"a":1,"@odata.type":{odd}}}"#), "a"), None, "{odd}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text(json: String) {
            let _ = LateTypes::of(&json);
        }
    }
}
