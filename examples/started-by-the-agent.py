"""Starts started-by-the-agent.yml for an interrupted thread, and prints the URL for the approval.

Run it from the program that runs the agent, once the run has stopped at the interrupt:

    python started-by-the-agent.py THREAD_ID "Refund order 1234"

GITHUB_TOKEN needs only "Actions: write" on that repository. Its owner must not be a reviewer.
"""

import json
import os
import sys
from urllib.request import Request, urlopen

LANGSMITH = "https://api.smith.langchain.com/v1/deepagents"
GITHUB = "https://api.github.com/repos/OWNER/REPOSITORY"


def send(request):
    with urlopen(request, timeout=30) as response:
        return json.load(response)


def ask_for_approval(thread_id, request):
    """Starts the workflow and returns the URL of its run."""
    headers = {"X-Api-Key": os.environ["LANGSMITH_API_KEY"]}
    thread = send(Request(f"{LANGSMITH}/threads/{thread_id}", headers=headers))
    if thread["status"] != "interrupted":
        raise SystemExit(f"The thread is {thread['status']}, not interrupted.")
    inputs = {
        "thread-id": thread_id,
        "unchanged-since": thread.get("state_updated_at") or thread["updated_at"],
        "request": request,
    }
    body = {"ref": "main", "inputs": inputs, "return_run_details": True}
    headers = {
        "Accept": "application/vnd.github+json",
        "Authorization": f"Bearer {os.environ['GITHUB_TOKEN']}",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    url = f"{GITHUB}/actions/workflows/started-by-the-agent.yml/dispatches"
    return send(Request(url, json.dumps(body).encode(), headers))["html_url"]


if __name__ == "__main__":
    print("Approve or reject at", ask_for_approval(*sys.argv[1:]))
