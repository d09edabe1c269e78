//! The first lines: where a snapshot comes from, and how long it should be.

use super::{FORMAT, SnapshotError};

/// Where a snapshot comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Of the API: `v1.0`.
    pub version: String,
    /// `global`, `us-gov`, `us-gov-dod`, `china`.
    pub cloud: String,
    /// Of the metadata: `2026-08-04`, or `unknown`.
    pub date: String,
    /// The hash of what was imported.
    pub source: String,
    pub(super) length: usize,
    pub(super) records: usize,
    pub(super) body_hash: u64,
}

/// The header, and where what follows it begins.
pub(super) fn read(text: &str) -> Result<(Header, usize), SnapshotError> {
    if text.is_empty() {
        return Err(SnapshotError::new("the snapshot is empty"));
    }
    if text.starts_with('\u{feff}') {
        return Err(SnapshotError::edited("a mark stands in front of it that editors write (U+FEFF)"));
    }
    let mut lines = Lines { text, at: 0 };
    let format = lines.value("graph-schema").ok_or_else(|| {
        SnapshotError::new("this is no snapshot, since it doesn't begin with `graph-schema`")
    })?;
    if format.ends_with('\r') {
        return Err(SnapshotError::new(
            "the snapshot's line ends were changed, as Git does on Windows: write `graph-schema/*.txt -text` into `.gitattributes`",
        ));
    }
    if format != FORMAT {
        return Err(SnapshotError::new(&format!(
            "the snapshot is of format {format}, and this version reads {FORMAT}"
        )));
    }
    let cut = || SnapshotError::new("the snapshot was cut off");
    let value = |lines: &mut Lines<'_>, key: &str| lines.value(key).map(str::to_owned).ok_or_else(cut);
    let (version, cloud) = (value(&mut lines, "version")?, value(&mut lines, "cloud")?);
    let (date, source) = (value(&mut lines, "date")?, value(&mut lines, "source")?);
    let body = value(&mut lines, "body")?;
    let numbers = body.split_once(' ').and_then(|(length, rest)| {
        let (records, hash) = rest.split_once(' ')?;
        Some((length.parse().ok()?, records.parse().ok()?, u64::from_str_radix(hash, 16).ok()?))
    });
    let (length, records, body_hash): (usize, usize, u64) =
        numbers.ok_or_else(|| SnapshotError::edited("its header says no length"))?;
    let there = text.len() - lines.at;
    if there < length {
        return Err(cut());
    }
    if there > length {
        return Err(SnapshotError::edited(&format!("it has {} bytes too many", there - length)));
    }
    Ok((Header { version, cloud, date, source, length, records, body_hash }, lines.at))
}

struct Lines<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lines<'t> {
    /// The rest of the next line, if it begins with this word.
    fn value(&mut self, key: &str) -> Option<&'t str> {
        let rest = self.text.get(self.at..)?;
        let line = rest.get(..rest.find('\n')?)?;
        self.at += line.len() + 1;
        line.strip_prefix(key)?.strip_prefix(' ')
    }
}
