/**
 * Stands before every single call of a remote service and decides whether it is made now. `circuit` names what is
 * called, `<provider>/<model>`: what is known about its health is shared by everyone who calls it. A guard lets the call
 * pass and answers what it answered, or throws instead of calling; it never calls twice.
 *
 * It tells failures apart by `ProviderError.health`; an error that is not a provider's own (the reason of an aborted
 * signal) says nothing about the service.
 */
export type CallGuard = <T>(circuit: string, call: () => Promise<T>) => Promise<T>;
