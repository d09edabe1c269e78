//! A page of a list: the items, where the next page is, and every other annotation.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap as _, Serializer};
use serde::{Deserialize, Serialize};

use crate::wire::json::additional::Additional as _;
use crate::wire::json::number::{Floats, Number, Numbers, WriteFloats, whole};
use crate::wire::json::raw::Text;
use crate::wire::json::read::{self, Object};
use crate::wire::json::untyped::AdditionalProperties;

/// A page of a list.
///
/// Graph answers a list with its items in `value` and annotations beside them. What has no field here is kept in
/// [`annotations`](Self::annotations), so that a page can be written back as it came.
/// <https://learn.microsoft.com/graph/paging>
///
/// ```
/// use graph_endpoint::prelude::*;
///
/// #[graph_type("microsoft.graph.user")]
/// pub struct UserSummary {
///     display_name: String,
/// }
///
/// #[graph_endpoint(GET, "/users", response = Page<UserSummary>)]
/// pub struct ListUsers;
///
/// let response = r#"{"@odata.count": 2, "@odata.nextLink": "https://..", "value": [{"displayName": "Adele"}]}"#;
/// let page = ListUsers::from_http_response(http::Response::new(response.into()))?;
/// assert_eq!(page.count, Some(2));
/// assert!(page.next_link.is_some());
/// assert_eq!(page.into_iter().next().map(|user| user.display_name).as_deref(), Some("Adele"));
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Page<T> {
    /// The items. An empty page is not the end of the list: see [`next_link`](Self::next_link).
    pub value: Vec<T>,
    /// `@odata.count`: how many items the whole list has, where `$count=true` was asked. Only the first page has it.
    pub count: Option<u64>,
    /// `@odata.nextLink`: the URL of the next page, opaque. None on the last page.
    pub next_link: Option<String>,
    /// `@odata.deltaLink`: the URL that tells what has changed since. On the last page of a delta.
    pub delta_link: Option<String>,
    /// Everything else that stands beside the items, `@odata.context` for example.
    pub annotations: AdditionalProperties,
}

const COUNT: &str = "@odata.count";
pub(crate) const NEXT: &str = "@odata.nextLink";
const DELTA: &str = "@odata.deltaLink";
/// OData 4.01 leaves the prefix out.
/// <https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_ControlInformation>
const COUNT_OF_4_01: &str = "@count";
const NEXT_OF_4_01: &str = "@nextLink";
const DELTA_OF_4_01: &str = "@deltaLink";
/// As services name it that still speak OData 3: a list must not end there.
const NEXT_OF_3: &str = "odata.nextLink";

/// Whether an annotation is the link of the next page, by any of its names.
#[cfg(feature = "client")]
pub(crate) fn is_next_link(name: &str) -> bool {
    matches!(name, NEXT | NEXT_OF_4_01 | NEXT_OF_3)
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self::from(Vec::new())
    }
}

/// The only page of a list.
impl<T> From<Vec<T>> for Page<T> {
    fn from(value: Vec<T>) -> Self {
        Self {
            value,
            count: None,
            next_link: None,
            delta_link: None,
            annotations: AdditionalProperties::new(),
        }
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    /// The items of this page.
    fn into_iter(self) -> Self::IntoIter {
        self.value.into_iter()
    }
}

#[allow(clippy::into_iter_without_iter, reason = "`page.value.iter()`: the items are a public field")]
impl<'a, T> IntoIterator for &'a Page<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    /// The items of this page.
    fn into_iter(self) -> Self::IntoIter {
        self.value.iter()
    }
}

/// Links hold tokens and filters, so only whether there are any.
impl<T: fmt::Debug> fmt::Debug for Page<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("value", &self.value)
            .field("count", &self.count)
            .field("has_next_link", &self.next_link.is_some())
            .field("has_delta_link", &self.delta_link.is_some())
            .finish_non_exhaustive()
    }
}

impl<T: Serialize> Serialize for Page<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.write_with(&self.value, serializer)
    }
}

impl<T> Page<T> {
    /// Reads a link; one without text leads nowhere. What is no text costs nobody the items: it is kept as an annotation.
    fn link<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        properties: &mut A,
    ) -> Result<Option<String>, A::Error> {
        let Text(json) = properties.next_value()?;
        match serde_json::from_str::<Option<String>>(&json) {
            Ok(link) => Ok(link.filter(|link| !link.trim_ascii().is_empty())),
            Err(_) => {
                self.annotations.push(name, &json);
                Ok(None)
            }
        }
    }

    /// Whether there is a next page by a link that is no text.
    #[cfg(feature = "client")]
    pub(crate) fn has_odd_next_link(&self) -> bool {
        self.next_link.is_none() && self.annotations.get(NEXT).is_some()
    }

    /// Writes the page with the items as `value` writes them.
    fn write_with<S: Serializer>(&self, value: &impl Serialize, serializer: S) -> Result<S::Ok, S::Error> {
        let mut page = serializer.serialize_map(None)?;
        self.annotations.write(&mut page)?;
        if let Some(count) = self.count {
            page.serialize_entry(COUNT, &count)?;
        }
        for (name, link) in [(NEXT, &self.next_link), (DELTA, &self.delta_link)] {
            if let Some(link) = link {
                page.serialize_entry(name, link)?;
            }
        }
        page.serialize_entry("value", value)?;
        page.end()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Page<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read::object(deserializer)
    }
}

impl<'de, T: Deserialize<'de>> Object<'de> for Page<T> {
    const NAME: &'static str = "Page";

    fn read<A: MapAccess<'de>>(mut properties: A) -> Result<Self, A::Error> {
        let mut page = Self::default();
        let mut value = None;
        while let Some(name) = properties.next_key::<Cow<'de, str>>()? {
            match &*name {
                // Some services have null for a list that is empty.
                "value" => value = Some(properties.next_value::<Option<_>>()?.unwrap_or_default()),
                COUNT | COUNT_OF_4_01 => page.count = properties.next_value_seed(CountIn)?,
                NEXT | NEXT_OF_4_01 | NEXT_OF_3 => page.next_link = page.link(NEXT, &mut properties)?,
                DELTA | DELTA_OF_4_01 => page.delta_link = page.link(DELTA, &mut properties)?,
                _ => page.annotations.read(name.into_owned(), &mut properties)?,
            }
        }
        page.value = value.ok_or_else(|| A::Error::missing_field("value"))?;
        Ok(page)
    }
}

impl<T: Numbers> Numbers for Page<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Page { value, count, next_link, delta_link, annotations } =
            Page::<Number<T>>::deserialize(deserializer)?;
        let value = value.into_iter().map(|number| number.0).collect();
        Ok(Self { value, count, next_link, delta_link, annotations })
    }
}

impl<T: WriteFloats> WriteFloats for Page<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.write_with(&Floats(&self.value), serializer)
    }
}

/// Reads a count: a number, or text that is one, as `IEEE754Compatible=true` asks for it. Anything else is no count and
/// costs nobody the list: some services write -1 where they haven't counted.
struct CountIn;

impl<'de> DeserializeSeed<'de> for CountIn {
    type Value = Option<u64>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<u64>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for CountIn {
    type Value = Option<u64>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_u64<E>(self, count: u64) -> Result<Option<u64>, E> {
        Ok(Some(count))
    }

    fn visit_i64<E>(self, count: i64) -> Result<Option<u64>, E> {
        Ok(count.try_into().ok())
    }

    fn visit_f64<E>(self, count: f64) -> Result<Option<u64>, E> {
        Ok(whole(count).and_then(|count| count.try_into().ok()))
    }

    fn visit_str<E>(self, count: &str) -> Result<Option<u64>, E> {
        Ok(count.trim().parse().ok())
    }

    fn visit_bool<E>(self, _: bool) -> Result<Option<u64>, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Option<u64>, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Option<u64>, A::Error> {
        IgnoredAny.visit_seq(items).map(|_| None)
    }

    fn visit_map<A: MapAccess<'de>>(self, properties: A) -> Result<Option<u64>, A::Error> {
        IgnoredAny.visit_map(properties).map(|_| None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_odd_count_never_costs_the_items() {
        for (count, expected) in [
            ("7", Some(7)),
            ("\"12\"", Some(12)),
            ("18446744073709551615", Some(u64::MAX)),
            ("-1", None),
            ("\"-1\"", None),
            ("\"\"", None),
            ("5.0", Some(5)),
            ("1.5", None),
            ("1e300", None),
            ("null", None),
            ("true", None),
            ("[[1],{}]", None),
            ("{\"a\":[1]}", None),
        ] {
            let page =
                serde_json::from_str::<Page<u8>>(&format!(r#"{{"@odata.count":{count},"value":[1]}}"#));
            let page = page.unwrap_or_else(|error| panic!("{count}: {error}"));
            assert_eq!((page.count, page.value.as_slice()), (expected, [1].as_slice()), "{count}");
        }
    }

    #[test]
    fn a_page_comes_back_as_it_was() {
        let text = r#"{"@odata.context":"c","@microsoft.graph.tips":"t","@odata.count":3,"@odata.nextLink":"n","@odata.deltaLink":"d","value":[1,2]}"#;
        let page: Page<u8> = serde_json::from_str(text).unwrap();
        assert_eq!((page.value.as_slice(), page.count), ([1, 2].as_slice(), Some(3)));
        assert_eq!(serde_json::to_string(&page).unwrap(), text);
    }

    #[test]
    fn no_items_and_no_link() {
        let page: Page<u8> =
            serde_json::from_str(r#"{"@odata.nextLink":"","@odata.deltaLink":" ","value":null}"#).unwrap();
        assert_eq!(page, Page::default());
    }

    #[test]
    fn the_items_must_be_there() {
        assert!(serde_json::from_str::<Page<u8>>("{}").unwrap_err().to_string().contains("value"));
        assert!(serde_json::from_str::<Page<u8>>("[]").is_err());
    }

    #[test]
    fn annotations_by_their_other_names() {
        let page: Page<u8> = serde_json::from_str(r#"{"odata.nextLink":"n","value":[1]}"#).unwrap();
        assert_eq!((page.next_link.as_deref(), page.annotations.len()), (Some("n"), 0));
        let page: Page<u8> =
            serde_json::from_str(r#"{"@count":2,"@nextLink":"n","@deltaLink":"d","value":[1]}"#).unwrap();
        assert_eq!((page.count, page.annotations.len()), (Some(2), 0));
        assert_eq!((page.next_link.as_deref(), page.delta_link.as_deref()), (Some("n"), Some("d")));
    }

    #[test]
    fn a_link_that_is_no_text_costs_no_items_and_is_kept() {
        for link in ["7", "{\"url\":\"n\"}", "[\"n\"]", "true", "1e400"] {
            let text = format!(r#"{{"@odata.nextLink":{link},"@odata.deltaLink":{link},"value":[1]}}"#);
            let page: Page<u8> = serde_json::from_str(&text).unwrap();
            assert_eq!(
                (page.value.as_slice(), &page.next_link, &page.delta_link),
                ([1].as_slice(), &None, &None)
            );
            assert_eq!(serde_json::to_string(&page).unwrap(), text);
        }
    }

    #[test]
    fn links_are_not_shown() {
        let page = Page { next_link: Some("secret".to_owned()), ..Page::from(vec![1]) };
        assert!(!format!("{page:?}").contains("secret"));
    }
}
