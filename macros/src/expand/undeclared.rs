//! What becomes of the properties that a type doesn't declare when it is written back: the traits of a declared type
//! that say it, and the question that each field asks which is written.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::{DeriveInput, Generics, Type, parse_quote};

use super::bounds::mentions_params;
use super::spans::first_span;
use crate::model::{Body, GraphType, Polymorphic, Properties, Shape, VariantShape};
use crate::parse::is_no_declared_type;
use crate::verify::{TypeFindings, Undeclared};

/// The questions of what stands in the body of an endpoint.
pub(super) fn ask_body(body: &Body, generics: &Generics) -> TokenStream {
    match body {
        Body::None => TokenStream::new(),
        Body::Object(object) => ask(written(&object.properties), generics),
        Body::Whole(whole) => ask([&whole.field.ty], generics),
    }
}

/// What a declared type says of itself. Whether it keeps what it doesn't declare is asked where it stands in a body.
pub(super) fn impls(graph_type: &GraphType, findings: &TypeFindings, item: &DeriveInput) -> TokenStream {
    let nested = match &graph_type.shape {
        Shape::Enumeration(_) => return TokenStream::new(),
        Shape::Object { .. } | Shape::Polymorphic(_) if graph_type.lossy => TokenStream::new(),
        Shape::Object { properties, .. } => ask(nested(properties), &item.generics),
        Shape::Polymorphic(types) => {
            let variants = types.variants().iter().filter_map(|variant| match &variant.shape {
                VariantShape::Properties(properties) => Some(properties),
                VariantShape::Unit | VariantShape::Newtype(_) => None,
            });
            ask(variants.flat_map(nested), &item.generics)
        }
    };
    let nested = (!nested.is_empty()).then(|| quote!(fn ask_nested() { #nested }));
    let ident = &item.ident;
    let (impl_generics, type_generics, where_clause) = item.generics.split_for_impl();
    let keeps = keeps(graph_type, &findings.undeclared, item);
    let names = &findings.names;
    let names =
        (!names.is_empty()).then(|| quote!(const NAMES: &'static [__runtime::StaticStr] = &[#(#names),*];));
    quote! {
        #[automatically_derived]
        impl #impl_generics __runtime::Declared for #ident #type_generics #where_clause {
            type Type = Self;
            #names
            #nested
        }
        #keeps
    }
}

fn keeps(graph_type: &GraphType, undeclared: &Undeclared, item: &DeriveInput) -> TokenStream {
    let mut generics = item.generics.clone();
    match &graph_type.shape {
        _ if graph_type.lossy => {}
        Shape::Object { properties, .. } if properties.additional().is_some() => {}
        Shape::Object { .. } if matches!(undeclared, Undeclared::Nothing) => {}
        Shape::Polymorphic(types) if types.variants().iter().all(|variant| has_room(&variant.shape)) => {
            // One that doesn't hold is no error, but the reason why the impl isn't there.
            let predicates =
                held(types).map(|ty| parse_quote!(for<'__a> #ty: __runtime::ValuesKeepUndeclared));
            generics.make_where_clause().predicates.extend::<Vec<syn::WherePredicate>>(predicates.collect());
        }
        Shape::Object { .. } | Shape::Polymorphic(_) | Shape::Enumeration(_) => {
            return match undeclared {
                Undeclared::Properties(lost) => loses(lost, item),
                Undeclared::Unknown | Undeclared::Nothing => TokenStream::new(),
            };
        }
    }
    let ident = &item.ident;
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (_, type_generics, _) = item.generics.split_for_impl();
    quote! {
        #[diagnostic::do_not_recommend]
        #[automatically_derived]
        impl #impl_generics __runtime::KeepsUndeclared for #ident #type_generics #where_clause {}
    }
}

/// An impl that never holds, for the sake of what the compiler says then: the name of the trait that isn't implemented
/// has the properties that would be lost.
fn loses(lost: &[String], item: &DeriveInput) -> TokenStream {
    const NAMED: usize = 5;
    let mut name =
        format!("__keeps_{}", lost.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join("_and_"));
    if let Some(others) = lost.len().checked_sub(NAMED).filter(|others| *others > 0) {
        name.push_str(&format!("_and_{others}_others"));
    }
    let mut name = name.replace('.', "_");
    name.retain(|c| c.is_ascii_alphanumeric() || c == '_');
    let (ident, keeps) = (&item.ident, format_ident!("{name}"));
    let mut generics = item.generics.clone();
    let (_, type_generics, _) = item.generics.split_for_impl();
    generics.make_where_clause().predicates.push(parse_quote!(for<'__a> Self: #keeps));
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    quote! {
        #[allow(non_camel_case_types)]
        pub trait #keeps {}
        #[automatically_derived]
        impl #impl_generics __runtime::KeepsUndeclared for #ident #type_generics #where_clause {}
    }
}

/// Whether there is a field for what a variant doesn't declare; of a type of its own, that type knows.
fn has_room(shape: &VariantShape) -> bool {
    match shape {
        VariantShape::Unit => false,
        VariantShape::Newtype(_) => true,
        VariantShape::Properties(properties) => properties.additional().is_some(),
    }
}

/// The types whose values the variants hold.
fn held(types: &Polymorphic) -> impl Iterator<Item = &Type> {
    let variants = types.variants().iter().filter_map(|variant| match &variant.shape {
        VariantShape::Newtype(ty) => Some(&**ty),
        VariantShape::Unit | VariantShape::Properties(_) => None,
    });
    variants.chain(types.other().map(|other| &*other.ty))
}

/// Additional properties are kept one level deep: with them, what is nested is asked as well.
fn nested(properties: &Properties) -> impl Iterator<Item = &Type> {
    written(properties).filter(|_| properties.additional().is_some())
}

/// What a function of the user's writes is the function's affair.
fn written(properties: &Properties) -> impl Iterator<Item = &Type> {
    let known = properties.known().iter().filter(|property| property.serialize_with.is_none());
    known.map(|property| &property.field).chain(properties.additional()).map(|field| &field.ty)
}

/// A question for each type that may be a declared one. What a type parameter stands for isn't known here.
fn ask<'a>(types: impl IntoIterator<Item = &'a Type>, generics: &Generics) -> TokenStream {
    let questions: Vec<_> = types
        .into_iter()
        .filter(|ty| !is_no_declared_type(ty) && !mentions_params(ty, generics))
        .map(|ty| quote_spanned!(first_span(ty)=> __runtime::Written::<#ty>::NEW.ask();))
        .collect();
    if questions.is_empty() {
        return TokenStream::new();
    }
    quote! {
        {
            #[allow(unused_imports)]
            use __runtime::NotAsked as _;
            #(#questions)*
        }
    }
}
