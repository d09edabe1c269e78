//! A varied sample, the same for the same seed.

use std::collections::BTreeMap;

use cargo_graph::Content;

use crate::corpus::Case;

/// The kind of a body that is no JSON.
const INVALID: u8 = 3;

/// Takes turns between the kinds of examples: method, body, response and product area.
pub(crate) fn varied(cases: Vec<Case>, count: usize, seed: u64) -> Vec<Case> {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut kinds: BTreeMap<(String, u8, u16, u8, String), Vec<Case>> = BTreeMap::new();
    for case in cases {
        let response = case.example.responses.first();
        let kind = (
            case.example.request.method.clone(),
            content(&case.example.request.content()),
            response.map_or(0, |response| response.status),
            response.map_or(0, |response| content(&response.content())),
            case.area.clone(),
        );
        // What is broken teaches little: all of it is one kind.
        let is_broken = kind.1 == INVALID || kind.3 == INVALID;
        kinds.entry(if is_broken { Default::default() } else { kind }).or_default().push(case);
    }
    let mut kinds: Vec<Vec<Case>> = kinds.into_values().collect();
    random.shuffle(&mut kinds);
    for cases in &mut kinds {
        random.shuffle(cases);
    }
    let mut chosen = Vec::new();
    while chosen.len() < count && !kinds.is_empty() {
        kinds.retain_mut(|cases| {
            if chosen.len() < count {
                chosen.extend(cases.pop());
            }
            !cases.is_empty()
        });
    }
    chosen
}

fn content(content: &Content) -> u8 {
    match content {
        Content::None => 0,
        Content::Json(_) => 1,
        Content::Other { .. } => 2,
        Content::Invalid(_) => INVALID,
    }
}
