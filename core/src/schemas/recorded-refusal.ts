import { z } from 'zod';
import { ERROR_CODES, isRecordedRefusal } from '../errors/catalogue';

/** A code that a contract records as a refusal. */
export const recordedRefusalSchema = z.enum(ERROR_CODES.filter(isRecordedRefusal)).meta({
  id: 'RecordedRefusal',
  description: 'Code of a refusal that is recorded on the ledger.',
});
