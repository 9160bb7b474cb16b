import { afterEach, expect, it, vi } from 'vitest';
import { pages } from '../../src/model/api';

const asked: string[] = [];

function serve(...answers: { items: number[]; next?: string }[]): void {
  asked.length = 0;
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path);
    return new Response(JSON.stringify(answers.shift()), { headers: { 'content-type': 'application/json' } });
  });
}

afterEach(() => { vi.unstubAllGlobals(); });

it('reads a list to its end, after a first page of the size asked for, and hands each page over as it comes', async () => {
  serve({ items: [1, 2], next: 'a&b' }, { items: [3], next: 'c' }, { items: [4] });
  const taken: (readonly number[])[] = [];
  expect(await pages<number>('/list', 20, 2, items => taken.push(items))).toMatchObject({ ok: true, value: [1, 2, 3, 4] });
  expect(asked).toEqual(['/list?limit=2', '/list?limit=1000&cursor=a%26b', '/list?limit=1000&cursor=c']);
  expect(taken).toEqual([[1, 2], [3], [4]]);
});

it('stops at the limit of pages', async () => {
  serve({ items: [1], next: 'a' }, { items: [2], next: 'b' }, { items: [3] });
  expect(await pages<number>('/list', 2)).toMatchObject({ ok: true, value: [1, 2] });
  expect(asked).toHaveLength(2);
});
