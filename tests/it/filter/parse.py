"""Parses OData filters with the library odata-query: one JSON string a line in, one JSON array a line out.

The array is the expression's tree: `and` and `or` are flat, lambda variables are named `$0`, `$1`, .. by their depth.
A filter that doesn't parse gives `["error", ..]`.
"""

import json
import sys

from odata_query import ast
from odata_query.grammar import ODataLexer, ODataParser

COMPARISONS = {
    ast.Eq: "eq", ast.NotEq: "ne", ast.Lt: "lt", ast.LtE: "le", ast.Gt: "gt", ast.GtE: "ge", ast.In: "in",
}
LITERALS = {
    ast.String: "text", ast.Integer: "integer", ast.Float: "number", ast.Boolean: "bool", ast.GUID: "guid",
    ast.DateTime: "datetime", ast.Date: "date", ast.Time: "time", ast.Duration: "duration",
}


def path(node, variables):
    if isinstance(node, ast.Attribute):
        return path(node.owner, variables) + "/" + node.attr
    name = node.full_name()
    return "$%d" % variables.index(name) if name in variables else name


def flat(operator, node, variables):
    if isinstance(node, ast.BoolOp) and isinstance(node.op, operator):
        return flat(operator, node.left, variables) + flat(operator, node.right, variables)
    return [tree(node, variables)]


def tree(node, variables):
    if isinstance(node, ast.BoolOp):
        operator = type(node.op)
        return ["and" if operator is ast.And else "or", *flat(operator, node, variables)]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return ["not", tree(node.operand, variables)]
    if isinstance(node, ast.Compare):
        operator = COMPARISONS[type(node.comparator)]
        return [operator, tree(node.left, variables), tree(node.right, variables)]
    if isinstance(node, ast.Call):
        return [node.func.full_name(), *(tree(argument, variables) for argument in node.args)]
    if isinstance(node, ast.List):
        return ["list", *(tree(item, variables) for item in node.val)]
    if isinstance(node, ast.CollectionLambda):
        name = "any" if isinstance(node.operator, ast.Any) else "all"
        owner = path(node.owner, variables)
        if node.lambda_ is None:
            return [name, owner]
        variable = node.lambda_.identifier.full_name()
        if variable in variables:
            raise ValueError("the variable %s has been declared already" % variable)
        return [name, owner, tree(node.lambda_.expression, [*variables, variable])]
    if isinstance(node, ast.Null):
        return ["null"]
    if type(node) in LITERALS:
        return [LITERALS[type(node)], node.val]
    if isinstance(node, (ast.Identifier, ast.Attribute)):
        return ["path", path(node, variables)]
    raise ValueError("unexpected %r" % node)


for line in sys.stdin:
    try:
        response = tree(ODataParser().parse(ODataLexer().tokenize(json.loads(line))), [])
    except Exception as error:  # whatever it is, the other side should see it
        response = ["error", repr(error)]
    print(json.dumps(response), flush=True)
