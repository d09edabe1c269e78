//! Reading a response takes memory and time in proportion to its size, however deep it nests and wherever types are named.
//!
//! Each shape is read in a process of its own, whose peak of resident memory the kernel tells. Run
//! `cargo test -p graph-endpoint-tests --all-features --test memory -- --nocapture` for the figures.
#![allow(clippy::pedantic, missing_debug_implementations, reason = "pedantry is for what ships")]

use std::fmt::Write as _;
use std::process::Command;
use std::time::{Duration, Instant};

use bytes::Bytes;
use graph_endpoint::prelude::*;
use graph_endpoint::{AdditionalProperties, Change, Flags, Kept};

/// Names the shape that a child process is to read.
const SHAPE: &str = "GRAPH_ENDPOINT_MEMORY_SHAPE";
/// What a response may take beside what follows its size.
const CONSTANT: usize = 256 * 1024;
/// How often its size a response may take, itself among it.
const FACTOR: usize = 6;

#[graph_type("test.node")]
enum Node {
    #[graph(type = "test.branch")]
    Branch { text: Option<String>, inner: Option<Box<Node>>, many: Option<Vec<Node>> },
    #[graph(other)]
    Other(Untyped),
}

/// One whose base type needs no name.
#[graph_type("test.based")]
enum Based {
    #[graph(type = "test.based")]
    Itself { text: Option<String>, inner: Option<Box<Based>> },
    #[graph(type = "test.more")]
    More { text: Option<String> },
}

#[graph_type("test.open")]
struct Open {
    id: Option<String>,
    #[graph(additional)]
    more: AdditionalProperties,
}

#[graph_type("test.day")]
#[derive(PartialEq)]
enum Day {
    Monday,
    #[graph(other)]
    Other(String),
}

#[graph_endpoint(GET, "/nodes", response = Node)]
struct GetNode {}
#[graph_endpoint(GET, "/nodes", response = Page<Node>)]
struct ListNodes {}
#[graph_endpoint(GET, "/based", response = Based)]
struct GetBased {}
#[graph_endpoint(GET, "/changes", response = Page<Change<Node>>)]
struct ListChanges {}
#[graph_endpoint(GET, "/untyped", response = Untyped)]
struct GetUntyped {}
#[graph_endpoint(GET, "/open", response = Open)]
struct GetOpen {}
#[graph_endpoint(GET, "/kept", response = Kept<Node>)]
struct GetKept {}
#[graph_endpoint(GET, "/flags", response = Flags<Day>)]
struct GetFlags {}
#[graph_endpoint(GET, "/numbers", response = Vec<i64>)]
struct GetNumbers {}

struct Shape {
    name: &'static str,
    body: fn() -> String,
    read: fn(Bytes),
}

fn read<E: Endpoint>(body: Bytes) {
    let read = E::from_http_response(http::Response::new(body));
    assert!(read.is_ok(), "{:?}", read.err());
}

const SHAPES: &[Shape] = &[
    Shape { name: "types last, 120 deep", body: || nested(r#"{"inner":"#, LAST, 120), read: read::<GetNode> },
    Shape {
        name: "types last, a text at each of 120 depths",
        body: || nested(&format!(r#"{{"text":"{}","inner":"#, "x".repeat(SIZE / 120)), LAST, 120),
        read: read::<GetNode>,
    },
    Shape {
        name: "types last, escaped names, 120 deep",
        body: || nested(r#"{"\u0069nner":"#, LAST, 120),
        read: read::<GetNode>,
    },
    Shape {
        name: "types last, arrays, 60 deep",
        body: || nested(r#"{"many":["#, r#"],"@odata.type":"test.branch"}"#, 60),
        read: read::<GetNode>,
    },
    Shape { name: "no types, 120 deep", body: || nested(r#"{"inner":"#, "}", 120), read: read::<GetBased> },
    Shape { name: "a list of types last, 120 deep", body: list_of_nested, read: read::<ListNodes> },
    Shape { name: "a delta of types last, 120 deep", body: list_of_nested, read: read::<ListChanges> },
    Shape {
        name: "a delta of one item",
        body: || format!(r#"{{"value":[{}]}}"#, nested(r#"{"inner":"#, LAST, 1)),
        read: read::<ListChanges>,
    },
    Shape { name: "a removal", body: removal, read: read::<ListChanges> },
    Shape { name: "many properties, type last", body: || wide(BRANCH), read: read::<GetNode> },
    Shape {
        name: "many properties, unknown type last",
        body: || wide("test.unknown"),
        read: read::<GetNode>,
    },
    Shape { name: "a large untyped object", body: || wide("test.unknown"), read: read::<GetUntyped> },
    Shape { name: "many additional properties", body: || wide("test.open"), read: read::<GetOpen> },
    Shape { name: "many names of types", body: many_types, read: read::<GetUntyped> },
    Shape { name: "one text of escapes", body: escapes, read: read::<GetNode> },
    Shape {
        name: "kept, types last, 120 deep",
        body: || nested(r#"{"inner":"#, LAST, 120),
        read: read::<GetKept>,
    },
    Shape {
        name: "flags with one long name",
        body: || format!(r#""monday,{}""#, "x".repeat(SIZE)),
        read: read::<GetFlags>,
    },
    Shape { name: "numbers", body: || format!("[{}1]", "12,".repeat(SIZE / 3)), read: read::<GetNumbers> },
];

const SIZE: usize = 256 * 1024;
const BRANCH: &str = "test.branch";
const LAST: &str = r#","@odata.type":"test.branch"}"#;

/// An object with one text, or with one at every depth if `open` has it.
fn nested(open: &str, close: &str, depth: usize) -> String {
    let text = if open.len() > 100 { String::new() } else { "x".repeat(SIZE) };
    let core = format!(r#"{{"text":"{text}"{}"#, close.trim_start_matches(']'));
    format!("{}{core}{}", open.repeat(depth), close.repeat(depth))
}

fn list_of_nested() -> String {
    let one = format!("{}null{}", r#"{"inner":"#.repeat(110), LAST.repeat(110));
    format!(r#"{{"value":[{}{one}]}}"#, format!("{one},").repeat(SIZE / one.len()))
}

fn removal() -> String {
    format!(r#"{{"value":[{{"id":"1","text":"{}","@removed":{{"reason":"deleted"}}}}]}}"#, "x".repeat(SIZE))
}

fn wide(odata_type: &str) -> String {
    let mut body = "{".to_owned();
    for index in 0..SIZE / 50 {
        let _ = write!(body, r#""property{index:06}":"a value of some length","#);
    }
    body + r#""@odata.type":""# + odata_type + r#""}"#
}

fn many_types() -> String {
    format!(r#"{{{}"@odata.type":"test.last"}}"#, r#""@odata.type":"test.first","#.repeat(SIZE / 27))
}

fn escapes() -> String {
    format!(r#"{{"text":"{}","@odata.type":"test.branch"}}"#, r"\u00e4\n".repeat(SIZE / 8))
}

#[test]
fn memory_follows_the_size_of_the_response() {
    if resident("VmHWM:").is_none() || std::fs::write("/proc/self/clear_refs", "5").is_err() {
        println!("skipped: this system doesn't tell a process's peak of memory");
        return;
    }
    let mut over = Vec::new();
    for shape in SHAPES {
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "read_one_shape", "--nocapture"])
            .env(SHAPE, shape.name)
            .output()
            .unwrap();
        let output = String::from_utf8_lossy(&child.stdout).into_owned();
        let figures = output.lines().find_map(|line| line.split_once("figures ")).map(|(_, rest)| rest);
        let Some(figures) = figures.filter(|_| child.status.success()) else {
            panic!("{}: {output}{}", shape.name, String::from_utf8_lossy(&child.stderr));
        };
        let mut figures = figures.split(' ').map(|figure| figure.parse::<usize>().unwrap());
        let (size, peak, millis) =
            (figures.next().unwrap(), figures.next().unwrap(), figures.next().unwrap());
        println!("{:5}.{} times, {millis:5} ms: {}", peak / size, peak * 10 / size % 10, shape.name);
        if peak > FACTOR * size + CONSTANT {
            over.push(shape.name);
        }
    }
    assert!(over.is_empty(), "over {FACTOR} times the size: {over:?}");
}

/// The child's part; without a shape it does nothing.
#[test]
fn read_one_shape() {
    let Ok(name) = std::env::var(SHAPE) else { return };
    let shape = SHAPES.iter().find(|shape| shape.name == name).unwrap();
    let body = Bytes::from((shape.body)());
    let size = body.len();
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = resident("VmRSS:").unwrap();
    let start = Instant::now();
    (shape.read)(body);
    let took = start.elapsed();
    let peak = resident("VmHWM:").unwrap().saturating_sub(before) + size;
    println!("figures {size} {peak} {}", took.as_millis());
    assert!(took < Duration::from_secs(60), "{took:?}");
}

/// A figure of `/proc/self/status`, in bytes.
fn resident(name: &str) -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix(" kB")?.parse::<usize>().ok().map(|kib| kib * 1024)
}
