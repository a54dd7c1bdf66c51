/** Every route of the product lies under this; operators' routes (health, metrics, docs) do not. */
const apiPrefix = '/api/v1';

export const contentRequestsPath = `${apiPrefix}/content-requests`;
