//! Sound declarations of types with one mistake each, made by chance: each is one error. And responses of another type.

use graph_endpoint_schema::naming::{pascal_case, snake_case};
use graph_endpoint_schema::snapshot::{MemberKind, Snapshot, Type, TypeKind};
use proc_macro2::TokenStream;
use quote::quote;

use super::mutations::Chance;
use super::{declared, graph_type, published};
use crate::verify::value::{Written, rust, written};

const TRIES: usize = 300;

/// What a declaration is written from: fields with name and type, or members.
#[derive(Clone)]
struct Declared {
    name: String,
    is_enumeration: bool,
    fields: Vec<(String, String)>,
}

impl Declared {
    fn of(snapshot: &Snapshot, ty: Type<'_>) -> Option<Self> {
        let is_enumeration = ty.kind() == TypeKind::Enum;
        let fields: Vec<_> = match ty.kind() {
            TypeKind::Enum => ty.members().map(|(name, _)| (name.to_owned(), String::new())).collect(),
            TypeKind::Definition => return None,
            TypeKind::Entity | TypeKind::Complex => {
                let plain = ty.properties().filter(|member| member.kind() == MemberKind::Property);
                let fields = plain.filter_map(|member| {
                    let held = member.ty();
                    let is_any = written(snapshot, held.name) == Written::Any;
                    let rust = rust(snapshot, held.name).filter(|_| held.name.is_primitive() && !is_any)?;
                    let rust =
                        if held.is_collection { format!("Vec<{rust}>") } else { format!("Option<{rust}>") };
                    Some((member.name().to_owned(), rust))
                });
                fields.take(5).collect()
            }
        };
        (fields.len() > 1).then(|| Self { name: ty.name().to_string(), is_enumeration, fields })
    }

    fn messages(&self, snapshot: &Snapshot) -> Vec<String> {
        let fields = self.fields.iter().enumerate().map(|(at, (name, ty))| match self.is_enumeration {
            true => format!("#[graph(rename = \"{name}\")] {}{at},", pascal_case(name)),
            false => format!("#[graph(rename = \"{name}\")] f_{}: {ty},", snake_case(name)),
        });
        let fields: TokenStream = fields.collect::<String>().parse().unwrap();
        let name = &self.name;
        let item =
            if self.is_enumeration { quote!(enum T { #fields }) } else { quote!(struct T { #fields }) };
        graph_type(snapshot, quote!(#name), item)
    }

    /// With a mistake, where there can be one of this kind.
    fn mutated(&self, snapshot: &Snapshot, kind: usize, chance: &mut Chance) -> Option<Self> {
        let mut other = self.clone();
        let ty = snapshot.type_named(&self.name)?;
        let at = chance.below(self.fields.len());
        let (name, held) = other.fields.get_mut(at)?;
        match kind {
            // A letter of the type's name.
            0 => {
                other.name = chance.misspelt(&self.name);
                snapshot.type_named(&other.name).is_none().then_some(())?;
            }
            // A letter of a property or a member.
            1 => {
                *name = chance.misspelt(name);
                let is_there = ty.property(name).is_some()
                    || ty.members().any(|(known, _)| known.eq_ignore_ascii_case(name))
                    || (ty.is_open() && name.contains('_'));
                (!is_there).then_some(())?;
            }
            _ if self.is_enumeration => return None,
            // One for many, and many for one.
            2 => {
                *held = match held.strip_prefix("Vec<") {
                    Some(item) => format!("Option<{item}"),
                    None => held.replace("Option<", "Vec<"),
                };
            }
            // What Graph writes otherwise.
            3 => {
                *held = if held.contains("bool") {
                    "Option<String>".to_owned()
                } else {
                    "Option<bool>".to_owned()
                };
            }
            // Null.
            _ => {
                let member = ty.property(name)?;
                let can_be_null = member.ty().is_nullable && !ty.keys().any(|key| key == name);
                let is_read = can_be_null && ty.kind() == TypeKind::Entity && held.starts_with("Option<");
                *held = is_read.then(|| held["Option<".len()..held.len() - 1].to_owned())?;
            }
        }
        Some(other)
    }
}

#[test]
fn a_mistake_in_a_type_is_one_error() {
    let Some(snapshot) = published("v1.0") else { return };
    let types: Vec<Type<'_>> = snapshot.types().collect();
    let (mut chance, mut tried, mut missed) = (Chance(23), 0, Vec::new());
    while tried < TRIES {
        let ty = types[chance.below(types.len())];
        let Some(sound) = Declared::of(&snapshot, ty) else { continue };
        assert_eq!(sound.messages(&snapshot), [""; 0], "{}", sound.name);
        let Some(mutated) = sound.mutated(&snapshot, tried % 5, &mut chance) else { continue };
        tried += 1;
        let found = mutated.messages(&snapshot);
        if found.len() != 1 {
            missed.push(format!("{} {:?}: {found:?}", mutated.name, mutated.fields));
        }
    }
    assert!(missed.is_empty(), "{} of {TRIES}: {missed:#?}", missed.len());
}

/// A polymorphic type with a variant for each of some derived types, each with the properties of its own.
#[derive(Clone)]
struct Variants {
    name: String,
    variants: Vec<Declared>,
}

impl Variants {
    fn of(snapshot: &Snapshot, base: Type<'_>) -> Option<Self> {
        let variants = base.derived().filter_map(|ty| Declared::of(snapshot, ty)).take(4).collect::<Vec<_>>();
        (variants.len() > 1).then(|| Self { name: base.name().to_string(), variants })
    }

    fn messages(&self, snapshot: &Snapshot) -> Vec<String> {
        let variants = self.variants.iter().enumerate().map(|(at, variant)| {
            let fields = variant.fields.iter();
            let fields: String = fields
                .map(|(name, ty)| format!("#[graph(rename = \"{name}\")] f_{}: {ty},", snake_case(name)))
                .collect();
            format!("#[graph(type = \"{}\")] V{at} {{ {fields} }},", variant.name)
        });
        let variants: TokenStream = variants.collect::<String>().parse().unwrap();
        let name = &self.name;
        graph_type(snapshot, quote!(#name), quote!(enum T { #variants #[graph(other)] Other(Untyped) }))
    }
}

#[test]
fn a_mistake_in_a_variant_is_one_error() {
    let Some(snapshot) = published("v1.0") else { return };
    let bases: Vec<Type<'_>> = snapshot.types().filter(|ty| ty.has_derived()).collect();
    let types: Vec<Type<'_>> = snapshot.types().collect();
    let (mut chance, mut tried, mut missed) = (Chance(23), 0, Vec::new());
    while tried < TRIES {
        let base = bases[chance.below(bases.len())];
        let Some(sound) = Variants::of(&snapshot, base) else { continue };
        assert_eq!(sound.messages(&snapshot), [""; 0], "{}", sound.name);
        let mut other = sound.clone();
        let at = chance.below(other.variants.len());
        let variant = &mut other.variants[at];
        let kind = tried % 5;
        if kind == 4 {
            // A type that doesn't derive from the enum's.
            let stranger = types[chance.below(types.len())];
            if stranger.is_or_derives_from(base.name()) {
                continue;
            }
            variant.name = stranger.name().to_string();
        } else {
            let Some(mutated) = variant.mutated(&snapshot, kind, &mut chance) else { continue };
            *variant = mutated;
        }
        tried += 1;
        let found = other.messages(&snapshot);
        if found.len() != 1 {
            let Declared { name, fields, .. } = &other.variants[at];
            missed.push(format!("{} in {}: {fields:?}: {found:?}", name, other.name));
        }
    }
    assert!(missed.is_empty(), "{} of {TRIES}: {missed:#?}", missed.len());
}

/// Only the compiler sees which type a response is declared as; it compares what is found here.
#[test]
fn a_response_of_another_type_is_seen() {
    let Some(snapshot) = published("v1.0") else { return };
    let types: Vec<Type<'_>> = snapshot.types().collect();
    let names = |ty: Type<'_>| ty.chain().map(|ty| ty.name().to_string()).collect::<Vec<_>>();
    let mut chance = Chance(23);
    for (args, of) in [
        (quote!(GET, "/users/<id>", response = Own), "microsoft.graph.user"),
        (quote!(GET, "/groups/<id>/members", response = Page<Own>), "microsoft.graph.directoryObject"),
        (quote!(GET, "/users/<id>/mailboxSettings", response = Own), "microsoft.graph.mailboxSettings"),
        (quote!(GET, "/users/<id>/drive/root/delta", response = Page<Own>), "microsoft.graph.driveItem"),
    ] {
        let (found, findings, _) = declared(
            &snapshot,
            args.clone(),
            quote!(
                struct E {
                    id: String,
                }
            ),
        );
        assert_eq!(found, [""; 0], "{args}");
        let related = &findings.unwrap().related[0];
        let wanted = snapshot.type_named(of).unwrap();
        for _ in 0..TRIES {
            let ty = types[chance.below(types.len())];
            let is_related = ty.is_or_derives_from(wanted.name()) || wanted.is_or_derives_from(ty.name());
            assert_eq!(related.is_met_by(&names(ty)), is_related, "{args}: {ty:?}");
        }
    }
}
