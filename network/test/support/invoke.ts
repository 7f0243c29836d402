import { ordererFlags, peerCommand } from '../../src/commands/fabric';
import type { NetworkContext } from '../../src/context';
import { tlsRootFile } from '../../src/identities/msp';
import type { Organisation } from '../../src/topology/types';

export interface Invocation {
  readonly submitter: string;
  /** Ids of the organisations whose first peers are asked to endorse, no others. */
  readonly endorsers: readonly string[];
  readonly args: readonly string[];
  readonly transient?: Readonly<Record<string, string>>;
}

/**
 * Submits an envelope that carries exactly the named endorsements, whatever the policies ask for.
 * @returns the validation code of the committed transaction, or the chaincode's refusal.
 */
export async function invoke(context: NetworkContext, { submitter, endorsers, args, transient }: Invocation): Promise<string> {
  const { topology, runner } = context;
  const [orderer] = topology.ordering.orderers;
  if (orderer === undefined) {
    throw new Error('the topology has no orderer');
  }
  const flags = endorsers.flatMap((id) => {
    const organisation = organisationOf(context, id);
    const peer = organisation.peers[0];
    return ['--peerAddresses', `${peer?.host ?? ''}:${String(peer?.port)}`, '--tlsRootCertFiles', tlsRootFile(organisation)];
  });
  const secret = Object.entries(transient ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('base64')]);
  const command = peerCommand(organisationOf(context, submitter), [
    'chaincode', 'invoke',
    '--channelID', topology.channel,
    '--name', topology.chaincode,
    '--ctor', JSON.stringify({ Args: args }),
    ...(secret.length === 0 ? [] : ['--transient', JSON.stringify(Object.fromEntries(secret))]),
    '--waitForEvent',
    ...ordererFlags(topology.ordering, orderer),
    ...flags,
  ]);
  return await runner.run(command).then(
    () => 'VALID',
    (error: unknown) => {
      const text = String(error);
      const code = /invalidated with status \((\w+)\)/.exec(text)?.[1];
      if (code === undefined && !text.includes('endorsement failure during invoke')) {
        throw error;
      }
      return code ?? text;
    },
  );
}

export async function query(context: NetworkContext, organisationId: string, args: readonly string[]): Promise<string> {
  const { topology, runner } = context;
  const ctor = JSON.stringify({ Args: args });
  const command = ['chaincode', 'query', '--channelID', topology.channel, '--name', topology.chaincode, '--ctor', ctor];
  const { stdout } = await runner.run(peerCommand(organisationOf(context, organisationId), command));
  return stdout.trimEnd();
}

export function organisationOf({ topology }: NetworkContext, id: string): Organisation {
  const organisation = topology.organisations.find((candidate) => candidate.id === id);
  if (organisation === undefined) {
    throw new Error(`no organisation ${id}`);
  }
  return organisation;
}
