//! Types of which the schema knows the key alone: what the values have is the tenant's affair (the columns of a list), and the
//! example shows some of it.

use super::Refiner;
use crate::declare::additional;
use crate::generate::has_its_key_alone;
use crate::model::{Attribute, Endpoint, Type, TypeKind};

impl Refiner<'_> {
    /// Those that come in the response keep what isn't declared.
    pub(super) fn keep_in_open(&mut self, endpoint: &Endpoint) {
        let mut asked: Vec<String> =
            endpoint.response.iter().filter_map(|ty| ty.declared()).map(str::to_owned).collect();
        let mut seen: Vec<String> = Vec::new();
        while let Some(name) = asked.pop() {
            if seen.contains(&name) {
                continue;
            }
            let snapshot = self.snapshot;
            let is_open = |ty: &Type| {
                let in_schema = ty.odata_type.as_deref().and_then(|name| snapshot.type_named(name));
                in_schema.is_some_and(has_its_key_alone)
            };
            if let Some(ty) = self.types.iter_mut().find(|ty| ty.name == name) {
                let is_open = is_open(ty);
                asked.extend(ty.holds().into_iter().map(str::to_owned));
                if let (true, TypeKind::Struct(fields)) = (is_open, &mut ty.kind)
                    && !fields.iter().any(|field| field.attribute == Some(Attribute::Additional))
                {
                    additional(fields);
                    ty.derives.clear();
                }
            }
            seen.push(name);
        }
    }
}
