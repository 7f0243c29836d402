import path from 'node:path';
import { Command, Option } from 'commander';
import { deployChaincode } from './chaincode/deploy';
import { compactPeers } from './compact';
import { createContext, type GlobalOptions } from './create-context';
import { clean, down } from './down';
import { NetworkError } from './error';
import { execAsAdmin } from './exec';
import { developmentToken, ROLES, type Role } from './gateways/development-issuer';
import { gatewayUrl } from './gateways/start';
import { assertStarted, withStartedState } from './state';
import { isHealthy, networkStatus } from './status/status';
import { statusTable } from './status/table';
import { listenAddresses } from './topology/resolve';
import { up } from './up';

const ROOT = path.resolve(__dirname, '..', '..');
const CHAINCODE = path.join(ROOT, 'chaincode');

const program = new Command('network')
  .enablePositionalOptions()
  .description('The Fabric network as native processes: topology in, running network out.')
  .addOption(new Option('--topology <file>', 'topology file').env('SHENGJING_TOPOLOGY').default(path.join(ROOT, 'network', 'topology', 'shenyang.yaml')))
  .addOption(new Option('--state <dir>', 'folder of keys, ledgers, logs').env('SHENGJING_STATE').default(path.join(ROOT, '.state')))
  .addOption(new Option('--port-offset <n>', 'added to every port').env('SHENGJING_PORT_OFFSET').argParser(Number).default(0))
  .option('--verbose', 'print every Fabric command, ready to paste', process.env['SHENGJING_VERBOSE'] === '1');

function context() {
  return createContext(program.opts<GlobalOptions>());
}

program
  .command('up')
  .description('start the network, or resume it, and deploy the chaincode when it has changed')
  .option('--chaincode <dir>', 'package of the compiled chaincode', CHAINCODE)
  .option('--no-gateways', 'without the gateways')
  .action(async (options: { chaincode: string; gateways: boolean }) => {
    const { changed } = await up(context(), { chaincode: path.resolve(options.chaincode), gateways: options.gateways });
    console.log(changed ? 'the network runs' : 'the network runs already; nothing was changed');
  });

program
  .command('down')
  .description('stop every process that was started; data stays')
  .action(async () => {
    const stopped = await down(context());
    console.log(`${String(stopped)} processes stopped`);
  });

program
  .command('clean')
  .description('stop the network and remove all of its data')
  .action(async () => {
    await clean(context());
  });

program
  .command('deploy')
  .description('deploy the compiled chaincode under the next version and sequence, with the network running')
  .option('--chaincode <dir>', 'package of the compiled chaincode', CHAINCODE)
  .action(async (options: { chaincode: string }) => {
    const network = context();
    const deployment = await withStartedState(network.topology, async () => await deployChaincode(network, path.resolve(options.chaincode)));
    const { version, sequence, changed } = deployment;
    console.log(`${changed ? 'deployed' : 'already deployed:'} version ${version}, sequence ${String(sequence)}`);
  });

program
  .command('compact [peers...]')
  .description("drop what was purged from peers' files; a peer is stopped meanwhile, one after the other")
  .action(async (peers: string[]) => {
    const network = context();
    await withStartedState(network.topology, async () => { await compactPeers(network, peers); });
    console.log('compacted');
  });

program
  .command('status')
  .description('organisations, nodes, health, heights, leader, versions, certificate expiry')
  .option('--json', 'as JSON')
  .action(async (options: { json?: boolean }) => {
    const status = await networkStatus(context());
    console.log(options.json === true ? JSON.stringify(status, null, 2) : statusTable(status));
    process.exitCode = isHealthy(status) ? 0 : 1;
  });

program
  .command('ports')
  .description('every address that the network listens on')
  .action(() => {
    for (const { host, port, purpose } of listenAddresses(context().topology)) {
      console.log(`${host}:${String(port)}\t${purpose}`);
    }
  });

program
  .command('urls')
  .description("the gateways' addresses, a line each: organisation, URL")
  .action(() => {
    for (const organisation of context().topology.organisations) {
      console.log(`${organisation.id}\t${gatewayUrl(organisation)}`);
    }
  });

program
  .command('exec <organisation> <command> [args...]')
  .description("run peer, osnadmin, configtxlator, configtxgen, discover or fabric-ca-client as the organisation's administrator")
  .passThroughOptions()
  .allowUnknownOption()
  .action(async (organisation: string, command: string, args: string[]) => {
    process.exitCode = await execAsAdmin(context(), organisation, command, args);
  });

program
  .command('token <organisation> <role> [person]')
  .description('print a token of the development issuer on the last line')
  .option('--department <uscc>', "the person's department")
  .option('--lifetime <duration>', 'how long it is valid', '8h')
  .action(async (organisation: string, role: string, person: string | undefined, options: { department?: string; lifetime: string }) => {
    const { topology } = context();
    assertStarted(topology);
    const found = topology.organisations.find(({ id }) => id === organisation);
    if (found === undefined || !ROLES.includes(role as Role)) {
      throw new NetworkError('USAGE', `organisation is one of ${topology.organisations.map(({ id }) => id).join(', ')}; role is one of ${ROLES.join(', ')}`);
    }
    const request = { organisation: found, role: role as Role, person: person ?? `${organisation}-${role}`, ...options };
    console.log(await developmentToken(topology.stateDir, request));
  });

async function main(): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    console.error(error instanceof NetworkError ? `${error.code}: ${error.message}` : error);
    process.exitCode = 1;
  }
}

void main();
