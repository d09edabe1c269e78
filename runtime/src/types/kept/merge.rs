//! Three texts to one: what came, with the differences between how a type wrote it then and how it writes it now.
//!
//! Like a merge of three versions of a file: `came` has everything, `then` is what the type knew of it, `now` is what its
//! value is at present. Where `now` is as `then`, `came` stands, to the letter.

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::wire::json::ODATA_TYPE;

/// How deep changes are looked for; below that a changed part is written as the type writes it. serde_json's own limit.
const MAX_DEPTH: usize = 128;

/// The merged text. All three are valid JSON; where one isn't, `now` stands.
///
/// `Program`: see [`crate::jobs`].
#[expect(clippy::extra_unused_type_parameters, reason = "says where it is compiled")]
pub(super) fn merge<Program>(came: &str, then: &str, now: &str) -> String {
    let mut merged = String::with_capacity(came.len() + now.len());
    write(&mut merged, came, then, now, 0);
    merged
}

#[inline]
fn write(out: &mut String, came: &str, then: &str, now: &str, depth: usize) {
    if now == then {
        out.push_str(came);
    } else if depth < MAX_DEPTH
        && let (Some(came), Some(then), Some(now)) = (object(came), object(then), object(now))
        // Of another type: nothing of what came is known to be its own.
        && then.get(ODATA_TYPE) == now.get(ODATA_TYPE)
    {
        write_object(out, &came, &then, &now, depth);
    } else if depth < MAX_DEPTH
        && let (Some(came), Some(then), Some(now)) = (array(came), array(then), array(now))
        && came.len() == then.len()
    {
        write_array(out, &came, &then, &now, depth);
    } else {
        out.push_str(now);
    }
}

/// In the order in which they came, new properties behind them.
#[inline]
fn write_object(
    out: &mut String,
    came: &Properties<'_>,
    then: &Properties<'_>,
    now: &Properties<'_>,
    depth: usize,
) {
    out.push('{');
    let taken_out = |name: &str| then.get(name).is_some() && now.get(name).is_none();
    for (name, came) in came.iter() {
        match (then.get(name), now.get(name)) {
            // The type of a property that is gone: services refuse it without a value.
            (None, None) if name.strip_suffix(ODATA_TYPE).is_some_and(taken_out) => {}
            (Some(then), Some(now)) => {
                push_name(out, name);
                write(out, came, then, now, depth + 1);
            }
            // The type knows it, and it has been taken out.
            (Some(_), None) => {}
            // It is new to the type's text, which had left it out: a `null`, say.
            (None, Some(now)) => {
                push_name(out, name);
                out.push_str(now);
            }
            (None, None) => {
                push_name(out, name);
                out.push_str(came);
            }
        }
    }
    for (name, now) in now.iter() {
        if came.get(name).is_none() {
            push_name(out, name);
            out.push_str(now);
        }
    }
    out.push('}');
}

/// Each item that is still there takes along what came with it.
#[inline]
fn write_array(out: &mut String, came: &[&RawValue], then: &[&RawValue], now: &[&RawValue], depth: usize) {
    let origins = origins(then, now);
    out.push('[');
    for (index, (item, origin)) in now.iter().zip(origins).enumerate() {
        if index > 0 {
            out.push(',');
        }
        match origin.and_then(|origin| Some((came.get(origin)?, then.get(origin)?))) {
            Some((came, then)) => write(out, came.get(), then.get(), item.get(), depth + 1),
            None => out.push_str(item.get()),
        }
    }
    out.push(']');
}

/// Which item of `then` each of `now` was: one that says the same, else one with the same `id`, else, if no item came or
/// went, the one at its place that still says a part of it; if some did, the only one that does. An item that has nothing
/// in common with what was there is a new one: it must not take over what was known of another.
#[inline]
fn origins(then: &[&RawValue], now: &[&RawValue]) -> Vec<Option<usize>> {
    let mut free: Vec<bool> = vec![true; then.len()];
    let mut origins: Vec<Option<usize>> = vec![None; now.len()];
    let mut take = |free: &mut Vec<bool>, origin: &mut Option<usize>, found: Option<usize>| {
        if let Some(slot) = found.and_then(|found| free.get_mut(found)).filter(|slot| **slot) {
            *slot = false;
            *origin = found;
        }
    };
    // At the same place first: of items that say the same, each keeps its own.
    for (index, (origin, item)) in origins.iter_mut().zip(now).enumerate() {
        let same = then.get(index).is_some_and(|then| then.get() == item.get());
        take(&mut free, origin, same.then_some(index));
    }
    let mut by_text = index_by(then, &free, |item| Some(Cow::Borrowed(item)));
    assign(&mut origins, &mut free, now, &mut by_text, |item| Some(Cow::Borrowed(item)), &mut take);
    let mut by_id = index_by(then, &free, id);
    assign(&mut origins, &mut free, now, &mut by_id, id, &mut take);
    if then.len() == now.len() {
        for (index, origin) in origins.iter_mut().enumerate().filter(|(_, origin)| origin.is_none()) {
            let changed =
                then.get(index).zip(now.get(index)).is_some_and(|(then, now)| is_changed(then, now));
            take(&mut free, origin, changed.then_some(index));
        }
    } else {
        for (index, found) in only_likeness(then, now, &origins, &free) {
            origins.get_mut(index).into_iter().for_each(|origin| take(&mut free, origin, Some(found)));
        }
    }
    origins
}

/// How many pairs of items are compared at most.
const MAX_PAIRS: usize = 10_000;

/// Pairs of an item of `now` and one of `then` that have a part in common with each other and with no other one.
#[inline]
fn only_likeness(
    then: &[&RawValue],
    now: &[&RawValue],
    origins: &[Option<usize>],
    free: &[bool],
) -> Vec<(usize, usize)> {
    let open: Vec<_> = indexed(now).filter(|(at, _)| origins.get(*at) == Some(&None)).collect();
    let left: Vec<_> = indexed(then).filter(|(at, _)| free.get(*at) == Some(&true)).collect();
    if open.len().saturating_mul(left.len()) > MAX_PAIRS {
        return Vec::new();
    }
    let only_one = |(at, now): &(usize, Properties<'_>)| {
        let (found, _) = only(left.iter().filter(|(_, then)| shares_a_part(then, now)))?;
        Some((*at, *found))
    };
    let pairs: Vec<_> = open.iter().filter_map(only_one).collect();
    let is_only =
        |(_, found): &&(usize, usize)| pairs.iter().filter(|(_, other)| other == found).count() == 1;
    pairs.iter().filter(is_only).copied().collect()
}

/// The objects among these items, with their places.
fn indexed<'a>(items: &[&'a RawValue]) -> impl Iterator<Item = (usize, Properties<'a>)> {
    items.iter().enumerate().filter_map(|(at, item)| Some((at, object(item.get())?)))
}

/// The item of an iterator that has one.
#[inline]
fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    items.next().filter(|_| items.next().is_none())
}

#[inline]
fn shares_a_part(then: &Properties<'_>, now: &Properties<'_>) -> bool {
    then.get("id") == now.get("id")
        && now.iter().any(|(name, json)| name != ODATA_TYPE && then.get(name) == Some(json))
}

type Index<'a> = HashMap<Cow<'a, str>, VecDeque<usize>>;

#[inline]
fn index_by<'a>(
    items: &[&'a RawValue],
    free: &[bool],
    key: fn(&'a str) -> Option<Cow<'a, str>>,
) -> Index<'a> {
    let mut index = Index::new();
    for (at, item) in items.iter().enumerate().filter(|(at, _)| free.get(*at) == Some(&true)) {
        if let Some(key) = key(item.get()) {
            index.entry(key).or_default().push_back(at);
        }
    }
    index
}

#[inline]
fn assign<'a>(
    origins: &mut [Option<usize>],
    free: &mut Vec<bool>,
    now: &[&'a RawValue],
    index: &mut Index<'a>,
    key: fn(&'a str) -> Option<Cow<'a, str>>,
    take: &mut impl FnMut(&mut Vec<bool>, &mut Option<usize>, Option<usize>),
) {
    for (origin, item) in origins.iter_mut().zip(now).filter(|(origin, _)| origin.is_none()) {
        let found = key(item.get()).and_then(|key| index.get_mut(&key)?.pop_front());
        take(free, origin, found);
    }
}

/// Whether `now` is what `then` was, changed in a part.
#[inline]
fn is_changed(then: &RawValue, now: &RawValue) -> bool {
    match (object(then.get()), object(now.get())) {
        (Some(then), Some(now)) => shares_a_part(&then, &now),
        // An array in an array; a plain value that changed is another one.
        _ => array(then.get()).is_some() && array(now.get()).is_some(),
    }
}

/// The text of an item's `id`.
#[inline]
fn id(item: &str) -> Option<Cow<'_, str>> {
    object(item)?.get("id").map(Cow::Borrowed)
}

/// Names and texts of an object's properties, in their order.
#[derive(Default)]
struct Properties<'a> {
    texts: Vec<(String, &'a RawValue)>,
    /// Where in `texts` a name stands.
    places: HashMap<String, usize>,
}

impl<'a> Properties<'a> {
    #[inline]
    fn get(&self, name: &str) -> Option<&'a str> {
        self.texts.get(*self.places.get(name)?).map(|(_, json)| json.get())
    }

    fn iter(&self) -> impl Iterator<Item = (&str, &'a str)> {
        self.texts.iter().map(|(name, json)| (name.as_str(), json.get()))
    }
}

impl<'de> Deserialize<'de> for Properties<'de> {
    #[inline]
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Properties<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<Properties<'de>, A::Error> {
                let mut properties = Properties::default();
                while let Some((name, json)) = map.next_entry::<String, &'de RawValue>()? {
                    // Of one that came twice, the last.
                    properties.places.insert(name.clone(), properties.texts.len());
                    properties.texts.push((name, json));
                }
                Ok(properties)
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

#[inline]
fn object(text: &str) -> Option<Properties<'_>> {
    text.starts_with('{').then(|| serde_json::from_str(text).ok())?
}

#[inline]
fn array(text: &str) -> Option<Vec<&RawValue>> {
    text.starts_with('[').then(|| serde_json::from_str(text).ok())?
}

/// The name of the next property of an object that is being written.
#[inline]
fn push_name(out: &mut String, name: &str) {
    if !out.ends_with('{') {
        out.push(',');
    }
    // A name is text, and text can be written.
    out.push_str(&serde_json::to_string(name).unwrap_or_default());
    out.push(':');
}
