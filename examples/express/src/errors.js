export class ApiError extends Error {
  constructor(status, code, message) {
    super(message)
    Object.assign(this, { status, code })
  }
}

export const notFound = () => new ApiError(404, 'not_found', 'The resource does not exist')
export const conflict = message => new ApiError(409, 'conflict', message)
export const invalid = message => new ApiError(400, 'invalid_request', message)

// Express knows an error handler by its four arguments.
export function errorHandler(error, request, response, next) {
  const status = error.status ?? 500
  if (status >= 500) console.error(error)
  const message = status >= 500 ? 'Internal error' : error.message
  response.status(status).json({ error: { code: error.code ?? 'invalid_request', message } })
}

export function requireToken(request, response, next) {
  const token = process.env.API_TOKEN ?? 'dev-token'
  if (request.get('Authorization') === `Bearer ${token}`) return next()
  response.set('WWW-Authenticate', 'Bearer')
  throw new ApiError(401, 'unauthorized', 'A valid bearer token is required')
}

/** The page of a list that the query asks for. */
export function paging({ page = '1', perPage = '20' }) {
  const [number, size] = [Number(page), Number(perPage)]
  if (!Number.isInteger(number) || number < 1) throw invalid('page must be a positive integer')
  if (!Number.isInteger(size) || size < 1 || size > 100) throw invalid('perPage must be an integer from 1 to 100')
  return { page: number, perPage: size, cut: list => list.slice((number - 1) * size, number * size) }
}
