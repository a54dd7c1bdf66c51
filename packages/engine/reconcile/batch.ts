/** What one pass looks at of each kind of trouble: passes come often, and none may take long. */
export const batch = 200;
