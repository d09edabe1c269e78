//! Reading a response takes memory and time in proportion to its size, however deep it nests and wherever types are named,
//! and to the number of its items, which become values of their type however short they are.
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
/// How often the size of its type an item of a list may take: a list that grows is copied to one twice as long.
const GROWTH: usize = 3;
/// What the smallest allocation takes.
const ALLOCATION: usize = 32;

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

#[graph_type]
struct Folder {
    children: Option<Vec<Kept<Folder>>>,
    text: Option<String>,
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
#[graph_endpoint(GET, "/folders", response = Kept<Folder>)]
struct GetFolder {}
#[graph_endpoint(GET, "/empty", response = Vec<Open>)]
struct ListOpen {}
#[graph_endpoint(GET, "/empty", response = Vec<Untyped>)]
struct ListUntyped {}
#[graph_endpoint(GET, "/empty", response = Vec<Kept<Untyped>>)]
struct ListKept {}
#[graph_endpoint(GET, "/empty", response = Vec<String>)]
struct ListTexts {}
#[graph_endpoint(GET, "/flags", response = Flags<Day>)]
struct GetFlags {}
#[graph_endpoint(GET, "/numbers", response = Vec<i64>)]
struct GetNumbers {}

struct Shape {
    name: &'static str,
    body: fn() -> String,
    read: fn(Bytes),
    /// How long one item of the list is, if they are very short, and what it takes beside [`FACTOR`] times that.
    item: Option<(usize, usize)>,
}

const fn shape(name: &'static str, body: fn() -> String, read: fn(Bytes)) -> Shape {
    Shape { name, body, read, item: None }
}

/// A list of very short items, for which most of what they take is the `T` that each becomes, and allocations.
const fn list<T>(
    name: &'static str,
    body: fn() -> String,
    item: &str,
    allocations: usize,
    read: fn(Bytes),
) -> Shape {
    let item = Some((item.len() + 1, GROWTH * size_of::<T>() + allocations * ALLOCATION));
    Shape { name, body, read, item }
}

fn read<E: Endpoint>(body: Bytes) {
    let read = E::from_http_response(http::Response::new(body));
    assert!(read.is_ok(), "{:?}", read.err());
}

const SHAPES: &[Shape] = &[
    shape("types last, 120 deep", || nested(r#"{"inner":"#, LAST, 120), read::<GetNode>),
    shape("types last, 120 deep, 8 MiB", || nested_of(8 << 20, r#"{"inner":"#, LAST, 120), read::<GetNode>),
    shape(
        "types last, escaped names, 120 deep, 8 MiB",
        || nested_of(8 << 20, r#"{"\u0069nner":"#, r#","\u0040odata.type":"test.branch"}"#, 120),
        read::<GetNode>,
    ),
    shape(
        "types last, a text at each of 120 depths",
        || nested(&format!(r#"{{"text":"{}","inner":"#, "x".repeat(SIZE / 120)), LAST, 120),
        read::<GetNode>,
    ),
    shape(
        "types last, arrays, 60 deep",
        || nested(r#"{"many":["#, r#"],"@odata.type":"test.branch"}"#, 60),
        read::<GetNode>,
    ),
    shape("no types, 120 deep", || nested(r#"{"inner":"#, "}", 120), read::<GetBased>),
    shape("a list of types last, 120 deep", list_of_nested, read::<ListNodes>),
    shape("a delta of types last, 120 deep", list_of_nested, read::<ListChanges>),
    shape(
        "a delta of one item",
        || format!(r#"{{"value":[{}]}}"#, nested(r#"{"inner":"#, LAST, 1)),
        read::<ListChanges>,
    ),
    shape("a removal", removal, read::<ListChanges>),
    shape("many properties, type last", || wide(BRANCH), read::<GetNode>),
    shape("many properties, unknown type last", || wide("test.unknown"), read::<GetNode>),
    shape("a large untyped object", || wide("test.unknown"), read::<GetUntyped>),
    shape("an untyped object of tiny properties", tiny_properties, read::<GetUntyped>),
    shape("many additional properties", || wide("test.open"), read::<GetOpen>),
    shape("tiny additional properties", tiny_properties, read::<GetOpen>),
    shape("many names of types", many_types, read::<GetUntyped>),
    shape("one text of escapes", escapes, read::<GetNode>),
    shape("kept, types last, 120 deep", || nested(r#"{"inner":"#, LAST, 120), read::<GetKept>),
    shape("kept in kept, 60 deep", || nested(r#"{"children":["#, "]}", 60), read::<GetFolder>),
    shape("flags with one long name", || format!(r#""monday,{}""#, "x".repeat(SIZE)), read::<GetFlags>),
    shape("numbers", || format!("[{}1]", "12,".repeat(SIZE / 3)), read::<GetNumbers>),
    list::<Open>("empty objects", || many("{}"), "{}", 0, read::<ListOpen>),
    list::<String>("empty texts", || many(r#""""#), r#""""#, 0, read::<ListTexts>),
    list::<Untyped>("empty untyped objects", || many("{}"), "{}", 0, read::<ListUntyped>),
    list::<Untyped>("small untyped objects", || many(SMALL), SMALL, 1, read::<ListUntyped>),
    list::<Kept<Untyped>>("small kept objects", || many(SMALL), SMALL, 2, read::<ListKept>),
];

const SIZE: usize = 256 * 1024;
const BRANCH: &str = "test.branch";
const LAST: &str = r#","@odata.type":"test.branch"}"#;
const SMALL: &str = r#"{"a":1}"#;

/// An object with one text, or with one at every depth if `open` has it.
fn nested(open: &str, close: &str, depth: usize) -> String {
    nested_of(if open.len() > 100 { 0 } else { SIZE }, open, close, depth)
}

fn nested_of(size: usize, open: &str, close: &str, depth: usize) -> String {
    let text = "x".repeat(size);
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

fn tiny_properties() -> String {
    format!(r#"{{{}"":2}}"#, r#""":1,"#.repeat(SIZE / 5))
}

fn many(item: &str) -> String {
    format!("[{}{item}]", format!("{item},").repeat(SIZE / (item.len() + 1)))
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
        let items = shape.item.map_or(0, |(length, more)| size / length * more);
        if peak > FACTOR * size + items + CONSTANT {
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
    // Gone through once for each depth, 8 MiB took minutes.
    assert!(took < Duration::from_secs(30), "{took:?}");
}

/// A figure of `/proc/self/status`, in bytes.
fn resident(name: &str) -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix(" kB")?.parse::<usize>().ok().map(|kib| kib * 1024)
}
