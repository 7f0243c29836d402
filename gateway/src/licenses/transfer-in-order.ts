import { transferInRequestSchema } from '@shengjing/core';
import type { z } from 'zod';

import { issueOrderSchema } from './issue-order';

/** What a service hall sends to take a license over from another district. Personal data. */
export const transferInOrderSchema = issueOrderSchema
  .safeExtend({ previous: transferInRequestSchema.shape.previous })
  .meta({ id: 'TransferInOrder', description: 'A license to be taken over from another district (转入). Personal data.' });

/** What a service hall sends to take a license over from another district. */
export type TransferInOrder = z.output<typeof transferInOrderSchema>;
