//! A model as a snapshot.

use std::fmt::Write as _;

use super::name::shorten;
use super::{FORMAT, hash};
use crate::csdl::{Facts, Model, Operation, Property, PropertyKind, Root, RootKind, Type, TypeKind, Typed};

/// Where a model comes from, for the header of its snapshot.
#[derive(Clone, Copy, Debug)]
pub struct Source<'t> {
    /// Of the API: `v1.0`, `beta`.
    pub version: &'t str,
    /// `global`, `us-gov`, `us-gov-dod`, `china`.
    pub cloud: &'t str,
    /// Of the metadata: `2026-08-04`; None is written as `unknown`.
    pub date: Option<&'t str>,
    /// What was imported, for its hash.
    pub xml: &'t [u8],
}

impl Model {
    /// The snapshot's text: the same for the same model, whatever the order in its file.
    ///
    /// ```
    /// use graph_endpoint_schema::{csdl, snapshot::{Snapshot, Source}};
    ///
    /// let xml = br#"<Edmx Version="4.0"><DataServices>
    ///   <Schema Namespace="microsoft.graph">
    ///     <EntityType Name="user"><Property Name="displayName" Type="Edm.String"/></EntityType>
    ///     <EntityContainer Name="GraphService"><EntitySet Name="users" EntityType="microsoft.graph.user"/></EntityContainer>
    ///   </Schema></DataServices></Edmx>"#;
    /// let text = csdl::parse(xml)?.to_snapshot(&Source { version: "v1.0", cloud: "global", date: None, xml });
    /// assert!(text.ends_with("#root users set .user\n#type .user entity\ndisplayName Edm.String\n"));
    /// let user = Snapshot::new(text)?;
    /// assert!(user.type_named("microsoft.graph.user").unwrap().property("displayName").is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_snapshot(&self, source: &Source<'_>) -> String {
        let mut records: Vec<(&str, &str, String)> = Vec::new();
        for (name, ty) in &self.types {
            records.push(("type", shorten(name), type_text(ty)));
        }
        for (name, root) in &self.roots {
            records.push(("root", name, root_text(root)));
        }
        let mut calls: Vec<(&str, Vec<String>)> = Vec::new();
        let local = |name: &'_ str| name.rsplit('.').next().map_or(0, |local| name.len() - local.len());
        let mut operations: Vec<_> = self
            .operations
            .iter()
            .map(|(name, overloads)| (name.get(local(name)..).unwrap_or_default(), name, overloads))
            .collect();
        operations.sort_unstable_by_key(|(local, name, _)| (*local, *name));
        for (local, name, overloads) in operations {
            let texts = overloads.iter().map(|operation| operation_text(name, operation));
            match calls.last_mut().filter(|(last, _)| *last == local) {
                Some((_, known)) => known.extend(texts),
                None => calls.push((local, texts.collect())),
            }
        }
        for (name, mut overloads) in calls {
            overloads.sort_unstable();
            records.push(("call", name, format!("\n{}", overloads.concat())));
        }
        records.sort_unstable();
        let count = records.len();
        let mut body = String::new();
        for (kind, name, text) in records {
            body.extend(["#", kind, " ", name, &text]);
        }
        format!("{}body {} {count} {:016x}\n{body}", header(source), body.len(), hash(body.as_bytes()))
    }
}

fn header(source: &Source<'_>) -> String {
    let word = |text: &str| text.replace(|c: char| c.is_whitespace() || c.is_control() || c == '#', "-");
    format!(
        "graph-schema {FORMAT}\nversion {}\ncloud {}\ndate {}\nsource {:016x}\n",
        word(source.version),
        word(source.cloud),
        word(source.date.unwrap_or("unknown")),
        hash(source.xml)
    )
}

fn type_text(ty: &Type) -> String {
    let mut out = String::from(match ty.kind {
        TypeKind::Entity => " entity",
        TypeKind::Complex => " complex",
        TypeKind::Enum => " enum",
        TypeKind::Definition => " definition",
    });
    if let Some(base) = &ty.base {
        push(&mut out, "base=", shorten(base));
    }
    if !ty.keys.is_empty() {
        push(&mut out, "key=", &ty.keys.join(","));
    }
    let flags = [
        (ty.is_abstract, "abstract"),
        (ty.is_open, "open"),
        (ty.has_stream, "stream"),
        (ty.is_flags, "flags"),
    ];
    for (_, word) in flags.iter().filter(|(is_so, _)| *is_so) {
        push(&mut out, "", word);
    }
    push_facts(&mut out, &ty.facts);
    out.push('\n');
    for (name, property) in &ty.properties {
        out.push_str(name);
        property_text(&mut out, property);
    }
    let mut members = ty.members.clone();
    members.sort_unstable();
    for (value, name) in &members {
        // Writing to a string can't fail.
        let _ = writeln!(out, "{name} {value}");
    }
    out
}

fn property_text(out: &mut String, property: &Property) {
    match &property.ty {
        Some(ty) => push(out, "", &typed(ty)),
        None => push(out, "", "^"),
    }
    match property.kind {
        PropertyKind::Navigation => push(out, "", "nav"),
        PropertyKind::Contained => push(out, "", "contained"),
        PropertyKind::Structural | PropertyKind::Inherited => {}
    }
    push_facts(out, &property.facts);
    out.push('\n');
}

fn root_text(root: &Root) -> String {
    let mut out = String::from(match root.kind {
        RootKind::EntitySet => " set",
        RootKind::Singleton => " singleton",
        RootKind::ActionImport | RootKind::FunctionImport => " import",
    });
    push(&mut out, "", shorten(&root.of));
    push_facts(&mut out, &root.facts);
    out.push('\n');
    out
}

fn operation_text(name: &str, operation: &Operation) -> String {
    let mut out = String::from(if operation.is_action { "action" } else { "function" });
    push(&mut out, "", shorten(name));
    if let Some(binding) = &operation.binding {
        push(&mut out, "on ", &typed(binding));
    }
    if let Some(returns) = &operation.returns {
        push(&mut out, "-> ", &typed(returns));
    }
    if operation.is_composable {
        push(&mut out, "", "composable");
    }
    push_facts(&mut out, &operation.facts);
    out.push('\n');
    for (name, ty, facts) in &operation.parameters {
        push(&mut out, "", name);
        push(&mut out, "", &typed(ty));
        push_facts(&mut out, facts);
        out.push('\n');
    }
    out
}

fn typed(ty: &Typed) -> String {
    let (collection, required) =
        (if ty.is_collection { "[]" } else { "" }, if ty.is_nullable { "" } else { "!" });
    format!("{}{collection}{required}", shorten(&ty.name))
}

fn push_facts(out: &mut String, facts: &Facts) {
    for fact in facts {
        match fact.split_once('=') {
            Some((key @ ("binds" | "derived"), name)) => push(out, &format!("{key}="), shorten(name)),
            _ => push(out, "", fact),
        }
    }
}

fn push(out: &mut String, prefix: &str, word: &str) {
    out.push(' ');
    out.push_str(prefix);
    out.push_str(word);
}
