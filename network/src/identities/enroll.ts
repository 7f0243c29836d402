import { randomBytes } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { NetworkContext } from '../context';
import { onlyFileIn, writeFileDurably } from '../files';
import type { AnyOrganisation } from '../topology/types';
import { caRootFile, REGISTRAR, registrarSecretFile } from './ca-server';
import { writeNodeOus } from './msp';

export type Authority = 'identity' | 'tls';

export interface Enrollment {
  readonly authority: Authority;
  /** Enrollment id at the authority; never a person's name. */
  readonly name: string;
  readonly type: 'peer' | 'orderer' | 'client' | 'admin';
  /** Folder that receives `msp` (identity) or `tls` (TLS). */
  readonly dir: string;
  /** Subject alternative names, for TLS. */
  readonly hosts?: readonly string[];
  /** Registered attributes, `name=value`. */
  readonly attributes?: readonly string[];
}

/** What a certificate says of its place beside its name; without it the client puts its own makers there. */
const SUBJECT = 'C=CN,ST=Liaoning,L=Shenyang';

/** Registers and enrolls at the organisation's authorities, as their registrar. Done once: what exists stays. */
export class Enroller {
  readonly #context: NetworkContext;
  readonly #organisation: AnyOrganisation;

  constructor(context: NetworkContext, organisation: AnyOrganisation) {
    this.#context = context;
    this.#organisation = organisation;
  }

  async enrollRegistrars(): Promise<void> {
    const authorities: Authority[] = ['identity', 'tls'];
    await Promise.all(
      authorities.map(async (authority) => {
        const home = this.#registrarHome(authority);
        if (!existsSync(path.join(home, 'msp', 'signcerts'))) {
          await this.#enroll(home, { authority, name: REGISTRAR, secretFile: registrarSecretFile(this.#organisation), extra: [] });
        }
      }),
    );
  }

  async enroll(enrollment: Enrollment): Promise<void> {
    const folder = path.join(enrollment.dir, enrollment.authority === 'tls' ? 'tls' : 'msp');
    if (existsSync(folder)) {
      return;
    }
    const home = `${folder}.enrolling`;
    rmSync(home, { recursive: true, force: true });
    const secretFile = path.join(home, 'secret');
    writeFileDurably(secretFile, randomBytes(24).toString('base64url'));
    await this.#register(enrollment, secretFile);
    const extra = enrollment.authority === 'tls' ? ['--enrollment.profile', 'tls', '--csr.hosts', (enrollment.hosts ?? []).join(',')] : [];
    await this.#enroll(home, { ...enrollment, secretFile, extra });
    const finished = path.join(home, 'finished');
    if (enrollment.authority === 'tls') {
      layOutTls(path.join(home, 'msp'), finished);
    } else {
      layOutIdentity(path.join(home, 'msp'), finished);
    }
    renameSync(finished, folder);
    rmSync(home, { recursive: true, force: true });
  }

  async #register({ authority, name, type, attributes }: Enrollment, secretFile: string): Promise<void> {
    await this.#context.runner.run({
      binary: 'fabric-ca-client',
      args: [
        'register',
        ...this.#server(authority),
        '--id.name', name,
        '--id.type', type,
        '--id.maxenrollments', '1',
        ...(attributes === undefined ? [] : ['--id.attrs', attributes.map((attribute) => `"${attribute}"`).join(',')]),
      ],
      env: { FABRIC_CA_CLIENT_HOME: this.#registrarHome(authority), FABRIC_CA_CLIENT_URL: `https://${this.#address}` },
      secretEnv: { FABRIC_CA_CLIENT_ID_SECRET: { prefix: '', file: secretFile, suffix: '' } },
    });
  }

  async #enroll(home: string, call: { authority: Authority; name: string; secretFile: string; extra: readonly string[] }): Promise<void> {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    await this.#context.runner.run({
      binary: 'fabric-ca-client',
      args: ['enroll', ...this.#server(call.authority), '--csr.names', SUBJECT, ...call.extra],
      env: { FABRIC_CA_CLIENT_HOME: home },
      secretEnv: {
        FABRIC_CA_CLIENT_URL: { prefix: `https://${call.name}:`, file: call.secretFile, suffix: `@${this.#address}` },
      },
    });
    rmSync(path.join(home, 'fabric-ca-client-config.yaml'), { force: true });
  }

  #server(authority: Authority): string[] {
    const { ca } = this.#organisation;
    const name = authority === 'tls' ? ca.tlsCa : ca.identityCa;
    return ['--loglevel', 'warning', '--caname', name, '--tls.certfiles', caRootFile(this.#organisation)];
  }

  get #address(): string {
    const { host, port } = this.#organisation.ca;
    return `${host}:${String(port)}`;
  }

  #registrarHome(authority: Authority): string {
    return path.join(this.#organisation.ca.dir, `registrar-${authority}`);
  }
}

/** What the authority's client writes, under names that do not depend on hosts and keys. */
function layOutIdentity(enrolled: string, folder: string): void {
  cpSync(enrolled, folder, { recursive: true });
  renameAll(path.join(folder, 'cacerts'), 'ca.pem');
  renameAll(path.join(folder, 'keystore'), 'key.pem');
  for (const leftover of ['IssuerPublicKey', 'IssuerRevocationPublicKey', 'user']) {
    rmSync(path.join(folder, leftover), { recursive: true, force: true });
  }
  writeNodeOus(folder);
}

function layOutTls(enrolled: string, folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  copyFileSync(onlyFileIn(path.join(enrolled, 'signcerts')), path.join(folder, 'server.crt'));
  copyFileSync(onlyFileIn(path.join(enrolled, 'keystore')), path.join(folder, 'server.key'));
  copyFileSync(onlyFileIn(path.join(enrolled, 'tlscacerts')), path.join(folder, 'ca.crt'));
}

function renameAll(folder: string, name: string): void {
  const [file] = readdirSync(folder);
  if (file !== undefined) {
    renameSync(path.join(folder, file), path.join(folder, name));
  }
}
