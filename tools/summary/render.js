// Renders job summaries like GitHub: as Markdown, with its style sheet, in a browser.
const { execFileSync } = require('node:child_process');
const { copyFileSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { runStep } = require('../../stand-in/run-step.js');
const { startStandIn } = require('../../stand-in/server.js');

const ROOT = join(__dirname, '..', '..');
const FOLDER = join(ROOT, 'build', 'summary');
const STYLE = readFileSync(require.resolve('github-markdown-css/github-markdown.css'), 'utf8');
const WIDTH = 880;
/** Chromium crops shorter screenshots. */
const MIN_HEIGHT = 200;
/** The scenes in the README, from top to bottom. */
const IN_README = ['retries', 'replaced'];

const CHROMIUM = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--hide-scrollbars'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic'],
];

const THREAD = '0f9f6b1e-5a3c-4d9e-8a55-3f2f5d3c1b7a';

/** @typedef {import('../../stand-in/server.js').Thread} Thread */

/** @type {Record<string, { thread?: Thread, inputs?: Record<string, string>, cancel?: boolean }>} */
const SCENES = {
  success: { thread: { state: 'interrupted' } },
  retries: { thread: { state: 'busy', interruptedAfter: 2 } },
  refusal: {},
  unknown: { thread: { state: 'interrupted', script: [{ status: 503, body: { message: 'upstream timed out' } }] } },
  replaced: {
    thread: { state: 'interrupted', stateUpdatedAt: '2026-01-05T09:20:00Z' },
    inputs: { 'unchanged-since': '2026-01-05T09:00:00Z' },
  },
  'invalid-input': { inputs: { 'max-attempts': '2s' } },
  cancelled: { thread: { state: 'busy' }, inputs: { 'retry-delay-seconds': '60' }, cancel: true },
};

/** Runs the action once and returns its summary. @type {(scene: SCENES[string]) => Promise<string>} */
async function summarize({ thread, inputs, cancel }) {
  const api = await startStandIn({ threads: thread ? { [THREAD]: thread } : {} });
  const step = await runStep({
    inputs: {
      ...{ 'thread-id': THREAD, 'api-key': api.apiKey, 'api-url': api.url, 'retry-delay-seconds': '1.5' },
      ...inputs,
    },
    onStart: (child) =>
      cancel && child.stdout?.on('data', (text) => String(text).includes('Retrying') && child.kill('SIGTERM')),
  });
  await api.close();
  return step.summary;
}

/** @type {(args: string[], file: string) => string} */
function browse(args, file) {
  const profile = join(FOLDER, 'profile');
  return execFileSync('chromium', [...CHROMIUM, `--user-data-dir=${profile}`, ...args, `file://${file}`], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** Takes a screenshot as high as its content. @type {(name: string, html: string, theme: string) => string} */
function picture(name, html, theme) {
  const page = join(FOLDER, `${name}-${theme}.html`);
  const image = join(FOLDER, `${name}-${theme}.png`);
  // The script writes the height into the DOM for --dump-dom.
  writeFileSync(
    page,
    `<!doctype html><meta charset="utf-8"><style>${STYLE} body { margin: 0; }</style>
    <body class="markdown-body" data-theme="${theme}" style="padding: 8px 24px; box-sizing: border-box">${html}
    <script>document.body.dataset.height = document.body.getBoundingClientRect().height</script>`,
  );
  const height = /data-height="([\d.]+)"/.exec(browse([`--window-size=${WIDTH},600`, '--dump-dom'], page))?.[1];
  const scheme = theme === 'dark' ? ['--force-dark-mode', '--blink-settings=preferredColorScheme=0'] : [];
  browse(
    [...scheme, `--window-size=${WIDTH},${Math.max(MIN_HEIGHT, Math.ceil(Number(height)))}`, `--screenshot=${image}`],
    page,
  );
  execFileSync('pngquant', ['--force', '--ext', '.png', image]);
  return image;
}

async function main() {
  const { marked } = await import('marked');
  mkdirSync(FOLDER, { recursive: true });
  /** @type {Record<string, string>} */
  const pages = {};
  for (const [name, scene] of Object.entries(SCENES)) {
    pages[name] = await marked(await summarize(scene));
    for (const theme of ['light', 'dark']) console.log(picture(name, pages[name], theme));
  }
  const both = IN_README.map((name) => String(pages[name]).replace('<details>', '<details open>')).join('<hr>');
  for (const theme of ['light', 'dark']) {
    const image = picture('readme', both, theme);
    if (process.argv.includes('--update')) copyFileSync(image, join(ROOT, 'docs', `summary-${theme}.png`));
  }
}

main();
