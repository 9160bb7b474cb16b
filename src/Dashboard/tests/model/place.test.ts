import { describe, expect, it } from 'vitest';
import { changed, hrefOf, parseRoute, pathOf, pinOf, windowOf } from '../../src/model/route';

describe('routes', () => {
  it.each(['web-1', 'a/b', 'x@y:z', 'sp ace', '100%', '..', 'ümlaut'])('lead to the agent %s and back', id => {
    expect(parseRoute(pathOf('agent', id), '')).toMatchObject({ page: 'agent', agent: id });
  });

  it('know their pages, and no others', () => {
    expect(['/', '/explore', '/feed', '/rejects', '/connect', '/status', '/wall'].map(path => parseRoute(path, '').page)).toEqual(['fleet', 'explore', 'feed', 'rejects', 'connect', 'status', 'wall']);
    for (const path of ['/agent', '/agents', '/nowhere', '/feed/x', '/constructor']) expect(parseRoute(path, '').page).toBe('missing');
    expect(parseRoute('/agents/%E0%A4%A', '').agent).toBe('%E0%A4%A');
    expect(parseRoute('/agents/a/b', '').agent).toBe('a/b');
  });

  it('carry window and theme along, and nothing else', () => {
    const here = parseRoute('/', '?w=15&theme=dark&q=web');
    expect(hrefOf('feed', here)).toBe('/feed?w=15&theme=dark');
    expect(hrefOf('agent', here, { from: '1', to: '' }, 'a b')).toBe('/agents/a%20b?w=15&theme=dark&from=1');
  });

  it('change their query in place', () => {
    const here = parseRoute('/agents/x', '?label=a%3Db&w=1');
    expect(changed(here, { label: ['c=d', 'e=f'], w: '' })).toBe('/agents/x?label=c%3Dd&label=e%3Df');
  });

  it('read the window and the pin, and ignore nonsense', () => {
    expect(['', '?w=1', '?w=15', '?w=7', '?w=x'].map(query => windowOf(parseRoute('/', query)))).toEqual([5, 1, 15, 5, 5]);
    expect(pinOf(parseRoute('/', '?from=1000&to=2000'))).toEqual({ from: 1000, to: 2000 });
    for (const query of ['', '?from=1', '?from=2&to=1', '?from=x&to=2', '?from=1&to=999999999']) expect(pinOf(parseRoute('/', query))).toBeNull();
  });
});
