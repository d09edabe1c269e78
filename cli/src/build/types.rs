//! The types of an operation: which places of the JSON share one, what each is called, and what its fields are.
//!
//! Objects with an `@odata.type` are one type wherever they stand. Objects without one are named after their property;
//! two of the same name are one type if they agree. A place that held several types becomes an enum.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::model::{Attribute, Field, Type, TypeKind};
use crate::names::{camel_case, field_ident, pascal_case, singular, snake_case, unused};
use crate::shape::{Object, Shape};

/// Names that the generated file has from elsewhere.
pub(super) const TAKEN: &[&str] = &[
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

    /// Resolves the fields of every type until nothing changes any more: a property can add to a type that was seen
    /// before.
    pub(super) fn settle(&mut self) {
        for _ in 0..64 {
            let before = self.signature();
            let mut id = 0;
            while id < self.entries.len() {
                self.settle_entry(id);
                id += 1;
            }
            if self.signature() == before {
                return;
            }
        }
    }

    fn settle_entry(&mut self, id: usize) {
        let Some(Entry { name, base, kind: EntryKind::Object(object), sent, .. }) = self.entries.get(id)
        else {
            return;
        };
        let (base, object) = (base.clone(), object.clone());
        let (owner, sent) = (name.clone(), *sent);
        let mut fields = Vec::new();
        for (name, shape) in &object.properties {
            fields.push(if is_key(name) { Place::default() } else { self.place(shape, name, &owner, sent) });
        }
        let has_keys = object.properties.iter().any(|(name, _)| is_key(name));
        let keyed = has_keys.then(|| self.map(&object, &base, &format!("{owner}Value"), sent).ty);
        if let Some(entry) = self.entries.get_mut(id) {
            entry.fields = fields;
            entry.keyed = keyed;
        }
    }

    /// What must stay the same for the types to be settled: every type with its fields, whether they can be left out
    /// and whether they were `null`.
    fn signature(&self) -> String {
        let mut out = String::new();
        for entry in &self.entries {
            let _ = write!(out, "{} {} {}:", entry.name, entry.sent, entry.untyped > 0);
            match &entry.kind {
                EntryKind::Object(object) => {
                    for (index, (name, shape)) in object.properties.iter().enumerate() {
                        let ty = entry.fields.get(index).map(|place| place.ty.as_str()).unwrap_or_default();
                        let _ = write!(out, "{name} {ty} {} {},", shape.seen < object.seen, shape.nulls > 0);
                    }
                }
                EntryKind::Union(members) => {
                    let _ = write!(out, "{}", members.len());
                }
            }
            out.push(';');
        }
        out
    }

    /// The declared types, after `settle`: those that `roots` name, each followed by what it names itself.
    pub(super) fn finish(self, roots: &[&str]) -> Vec<Type> {
        let mut found: Vec<Type> = Vec::new();
        let mut open: Vec<String> = roots.iter().rev().flat_map(|ty| words(ty)).map(str::to_owned).collect();
        while let Some(name) = open.pop() {
            if found.iter().any(|ty| ty.name == name) {
                continue;
            }
            let Some(id) = self.entries.iter().position(|entry| entry.name == name) else { continue };
            let Some(ty) = self.declared(id) else { continue };
            let named: Vec<&str> = match &ty.kind {
                TypeKind::Struct(fields) => fields.iter().flat_map(|field| words(&field.ty)).collect(),
                TypeKind::Polymorphic(variants) => {
                    variants.iter().filter_map(|(_, _, ty)| ty.as_deref()).collect()
                }
            };
            open.extend(named.into_iter().rev().map(str::to_owned));
            found.push(ty);
        }
        found
    }

    fn declared(&self, id: usize) -> Option<Type> {
        let entry = self.entries.get(id)?;
        let kind = match &entry.kind {
            EntryKind::Object(object) => TypeKind::Struct(self.fields(id, entry, object)),
            EntryKind::Union(members) => TypeKind::Polymorphic(self.variants(entry, members)),
        };
        Some(Type {
            docs: Vec::new(),
            name: entry.name.clone(),
            odata_type: entry.odata_type.clone(),
            writes_type: entry.odata_type.is_some() && entry.untyped == 0,
            kind,
        })
    }

    fn fields(&self, id: usize, entry: &Entry, object: &Object) -> Vec<Field> {
        let mut fields = Fields::new(self.exact || entry.sent, self.exact);
        let says_other = object.properties.iter().any(|(name, _)| name == "@odata.type");
        if entry.odata_type.is_some() && entry.untyped > 0 && !says_other {
            fields.named("@odata.type", "odata_type", "Option<String>".to_owned(), Vec::new());
        }
        let named = object.properties.iter().zip(&entry.fields).filter(|((name, _), _)| !is_key(name));
        for ((name, shape), place) in named {
            let mut place = place.clone();
            if place.holds.is_some_and(|held| held == id || self.reaches(held, id, &mut Vec::new())) {
                place.ty = format!("Box<{}>", place.ty);
            }
            fields.add(name, shape, object.seen, place);
        }
        if let Some(ty) = &entry.keyed {
            fields.additional(ty);
        }
        fields.fields
    }

    /// Whether `from` holds `to` by value, over any number of types.
    fn reaches(&self, from: usize, to: usize, passed: &mut Vec<usize>) -> bool {
        if passed.contains(&from) {
            return false;
        }
        passed.push(from);
        let Some(entry) = self.entries.get(from) else { return false };
        let held: Vec<usize> = match &entry.kind {
            EntryKind::Object(_) => entry.fields.iter().filter_map(|place| place.holds).collect(),
            EntryKind::Union(members) => members.iter().map(|(_, id)| *id).collect(),
        };
        held.into_iter().any(|held| held == to || self.reaches(held, to, passed))
    }

    /// Each variant is called as its type is, without the words that all of them share.
    fn variants(&self, entry: &Entry, members: &[(String, usize)]) -> Vec<(String, String, Option<String>)> {
        let mut taken = vec!["Other".to_owned()];
        members
            .iter()
            .filter_map(|(odata_type, id)| {
                let member = self.entries.get(*id)?;
                let short = member
                    .base
                    .strip_suffix(&entry.base)
                    .filter(|short| !short.is_empty())
                    .unwrap_or(&member.base);
                let variant = unused(short, |name| taken.iter().any(|taken| taken == name));
                taken.push(variant.clone());
                Some((odata_type.clone(), variant, Some(member.name.clone())))
            })
            .collect()
    }
}

/// Fields under construction: unique names, and what presence makes of a type.
pub(super) struct Fields {
    pub(super) fields: Vec<Field>,
    /// Names that can't be taken.
    pub(super) reserved: Vec<String>,
    nulls_count: bool,
    exact: bool,
}

impl Fields {
    /// With `nulls_count`, `null` is another thing than absent; with `exact`, annotations are kept.
    pub(super) fn new(nulls_count: bool, exact: bool) -> Self {
        Self { fields: Vec::new(), reserved: Vec::new(), nulls_count, exact }
    }

    /// A JSON property that was there in `shape.seen` of `samples`.
    pub(super) fn add(&mut self, name: &str, shape: &Shape, samples: usize, place: Place) {
        if !self.exact && !self.nulls_count && is_noise(name) {
            return;
        }
        let optional = shape.seen < samples;
        let ty = match (shape.nulls > 0, optional) {
            (true, _) if self.nulls_count => format!("Nullable<{}>", place.ty),
            (false, false) => place.ty,
            _ => format!("Option<{}>", place.ty),
        };
        self.named(name, &snake_case(name), ty, place.notes);
    }

    /// A property with a field of that name, or one near it if that is taken.
    pub(super) fn named(&mut self, property: &str, field: &str, ty: String, notes: Vec<String>) {
        let name = field_ident(&self.unused(field));
        let attribute = (camel_case(&name) != property).then(|| Attribute::Rename(property.to_owned()));
        self.fields.push(Field { notes, name, ty, attribute });
    }

    /// A name that neither a field nor the builder has.
    pub(super) fn unused(&self, field: &str) -> String {
        let taken = |name: &str| {
            let ident = field_ident(name);
            matches!(name, "build" | "send")
                || self.reserved.iter().any(|reserved| *reserved == name)
                || self.fields.iter().any(|field| field.name == ident)
        };
        unused(field, taken)
    }

    fn additional(&mut self, ty: &str) {
        let name = self.unused("additional");
        self.fields.push(Field {
            notes: Vec::new(),
            name,
            ty: ty.to_owned(),
            attribute: Some(Attribute::Additional),
        });
    }
}

/// The names in a type as written.
fn words(ty: &str) -> impl Iterator<Item = &str> {
    ty.split(|c: char| !c.is_alphanumeric() && c != '_')
}

fn plain(ty: &str) -> Place {
    Place { ty: ty.to_owned(), notes: Vec::new(), holds: None }
}

fn number(shape: &Shape) -> Place {
    match (shape.integers, shape.floats, shape.big_numbers) {
        (_, 0, 0) => Place {
            ty: "i64".to_owned(),
            notes: vec!["a whole number in the example: `f64` if it can have a fraction".to_owned()],
            holds: None,
        },
        (0, _, 0) => plain("f64"),
        (_, _, 0) if shape.wide_integers == 0 => Place {
            ty: "f64".to_owned(),
            notes: vec!["a whole number in one place, a fraction in another".to_owned()],
            holds: None,
        },
        _ => Place {
            ty: ANY_EXACT.to_owned(),
            notes: vec!["a number that no `f64` holds exactly".to_owned()],
            holds: None,
        },
    }
}

/// Whether two objects can be one type: most of the smaller one's properties, each with the same kind of value.
fn agree(a: &Object, b: &Object) -> bool {
    let known: BTreeMap<&str, &Shape> =
        a.properties.iter().map(|(name, shape)| (name.as_str(), shape)).collect();
    let mut common = 0;
    for (name, shape) in &b.properties {
        if let Some(other) = known.get(name.as_str()) {
            let mut both = (*other).clone();
            both.merge(shape);
            if both.kinds() > 1 {
                return false;
            }
            common += 1;
        }
    }
    common * 2 >= a.properties.len().min(b.properties.len())
}

/// An object whose properties are no names but keys: GUIDs, URLs, numbers.
fn is_map(object: &Object) -> bool {
    object.properties.iter().all(|(name, _)| is_key(name))
}

fn is_key(name: &str) -> bool {
    let digits = name.chars().filter(char::is_ascii_digit).count();
    let annotation = name.contains('@') || name.starts_with('$');
    !annotation
        && (name.contains(['-', '/', ':', '%', ' ']) && digits > 0
            || name.starts_with(|c: char| c.is_ascii_digit()))
}

/// Annotations that nobody declares.
fn is_noise(name: &str) -> bool {
    name.split_once('@').is_some_and(|(_, annotation)| {
        annotation == "odata.context"
            || ["odata.media", "odata.navigationLink", "odata.associationLink"]
                .iter()
                .any(|start| annotation.starts_with(start))
    })
}
