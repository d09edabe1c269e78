//! The second half: fields resolved until nothing changes, then the declared types.

use std::fmt::Write as _;

use super::fields::Fields;
use super::rules::is_key;
use super::{Entry, EntryKind, Place, Types, words};
use crate::model::{Field, Type, TypeKind};
use crate::names::unused;
use crate::shape::Object;

impl Types {
    /// Resolves the fields of every type until nothing changes any more: a property can add to a type that was seen
    /// before.
    pub(in crate::build) fn settle(&mut self) {
        for _ in 0..64 {
            let before = self.signature();
            let mut id = 0;
            while id < self.entries.len() {
                self.settle_entry(id);
                id += 1;
            }
            if self.signature() == before {
                return;
            }
        }
    }

    fn settle_entry(&mut self, id: usize) {
        let Some(Entry { name, base, kind: EntryKind::Object(object), sent, .. }) = self.entries.get(id)
        else {
            return;
        };
        let (base, object) = (base.clone(), object.clone());
        let (owner, sent) = (name.clone(), *sent);
        let mut fields = Vec::new();
        for (name, shape) in &object.properties {
            fields.push(if is_key(name) { Place::default() } else { self.place(shape, name, &owner, sent) });
        }
        let has_keys = object.properties.iter().any(|(name, _)| is_key(name));
        let keyed = has_keys.then(|| self.map(&object, &base, &format!("{owner}Value"), sent).ty);
        if let Some(entry) = self.entries.get_mut(id) {
            entry.fields = fields;
            entry.keyed = keyed;
        }
    }

    /// What must stay the same for the types to be settled: every type with its fields, whether they can be left out
    /// and whether they were `null`.
    fn signature(&self) -> String {
        let mut out = String::new();
        for entry in &self.entries {
            let _ = write!(out, "{} {} {}:", entry.name, entry.sent, entry.untyped > 0);
            match &entry.kind {
                EntryKind::Object(object) => {
                    for (index, (name, shape)) in object.properties.iter().enumerate() {
                        let ty = entry.fields.get(index).map(|place| place.ty.as_str()).unwrap_or_default();
                        let _ = write!(out, "{name} {ty} {} {},", shape.seen < object.seen, shape.nulls > 0);
                    }
                }
                EntryKind::Union(members) => {
                    let _ = write!(out, "{}", members.len());
                }
            }
            out.push(';');
        }
        out
    }

    /// The declared types, after `settle`: those that `roots` name, each followed by what it names itself.
    pub(in crate::build) fn finish(self, roots: &[&str]) -> Vec<Type> {
        let mut found: Vec<Type> = Vec::new();
        let mut open: Vec<String> = roots.iter().rev().flat_map(|ty| words(ty)).map(str::to_owned).collect();
        while let Some(name) = open.pop() {
            if found.iter().any(|ty| ty.name == name) {
                continue;
            }
            let Some(id) = self.entries.iter().position(|entry| entry.name == name) else { continue };
            let Some(ty) = self.declared(id) else { continue };
            let named: Vec<&str> = match &ty.kind {
                TypeKind::Struct(fields) => fields.iter().flat_map(|field| words(&field.ty)).collect(),
                TypeKind::Polymorphic(variants) => {
                    variants.iter().filter_map(|(_, _, ty)| ty.as_deref()).collect()
                }
            };
            open.extend(named.into_iter().rev().map(str::to_owned));
            found.push(ty);
        }
        found
    }

    fn declared(&self, id: usize) -> Option<Type> {
        let entry = self.entries.get(id)?;
        let kind = match &entry.kind {
            EntryKind::Object(object) => TypeKind::Struct(self.fields(id, entry, object)),
            EntryKind::Union(members) => TypeKind::Polymorphic(self.variants(entry, members)),
        };
        Some(Type {
            docs: Vec::new(),
            name: entry.name.clone(),
            odata_type: entry.odata_type.clone(),
            writes_type: entry.odata_type.is_some() && entry.untyped == 0,
            kind,
        })
    }

    fn fields(&self, id: usize, entry: &Entry, object: &Object) -> Vec<Field> {
        let mut fields = Fields::new(self.exact || entry.sent, self.exact);
        let says_other = object.properties.iter().any(|(name, _)| name == "@odata.type");
        if entry.odata_type.is_some() && entry.untyped > 0 && !says_other {
            fields.named("@odata.type", "odata_type", "Option<String>".to_owned(), Vec::new());
        }
        let named = object.properties.iter().zip(&entry.fields).filter(|((name, _), _)| !is_key(name));
        for ((name, shape), place) in named {
            let mut place = place.clone();
            if place.holds.is_some_and(|held| held == id || self.reaches(held, id, &mut Vec::new())) {
                place.ty = format!("Box<{}>", place.ty);
            }
            fields.add(name, shape, object.seen, place);
        }
        if let Some(ty) = &entry.keyed {
            fields.additional(ty);
        }
        fields.fields
    }

    /// Whether `from` holds `to` by value, over any number of types.
    fn reaches(&self, from: usize, to: usize, passed: &mut Vec<usize>) -> bool {
        if passed.contains(&from) {
            return false;
        }
        passed.push(from);
        let Some(entry) = self.entries.get(from) else { return false };
        let held: Vec<usize> = match &entry.kind {
            EntryKind::Object(_) => entry.fields.iter().filter_map(|place| place.holds).collect(),
            EntryKind::Union(members) => members.iter().map(|(_, id)| *id).collect(),
        };
        held.into_iter().any(|held| held == to || self.reaches(held, to, passed))
    }

    /// Each variant is called as its type is, without the words that all of them share.
    fn variants(&self, entry: &Entry, members: &[(String, usize)]) -> Vec<(String, String, Option<String>)> {
        let mut taken = vec!["Other".to_owned()];
        members
            .iter()
            .filter_map(|(odata_type, id)| {
                let member = self.entries.get(*id)?;
                let short = member
                    .base
                    .strip_suffix(&entry.base)
                    .filter(|short| !short.is_empty())
                    .unwrap_or(&member.base);
                let variant = unused(short, |name| taken.iter().any(|taken| taken == name));
                taken.push(variant.clone());
                Some((odata_type.clone(), variant, Some(member.name.clone())))
            })
            .collect()
    }
}
