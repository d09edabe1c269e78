//! An OData parser that isn't ours: `odata-query` from PyPI, in a process of its own.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

use crate::support::servers::skipped;

pub(super) struct Parser {
    child: Child,
    filters: ChildStdin,
    trees: BufReader<ChildStdout>,
}

impl Parser {
    /// `None`, with a word about it, where Python or the library isn't there.
    pub(super) fn start() -> Option<Self> {
        let there = Command::new("python3")
            .args(["-c", "import odata_query"])
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success());
        if !there {
            skipped(
                "filters weren't parsed: that needs Python and `python3 -m pip install odata-query==0.10.0`",
            );
            return None;
        }
        let mut child = Command::new("python3")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/it/filter/parse.py"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let filters = child.stdin.take().unwrap();
        let trees = BufReader::new(child.stdout.take().unwrap());
        Some(Self { child, filters, trees })
    }

    /// The tree that the text has: `["and", ["eq", ["path", "a"], ["integer", "1"]], ..]`.
    pub(super) fn parse(&mut self, filter: &str) -> Value {
        writeln!(self.filters, "{}", Value::from(filter)).unwrap();
        let mut line = String::new();
        self.trees.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }
}

impl Drop for Parser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
