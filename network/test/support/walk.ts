import { readdirSync } from 'node:fs';
import path from 'node:path';

/** Paths of everything under a folder, files and folders, and of the folder itself. */
export function everythingUnder(folder: string): string[] {
  return [folder, ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name))];
}
