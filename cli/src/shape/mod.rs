//! What a place in the JSON held, over all samples of it.
//!
//! This only counts. Which Rust type that makes is decided when the declaration is built, where all places of a type are
//! known.

mod text;

pub(crate) use self::text::is_guid;

use crate::json::{Json, same_number};

/// What a place held.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shape {
    /// How often it was there at all.
    pub seen: usize,
    /// How often it was `null`.
    pub nulls: usize,
    /// How often it was `true` or `false`.
    pub bools: usize,
    /// How often it was text.
    pub strings: usize,
    /// Those of them that are a date with a time.
    pub date_times: usize,
    /// Those of them that are a date.
    pub dates: usize,
    /// Those of them that are a time of day.
    pub times: usize,
    /// Those of them that are an ISO 8601 duration.
    pub durations: usize,
    /// Those of them that are a GUID.
    pub guids: usize,
    /// Those of them that are a whole number.
    pub number_texts: usize,
    /// The first few different texts that could be members of an enumeration; `None` once another text came.
    pub words: Words,
    /// Whole numbers that an `i64` holds.
    pub integers: usize,
    /// Those of them that an `f64` would round.
    pub wide_integers: usize,
    /// Numbers with a fraction or an exponent that an `f64` holds without loss.
    pub floats: usize,
    /// Numbers that neither holds.
    pub big_numbers: usize,
    /// Those of them that are a fraction with more digits than an `f64` has.
    pub long_fractions: usize,
    /// How often it was a list.
    pub arrays: usize,
    /// What the items of the lists were.
    pub items: Option<Box<Shape>>,
    /// The objects, by their `@odata.type` without `#`; `None` is an object that says none.
    pub objects: Vec<(Option<String>, Object)>,
}

/// The different words of a place, while they could be the members of one enumeration.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Words {
    known: Vec<String>,
    /// A text that is no word, or one word too many.
    has_others: bool,
}

impl Words {
    const MOST: usize = 24;

    fn add(&mut self, text: &str) {
        let is_word = text.starts_with(|c: char| c.is_ascii_alphabetic())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !is_word {
            self.has_others = true;
        } else if !self.known.iter().any(|known| known == text) {
            self.has_others |= self.known.len() >= Self::MOST;
            if !self.has_others {
                self.known.push(text.to_owned());
            }
        }
    }

    fn merge(&mut self, other: &Self) {
        self.has_others |= other.has_others;
        other.known.iter().for_each(|word| self.add(word));
    }

    /// Whether every text was one of these, in any letter case.
    pub fn are_among(&self, members: &[String]) -> bool {
        let is_member = |word: &String| members.iter().any(|member| member.eq_ignore_ascii_case(word));
        !self.has_others && self.known.iter().all(is_member)
    }
}

/// The objects of one type at a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object {
    /// How many.
    pub seen: usize,
    /// Each property in the order of its first appearance, without an `@odata.type` that names a type.
    pub properties: Vec<(String, Shape)>,
}

impl Shape {
    /// The shape of one value.
    pub fn of(value: &Json) -> Self {
        let mut shape = Self::default();
        shape.add(value);
        shape
    }

    /// Takes in another sample of the same place.
    pub fn add(&mut self, value: &Json) {
        self.seen += 1;
        match value {
            Json::Null => self.nulls += 1,
            Json::Bool(_) => self.bools += 1,
            Json::String(text) => self.add_text(text),
            Json::Number(text) => match number(text) {
                Number::Integer => {
                    self.integers += 1;
                    self.wide_integers += usize::from(text.trim_start_matches('-').len() > 15);
                }
                Number::Float => self.floats += 1,
                Number::LongFraction => {
                    self.big_numbers += 1;
                    self.long_fractions += 1;
                }
                Number::Big => self.big_numbers += 1,
            },
            Json::Array(items) => {
                self.arrays += 1;
                for item in items {
                    self.items.get_or_insert_default().add(item);
                }
            }
            Json::Object(properties) => self.with_object(odata_type(value), |object| object.add(properties)),
        }
    }

    fn add_text(&mut self, text: &str) {
        self.strings += 1;
        self.date_times += usize::from(text::is_date_time(text));
        self.dates += usize::from(text::is_date(text));
        self.times += usize::from(text::is_time(text));
        self.durations += usize::from(text::is_duration(text));
        self.guids += usize::from(text::is_guid(text));
        self.number_texts += usize::from(text.parse::<i64>().is_ok_and(|number| number.to_string() == text));
        self.words.add(text);
    }

    /// Takes in what another place of the same type held.
    pub fn merge(&mut self, other: &Self) {
        self.seen += other.seen;
        self.nulls += other.nulls;
        self.bools += other.bools;
        self.strings += other.strings;
        self.date_times += other.date_times;
        self.dates += other.dates;
        self.times += other.times;
        self.durations += other.durations;
        self.guids += other.guids;
        self.number_texts += other.number_texts;
        self.words.merge(&other.words);
        self.integers += other.integers;
        self.wide_integers += other.wide_integers;
        self.floats += other.floats;
        self.big_numbers += other.big_numbers;
        self.long_fractions += other.long_fractions;
        self.arrays += other.arrays;
        if let Some(items) = &other.items {
            self.items.get_or_insert_default().merge(items);
        }
        for (name, object) in &other.objects {
            self.with_object(name.clone(), |known| known.merge(object));
        }
    }

    /// Whether a number in here, at any depth, would be rounded by `serde_json::Value`.
    pub fn rounds(&self) -> bool {
        self.big_numbers > 0
            || self.items.as_ref().is_some_and(|items| items.rounds())
            || self
                .objects
                .iter()
                .any(|(_, object)| object.properties.iter().any(|(_, shape)| shape.rounds()))
    }

    /// The kinds of JSON it held, for people.
    pub fn kind_names(&self) -> Vec<&'static str> {
        [
            (self.bools > 0, "a bool"),
            (self.strings > 0, "text"),
            (self.integers + self.floats + self.big_numbers > 0, "a number"),
            (self.arrays > 0, "a list"),
            (!self.objects.is_empty(), "an object"),
        ]
        .into_iter()
        .filter_map(|(held, name)| held.then_some(name))
        .collect()
    }

    /// How many kinds of JSON it held, `null` aside.
    pub fn kinds(&self) -> usize {
        self.kind_names().len()
    }

    fn with_object(&mut self, name: Option<String>, take_in: impl FnOnce(&mut Object)) {
        if let Some((_, object)) = self.objects.iter_mut().find(|(known, _)| *known == name) {
            take_in(object);
        } else {
            let mut object = Object::default();
            take_in(&mut object);
            self.objects.push((name, object));
        }
    }
}

impl Object {
    fn add(&mut self, properties: &[(String, Json)]) {
        self.seen += 1;
        for (index, (name, value)) in properties.iter().enumerate() {
            // The last one counts of a property that comes twice, as for every reader of JSON.
            let again =
                properties.get(index + 1..).unwrap_or_default().iter().any(|(later, _)| later == name);
            let is_type = name == "@odata.type" && value.as_str().is_some_and(is_type_name);
            if !again && !is_type {
                self.with_property(name, |shape| shape.add(value));
            }
        }
    }

    /// Takes in the objects of another place.
    pub fn merge(&mut self, other: &Self) {
        self.seen += other.seen;
        for (name, shape) in &other.properties {
            self.with_property(name, |known| known.merge(shape));
        }
    }

    fn with_property(&mut self, name: &str, take_in: impl FnOnce(&mut Shape)) {
        if let Some((_, shape)) = self.properties.iter_mut().find(|(known, _)| known == name) {
            take_in(shape);
        } else {
            let mut shape = Shape::default();
            take_in(&mut shape);
            self.properties.push((name.to_owned(), shape));
        }
    }
}

/// The `@odata.type` of an object without `#`, if it has one that is the name of a type. Examples also hold stand-ins.
pub fn odata_type(value: &Json) -> Option<String> {
    let name = value.get("@odata.type")?.as_str()?;
    is_type_name(name).then(|| name.trim_start_matches('#').to_owned())
}

fn is_type_name(name: &str) -> bool {
    let name = name.strip_prefix('#').unwrap_or(name);
    let word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    name.contains('.') && name.split('.').all(word)
}

enum Number {
    Integer,
    Float,
    LongFraction,
    Big,
}

fn number(text: &str) -> Number {
    if text.parse::<i64>().is_ok_and(|number| number.to_string() == text) {
        return Number::Integer;
    }
    let has_fraction = text.contains(['.', 'e', 'E']);
    match text.parse::<f64>() {
        Ok(number) if has_fraction && same_number(&number.to_string(), text) => Number::Float,
        Ok(number) if text.contains('.') && number.is_finite() => Number::LongFraction,
        _ => Number::Big,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(texts: &[&str]) -> Shape {
        let mut shape = Shape::default();
        for text in texts {
            shape.add(&Json::parse(text).unwrap());
        }
        shape
    }

    #[test]
    fn numbers() {
        let shape =
            shape(&["1", "-5", "1.0", "0.25", "18446744073709551615", "0.10000000000000000001", "1e400"]);
        assert_eq!((shape.integers, shape.floats, shape.big_numbers, shape.long_fractions), (2, 2, 3, 1));
        assert_eq!(shape.kinds(), 1);
    }

    #[test]
    fn objects_by_type() {
        let shape = shape(&[
            r##"{"@odata.type": "#microsoft.graph.user", "id": "1"}"##,
            r#"{"@odata.type": "microsoft.graph.user", "id": null, "name": "x"}"#,
            r#"{"@odata.type": "microsoft.graph.group"}"#,
            r#"{"@odata.type": "String"}"#,
        ]);
        let names: Vec<_> =
            shape.objects.iter().map(|(name, object)| (name.as_deref(), object.seen)).collect();
        assert_eq!(names, [(Some("microsoft.graph.user"), 2), (Some("microsoft.graph.group"), 1), (None, 1)]);
        let user = &shape.objects[0].1;
        assert_eq!(
            user.properties.iter().map(|(n, s)| (n.as_str(), s.seen, s.nulls)).collect::<Vec<_>>(),
            [("id", 2, 1), ("name", 1, 0)]
        );
        assert_eq!(shape.objects[2].1.properties[0].0, "@odata.type");
    }

    #[test]
    fn lists() {
        let shape = shape(&["[]", "[1, null]", "[2.5]"]);
        let items = shape.items.unwrap();
        assert_eq!((shape.arrays, items.seen, items.nulls, items.integers, items.floats), (3, 3, 1, 1, 1));
    }
}
