//! Sound declarations with one mistake each, made by chance: each is one error.

use std::io::Read as _;

use graph_endpoint_schema::naming::{field_ident, snake_case};
use graph_endpoint_schema::path::PathTemplate;
use graph_endpoint_schema::resolve::Request;
use graph_endpoint_schema::snapshot::{MemberKind, Snapshot};
use proc_macro2::TokenStream;

use super::{declared, published};
use crate::verify::value::{Written, rust, written};

/// Each is another 300 mistakes; the first ones, unless `MUTATIONS` is set.
const SEEDS: &[u64] = &[23, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12];

/// What a declaration is written from.
#[derive(Clone, PartialEq)]
struct Declared {
    method: String,
    path: String,
    response: String,
    /// What stands in the body: name and type.
    fields: Vec<(String, String)>,
    /// Which of them an action doesn't do without.
    needed: Vec<usize>,
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
        let needed = match allowed.request {
            Request::Parameters(operation) => {
                let needed = operation.parameters().map(|p| !p.is_optional && !p.ty.is_nullable);
                needed.enumerate().filter_map(|(at, is_needed)| is_needed.then_some(at)).collect()
            }
            _ => Vec::new(),
        };
        let sound = Self { method: method.to_owned(), path: text.to_owned(), response, fields, needed };
        // What stands in a path and in a body can't be declared by one field.
        sound.messages(snapshot).is_empty().then_some(sound)
    }

    fn messages(&self, snapshot: &Snapshot) -> Vec<String> {
        let Self { method, path, response, fields, .. } = self;
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
pub(super) struct Chance(pub(super) u64);

impl Chance {
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }

    /// A letter left out, put in or changed.
    pub(super) fn misspelt(&mut self, name: &str) -> String {
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

    /// A declaration with a mistake of this kind, where there can be one.
    fn mutated(&mut self, snapshot: &Snapshot, sound: &Declared, kind: Kind) -> Option<Declared> {
        let mut other = sound.clone();
        let property = self.below(sound.fields.len());
        match kind {
            Kind::Method => {
                const METHODS: &[&str] = &["GET", "POST", "PATCH", "PUT", "DELETE"];
                METHODS[self.below(METHODS.len())].clone_into(&mut other.method);
            }
            Kind::Property => {
                let (name, _) = other.fields.get_mut(property)?;
                *name = self.misspelt(name);
            }
            Kind::Type => {
                let (_, ty) = other.fields.get_mut(property).filter(|(_, ty)| !ty.contains("Own"))?;
                *ty = match ty.strip_prefix("Vec<") {
                    Some(item) => item.trim_end_matches('>').to_owned(),
                    None if self.below(2) == 0 => format!("Vec<{ty}>"),
                    None if ty == "bool" => "String".to_owned(),
                    None => "bool".to_owned(),
                };
            }
            Kind::Response => {
                let is_page = sound.response.contains("Page");
                let new = if is_page { ", response = Vec<Own>" } else { ", response = Page<Own>" };
                other.response = (!sound.response.is_empty()).then(|| new.to_owned())?;
            }
            Kind::OtherType => {
                let (_, ty) = other.fields.get_mut(property).filter(|(_, ty)| !ty.contains("Own"))?;
                let (start, end) = if ty.starts_with("Vec<") { ("Vec<", ">") } else { ("", "") };
                let held = ty.trim_start_matches("Vec<").trim_end_matches('>');
                let new = match held {
                    "bool" | "i16" | "i32" | "u8" | "f32" | "f64" => "DateTimeOffset",
                    "String" | "Guid" | "DateTimeOffset" | "TimeOfDay" => "i32",
                    _ => return None,
                };
                *ty = format!("{start}{new}{end}");
            }
            Kind::Key => {
                // A key of one of many is left out, or one of them is chosen that is one already.
                let parts: Vec<&str> = sound.path.split('/').collect();
                let is_key = |at: &usize| parts[*at].starts_with('{');
                let keys: Vec<usize> = (0..parts.len()).filter(is_key).collect();
                let at = *keys.get(self.below(keys.len()))?;
                let mut new = parts.clone();
                if self.below(2) == 0 {
                    new.remove(at);
                } else {
                    new.insert(at, "{one-more}");
                }
                other.path = new.join("/");
            }
            Kind::Cast => {
                let names: Vec<_> = snapshot.types().map(|ty| ty.name().to_string()).collect();
                let stranger = &names[self.below(names.len())];
                let (template, _) = PathTemplate::parse(&sound.path);
                let here = snapshot.resolve(&template).ok().filter(|place| place.ty.name.edm().is_none())?;
                let there = snapshot.type_named(stranger)?;
                let is_related = there.is_or_derives_from(here.ty.name)
                    || snapshot.type_of(here.ty.name)?.is_or_derives_from(there.name());
                let ends = sound.path.contains('$') || matches!(sound.method.as_str(), "DELETE");
                other.path = (!is_related && !ends).then(|| format!("{}/{stranger}", sound.path))?;
            }
            Kind::AlternateKey => {
                let (before, after) = sound.path.split_once("='")?;
                let start = before.rfind(['(', ',']).filter(|at| before[..*at].contains('/'))? + 1;
                let (template, _) = PathTemplate::parse(&sound.path);
                let place = snapshot.resolve(&template).ok()?;
                let is_key = |name: &str| {
                    place.values.iter().any(|value| value.key_of.is_some() && value.name == name)
                };
                let new = is_key(&before[start..]).then(|| self.misspelt(&before[start..]))?;
                other.path = format!("{}{new}='{after}", &before[..start]);
            }
            Kind::Missing => {
                let start = sound.path.find("={").and_then(|at| sound.path[..at].rfind(['(', ',']));
                if let Some(start) = start {
                    let end = start + 1 + sound.path[start + 1..].find([',', ')'])?;
                    let bracket = sound.path[..=start].rfind('(')?;
                    let function = sound.path[..bracket].rsplit(['/', '.']).next()?;
                    let name = sound.path[start + 1..end].split('=').next()?;
                    let mut overloads = snapshot.operations(function);
                    if overloads.any(|one| one.parameter(name).is_some_and(|parameter| parameter.is_optional))
                    {
                        return None;
                    }
                    let end = end + usize::from(sound.path[end..].starts_with(','));
                    other.path.replace_range(start + 1..end, "");
                } else {
                    let needed = *sound.needed.get(self.below(sound.needed.len()))?;
                    other.fields.remove(needed);
                }
            }
            Kind::Path => {
                let is_name = |part: &&str| part.len() > 2 && part.chars().all(|c| c.is_ascii_alphabetic());
                let names: Vec<&str> = sound.path.split('/').filter(is_name).collect();
                let name = *names.get(self.below(names.len()))?;
                let new = self.misspelt(name);
                let parts = sound.path.split('/').map(|part| if part == name { &new } else { part });
                other.path = parts.collect::<Vec<_>>().join("/");
            }
        }
        Some(other)
    }
}

/// What is wrong.
#[derive(Clone, Copy, Debug)]
enum Kind {
    /// A letter of a segment.
    Path,
    Method,
    /// A letter of a property, or of an action's parameter.
    Property,
    Type,
    Response,
    /// A parameter of a function or an action is left out.
    Missing,
    /// A type of the same number, one or many, that Graph writes otherwise.
    OtherType,
    /// A key is left out, or one too many.
    Key,
    /// A cast to a type that has nothing to do with it.
    Cast,
    /// A letter of an alternate key's name.
    AlternateKey,
}

const KINDS: &[Kind] = &[
    Kind::Path,
    Kind::Method,
    Kind::Property,
    Kind::Type,
    Kind::Response,
    Kind::Missing,
    Kind::OtherType,
    Kind::Key,
    Kind::Cast,
    Kind::AlternateKey,
];

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
    let (Some(snapshot), Some(all)) = (published("v1.0"), operations()) else { return };
    let seeds = if std::env::var_os("MUTATIONS").is_some() { SEEDS.len() } else { 1 };
    for seed in &SEEDS[..seeds] {
        let mut chance = Chance(*seed);
        let (mut one, mut other_than_one, mut tried) = (0, Vec::new(), 0);
        while tried < 300 {
            let kind = KINDS[tried % KINDS.len()];
            let (method, path) = &all[chance.below(all.len())];
            // Most operations have no parameters, and those that have them are few.
            let has_none = match kind {
                Kind::Missing => method != "POST" && !path.contains("={"),
                // As many tries as there are operations with one would be slow to wait for.
                Kind::AlternateKey => !path.contains("='{"),
                _ => false,
            };
            let Some(sound) = (!has_none).then(|| Declared::of(&snapshot, method, path)).flatten() else {
                continue;
            };
            let Some(mutated) = chance.mutated(&snapshot, &sound, kind) else { continue };
            if is_sound_too(&all, &sound, &mutated) {
                continue;
            }
            tried += 1;
            match mutated.messages(&snapshot).as_slice() {
                [_] => one += 1,
                found => other_than_one.push(format!(
                    "{kind:?}: {} {}{} {:?} for {} {}: {found:#?}",
                    mutated.method, mutated.path, mutated.response, mutated.fields, sound.method, sound.path
                )),
            }
        }
        println!("{one} of {tried} mistakes are one error each; not: {other_than_one:#?}");
        assert!(one * 100 >= tried * 99, "{other_than_one:#?}");
    }
}
