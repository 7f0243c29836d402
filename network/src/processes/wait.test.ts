import { NetworkError } from '../error';
import { waitFor } from './wait';

const options = { what: 'answer of peer0.city', deadline: 20, interval: 1 };

it('gives what the first successful attempt gives', async () => {
  const attempt = jest.fn<Promise<string | undefined>, []>();
  attempt.mockResolvedValueOnce(undefined).mockRejectedValueOnce(new Error('refused')).mockResolvedValue('answer');
  await expect(waitFor(attempt, { ...options, deadline: 10_000 })).resolves.toBe('answer');
  expect(attempt).toHaveBeenCalledTimes(3);
});

it.each([[false], [0], [''], [null]])('%p is an answer too: only undefined is none', async (answer) => {
  await expect(waitFor(() => Promise.resolve(answer), options)).resolves.toBe(answer);
});

it('tells what was waited for and how long, when the deadline has passed', async () => {
  const expected: Partial<NetworkError> = { code: 'DEADLINE_EXCEEDED', message: 'no answer of peer0.city within 0.02 s' };
  await expect(waitFor(() => Promise.resolve(undefined), options)).rejects.toMatchObject(expected);
});

it('tells the last reason, and keeps it as the cause', async () => {
  let count = 0;
  const attempt = () => Promise.reject(new Error(`reason ${String(++count)}`));
  const error: unknown = await waitFor(attempt, options).catch((reason: unknown) => reason);
  expect(count).toBeGreaterThan(1);
  expect(error).toMatchObject({ message: `no answer of peer0.city within 0.02 s: reason ${String(count)}`, cause: { message: `reason ${String(count)}` } });
});

it('tries once even when the deadline is nothing', async () => {
  await expect(waitFor(() => Promise.resolve('answer'), { ...options, deadline: 0 })).resolves.toBe('answer');
});

it('does not wait for what has died', async () => {
  const death = new NetworkError('NODE_DIED', 'peer0.city is not running');
  const attempt = jest.fn<Promise<undefined>, []>().mockRejectedValue(death);
  await expect(waitFor(attempt, { ...options, deadline: 10_000 })).rejects.toBe(death);
  expect(attempt).toHaveBeenCalledTimes(1);
});
