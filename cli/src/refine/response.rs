//! What comes back, by the schema. A response that contradicts it is declared as the example has it, and its endpoint is
//! `unverified`, so that it compiles.

use graph_endpoint_schema::snapshot::TypeRef;

use super::Refiner;
use crate::model::{Endpoint, Leaf, Ty, Wrapper};

impl Refiner<'_> {
    /// The type of the response. Text and bytes are taken as they are.
    pub(super) fn response(&mut self, endpoint: &mut Endpoint, returned: TypeRef<'_>) {
        let Some(ty) = endpoint.response.as_mut().filter(|ty| !matches!(ty, Ty::Leaf(_))) else { return };
        if returned.name.is("Edm.Stream") {
            return self.bytes(endpoint);
        }
        let declared = ty.declared().map(str::to_owned);
        match (is_list(ty), &declared) {
            (Some(is_list), _) if is_list != returned.is_collection => {
                let (here, there) = if is_list { ("one", "a list") } else { ("a list", "one") };
                let message =
                    format!("{here} of {} comes back, and the example shows {there}", returned.name);
                self.not_there(endpoint, &message);
            }
            // What responds is of the type that the example is about, whatever else could stand at this path.
            (Some(false), Some(name)) if !self.is_enumeration(name) => {
                self.ty(name, &returned.name.to_string());
            }
            _ => self.value(ty, returned, "the response"),
        }
        if let Some(other) = declared.and_then(|name| self.unrelated(&name, returned)) {
            let message = format!("{} comes back, and the example shows {other}", returned.name);
            self.not_there(endpoint, &message);
        }
    }

    /// A stream comes alone; the object that an example shows around its text is none of the service's.
    fn bytes(&mut self, endpoint: &mut Endpoint) {
        if !matches!(endpoint.response, Some(Ty::In(Wrapper::ValueOf, _))) {
            return;
        }
        let call = format!("{} {}", endpoint.method, endpoint.path);
        self.warnings.push(format!(
            "{call}, by the schema: bytes come back, and the example shows text in an object; `Bytes` is declared"
        ));
        endpoint.response = Some(Leaf::Bytes.into());
    }

    /// The name of a declared type that is neither the one that comes back, nor a base of it, nor derived from it.
    fn unrelated(&self, declared: &str, returned: TypeRef<'_>) -> Option<String> {
        let said = self.types.iter().find(|ty| ty.name == declared)?.odata_type.as_deref()?;
        let (shown, meant) = (self.snapshot.type_named(said)?, self.snapshot.type_of(returned.name)?);
        let is_related = shown.is_or_derives_from(meant.name()) || meant.is_or_derives_from(shown.name());
        (!is_related).then(|| said.to_owned())
    }
}

/// Whether what comes is one of many; `None` where the object around it tells nothing of that.
fn is_list(ty: &Ty) -> Option<bool> {
    match ty {
        Ty::In(Wrapper::Page | Wrapper::Vec, _) => Some(true),
        Ty::In(Wrapper::ValueOf | Wrapper::Map, _) => None,
        Ty::In(_, ty) | Ty::OrAccepted(ty) => is_list(ty),
        Ty::Leaf(_) | Ty::Declared(_) => Some(false),
    }
}
