//! That a required field is missing, as a trait: only a trait's attribute can say in the compiler's words that "`target`
//! is missing", wherever the declaration stands.
//!
//! A trait and its impl are a hundredth of what an endpoint costs to compile. Those of names that many declarations have
//! stand in the runtime, once.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;
use syn::ext::IdentExt as _;

/// Sorted. What properties of Graph's types and parameters of its actions are called most often, and placeholders of
/// its documentation.
const COMMON: &[&str] = &[
    "action",
    "active",
    "address",
    "app_id",
    "app_role_id",
    "application",
    "application_id",
    "assignments",
    "attachment_id",
    "body",
    "calendar_id",
    "category",
    "change_type",
    "channel_id",
    "chat_id",
    "client_state",
    "code",
    "color",
    "comment",
    "contact_id",
    "content",
    "content_type",
    "count",
    "created_by",
    "created_date_time",
    "data",
    "description",
    "destination_id",
    "device_id",
    "device_name",
    "display_name",
    "domain_name",
    "drive_id",
    "email",
    "email_address",
    "enabled",
    "end",
    "end_date_time",
    "event_id",
    "expiration_date_time",
    "external_id",
    "file_name",
    "folder_id",
    "group_id",
    "id",
    "ids",
    "ip_address",
    "is_enabled",
    "item_id",
    "key",
    "key_id",
    "language",
    "list_id",
    "location",
    "mail",
    "mail_nickname",
    "members",
    "membership_id",
    "message",
    "message_id",
    "message_ids",
    "name",
    "notes",
    "notification_url",
    "number",
    "order",
    "owner",
    "parent_id",
    "password",
    "path",
    "period",
    "plan_id",
    "principal",
    "principal_id",
    "priority",
    "publisher",
    "query",
    "reason",
    "recipients",
    "reference",
    "resource",
    "resource_id",
    "role",
    "role_definition_id",
    "schedule_id",
    "scope",
    "session_id",
    "settings",
    "severity",
    "site_id",
    "size",
    "sku_id",
    "source",
    "start",
    "start_date_time",
    "state",
    "status",
    "subject",
    "subscription_id",
    "tags",
    "target",
    "targets",
    "task_id",
    "team_id",
    "tenant_id",
    "text",
    "title",
    "to_recipients",
    "type",
    "url",
    "user",
    "user_id",
    "user_ids",
    "user_principal_name",
    "value",
    "values",
    "version",
    "web_url",
];

/// The trait of a required field, and its definition where the runtime has none.
pub(super) fn trait_of(field: &Ident) -> (TokenStream, TokenStream) {
    let name = field.unraw().to_string();
    let has = format_ident!("__has_{name}", span = field.span());
    if COMMON.binary_search(&name.as_str()).is_ok() {
        return (quote_spanned!(field.span()=> __runtime::has::#has), TokenStream::new());
    }
    let (missing, call) = messages(&name, field);
    (quote!(#has), quote!(#has #missing #call;))
}

fn messages(name: &str, field: &Ident) -> (String, String) {
    (format!("`{name}` is missing"), format!("call `.{field}(..)` before this"))
}

/// The runtime's traits.
pub(crate) fn common() -> TokenStream {
    let traits = COMMON.iter().map(|name| {
        let has = format_ident!("__has_{name}");
        let field = match syn::parse_str::<Ident>(name) {
            Ok(field) => field,
            Err(_) => format_ident!("r#{name}"),
        };
        let (missing, call) = messages(name, &field);
        quote! {
            #[diagnostic::on_unimplemented(message = #missing, label = #call)]
            pub trait #has {}
            impl #has for super::Set {}
        }
    });
    quote!(#(#traits)*)
}

#[cfg(test)]
mod tests {
    use super::COMMON;

    #[test]
    fn common_names_are_sorted() {
        assert!(COMMON.is_sorted_by(|a, b| a < b), "{COMMON:?}");
    }
}
