//! `#[graph_endpoint(METHOD, "path", key = value, ...)]`.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Ident, LitBool, LitStr, Path, Token, Type};

use super::keys::{Key, Keyed, Keys, no_such_key, runtime};
use super::list::{arguments, skip_comma, skip_to_comma};
use super::method::Method;
use super::path::PathLiteral;
use super::permissions::Permissions;
use crate::problems::Problems;

/// The arguments as written.
#[derive(Default)]
pub struct EndpointArgs {
    pub method: Option<Keyed<Method>>,
    pub path: Option<PathLiteral>,
    pub response: Option<Keyed<Type>>,
    pub version: Option<Keyed<LitStr>>,
    pub odata_type: Option<Keyed<LitStr>>,
    pub permissions: Option<Keyed<Permissions>>,
    pub select: Option<Keyed>,
    pub unverified: Option<Keyed>,
    pub krate: Option<Keyed<Path>>,
    pub builder: Option<Keyed<LitBool>>,
}

const KEYS: Keys<EndpointArgs> = Keys {
    keys: &[
        Key { name: "response", example: "response = TheType", slot: |to| &mut to.response },
        Key { name: "version", example: "version = \"beta\"", slot: |to| &mut to.version },
        Key {
            name: "odata_type",
            example: "odata_type = \"#microsoft.graph.user\"",
            slot: |to| &mut to.odata_type,
        },
        Key {
            name: "permissions",
            example: "permissions(delegated = [\"User.Read\"], application = [\"User.Read.All\"])",
            slot: |to| &mut to.permissions,
        },
        Key { name: "select", example: "select", slot: |to| &mut to.select },
        Key { name: "unverified", example: "unverified", slot: |to| &mut to.unverified },
        Key { name: "crate", example: "crate = path::to::graph_endpoint", slot: |to| &mut to.krate },
        Key { name: "builder", example: "builder = false", slot: |to| &mut to.builder },
    ],
    unknown: |name, known| match name.chars().next() {
        // A type where a key is expected.
        Some('A'..='Z') => {
            format!("there is no key `{name}`; write the response's type as `response = {name}`")
        }
        _ => no_such_key(name, known),
    },
};

impl EndpointArgs {
    pub fn parse(tokens: TokenStream, problems: &mut Problems) -> Self {
        arguments(tokens, problems, Self::parse_from)
    }

    /// Whether a builder is asked for.
    pub fn builder(&self) -> bool {
        self.builder.as_ref().is_none_or(|builder| builder.value.value)
    }

    /// Where the runtime is.
    pub fn krate(&self) -> Path {
        runtime(self.krate.as_ref())
    }

    fn parse_from(&mut self, input: ParseStream<'_>, problems: &mut Problems) {
        if input.is_empty() {
            problems.at_span(
                Span::call_site(),
                "the method and the path are missing; write `#[graph_endpoint(GET, \"/users/<id>\")]`",
            );
            return;
        }
        if input.peek(Ident::peek_any) && input.peek2(Token![=]) {
            problems
                .syntax(input.error(
                    "the method and the path stand first, without keys; write `GET, \"/users/<id>\"`",
                ));
            skip_unknown(input);
            return KEYS.parse(self, input, problems);
        }
        let method = method(input, problems);
        let place = method.as_ref().map_or_else(Span::call_site, Ident::span);
        self.method = method.and_then(|method| {
            let value = problems.take(Method::parse(&method))?;
            Some(Keyed { span: place, value })
        });
        // Where no path stands, what follows is the keys.
        if self.parse_path(place, input, problems) && !skip_comma(input) && !input.is_empty() {
            if input.peek(Token![->]) {
                problems.syntax(input.error("the response's type is a key; write `, response = TheType`"));
                skip_to_comma(input);
            } else {
                problems.syntax(input.error("expected a comma after the path; write `,` before this"));
                if !input.peek(Ident::peek_any) {
                    skip_to_comma(input);
                }
            }
            skip_comma(input);
        }
        KEYS.parse(self, input, problems);
    }

    /// Whether something stood where the path belongs.
    fn parse_path(&mut self, behind: Span, input: ParseStream<'_>, problems: &mut Problems) -> bool {
        if input.peek(LitStr) {
            self.path = input.parse().ok().map(|literal| PathLiteral::parse(literal, problems));
        } else if input.is_empty() || is_key(input) {
            problems.at_span(
                behind,
                "the path is missing; write it after the method, as in `GET, \"/users/<id>\"`",
            );
            return false;
        } else {
            problems.syntax(
                input.error("the path must be a string literal; write it in quotes, as in `\"/users/<id>\"`"),
            );
            skip_to_comma(input);
        }
        true
    }
}

/// The method and the comma behind it.
fn method(input: ParseStream<'_>, problems: &mut Problems) -> Option<Ident> {
    if input.peek(LitStr) && (!input.peek2(Token![,]) || is_path(input)) {
        problems.at_span(
            input.span(),
            "the method is missing; write `GET, ` (or another method) before the path",
        );
        return None;
    }
    let method = if input.peek(LitStr) {
        if let Ok(text) = input.parse::<LitStr>() {
            let bare = text.value().to_uppercase();
            problems.at(&text, format!("the method is a bare word; write `{bare}` without quotes"));
        }
        None
    } else if let Ok(method) = Ident::parse_any(input) {
        Some(method)
    } else {
        problems.syntax(
            input.error("expected a method here; write `GET`, `POST`, `PATCH`, `PUT`, `DELETE` or `HEAD`"),
        );
        skip_to_comma(input);
        None
    };
    if !skip_comma(input) {
        if input.peek(Token![;]) {
            problems.syntax(input.error("expected a comma between the method and the path; write `,` here"));
            let _: syn::Result<TokenTree> = input.parse();
        } else if input.peek(LitStr) {
            problems.syntax(
                input.error("expected a comma between the method and the path; write `,` before this"),
            );
        }
    }
    method
}

/// Passes over `key = value`s whose keys there aren't, as `method = GET, path = ".."`.
fn skip_unknown(input: ParseStream<'_>) {
    let is_known = |key: &Ident| KEYS.names().contains(&key.unraw().to_string().as_str());
    while input.fork().call(Ident::parse_any).is_ok_and(|key| !is_known(&key)) {
        skip_to_comma(input);
        skip_comma(input);
    }
}

fn is_path(input: ParseStream<'_>) -> bool {
    input.fork().parse::<LitStr>().is_ok_and(|literal| literal.value().starts_with('/'))
}

fn is_key(input: ParseStream<'_>) -> bool {
    input.peek(Ident::peek_any)
        && (input.peek2(Token![=])
            || input.peek2(Token![,])
            || input
                .fork()
                .parse::<TokenTree>()
                .is_ok_and(|key| KEYS.names().contains(&key.to_string().as_str())))
}
