import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'
import swaggerJsdoc from 'swagger-jsdoc'

/**
 * @openapi
 * components:
 *   securitySchemes:
 *     bearerAuth: { type: http, scheme: bearer }
 *   parameters:
 *     page:
 *       { name: page, in: query, schema: { type: integer, minimum: 1, default: 1 }, example: 1 }
 *     perPage:
 *       { name: perPage, in: query, schema: { type: integer, minimum: 1, maximum: 100, default: 20 }, example: 2 }
 *   schemas:
 *     Error:
 *       type: object
 *       required: [error]
 *       properties:
 *         error:
 *           type: object
 *           required: [code, message]
 *           properties:
 *             code: { type: string, enum: [conflict, invalid_request, not_found, unauthorized] }
 *             message: { type: string }
 *   responses:
 *     Unauthorized:
 *       description: The token is missing or wrong.
 *       headers:
 *         WWW-Authenticate: { schema: { type: string }, example: Bearer }
 *       content:
 *         application/json:
 *           schema: { $ref: '#/components/schemas/Error' }
 *           example: { error: { code: unauthorized, message: A valid bearer token is required } }
 *     NotFound:
 *       description: There is no such resource.
 *       content:
 *         application/json:
 *           schema: { $ref: '#/components/schemas/Error' }
 *           example: { error: { code: not_found, message: The resource does not exist } }
 */
export const document = swaggerJsdoc({
  failOnErrors: true,
  definition: {
    openapi: '3.0.3',
    info: { title: 'Shop API', version: '1.0.0', description: 'Products and orders of a small shop.' },
    security: [{ bearerAuth: [] }]
  },
  apis: [fileURLToPath(new URL('./{app,openapi,routes/*}.js', import.meta.url))]
})

if (argv[1] === fileURLToPath(import.meta.url)) console.log(JSON.stringify(document, null, 2))
