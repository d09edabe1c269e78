//! The attributes: `METHOD, "path"` or a name in front, then `key`, `key = value` and `key(..)`.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Attribute, Ident, LitStr, Meta, Token};

use crate::read::Permissions;

/// An attribute, taken apart.
#[derive(Default)]
pub(super) struct Arguments {
    /// Of `#[graph_endpoint]`.
    pub(super) method: Option<String>,
    /// The path, or the type's name.
    pub(super) text: Option<String>,
    keys: Vec<(String, TokenStream)>,
}

impl Arguments {
    /// Reads what stands in the parentheses of an attribute.
    pub(super) fn parse(attribute: &Attribute) -> syn::Result<Self> {
        match &attribute.meta {
            Meta::Path(_) => Ok(Self::default()),
            Meta::List(list) => Self::of_tokens(list.tokens.clone()),
            Meta::NameValue(value) => Err(syn::Error::new_spanned(value, "it has no parentheses")),
        }
    }

    pub(super) fn of_tokens(tokens: TokenStream) -> syn::Result<Self> {
        Self::parse_from.parse2(tokens)
    }

    fn parse_from(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut arguments = Self::default();
        if input.peek(Ident) && input.peek2(Token![,]) && input.peek3(LitStr) {
            arguments.method = Some(input.parse::<Ident>()?.to_string());
            let _: Token![,] = input.parse()?;
        }
        if input.peek(LitStr) {
            arguments.text = Some(input.parse::<LitStr>()?.value());
            comma(input)?;
        }
        while !input.is_empty() {
            let key = Ident::parse_any(input)?.unraw().to_string();
            if input.peek(Token![=]) {
                let _: Token![=] = input.parse()?;
            } else if !(input.is_empty() || input.peek(Token![,]) || input.peek(syn::token::Paren)) {
                return Err(input.error("expected `=`, `(` or a comma behind a key"));
            }
            let mut value = TokenStream::new();
            while !(input.is_empty() || input.peek(Token![,]) && is_whole(&value)) {
                value.extend([input.parse::<TokenTree>()?]);
            }
            arguments.keys.push((key, value));
            comma(input)?;
        }
        Ok(arguments)
    }

    /// Whether a key stands there.
    pub(super) fn has(&self, key: &str) -> bool {
        self.keys.iter().any(|(known, _)| known == key)
    }

    fn tokens(&self, key: &str) -> Option<TokenStream> {
        self.keys.iter().find(|(known, _)| known == key).map(|(_, value)| value.clone())
    }

    /// The text of `key = ".."`.
    pub(super) fn string(&self, key: &str) -> Option<String> {
        syn::parse2::<LitStr>(self.tokens(key)?).ok().map(|text| text.value())
    }

    /// The type of `key = T`, as people write it.
    pub(super) fn ty(&self, key: &str) -> Option<String> {
        Some(spelt(self.tokens(key)?))
    }

    /// `permissions(delegated = [..], ..)`
    pub(super) fn permissions(&self) -> Permissions {
        let inner = self.tokens("permissions").and_then(|tokens| match tokens.into_iter().next() {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
                Self::of_tokens(group.stream()).ok()
            }
            _ => None,
        });
        let list = |key: &str| inner.as_ref().map(|inner| inner.list(key)).unwrap_or_default();
        Permissions {
            delegated: list("delegated"),
            delegated_personal: list("delegated_personal"),
            application: list("application"),
        }
    }

    /// The texts of `key = ["..", ".."]`.
    fn list(&self, key: &str) -> Vec<String> {
        let Some(TokenTree::Group(group)) = self.tokens(key).and_then(|tokens| tokens.into_iter().next())
        else {
            return Vec::new();
        };
        let texts = group.stream().into_iter().filter_map(|token| match token {
            TokenTree::Literal(literal) => syn::parse2::<LitStr>(literal.into_token_stream()).ok(),
            _ => None,
        });
        texts.map(|text| text.value()).collect()
    }
}

/// Whether as many angle brackets are closed as were opened: the comma of `Map<K, V>` ends nothing.
fn is_whole(tokens: &TokenStream) -> bool {
    let mut open = 0_i32;
    let mut before = ' ';
    for token in tokens.clone() {
        let sign = if let TokenTree::Punct(sign) = &token { sign.as_char() } else { ' ' };
        match sign {
            '<' => open += 1,
            '>' if before != '-' => open -= 1,
            _ => {}
        }
        before = sign;
    }
    open <= 0
}

fn comma(input: ParseStream<'_>) -> syn::Result<()> {
    if !input.is_empty() {
        let _: Token![,] = input.parse()?;
    }
    Ok(())
}

/// Tokens as people write them.
pub(super) fn spelt(tokens: impl quote::ToTokens) -> String {
    let text = tokens.to_token_stream().to_string();
    [(" :: ", "::"), (" < ", "<"), (" >", ">"), ("& ", "&"), (" ,", ","), (":: ", "::"), ("< ", "<")]
        .iter()
        .fold(text, |text, (from, to)| text.replace(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_values() {
        let tokens: TokenStream = "GET, \"/users/<id>\", response = Map<String, Page<User>>, select, \
             permissions(delegated = [\"User.Read\", \"User.Read.All\"], application = []), builder = false,"
            .parse()
            .unwrap();
        let arguments = Arguments::of_tokens(tokens).unwrap();
        assert_eq!(arguments.method.as_deref(), Some("GET"));
        assert_eq!(arguments.text.as_deref(), Some("/users/<id>"));
        assert_eq!(arguments.ty("response").as_deref(), Some("Map<String, Page<User>>"));
        assert!(arguments.has("select") && arguments.has("builder") && !arguments.has("version"));
        assert_eq!(arguments.permissions().delegated, ["User.Read", "User.Read.All"]);
        assert!(Arguments::of_tokens("GET \"/x\"".parse().unwrap()).is_err());
    }
}
