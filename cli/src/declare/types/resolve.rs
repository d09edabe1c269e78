//! From places to Rust types, and from kinds of objects to declared ones. Everything is united and counted by now; each
//! type is written once, when something first names it.

use std::collections::BTreeMap;

use graph_endpoint_schema::naming::pascal_case;

use super::arena::{Arena, ObjectId, ObjectNode, PlaceId, PlaceNode, Way};
use super::by_name;
use super::fields::{Fields, Presence, is_noise, is_said_by_the_schema};
use super::hints::{Hint, Hints};
use super::keys::is_key;
use super::known;
use super::naming::{self, Names};
use super::numbers::number;
use super::rules::is_map;
use crate::declare::Options;
use crate::declare::docs::property_docs;
use crate::model::{Leaf, Ty, Type, TypeKind, Wrapper};
use crate::read::{Section, Warning};
use crate::shape::Shape;

/// A Rust type, with what the samples leave open.
#[derive(Clone, Debug)]
pub(in crate::declare) struct Resolved {
    pub(in crate::declare) ty: Ty,
    pub(in crate::declare) notes: Vec<String>,
}

/// The types of an operation, written as they are named.
pub(in crate::declare) struct Types<'a> {
    pub(super) arena: Arena,
    pub(super) names: Names,
    pub(super) hints: &'a Hints,
    /// The only object of the body, where the page's table is about its properties.
    pub(super) described: Option<ObjectId>,
    pub(super) options: &'a Options,
    pub(super) endpoint: &'a str,
    is_patch: bool,
    /// The caller says with `$select` which properties come.
    selects: bool,
    /// The objects that the response itself is made of.
    roots: Vec<ObjectId>,
    /// Which ways what is written now goes: at first the properties of the body.
    pub(super) way: Way,
    /// Whether it is a property of the body itself that is written now.
    pub(in crate::declare) is_of_body: bool,
    pub(super) written: Vec<Written>,
    /// For a place that shows nothing, the one that shows what would stand there.
    pub(super) elsewhere: Vec<(PlaceId, PlaceId)>,
    /// Polymorphic types by the name of their places.
    pub(super) polymorphic: BTreeMap<String, usize>,
    /// What the page says and no field does.
    pub(in crate::declare) warnings: Vec<Warning>,
}

/// A type, and the kind of object that it is.
pub(super) struct Written {
    pub(super) object: Option<ObjectId>,
    pub(super) ty: Type,
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
        if !options.exact {
            arena.fill_identities();
            arena.round_fractions();
        }
        let mut names = Names::new(endpoint);
        names.of_typed(&arena, endpoint);
        Self {
            arena,
            names,
            hints,
            described: None,
            options,
            endpoint,
            is_patch: method == "PATCH",
            selects,
            roots: Vec::new(),
            way: Way::SENT,
            is_of_body: false,
            written: Vec::new(),
            elsewhere: Vec::new(),
            polymorphic: BTreeMap::new(),
            warnings: Vec::new(),
        }
    }

    /// The objects at this place are the response, or the items of its page.
    pub(in crate::declare) fn is_response(&mut self, place: PlaceId) {
        let objects = self.arena.at(place).objects;
        self.way.received = true;
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
        if let Some(shown) = self.shown_elsewhere(id) {
            return self.hinted(shown, hint, property);
        }
        if let Some(hint) = hint {
            self.fill(id, hint);
        }
        let node = self.arena.at(id);
        let json = if self.arena.rounds(id, &mut Vec::new()) { Leaf::RawJson } else { Leaf::Json };
        let mut kinds = node.counts.kind_names();
        if !node.objects.is_empty() {
            kinds.push("an object");
        }
        let open = |note: String| Resolved { ty: json.into(), notes: vec![note] };
        if hint.is_some_and(Hint::is_json) && node.counts.arrays == 0 && node.objects.is_empty() {
            return plain(json.into());
        }
        match kinds.as_slice() {
            [] => self.only_null(hint, property).unwrap_or_else(|| match hint.and_then(Hint::link) {
                Some(name) => open(format!("null in the example: its type, `{name}`, isn't on the page")),
                None => open("null in the example: its type is not known".to_owned()),
            }),
            [_, _, ..] => open(format!("{} in the examples: kept as JSON", kinds.join(" and "))),
            _ if node.counts.bools > 0 => plain(Leaf::Bool.into()),
            _ if node.counts.strings > 0 => plain(self.text(&node, hint, property)),
            _ if node.counts.arrays > 0 => self.list(&node, hint, property),
            _ if node.objects.is_empty() => {
                let said = hint.and_then(|hint| hint.leaf);
                let said = said.or_else(|| by_name::of_number(property));
                let (leaf, note) = number(&node.counts, said);
                Resolved { ty: leaf.into(), notes: note.map(str::to_owned).into_iter().collect() }
            }
            _ => self.object(&node, hint),
        }
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
                let said = said.or_else(|| node.base.clone());
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
    pub(super) fn declared(&mut self, id: ObjectId) -> String {
        let known = self.written.iter().find(|written| written.object == Some(id));
        if let Some(known) = known {
            return known.ty.name.clone();
        }
        let name = self.names.of(&self.arena, id, self.endpoint);
        let kind = self.arena.kind(id).1.cloned().unwrap_or_default();
        // Responses leave the type out where requests say it.
        let is_asked = kind.way.sent && !self.options.exact;
        let untyped = if is_asked { kind.untyped_sent } else { kind.untyped };
        let at = self.push(
            Some(id),
            Type {
                odata_type: kind.odata_type.clone(),
                writes_type: kind.odata_type.is_some() && untyped == 0,
                ..empty(name.clone(), TypeKind::Struct(Vec::new()))
            },
        );
        let fields = self.fields(id, &kind).fields;
        if let Some(written) = self.written.get_mut(at) {
            written.ty.kind = TypeKind::Struct(fields);
        }
        name
    }

    pub(super) fn push(&mut self, object: Option<ObjectId>, ty: Type) -> usize {
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
        let (owner, before) = (naming::base(kind), (self.way, self.is_of_body));
        self.is_of_body = false;
        for (name, place) in kind.properties.iter().filter(|(name, _)| !is_key(name)) {
            // What a response says of itself isn't sent back.
            if !exact && is_noise(name) && (!kind.way.sent || name == "@odata.context") {
                continue;
            }
            self.way = kind.way;
            let node = self.arena.at(*place);
            let counts = node.counts;
            let section = match is_root {
                true => Some(Section::Response),
                false => Some(Section::Body).filter(|_| self.is_described(id)),
            };
            let hint = section.and_then(|section| self.hints.of(name, section)).cloned();
            let hint = hint.or_else(|| {
                let is_null = counts.kinds() == 0 && node.objects.is_empty() && !exact;
                let of_owner = by_name::of_owner(&owner, name).or_else(|| known::in_set(kind, name));
                of_owner.filter(|_| is_null).map(|ty| Hint::of_type(name, ty))
            });
            self.warnings.extend(hint.as_ref().and_then(|hint| self.contradicted(*place, hint)));
            let hint = hint.filter(|hint| fits(hint, &counts));
            let resolved = self.hinted(*place, hint.as_ref(), name);
            let holds_itself = self.arena.holds(*place, id, &mut Vec::new());
            let ty = if holds_itself { resolved.ty.within(Wrapper::Box) } else { resolved.ty };
            let presence = self.presence(kind, name, &counts, is_root);
            let docs = hint.map(|hint| property_docs(&hint.docs)).unwrap_or_default();
            fields.named(name, presence.of(ty), resolved.notes, docs);
        }
        (self.way, self.is_of_body) = before;
        if self.is_described(id) && !is_root {
            self.described_only(kind, &mut fields);
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
        let is_annotation = is_said_by_the_schema(name) && !self.options.exact;
        // Each entity has its key, unless the caller selects otherwise.
        let is_key = is_root && name == "id" && counts.strings == kind.seen && !self.selects;
        Presence {
            is_optional: (is_absent || is_null || is_annotation || kind.way.received || self.is_patch)
                && !is_key,
            is_nullable: is_null && (kind.way.sent || self.options.exact),
        }
    }
}

/// Whether what a page says of a property can be true of the samples.
pub(in crate::declare) fn fits(hint: &Hint, counts: &Shape) -> bool {
    let is_list = counts.arrays > 0;
    counts.kinds() == 0
        || hint.is_json()
        || hint.is_collection == is_list
        || hint.leaf.is_none() && hint.type_name.is_none()
}

pub(super) fn empty(name: String, kind: TypeKind) -> Type {
    Type {
        docs: Vec::new(),
        name,
        odata_type: None,
        writes_type: false,
        lossy: false,
        unverified: false,
        derives: Vec::new(),
        kind,
    }
}

pub(super) fn plain(ty: Ty) -> Resolved {
    Resolved { ty, notes: Vec::new() }
}
