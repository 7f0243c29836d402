import { z } from 'zod';
import { ordererFlags, peerCommand } from '../commands/fabric';
import type { NetworkContext } from '../context';
import { NetworkError } from '../error';
import { CHAINCODE_POLICY } from '../channel/policies';
import { tlsRootFile } from '../identities/msp';
import { cityOf } from '../topology/resolve';
import type { Organisation, Peer } from '../topology/types';

/** Fabric's chaincode life cycle, one method a step; each is safe to repeat. */
export class Lifecycle {
  readonly #context: NetworkContext;
  readonly #orderer: string[];

  constructor(context: NetworkContext) {
    this.#context = context;
    const { ordering } = context.topology;
    const [orderer] = ordering.orderers;
    if (orderer === undefined) {
      throw new NetworkError('TOPOLOGY_INVALID', 'ordering.orderers: there is none');
    }
    this.#orderer = ordererFlags(ordering, orderer);
  }

  async packageId(file: string): Promise<string> {
    const output = await this.#peer(this.#city, ['calculatepackageid', file]);
    return output.trim();
  }

  /** What the channel has committed under the chaincode's name, if anything, as a peer (the city's first) knows it. */
  async committed(organisation = this.#city, peer?: Peer): Promise<CommittedDefinition | undefined> {
    const { topology } = this.#context;
    const output = await this.#peer(organisation, ['querycommitted', '--channelID', topology.channel, '--output', 'json'], peer);
    const { chaincode_definitions: definitions } = committedAnswer.parse(JSON.parse(output));
    return definitions.find(({ name }) => name === topology.chaincode);
  }

  /** The id of the package with the label that a peer has installed. */
  async installedPackageId(organisation: Organisation, peer: Peer, label: string): Promise<string | undefined> {
    const output = await this.#peer(organisation, ['queryinstalled', '--output', 'json'], peer);
    const { installed_chaincodes: installed } = installedAnswer.parse(JSON.parse(output));
    return installed.find((candidate) => candidate.label === label)?.package_id;
  }

  async install(organisation: Organisation, peer: Peer, file: string, label: string): Promise<void> {
    if ((await this.installedPackageId(organisation, peer, label)) === undefined) {
      await this.#peer(organisation, ['install', file], peer);
    }
  }

  /** Approves for the organisation, at all of its peers, unless it has approved exactly this. */
  async approve(organisation: Organisation, definition: Definition): Promise<void> {
    const approvals = await this.#approvals(definition);
    if (approvals[organisation.mspId] !== true) {
      const flags = [...this.#orderer, ...this.#definitionFlags(definition), ...addresses([organisation]), '--package-id', definition.packageId];
      await this.#peer(organisation, ['approveformyorg', ...flags]);
    }
  }

  async commit(definition: Definition): Promise<void> {
    const flags = [...this.#orderer, ...this.#definitionFlags(definition), ...addresses(this.#context.topology.organisations)];
    await this.#peer(this.#city, ['commit', ...flags]);
  }

  get #city(): Organisation {
    return cityOf(this.#context.topology);
  }

  async #approvals(definition: Definition): Promise<Record<string, boolean>> {
    const output = await this.#peer(this.#city, ['checkcommitreadiness', ...this.#definitionFlags(definition), '--output', 'json']);
    return readinessAnswer.parse(JSON.parse(output)).approvals;
  }

  #definitionFlags({ version, sequence }: Pick<Definition, 'version' | 'sequence'>): string[] {
    const { channel, chaincode } = this.#context.topology;
    return [
      '--channelID', channel,
      '--name', chaincode,
      '--version', version,
      '--sequence', String(sequence),
      '--channel-config-policy', CHAINCODE_POLICY,
    ];
  }

  async #peer(organisation: Organisation, args: readonly string[], peer?: Peer): Promise<string> {
    const { stdout } = await this.#context.runner.run(peerCommand(organisation, ['lifecycle', 'chaincode', ...args], peer));
    return stdout;
  }
}

export interface Definition {
  readonly version: string;
  readonly sequence: number;
  readonly packageId: string;
}

/** Flags that name every peer of the organisations as an endorser. */
function addresses(organisations: readonly Organisation[]): string[] {
  return organisations.flatMap((organisation) =>
    organisation.peers.flatMap(({ host, port }) => [
      '--peerAddresses', `${host}:${String(port)}`,
      '--tlsRootCertFiles', tlsRootFile(organisation),
    ]),
  );
}

const committedDefinition = z.object({ name: z.string(), version: z.string(), sequence: z.int() });
export type CommittedDefinition = z.infer<typeof committedDefinition>;
const committedAnswer = z.object({ chaincode_definitions: z.array(committedDefinition).default([]) });
const installedAnswer = z.object({
  installed_chaincodes: z.array(z.object({ package_id: z.string(), label: z.string() })).default([]),
});
const readinessAnswer = z.object({ approvals: z.record(z.string(), z.boolean()) });
