import { writeFileSync } from 'node:fs';
import { measuredCoverage } from './measure-coverage.ts';
import { coveragePath } from './shipped.ts';

writeFileSync(coveragePath, `${JSON.stringify(measuredCoverage(), null, 2)}\n`);
