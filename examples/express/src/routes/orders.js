import { Router } from 'express'
import { conflict, invalid, notFound, paging } from '../errors.js'
import { nextId, now, store } from '../store.js'

/**
 * @openapi
 * components:
 *   schemas:
 *     OrderStatus: { type: string, enum: [pending, shipped, cancelled] }
 *     OrderInput:
 *       type: object
 *       required: [email, items]
 *       properties:
 *         email: { type: string, format: email, example: zoe@example.com }
 *         items:
 *           type: array
 *           minItems: 1
 *           items:
 *             type: object
 *             required: [productId, quantity]
 *             properties:
 *               productId: { type: integer, example: 103 }
 *               quantity: { type: integer, minimum: 1, example: 2 }
 *     Order:
 *       type: object
 *       required: [id, status, email, items, total, placedAt]
 *       properties:
 *         id: { type: integer }
 *         status: { $ref: '#/components/schemas/OrderStatus' }
 *         email: { type: string, format: email }
 *         items:
 *           type: array
 *           items:
 *             type: object
 *             required: [productId, quantity, price]
 *             properties: { productId: { type: integer }, quantity: { type: integer }, price: { type: number } }
 *         total: { type: number }
 *         placedAt: { type: string, format: date-time }
 *   examples:
 *     PendingOrder:
 *       value:
 *         { id: 5001, status: pending, email: mia@example.com, items: [{ productId: 101, quantity: 2, price: 39.9 }],
 *           total: 79.8, placedAt: '2026-02-01T10:15:00.000Z' }
 *     ShippedOrder:
 *       value:
 *         { id: 5002, status: shipped, email: noah@example.com, items: [{ productId: 102, quantity: 4, price: 129.5 }],
 *           total: 518, placedAt: '2026-02-03T17:40:00.000Z' }
 */
export const orders = Router()

function find(id) {
  const order = store.orders.get(Number(id))
  if (!order) throw notFound()
  return order
}

/**
 * @openapi
 * /orders:
 *   get:
 *     operationId: listOrders
 *     parameters:
 *       - { name: status, in: query, schema: { $ref: '#/components/schemas/OrderStatus' }, example: pending }
 *       - { $ref: '#/components/parameters/page' }
 *       - { $ref: '#/components/parameters/perPage' }
 *     responses:
 *       200:
 *         description: One page of the orders, newest first.
 *         content:
 *           application/json:
 *             schema:
 *               type: object
 *               required: [data, page, perPage, total]
 *               properties:
 *                 data: { type: array, items: { $ref: '#/components/schemas/Order' } }
 *                 page: { type: integer }
 *                 perPage: { type: integer }
 *                 total: { type: integer }
 *             example:
 *               data:
 *                 - { id: 5004, status: pending, email: omar@example.com,
 *                     items: [{ productId: 102, quantity: 1, price: 129.5 }], total: 129.5,
 *                     placedAt: '2026-02-20T07:05:00.000Z' }
 *                 - { id: 5003, status: pending, email: lena@example.com,
 *                     items: [{ productId: 103, quantity: 1, price: 89 }], total: 89,
 *                     placedAt: '2026-02-10T12:00:00.000Z' }
 *               page: 1
 *               perPage: 2
 *               total: 3
 *       401: { $ref: '#/components/responses/Unauthorized' }
 */
orders.get('/', ({ query }, response) => {
  const { page, perPage, cut } = paging(query)
  const found = [...store.orders.values()]
    .filter(({ status }) => status === (query.status ?? status))
    .sort((a, b) => b.placedAt.localeCompare(a.placedAt))
  response.json({ data: cut(found), page, perPage, total: found.length })
})

/**
 * @openapi
 * /orders:
 *   post:
 *     operationId: createOrder
 *     requestBody:
 *       required: true
 *       content: { application/json: { schema: { $ref: '#/components/schemas/OrderInput' } } }
 *     responses:
 *       201:
 *         description: The new order.
 *         content:
 *           application/json:
 *             schema: { $ref: '#/components/schemas/Order' }
 *             example:
 *               { id: 5005, status: pending, email: zoe@example.com,
 *                 items: [{ productId: 103, quantity: 2, price: 89 }], total: 178, placedAt: '2026-03-02T10:00:00.000Z' }
 *       400:
 *         description: The order is not valid.
 *         content: { application/json: { schema: { $ref: '#/components/schemas/Error' } } }
 *       401: { $ref: '#/components/responses/Unauthorized' }
 *       409:
 *         description: The stock is too small.
 *         content:
 *           application/json:
 *             schema: { $ref: '#/components/schemas/Error' }
 *             example: { error: { code: conflict, message: The stock of product 104 is too small } }
 */
orders.post('/', (request, response) => {
  const { email, items } = request.body ?? {}
  if (typeof email !== 'string' || !email.includes('@')) throw invalid('email must be an address')
  if (!Array.isArray(items) || items.length === 0) throw invalid('items must not be empty')
  const lines = items.map(item => {
    const { productId, quantity } = item ?? {}
    const product = store.products.get(productId)
    if (!product) throw invalid(`product ${productId} does not exist`)
    if (!Number.isInteger(quantity) || quantity < 1) throw invalid('quantity must be a positive integer')
    if (quantity > product.stock) throw conflict(`The stock of product ${productId} is too small`)
    return { productId, quantity, price: product.price }
  })
  for (const { productId, quantity } of lines) store.products.get(productId).stock -= quantity
  const total = Math.round(lines.reduce((sum, { quantity, price }) => sum + quantity * price, 0) * 100) / 100
  const order = { id: nextId(store.orders), status: 'pending', email, items: lines, total, placedAt: now() }
  store.orders.set(order.id, order)
  response.status(201).location(`/orders/${order.id}`).json(order)
})

/**
 * @openapi
 * /orders/{orderId}:
 *   parameters:
 *     - name: orderId
 *       in: path
 *       required: true
 *       schema: { type: integer }
 *       examples:
 *         pending: { value: 5001 }
 *         shipped: { value: 5002 }
 *         missing: { value: 9999 }
 *   get:
 *     operationId: getOrder
 *     responses:
 *       200:
 *         description: The order.
 *         content:
 *           application/json:
 *             schema: { $ref: '#/components/schemas/Order' }
 *             examples:
 *               pending: { $ref: '#/components/examples/PendingOrder' }
 *               shipped: { $ref: '#/components/examples/ShippedOrder' }
 *       401: { $ref: '#/components/responses/Unauthorized' }
 *       404:
 *         description: There is no such order.
 *         content:
 *           application/json:
 *             schema: { $ref: '#/components/schemas/Error' }
 *             examples:
 *               missing: { value: { error: { code: not_found, message: The resource does not exist } } }
 *   patch:
 *     operationId: changeOrderStatus
 *     requestBody:
 *       required: true
 *       content:
 *         application/json:
 *           schema:
 *             type: object
 *             required: [status]
 *             properties: { status: { type: string, enum: [shipped, cancelled], example: cancelled } }
 *     responses:
 *       200:
 *         description: The changed order.
 *         content:
 *           application/json:
 *             schema: { $ref: '#/components/schemas/Order' }
 *             examples:
 *               pending:
 *                 value:
 *                   { id: 5001, status: cancelled, email: mia@example.com,
 *                     items: [{ productId: 101, quantity: 2, price: 39.9 }], total: 79.8,
 *                     placedAt: '2026-02-01T10:15:00.000Z' }
 *       401: { $ref: '#/components/responses/Unauthorized' }
 *       404: { $ref: '#/components/responses/NotFound' }
 *       409:
 *         description: The order is not pending.
 *         content:
 *           application/json:
 *             schema: { $ref: '#/components/schemas/Error' }
 *             examples:
 *               shipped: { value: { error: { code: conflict, message: The order is shipped } } }
 */
orders.get('/:orderId', ({ params }, response) => response.json(find(params.orderId)))

orders.patch('/:orderId', (request, response) => {
  const order = find(request.params.orderId)
  const status = request.body?.status
  if (!['shipped', 'cancelled'].includes(status)) throw invalid('status must be shipped or cancelled')
  if (order.status !== 'pending') throw conflict(`The order is ${order.status}`)
  order.status = status
  response.json(order)
})
