//! What annotations mean for paths and bodies, as the words that a snapshot has for it.
//! <https://github.com/oasis-tcs/odata-vocabularies>

use super::model::Facts;
use super::xml::Element;

/// The facts among the annotations that stand in an element.
pub(super) fn facts(element: &Element, qualify: &dyn Fn(&str) -> String) -> Facts {
    let mut facts = Facts::new();
    for annotation in element.children("Annotation") {
        let term = annotation.attribute("Term").unwrap_or_default();
        let term = term.strip_prefix("Org.OData.").unwrap_or(term);
        add(term, annotation, qualify, &mut facts);
    }
    facts
}

fn add(term: &str, annotation: &Element, qualify: &dyn Fn(&str) -> String, facts: &mut Facts) {
    let mut flag = |is_so: Option<bool>, yes: &str, no: &str| {
        let word = match is_so {
            Some(true) => yes,
            Some(false) => no,
            None => "",
        };
        if !word.is_empty() {
            facts.insert(word.to_owned());
        }
    };
    // A tag without a value is a yes.
    let itself = Some(annotation.attribute("Bool") != Some("false"));
    match term {
        "Core.V1.Computed" => flag(itself, "computed", ""),
        "Core.V1.Permissions" => {
            let reads_only =
                annotation.children("EnumMember").all(|member| member.text.ends_with("Permission/Read"));
            flag(Some(reads_only && annotation.children("EnumMember").next().is_some()), "computed", "");
        }
        "Core.V1.Immutable" => flag(itself, "immutable", ""),
        "Core.V1.OptionalParameter" => flag(itself, "optional", ""),
        "Core.V1.RequiresExplicitBinding" => flag(itself, "explicit", ""),
        "Capabilities.V1.IndexableByKey" => flag(itself, "", "no-key"),
        "Capabilities.V1.InsertRestrictions" => {
            flag(bool_of(annotation, &["Insertable"]), "insert", "no-insert");
        }
        "Capabilities.V1.DeleteRestrictions" => {
            flag(bool_of(annotation, &["Deletable"]), "delete", "no-delete");
        }
        "Capabilities.V1.CountRestrictions" => flag(bool_of(annotation, &["Countable"]), "count", "no-count"),
        "Capabilities.V1.FilterRestrictions" => {
            flag(bool_of(annotation, &["Filterable"]), "filter", "no-filter");
        }
        "Capabilities.V1.SortRestrictions" => flag(bool_of(annotation, &["Sortable"]), "sort", "no-sort"),
        "Capabilities.V1.SearchRestrictions" => {
            flag(bool_of(annotation, &["Searchable"]), "search", "no-search");
        }
        "Capabilities.V1.TopSupported" => flag(itself, "top", "no-top"),
        "Capabilities.V1.SkipSupported" => flag(itself, "skip", "no-skip"),
        "Capabilities.V1.ReadRestrictions" => {
            flag(bool_of(annotation, &["Readable"]), "read", "no-read");
            flag(bool_of(annotation, &["ReadByKeyRestrictions", "Readable"]), "", "no-read-by-key");
        }
        "Capabilities.V1.UpdateRestrictions" => {
            flag(bool_of(annotation, &["Updatable"]), "update", "no-update");
            flag(bool_of(annotation, &["Upsertable"]), "upsert", "");
            let method = property(annotation, "UpdateMethod")
                .and_then(|value| value.children("EnumMember").next())
                .and_then(|member| member.text.rsplit('/').next());
            flag(Some(method == Some("PUT")), "put", "");
        }
        "Capabilities.V1.NavigationRestrictions" => {
            flag(bool_of(annotation, &["Referenceable"]), "ref", "no-ref");
            let restricted = property(annotation, "RestrictedProperties").into_iter().flat_map(records);
            let own = restricted.filter(|record| named(record, "NavigationProperty").is_none());
            let by_key = own
                .filter_map(|record| named(record, "IndexableByKey"))
                .any(|v| v.attribute("Bool") == Some("false"));
            flag(Some(by_key), "no-key", "");
        }
        "Core.V1.ExplicitOperationBindings" => {
            let names =
                annotation.children("Collection").flat_map(|collection| collection.children("String"));
            facts.extend(names.map(|name| format!("binds={}", qualify(&name.text))));
        }
        "Validation.V1.DerivedTypeConstraint" => {
            let names =
                annotation.children("Collection").flat_map(|collection| collection.children("String"));
            facts.extend(names.map(|name| format!("derived={}", qualify(&name.text))));
        }
        "Core.V1.AlternateKeys" => facts.extend(records(annotation).filter_map(alternate_key)),
        "Core.V1.Revisions" => facts.extend(records(annotation).find_map(deprecation).into_iter().flatten()),
        _ => {}
    }
}

/// `alt=appId`, `alt=first+second`; `alias:property` where the two differ.
fn alternate_key(record: &Element) -> Option<String> {
    let parts: Option<Vec<String>> = records(named(record, "Key")?)
        .map(|part| {
            let text = |name: &str| {
                let value = named(part, name)?;
                let attribute = value.attribute("String").or_else(|| value.attribute("PropertyPath"));
                attribute
                    .or_else(|| value.children.first().map(|child| child.text.as_str()))
                    .map(str::to_owned)
            };
            let name = text("Name")?;
            let alias = text("Alias").unwrap_or_else(|| name.clone());
            Some(if alias == name { name } else { format!("{alias}:{name}") })
        })
        .collect();
    parts.filter(|parts| !parts.is_empty()).map(|parts| format!("alt={}", parts.join("+")))
}

/// `deprecated=2024-04-10`, `removed=2025-01-31`, `use=..`, where the record says so.
fn deprecation(record: &Element) -> Option<Vec<String>> {
    let is_deprecation = named(record, "Kind")?
        .children("EnumMember")
        .any(|kind| kind.text.ends_with("RevisionKind/Deprecated"));
    is_deprecation.then(|| {
        let date = |name: &str| named(record, name).and_then(|value| value.attribute("Date"));
        let since = format!("deprecated={}", date("Date").unwrap_or("unknown"));
        let until = date("RemovalDate").map(|date| format!("removed={date}"));
        // Which of the words behind these is a name is seen when all names are known.
        let text =
            named(record, "Description").and_then(|value| value.attribute("String")).unwrap_or_default();
        let behind = [" use ", " Use ", " refer to "].iter().find_map(|word| text.split_once(word));
        let words = behind.map(|(_, words)| words.split(|c: char| !c.is_ascii_alphanumeric() && c != '_'));
        let words = words.map(|words| format!("use={}", words.collect::<Vec<_>>().join(",")));
        std::iter::once(since).chain(until).chain(words).collect()
    })
}

/// The yes or no behind a path of property names.
fn bool_of(annotation: &Element, path: &[&str]) -> Option<bool> {
    let (first, rest) = path.split_first()?;
    let mut value = property(annotation, first)?;
    for name in rest {
        value = property(value, name)?;
    }
    match value.attribute("Bool")? {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// A value of the record in an annotation or a value.
fn property<'e>(element: &'e Element, name: &str) -> Option<&'e Element> {
    element.children("Record").find_map(|record| named(record, name))
}

fn named<'e>(record: &'e Element, name: &str) -> Option<&'e Element> {
    record
        .children
        .iter()
        .find(|value| value.name == "PropertyValue" && value.attribute("Property") == Some(name))
}

/// The records of the collection in an annotation or a value.
fn records(element: &Element) -> impl Iterator<Item = &Element> {
    element.children("Collection").flat_map(|collection| collection.children("Record"))
}
