// What must hold on the live page, one case each.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOSTILE, hostileScript } from './hostile.mjs';

const NURSE = 'nurse-care-call';

async function tickAll(call) {
  const open = call.tab.locator('main .tick input:not(:checked)');
  while (await open.count()) await open.first().check();
}

// Goes through the call: ticks what must be said, gives the first answer, goes on.
async function through(call, most = 120, shot) {
  const seen = [];
  for (let step = 0; step < most; step++) {
    if (await call.tab.locator('main.screen-end').count()) return seen;
    assert.equal(await call.tab.locator('main.screen-leaving').count(), 0, 'nothing is left over on the straight way');
    seen.push(await call.title());
    if (shot) await shot(seen.length);
    await tickAll(call);
    const answer = call.tab.locator('main .answer:not(:disabled)').first();
    if (await answer.count()) await answer.click();
    else await call.tab.click('#next');
  }
  throw new Error(`the call does not come to an end: ${seen.slice(-5).join(', ')}`);
}

// Goes a way that the library listed, answer by answer, and ends where it ends.
async function goes(call, path) {
  const data = JSON.parse(await call.tab.textContent('#data'));
  const state = async () => await call.title() + await call.tab.locator('main').textContent();
  const next = async () => { if (await call.tab.locator('#next:not(:disabled)').count()) await call.tab.click('#next'); };
  await call.tab.click('#next');
  for (const step of path.steps) {
    const segment = data.segments.find(one => one.id === step.segment);
    assert.equal(await call.title(), segment.title, `the library hears ${step.segment} here`);
    const fixed = step.question ? segment.ask_in_order[step.question - 1] : null;
    const offered = fixed ? fixed.answers || [] : (segment.answers || []).concat(segment.choice ? segment.choice.options : []);
    // A list of questions is one segment on the page: its words are on the screen with its first question.
    if (!fixed && segment.ask_in_order) continue;
    const number = offered.findIndex(one => one.hear[0] === step.answer);
    for (let asked = 0; asked < 5; asked++) {
      await tickAll(call);
      const before = await state();
      if (number >= 0) await call.tab.click(`.answer >> nth=${number}`);
      if (number < 0 || await state() !== before && await call.title() === segment.title) { await tickAll(call); await next(); }
      const again = offered[number] && offered[number].again;
      if (!again || asked >= again.at_most) break;
    }
  }
  if (await call.tab.locator('main.screen-leaving').count()) { await tickAll(call); await call.tab.click('#next'); }
  assert.equal(await call.tab.locator('main.screen-end').count(), 1, `the call is over after ${path.steps.length} steps, not at ${await call.title()}`);
}

export const cases = {
  async 'a whole nurse call is clicked through'({ page, open }) {
    const call = await open(page(NURSE));
    await call.tab.getByLabel('First name').fill('Maria');
    await call.tab.getByLabel('Nurse name').fill('Dana');
    await call.tab.click('#next');
    assert.equal(await call.title(), 'Hello');
    const words = await call.tab.textContent('main');
    assert.match(words, /this is Dana\. I'm a nurse/);
    assert.match(words, /May I speak with Maria, please/);
    const seen = await through(call);
    assert.ok(seen.length >= 22, seen.join(', '));
    assert.equal(await call.title(), 'The call has ended');
    const summary = await call.tab.inputValue('.card textarea');
    assert.match(summary, /plan agreed/);
    assert.match(summary, /first name: Maria/);
    const [file] = await Promise.all([call.tab.waitForEvent('download'), call.tab.click('#download')]);
    const record = JSON.parse(readFileSync(await file.path(), 'utf8'));
    assert.equal(record.format, 'callcraft-walk/1');
    assert.equal(record.script, NURSE);
    assert.equal(record.seat, 'agent');
    assert.match(record.sha256, /^[0-9a-f]{64}$/);
    assert.equal(record.outcome, 'plan-agreed');
    assert.equal(record.steps[0].segment, 'hello');
    assert.equal(record.steps[0].answer, 'Speaking');
    assert.ok(record.steps.every(step => step.seconds >= 0));
    assert.ok(!JSON.stringify(record).includes('Maria'), 'no personal data unless asked');
    await call.tab.getByLabel(/Put what was typed/).check();
    const [full] = await Promise.all([call.tab.waitForEvent('download'), call.tab.click('#download')]);
    assert.equal(JSON.parse(readFileSync(await full.path(), 'utf8')).blanks.first_name, 'Maria');
  },

  async 'exact words cannot be skipped unseen'({ page, open }) {
    const call = await open(page(NURSE));
    await call.tab.click('#next');
    await call.tab.click('.answer >> nth=0');
    await call.tab.click('#next');
    assert.equal(await call.title(), 'Recording');
    await call.tab.click('.answer >> nth=0');
    assert.equal(await call.title(), 'Recording');
    assert.equal(await call.tab.locator('.must.wanted').count(), 1, 'the words are pointed at');
    await call.tab.click('#part-21');
    assert.equal(await call.title(), 'Goodbye');
    await call.tab.click('#next');
    assert.equal(await call.title(), 'Before you end');
    assert.match(await call.tab.textContent('main'), /This call is recorded so that we can train our nurses/);
    assert.ok(await call.tab.isDisabled('#next'));
    await call.tab.locator('.must .tick input').check();
    await call.tab.click('#next');
    assert.equal(await call.title(), 'The call has ended');
    assert.match(await call.tab.inputValue('.card textarea'), /Not said: Recording/);
  },

  async 'the keyboard alone is enough'({ page, open }) {
    const call = await open(page(NURSE));
    const press = key => call.tab.keyboard.press(key);
    await press('Tab');
    for (let at = 0; at < 40 && (await call.tab.evaluate(() => document.activeElement.id)) !== 'next'; at++) await press('Tab');
    await press('Enter');
    assert.equal(await call.title(), 'Hello');
    await press('1');
    await press('Enter');
    assert.equal(await call.title(), 'Recording');
    await press('m');
    await press('1');
    assert.equal(await call.title(), 'Who is speaking');
    await press('Backspace');
    assert.equal(await call.title(), 'Recording');
    await press('1');
    await press('/');
    await call.tab.keyboard.type('voicem');
    await press('Enter');
    assert.equal(await call.title(), 'Voicemail');
    await press('Escape');
    assert.equal(await call.title(), 'Who is speaking', 'back where the call was');
    await press('?');
    assert.ok(await call.tab.isVisible('#help'));
    await press('Escape');
    for (let at = 0; at < 90 && !(await call.tab.locator('main.screen-end').count()); at++) {
      if (await call.tab.locator('main .answer:not(:disabled)').count()) { await press('m'); await press('1'); }
      else await press('Enter');
    }
    assert.equal(await call.title(), 'The call has ended');
  },

  async 'a dropped call is taken up again'({ page, open }) {
    const file = page(NURSE);
    const call = await open(file);
    await call.tab.getByLabel('First name').fill('Maria');
    await call.tab.click('#next');
    await call.tab.click('.answer >> nth=0');
    await call.tab.click('#next');
    await call.tab.locator('.must input').check();
    await call.tab.click('.answer >> nth=0');
    assert.equal(await call.title(), 'Who is speaking');
    const kept = await call.tab.evaluate(() => JSON.stringify({ ...localStorage }));
    assert.ok(!kept.includes('Maria'), 'nothing personal is kept unless asked');
    await call.tab.reload();
    assert.equal(await call.title(), 'The call dropped');
    await call.tab.getByLabel('First name').fill('Maria');
    await call.tab.click('#next');
    assert.equal(await call.title(), 'Who is speaking');
    await call.tab.keyboard.press('Backspace');
    assert.equal(await call.title(), 'Recording', 'Back works after it too');
    await call.tab.click('#b-drop');
    assert.equal(await call.title(), 'The call dropped');
    await call.tab.getByRole('button', { name: 'Start again' }).click();
    assert.equal(await call.title(), 'Care call before a knee treatment');
    assert.equal(await call.tab.evaluate(() => Object.keys(localStorage).filter(key => key !== 'callcraft:looks').length), 0);
    await call.tab.getByLabel('First name').fill('Maria');
    await call.tab.getByLabel(/Also keep what I type/).check();
    await call.tab.click('#next');
    await call.tab.reload();
    await call.tab.click('#next');
    assert.match(await call.tab.textContent('main'), /speak with Maria/);
  },

  async 'the page works where a browser keeps nothing'({ page, open }) {
    const call = await open(page(NURSE));
    await call.tab.addInitScript(() => {
      for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get() { throw new Error('no'); } });
    });
    await call.tab.reload();
    assert.match(await call.tab.textContent('main'), /keeps nothing/);
    await call.tab.click('#next');
    assert.equal(await call.title(), 'Hello');
  },

  async 'hostile words stay words'({ page, open }) {
    const call = await open(page(hostileScript()));
    for (const input of await call.tab.locator('main input[type=text]').all()) await input.fill(HOSTILE.join(' '));
    await call.tab.click('#next');
    let text = '';
    for (let step = 0; step < 30 && !(await call.tab.locator('main.screen-end').count()); step++) {
      text += await call.tab.textContent('#app');
      await tickAll(call);
      for (const box of await call.tab.locator('main input[type=text]').all()) await box.fill(HOSTILE.join(' '));
      const answer = call.tab.locator('main .answer:not(:disabled)').first();
      if (await answer.count()) await answer.click(); else await call.tab.click('#next');
    }
    await call.tab.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    text += await call.tab.inputValue('.card textarea');
    const elements = await call.tab.evaluate(() => ({
      scripts: document.scripts.length,
      strange: document.querySelectorAll('#app img,#app iframe,#app object,#app embed,#app form[action],#app a[href^="javascript"],#app style,#app script,#app base,#app meta,#app link,#paper img,#paper script').length,
      handlers: [...document.querySelectorAll('*')].flatMap(el => [...el.attributes].map(one => one.name)).filter(name => /^on/i.test(name) || name === 'style' || name === 'srcdoc'),
      ran: window.__ran,
    }));
    assert.deepEqual(elements, { scripts: 2, strange: 0, handlers: [], ran: undefined });
    for (const hostile of HOSTILE) assert.ok(text.includes(hostile), `these words went missing: ${hostile}`);
  },

  async 'hostile words stay words on every other page'({ open, folder, binary }) {
    const script = join(folder, 'hostile.yaml');
    writeFileSync(script, hostileScript());
    const run = (...given) => {
      const env = { ...process.env, CALLCRAFT_OPEN: 'no' };
      // Findings end with 1, which is no failure here.
      try { execFileSync(binary, given, { env, cwd: folder, stdio: 'ignore' }); } catch (error) { if (error.status !== 1) throw error; }
    };
    const pages = ['html', 'onepager', 'scorecard', 'survey'].map(target => [target, 'render', script, '--to', target, '-o', `${target}.html`]);
    pages.push(['paper', 'design', script, '--to', 'html', '-o', 'paper.html']);
    pages.push(['audit', 'lint', script, '--no-config', '--format', 'audit:audit.html']);
    pages.push(['curve', 'design', script, '--curve', 'curve.svg'], ['hostile.callcraft', script]);
    for (const [name, ...given] of pages) {
      run(...given);
      const page = await open(join(folder, `${name}.${name === 'curve' ? 'svg' : 'html'}`));
      const found = await page.tab.evaluate(() => ({
        strange: document.querySelectorAll('script,img,iframe,object,embed,base,link,form[action],a[href^="javascript"],meta[http-equiv=refresh]').length,
        handlers: [...document.querySelectorAll('*')].flatMap(el => [...el.attributes].map(one => one.name)).filter(one => /^on/i.test(one) || one === 'srcdoc'),
        ran: window.__ran,
        shown: document.documentElement.textContent.includes('window.__ran=1'),
      }));
      // The survey is the customer's, and has no words of the script in it.
      assert.deepEqual(found, { strange: 0, handlers: [], ran: undefined, shown: name !== 'survey' }, name);
    }
  },

  async 'axe finds nothing'({ page, open }) {
    for (const colorScheme of ['light', 'dark']) {
      for (const script of [NURSE, 'hospital-followup-zh']) {
        const call = await open(page(script), { colorScheme });
        const check = async where => { await call.accessible(`${script} ${colorScheme} ${where}`); await call.shot(`${script}-${colorScheme}-${where}`); };
        await check('start');
        await call.tab.click('#next');
        await check('segment');
        await call.tab.click('.answer >> nth=0');
        await check('reply');
        await call.tab.click('#find');
        await check('find');
        await call.tab.keyboard.press('Escape');
        await call.tab.keyboard.press('?');
        await check('keys');
        await call.tab.keyboard.press('Escape');
        await call.tab.click('#b-end');
        await check('outcome');
        await call.tab.click('.answer >> nth=0');
        await check('leaving');
        await tickAll(call);
        await call.tab.click('#next');
        await check('end');
      }
    }
    const phone = await open(page(NURSE), { viewport: { width: 390, height: 844 } });
    await phone.tab.click('#next');
    await phone.accessible('phone');
    await phone.shot('phone-segment');
    await phone.tab.click('#b-parts');
    await phone.accessible('phone parts');
    await phone.shot('phone-parts');
  },

  async 'it prints'({ page, open }) {
    const call = await open(page(NURSE));
    const pdf = await call.tab.pdf({ format: 'A4' });
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
    const pages = (pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g) || []).length;
    assert.ok(pages >= 1 && pages <= 12, `${pages} pages`);
    assert.match(await call.tab.textContent('#paper'), /This call is recorded so that we can train our nurses/);
    assert.match(await call.tab.textContent('#paper'), /555-0142/, 'what may happen at any moment is on it');
  },

  async 'a Chinese script has Chinese labels'({ page, open }) {
    const call = await open(page('hospital-followup-zh'));
    assert.equal(await call.tab.getAttribute('html', 'lang'), 'zh-CN');
    const latin = async where => {
      const text = await call.tab.evaluate(() => document.body.innerText);
      const words = (text.match(/[A-Za-z]{3,}/g) || []).filter(word => !['Esc'].includes(word));
      const own = readFileSync(new URL('../../scripts/designed/hospital-followup-zh.yaml', import.meta.url), 'utf8');
      assert.deepEqual(words.filter(word => !own.toLowerCase().includes(word.toLowerCase())), [], where);
    };
    await latin('start');
    await call.tab.click('#next');
    await latin('segment');
    await call.tab.keyboard.press('?');
    await latin('keys');
    await call.tab.keyboard.press('Escape');
    await through(call);
    await latin('end');
    assert.equal(await call.title(), '通话已结束');
  },

  async 'the call goes where the script says'({ page, open }) {
    const call = await open(page(BRANCHES));
    const pick = number => call.tab.click(`.answer >> nth=${number}`);
    const next = () => call.tab.click('#next');
    const words = () => call.tab.textContent('main');
    await call.tab.getByLabel('age', { exact: true }).fill('70');
    await next();
    assert.match(await words(), /Hello member, you are 70\./, 'what is missing is said in its own words');
    await next();
    // Asked again once, and then it ends as the script says.
    await pick(1);
    assert.match(await words(), /Which county/, 'asked again');
    assert.match(await words(), /asked 2 times/);
    await pick(1);
    assert.equal(await call.title(), 'The call has ended');
    assert.match(await words(), /other area/);
    await call.tab.getByRole('button', { name: 'Back into the call' }).click();
    // The answer under its second way of being said opens what depends on it.
    await pick(0);
    assert.equal(await call.title(), 'served', 'a condition on another way to say it holds');
    await next();
    assert.equal(await call.title(), 'old', 'a number is compared');
    await next();
    assert.equal(await call.title(), 'vague', 'what cannot be told is left to the agent');
    await call.tab.getByRole('button', { name: 'Leave it out' }).click();
    assert.equal(await call.title(), 'open');
    await call.tab.locator('main input').fill('the garden');
    await call.tab.locator('main input').press('Enter');
    assert.match(await words(), /So it's The Garden\. And sugar, no milk\./, 'filters and conditions in the words');
    await next();
    assert.equal(await call.title(), 'Now the shared part');
    assert.match(await words(), /shared\.yaml/);
    await next();
    assert.equal(await call.title(), 'list');
    await pick(1);
    assert.match(await words(), /Question 2 of 2/);
    await pick(0);
    // Any moment: one that comes back, one that ends the call.
    assert.equal(await call.title(), 'leap');
    await call.tab.fill('#find', 'dog');
    await call.tab.keyboard.press('Enter');
    assert.equal(await call.title(), 'the dog barks');
    await next();
    assert.equal(await call.title(), 'leap', 'back where it was');
    await pick(2);
    assert.equal(await call.title(), 'list', 'a script may lead back');
    await pick(0);
    await pick(0);
    assert.equal(await call.title(), 'leap');
    await pick(0);
    assert.equal(await call.title(), 'bye', 'a jump of the script passes over what lies between');
    await call.tab.fill('#find', 'wrong');
    await call.tab.keyboard.press('Enter');
    await next();
    assert.equal(await call.title(), 'The call has ended');
    assert.match(await words(), /wrong number/);
    const [file] = await Promise.all([call.tab.waitForEvent('download'), call.tab.click('#download')]);
    const record = JSON.parse(readFileSync(await file.path(), 'utf8'));
    assert.equal(record.outcome, 'wrong-number');
    assert.deepEqual(record.steps.map(step => step.segment).slice(0, 6), ['hello', 'area', 'served', 'old', 'vague', 'open']);
    assert.ok(!record.steps.some(step => step.segment === 'young' || step.segment === 'between'));
  },

  async 'every way that the library lists can be gone on the page'({ page, open, root, binary }) {
    for (const script of ['billing-dispute', 'hospital-followup-zh']) {
      const file = join(root, 'scripts', 'designed', `${script}.yaml`);
      const told = JSON.parse(execFileSync(binary, ['walk', '--test', file, '--paths', '400', '--format', 'json'], { encoding: 'utf8', maxBuffer: 1 << 26 }));
      const paths = told.paths.listed, made = page(script);
      for (const path of [paths[0], paths[Math.floor(paths.length / 2)], paths.at(-1)]) await goes(await open(made), path);
    }
  },

  async 'Back and the list take the call anywhere'({ page, open }) {
    const call = await open(page(BRANCHES));
    await call.tab.click('#next');
    await call.tab.check('#told-2');
    await call.tab.click('#part-8');
    assert.equal(await call.title(), 'list');
    assert.match(await call.tab.textContent('#parts'), /jumped over/);
    await call.tab.keyboard.press('Backspace');
    assert.equal(await call.title(), 'hello');
    await call.tab.click('#next');
    await call.tab.click('.answer >> nth=0');
    assert.notEqual(await call.title(), 'served', 'what was covered already is passed over');
    await call.tab.click('#trail li:first-child button');
    assert.equal(await call.title(), 'hello', 'the way so far leads back');
  },

  async 'the customer hears, answers and feels'({ page, open }) {
    const call = await open(page(NURSE));
    await call.tab.check('input[value=customer]');
    await call.accessible('customer start');
    await call.tab.click('#next');
    const heard = await call.tab.textContent('main');
    assert.match(heard, /Hi, this is Dana/, 'examples stand in for the record');
    assert.ok(!heard.includes('Say nothing about her knee'), 'notes are not heard');
    for (let step = 0; step < 120 && !(await call.tab.locator('main.screen-end').count()); step++) {
      if (await call.tab.locator('.feeling').count()) { if (step === 2) await call.accessible('customer felt'); await call.tab.keyboard.press('6'); }
      else if (await call.tab.locator('main .answer:not(:disabled)').count()) await call.tab.keyboard.press('1');
      else await call.tab.keyboard.press('Enter');
    }
    assert.equal(await call.title(), 'How it felt');
    await call.accessible('customer end');
    await call.shot('customer-end');
    assert.ok(await call.tab.locator('svg.chart circle').count() >= 20);
    assert.match(await call.tab.inputValue('.card textarea'), /- id: hospital-change\n {2}feels: pleasant/);
    const [file] = await Promise.all([call.tab.waitForEvent('download'), call.tab.click('#download')]);
    const record = JSON.parse(readFileSync(await file.path(), 'utf8'));
    assert.equal(record.seat, 'customer');
    assert.ok(record.steps.every(step => step.felt === 2), JSON.stringify(record.steps));
  },

  async 'a long script makes a small page'({ page, open }) {
    const file = page(long(40));
    assert.ok(statSync(file).size < 150_000, `${statSync(file).size} bytes`);
    const call = await open(file);
    console.log(`        40 segments: ${statSync(file).size} bytes, ready ${await call.tab.getAttribute('html', 'data-took')} ms after its code began`);
  },
};

const BRANCHES = `script: Branches
outcomes: {done: a, other-area: b, wrong-number: c}
blanks:
  name: {from: record, if_missing: member}
  age: {from: record}
  weather: {from: record}
  wish: {from: customer}
  extra: {from: record, optional: yes}
segments:
  - id: hello
    title: hello
    say: |
      Hello {{ name }}, you are {{ age }}.
  - id: area
    title: area
    ask: |
      Which county?
    fills: county
    answers:
      - hear: [Yes, A county we serve]
      - hear: Another county
        then: ask again at most 1 times, otherwise end as other-area
  - id: served
    title: served
    only_if: county is a county we serve
    say: We come to you.
  - id: young
    title: young
    only_if: age under 65
    say: You are young.
  - id: old
    title: old
    only_if: age over 65
    say: You are wise.
  - id: vague
    title: vague
    only_if: weather is fine
    say: Nice day.
  - id: open
    title: open
    ask: What do you wish for?
    fills: wish
  - id: told
    title: told
    say: |
      So it's {{ wish | title }}. And {% if age == '70' %}sugar{% else %}salt{% endif %}, no milk.
    then: use shared.yaml and come back
  - id: list
    title: list
    ask_in_order:
      - ask: One?
        answers:
          - hear: A
          - hear: B
      - ask: Two?
        answers:
          - hear: A
  - id: leap
    title: leap
    ask: Leap?
    answers:
      - hear: Leap
        then: go to bye
      - hear: Stay
      - hear: Once more
        then: go to list
  - id: between
    title: between
    say: In between.
  - id: bye
    title: bye
    say: Goodbye.
    then: end as done
anytime:
  - when: the dog barks
    say: What a fine dog.
    then: come back
  - when: wrong number
    say: Sorry.
    then: end as wrong-number
`;

const long = count => 'script: Long\nsegments:\n' + Array.from({ length: count }, (none, at) => `  - id: part-${at}
    title: Part number ${at} of the call
    feels: neutral
    say: |
      Here is what I would like to tell you about part ${at}. It takes a little while, and you can ask at any time.
    ask: |
      Does part ${at} sound right to you?
    note: Listen to the end, then write down what they said about part ${at}.
    answers:
      - hear: [Yes, That's right]
        say: Good, thank you.
      - hear: [No, Not really]
        say: Then let me put it right.
`).join('');
