import { ERROR_CATALOGUE, ERROR_CODES, errorDefinition, isErrorCode, isRecordedRefusal } from './catalogue';
import { CodedError, isCodedError } from './coded-error';
import { parseErrorBody, toErrorBody, toErrorText } from './error-body';

describe('error catalogue', () => {
  it.each(ERROR_CODES)('%s has an HTTP error status and a text in both languages', (code) => {
    const { status, en, zh } = errorDefinition(code);
    expect(code).toMatch(/^[A-Z]+(?:_[A-Z]+)*$/u);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(en).toMatch(/^[A-Z][ -~]+\.$/u);
    expect(zh).toMatch(/^[\p{Script=Han}、，]+。$/u);
  });

  it('says which refusals are recorded: those of business, never those of authority or form', () => {
    const recorded = ERROR_CODES.filter(isRecordedRefusal);
    expect(recorded).toEqual([
      'TYPE_NOT_IN_FORCE',
      'STATUS_NOT_ALLOWED',
      'VERSION_NOT_CURRENT',
      'VALIDITY_ENDED',
      'VALIDITY_NOT_ENDED',
      'VALIDITY_NOT_EXTENDED',
      'TRANSFER_NOT_OFFERED',
      'TRANSFER_TAKEN',
      'LICENSE_NOT_IN_FORCE',
      'GRANT_WITHDRAWN',
      'GRANT_EXPIRED',
      'GRANT_EXHAUSTED',
      'USE_OUT_OF_SCOPE',
      'PRESENTATION_EXPIRED',
      'PRESENTATION_USED',
    ]);
    expect(recorded.every((code) => errorDefinition(code).status === 422)).toBe(true);
  });

  it('knows its codes and no property of an object', () => {
    expect(isErrorCode('TYPE_EXISTS')).toBe(true);
    expect(['toString', '__proto__', 'OTHER', ''].filter(isErrorCode)).toEqual([]);
  });
});

describe('error body', () => {
  it('travels from a contract through words of Fabric', () => {
    const error = new CodedError('ATTRIBUTE_MISSING', { name: '经营场所' });
    const message = ERROR_CATALOGUE.ATTRIBUTE_MISSING.en;
    const body = { code: 'ATTRIBUTE_MISSING', message, details: { name: '经营场所' } };
    expect(toErrorBody(error)).toEqual(body);
    expect(parseErrorBody(toErrorText(error))).toEqual(body);
    expect(parseErrorBody(`chaincode response 500, ${toErrorText(error)}`)).toEqual(body);
  });

  it('of an error without a code is INTERNAL and leaves its message behind', () => {
    expect(toErrorText(new Error('holder 34052419800101001X'))).toBe(
      '{"code":"INTERNAL","message":"Something unexpected went wrong."}',
    );
    expect(toErrorBody('thrown text').code).toBe('INTERNAL');
  });

  it('takes its message from the catalogue, whatever the text claims', () => {
    expect(parseErrorBody('{"code":"TYPE_EXISTS","message":"<script>","details":[1]}')).toEqual({
      code: 'TYPE_EXISTS',
      message: ERROR_CATALOGUE.TYPE_EXISTS.en,
    });
  });

  it.each(['', '{}', '{', '[]', 'null', '{"code":"OTHER"}', '{"code":1}', '{"code":"toString"}'])(
    'is not found in %j',
    (text) => {
      expect(parseErrorBody(text)).toBeUndefined();
    },
  );

  it('is not looked for in a text that is too long', () => {
    expect(parseErrorBody(`{"code":"TYPE_EXISTS"}${' '.repeat(70_000)}`)).toBeUndefined();
  });

  it('keeps the cause for logs and tells codes apart', () => {
    const cause = new Error('cause');
    const error = new CodedError('INTERNAL', undefined, { cause });
    expect(error.cause).toBe(cause);
    expect(isCodedError(error, 'INTERNAL')).toBe(true);
    expect(isCodedError(error, 'TYPE_EXISTS')).toBe(false);
    expect(isCodedError(cause)).toBe(false);
  });
});
