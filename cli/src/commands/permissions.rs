//! `cargo graph permissions`: what the crate's endpoints need together.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::SystemTime;

use cargo_graph::permissions::{Held, Kind, Needed, Token, needed};
use cargo_graph::source::{Endpoint, Source};
use clap::{Args, ValueEnum};
use graph_endpoint_schema::naming::camel_case;
use serde_json::{Map, Value, json};

use super::list::place;
use super::{Failure, counted, sources, text_of};

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
    /// Compare with what an access token for Microsoft Graph has, offline: what it lacks, and what it has beyond what is
    /// needed. The token alone, or the JSON that it came in. It is never printed; `-` is stdin
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
Examples:
  cargo graph permissions
  cargo graph permissions --check --permissions permissions.json
  az account get-access-token --resource-type ms-graph | cargo graph permissions --token -

Exit codes:
  0  done; with `--check` nothing differs, with `--token` nothing is lacking and nothing is too much
  1  something differs, or was not read with `--deny-warnings`
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
    pub(crate) fn run(self) -> Result<ExitCode, Failure> {
        let source = self.source.read()?;
        if self.check {
            return Ok(self.compare(&source)?);
        }
        if let Some(file) = &self.token {
            return Ok(self.against(file, &source)?);
        }
        let all: Vec<(Kind, Needed)> =
            Kind::ALL.into_iter().map(|kind| (kind, needed(kind, endpoints(&source)))).collect();
        match self.format {
            Printed::Text => {
                super::print(&text(&all))?;
                warn(&all, source.endpoints.len());
            }
            Printed::Json => super::print(&format!("{:#}\n", json(&all)))?,
            Printed::RequiredResourceAccess => super::print(&format!("{:#}\n", self.manifest(&all)?))?,
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
            super::print(&format!("{:#}\n", json!({ "differences": found })))?;
        } else {
            let line = |(endpoint, message): &(&Endpoint, String)| {
                format!("{}: {}: {message}\n", place(endpoint), endpoint.name)
            };
            super::print(&found.iter().map(line).collect::<String>())?;
            eprintln!(
                "{}, {}",
                counted(source.endpoints.len(), "endpoint"),
                counted(found.len(), "difference")
            );
        }
        Ok(code(found.is_empty()))
    }

    fn against(&self, file: &Path, source: &Source) -> Result<ExitCode, String> {
        let fail = |message: String| format!("{}: {message}", file.display());
        let token = Token::parse(&text_of(file, "the token")?).map_err(fail)?;
        let held = token.against(endpoints(source));
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let is_expired = token.is_expired(now.as_secs());
        if self.format == Printed::Json {
            super::print(&format!("{:#}\n", token_json(&token, is_expired, &held)))?;
            return Ok(code(held == Held::default()));
        }
        super::print(&token_text(&token, &held))?;
        if is_expired {
            eprintln!("note: the token has expired; it is compared all the same");
        }
        if token.directory_roles > 0 {
            eprintln!(
                "note: the token also has {} roles in the directory, which allow what no permission here shows",
                token.directory_roles
            );
        }
        Ok(code(held == Held::default()))
    }

    fn manifest(&self, all: &[(Kind, Needed)]) -> Result<Value, String> {
        let Some(file) = &self.ids else { return Err(NO_IDS.to_owned()) };
        let fail = |message: String| format!("{}: {message}", file.display());
        let ids: Value = serde_json::from_str(&text_of(file, "the ids")?)
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

fn token_text(token: &Token, held: &Held) -> String {
    let permissions = match token.permissions.as_slice() {
        [] => "no permissions".to_owned(),
        names => names.join(", "),
    };
    let mut text = format!("the token is {}: {permissions}\n", token.kind.name());
    for (endpoint, permission) in &held.lacking {
        text.push_str(&format!("lacks {permission}, for {endpoint}\n"));
    }
    for permission in &held.unused {
        text.push_str(&format!("has {permission}, which nothing needs\n"));
    }
    for (permission, enough) in &held.too_much {
        text.push_str(&format!("has {permission}, where {enough} would do\n"));
    }
    text
}

fn token_json(token: &Token, is_expired: bool, held: &Held) -> Value {
    let pairs = |pairs: &[(String, String)], a: &str, b: &str| {
        pairs.iter().map(|(one, other)| json!({ a: one, b: other })).collect::<Vec<_>>()
    };
    json!({
        "kind": token.kind.name(),
        "permissions": token.permissions,
        "expired": is_expired,
        "directoryRoles": token.directory_roles,
        "lacking": pairs(&held.lacking, "endpoint", "permission"),
        "unused": held.unused,
        "tooMuch": pairs(&held.too_much, "permission", "enough"),
    })
}

fn text(all: &[(Kind, Needed)]) -> String {
    let mut text = String::new();
    for (kind, needed) in all.iter().filter(|(_, needed)| !needed.permissions.is_empty()) {
        text.push_str(&format!("{}:\n", kind.name()));
        for (permission, endpoints) in &needed.permissions {
            text.push_str(&format!("  {permission}  ({})\n", endpoints.join(", ")));
        }
    }
    text
}

/// Of what no permissions are printed.
fn warn(all: &[(Kind, Needed)], endpoints: usize) {
    if endpoints == 0 {
        eprintln!("warning: there are no endpoints here; `--workspace` reads all members");
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
            camel_case(kind.name()),
            json!({ "permissions": needed.permissions, "undeclared": needed.silent }),
        );
    }
    Value::Object(out)
}
