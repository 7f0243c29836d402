import type { Route } from '../http/route';
import { erasureRoutes } from './erasures';
import { eventsRoute } from './events';
import { grantRoutes } from './grants';
import { importRoute } from './imports';
import { inwardTransferRoute } from './inward-transfers';
import { issueRoute } from './issue';
import { licenseTypeRoutes } from './license-types';
import { licenseRoutes } from './licenses';
import { presentationRoutes } from './presentations';
import { requestRoute } from './requests';
import { sealRoute } from './seals';
import { searchRoutes } from './search';
import { statusOperationRoutes } from './status-operations';
import { successionRoutes } from './successions';
import { transactionRoute } from './transactions';
import { useRoutes } from './uses';
import { verifyRoute } from './verifications';
import { versionRoutes } from './versions';
import { webhookRoutes } from './webhooks';

/** Every route under /v1, in the order of the documentation. */
export const routes: readonly Route[] = [
  ...licenseTypeRoutes,
  issueRoute,
  importRoute,
  ...searchRoutes,
  ...licenseRoutes,
  ...versionRoutes,
  ...statusOperationRoutes,
  inwardTransferRoute,
  sealRoute,
  ...grantRoutes,
  ...useRoutes,
  ...presentationRoutes,
  verifyRoute,
  ...erasureRoutes,
  ...successionRoutes,
  transactionRoute,
  requestRoute,
  eventsRoute,
  ...webhookRoutes,
];
