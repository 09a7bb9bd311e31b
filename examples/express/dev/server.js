// Starts the service for development: a fixed clock, a reset route, and the bug in BUG if there is one.
import express from 'express'
import { app } from '../src/app.js'
import { errorHandler } from '../src/errors.js'
import { seed } from '../src/store.js'
import { bugs } from './bugs.js'

process.env.CLOCK ??= '2026-03-02T10:00:00Z'
seed()

const development = express()
development.post('/internal/reset', (request, response) => {
  seed()
  response.status(204).end()
})
development.use(express.json(), bugs(Number(process.env.BUG)), app, errorHandler)
development.listen(Number(process.env.PORT ?? 3000), '127.0.0.1')
