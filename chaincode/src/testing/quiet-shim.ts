// The shim prints each decorator as it is met; this comes before the shim is loaded.
process.env['CORE_CHAINCODE_LOGGING_LEVEL'] = 'error';

export {};
