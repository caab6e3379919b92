"""An agent that refunds orders. Its tool waits for a decision, and logs each refund that it really makes."""

import json
import re
from pathlib import Path

from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.tools import tool
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.prebuilt import ToolNode, tools_condition
from langgraph.types import interrupt

HERE = Path(__file__).parent


@tool
def refund(order: str) -> str:
    """Refund an order."""
    amount = json.loads((HERE / "orders.json").read_text())[order]
    decision = interrupt(f"Refund {amount} for order {order}?")
    # The rest runs only if somebody resumes the run with a decision.
    if decision != "approve":
        return f"Order {order} was not refunded."
    with (HERE / "refunds.log").open("a") as log:
        log.write(f"{order} {amount}\n")
    return f"Order {order} was refunded."


def model(state: MessagesState) -> dict:
    """Stands in for a language model, which would need a key. Asks for one refund after another."""
    wanted, asked = [], []
    for message in state["messages"]:
        if isinstance(message, HumanMessage):
            wanted += re.findall(r"A-\d+", message.text)
        elif isinstance(message, AIMessage):
            asked += [call["args"]["order"] for call in message.tool_calls]
    order = next((order for order in wanted if order not in asked), None)
    if order is None:
        return {"messages": [AIMessage("There is nothing left to refund.")]}
    call = {"id": f"call-{order}", "name": "refund", "args": {"order": order}}
    return {"messages": [AIMessage("", tool_calls=[call])]}


builder = StateGraph(MessagesState)
builder.add_node("model", model)
builder.add_node("tools", ToolNode([refund]))
builder.add_edge(START, "model")
builder.add_conditional_edges("model", tools_condition)
builder.add_edge("tools", "model")
graph = builder.compile()
