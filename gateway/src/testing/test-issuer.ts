import { exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose';

export const ISSUER = 'urn:test:issuer';
export const AUDIENCE = 'shengjing-gateway';
export const DEPARTMENT = '11210102000000019C';

/** The claims of an issuer of 和平区. */
export const CLAIMS = {
  iss: ISSUER,
  aud: AUDIENCE,
  sub: 'person-1',
  org: 'heping',
  role: 'issuer',
  dept: DEPARTMENT,
  division: '210102',
};

/** Someone who signs tokens. */
export interface TestIssuer {
  readonly keys: JSONWebKeySet;
  /** A token that is valid for five minutes, with claims replaced or, by undefined, left out. */
  sign(claims?: Readonly<Record<string, unknown>>, expires?: string | null): Promise<string>;
}

/** An issuer with a key of its own. */
export async function newTestIssuer(): Promise<TestIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const key = { ...(await exportJWK(publicKey)), kid: 'test', alg: 'ES256', use: 'sig' };
  return {
    keys: { keys: [key] },
    sign: async (claims = {}, expires = '5m') => {
      const token = new SignJWT({ ...CLAIMS, ...claims }).setProtectedHeader({ alg: 'ES256', kid: 'test' });
      return (expires === null ? token : token.setExpirationTime(expires)).sign(privateKey);
    },
  };
}
