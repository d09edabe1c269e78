//! Facts that name something: kept where it is there, and a warning where it isn't.

use std::collections::HashSet;

use super::model::{Facts, Model};
use super::xml::Found;

/// Drops the names of derived types that don't exist, and of replacements those words that are no names.
pub(super) fn settle(model: &mut Model, warnings: &mut Vec<Found>) {
    let types: HashSet<String> = model.types.keys().cloned().collect();
    let is_type = |namespace: &str, word: &str| types.contains(&format!("{namespace}.{word}"));
    let properties_of: Vec<(String, HashSet<String>)> =
        model.types.keys().map(|name| (name.clone(), inherited(model, name))).collect();
    for (name, properties) in &properties_of {
        let Some(ty) = model.types.get_mut(name) else { continue };
        let namespace = name.rsplit_once('.').unwrap_or_default().0;
        let local = name.rsplit('.').next().unwrap_or_default();
        replacement(&mut ty.facts, |word| word != local && is_type(namespace, word));
        for (own, property) in &mut ty.properties {
            replacement(&mut property.facts, |word| word != own && properties.contains(word));
        }
    }
    for (name, overloads) in &mut model.operations {
        let namespace = name.rsplit_once('.').unwrap_or_default().0;
        for operation in overloads {
            replacement(&mut operation.facts, |word| is_type(namespace, word));
        }
    }
    let properties = model.types.values_mut().flat_map(|ty| ty.properties.values_mut());
    let all = properties.map(|property| (property.at, &mut property.facts));
    for (at, facts) in all.chain(model.roots.values_mut().map(|root| (root.at, &mut root.facts))) {
        facts.retain(|fact| {
            let dangling = fact.strip_prefix("derived=").filter(|name| !types.contains(*name));
            if let Some(name) = dangling {
                warnings.push((at, format!("an annotation names the type `{name}`, which is not there")));
            }
            dangling.is_none()
        });
    }
}

/// Of the words behind "use" the first one that is a name here.
fn replacement(facts: &mut Facts, is_name: impl Fn(&str) -> bool) {
    let words: Vec<String> = facts.iter().filter(|fact| fact.starts_with("use=")).cloned().collect();
    let chosen = words
        .iter()
        .filter_map(|words| words.strip_prefix("use="))
        .flat_map(|words| words.split(','))
        .find(|word| is_name(word))
        .map(|word| format!("use={word}"));
    facts.retain(|fact| !fact.starts_with("use="));
    facts.extend(chosen);
}

fn inherited(model: &Model, name: &str) -> HashSet<String> {
    let mut names = HashSet::new();
    let has_one = |facts: &Facts| facts.iter().any(|fact| fact.starts_with("use="));
    let asks = model
        .types
        .get(name)
        .is_some_and(|ty| ty.properties.values().any(|property| has_one(&property.facts)));
    let chain = std::iter::successors(model.types.get(name), |ty| model.types.get(ty.base.as_deref()?));
    for ty in chain.take(if asks { 100 } else { 0 }) {
        names.extend(ty.properties.keys().cloned());
    }
    names
}
