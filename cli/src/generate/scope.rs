//! Which types of the schema are declared: those that the calls name, what these hold, down to a depth, and no more.

use std::collections::{BTreeMap, VecDeque};

use graph_endpoint_schema::snapshot::{Member, MemberKind, Name, Snapshot, Type, TypeKind, TypeRef};

use super::selection::Selection;

/// A base type with more derived ones than this isn't declared as one of them: nobody reads so many by hand.
const MAX_VARIANTS: usize = 24;

/// Which ways the values of a type go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ways {
    pub(super) sent: bool,
    pub(super) received: bool,
}

impl Ways {
    pub(super) const SENT: Self = Self { sent: true, received: false };
    pub(super) const RECEIVED: Self = Self { sent: false, received: true };
}

/// How a type is used.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Use {
    pub(super) ways: Ways,
    pub(super) selection: Selection,
    depth: usize,
}

impl Use {
    /// Of a body.
    pub(super) fn sent(selection: Selection) -> Self {
        Self { ways: Ways::SENT, selection, depth: 0 }
    }
}

/// The types that are declared together.
pub(super) struct Scope<'s> {
    pub(super) snapshot: &'s Snapshot,
    /// How many types deep what stands in a call is declared.
    depth: usize,
    uses: BTreeMap<Name<'s>, Use>,
    /// In the order in which they were first asked for.
    order: Vec<Name<'s>>,
    /// Of each type those that can be in its place.
    derived: BTreeMap<Name<'s>, Vec<Name<'s>>>,
    open: VecDeque<(Name<'s>, Use)>,
}

impl<'s> Scope<'s> {
    pub(super) fn new(snapshot: &'s Snapshot, depth: usize) -> Self {
        let mut derived: BTreeMap<Name<'s>, Vec<Name<'s>>> = BTreeMap::new();
        for ty in snapshot.types().filter(|ty| !ty.is_abstract()) {
            for base in ty.chain().skip(1) {
                derived.entry(base.name()).or_default().push(ty.name());
            }
        }
        let (uses, order, open) = (BTreeMap::new(), Vec::new(), VecDeque::new());
        Self { snapshot, depth, uses, order, derived, open }
    }

    /// Asks for a type that stands `depth` types below a call.
    pub(super) fn want(&mut self, ty: TypeRef<'s>, ways: Ways, selection: Selection, depth: usize) {
        self.open.push_back((ty.name, Use { ways, selection, depth }));
        while let Some((name, wanted)) = self.open.pop_front() {
            self.take(name, wanted);
        }
    }

    fn take(&mut self, name: Name<'s>, wanted: Use) {
        let Some(ty) = self.ty(name).filter(|ty| self.is_declarable(*ty, &wanted)) else { return };
        let known = self.uses.get(&name);
        let mut merged = wanted.clone();
        if let Some(known) = known {
            merged.ways.sent |= known.ways.sent;
            merged.ways.received |= known.ways.received;
            merged.depth = merged.depth.min(known.depth);
            merged.selection = known.selection.clone();
            merged.selection.merge(&wanted.selection);
            if merged == *known {
                return;
            }
        } else {
            self.order.push(name);
        }
        self.uses.insert(name, merged.clone());
        match ty.kind() {
            TypeKind::Enum | TypeKind::Definition => {}
            TypeKind::Entity | TypeKind::Complex if self.is_polymorphic(ty, &merged.selection) => {
                for variant in self.variants(ty).to_vec() {
                    self.open.push_back((variant, merged.clone()));
                }
            }
            TypeKind::Entity | TypeKind::Complex => {
                for member in self.members(ty, &merged) {
                    let selection = merged.selection.below(member.name()).unwrap_or_default();
                    let depth = merged.depth + 1;
                    self.open.push_back((member.ty().name, Use { ways: merged.ways, selection, depth }));
                }
            }
        }
    }

    fn is_declarable(&self, ty: Type<'s>, wanted: &Use) -> bool {
        match ty.kind() {
            TypeKind::Enum => true,
            TypeKind::Definition => false,
            TypeKind::Entity | TypeKind::Complex => {
                let is_too_much =
                    wanted.selection.is_all() && ty.is_abstract() && self.variants(ty).len() > MAX_VARIANTS;
                wanted.depth <= self.depth && !is_any(ty) && !is_too_much
            }
        }
    }

    pub(super) fn ty(&self, name: Name<'_>) -> Option<Type<'s>> {
        self.snapshot.type_named(&name.to_string())
    }

    /// How a declared type is used.
    pub(super) fn used(&self, name: Name<'s>) -> Option<&Use> {
        self.uses.get(&name)
    }

    /// The declared types, each after the one that asked for it first.
    pub(super) fn declared(&self) -> &[Name<'s>] {
        &self.order
    }

    /// The types that can stand in place of one that has no values of its own.
    pub(super) fn variants(&self, ty: Type<'s>) -> &[Name<'s>] {
        self.derived.get(&ty.name()).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether a type is one of several, told apart by `@odata.type`.
    pub(super) fn is_polymorphic(&self, ty: Type<'s>, selection: &Selection) -> bool {
        ty.is_abstract() && selection.is_all() && (1..=MAX_VARIANTS).contains(&self.variants(ty).len())
    }

    /// The properties that are declared of a type, those of its base types first. What is deprecated nobody begins with: it is
    /// there if it is asked for, or if all of its type is deprecated.
    pub(super) fn members(&self, ty: Type<'s>, used: &Use) -> Vec<Member<'s>> {
        let is_old = |member: &Member<'s>| {
            let held = self.ty(member.ty().name).is_some_and(|held| held.facts().deprecated().is_some());
            member.facts().deprecated().is_some() || held
        };
        let is_current = ty.facts().deprecated().is_none();
        let mut bases: Vec<Type<'s>> = ty.chain().collect();
        bases.reverse();
        let mut members: Vec<Member<'s>> = Vec::new();
        for member in bases.into_iter().flat_map(Type::own_properties) {
            let is_selected = !used.selection.is_all() && used.selection.below(member.name()).is_some();
            let is_value = member.kind() == MemberKind::Property && !member.ty().name.is("Edm.Stream");
            let is_wanted =
                is_selected || is_value && used.selection.is_all() && !(is_current && is_old(&member));
            let is_read_only = !used.ways.received && member.is_computed();
            if is_wanted && !is_read_only && !members.iter().any(|known| known.name() == member.name()) {
                members.push(ty.property(member.name()).unwrap_or(member));
            }
        }
        members
    }
}

/// `microsoft.graph.Json`: any JSON there is.
pub(super) fn is_any(ty: Type<'_>) -> bool {
    ty.kind() == TypeKind::Complex
        && ty.is_open()
        && ty.properties().next().is_none()
        && ty.base_name().is_none()
}

/// A type of which the schema knows the key alone: what its values have is the tenant's affair, as the columns of a list.
pub(crate) fn has_its_key_alone(ty: Type<'_>) -> bool {
    ty.is_open() && ty.properties().all(|property| ty.keys().any(|key| key == property.name()))
}
