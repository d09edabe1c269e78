//! SECURITY.md names a test for each rule: all of them are there.

use std::path::Path;

#[test]
fn each_rule_has_its_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let text = std::fs::read_to_string(root.join("SECURITY.md")).unwrap();
    let rules: Vec<_> = text.lines().filter(|line| line.starts_with("| ") && line.contains(".rs")).collect();
    assert!(rules.len() > 20, "{}", rules.len());
    for rule in rules {
        let named = rule.split('`').find(|span| span.contains(".rs::")).unwrap_or_else(|| panic!("{rule}"));
        let (file, test) = named.split_once("::").unwrap();
        let source = std::fs::read_to_string(root.join(file)).unwrap_or_else(|_| panic!("no file {file}"));
        assert!(source.contains(&format!("fn {test}()")), "no test {test} in {file}");
        assert!(source.contains("#[test]") || source.contains("#[tokio::test"), "{file}");
    }
    // A rule without a test would be a promise.
    let holds = text.split("## What holds").nth(1).unwrap().split("## What is not covered").next().unwrap();
    for line in holds.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| -")) {
        assert!(line.starts_with("| rule |") || line.contains(".rs::"), "{line}");
    }
}
