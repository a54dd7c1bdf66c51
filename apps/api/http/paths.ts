/** Every route of the product lies under this; operators' routes (health, metrics, docs) do not. */
export const apiPrefix = '/api/v1';

/** For admins of an organization, and of the installation. */
export const adminPath = `${apiPrefix}/admin`;

export const voicesPath = `${apiPrefix}/voices`;

export const contentRequestsPath = `${apiPrefix}/content-requests`;
