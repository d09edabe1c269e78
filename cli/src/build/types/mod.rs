//! The types of an operation: which places of the JSON share one, what each is called, and what its fields are.
//!
//! Objects with an `@odata.type` are one type wherever they stand. Objects without one are named after their property;
//! two of the same name are one type if they agree. A place that held several types becomes an enum.

mod fields;
mod rules;
mod settle;

pub(super) use self::fields::Fields;
use self::rules::{agree, is_key, is_map, number};
use crate::names::{pascal_case, singular, unused};
use crate::shape::{Object, Shape};

/// Names that the generated file has from elsewhere.
pub(super) const TAKEN: &[&str] = &[
    "Accepted",
    "AdditionalProperties",
    "BTreeMap",
    "Box",
    "Bytes",
    "Client",
    "Default",
    "Endpoint",
    "Error",
    "Err",
    "None",
    "Nullable",
    "Ok",
    "OneOf",
    "Option",
    "Other",
    "Page",
    "Result",
    "Self",
    "Some",
    "String",
    "RawValue",
    "Untyped",
    "Value",
    "ValueOf",
    "Vec",
];

/// JSON that is kept as it is.
pub(super) const ANY: &str = "Value";
/// JSON with numbers that `Value` would round.
const ANY_EXACT: &str = "Box<RawValue>";

/// A Rust type, with what the samples leave open.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    /// As it is written.
    pub(super) ty: String,
    pub(super) notes: Vec<String>,
    /// The type that is held by value, for finding recursion.
    holds: Option<usize>,
}

/// The types, as they are found.
pub(super) struct Types {
    entries: Vec<Entry>,
    names: Vec<String>,
    exact: bool,
}

struct Entry {
    name: String,
    odata_type: Option<String>,
    /// What the type's name was made of.
    base: String,
    kind: EntryKind,
    /// Whether requests send it, so that absent and `null` must be told apart.
    sent: bool,
    /// Samples that said no type, of a type that others said.
    untyped: usize,
    /// The places of its properties, in order; filled by `settle`.
    fields: Vec<Place>,
    /// What its keys lead to, if it has properties that are keys.
    keyed: Option<String>,
}

enum EntryKind {
    Object(Object),
    /// Entries by `@odata.type`.
    Union(Vec<(String, usize)>),
}

impl Types {
    pub(super) fn new(endpoint: &str, exact: bool) -> Self {
        let mut names: Vec<String> = TAKEN.iter().map(|name| (*name).to_owned()).collect();
        names.push(endpoint.to_owned());
        names.push(format!("{endpoint}Builder"));
        Self { entries: Vec::new(), names, exact }
    }

    /// Registers every object with an `@odata.type` in a shape.
    pub(super) fn collect(&mut self, shape: &Shape, sent: bool) {
        if let Some(items) = &shape.items {
            self.collect(items, sent);
        }
        for (name, object) in &shape.objects {
            for (_, property) in &object.properties {
                self.collect(property, sent);
            }
            if let Some(name) = name {
                self.typed(name, object, sent, 0);
            }
        }
    }

    fn typed(&mut self, odata_type: &str, object: &Object, sent: bool, untyped: usize) -> usize {
        let known = self.entries.iter().position(|entry| entry.odata_type.as_deref() == Some(odata_type));
        let id = known.unwrap_or_else(|| {
            let base = pascal_case(odata_type.rsplit('.').next().unwrap_or(odata_type));
            self.add(base, Some(odata_type.to_owned()), EntryKind::Object(Object::default()))
        });
        if let Some(entry) = self.entries.get_mut(id) {
            entry.sent |= sent;
            entry.untyped += untyped;
            if let EntryKind::Object(known) = &mut entry.kind {
                known.merge(object);
            }
        }
        id
    }

    fn add(&mut self, base: String, odata_type: Option<String>, kind: EntryKind) -> usize {
        let name = unused(&base, |name| self.names.iter().any(|taken| taken == name));
        self.names.push(name.clone());
        self.entries.push(Entry {
            name,
            odata_type,
            base,
            kind,
            sent: false,
            untyped: 0,
            fields: Vec::new(),
            keyed: None,
        });
        self.entries.len() - 1
    }

    /// The Rust type of a place; `name` is what an object there is called, `owner` helps when that is taken.
    pub(super) fn place(&mut self, shape: &Shape, name: &str, owner: &str, sent: bool) -> Place {
        let any = if shape.rounds() { ANY_EXACT } else { ANY };
        let open = |note: String| Place { ty: any.to_owned(), notes: vec![note], holds: None };
        if shape.kinds() == 0 {
            return open("null in the example: its type is not known".to_owned());
        }
        if shape.kinds() > 1 {
            return open(format!("{} in the examples: kept as JSON", shape.kind_names().join(" and ")));
        }
        if shape.bools > 0 {
            return plain("bool");
        }
        if shape.strings > 0 {
            return plain("String");
        }
        if shape.arrays > 0 {
            return self.list(shape, name, owner, sent);
        }
        if shape.objects.is_empty() {
            return number(shape);
        }
        self.object(shape, name, owner, sent)
    }

    fn list(&mut self, shape: &Shape, name: &str, owner: &str, sent: bool) -> Place {
        let Some(items) = &shape.items else {
            let note = "an empty list in the example: the type of its items is not known".to_owned();
            return Place { ty: format!("Vec<{ANY}>"), notes: vec![note], holds: None };
        };
        let place = self.item(items, &singular(name), owner, sent);
        Place { ty: format!("Vec<{}>", place.ty), ..place }
    }

    /// The Rust type of something that stands in a list or a map, where it can be `null` but not absent.
    pub(super) fn item(&mut self, shape: &Shape, name: &str, owner: &str, sent: bool) -> Place {
        let mut place = self.place(shape, name, owner, sent);
        place.holds = None;
        // JSON that is kept has its own null.
        if shape.nulls > 0 && place.ty != ANY && place.ty != ANY_EXACT {
            place.ty = format!("Option<{}>", place.ty);
        }
        place
    }

    fn object(&mut self, shape: &Shape, name: &str, owner: &str, sent: bool) -> Place {
        let typed: Vec<&String> = shape.objects.iter().filter_map(|(name, _)| name.as_ref()).collect();
        if let [odata_type] = typed.as_slice() {
            // One type, said by some samples and not by others.
            let unsaid = shape.objects.iter().find(|(name, _)| name.is_none()).map(|(_, object)| object);
            let none = Object::default();
            let object = unsaid.unwrap_or(&none);
            let id = self.typed(odata_type, object, sent, object.seen);
            return self.named(id);
        }
        if !typed.is_empty() {
            let id = self.union(&typed.into_iter().cloned().collect::<Vec<_>>(), name, owner);
            return self.named(id);
        }
        let Some((_, object)) = shape.objects.first() else { return plain(ANY) };
        if object.properties.is_empty() {
            let note = "an empty object in the example: its properties are not known".to_owned();
            return Place { ty: ANY.to_owned(), notes: vec![note], holds: None };
        }
        if is_map(object) {
            return self.map(object, name, owner, sent);
        }
        let id = self.untyped(object, name, owner, sent);
        self.named(id)
    }

    /// A map from those properties that are keys.
    fn map(&mut self, object: &Object, name: &str, owner: &str, sent: bool) -> Place {
        let mut values = Shape::default();
        for (_, value) in object.properties.iter().filter(|(name, _)| is_key(name)) {
            values.merge(value);
        }
        let place = self.item(&values, &singular(name), owner, sent);
        Place { ty: format!("BTreeMap<String, {}>", place.ty), ..place }
    }

    fn named(&self, id: usize) -> Place {
        let ty = self.entries.get(id).map(|entry| entry.name.clone()).unwrap_or_default();
        Place { ty, notes: Vec::new(), holds: Some(id) }
    }

    fn union(&mut self, odata_types: &[String], name: &str, owner: &str) -> usize {
        let members: Vec<(String, usize)> = odata_types
            .iter()
            .filter_map(|odata_type| {
                let id =
                    self.entries.iter().position(|entry| entry.odata_type.as_ref() == Some(odata_type))?;
                Some((odata_type.clone(), id))
            })
            .collect();
        let base = pascal_case(name);
        let known = self.entries.iter_mut().enumerate().find_map(|(id, entry)| match &mut entry.kind {
            EntryKind::Union(known) if entry.base == base => Some((id, known)),
            _ => None,
        });
        if let Some((id, known)) = known {
            for member in members {
                if !known.contains(&member) {
                    known.push(member);
                }
            }
            return id;
        }
        let name = self.free(&base, owner);
        let id = self.add(name, None, EntryKind::Union(members));
        if let Some(entry) = self.entries.get_mut(id) {
            entry.base = base;
        }
        id
    }

    fn untyped(&mut self, object: &Object, name: &str, owner: &str, sent: bool) -> usize {
        let base = pascal_case(name);
        let known = self.entries.iter_mut().enumerate().find_map(|(id, entry)| {
            let same = entry.odata_type.is_none() && entry.base == base;
            let EntryKind::Object(known) = &mut entry.kind else { return None };
            (same && agree(known, object)).then_some((id, known, &mut entry.sent))
        });
        if let Some((id, known, is_sent)) = known {
            known.merge(object);
            *is_sent |= sent;
            return id;
        }
        let free = self.free(&base, owner);
        let id = self.add(free, None, EntryKind::Object(object.clone()));
        if let Some(entry) = self.entries.get_mut(id) {
            entry.base = base;
            entry.sent = sent;
        }
        id
    }

    fn free(&self, base: &str, owner: &str) -> String {
        if self.names.iter().any(|taken| taken == base) { format!("{owner}{base}") } else { base.to_owned() }
    }
}

/// The names in a type as written.
fn words(ty: &str) -> impl Iterator<Item = &str> {
    ty.split(|c: char| !c.is_alphanumeric() && c != '_')
}

fn plain(ty: &str) -> Place {
    Place { ty: ty.to_owned(), notes: Vec::new(), holds: None }
}
