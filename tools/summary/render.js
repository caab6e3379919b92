// Renders job summaries as GitHub does: as Markdown, with its style sheets, in a browser.
const { execFileSync } = require('node:child_process');
const { copyFileSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { HtmlRenderer, Parser } = require('commonmark');
const { runStep } = require('../../stand-in/run-step.js');
const { startStandIn } = require('../../stand-in/server.js');
const { SCENES } = require('./scenes.js');

const ROOT = join(__dirname, '..', '..');
const FOLDER = join(ROOT, 'build', 'summary');
/** Widths of the text on GitHub: in a wide window, and on a phone. */
const WIDE = 880;
const NARROW = 375;
/** Enough of a long summary: the rest is more of the same. */
const MAX_HEIGHT = 3000;
/** The scenes in the README, from top to bottom. */
const IN_README = ['one-tool', 'retries'];

const CHROMIUM = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--hide-scrollbars'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic'],
];

const THREAD = '0f9f6b1e-5a3c-4d9e-8a55-3f2f5d3c1b7a';

/** @typedef {'light' | 'dark'} Theme */

/** @type {(theme: Theme) => string} */
const style = (theme) =>
  `.${theme} { ${readFileSync(require.resolve(`github-markdown-css/github-markdown-${theme}.css`), 'utf8')} }`;

/** Runs the action once and returns its summary. @type {(scene: SCENES[string]) => Promise<string>} */
async function summarize({ thread, inputs, cancel }) {
  const api = await startStandIn({ threads: thread ? { [THREAD]: thread } : {} });
  const step = await runStep({
    inputs: { 'thread-id': THREAD, 'api-key': api.apiKey, 'api-url': api.url, ...inputs },
    onStart: (child) =>
      cancel && child.stdout?.on('data', (text) => String(text).includes('Checking again') && child.kill('SIGTERM')),
  });
  await api.close();
  return new HtmlRenderer().render(new Parser().parse(step.summary));
}

/** @type {(args: string[], file: string) => string} */
function browse(args, file) {
  const profile = join(FOLDER, 'profile');
  return execFileSync('chromium', [...CHROMIUM, `--user-data-dir=${profile}`, ...args, `file://${file}`], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** Takes a screenshot of the size of its content. @type {(name: string, articles: string[]) => string} */
function picture(name, articles) {
  const page = join(FOLDER, `${name}.html`);
  const image = join(FOLDER, `${name}.png`);
  // The script writes the size into the DOM for --dump-dom.
  writeFileSync(
    page,
    `<!doctype html><meta charset="utf-8"><style>${style('light')} ${style('dark')}
    body { margin: 0; display: flex; width: max-content; } article { box-sizing: border-box; padding: 8px 24px; }</style>
    ${articles.join('\n')}
    <script>const { width, height } = document.body.getBoundingClientRect();
    document.body.dataset.size = Math.ceil(width) + ',' + Math.min(Math.ceil(height), ${MAX_HEIGHT});</script>`,
  );
  const size = /data-size="([\d,]+)"/.exec(browse(['--window-size=1000,600', '--dump-dom'], page))?.[1];
  browse([`--window-size=${size}`, `--screenshot=${image}`], page);
  execFileSync('pngquant', ['--force', '--ext', '.png', image]);
  return image;
}

/** @type {(theme: Theme, width: number, html: string) => string} */
const article = (theme, width, html) =>
  `<div class="${theme}"><article class="markdown-body" style="width: ${width}px; min-height: 100%">${html}</article></div>`;

async function main() {
  mkdirSync(FOLDER, { recursive: true });
  /** @type {Record<string, string>} */
  const pages = {};
  const only = process.argv.slice(2).filter((argument) => argument !== '--update');
  const names = only.length > 0 ? only : Object.keys(SCENES);
  for (const name of names) {
    const html = await summarize(SCENES[name] ?? {});
    pages[name] = html;
    const wide = picture(`${name}-wide`, [article('light', WIDE, html)]);
    const narrow = picture(`${name}-narrow`, [article('light', NARROW, html), article('dark', NARROW, html)]);
    console.log(wide, narrow);
  }
  if (!IN_README.every((name) => name in pages)) return;
  const both = IN_README.map((name) => String(pages[name]).replace('<details>', '<details open>')).join('<hr>');
  for (const theme of /** @type {Theme[]} */ (['light', 'dark'])) {
    const image = picture(`readme-${theme}`, [article(theme, WIDE, both)]);
    if (process.argv.includes('--update')) copyFileSync(image, join(ROOT, 'docs', `summary-${theme}.png`));
  }
}

main();
