//! What rustdoc shows of a declared endpoint: method, path, version and permissions.

use std::fmt::Write as _;

use proc_macro2::Span;
use syn::token::Bracket;
use syn::{AttrStyle, Attribute, Expr, ExprLit, Ident, Lit, LitStr, Meta, MetaNameValue, Token};

use crate::parse::{EndpointArgs, Keyed, Names};

/// What goes behind the user's own text. It hangs on the arguments alone: a field that has a `cfg` hides none of it.
pub(crate) fn endpoint_docs(args: &EndpointArgs) -> Option<String> {
    let path = &args.path.as_ref()?.template.text;
    let version = args.version.as_ref().map_or_else(|| "v1.0".to_owned(), |version| version.value.value());
    let mut text = format!("\n\n`{} /{version}{path}`\n", args.method.as_ref()?.value.name());
    let lists = args.permissions.as_ref().map(|lists| &lists.value);
    if let Some(lists) = lists.filter(|lists| !lists.is_empty()) {
        text.push_str("\n| permission type | permissions, least privileged first |\n| --- | --- |\n");
        row(&mut text, "delegated (work or school account)", lists.delegated.as_ref());
        row(&mut text, "delegated (personal Microsoft account)", lists.delegated_personal.as_ref());
        row(&mut text, "application", lists.application.as_ref());
    }
    Some(text)
}

/// A doc attribute, made without a parser, which would go over the text letter by letter.
pub(crate) fn doc(text: &str) -> Attribute {
    let value = Expr::Lit(ExprLit { attrs: Vec::new(), lit: Lit::Str(LitStr::new(text, Span::call_site())) });
    Attribute {
        pound_token: Token![#](Span::call_site()),
        style: AttrStyle::Outer,
        bracket_token: Bracket::default(),
        meta: Meta::NameValue(MetaNameValue {
            path: Ident::new("doc", Span::call_site()).into(),
            eq_token: Token![=](Span::call_site()),
            value,
        }),
    }
}

fn row(text: &mut String, kind: &str, names: Option<&Keyed<Names>>) {
    let names = names.iter().flat_map(|names| &names.value.0).map(|name| format!("`{}`", name.value()));
    let names: Vec<String> = names.collect();
    let names = if names.is_empty() { "not supported".to_owned() } else { names.join(", ") };
    // Writing into a `String` can't fail.
    let _ = writeln!(text, "| {kind} | {names} |");
}
