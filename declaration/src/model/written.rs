//! What a request writes: of which types the values are that stand in its body, and in those.
//!
//! What a function of the user's writes is the function's affair, so such a field is none of them.

use syn::Type;

use super::{Body, GraphType, Polymorphic, Properties, Property, Shape, VariantShape};

impl Body {
    /// The types of what stands in the body.
    pub fn written(&self) -> Vec<&Type> {
        match self {
            Self::None => Vec::new(),
            Self::Object(object) => object.properties.written().collect(),
            Self::Whole(whole) => vec![&whole.field.ty],
        }
    }
}

impl Properties {
    /// The types whose form in JSON is serde's affair: what a function of the user's reads and writes isn't.
    pub fn in_serdes_form(&self) -> impl Iterator<Item = &Type> {
        let without =
            |property: &&Property| property.serialize_with.is_none() && property.deserialize_with.is_none();
        self.known().iter().filter(without).map(|property| &property.field.ty)
    }

    /// The types of what stands in the object.
    pub fn written(&self) -> impl Iterator<Item = &Type> {
        let known = self.known().iter().filter(|property| property.serialize_with.is_none());
        known.map(|property| &property.field).chain(self.additional()).map(|field| &field.ty)
    }

    /// Additional properties are kept one level deep: with them, what is nested must keep its own.
    fn nested(&self) -> impl Iterator<Item = &Type> {
        self.written().filter(|_| self.additional().is_some())
    }
}

impl GraphType {
    /// The properties of an object, or those of the variants of a polymorphic type.
    pub fn all_properties(&self) -> impl Iterator<Item = &Properties> {
        let (object, variants) = match &self.shape {
            Shape::Object { properties, .. } => (Some(properties), [].as_slice()),
            Shape::Polymorphic(types) => (None, types.variants()),
            Shape::Enumeration(_) => (None, [].as_slice()),
        };
        let of_variants = variants.iter().filter_map(|variant| match &variant.shape {
            VariantShape::Properties(properties) => Some(properties),
            VariantShape::Unit | VariantShape::Newtype(_) => None,
        });
        object.into_iter().chain(of_variants)
    }

    /// The types whose values a polymorphic type has in its variants: it is one of them.
    pub fn held(&self) -> impl Iterator<Item = &Type> {
        let types = match &self.shape {
            Shape::Polymorphic(types) => Some(types),
            Shape::Object { .. } | Shape::Enumeration(_) => None,
        };
        types.into_iter().flat_map(Polymorphic::held)
    }

    /// The types of what stands in a value that keeps what it doesn't declare, and that must do so as well. Without
    /// those that it [`holds`](Self::held).
    pub fn nested(&self) -> Vec<&Type> {
        match &self.shape {
            Shape::Enumeration(_) => Vec::new(),
            Shape::Object { .. } | Shape::Polymorphic(_) if self.lossy => Vec::new(),
            Shape::Object { .. } | Shape::Polymorphic(_) => {
                self.all_properties().flat_map(Properties::nested).collect()
            }
        }
    }
}

impl Polymorphic {
    /// The types whose values the variants hold.
    pub fn held(&self) -> impl Iterator<Item = &Type> {
        let variants = self.variants().iter().filter_map(|variant| match &variant.shape {
            VariantShape::Newtype(ty) => Some(&**ty),
            VariantShape::Unit | VariantShape::Properties(_) => None,
        });
        variants.chain(self.other().map(|other| &*other.ty))
    }

    /// Whether there is a place in each variant for what it doesn't declare; of a type of its own, that type knows.
    pub fn has_room(&self) -> bool {
        self.variants().iter().all(|variant| match &variant.shape {
            VariantShape::Unit => false,
            VariantShape::Newtype(_) => true,
            VariantShape::Properties(properties) => properties.additional().is_some(),
        })
    }
}
