//! What is lost of a declared type when it is written back, by what the schema says that a value can have.

use std::fmt::Write as _;

use graph_endpoint_schema::snapshot::{MemberKind, Snapshot, Type, TypeKind};

use crate::model::{Polymorphic, Properties, Shape, VariantShape};

/// What a struct, or an enum's variants, lack of the properties of their types.
#[derive(Default)]
pub enum Undeclared {
    /// Nobody looked, or nobody knows all that a value can have: the type is open, or others derive from it.
    #[default]
    Unknown,
    /// Nothing, unless what these types of its fields hold is lost.
    Held(Vec<syn::Type>),
    /// These, as a message names them.
    Properties(String),
}

/// What the compiler says where `holder` stands in a body, which is or holds the type that loses these properties. The
/// runtime puts it together from the same parts.
pub fn loss(ty: &str, holder: &str, properties: &str) -> String {
    let within = if ty == holder { String::new() } else { format!(" in `{holder}`") };
    format!(
        "`{ty}`{within} is written back without the properties that it doesn't declare: {properties}; declare them, write \
         `Kept<{ty}>`, or give `{ty}` (an enum: each variant) a field `#[graph(additional)] more: AdditionalProperties`; or, \
         of values that are only made here, say that they may be lost: `#[graph_type(\"..\", lossy)]`"
    )
}

impl Undeclared {
    /// Of an enum the variants have names, whether it has one itself or not.
    pub(super) fn of(snapshot: &Snapshot, ty: Option<Type<'_>>, shape: &Shape) -> Self {
        match (shape, ty) {
            (Shape::Object { properties, .. }, Some(ty)) => of_object(ty, properties),
            (Shape::Polymorphic(types), ty) => of_variants(snapshot, ty, types),
            (Shape::Object { .. } | Shape::Enumeration(_), _) => Self::Unknown,
        }
    }
}

fn of_object(ty: Type<'_>, declared: &Properties) -> Undeclared {
    if declared.additional().is_some() {
        return Undeclared::Held(Vec::new());
    }
    if ty.is_open() {
        return Undeclared::Unknown;
    }
    let mut lost = Lost::default();
    lost.of(ty, "", Some(declared));
    match lost.count {
        0 if ty.has_derived() => Undeclared::Unknown,
        0 => Undeclared::Held(held(ty, ty, declared).collect()),
        _ => Undeclared::Properties(lost.into_names()),
    }
}

/// A variant that holds a type of its own says nothing here: that type does. A variant is of one type, so a type derived
/// from it is another variant's.
fn of_variants(snapshot: &Snapshot, base: Option<Type<'_>>, types: &Polymorphic) -> Undeclared {
    let mut lost = Lost::default();
    let mut is_known = true;
    let mut all_held = Vec::new();
    for variant in types.variants() {
        let declared = match &variant.shape {
            VariantShape::Unit => None,
            VariantShape::Properties(properties) if properties.additional().is_none() => Some(properties),
            VariantShape::Properties(_) | VariantShape::Newtype(_) => continue,
        };
        let ty = snapshot.type_named(&variant.odata_type.text).filter(|_| !variant.unverified);
        let Some(ty) = ty else {
            is_known = false;
            continue;
        };
        is_known &= !ty.is_open();
        lost.of(ty, &format!("{}.", variant.ident), declared);
        all_held.extend(declared.into_iter().flat_map(|declared| held(base.unwrap_or(ty), ty, declared)));
    }
    match lost.count {
        0 if is_known => Undeclared::Held(all_held),
        0 => Undeclared::Unknown,
        _ => Undeclared::Properties(lost.into_names()),
    }
}

/// The types of the declared properties whose values are written whole with this one. One that can have a value of the
/// type `own` in it is none of them: the question would be asked in a circle, and it is asked of that property's type where it
/// stands elsewhere.
fn held(own: Type<'_>, ty: Type<'_>, declared: &Properties) -> impl Iterator<Item = syn::Type> {
    let is_held = move |name: &str| {
        ty.property(name).filter(|member| member.kind() == MemberKind::Property).is_some_and(|member| {
            let of = own.snapshot().type_of(member.ty().name);
            of.is_some_and(|of| of.kind() == TypeKind::Complex && !of.reaches(own))
        })
    };
    let written = declared
        .known()
        .iter()
        .filter(|property| property.serialize_with.is_none() && !property.field.unverified);
    written.filter(move |property| is_held(&property.name.text)).map(|property| property.field.ty.clone())
}

/// The names of what is lost. All that there is room for on a line are said, and a command for the rest.
#[derive(Default)]
struct Lost {
    names: String,
    count: usize,
    /// How many aren't said, and the type that has the first of them.
    more: usize,
    more_of: String,
}

impl Lost {
    const WIDTH: usize = 300;

    /// The properties of a type that a write can set and that aren't declared.
    fn of(&mut self, ty: Type<'_>, variant: &str, declared: Option<&Properties>) {
        let is_declared = |name: &str| {
            declared
                .is_some_and(|declared| declared.known().iter().any(|property| property.name.text == name))
        };
        let mut last = "";
        for member in ty.properties() {
            let name = member.name();
            let is_lacking = member.kind() == MemberKind::Property
                && name != last
                && !member.is_computed()
                && !is_declared(name);
            if is_lacking {
                self.push(ty, variant, name);
                last = name;
            }
        }
    }

    fn push(&mut self, ty: Type<'_>, variant: &str, name: &str) {
        self.count += 1;
        if self.more > 0 || (self.count > 1 && self.names.len() + variant.len() + name.len() > Self::WIDTH) {
            if self.more == 0 {
                self.more_of = ty.name().to_string();
            }
            self.more += 1;
            return;
        }
        if self.count > 1 {
            self.names.push_str(", ");
        }
        for part in ["`", variant, name, "`"] {
            self.names.push_str(part);
        }
    }

    fn into_names(mut self) -> String {
        if self.more > 0 {
            let Self { names, more, more_of, .. } = &mut self;
            // Writing into a `String` can't fail.
            let _ = write!(names, " and {more} more, which `cargo graph schema show {more_of}` lists");
        }
        self.names
    }
}
