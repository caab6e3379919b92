"""More agents, one for each way in which a thread can come to wait. Their nodes log what they do."""

import operator
from typing import Annotated, TypedDict

from deepagents import create_deep_agent
from langgraph.graph import START, StateGraph
from langgraph.prebuilt import create_react_agent
from langgraph.types import interrupt

from graph import HERE, ScriptedModel, refund


class State(TypedDict):
    log: Annotated[list, operator.add]


def act(text: str) -> dict:
    with (HERE / "refunds.log").open("a") as log:
        log.write(f"{text}\n")
    return {"log": [text]}


def ask(name: str):
    """A node that asks before it acts."""
    return lambda state: act(f"{name}: {interrupt(f'Run {name}?')}")


def graph_of(nodes: dict, edges: list, **options):
    builder = StateGraph(State)
    for name, node in nodes.items():
        builder.add_node(name, node)
    for start, end in edges:
        builder.add_edge(start, end)
    return builder.compile(**options)


question = graph_of({"first": ask("first"), "second": ask("second")}, [(START, "first"), ("first", "second")])
parallel = graph_of({"left": ask("left"), "right": ask("right")}, [(START, "left"), (START, "right")])
subgraph = graph_of({"outer": graph_of({"inner": ask("inner")}, [(START, "inner")])}, [(START, "outer")])
static_breakpoint = graph_of({"tool": lambda state: act("tool")}, [(START, "tool")], interrupt_before=["tool"])

# The same agent as in graph.py, made in two other ways.
deep = create_deep_agent(model=ScriptedModel(), tools=[refund], interrupt_on={"refund": True})
react = create_react_agent(ScriptedModel(), [refund], interrupt_before=["tools"])
