'use strict';
// Everything that comes from outside is put on the page as text, never as markup.
const fleet = new Map();      // agent id -> { card, title, age, bar, rows: Map(series key -> row), at }
const dirty = new Set();      // rows whose value changed since the last paint
const byId = id => document.getElementById(id);
const place = { epoch: '', offset: 0 };
let points = 0, series = 0, delay = 250, needle = '';

function element(tag, className, parent) {
  const e = document.createElement(tag);
  if (className) e.className = className;
  if (parent) parent.append(e);
  return e;
}

function agentOf(id) {
  let agent = fleet.get(id);
  if (agent) return agent;
  const card = element('section');
  const heading = element('h2', '', card);
  element('span', '', heading).textContent = id;
  const age = element('span', 'dim', heading);
  const bar = element('div', '', element('div', 'cpu', card));
  const body = element('tbody', '', element('table', '', card));
  agent = { id, card, age, bar, body, rows: new Map(), at: 0 };
  fleet.set(id, agent);
  const after = [...fleet.keys()].sort().find(other => other > id && fleet.get(other).card.isConnected);
  byId('fleet').insertBefore(card, after ? fleet.get(after).card : null);
  byId('empty').hidden = true;
  return agent;
}

function take(point) {
  const agent = agentOf(point.agent);
  const labels = Object.entries(point.labels || {}).map(([name, value]) => `${name}=${value}`).join(' ');
  const key = point.metric + '\n' + labels;
  let row = agent.rows.get(key);
  if (!row) {
    row = { agent, metric: point.metric, labels: point.labels || {}, unit: point.unit, tr: element('tr') };
    const name = element('td', '', row.tr);
    name.append(point.metric + ' ');
    element('span', 'dim', name).textContent = labels;
    row.cell = element('td', '', row.tr);
    agent.rows.set(key, row);
    const after = [...agent.rows.keys()].sort().find(other => other > key && agent.rows.get(other).tr.isConnected);
    agent.body.insertBefore(row.tr, after ? agent.rows.get(after).tr : null);
    series++;
    applyFilter(row);
  }
  row.value = point.value;
  row.unit = point.unit;
  agent.at = Date.now();
  dirty.add(row);
}

function show(value, unit) {
  if (unit === '1' && Math.abs(value) <= 1.5) return (value * 100).toFixed(1) + ' %';
  if (unit === 'By' || unit === 'By/s') {
    const steps = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
    let step = 0;
    while (Math.abs(value) >= 1024 && step < steps.length - 1) { value /= 1024; step++; }
    return `${+value.toPrecision(4)} ${steps[step]}${unit === 'By/s' ? '/s' : ''}`;
  }
  return `${+value.toPrecision(6)} ${unit && unit !== '1' ? unit.replace(/[{}]/g, '') : ''}`;
}

function paint() {
  for (const row of dirty) {
    row.cell.textContent = show(row.value, row.unit);
    if (row.metric === 'system.cpu.utilization' && (row.labels['cpu.mode'] || row.labels.state) === 'idle')
      row.agent.bar.style.width = Math.max(0, Math.min(100, 100 * (1 - row.value))) + '%';
  }
  dirty.clear();
  requestAnimationFrame(paint);
}

function applyFilter(row) {
  const hit = !needle || row.agent.id.toLowerCase().includes(needle) || row.metric.toLowerCase().includes(needle);
  row.tr.hidden = !hit;
  row.agent.card.hidden = ![...row.agent.rows.values()].some(r => !r.tr.hidden);
}

byId('find').addEventListener('input', e => {
  needle = e.target.value.trim().toLowerCase();
  for (const agent of fleet.values()) for (const row of agent.rows.values()) applyFilter(row);
});

setInterval(() => {
  byId('agents').textContent = fleet.size;
  byId('series').textContent = series;
  byId('rate').textContent = points;
  points = 0;
  const now = Date.now();
  for (const agent of fleet.values()) {
    const seconds = Math.round((now - agent.at) / 1000);
    agent.age.textContent = seconds < 3 ? 'live' : `${seconds} s ago`;
    agent.card.classList.toggle('old', seconds > 15);
  }
}, 1000);

function connect() {
  const since = place.epoch ? `?since=${place.epoch}:${place.offset}` : '';
  const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/live${since}`, 'cleanlite.v1.json');
  let advised = 0;
  socket.onopen = () => { delay = 250; byId('state').textContent = 'live'; byId('state').className = 'good'; };
  socket.onmessage = e => {
    const message = JSON.parse(e.data);
    if (message.epoch) place.epoch = message.epoch;
    if (message.type === 'metrics' || (message.type === 'snapshot' && message.last)) place.offset = message.offset;
    if (message.points && message.points.forEach) { points += message.type === 'metrics' ? message.points.length : 0; message.points.forEach(take); }
    if (message.type === 'bye') advised = message.reconnectAfterMs || 0;
  };
  socket.onclose = e => {
    byId('state').className = 'bad';
    if (e.code >= 4500) { byId('state').textContent = `stopped: ${e.reason || e.code}`; return; }
    byId('state').textContent = 'connection lost, trying again';
    fetch('/api/v1/latest?limit=1').then(answer => { if (answer.status === 401) location.assign('/login?next=/'); }, () => {});
    setTimeout(connect, advised || delay * (0.5 + Math.random()));
    delay = Math.min(delay * 2, 5000);
  };
}

connect();
requestAnimationFrame(paint);
