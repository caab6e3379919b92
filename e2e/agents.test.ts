import type { ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Behaviour, ENDINGS, listen, READ, RESOLVE, startApi, type Transport } from '../__tests__/process/api.js';
import { annotations, KEY, OUTPUT_NAMES, outputs, step } from '../__tests__/process/harness.js';

/** The agents, each with settings that make it talk to its collector several times a second. */
const AGENTS: Record<string, (collector: string) => Record<string, string>> = {
  'dd-trace/init': datadog,
  'dd-trace/ci/init': datadog,
  'elastic-apm-node/start': (collector) => ({
    ELASTIC_APM_SERVER_URL: collector,
    ELASTIC_APM_API_REQUEST_TIME: '100ms',
    ELASTIC_APM_METRICS_INTERVAL: '100ms',
    // Otherwise it asks the clouds' metadata servers where it runs.
    ELASTIC_APM_CLOUD_PROVIDER: 'none',
  }),
  '@opentelemetry/auto-instrumentations-node/register': (collector) => ({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector,
    OTEL_BSP_SCHEDULE_DELAY: '50',
    OTEL_METRIC_EXPORT_INTERVAL: '100',
    OTEL_METRIC_EXPORT_TIMEOUT: '100',
    OTEL_NODE_RESOURCE_DETECTORS: 'none',
  }),
};

function datadog(collector: string): Record<string, string> {
  return {
    DD_TRACE_AGENT_URL: collector,
    DD_TRACE_FLUSH_INTERVAL: '50',
    DD_REMOTE_CONFIG_POLL_INTERVAL_SECONDS: '0.1',
    DD_TELEMETRY_HEARTBEAT_INTERVAL: '0.1',
  };
}

type Collector = 'a collector that answers' | 'a slow collector' | 'no collector';

// What each agent expects of its collector's answer.
const ANSWER = JSON.stringify({ version: '8.10.0', endpoints: ['/evp_proxy/v4/'], rate_by_service: {} });

const folder = mkdtempSync(join(tmpdir(), 'agents-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A script that reports an agent's refused requests. No server could see them. */
const REFUSAL = 'agent: ECONNREFUSED';
const reporter = join(folder, 'reporter.cjs');
writeFileSync(
  reporter,
  `require('node:diagnostics_channel').subscribe('http.client.request.error', ({ error }) => {
    require('node:fs').writeSync(2, \`agent: \${error.code}\\n\`);
  });`,
);

/** Starts a collector that emits `request` for each request. For none, there is a port where nobody listens. */
async function startCollector(kind: Collector, requests: EventEmitter): Promise<{ url: string; close(): void }> {
  if (kind === 'no collector') return { url: 'http://127.0.0.1:1', close: () => {} };
  const server = createServer((request, response) => {
    requests.emit('request');
    request.resume().on('end', () => setTimeout(() => response.end(ANSWER), kind === 'a slow collector' ? 400 : 0));
  });
  return {
    url: `http://127.0.0.1:${await listen(server)}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

interface Situation {
  collector: Collector;
  transport: Transport;
  behaviour: Behaviour;
}

/** Runs the action with the agent, on an API that waits until the agent has sent something beside the resolve request. */
async function runWith(
  agent: string,
  situation: Situation,
  inputs: Record<string, string> = {},
  onAgentRequest: (child: ChildProcess) => void = () => {},
) {
  const agentRequests = new EventEmitter();
  const api = await startApi(situation.transport, situation.behaviour, async () => {
    for (let seen = 0; seen < 2; seen += 1) await once(agentRequests, 'request');
  });
  const collector = await startCollector(situation.collector, agentRequests);
  let agentWasBusy = false;
  const { log, summary, ...result } = await step(api.url, {
    inputs: { ...(situation.behaviour === 'stays silent' && { 'request-timeout-seconds': '3' }), ...inputs },
    env: {
      ...api.env,
      ...AGENTS[agent]?.(collector.url),
      NODE_PATH: resolve(__dirname, '../tools/node_modules'),
      NODE_OPTIONS: `--require=${reporter} --require=${agent}`,
    },
    onStart: (child) => {
      child.stderr?.on('data', (text: string) => {
        if (text.includes(REFUSAL)) agentRequests.emit('request');
      });
      agentRequests.on('request', () => {
        if (!api.requests.includes(RESOLVE)) return;
        agentWasBusy = true;
        onAgentRequest(child);
      });
    },
  }).finally(() => {
    api.close();
    collector.close();
  });
  expect(annotations(log)).toHaveLength(result.exitCode === 0 ? 0 : 1);
  expect(log.replace(`::add-mask::${KEY}\n`, '') + summary).not.toContain(KEY);
  return { ...result, requests: api.requests, agentWasBusy };
}

const COLLECTORS: Collector[] = ['a collector that answers', 'a slow collector', 'no collector'];
const BEHAVIOURS = Object.keys(ENDINGS) as Behaviour[];
const situations = (collectors: Collector[], transports: Transport[]): Situation[] =>
  collectors.flatMap((collector) =>
    transports.flatMap((transport) => BEHAVIOURS.map((behaviour) => ({ collector, transport, behaviour }))),
  );

// What is the same in every ending.
const COMMON = { outputNames: OUTPUT_NAMES, agentWasBusy: true };

describe.each(Object.keys(AGENTS))('%s', (agent) => {
  test.concurrent.each([
    ...situations(COLLECTORS, ['http']),
    ...situations(['a collector that answers'], ['https', 'https through a proxy']),
  ])('with $collector, over $transport: an API that $behaviour', async (situation) => {
    expect(await runWith(agent, situation)).toEqual({
      ...COMMON,
      ...ENDINGS[situation.behaviour],
      requests: [RESOLVE],
    });
  });

  test.concurrent('with the check, an API that loses the connection: one resolve request, and a read before and after it', async () => {
    const situation: Situation = { collector: 'no collector', transport: 'http', behaviour: 'loses the connection' };
    expect(await runWith(agent, situation, { 'check-thread': 'true' })).toEqual({
      ...COMMON,
      exitCode: 1,
      outputs: outputs('false', 'connection_lost', 'unknown', '', '1', 'interrupted'),
      requests: [READ, RESOLVE, READ],
    });
  });

  test.concurrent('a signal during the resolve request cancels the step', async () => {
    const situation: Situation = { collector: 'a slow collector', transport: 'http', behaviour: 'stays silent' };
    const inputs = { 'request-timeout-seconds': '30' };
    expect(await runWith(agent, situation, inputs, (child) => child.kill('SIGTERM'))).toEqual({
      ...COMMON,
      exitCode: 143,
      outputs: outputs('false', 'cancelled', 'unknown', '', '1'),
      requests: [RESOLVE],
    });
  });
});
