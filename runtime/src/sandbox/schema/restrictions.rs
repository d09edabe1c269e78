//! Query options that annotations of the schema say a resource doesn't take.
//! <https://github.com/oasis-tcs/odata-vocabularies/blob/main/vocabularies/Org.OData.Capabilities.V1.md>

use graph_endpoint_schema::resolve::Place;
use percent_encoding::percent_decode_str;

use super::refusal;
use crate::sandbox::SandboxError;

/// An option, and the word that a snapshot has for the capability behind it. `$expand` isn't among them: the documentation
/// expands what `ExpandRestrictions` forbid.
const CAPABILITIES: [(&str, &str); 6] = [
    ("count", "count"),
    ("filter", "filter"),
    ("orderby", "sort"),
    ("search", "search"),
    ("skip", "skip"),
    ("top", "top"),
];

/// Refuses the first option that isn't taken here, and a `/$count` of what can't be counted.
pub(super) fn check(place: &Place<'_>, is_count: bool, query: &str) -> Result<(), SandboxError> {
    if is_count && place.takes("count") == Some(false) {
        return Err(refusal::not_taken("count"));
    }
    query.split('&').try_for_each(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = percent_decode_str(name).decode_utf8_lossy();
        // Without its `$` a name can be a parameter of a function.
        let Some(option) = name.strip_prefix('$') else { return Ok(()) };
        let asks_nothing = option.eq_ignore_ascii_case("count") && value.eq_ignore_ascii_case("false");
        let known = CAPABILITIES.iter().find(|(known, _)| option.eq_ignore_ascii_case(known));
        match known {
            Some((known, capability)) if !asks_nothing && place.takes(capability) == Some(false) => {
                Err(refusal::not_taken(known))
            }
            _ => Ok(()),
        }
    })
}
