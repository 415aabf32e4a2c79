'use strict';
// The live page of a call. One state, one way to change it (`act`), one way to show it (`show`).
// Words of the script come in as data and go out by textContent only.
(() => {
const began = performance.now();
const D = JSON.parse(document.getElementById('data').textContent);
const L = D.labels, SEG = D.segments, ANY = D.anytime, N = SEG.length;
const KEY = 'callcraft:' + (D.script.sha256 || D.script.id + ':' + (D.script.version || ''));
const LOOKS = 'callcraft:looks';
const HOURS = 12;
const BLANK = Object.create(null);
for (const blank of D.blanks) BLANK[blank.name] = blank;
const KNOWN_WHEN = ['voicemail', 'someone else', 'wrong number', 'bad time', 'refuses recording', 'stop calling', 'complaint', 'in danger', 'upset', 'supervisor'];
const FEELS = ['very painful', 'painful', 'slightly painful', 'neutral', 'slightly pleasant', 'pleasant', 'very pleasant'];
const has = (map, key) => Object.prototype.hasOwnProperty.call(map, key);
const copyOf = value => JSON.parse(JSON.stringify(value));
const filled = (label, values) => label.replace(/\{(\w+)\}/g, (all, name) => has(values, name) ? String(values[name]) : all);

// ---- elements -------------------------------------------------------------------------------------------------

function h(tag, props, ...kids) {
  const el = document.createElement(tag);
  for (const [key, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith('on')) el.addEventListener(key.slice(2), value);
    else if (key === 'class') el.className = value;
    else if (key === 'value' || key === 'checked' || key === 'disabled') el[key] = value;
    else el.setAttribute(key, value === true ? '' : value);
  }
  put(el, kids);
  return el;
}
function put(el, kids) {
  for (const kid of kids.flat(Infinity)) {
    if (kid === undefined || kid === null || kid === false) continue;
    el.append(kid instanceof Node ? kid : document.createTextNode(String(kid)));
  }
}
function svg(tag, props, ...kids) {
  const el = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [key, value] of Object.entries(props)) el.setAttribute(key, value);
  put(el, kids);
  return el;
}
function replace(el, ...kids) { el.textContent = ''; put(el, kids); }
const $ = id => document.getElementById(id);

// ---- the state ------------------------------------------------------------------------------------------------

// What Back undoes.
const fresh = () => ({
  screen: 'start', at: 0, q: 0, picked: null, asked: {}, facts: {}, done: {}, jumped: {}, steps: [],
  any: null, from: null, outcome: null, ending: null, file: null, on: null,
  askAgain: false, again: false, list: [], felt: null, then: null,
});
// What Back does not undo: what was said stays said, and time does not run backwards.
const begun = () => ({ seat: 'agent', ticks: {}, told: {}, after: {}, seen: {}, elapsed: 0, keep: false, pace: false });

let S = fresh(), K = begun(), past = [], typed = Object.create(null), notes = '', since = null;
let looks = { theme: 'auto', size: 1, keys: true, notes: true };
let live = [], includeAll = false;

for (const blank of D.blanks) if (blank.value !== undefined) typed[blank.name] = blank.value;

// The notes, unless they are switched off.
const taken = () => looks.notes ? notes : '';
const running = () => S.screen !== 'start' && S.screen !== 'dropped' && S.screen !== 'end';
const elapsed = () => K.elapsed + (since === null ? 0 : Date.now() - since);
function hold() { if (since !== null) { K.elapsed += Date.now() - since; since = null; } }
function run() { if (since === null) since = Date.now(); }

// ---- keeping --------------------------------------------------------------------------------------------------

const store = (() => {
  for (const kind of ['localStorage', 'sessionStorage']) {
    try {
      const box = window[kind];
      box.setItem('callcraft:try', '1');
      box.removeItem('callcraft:try');
      return { box, kind };
    } catch { /* this browser keeps nothing here */ }
  }
  return { box: null, kind: 'none' };
})();
function keep(key, value) { try { if (store.box) store.box.setItem(key, JSON.stringify(value)); } catch { /* full, or forbidden */ } }
function kept(key) { try { return store.box ? JSON.parse(store.box.getItem(key)) : null; } catch { return null; } }
function forget(key) { try { if (store.box) store.box.removeItem(key); } catch { /* nothing to forget */ } }

function save() {
  if (!running() || K.seat === 'customer') return;
  const all = { version: 1, when: Date.now(), S, K: { ...K, elapsed: elapsed() }, past: past.slice(-60) };
  if (K.keep) Object.assign(all, { typed: { ...typed }, notes: taken() });
  keep(KEY, all);
}
function recall() {
  const all = kept(KEY);
  if (!all || all.version !== 1 || !all.S || !all.K || !(Date.now() - all.when < HOURS * 3600e3)) { forget(KEY); return false; }
  if (!(all.S.at >= 0 && all.S.at < Math.max(N, 1)) || (all.S.any !== null && !ANY[all.S.any])) { forget(KEY); return false; }
  S = { ...fresh(), ...all.S };
  K = { ...begun(), ...all.K };
  past = Array.isArray(all.past) ? all.past : [];
  for (const [name, value] of Object.entries(all.typed || {})) typed[name] = String(value);
  notes = typeof all.notes === 'string' ? all.notes : '';
  return true;
}

// ---- what is known --------------------------------------------------------------------------------------------

function builtIn(name) {
  const now = new Date();
  if (name === 'today') {
    const options = { month: 'long', day: 'numeric' };
    return now.toLocaleDateString(D.script.chinese ? 'zh-CN' : 'en-US', options);
  }
  if (name === 'weekday') return now.toLocaleDateString(D.script.chinese ? 'zh-CN' : 'en-US', { weekday: 'long' });
  if (name === 'part_of_day') return now.getHours() < 12 ? L.morning : now.getHours() < 18 ? L.afternoon : L.evening;
  return undefined;
}
// All that a name may stand for; undefined where nothing is known.
function values(name) {
  if (typed[name] !== undefined && typed[name].trim() !== '') return [typed[name].trim()];
  if (has(S.facts, name)) return S.facts[name];
  const known = builtIn(name);
  if (known !== undefined) return [known];
  if (K.seat === 'customer' && BLANK[name] && BLANK[name].example) return [BLANK[name].example];
  return undefined;
}
function valueOf(name) { const all = values(name); return all && all[0]; }

const plainWords = words => String(words).trim().split(/\s+/).join(' ').toLowerCase();
const same = (a, b) => plainWords(a) === plainWords(b);
function number(words) {
  const plain = String(words).trim().replace(/,/g, '');
  return plain !== '' && Number.isFinite(Number(plain)) ? Number(plain) : null;
}
function ordered(a, b) {
  const x = number(a), y = number(b);
  if (x !== null && y !== null) return x - y;
  const [s, t] = [String(a).trim(), String(b).trim()];
  return s < t ? -1 : s > t ? 1 : 0;
}
// true, false, or null where it cannot be told: the rules of the library's conditions.
function holds(c) {
  if (c === null || c === undefined) return null;
  if (c.is) { const all = values(c.is[0]); return all ? all.some(value => same(value, c.is[1])) : null; }
  if (has(c, 'empty')) { const all = values(c.empty); return !all || all.every(value => value.trim() === ''); }
  if (c.under) { const value = valueOf(c.under[0]); return value === undefined ? null : ordered(value, c.under[1]) < 0; }
  if (c.over) { const value = valueOf(c.over[0]); return value === undefined ? null : ordered(value, c.over[1]) > 0; }
  if (c.all) return fold(c.all, false);
  if (c.any) return fold(c.any, true);
  if (has(c, 'not')) { const inner = holds(c.not); return inner === null ? null : !inner; }
  if (c.x) { const value = worked(c.x); return value === undefined ? null : truthy(value); }
  return null;
}
function fold(parts, decides) {
  let unknown = false;
  for (const part of parts) {
    const one = holds(part);
    if (one === decides) return decides;
    if (one === null) unknown = true;
  }
  return unknown ? null : !decides;
}
const applies = when => when ? holds(when.holds) : true;
const truthy = value => Array.isArray(value) ? value.length > 0 : Boolean(value);

// Works an expression out; undefined where a name in it is not known.
function worked(e) {
  const [op, ...args] = e;
  if (op === 'var') {
    const value = valueOf(args[0]), blank = BLANK[args[0]];
    if (value !== undefined) return value;
    return blank && blank.if_missing !== undefined ? blank.if_missing : blank && blank.optional ? '' : undefined;
  }
  if (op === 'is') return args[0];
  if (op === 'list') return args.map(worked);
  if (op === 'defined') return worked(args[0]) !== undefined;
  if (op === 'default') { const value = worked(args[0]); return value === undefined ? args[1] ? worked(args[1]) : '' : value; }
  if (op === 'if') { const test = worked(args[0]); return worked(test !== undefined && truthy(test) ? args[1] : args[2]); }
  if (op === 'and') { const a = worked(args[0]); return a === undefined || !truthy(a) ? a : worked(args[1]); }
  if (op === 'or') { const a = worked(args[0]); return a !== undefined && truthy(a) ? a : worked(args[1]); }
  const [a, b] = args.map(worked);
  if (a === undefined || (args.length > 1 && b === undefined)) return undefined;
  switch (op) {
    case 'not': return !truthy(a);
    case 'neg': return -a;
    case 'eq': return a === b;
    case 'ne': return a !== b;
    case 'lt': return a < b;
    case 'le': return a <= b;
    case 'gt': return a > b;
    case 'ge': return a >= b;
    case 'in': return b.includes(a);
    case 'not in': return !b.includes(a);
    case 'add': return a + b;
    case 'sub': return a - b;
    case 'mul': return a * b;
    case 'cat': return String(a) + String(b);
    case 'upper': return String(a).toUpperCase();
    case 'lower': return String(a).toLowerCase();
    case 'trim': return String(a).trim();
    case 'capitalize': return String(a).charAt(0).toUpperCase() + String(a).slice(1).toLowerCase();
    case 'title': return String(a).toLowerCase().replace(/(^|[^\p{L}\p{N}'’])(\p{L})/gu, (all, before, letter) => before + letter.toUpperCase());
    case 'int': return Math.trunc(number(a) || 0);
    case 'length': return a.length;
    default: return undefined;
  }
}

// ---- words ----------------------------------------------------------------------------------------------------

const blankName = name => name.replace(/_/g, ' ');
function runs(parts, out = []) {
  if (parts === undefined || parts === null) return out;
  if (typeof parts === 'string') { out.push({ text: parts }); return out; }
  for (const part of parts) {
    if (typeof part === 'string') out.push({ text: part });
    else if (has(part, 'b')) out.push(blankRun(part.b));
    else if (has(part, 'gap')) out.push({ text: part.gap, gap: true });
    else if (part.x) {
      const value = worked(part.x);
      const name = JSON.stringify(part.x).match(/\["var","((?:[^"\\]|\\.)*)"/);
      out.push(value === undefined ? { text: blankName(name ? name[1] : '…'), gap: true } : { text: String(value), value: true });
    } else if (part.if) {
      const test = worked(part.if);
      runs(test !== undefined && truthy(test) ? part.then : part.else, out);
    }
  }
  return out;
}
function blankRun(name) {
  const value = valueOf(name), blank = BLANK[name];
  if (value !== undefined) return { text: value, value: true };
  if (blank && blank.if_missing !== undefined) return { text: blank.if_missing, instead: true };
  if (blank && blank.optional) return { text: '' };
  return { text: blankName(name), gap: true };
}
const plain = parts => runs(parts).map(run => run.gap ? '[' + run.text + ']' : run.text).join('');

// Spoken words that follow what is typed.
function words(parts, tag = 'p') {
  const el = h(tag, { class: 'words' });
  const paint = () => replace(el, runs(parts).map(run =>
    run.gap ? h('mark', { class: 'gap', title: L.gap }, run.text)
      : run.instead ? h('mark', { class: 'instead', title: L.gap }, run.text)
        : run.value ? h('span', { class: 'value' }, run.text) : run.text));
  paint();
  live.push(paint);
  return el;
}
function refresh() { for (const paint of live) paint(); }

const quoted = text => D.script.chinese ? '“' + text + '”' : '“' + text + '”';
const clock = ms => { const s = Math.max(0, Math.round(ms / 1000)); return Math.floor(s / 60) + ':' + String(s % 60).padStart(2, '0'); };
const span = s => s < 60 ? Math.round(s) + ' ' + L.seconds : Math.round(s / 60) + ' ' + L.minutes;
const whenName = when => KNOWN_WHEN.includes(when) ? L['when_' + when.replace(/ /g, '_')] : when;
const feelName = value => D.script.feelings[value + 3];
const outcomeName = name => name ? name.replace(/[-_]/g, ' ') : L.no_outcome;

// ---- the way through the call ---------------------------------------------------------------------------------

const current = () => S.any !== null ? ANY[S.any].segment : SEG[S.at];
const mustKey = (segment, where) => segment.id + ':' + where;
const mustOpen = (must, key) => Boolean(must) && applies(must.only_if) !== false && !K.ticks[key];
const unsaid = segment => mustOpen(segment.must_say, mustKey(segment, ''));
const offered = segment => {
  const fixed = segment.ask_in_order && segment.ask_in_order[S.q];
  const list = fixed ? (fixed.answers || []) : (segment.answers || []).concat(segment.choice ? segment.choice.options : []);
  const asks = fixed ? fixed.unclear : segment.unclear;
  if (asks && list.length) return list.concat([UNCLEAR]);
  return !fixed && segment.choice ? list.concat([{ ...UNSURE, say: segment.choice.if_unsure }]) : list;
};
// The answer that nobody wrote: asked once more, and then the call goes on.
const UNCLEAR = { hear: [L.no_clear], note: [], sets: [], seconds: 0, again: { at_most: 1 }, unwritten: true };
// Nobody has to decide now: what the script says then, and the call goes on.
const UNSURE = { hear: [L.unsure], note: [], sets: [], seconds: 0, unwritten: true };
const hasReply = answer => Boolean(answer.say || answer.must_say || answer.ask || (answer.note && answer.note.length));

function remember() { past.push(copyOf(S)); if (past.length > 400) past.shift(); }
function close(segment, extra) {
  const before = S.steps.reduce((sum, step) => sum + step.seconds, 0);
  const seconds = Math.max(0, Math.round(elapsed() / 100 - before * 10) / 10);
  S.steps.push({ segment: segment.id, seconds, ...extra });
}
function enter(at, jumped) {
  let to = at;
  while (to < N && !(jumped && to === at)) {
    const segment = SEG[to];
    const over = applies(segment.only_if) === false || ((K.told[segment.id] || S.done[segment.id]) && !unsaid(segment));
    if (!over) break;
    if (K.told[segment.id]) S.done[segment.id] = true;
    to++;
  }
  Object.assign(S, { q: 0, picked: null, any: null, from: null, on: null });
  if (to >= N) { ending('', false); return; }
  Object.assign(S, { screen: 'segment', at: to });
  delete S.jumped[SEG[to].id];
}
function follow(route) {
  if (route === undefined || route === null) return enter(S.at + 1);
  if (route === 'back') return comeBack();
  if (has(route, 'at') && S.then !== null && S.any === null) { const then = S.then; S.then = null; return enter(then, true); }
  if (has(route, 'at') && S.any === null) for (let again = route.at; again <= S.at; again++) delete S.done[SEG[again].id];
  if (has(route, 'at')) return enter(route.at, route.at !== S.at + 1 || S.any !== null);
  if (has(route, 'end')) return ending(route.end, false);
  if (has(route, 'leave')) { Object.assign(S, { screen: 'leave', file: route.leave }); return; }
  Object.assign(S, { screen: 'through', file: route.through[0], on: route.through[1] });
}
function comeBack() {
  if (!S.from) return;
  Object.assign(S, S.from, { any: null, from: null });
}
// What was jumped over, or, where the agent ends the call, whatever has not been said yet.
function left(everything) {
  return SEG.map((segment, at) => ({ segment, at })).filter(({ segment }) =>
    !S.done[segment.id] && applies(segment.only_if) !== false && !(K.told[segment.id] && !unsaid(segment))
    && (everything || S.jumped[segment.id]));
}
function ending(outcome, everything) {
  S.ending = { outcome, everything };
  if (K.seat === 'agent' && left(everything).length) S.screen = 'leaving';
  else over(outcome);
}
function over(outcome) {
  Object.assign(S, { screen: 'end', outcome });
  hold();
}
function complete(route, extra) {
  const segment = current();
  if (S.any === null) S.done[segment.id] = true;
  close(segment, extra);
  follow(route);
}
const answerName = answer => answer.hear[0] || '';

// Everything that can happen. Each is undone by Back unless it is said otherwise.
const acts = {
  start() {
    const pace = K.pace, kind = K.seat, keepAll = K.keep;
    S = fresh();
    K = { ...begun(), seat: kind, keep: keepAll, pace };
    past = [];
    run();
    enter(0);
  },
  pick(number) {
    const segment = current(), answer = offered(segment)[number];
    if (!answer || S.picked !== null || S.felt || blocked()) return false;
    remember();
    const fixed = segment.ask_in_order && segment.ask_in_order[S.q];
    const fills = fixed ? fixed.fills || [] : segment.fills || [];
    if (answer.unwritten) {
      for (const name of fixed ? fills : [segment.id, ...fills]) S.facts[name] = [''];
    } else {
      if (!fixed) S.facts[segment.id] = answer.hear;
      for (const [name, value] of answer.sets || []) { S.facts[name] = fills.includes(name) && value === answer.hear[0] ? answer.hear : [value]; delete typed[name]; }
    }
    S.picked = number;
    S.askAgain = false;
    if (answer.again) {
      const key = segment.id + ':' + S.q + (answer.unwritten ? ':unclear' : '');
      const times = S.asked[key] || 0;
      if (times < answer.again.at_most) { S.asked[key] = times + 1; S.askAgain = true; }
    }
    if (!hasReply(answer)) onward();
  },
  next() {
    if (S.screen === 'through') { remember(); close({ id: S.file }, {}); if (S.on === null) comeBack(); else enter(S.on); return true; }
    if (!inSegment() || blocked()) return false;
    if (S.picked === null && offered(current()).length) return false;
    if (S.felt) return acts.feel(null);
    remember();
    onward();
  },
  feel(value) {
    if (!S.felt) return false;
    remember();
    const { route, extra } = S.felt;
    S.felt = null;
    complete(route, value === null ? extra : { ...extra, felt: value });
  },
  unpick() { if (S.picked === null) return false; return acts.back(); },
  back() {
    if (!past.length || S.screen === 'start' || S.screen === 'dropped') return false;
    const ended = S.screen === 'end';
    S = past.pop();
    if (ended) run();
    return true;
  },
  backTo(step) {
    let found = null;
    for (let at = past.length - 1; at >= 0; at--) if (past[at].steps.length === step && past[at].screen !== 'leaving') found = at;
    if (found === null) return false;
    const ended = S.screen === 'end';
    S = past[found];
    past.length = found;
    if (ended) run();
  },
  jump(at) {
    if (!running() || (S.any === null && S.screen === 'segment' && at === S.at)) return false;
    remember();
    const here = S.any !== null ? (S.from ? S.from.at : S.at) : S.at;
    if (inSegment()) close(current(), {});
    for (let over = Math.min(here, at); over < at; over++) if (!S.done[SEG[over].id]) S.jumped[SEG[over].id] = true;
    if (at < here && !S.done[SEG[here].id]) S.jumped[SEG[here].id] = true;
    enter(at, true);
  },
  // The customer wants the other news first; the call comes back to this one directly after it.
  otherFirst(at) {
    remember();
    close(current(), {});
    S.then = S.at;
    enter(at, true);
  },
  told(at, on) { if (on) K.told[SEG[at].id] = true; else delete K.told[SEG[at].id]; },
  leaveOut() {
    remember();
    close(current(), {});
    S.done[current().id] = true;
    enter(S.at + 1);
  },
  anytime(number) {
    if (!running()) return false;
    remember();
    if (inSegment()) close(current(), {});
    if (S.any === null) S.from = { screen: S.screen, at: S.at, q: S.q, picked: S.picked, askAgain: S.askAgain, file: S.file, on: S.on, ending: S.ending };
    Object.assign(S, { screen: 'segment', any: number, q: 0, picked: null, felt: null });
  },
  comeBack() {
    if (S.any === null) return false;
    remember();
    close(current(), {});
    comeBack();
  },
  tick(key, on) { if (on) K.ticks[key] = true; else delete K.ticks[key]; },
  endNow() {
    if (!running() || S.screen === 'outcome') return false;
    remember();
    if (inSegment()) close(current(), {});
    S.screen = 'outcome';
  },
  outcome(name) { remember(); ending(name, true); },
  left() { remember(); ending(S.file, false); },
  seen(id, on) { if (on) K.seen[id] = true; else delete K.seen[id]; },
  endAnyway() { remember(); over(S.ending.outcome); },
  drop() { if (!running()) return false; hold(); save(); S = { ...S, was: S.screen, screen: 'dropped' }; },
  resume() { S.screen = S.was || S.screen; delete S.was; run(); },
  startOver() { forget(KEY); reset(); },
  nextCall() { forget(KEY); reset(); },
};
const inSegment = () => S.screen === 'segment';
function reset() {
  const kind = K.seat, keepAll = K.keep;
  S = fresh(); K = { ...begun(), seat: kind, keep: keepAll }; past = []; since = null; notes = '';
  for (const name of Object.keys(typed)) if (!BLANK[name] || BLANK[name].from !== 'agent') delete typed[name];
  for (const blank of D.blanks) if (blank.value !== undefined) typed[blank.name] = blank.value;
  $('notes').value = '';
}
// What keeps the call from going on: exact words that are not ticked.
function blocked() {
  if (K.seat === 'customer' || S.screen !== 'segment') return null;
  const segment = current();
  if (unsaid(segment)) return mustKey(segment, '');
  const answer = S.picked !== null && offered(segment)[S.picked];
  const key = mustKey(segment, S.q + ':' + S.picked);
  return answer && mustOpen(answer.must_say, key) ? key : null;
}
// On from the segment on the screen, after its answer where it has one.
function onward() {
  const segment = current(), answer = S.picked !== null ? offered(segment)[S.picked] : null;
  if (answer && S.askAgain) { S.picked = null; S.askAgain = false; S.again = true; return; }
  S.again = false;
  const fixed = segment.ask_in_order && segment.ask_in_order[S.q];
  if (fixed) {
    if (answer) (S.list = S.list || []).push(answerName(answer));
    if (!(answer && answer.to) && S.q + 1 < segment.ask_in_order.length) { S.q++; S.picked = null; return; }
  }
  const heard = fixed ? (S.list || []).join('; ') : answer ? answerName(answer) : '';
  S.list = [];
  const extra = heard ? { answer: heard } : {};
  const route = (answer && answer.to) || segment.to;
  if (K.seat === 'customer') { S.felt = { route, extra }; return; }
  complete(route, extra);
}

function act(name, ...args) {
  const moved = acts[name](...args);
  if (moved === false) { if (blocked()) point(); return; }
  if (S.screen === 'end' || S.screen === 'start') forget(KEY); else save();
  if (['tick', 'told', 'seen'].includes(name)) { showAsides(); showBar(); return; }
  show(name);
}
// Shows what must be ticked first.
function point() {
  const box = document.querySelector('.must input:not(:checked)');
  if (box) { box.focus(); box.closest('.must').classList.add('wanted'); }
}
// ---- the screens ----------------------------------------------------------------------------------------------

const key = name => looks.keys ? h('kbd', { 'aria-hidden': 'true' }, name) : null;
const button = (label, run, props, ...more) => h('button', { type: 'button', onclick: run, ...props }, label, ...more);
const doing = (name, ...args) => () => act(name, ...args);

// A register: what kind of words these are is told by a sign, a word and a shape, not by colour alone.
function register(kind, sign, label, ...content) {
  return h('section', { class: 'reg ' + kind },
    h('p', { class: 'tag' }, h('span', { class: 'sign', 'aria-hidden': 'true' }, sign), label), ...content);
}
const sayCard = (parts, label) => parts ? register('say', '❝', label || L.say, words(parts)) : null;
const askCard = (parts, label) => parts ? register('ask', '?', label || L.ask, words(parts)) : null;
const noteCards = list => (list || []).map(text => register('note', '✎', L.note, h('p', {}, text)));

function mustCard(must, where) {
  if (!must || applies(must.only_if) === false) return null;
  const id = mustKey(current(), where), open = applies(must.only_if) === null;
  const facts = [must.why && L.because + (D.script.chinese ? '：' : ': ') + must.why, must.approved_by && L.approved_by + ' ' + must.approved_by, must.review_by && L.review_by + ' ' + must.review_by].filter(Boolean);
  return register('must', '!', L.must_say,
    must.only_if && h('p', { class: 'cond' }, L.only_if + ' ' + must.only_if.text + (open ? '. ' + L.cannot_tell : '')),
    words(must.words),
    facts.length > 0 && h('p', { class: 'facts' }, facts.join(' · ')),
    K.seat === 'agent' && h('label', { class: 'tick' },
      h('input', { type: 'checkbox', checked: Boolean(K.ticks[id]), onchange: event => { event.target.closest('.must').classList.remove('wanted'); act('tick', id, event.target.checked); } }),
      h('span', {}, L.must_said), key('M')));
}

function field(name, label) {
  const blank = BLANK[name] || { allowed: [] }, id = 'b-' + name + '-' + (field.count = (field.count || 0) + 1);
  const hint = [blank.example && L.example + ' ' + blank.example, blank.if_missing !== undefined && L.instead + ' ' + quoted(blank.if_missing)].filter(Boolean).join(' · ');
  const set = event => { typed[name] = event.target.value; refresh(); save(); };
  const now = typed[name] !== undefined ? typed[name] : has(S.facts, name) ? S.facts[name][0] : '';
  const props = { id, oninput: set, onchange: () => { showAsides(name); showBar(); }, 'aria-describedby': hint ? id + '-hint' : undefined };
  const input = blank.allowed && blank.allowed.length
    ? h('select', props, h('option', { value: '' }, '–'), blank.allowed.map(value => h('option', { value }, value)))
    : h('input', { ...props, type: 'text', autocomplete: 'off', spellcheck: 'false' });
  input.value = now;
  return h('div', { class: 'field' }, h('label', { for: id }, label || blankName(name)), input, hint && h('span', { class: 'hint', id: id + '-hint' }, hint));
}

function goesTo(answer, at) {
  if (answer.unwritten) return null;
  if (answer.again) return '↺ ' + L.ask_again_now + ' · ' + answer.again.at_most + '×';
  const to = answer.to;
  if (!to) return null;
  if (has(to, 'end')) return '■ ' + outcomeName(to.end);
  if (has(to, 'leave')) return '→ ' + to.leave;
  if (has(to, 'through')) return '→ ' + to.through[0];
  if (at !== null && has(to, 'at') && to.at !== at + 1 && SEG[to.at]) return '→ ' + SEG[to.at].title;
  return null;
}

function answerButtons(segment, label) {
  const list = offered(segment);
  if (!list.length) return null;
  const choice = segment.choice, first = (segment.answers || []).length;
  const one = (answer, at) => {
    const chosen = S.picked === at, hint = K.seat === 'customer' ? null : goesTo(answer, S.any === null ? S.at : null);
    if (S.picked !== null && !chosen) return null;
    const marks = [answer.recommended && h('span', { class: 'mark star' }, '★ ' + L.recommended), answer.usual && h('span', { class: 'mark' }, '↺ ' + L.usual)];
    return h('li', {}, h('button', { type: 'button', class: 'answer' + (chosen ? ' chosen' : '') + (answer.unwritten ? ' unwritten' : '') + (choice && at >= first ? ' option' : ''), 'aria-pressed': chosen ? 'true' : undefined, disabled: chosen, onclick: doing('pick', at) },
      at < 9 && S.picked === null && key(String(at + 1)),
      h('span', { class: 'heard' }, answer.unwritten ? answer.hear[0] : quoted(answer.hear[0] || ''),
        answer.hear.length > 1 && h('span', { class: 'ways' }, L.or + ' ' + answer.hear.slice(1).map(quoted).join(' ' + L.or + ' ')),
        answer.unwritten && answer.again && K.seat === 'agent' && h('span', { class: 'ways' }, L.no_clear_say)),
      marks, hint && h('span', { class: 'goes' }, hint)));
  };
  return h('section', { class: 'answers' },
    h('h2', { class: 'tag' }, S.picked === null ? label : K.seat === 'customer' ? L.you_answer : L.they_said),
    h('ul', {}, list.map(one)),
    S.picked !== null && !S.felt && button(L.change, doing('unpick'), { class: 'quiet' }));
}

function replyCards(segment) {
  if (S.picked === null) return null;
  const answer = offered(segment)[S.picked];
  if (!answer) return null;
  return h('div', { class: 'reply' }, noteCards(answer.note), mustCard(answer.must_say, S.q + ':' + S.picked), sayCard(answer.say, L.then_say), askCard(answer.ask, L.then_ask));
}

function choiceCards(choice) {
  if (!choice) return null;
  const recommended = choice.options.find(option => option.recommended);
  return [
    h('p', { class: 'cond' }, (choice.theirs ? L.they_decide : L.we_decide) + (choice.about ? ' · ' + choice.about : '')),
    h('div', { class: 'tells' }, choice.options.filter(option => option.tell).map(option => register('say tell', '❝', L.tell + (D.script.chinese ? '：' : ': ') + (option.hear[0] || ''), words(option.tell)))),
    choice.because && register('say because', '★', recommended ? filled(L.recommend_because, { t: recommended.hear[0] }) : L.because, words(choice.because)),
    askCard(choice.ask),
  ];
}

function askedCards(segment) {
  const list = segment.if_asked || [];
  if (!list.length) return null;
  const one = (heard, say) => h('details', { class: 'reg asked', open: list.length < 3 }, h('summary', {}, h('span', { class: 'sign', 'aria-hidden': 'true' }, '↩'), heard), say && words(say));
  return h('section', { class: 'asks' }, h('h2', { class: 'tag' }, L.if_asked), list.map(asked => one(asked.hear.map(quoted).join(' ' + L.or + ' '), asked.say)));
}

function fixedCards(segment) {
  const list = segment.ask_in_order;
  if (!list) return null;
  const fixed = list[S.q];
  return [h('p', { class: 'cond' }, L.ask_in_order + ' · ' + filled(L.question_of, { n: S.q + 1, of: list.length })), noteCards(fixed.note), askCard(fixed.ask), (fixed.fills || []).map(name => field(name))];
}

function agentSegment() {
  const segment = current(), any = S.any !== null;
  const notesHere = noteCards(segment.note), open = applies(segment.only_if) === null;
  const choice = choiceCards(segment.choice);
  const opener = !S.q && S.picked === null;
  const body = [
    segment.private && h('p', { class: 'cond' }, h('span', { class: 'mark' }, L.private)),
    segment.only_if && open && register('note', '⚖', L.only_if + ' ' + segment.only_if.text, h('p', {}, L.cannot_tell, ' ', button(L.leave_out, doing('leaveOut'), { class: 'quiet' }))),
    opener && !any && segment.ask_first !== undefined && SEG[segment.ask_first] && !S.done[SEG[segment.ask_first].id] && S.then === null
      && register('ask', '⇅', L.ask_first, h('p', { class: 'words' }, filled(L.ask_first_of, { a: segment.title, b: SEG[segment.ask_first].title })), button(filled(L.other_first, { t: SEG[segment.ask_first].title }), doing('otherFirst', segment.ask_first), { class: 'plain' })),
    D.script.nurse && opener && notesHere,
    (opener || S.again) && !S.q ? [mustCard(segment.must_say, ''), sayCard(segment.say),
      segment.say_any && register('say', '❝', L.say_any, h('ul', { class: 'any-of' }, segment.say_any.map(one => h('li', {}, words(one))))),
      segment.compared_with && register('say', '⇄', L.compared_with, words(segment.compared_with))] : null,
    S.picked === null && askCard(segment.ask),
    S.picked === null && !(segment.answers || []).length && (segment.fills || []).map(name => field(name, L.write_down + (D.script.chinese ? '：' : ': ') + blankName(name))),
    S.picked === null && fixedCards(segment),
    S.picked === null && choice,
    segment.teach_back && S.picked === null && register('ask', '⟲', L.teach_back, words(segment.teach_back)),
    answerButtons(segment, L.they_say),
    replyCards(segment),
    askedCards(segment),
    !D.script.nurse && opener && notesHere,
    opener && (segment.coach || []).map(text => register('note', '✎', L.coach, h('p', {}, text))),
  ];
  return [segmentHead(segment, any), body, foot(segment)];
}

function segmentHead(segment, any) {
  const times = S.asked[segment.id + ':' + S.q] || 0;
  return h('header', { class: 'head' },
    h('p', { class: 'crumb' }, any ? [h('span', { class: 'mark anymark' }, L.anytime), ' ', L.came_from + ' ' + quoted(S.from && SEG[S.from.at] ? SEG[S.from.at].title : '')]
      : [segment.stage ? segment.stage + ' · ' : '', (S.at + 1) + ' / ' + N, times ? ' · ' + filled(L.asked_again, { n: times + 1 }) : '']),
    h('h1', { id: 'title', tabindex: '-1' }, any ? whenName(ANY[S.any].when) : segment.title));
}

function foot(segment) {
  const waits = S.picked === null && offered(segment).length > 0, any = S.any !== null;
  const again = S.picked !== null && S.askAgain;
  const ends = any && segment.to && has(segment.to, 'end');
  const nextLabel = again ? L.ask_again_now : any && segment.to === 'back' ? L.come_back : ends ? L.end_as + ': ' + outcomeName(segment.to.end) : L.next;
  return h('div', { class: 'foot' },
    button('← ' + L.back, doing('back'), { class: 'plain', disabled: !past.length }, key('⌫')),
    ends && button(L.come_back, doing('comeBack'), { class: 'plain' }, key('Esc')),
    any && waits && button(L.come_back, doing('comeBack'), { class: 'plain' }, key('Esc')),
    h('span', { class: 'grow' }),
    !waits && button(nextLabel + ' →', doing('next'), { class: 'primary', id: 'next' }, key('↵')));
}

function customerSegment() {
  const segment = current();
  const heard = parts => parts ? h('blockquote', { class: 'hear' }, words(parts)) : null;
  const fixed = segment.ask_in_order && segment.ask_in_order[S.q];
  const must = segment.must_say && applies(segment.must_say.only_if) !== false ? segment.must_say.words : null;
  const answer = S.picked !== null ? offered(segment)[S.picked] : null;
  const choice = segment.choice;
  const body = [
    !answer && !S.q && [heard(segment.say), segment.say_any && heard(segment.say_any[0]), heard(must), heard(segment.compared_with)],
    !answer && [heard(segment.ask), fixed && heard(fixed.ask), choice && [choice.options.map(option => heard(option.tell)), heard(choice.because), heard(choice.ask)], heard(segment.teach_back)],
    !(S.felt && S.picked === null) && answerButtons(segment, L.you_answer),
    answer && hasReply(answer) && [heard(answer.must_say && answer.must_say.words), heard(answer.say), heard(answer.ask)],
    S.felt && feltRow(),
  ];
  const waits = S.picked === null && offered(segment).length > 0;
  return [
    h('header', { class: 'head' }, h('h1', { id: 'title', tabindex: '-1', class: 'small' }, L.you_hear)),
    body,
    h('div', { class: 'foot' }, button('← ' + L.back, doing('back'), { class: 'plain', disabled: !past.length }, key('⌫')), h('span', { class: 'grow' }),
      !(waits && !S.felt) && button((S.felt ? L.unfelt_skip : L.next) + ' →', doing('next'), { class: S.felt ? 'plain' : 'primary', id: 'next' }, key('↵'))),
  ];
}
function feltRow() {
  return h('section', { class: 'felt' }, h('h2', { class: 'tag', id: 'felt-title' }, L.felt_question),
    h('ul', { 'aria-labelledby': 'felt-title' }, FEELS.map((word, at) => h('li', {}, button(null, doing('feel', at - 3), { class: 'feeling f' + at }, key(String(at + 1)), h('span', { class: 'face', 'aria-hidden': 'true' }, at < 3 ? '−'.repeat(3 - at) : at > 3 ? '+'.repeat(at - 3) : '○'), h('span', {}, feelName(at - 3)))))));
}

// Blanks that nobody asks for during the call: they are typed before it.
const askedFor = (() => {
  const asked = new Set();
  const answers = list => (list || []).forEach(answer => (answer.sets || []).forEach(([name]) => asked.add(name)));
  for (const segment of SEG.concat(ANY.map(one => one.segment))) {
    (segment.fills || []).forEach(name => asked.add(name));
    answers(segment.answers);
    if (segment.choice) answers(segment.choice.options);
    for (const fixed of segment.ask_in_order || []) { (fixed.fills || []).forEach(name => asked.add(name)); answers(fixed.answers); }
    if (segment.answers || segment.ask_in_order || segment.choice) asked.add(segment.id);
  }
  return asked;
})();
const typedBefore = from => D.blanks.filter(blank => from === 'agent' ? blank.from === 'agent' : blank.from === 'record' || (blank.from !== 'agent' && !askedFor.has(blank.name)));

function fieldsBefore() {
  const record = typedBefore('record'), agent = typedBefore('agent');
  if (!record.length && !agent.length) return null;
  const group = (label, list) => list.length ? h('fieldset', {}, h('legend', {}, label), h('div', { class: 'fields' }, list.map(blank => field(blank.name)))) : null;
  return h('section', { class: 'card' }, h('h2', {}, L.known_before), h('p', { class: 'soft' }, L.type_once), group(L.from_agent, agent), group(L.from_record, record));
}

function startScreen() {
  const facts = [D.script.version && L.version + ' ' + D.script.version, D.script.changed && L.changed + ' ' + D.script.changed, D.script.approved_by && L.approved_by + ' ' + D.script.approved_by, D.script.review_by && L.review_by + ' ' + D.script.review_by, span(planned(() => true)) + ' ' + L.in_all].filter(Boolean);
  const seat = (name, label, more) => h('label', { class: 'seat' + (K.seat === name ? ' on' : '') }, h('input', { type: 'radio', name: 'seat', value: name, checked: K.seat === name, onchange: () => { K.seat = name; show('seat'); const box = document.querySelector('.seat input:checked'); if (box) box.focus(); } }), h('span', {}, h('b', {}, label), h('span', { class: 'hint' }, more)));
  const agent = K.seat === 'agent';
  return [
    h('header', { class: 'head' }, h('h1', { id: 'title', tabindex: '-1' }, D.script.title), h('p', { class: 'crumb' }, facts.join(' · ')), D.script.goal && h('p', { class: 'goal' }, h('b', {}, L.goal), ' ', D.script.goal)),
    h('form', { onsubmit: event => { event.preventDefault(); act('start'); } },
      h('fieldset', { class: 'seats' }, h('legend', {}, L.seat), seat('agent', L.seat_agent, L.seat_agent_more), seat('customer', L.seat_customer, L.seat_customer_more)),
      agent && fieldsBefore(),
      agent && h('section', { class: 'card' }, h('h2', {}, L.keep_title), h('p', { class: 'soft' }, store.kind === 'none' ? L.keep_none : store.kind === 'sessionStorage' ? L.keep_tab : L.keep_place),
        store.box && h('label', { class: 'line' }, h('input', { type: 'checkbox', checked: K.keep, onchange: event => { K.keep = event.target.checked; } }), h('span', {}, L.keep_all))),
      !agent && h('label', { class: 'line' }, h('input', { type: 'checkbox', checked: K.pace, onchange: event => { K.pace = event.target.checked; } }), h('span', {}, L.pace)),
      h('div', { class: 'foot' }, h('span', { class: 'grow' }), h('button', { type: 'submit', class: 'primary', id: 'next' }, (agent ? L.start_agent : L.start_customer) + ' →'))),
  ];
}

function droppedScreen() {
  const place = S.any !== null ? whenName(ANY[S.any].when) : SEG[S.at] ? SEG[S.at].title : '';
  const missing = !K.keep && typedBefore('record').concat(typedBefore('agent')).some(blank => typed[blank.name] === undefined);
  return [
    h('header', { class: 'head' }, h('h1', { id: 'title', tabindex: '-1' }, L.dropped_title), h('p', {}, filled(L.dropped_at, { t: place, c: clock(K.elapsed) }))),
    missing && h('section', { class: 'card' }, h('p', { class: 'soft' }, L.dropped_typed), h('div', { class: 'fields' }, typedBefore('agent').concat(typedBefore('record')).map(blank => field(blank.name)))),
    h('div', { class: 'foot' }, button(L.start_over, doing('startOver'), { class: 'plain' }), h('span', { class: 'grow' }), button(L.resume + ' →', doing('resume'), { class: 'primary', id: 'next' }, key('↵'))),
  ];
}

function outcomeScreen() {
  const names = D.outcomes.length ? D.outcomes.map(([name]) => name).concat(['']) : [''];
  return [
    h('header', { class: 'head' }, h('h1', { id: 'title', tabindex: '-1' }, L.how_ended)),
    h('section', { class: 'answers' }, h('ul', {}, names.map((name, at) => h('li', {}, h('button', { type: 'button', class: 'answer', onclick: doing('outcome', name) }, at < 9 && key(String(at + 1)), h('span', { class: 'heard' }, outcomeName(name), name && h('span', { class: 'ways' }, D.outcomes[at][1]))))))),
    h('div', { class: 'foot' }, button('← ' + L.stay, doing('back'), { class: 'plain' }, key('⌫'))),
  ];
}

function leavingScreen() {
  const all = left(S.ending.everything), must = all.filter(({ segment }) => unsaid(segment)), rest = all.filter(({ segment }) => !unsaid(segment));
  const open = must.some(({ segment }) => !K.seen[segment.id]);
  return [
    h('header', { class: 'head' }, h('h1', { id: 'title', tabindex: '-1' }, L.leaving_title), h('p', { class: 'crumb' }, L.outcome + ': ' + outcomeName(S.ending.outcome))),
    must.length > 0 && [h('p', {}, L.leaving_must), must.map(({ segment, at }) => register('must', '!', segment.title, words(segment.must_say.words),
      h('label', { class: 'tick' }, h('input', { type: 'checkbox', checked: Boolean(K.seen[segment.id]), onchange: event => { act('seen', segment.id, event.target.checked); $('next').disabled = left(S.ending.everything).some(one => unsaid(one.segment) && !K.seen[one.segment.id]); } }), h('span', {}, L.seen_unsaid)),
      button(L.go_there + ' →', doing('jump', at), { class: 'plain' })))],
    rest.length > 0 && [h('h2', {}, L.leaving_left), h('ul', { class: 'left' }, rest.map(({ segment, at }) => h('li', {}, h('span', { class: 'grow' }, segment.title), button(L.go_there + ' →', doing('jump', at), { class: 'plain', 'aria-label': L.go_there + ': ' + segment.title }))))],
    h('div', { class: 'foot' }, button('← ' + L.stay, doing('back'), { class: 'plain' }, key('⌫')), h('span', { class: 'grow' }), button(L.end_anyway, doing('endAnyway'), { class: 'primary', id: 'next', disabled: open })),
  ];
}

function otherScript() {
  const through = S.screen === 'through';
  return [
    h('header', { class: 'head' }, h('h1', { id: 'title', tabindex: '-1' }, through ? L.through_title : L.leave_title), h('p', {}, through ? L.through_more : L.leave_more)),
    h('p', { class: 'file' }, S.file),
    h('div', { class: 'foot' }, button('← ' + L.back, doing('back'), { class: 'plain', disabled: !past.length }, key('⌫')), h('span', { class: 'grow' }),
      button((through ? L.through_done : L.end_as) + ' →', doing(through ? 'next' : 'left'), { class: 'primary', id: 'next' }, key('↵'))),
  ];
}

// ---- the end --------------------------------------------------------------------------------------------------

const titleOf = id => { const own = SEG.find(segment => segment.id === id), any = ANY.find(one => one.segment.id === id); return own ? own.title : any ? whenName(any.when) : id; };
function unsaidAtAll() { return SEG.filter(segment => !S.done[segment.id] && unsaid(segment) && (S.jumped[segment.id] || (S.ending && S.ending.everything))); }

function summary() {
  const colon = D.script.chinese ? '：' : ': ', lines = [D.script.title + (D.script.version ? ' (' + L.version + ' ' + D.script.version + ')' : '')];
  const todo = (D.outcomes.find(([name]) => name === S.outcome) || [])[1];
  lines.push(L.outcome + colon + outcomeName(S.outcome) + (todo ? ' – ' + todo : ''), L.took + colon + clock(elapsed()));
  lines.push(L.path + colon + S.steps.map(step => titleOf(step.segment) + (step.answer ? ' (' + step.answer + ')' : '')).join(' → '));
  const not = unsaidAtAll();
  if (not.length) lines.push(L.not_said + colon + not.map(segment => segment.title).join(', '));
  const known = D.blanks.map(blank => [blank.name, (typed[blank.name] || '').trim() || (has(S.facts, blank.name) ? S.facts[blank.name][0] : '')]).filter(([, value]) => value);
  if (known.length) lines.push('', L.details, ...known.map(([name, value]) => '- ' + blankName(name) + colon + value));
  if (taken().trim()) lines.push('', L.notes, taken().trim());
  return lines.join('\n');
}
function record() {
  const walk = { format: 'callcraft-walk/1', script: D.script.id, sha256: D.script.sha256, seat: K.seat, steps: S.steps, outcome: S.outcome || '' };
  if (includeAll) Object.assign(walk, { blanks: { ...typed }, notes: taken() });
  return JSON.stringify(walk, null, 2) + '\n';
}
function download() {
  const address = URL.createObjectURL(new Blob([record()], { type: 'application/json' }));
  const link = h('a', { href: address, download: D.script.id.replace(/[^\p{L}\p{N}_-]+/gu, '-') + '-walk.json' });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
async function copy(area, told) {
  let done = false;
  try { await navigator.clipboard.writeText(area.value); done = true; } catch { area.focus(); area.select(); try { done = document.execCommand('copy'); } catch { /* told below */ } }
  told.textContent = done ? L.copied : L.copy_failed;
}
function copyBox(label, more, text, buttonLabel) {
  const area = h('textarea', { readonly: true, rows: Math.min(14, text.split('\n').length + 1), 'aria-label': label });
  area.value = text;
  const told = h('span', { role: 'status', class: 'soft' });
  return h('section', { class: 'card' }, h('h2', {}, label), h('p', { class: 'soft' }, more), area, h('p', { class: 'row' }, button(buttonLabel, () => copy(area, told), { class: 'primary copy' }), told));
}
function recordBox() {
  return h('section', { class: 'card' }, h('h2', {}, L.record), h('p', { class: 'soft' }, L.record_more),
    K.seat === 'agent' && h('label', { class: 'line' }, h('input', { type: 'checkbox', checked: includeAll, onchange: event => { includeAll = event.target.checked; } }), h('span', {}, L.record_all)),
    h('p', { class: 'row' }, button(L.download, download, { class: 'plain', id: 'download' })));
}
function endScreen() {
  const todo = (D.outcomes.find(([name]) => name === S.outcome) || [])[1];
  const not = unsaidAtAll();
  return [
    h('header', { class: 'head' }, h('h1', { id: 'title', tabindex: '-1' }, L.ended), h('p', { class: 'result' }, h('span', { class: 'mark' }, L.outcome), ' ', h('b', {}, outcomeName(S.outcome)), ' · ', clock(elapsed()))),
    todo && h('section', { class: 'card todo' }, h('h2', {}, L.todo), h('p', {}, todo)),
    not.length > 0 && h('p', { class: 'cond' }, L.not_said + ': ' + not.map(segment => segment.title).join(', ')),
    D.after_call.length > 0 && h('section', { class: 'card' }, h('h2', {}, L.after_call), h('ul', { class: 'ticks' }, D.after_call.map((item, at) => h('li', {}, h('label', { class: 'line' }, h('input', { type: 'checkbox', checked: Boolean(K.after[at]), onchange: event => { K.after[at] = event.target.checked; } }), h('span', {}, item)))))),
    copyBox(L.summary, L.summary_more, summary(), L.copy),
    recordBox(),
    h('div', { class: 'foot' }, button('← ' + L.reopen, doing('back'), { class: 'plain', disabled: !past.length }), h('span', { class: 'grow' }), button(L.next_call + ' →', doing('nextCall'), { class: 'primary', id: 'next' })),
  ];
}

// The felt curve over the designed one.
function feltScreen() {
  const parts = S.steps.map(step => ({ step, segment: SEG.find(segment => segment.id === step.segment) })).filter(part => part.segment);
  const differs = parts.filter(({ step, segment }) => step.felt !== undefined && segment.feels !== undefined && Math.abs(step.felt - segment.feels) >= 1).sort((a, b) => Math.abs(b.step.felt - b.segment.feels) - Math.abs(a.step.felt - a.segment.feels));
  const far = parts.filter(({ step, segment }) => step.felt !== undefined && step.felt !== segment.feels);
  const said = value => value === undefined ? L.unfelt : feelName(value);
  return [
    h('header', { class: 'head' }, h('h1', { id: 'title', tabindex: '-1' }, L.felt_title), h('p', { class: 'result' }, h('span', { class: 'mark' }, L.outcome), ' ', h('b', {}, outcomeName(S.outcome)))),
    h('section', { class: 'card' }, chart(parts), h('p', { class: 'legend' }, h('span', { class: 'key-felt' }, '●  ' + L.felt_line), h('span', { class: 'key-designed' }, '▬  ' + L.designed_line))),
    h('section', { class: 'card' }, h('h2', {}, L.felt_differs), differs.length
      ? h('table', {}, h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, L.parts), h('th', { scope: 'col' }, L.felt_line), h('th', { scope: 'col' }, L.designed_line))), h('tbody', {}, differs.map(({ step, segment }) => h('tr', {}, h('th', { scope: 'row' }, segment.title), h('td', {}, said(step.felt)), h('td', {}, said(segment.feels))))))
      : h('p', {}, L.felt_same)),
    far.length > 0 && copyBox(L.felt_write, L.felt_write_more, far.map(({ step, segment }) => '- id: ' + segment.id + '\n  feels: ' + FEELS[step.felt + 3]).join('\n'), L.copy_lines),
    recordBox(),
    h('div', { class: 'foot' }, button('← ' + L.reopen, doing('back'), { class: 'plain', disabled: !past.length }), h('span', { class: 'grow' }), button(L.next_call + ' →', doing('nextCall'), { class: 'primary', id: 'next' })),
  ];
}
function chart(parts) {
  const W = 720, H = 260, x0 = 130, x1 = W - 14, y = value => 20 + (3 - value) * (H - 50) / 6;
  const total = parts.reduce((sum, { segment }) => sum + Math.max(segment.seconds, 1), 0) || 1;
  let at = 0;
  const spans = parts.map(({ step, segment }) => { const from = at; at += Math.max(segment.seconds, 1); return { step, segment, a: x0 + from / total * (x1 - x0), b: x0 + at / total * (x1 - x0) }; });
  const grid = [-3, -2, -1, 0, 1, 2, 3].map(value => [svg('line', { x1: x0, x2: x1, y1: y(value), y2: y(value), class: value ? 'grid' : 'zero' }), svg('text', { x: x0 - 10, y: y(value) + 4, 'text-anchor': 'end', class: 'axis' }, feelName(value))]);
  const designed = spans.filter(one => one.segment.feels !== undefined).map(one => svg('line', { x1: one.a + 1, x2: one.b - 1, y1: y(one.segment.feels), y2: y(one.segment.feels), class: 'designed' }));
  const felt = spans.filter(one => one.step.felt !== undefined);
  const line = svg('polyline', { points: felt.map(one => ((one.a + one.b) / 2).toFixed(1) + ',' + y(one.step.felt).toFixed(1)).join(' '), class: 'felt-line' });
  const dots = felt.map(one => svg('circle', { cx: ((one.a + one.b) / 2).toFixed(1), cy: y(one.step.felt).toFixed(1), r: 5, class: 'felt-dot' }, svg('title', {}, one.segment.title + ': ' + feelName(one.step.felt))));
  return svg('svg', { viewBox: '0 0 ' + W + ' ' + H, role: 'img', 'aria-label': filled(L.chart_more, { n: parts.length, a: feelName(-3), b: feelName(3) }), class: 'chart' }, grid, designed, line, dots);
}

// ---- the frame ------------------------------------------------------------------------------------------------

const planned = takes => SEG.reduce((sum, segment) => sum + (applies(segment.only_if) !== false && takes(segment) ? segment.seconds : 0), 0);

function frame() {
  replace($('app'),
    h('a', { class: 'skip', href: '#main', onclick: event => { event.preventDefault(); const title = $('title'); if (title) title.focus(); } }, L.skip),
    h('header', { class: 'bar', id: 'bar' },
      h('div', { class: 'who' }, h('span', { class: 'name' }, D.script.title), h('span', { id: 'clock', class: 'clock' })),
      h('div', { class: 'find', role: 'search' }, finder()),
      h('div', { class: 'tools' },
        button(L.parts_short, () => panel('parts'), { id: 'b-parts', 'aria-controls': 'parts', 'aria-expanded': 'false' }, key('P')),
        button(L.notes, () => panel('side'), { id: 'b-side', 'aria-controls': 'side', 'aria-expanded': 'false' }, key('N')),
        button(L.dropped, doing('drop'), { id: 'b-drop' }),
        button(L.end_now, doing('endNow'), { id: 'b-end' }),
        button(L.menu, help, { id: 'b-more' }, key('?')))),
    h('div', { class: 'room' },
      h('aside', { id: 'parts', 'aria-label': L.parts }),
      h('main', { id: 'main' }),
      h('aside', { id: 'side', 'aria-label': L.notes },
        h('section', { class: 'notes' }, h('h2', {}, h('label', { for: 'notes' }, L.notes)), h('div', { id: 'notes-on' }, h('textarea', { id: 'notes', rows: '7', spellcheck: 'true', autocomplete: 'off', 'aria-describedby': 'notes-where', oninput: event => { notes = event.target.value; save(); } }), h('p', { class: 'soft', id: 'notes-where' })), button('', () => { looks.notes = !looks.notes; keep(LOOKS, looks); showAsides(); save(); }, { class: 'quiet', id: 'notes-switch' })),
        h('div', { id: 'way' }))),
    h('dialog', { id: 'help', 'aria-labelledby': 'help-title' }));
  $('notes').value = notes;
}

function finder() {
  const danger = ANY.findIndex(one => one.danger);
  const input = h('input', { id: 'find', type: 'text', role: 'combobox', 'aria-expanded': 'false', 'aria-controls': 'found', 'aria-autocomplete': 'list', autocomplete: 'off', spellcheck: 'false', 'aria-label': L.anytime + ': ' + L.anytime_find, placeholder: L.anytime_find });
  const listed = h('ul', { id: 'found', role: 'listbox', 'aria-label': L.anytime, hidden: true });
  let shown = [], at = 0;
  const text = ANY.map(one => (whenName(one.when) + ' ' + one.when + ' ' + one.segment.title + ' ' + plain(one.segment.say) + ' ' + plain(one.segment.ask)).toLowerCase());
  const mark = () => { [...listed.children].forEach((el, place) => el.setAttribute('aria-selected', String(place === at))); const id = shown.length ? 'found-' + shown[at] : ''; if (id) { input.setAttribute('aria-activedescendant', id); const el = $(id); if (el) el.scrollIntoView({ block: 'nearest' }); } else input.removeAttribute('aria-activedescendant'); };
  const hide = () => { listed.hidden = true; input.setAttribute('aria-expanded', 'false'); input.removeAttribute('aria-activedescendant'); };
  const open = number => { hide(); input.value = ''; act('anytime', number); };
  const look = () => {
    const wanted = plainWords(input.value).split(' ').filter(Boolean);
    shown = ANY.map((one, number) => number).filter(number => wanted.every(word => text[number].includes(word)));
    shown.sort((a, b) => (wanted.length && text[b].startsWith(wanted[0]) ? 1 : 0) - (wanted.length && text[a].startsWith(wanted[0]) ? 1 : 0));
    at = 0;
    replace(listed, shown.map(number => h('li', { id: 'found-' + number, role: 'option', class: ANY[number].danger ? 'danger' : '', onmousedown: event => { event.preventDefault(); open(number); } }, h('b', {}, (ANY[number].danger ? '⚠ ' : '') + whenName(ANY[number].when)), h('span', { class: 'ways' }, plain(ANY[number].segment.must_say ? ANY[number].segment.must_say.words : ANY[number].segment.say || ANY[number].segment.ask).slice(0, 90)))),
      !shown.length && h('li', { role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false' }, L.anytime_none));
    listed.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    mark();
  };
  input.addEventListener('input', look);
  input.addEventListener('focus', look);
  input.addEventListener('blur', hide);
  input.addEventListener('keydown', event => {
    if (event.key === 'ArrowDown' && shown.length) { if (listed.hidden) look(); else at = (at + 1) % shown.length; mark(); }
    else if (event.key === 'ArrowUp' && shown.length) { at = (at + shown.length - 1) % shown.length; mark(); }
    else if (event.key === 'Enter' && shown.length && !listed.hidden) open(shown[at]);
    else if (event.key === 'Escape') { input.value = ''; hide(); const title = $('title'); if (title) title.focus(); }
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return [danger >= 0 && button('⚠ ' + whenName('in danger'), doing('anytime', danger), { class: 'danger' }), h('div', { class: 'combo' }, input, key('/'), listed)];
}

function showBar() {
  const on = running() && K.seat === 'agent';
  $('bar').classList.toggle('on', on);
  for (const id of ['b-parts', 'b-side', 'b-drop', 'b-end']) $(id).hidden = !on;
  document.querySelector('.find').hidden = !on || !ANY.length;
  tick();
}
let shownClock = '';
function tick() {
  const el = $('clock');
  if (!el) return;
  let text = '';
  if (running() && K.seat === 'agent') {
    const here = S.any === null && S.screen === 'segment' ? SEG[S.at] : null;
    const until = planned(segment => S.done[segment.id] || segment === here);
    const rest = planned(segment => !S.done[segment.id] && !K.told[segment.id] && SEG.indexOf(segment) > S.at);
    text = clock(elapsed()) + ' · ' + L.plan + ' ' + clock(until * 1000) + (rest > 5 ? ' · ' + filled(L.left_about, { t: span(rest) }) : '');
  }
  if (text !== shownClock) { el.textContent = text; shownClock = text; }
}

function panel(id) {
  const other = id === 'parts' ? 'side' : 'parts', open = !document.body.classList.contains('open-' + id);
  document.body.classList.remove('open-' + other);
  document.body.classList.toggle('open-' + id, open);
  $('b-' + id).setAttribute('aria-expanded', String(open));
  $('b-' + other).setAttribute('aria-expanded', 'false');
  if (open) { const first = id === 'side' ? (looks.notes ? $('notes') : $('notes-switch')) : document.querySelector('#parts button[aria-current]') || document.querySelector('#parts button'); if (first) first.focus(); }
}
function closePanels() {
  const open = ['parts', 'side'].find(id => document.body.classList.contains('open-' + id));
  if (!open) return false;
  panel(open);
  $('b-' + open).focus();
  return true;
}

function showAsides(except) {
  const on = running() && K.seat === 'agent';
  document.body.classList.toggle('calling', on);
  if (!on) { document.body.classList.remove('open-parts', 'open-side'); replace($('parts')); replace($('way')); return; }
  const focused = document.activeElement && document.activeElement.id;
  let stage = null;
  const rows = SEG.map((segment, at) => {
    const here = S.any === null && S.screen === 'segment' && S.at === at;
    const out = applies(segment.only_if) === false, done = S.done[segment.id], told = K.told[segment.id], jumped = S.jumped[segment.id] && !done;
    const state = here ? L.here : done ? L.said : told ? L.covered : out ? L.left_out : jumped ? L.jumped : '';
    const sign = here ? '▸' : done || told ? '✓' : out ? '–' : jumped ? '↷' : '';
    const head = segment.stage && segment.stage !== stage ? h('li', { class: 'stage' }, segment.stage) : null;
    stage = segment.stage || stage;
    return [head, h('li', { class: [here && 'here', (done || told) && 'done', out && 'out', jumped && 'jumped'].filter(Boolean).join(' ') },
      button(null, doing('jump', at), { id: 'part-' + at, class: 'part', 'aria-current': here ? 'step' : undefined }, h('span', { class: 'sign', 'aria-hidden': 'true' }, sign), h('span', { class: 'title' }, segment.title, segment.must_say && h('span', { class: 'flag', title: L.has_must }, ' !'), state && h('span', { class: 'state' + (out || jumped ? '' : ' quietly') }, state))),
      !done && !here && h('input', { type: 'checkbox', id: 'told-' + at, checked: Boolean(told), 'aria-label': filled(L.covered_of, { t: segment.title }), title: L.covered, onchange: event => act('told', at, event.target.checked) }))];
  });
  const count = SEG.filter(segment => S.done[segment.id] || K.told[segment.id]).length, of = SEG.filter(segment => applies(segment.only_if) !== false || S.done[segment.id]).length;
  replace($('parts'), h('h2', {}, L.parts), h('p', { class: 'soft row' }, h('span', { class: 'grow' }, filled(L.remaining, { n: count, of })), h('span', { 'aria-hidden': 'true' }, L.covered + ' ☐')), h('ol', {}, rows), button(L.close, closePanels, { class: 'quiet closer' }));
  const mark = $('parts').querySelector('.here');
  if (mark) { const list = $('parts'), top = mark.offsetTop - list.offsetTop; if (top < list.scrollTop + 60 || top > list.scrollTop + list.clientHeight - 90) list.scrollTop = top - list.clientHeight / 3; }
  $('notes-on').hidden = !looks.notes;
  $('notes-where').textContent = K.keep && store.box ? L.notes_kept : L.notes_stay;
  $('notes-switch').textContent = looks.notes ? L.notes_off : L.notes_on;
  const steps = S.steps.map((step, at) => h('li', {}, button(null, doing('backTo', at), { class: 'part', title: filled(L.go_back_to, { t: titleOf(step.segment) }) }, h('span', { class: 'title' }, titleOf(step.segment), step.answer && h('span', { class: 'state' }, quoted(step.answer))), h('span', { class: 'took' }, clock(step.seconds * 1000)))));
  const wasOpen = { details: ($('details') || {}).open, trail: $('trail') ? $('trail').open : true };
  if (except === undefined || !$('details')) {
    replace($('way'),
      D.blanks.length > 0 && h('details', { id: 'details', open: wasOpen.details }, h('summary', {}, L.details), h('p', { class: 'soft' }, L.details_more), D.blanks.map(blank => field(blank.name))),
      h('details', { id: 'trail', open: wasOpen.trail }, h('summary', {}, L.way), h('ol', { class: 'trail' }, steps)),
      button(L.close, closePanels, { class: 'quiet closer' }));
  }
  if (focused && (focused.startsWith('part-') || focused.startsWith('told-')) && $(focused)) $(focused).focus();
}

// In the customer's seat, words may come at the speed at which they are spoken.
let speaking = null;
function speak(main) {
  clearInterval(speaking);
  if (K.seat !== 'customer' || !K.pace || S.screen !== 'segment' || (S.felt && S.picked === null)) return;
  const waiting = [];
  for (const el of main.querySelectorAll('.hear .words')) {
    const walker = document.createTreeWalker(el, NodeFilter.SHOW_TEXT), found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    for (const node of found) {
      const parts = node.textContent.match(/[\u3400-\u9fff]|\s+|[^\s\u3400-\u9fff]+/g) || [];
      node.replaceWith(...parts.map(part => { if (!part.trim()) return document.createTextNode(part); const one = h('span', { class: 'later' }, part); waiting.push(one); return one; }));
    }
  }
  speaking = setInterval(() => { const next = waiting.shift(); if (next) next.className = ''; else clearInterval(speaking); }, 60000 / D.script.pace);
}

const SCREENS = { start: startScreen, segment: agentSegment, dropped: droppedScreen, outcome: outcomeScreen, leaving: leavingScreen, leave: otherScript, through: otherScript, end: endScreen };
function show(why) {
  live = [];
  const customer = K.seat === 'customer';
  const screen = customer && S.screen === 'segment' ? customerSegment : customer && S.screen === 'end' ? feltScreen : SCREENS[S.screen];
  const main = $('main');
  main.className = 'screen-' + S.screen + (S.any !== null ? ' anytime' : '') + (customer ? ' customer' : '');
  replace(main, screen());
  speak(main);
  showBar();
  showAsides();
  document.title = ($('title') ? $('title').textContent + ' · ' : '') + D.script.title;
  if (why === 'seat') return;
  if (why !== 'load') { window.scrollTo(0, 0); document.body.classList.remove('open-parts', 'open-side'); }
  const title = $('title');
  if (title) title.focus({ preventScroll: true });
}

// ---- keys and looks -------------------------------------------------------------------------------------------

function help() {
  const rows = [['1 – 9', L.key_pick], ['↵  →', L.key_next], ['⌫  ←', L.key_back], ['/', L.key_find], ['M', L.key_must], ['P', L.key_parts], ['N', L.key_notes], ['D', L.key_details], ['?', L.key_help], ['Esc', L.key_escape]];
  const option = (name, current, list, set) => h('fieldset', { class: 'row' }, h('legend', {}, name), list.map(([value, label]) => h('label', { class: 'line' }, h('input', { type: 'radio', name: 'o-' + name, checked: current === value, onchange: () => { set(value); keep(LOOKS, looks); dress(); } }), h('span', {}, label))));
  const dialog = $('help');
  replace(dialog, h('h2', { id: 'help-title', tabindex: '-1' }, L.keys), h('p', { class: 'soft' }, L.keys_more),
    h('dl', { class: 'keys' }, rows.map(([name, label]) => h('div', {}, h('dt', {}, h('kbd', {}, name)), h('dd', {}, label)))),
    option(L.keys, looks.keys, [[true, L.keys_on], [false, L.keys_off]], value => { looks.keys = value; }),
    option(L.theme, looks.theme, [['auto', L.theme_auto], ['light', L.theme_light], ['dark', L.theme_dark]], value => { looks.theme = value; }),
    option(L.size, looks.size, [[0, 'A'], [1, 'A+'], [2, 'A++']], value => { looks.size = value; }),
    h('p', { class: 'row' }, h('span', { class: 'grow' }), button(L.close, () => dialog.close(), { class: 'primary' })));
  if (!dialog.open) dialog.showModal();
  $('help-title').focus();
}
function dress() {
  const root = document.documentElement;
  if (looks.theme === 'auto') root.removeAttribute('data-theme'); else root.setAttribute('data-theme', looks.theme);
  root.setAttribute('data-size', String(looks.size));
}

document.addEventListener('keydown', event => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || $('help').open) return;
  const target = event.target, tag = target.tagName;
  const typing = tag === 'TEXTAREA' || tag === 'SELECT' || (tag === 'INPUT' && target.type === 'text');
  if (event.key === 'Escape') { if (closePanels()) event.preventDefault(); else if (S.any !== null && inSegment()) { event.preventDefault(); act('comeBack'); } else if (typing && $('title')) $('title').focus(); return; }
  if (event.key === 'Enter' && tag === 'INPUT' && target.type === 'text' && target.closest('main') && running()) { event.preventDefault(); act('next'); return; }
  if (typing) return;
  const press = id => { const el = $(id); if (el && !el.disabled) el.click(); };
  if (event.key === 'Enter') { if (tag === 'BUTTON' || tag === 'SUMMARY' || tag === 'A' || (tag === 'INPUT' && !target.closest('main.screen-segment'))) return; event.preventDefault(); press('next'); if (blocked()) point(); return; }
  if (!looks.keys) return;
  const number = '123456789'.indexOf(event.key);
  if (event.key === 'ArrowRight' && target.type !== 'radio') { if (S.screen !== 'end' && S.screen !== 'start') press('next'); }
  else if ((event.key === 'Backspace' || event.key === 'ArrowLeft') && target.type !== 'radio') act('back');
  else if (number >= 0 && S.screen === 'outcome') { const all = document.querySelectorAll('.answer'); if (all[number]) all[number].click(); }
  else if (number >= 0 && S.felt) { if (number < 7) act('feel', number - 3); }
  else if (number >= 0 && inSegment()) act('pick', number);
  else if (event.key === '/' && running()) { const find = $('find'); if (find && !document.querySelector('.find').hidden) find.focus(); }
  else if (event.key === '?') help();
  else if (/^[mM]$/.test(event.key)) { const box = document.querySelector('.must .tick input:not(:checked)'); if (box && inSegment()) { box.click(); box.focus(); const title = $('title'); if (title) title.focus({ preventScroll: true }); } }
  else if (/^[pP]$/.test(event.key) && document.body.classList.contains('calling')) { if (!closePanels()) panel('parts'); }
  else if (/^[nN]$/.test(event.key) && document.body.classList.contains('calling')) panel('side');
  else if (/^[dD]$/.test(event.key) && document.body.classList.contains('calling')) { if (!document.body.classList.contains('open-side')) panel('side'); const details = $('details'); if (details) { details.open = true; const first = details.querySelector('input,select'); if (first) first.focus(); } }
  else return;
  event.preventDefault();
});

// ---- on paper -------------------------------------------------------------------------------------------------

// The whole script for the printer, or the end of the call where one has just ended.
function print() {
  const paper = $('paper');
  if (S.screen === 'end') { replace(paper, h('h1', {}, L.ended), h('pre', {}, summary())); return; }
  const line = (label, parts) => parts ? h('p', {}, h('b', {}, label + ' '), runs(parts).map(run => run.gap ? h('mark', { class: 'gap' }, run.text) : run.text)) : null;
  const answers = (list, at) => (list || []).map(answer => h('div', { class: 'reply' }, h('p', {}, h('b', {}, '› ' + answer.hear.map(quoted).join(' ' + L.or + ' ')), answer.recommended ? ' ★ ' + L.recommended : '', answer.usual ? ' ↺ ' + L.usual : '', goesTo(answer, at) ? ' ' + goesTo(answer, at) : ''), line(L.tell, answer.tell), line(L.must_say, answer.must_say && answer.must_say.words), line(L.say, answer.say), line(L.ask, answer.ask)));
  const one = (segment, title, at) => h('section', {}, h('h2', {}, title), segment.only_if && h('p', {}, L.only_if + ' ' + segment.only_if.text), segment.must_say && h('div', { class: 'box' }, line('☐ ' + L.must_say, segment.must_say.words)), line(L.say, segment.say), (segment.say_any || []).map(words => line(L.or, words)), line(L.compared_with, segment.compared_with), line(L.ask, segment.ask), answers(segment.answers, at),
    (segment.ask_in_order || []).map(fixed => [line(L.ask, fixed.ask), answers(fixed.answers, at)]), segment.choice && [answers(segment.choice.options, at), line(L.because, segment.choice.because), line(L.ask, segment.choice.ask), line(L.if_unsure, segment.choice.if_unsure)], line(L.teach_back, segment.teach_back), (segment.if_asked || []).map(asked => line(L.if_asked + ' ' + asked.hear.map(quoted).join(' ' + L.or + ' '), asked.say)), segment.note && segment.note.map(text => h('p', { class: 'soft' }, h('b', {}, L.note + ' '), text)));
  replace(paper, h('h1', {}, D.script.title), SEG.map((segment, at) => one(segment, (at + 1) + '. ' + segment.title, at)), ANY.length > 0 && h('h1', {}, L.anytime), ANY.map(any => one(any.segment, whenName(any.when), null)));
}
window.addEventListener('beforeprint', print);

// ---- begin ----------------------------------------------------------------------------------------------------

const wanted = kept(LOOKS);
if (wanted && typeof wanted === 'object') looks = { theme: ['light', 'dark'].includes(wanted.theme) ? wanted.theme : 'auto', size: [0, 1, 2].includes(wanted.size) ? wanted.size : 1, keys: wanted.keys !== false, notes: wanted.notes !== false };
dress();
const dropped = recall();
if (dropped) { S.was = S.screen; S.screen = 'dropped'; }
frame();
show('load');
setInterval(tick, 1000);
setInterval(save, 5000);
window.addEventListener('pagehide', save);
document.documentElement.setAttribute('data-took', (performance.now() - began).toFixed(1));
})();
