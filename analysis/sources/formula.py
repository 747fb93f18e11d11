"""Arithmetic on register ids: `[D73-fte] * [D71]`, as the register of checks writes it.

Only numbers, ids in square brackets, `+ - * / **` and parentheses; anything else is refused. The
formula is parsed, never executed.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping

ID_IN_FORMULA = re.compile(r"\[([A-Za-z0-9-]+)\]")
NO_ARITHMETIC = re.compile(r"[^0-9.e+\-*/() ]")
"""What has no place beside the ids; the `e` is for a number such as 1e-3."""

OPERATIONS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}


class FormulaError(ValueError):
    """A formula that is no arithmetic, or names an id that is unknown or no number."""


def ids_in(formula: str) -> tuple[str, ...]:
    """Return the ids that a formula rests on, sorted."""
    return tuple(sorted(set(ID_IN_FORMULA.findall(formula))))


def evaluate(formula: str, values: Mapping[str, float]) -> float:
    """Return the outcome of `formula` with `values` by id; raises `FormulaError`."""
    ids = ids_in(formula)
    names = {identifier: f"id{position}" for position, identifier in enumerate(ids)}
    unknown = [
        identifier for identifier in ids if values.get(identifier) != values.get(identifier, 0)
    ]
    missing = [identifier for identifier in ids if identifier not in values] + unknown
    if missing:
        raise FormulaError(f"geen getal bekend voor {', '.join(missing)}")
    if strange := NO_ARITHMETIC.search(ID_IN_FORMULA.sub("", formula)):
        raise FormulaError(f"niet toegestaan in een formule: '{strange[0]}'")
    text = ID_IN_FORMULA.sub(lambda match: f"({names[match[1]]})", formula)
    try:
        tree = ast.parse(text, mode="eval")
        by_name = {names[identifier]: values[identifier] for identifier in ids}
        outcome = _value(tree.body, by_name)
    except (SyntaxError, ArithmeticError, KeyError, TypeError) as error:
        raise FormulaError(f"'{formula}' is niet te berekenen: {error}") from None
    except (RecursionError, MemoryError):
        raise FormulaError("een formule is te lang of te diep genest") from None
    if not math.isfinite(outcome):
        raise FormulaError(f"'{formula}' heeft geen eindige uitkomst")
    return outcome


def _value(node: ast.expr, values: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as constant):
            return float(constant)
        case ast.Name(id=name):
            return values[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, values)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATIONS:
            return float(OPERATIONS[type(op)](_value(left, values), _value(right, values)))
    raise FormulaError(f"niet toegestaan in een formule: {type(node).__name__}")
