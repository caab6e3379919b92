"""Reads a thread and resolves its interrupt with the vendor's client: client.py API_URL API_KEY WORKSPACE_ID THREAD_ID"""

import sys

from managed_deepagents import Client

api_url, api_key, workspace_id, thread_id = sys.argv[1:]
with Client(api_url=api_url, api_key=api_key, workspace_id=workspace_id or None) as client:
    client.threads.get(thread_id)
    client.threads.resolve_interrupt(thread_id)
