import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export const TOKEN = 'a-token';

interface Request {
  request: string;
  body: { ref?: string; inputs?: Record<string, string>; [name: string]: unknown };
}

const RUN_URL = 'https://github.example/actions/runs/1';
const PERMISSIONS: Record<string, string> = { writer: 'write', owner: 'admin', reader: 'read', 'app[bot]': 'read' };
const permission = (login: string): [number, object?] =>
  PERMISSIONS[login] ? [200, { permission: PERMISSIONS[login] }] : [404];

/** The parts of GitHub's API that the examples use, with the fields that they read. */
export async function startGitHub() {
  const github = {
    url: '',
    /** All requests but reads. */
    requests: [] as Request[],
    /** Decisions of reviewers about the only run. */
    approvals: [] as object[],
    /** Is called when the decisions are read: by the examples, after the review and before the work. */
    onApprovals: (): void | Promise<void> => {},
    /** Runs of the approval gate, the newest first. */
    runs: [] as { display_title: string; status: string; conclusion?: string; head_branch: string }[],
    /** Jobs of the only run. */
    jobs: [] as { name: string; conclusion: string }[],
    issue: { state: 'open', title: '', body: '', html_url: 'https://github.example/issues/1', lastEditedAt: '' },
    /** What a dispatch does: returns the run, does not know how to, or does not know the parameter either. */
    dispatch: 'details' as 'details' | 'no details' | 'no parameter',
    close: () => server.close(),
  };

  /** Decides about the run as a reviewer does. */
  function decide(state: 'approved' | 'rejected', comment = 'Fine.', environment = 'refund-approval'): void {
    github.approvals.push({ state, comment, user: { login: 'alice' }, environments: [{ name: environment }] });
  }

  function answer(request: string, query: URLSearchParams, body: Request['body']): [number, object?] {
    const [, login] = /\/collaborators\/([^/]+)\/permission$/.exec(request) ?? [];
    if (login !== undefined) return permission(login);
    switch (request.replace(/ .*\/repos\/[^/]+\/[^/]+\//, ' ')) {
      case 'GET actions/runs/1/approvals':
        return [200, github.approvals];
      case 'GET actions/runs/1/jobs':
        return [200, { jobs: github.jobs }];
      case 'GET actions/workflows/approval-gate.yml/runs': {
        const start = 100 * (Number(query.get('page')) - 1);
        const runs = github.runs.filter(({ head_branch }) => head_branch === (query.get('branch') ?? head_branch));
        return [200, { workflow_runs: runs.slice(start, start + 100) }];
      }
      case 'POST actions/workflows/approval-gate.yml/dispatches':
        if ('return_run_details' in body && github.dispatch === 'no parameter') return [422, {}];
        return github.dispatch === 'details' && body.return_run_details ? [200, { html_url: RUN_URL }] : [204];
      case 'POST /graphql': {
        const { state, lastEditedAt, body: text } = github.issue;
        const node = { state: state.toUpperCase(), lastEditedAt: lastEditedAt || null, body: text };
        return [200, { data: { node: { ...node, author: { login: 'github-actions' } } } }];
      }
      case 'POST issues':
      case 'PATCH issues/1':
        return [200, Object.assign(github.issue, body)];
      default:
        return [404];
    }
  }

  const server = createServer(async (incoming, outgoing) => {
    let text = '';
    for await (const chunk of incoming.setEncoding('utf8')) text += chunk;
    const body = text ? JSON.parse(text) : {};
    const [path, query] = String(incoming.url).split('?');
    const request = `${incoming.method} ${path}`;
    if (incoming.method !== 'GET' && path !== '/graphql') github.requests.push({ request, body });
    if (path?.endsWith('/approvals')) await github.onApprovals();
    const isKnown = incoming.headers.authorization === `Bearer ${TOKEN}`;
    const [status, answered] = isKnown ? answer(request, new URLSearchParams(query), body) : [401];
    outgoing.writeHead(status);
    outgoing.end(answered && JSON.stringify(answered));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  github.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(github, { decide });
}
