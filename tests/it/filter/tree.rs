//! Random filters: each as a plan, from which the typed filter is built and the tree that it must have.

use graph_endpoint::query::{AnyValue, Filter, Property, property};
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};
use proptest::{collection, option, sample};
use serde_json::{Value, json};

#[derive(Clone, Debug)]
pub(super) enum Plan {
    Compare(Path, &'static str, Literal),
    Null(Path, bool),
    In(Path, Vec<Literal>),
    Text(&'static str, Path, String),
    Length(Path, i64),
    And(Vec<Plan>),
    Or(Vec<Plan>),
    Not(Box<Plan>),
    Lambda(bool, Path, Box<Plan>),
    NotEmpty(Path),
}

/// A path from a property, or from the variable of one of the lambdas around it if there are any.
#[derive(Clone, Debug)]
pub(super) struct Path {
    variable: Option<sample::Index>,
    name: &'static str,
}

#[derive(Clone, Debug)]
pub(super) enum Literal {
    Text(String),
    Integer(i64),
    Number(f64),
    Bool(bool),
}

type Variable = Property<AnyValue, AnyValue>;

impl Plan {
    pub(super) fn strategy() -> BoxedStrategy<Self> {
        leaf()
            .prop_recursive(5, 40, 4, |inner| {
                let several = || collection::vec(inner.clone(), 2..4);
                prop_oneof![
                    several().prop_map(Plan::And),
                    several().prop_map(Plan::Or),
                    inner.clone().prop_map(|plan| Plan::Not(Box::new(plan))),
                    (any::<bool>(), path(), inner.clone()).prop_map(|(all, path, plan)| Plan::Lambda(
                        all,
                        path,
                        Box::new(plan)
                    )),
                ]
            })
            .boxed()
    }

    /// The typed filter, inside of the lambdas of `variables`.
    pub(super) fn filter(&self, variables: &[Variable]) -> Filter {
        match self {
            Self::Compare(path, operator, literal) => literal.compare(path.property(variables), operator),
            Self::Null(path, true) => path.property::<AnyValue>(variables).is_null(),
            Self::Null(path, false) => path.property::<AnyValue>(variables).is_not_null(),
            Self::In(path, literals) => {
                path.property::<AnyValue>(variables).is_in(literals.iter().map(Literal::text))
            }
            Self::Text(function, path, text) => {
                let property = path.property::<String>(variables);
                match *function {
                    "startswith" => property.starts_with(text),
                    "endswith" => property.ends_with(text),
                    _ => property.contains(text),
                }
            }
            Self::Length(path, length) => path.property::<String>(variables).length().gt(length),
            Self::And(plans) => Filter::all_of(plans.iter().map(|plan| plan.filter(variables))),
            // From the right, so that both ways of nesting are tried.
            Self::Or(plans) => {
                let filters = plans.iter().map(|plan| plan.filter(variables));
                filters.rev().reduce(|right, left| left.or(right)).unwrap()
            }
            Self::Not(plan) => plan.filter(variables).not(),
            Self::Lambda(all, path, plan) => {
                let inside = |variable| plan.filter(&[variables, &[variable]].concat());
                let items = path.property::<Vec<AnyValue>>(variables);
                if *all { items.all(inside) } else { items.any(inside) }
            }
            Self::NotEmpty(path) => path.property::<Vec<AnyValue>>(variables).is_not_empty(),
        }
    }

    /// The tree of the filter's text, inside of that many lambdas.
    pub(super) fn tree(&self, depth: usize) -> Value {
        match self {
            Self::Compare(path, operator, literal) => json!([operator, path.tree(depth), literal.tree()]),
            Self::Null(path, null) => json!([if *null { "eq" } else { "ne" }, path.tree(depth), ["null"]]),
            Self::In(path, literals) => match literals.as_slice() {
                [one] => json!(["eq", path.tree(depth), ["text", one.text()]]),
                many => {
                    let texts = many.iter().map(|literal| json!(["text", literal.text()]));
                    let list: Vec<Value> = std::iter::once(json!("list")).chain(texts).collect();
                    json!(["in", path.tree(depth), list])
                }
            },
            Self::Text(function, path, text) => json!([function, path.tree(depth), ["text", text]]),
            Self::Length(path, length) => {
                json!(["gt", ["length", path.tree(depth)], ["integer", length.to_string()]])
            }
            Self::And(plans) => flat("and", plans, depth),
            Self::Or(plans) => flat("or", plans, depth),
            Self::Not(plan) => json!(["not", plan.tree(depth)]),
            Self::Lambda(all, path, plan) => {
                json!([if *all { "all" } else { "any" }, path.text(depth), plan.tree(depth + 1)])
            }
            Self::NotEmpty(path) => json!(["any", path.text(depth)]),
        }
    }
}

/// `and` of an `and` is one `and`: it means the same.
fn flat(operator: &str, plans: &[Plan], depth: usize) -> Value {
    let mut out = vec![json!(operator)];
    for plan in plans {
        match plan.tree(depth) {
            Value::Array(parts) if parts[0] == operator => out.extend(parts.into_iter().skip(1)),
            tree => out.push(tree),
        }
    }
    Value::Array(out)
}

impl Path {
    fn property<T>(&self, variables: &[Variable]) -> Property<AnyValue, T> {
        match &self.variable {
            Some(index) if !variables.is_empty() => {
                index.get(variables).clone().property(property(self.name))
            }
            _ => property(self.name),
        }
    }

    fn text(&self, depth: usize) -> String {
        match &self.variable {
            Some(index) if depth > 0 => format!("${}/{}", index.index(depth), self.name),
            _ => self.name.to_owned(),
        }
    }

    fn tree(&self, depth: usize) -> Value {
        json!(["path", self.text(depth)])
    }
}

impl Literal {
    fn compare(&self, property: Property<AnyValue, AnyValue>, operator: &str) -> Filter {
        macro_rules! compare {
            ($value:expr) => {
                match operator {
                    "eq" => property.eq($value),
                    "ne" => property.ne($value),
                    "gt" => property.gt($value),
                    "ge" => property.ge($value),
                    "lt" => property.lt($value),
                    _ => property.le($value),
                }
            };
        }
        match self {
            Self::Text(text) => compare!(text.as_str()),
            Self::Integer(number) => compare!(*number),
            Self::Number(number) => compare!(*number),
            Self::Bool(truth) => compare!(*truth),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Integer(number) => number.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Bool(truth) => truth.to_string(),
        }
    }

    fn tree(&self) -> Value {
        match self {
            Self::Text(text) => json!(["text", text]),
            Self::Integer(number) => json!(["integer", number.to_string()]),
            Self::Number(number) => json!(["number", format!("{number:?}")]),
            Self::Bool(truth) => json!(["bool", truth.to_string()]),
        }
    }
}

fn leaf() -> impl Strategy<Value = Plan> {
    let operator = sample::select(vec!["eq", "ne", "gt", "ge", "lt", "le"]);
    let function = sample::select(vec!["startswith", "endswith", "contains"]);
    prop_oneof![
        4 => (path(), operator, literal()).prop_map(|(path, operator, literal)| Plan::Compare(path, operator, literal)),
        1 => (path(), any::<bool>()).prop_map(|(path, null)| Plan::Null(path, null)),
        1 => (path(), collection::vec(literal(), 1..4)).prop_map(|(path, literals)| Plan::In(path, literals)),
        2 => (function, path(), text()).prop_map(|(function, path, text)| Plan::Text(function, path, text)),
        1 => (path(), any::<i64>()).prop_map(|(path, length)| Plan::Length(path, length)),
        1 => path().prop_map(Plan::NotEmpty),
    ]
}

fn literal() -> impl Strategy<Value = Literal> {
    prop_oneof![
        text().prop_map(Literal::Text),
        any::<i64>().prop_map(Literal::Integer),
        // Finite: the parser doesn't know `INF` and `NaN`.
        proptest::num::f64::NORMAL.prop_map(Literal::Number),
        any::<bool>().prop_map(Literal::Bool),
    ]
}

/// Any text at all, and texts that look like filters.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "(['() ,/:x]|and|or|not|eq|any){0,12}", Just(String::new())]
}

/// Names that the parser doesn't take for the beginning of a keyword.
fn path() -> impl Strategy<Value = Path> {
    let name = sample::select(vec!["displayName", "xProperty", "y", "groupTypes", "id", "zone"]);
    (option::of(any::<sample::Index>()), name).prop_map(|(variable, name)| Path { variable, name })
}
