//! `Prefer`: how Graph should response. Several preferences share one header.

use std::borrow::Cow;
use std::fmt;

/// A preference for how Graph answers. It may ignore one; `Preference-Applied` in the response's headers says what it
/// did.
///
/// <https://www.rfc-editor.org/rfc/rfc7240>,
/// <https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_HeaderPrefer>
///
/// ```
/// use graph_endpoint::prelude::*;
/// use graph_endpoint::Prefer;
///
/// #[graph_endpoint(GET, "/me/events")]
/// struct ListEvents {}
///
/// let request = ListEvents {}.prefer(Prefer::MaxPageSize(50)).prefer(Prefer::ImmutableId);
/// let request = request.to_http_request("https://graph.microsoft.com")?;
/// assert_eq!(request.headers()["prefer"], "odata.maxpagesize=50, IdType=\"ImmutableId\"");
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Prefer {
    /// `return=minimal`: a write is answered without the entity.
    ReturnMinimal,
    /// `return=representation`: a write is answered with the entity.
    ReturnRepresentation,
    /// `odata.maxpagesize=n`: how many items a page has at most; the service may send fewer.
    MaxPageSize(u32),
    /// `outlook.timezone="Pacific Standard Time"`: the time zone of the times in the response, by its Windows or IANA
    /// name. <https://learn.microsoft.com/graph/api/resources/datetimetimezone>
    TimeZone(Cow<'static, str>),
    /// `outlook.body-content-type="text"`: the format of the bodies of messages and events.
    BodyContentType(BodyContentType),
    /// `IdType="ImmutableId"`: ids that stay when an Outlook item is moved.
    /// <https://learn.microsoft.com/graph/outlook-immutable-id>
    ImmutableId,
    /// `respond-async`: response 202 at once, and do it in the background.
    RespondAsync,
    /// `include-unknown-enum-members`: the members of evolvable enumerations that are newer than the API version.
    /// <https://learn.microsoft.com/graph/best-practices-concept#handling-future-members-in-evolvable-enumerations>
    IncludeUnknownEnumMembers,
    /// Any other, as it stands in the header: `bypass-shared-lock`, `outlook.allow-unsafe-html`.
    Other(Cow<'static, str>),
}

/// The format of the bodies of messages and events.
///
/// ```
/// use graph_endpoint::prelude::*;
/// use graph_endpoint::query::{BodyContentType, Prefer};
///
/// #[graph_endpoint(GET, "/me/messages/{id}", response = Untyped)]
/// struct GetMessage {
///     id: String,
/// }
///
/// let request = GetMessage { id: "1".into() }.prefer(Prefer::BodyContentType(BodyContentType::Text));
/// let request = request.to_http_request("https://graph.microsoft.com")?;
/// assert_eq!(request.headers()["prefer"], r#"outlook.body-content-type="text""#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BodyContentType {
    /// Plain text.
    Text,
    /// HTML, which is also what comes when nothing is asked for.
    Html,
}

impl Prefer {
    /// The text in the header.
    #[inline]
    pub(super) fn to_text(&self) -> Cow<'_, str> {
        match self {
            Self::MaxPageSize(items) => format!("odata.maxpagesize={items}").into(),
            Self::TimeZone(zone) => quoted("outlook.timezone", zone).into(),
            Self::BodyContentType(BodyContentType::Text) => "outlook.body-content-type=\"text\"".into(),
            Self::BodyContentType(BodyContentType::Html) => "outlook.body-content-type=\"html\"".into(),
            Self::ReturnMinimal => "return=minimal".into(),
            Self::ReturnRepresentation => "return=representation".into(),
            Self::ImmutableId => "IdType=\"ImmutableId\"".into(),
            Self::RespondAsync => "respond-async".into(),
            Self::IncludeUnknownEnumMembers => "include-unknown-enum-members".into(),
            Self::Other(text) => text.as_ref().into(),
        }
    }

    pub(super) fn has_name_of(&self, other: &Self) -> bool {
        name(&self.to_text()).eq_ignore_ascii_case(name(&other.to_text()))
    }
}

/// What stands before `=` or `;`. <https://www.rfc-editor.org/rfc/rfc7240#section-2>
#[inline]
pub(crate) fn name(preference: &str) -> &str {
    preference.split(['=', ';']).next().unwrap_or_default().trim()
}

/// The preferences of a header's value, split at the commas that stand in no quotes.
pub(crate) fn split(value: &str) -> impl Iterator<Item = &str> {
    let (mut quoted, mut escaped) = (false, false);
    value.split(move |c| {
        let (in_quotes, after_backslash) = (quoted, escaped);
        escaped = in_quotes && !after_backslash && c == '\\';
        if c == '"' && !after_backslash {
            quoted = !in_quotes;
        }
        c == ',' && !in_quotes
    })
}

/// A quoted string, its quotes and backslashes escaped. <https://www.rfc-editor.org/rfc/rfc9110#section-5.6.4>
#[inline]
fn quoted(name: &str, value: &str) -> String {
    let mut text = format!("{name}=\"");
    for c in value.chars() {
        if matches!(c, '"' | '\\') {
            text.push('\\');
        }
        text.push(c);
    }
    text.push('"');
    text
}

impl fmt::Debug for Prefer {
    /// Names the preference, without its value.
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Prefer({})", name(&self.to_text()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Prefer, name, split};

    #[test]
    fn a_header_is_split_at_the_commas_between_preferences() {
        let value = r#"outlook.timezone="a, \" b", respond-async; wait=10 , return=minimal"#;
        let names: Vec<&str> = split(value).map(name).collect();
        assert_eq!(names, ["outlook.timezone", "respond-async", "return"]);
    }

    #[test]
    fn a_quoted_value_stays_in_its_quotes() {
        let zone = Prefer::TimeZone(r#"a", return=minimal\"#.into());
        assert_eq!(zone.to_text(), r#"outlook.timezone="a\", return=minimal\\""#);
        assert_eq!(split(&zone.to_text()).count(), 1);
        assert_eq!(format!("{zone:?}"), "Prefer(outlook.timezone)");
    }
}
