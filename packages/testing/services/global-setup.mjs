// Jest loads this file outside its module system; tsx reads the TypeScript sources (`--conditions=source`) for it.
import { tsImport } from 'tsx/esm/api';

export default async function globalSetup() {
  const { setup } = await tsImport('./services.ts', import.meta.url);
  await setup();
}
