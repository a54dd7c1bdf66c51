/** What an error answer says about its kind; the occurrence adds the detail. */
interface ProblemKind {
  status: number;
  title: string;
  /** For the documentation: when it happens and what the client can do. */
  description: string;
}

/** Every error that the API answers with. A code is a promise to clients: it is never renamed or given a new meaning. */
export const problems = {
  bad_request: {
    status: 400,
    title: 'The request cannot be understood',
    description: 'The request line, a header or the way the body was sent is malformed.',
  },
  malformed_json: {
    status: 400,
    title: 'The body is not valid JSON',
    description: 'The body could not be parsed as JSON, or it is JSON but neither an object nor an array.',
  },
  validation_failed: {
    status: 400,
    title: 'The request is not valid',
    description: 'A field, parameter or header breaks its rule; `errors` names each one and says why.',
  },
  unauthorized: {
    status: 401,
    title: 'A valid API key is required',
    description: 'No API key came with the request, or one that is unknown or revoked.',
  },
  forbidden: {
    status: 403,
    title: 'The API key may not do this',
    description: 'The user of the API key needs the role `admin` or `super_admin` for this route.',
  },
  route_not_found: {
    status: 404,
    title: 'There is nothing at this address',
    description: 'No route has this path.',
  },
  request_not_found: {
    status: 404,
    title: 'There is no such content request',
    description: 'The organization of the API key has no content request with this id.',
  },
  script_not_found: {
    status: 404,
    title: 'The content request has no script yet',
    description: 'The script is not written yet, or the content request ended before it was.',
  },
  artifact_not_found: {
    status: 404,
    title: 'The content request has no such artifact',
    description: 'The lesson is not finished yet, or its modalities do not include this kind of artifact.',
  },
  invalid_logo: {
    status: 422,
    title: 'The logo cannot be drawn',
    description: 'It is larger than 64 KiB or 4096 pixels, or no PNG, JPEG, WebP or SVG.',
  },
  dead_letter_not_found: {
    status: 404,
    title: 'There is no such dead letter',
    description: 'No dead letter that the caller may see has this id.',
  },
  voice_not_found: {
    status: 404,
    title: 'There is no such voice',
    description: 'No configured speech engine has a voice with this id; `GET /api/v1/voices` lists them.',
  },
  method_not_allowed: {
    status: 405,
    title: 'The method is not allowed here',
    description: 'The route exists, but not for this method; the `Allow` header lists the methods it has.',
  },
  request_timeout: {
    status: 408,
    title: 'The request took too long to arrive',
    description: 'Headers or body did not arrive in time; the connection is closed.',
  },
  idempotency_key_reused: {
    status: 409,
    title: 'The idempotency key was used with another body',
    description: 'Within 24 hours the same `Idempotency-Key` may only come with the same body.',
  },
  no_clarification_open: {
    status: 409,
    title: 'No question is open',
    description:
      'The content request is not waiting for an answer: it was answered, has moved on, or never asked.',
  },
  request_finished: {
    status: 409,
    title: 'The content request is finished',
    description: 'It has completed or failed already, so there is nothing to cancel.',
  },
  request_not_failed: {
    status: 409,
    title: 'The content request has not failed',
    description: 'Only a failed content request can be retried.',
  },
  request_not_finished: {
    status: 409,
    title: 'The lesson is still being made',
    description: 'A script can be edited once its content request has completed, failed or been cancelled.',
  },
  newer_revision_exists: {
    status: 409,
    title: 'The script was edited already',
    description: 'Only the newest revision of a lesson can be edited; `newest` says which it is and where.',
  },
  dead_letter_settled: {
    status: 409,
    title: 'The dead letter is settled already',
    description: 'It was redriven or discarded before, or its content request was retried.',
  },
  not_redrivable: {
    status: 409,
    title: 'There is nothing to send again',
    description: 'The content request of this dead letter is not failed; the dead letter can be discarded.',
  },
  artifact_gone: {
    status: 410,
    title: 'The file of this artifact is gone',
    description: 'The artifact was made, but storage no longer holds its file.',
  },
  script_changed: {
    status: 412,
    title: 'The script is not the one that was edited',
    description: 'Its ETag is none of those in `If-Match`, or its `revision` is not that of the body.',
  },
  body_too_large: {
    status: 413,
    title: 'The body is too large',
    description: 'A body may have at most 256 KB, an edited script 1 MB.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The body must be JSON',
    description: 'Send bodies as `application/json` in UTF-8, not compressed.',
  },
  range_not_satisfiable: {
    status: 416,
    title: 'The range lies outside the file',
    description: 'The `Content-Range` header of the answer has the size of the file.',
  },
  lesson_rules_broken: {
    status: 422,
    title: 'The edited script breaks rules of the lesson',
    description:
      'Such a lesson is not made; `findings` has each rule with its number, the place and what is wrong.',
  },
  headers_too_large: {
    status: 431,
    title: 'The headers are too large',
    description: 'All headers together may have at most 16 KB; the connection is closed.',
  },
  internal_error: {
    status: 500,
    title: 'Something went wrong on our side',
    description: 'A fault of the server. Its log has the details under the `requestId` of the answer.',
  },
  database_unavailable: {
    status: 503,
    title: 'The database cannot be reached',
    description: 'Try again after the seconds in `Retry-After`.',
  },
  storage_unavailable: {
    status: 503,
    title: 'The file storage cannot be reached',
    description: 'Try again after the seconds in `Retry-After`.',
  },
  voice_unavailable: {
    status: 503,
    title: 'The voice cannot speak now',
    description:
      'Its engine is not installed here, or does not answer. Try again after the seconds in `Retry-After`.',
  },
  not_ready: {
    status: 503,
    title: 'A dependency is down',
    description: 'At least one dependency is not usable; `checks` names each with the reason.',
  },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problems;

/** What is wrong with one field: `path` has the names and indexes from the outside in, joined by dots. */
export interface FieldError {
  path: string;
  message: string;
}

interface ProblemOptions {
  errors?: FieldError[];
  headers?: Record<string, string>;
  /** Further members of the answer. */
  extensions?: Record<string, unknown>;
  cause?: unknown;
}

/** An error that the client is told about: thrown anywhere in a handler, answered by the error handler. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly errors: FieldError[] | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly extensions: Readonly<Record<string, unknown>>;

  constructor(code: ProblemCode, detail: string, options: ProblemOptions = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.errors = options.errors;
    this.headers = options.headers ?? {};
    this.extensions = options.extensions ?? {};
  }
}

/** Where the description of a problem is served; the `type` of its answers. */
export function problemType(code: ProblemCode): string {
  return `/problems/${code}`;
}

/** The RFC 9457 body of a problem. `instance` is the path that was asked for. */
export function problemBody(
  problem: Problem,
  occurrence: { instance: string; requestId: string },
): Record<string, unknown> {
  const { status, title } = problems[problem.code];
  return {
    type: problemType(problem.code),
    title,
    status,
    detail: problem.message,
    instance: occurrence.instance,
    code: problem.code,
    requestId: occurrence.requestId,
    ...(problem.errors === undefined ? {} : { errors: problem.errors }),
    ...problem.extensions,
  };
}
