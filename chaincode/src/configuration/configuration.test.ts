import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readChaincodeVersion } from './chaincode-version';
import { readHolderKey } from './holder-key';
import { assertLogLevelKeepsSecrets } from './log-level';

describe('configuration', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'shengjing-'));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  function readKey(text: string): ReturnType<typeof readHolderKey> {
    const file = join(directory, 'holder.json');
    writeFileSync(file, text, { mode: 0o600 });
    return readHolderKey({ SHENGJING_HOLDER_KEY_FILE: file });
  }

  it('has a holder key when a file is named, and none otherwise', () => {
    expect(readKey(`{"version":3,"key":"${'0a'.repeat(32)}"}`)).toEqual({ version: 3, secret: Buffer.alloc(32, 10) });
    expect(readHolderKey({})).toBeUndefined();
  });

  it.each(['', 'null', '{}', `{"version":0,"key":"${'0a'.repeat(32)}"}`, `{"version":1,"key":"${'0A'.repeat(32)}"}`])(
    'refuses the key file %j without repeating it',
    (text) => {
      expect(() => readKey(text)).toThrow(/: expected \{"version":1,"key":"64 hexadecimal digits"\}$/u);
    },
  );

  it('refuses to log what the shim prints at level DEBUG', () => {
    expect(() => {
      assertLogLevelKeepsSecrets({ CORE_CHAINCODE_LOGGING_LEVEL: 'debug' });
    }).toThrow('personal data');
    expect(() => {
      assertLogLevelKeepsSecrets({ CORE_CHAINCODE_LOGGING_LEVEL: 'INFO' });
    }).not.toThrow();
  });

  it('runs the version that the deployment names, or that of the package', () => {
    expect(readChaincodeVersion({ SHENGJING_CHAINCODE_VERSION: '7' })).toBe('7');
    expect(readChaincodeVersion({})).toMatch(/^\d+\.\d+\.\d+$/u);
  });
});
