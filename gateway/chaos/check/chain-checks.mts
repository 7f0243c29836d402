import type { Chain, Link } from './chain.mts';
import { type Check, examineEach, type Matter } from './check.mts';

/** What the nodes' blocks must be before anything can be read from them. */
export const CHAIN_CHECKS: readonly Check[] = [
  {
    name: 'linked',
    what: 'At every node each block carries the hash of the one before it and of its own data.',
    examine: ({ chains }) => examineEach(placesOf(chains), contradictLink),
  },
  {
    name: 'same-chain',
    what: 'Every peer has the same last block, and every orderer the same blocks as far as it has them.',
    examine: (matter) => examineEach(matter.chains, (chain) => contradictChain(chain, firstPeer(matter))),
  },
  {
    name: 'same-verdicts',
    what: 'Every peer has judged every transaction alike.',
    examine: (matter) => {
      const first = firstPeer(matter);
      const peers = matter.chains.filter(({ kind }) => kind === 'peer');
      return examineEach(placesOf(peers), ({ node, link }) =>
        link.verdicts === first.links[link.number]?.verdicts ? undefined : `block ${String(link.number)}: ${node} judges otherwise than ${first.node}`,
      );
    },
  },
];

interface Place {
  readonly node: string;
  readonly link: Link;
  readonly index: number;
  readonly previous: Link | undefined;
}

function placesOf(chains: readonly Chain[]): Place[] {
  return chains.flatMap(({ node, links }) => links.map((link, index) => ({ node, link, index, previous: links[index - 1] })));
}

function contradictLink({ node, link, index, previous }: Place): string | undefined {
  if (link.number !== index) {
    return `${node}: block ${String(link.number)} is where block ${String(index)} belongs`;
  }
  if (previous !== undefined && link.previousHash !== previous.hash) {
    return `${node}: block ${String(index)} does not follow the block before it`;
  }
  return link.dataHash === link.computedDataHash ? undefined : `${node}: the data of block ${String(index)} are not those that its header names`;
}

function contradictChain({ node, kind, links }: Chain, first: Chain): string | undefined {
  const [own, other] = [links.at(-1), first.links[links.length - 1]];
  if (own === undefined || own.hash !== other?.hash) {
    return `${node} has another block ${String(links.length - 1)} than ${first.node}`;
  }
  const isBehind = kind === 'peer' && links.length !== first.links.length;
  return isBehind ? `${node} has ${String(links.length)} blocks, ${first.node} ${String(first.links.length)}` : undefined;
}

/** @throws Error when there is none. */
function firstPeer({ chains }: Matter): Chain {
  const first = chains.find(({ kind }) => kind === 'peer');
  if (first === undefined) {
    throw new Error('no peer has left blocks');
  }
  return first;
}
