//! Pages: the file that `cargo graph new` writes for each compiles without a warning, builds the page's requests again and
//! reads its responses; and the page's own expectations hold.
//!
//! These stand in a comment of the page, a line each:
//!
//! ```text
//! <!-- expect
//! has: response = Page<Channel>
//! lacks: Value
//! warns: a comma behind the last item
//! -->
//! ```
//!
//! A page that expects anything expects each of its warnings: one that is not named is a gap, as is a name without its
//! warning.

use std::fs;
use std::path::{Path, PathBuf};

use cargo_graph::{
    Content, Example, Options, Reading, Response, Warning, declarable, declare_all, file, merged,
    object_in_value, operations, read_with,
};

use crate::corpus::{Case, versioned};
use crate::generate::Workspace;
use crate::judge::{Keeps, judge};
use crate::plan::{Module, line};
use crate::report::Report;

/// Checks every page of the folders.
pub(crate) fn check(workspace: &Workspace, folders: &[PathBuf], report: &mut Report) -> Result<(), String> {
    let mut cases = Vec::new();
    let mut modules = Vec::new();
    for path in paths(folders)? {
        let text =
            fs::read_to_string(&path).map_err(|error| format!("can't read {}: {error}", path.display()))?;
        match module(&path, &text, modules.len(), &mut cases, report) {
            Ok(module) => modules.push(module),
            Err(message) => report.gap(&path.display().to_string(), &message),
        }
    }
    report.examples = cases.len();
    report.declarations = modules.iter().map(|module| module.endpoints.len()).sum();
    let outcomes = workspace.run(&modules, report)?;
    judge(&cases, &outcomes, Keeps::Meaning, report);
    Ok(())
}

fn paths(folders: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let mut paths = Vec::new();
    for folder in folders {
        let fail = |error: std::io::Error| format!("can't read {}: {error}", folder.display());
        for entry in fs::read_dir(folder).map_err(fail)? {
            let path = entry.map_err(fail)?.path();
            let is_page = path.extension().is_some_and(|extension| extension == "md");
            if is_page && path.file_name().is_some_and(|name| name != "README.md") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    Ok(paths)
}

/// The module of a page; its examples go into `cases`.
fn module(
    path: &Path,
    text: &str,
    number: usize,
    cases: &mut Vec<Case>,
    report: &mut Report,
) -> Result<Module, String> {
    let title = path.display().to_string();
    let folder = path.parent().unwrap_or(Path::new(""));
    let reading = read_with(text, &mut |path| fs::read_to_string(folder.join(path)).ok());
    let reading = declarable(reading.map_err(|error| error.to_string())?);
    let Reading { examples, mut warnings } = reading.map_err(|error| error.to_string())?;
    let options = Options::default();
    let declarations =
        declare_all(examples.clone(), &options, &mut warnings).map_err(|error| error.message)?;
    let declarations = merged(&declarations);
    let source = file(&declarations);
    for problem in Expectations::of(text).problems(&source, &warnings) {
        report.gap(&title, &problem);
    }
    let operations = operations(&examples, &options);
    if operations.len() != declarations.len() {
        return Err(format!("{} operations are {} declarations", operations.len(), declarations.len()));
    }
    let name = format!("page{number:03}");
    let mut module = Module {
        name: name.clone(),
        source,
        endpoints: Vec::new(),
        is_strict: true,
        title: title.clone(),
        cases: Vec::new(),
        lines: Vec::new(),
    };
    for (operation, declaration) in operations.iter().zip(&declarations) {
        module.endpoints.push(declaration.endpoint.name.clone());
        for (example, _) in &operation.examples {
            let case = case(format!("{title}#{}", cases.len()), example, &operation.version);
            module.lines.push(line(&name, &declaration.endpoint.name, &case));
            module.cases.push(cases.len());
            cases.push(case);
        }
    }
    Ok(module)
}

fn case(id: String, example: &Example, version: &str) -> Case {
    let mut example = example.clone();
    example.responses.iter_mut().for_each(unwrap);
    example.request.url = versioned(&example.request.url, version);
    Case { id, example, declared: Vec::new(), area: String::new() }
}

/// Takes the object out of `value`, as the service sends it.
fn unwrap(response: &mut Response) {
    let Content::Json(json) = response.content() else { return };
    let body = response.body.as_deref().filter(|_| object_in_value(&json).is_some());
    let body = body.and_then(|body| serde_json::from_str::<serde_json::Value>(body).ok());
    if let Some(inner) = body.and_then(|body| body.get("value").map(ToString::to_string)) {
        response.body = Some(inner);
    }
}

/// What a page says of its own declarations.
#[derive(Default)]
struct Expectations<'a> {
    has: Vec<&'a str>,
    lacks: Vec<&'a str>,
    warns: Vec<&'a str>,
    is_there: bool,
}

impl<'a> Expectations<'a> {
    fn of(text: &'a str) -> Self {
        let mut found = Self::default();
        let Some((_, rest)) = text.split_once("<!-- expect") else { return found };
        found.is_there = true;
        for line in rest.split("-->").next().unwrap_or_default().lines() {
            match line.trim().split_once(": ") {
                Some(("has", text)) => found.has.push(text),
                Some(("lacks", text)) => found.lacks.push(text),
                Some(("warns", text)) => found.warns.push(text),
                _ => {}
            }
        }
        found
    }

    fn problems(&self, source: &str, warnings: &[Warning]) -> Vec<String> {
        let mut problems = Vec::new();
        let missing = self.has.iter().filter(|text| !source.contains(**text));
        problems.extend(missing.map(|text| format!("`{text}` is not written")));
        let wrong = self.lacks.iter().filter(|text| source.contains(**text));
        problems.extend(wrong.map(|text| format!("`{text}` is written")));
        let said: Vec<String> = warnings.iter().map(ToString::to_string).collect();
        let silent = self.warns.iter().filter(|text| !said.iter().any(|warning| warning.contains(**text)));
        problems.extend(silent.map(|text| format!("there is no warning of `{text}`")));
        let expected = |warning: &&String| self.warns.iter().any(|text| warning.contains(*text));
        let more = said.iter().filter(|warning| self.is_there && !expected(warning));
        problems.extend(more.map(|warning| format!("a warning that isn't expected: {warning}")));
        problems
    }
}
