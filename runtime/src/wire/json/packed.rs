//! Names and JSON texts in one allocation: a service can send many that are very short, and each would cost several
//! times its size on its own.

/// In front of each property are the lengths of its name and of its JSON.
#[derive(Clone, Default)]
pub(super) struct Packed {
    text: String,
}

/// A property and where it stands.
pub(super) struct Entry<'a> {
    pub(super) name: &'a str,
    pub(super) json: &'a str,
    start: usize,
    end: usize,
}

/// So many bits of a length are in one character; one more tells whether more characters follow. Seven bits are ASCII.
const BITS: u32 = 6;
const MORE: usize = 1 << BITS;

impl Packed {
    pub(super) fn push(&mut self, name: &str, json: &str) {
        push_length(&mut self.text, name.len());
        push_length(&mut self.text, json.len());
        self.text.push_str(name);
        self.text.push_str(json);
    }

    #[inline]
    pub(super) fn push_first(&mut self, name: &str, json: &str) {
        let mut all = Self::default();
        all.push(name, json);
        all.text.push_str(&self.text);
        *self = all;
    }

    /// Of the last property of that name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.last(name).map(|entry| entry.json)
    }

    fn last(&self, name: &str) -> Option<Entry<'_>> {
        self.iter().filter(|entry| entry.name == name).last()
    }

    /// In place of the last property of that name, or behind all.
    #[inline]
    pub(super) fn set(&mut self, name: &str, json: &str) {
        let Some(range) = self.last(name).map(|entry| entry.start..entry.end) else {
            return self.push(name, json);
        };
        let mut new = Self::default();
        new.push(name, json);
        self.text.replace_range(range, &new.text);
    }

    /// Without those of that name.
    #[inline]
    pub(super) fn remove(&mut self, name: &str) {
        let mut rest = Self::default();
        for entry in self.iter().filter(|entry| entry.name != name) {
            rest.push(entry.name, entry.json);
        }
        *self = rest;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// In the order in which they were pushed.
    pub(super) fn iter(&self) -> impl Iterator<Item = Entry<'_>> {
        let mut start = 0;
        std::iter::from_fn(move || {
            let entry = self.entry(start)?;
            start = entry.end;
            Some(entry)
        })
    }

    fn entry(&self, start: usize) -> Option<Entry<'_>> {
        let (name_length, at) = self.length(start)?;
        let (json_length, at) = self.length(at)?;
        let (name, rest) = self.text.get(at..)?.split_at_checked(name_length)?;
        let json = rest.get(..json_length)?;
        Some(Entry { name, json, start, end: at + name_length + json_length })
    }

    /// The length that stands at `at`, and what is behind it.
    fn length(&self, at: usize) -> Option<(usize, usize)> {
        let (mut length, mut shift) = (0, 0);
        for (index, byte) in self.text.as_bytes().get(at..)?.iter().enumerate() {
            let bits = usize::from(*byte);
            length |= (bits & (MORE - 1)).checked_shl(shift)?;
            if bits & MORE == 0 {
                return Some((length, at + index + 1));
            }
            shift += BITS;
        }
        None
    }
}

fn push_length(text: &mut String, mut length: usize) {
    while length >= MORE {
        text.push(ascii(length % MORE + MORE));
        length /= MORE;
    }
    text.push(ascii(length));
}

fn ascii(bits: usize) -> char {
    u8::try_from(bits).map_or('\0', char::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(packed: &Packed) -> Vec<(String, String)> {
        packed.iter().map(|entry| (entry.name.to_owned(), entry.json.to_owned())).collect()
    }

    #[test]
    fn what_is_put_in_comes_out() {
        let mut packed = Packed::default();
        assert!(packed.is_empty() && packed.get("").is_none());
        packed.push("a", "1");
        packed.push("ä", "\"é\"");
        packed.push("a", "2");
        assert_eq!((packed.get("a"), packed.get("ä"), packed.get("b")), (Some("2"), Some("\"é\""), None));
        packed.set("a", "[3,4]");
        packed.set("b", "5");
        packed.push_first("c", "6");
        let pairs = |list: &[(&str, &str)]| {
            list.iter().map(|(name, json)| ((*name).to_owned(), (*json).to_owned())).collect::<Vec<_>>()
        };
        assert_eq!(
            all(&packed),
            pairs(&[("c", "6"), ("a", "1"), ("ä", "\"é\""), ("a", "[3,4]"), ("b", "5")])
        );
        packed.remove("a");
        assert_eq!(all(&packed), pairs(&[("c", "6"), ("ä", "\"é\""), ("b", "5")]));
    }

    #[test]
    fn texts_of_any_length() {
        let mut packed = Packed::default();
        let lengths = [0, 1, 63, 64, 65, 4095, 4096, 300_000];
        for length in lengths {
            packed.push(&"n".repeat(length), &"j".repeat(length + 1));
        }
        let read: Vec<_> = packed.iter().map(|entry| (entry.name.len(), entry.json.len())).collect();
        assert_eq!(read, lengths.map(|length| (length, length + 1)));
    }

    proptest::proptest! {
        #[test]
        fn any_properties(properties in proptest::collection::vec((".{0,70}", ".{0,70}"), 0..5)) {
            let mut packed = Packed::default();
            for (name, json) in &properties {
                packed.push(name, json);
            }
            proptest::prop_assert_eq!(all(&packed), properties);
        }
    }
}
