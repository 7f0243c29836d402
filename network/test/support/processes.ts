import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Processes of a test, all of them ended after it. */
export function processesOfTest(): { readonly start: (script: string) => Promise<ChildProcess & { pid: number }> } {
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) {
      child.kill('SIGKILL');
    }
  });
  return {
    start: async (script) => {
      const child = spawn('sh', ['-c', script], { stdio: 'ignore' });
      children.push(child);
      await once(child, 'spawn');
      return child as ChildProcess & { pid: number };
    },
  };
}
