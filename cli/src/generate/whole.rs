//! Every operation of a schema, those whose path begins with the same word together, and one set of types for all.

use std::collections::{BTreeMap, BTreeSet};

use graph_endpoint_schema::naming::{field_ident, field_name, unused};
use graph_endpoint_schema::snapshot::Snapshot;

use super::endpoint::Planned;
use super::scope::Scope;
use super::types::Types;
use super::{Call, Options};
use crate::lossy;
use crate::model::{Declaration, Type};

/// Declarations, and what could not be declared.
#[derive(Debug, Default)]
pub struct Whole {
    /// The endpoints by the word that their path begins with, as the name of a module. Their types are in `types`.
    pub roots: BTreeMap<String, Vec<Declaration>>,
    /// Each once.
    pub types: Vec<Type>,
    /// Operations that aren't declared, each with the reason.
    pub left_out: Vec<(String, String)>,
}

impl Whole {
    /// How many operations are declared.
    pub fn operations(&self) -> usize {
        self.roots.values().map(Vec::len).sum()
    }
}

/// Declares these operations, with every type that they need, each once.
pub fn whole(snapshot: &Snapshot, calls: &[Call<'_>], options: &Options) -> Whole {
    let mut whole = Whole::default();
    let mut scope = Scope::new(snapshot, usize::MAX);
    let mut planned = Vec::new();
    for call in calls {
        match Planned::new(&mut scope, call, options) {
            Ok(plan) => planned.push((call, plan)),
            Err(message) => whole.left_out.push((format!("{} {}", call.method, call.path), message)),
        }
    }
    let types = Types::new(&scope, options, &[]);
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (call, plan) in &planned {
        let root = call.path.split('/').nth(1).unwrap_or_default();
        let root = root.split('(').next().unwrap_or(root);
        let module = field_ident(&field_name(root));
        let taken = names.entry(module.clone()).or_default();
        let mut endpoint = plan.endpoint(&types);
        endpoint.name = unused(&endpoint.name, |name| taken.contains(name) || types.has(name));
        taken.insert(endpoint.name.clone());
        whole.roots.entry(module).or_default().push(Declaration {
            endpoint,
            types: Vec::new(),
            warnings: Vec::new(),
        });
    }
    whole.types = marked(types.written(), &whole.roots);
    whole
}

/// Says of each type whether it may lose anything; a body of any root can hold it.
fn marked(types: Vec<Type>, roots: &BTreeMap<String, Vec<Declaration>>) -> Vec<Type> {
    let mut all: Vec<Declaration> = roots.values().flatten().cloned().collect();
    all.push(Declaration { types, ..Declaration::default() });
    lossy::mark(&mut all);
    all.pop().map(|declaration| declaration.types).unwrap_or_default()
}
