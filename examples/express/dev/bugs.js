// Ten bugs to find. BUG=1 … BUG=10 puts one of them in front of the service; the service itself does not know them.
import { store } from '../src/store.js'

/** Changes the JSON of responses with this status. */
function rewrite(response, status, change) {
  const json = response.json.bind(response)
  response.json = body => json(response.statusCode === status ? change(body) : body)
}

/** Removes a parameter of the query. */
function without(request, name) {
  const url = new URL(request.url, 'http://localhost')
  url.searchParams.delete(name)
  request.url = url.pathname + url.search
}

const product = /^\/products\/(\d+)$/
const order = /^\/orders\/\d+$/

const list = {
  1: { on: ['GET', order], run: (_, response) => rewrite(response, 200, body => ({ ...body, total: body.total + 1 })) },
  2: { on: ['GET', product], run: (_, response) => rewrite(response, 200, ({ tags, ...rest }) => rest) },
  3: {
    on: ['GET', /^\/products$/],
    run: (_, response) => rewrite(response, 200, body => body.map(item => ({ ...item, price: String(item.price) })))
  },
  4: { on: ['GET', order], run: (_, response) => rewrite(response, 404, body => (response.status(400), body)) },
  5: { on: ['GET', /^\/products$/], run: request => without(request, 'category') },
  6: {
    on: ['GET', /^\/orders$/],
    run: (_, response) => rewrite(response, 200, body => ({ ...body, data: body.data.toReversed() }))
  },
  7: {
    on: ['PATCH', order],
    run: request => (request.headers.authorization = `Bearer ${process.env.API_TOKEN ?? 'dev-token'}`)
  },
  8: { on: ['POST', /^\/products$/], run: request => delete request.body?.stock },
  9: {
    on: ['POST', /^\/products$/],
    run: request => request.body?.price < 0 && (request.body.price = 0)
  },
  10: {
    on: ['PUT', product],
    run: (request, response) => {
      const before = store.products.get(Number(product.exec(request.path)[1]))
      rewrite(response, 200, () => before)
    }
  }
}

export const bugs = number => (request, response, next) => {
  const bug = list[number]
  if (bug && request.method === bug.on[0] && bug.on[1].test(request.path)) bug.run(request, response)
  next()
}
