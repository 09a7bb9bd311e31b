import { readFileSync } from 'node:fs'

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='

/** The data lives in memory and starts as seed.json. */
export const store = { products: new Map(), orders: new Map(), images: new Map() }

export function seed() {
  const data = JSON.parse(readFileSync(new URL('./seed.json', import.meta.url)))
  store.products = new Map(data.products.map(product => [product.id, product]))
  store.orders = new Map(data.orders.map(order => [order.id, order]))
  store.images = new Map([[101, { type: 'image/png', data: Buffer.from(PIXEL, 'base64') }]])
}

export const nextId = map => Math.max(...map.keys()) + 1

/** The current time, or the fixed time in CLOCK. */
export const now = () => (process.env.CLOCK ? new Date(process.env.CLOCK) : new Date()).toISOString()
