import { describe, expect, it } from 'vitest';
import { collate, Fleet, judge, sortRows, type FleetRow } from '../../src/model/fleet';
import { glob, labelFacets, parseSearch, passes, readFleetFilter } from '../../src/model/filter';
import { readAgent, Roster, type AgentInfo } from '../../src/model/roster';
import { Store } from '../../src/model/store';

const NOW = { unix: 1_000_000_000, mono: 500_000 };
const info = (id: string, more: Partial<AgentInfo> = {}): AgentInfo => ({ ...readAgent({ agentId: id, state: 'online', lastHeardAt: NOW.unix })!, ...more });
const row = (id: string, more: Partial<FleetRow> = {}): FleetRow => ({ id, info: null, data: null, state: 'offline', explanation: '', ageMs: NaN, cadenceMs: 0, ...more });

function judged(agent: AgentInfo | null, receivedAgo: number | null, cadenceMs = 1000): FleetRow {
  const store = new Store();
  if (receivedAgo !== null) {
    store.take([{ agent: 'a', metric: 'm', timestamp: NOW.unix - receivedAgo - cadenceMs, value: 1 }], true, 1);
    store.take([{ agent: 'a', metric: 'm', timestamp: NOW.unix - receivedAgo, value: 1 }], true, NOW.mono - receivedAgo);
  }
  const one = row('a', { info: agent, data: store.agents.get('a') ?? null });
  judge(one, NOW);
  return one;
}

describe('judge', () => {
  it('goes by three and ten times the agent\'s own cadence where the server says nothing', () => {
    expect([500, 3_500, 20_000, 31_000].map(ago => judged(null, ago).state)).toEqual(['online', 'stale', 'stale', 'offline']);
    expect([3_500, 20_000, 31_000, 101_000].map(ago => judged(null, ago, 10_000).state)).toEqual(['online', 'online', 'stale', 'offline']);
  });

  it('takes the server\'s word, and sees lateness before the server does', () => {
    expect(judged(info('a', { state: 'offline', reason: 'shutdown' }), 500).state).toBe('offline');
    expect(judged(info('a', { lastHeardAt: NOW.unix - 8_000 }), 8_000).state).toBe('stale');
    expect(judged(info('a'), null).state).toBe('online');
  });

  it('explains what it shows', () => {
    expect(judged(info('a', { state: 'offline', reason: 'silence' }), null).explanation).toBe('Offline: it fell silent without a word.');
    expect(judged(info('a', { state: 'offline', reason: 'the cable was cut' }), null).explanation).toBe('The cable was cut.');
    expect(judged(info('a', { state: 'offline' }), null).explanation).not.toBe('');
    expect(judged(info('a', { state: 'offline', reason: 'constructor' }), null).explanation).toBe('Constructor.');
    expect(judged(null, 8_000).explanation).not.toBe('');
    expect(judged(info('a'), 100).explanation).toBe('');
  });

  it('knows how long ago an agent was heard, by whatever came last', () => {
    expect(judged(info('a', { lastHeardAt: NOW.unix - 9_000 }), 2_000).ageMs).toBe(2_000);
    expect(judged(info('a', { lastHeardAt: NOW.unix - 1_000 }), 2_000).ageMs).toBe(1_000);
    expect(judged(info('a', { lastHeardAt: 0 }), null).ageMs).toBeNaN();
  });
});

describe('Fleet', () => {
  it('joins the list with the points and keeps its row objects', () => {
    const store = new Store();
    const roster = new Roster();
    const fleet = new Fleet(store, roster);
    store.take([{ agent: 'b', metric: 'm', timestamp: 1, value: 1 }], true, 0);
    roster.replace([info('a')]);
    expect(fleet.refresh(NOW).map(one => one.id)).toEqual(['a', 'b']);
    const kept = fleet.get('a');
    roster.replace([info('a'), info('c')]);
    expect(fleet.refresh(NOW).map(one => one.id)).toEqual(['a', 'c', 'b']);
    expect(fleet.get('a')).toBe(kept);
    roster.replace([]);
    expect(fleet.refresh(NOW).map(one => one.id)).toEqual(['b']);
  });

  it('gives a row its points without being asked to judge it', () => {
    const store = new Store();
    const roster = new Roster();
    const fleet = new Fleet(store, roster);
    roster.replace([info('a')]);
    const [kept] = fleet.refresh(NOW);
    store.take([{ agent: 'a', metric: 'm', timestamp: 1, value: 1 }], false, 0);
    expect(kept.data).toBeNull();
    fleet.join();
    expect(kept.data).toBe(store.agents.get('a'));
  });

  it('shows the first part of a list that is still on its way, and does not take it for the whole', () => {
    const roster = new Roster();
    const fleet = new Fleet(new Store(), roster);
    roster.glance([info('a')]);
    expect(fleet.refresh(NOW).map(one => one.id)).toEqual(['a']);
    expect(roster.known).toBe(false);
    roster.replace([info('a'), info('b')]);
    expect(fleet.refresh(NOW).map(one => one.id)).toEqual(['a', 'b']);
    expect(roster.known).toBe(true);
  });

  it('does not move while pinned', () => {
    const roster = new Roster();
    roster.replace([info('a')]);
    roster.pin();
    roster.replace([info('a'), info('b')]);
    roster.change('a', 'offline', '', 1);
    expect([...roster.agents.values()].map(one => `${one.id}:${one.state}`)).toEqual(['a:online']);
    roster.unpin();
    expect(roster.agents.size).toBe(2);
  });
});

describe('readAgent', () => {
  it('reads what the server tells', () => {
    const one = readAgent({ agentId: 'web-1', state: 'stale', sinceAt: 5, reason: 'silence', lastHeardAt: 7, hostname: 'h', agentVersion: '1.2', labels: { env: 'prod', bad: 1 }, transport: 'grpc', reportIntervalMs: 1000, clockSkewMs: -3, roundTripMs: 1.5, seriesCount: 18, counters: { accepted: 10, duplicate: 1, late: 2, rejected: 3 }, configHash: 'x' })!;
    expect(one).toMatchObject({ id: 'web-1', state: 'stale', since: 5, reason: 'silence', lastHeardAt: 7, hostname: 'h', version: '1.2', labels: { env: 'prod' }, transport: 'grpc', intervalMs: 1000, skewMs: -3, roundTripMs: 1.5, seriesCount: 18, accepted: 10, duplicate: 1, late: 2, rejected: 3, configHash: 'x' });
  });

  it('is not upset by anything', () => {
    for (const bad of [null, 1, 'x', [], {}, { agentId: 5 }]) expect(readAgent(bad)).toBeNull();
    expect(readAgent({ agentId: 'a', labels: [], counters: 7, hostname: {}, capabilities: [1, 'config'] })).toMatchObject({ labels: {}, accepted: 0, hostname: '', capabilities: ['config'], skewMs: NaN });
  });
});

describe('sortRows', () => {
  const rows = (): FleetRow[] => [row('demo-10', { state: 'online', ageMs: 5 }), row('demo-2', { state: 'offline', ageMs: 50 }), row('demo-1', { state: 'stale' })];
  const ids = (list: FleetRow[]): string[] => list.map(one => one.id);

  it('puts trouble first, and counts as people do', () => {
    expect(ids(sortRows(rows(), 'state', false))).toEqual(['demo-2', 'demo-1', 'demo-10']);
    expect(ids(sortRows(rows(), 'name', false))).toEqual(['demo-1', 'demo-2', 'demo-10']);
    expect(collate('a9', 'a10')).toBeLessThan(0);
  });

  it('sorts names as the browser\'s own collator does', () => {
    const names = ['demo-1', 'demo-2', 'demo-10', 'Demo-3', 'db', 'db-primary', 'web', 'web-eu-2', 'web-eu-11', 'web10', 'web9', '10.0.0.2', '10.0.0.10', '9', '', '0'];
    const collator = new Intl.Collator('en', { numeric: true });
    expect([...names].sort(collate)).toEqual([...names].sort(collator.compare));
  });

  it('goes round in no circle', () => {
    const names = ['a+5', 'a+x', 'a3', 'a 5', 'a x', 'a-5', 'a-10', 'a5', 'a05', 'a5b', 'a10', 'A10', 'a', '5', '5a', '', '\u00e45', `a${'9'.repeat(400)}`, `a${'9'.repeat(401)}`];
    for (const a of names) for (const b of names) {
      expect(Math.sign(collate(a, b)) + Math.sign(collate(b, a)), `${a} ${b}`).toBe(0);
      for (const c of names) if (collate(a, b) < 0 && collate(b, c) < 0) expect(collate(a, c), `${a} ${b} ${c}`).toBeLessThan(0);
    }
  });

  it('leaves what has no value at the end, either way round', () => {
    expect(ids(sortRows(rows(), 'seen', true))).toEqual(['demo-2', 'demo-10', 'demo-1']);
    expect(ids(sortRows(rows(), 'seen', false))).toEqual(['demo-10', 'demo-2', 'demo-1']);
  });
});

describe('filters', () => {
  const web = row('web-1', { state: 'online', info: info('web-1', { hostname: 'alpha', labels: { env: 'prod', region: 'eu' } }) });
  const db = row('db:5432', { state: 'offline', info: info('db:5432', { labels: { env: 'dev', region: 'eu' } }) });
  const found = (q: string, labels: string[] = [], states: string[] = []): string[] => [web, db].filter(one => passes(one, readFleetFilter(q, labels, states))).map(one => one.id);

  it('find words in names, hosts and labels, all of them', () => {
    expect(found('')).toEqual(['web-1', 'db:5432']);
    expect(found('WEB')).toEqual(['web-1']);
    expect(found('alpha')).toEqual(['web-1']);
    expect(found('eu dev')).toEqual(['db:5432']);
    expect(found('web dev')).toEqual([]);
  });

  it('understand label:value, states, and ids with a colon', () => {
    expect(parseSearch(' a  b:c :d e: ')).toEqual({ words: ['a', ':d', 'e:'], labels: [['b', 'c']] });
    expect(found('env:prod')).toEqual(['web-1']);
    expect(found('state:offline')).toEqual(['db:5432']);
    expect(found('db:5432')).toEqual(['db:5432']);
  });

  it('join values of one label by or, labels by and', () => {
    expect(found('', ['env=prod', 'env=dev'])).toEqual(['web-1', 'db:5432']);
    expect(found('', ['env=dev', 'region=eu'])).toEqual(['db:5432']);
    expect(found('', ['env=dev', 'region=us'])).toEqual([]);
    expect(found('', [], ['offline'])).toEqual(['db:5432']);
    expect(found('', ['nonsense'])).toEqual(['web-1', 'db:5432']);
  });

  it('offer the labels there are', () => {
    expect(labelFacets([web, db])).toEqual([
      { name: 'region', values: [{ value: 'eu', count: 2 }] },
      { name: 'env', values: [{ value: 'dev', count: 1 }, { value: 'prod', count: 1 }] },
    ]);
  });

  it.each([['', 'x', true], ['*', 'x', true], ['web', 'my-web-1', true], ['web-*', 'web-1', true], ['web-*', 'my-web-1', false], ['*-1', 'web-1', true], ['w*b*1', 'web-1', true], ['a*a', 'a', false], ['*b*', 'abc', true], ['(', '(x', true]])(
    'glob %s on %s is %s', (pattern, text, hit) => expect(glob(pattern)(text)).toBe(hit));
});
