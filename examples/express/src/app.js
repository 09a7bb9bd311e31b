import express from 'express'
import { errorHandler, notFound, requireToken } from './errors.js'
import { document } from './openapi.js'
import { orders } from './routes/orders.js'
import { products } from './routes/products.js'

export const app = express()

app.use(express.json())

/**
 * @openapi
 * /health:
 *   get:
 *     operationId: getHealth
 *     security: []
 *     responses:
 *       200:
 *         description: The service is ready.
 *         content:
 *           application/json:
 *             schema: { type: object, required: [status], properties: { status: { type: string, example: ok } } }
 */
app.get('/health', (request, response) => response.json({ status: 'ok' }))

app.get('/openapi.json', (request, response) => response.json(document))

app.use('/products', requireToken, products)
app.use('/orders', requireToken, orders)
app.use(() => {
  throw notFound()
})
app.use(errorHandler)
