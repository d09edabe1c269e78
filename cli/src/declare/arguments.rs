//! Arguments that a page writes into a function's path: `image(width=0,height=0)`, where its table says what they are.

use graph_endpoint_schema::naming::field_name;

use super::types::Hint;
use crate::read::{Property, Section};

/// The path with a placeholder for each argument that the page's table of parameters names. One that can have no other
/// value, `filterByCurrentUser(on='reviewer')`, stays.
pub(super) fn open(path: &str, properties: &[Property]) -> String {
    let Some((before, rest)) = path.split_once('(') else { return path.to_owned() };
    let Some((inside, after)) = rest.split_once(')') else { return path.to_owned() };
    let arguments: Vec<String> = inside.split(',').map(|argument| opened(argument, properties)).collect();
    format!("{before}({}){}", arguments.join(","), open(after, properties))
}

fn opened(argument: &str, properties: &[Property]) -> String {
    let Some((name, value)) = argument.split_once('=') else { return argument.to_owned() };
    let is_it = |property: &&Property| {
        property.section == Section::Parameters && field_name(&property.name) == field_name(name.trim())
    };
    let is_open = value.contains(['{', '<', '@']);
    let can_differ = properties.iter().find(is_it).is_some_and(|property| {
        let hint = Hint::of(property);
        hint.leaf.is_some() || hint.members.len() > 1
    });
    let quotes = value.len() > 1 && value.starts_with('\'') && value.ends_with('\'');
    let is_literal = quotes || value.parse::<f64>().is_ok() || matches!(value, "true" | "false");
    match (is_literal && can_differ && !is_open, quotes) {
        (false, _) => argument.to_owned(),
        (true, true) => format!("{name}='{{{}}}'", name.trim()),
        (true, false) => format!("{name}={{{}}}", name.trim()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_of_the_table() {
        let row = |name: &str, ty: &str| Property {
            name: name.to_owned(),
            ty: ty.to_owned(),
            description: String::new(),
            section: Section::Parameters,
            line: 1,
            members: Vec::new(),
        };
        let rows = [row("width", "Int32"), row("fittingMode", "String"), row("on", "filterOptions")];
        for (path, expected) in [
            (
                "/charts/image(width=0,height=0,fittingMode='fit')",
                "/charts/image(width={width},height=0,fittingMode='{fittingMode}')",
            ),
            ("/a(width={w})/b(width=1)/c", "/a(width={w})/b(width={width})/c"),
            ("/items/filterByCurrentUser(on='reviewer')", "/items/filterByCurrentUser(on='reviewer')"),
            ("/a(width=@width)", "/a(width=@width)"),
            ("/a(b", "/a(b"),
            ("/a('x')", "/a('x')"),
        ] {
            assert_eq!(open(path, &rows), expected);
        }
    }
}
