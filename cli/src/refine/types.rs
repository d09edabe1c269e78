//! The types: what stands at each place, by the schema.

use graph_endpoint_schema::naming::{pascal_case, unused};
use graph_endpoint_schema::snapshot::{TypeKind, TypeRef};

use super::{Refiner, is_property, wire};
use crate::declare::TAKEN;
use crate::generate::{Known, known};
use crate::model::{Field, Leaf, Ty, Type, TypeKind as Shape, Wrapper};

impl Refiner<'_> {
    pub(super) fn field(&mut self, field: &mut Field, target: TypeRef<'_>) {
        field.notes.clear();
        if target.name.is("Edm.Stream") {
            // In JSON a stream is what the example shows, if it is there at all.
            field.unverified = true;
            return;
        }
        let name = wire(field);
        self.value(&mut field.ty, target, &name);
    }

    /// Makes a type what the schema says that stands there.
    pub(super) fn value(&mut self, ty: &mut Ty, target: TypeRef<'_>, name: &str) {
        match ty {
            Ty::In(Wrapper::Option | Wrapper::Nullable | Wrapper::Box, inner) | Ty::OrAccepted(inner) => {
                self.value(inner, target, name);
            }
            Ty::In(Wrapper::Page | Wrapper::ValueOf, inner) => self.value(inner, target.item(), name),
            Ty::In(Wrapper::Vec, inner) if target.is_collection => self.value(inner, target.item(), name),
            Ty::In(..) => {}
            Ty::Declared(declared) if !target.is_collection => {
                let declared = declared.clone();
                match known(self.snapshot, target.name) {
                    Known::Enumeration { is_flags, .. } if self.is_enumeration(&declared) => {
                        self.ty(&declared, &target.name.to_string());
                        if is_flags {
                            *ty = Ty::Declared(declared).within(Wrapper::Flags);
                        }
                    }
                    _ => {
                        self.ty(&declared, &target.name.to_string());
                        if let Some(name) = self.one_of_many(&declared, target) {
                            *ty = Ty::Declared(name);
                        }
                    }
                }
            }
            Ty::Leaf(Leaf::Json | Leaf::RawJson) => {
                let item = self.leaf(target);
                *ty = if target.is_collection { item.within(Wrapper::Vec) } else { item };
            }
            Ty::Leaf(_) if !target.is_collection => *ty = self.leaf(target),
            Ty::Declared(_) | Ty::Leaf(_) => self.warnings.push(format!(
                "`{name}` is {target} in the schema, and one in the example; see which is right"
            )),
        }
    }

    pub(super) fn is_enumeration(&self, name: &str) -> bool {
        let mut types = self.types.iter().filter(|ty| ty.name == name);
        types.any(|ty| matches!(ty.kind, Shape::Enumeration(_)))
    }

    /// The type for one value.
    fn leaf(&mut self, target: TypeRef<'_>) -> Ty {
        match known(self.snapshot, target.name) {
            Known::Leaf(leaf) => self.options.leaf(leaf).into(),
            Known::Object => Leaf::Untyped.into(),
            Known::Enumeration { name, members, is_flags } => {
                let declared = self.enumeration(&name, members);
                if is_flags { declared.within(Wrapper::Flags) } else { declared }
            }
        }
    }

    fn enumeration(&mut self, odata_type: &str, members: Vec<(String, String)>) -> Ty {
        let is_it = |ty: &&Type| ty.odata_type.as_deref() == Some(odata_type);
        if let Some(known) = self.types.iter().find(is_it) {
            return Ty::Declared(known.name.clone());
        }
        let derives = vec!["Clone", "Debug", "PartialEq", "Eq"];
        Ty::Declared(self.declare(odata_type, Shape::Enumeration(members), derives))
    }

    /// Writes a type that only the schema has; its name in the declaration is what comes back.
    pub(super) fn declare(&mut self, odata_type: &str, kind: Shape, derives: Vec<&'static str>) -> String {
        let is_taken = |name: &str| TAKEN.contains(&name) || self.types.iter().any(|ty| ty.name == name);
        let name = unused(&pascal_case(odata_type.rsplit('.').next().unwrap_or_default()), is_taken);
        self.types.push(Type {
            docs: Vec::new(),
            name: name.clone(),
            odata_type: Some(odata_type.to_owned()),
            writes_type: false,
            lossy: false,
            unverified: false,
            derives,
            kind,
        });
        name
    }

    /// Types that say what they are and stand where the schema knows nothing.
    pub(super) fn others(&mut self) {
        let said: Vec<(String, String)> =
            self.types.iter().filter_map(|ty| Some((ty.name.clone(), ty.odata_type.clone()?))).collect();
        said.iter().for_each(|(name, odata_type)| self.ty(name, odata_type));
    }

    /// Marks types that say what they are and aren't in the schema: they are taken as the example has them.
    pub(super) fn not_in_schema(&mut self) {
        for ty in &mut self.types {
            let in_variants = match &ty.kind {
                Shape::Polymorphic(variants) => variants.iter().map(|variant| &variant.odata_type).collect(),
                _ => Vec::new(),
            };
            let mut names = ty.odata_type.iter().chain(in_variants);
            let Some(missing) = names.find(|name| self.snapshot.type_named(name).is_none()) else { continue };
            if ty.odata_type.as_ref() == Some(missing) {
                self.warnings
                    .push(format!("the schema has no type {missing}; it is declared as `unverified`"));
            }
            ty.unverified = true;
        }
    }

    /// A type's name in the letter case that the schema has.
    pub(super) fn in_its_case(&self, said: &str) -> String {
        let is_there = self.snapshot.type_named(said).is_some();
        let mut types = self.snapshot.types().map(|ty| ty.name().to_string());
        let own = types.find(|name| !is_there && name.eq_ignore_ascii_case(said.trim_start_matches('#')));
        own.unwrap_or_else(|| said.to_owned())
    }

    /// The schema's name of a type: the one at its place, where an example leaves out the namespace and no such type is there.
    pub(super) fn as_spelt(&self, said: &str, target: &str) -> String {
        let local = |name: &str| name.rsplit('.').next().map(str::to_ascii_lowercase);
        let is_it = local(said) == local(target) && self.snapshot.type_named(said).is_none();
        if is_it { target.to_owned() } else { said.to_owned() }
    }

    /// Goes through a declared type once.
    pub(super) fn ty(&mut self, name: &str, target: &str) {
        if self.passed.iter().any(|passed| passed == name) {
            return;
        }
        self.passed.push(name.to_owned());
        let Some(at) = self.types.iter().position(|ty| ty.name == name) else { return };
        let Some(mut ty) = self.types.get(at).cloned() else { return };
        ty.odata_type = ty.odata_type.map(|said| self.in_its_case(&said));
        let said = ty.odata_type.clone().unwrap_or_else(|| target.to_owned());
        let own = self.as_spelt(&said, target);
        if own != said {
            self.warnings.push(format!("the schema has no type {said}; {own} is declared"));
            (ty.odata_type, ty.writes_type) = (Some(own.clone()), false);
        }
        let Some(in_schema) = self.snapshot.type_named(&own) else { return };
        let is_enum = in_schema.kind() == TypeKind::Enum;
        match &mut ty.kind {
            Shape::Enumeration(written) if is_enum => {
                if let Known::Enumeration { members, .. } = known(self.snapshot, in_schema.name()) {
                    *written = members;
                }
            }
            Shape::Struct(fields) if !is_enum => {
                for field in fields.iter_mut().filter(|field| is_property(field)) {
                    let Some(member) = in_schema.property(&wire(field)) else {
                        self.unknown(field, &own, Some(in_schema));
                        continue;
                    };
                    self.field(field, member.ty());
                    if member.ty().is_nullable && !member.ty().is_collection && !field.ty.is_optional() {
                        field.ty.change(|ty| ty.within(Wrapper::Option));
                    }
                }
            }
            Shape::Polymorphic(variants) if !is_enum => {
                for variant in variants.clone() {
                    self.ty(&variant.holds, &variant.odata_type);
                }
            }
            _ => return self.warnings.push(format!("`{name}` is of another kind than {own} in the schema")),
        }
        ty.odata_type.get_or_insert(own);
        if let Some(slot) = self.types.get_mut(at) {
            *slot = ty;
        }
    }
}
