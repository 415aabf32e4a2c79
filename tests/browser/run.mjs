// Drives the live page in a real browser. `node run.mjs PATH-TO-CALLCRAFT`; a name behind it runs the cases with it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { cases } from './cases.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const binary = process.argv[2];
const only = process.argv[3];
const browserPath = process.env.CALLCRAFT_BROWSER || '/usr/bin/chromium';
const axe = readFileSync(join(here, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'callcraft-browser-'));
const shots = process.env.CALLCRAFT_SHOTS;
if (shots) mkdirSync(shots, { recursive: true });

let made = 0;
// The page of a script in `scripts/`, or of the text of one.
function page(script, ...more) {
  const out = join(folder, `page-${made++}.html`);
  let file = join(root, 'scripts', 'designed', `${script}.yaml`);
  if (script.includes('\n')) { file = join(folder, `script-${made}.yaml`); writeFileSync(file, script); }
  execFileSync(binary, ['render', file, '--to', 'page', '-o', out, ...more], { stdio: ['ignore', 'ignore', 'pipe'] });
  return out;
}

const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const browser = await chromium.launch({ executablePath: browserPath, args });

// One open page with what went wrong in it.
async function open(file, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 850 }, ...options });
  context.setDefaultTimeout(90000);
  const tab = await context.newPage();
  const wrong = [];
  tab.on('console', message => { if (['error', 'warning'].includes(message.type())) wrong.push(message.text()); });
  tab.on('pageerror', error => wrong.push(String(error)));
  tab.on('dialog', dialog => { wrong.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  tab.on('request', request => { if (!/^(file|blob|data):/.test(request.url())) wrong.push(`network: ${request.url()}`); });
  await tab.addInitScript(() => {
    window.__policy = [];
    document.addEventListener('securitypolicyviolation', event => window.__policy.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
  });
  await tab.goto(pathToFileURL(file).href);
  const policy = async () => tab.evaluate(() => window.__policy);
  const title = async () => (await tab.textContent('#title')).trim();
  const accessible = async where => {
    await tab.evaluate(axe);
    const found = await tab.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
    const told = found.violations.map(one => `${where}: ${one.id}: ${one.help}: ${one.nodes.map(node => node.html.slice(0, 160) + ' ' + (node.any[0] ? node.any[0].message : '')).join(' | ')}`);
    if (told.length) throw new Error(told.join('\n'));
  };
  const shot = async name => { if (shots) await tab.screenshot({ path: join(shots, `${name}.png`) }); };
  return { tab, context, wrong, policy, title, accessible, shot };
}

let failed = 0;
for (const [name, run] of Object.entries(cases)) {
  if (only && !name.includes(only)) continue;
  const opened = [];
  try {
    await run({ page, open: async (...given) => { const one = await open(...given); opened.push(one); return one; }, folder, root, binary });
    for (const one of opened) {
      const policy = one.tab.isClosed() ? [] : await one.policy();
      if (one.wrong.length || policy.length) throw new Error(['the page complained:', ...one.wrong, ...policy].join('\n'));
    }
    console.log(`ok      ${name}`);
  } catch (error) {
    failed++;
    console.log(`FAILED  ${name}\n        ${String(error.stack || error).split('\n').join('\n        ')}`);
  }
  for (const one of opened) await one.context.close().catch(() => {});
}
await browser.close();
rmSync(folder, { recursive: true, force: true });
process.exit(failed ? 1 : 0);
