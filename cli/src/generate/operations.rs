//! All operations of a schema: from each root through what is contained to any depth, and one step through what is only
//! related, through a cast and through what a composable function returns.

use std::collections::BTreeMap;

use graph_endpoint_schema::path::PathTemplate;
use graph_endpoint_schema::snapshot::{
    Facts, Member, MemberKind, Name, Operation, RootKind, Snapshot, Type, TypeKind, TypeRef,
};

use crate::template::Template;

/// The method and the path of each operation, with placeholders in `{}`.
pub fn operations_of(snapshot: &Snapshot) -> Vec<(String, String)> {
    let mut walk = Walk {
        snapshot,
        bound: BTreeMap::new(),
        derived: BTreeMap::new(),
        passed: Vec::new(),
        found: Vec::new(),
    };
    for operation in snapshot.all_operations() {
        if let Some(binding) = operation.binding() {
            walk.bound.entry((binding.name, binding.is_collection)).or_default().push(operation);
        }
    }
    for ty in snapshot.types() {
        for base in ty.chain().skip(1) {
            walk.derived.entry(base.name()).or_default().push(ty);
        }
    }
    for root in snapshot.roots() {
        let ty = TypeRef {
            name: root.of(),
            is_collection: root.kind() == RootKind::EntitySet,
            is_nullable: false,
        };
        match root.kind() {
            RootKind::Import => {
                let operations = snapshot.operations(root.of().local());
                for operation in operations.filter(|operation| operation.binding().is_none()) {
                    walk.call(root.name(), operation, "", Reach::All);
                }
            }
            RootKind::EntitySet | RootKind::Singleton => {
                walk.place(&format!("/{}", root.name()), ty, root.facts(), Reach::All);
            }
        }
    }
    walk.found.sort();
    walk.found.dedup();
    walk.found
}

/// How far a path goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Through everything that is contained.
    All,
    /// To what hangs here directly.
    Step,
    /// No further.
    None,
}

struct Walk<'s> {
    snapshot: &'s Snapshot,
    /// By what they are bound to.
    bound: BTreeMap<(Name<'s>, bool), Vec<Operation<'s>>>,
    derived: BTreeMap<Name<'s>, Vec<Type<'s>>>,
    /// The relations on the way: each is gone through once.
    passed: Vec<(Name<'s>, &'s str)>,
    found: Vec<(String, String)>,
}

impl<'s> Walk<'s> {
    /// What can be done at a path, and what follows it. `facts` are those of the relation or root that leads here.
    fn place(&mut self, path: &str, ty: TypeRef<'s>, facts: Facts<'s>, reach: Reach) {
        self.at(path);
        let Some(here) = self.snapshot.type_named(&ty.name.to_string()) else { return };
        if ty.is_collection {
            self.at(&format!("{path}/$count"));
        } else if here.has_stream() {
            self.at(&format!("{path}/$value"));
        }
        if reach != Reach::None {
            let chain: Vec<Name<'s>> = here.chain().map(Type::name).collect();
            self.calls(path, &chain, ty.is_collection, reach);
            self.casts(path, ty, here, facts, reach);
        }
        let is_entity = here.kind() == TypeKind::Entity;
        if ty.is_collection && is_entity && reach != Reach::Step {
            let key = format!("{path}/{{{}-id}}", here.name().local());
            self.place(&key, ty.item(), facts, reach);
            for key in here.alternate_keys().collect::<Vec<_>>() {
                let parts: Vec<String> = key.iter().map(|(name, _)| format!("{name}='{{{name}}}'")).collect();
                self.at(&format!("{path}({})", parts.join(",")));
            }
        }
        if !ty.is_collection && is_entity && reach != Reach::None {
            for member in here.properties().collect::<Vec<_>>() {
                self.member(path, member, reach);
            }
        }
    }

    fn member(&mut self, path: &str, member: Member<'s>, reach: Reach) {
        let below = format!("{path}/{}", member.name());
        let relation = (member.declared_by, member.name());
        match member.kind() {
            MemberKind::Property if member.ty().name.is("Edm.Stream") => self.at(&below),
            // Values are read with what holds them, unless an annotation says that they stand for themselves.
            MemberKind::Property => {
                let says = |capability: &&str| member.facts().allows(capability).is_some();
                if ["read", "update", "insert", "delete"].iter().any(says) {
                    self.at(&below);
                }
            }
            _ if self.passed.contains(&relation) => {}
            MemberKind::Contained if reach == Reach::All => {
                self.passed.push(relation);
                self.place(&below, member.ty(), member.facts(), Reach::All);
                self.passed.pop();
            }
            MemberKind::Contained | MemberKind::Navigation => {
                self.place(&below, member.ty(), member.facts(), Reach::None);
                if reach == Reach::Step
                    && let Some(there) = self.snapshot.type_named(&member.ty().name.to_string())
                {
                    let chain: Vec<Name<'s>> = there.chain().map(Type::name).collect();
                    self.calls(&below, &chain, member.ty().is_collection, reach);
                }
                self.at(&format!("{below}/$ref"));
                self.constrained(&below, member.ty(), member.facts());
                if member.ty().is_collection {
                    let key = format!("{below}/{{{}-id}}", member.ty().name.local());
                    self.at(&format!("{key}/$ref"));
                    self.constrained(&key, member.ty().item(), member.facts());
                }
            }
        }
    }

    /// Casts to the types that an annotation names.
    fn constrained(&mut self, path: &str, ty: TypeRef<'s>, facts: Facts<'s>) {
        for full in named(facts) {
            self.at(&format!("{path}/{full}"));
            if ty.is_collection {
                self.at(&format!("{path}/{full}/$count"));
            }
        }
    }

    /// Casts to derived types that have operations of their own; with their relations where an annotation names them.
    fn casts(&mut self, path: &str, ty: TypeRef<'s>, here: Type<'s>, facts: Facts<'s>, reach: Reach) {
        self.constrained(path, ty, facts);
        for derived in self.derived.get(&here.name()).cloned().unwrap_or_default() {
            let own: Vec<Type<'s>> = derived.chain().take_while(|ty| ty.name() != here.name()).collect();
            let cast = format!("{path}/{}", derived.name());
            let names: Vec<Name<'s>> = own.iter().map(|ty| ty.name()).collect();
            let before = self.found.len();
            self.calls(&cast, &names, ty.is_collection, reach);
            let is_named = named(facts).any(|name| derived.name().is(&name));
            if !ty.is_collection && reach == Reach::All && is_named {
                for member in own.into_iter().flat_map(Type::own_properties).collect::<Vec<_>>() {
                    self.member(&cast, member, reach);
                }
            }
            if self.found.len() > before {
                self.at(&cast);
                if ty.is_collection {
                    self.at(&format!("{cast}/$count"));
                }
            }
        }
    }

    /// Actions and functions that are bound to one of these types.
    fn calls(&mut self, path: &str, types: &[Name<'s>], is_collection: bool, reach: Reach) {
        for ty in types {
            for operation in self.bound.get(&(*ty, is_collection)).cloned().unwrap_or_default() {
                let full = operation.name().to_string();
                let local = operation.name().local();
                let name = if full == format!("microsoft.graph.{local}") { local } else { &full };
                self.call(name, operation, path, reach);
            }
        }
    }

    fn call(&mut self, name: &str, operation: Operation<'s>, path: &str, reach: Reach) {
        if operation.is_action() {
            return self.at(&format!("{path}/{name}"));
        }
        let written = |all: bool| {
            let parameters: Vec<String> = operation
                .parameters()
                .filter(|parameter| all || !parameter.is_optional)
                .map(|parameter| {
                    let is_text = parameter.ty.name.is("Edm.String") && !parameter.ty.is_collection;
                    let quote = if is_text { "'" } else { "" };
                    format!("{0}={quote}{{{0}}}{quote}", parameter.name)
                })
                .collect();
            format!("{path}/{name}({})", parameters.join(","))
        };
        let mut paths = vec![written(false), written(true)];
        paths.dedup();
        for path in paths {
            match operation.returns().filter(|_| operation.is_composable() && reach == Reach::All) {
                Some(returned) => self.place(&path, returned, operation.facts(), Reach::Step),
                None => self.at(&path),
            }
        }
    }

    /// Takes in what the schema allows at a path.
    fn at(&mut self, path: &str) {
        let (template, problems) = PathTemplate::parse(Template::parse(path).declared());
        let Some(place) = self.snapshot.resolve(&template).ok().filter(|_| problems.is_empty()) else {
            return;
        };
        let methods = place.operations().into_iter().map(|allowed| allowed.method.to_owned());
        self.found.extend(methods.map(|method| (method, path.to_owned())));
    }
}

/// The derived types that an annotation names, in full.
fn named(facts: Facts<'_>) -> impl Iterator<Item = String> {
    facts.values("derived").map(|name| match name.strip_prefix('.') {
        Some(local) => format!("microsoft.graph.{local}"),
        None => name.to_owned(),
    })
}
