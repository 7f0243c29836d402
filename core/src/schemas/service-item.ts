import { z } from 'zod';

/** What a license is used for. */
export const purposeSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/u).meta({
  id: 'Purpose',
  description: 'Code of the purpose of a use (用证事由), 1 to 64 of A-Z a-z 0-9 . _ -. A code, never free text.',
  example: 'qualification-check',
});

/** The service item that a license is used in. */
export const serviceItemSchema = z.string().regex(/^[0-9A-Z]{1,64}$/u).meta({
  id: 'ServiceItem',
  description: 'Code of a service item (政务服务事项编码), 1 to 64 of 0-9A-Z.',
  example: '11210102000000019C4210122001000',
});
