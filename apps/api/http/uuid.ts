/** What an id looks like; anything else cannot be one, and PostgreSQL would refuse it. */
export const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
