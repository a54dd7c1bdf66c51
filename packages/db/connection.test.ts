import { DatabaseUrlError, describeDatabase, poolConfig } from './connection.ts';

describe('poolConfig', () => {
  test.each([
    ['TCP', 'postgresql://u:p@db.example:6543/vividly', { host: 'db.example', port: 6543 }],
    ['without a port', 'postgres://u:p@db.example/vividly', { host: 'db.example' }],
    ['an IPv6 host', 'postgresql://u:p@[::1]:6543/vividly', { host: '::1', port: 6543 }],
    ['a unix socket', 'postgresql://u:p@/vividly?host=/run/postgresql', { host: '/run/postgresql' }],
    [
      'a socket with a host in front',
      'postgresql://u:p@localhost/vividly?host=/run/postgresql',
      { host: '/run/postgresql' },
    ],
    [
      'a socket of another port',
      'postgresql://u:p@/vividly?host=/run/postgresql&port=6543',
      { host: '/run/postgresql', port: 6543 },
    ],
    [
      "Prisma's own parameters",
      'postgresql://u:p@db.example/vividly?schema=public&connection_limit=3&host=/run',
      { host: '/run' },
    ],
  ])('%s', (_form, url, expected) => {
    expect(poolConfig(url)).toMatchObject({ user: 'u', password: 'p', database: 'vividly', ...expected });
    expect(Object.keys(poolConfig(url))).not.toEqual(expect.arrayContaining(['schema', 'connection_limit']));
  });

  test('a percent-encoded password is decoded', () => {
    expect(poolConfig('postgresql://u:p%40ss%3Aw%2Frd%25%23%3F%20@h/d').password).toBe('p@ss:w/rd%#? ');
  });

  test.each([
    ['mysql://u:s3cret@h/d', 'must start with postgresql://'],
    ['postgresql://u:s3cret@h', 'names no database'],
    ['postgresql://u:s3cret@h/', 'names no database'],
    ['postgresql://u:s3cr/et@h:5432/d', 'percent-encoded'],
  ])('%s is refused without being quoted', (url, reason) => {
    const attempt = () => poolConfig(url);
    expect(attempt).toThrow(DatabaseUrlError);
    expect(attempt).toThrow(reason);
    expect(attempt).not.toThrow(/s3cr/);
  });
});

describe('describeDatabase', () => {
  test.each([
    ['postgresql://u:s3cret@h:6543/d', 'd on h:6543 as u (password ****)'],
    ['postgresql://u@h/d', 'd on h:5432 as u'],
    ['postgresql://u:s3cret@/d?host=/run/postgresql', 'd on socket /run/postgresql as u (password ****)'],
    ['postgresql://h/d', 'd on h:5432 as default user'],
  ])('%s', (url, expected) => {
    expect(describeDatabase(url)).toBe(expected);
  });
});
