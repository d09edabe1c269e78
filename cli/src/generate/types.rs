//! The declared types: what each is called, and what it is made of.

use std::collections::{BTreeMap, BTreeSet};

use graph_endpoint_schema::naming::{pascal_case, unused};
use graph_endpoint_schema::snapshot::{Facts, Member, MemberKind, Name, Snapshot, Type, TypeKind, TypeRef};

use super::scope::{Scope, Use, is_any};
use crate::declare::{Fields, Options, Presence, TAKEN, additional, derive, short};
use crate::model::{self, Attribute, Field, Leaf, Ty, Variant, Wrapper};

/// A scope whose types have their names.
pub(super) struct Types<'a, 's> {
    pub(super) scope: &'a Scope<'s>,
    pub(super) options: &'a Options,
    names: BTreeMap<Name<'s>, String>,
    /// What no other item can be called.
    taken: BTreeSet<String>,
}

impl<'a, 's> Types<'a, 's> {
    /// Gives each declared type a name; none of `endpoints` is one.
    pub(super) fn new(scope: &'a Scope<'s>, options: &'a Options, endpoints: &[&str]) -> Self {
        let mut taken: BTreeSet<String> = TAKEN.iter().map(|name| (*name).to_owned()).collect();
        for endpoint in endpoints {
            taken.extend([(*endpoint).to_owned(), format!("{endpoint}Builder")]);
        }
        let mut names = BTreeMap::new();
        for ty in scope.declared() {
            let base = pascal_case(ty.local());
            let full = ty.to_string();
            // `microsoft.graph.security.alert`: its namespace tells it from `microsoft.graph.alert`.
            let namespace = full.rsplit('.').nth(1).filter(|word| *word != "graph").map(pascal_case);
            let longer = format!("{}{base}", namespace.unwrap_or_default());
            let name = [base.clone(), longer].into_iter().find(|name| !taken.contains(name));
            let name = name.unwrap_or_else(|| unused(&format!("{base}Value"), |name| taken.contains(name)));
            taken.insert(name.clone());
            names.insert(*ty, name);
        }
        Self { scope, options, names, taken }
    }

    /// Whether a type has that name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.taken.contains(name)
    }

    /// The Rust type of what stands at a place.
    pub(super) fn of(&self, ty: TypeRef<'s>) -> Ty {
        let one = self.item(ty.name);
        if ty.is_collection { one.within(Wrapper::Vec) } else { one }
    }

    fn item(&self, name: Name<'s>) -> Ty {
        if let Some(primitive) = primitive(name) {
            return self.options.leaf(primitive).into();
        }
        let Some(ty) = self.scope.ty(name) else { return Leaf::Json.into() };
        match (ty.kind(), self.names.get(&name)) {
            (TypeKind::Definition, _) => ty.base_name().map_or(Leaf::Json.into(), |base| self.item(base)),
            (TypeKind::Enum, Some(name)) if ty.is_flags() => {
                Ty::Declared(name.clone()).within(Wrapper::Flags)
            }
            (_, Some(name)) => Ty::Declared(name.clone()),
            (TypeKind::Enum, None) => Leaf::String.into(),
            _ if is_any(ty) => Leaf::Json.into(),
            _ => Leaf::Untyped.into(),
        }
    }

    /// All declared types.
    pub(super) fn written(&self) -> Vec<model::Type> {
        let holds = self.holds();
        let mut types: Vec<model::Type> = self
            .scope
            .declared()
            .iter()
            .filter_map(|name| Some(self.write(self.scope.ty(*name)?, self.scope.used(*name)?, &holds)))
            .collect();
        derive(&mut types);
        types
    }

    fn write(&self, ty: Type<'s>, used: &Use, holds: &Holds<'s>) -> model::Type {
        let full = ty.name().to_string();
        let name = self.names.get(&ty.name()).cloned().unwrap_or_default();
        let mut derives = Vec::new();
        let kind = match ty.kind() {
            TypeKind::Enum => {
                derives = vec!["Clone", "Debug", "PartialEq", "Eq"];
                model::TypeKind::Enumeration(members(ty))
            }
            _ if self.scope.is_polymorphic(ty, &used.selection) => self.polymorphic(ty),
            _ => model::TypeKind::Struct(self.fields(ty, used, holds)),
        };
        let docs = deprecated(ty.facts());
        let odata_type = Some(full);
        model::Type {
            docs,
            name,
            odata_type,
            writes_type: false,
            lossy: false,
            unverified: false,
            derives,
            kind,
        }
    }

    fn polymorphic(&self, ty: Type<'s>) -> model::TypeKind {
        let base = pascal_case(ty.name().local());
        let mut taken = vec!["Other".to_owned()];
        let mut variant = |name: &Name<'s>| {
            let short =
                unused(&short(&pascal_case(name.local()), &base), |name| taken.iter().any(|t| t == name));
            taken.push(short.clone());
            let holds = self.names.get(name)?.clone();
            Some(Variant { odata_type: name.to_string(), name: short, holds })
        };
        model::TypeKind::Polymorphic(self.scope.variants(ty).iter().filter_map(&mut variant).collect())
    }

    fn fields(&self, ty: Type<'s>, used: &Use, holds: &Holds<'s>) -> Vec<Field> {
        let mut fields = Fields::new();
        for member in self.scope.members(ty, used) {
            let inner = self.of(member.ty());
            let is_circle = !member.ty().is_collection && holds.reaches(member.ty().name, ty.name());
            let inner = if is_circle { inner.within(Wrapper::Box) } else { inner };
            let ty = Self::presence(ty, member, used).of(inner);
            fields.named(member.name(), ty, Vec::new(), deprecated(member.facts()));
            if member.kind() != MemberKind::Property
                && let Some(field) = fields.fields.last_mut()
            {
                let name = match field.attribute.take() {
                    Some(Attribute::Rename(name)) => Some(name),
                    _ => None,
                };
                field.attribute = Some(Attribute::Expand(name));
            }
        }
        let is_both = used.ways.sent && used.ways.received;
        if (is_both || ty.is_open()) && (used.selection.is_all() || used.ways.sent) {
            additional(&mut fields.fields);
            if let Some(field) = fields.fields.last_mut().filter(|_| !used.ways.received) {
                field.docs = vec![OPEN.to_owned()];
            }
        }
        fields.fields
    }

    /// Responses leave out what nobody selected, and what is sent holds what changes: a property can be absent, but for
    /// the key of what came, and for what was asked for and is never null.
    fn presence(ty: Type<'_>, member: Member<'_>, used: &Use) -> Presence {
        let is_key = ty.keys().any(|key| key == member.name());
        let is_asked_for = is_key || !used.selection.is_all();
        let is_there = is_asked_for
            && !member.ty().is_nullable
            && member.kind() == MemberKind::Property
            && !used.ways.sent;
        Presence { is_optional: !is_there, is_nullable: false }
    }

    /// Which declared types hold which by value.
    fn holds(&self) -> Holds<'s> {
        let mut holds = Holds::default();
        for name in self.scope.declared() {
            let (Some(ty), Some(used)) = (self.scope.ty(*name), self.scope.used(*name)) else { continue };
            let held: Vec<Name<'s>> = if self.scope.is_polymorphic(ty, &used.selection) {
                self.scope.variants(ty).to_vec()
            } else if ty.kind() == TypeKind::Enum {
                Vec::new()
            } else {
                let members = self.scope.members(ty, used).into_iter();
                members.filter(|member| !member.ty().is_collection).map(|member| member.ty().name).collect()
            };
            holds.0.insert(*name, held.into_iter().filter(|name| self.names.contains_key(name)).collect());
        }
        holds
    }
}

/// What is said of the properties that a type which is only sent has beside those of the schema.
pub(super) const OPEN: &str = "What the schema doesn't name: the columns of a list, extensions.";

/// Which types hold which by value.
#[derive(Default)]
struct Holds<'s>(BTreeMap<Name<'s>, Vec<Name<'s>>>);

impl<'s> Holds<'s> {
    /// Whether one holds the other, over any number of types, or is it.
    fn reaches(&self, from: Name<'s>, to: Name<'s>) -> bool {
        let mut passed = BTreeSet::new();
        let mut open = vec![from];
        while let Some(name) = open.pop() {
            if name == to {
                return true;
            }
            if passed.insert(name) {
                open.extend(self.0.get(&name).into_iter().flatten().copied());
            }
        }
        false
    }
}

/// The members of an enumeration with their variants. A member that is new reads as one that isn't known; the one that
/// only says that there will be some is left out.
fn members(ty: Type<'_>) -> Vec<(String, String)> {
    let mut taken = vec!["Other".to_owned()];
    let names = ty.members().map(|(name, _)| name).filter(|name| *name != "unknownFutureValue");
    names
        .map(|member| {
            let variant = unused(&pascal_case(member), |name| taken.iter().any(|taken| taken == name));
            taken.push(variant.clone());
            (member.to_owned(), variant)
        })
        .collect()
}

/// The Rust type for one of OData's own.
fn primitive(name: Name<'_>) -> Option<Leaf> {
    if !name.is_primitive() {
        return None;
    }
    Some(match name.local() {
        "Boolean" => Leaf::Bool,
        "Byte" | "SByte" | "Int16" | "Int32" => Leaf::I32,
        "Int64" => Leaf::I64,
        "Single" | "Double" => Leaf::F64,
        "Decimal" => Leaf::Decimal,
        "Guid" => Leaf::Guid,
        "DateTimeOffset" => Leaf::DateTimeOffset,
        "Date" => Leaf::Date,
        "TimeOfDay" => Leaf::TimeOfDay,
        "Duration" => Leaf::Duration,
        "String" | "Binary" => Leaf::String,
        "Stream" => Leaf::Bytes,
        _ => Leaf::Json,
    })
}

/// The type of a value that stands in a path without quotes, so that its text says what it is.
pub(crate) fn in_path(name: Name<'_>) -> Leaf {
    match primitive(name) {
        Some(Leaf::I32 | Leaf::I64) => Leaf::I64,
        Some(
            leaf @ (Leaf::Bool
            | Leaf::Guid
            | Leaf::DateTimeOffset
            | Leaf::Date
            | Leaf::TimeOfDay
            | Leaf::Duration),
        ) => leaf,
        _ => Leaf::String,
    }
}

/// What the schema says of something that is going to be removed.
pub(super) fn deprecated(facts: Facts<'_>) -> Vec<String> {
    let Some(since) = facts.deprecated() else { return Vec::new() };
    let removed = facts.removed().map(|date| format!(", removed {date}")).unwrap_or_default();
    let instead = facts.replacement().map(|name| format!("; use `{name}` instead")).unwrap_or_default();
    vec![format!("Deprecated since {since}{removed}{instead}.")]
}

/// What the schema knows of a type, without declaring it.
pub(crate) enum Known {
    Leaf(Leaf),
    Object,
    /// The type's name; each member with its variant.
    Enumeration {
        name: String,
        members: Vec<(String, String)>,
        is_flags: bool,
    },
}

/// What a type is.
pub(crate) fn known(snapshot: &Snapshot, name: Name<'_>) -> Known {
    if let Some(leaf) = primitive(name) {
        return Known::Leaf(leaf);
    }
    let Some(ty) = snapshot.type_named(&name.to_string()) else { return Known::Leaf(Leaf::Json) };
    match ty.kind() {
        TypeKind::Enum => {
            let name = ty.name().to_string();
            Known::Enumeration { name, members: members(ty), is_flags: ty.is_flags() }
        }
        TypeKind::Definition => {
            ty.base_name().and_then(primitive).map_or(Known::Leaf(Leaf::Json), Known::Leaf)
        }
        _ if is_any(ty) => Known::Leaf(Leaf::Json),
        TypeKind::Entity | TypeKind::Complex => Known::Object,
    }
}
