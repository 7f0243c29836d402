import path from 'node:path';
import { writeFileDurably } from '../files';
import { caRootFile } from '../identities/ca-server';
import { gatewayIdentityDir } from '../identities/organisation';
import { tlsRootFile } from '../identities/msp';
import { cityOf, districtsOf } from '../topology/resolve';
import type { Organisation, ResolvedTopology } from '../topology/types';
import { ISSUER, jwksFile, TOKEN_AUDIENCE } from './development-issuer';

export function gatewayConfigFile({ gateway }: Organisation): string {
  return path.join(gateway.dir, 'config.json');
}

/** Writes what the organisation's gateway is told at start. */
export function writeGatewayConfig(topology: ResolvedTopology, organisation: Organisation): void {
  const { gateway, ca } = organisation;
  const identity = (which: 'identity' | 'registrar') => {
    const msp = path.join(gatewayIdentityDir(organisation, which), 'msp');
    return { certificate: path.join(msp, 'signcerts', 'cert.pem'), key: path.join(msp, 'keystore', 'key.pem') };
  };
  const config = {
    organisation: { id: organisation.id, mspId: organisation.mspId, division: organisation.division, name: organisation.name },
    listen: { host: gateway.host, port: gateway.port },
    channel: topology.channel,
    chaincode: topology.chaincode,
    peers: organisation.peers.map(({ name, host, port }) => ({
      name,
      endpoint: `${host}:${String(port)}`,
      // The certificate names the node, so that it holds wherever the node is reached.
      serverName: name,
      tlsRootCert: tlsRootFile(organisation),
    })),
    cityMspId: cityOf(topology).mspId,
    districtMspIds: districtsOf(topology).map(({ mspId }) => mspId),
    ca: {
      url: `https://${ca.host}:${String(ca.port)}`,
      caName: ca.identityCa,
      tlsRootCert: caRootFile(organisation),
      registrar: identity('registrar'),
    },
    identity: identity('identity'),
    stateDir: path.join(gateway.dir, 'state'),
    jwt: { issuer: ISSUER, audience: TOKEN_AUDIENCE, jwksFile: jwksFile(topology.stateDir) },
    // Receivers of a development network listen on this machine.
    webhooks: { allowPrivate: true },
    log: { level: 'info' },
  };
  writeFileDurably(gatewayConfigFile(organisation), `${JSON.stringify(config, null, 2)}\n`);
}
