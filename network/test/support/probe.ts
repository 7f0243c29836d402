import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const NODE_MODULES = path.resolve(__dirname, '..', '..', '..', 'node_modules');

export interface ProbeCopy {
  readonly dir: string;
  /** Changes what `probe:version` gives, and nothing else. */
  readonly setVersion: (version: number) => void;
  readonly remove: () => void;
}

/** The probe chaincode in a folder of its own, where it can be changed. */
export function copyProbe(): ProbeCopy {
  const dir = mkdtempSync(path.join(tmpdir(), 'shengjing-probe-'));
  cpSync(path.join(__dirname, '..', 'probe'), dir, { recursive: true });
  symlinkSync(NODE_MODULES, path.join(dir, 'node_modules'));
  const code = path.join(dir, 'lib', 'index.js');
  return {
    dir,
    setVersion: (version) => {
      const text = readFileSync(code, 'utf8');
      writeFileSync(code, text.replace(/const VERSION = \d+;/, `const VERSION = ${String(version)};`));
    },
    remove: () => { rmSync(dir, { recursive: true, force: true }); },
  };
}
