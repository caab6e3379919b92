"""An agent that asks a person before it refunds an order. Its tool logs each refund that it issues."""

import json
import re
from pathlib import Path

from langchain.agents import create_agent
from langchain.agents.middleware import HumanInTheLoopMiddleware
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult

HERE = Path(__file__).parent


def refund(order: str, amount: str) -> str:
    """Refund an order."""
    with (HERE / "refunds.log").open("a") as log:
        log.write(f"{order} {amount}\n")
    return f"Refunded {amount} for order {order}."


class ScriptedModel(BaseChatModel):
    """Stands in for a language model, which would need a key. Asks for one refund after another."""

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools, **kwargs):
        return self

    def _generate(self, messages, stop=None, run_manager=None, **kwargs) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=answer(messages))])


def answer(messages: list) -> AIMessage:
    wanted, asked = [], []
    for message in messages:
        if isinstance(message, HumanMessage):
            wanted += re.findall(r"A-\d+", message.text)
        elif isinstance(message, AIMessage):
            asked += [call["args"]["order"] for call in message.tool_calls]
    order = next((order for order in wanted if order not in asked), None)
    if order is not None:
        amount = json.loads((HERE / "orders.json").read_text())[order]
        call = {"id": f"call-{order}", "name": "refund", "args": {"order": order, "amount": amount}}
        return AIMessage("", tool_calls=[call])
    # Repeats the last result, so that one sees what the agent knows.
    results = [message.text for message in messages if isinstance(message, ToolMessage)]
    return AIMessage(results[-1] if results else "Nothing is left to refund.")


graph = create_agent(
    ScriptedModel(),
    tools=[refund],
    middleware=[HumanInTheLoopMiddleware(interrupt_on={"refund": True})],
)
