"""Starts the approval gate (approval-gate.yml) for an interrupted thread, and prints the URL for the approval.

Run it from the program that runs the agent, once the run has stopped at the interrupt:

    python started-by-the-agent.py THREAD_ID

GITHUB_TOKEN needs only "Actions: write" on the repository of the gate. Its owner must not be a reviewer.
"""

import json
import os
import sys
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import HTTPRedirectHandler, Request, build_opener

LANGSMITH = "https://api.smith.langchain.com/v1/deepagents"
GITHUB = "https://api.github.com/repos/OWNER/REPOSITORY"
GATE = "https://github.com/OWNER/REPOSITORY/actions/workflows/approval-gate.yml"


class NoRedirects(HTTPRedirectHandler):
    """Follows no redirects: one would send the key to another server."""

    def redirect_request(self, *_):
        return None


OPENER = build_opener(NoRedirects)


def send(url, headers, body=None):
    """Returns the JSON of the response, or an empty object if there is none."""
    data = None if body is None else json.dumps(body).encode()
    with OPENER.open(Request(url, data, headers), timeout=30) as response:
        return json.loads(response.read() or b"{}")


def ask_for_approval(thread_id):
    """Starts the gate and returns the URL of its run, or of the workflow if GitHub does not return one."""
    headers = {"X-Api-Key": os.environ["LANGSMITH_API_KEY"]}
    thread = send(f"{LANGSMITH}/threads/{quote(thread_id, safe='')}", headers)
    if thread.get("status") != "interrupted":
        raise SystemExit(f"The thread is {thread.get('status')}, not interrupted.")
    time = thread.get("state_updated_at") or thread.get("updated_at")
    if not time:
        raise SystemExit("The API did not return the time of the interrupt.")
    headers = {
        "Accept": "application/vnd.github+json",
        "Authorization": f"Bearer {os.environ['GITHUB_TOKEN']}",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    url = f"{GITHUB}/actions/workflows/approval-gate.yml/dispatches"
    body = {"ref": "main", "inputs": {"thread-id": thread_id, "unchanged-since": time}}
    try:
        run = send(url, headers, {**body, "return_run_details": True})
    except HTTPError as error:
        # Older GitHub Enterprise Servers do not know the parameter.
        if error.code not in (400, 422):
            raise
        run = send(url, headers, body)
    return run.get("html_url") or GATE


if __name__ == "__main__":
    print("Approve or reject at", ask_for_approval(*sys.argv[1:]))
