import type { Route } from '../http/route';
import { eventsRoute } from './events';
import { issueRoute } from './issue';
import { licenseTypeRoutes } from './license-types';
import { licenseRoutes } from './licenses';
import { searchRoutes } from './search';
import { transactionRoute } from './transactions';
import { verifyRoute } from './verifications';
import { webhookRoutes } from './webhooks';

/** Every route under /v1, in the order of the documentation. */
export const routes: readonly Route[] = [
  ...licenseTypeRoutes,
  issueRoute,
  ...searchRoutes,
  ...licenseRoutes,
  verifyRoute,
  transactionRoute,
  eventsRoute,
  ...webhookRoutes,
];
