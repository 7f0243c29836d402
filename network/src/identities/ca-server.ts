import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import type { NetworkContext } from '../context';
import { writeFileDurably } from '../files';
import { startFabricProcess } from '../processes/fabric-process';
import { waitFor } from '../processes/wait';
import type { AnyOrganisation } from '../topology/types';
import { httpsOk } from './https';

/** The identity that may register others at both authorities of an organisation. */
export const REGISTRAR = 'registrar';

export function registrarSecretFile({ ca }: AnyOrganisation): string {
  return path.join(ca.dir, 'registrar-secret');
}

/** The certificate that the authority's own HTTPS is checked against. */
export function caRootFile({ ca }: AnyOrganisation): string {
  return path.join(ca.dir, 'ca-cert.pem');
}

/** Writes the configuration of the two authorities once, with a generated secret for their registrar. */
export function prepareCa(organisation: AnyOrganisation): void {
  const { ca } = organisation;
  const secretFile = registrarSecretFile(organisation);
  if (existsSync(secretFile)) {
    return;
  }
  const secret = randomBytes(24).toString('base64url');
  const tlsCaConfig = path.join(ca.dir, 'tls', 'fabric-ca-server-config.yaml');
  writeFileDurably(tlsCaConfig, stringify(authorityConfig(ca.tlsCa, organisation.name, secret)));
  const main = {
    ...authorityConfig(ca.identityCa, organisation.name, secret),
    address: ca.host,
    port: ca.port,
    tls: { enabled: true },
    cafiles: [tlsCaConfig],
    operations: { listenAddress: `127.0.0.1:${String(ca.operationsPort)}`, tls: { enabled: false } },
    metrics: { provider: 'disabled' },
  };
  const csr = { ...main.csr, hosts: ['localhost', '127.0.0.1', ca.host] };
  writeFileDurably(path.join(ca.dir, 'fabric-ca-server-config.yaml'), stringify({ ...main, csr }));
  writeFileDurably(secretFile, secret);
}

/** Starts the server unless it runs, and waits until both authorities answer. */
export async function startCa(context: NetworkContext, organisation: AnyOrganisation): Promise<void> {
  const { ca } = organisation;
  startFabricProcess(context, {
    name: ca.identityCa,
    binary: 'fabric-ca-server',
    args: ['start'],
    env: { FABRIC_CA_SERVER_HOME: ca.dir },
    cwd: ca.dir,
  });
  await waitFor(
    async () => {
      context.supervisor.assertAlive(ca.identityCa);
      const ok = await httpsOk({ host: ca.host, port: ca.port, path: `/cainfo?ca=${ca.tlsCa}`, caFile: caRootFile(organisation) });
      return ok ? true : undefined;
    },
    { what: `answer of ${ca.identityCa}`, deadline: 30_000 },
  );
}

/** Validity of what an authority issues: nodes and administrators a year, as Fabric CA's own default. */
const YEAR = '8760h';

function authorityConfig(name: string, organisation: string, secret: string) {
  return {
    version: '1.5.13',
    debug: false,
    loglevel: 'warning',
    ca: { name },
    registry: {
      maxenrollments: -1,
      identities: [
        {
          name: REGISTRAR,
          pass: secret,
          type: 'client',
          affiliation: '',
          attrs: {
            'hf.Registrar.Roles': '*',
            'hf.Registrar.DelegateRoles': '*',
            'hf.Registrar.Attributes': '*',
            'hf.Revoker': true,
            'hf.GenCRL': true,
          },
        },
      ],
    },
    db: { type: 'sqlite3', datasource: 'fabric-ca-server.db' },
    affiliations: {},
    csr: {
      cn: name,
      keyrequest: { algo: 'ecdsa', size: 256 },
      names: [{ C: 'CN', ST: 'Liaoning', L: 'Shenyang', O: organisation }],
      ca: { expiry: '131400h', pathlength: 0 },
    },
    signing: {
      default: { usage: ['digital signature'], expiry: YEAR },
      profiles: {
        tls: { usage: ['digital signature', 'key encipherment', 'server auth', 'client auth', 'key agreement'], expiry: YEAR },
      },
    },
    bccsp: { default: 'SW', sw: { hash: 'SHA2', security: 256, filekeystore: { keystore: 'msp/keystore' } } },
  };
}
