//! From places to Rust types, and from kinds of objects to declared ones. Everything is united and counted by now; each
//! type is written once, when something first names it.

use std::collections::BTreeMap;

use super::arena::{Arena, ObjectId, ObjectNode, PlaceId, PlaceNode};
use super::fields::{Fields, Presence, is_noise};
use super::hints::{Hint, Hints};
use super::known;
use super::naming::{self, Names};
use super::numbers::number;
use super::rules::{is_key, is_map};
use crate::declare::Options;
use crate::declare::docs::property_docs;
use crate::model::{Leaf, Ty, Type, TypeKind, Variant, Wrapper};
use crate::names::{pascal_case, unused};
use crate::read::Section;
use crate::shape::Shape;

/// A Rust type, with what the samples leave open.
#[derive(Clone, Debug)]
pub(in crate::declare) struct Resolved {
    pub(in crate::declare) ty: Ty,
    pub(in crate::declare) notes: Vec<String>,
}

/// The types of an operation, written as they are named.
pub(in crate::declare) struct Types<'a> {
    arena: Arena,
    names: Names,
    hints: &'a Hints,
    options: &'a Options,
    endpoint: &'a str,
    is_patch: bool,
    /// The caller says with `$select` which properties come.
    selects: bool,
    /// The objects that the response itself is made of.
    roots: Vec<ObjectId>,
    written: Vec<Written>,
    /// Polymorphic types by the name of their places.
    polymorphic: BTreeMap<String, usize>,
}

/// A type, and the kind of object that it is.
struct Written {
    object: Option<ObjectId>,
    ty: Type,
}

impl<'a> Types<'a> {
    /// Unites what is one type in `arena`.
    pub(in crate::declare) fn new(
        mut arena: Arena,
        endpoint: &'a str,
        method: &str,
        selects: bool,
        hints: &'a Hints,
        options: &'a Options,
    ) -> Self {
        arena.unite_types();
        let names = Names::new(endpoint);
        Self {
            arena,
            names,
            hints,
            options,
            endpoint,
            is_patch: method == "PATCH",
            selects,
            roots: Vec::new(),
            written: Vec::new(),
            polymorphic: BTreeMap::new(),
        }
    }

    /// The objects at this place are the response, or the items of its page.
    pub(in crate::declare) fn is_response(&mut self, place: PlaceId) {
        let objects = self.arena.at(place).objects;
        self.roots.extend(objects.iter().map(|(_, id)| self.arena.kind(*id).0));
    }

    /// The Rust type of a place.
    pub(in crate::declare) fn place(&mut self, id: PlaceId) -> Resolved {
        self.hinted(id, None, "")
    }

    /// The Rust type of a place of which the page may say more; `property` is its name there.
    pub(in crate::declare) fn hinted(
        &mut self,
        id: PlaceId,
        hint: Option<&Hint>,
        property: &str,
    ) -> Resolved {
        let node = self.arena.at(id);
        let json = if self.rounds(id, &mut Vec::new()) { Leaf::RawJson } else { Leaf::Json };
        let mut kinds = node.counts.kind_names();
        if !node.objects.is_empty() {
            kinds.push("an object");
        }
        let open = |note: String| Resolved { ty: json.into(), notes: vec![note] };
        match kinds.as_slice() {
            [] => match hint.and_then(|hint| self.said(hint)) {
                Some(ty) => plain(ty),
                None => open("null in the example: its type is not known".to_owned()),
            },
            [_, _, ..] => open(format!("{} in the examples: kept as JSON", kinds.join(" and "))),
            _ if node.counts.bools > 0 => plain(Leaf::Bool.into()),
            _ if node.counts.strings > 0 => plain(self.text(&node, hint, property)),
            _ if node.counts.arrays > 0 => self.list(&node, hint, property),
            _ if node.objects.is_empty() => {
                let (leaf, note) = number(&node.counts, hint.and_then(|hint| hint.leaf));
                Resolved { ty: leaf.into(), notes: note.map(str::to_owned).into_iter().collect() }
            }
            _ => self.object(&node, hint),
        }
    }

    /// The type that a page says of a property that no example has.
    pub(in crate::declare) fn said(&mut self, hint: &Hint) -> Option<Ty> {
        let leaf = hint.leaf.map(|leaf| self.options.leaf(if leaf == Leaf::I32 { Leaf::I64 } else { leaf }));
        let is_text = hint.leaf == Some(Leaf::String) || hint.leaf.is_none();
        let ty = match leaf {
            _ if is_text && !hint.members.is_empty() => self.enumeration(hint),
            Some(leaf) => leaf.into(),
            None => return None,
        };
        Some(if hint.is_collection { ty.within(Wrapper::Vec) } else { ty })
    }

    fn text(&mut self, node: &PlaceNode, hint: Option<&Hint>, property: &str) -> Ty {
        let counts = &node.counts;
        let all = |count: usize| count == counts.strings;
        let name = if property.is_empty() { &node.name } else { property };
        let said = hint.and_then(|hint| hint.leaf);
        let ends = |end: &str| name.len() > end.len() && name.ends_with(end);
        let is_guid = known::GUIDS.iter().any(|guid| *guid == name || crate::names::singular(guid) == *name);
        let leaf = match said {
            Some(Leaf::DateTimeOffset) if all(counts.date_times) => Leaf::DateTimeOffset,
            Some(Leaf::Date) if all(counts.dates) => Leaf::Date,
            Some(Leaf::TimeOfDay) if all(counts.times) => Leaf::TimeOfDay,
            Some(Leaf::Duration) if all(counts.durations) => Leaf::Duration,
            Some(Leaf::Guid) if all(counts.guids) => Leaf::Guid,
            Some(Leaf::String) | None => match hint {
                Some(hint) if !hint.members.is_empty() && counts.words.are_among(&hint.members) => {
                    return self.enumeration(hint);
                }
                None if ends("DateTime") && all(counts.date_times) => Leaf::DateTimeOffset,
                _ if said.is_none() && is_guid && all(counts.guids) => Leaf::Guid,
                _ => Leaf::String,
            },
            Some(_) => Leaf::String,
        };
        self.options.leaf(leaf).into()
    }

    fn enumeration(&mut self, hint: &Hint) -> Ty {
        let members: Vec<(String, String)> =
            hint.members.iter().map(|member| (member.clone(), pascal_case(member))).collect();
        let known = self.written.iter().find(|written| {
            matches!(&written.ty.kind, TypeKind::Enumeration(known) if known.iter().map(|(name, _)| name).eq(members.iter().map(|(name, _)| name)))
        });
        if let Some(known) = known {
            return Ty::Declared(known.ty.name.clone());
        }
        let mut taken = vec!["Other".to_owned()];
        let members = members
            .into_iter()
            .map(|(member, variant)| {
                let variant = unused(&variant, |name| taken.iter().any(|taken| taken == name));
                taken.push(variant.clone());
                (member, variant)
            })
            .collect();
        let base = pascal_case(hint.type_name.as_deref().unwrap_or(&hint.name));
        let name = self.names.give(&base, self.endpoint);
        let derives = vec!["Clone", "Debug", "PartialEq", "Eq"];
        self.push(None, Type { derives, ..empty(name.clone(), TypeKind::Enumeration(members)) });
        Ty::Declared(name)
    }

    fn list(&mut self, node: &PlaceNode, hint: Option<&Hint>, property: &str) -> Resolved {
        let Some(items) = node.items else {
            return match hint.filter(|hint| hint.is_collection).and_then(|hint| self.said(hint)) {
                Some(ty) => plain(ty),
                None => Resolved {
                    ty: Ty::from(Leaf::Json).within(Wrapper::Vec),
                    notes: vec![
                        "an empty list in the example: the type of its items is not known".to_owned(),
                    ],
                },
            };
        };
        let place = self.item_of(items, hint, property);
        Resolved { ty: place.ty.within(Wrapper::Vec), ..place }
    }

    /// The Rust type of something that stands in a list or a map, where it can be `null` but not absent.
    pub(in crate::declare) fn item(&mut self, id: PlaceId) -> Resolved {
        self.item_of(id, None, "")
    }

    fn item_of(&mut self, id: PlaceId, hint: Option<&Hint>, property: &str) -> Resolved {
        let place = self.hinted(id, hint, property);
        // JSON that is kept has its own null.
        if self.arena.at(id).counts.nulls > 0 && !place.ty.is_json() {
            return Resolved { ty: place.ty.within(Wrapper::Option), ..place };
        }
        place
    }

    fn object(&mut self, node: &PlaceNode, hint: Option<&Hint>) -> Resolved {
        let mut ids: Vec<ObjectId> = node.objects.iter().map(|(_, id)| self.arena.kind(*id).0).collect();
        ids.sort_unstable();
        ids.dedup();
        let said = hint.and_then(|hint| hint.type_name.clone());
        match ids.as_slice() {
            [id] => {
                let Some(kind) = self.arena.kind(*id).1.cloned() else { return plain(Leaf::Json.into()) };
                // The page names a type that this one only derives from.
                let own = kind.odata_type.as_deref().and_then(|name| name.rsplit('.').next());
                let base = said.filter(|said| own.is_some_and(|own| !own.eq_ignore_ascii_case(said)));
                match base {
                    Some(base) => self.polymorphic(node, &pascal_case(&base)),
                    None => self.one_kind(*id, &kind),
                }
            }
            _ => {
                let base = said.unwrap_or_else(|| node.name.clone());
                self.polymorphic(node, &pascal_case(&base))
            }
        }
    }

    fn one_kind(&mut self, id: ObjectId, kind: &ObjectNode) -> Resolved {
        if kind.odata_type.is_none() && kind.properties.is_empty() {
            let note = "an empty object in the example: its properties are not known".to_owned();
            return Resolved { ty: Leaf::Json.into(), notes: vec![note] };
        }
        if kind.odata_type.is_none() && is_map(kind) {
            let place = self.keyed(kind);
            return Resolved { ty: place.within(Wrapper::Map), notes: Vec::new() };
        }
        plain(Ty::Declared(self.declared(id)))
    }

    /// What the keys of a map lead to.
    fn keyed(&mut self, kind: &ObjectNode) -> Ty {
        let keys = kind.properties.iter().filter(|(name, _)| is_key(name));
        let mut types: Vec<Ty> = keys.map(|(_, place)| self.item(*place).ty).collect();
        types.dedup();
        match types.as_slice() {
            [ty] => ty.clone(),
            _ => Leaf::RawJson.into(),
        }
    }

    /// The name of a kind of object, whose type is written if it wasn't before.
    fn declared(&mut self, id: ObjectId) -> String {
        let known = self.written.iter().find(|written| written.object == Some(id));
        if let Some(known) = known {
            return known.ty.name.clone();
        }
        let name = self.names.of(&self.arena, id, self.endpoint);
        let kind = self.arena.kind(id).1.cloned().unwrap_or_default();
        let at = self.push(
            Some(id),
            Type {
                odata_type: kind.odata_type.clone(),
                writes_type: kind.odata_type.is_some() && kind.untyped == 0,
                ..empty(name.clone(), TypeKind::Struct(Vec::new()))
            },
        );
        let fields = self.fields(id, &kind).fields;
        if let Some(written) = self.written.get_mut(at) {
            written.ty.kind = TypeKind::Struct(fields);
        }
        name
    }

    fn push(&mut self, object: Option<ObjectId>, ty: Type) -> usize {
        self.written.push(Written { object, ty });
        self.written.len() - 1
    }

    fn fields(&mut self, id: ObjectId, kind: &ObjectNode) -> Fields {
        let exact = self.options.exact;
        let mut fields = Fields::new();
        let says_other = kind.properties.iter().any(|(name, _)| name == "@odata.type");
        if exact && kind.odata_type.is_some() && kind.untyped > 0 && !says_other {
            let ty = Ty::from(Leaf::String).within(Wrapper::Option);
            fields.property("@odata.type", "odata_type", ty, Vec::new());
        }
        let is_root = self.roots.contains(&id);
        for (name, place) in kind.properties.iter().filter(|(name, _)| !is_key(name)) {
            if !exact && !kind.way.sent && is_noise(name) {
                continue;
            }
            let hint = if is_root { self.hints.of(name, Section::Response).cloned() } else { None };
            let counts = self.arena.at(*place).counts;
            let hint = hint.filter(|hint| fits(hint, &counts));
            let resolved = self.hinted(*place, hint.as_ref(), name);
            let holds_itself = self.holds(*place, id, &mut Vec::new());
            let ty = if holds_itself { resolved.ty.within(Wrapper::Box) } else { resolved.ty };
            let presence = self.presence(kind, name, &counts, is_root);
            let docs = hint.map(|hint| property_docs(&hint.docs)).unwrap_or_default();
            fields.named(name, presence.of(ty), resolved.notes, docs);
        }
        if kind.properties.iter().any(|(name, _)| is_key(name)) {
            let ty = self.keyed(kind);
            fields.additional(Some(ty.within(Wrapper::Map)));
        } else if kind.way.sent && kind.way.received && !exact {
            fields.additional(None);
        }
        fields
    }

    /// Pages cut responses short, and a PATCH sends only what changes: what a type has can be absent.
    fn presence(&self, kind: &ObjectNode, name: &str, counts: &Shape, is_root: bool) -> Presence {
        let is_absent = counts.seen < kind.seen;
        let is_null = counts.nulls > 0;
        // Each entity has its key, unless the caller selects otherwise.
        let is_key = is_root && name == "id" && counts.strings == kind.seen && !self.selects;
        Presence {
            is_optional: (is_absent || is_null || kind.way.received || self.is_patch) && !is_key,
            is_nullable: is_null && (kind.way.sent || self.options.exact),
        }
    }

    fn polymorphic(&mut self, node: &PlaceNode, base: &str) -> Resolved {
        let at = match self.polymorphic.get(base) {
            Some(at) => *at,
            None => {
                let name = self.names.give(base, self.endpoint);
                let at = self.push(None, empty(name, TypeKind::Polymorphic(Vec::new())));
                self.polymorphic.insert(base.to_owned(), at);
                at
            }
        };
        for (odata_type, id) in &node.objects {
            let Some(odata_type) = odata_type else { continue };
            if self.variants(at).iter().any(|variant| variant.odata_type == *odata_type) {
                continue;
            }
            let (id, kind) = self.arena.kind(*id);
            let own = kind.map(naming::base).unwrap_or_default();
            // Reserve the place first: a type can hold its own base.
            let short = short(&own, base);
            let taken =
                |name: &str| name == "Other" || self.variants(at).iter().any(|variant| variant.name == name);
            let name = unused(&short, taken);
            let variant = Variant { odata_type: odata_type.clone(), name, holds: String::new() };
            let index = self.variants(at).len();
            self.with_variants(at, |variants| variants.push(variant));
            let holds = self.declared(id);
            self.with_variants(at, |variants| {
                if let Some(variant) = variants.get_mut(index) {
                    variant.holds = holds;
                }
            });
        }
        let name = self.written.get(at).map(|written| written.ty.name.clone()).unwrap_or_default();
        plain(Ty::Declared(name))
    }

    fn variants(&self, at: usize) -> &[Variant] {
        match self.written.get(at).map(|written| &written.ty.kind) {
            Some(TypeKind::Polymorphic(variants)) => variants,
            _ => &[],
        }
    }

    fn with_variants(&mut self, at: usize, change: impl FnOnce(&mut Vec<Variant>)) {
        if let Some(TypeKind::Polymorphic(variants)) =
            self.written.get_mut(at).map(|written| &mut written.ty.kind)
        {
            change(variants);
        }
    }

    /// Whether a place holds a kind of object by value, over any number of types.
    fn holds(&self, place: PlaceId, object: ObjectId, passed: &mut Vec<ObjectId>) -> bool {
        self.arena.at(place).objects.iter().any(|(_, held)| {
            let (held, kind) = self.arena.kind(*held);
            if held == object {
                return true;
            }
            if passed.contains(&held) {
                return false;
            }
            passed.push(held);
            kind.is_some_and(|kind| {
                kind.properties.iter().any(|(_, place)| self.holds(*place, object, passed))
            })
        })
    }

    /// Whether a number at this place or below would be rounded by `serde_json::Value`.
    fn rounds(&self, place: PlaceId, passed: &mut Vec<ObjectId>) -> bool {
        let node = self.arena.at(place);
        node.counts.big_numbers > 0
            || node.items.is_some_and(|items| self.rounds(items, passed))
            || node.objects.iter().any(|(_, id)| {
                let (id, kind) = self.arena.kind(*id);
                if passed.contains(&id) {
                    return false;
                }
                passed.push(id);
                kind.is_some_and(|kind| kind.properties.iter().any(|(_, place)| self.rounds(*place, passed)))
            })
    }

    /// The declared types that `roots` name, each followed by what it names itself.
    pub(in crate::declare) fn finish(self, roots: &[&Ty]) -> Vec<Type> {
        let mut found: Vec<Type> = Vec::new();
        let mut open: Vec<String> =
            roots.iter().rev().filter_map(|ty| ty.declared()).map(str::to_owned).collect();
        while let Some(name) = open.pop() {
            if found.iter().any(|ty| ty.name == name) {
                continue;
            }
            let Some(written) = self.written.iter().find(|written| written.ty.name == name) else { continue };
            open.extend(written.ty.holds().into_iter().rev().map(str::to_owned));
            found.push(written.ty.clone());
        }
        derive(&mut found);
        found
    }
}

/// The traits that each type can derive.
fn derive(types: &mut [Type]) {
    // `RawValue` can't be compared, and so can't what holds it.
    let mut opaque: Vec<String> = Vec::new();
    loop {
        let is_opaque = |ty: &Type| {
            ty.fields().iter().any(|field| field.ty.leaf() == Some(Leaf::RawJson))
                || ty.holds().iter().any(|held| opaque.iter().any(|name| name == held))
        };
        let more: Vec<String> = types
            .iter()
            .filter(|ty| !opaque.contains(&ty.name) && is_opaque(ty))
            .map(|ty| ty.name.clone())
            .collect();
        if more.is_empty() {
            break;
        }
        opaque.extend(more);
    }
    for ty in types.iter_mut().filter(|ty| ty.derives.is_empty()) {
        ty.derives = vec!["Clone", "Debug"];
        let fields = ty.fields();
        let has_rest = |field: &crate::model::Field| field.ty.leaf() == Some(Leaf::AdditionalProperties);
        if fields.iter().any(has_rest) && fields.iter().all(|field| field.ty.is_optional() || has_rest(field))
        {
            ty.derives.push("Default");
        }
        if !opaque.contains(&ty.name) {
            ty.derives.push("PartialEq");
        }
    }
}

/// Whether what a page says of a property can be true of the samples.
pub(in crate::declare) fn fits(hint: &Hint, counts: &Shape) -> bool {
    let is_list = counts.arrays > 0;
    counts.kinds() == 0 || hint.is_collection == is_list || hint.leaf.is_none() && hint.type_name.is_none()
}

/// A variant is called as its type is, without the words that all of them share.
fn short(own: &str, base: &str) -> String {
    let words = base.char_indices().filter(|(_, c)| c.is_ascii_uppercase());
    let ends = words.filter_map(|(at, _)| base.get(at..));
    let shorts = ends.filter_map(|end| own.strip_suffix(end)).filter(|short| !short.is_empty());
    shorts.min_by_key(|short| short.len()).unwrap_or(own).to_owned()
}

fn empty(name: String, kind: TypeKind) -> Type {
    Type { docs: Vec::new(), name, odata_type: None, writes_type: false, derives: Vec::new(), kind }
}

fn plain(ty: Ty) -> Resolved {
    Resolved { ty, notes: Vec::new() }
}
