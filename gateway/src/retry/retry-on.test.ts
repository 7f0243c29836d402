import { CodedError } from '@shengjing/core';

import { retryOn } from './retry-on';

function failing(codes: readonly ('WRITE_CONFLICT' | 'TYPE_EXISTS')[]) {
  const left = [...codes];
  let calls = 0;
  const run = async (): Promise<string> => {
    calls++;
    await Promise.resolve();
    const code = left.shift();
    if (code) {
      throw new CodedError(code);
    }
    return 'done';
  };
  return { run, calls: () => calls };
}

test('a lost race is tried again', async () => {
  const { run, calls } = failing(['WRITE_CONFLICT', 'WRITE_CONFLICT']);
  await expect(retryOn(['WRITE_CONFLICT'], run)).resolves.toBe('done');
  expect(calls()).toBe(3);
});

test('the third loss is final', async () => {
  const { run, calls } = failing(['WRITE_CONFLICT', 'WRITE_CONFLICT', 'WRITE_CONFLICT']);
  await expect(retryOn(['WRITE_CONFLICT'], run)).rejects.toMatchObject({ code: 'WRITE_CONFLICT' });
  expect(calls()).toBe(3);
});

test('any other failure is final at once', async () => {
  const { run, calls } = failing(['TYPE_EXISTS']);
  await expect(retryOn(['WRITE_CONFLICT'], run)).rejects.toMatchObject({ code: 'TYPE_EXISTS' });
  expect(calls()).toBe(1);
});
