//! Where the schema has a type that others derive from, and the example an object that says which of them it is: a property
//! that can be any of them.

use graph_endpoint_schema::naming::{pascal_case, unused};
use graph_endpoint_schema::snapshot::TypeRef;

use super::Refiner;
use crate::declare::{additional, short};
use crate::model::{Attribute, Type, TypeKind, Variant};

impl Refiner<'_> {
    /// The name of the polymorphic type with this one in it, where the schema has a base of it at that place.
    pub(super) fn one_of_many(&mut self, declared: &str, target: TypeRef<'_>) -> Option<String> {
        let ty = self.types.iter().find(|ty| ty.name == declared)?;
        let own =
            ty.odata_type.clone().filter(|_| ty.writes_type && matches!(ty.kind, TypeKind::Struct(_)))?;
        let in_schema = self.snapshot.type_named(&own)?;
        if in_schema.name() == target.name || !in_schema.is_or_derives_from(target.name) {
            return None;
        }
        let base = target.name.to_string();
        let name = self.of_base(&base);
        let variants = self.types.iter_mut().find_map(|ty| match &mut ty.kind {
            TypeKind::Polymorphic(variants) if ty.name == name => Some(variants),
            _ => None,
        })?;
        if !variants.iter().any(|variant| variant.odata_type == own) {
            let short = short(declared, &pascal_case(base.rsplit('.').next().unwrap_or_default()));
            let is_taken =
                |name: &str| name == "Other" || variants.iter().any(|variant| variant.name == name);
            let name = unused(&short, is_taken);
            variants.push(Variant { odata_type: own, name, holds: declared.to_owned() });
        }
        Some(name)
    }

    /// Where one variant keeps what it doesn't declare, each does: the place goes both ways.
    pub(super) fn keep_in_variants(&mut self) {
        let keeps =
            |ty: &Type| ty.fields().iter().any(|field| field.attribute == Some(Attribute::Additional));
        let keeping: Vec<String> =
            self.types.iter().filter(|ty| keeps(ty)).map(|ty| ty.name.clone()).collect();
        let one_keeps = |ty: &&Type| ty.holds().iter().any(|held| keeping.iter().any(|name| name == held));
        let both_ways = self.types.iter().filter(|ty| matches!(ty.kind, TypeKind::Polymorphic(_)));
        let held: Vec<String> =
            both_ways.filter(one_keeps).flat_map(Type::holds).map(str::to_owned).collect();
        for ty in self.types.iter_mut().filter(|ty| held.contains(&ty.name) && !keeping.contains(&ty.name)) {
            if let TypeKind::Struct(fields) = &mut ty.kind {
                additional(fields);
                ty.derives.clear();
            }
        }
    }

    /// The name of the polymorphic type of a base, which is written if it wasn't before.
    fn of_base(&mut self, base: &str) -> String {
        let is_it = |ty: &&Type| {
            ty.odata_type.as_deref() == Some(base) && matches!(ty.kind, TypeKind::Polymorphic(_))
        };
        if let Some(known) = self.types.iter().find(is_it) {
            return known.name.clone();
        }
        let name = self.declare(base, TypeKind::Polymorphic(Vec::new()), Vec::new());
        self.passed.push(name.clone());
        name
    }
}
