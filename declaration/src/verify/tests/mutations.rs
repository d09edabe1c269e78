//! Sound declarations with one mistake each, made by chance: each is one error.

use std::io::Read as _;

use graph_endpoint_schema::naming::{field_ident, snake_case};
use graph_endpoint_schema::path::PathTemplate;
use graph_endpoint_schema::resolve::Request;
use graph_endpoint_schema::snapshot::{MemberKind, Snapshot};
use proc_macro2::TokenStream;

use super::{declared, published};
use crate::verify::value::{Written, rust, written};

/// What a declaration is written from.
#[derive(Clone, PartialEq)]
struct Declared {
    method: String,
    path: String,
    response: String,
    /// What stands in the body: name and type.
    fields: Vec<(String, String)>,
}

impl Declared {
    /// A declaration of an operation: a field for each value of the path, and of the body what is written with the
    /// standard library's types.
    fn of(snapshot: &Snapshot, method: &str, text: &str) -> Option<Self> {
        let (template, problems) = PathTemplate::parse(text);
        let place = snapshot.resolve(&template).ok().filter(|_| problems.is_empty())?;
        let allowed = place.operation(method).ok()?;
        let plain = |ty: graph_endpoint_schema::snapshot::TypeRef<'_>| {
            let is_any = written(snapshot, ty.name) == Written::Any;
            let rust = rust(snapshot, ty.name).filter(|_| ty.name.is_primitive() && !is_any)?;
            Some(if ty.is_collection { format!("Vec<{rust}>") } else { rust.to_owned() })
        };
        let fields: Vec<(String, String)> = match allowed.request {
            Request::Value(ty) if !ty.is_collection => {
                let known = snapshot.type_named(&ty.name.to_string())?;
                let written =
                    known.properties().filter(|p| p.kind() == MemberKind::Property && !p.is_computed());
                written
                    .filter_map(|p| Some((p.name().to_owned(), plain(p.ty())?)))
                    .filter(|(name, _)| name != "id")
                    .take(3)
                    .collect()
            }
            Request::Parameters(operation) => {
                let of = |p: graph_endpoint_schema::snapshot::Parameter<'_>| {
                    let own = if p.ty.is_collection { "Vec<Own>" } else { "Own" };
                    (p.name.to_owned(), plain(p.ty).unwrap_or_else(|| own.to_owned()))
                };
                operation.parameters().map(of).collect()
            }
            Request::None => Vec::new(),
            Request::Value(_) | Request::Reference | Request::Stream => return None,
        };
        let response = match allowed.response {
            Some(ty) if snapshot.type_named(&ty.name.to_string()).is_none() => String::new(),
            Some(ty) => format!(", response = {}", if ty.is_collection { "Page<Own>" } else { "Own" }),
            None => String::new(),
        };
        let sound = Self { method: method.to_owned(), path: text.to_owned(), response, fields };
        // What stands in a path and in a body can't be declared by one field.
        sound.messages(snapshot).is_empty().then_some(sound)
    }

    fn messages(&self, snapshot: &Snapshot) -> Vec<String> {
        let Self { method, path, response, fields } = self;
        let (template, _) = PathTemplate::parse(path);
        let values: Vec<String> = template
            .placeholders()
            .filter_map(|placeholder| Some(format!("{}: String,", field_ident(placeholder.fields.first()?))))
            .collect();
        let fields: Vec<String> = fields
            .iter()
            .map(|(name, ty)| {
                format!(
                    "#[graph(rename = \"{name}\")] {}: {ty},",
                    field_ident(&format!("f_{}", snake_case(name)))
                )
            })
            .collect();
        let args: TokenStream = format!("{method}, \"{path}\"{response}").parse().unwrap();
        let item: TokenStream =
            format!("struct E {{ {} {} }}", values.concat(), fields.concat()).parse().unwrap();
        declared(snapshot, args, item).0
    }
}

/// A sequence that looks like chance and is the same in each run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }

    /// A letter left out, put in or changed.
    fn misspelt(&mut self, name: &str) -> String {
        let mut new = name.to_owned();
        let at = self.below(name.len());
        let letter = char::from(b'a' + u8::try_from(self.below(26)).unwrap());
        match self.below(3) {
            0 if name.len() > 2 => drop(new.remove(at)),
            1 => new.insert(at, letter),
            _ => new.replace_range(at..=at, &letter.to_string()),
        }
        new
    }

    fn mutated(&mut self, sound: &Declared) -> Declared {
        let mut other = sound.clone();
        let property = self.below(sound.fields.len());
        match (self.below(5), other.fields.get_mut(property)) {
            (0, _) => {
                const METHODS: &[&str] = &["GET", "POST", "PATCH", "PUT", "DELETE"];
                METHODS[self.below(METHODS.len())].clone_into(&mut other.method);
            }
            (1, Some((name, _))) => *name = self.misspelt(name),
            (2, Some((_, ty))) if ty != "Own" && ty != "Vec<Own>" => {
                let new = match ty.strip_prefix("Vec<") {
                    Some(item) => item.trim_end_matches('>').to_owned(),
                    None if self.below(2) == 0 => format!("Vec<{ty}>"),
                    None if ty == "bool" => "String".to_owned(),
                    None => "bool".to_owned(),
                };
                *ty = new;
            }
            (3, _) if !other.response.is_empty() => {
                let is_page = other.response.contains("Page");
                other.response = format!(", response = {}", if is_page { "Vec<Own>" } else { "Page<Own>" });
            }
            (4, Some(_))
                if sound.path.rsplit('/').next().is_some_and(|last| last.contains("microsoft.graph")) =>
            {
                other.fields.remove(property);
            }
            _ => {
                let is_name = |part: &&str| part.len() > 2 && part.chars().all(|c| c.is_ascii_alphabetic());
                let names: Vec<&str> = sound.path.split('/').filter(is_name).collect();
                let name = names.get(self.below(names.len())).copied().unwrap_or_default();
                if !name.is_empty() {
                    let new = self.misspelt(name);
                    let parts = sound.path.split('/').map(|part| if part == name { &new } else { part });
                    other.path = parts.collect::<Vec<_>>().join("/");
                }
            }
        }
        other
    }
}

/// Method and path of each operation that there is.
fn operations() -> Option<Vec<(String, String)>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpus/operations.jsonl.gz");
    let Ok(packed) = std::fs::read(path) else {
        println!("skipped: operations.jsonl.gz is not here");
        return None;
    };
    let mut lines = String::new();
    flate2::read::GzDecoder::new(packed.as_slice()).read_to_string(&mut lines).unwrap();
    // `{"method":"GET","path":"/admin",`
    let texts = |line: &str| {
        let mut texts = line.split('"');
        Some((texts.nth(3)?.to_owned(), texts.nth(3)?.to_owned()))
    };
    Some(lines.lines().filter_map(texts).collect())
}

/// Whether a mutation is what the schema has as well, or what it can't know: another sound operation, a property that
/// isn't needed, or a type of the same kind.
fn is_sound_too(all: &[(String, String)], sound: &Declared, other: &Declared) -> bool {
    let is_there =
        |declared: &Declared| all.iter().any(|(m, p)| *m == declared.method && *p == declared.path);
    let moved = sound.method != other.method || sound.path != other.path;
    sound == other || (moved && is_there(other))
}

#[test]
fn a_mistake_is_one_error() {
    let (Some(snapshot), Some(all)) = (published(), operations()) else { return };
    let mut chance = Chance(23);
    let (mut one, mut other_than_one, mut tried) = (0, Vec::new(), 0);
    while tried < 300 {
        let (method, path) = &all[chance.below(all.len())];
        let Some(sound) = Declared::of(&snapshot, method, path) else { continue };
        let mutated = chance.mutated(&sound);
        if is_sound_too(&all, &sound, &mutated) {
            continue;
        }
        tried += 1;
        match mutated.messages(&snapshot).as_slice() {
            [_] => one += 1,
            found => other_than_one.push(format!(
                "{} {}{} {:?} for {} {}: {found:#?}",
                mutated.method, mutated.path, mutated.response, mutated.fields, sound.method, sound.path
            )),
        }
    }
    println!("{one} of {tried} mistakes are one error each; not: {other_than_one:#?}");
    assert!(one * 100 >= tried * 99, "{other_than_one:#?}");
}
