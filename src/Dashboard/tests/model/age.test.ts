import { expect, it } from 'vitest';
import { splitAge } from '../../src/model/age';

const WAY = { takenAt: 1_000, arrivedAt: 1_300, agentTripMs: 20, browserTripMs: 8, deliveryMs: 6, paintMs: 18 };

it('splits the age of a value; the parts add up to the whole', () => {
  const parts = splitAge(WAY);
  expect(parts).toEqual({ collect: 284, network: 14, server: 2, browser: 12 });
  expect(parts.collect + parts.network + parts.server + parts.browser).toBe(1_300 - 1_000 + 18 - 6);
});

it('says nothing of what it does not know, and nothing below zero', () => {
  expect(splitAge({ ...WAY, agentTripMs: NaN })).toEqual({ collect: NaN, network: NaN, server: 2, browser: 12 });
  expect(splitAge({ ...WAY, browserTripMs: 30 }).server).toBe(0);
});
