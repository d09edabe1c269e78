//! The same page in another form gives the same declarations: no form that pages have loses anything without a word.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};

use cargo_graph::{Options, Reading, declarable, declare_all, file, read_with};

/// Pages of our own, each with one form of what documentation has.
const PAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/conformance/pages");

/// A form, and how a page is brought into it.
type Form = (&'static str, fn(&str) -> String);

/// What neither adds nor takes away anything.
const SAME: &[Form] = &[
    ("tildes", |page| page.replace("```", "~~~")),
    ("four ticks", |page| page.replace("```", "````")),
    ("fences in capitals", |page| fences(page, |line| line.to_uppercase())),
    ("a space before the language", |page| fences(page, |line| line.replace("```", "``` "))),
    ("words behind the language", |page| {
        fences(
            page,
            |line| if line.len() > 3 { format!("{line} {{.line-numbers}}") } else { line.to_owned() },
        )
    }),
    ("indented fences", |page| inside(page, "   ")),
    ("tabs before fences", |page| inside(page, "\t")),
    ("fences in a quotation", |page| inside(page, "> ")),
    ("Windows' line ends", |page| page.replace('\n', "\r\n")),
    ("old line ends", |page| page.replace('\n', "\r")),
    ("a byte order mark", |page| format!("\u{feff}{page}")),
    ("spaces at line ends", |page| page.replace('\n', "  \n")),
    ("header names in lower case", |page| page.replace("Content-type", "content-type")),
    ("HTTP/2", |page| page.replace("HTTP/1.1 ", "HTTP/2 ")),
    ("status lines in lower case", |page| page.replace("HTTP/1.1 ", "http/1.1 ")),
    ("a version behind the URL", |page| requests(page, |line| format!("{line} HTTP/1.1"))),
    ("a tab behind the method", |page| requests(page, |line| line.replacen(' ', "\t", 1))),
    ("no space in table rows", |page| page.replace("| ", "|").replace(" |", "|")),
    ("tables without borders", |page| tables(page, |line| line.trim_matches('|').to_owned())),
    ("footnotes in tables", |page| tables(page, |line| line.replace("Read.All", "Read.All<sup>1</sup>"))),
    ("line breaks in tables", |page| tables(page, |line| line.replace(", ", ",<br/>"))),
    ("line breaks in capitals", |page| tables(page, |line| line.replace(", ", ",<BR>"))),
    ("hard spaces in tables", |page| tables(page, |line| line.replace(' ', "\u{a0}"))),
    ("tables in HTML", in_html),
    ("a body behind its status", |page| {
        page.replace("HTTP/1.1 200 OK\nContent-type: application/json\n\n{", "HTTP/1.1 200 OK {")
    }),
    ("a body behind its media type", |page| {
        page.replace("Content-type: application/json\n\n{", "Content-type: application/json{")
    }),
    ("versions in capitals", |page| requests(page, |line| line.replace(".com/v1.0/", ".com/V1.0/"))),
    ("tabs in JSON", |page| page.replace("  \"", "\t\"")),
];

fn fences(page: &str, change: fn(&str) -> String) -> String {
    lines(page, |line| if line.starts_with("```") { change(line) } else { line.to_owned() })
}

fn requests(page: &str, change: fn(&str) -> String) -> String {
    let is_request = |line: &str| {
        ["GET ", "POST ", "PATCH ", "PUT ", "DELETE "].iter().any(|method| line.starts_with(method))
    };
    lines(page, |line| if is_request(line) { change(line) } else { line.to_owned() })
}

fn tables(page: &str, change: fn(&str) -> String) -> String {
    lines(page, |line| if line.starts_with('|') { change(line) } else { line.to_owned() })
}

/// The page with its tables as HTML has them.
fn in_html(page: &str) -> String {
    let is_row = |line: &str| line.starts_with('|');
    let mut out = Vec::new();
    let mut before = "";
    for line in page.lines().chain([""]) {
        if is_row(line) && !is_row(before) {
            out.push("<table class=\"x\">".to_owned());
        } else if !is_row(line) && is_row(before) {
            out.push("</table>".to_owned());
        }
        let is_rule = line.contains("--") && line.chars().all(|c| "|:- ".contains(c));
        out.push(match is_row(line) {
            true if is_rule => String::new(),
            // A bar that stands in a cell is written as `\|`.
            true => {
                let cells = line.trim_matches('|').replace("\\|", "\u{1}");
                let cells = cells.split('|').map(|cell| format!("<td>{}</td>", cell.replace('\u{1}', "|")));
                format!("<tr>{}</tr>", cells.collect::<String>())
            }
            false => line.to_owned(),
        });
        before = line;
    }
    out.join("\n")
}

fn lines(page: &str, change: impl FnMut(&str) -> String) -> String {
    page.lines().map(change).collect::<Vec<_>>().join("\n")
}

/// Puts something before each line of the fences.
fn inside(page: &str, before: &str) -> String {
    let mut is_in = false;
    lines(page, |line| {
        let is_mark = line.starts_with("```");
        let out = if is_in || is_mark { format!("{before}{line}") } else { line.to_owned() };
        is_in ^= is_mark;
        out
    })
}

/// The source, and the warnings; or why there is none.
fn written(page: &str) -> (String, Vec<String>) {
    let include = &mut |path: &str| fs::read_to_string(Path::new(PAGES).join(path)).ok();
    let mut read = || {
        let reading = read_with(page, include).map_err(|error| error.to_string())?;
        let Reading { examples, mut warnings } = declarable(reading).map_err(|error| error.to_string())?;
        let declarations =
            declare_all(examples, &Options::default(), &mut warnings).map_err(|error| error.to_string())?;
        let warnings = warnings.into_iter().map(|warning| warning.message).collect();
        Ok::<_, String>((file(&declarations), warnings))
    };
    read().unwrap_or_else(|message| (String::new(), vec![message]))
}

fn pages() -> Vec<(PathBuf, String)> {
    let mut pages: Vec<PathBuf> = fs::read_dir(PAGES).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    pages.sort();
    pages.into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn a_form_changes_nothing() {
    let mut changed = Vec::new();
    for (path, page) in pages() {
        let expected = written(&page);
        for (form, change) in SAME {
            let got = written(&change(&page));
            if got != expected {
                changed.push(format!("{form}: {}: {got:#?}", path.display()));
            }
        }
    }
    assert!(changed.is_empty(), "{} changed:\n{}", changed.len(), changed.join("\n"));
}

/// A page of one call, with this request and these responses, each in a fence of its own.
fn page(request: &str, responses: &[&str]) -> String {
    let fences: Vec<String> = std::iter::once(&request)
        .chain(responses)
        .map(|message| format!("```http\n{message}\n```\n"))
        .collect();
    format!("# A page\n\n## Example\n{}", fences.concat())
}

const OK: &str = "HTTP/1.1 200 OK\nContent-type: application/json\n\n";

#[test]
fn what_pages_show_is_declared() {
    let get = "GET https://graph.microsoft.com/v1.0/buoys/123456";
    let patch = |headers: &str| {
        format!("PATCH https://graph.microsoft.com/v1.0/buoys/123456\n{headers}\n\n{{\"lit\": true}}")
    };
    let in_one = format!("{get}\n\n{OK}{{\"id\": \"1\", \"lit\": true}}");
    let ok = |body: &str| format!("{OK}{body}");
    for (text, has) in [
        (page(&in_one, &[]), vec!["response = Buoy", "lit: Option<bool>"]),
        (
            page(&patch("If-Match: W/\"1\""), &["HTTP/1.1 204 No Content"]),
            vec!["header = \"If-Match\"", "lit: Option<bool>"],
        ),
        (
            page(&patch("Prefer: return=representation"), &[&ok("{\"id\": \"1\"}")]),
            vec!["header = \"Prefer\"", "response = Buoy"],
        ),
        (
            page(
                "POST https://graph.microsoft.com/v1.0/buoys/123456/relight",
                &["HTTP/1.1 202 Accepted\nLocation: https://h/1"],
            ),
            vec!["RelightBuoy"],
        ),
        (page(get, &["HTTP/1.1 302 Found\nLocation: https://h/1"]), vec!["response = Bytes"]),
        (page(get, &[&ok("[1, 2]")]), vec!["response = Vec<i64>"]),
        (
            page(get, &[&ok("{\"id\": \"1\", \"lit\": true}"), &ok("{\"id\": \"1\", \"depth\": 2.5}")]),
            vec!["depth: Option<f64>", "lit: Option<bool>"],
        ),
        (
            page(
                get,
                &[&ok(
                    "{\"id\": \"1\", \"owner\": {\"@odata.type\": \"#microsoft.graph.pilot\", \"age\": 1}}",
                )],
            ),
            vec!["#[graph_type(\"microsoft.graph.pilot\", odata_type)]", "owner: Option<Pilot>"],
        ),
        (
            page(
                "GET https://graph.microsoft.com/v1.0/buoys/delta",
                &[&ok("{\"@odata.deltaLink\": \"https://h/x\", \"value\": [{\"id\": \"1\"}]}")],
            ),
            vec!["response = Page<Buoy>"],
        ),
        (
            page(
                "POST https://graph.microsoft.com/v1.0/$batch\nContent-type: application/json\n\n{\"requests\": [{\"id\": \"1\", \"method\": \"GET\", \"url\": \"/me\"}]}",
                &[&ok("{\"responses\": [{\"id\": \"1\", \"status\": 200}]}")],
            ),
            vec!["\"/$batch\"", "requests: Vec<Request>", "responses: Option<Vec<"],
        ),
        (
            page(get, &["HTTP/1.1 200 OK\ncontent-type: application/json\n\n{\"id\": \"1\"}"]),
            vec!["response = Buoy"],
        ),
    ] {
        let (source, warnings) = written(&text);
        assert_eq!(warnings, [""; 0], "{text}");
        for part in has {
            assert!(source.contains(part), "`{part}` of\n{text}\nis not in\n{source}");
        }
    }
}

#[test]
fn a_table_alone_says_what_is_required() {
    let page = "# Create buoy\n## HTTP request\n```http\nPOST /buoys\n```\n## Request body\n|Property|Type|Description|\n|:--|:--|:--|\n\
                |id|String|Read-only.|\n|name|String|Required.|\n|depth|Int32|In metres.|\n";
    let (source, warnings) = written(page);
    assert_eq!(warnings, [""; 0]);
    for part in ["pub name: String,", "pub depth: Option<i64>,", ".name(name)"] {
        assert!(source.contains(part), "`{part}` is not in\n{source}");
    }
    assert!(!source.contains("pub id:"), "{source}");
}

#[test]
fn what_is_not_read_is_said() {
    let get = "GET https://graph.microsoft.com/v1.0/buoys/123456";
    let ok = |body: &str| page(get, &[&format!("{OK}{body}")]);
    let table = |row: &str, body: &str| {
        format!("{}\n## Response properties\n|Property|Type|Description|\n|:--|:--|:--|\n|{row}|\n", ok(body))
    };
    for (text, has, warning) in [
        (
            format!("<table><tr><td>Delegated</td></tr>\n\n{}", ok("{}")),
            "GetBuoy",
            "table in HTML has no end",
        ),
        (ok("{\"id\": \"1\",\n...\n}"), "id: String", "`...` is no JSON"),
        (ok("{\"id\": \"1\",\n\u{2026}\n}"), "id: String", "`...` is no JSON"),
        (ok("{\u{a0}\"id\": \"1\"}"), "id: String", "a hard space"),
        (ok("{\"id\": \"1\""), "id: String", "the end of this JSON is missing"),
        (ok("{\"id\": \"1\"}}"), "id: String", "this closes nothing in JSON"),
        (ok("{\"lit\": true\n\"id\": \"1\"}"), "id: String", "a comma is missing before this"),
        (ok("{\"id\": }"), "GetBuoy", "this response is left out"),
        (ok("{\u{201c}id\u{201d}: 1}"), "id: Option<i64>", "JSON's quotes are"),
        (
            table("lit|Boolean|Whether it is lit.", "{\"lit\": \"yes\"}"),
            "lit: Option<String>",
            "says `Boolean` of `lit`, and the example has text",
        ),
        (
            table("depth|Int32|In metres.", "{\"depth\": [1]}"),
            "depth: Option<Vec<i64>>",
            "says `Int32` of `depth`, and the example has a list",
        ),
        (
            table("crew|String collection|Who.", "{\"crew\": \"a\"}"),
            "crew: Option<String>",
            "and the example has text",
        ),
        (
            table("laid|DateTimeOffset|When.", "{\"laid\": \"datetime-value\"}"),
            "laid: Option<String>",
            "and the example has another text",
        ),
        (
            table("marks|Int32 collection|How.", "{\"marks\": [\"a\"]}"),
            "marks: Option<Vec<String>>",
            "and the example has text",
        ),
    ] {
        let (source, warnings) = written(&text);
        assert!(source.contains(has), "`{has}` of\n{text}\nis not in\n{source}");
        assert!(
            warnings.iter().any(|said| said.contains(warning)),
            "`{warning}` of\n{text}\nis not in {warnings:#?}"
        );
    }
}

#[test]
fn a_body_in_parts_makes_its_own_boundary() {
    let part = "--b1\nContent-Disposition: form-data; name=\"Presentation\"\nContent-Type: text/html\n\n<p>Tide</p>\n--b1--";
    let page = format!(
        "# Add a chart\n\n```http\nPOST https://graph.microsoft.com/v1.0/piers/7/charts\nContent-Type: multipart/form-data; boundary=b1\n\n{part}\n```\n```http\nHTTP/1.1 204 No Content\n```\n"
    );
    let (source, warnings) = written(&page);
    assert!(source.contains("    #[graph(body)]\n    pub content: Multipart,"), "{source}");
    assert!(source.contains("use graph_endpoint::Multipart;") && !source.contains("boundary"), "{source}");
    assert!(warnings.is_empty(), "{warnings:?}");
}
