//! Spoken words for the page: what can be filled in there while the call runs, as data that the page works out.
//!
//! Blanks, conditions and plain filters are carried over; a template that does more is filled in beforehand.

use std::collections::BTreeSet;

use minijinja::machinery::ast::{BinOpKind, CallArg, CompareOpKind, Expr, Stmt, UnaryOpKind};
use minijinja::machinery::{parse, parse_expr};
use minijinja::syntax::SyntaxConfig;
use serde_json::{Value, json};

use crate::script::{Compare, Condition};
use crate::template;

/// The filters that the page knows.
const FILTERS: [&str; 8] = ["title", "upper", "lower", "capitalize", "trim", "default", "int", "length"];

/// The words as parts: text, `{"b": name}`, `{"x": expression}`, `{"if": …, "then": …, "else": …}`; names of blanks
/// are added to `names`. `None` where the page cannot work them out.
pub(super) fn parts(text: &str, names: &mut BTreeSet<String>) -> Option<Value> {
    let text = text.trim_end();
    if template::is_plain(text) {
        return Some(json!(text));
    }
    template::guard(text).ok()?;
    let Ok(Stmt::Template(page)) = parse(text, "words", SyntaxConfig::default()) else { return None };
    statements(&page.children, names)
}

fn statements(children: &[Stmt<'_>], names: &mut BTreeSet<String>) -> Option<Value> {
    children.iter().map(|child| statement(child, names)).collect::<Option<Vec<_>>>().map(Value::Array)
}

fn statement(child: &Stmt<'_>, names: &mut BTreeSet<String>) -> Option<Value> {
    match child {
        Stmt::EmitRaw(raw) => Some(json!(raw.raw)),
        Stmt::EmitExpr(emit) => match &emit.expr {
            Expr::Var(var) => {
                names.insert(var.id.to_string());
                Some(json!({ "b": var.id }))
            }
            other => Some(json!({ "x": expression(other, names)? })),
        },
        Stmt::IfCond(cond) => Some(json!({
            "if": expression(&cond.expr, names)?,
            "then": statements(&cond.true_body, names)?,
            "else": statements(&cond.false_body, names)?,
        })),
        _ => None,
    }
}

/// An expression as nested lists, the operator first.
fn expression(expr: &Expr<'_>, names: &mut BTreeSet<String>) -> Option<Value> {
    match expr {
        Expr::Var(var) => {
            names.insert(var.id.to_string());
            Some(json!(["var", var.id]))
        }
        Expr::Const(constant) => Some(json!(["is", serde_json::to_value(&constant.value).ok()?])),
        Expr::UnaryOp(unary) => {
            let sign = if matches!(unary.op, UnaryOpKind::Not) { "not" } else { "neg" };
            Some(json!([sign, expression(&unary.expr, names)?]))
        }
        Expr::BinOp(both) => {
            Some(json!([sign(&both.op)?, expression(&both.left, names)?, expression(&both.right, names)?]))
        }
        Expr::Compare(chain) => {
            let [only] = chain.ops.as_slice() else { return None };
            Some(json!([compared(&only.op), expression(&chain.expr, names)?, expression(&only.expr, names)?]))
        }
        Expr::IfExpr(choice) => {
            let other = choice.false_expr.as_ref().map(|other| expression(other, names));
            let other = other.unwrap_or_else(|| Some(json!(["is", ""])))?;
            Some(json!(["if", expression(&choice.test_expr, names)?, expression(&choice.true_expr, names)?, other]))
        }
        Expr::Filter(filter) => filtered(filter.name, filter.expr.as_ref()?, &filter.args, names),
        Expr::Test(test) if test.args.is_empty() && matches!(test.name, "defined" | "undefined") => {
            let known = json!(["defined", expression(&test.expr, names)?]);
            Some(if test.name == "defined" { known } else { json!(["not", known]) })
        }
        Expr::List(list) => items(&list.items, names),
        Expr::Tuple(tuple) => items(&tuple.items, names),
        _ => None,
    }
}

fn items(items: &[Expr<'_>], names: &mut BTreeSet<String>) -> Option<Value> {
    let mut out = vec![json!("list")];
    for item in items {
        out.push(expression(item, names)?);
    }
    Some(Value::Array(out))
}

fn filtered(name: &str, expr: &Expr<'_>, args: &[CallArg<'_>], names: &mut BTreeSet<String>) -> Option<Value> {
    if !FILTERS.contains(&name) || (args.len() > 1) || (!args.is_empty() && name != "default") {
        return None;
    }
    let mut out = vec![json!(name), expression(expr, names)?];
    for arg in args {
        let CallArg::Pos(arg) = arg else { return None };
        out.push(expression(arg, names)?);
    }
    Some(Value::Array(out))
}

fn sign(op: &BinOpKind) -> Option<&'static str> {
    Some(match op {
        BinOpKind::Eq => "eq",
        BinOpKind::Ne => "ne",
        BinOpKind::Lt => "lt",
        BinOpKind::Lte => "le",
        BinOpKind::Gt => "gt",
        BinOpKind::Gte => "ge",
        BinOpKind::ScAnd => "and",
        BinOpKind::ScOr => "or",
        BinOpKind::Add => "add",
        BinOpKind::Sub => "sub",
        BinOpKind::Mul => "mul",
        BinOpKind::Concat => "cat",
        BinOpKind::In => "in",
        _ => return None,
    })
}

fn compared(op: &CompareOpKind) -> &'static str {
    match op {
        CompareOpKind::Eq => "eq",
        CompareOpKind::Ne => "ne",
        CompareOpKind::Lt => "lt",
        CompareOpKind::Lte => "le",
        CompareOpKind::Gt => "gt",
        CompareOpKind::Gte => "ge",
        CompareOpKind::In => "in",
        CompareOpKind::NotIn => "not in",
    }
}

/// A condition as data; an expression that the page cannot work out is null, and the agent decides.
pub(super) fn condition(condition: &Condition, names: &mut BTreeSet<String>) -> Value {
    let mut list = |parts: &[Condition]| parts.iter().map(|part| self::condition(part, names)).collect::<Vec<_>>();
    match condition {
        Condition::All(parts) => json!({ "all": list(parts) }),
        Condition::Any(parts) => json!({ "any": list(parts) }),
        Condition::Not(inner) => json!({ "not": self::condition(inner, names) }),
        Condition::Is { name, value } => json!({ "is": [name, value] }),
        Condition::Empty(name) => json!({ "empty": name }),
        Condition::Compare { name, how: Compare::Before, value } => json!({ "under": [name, value] }),
        Condition::Compare { name, how: Compare::After, value } => json!({ "over": [name, value] }),
        Condition::Expression { source, .. } => {
            let parsed = template::guard(&format!("{{{{ {source} }}}}")).ok().and_then(|()| parse_expr(source).ok());
            parsed.and_then(|parsed| expression(&parsed, names)).map_or(Value::Null, |read| json!({ "x": read }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        parts(text, &mut BTreeSet::new()).map(|value| value.to_string())
    }

    #[test]
    fn blanks_conditions_and_filters_are_carried_over() {
        assert_eq!(read("Hello.\n").as_deref(), Some("\"Hello.\""));
        assert_eq!(read("Hi {{ name }}!").as_deref(), Some(r#"["Hi ",{"b":"name"},"!"]"#));
        assert_eq!(read("{{ name|title }}").as_deref(), Some(r#"[{"x":["title",["var","name"]]}]"#));
        let chosen = read("{% if smokes == 'Yes' %}a{% else %}b{% endif %}");
        let wanted = r#"[{"if":["eq",["var","smokes"],["is","Yes"]],"then":["a"],"else":["b"]}]"#;
        assert_eq!(chosen.as_deref(), Some(wanted));
        assert_eq!(read("{% for x in y %}a{% endfor %}"), None);
    }

    #[test]
    fn a_condition_asks_what_it_asked() {
        let when = Condition::read("area is No and not age under 65").unwrap_or_else(|words| panic!("{words}"));
        let data = condition(&when, &mut BTreeSet::new()).to_string();
        assert_eq!(data, r#"{"all":[{"is":["area","No"]},{"not":{"under":["age","65"]}}]}"#);
    }
}
