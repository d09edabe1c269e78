//! `cargo graph permissions`: what the crate's endpoints need together.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cargo_graph::permissions::{Held, Kind, Needed, Token, needed};
use cargo_graph::source::Source;
use clap::{Args, ValueEnum};
use serde_json::{Map, Value, json};

use super::list::place;
use super::sources;

/// Print the permissions that your crate's endpoints need together, least privileged first
///
/// Of each endpoint's list (`permissions(delegated = [..], application = [..])`) the first one, unless another that is
/// needed anyway does for it as well.
#[derive(Args)]
#[command(after_long_help = EXIT_CODES)]
pub(crate) struct Permissions {
    #[command(flatten)]
    source: sources::Crate,
    #[command(flatten)]
    table: sources::Published,
    /// Compare each endpoint's lists with the published table
    #[arg(long, conflicts_with = "token")]
    check: bool,
    /// Compare with what an access token has, offline: what it lacks, and what it has beyond what is needed. The token
    /// is never printed; `-` is stdin
    #[arg(long, value_name = "FILE")]
    token: Option<PathBuf>,
    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Printed,
    /// For `required-resource-access`, the ids of the permissions, which no published table has: the response of Graph's
    /// `GET /servicePrincipals(appId='00000003-0000-0000-c000-000000000000')?$select=appRoles,oauth2PermissionScopes`, or
    /// what `az ad sp show --id 00000003-0000-0000-c000-000000000000` prints
    #[arg(long, value_name = "FILE")]
    ids: Option<PathBuf>,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done; with `--check` nothing differs, with `--token` nothing is lacking and nothing is too much
  1  something differs
  2  it could not be done";

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Printed {
    /// For people
    Text,
    /// For programs: one JSON object
    Json,
    /// The property of an app registration's manifest
    RequiredResourceAccess,
}

/// Where the ids are.
const NO_IDS: &str = "the ids of the permissions are missing; save the response of GET /servicePrincipals(appId='00000003-0000-0000-c000-000000000000')?$select=appRoles,oauth2PermissionScopes, and name that file with `--ids`";

/// Microsoft Graph, among the resources that an app can have permissions for.
const GRAPH: &str = "00000003-0000-0000-c000-000000000000";

impl Permissions {
    pub(crate) fn run(self) -> Result<ExitCode, String> {
        let source = self.source.read()?;
        if self.check {
            return self.compare(&source);
        }
        if let Some(file) = &self.token {
            return self.against(file, &source);
        }
        let all: Vec<(Kind, Needed)> =
            Kind::ALL.into_iter().map(|kind| (kind, needed(kind, endpoints(&source)))).collect();
        match self.format {
            Printed::Text => print(&all),
            Printed::Json => println!("{:#}", json(&all)),
            Printed::RequiredResourceAccess => println!("{:#}", self.manifest(&all)?),
        }
        Ok(ExitCode::SUCCESS)
    }

    fn compare(&self, source: &Source) -> Result<ExitCode, String> {
        let table = self.table.load()?;
        let mut found = Vec::new();
        for endpoint in &source.endpoints {
            for mismatch in table.mismatches(endpoint.method(), endpoint.path(), &endpoint.permissions) {
                found.push((endpoint, mismatch.message));
            }
        }
        if self.format == Printed::Json {
            let found: Vec<Value> = found
                .iter()
                .map(|(endpoint, message)| {
                    json!({ "name": endpoint.name, "place": place(endpoint), "message": message })
                })
                .collect();
            println!("{:#}", json!({ "differences": found }));
        } else {
            for (endpoint, message) in &found {
                println!("{}: {}: {message}", place(endpoint), endpoint.name);
            }
            eprintln!("{} endpoints, {} differences", source.endpoints.len(), found.len());
        }
        Ok(code(found.is_empty()))
    }

    fn against(&self, file: &Path, source: &Source) -> Result<ExitCode, String> {
        let token = Token::parse(&text_of(file)?)?;
        let held = token.against(endpoints(source));
        let Held { lacking, unused, too_much } = &held;
        if self.format == Printed::Json {
            let pairs = |pairs: &[(String, String)], a: &str, b: &str| {
                pairs.iter().map(|(one, other)| json!({ a: one, b: other })).collect::<Vec<_>>()
            };
            println!(
                "{:#}",
                json!({
                    "kind": token.kind.name(),
                    "permissions": token.permissions,
                    "lacking": pairs(lacking, "endpoint", "permission"),
                    "unused": unused,
                    "tooMuch": pairs(too_much, "permission", "enough"),
                })
            );
        } else {
            println!("the token is {}: {}", token.kind.name(), token.permissions.join(", "));
            for (endpoint, permission) in lacking {
                println!("lacks {permission}, for {endpoint}");
            }
            for permission in unused {
                println!("has {permission}, which nothing needs");
            }
            for (permission, enough) in too_much {
                println!("has {permission}, where {enough} would do");
            }
        }
        Ok(code(held == Held::default()))
    }

    fn manifest(&self, all: &[(Kind, Needed)]) -> Result<Value, String> {
        let Some(file) = &self.ids else { return Err(NO_IDS.to_owned()) };
        let fail = |message: String| format!("{}: {message}", file.display());
        let ids: Value = serde_json::from_str(&text_of(file)?)
            .map_err(|error| fail(format!("this is no JSON: {error}")))?;
        let id = |list: &str, name: &str| {
            let known = ids
                .get(list)?
                .as_array()?
                .iter()
                .find(|known| known.get("value").is_some_and(|value| value == name))?;
            known.get("id")?.as_str().map(str::to_owned)
        };
        let mut access: Vec<Value> = Vec::new();
        for (kind, needed) in all {
            let (list, ty) = match kind {
                Kind::Application => ("appRoles", "Role"),
                Kind::Delegated | Kind::DelegatedPersonal => ("oauth2PermissionScopes", "Scope"),
            };
            for name in needed.permissions.keys() {
                let id = id(list, name).ok_or_else(|| fail(format!("`{name}` is not in its `{list}`")))?;
                let one = json!({ "id": id, "type": ty });
                if !access.contains(&one) {
                    access.push(one);
                }
            }
        }
        Ok(json!([{ "resourceAppId": GRAPH, "resourceAccess": access }]))
    }
}

fn endpoints(source: &Source) -> impl Iterator<Item = (&str, &cargo_graph::Permissions)> {
    source.endpoints.iter().map(|endpoint| (endpoint.name.as_str(), &endpoint.permissions))
}

fn code(is_fine: bool) -> ExitCode {
    if is_fine { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

fn text_of(file: &Path) -> Result<String, String> {
    if file == Path::new("-") {
        let mut text = String::new();
        let read = std::io::stdin().read_to_string(&mut text);
        return read.map(|_| text).map_err(|error| format!("can't read stdin: {error}"));
    }
    fs::read_to_string(file).map_err(|error| format!("can't read {}: {error}", file.display()))
}

fn print(all: &[(Kind, Needed)]) {
    for (kind, needed) in all.iter().filter(|(_, needed)| !needed.permissions.is_empty()) {
        println!("{}:", kind.name());
        for (permission, endpoints) in &needed.permissions {
            println!("  {permission}  ({})", endpoints.join(", "));
        }
    }
    // An endpoint that says nothing of any kind says nothing at all.
    let silent = |name: &&String| all.iter().all(|(_, needed)| needed.silent.contains(name));
    let silent: Vec<&str> = all
        .first()
        .into_iter()
        .flat_map(|(_, needed)| &needed.silent)
        .filter(silent)
        .map(String::as_str)
        .collect();
    if !silent.is_empty() {
        eprintln!("warning: these declare no permissions: {}", silent.join(", "));
    }
}

fn json(all: &[(Kind, Needed)]) -> Value {
    let mut out = Map::new();
    for (kind, needed) in all {
        out.insert(
            kind.name().to_owned(),
            json!({ "permissions": needed.permissions, "undeclared": needed.silent }),
        );
    }
    Value::Object(out)
}
