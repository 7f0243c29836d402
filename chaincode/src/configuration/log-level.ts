/**
 * The shim prints arguments and results at level DEBUG, personal data of private reads among them.
 *
 * @throws Error when `CORE_CHAINCODE_LOGGING_LEVEL` asks for it.
 */
export function assertLogLevelKeepsSecrets(environment: NodeJS.ProcessEnv): void {
  if (environment['CORE_CHAINCODE_LOGGING_LEVEL']?.toUpperCase() === 'DEBUG') {
    throw new Error('CORE_CHAINCODE_LOGGING_LEVEL=DEBUG would print personal data; use INFO');
  }
}
