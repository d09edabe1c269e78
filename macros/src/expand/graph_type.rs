//! A declared type: the serde mapping both ways, and what queries know of it.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use super::{enumeration, form, object, polymorphic, properties, undeclared};
use crate::model::{GraphType, Properties, Shape};
use crate::verify::TypeFindings;

/// Everything that a type expands to, besides the item itself.
pub(crate) fn graph_type(graph_type: &GraphType, findings: &TypeFindings, item: &DeriveInput) -> TokenStream {
    let krate = &graph_type.krate;
    let impls = match &graph_type.shape {
        Shape::Object { properties: list, odata_type, consts } => {
            let impls = object::impls(list, odata_type.as_ref(), item);
            let select = properties::impl_select(list, findings.unexpanded.as_ref(), item);
            let consts = consts.then(|| properties::consts(list, item));
            quote!(#impls #select #consts)
        }
        Shape::Polymorphic(types) => {
            let impls = polymorphic::impls(types, graph_type.name.as_ref(), item);
            // What its types have differs: all of it is asked for.
            let select = properties::impl_select(&Properties::default(), None, item);
            quote!(#impls #select)
        }
        Shape::Enumeration(enumeration) => enumeration::impls(enumeration, item),
    };
    let undeclared = undeclared::impls(graph_type, findings, item);
    let forms = form::ask(graph_type.all_properties().flat_map(Properties::in_serdes_form), &item.generics);
    quote! {
        #[allow(deprecated)]
        const _: () = {
            use #krate::__private as __runtime;
            #impls
            #undeclared
            #forms
        };
    }
}
