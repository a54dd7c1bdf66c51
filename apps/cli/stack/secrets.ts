import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const secretsSchema = z.object({ postgresPassword: z.string().min(1), redisPassword: z.string().min(1) });
type Secrets = z.infer<typeof secretsSchema>;

/**
 * Passwords of the embedded servers, made at the first start. Loopback is open to every user of the machine, and a
 * database superuser may read files.
 */
export function embeddedSecrets(file: string): Secrets {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const password = () => randomBytes(24).toString('base64url');
    const secrets = { postgresPassword: password(), redisPassword: password() };
    writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
    return secrets;
  }
  return secretsSchema.parse(JSON.parse(text));
}
