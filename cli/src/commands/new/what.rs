//! What is declared: an operation of the schema, or what an example shows.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

use cargo_graph::model::Declaration;
use cargo_graph::template::Template;
use cargo_graph::url::Url;
use cargo_graph::{
    Call, Example, Options, Reading, Selection, Warning, declarable, declare_all, generate, read_with, refine,
};
use clap::Args;
use graph_endpoint_schema::snapshot::Snapshot;

use crate::commands::sources::{Published, Schema};
use crate::commands::{Failure, denied, text_of};

#[derive(Args)]
pub(crate) struct What {
    /// `GET`, `POST`, `PATCH`, `PUT` or `DELETE`
    #[arg(required_unless_present = "example", conflicts_with = "example", requires = "of_operation")]
    method: Option<String>,
    /// The path with its placeholders, as in `/users/{id}`
    #[arg(value_name = "PATH", id = "of_operation")]
    of_operation: Option<String>,
    /// A documentation page, a bare HTTP message, a `curl` transcript or an `.http` file; `-` is stdin
    #[arg(long, value_name = "FILE")]
    example: Option<PathBuf>,
    /// The struct's name, instead of one made from the page's title or the path
    #[arg(long, value_parser = type_name)]
    name: Option<String>,
    #[command(flatten)]
    schema: Schema,
    #[command(flatten)]
    permissions: Published,
    /// The properties of the response, as in `id,manager/id`: asked for by `$select` and `$expand`
    #[arg(long, value_name = "PROPERTIES", conflicts_with = "example")]
    select: Option<String>,
    /// The properties of the body, as in `displayName,passwordProfile/password`
    #[arg(long, value_name = "PROPERTIES", conflicts_with = "example")]
    body: Option<String>,
    /// How many types deep to declare what stands in the call; what is deeper is `Untyped`
    #[arg(long, default_value_t = 3, conflicts_with = "example")]
    depth: usize,
    /// The version of the API, if the path doesn't begin with one
    #[arg(long = "api-version", alias = "version", value_name = "VERSION", default_value = "v1.0")]
    version: String,
    /// Of an example, the path with its placeholders, instead of one inferred from the URL
    #[arg(long, value_name = "PATH", requires = "example")]
    path: Option<String>,
    /// Only the example with this number; 1 is the first
    #[arg(long, value_name = "NUMBER", requires = "example")]
    pick: Option<usize>,
    /// Keep what nobody declares by hand: `@odata.context`, and null apart from absent in responses too
    #[arg(long, requires = "example")]
    exact: bool,
    /// Write dates and times as jiff's types (the feature `jiff` of graph-endpoint)
    #[arg(long)]
    jiff: bool,
    /// Write GUIDs as `uuid::Uuid` (the feature `uuid` of graph-endpoint)
    #[arg(long)]
    uuid: bool,
    /// Fail if anything was not read, or not read as it stands
    #[arg(long)]
    deny_warnings: bool,
}

/// Declarations, and whether their warnings fail.
pub(crate) struct Declarations {
    pub(crate) declarations: Vec<Declaration>,
    denied: Option<String>,
}

impl Declarations {
    /// After everything is written: whether it counts as done.
    pub(crate) fn verdict(self) -> Result<ExitCode, Failure> {
        self.denied.map_or(Ok(ExitCode::SUCCESS), |message| Err(Failure::found(message)))
    }
}

impl What {
    pub(crate) fn declarations(&self) -> Result<Declarations, String> {
        match &self.example {
            Some(file) => self.of_example(file),
            None => self.of_schema(),
        }
    }

    fn options(&self) -> Options {
        Options {
            name: self.name.clone(),
            template: self.path.clone(),
            exact: self.exact,
            jiff: self.jiff,
            uuid: self.uuid,
        }
    }

    fn of_schema(&self) -> Result<Declarations, String> {
        let method = self.method.as_deref().unwrap_or_default().to_ascii_uppercase();
        let url = Url::parse(self.of_operation.as_deref().unwrap_or_default());
        let path = format!("/{}", url.path.trim_matches('/'));
        let version = url.version.unwrap_or_else(|| self.version.clone());
        let snapshot = self.schema.load(&version)?;
        let permissions = self.permissions.find()?.and_then(|table| table.of(&method, &path));
        let call = Call {
            method: &method,
            path: &path,
            version: &version,
            select: Selection::parse(self.select.as_deref().unwrap_or_default()),
            body: Selection::parse(self.body.as_deref().unwrap_or_default()),
            depth: self.depth,
            permissions: permissions.unwrap_or_default(),
        };
        let declaration = generate(&snapshot, &call, &self.options())?;
        Ok(Declarations { declarations: vec![declaration], denied: None })
    }

    fn of_example(&self, file: &Path) -> Result<Declarations, String> {
        let name = file.display().to_string();
        let fail = |message: String| format!("{name}: {message}");
        let text = text_of(file, "the example").map_err(|message| match self.mistaken(file) {
            Some(instead) => format!("can't read {name}: {instead}"),
            None => message,
        })?;
        let folder = file.parent().map(Path::to_path_buf).unwrap_or_default();
        let reading =
            read_with(&text, &mut |path| included(&folder, path)).map_err(|error| fail(error.to_string()))?;
        let Reading { mut examples, mut warnings } =
            declarable(reading).map_err(|error| fail(error.to_string()))?;
        if let Some(number) = self.pick {
            let count = examples.len();
            let picked = number.checked_sub(1).and_then(|index| examples.into_iter().nth(index));
            let are = if count == 1 { "is" } else { "are" };
            let message = || fail(format!("there is no example {number}; there {are} {count}"));
            examples = vec![picked.ok_or_else(message)?];
        }
        self.fits(&examples, &mut warnings).map_err(fail)?;
        let options = self.options();
        let mut result = declare_all(examples, &options, &mut warnings);
        if let Ok(declarations) = &mut result {
            self.ask_the_schema(declarations, &options, &mut warnings)?;
        }
        let mut said = BTreeSet::new();
        warnings.retain(|Warning { line, message }| said.insert((*line, message.clone())));
        for Warning { line, message } in &warnings {
            match line {
                0 => eprintln!("warning: {name}: {message}"),
                line => eprintln!("warning: {name}:{line}: {message}"),
            }
        }
        let declarations = result.map_err(|error| fail(error.message))?;
        let is_denied = self.deny_warnings && !warnings.is_empty();
        let denied = is_denied.then(|| fail(denied(warnings.len())));
        Ok(Declarations { declarations, denied })
    }

    /// What to write where the file of an example is none: the address of a page, or the path of an operation.
    fn mistaken(&self, file: &Path) -> Option<String> {
        let name = file.to_str()?;
        if name.contains("://") {
            let instead = "this is an address, and only files are read; save what is there, or give it on stdin to `--example -`";
            return Some(instead.to_owned());
        }
        let is_path = name.starts_with('/') && !file.exists() && file.extension().is_none();
        is_path.then(|| {
            format!("there is no such file; for an operation's path write `cargo graph new GET {name}`")
        })
    }

    /// Whether the path of the arguments is that of the examples: of one at least, with a warning for each other one.
    fn fits(&self, examples: &[Example], warnings: &mut Vec<Warning>) -> Result<(), String> {
        let Some(path) = &self.path else { return Ok(()) };
        let template = Template::parse(path);
        let is_other = |example: &&Example| {
            let path = Url::parse(&example.request.url).path;
            template.matching(path.trim_end_matches('/')).is_none()
        };
        let others: Vec<&Example> = examples.iter().filter(is_other).collect();
        if others.len() == examples.len() {
            return Err(format!(
                "no example calls `{path}`; write the path that one calls, with placeholders"
            ));
        }
        warnings.extend(others.into_iter().map(|example| {
            let message = format!("this request is not one of `{path}`; its own path is taken");
            Warning { line: example.request.line, message }
        }));
        Ok(())
    }

    /// What an example is held against. Types have no version: where there is none of a call's own version, the checks ask
    /// the other's.
    fn snapshot(&self, version: &str, warnings: &mut Vec<Warning>) -> Result<Option<Snapshot>, String> {
        if self.exact {
            return Ok(None);
        }
        let own = self.schema.find(version)?;
        let snapshot = if own.is_some() { own } else { self.schema.find("v1.0")? };
        if let Some(other) = snapshot.as_ref().map(|snapshot| &snapshot.header().version)
            && other != version
        {
            let message =
                format!("there is no snapshot of {version}; what {other} has of its types is taken");
            warnings.push(Warning { line: 0, message });
        }
        Ok(snapshot)
    }

    /// Each declaration with the snapshot of its own version, and the permissions that no page said.
    fn ask_the_schema(
        &self,
        declarations: &mut [Declaration],
        options: &Options,
        warnings: &mut Vec<Warning>,
    ) -> Result<(), String> {
        let table = self.permissions.find()?;
        for declaration in declarations.iter_mut() {
            let version = declaration.endpoint.version.clone().unwrap_or_else(|| "v1.0".to_owned());
            if let Some(snapshot) = self.snapshot(&version, warnings)? {
                refine(std::slice::from_mut(declaration), &snapshot, options, warnings);
            }
            let endpoint = &mut declaration.endpoint;
            if endpoint.permissions == cargo_graph::Permissions::default() {
                let published = table.as_ref().and_then(|table| table.of(&endpoint.method, &endpoint.path));
                endpoint.permissions = published.unwrap_or_default();
            }
        }
        Ok(())
    }
}

/// A name that a struct can have.
fn type_name(text: &str) -> Result<String, String> {
    match syn::parse_str::<syn::Ident>(text) {
        Ok(name) => Ok(name.to_string()),
        Err(_) => Err("this is no name of a struct; write one like `ListUsers`".to_owned()),
    }
}

/// A file that a page includes, by its path beside the page. Only other pages are read.
fn included(folder: &Path, path: &str) -> Option<String> {
    let path = Path::new(path.trim_start_matches('~').trim_start_matches('/'));
    let is_plain = path
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::ParentDir | Component::CurDir));
    let is_page = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"));
    fs::read_to_string(folder.join(path)).ok().filter(|_| is_plain && is_page)
}
