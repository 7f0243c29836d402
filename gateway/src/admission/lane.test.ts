import { CodedError } from '@shengjing/core';

import { type Lane, newLane, type Place } from './lane';

const HERE = new AbortController().signal;
const refuse = (reason: string, retryAfterSeconds: number) => new CodedError('OVERLOADED', { reason, retryAfterSeconds });

let lane: Lane;

beforeEach(() => {
  jest.useFakeTimers();
  lane = newLane({ concurrency: 2, queue: 1, waitMs: 1_500 }, refuse);
});

afterEach(() => {
  jest.useRealTimers();
});

async function occupy(): Promise<Place[]> {
  const places = [lane.arrive(), lane.arrive()];
  await Promise.all(places.map((place) => place.turn(HERE)));
  return places;
}

test('so many are served at once, one more waits, and the next is refused at once', async () => {
  await occupy();
  const waiting = lane.arrive();
  void waiting.turn(HERE);
  expect(lane.load()).toEqual({ inFlight: 2, queued: 1 });
  expect(() => lane.arrive()).toThrow(expect.objectContaining({ code: 'OVERLOADED', details: { reason: 'lane-full', retryAfterSeconds: 2 } }));
});

test('a place counts from the arrival on, whether its turn has come or not', () => {
  lane.arrive();
  lane.arrive();
  const third = lane.arrive();
  expect(() => lane.arrive()).toThrow(CodedError);
  third.leave();
  expect(lane.load()).toEqual({ inFlight: 0, queued: 2 });
  expect(() => lane.arrive()).not.toThrow();
});

test('whoever waits longest is served next', async () => {
  lane = newLane({ concurrency: 1, queue: 2, waitMs: 1_000 }, refuse);
  const served: string[] = [];
  const visit = async (name: string): Promise<Place> => {
    const place = lane.arrive();
    await place.turn(HERE);
    served.push(name);
    return place;
  };
  const [first, second, third] = [visit('first'), visit('second'), visit('third')];
  (await first).leave();
  (await second).leave();
  await third;
  expect(served).toEqual(['first', 'second', 'third']);
});

test('to leave twice makes room once', async () => {
  const [first] = await occupy();
  first?.leave();
  first?.leave();
  expect(lane.load()).toEqual({ inFlight: 1, queued: 0 });
});

test('whoever has waited too long is refused, and leaves the queue', async () => {
  const places = await occupy();
  const late = lane.arrive();
  const turn = late.turn(HERE);
  jest.advanceTimersByTime(1_500);
  await expect(turn).rejects.toMatchObject({ code: 'OVERLOADED', details: { reason: 'waited-too-long', retryAfterSeconds: 2 } });
  late.leave();
  places.forEach((place) => {
    place.leave();
  });
  expect(lane.load()).toEqual({ inFlight: 0, queued: 0 });
});

test('whoever has gone is not served, and holds up nobody', async () => {
  const [first] = await occupy();
  const client = new AbortController();
  const gone = lane.arrive();
  const turn = gone.turn(client.signal);
  client.abort();
  await expect(turn).resolves.toBe(false);
  gone.leave();
  const next = lane.arrive();
  const served = next.turn(HERE);
  first?.leave();
  await expect(served).resolves.toBe(true);
});

test('whoever had gone before is not served even when there is room', async () => {
  await expect(lane.arrive().turn(AbortSignal.abort())).resolves.toBe(false);
  expect(lane.load().inFlight).toBe(0);
});
