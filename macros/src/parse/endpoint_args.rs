//! `#[graph_endpoint(METHOD, "path", key = value, ...)]`.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Ident, LitBool, LitStr, Path, Token, Type, bracketed, parenthesized};

use super::{arguments, flag, keyed_list, value_of};
use crate::naming;
use crate::problems::Problems;

/// The arguments as written.
#[derive(Default)]
pub(crate) struct EndpointArgs {
    pub(crate) method: Option<Ident>,
    pub(crate) path: Option<LitStr>,
    pub(crate) response: Option<Type>,
    pub(crate) version: Option<LitStr>,
    pub(crate) odata_type: Option<LitStr>,
    pub(crate) permissions: PermissionLists,
    pub(crate) select: Option<Span>,
    pub(crate) krate: Option<Path>,
    pub(crate) builder: Option<LitBool>,
}

/// The three lists of `permissions(...)`.
#[derive(Default)]
pub(crate) struct PermissionLists {
    pub(crate) delegated: Vec<LitStr>,
    pub(crate) delegated_personal: Vec<LitStr>,
    pub(crate) application: Vec<LitStr>,
}

impl PermissionLists {
    pub(crate) fn is_empty(&self) -> bool {
        self.delegated.is_empty() && self.delegated_personal.is_empty() && self.application.is_empty()
    }
}

const KEYS: &[&str] =
    &["response", "version", "odata_type", "permissions", "select", "unverified", "crate", "builder"];
const PERMISSION_KINDS: &[&str] = &["delegated", "delegated_personal", "application"];

impl EndpointArgs {
    pub(crate) fn parse(tokens: TokenStream, problems: &mut Problems) -> Self {
        arguments(tokens, problems, Self::parse_from)
    }

    fn parse_from(&mut self, input: ParseStream<'_>, problems: &mut Problems) {
        if input.is_empty() {
            problems.at_span(
                Span::call_site(),
                "the method and the path are missing; write `#[graph_endpoint(GET, \"/users/<id>\")]`",
            );
            return;
        }
        self.parse_method(input, problems);
        if !self.parse_path(input, problems) {
            // What follows is the path written otherwise, or the keys.
        } else if input.peek(Token![,]) {
            let _: syn::Result<Token![,]> = input.parse();
        } else if !input.is_empty() {
            problems.syntax(input.error("expected a comma after the path; write `,` before this"));
        }
        let mut seen: Vec<String> = Vec::new();
        keyed_list(input, problems, |key, input, problems| {
            let name = key.unraw().to_string();
            if seen.contains(&name) {
                return Err(syn::Error::new(
                    key.span(),
                    format!("`{name}` stands here twice; keep one of them"),
                ));
            }
            seen.push(name);
            self.parse_key(key, input, problems)
        });
    }

    fn parse_method(&mut self, input: ParseStream<'_>, problems: &mut Problems) {
        if input.peek(LitStr) && !input.peek2(Token![,]) || input.peek(LitStr) && is_path(input) {
            problems.at_span(
                input.span(),
                "the method is missing; write `GET, ` (or another method) before the path",
            );
            return;
        }
        if input.peek(LitStr) {
            if let Ok(text) = input.parse::<LitStr>() {
                problems.at(
                    &text,
                    format!(
                        "the method is a bare word; write `{}` without quotes",
                        text.value().to_uppercase()
                    ),
                );
            }
        } else {
            match Ident::parse_any(input) {
                Ok(method) => self.method = Some(method),
                Err(_) => {
                    problems.syntax(input.error(
                        "expected a method here; write `GET`, `POST`, `PATCH`, `PUT`, `DELETE` or `HEAD`",
                    ));
                    super::skip_to_comma(input);
                }
            }
        }
        if input.peek(Token![,]) {
            let _: syn::Result<Token![,]> = input.parse();
        } else if input.peek(LitStr) {
            problems.syntax(
                input.error("expected a comma between the method and the path; write `,` before this"),
            );
        }
    }

    /// Whether something stood where the path belongs.
    fn parse_path(&mut self, input: ParseStream<'_>, problems: &mut Problems) -> bool {
        let is_key = || {
            input.peek(Ident::peek_any)
                && (input.peek2(Token![=])
                    || input.peek2(Token![,])
                    || input
                        .fork()
                        .parse::<TokenTree>()
                        .is_ok_and(|key| KEYS.contains(&key.to_string().as_str())))
        };
        if input.peek(LitStr) {
            self.path = input.parse().ok();
        } else if input.is_empty() || is_key() {
            let place = self.method.as_ref().map_or_else(Span::call_site, Ident::span);
            problems.at_span(
                place,
                "the path is missing; write it after the method, as in `GET, \"/users/<id>\"`",
            );
            return false;
        } else {
            problems.syntax(
                input.error("the path must be a string literal; write it in quotes, as in `\"/users/<id>\"`"),
            );
            super::skip_to_comma(input);
        }
        true
    }

    fn parse_key(&mut self, key: &Ident, input: ParseStream<'_>, problems: &mut Problems) -> syn::Result<()> {
        match key.unraw().to_string().as_str() {
            "response" => self.response = Some(value_of(key, input, "response = TheType")?),
            "version" => self.version = Some(value_of(key, input, "version = \"beta\"")?),
            "odata_type" => {
                self.odata_type = Some(value_of(key, input, "odata_type = \"#microsoft.graph.user\"")?)
            }
            "permissions" => self.parse_permissions(key, input, problems)?,
            "select" => {
                flag(key, input)?;
                self.select = Some(key.span());
            }
            "unverified" => flag(key, input)?,
            "crate" => self.krate = Some(value_of(key, input, "crate = path::to::graph_endpoint")?),
            "builder" => self.builder = Some(value_of(key, input, "builder = false")?),
            name => {
                return Err(syn::Error::new(
                    key.span(),
                    format!("there is no key `{name}`; {}", naming::suggestion(name, KEYS)),
                ));
            }
        }
        Ok(())
    }

    fn parse_permissions(
        &mut self,
        key: &Ident,
        input: ParseStream<'_>,
        problems: &mut Problems,
    ) -> syn::Result<()> {
        if !input.peek(syn::token::Paren) {
            let example = "permissions(delegated = [\"User.Read\"], application = [\"User.Read.All\"])";
            return Err(syn::Error::new(
                key.span(),
                format!("`permissions` has its lists in parentheses; write `{example}`"),
            ));
        }
        let content;
        parenthesized!(content in input);
        keyed_list(&content, problems, |kind, input, problems| {
            let list = match kind.to_string().as_str() {
                "delegated" => &mut self.permissions.delegated,
                "delegated_personal" => &mut self.permissions.delegated_personal,
                "application" => &mut self.permissions.application,
                name => {
                    return Err(syn::Error::new(
                        kind.span(),
                        format!(
                            "there is no kind of permission `{name}`; {}",
                            naming::suggestion(name, PERMISSION_KINDS)
                        ),
                    ));
                }
            };
            *list = permission_list(kind, input)?;
            for permission in list.iter().filter(|permission| permission.value().trim().is_empty()) {
                problems
                    .at(permission, "a permission has a name; write it as in \"User.Read\", or leave it out");
            }
            Ok(())
        });
        Ok(())
    }
}

fn permission_list(kind: &Ident, input: ParseStream<'_>) -> syn::Result<Vec<LitStr>> {
    let wrong = || {
        syn::Error::new(kind.span(), format!("`{kind}` is a list of names; write `{kind} = [\"User.Read\"]`"))
    };
    let _: Token![=] = input.parse().map_err(|_| wrong())?;
    if !input.peek(syn::token::Bracket) {
        return Err(wrong());
    }
    let content;
    bracketed!(content in input);
    let names = Punctuated::<LitStr, Token![,]>::parse_terminated(&content).map_err(|_| wrong())?;
    Ok(names.into_iter().collect())
}

fn is_path(input: ParseStream<'_>) -> bool {
    input.fork().parse::<LitStr>().is_ok_and(|literal| literal.value().starts_with('/'))
}
