//! The files of a crate, by its `mod` lines.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::ToTokens as _;
use serde_json::Value;
use syn::parse::Parser as _;
use syn::{Block, ImplItem, Item, Stmt, TraitItem, TraitItemFn};

use super::names::Names;
use super::{Place, Source, Unread, item};
use crate::rust_file;

/// Where a crate begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    /// The package.
    pub package: String,
    /// The file.
    pub file: PathBuf,
}

/// The crate roots of the package in a folder; of all members of the workspace, if `all`, or if there is no package. As
/// cargo knows them, without a network.
///
/// # Errors
/// Cargo can't read the manifest.
pub fn roots(folder: &Path, all: bool) -> Result<Vec<Root>, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(folder)
        .output()
        .map_err(|error| format!("can't run cargo: {error}"))?;
    if !output.status.success() {
        let told = String::from_utf8_lossy(&output.stderr);
        return Err(told.trim().trim_start_matches("error: ").to_owned());
    }
    let metadata: Value = serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())?;
    let list =
        |value: &Value, key: &str| value.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    let manifest = folder.ancestors().map(|folder| folder.join("Cargo.toml")).find(|file| file.exists());
    let packages = list(&metadata, "packages");
    let is_own = |package: &Value| {
        let path = text(package, "manifest_path").map(PathBuf::from);
        !all && path.is_some() && path == manifest
    };
    let has_own = packages.iter().any(is_own);
    let mut roots = Vec::new();
    for package in packages.into_iter().filter(|package| !has_own || is_own(package)) {
        let name = text(&package, "name").unwrap_or_default();
        for target in list(&package, "targets") {
            let is_build_script = list(&target, "kind").iter().any(|kind| kind == "custom-build");
            if let Some(file) = text(&target, "src_path").filter(|_| !is_build_script) {
                roots.push(Root { package: name.clone(), file: file.into() });
            }
        }
    }
    Ok(roots)
}

/// Reads these crates; a file that belongs to two is read once.
pub fn read(roots: &[Root]) -> Source {
    let mut source = Source::default();
    let mut seen = BTreeSet::new();
    for Root { package, file } in roots {
        let place = Place { package: package.clone(), file: file.clone(), ..Place::default() };
        let folder = file.parent().map(Path::to_path_buf).unwrap_or_default();
        let mut names = Names::default();
        // A `use .. as` can stand behind what it is for, so read again once all are known.
        let reader = loop {
            let mut reader =
                Reader { source: Source::default(), seen: BTreeSet::clone(&seen), names: names.clone() };
            reader.file(&place, &folder);
            if reader.names == names {
                break reader;
            }
            names = reader.names;
        };
        seen = reader.seen;
        source.endpoints.extend(reader.source.endpoints);
        source.types.extend(reader.source.types);
        source.unread.extend(reader.source.unread);
    }
    source
}

struct Reader {
    source: Source,
    seen: BTreeSet<PathBuf>,
    /// What our attributes are called in this crate.
    names: Names,
}

impl Reader {
    /// Reads a file; its modules' files stand in `folder`.
    fn file(&mut self, place: &Place, folder: &Path) {
        if !self.seen.insert(fs::canonicalize(&place.file).unwrap_or_else(|_| place.file.clone())) {
            return;
        }
        let text = match fs::read_to_string(&place.file) {
            Ok(text) => text,
            Err(error) => return self.unread(place, format!("can't read it: {error}")),
        };
        match rust_file::parse(&text) {
            Ok(file) => self.items(&file.items, place, folder),
            Err(error) => {
                let place = Place { line: error.span().start().line, ..place.clone() };
                self.unread(&place, format!("this is no Rust: {error}"));
            }
        }
    }

    fn items(&mut self, items: &[Item], place: &Place, folder: &Path) {
        for item in items {
            match item {
                Item::Use(item) => self.names.used(&item.tree),
                Item::Struct(item) => {
                    item::of_item(item.clone().into(), place, &self.names, &mut self.source);
                }
                Item::Enum(item) => item::of_item(item.clone().into(), place, &self.names, &mut self.source),
                Item::Impl(item) => {
                    for item in &item.items {
                        match item {
                            ImplItem::Fn(function) => self.statements(&function.block.stmts, place, folder),
                            ImplItem::Const(constant) => {
                                self.blocks(constant.expr.to_token_stream(), place, folder);
                            }
                            _ => {}
                        }
                    }
                }
                Item::Trait(item) => {
                    for item in &item.items {
                        if let TraitItem::Fn(TraitItemFn { default: Some(block), .. }) = item {
                            self.statements(&block.stmts, place, folder);
                        }
                    }
                }
                Item::Mod(module) => self.module(module, place, folder),
                Item::Fn(function) => self.statements(&function.block.stmts, place, folder),
                Item::Const(constant) => self.blocks(constant.expr.to_token_stream(), place, folder),
                Item::Static(constant) => self.blocks(constant.expr.to_token_stream(), place, folder),
                Item::Macro(item) => self.call(&item.mac, item.ident.as_ref(), place, folder),
                _ => {}
            }
        }
    }

    /// Items that stand in a function.
    fn statements(&mut self, statements: &[Stmt], place: &Place, folder: &Path) {
        for statement in statements {
            match statement {
                Stmt::Item(item) => self.items(std::slice::from_ref(item), place, folder),
                Stmt::Macro(called) => self.call(&called.mac, None, place, folder),
                Stmt::Expr(..) | Stmt::Local(_) => self.blocks(statement.to_token_stream(), place, folder),
            }
        }
    }

    /// Items that stand in a block, at any depth of an expression: an arm, a closure, the `else` of a `let`.
    fn blocks(&mut self, tokens: TokenStream, place: &Place, folder: &Path) {
        for token in tokens {
            let TokenTree::Group(group) = token else { continue };
            if !self.names.are_among(&group.stream()) {
                continue;
            }
            let is_block = group.delimiter() == Delimiter::Brace;
            match Block::parse_within.parse2(group.stream()) {
                Ok(statements) if is_block => self.statements(&statements, place, folder),
                _ => self.blocks(group.stream(), place, folder),
            }
        }
    }

    /// <https://doc.rust-lang.org/reference/items/modules.html#module-source-filenames>
    fn module(&mut self, module: &syn::ItemMod, place: &Place, folder: &Path) {
        let name = module.ident.to_string();
        let name = name.trim_start_matches("r#");
        let mut inner = place.clone();
        inner.line = module.ident.span().start().line;
        inner.cfg.extend(item::conditions(&module.attrs));
        let said = module.attrs.iter().find(|attribute| attribute.path().is_ident("path"));
        let said = said.and_then(|attribute| match &attribute.meta {
            syn::Meta::NameValue(value) => text_of(&value.value),
            _ => None,
        });
        if let Some((_, items)) = &module.content {
            let folder = folder.join(said.as_deref().unwrap_or(name));
            return self.items(items, &inner, &folder);
        }
        let beside = place.file.parent().map(Path::to_path_buf).unwrap_or_default();
        let flat = folder.join(format!("{name}.rs"));
        let nested = folder.join(name).join("mod.rs");
        let (file, folder) = match said {
            Some(path) => {
                let file = beside.join(path);
                let folder = file.parent().map(Path::to_path_buf).unwrap_or_default();
                (file, folder)
            }
            None if flat.exists() || !nested.exists() => (flat, folder.join(name)),
            None => (nested, folder.join(name)),
        };
        if !file.exists() {
            let message = format!("the file of the module `{name}` isn't there; it is not read");
            return self.unread(&inner, message);
        }
        self.file(&Place { file, line: 0, ..inner }, &folder);
    }

    /// `include!` of a file is read; another macro can write declarations that nobody sees.
    fn call(&mut self, call: &syn::Macro, defines: Option<&Ident>, place: &Place, folder: &Path) {
        let line = call.path.segments.first().map_or(0, |first| first.ident.span().start().line);
        let inner = Place { line, ..place.clone() };
        if call.path.is_ident("include") {
            match syn::parse2::<syn::LitStr>(call.tokens.clone()) {
                Ok(path) => {
                    let file = place.file.parent().unwrap_or(Path::new("")).join(path.value());
                    self.file(&Place { file, line: 0, ..inner }, folder);
                }
                Err(_) => {
                    self.unread(&inner, "a file is included whose path is made while compiling".to_owned());
                }
            }
        } else if self.names.are_among(&call.tokens) {
            let called = call.path.segments.last().map(|last| &last.ident);
            // Of `macro_rules!` the name of what it defines.
            let name = defines.or(called).map(ToString::to_string).unwrap_or_default();
            self.unread(
                &inner,
                format!("the macro `{name}!` writes declarations that only the compiler sees"),
            );
        }
    }

    fn unread(&mut self, place: &Place, message: String) {
        self.source.unread.push(Unread { place: place.clone(), message });
    }
}

fn text_of(value: &syn::Expr) -> Option<String> {
    match value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}
