//! Over the published metadata and what is derived from it, where the corpus is; its absence is printed.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::super::*;
use super::path;
use crate::test_support::{corpus, published};

/// Type and collection, as `operations.jsonl` writes them.
fn shape(value: &serde_json::Value) -> String {
    match value.as_object() {
        None => "none".to_owned(),
        Some(map) if map.contains_key("parameters") => {
            let names = map["parameters"].as_array().unwrap().iter().map(|p| p["name"].as_str().unwrap());
            format!("parameters {}", names.collect::<Vec<_>>().join(","))
        }
        Some(map) => {
            let collection = map.get("collection").and_then(serde_json::Value::as_bool).unwrap_or(false);
            format!("{}{}", map["type"].as_str().unwrap(), if collection { "[]" } else { "" })
        }
    }
}

fn ty(ty: TypeRef<'_>) -> String {
    format!("{}{}", ty.name, if ty.is_collection { "[]" } else { "" })
}

fn request(request: Request<'_>) -> String {
    match request {
        Request::None => "none".to_owned(),
        Request::Value(of) => ty(of),
        Request::Reference => "odata.reference".to_owned(),
        Request::Stream => "Edm.Stream".to_owned(),
        Request::Parameters(operation) => {
            let names = operation.parameters().map(|parameter| parameter.name);
            format!("parameters {}", names.collect::<Vec<_>>().join(","))
        }
    }
}

#[test]
fn every_operation_of_the_corpus_resolves() {
    let (Some(snapshot), Some(lines)) = (published("v1.0"), corpus("operations.jsonl.gz")) else { return };
    let lines = String::from_utf8(lines).unwrap();
    let mut wrong: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let (mut sound, mut unsound) = (0, 0);
    let mut methods: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in lines.lines() {
        let operation: serde_json::Value = serde_json::from_str(line).unwrap();
        let (method, text) = (operation["method"].as_str().unwrap(), operation["path"].as_str().unwrap());
        let is_dangling =
            ["winGetApp", "androidForWorkApp", "androidManagedStoreApp", "macOSPkgApp", "windowsStoreApp"]
                .iter()
                .any(|name| text.contains(&format!("microsoft.graph.{name}")));
        methods.entry(text.to_owned()).or_default().push(method.to_owned());
        let place = match snapshot.resolve(&path(text)) {
            Ok(place) => place,
            Err(problem) => {
                if is_dangling {
                    unsound += 1;
                    continue;
                }
                wrong
                    .entry(format!("{:?}", problem.kind))
                    .or_default()
                    .push(format!("{method} {text}: {problem}"));
                continue;
            }
        };
        assert!(!is_dangling, "{text} names a type that isn't there");
        let allowed = match place.operation(method) {
            Ok(allowed) => allowed,
            Err(problem) => {
                wrong.entry("method".to_owned()).or_default().push(format!("{method} {text}: {problem}"));
                continue;
            }
        };
        let response = allowed.response.map_or_else(|| "none".to_owned(), ty);
        if response != shape(&operation["response"]) {
            let line = format!("{method} {text}: {response} for {}", shape(&operation["response"]));
            wrong.entry("response".to_owned()).or_default().push(line);
        } else if request(allowed.request) != shape(&operation["request"]) {
            let line =
                format!("{method} {text}: {} for {}", request(allowed.request), shape(&operation["request"]));
            wrong.entry("request".to_owned()).or_default().push(line);
        } else {
            sound += 1;
        }
    }
    let mut report = String::new();
    for (kind, all) in &wrong {
        let _ = writeln!(report, "{kind}: {}", all.len());
        for line in all.iter().step_by((all.len() / 12).max(1)) {
            let _ = writeln!(report, "  {line}");
        }
    }
    // What is allowed here and not there, by rule.
    let mut more: BTreeMap<&str, usize> = BTreeMap::new();
    for (text, theirs) in &methods {
        let Ok(place) = snapshot.resolve(&path(text)) else { continue };
        for allowed in
            place.operations().iter().filter(|own| !theirs.iter().any(|method| method == own.method))
        {
            let rule = match (allowed.method, place.kind) {
                ("DELETE", Kind::Ref) => "one of many is unlinked by `?@id=` as well",
                ("PATCH", Kind::Property(_) | Kind::Value) => "bytes are written by PATCH as well",
                ("PATCH", Kind::Call(_)) if !place.ty.is_collection && text.contains("/range(") => {
                    "a range is changed at its address"
                }
                ("PUT", _) => "what is Upsertable is written by PUT as well",
                (_, Kind::Navigation(member))
                    if member.facts().allows("update").or(member.facts().allows("delete")).is_some() =>
                {
                    "annotations allow it on a relation"
                }
                _ => "unexplained",
            };
            *more.entry(rule).or_default() += 1;
        }
    }
    assert!(!more.contains_key("unexplained"), "{more:?}");
    println!(
        "{sound} operations resolve, {unsound} name types that aren't there; allowed besides: {more:?}\n{report}"
    );
    assert!(wrong.is_empty(), "{report}");
    assert_eq!((sound, unsound), (21_195, 15));
}

#[test]
fn the_documentations_paths_are_accepted_or_refused_for_a_reason() {
    let (Some(snapshot), Some(lines)) = (published("v1.0"), corpus("examples.jsonl")) else { return };
    let lines = String::from_utf8(lines).unwrap();
    let mut declared = std::collections::BTreeSet::new();
    for line in lines.lines() {
        let example: serde_json::Value = serde_json::from_str(line).unwrap();
        for request in example["declared_requests"].as_array().unwrap() {
            let text = request.as_str().unwrap();
            let Some((method, url)) = text.split_once(' ') else { continue };
            let url = url.trim().split('?').next().unwrap_or_default();
            let url = url.strip_prefix("https://graph.microsoft.com/v1.0").unwrap_or(url);
            declared.insert((method.to_owned(), url.to_owned()));
        }
    }
    let mut refused: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut accepted = 0;
    for (method, url) in &declared {
        let (template, problems) = PathTemplate::parse(url);
        let reason = if let Some(problem) = problems.first() {
            ("grammar".to_owned(), problem.message.clone())
        } else {
            match snapshot.resolve(&template) {
                Err(problem) => (format!("{:?}", problem.kind), problem.message),
                Ok(place) => match place.operation(method) {
                    Ok(_) => {
                        accepted += 1;
                        continue;
                    }
                    Err(problem) => ("method".to_owned(), problem.message),
                },
            }
        };
        refused.entry(reason.0).or_default().push(format!("{method} {url}\n      {}", reason.1));
    }
    let counts: Vec<(&str, usize)> = refused.iter().map(|(kind, all)| (kind.as_str(), all.len())).collect();
    println!("{accepted} of {} declared requests are accepted; refused: {counts:?}", declared.len());
    if std::env::var_os("SHOW_REFUSED").is_some() {
        refused.values().flatten().for_each(|line| println!("   {line}"));
    }
    // - grammar: a slash missing in front or one too many behind, an open parenthesis, spaces;
    // - Cast: what only derived types have, without the cast; `...` in place of segments;
    // - Key: a property's name as a placeholder, an index left out;
    // - Parameter: functions without the parameters that they need, and a text without quotes;
    // - UnknownSegment: letter case (`contactfolders`), and what has gone since;
    // - method: what the metadata says can't be done so.
    assert!(accepted * 100 >= declared.len() * 90, "{counts:?}");
    let known = [
        ("Cast", 10),
        ("Key", 12),
        ("Parameter", 55),
        ("UnknownSegment", 66),
        ("grammar", 25),
        ("method", 18),
    ];
    assert_eq!(counts, known, "each refusal has one of the reasons above");
}

/// A letter changed, left out or doubled; another method; a parameter left out.
#[test]
fn mutations_are_refused() {
    let (Some(snapshot), Some(lines)) = (published("v1.0"), corpus("operations.jsonl.gz")) else { return };
    let lines = String::from_utf8(lines).unwrap();
    let operations: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut seed = 17_usize;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let (mut refused, mut missed) = (0, Vec::new());
    while refused + missed.len() < 300 {
        let operation = &operations[random(operations.len())];
        let (method, text) = (operation["method"].as_str().unwrap(), operation["path"].as_str().unwrap());
        let Ok(place) = snapshot.resolve(&path(text)) else { continue };
        let (mut other, mut changed) = (method, text.to_owned());
        match random(3) {
            0 => {
                let others = ["GET", "POST", "PATCH", "PUT", "DELETE"].into_iter();
                let others: Vec<_> = others.filter(|other| place.operation(other).is_err()).collect();
                other = others[random(others.len())];
            }
            1 if text.contains("={") || text.contains("='") => {
                let start = text.rfind('(').unwrap();
                let end = text.rfind(')').unwrap();
                let inner = &text[start + 1..end];
                let kept: Vec<&str> = inner.split(',').skip(1).collect();
                changed = format!("{}{}{}", &text[..=start], kept.join(","), &text[end..]);
            }
            _ => {
                let names: Vec<&str> = text
                    .split('/')
                    .filter(|s| s.len() > 2 && s.chars().all(|c| c.is_ascii_alphabetic()))
                    .collect();
                let name = names[random(names.len())];
                let at = random(name.len());
                let letter = char::from(b'a' + u8::try_from(random(26)).unwrap());
                let mut new = name.to_owned();
                match random(3) {
                    0 => drop(new.remove(at)),
                    1 => new.insert(at, letter),
                    _ => new.replace_range(at..=at, &letter.to_string()),
                }
                changed =
                    text.split('/').map(|s| if s == name { &new } else { s }).collect::<Vec<_>>().join("/");
            }
        }
        if (other, changed.as_str()) == (method, text)
            || operations.iter().any(|o| o["method"] == other && o["path"] == changed.as_str())
        {
            continue;
        }
        match snapshot.resolve(&path(&changed)).map(|place| place.operation(other).is_ok()) {
            Ok(true) => missed.push(format!("{other} {changed} for {method} {text}")),
            _ => refused += 1,
        }
    }
    println!("{refused} of 300 mutations are refused; not: {missed:#?}");
    assert!(missed.len() <= 3, "{missed:#?}");
}

#[test]
fn a_range_is_changed_at_its_address() {
    let Some(snapshot) = published("v1.0") else { return };
    let allowed = |method: &str, text: &str| {
        let place = snapshot.resolve(&path(text)).unwrap();
        place.operation(method).map(|allowed| (request(allowed.request), allowed.response.map(ty)))
    };
    for text in [
        "/me/drive/items/<id>/workbook/worksheets/<sheet>/range(address='<address>')",
        "/me/drive/root:/<path..>:/workbook/names/<name>/range",
        "/me/drive/items/<id>/workbook/tables/<table>/columns/<column>/range()",
    ] {
        let range = "microsoft.graph.workbookRange".to_owned();
        assert_eq!(allowed("PATCH", text), Ok((range.clone(), Some(range.clone()))), "{text}");
        assert_eq!(allowed("GET", text), Ok(("none".to_owned(), Some(range))), "{text}");
        assert!(allowed("DELETE", text).is_err(), "{text}");
    }
    // What other functions give is read, another range among it.
    for text in
        ["/sites/<id>/getByPath(path='<path>')", "/me/drive/root/workbook/worksheets/<id>/usedRange()"]
    {
        assert!(allowed("PATCH", text).is_err(), "{text}");
    }
}
