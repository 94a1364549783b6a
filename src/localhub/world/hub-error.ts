/** One entry of the `errors` array that GitHub sends with a 422. */
export interface HubErrorDetail {
  resource: string;
  code: 'missing' | 'missing_field' | 'invalid' | 'already_exists' | 'unprocessable' | 'custom';
  field?: string;
  message?: string;
  value?: string | number | null;
}

/**
 * An answer of the hub that is not a success: the HTTP status and GitHub's error body.
 * GraphQL reports it as an error entry of type NOT_FOUND, FORBIDDEN or UNPROCESSABLE.
 */
export class HubError extends Error {
  readonly status: number;
  readonly errors: readonly (HubErrorDetail | string)[] | undefined;
  readonly documentationUrl: string;

  constructor(
    status: number,
    message: string,
    errors?: readonly (HubErrorDetail | string)[],
    documentationUrl = 'https://docs.github.com/rest',
  ) {
    super(message);
    this.name = 'HubError';
    this.status = status;
    this.errors = errors;
    this.documentationUrl = documentationUrl;
  }

  /** The JSON body that REST answers with. */
  body(): Record<string, unknown> {
    return {
      message: this.message,
      ...(this.errors === undefined ? {} : { errors: this.errors }),
      documentation_url: this.documentationUrl,
      status: String(this.status),
    };
  }
}

/** 404 as GitHub says it: the same words for what does not exist and for what one may not see. */
export const notFound = (): HubError => new HubError(404, 'Not Found');

/** 422 with the list of what was wrong. */
export const validationFailed = (...errors: readonly (HubErrorDetail | string)[]): HubError =>
  new HubError(422, 'Validation Failed', errors);
