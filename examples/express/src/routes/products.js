import express, { Router } from 'express'
import { ApiError, conflict, invalid, notFound, paging } from '../errors.js'
import { nextId, now, store } from '../store.js'

/**
 * @openapi
 * components:
 *   parameters:
 *     productId: { name: productId, in: path, required: true, schema: { type: integer }, example: 101 }
 *   schemas:
 *     Category: { type: string, enum: [furniture, lighting] }
 *     ProductInput:
 *       type: object
 *       required: [name, category, price]
 *       properties:
 *         name: { type: string, minLength: 1 }
 *         category: { $ref: '#/components/schemas/Category' }
 *         price: { type: number, minimum: 0 }
 *         stock: { type: integer, minimum: 0, default: 0 }
 *         tags: { type: array, items: { type: string } }
 *     Product:
 *       type: object
 *       required: [id, name, category, price, stock, tags, createdAt]
 *       properties:
 *         id: { type: integer, example: 101 }
 *         name: { type: string, example: Desk lamp }
 *         category: { type: string, enum: [furniture, lighting], example: lighting }
 *         price: { type: number, example: 39.9 }
 *         stock: { type: integer, example: 12 }
 *         tags: { type: array, items: { type: string }, example: [led, dimmable] }
 *         createdAt: { type: string, format: date-time, example: '2026-01-05T08:00:00.000Z' }
 *   examples:
 *     PendantLight:
 *       summary: A new product
 *       value: { name: Pendant light, category: lighting, price: 75.5, stock: 8, tags: [led] }
 *     CreatedProduct:
 *       value:
 *         { id: 106, name: Pendant light, category: lighting, price: 75.5, stock: 8, tags: [led],
 *           createdAt: '2026-03-02T10:00:00.000Z' }
 */
export const products = Router()

function find(id) {
  const product = store.products.get(Number(id))
  if (!product) throw notFound()
  return product
}

function validate({ name, category, price, stock = 0, tags = [] } = {}) {
  if (typeof name !== 'string' || !name) throw invalid('name must be a text')
  if (!['furniture', 'lighting'].includes(category)) throw invalid('category must be furniture or lighting')
  if (typeof price !== 'number' || price < 0) throw invalid('price must be a number of at least 0')
  if (!Number.isInteger(stock) || stock < 0) throw invalid('stock must be an integer of at least 0')
  if (!Array.isArray(tags) || tags.some(tag => typeof tag !== 'string')) throw invalid('tags must be texts')
  return { name, category, price, stock, tags }
}

/**
 * @openapi
 * /products:
 *   get:
 *     operationId: listProducts
 *     parameters:
 *       - { name: category, in: query, schema: { $ref: '#/components/schemas/Category' }, example: lighting }
 *       - { $ref: '#/components/parameters/page' }
 *       - { $ref: '#/components/parameters/perPage' }
 *     responses:
 *       200:
 *         description: One page of the products, by id.
 *         headers:
 *           X-Total-Count: { description: The number of products on all pages., schema: { type: integer }, example: 3 }
 *         content:
 *           application/json:
 *             schema: { type: array, items: { $ref: '#/components/schemas/Product' } }
 *             example:
 *               - { id: 101, name: Desk lamp, category: lighting, price: 39.9, stock: 12, tags: [led, dimmable],
 *                   createdAt: '2026-01-05T08:00:00.000Z' }
 *               - { id: 103, name: Floor lamp, category: lighting, price: 89, stock: 4, tags: [led],
 *                   createdAt: '2026-01-06T13:30:00.000Z' }
 *       401: { $ref: '#/components/responses/Unauthorized' }
 */
products.get('/', ({ query }, response) => {
  const found = [...store.products.values()].filter(({ category }) => category === (query.category ?? category))
  response.set('X-Total-Count', String(found.length)).json(paging(query).cut(found))
})

/**
 * @openapi
 * /products:
 *   post:
 *     operationId: createProduct
 *     requestBody:
 *       required: true
 *       content:
 *         application/json:
 *           schema: { $ref: '#/components/schemas/ProductInput' }
 *           examples:
 *             pendantLight: { $ref: '#/components/examples/PendantLight' }
 *             negativePrice: { value: { name: Pendant light, category: lighting, price: -1 } }
 *     responses:
 *       201:
 *         description: The new product.
 *         headers:
 *           Location: { schema: { type: string }, example: /products/106 }
 *         content:
 *           application/json:
 *             schema: { $ref: '#/components/schemas/Product' }
 *             examples:
 *               created: { $ref: '#/components/examples/CreatedProduct' }
 *       400:
 *         description: The product is not valid.
 *         content:
 *           application/json:
 *             schema: { $ref: '#/components/schemas/Error' }
 *             examples:
 *               negativePrice:
 *                 value: { error: { code: invalid_request, message: price must be a number of at least 0 } }
 *       401: { $ref: '#/components/responses/Unauthorized' }
 */
products.post('/', (request, response) => {
  const product = { id: nextId(store.products), ...validate(request.body), createdAt: now() }
  store.products.set(product.id, product)
  response.status(201).location(`/products/${product.id}`).json(product)
})

/**
 * @openapi
 * /products/{productId}:
 *   parameters:
 *     - { $ref: '#/components/parameters/productId' }
 *   get:
 *     operationId: getProduct
 *     responses:
 *       200:
 *         description: The product.
 *         content: { application/json: { schema: { $ref: '#/components/schemas/Product' } } }
 *       401: { $ref: '#/components/responses/Unauthorized' }
 *       404: { $ref: '#/components/responses/NotFound' }
 */
products.get('/:productId', ({ params }, response) => response.json(find(params.productId)))

/**
 * @openapi
 * /products/{productId}:
 *   put:
 *     operationId: replaceProduct
 *     requestBody:
 *       required: true
 *       content:
 *         application/json:
 *           schema: { $ref: '#/components/schemas/ProductInput' }
 *           example: { name: Desk lamp, category: lighting, price: 34.9, stock: 30, tags: [led, dimmable, sale] }
 *     responses:
 *       200:
 *         description: The changed product.
 *         content:
 *           application/json:
 *             schema: { $ref: '#/components/schemas/Product' }
 *             example:
 *               { id: 101, name: Desk lamp, category: lighting, price: 34.9, stock: 30, tags: [led, dimmable, sale],
 *                 createdAt: '2026-01-05T08:00:00.000Z' }
 *       401: { $ref: '#/components/responses/Unauthorized' }
 *       404: { $ref: '#/components/responses/NotFound' }
 */
products.put('/:productId', (request, response) => {
  const { id, createdAt } = find(request.params.productId)
  const product = { id, ...validate(request.body), createdAt }
  store.products.set(id, product)
  response.json(product)
})

/**
 * @openapi
 * /products/{productId}:
 *   delete:
 *     operationId: deleteProduct
 *     parameters:
 *       - name: productId
 *         in: path
 *         required: true
 *         schema: { type: integer }
 *         examples:
 *           unused: { value: 105 }
 *           ordered: { value: 101 }
 *     responses:
 *       204: { description: The product is deleted. }
 *       401: { $ref: '#/components/responses/Unauthorized' }
 *       404: { $ref: '#/components/responses/NotFound' }
 *       409:
 *         description: An order contains the product.
 *         content:
 *           application/json:
 *             schema: { $ref: '#/components/schemas/Error' }
 *             examples:
 *               ordered: { value: { error: { code: conflict, message: An order contains the product } } }
 */
products.delete('/:productId', ({ params }, response) => {
  const { id } = find(params.productId)
  const ordered = [...store.orders.values()].some(({ items }) => items.some(({ productId }) => productId === id))
  if (ordered) throw conflict('An order contains the product')
  store.products.delete(id)
  store.images.delete(id)
  response.status(204).end()
})

/**
 * @openapi
 * /products/{productId}/image:
 *   parameters:
 *     - { $ref: '#/components/parameters/productId' }
 *   get:
 *     operationId: getProductImage
 *     responses:
 *       200:
 *         description: The image.
 *         content: { image/png: { schema: { type: string, format: binary } } }
 *       401: { $ref: '#/components/responses/Unauthorized' }
 *       404: { $ref: '#/components/responses/NotFound' }
 *   put:
 *     operationId: setProductImage
 *     requestBody:
 *       required: true
 *       content: { image/png: { schema: { type: string, format: binary } } }
 *     responses:
 *       200:
 *         description: The place of the image.
 *         content:
 *           application/json:
 *             schema: { type: object, required: [url], properties: { url: { type: string } } }
 *             example: { url: /products/101/image }
 *       401: { $ref: '#/components/responses/Unauthorized' }
 *       404: { $ref: '#/components/responses/NotFound' }
 */
products.get('/:productId/image', ({ params }, response) => {
  const image = store.images.get(Number(params.productId))
  if (!image) throw notFound()
  response.type(image.type).send(image.data)
})

products.put('/:productId/image', express.raw({ type: 'image/png', limit: '1mb' }), (request, response) => {
  const { id } = find(request.params.productId)
  if (!request.is('image/png')) throw new ApiError(415, 'invalid_request', 'The image must be a PNG')
  store.images.set(id, { type: 'image/png', data: request.body })
  response.json({ url: `/products/${id}/image` })
})
