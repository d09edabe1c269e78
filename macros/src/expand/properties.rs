//! What queries know of a declared type: the names for `$select`, what stands behind `$expand`, and, where a
//! declaration asks for it, a const of each property for filters.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{DeriveInput, Type};

use super::bounds;
use crate::model::{Properties, Property};
use crate::parse::{item, named_wrapper, ungrouped};
use crate::problems::Problem;

/// `Select`, for what can be the type of a response. A type that keeps what it doesn't know wants all of it, so it
/// selects nothing. One that has an `unexpanded` property selects with an error: it has a mistake only where that is asked.
pub(super) fn impl_select(
    properties: &Properties,
    unexpanded: Option<&Problem>,
    item: &DeriveInput,
) -> TokenStream {
    let ident = &item.ident;
    let (expanded, selected): (Vec<_>, Vec<_>) = of_the_service(properties).partition(|known| known.expand);
    let names: Vec<&str> = selected.iter().map(|property| property.name.text.as_str()).collect();
    let select = if properties.additional().is_some() { String::new() } else { names.join(",") };
    let select = match unexpanded {
        Some(problem) => {
            let message = problem.message();
            quote_spanned!(problem.span()=> __runtime::unexpanded(#message))
        }
        None => quote!(#select),
    };
    let bounded = bounds::with_bounds(
        &item.generics,
        expanded
            .iter()
            .map(|property| &property.field.ty)
            .filter(|ty| !is_of(ty, ident))
            .map(|ty| (ty, quote!(__runtime::Select))),
    );
    let (impl_generics, _, where_clause) = bounded.split_for_impl();
    let (_, type_generics, _) = item.generics.split_for_impl();
    let expand = (!expanded.is_empty()).then(|| {
        let expanded = expanded.iter().map(|property| {
            let (ty, name) = (&property.field.ty, &property.name.text);
            quote!(__runtime::Expansion::of::<#ty>(#name))
        });
        quote!(const EXPAND: &'static [__runtime::Expansion] = &[#(#expanded),*];)
    });
    quote! {
        #[automatically_derived]
        impl #impl_generics __runtime::Select for #ident #type_generics #where_clause {
            const SELECT: __runtime::StaticStr = #select;
            #expand
        }
    }
}

/// `pub const DISPLAY_NAME: Property<Self, String>`
pub(super) fn consts(properties: &Properties, item: &DeriveInput) -> TokenStream {
    let ident = &item.ident;
    let (impl_generics, type_generics, where_clause) = item.generics.split_for_impl();
    let consts = of_the_service(properties).map(|property| {
        let (name, field) = (&property.name.text, &property.field);
        // A const is seen where its field is: the field's type may be as private.
        let vis = &field.vis;
        let upper =
            format_ident!("{}", field.ident.unraw().to_string().to_uppercase(), span = field.ident.span());
        let ty = named_wrapper(&field.ty).map_or(&field.ty, |(_, inner)| inner);
        let docs = format!(" The property `{name}`, for filters and orders.");
        quote! {
            #[doc = #docs]
            #vis const #upper: __runtime::Property<Self, #ty> = __runtime::Property::new(#name);
        }
    });
    quote! {
        #[allow(dead_code)]
        impl #impl_generics #ident #type_generics #where_clause { #(#consts)* }
    }
}

/// Whether the values are of the declared type itself, which is no bound: it would be asked of itself.
fn is_of(ty: &Type, ident: &Ident) -> bool {
    let Type::Path(path) = ungrouped(item(ty)) else { return false };
    // A path may lead to another type of the same name.
    let mut segments = path.path.segments.iter();
    segments.next().is_some_and(|first| first.ident == "Self" || first.ident == *ident)
        && segments.next().is_none()
}

/// The fields that are properties of the service's, in both senses: an annotation can't be selected.
fn of_the_service(properties: &Properties) -> impl Iterator<Item = &Property> {
    properties.known().iter().filter(|property| !property.name.text.contains('@'))
}
